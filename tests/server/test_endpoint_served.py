"""A release at an endpoint says what it says at home: answers, names and pages, on both servers."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from golden_questions import GOLDEN, TODAY, Golden

import oncotrace
from oncotrace.answers.compose import compose
from oncotrace.answers.facts import gather
from oncotrace.answers.render import render
from oncotrace.kg import remote
from oncotrace.kg.errors import ReleaseError, StoreError
from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.kg.release import Release, open_served
from oncotrace.kg.remembering import Remembering
from oncotrace.kg.remote import BASE, NAMES, manifests, open_remote, publish
from oncotrace.kg.sparqlstore import SparqlStore
from oncotrace.ontology.prefixes import iri
from oncotrace.queries.resolve import resolve
from oncotrace.server.app import create_app
from oncotrace.server.bench.servers import Server
from oncotrace.server.cli import app
from oncotrace.server.served import Served
from oncotrace.server.sparql.endpoint import Sparql
from oncotrace.server.sparql.limits import Limits
from tests.conftest import an_oxigraph


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """An Oxigraph of these tests' own: it would go on for minutes with the query that nobody waits for."""
    if request.param == "virtuoso":
        yield request.getfixturevalue("virtuoso_server")
    else:
        with an_oxigraph() as server:
            yield server


def at(server: Server, release: Release, graphs: list[str] | None = None) -> SparqlStore:
    return SparqlStore(server.query, server.update, base=f"{BASE}{release.name}/", graphs=graphs)


@pytest.fixture(scope="module")
def published(server: Server, core_release: Release) -> Iterator[Server]:
    """The release of the core, at a server that keeps it for this module."""
    count = publish(core_release, server.query, server.update)
    assert count == sum(n for g, n in core_release.manifest["graphs"].items() if g != "graph:quarantine")
    yield server
    with closing(at(server, core_release, [*core_release.manifest["graphs"]])) as store:
        for graph in store.graphs:
            store.drop(graph)
    with closing(SparqlStore(server.query, server.update, base=BASE)) as store:
        store.drop(remote.CATALOGUE)


