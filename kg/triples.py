"""The RDF shape of records: the only file that knows it.

A record is one node: ``rdf:type`` plus one triple a value. A field's predicate is ``ot:`` and its
name in camel case, unless ``REUSED`` names a predicate of a vocabulary that the world already has.
Statements are nodes (n-ary), so that every SPARQL 1.1 engine can hold them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from pyoxigraph import Literal, NamedNode, Quad

from oncotrace.kg.graph import Literal as Value
from oncotrace.kg.records import RECORD_TYPES, Quarantined, Record
from oncotrace.ontology.prefixes import curie, iri

RDF_TYPE = "rdf:type"
QUARANTINE = "graph:quarantine"

REUSED: dict[str, str] = {
    "label": "rdfs:label",
    "title": "dcterms:title",
    "symbol": "rdfs:label",
    "synonyms": "skos:altLabel",
    "aliases": "skos:altLabel",
    "xrefs": "skos:exactMatch",
    "broader": "ot:broader",
    "documents": "dcterms:source",
    "published": "dcterms:issued",
    "licence": "dcterms:license",
    "asserted_by": "prov:wasAttributedTo",
    "home": "dcat:landingPage",
    "download": "dcat:downloadURL",
    "version": "dcterms:hasVersion",
    "events": "prov:wasInfluencedBy",
    "entered": "prov:generatedAtTime",
    "url": "schema:url",
    "summary": "dcterms:description",
}

REFERENCES = frozenset(
    """xrefs broader reviewed_broader genes members drugs targets proposition source documents
    biomarker therapy therapies cancer cancers biomarkers events requires_absent excluded_cancers
    subset explained_by trial trials""".split()
)
"""Fields that hold ids of other nodes."""

MAYBE_REFERENCES = frozenset(("five_prime", "three_prime"))
"""A gene id, or one of the literals ``v`` and ``?``."""

DATES = frozenset(("date", "published", "entered", "checked_on", "until", "status_on"))

_BY_NAME = {cls.__name__: cls for cls in RECORD_TYPES}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_DATE_TYPE = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def predicate(field: str) -> str:
    """The CURIE of a field's predicate."""
    if field in REUSED:
        return REUSED[field]
    head, *tail = field.split("_")
    return "ot:" + head + "".join(word.capitalize() for word in tail)


def class_of(cls: type[Record]) -> str:
    return f"ot:{cls.__name__}"


@lru_cache(1 << 16)
def node(name: str) -> NamedNode:
    """The IRI node of a CURIE. Predicates, classes and entities are asked for again and again; of ids that
    are not, a large build or export has millions, so what is kept is bounded."""
    return NamedNode(iri(name))


def _shape(cls: type[Record]) -> tuple[tuple[str, str, bool, type], ...]:
    """(field, predicate, many, value type) of each field but the id."""
    hints = get_type_hints(cls)
    shape = []
    for field in fields(cls):
        if field.name == "id":
            continue
        hint = hints[field.name]
        many = get_origin(hint) is tuple
        kind = get_args(hint)[0] if many or isinstance(hint, UnionType) else hint
        shape.append((field.name, predicate(field.name), many, kind))
    return tuple(shape)


_SHAPES = {cls: _shape(cls) for cls in RECORD_TYPES}
_IDS_OF = {
    cls: [(name, many) for name, _, many, _ in shape if name in REFERENCES | MAYBE_REFERENCES]
    for cls, shape in _SHAPES.items()
}
_DATES_OF = {cls: [name for name, *_ in shape if name in DATES] for cls, shape in _SHAPES.items()}


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
    for name, pred, many, _ in _SHAPES[type(record)]:
        value = getattr(record, name)
        for item in value if many else (value,):
            if item is not None and item != "" and item is not False:
                yield Quad(subject, node(pred), _term(name, item), context)


def python_value(term: NamedNode | Literal) -> Value:
    """A term as the Graph seam hands it out: CURIE, string, integer or truth value."""
    if isinstance(term, NamedNode):
        return curie(term.value)
    return literal_value(term.value, "xsd:" + term.datatype.value.rpartition("#")[2])


def literal_value(text: str, datatype: str) -> Value:
    """A literal's text and the CURIE of its datatype as the Graph seam hands it out."""
    match datatype:
        case "xsd:integer":
            return int(text)
        case "xsd:boolean":
            return text == "true"
    return text


def decode(id: str, values: Mapping[str, list[Value]]) -> Record:
    """The record of a node from its values; KeyError where its class is none of ours.

    Where several sources describe one entity, single-valued fields take the first value in order.
    """
    names = [str(name).removeprefix("ot:") for name in values[RDF_TYPE]]
    cls = _BY_NAME[next((name for name in names if name in _BY_NAME), names[0])]
    arguments: dict[str, Any] = {"id": id}
    for name, pred, many, kind in _SHAPES[cls]:
        found = values.get(pred, ())
        if many:
            arguments[name] = tuple(found)
        elif found:
            arguments[name] = found[0]
        elif kind is bool:
            arguments[name] = False
    return cls(**arguments)


def fields_of(kind: str) -> dict[str, tuple[str, bool]]:
    """Of the class of that name: predicate to field, and whether it holds many; empty for other classes."""
    cls = _BY_NAME.get(kind)
    return {pred: (name, many) for name, pred, many, _ in _SHAPES[cls]} if cls else {}


def encode_all(records: Iterable[Record], graph: str) -> Iterator[Quad]:
    for record in records:
        yield from encode(record, QUARANTINE if isinstance(record, Quarantined) else graph)


def required(cls: type[Record]) -> list[str]:
    """Fields without a default: a record without them does not enter the graph."""
    return [f.name for f in fields(cls) if f.default is MISSING and f.name != "id"]
