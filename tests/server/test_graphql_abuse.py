"""What is meant to hurt is refused by a message that names the limit and what was asked."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from graphql import OperationDefinitionNode, get_introspection_query, parse

from oncotrace.server.graphql import cost
from oncotrace.server.graphql.documents import Documents
from oncotrace.server.graphql.errors import Refused
from oncotrace.server.graphql.schema import schema

HEADERS = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}


def doubling(links: int) -> str:
    """A chain of fragments, each of which spreads the next one twice."""
    chain = " ".join(f"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }}" for i in range(links))
    return f"{{ ...f0 }} {chain} fragment f{links} on Query {{ release {{ name }} }}"


def nested(levels: int) -> str:
    return (
        "{ cancer(ref: 1) { ... on Cancer "
        + "{ parents { nodes " * levels
        + "{ id }"
        + "} }" * levels
        + "} }"
    )


def many(count: int, field: str) -> str:
    """The same field under many aliases."""
    return "{" + " ".join(f"a{i}: {field}" for i in range(count)) + "}"


HOSTILE = {
    "22 chained fragments": (doubling(22), "12582912 values (pages multiplied): at most 100000"),
    "1,000 aliases": (many(1000, "release { name }"), "6002 tokens: at most 2000"),
    "300 aliases": (many(300, "__typename"), "300 aliases: at most 100"),
    "deep nesting": ("{ a " * 5_000 + "}" * 5_000, "tokens: at most 2000"),
    "nesting": ("{ a " * 60 + "}" * 60, "60 brackets within brackets: at most 40"),
    "wide pages": (nested(6), "at most 100000"),
    "deep fields": ("{" + "a {" * 21 + "b" + "}" * 22, "22 fields within fields: at most 20"),
    "circular fragments": (
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "the fragment a spreads itself: a -> b -> a",
    ),
    "one field often": ("{" + "release { name } " * 60 + "}", "release 60 times in one place: at most 20"),
    "many fragments": (
        "{" + "".join(f"...f{i} " for i in range(60)) + "}"
        + "".join(f"fragment f{i} on Query {{ release {{ name }} }} " for i in range(60)),
        "60 spreads of fragments: at most 50",
    ),
    "many roots": (many(40, "release { name }"), "40 fields at the root: at most 30"),
    "answers": (
        many(25, 'answer(question: "x") { asOf }'),
        "at most 100000",
    ),
    "a long document": ("#" + "x" * 70_000, "70001 bytes: at most 60000"),
    "open text": ('" ' * 9_001, "tokens: at most 2000"),
    "introspection of introspection": (
        "{ __schema { types " + "{ fields { type " * 4 + "{ name }" + "} }" * 4 + "} }",
        "Maximum introspection depth exceeded",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_refused(client: TestClient, name: str) -> None:
    query, says = HOSTILE[name]
    reply = client.post("/graphql", content=json.dumps({"query": query}), headers=HEADERS)
    assert reply.status_code == 400
    told = reply.json()
    assert says in told["errors"][0]["message"]
    assert "data" not in told


@pytest.mark.parametrize("name", [n for n in HOSTILE if "introspection" not in n])
def test_it_is_refused_before_rules_run_that_take_long(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is on work, not on the clock: neither validation nor any field runs."""

    def never(*args: object, **named: object) -> None:
        raise AssertionError("validated")

    monkeypatch.setattr("oncotrace.server.graphql.documents.validate", never)
    with pytest.raises(Refused):
        Documents(schema()).get(HOSTILE[name][0], None, {})


@pytest.mark.parametrize("links", [10, 20, 40])
def test_the_rule_measures_each_fragment_once(links: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain twice as long takes twice the steps, not the square of them."""
    steps = []
    measured = cost._Measure.selection

    def selection(self: Any, *arguments: Any) -> cost.Cost:
        steps.append(1)
        return measured(self, *arguments)

    monkeypatch.setattr(cost._Measure, "selection", selection)
    document = parse(doubling(links))
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    with pytest.raises(Refused):
        cost.affordable(schema(), document, operation, {})
    assert len(steps) == links + 3, "the operation, each fragment, and the selection of the last"


BODIES = {
    "null": ("null", 400, "the body is null"),
    "a number": ("1", 400, "the body is a number"),
    "a list": ("[]", 400, "the body is a list"),
    "a text": ('"{a}"', 400, "the body is a text"),
    "nothing": ("", 400, "the body is no JSON"),
    "half an object": ('{"query":', 400, "the body is no JSON"),
    "no query": ("{}", 400, "there is no query"),
    "100,000 levels": ("[" * 100_000, 400, "nested too deeply: at most 64 levels"),
    "deep variables": (
        '{"query":"{a}","variables":' + '{"a":' * 500 + "1" + "}" * 501,
        400,
        "nested too deeply: at most 64 levels",
    ),
    "no number": ('{"query":"{a}","variables":{"a":NaN}}', 400, "NaN is no number"),
    "a number of 9,000 digits": ('{"query":"{a}","variables":{"a":' + "9" * 9_000 + "}}", 400, "no JSON"),
    "half a character": (
        '{"query":"{ gene(ref: \\"\\ud800\\") { __typename } }"}',
        400,
        "half of a character",
    ),
    "half a character in variables": (
        '{"query":"{a}","variables":{"a":"\\ud800"}}',
        400,
        "half of a character",
    ),
    "not UTF-8": (b'{"query":"\xff"}', 400, "no JSON in UTF-8"),
    "20 MB": (b"x" * 20_000_000, 413, "20000000 bytes: at most 131072"),
}


@pytest.mark.parametrize("name", BODIES)
def test_an_odd_body_is_refused(client: TestClient, name: str) -> None:
    content, status, says = BODIES[name]
    reply = client.post("/graphql", content=content, headers=HEADERS)
    assert reply.status_code == status
    assert says in reply.json()["errors"][0]["message"]


def test_a_body_of_no_stated_length_is_read_up_to_the_limit(client: TestClient) -> None:
    reply = client.post("/graphql", content=iter([b"x" * 65_536] * 40), headers=HEADERS)
    assert reply.status_code == 413


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ statements(first: 201) { totalCount } }", "TOO_LARGE"),
        ("{ statements(first: 0) { totalCount } }", "TOO_LARGE"),
        ('{ statements(after: "x") { totalCount } }', "BAD_VALUE"),
        ('{ answer(question: "?!") { understood } }', "BAD_VALUE"),
        ('{ search(text: "' + "x" * 400 + '") { totalCount } }', "BAD_VALUE"),
        ('{ compare(biomarker: "x", cancers: [' + '"PAAD" ' * 11 + "]) { biomarker { id } } }", "TOO_LARGE"),
    ],
)  # fmt: skip
def test_a_value_beyond_its_bounds_is_an_error_of_its_field(
    client: TestClient, query: str, code: str
) -> None:
    reply = client.post("/graphql", json={"query": query}, headers=HEADERS)
    (error,) = reply.json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["path"]


def test_what_front_ends_need_is_not_refused(client: TestClient) -> None:
    query = get_introspection_query(descriptions=True, input_value_deprecation=True, specified_by_url=True)
    told = client.post("/graphql", json={"query": query}, headers=HEADERS).json()
    assert told["data"]["__schema"]["queryType"]["name"] == "Query"
