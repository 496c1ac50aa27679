"""No door for curators shows what must not be passed on, unless the operator chose the research profile."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from oncotrace.kg import names as name_index
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import Document, Drug, Evidence, Proposition, Quarantined, Record, Source
from oncotrace.kg.triples import encode_all
from oncotrace.server.app import create_app
from oncotrace.server.cli import main
from oncotrace.server.served import Served

OPEN = Source(id="oid:source-civic", title="Open", licence="CC0-1.0", version="1")
CLOSED = Source(
    id="oid:source-secret", title="Closed", licence="GPL-2.0-only", version="1", redistributable=False
)


def records(source: Source, word: str) -> list[Record]:
    """A source that says ``word`` in a drug, a statement and a row in quarantine."""
    return [
        source,
        Drug(id="oid:drug-a", label="alpha", synonyms=(f"{word}-synonym",)),
        Proposition(id="oid:prop-1", axis="treatment_response", therapy="oid:drug-a"),
        Document(id=f"PMID:{len(word)}", kind="article", title=f"{word} paper"),
        Evidence(
            id=f"oid:st-{word}",
            proposition="oid:prop-1",
            source=source.id,
            documents=(f"PMID:{len(word)}",),
            significance="sensitivity",
            summary=f"{word} says so",
        ),
        Quarantined(
            id=f"oid:q-{word}", source=source.id, locator="1", reason="undated", content=f"{word} row"
        ),
    ]


OURS, THEIRS = records(OPEN, "plain"), records(CLOSED, "covert")


@pytest.fixture(scope="module")
def closed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("closed")
    graphs = {"civic": OURS, "secret": THEIRS}
    build_release(
        home,
        [quad for name, of in graphs.items() for quad in encode_all(of, f"graph:{name}")],
        [OPEN, CLOSED],
        created="2026-11-24",
        report={},
        files={},
        names=lambda: name_index.all_names([*OURS, *THEIRS]),
        public=lambda: name_index.all_names(OURS),
    )
    return home


@pytest.fixture(scope="module")
def public(closed_home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Served(home=closed_home)), raise_server_exceptions=False) as client:
        yield client


ALL = "SELECT ?x { { ?s ?p ?x } UNION { GRAPH ?g { ?x ?p ?o } } }"
QUERIES = {
    "everything": ALL,
    "their graph": ALL.replace("{ {", "FROM NAMED <https://w3id.org/oncotrace/graph/secret> { {", 1),
    "their graph as default": "SELECT * FROM <https://w3id.org/oncotrace/graph/secret> { ?s ?p ?o }",
    "quarantine": "SELECT * FROM <https://w3id.org/oncotrace/graph/quarantine> { ?s ?p ?o }",
    "a statement": "DESCRIBE <https://w3id.org/oncotrace/id/st-covert>",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_queries_do_not_reach_it(public: TestClient, query: str) -> None:
    for more in ("", "&default-graph-uri=https://w3id.org/oncotrace/graph/secret"):
        reply = public.get(f"/sparql?{more}", params={"query": query})
        assert reply.status_code == 200
        assert "covert" not in reply.text


def test_the_others_are_reached(public: TestClient) -> None:
    assert "plain says so" in public.get("/sparql", params={"query": ALL}).text
    assert "plain row" in public.get("/workbench/quarantine").text
    assert "plain says so" in public.get("/id/st-plain?format=ttl").text


@pytest.mark.parametrize(
    "path",
    ["/id/drug-a", "/id/drug-a?format=nq", "/id/prop-1", "/workbench/quarantine", "/workbench/alarms"]
    + ["/workbench/conflicts", "/workbench/compare?id=oid:st-plain&id=oid:st-covert", "/id/st-covert"]
    + ["/workbench/around?id=oid:drug-a", "/workbench/around?id=oid:prop-1"]
    + [f"/export?subject=oid:drug-a&hops=2&format={form}" for form in ("trig", "csv", "html", "svg", "kgx")],
)
def test_pages_and_exports_do_not_show_it(public: TestClient, path: str) -> None:
    reply = public.get(path)
    assert reply.status_code == (404 if path == "/id/st-covert" else 200)
    assert "covert" not in reply.text


def test_files_that_hold_it_are_not_given(public: TestClient) -> None:
    name = public.get("/healthz").json()["release"]
    for file in ("graph.nq", "read.graph", "read.names", "check.json", "report.json"):
        assert public.get(f"/workbench/releases/{name}/{file}").status_code == 404
    assert public.get(f"/workbench/releases/{name}/void.ttl").status_code == 200


def test_the_command_says_what_it_leaves_out(
    closed_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONCOTRACE_HOME", str(closed_home))
    for profile, holds in (("public", False), ("research", True)):
        out = tmp_path / f"{profile}.nq"
        command = ["export", "oid:drug-a", "-o", str(out), "--licence-profile", profile]
        monkeypatch.setattr(sys, "argv", ["oncotrace", *command])
        _run()
        assert (b"covert" in out.read_bytes()) == holds
        assert ("Closed is left out" in capsys.readouterr().out) != holds


def _run() -> None:
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
