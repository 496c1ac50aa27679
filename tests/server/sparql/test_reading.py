"""What is told of a query before it runs: its form, its dataset, and what is refused."""

import pytest

from oncotrace.server.sparql.reading import Malformed, Refused, read


@pytest.mark.parametrize(
    ("query", "form", "dataset"),
    [
        ("SELECT * {}", "SELECT", False),
        ("select*{}", "SELECT", False),
        ("BASE <http://x/ASK> PREFIX select: <x> ASK {}", "ASK", False),
        ("# ASK\nCONSTRUCT { ?s ?p ?o } FROM <x> WHERE {}", "CONSTRUCT", True),
        ("SELECT * FROM NAMED <x> {}", "SELECT", True),
        ("DESCRIBE <FROM>", "DESCRIBE", False),
        ("SELECT ?from { ?from ex:from 'from' }", "SELECT", False),
    ],
)
def test_form_and_dataset(query: str, form: str, dataset: bool) -> None:
    reading = read(query)
    assert (reading.form, reading.dataset) == (form, dataset)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { service SILENT ?x {} }",
        "SELECT * { ?s ?p trueSERVICE <x> {} }",
        "SELECT * { ?s ?p 5SERVICE?x{} }",
        "SELECT * { FILTER(?x<?y)SERVICE?z{} }",
        "PREFIX service: <x> SELECT * { SERVICE:x {} }",
        "SELECT * { ?s ?p 'it''s' SERVICE <x> {} }",
        r"SELECT * { ?s ?p 'a\' # ' . SERVICE <x> {} }",
        r"SELECT * { ?s x:a\'b ?o . SERVICE <x> {} ?s x:c\'d ?o }",
        'SELECT * { ?s ?p """a"""SERVICE <x> {} }',
        "SELECT * { ?s ?p <x#y> SERVICE <x> {} }",
        "SELECT * { { SELECT * { SERVICE <x> {} } } }",
    ],
)
def test_service_is_refused_wherever_the_engine_would_read_it(query: str) -> None:
    with pytest.raises(Refused, match="SERVICE is refused"):
        read(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?SERVICE { ?SERVICE ?p \'SERVICE\', """SERVICE"""@service }',
        "SELECT * { ?s ?p <http://SERVICE/> } # SERVICE",
        "PREFIX x: <x> SELECT * { x:SERVICE ?p _:SERVICE }",
    ],
)
def test_a_name_or_a_text_is_no_keyword(query: str) -> None:
    assert read(query).form == "SELECT"


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <file:///etc/passwd>",
        "INSERT DATA {}",
        "delete where {}",
        "PREFIX x: <x> CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <x>",
        "ADD <x> TO <y>",
        "MOVE <x> TO <y>",
        "COPY <x> TO <y>",
        "WITH <x> DELETE {}",
    ],
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(Refused, match="no updates"):
        read(update)


@pytest.mark.parametrize(
    "query", ["", "  # SELECT", "'SELECT'", "PREFIX x: <x>", r"SELECT * { \u0053ERVICE <x> {} }"]
)
def test_what_is_no_query_is_malformed(query: str) -> None:
    with pytest.raises(Malformed):
        read(query)
