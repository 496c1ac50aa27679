"""What a record is in RDF: its class, the predicates of its fields, and back again from values.

A record is one node: ``rdf:type`` plus one triple a value. A field's predicate is ``ot:`` and its
name in camel case, unless ``REUSED`` names a predicate of a vocabulary that the world already has.
Statements are nodes (n-ary), so that every SPARQL 1.1 engine can hold them. ``kg.triples`` writes them.
"""

from collections.abc import Mapping
from types import UnionType
from typing import Any, get_args, get_origin

from oncotrace.kg.graph import Literal
from oncotrace.kg.records import RECORD_TYPES, Record
from oncotrace.ontology.plain import annotations

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

_BY_CLASS: dict[Literal, type[Record]] = {f"ot:{cls.__name__}": cls for cls in RECORD_TYPES}


def predicate(field: str) -> str:
    """The CURIE of a field's predicate."""
    if field in REUSED:
        return REUSED[field]
    head, *tail = field.split("_")
    return "ot:" + head + "".join(word.capitalize() for word in tail)


def class_of(cls: type[Record]) -> str:
    return f"ot:{cls.__name__}"


Shape = tuple[tuple[str, str, bool, type], ...]


class _Shapes(dict[type[Record], Shape]):
    """Of each class, when it is asked for: (field, predicate, many, value type) of each field but the id."""

    def __missing__(self, cls: type[Record]) -> Shape:
        shape = []
        for name, hint in annotations(cls).items():
            if name != "id":
                many = get_origin(hint) is tuple
                kind = get_args(hint)[0] if many or isinstance(hint, UnionType) else hint
                shape.append((name, predicate(name), many, kind))
        return self.setdefault(cls, tuple(shape))


SHAPES = _Shapes()


def literal_value(text: str, datatype: str) -> Literal:
    """A literal's text and the CURIE of its datatype as the Graph seam hands it out."""
    match datatype:
        case "xsd:integer":
            return int(text)
        case "xsd:boolean":
            return text == "true"
    return text


def decode(id: str, values: Mapping[str, list[Literal]]) -> Record:
    """The record of a node from its values; KeyError where its class is none of ours.

    Where several sources describe one entity, single-valued fields take the first value in order.
    """
    kinds = values[RDF_TYPE]
    cls = _BY_CLASS[next((kind for kind in kinds if kind in _BY_CLASS), kinds[0])]
    fields, absent = _DECODED[cls]
    arguments: dict[str, Any] = {"id": id, **absent}
    for pred, found in values.items():
        if pred in fields:
            name, many = fields[pred]
            arguments[name] = tuple(found) if many else found[0]
    return cls(**arguments)


class _Decoded(dict[type[Record], tuple[dict[str, tuple[str, bool]], dict[str, bool]]]):
    """Of each class, when it is asked for: predicate to field and whether it holds many, and what its truth
    values are where nothing is said."""

    def __missing__(
        self, cls: type[Record]
    ) -> tuple[dict[str, tuple[str, bool]], dict[str, bool]]:
        shape = SHAPES[cls]
        fields = {pred: (name, many) for name, pred, many, _ in shape}
        return self.setdefault(cls, (fields, {name: False for name, *_, kind in shape if kind is bool}))


_DECODED = _Decoded()


def fields_of(kind: str) -> dict[str, tuple[str, bool]]:
    """Of the class of that name: predicate to field, and whether it holds many; empty for other classes."""
    cls = _BY_CLASS.get(f"ot:{kind}")
    return dict(_DECODED[cls][0]) if cls else {}


def required(cls: type[Record]) -> list[str]:
    """Fields without a default: a record without them does not enter the graph."""
    from dataclasses import MISSING, fields  # much to load, and a question needs none of it

    return [f.name for f in fields(cls) if f.default is MISSING and f.name != "id"]
