"""A record written as JSON-LD with our context gives the triples that kg.triples gives."""

import json
from dataclasses import asdict, fields
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from oncotrace.kg import shape, triples
from oncotrace.kg.records import (
    RECORD_TYPES,
    ApprovalEvent,
    Biomarker,
    Cancer,
    Document,
    Evidence,
    Gene,
    Indication,
    PrevalenceObservation,
    Quarantined,
    Record,
)
from oncotrace.ontology import shacl
from oncotrace.ontology.prefixes import PREFIXES

CONTEXT = json.loads(shacl.SHAPES.parent.joinpath("context.jsonld").read_text("utf-8"))
DATATYPE = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}

EXAMPLES: tuple[Record, ...] = (
    Gene(
        id="HGNC:10261",
        symbol="ROS1",
        name="ROS proto-oncogene 1, receptor tyrosine kinase",
        aliases=("MCF3", "c-ros-1"),
        xrefs=("NCBIGENE:6098", "ENSEMBL:ENSG00000047936"),
        fusion_end="3prime",
    ),
    Biomarker(
        id="oid:bm-cd74-ros1-fusion",
        kind="fusion",
        label="CD74::ROS1 fusion",
        genes=("HGNC:1697", "HGNC:10261"),
        five_prime="HGNC:1697",
        three_prime="HGNC:10261",
        exons=(6, 34),
        broader=("oid:bm-ros1-fusion",),
    ),
    Biomarker(id="oid:bm-ros1-fusion", kind="fusion", label="ROS1 fusion", five_prime="v", three_prime="?"),
    Cancer(
        id="MONDO:0006047",
        label="pancreatic adenocarcinoma",
        xrefs=("DOID:4074", "NCIT:C8294", "ONCOTREE:PAAD"),
        reviewed_broader=("MONDO:0009831",),
    ),
    Document(id="DOI:10.1016/j.jmoldx.2016.10.002", kind="article", published="2017"),
    Evidence(
        id="oid:st-civic-1100",
        proposition="oid:prop-0123456789",
        source="oid:source-civic",
        documents=("PMID:23724914",),
        licence="CC0-1.0",
        published="2013-06",
        entered="2023-01-09",
        significance="resistance",
        levels=("civic:C",),
        acquired=True,
        rating=3,
        trials=("NCT:NCT00585195",),
        doubts=('says "all"\nin one place',),
    ),
    Indication(
        id="oid:st-1", proposition="oid:prop-1", source="oid:source-core", agency="FDA", events=("oid:ev-1",)
    ),
    ApprovalEvent(id="oid:ev-1", kind="regular", date="2025-04-30"),
    PrevalenceObservation(
        id="oid:st-2", proposition="oid:p", source="oid:source-core", n=0, total=47, printed="0.30%"
    ),
    Quarantined(id="oid:q-1", source="oid:source-civic", locator="7538", reason="flagged", content="a\tb"),
)


def value(field: str, item: Any) -> Any:
    """A date says its precision; a fusion partner says whether it is a gene."""
    if field in shape.DATES:
        return {"@value": item, "@type": DATATYPE[len(item)]}
    if field in shape.MAYBE_REFERENCES and ":" in item:
        return {"@id": item}
    return item


def as_jsonld(record: Record) -> str:
    node: dict[str, Any] = {"type": type(record).__name__}
    for name, content in asdict(record).items():
        items = list(content) if isinstance(content, tuple) else [content]
        kept = [value(name, item) for item in items if item not in ("", None) and item is not False]
        if kept:
            node[name] = kept if isinstance(content, tuple) else kept[0]
    return json.dumps(CONTEXT | node)


# rdflib's own parser still uses the class that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record.id)
def test_a_record_as_jsonld_gives_the_same_triples(record: Record) -> None:
    graph = Graph().parse(data=as_jsonld(record), format="json-ld")
    found = {quad.triple for quad in parse(graph.serialize(format="nt"), RdfFormat.N_TRIPLES)}
    assert found == {quad.triple for quad in triples.encode(record, "graph:core")}


def test_the_context_knows_every_field_class_and_prefix_and_nothing_more() -> None:
    names = {field.name for cls in RECORD_TYPES for field in fields(cls)}
    classes = {cls.__name__ for cls in RECORD_TYPES}
    assert CONTEXT["@context"].keys() == names | classes | PREFIXES.keys() | {"@version", "type"}


def test_the_context_says_what_kg_triples_says() -> None:
    context = CONTEXT["@context"]
    for cls in RECORD_TYPES:
        assert context[cls.__name__] == shape.class_of(cls)
        for field in fields(cls):
            if field.name == "id":
                continue
            term = shape.predicate(field.name)
            reference = {"@id": term, "@type": "@id"}
            assert context[field.name] == (reference if field.name in shape.REFERENCES else term)
    assert {p: context[p]["@id"] for p in PREFIXES} == PREFIXES
