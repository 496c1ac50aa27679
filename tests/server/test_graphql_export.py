"""Exports through GraphQL: the address gives what was counted, in the form that was asked for."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from oncotrace.kg.release import Release
from oncotrace.queries.subgraph import around
from oncotrace.server.export.formats import FORMATS

Ask = Callable[..., Any]
FIELDS = "{ url mediaType statements others leftOut }"


def test_the_address_gives_what_was_counted(graphql: Ask, client: TestClient, core_release: Release) -> None:
    told = graphql(f'{{ export(subjects: ["ROS1 fusion"], format: CSV) {FIELDS} }}')["export"]
    whole = around(core_release.graph, ["oid:bm-ros1-fusion"], 1)
    assert (told["statements"], told["others"]) == (len(whole.statements), len(whole.others))
    reply = client.get(told["url"])
    assert reply.headers["content-type"].startswith(told["mediaType"])
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))[1:]
    assert [row[0] for row in rows] == whole.statements
    assert told["leftOut"] == []


@pytest.mark.parametrize("format", FORMATS)
def test_every_form_is_to_be_had(graphql: Ask, client: TestClient, format: str) -> None:
    query = (
        f'{{ export(subjects: ["CD74::ROS1 fusion", "HGNC:1"], hops: 0, format: {format.upper()}) {FIELDS} }}'
    )
    query = query.replace(', "HGNC:1"', "")
    told = graphql(query)["export"]
    reply = client.get(told["url"])
    assert reply.status_code == 200 and reply.content
    assert reply.headers["content-type"].startswith(told["mediaType"])


def test_what_an_answer_rests_on_as_of_a_day(graphql: Ask, client: TestClient) -> None:
    """A question about a day before all approvals rests on fewer statements, and its address says the day."""
    asked = 'question: "Is crizotinib approved for ROS1 fusion in lung cancer?", format: NT'
    data = graphql(f'{{ now: export({asked}) {FIELDS} then: export(asOf: "2012-01-01", {asked}) {FIELDS} }}')
    assert "as_of=2012-01-01" in data["then"]["url"] and "as_of" not in data["now"]["url"]
    approval = "st-core-crizotinib-ros1-nsclc-fda>"
    assert approval in client.get(data["now"]["url"]).text
    assert approval not in client.get(data["then"]["url"]).text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("", "BAD_VALUE"),
        ('subjects: ["ROS1"], question: "What is ROS1?"', "BAD_VALUE"),
        ('subjects: ["xyzzyplugh"]', "NOT_FOUND"),
        ('subjects: ["ROS1"], hops: 3', "BAD_VALUE"),
        ("subjects: [" + '"ROS1" ' * 21 + "]", "TOO_LARGE"),
        ('question: ""', "BAD_VALUE"),
        ('question: "What does xyzzyplugh mean?"', "NOT_FOUND"),
    ],
)
def test_what_cannot_be_exported_is_said(client: TestClient, arguments: str, code: str) -> None:
    query = f"{{ export(format: CSV, {arguments}) {{ url }} }}"
    (error,) = client.post("/graphql", json={"query": query}).json()["errors"]
    assert error["extensions"]["code"] == code, error


def test_an_address_of_another_release_is_refused(client: TestClient) -> None:
    reply = client.get("/export?subject=HGNC:10261&format=csv&release=another")
    assert reply.status_code == 400
    assert "this server gives exports of release" in reply.text.lower()
    many = "&".join(["subject=HGNC:10261"] * 21)
    assert client.get(f"/export?{many}&format=csv").status_code == 400
