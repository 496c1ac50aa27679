"""An endpoint that is down, slow, cut off or talks nonsense: a clear error in time, never a wrong answer."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pyoxigraph import Literal, Quad

from oncotrace.kg import endpoint
from oncotrace.kg.endpoint import Endpoint
from oncotrace.kg.errors import StoreError
from oncotrace.kg.sparqlstore import SparqlStore
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import node

JSON = "application/sparql-results+json"
ROWS = json.dumps(
    {
        "head": {"vars": ["s"]},
        "results": {"bindings": [{"s": {"type": "uri", "value": node("HGNC:10261").value}}] * 2},
    }
).encode()

Answer = Callable[[BaseHTTPRequestHandler, int], None]
"""Answers a request; the number counts requests from 1."""


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback that answers so, and the forms that it was sent."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            answer(self, len(asked))

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        finally:
            server.shutdown()
            thread.join()


def reply(
    body: bytes, status: int = 200, kind: str = JSON, length: int | None = None, **headers: str
) -> Answer:
    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)
        if length is not None:
            request.close_connection = True

    return answer


def genes(url: str, timeout: float = 5.0) -> list[str]:
    with closing(SparqlStore(url, graphs=["graph:core"], timeout=timeout)) as store:
        return StoreGraph(store).ids("Gene")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between tries take no time here."""
    monkeypatch.setattr(endpoint, "PAUSES", (0.0, 0.0))


def test_a_whole_answer_is_taken() -> None:
    with serving(reply(ROWS)) as (url, asked):
        assert genes(url) == ["HGNC:10261"]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        pytest.param(reply(ROWS[:-30]), "no SPARQL results", id="cut JSON"),
        pytest.param(reply(b""), "no SPARQL results", id="empty"),
        pytest.param(reply(b"<html>hello</html>", kind="text/html"), "text/html", id="a page"),
        pytest.param(reply(b"\x00\xff{{{", kind=JSON), "no SPARQL results", id="garbage"),
        pytest.param(reply(b'{"head":{},"boolean":true}'), "no rows", id="a truth value"),
        pytest.param(reply(b"bad query", 400, "text/plain"), "400 .bad query", id="refused"),
        pytest.param(reply(b"", 302, Location="http://127.0.0.1:1/"), "302", id="led elsewhere"),
        pytest.param(reply(b"out of memory", 500), "500 .out of memory", id="broken"),
        pytest.param(reply(ROWS, X_SPARQL_MaxRows="2"), "left rows out", id="rows cut off"),
        pytest.param(reply(ROWS, X_SQL_State="S1TAT"), "left rows out", id="time cut off"),
    ],
)
def test_a_wrong_answer_is_an_error_at_once(answer: Answer, says: str) -> None:
    """It names the endpoint, shows what came, and is not asked for again."""
    with serving(answer) as (url, asked), pytest.raises(StoreError, match=says) as caught:
        genes(url)
    assert url in str(caught.value)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(reply(ROWS, length=len(ROWS) + 100), id="cut off"),
        pytest.param(reply(b"busy", 503), id="busy"),
        pytest.param(reply(b"too many", 429), id="too many"),
        pytest.param(reply(b"not found", 404), id="gone"),
        pytest.param(reply(b"Virtuoso 40001 Error SR172: Transaction deadlocked", 500), id="deadlock"),
        pytest.param(lambda request, number: setattr(request, "close_connection", True), id="hung up"),
    ],
)
def test_what_may_pass_is_tried_three_times(answer: Answer) -> None:
    with serving(answer) as (url, asked), pytest.raises(StoreError, match=r"3 times; check that it runs"):
        genes(url)
    assert len(asked) == 3


def test_an_answer_of_the_third_try_counts() -> None:
    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        reply(b"busy", 503)(request, number) if number < 3 else reply(ROWS)(request, number)

    with serving(answer) as (url, _):
        assert genes(url) == ["HGNC:10261"]


def test_a_server_that_is_down_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
        with pytest.raises(StoreError, match=r"does not answer.*3 times"):
            genes(url)


@pytest.mark.parametrize("where", ["before", "within"])
def test_a_slow_server_is_left(where: str) -> None:
    """Be it silent or dripping: after the time limit it is not asked again."""
    left = threading.Event()

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if where == "before":
            left.wait(20)
            return
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        while not left.wait(0.05):
            request.wfile.write(b" ")

    with serving(answer) as (url, asked):
        with pytest.raises(StoreError, match=r"more than 0\.3 s"):
            genes(url, timeout=0.3)
        left.set()
    assert len(asked) == 1


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "MOST_BYTES", 1000)
    with serving(reply(b" " * 5000)) as (url, _), pytest.raises(StoreError, match="sends more than"):
        genes(url)


