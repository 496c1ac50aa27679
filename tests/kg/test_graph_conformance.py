"""All back ends of the Graph seam say the same as a naive model in Python, over random graphs."""

from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from oncotrace.kg.errors import StoreError
from oncotrace.kg.triples import node

IDS = [f"oid:n{i}" for i in range(8)] + ["HGNC:10261", "ONCOTREE:PAAD", "DOI:10.1000/a(b)c;d_é"]
EDGES = ["ot:broader", "ot:reviewedBroader", "ot:members"]
GRAPHS = ["graph:core", "graph:civic", "graph:quarantine"]
ABSENT = ["oid:absent", "nonsense", "unknown:prefix", "oid:a b", 'oid:x> "}', ""]

# A statement is (subject, predicate, object as term, object as Python holds it, graph).
Said = tuple[str, str, NamedNode | Literal, str | int | bool, str]

characters = st.characters(exclude_categories=["Cs"], include_characters="\"'\\\n\r\t\u2028é🧬\x85")
literals = st.one_of(
    st.text(characters, max_size=12).map(lambda text: (Literal(text), text)),
    st.integers(-(2**40), 2**63 - 1).map(lambda number: (Literal(number), number)),
    st.booleans().map(lambda truth: (Literal(truth), truth)),
    st.sampled_from([("2019", "xsd:gYear"), ("2019-05", "xsd:gYearMonth"), ("2019-05-24", "xsd:date")]).map(
        lambda dated: (Literal(dated[0], datatype=node(dated[1])), dated[0])
    ),
    st.sampled_from(["en", "de"]).map(lambda language: (Literal("ROS1", language=language), "ROS1")),
)
ids, graphs = st.sampled_from(IDS), st.sampled_from(GRAPHS)
edges = st.builds(lambda s, p, o, g: (s, p, node(o), o, g), ids, st.sampled_from(EDGES), ids, graphs)
types = st.builds(
    lambda s, o, g: (s, "rdf:type", node(o), o, g), ids, st.sampled_from(["ot:Gene", "ot:Drug"]), graphs
)
values = st.builds(
    lambda s, p, o, g: (s, p, *o, g), ids, st.sampled_from(["rdfs:label", "ot:members"]), literals, graphs
)
statements = st.lists(st.one_of(edges, edges, types, values), max_size=40)


def quads(said: Iterable[Said]) -> list[Quad]:
    return [Quad(node(s), node(p), o, node(g)) for s, p, o, _, g in said]