@pytest.fixture
def served(published: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Questions are answered from the endpoint; no release is at home."""
    monkeypatch.setenv("ONCOTRACE_STORE", f"sparql+{published.query}")
    monkeypatch.setenv("ONCOTRACE_HOME", str(tmp_path / "home"))
    return published


@pytest.fixture(scope="module")
def site(published: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over the endpoint. It chooses what it reads when it starts; tests ask for ``served`` too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONCOTRACE_STORE", f"sparql+{published.query}")
        patch.setenv("ONCOTRACE_HOME", str(tmp_path_factory.mktemp("site") / "home"))
        app_ = create_app(Served())
    with TestClient(app_) as client:
        yield client


def answer(release: Release, graph: Graph, golden: Golden) -> str:
    """As ``oncotrace.ask``, but that questions share what they read of a graph, as on a server."""
    as_of = golden.as_of or TODAY
    question = resolve(golden.question, release.names, graph, as_of=as_of)
    agency = golden.agency or question.agency or "FDA"
    facts = gather(graph, question, as_of=as_of, agency=agency)
    return render(compose(question, facts, today=TODAY, release=release.name), "json")


def test_golden_answers_are_the_same(served: Server, core_release: Release) -> None:
    """Every sentence and every proof, from the endpoint and from the read model."""
    there = open_served()
    assert there.problems() == []
    read = [(release, Remembering(release.graph)) for release in (core_release, there)]
    for golden in GOLDEN:
        said = [answer(release, graph, golden) for release, graph in read]
        assert said[0] == said[1], golden.question
    there.close()


def test_names_are_those_of_the_build(served: Server, core_release: Release) -> None:
    """They are read from the endpoint once, and then from the file that was made of them."""
    there = open_served()
    assert there.names.gene("ROS1") == "HGNC:10261"
    there.close()
    made = Names.at(there.path / NAMES.format(profile="research"))
    assert [*made] == [*core_release.names]


def test_pages_are_served_from_an_endpoint(served: Server, site: TestClient, core_release: Release) -> None:
    assert site.get("/healthz").json()["release"] == core_release.name
    page = site.get("/ask", params={"q": "What does ROS1 fusion mean for pancreatic cancer patients?"})
    assert page.status_code == 200
    assert "3,426" in page.text


# --- what users write ---------------------------------------------------------------------------

OT = "PREFIX ot: <https://w3id.org/oncotrace/ontology/>"
GRAPH = "https://w3id.org/oncotrace/graph/"
PATHS = f"{OT} SELECT DISTINCT ?x {{ <https://w3id.org/oncotrace/id/bm-cd74-ros1-fusion> ot:broader+ ?x }}"
SAME = {
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "names of graphs": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    "one graph": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}core> {{ ?s ?p ?o }} }}",
    "prefixed graph": f"PREFIX g: <{GRAPH}> SELECT (COUNT(*) AS ?n) FROM g:core {{ ?s ?p ?o }}",
    "values": f"{OT} SELECT ?s ?n ?d {{ ?s ot:derived ?d OPTIONAL {{ ?s ot:n ?n }} }} ORDER BY ?s",
    "path": PATHS,
    "relative": "SELECT ?x { BIND(<there> AS ?x) }",
    "quarantine": f"SELECT ?o FROM <{GRAPH}quarantine> {{ ?s ?p ?o }}",
    "foreign graph": "SELECT ?o FROM <http://elsewhere/secret> { ?s ?p ?o }",
    "foreign named graph": "SELECT ?o FROM NAMED <http://elsewhere/secret> { GRAPH ?g { ?s ?p ?o } }",
    "foreign graph in a pattern": "SELECT ?o { GRAPH <http://elsewhere/secret> { ?s ?p ?o } }",
    "its count": "SELECT (COUNT(*) AS ?n) { GRAPH <http://elsewhere/secret> { ?s ?p ?o } }",
    "foreign graph by values": "SELECT ?o { VALUES ?g { <http://elsewhere/secret> } GRAPH ?g { ?s ?p ?o } }",
    "its triple": "SELECT ?o { <http://elsewhere/s> ?p ?o }",
}


@pytest.fixture
def secret(published: Server) -> Iterator[None]:
    """A graph at the endpoint that is none of the release."""
    with closing(SparqlStore(published.query, published.update, base=BASE)) as store:
        there = "GRAPH <http://elsewhere/secret> { <http://elsewhere/s> <http://elsewhere/p> 'secret' }"
        store.update(f"INSERT DATA {{ {there} }}")
        yield
        store.update("DROP SILENT GRAPH <http://elsewhere/secret>")


def test_queries_give_the_same(served: Server, site: TestClient, secret: None, client: TestClient) -> None:
    """As over the release's folder, in each way in which a dataset can be named; and nothing foreign."""
    for name, query in SAME.items():
        for dataset in ("", f"&default-graph-uri={GRAPH}core", f"&named-graph-uri={GRAPH}core"):
            asked = {"query": query, "format": "csv"}
            replies = [c.get(f"/sparql?{dataset}", params=asked) for c in (client, site)]
            assert [r.status_code for r in replies] == [200, 200], (name, replies[1].text)
            rows = [sorted(r.text.splitlines()) for r in replies]
            assert rows[0] == rows[1], (name, dataset)
            assert "secret" not in replies[1].text


@pytest.mark.parametrize(
    ("query", "form", "says"),
    [
        ("ASK { ?s ?p ?o }", "json", '"boolean":true'),
        ("ASK { ?s <http://nowhere/> ?o }", "xml", "<boolean>false</boolean>"),
        (f"{OT} CONSTRUCT WHERE {{ ?s a ot:Drug ; ot:drugClass ?c }}", "ttl", "ot:drugClass"),
        ("DESCRIBE <https://w3id.org/oncotrace/id/drug-crizotinib>", "jsonld", "crizotinib"),
    ],
)
def test_every_form_of_query(served: Server, site: TestClient, query: str, form: str, says: str) -> None:
    reply = site.get("/sparql", params={"query": query, "format": form})
    assert (reply.status_code, says in reply.text) == (200, True), reply.text[:500]


def test_an_engine_that_is_away_is_said_without_its_address(
    served: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with TestClient(create_app(Served())) as client:
        release = client.app.state.served.release()  # type: ignore[attr-defined]
        release.address = "http://user:password@127.0.0.1:1/sparql"
        reply = client.get("/sparql", params={"query": "ASK {}"})
    assert reply.status_code == 503
    assert reply.text == "The engine behind this endpoint does not answer: ask again later.\n"
    assert "127.0.0.1:1/sparql" in caplog.text and "password" not in caplog.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/id/HGNC:10261", 200),
        ("/id/oid:drug-crizotinib?format=nq", 200),
        ("/export?subject=oid:drug-crizotinib&format=trig", 200),
        ("/workbench", 200),
        ("/workbench/conflicts", 200),
        ("/workbench/quarantine", 200),
        ("/workbench/releases", 200),
        ("/workbench/around?id=HGNC:10261", 200),
        ("/workbench/alarms", 404),
        ("/.well-known/void", 404),
        ("/graph/core", 404),
    ],
)
def test_the_workbench_over_an_endpoint(served: Server, site: TestClient, path: str, status: int) -> None:
    """What is in the release's files and not in the graph is not there."""
    reply = site.get(path, headers={"Accept": "text/html, */*;q=0.5"})
    assert reply.status_code == status, reply.text[:300]


