"""The workbench's pages over the core and over every source: what they show, filter and link to."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
import rdflib
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Indication
from oncotrace.kg.release import Release, current
from oncotrace.loaders.build import build
from oncotrace.queries.conflicts import conflicts
from oncotrace.server.app import create_app
from oncotrace.server.served import Served

FDA = "oid:st-core-crizotinib-ros1-nsclc-fda"
EMA = "oid:st-core-crizotinib-ros1-nsclc-ema"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Links(HTMLParser):
    """The addresses that a page links to, and those that it loads by itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.followed: list[str] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                (self.followed if tag in ("a", "form") else self.loaded).append(value)


@pytest.fixture(scope="module")
def everything(full_home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Served(home=full_home)), raise_server_exceptions=False) as client:
        yield client


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


PAGES = ["/workbench", "/workbench/conflicts", "/workbench/alarms", "/workbench/quarantine"]
PAGES += ["/workbench/releases", f"/id/{FDA}", "/id/HGNC:10261", f"/workbench/compare?id={FDA}&id={EMA}"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_foreign_and_lead_somewhere(client: TestClient, path: str) -> None:
    reply = client.get(path, headers=BROWSER)
    assert reply.status_code == 200
    links = Links(reply.text)
    assert [a for a in links.loaded if not a.startswith(("/static/", "/workbench/static/"))] == []
    for address in links.loaded:
        assert client.get(address).status_code == 200, address
    own = [
        a for a in links.followed if a.startswith("/") and not a.startswith(("/export", "/b/", "/c/", "/d/"))
    ]
    for address in own[:25]:
        assert client.get(address.replace("&amp;", "&"), headers=BROWSER).status_code == 200, address


# --- queries --------------------------------------------------------------------------------------


def test_a_query_by_form_shows_its_rows(client: TestClient) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/oncotrace/ontology/Indication> } ORDER BY ?s LIMIT 3"
    reply = client.post("/workbench", data={"query": query})
    assert "3 rows" in text_of(reply.text)
    assert len(re.findall(r'<td><a href="/id/oid:st-core-', reply.text)) == 3
    assert query.replace("<", "&lt;").replace(">", "&gt;") in reply.text


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("ASK { ?s ?p ?o }", 200, "yes"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", 200, "2 rows"),
        ("SELECT * { ?s ?p ?o } LIMIT 501", 200, "1 more are in the downloads"),
        ("SELECT {", 400, "cannot be read"),
        ("SELECT * { SERVICE <http://x/> {} }", 403, "SERVICE is refused"),
        ("</textarea><script>alert(1)</script>", 400, "no query"),
        ("SELECT ('<script>alert(1)</script>' AS ?x) {}", 200, "1 row"),
    ],
)
def test_every_outcome_is_shown(client: TestClient, query: str, status: int, says: str) -> None:
    reply = client.post("/workbench", data={"query": query})
    assert (reply.status_code, says in text_of(reply.text)) == (status, True), text_of(reply.text)
    assert "<script>alert" not in reply.text


def test_examples_are_linked_and_loaded(client: TestClient) -> None:
    page = client.get("/workbench").text
    names = re.findall(r'href="/workbench\?example=([a-z-]+)"', page)
    assert len(names) == len(set(names)) >= 30
    assert "ot:companionTest" in client.get("/workbench?example=companion-tests").text
    assert client.get("/workbench?example=no-such").status_code == 404
    graph = rdflib.Graph().parse(data=client.get("/.well-known/sparql-examples").content, format="turtle")
    executable = rdflib.URIRef("http://www.w3.org/ns/shacl#SPARQLExecutable")
    assert {str(s).rpartition("/")[2] for s in graph.subjects(rdflib.RDF.type, executable)} == set(names)


# --- findings -------------------------------------------------------------------------------------


def test_conflicts_are_all_there(everything: TestClient, full_release: Release) -> None:
    found = conflicts(Reader(full_release.graph))
    shown: set[str] = set()
    for number in (1, 2, 3):
        page = everything.get(f"/workbench/conflicts?page={number}").text
        shown |= set(re.findall(r'<section class="conflict" id="([^"]+)"', page))
    assert shown == {c.proposition.id for c in found}
    signs = everything.get("/workbench/conflicts?kind=sign&sort=newest").text
    of_sign = {c.proposition.id for c in found if "sign" in c.kinds}
    assert set(re.findall(r'<section class="conflict" id="([^"]+)"', signs)) <= of_sign
    assert f"{len(of_sign)} shown by this choice" in text_of(signs)
    assert "SPARQL that finds this" in page
    (side_by_side, *_) = re.findall(r'href="(/workbench/compare\?[^"]+)"', signs)
    assert "significance" in everything.get(side_by_side.replace("&amp;", "&")).text


def test_alarms_are_filtered(client: TestClient, core_release: Release) -> None:

    report = json.loads((core_release.path / "check.json").read_bytes())
    worst = [a for a in report["alarms"] if a["severity"] == "warning"]
    page = text_of(client.get("/workbench/alarms?severity=warning").text)
    assert f"{len(worst)} by this choice" in page
    assert "0 by this choice" in text_of(client.get("/workbench/alarms?q=xyzzyplugh").text)
    assert client.get("/workbench/alarms?page=99999").status_code == 200


def test_quarantine_shows_its_rows(everything: TestClient, client: TestClient) -> None:
    page = text_of(everything.get("/workbench/quarantine?q=EID7538").text)
    assert "1 by this choice" in page and "SLC4A4" in page
    assert "0 in this release" in text_of(client.get("/workbench/quarantine").text)


