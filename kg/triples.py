"""Records as RDF: ``kg.shape`` says in what shape."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from oncotrace.kg.graph import Literal as Value
from oncotrace.kg.records import RECORD_TYPES, Quarantined, Record
from oncotrace.kg.shape import (
    DATES,
    MAYBE_REFERENCES,
    QUARANTINE,
    RDF_TYPE,
    REFERENCES,
    SHAPES,
    class_of,
    literal_value,
)
from oncotrace.ontology.prefixes import curie, iri

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_DATE_TYPE = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


@lru_cache(1 << 16)
def node(name: str) -> NamedNode:
    """The IRI node of a CURIE. Predicates, classes and entities are asked for again and again; of ids that
    are not, a large build or export has millions, so what is kept is bounded."""
    return NamedNode(iri(name))


_IDS_OF = {
    cls: [(name, many) for name, _, many, _ in SHAPES[cls] if name in REFERENCES | MAYBE_REFERENCES]
    for cls in RECORD_TYPES
}
_DATES_OF = {cls: [name for name, *_ in SHAPES[cls] if name in DATES] for cls in RECORD_TYPES}


def _term(field: str, value: Any) -> NamedNode | Literal:
    if field in REFERENCES or (field in MAYBE_REFERENCES and ":" in value):
        return node(value)
    if field in DATES:
        return Literal(value, datatype=node(_DATE_TYPE[len(value)]))
    return Literal(value)


def check(record: Record) -> None:
    """ValueError, saying what and where, where a record cannot be written as RDF: an id without a prefix of
    ours or with letters that no IRI has, a date of no known precision."""
    for name, value in (("id", record.id), *_references(record)):
        try:
            node(value)
        except ValueError as error:
            raise ValueError(f"{name} {value[:80]!r} is no identifier ({error})") from None
    for name in _DATES_OF[type(record)]:
        if (day := getattr(record, name)) and not _DATE.fullmatch(day):
            raise ValueError(f"{name} {day[:80]!r} is no date: write 2026, 2026-01 or 2026-01-31")


def _references(record: Record) -> Iterator[tuple[str, str]]:
    """Each field that holds ids, with each id."""
    for name, many in _IDS_OF[type(record)]:
        value = getattr(record, name)
        for item in value if many else (value,):
            if item and (name in REFERENCES or ":" in item):
                yield name, item


def encode(record: Record, graph: str) -> Iterator[Quad]:
    """The quads of a record in a named graph (both CURIEs). Empty fields make no triple."""
    subject, context = node(record.id), node(graph)
    yield Quad(subject, node(RDF_TYPE), node(class_of(type(record))), context)
    for name, predicate, many, _ in SHAPES[type(record)]:
        value = getattr(record, name)
        for item in value if many else (value,):
            if item is not None and item != "" and item is not False:
                yield Quad(subject, node(predicate), _term(name, item), context)


def python_value(term: NamedNode | Literal) -> Value:
    """A term as the Graph seam hands it out: CURIE, string, integer or truth value."""
    if isinstance(term, NamedNode):
        return curie(term.value)
    return literal_value(term.value, "xsd:" + term.datatype.value.rpartition("#")[2])


def encode_all(records: Iterable[Record], graph: str) -> Iterator[Quad]:
    for record in records:
        yield from encode(record, QUARANTINE if isinstance(record, Quarantined) else graph)