def test_a_password_is_sent_and_never_printed() -> None:
    seen = []

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        seen.append(request.headers["Authorization"])
        reply(b"no", 403)(request, number)

    with serving(answer) as (url, _), pytest.raises(StoreError) as caught:
        genes(url.replace("http://", "http://anna:s%20cret@") + "?access-token=secret")
    assert seen == ["Basic YW5uYTpzIGNyZXQ="]  # anna:s cret
    assert "cret" not in str(caught.value)


def test_a_token_goes_into_the_form() -> None:
    """QLever refuses a form with parameters in the address, as the protocol does."""
    paths = []

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        paths.append(request.path)
        reply(b"", 204)(request, number)

    with serving(answer) as (url, asked), closing(SparqlStore(url, f"{url}?access-token=a%26b")) as store:
        store.update("DROP ALL")
    assert (paths, asked) == (["/sparql"], ["update=DROP+ALL&access-token=a%26b"])


@pytest.mark.parametrize("url", ["", "localhost:7878", "ftp://host/x", "http://", "http://host:port/x"])
def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(StoreError, match="write it as http"):
        Endpoint(url)


def test_a_refused_load_is_an_error() -> None:
    quad = Quad(node("oid:n"), node("rdfs:label"), Literal("x"), node("graph:core"))
    with serving(reply(b"read only", 403)) as (url, _):
        with closing(SparqlStore(url, url)) as store, pytest.raises(StoreError, match=r"403 .read only"):
            store.load([quad])
        with closing(SparqlStore(url)) as store, pytest.raises(StoreError, match="address that takes"):
            store.load([quad])


def test_only_graphs_of_its_own_are_asked() -> None:
    """Each request names its graphs, a hidden ``FROM`` is gone, and nothing is asked without a dataset."""
    from urllib.parse import parse_qs

    query = """# FROM <urn:a>
    PREFIX ot: <https://w3id.org/oncotrace/ontology/#> SELECT ?s FROM <urn:b> from named ot:c
    { ?s ?p "FROM <urn:d>", '''FROM <urn:e>''' }"""
    with serving(reply(ROWS)) as (url, asked):
        held = ["graph:core", "graph:civic", "graph:quarantine"]
        with closing(SparqlStore(url, base="urn:r1/", graphs=held)) as store:
            store.query(query)
        with closing(SparqlStore(url, graphs=[])) as store:
            store.query("SELECT ?s { ?s ?p ?o }")
    first, second = map(parse_qs, asked)
    ours = ["urn:r1/core", "urn:r1/civic"]
    assert (first["default-graph-uri"], first["named-graph-uri"]) == (ours, ours)
    assert [name for name in "abcde" if f"urn:{name}" in first["query"][0]] == ["d", "e"]
    assert "ontology/#>" in first["query"][0]
    assert len(second["default-graph-uri"]) == len(second["named-graph-uri"]) == 1


@pytest.mark.parametrize("fixture", ["oxigraph_server", "virtuoso_server"])
def test_graphs_are_found_where_none_are_given(fixture: str, request: pytest.FixtureRequest) -> None:
    """Those that begin with the base: neither an engine's own nor another base's."""
    server = request.getfixturevalue(fixture)
    quad = Quad(node("oid:n"), node("rdfs:label"), Literal("x"), node("graph:core"))
    with ExitStack() as stack:
        first, other, found = (
            stack.enter_context(closing(SparqlStore(server.query, server.update, base=base)))
            for base in ("urn:a/", "urn:b/", "urn:a/")
        )
        first.load([quad])
        assert (found.graphs, other.graphs) == (["graph:core"], [])
        assert (found.count("graph:core"), other.count("graph:core")) == (1, 0)
        first.drop("graph:core")
        assert found.count("graph:core") == 0


def test_a_closed_connection_is_opened_again() -> None:
    """A server may end a connection after any reply."""

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        reply(ROWS)(request, number)
        if number == 1:
            request.close_connection = True

    with serving(answer) as (url, _), closing(SparqlStore(url, graphs=["graph:core"])) as store:
        for _ in range(3):
            assert len(store.query("SELECT ?s { ?s ?p ?o }")) == 2
