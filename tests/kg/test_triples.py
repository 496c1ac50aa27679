"""The RDF shape of records: what goes in comes out again, through every back end."""

from dataclasses import MISSING, fields
from types import UnionType
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from oncotrace.kg import shape
from oncotrace.kg.records import RECORD_TYPES, Biomarker, Cancer, Document, Gene, Quarantined, Record
from oncotrace.kg.shape import decode
from oncotrace.kg.triples import encode, encode_all, node

texts = st.text(
    st.characters(exclude_categories=["Cs"], include_characters="\"'\\\n\r\té🧬:"), min_size=1, max_size=15
)
references = st.one_of(
    st.sampled_from(["HGNC:10261", "MONDO:0006047", "ONCOTREE:PAAD", "PMID:31068372", "NCT:NCT03093116"]),
    st.integers(0, 50).map("oid:n{}".format),
)
dates = st.sampled_from(["2019", "2019-05", "2019-05-24", "1998-12-31"])
ends = st.one_of(references, st.sampled_from(["v", "?"]))


def item(field: str, kind: type) -> st.SearchStrategy:
    """Values of one entry of a field."""
    if field in shape.REFERENCES:
        return references
    if field in shape.DATES:
        return dates
    if field in shape.MAYBE_REFERENCES:
        return ends
    return {str: texts, int: st.integers(0, 10**6), bool: st.booleans()}[kind]


def records_of(cls: type[Record]) -> st.SearchStrategy[Record]:
    """Records whose tuples are sorted sets, as the graph gives them back."""
    hints = get_type_hints(cls)
    chosen = {"id": st.just(f"oid:{cls.__name__}")}
    for field in fields(cls)[1:]:
        hint = hints[field.name]
        if get_origin(hint) is tuple:
            entries = st.sets(item(field.name, get_args(hint)[0]), max_size=4)
            chosen[field.name] = entries.map(sorted).map(tuple)
        elif isinstance(hint, UnionType):
            chosen[field.name] = st.none() | item(field.name, get_args(hint)[0])
        elif hint is str and field.default == "":
            chosen[field.name] = st.just("") | item(field.name, str)
        else:
            chosen[field.name] = item(field.name, hint)
    return st.builds(cls, **chosen)


@settings(max_examples=12, deadline=None)
@given(records=st.tuples(*map(records_of, RECORD_TYPES)))
def test_a_record_comes_back_as_it_was(open_graph, records):
    """One of every class, through every back end."""
    with open_graph(quad for record in records for quad in encode(record, "graph:core")) as graph:
        values = graph.values(record.id for record in records)
        assert tuple(decode(record.id, values[record.id]) for record in records) == records
        for record in records:
            assert graph.ids(type(record).__name__) == [record.id]


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.__name__)
def test_no_two_fields_share_a_predicate(cls):
    predicates = [shape.predicate(field.name) for field in fields(cls)]
    assert len(set(predicates)) == len(predicates)


def test_every_record_field_has_a_known_kind_of_value():
    """A reference or date in the tables that no record has is a slip of the pen."""
    names = {field.name for cls in RECORD_TYPES for field in fields(cls)}
    assert shape.REFERENCES | shape.DATES | shape.MAYBE_REFERENCES | shape.REUSED.keys() <= names


def test_the_shape_of_a_gene():
    """Golden: the quads of ROS1 as HGNC's entry 10261 gives it."""
    ros1 = Gene(id="HGNC:10261", symbol="ROS1", previous_symbols=("MCF3",), fusion_end="3prime")
    assert sorted(str(quad) for quad in encode(ros1, "graph:hgnc")) == [
        "<http://identifiers.org/hgnc/10261> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <https://w3id.org/oncotrace/ontology/Gene> <https://w3id.org/oncotrace/graph/hgnc>",
        '<http://identifiers.org/hgnc/10261> <http://www.w3.org/2000/01/rdf-schema#label> "ROS1"'
        " <https://w3id.org/oncotrace/graph/hgnc>",
        '<http://identifiers.org/hgnc/10261> <https://w3id.org/oncotrace/ontology/fusionEnd> "3prime"'
        " <https://w3id.org/oncotrace/graph/hgnc>",
        '<http://identifiers.org/hgnc/10261> <https://w3id.org/oncotrace/ontology/previousSymbols> "MCF3"'
        " <https://w3id.org/oncotrace/graph/hgnc>",
    ]


def test_partners_are_genes_or_marks():
    fusion = Biomarker(id="oid:bm-x", kind="fusion", label="x", five_prime="v", three_prime="HGNC:10261")
    objects = {quad.predicate: quad.object for quad in encode(fusion, "graph:core")}
    assert objects[node("ot:fivePrime")] == Literal("v")
    assert objects[node("ot:threePrime")] == node("HGNC:10261")


@pytest.mark.parametrize(
    ("date", "datatype"), [("2019", "gYear"), ("2019-05", "gYearMonth"), ("2019-05-24", "date")]
)
def test_a_date_keeps_its_precision(open_graph, date, datatype):
    article = Document(id="PMID:31068372", kind="article", published=date)
    quads = list(encode(article, "graph:core"))
    assert Literal(date, datatype=node(f"xsd:{datatype}")) in [quad.object for quad in quads]
    with open_graph(quads) as graph:
        assert decode(article.id, graph.values([article.id])[article.id]) == article


def test_two_sources_on_one_cancer_are_united(open_graph):
    """Tuples unite; a single value is the first in order."""
    core = Cancer(
        id="MONDO:0006047", label="pancreatic adenocarcinoma", broader=("oid:b",), tissue="PANCREAS"
    )
    mondo = Cancer(id="MONDO:0006047", label="pancreas adenocarcinoma", broader=("oid:a", "oid:b"))
    with open_graph([*encode(core, "graph:core"), *encode(mondo, "graph:mondo")]) as graph:
        assert decode(core.id, graph.values([core.id])[core.id]) == Cancer(
            id="MONDO:0006047", label="pancreas adenocarcinoma", broader=("oid:a", "oid:b"), tissue="PANCREAS"
        )


def test_the_quarantined_go_to_their_graph():
    row = Quarantined(id="oid:q-1", source="oid:source-civic", locator="row 7538", reason="flagged")
    gene = Gene(id="HGNC:10261", symbol="ROS1")
    graphs = {(q.subject, q.graph_name) for q in encode_all([row, gene], "graph:civic")}
    assert graphs == {
        (node("oid:q-1"), node("graph:quarantine")),
        (node("HGNC:10261"), node("graph:civic")),
    }


@pytest.mark.parametrize("values", [{}, {"rdf:type": ["owl:Class"]}])
def test_an_unknown_class_is_a_key_error(values):
    with pytest.raises(KeyError):
        decode("oid:x", values)


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.__name__)
def test_required_fields_are_those_without_default(cls):
    without = {f.name for f in fields(cls) if f.default is MISSING}
    assert {*shape.required(cls), "id"} == without
