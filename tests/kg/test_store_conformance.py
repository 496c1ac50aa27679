"""All back ends of the Store seam hold, match, ask and dump the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, Quad

from oncotrace.kg import nquads
from oncotrace.kg.errors import SourceError, StoreError
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.triples import node

ROS1, LABEL = node("HGNC:10261"), node("rdfs:label")


def said(text: str, graph: str = "graph:core") -> Quad:
    return Quad(ROS1, LABEL, Literal(text), node(graph))


CORE, CIVIC, BAD = said("ROS1"), said("ROS1", "graph:civic"), said("flagged", "graph:quarantine")


def test_match_sees_every_graph(open_store):
    """The checks read the quarantine through match."""
    with open_store([CORE, CIVIC, BAD, CORE]) as store:
        assert set(store.match()) == {CORE, CIVIC, BAD}
        assert set(store.match(graph=node("graph:quarantine"))) == {BAD}
        assert set(store.match(ROS1, LABEL, Literal("ROS1"))) == {CORE, CIVIC}
        assert list(store.match(node("HGNC:1"))) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "{ ?s ?p ?o }",
        "{ GRAPH ?g { ?s ?p ?o } }",
        f"{{ GRAPH {node('graph:quarantine')} {{ ?s ?p ?o }} }}",
        f"FROM {node('graph:quarantine')} {{ ?s ?p ?o }}",
        f"FROM NAMED {node('graph:quarantine')} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ],
)
def test_query_never_reaches_the_quarantine(open_store, pattern):
    with open_store([CORE, BAD]) as store:
        assert Literal("flagged") not in [row["o"] for row in store.query(f"SELECT ?o {pattern}")]


def test_query_unites_graphs(open_store):
    """With DISTINCT, a triple of two graphs is one row on every engine."""
    with open_store([CORE, CIVIC, said("c-ros-1", "graph:civic")]) as store:
        rows = store.query("SELECT DISTINCT ?o ?none { ?s ?p ?o OPTIONAL { ?o ?p ?none } } ORDER BY ?o")
    assert rows == [{"o": Literal("ROS1")}, {"o": Literal("c-ros-1")}]


def test_a_triple_of_two_sources_counts_once(tmp_path: Path):
    """The engine's own union would count it twice; a remote engine may, and queries say DISTINCT."""
    store = OxigraphStore(tmp_path / "store")
    store.load([CORE])
    store.load([CIVIC, BAD])
    assert store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [{"n": Literal(1)}]
    assert set(store.match(ROS1)) == {CORE, CIVIC, BAD}


def test_query_over_nothing(open_store):
    with open_store([]) as store:
        assert store.query("SELECT * { ?s ?p ?o }") == []


@pytest.mark.parametrize("query", ["SELECT {", "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", ""])
def test_a_bad_query_is_quoted(open_store, query):
    with open_store([CORE]) as store, pytest.raises(StoreError) as caught:
        store.query(query)
    assert query in str(caught.value)
    assert "the store" in str(caught.value)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(said, texts, st.sampled_from(["graph:core", "graph:quarantine"]))))
def test_dump_is_sorted_distinct_and_reads_back(open_store, tmp_path_factory, quads):
    """Whatever the text, the file is the same as one written without a store."""
    folder = tmp_path_factory.mktemp("dump")
    with open_store(quads) as store:
        store.dump(folder / "dumped.nq")
    nquads.write(quads, folder / "written.nq")
    dumped = (folder / "dumped.nq").read_bytes()
    assert dumped == (folder / "written.nq").read_bytes()
    lines = dumped.split(b"\n")[:-1]
    assert lines == sorted(set(lines))
    assert set(nquads.read(folder / "dumped.nq")) == set(quads)


def test_what_has_no_graph_does_not_enter():
    store = OxigraphStore(None)
    with pytest.raises(StoreError, match="no named graph"):
        store.load([CORE, Quad(ROS1, LABEL, Literal("x"), DefaultGraph())])
    assert list(store.match()) == []


def test_an_error_of_the_quads_passes_through():
    """A loader that fails in the middle leaves nothing, and is heard as itself."""

    def failing():
        yield CORE
        raise SourceError("civic: row 7")

    store = OxigraphStore(None)
    with pytest.raises(SourceError, match="row 7"):
        store.load(failing())
    assert list(store.match()) == []


def test_closed_means_closed(open_store):
    with open_store([CORE]) as store:
        pass
    for call in (lambda: list(store.match()), lambda: store.query("SELECT * {}"), lambda: store.load([])):
        with pytest.raises(StoreError, match="closed"):
            call()


def test_read_only_takes_nothing(tmp_path: Path):
    OxigraphStore(tmp_path / "store").close()
    store = OxigraphStore(tmp_path / "store", read_only=True)
    with pytest.raises(StoreError, match="cannot load"):
        store.load([CORE])


def test_an_absent_store_is_named(tmp_path: Path):
    with pytest.raises(StoreError, match=r"no-such-folder.*check that"):
        OxigraphStore(tmp_path / "no-such-folder", read_only=True)


def test_one_writer_at_a_time(tmp_path: Path):
    first = OxigraphStore(tmp_path / "store")
    with pytest.raises(StoreError, match="no other process"):
        OxigraphStore(tmp_path / "store")
    first.close()


def test_nquads_errors_name_file_and_line(tmp_path: Path):
    broken = tmp_path / "broken.nq"
    broken.write_text("<http://e/a> <http://e/p> <http://e/o> .\nnonsense\n")
    with pytest.raises(StoreError, match=r"broken\.nq.*2"):
        list(nquads.read(broken))
    with pytest.raises(StoreError, match="absent"):
        list(nquads.read(tmp_path / "absent.nq"))
    with pytest.raises(StoreError, match="cannot write"):
        nquads.write([CORE], tmp_path / "no-folder" / "graph.nq")