class Naive:
    """The Graph seam as its docstrings read, over a list."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = [(s, p, o, value) for s, p, o, value, g in said if g != "graph:quarantine"]

    def ids(self, kind):
        return sorted({s for s, p, _, value in self.said if (p, value) == ("rdf:type", f"ot:{kind}")})

    def count(self, kind):
        return len(self.ids(kind))

    def out(self, ids, predicate):
        return self.walk(
            (s, value) for s, p, o, value in self.said if p == predicate and refers(o) and s in ids
        )

    def into(self, ids, predicate):
        return self.walk(
            (value, s) for s, p, o, value in self.said if p == predicate and refers(o) and value in ids
        )

    def walk(self, pairs):
        found = defaultdict(set)
        for a, b in pairs:
            found[a].add(b)
        return {a: sorted(others) for a, others in found.items()}

    def within(self, ids, predicate, up):
        step = self.out if up else self.into
        found = {}
        for id in ids:
            reached, size = {id}, 0
            while len(reached) > size:
                size = len(reached)
                reached |= {other for others in step(reached, predicate).values() for other in others}
            found[id] = [id, *sorted(reached - {id})]
        return found

    def values(self, ids):
        found = defaultdict(lambda: defaultdict(dict))
        for s, p, _, value in self.said:
            if s in ids:
                found[s][p][type(value).__name__, value] = value
        return {s: {p: [of[key] for key in sorted(of)] for p, of in by.items()} for s, by in found.items()}


def refers(term):
    return isinstance(term, NamedNode)


def typed(values):
    """Values with their types: in Python ``True == 1``."""
    return {id: {p: [(type(v), v) for v in vs] for p, vs in by.items()} for id, by in values.items()}


@settings(max_examples=60, deadline=None)
@given(said=statements, asked=st.lists(st.sampled_from(IDS + ABSENT), max_size=8))
def test_all_calls_agree_with_the_naive_model(open_graph, said, asked):
    """Duplicates, cycles, several graphs, the quarantine, ids that are none: the same answers."""
    naive = Naive(said)
    with open_graph(quads(said)) as graph:
        assert {kind: graph.ids(kind) for kind in ("Gene", "Drug", "No> such")} == {
            kind: naive.ids(kind) for kind in ("Gene", "Drug", "No> such")
        }
        for kind in ("Gene", "Drug", "Absent", "No> such"):
            assert graph.count(kind) == naive.count(kind)
        for predicate in (*EDGES, "rdfs:label", "unknown:predicate"):
            assert graph.out(asked, predicate) == naive.out(asked, predicate)
            assert graph.into(asked, predicate) == naive.into(asked, predicate)
            for up in (True, False):
                assert graph.within(asked, predicate, up=up) == naive.within(asked, predicate, up)
        assert typed(graph.values(asked)) == typed(naive.values(asked))


def test_ids_may_be_any_iterable(open_graph):
    """A generator is read once, and ids may repeat."""
    said = [("oid:n0", "ot:broader", node("oid:n1"), "oid:n1", "graph:core")]
    with open_graph(quads(said)) as graph:
        assert graph.within((id for id in ["oid:n0", "oid:n0"]), up=True) == {"oid:n0": ["oid:n0", "oid:n1"]}
        assert graph.out((id for id in ["oid:n0", "oid:n0"]), "ot:broader") == {"oid:n0": ["oid:n1"]}
        assert graph.values(id for id in ["oid:n0"]) == {"oid:n0": {"ot:broader": ["oid:n1"]}}


def test_more_ids_than_one_query_takes(open_graph):
    """2,000 ids in one call, all answered."""
    many = [f"oid:n{i}" for i in range(2000)]
    said = [(id, "ot:broader", node("oid:top"), "oid:top", "graph:core") for id in many]
    with open_graph(quads(said)) as graph:
        assert graph.out(many, "ot:broader") == {id: ["oid:top"] for id in many}
        assert graph.within(["oid:top"]) == {"oid:top": ["oid:top", *sorted(many)]}
        assert len(graph.values(many)) == 2000


def test_integers_of_any_size(open_graph, request):
    if "virtuoso" in request.node.name:
        request.applymarker(
            pytest.mark.xfail(raises=StoreError, reason="Virtuoso refuses integers of more than 64 bits")
        )
    number = 2**80
    quad = Quad(node("oid:n0"), node("ot:count"), Literal(number), node("graph:core"))
    with open_graph([quad]) as graph:
        assert graph.values(["oid:n0"]) == {"oid:n0": {"ot:count": [number]}}


def test_long_texts(open_graph):
    """Ten thousand letters come back whole, in a query that also unites graphs."""
    text = "ROS1 é🧬 " * 1250
    quads = [Quad(node("oid:n0"), node("rdfs:label"), Literal(text), node(g)) for g in GRAPHS[:2]]
    with open_graph(quads) as graph:
        assert graph.values(["oid:n0"]) == {"oid:n0": {"rdfs:label": [text]}}


def test_languages_do_not_make_two_values(open_graph):
    """A value is its text: the graph speaks English, and other languages are never set apart."""
    labels = [Literal("ROS1", language=language) for language in ("en", "de")]
    with open_graph(
        [Quad(node("oid:n0"), node("rdfs:label"), x, node("graph:core")) for x in labels]
    ) as graph:
        assert graph.values(["oid:n0"]) == {"oid:n0": {"rdfs:label": ["ROS1"]}}


@pytest.mark.parametrize("other", [NamedNode("http://example.com/x"), BlankNode("b")])
def test_what_has_no_identifier_of_ours_is_an_error(open_graph, other):
    """An IRI without a prefix or a blank node is named, never dropped."""
    quad = Quad(node("oid:n0"), node("ot:broader"), other, node("graph:core"))
    with pytest.raises(StoreError, match=other.value), open_graph([quad]) as graph:
        graph.values(["oid:n0"])