def test_a_release_folder_gives_the_names(published: Server, core_home: Path, core_release: Release) -> None:
    there = open_remote(published.query, where=core_home)
    assert there.path == core_release.path
    assert there.names.label("HGNC:10261") == "ROS1"
    there.close()


def test_publishing_again_loads_nothing(published: Server, core_release: Release) -> None:
    said: list[str] = []
    publish(core_release, published.query, published.update, said.append)
    assert said == ["all quads are there", "comparing"]
    assert [m["name"] for m in manifests(published.query)].count(core_release.name) == 1


def test_what_was_cut_off_is_resumed(server: Server, core_release: Release) -> None:
    """After a load that failed in the middle nothing can be opened; the next run does the rest."""
    named = Release(core_release.path, "cut-off", core_release.manifest)
    sent = 0

    class Failing(SparqlStore):
        def update(self, text: str) -> None:
            nonlocal sent
            sent += 1
            if sent > 3:
                raise StoreError("the line is cut")
            super().update(text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote, "SparqlStore", Failing)
        with pytest.raises(StoreError, match="line is cut"):
            publish(named, server.query, server.update)
    with pytest.raises(ReleaseError, match="release cut-off is not at the endpoint"):
        open_remote(server.query, "cut-off")
    said: list[str] = []
    total = publish(named, server.query, server.update, said.append)
    assert said[0] == f"loading {total - 1500:,} quads"
    opened = open_remote(server.query, "cut-off")
    assert opened.problems() == []
    with closing(at(server, named, [*opened.manifest["graphs"]])) as store:
        graph = store.graphs[0]
        store.drop(graph)
        assert len(opened.problems()) == 1
        for other in store.graphs:
            store.drop(other)
    with closing(SparqlStore(server.query, server.update, base=BASE)) as catalogue:
        entry = f"<{iri('oid:release-cut-off')}> ?p ?text"  # the release of the other tests keeps its own
        catalogue.update(f"DELETE WHERE {{ GRAPH <{BASE}catalogue> {{ {entry} }} }}")


def test_a_changed_value_is_found(server: Server, core_release: Release) -> None:
    """An engine that keeps the count and not the content enters no release."""
    named = Release(core_release.path, "changed", core_release.manifest)

    class Changing(SparqlStore):
        def update(self, text: str) -> None:
            super().update(text.replace('"treatment_response"', '"Treatment_response"'))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote, "SparqlStore", Changing)
        with pytest.raises(StoreError, match="changed what is said of"):
            publish(named, server.query, server.update)
    assert [m for m in manifests(server.query) if m["name"] == "changed"] == []
    with closing(at(server, named, [*core_release.manifest["graphs"]])) as store:
        for graph in store.graphs:
            store.drop(graph)


def test_the_same_is_refused(served: Server) -> None:
    """The last one of each engine, so that few tests have to share a processor with what it leaves behind."""
    limits = Limits(seconds=3, result=100_000)
    everything = "SELECT * { ?s ?p ?o } LIMIT 3000"
    with TestClient(create_app(Served())) as client:
        client.app.state.sparql.close()  # type: ignore[attr-defined]
        client.app.state.sparql = Sparql(limits)  # type: ignore[attr-defined]
        for query, status in [
            ("SELECT {", 400),
            ('define get:soft "soft" SELECT * { ?s ?p ?o }', 400),
            ("INSERT DATA { <x:a> <x:b> <x:c> }", 403),
            ("SELECT * { SERVICE <http://127.0.0.1/> {} }", 403),
            ("ASK { ?s <bif:contains> 'x' }", 403),
            (everything, 422),
            ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", 504),
        ]:
            reply = client.get("/sparql", params={"query": query})
            assert reply.status_code == status, (query, reply.text)
            assert "127.0.0.1:" not in reply.text
            assert len(reply.text) < 300


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "sparql+ftp://host/x", "sparql"])
def test_what_is_no_address_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONCOTRACE_STORE", address)
    with pytest.raises(ReleaseError, match=r"write it as sparql\+http"):
        oncotrace.ask("What does ROS1 fusion mean?")


def test_command_publishes(
    oxigraph_server: Server, home: Path, capsys: pytest.CaptureFixture[str], core_release: Release
) -> None:
    """The address for updates follows from that for queries."""
    app(["publish", "--to", oxigraph_server.query], standalone_mode=False)
    said = capsys.readouterr().out
    assert f"Release {core_release.name} is at {oxigraph_server.query}" in said
    assert f"ONCOTRACE_STORE=sparql+{oxigraph_server.query}" in said
