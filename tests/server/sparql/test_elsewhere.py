"""What of a query changes on its way to an endpoint, and of its result on the way back."""

import pytest

from oncotrace.server.sparql.elsewhere import renamed, written
from oncotrace.server.sparql.pool import Job
from oncotrace.server.sparql.reading import Malformed, Refused, read

CORE, CIVIC = (f"https://w3id.org/oncotrace/graph/{name}" for name in ("core", "civic"))
THERE = {CORE: "http://there/core", CIVIC: "http://there/civic"}
NONE = "http://there/none"


def sent(query: str, **dataset: tuple[str, ...] | None):
    job = Job(query=query, format="json", dataset=read(query).dataset, base="http://site/sparql", **dataset)
    return renamed(job, THERE, NONE)


def text(query: str) -> str:
    return " ".join(sent(query).text.split())


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * {}", (CORE, CIVIC), (CORE, CIVIC)),
        (f"SELECT * FROM <{CORE}> {{}}", (CORE,), ()),
        (f"SELECT * FROM NAMED <{CORE}> FROM<{CIVIC}>{{}}", (CIVIC,), (CORE,)),
        ("PREFIX g: <https://w3id.org/oncotrace/graph/> ASK from named g:civic {}", (), (CIVIC,)),
        ("BASE <https://w3id.org/oncotrace/ontology/> ASK FROM <../graph/core> {}", (CORE,), ()),
        (r"ASK FROM <https://w3id.org/oncotrace/graph/cor\u0065> {}", (CORE,), ()),
        ("ASK FROMNAMED<x>{}", (), ("http://site/x",)),
    ],
)
def test_the_dataset_of_a_query_goes_into_the_request(
    query: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    found = sent(query)
    assert (found.default, found.named) == (default, named)
    assert "FROM" not in found.text.upper()


def test_the_dataset_of_the_request_outranks_it() -> None:
    found = sent(f"ASK FROM <{CORE}> {{}}", default=(), named=(CIVIC,))
    assert (found.default, found.named) == ((), (CIVIC,))
    assert "FROM" not in found.text


def test_a_graph_is_renamed_and_nothing_else() -> None:
    query = f"PREFIX g: <{CORE[:-4]}> # FROM <x>\nASK {{ GRAPH g:core {{ ?s <rel> '<{CORE}>', <{CIVIC}> }} }}"
    expected = (
        f"BASE <http://site/sparql> PREFIX g: <{CORE[:-4]}> ASK {{ GRAPH <http://there/core>"
        f" {{ ?s <rel> '<{CORE}>', <http://there/civic> }} }}"
    )
    assert text(query) == expected


@pytest.mark.parametrize("graph", ["<http://elsewhere/>", "<http://there/core>", "x:y", f"<{CIVIC}>"])
def test_a_graph_outside_the_dataset_is_nobodys(graph: str) -> None:
    """Its name at the endpoint is none of ours either."""
    query = f"PREFIX x: <http://x/> ASK FROM NAMED <{CORE}> {{ ?x a true. graph {graph}{{ ?s ?p ?o }} }}"
    assert f"graph <{NONE}>{{ ?s ?p ?o }}" in text(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<bif:now>() AS ?x) {}",
        "PREFIX x: <sql:> SELECT (x:now() AS ?x) {}",
        r"SELECT (<\u0042IF:now>() AS ?x) {}",
        "PREFIX b: <bif:> ASK { ?s b:contains 'x' }",
        "ASK { ?s <http://www.openlinksw.com/schemas/bif#contains> 'x' }",
    ],
)
def test_functions_of_one_engine_are_refused(query: str) -> None:
    with pytest.raises(Refused, match="one engine"):
        sent(query)


def test_what_only_looks_like_a_dataset_is_malformed() -> None:
    with pytest.raises(Malformed, match="blank after FROM"):
        sent("ASK FROMage <x> {}")


JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("body", "media", "format", "result"),
    [
        (b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":'
         b'{"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"1"}}]}}',
         JSON, "json", b'{"head":{},"boolean":true}'),
        (b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[]}}',
         JSON, "json", b'{"head":{},"boolean":false}'),
        (b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"typed-literal",'
         b'"datatype":"http://www.w3.org/2001/XMLSchema#boolean","value":"1"}}]}}',
         JSON, "csv", b"x\r\ntrue\r\n"),
        (b'<x:a> <x:b> "0"^^<http://www.w3.org/2001/XMLSchema#boolean> .', "text/plain", "nt",
         b'<x:a> <x:b> "false"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n'),
    ],
)  # fmt: skip
def test_what_virtuoso_spells_otherwise_is_spelt_out(
    body: bytes, media: str, format: str, result: bytes
) -> None:
    assert written(body, media, format, 1000) == (result, "")


@pytest.mark.parametrize(
    ("body", "media", "format", "problem"),
    [
        (b"<html>", "text/html", "json", "text/html"),
        (b"<html>", JSON, "json", "what cannot be read"),
        (b"<x:a> <x:b>", "text/turtle", "ttl", "what cannot be read"),
        (b"<x:a> <x:b> <x:c> . " * 100, "text/turtle", "nt", "large"),
    ],
)
def test_what_is_no_result_is_told_from_one(body: bytes, media: str, format: str, problem: str) -> None:
    out, said = written(body, media, format, 1000)
    assert out == b"" and said.startswith(problem)
