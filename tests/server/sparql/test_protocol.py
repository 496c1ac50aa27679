"""The SPARQL 1.1 Protocol over the core, and what the endpoint says of itself."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from oncotrace.kg.release import Release
from oncotrace.server.sparql.limits import LIMITS

CORE = "https://w3id.org/oncotrace/graph/core"
SELECT = "PREFIX ot: <https://w3id.org/oncotrace/ontology/> SELECT ?s { ?s a ot:Gene } ORDER BY ?s LIMIT 2"
CONSTRUCT = "PREFIX ot: <https://w3id.org/oncotrace/ontology/> CONSTRUCT WHERE { ?s a ot:Gene }"
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ways(client: TestClient, query: str, more: str = "") -> list[Any]:
    """The replies to a query by GET, by POST of a form and by POST of the query itself."""
    encoded = f"query={quote(query)}{more}"
    return [
        client.get(f"/sparql?{encoded}"),
        client.post("/sparql", content=encoded, headers=FORM),
        client.post(f"/sparql?{more[1:]}", content=query.encode(), headers=DIRECT),
    ]


def test_three_ways_give_the_same(client: TestClient, core_release: Release) -> None:
    replies = ways(client, SELECT)
    assert [r.status_code for r in replies] == [200] * 3
    assert len({r.content for r in replies}) == 1
    rows = replies[0].json()["results"]["bindings"]
    assert len(rows) == 2 and all(row["s"]["type"] == "uri" for row in rows)
    assert {r.headers["vary"] for r in replies} == {"Accept"}
    assert {r.headers["oncotrace-release"] for r in replies} == {core_release.name}


def test_the_dataset_of_the_request(client: TestClient) -> None:
    anything, named = "ASK { ?s ?p ?o }", "ASK { GRAPH ?g { ?s ?p ?o } }"
    core, nowhere = quote(CORE, safe=""), quote("http://nowhere/", safe="")
    for query, more, holds in [
        (anything, "", True),
        (named, "", True),
        (anything, f"&default-graph-uri={core}", True),
        (anything, f"&default-graph-uri={nowhere}", False),
        (anything, f"&default-graph-uri={nowhere}&default-graph-uri={core}", True),
        (anything, f"&named-graph-uri={core}", False),
        (named, f"&named-graph-uri={core}", True),
        (named, f"&default-graph-uri={core}", False),
        (f"ASK FROM <{CORE}> {{ ?s ?p ?o }}", f"&default-graph-uri={nowhere}", False),
        (f"ASK FROM <{CORE}> {{ ?s ?p ?o }}", "", True),
    ]:
        assert [r.json()["boolean"] for r in ways(client, query, more)] == [holds] * 3, (query, more)


def _json(body: bytes) -> int:
    return len(json.loads(body)["results"]["bindings"])


def _xml(body: bytes) -> int:
    return body.count(b"<result>")


def _rows(body: bytes) -> int:
    return len(list(csv.reader(io.StringIO(body.decode())))) - 1


@pytest.mark.parametrize(
    ("media", "rows"),
    [
        ("application/sparql-results+json", _json),
        ("application/sparql-results+xml", _xml),
        ("application/json", _json),
        ("text/csv", _rows),
        ("text/tab-separated-values", _rows),
    ],
)
def test_rows_in_each_form(client: TestClient, media: str, rows: Callable[[bytes], int]) -> None:
    reply = client.get("/sparql", params={"query": SELECT}, headers={"Accept": media})
    assert reply.headers["content-type"].partition(";")[0] == media
    assert rows(reply.content) == 2


def _rdflib(form: str) -> Callable[[bytes], int]:
    return lambda body: len(rdflib.Graph().parse(data=body, format=form))


def _oxigraph(form: RdfFormat) -> Callable[[bytes], int]:
    return lambda body: len(set(parse(body, form)))


@pytest.mark.parametrize(
    ("media", "count"),
    [
        ("text/turtle", _rdflib("turtle")),
        ("application/n-triples", _rdflib("nt")),
        ("application/rdf+xml", _rdflib("xml")),
        ("application/ld+json", _oxigraph(RdfFormat.JSON_LD)),
        ("application/n-quads", _oxigraph(RdfFormat.N_QUADS)),
        ("application/trig", _oxigraph(RdfFormat.TRIG)),
    ],
)
def test_graphs_in_each_form(
    client: TestClient, core_release: Release, media: str, count: Callable[[bytes], int]
) -> None:
    """What was written is read, the same triples in each form."""
    reply = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": media})
    assert reply.headers["content-type"].partition(";")[0] == media
    assert count(reply.content) == len(core_release.graph.ids("Gene")) > 20


def test_head_is_get_without_its_body(client: TestClient) -> None:
    got, head = (client.request(m, "/sparql", params={"query": SELECT}) for m in ("GET", "HEAD"))
    assert head.status_code == 200 and head.content == b""
    for name in ("content-type", "content-length", "vary"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("status", "request_", "says"),
    [
        (400, {"params": {"query": "SELECT {"}}, "cannot be read"),
        (400, {"params": {"query": ""}}, "no query"),
        (400, {"params": [("query", "ASK {}"), ("query", "ASK {}")]}, "2 queries"),
        (400, {"params": {"update": "CLEAR ALL"}}, "no updates"),
        (400, {"params": {"query": "ASK {}", "default-graph-uri": "no iri"}}, "no IRI"),
        (400, {"url": "/sparql?query=%FF"}, "UTF-8"),
        (403, {"params": {"query": "CLEAR ALL"}}, "no updates"),
        (403, {"params": {"query": "SELECT * { SERVICE <http://x/> {} }"}}, "SERVICE is refused"),
        (406, {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, "media types"),
        (406, {"params": {"query": "ASK {}"}, "headers": {"Accept": "text/csv"}}, "media types"),
        (406, {"params": {"query": SELECT, "format": "ttl"}}, "json, xml, csv, tsv"),
        (406, {"headers": {"Accept": "text/csv"}}, "text/turtle"),
        (413, {"params": {"query": "ASK {} #" + "x" * LIMITS.query}}, "32 KiB"),
        (413, {"method": "POST", "content": b"x" * (LIMITS.query + 1), "headers": DIRECT}, "32 KiB"),
        (413, {"method": "POST", "content": b"x" * (4 * LIMITS.query + 1), "headers": FORM}, "128 KiB"),
        (415, {"method": "POST", "content": b"ASK {}"}, "application/sparql-query"),
        (
            415,
            {"method": "POST", "content": b"ASK {}", "headers": {"Content-Type": "text/plain"}},
            "send a query",
        ),
        (415, {"method": "POST", "headers": {"Content-Type": "application/sparql-update"}}, "no updates"),
        (
            415,
            {"method": "POST", "headers": {"Content-Type": "application/sparql-query; charset=UTF-16"}},
            "send UTF-8",
        ),
        (400, {"method": "POST", "content": b"\xff", "headers": DIRECT}, "not UTF-8"),
        (400, {"method": "POST", "content": b"", "headers": FORM}, "0 queries"),
        (422, {"params": {"query": "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 200000"}}, "not cut"),
    ],
)
def test_what_is_refused_says_why(
    client: TestClient, status: int, request_: dict[str, Any], says: str
) -> None:
    request_ = {"method": "GET", "url": "/sparql"} | request_
    reply = client.request(**request_)
    assert (reply.status_code, says.lower() in reply.text.lower()) == (status, True), reply.text
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(reply.text) < 1000


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_told_which_are_taken(client: TestClient, method: str) -> None:
    reply = client.request(method, "/sparql", params={"query": "ASK {}"})
    assert reply.status_code == 405
    assert reply.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_another_pages_script_may_ask(client: TestClient) -> None:
    before = client.options("/sparql", headers={"Origin": "http://elsewhere"})
    assert before.status_code == 204
    assert client.get("/sparql?query=ASK{}").headers["access-control-allow-origin"] == "*"


# --- what the endpoint says of itself -----------------------------------------------------------

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")


def test_the_bare_address_describes_the_service(client: TestClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/sparql").content, format="turtle")
    (service,) = graph.subjects(rdflib.RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) == service == rdflib.URIRef("http://testserver/sparql")
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert [str(name) for name in graph.objects(None, SD.name)] == [CORE]
    formats = {str(f).rpartition("/")[2] for f in graph.objects(service, SD.resultFormat)}
    assert len(formats) == 10
    assert "32 KiB" in str(graph.value(service, rdflib.RDFS.comment))
    browser = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=False)
    assert (browser.status_code, browser.headers["location"]) == (303, "/workbench")


@pytest.mark.parametrize("path", ["/.well-known/void", "/graph/core"])
def test_named_graphs_have_a_licence(client: TestClient, path: str) -> None:
    for media, reader in (("text/turtle", "turtle"), ("application/rdf+xml", "xml")):
        reply = client.get(path, headers={"Accept": media})
        graph = rdflib.Graph().parse(data=reply.content, format=reader)
        licence = graph.value(rdflib.URIRef(CORE), rdflib.DCTERMS.license)
        assert str(licence) == "http://spdx.org/licenses/CC0-1.0"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_void_counts_what_the_endpoint_counts(client: TestClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").content, format="turtle")
    told = int(str(graph.value(rdflib.URIRef(CORE), VOID.triples)))
    query = f"SELECT (COUNT(*) AS ?n) FROM <{CORE}> {{ ?s ?p ?o }}"
    counted = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1]
    assert told == int(counted)
    assert client.get("/graph/nowhere").status_code == 404
