"""What GraphQL says of the core: the right facts, each with how it was found."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

import oncotrace
from oncotrace.kg.release import Release

Ask = Callable[..., Any]
DAY = "2026-11-24"


# --- look-ups ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["MONDO:0006047", "DOID:4074", "ONCOTREE:PAAD", "NCIT:C8294", "PAAD"])
def test_a_cancer_is_found_by_any_of_its_codes(graphql: Ask, ref: str) -> None:
    found = graphql("query($r: String!) { cancer(ref: $r) { ... on Cancer { curie label } } }", r=ref)
    assert found["cancer"] == {"curie": "MONDO:0006047", "label": "pancreatic adenocarcinoma"}


@pytest.mark.parametrize(
    ("field", "type", "ref", "curie"),
    [
        ("gene", "Gene", "ros1", "HGNC:10261"),
        ("gene", "Gene", "HGNC:10261", "HGNC:10261"),
        ("drug", "Drug", "Xalkori", "oid:drug-crizotinib"),
        ("drug", "Drug", "UNII:53AH36668S", "oid:drug-crizotinib"),
        ("biomarker", "Biomarker", "ROS1 rearrangement", "oid:bm-ros1-fusion"),
        ("biomarker", "Biomarker", "v::ROS1", "oid:bm-ros1-fusion"),
    ],
)
def test_look_ups_take_names_and_codes(graphql: Ask, field: str, type: str, ref: str, curie: str) -> None:
    query = f"query($r: String!) {{ found: {field}(ref: $r) {{ ... on {type} {{ id curie }} }} }}"
    found = graphql(query, r=ref)["found"]
    assert found["curie"] == curie
    again = graphql("query($id: ID!) { node(id: $id) { __typename curie } }", id=found["id"])["node"]
    assert again["curie"] == curie
    assert graphql(query, r=found["id"])["found"] == found


def test_what_is_unknown_is_a_type_that_names_what_is_near(graphql: Ask) -> None:
    data = graphql(
        """{ drug(ref: "crizotinb") {
               __typename ... on NotFound { asked ambiguous message nearest { label curie } } }
             node(id: "HGNC:999999999") { __typename id } }"""
    )
    assert data["drug"]["__typename"] == "NotFound"
    assert data["drug"]["asked"] == "crizotinb"
    assert not data["drug"]["ambiguous"]
    assert data["drug"]["nearest"][0] == {"label": "crizotinib", "curie": "oid:drug-crizotinib"}
    assert data["node"] == {"__typename": "NotFound", "id": "HGNC:999999999"}


def test_an_unknown_name_in_a_filter_says_what_is_near(client: TestClient) -> None:
    query = '{ statements(filter: {cancer: {ref: "pancreatic adenocarcinom"}}) { totalCount } }'
    (error,) = client.post("/graphql", json={"query": query}).json()["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"
    assert "pancreatic adenocarcinoma" in [near["label"] for near in error["extensions"]["nearest"]]


KINDS = (
    "Gene Biomarker Cancer Drug Regimen Document Source Resource Proposition Indication ApprovalEvent"
    " PrevalenceObservation Finding CirculatingFigure Coverage"
).split()


def test_every_record_of_the_core_is_a_node(graphql: Ask, core_release: Release) -> None:
    """Whatever the graph holds can be asked for by its CURIE, with the type of its class."""
    for kind in KINDS:
        ids = core_release.graph.ids(kind)[:200]
        found = graphql("query($ids: [ID!]!) { nodes(ids: $ids) { __typename curie } }", ids=ids)["nodes"]
        assert [node["curie"] for node in found] == ids
        types = {node["__typename"] for node in found}
        if kind != "Biomarker":
            assert types == {"Approval" if kind == "Indication" else kind}
        else:
            assert types >= {"Fusion", "SmallVariant", "Profile"}


# --- the hard cases ---------------------------------------------------------------------------

APPROVALS = """
query($cancer: String!, $mode: Mode!, $drug: String) {
  statements(first: 200, filter: {kinds: [APPROVAL], cancer: {ref: $cancer, mode: $mode}, drug: $drug}) {
    edges {
      match { propagated cancer { relation rule { curie } matched { label } } }
      node { curie ... on Approval {
        agency inForce conditions biomarker { label } events { nodes { kind date } } } }
    }
  }
}"""


def test_an_approval_for_any_solid_tumour_reaches_pancreatic_cancer_by_its_rule(graphql: Ask) -> None:
    """Larotrectinib: by the rule for solid tumours, with its conditions and both events."""
    asked = {"cancer": "pancreatic adenocarcinoma", "drug": "larotrectinib"}
    assert graphql(APPROVALS, mode="EXACT", **asked)["statements"]["edges"] == []
    edges = graphql(APPROVALS, mode="ANCESTORS", **asked)["statements"]["edges"]
    (edge,) = [edge for edge in edges if edge["node"]["agency"] == "FDA"]
    assert edge["match"]["propagated"]
    assert edge["match"]["cancer"]["relation"] == "SOLID"
    assert edge["match"]["cancer"]["rule"]["curie"] == "ot:rule-any-solid-tumour"
    assert edge["match"]["cancer"]["matched"]["label"] == "any solid tumour"
    assert "NTRK" in edge["node"]["biomarker"]["label"]
    assert edge["node"]["conditions"]
    assert [event["kind"] for event in edge["node"]["events"]["nodes"]] == ["ACCELERATED", "REGULAR"]


def test_an_approval_does_not_reach_a_cancer_that_its_label_leaves_out(graphql: Ask) -> None:
    """Dabrafenib with trametinib, any solid tumour with BRAF V600E: not colorectal cancer."""

    def found(cancer: str) -> list[str]:
        edges = graphql(APPROVALS, mode="ANCESTORS", cancer=cancer, drug="dabrafenib")["statements"]["edges"]
        return [edge["node"]["curie"] for edge in edges]

    solid = "oid:st-core-dabrafenib-trametinib-braf-v600e-solid-tumour-fda"
    assert solid in found("pancreatic adenocarcinoma")
    assert solid not in found("colorectal cancer")


def test_as_of_reaches_all_below(graphql: Ask) -> None:
    """Larotrectinib, accelerated in 2018, regular in 2025: seen from 2020 there is one event."""
    query = """query($day: Day) {
      drug(ref: "larotrectinib", asOf: $day) { ... on Drug {
        statements(filter: {kinds: [APPROVAL], agencies: [FDA]}) {
          nodes { ... on Approval { inForce events { nodes { kind } } } } } } } }"""
    now = graphql(query, day=DAY)["drug"]["statements"]["nodes"]
    then = graphql(query, day="2020-01-01")["drug"]["statements"]["nodes"]
    before = graphql(query, day="2017-01-01")["drug"]["statements"]["nodes"]
    assert [[event["kind"] for event in a["events"]["nodes"]] for a in now] == [["ACCELERATED", "REGULAR"]]
    assert [[event["kind"] for event in a["events"]["nodes"]] for a in then] == [["ACCELERATED"]]
    assert before == []


def test_two_days_in_one_query_do_not_mix(graphql: Ask) -> None:
    one = """treatments(biomarker: "ROS1 fusion", cancer: "lung cancer", asOf: "%s",
                        filter: {agencies: [FDA], inForce: true}) { totalCount }"""
    data = graphql("{ then: " + one % "2018-01-01" + " now: " + one % DAY + "}")
    assert 0 < data["then"]["totalCount"] < data["now"]["totalCount"]


def test_treatments_of_ros1_in_pancreatic_cancer(graphql: Ask) -> None:
    """None here for this change; five drugs in lung cancer; an approval without a biomarker is shown."""
    nodes = graphql(
        """{ treatments(biomarker: "ROS1 fusion", cancer: "pancreatic cancer", first: 200,
                        filter: {agencies: [FDA], inForce: true}) {
          nodes { group drugs { nodes { label } } cancer { label } inferences { rule { curie } } } } }"""
    )["treatments"]["nodes"]
    by_group: dict[str, set[str]] = {}
    for node in nodes:
        by_group.setdefault(node["group"], set()).update(d["label"] for d in node["drugs"]["nodes"])
    assert "HERE_THIS" not in by_group
    expected = {"crizotinib", "entrectinib", "repotrectinib", "taletrectinib", "zidesamtinib"}
    assert by_group["ELSEWHERE"] == expected
    assert "daraxonrasib" in by_group["HERE_ANY"]
    (rules,) = {
        tuple(r["rule"]["curie"] for r in n["inferences"]) for n in nodes if n["group"] == "ELSEWHERE"
    }
    assert rules == ("ot:rule-approved-elsewhere",)


def test_three_of_three_is_never_all(graphql: Ask) -> None:
    """NRG1 fusions in 3 of 3 tumours with KRAS wild type: 44 to 100 %, and no rate for pancreatic cancer."""
    nodes = graphql(
        """{ prevalence(first: 200, filter: {biomarker: {ref: "NRG1 fusion", mode: DESCENDANTS},
                                            cancer: {ref: "pancreatic cancer", mode: DESCENDANTS}}) {
          nodes { n total share unselected interval { low high } subset { nodes { label } } } } }"""
    )["prevalence"]["nodes"]
    (one,) = [node for node in nodes if (node["n"], node["total"]) == (3, 3)]
    assert not one["unselected"]
    assert [b["label"] for b in one["subset"]["nodes"]] == ["KRAS wild type"]
    assert one["interval"]["low"] == pytest.approx(0.4385, abs=1e-4)
    assert one["interval"]["high"] == 1.0
    shares = [node["share"] or 0.0 for node in nodes]
    assert shares == sorted(shares, reverse=True)


def test_a_landscape_puts_the_most_frequent_first_with_what_is_approved(graphql: Ask) -> None:
    rows = graphql(
        """{ landscape(cancer: "non-small cell lung cancer", first: 60) { nodes {
          biomarker { label } share observation { n total }
          treatments(filter: {agencies: [FDA]}) { nodes { group drugs { nodes { label } } } } } } }"""
    )["landscape"]["nodes"]
    shares = [row["share"] for row in rows]
    assert shares == sorted(shares, reverse=True)
    (ros1,) = [row for row in rows if row["biomarker"]["label"] == "ROS1 fusion"]
    drugs = {d["label"] for t in ros1["treatments"]["nodes"] for d in t["drugs"]["nodes"]}
    assert drugs >= {"crizotinib", "entrectinib", "repotrectinib", "taletrectinib"}
    assert {t["group"] for t in ros1["treatments"]["nodes"]} <= {"HERE_THIS", "SOLID_THIS"}


def test_a_comparison_sets_cancers_side_by_side(graphql: Ask) -> None:
    cancers = graphql(
        """{ compare(biomarker: "ROS1 fusion", cancers: ["pancreatic cancer", "lung cancer"]) { cancers {
          cancer { label }
          treatments(filter: {groups: [HERE_THIS], agencies: [FDA], inForce: true}) { totalCount }
          prevalence { totalCount } coverage { totalCount } } } }"""
    )["compare"]["cancers"]
    assert [c["cancer"]["label"] for c in cancers] == ["pancreatic cancer", "lung cancer"]
    assert cancers[0]["treatments"]["totalCount"] == 0
    assert cancers[1]["treatments"]["totalCount"] >= 5
    assert all(c["coverage"]["totalCount"] for c in cancers)


def test_a_path_explains(graphql: Ask) -> None:
    ways = graphql(
        """{ path(from: "ROS1 fusion", to: "crizotinib") {
               length steps { start { curie } predicate forward end { curie } } } }"""
    )["path"]
    assert ways
    assert {way["length"] for way in ways} == {2}
    for way in ways:
        steps = way["steps"]
        assert steps[0]["start"]["curie"] == "oid:bm-ros1-fusion"
        assert steps[-1]["end"]["curie"] == "oid:drug-crizotinib"
        assert [s["end"] for s in steps[:-1]] == [s["start"] for s in steps[1:]]


@pytest.mark.parametrize(
    ("typed", "label", "how"),
    [
        ("ROS1", "ROS1", "EXACT"),
        ("ros1 fus", "ROS1 fusion", "BEGINS"),
        ("crizotnib", "crizotinib", "NEAR"),
        ("pancreatic adenocarc", "pancreatic adenocarcinoma", "BEGINS"),
    ],
)
def test_search_while_somebody_types(graphql: Ask, typed: str, label: str, how: str) -> None:
    hits = graphql(
        "query($t: String!) { search(text: $t) { nodes { label how matched node { curie } } } }", t=typed
    )
    assert {"label": label, "how": how} in [
        {"label": h["label"], "how": h["how"]} for h in hits["search"]["nodes"]
    ]


def test_the_answer_is_the_one_of_every_other_door(graphql: Ask, core_release: Release) -> None:
    question = "What does ROS1 fusion mean for pancreatic cancer patients?"
    expected = oncotrace.ask(question, as_of=DAY, release=core_release)
    answer = graphql(
        """query($q: String!, $day: Day) { answer(question: $q, asOf: $day) {
          headline { text citations { number } }
          sections { name sentences { text } subsections { sentences { text } } }
          citations { number title document { curie } } } }""",
        q=question,
        day=DAY,
    )["answer"]
    assert [s["text"] for s in answer["headline"]] == [s.text for s in expected.headline]
    assert [s["name"] for s in answer["sections"]] == [s.name for s in expected.sections]
    assert [c["title"] for c in answer["citations"]] == [c.title for c in expected.citations]


def test_every_sentence_that_claims_something_has_a_proof(graphql: Ask) -> None:
    answer = graphql(
        """{ answer(question: "What does ROS1 fusion mean for pancreatic cancer patients?") {
          headline { ...said } sections { sentences { ...said } subsections { sentences { ...said } } } } }
        fragment said on Sentence {
          text basis records { totalCount } proofs { curie source documents { totalCount } } }"""
    )["answer"]
    said = [*answer["headline"], *(s for part in answer["sections"] for s in part["sentences"])]
    claims = [s for s in said if s["basis"] == "statements"]
    assert len(claims) > 5
    assert [s["text"] for s in claims if not s["records"]["totalCount"] or not s["proofs"]] == []


# --- pages ------------------------------------------------------------------------------------

PAGES = """query($n: Int!, $after: String, $day: Day) {
  statements(first: $n, after: $after, asOf: $day) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { curie } } }"""


def test_pages_hold_every_node_once_in_one_order(graphql: Ask) -> None:
    found: list[str] = []
    after = None
    while True:
        page = graphql(PAGES, n=97, after=after)["statements"]
        assert page["pageInfo"]["hasPreviousPage"] == bool(found)
        found += [node["curie"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(found) == page["totalCount"] > 500
    assert found == sorted(set(found))


def test_a_cursor_stays_good_when_its_node_is_gone(graphql: Ask) -> None:
    """It holds a place in the order, not a number: seen from a day on which fewer statements were known, it
    still points behind the same nodes."""
    now = graphql(PAGES, n=50, day=DAY)["statements"]
    then = graphql(PAGES, n=50, day="2019-01-01", after=now["pageInfo"]["endCursor"])["statements"]
    assert then["nodes"]
    assert min(n["curie"] for n in then["nodes"]) > max(n["curie"] for n in now["nodes"])
