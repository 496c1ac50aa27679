"""Which form a reply takes, as RFC 9110 has it."""

import pytest

from oncotrace.server.sparql.negotiate import GRAPH_TYPES, RESULT_TYPES, best


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/xml"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.3", "text/tab-separated-values"),
        ("text/*;q=0.9, text/csv;q=0.1, application/sparql-results+xml;q=0.5", "text/xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("text/csv;q=nonsense, application/json;q=0.1", "application/json"),
        ("text/csv;q=7", None),
        ("image/png", None),
        ("*/*;q=0", None),
        (",;,", "application/sparql-results+json"),
    ],
)
def test_rows(accept: str, media: str | None) -> None:
    assert best(accept, RESULT_TYPES) == media


def test_a_graph_is_turtle_where_nothing_is_asked() -> None:
    assert best("", GRAPH_TYPES) == "text/turtle"
    assert best("application/n-quads, application/trig;q=0.5", GRAPH_TYPES) == "application/n-quads"
    assert best("text/csv", GRAPH_TYPES) is None