def test_side_by_side(client: TestClient) -> None:
    page = text_of(client.get(f"/workbench/compare?id={FDA}&id={EMA}&id=HGNC:1").text)
    assert "approval: crizotinib" in page and "agency FDA EMA" in page
    assert client.get("/workbench/compare").status_code == 404
    assert client.get("/workbench/compare?id=nothing").status_code == 404


# --- records --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (BROWSER["Accept"], "text/html"),
        ("", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples;q=0.9, text/html;q=0.1", "application/n-triples"),
        ("image/png", ""),
    ],
)
def test_an_address_gives_what_is_asked_for(client: TestClient, accept: str, media: str) -> None:
    for path in (f"/id/{FDA}", f"/id/{FDA.removeprefix('oid:')}", "/id/HGNC:10261"):
        reply = client.get(path, headers={"Accept": accept})
        assert reply.status_code == (200 if media else 406)
        if media:
            assert reply.headers["content-type"].partition(";")[0] == media
            assert "Accept" in reply.headers["vary"]
    assert client.get("/id/oid:nothing", headers={"Accept": accept}).status_code == 404


def test_a_statement_as_rdf_stands_alone(client: TestClient, core_release: Release) -> None:
    """With its proposition, documents and source, and every triple of its own."""
    body = client.get(f"/id/{FDA}?format=nq").content
    quads = list(parse(body, RdfFormat.N_QUADS))
    subjects = {quad.subject.value for quad in quads}
    (statement,) = Reader(core_release.graph).get([FDA], Indication)
    from oncotrace.ontology.prefixes import iri

    assert {
        iri(id) for id in (FDA, statement.proposition, statement.source, *statement.documents)
    } <= subjects


def test_a_record_shows_who_says_what(everything: TestClient) -> None:
    page = everything.get("/id/oid:bm-ros1-fusion", headers=BROWSER).text
    (named, *_) = re.findall(r"civic(?:, [a-z]+)+", text_of(page))
    assert "core" in named.split(", ")
    assert "<svg" in page and 'href="/id/oid:drug-crizotinib"' in page
    assert 'href="/b/ros1-fusion"' in page


def test_markup_in_an_id_stays_text(client: TestClient) -> None:
    reply = client.get("/id/%3Cscript%3Ealert(1)%3C/script%3E", headers=BROWSER)
    assert reply.status_code == 404
    assert "<script>alert" not in reply.text


# --- exports and releases -------------------------------------------------------------------------


def test_export_by_address(client: TestClient, tmp_path: Path) -> None:
    reply = client.get(f"/export?subject={FDA}&hops=0&format=xlsx")
    assert reply.headers["content-disposition"].endswith('.xlsx"')
    (tmp_path / "x.xlsx").write_bytes(reply.content)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert sheet["A2"].value == FDA
    for asked in (
        "subject=x&format=xlsx",
        "format=xlsx",
        f"subject={FDA}&hops=9&format=csv",
        f"subject={FDA}",
    ):
        assert client.get(f"/export?{asked}").status_code == 400


def test_releases_and_what_changed(core_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    home = tmp_path / "home"
    shutil.copytree(core_home, home, symlinks=True)
    monkeypatch.setenv("ONCOTRACE_HOME", str(home))
    first = current(home)
    build(home, [], "2026-11-25")
    second = current(home)
    with TestClient(create_app(Served(home=home)), raise_server_exceptions=False) as client:
        listed = client.get("/workbench/releases").text
        assert str(first) in listed and str(second) in listed
        page = client.get(f"/workbench/releases/{second}").text
        assert "CC0-1.0" in page and "PrevalenceObservation" in page
        since = text_of(client.get(f"/workbench/releases/{second}/since/{first}").text)
        assert "No sentence differs" in since
        nquads = client.get(f"/workbench/releases/{second}/graph.nq").content
        assert nquads == (home / "releases" / str(second) / "graph.nq").read_bytes()
        for path in (
            "nothing",
            f"{second}/manifest.sha256",
            f"{second}/..%2f..%2fcurrent",
            f"{second}/store",
        ):
            assert client.get(f"/workbench/releases/{path}").status_code == 404
        entity = client.get(f"/id/{FDA}", headers=BROWSER).text
        assert f"/workbench/releases/{first}" in entity and f"/workbench/releases/{second}" in entity


# --- the editor -----------------------------------------------------------------------------------


def test_the_editor_stands_beside_the_plain_form(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it was built: its files are ours, its words are data, and the browser may ask no other host."""
    from oncotrace.server.workbench import queries

    monkeypatch.setattr(queries, "has_editor", lambda: True)
    reply = client.post("/workbench", data={"query": "ASK { ?s ?p '</script>' }"})
    assert '<form id="plain"' in reply.text
    scripts = re.findall(r'<script src="([^"]+)"', reply.text)
    assert scripts == ["/workbench/static/vendor/yasgui.min.js", "/workbench/static/editor.js"]
    (words,) = re.findall(r'<script type="application/json" id="words">(.*?)</script>', reply.text, re.S)
    said = json.loads(words)
    assert said["query"] == "ASK { ?s ?p '</script>' }"
    assert "ot:Indication" in said["classes"] and "ot:companionTest" in said["properties"]
    assert said["prefixes"]["ot"] == "https://w3id.org/oncotrace/ontology/"
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "http" not in policy and "*" not in policy
    monkeypatch.setattr(queries, "has_editor", lambda: False)
    assert "<script" not in client.get("/workbench").text
