"""What stands around a record, as the picture on its page asks for it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Indication
from oncotrace.kg.release import Release

ROS1 = "oid:bm-ros1-fusion"
FDA = "oid:st-core-crizotinib-ros1-nsclc-fda"


def around(client: TestClient, id: str, **asked: Any) -> dict[str, Any]:
    reply = client.get("/workbench/around", params={"id": id, **asked})
    assert reply.status_code == 200, reply.text
    return reply.json()


def kinds(told: dict[str, Any]) -> dict[str, str]:
    return {node["id"]: node["kind"] for node in told["nodes"]}


def links(told: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(link["source"], link["target"], link["kind"]) for link in told["links"]}


def test_around_a_biomarker_stand_its_drugs_cancers_genes_and_kinds(client: TestClient) -> None:
    told = around(client, ROS1)
    found = kinds(told)
    assert found[ROS1] == "biomarker" and found["HGNC:10261"] == "gene"
    drugs = {id.removeprefix("oid:drug-") for id, kind in found.items() if kind == "drug"}
    assert {"crizotinib", "entrectinib", "repotrectinib", "taletrectinib", "zidesamtinib"} <= drugs
    drawn = links(told)
    assert (ROS1, "oid:drug-crizotinib", "approved") in drawn
    assert (ROS1, "HGNC:10261", "part") in drawn
    kinds_of_it = {one for one, other, kind in drawn if (other, kind) == (ROS1, "part")}
    assert any("cd74" in id for id in kinds_of_it)
    assert told["left"] == 0


def test_the_count_of_a_link_is_that_of_its_statements(client: TestClient, core_release: Release) -> None:
    reader = Reader(core_release.graph)
    of = core_release.graph.into
    both = {p for p in of([ROS1], "ot:biomarker")[ROS1]} & {
        p for p in of(["oid:drug-crizotinib"], "ot:therapy")["oid:drug-crizotinib"]
    }
    statements = {s for ids in of(both, "ot:proposition").values() for s in ids}
    approvals = len(reader.get(sorted(statements), Indication))
    (link,) = [
        link
        for link in around(client, ROS1)["links"]
        if (link["source"], link["target"], link["kind"]) == (ROS1, "oid:drug-crizotinib", "approved")
    ]
    assert link["count"] == approvals >= 2


def test_what_is_left_out_is_counted(client: TestClient) -> None:
    whole, part = around(client, ROS1), around(client, ROS1, most=5)
    assert len(part["nodes"]) == 6
    assert part["left"] == len(whole["nodes"]) - 6
    assert {"HGNC:10261", ROS1} <= kinds(part).keys()  # its gene is not left out
    for told in (whole, part):
        assert {end for one, other, _ in links(told) for end in (one, other)} <= kinds(told).keys()


def test_around_a_statement_stands_what_it_rests_on_and_is_about(client: TestClient) -> None:
    told = around(client, FDA)
    found = kinds(told)
    assert {"statement", "proposition", "document", "source"} <= set(found.values())
    assert {ROS1, "oid:drug-crizotinib"} <= found.keys()
    (named,) = [node["label"] for node in told["nodes"] if node["id"] == FDA]
    assert named == "FDA approval: crizotinib, for ROS1 fusion, in non-small cell lung cancer."


def test_a_document_is_joined_to_what_rests_on_it(client: TestClient, core_release: Release) -> None:
    document = core_release.graph.out([FDA], "dcterms:source")[FDA][0]
    assert (FDA, document, "part") in links(around(client, document))


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    for id in ("oid:nothing", "", "x"):
        assert client.get("/workbench/around", params={"id": id}).status_code == 404
    assert len(around(client, ROS1, most="9" * 50)["nodes"]) == len(around(client, ROS1)["nodes"])


@pytest.mark.parametrize("drawing", [True, False])
def test_the_page_has_the_servers_picture_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, drawing: bool
) -> None:
    """Without the script nothing asks for it, and in neither case may a style or a script be in the page."""
    from oncotrace.server.workbench import records

    monkeypatch.setattr(records, "has_picture", lambda: drawing)
    reply = client.get(f"/id/{ROS1}", headers={"Accept": "text/html"})
    assert '<figure class="picture"><svg' in reply.text
    assert ('src="/workbench/static/vendor/around.js"' in reply.text) == drawing
    assert ('<div id="around" data-id="oid:bm-ros1-fusion" hidden>' in reply.text) == drawing
    assert "unsafe" not in reply.headers["content-security-policy"]
