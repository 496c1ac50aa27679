"""The schema over every source: whatever a source says can be shown, and what it must not say is not."""

import random
import re
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from graphql import execute_sync, get_named_type, is_leaf_type, parse

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Criterion, Record, Trial
from oncotrace.kg.release import Release
from oncotrace.queries.resolve import resolve
from oncotrace.queries.trials import find
from oncotrace.server.graphql.schema import printed, schema
from oncotrace.server.graphql.view import Ready, Request
from oncotrace.server.shelf import Shelf

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def ask(full_release: Release) -> Callable[..., Any]:
    shelf, ready = Shelf(full_release), Ready()

    def ask(query: str, **variables: Any) -> Any:
        request = Request(lambda day: (shelf, full_release.graph, ready), DAY, monotonic() + 300)
        result = execute_sync(schema(), parse(query), variable_values=variables, context_value=request)
        assert result.errors is None, result.errors
        return result.data

    return ask


def leaves(name: str) -> str:
    fields = getattr(schema().type_map[name], "fields", {})
    return " ".join(key for key, field in fields.items() if is_leaf_type(get_named_type(field.type)))


def test_every_value_of_every_statement_can_be_shown(ask: Callable[..., Any]) -> None:
    """A word that a source uses and no enum has would be an error of its field."""
    kinds = ("Evidence", "Approval", "Finding", "CirculatingFigure", "PrevalenceObservation")
    shown = " ".join(f"... on {kind} {{ {leaves(kind)} }}" for kind in kinds)
    query = f"""query($after: String) {{ statements(first: 200, after: $after) {{
      totalCount pageInfo {{ hasNextPage endCursor }}
      nodes {{ {shown} ... on Evidence {{ levels {{ scheme code meaning }} }} proposition {{ axis }}
               biomarker {{ {leaves("Biomarker")} }} }} }} }}"""
    seen, after, more = 0, None, True
    while more:
        page = ask(query, after=after)["statements"]
        seen += len(page["nodes"])
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == page["totalCount"] > 5_000


def test_examples_name_nothing_that_is_not_there(full_release: Release) -> None:
    """Every identifier in a description of the schema is one that the graph or its names hold."""
    named = set(re.findall(r"\b(?:HGNC|MONDO|DOID|ONCOTREE|NCIT|UNII|PMID|NCT|oid):[\w.-]+", printed()))
    graph = full_release.graph
    trials = {trial for of in graph.out(graph.ids("Evidence"), "ot:trials").values() for trial in of}
    held = {*graph.values(named), *full_release.names.find(named), *trials}
    assert named - held == set()
    assert len(named) > 10


def test_what_was_seen_with_two_changes_says_nothing_of_one(ask: Callable[..., Any]) -> None:
    """CIViC EID1100: ROS1 G2032R with CD74::ROS1 resists, acquired. No evidence for a ROS1 fusion alone, but
    found from the fusion through its profiles."""
    item = ask(
        """{ node(id: "oid:st-civic-1100") { ... on Evidence {
          significance acquired biomarker { ... on Profile { operator members { nodes { label } } } } } } }"""
    )["node"]
    assert (item["significance"], item["acquired"]) == ("RESISTANCE", True)
    assert item["biomarker"]["operator"] == "AND"
    found = ask(
        """{ statements(first: 200, filter: {kinds: [EVIDENCE],
             biomarker: {ref: "ROS1 fusion", mode: LINEAGE}}) { nodes { curie } } }"""
    )["statements"]["nodes"]
    assert found
    assert "oid:st-civic-1100" not in [node["curie"] for node in found]
    profiles = ask(
        """{ biomarker(ref: "CD74::ROS1 fusion") { ... on Biomarker {
             profiles { nodes { statements { nodes { curie } } } } } } }"""
    )["biomarker"]["profiles"]["nodes"]
    assert "oid:st-civic-1100" in [s["curie"] for p in profiles for s in p["statements"]["nodes"]]


def test_a_flagged_row_is_nowhere(ask: Callable[..., Any]) -> None:
    """CIViC EID7538 is in quarantine, which is not part of the graph."""
    assert ask('{ node(id: "oid:st-civic-7538") { __typename } }') == {"node": {"__typename": "NotFound"}}


def test_a_conflict_has_two_sides_and_says_who_leads(ask: Callable[..., Any]) -> None:
    page = ask(
        """{ conflicts(first: 200) { totalCount nodes { id kinds proposition { curie }
          stands { significance direction statements { totalCount } documents { totalCount } }
          lead { because rule { effect } } } } }"""
    )["conflicts"]
    assert page["totalCount"] == len(page["nodes"]) > 20
    for conflict in page["nodes"]:
        assert len(conflict["stands"]) >= 2
        assert all(stand["statements"]["totalCount"] for stand in conflict["stands"])
        assert conflict["lead"]["because"]
    first = page["nodes"][0]
    query = "query($id: ID!) { node(id: $id) { __typename ... on Conflict { kinds } } }"
    assert ask(query, id=first["id"])["node"] == {"__typename": "Conflict", "kinds": first["kinds"]}


# --- trials -----------------------------------------------------------------------------------


class _Referring:
    """Which records of a class refer to each id by a field, read one by one."""

    def __init__(self, release: Release) -> None:
        self._reader = Reader(release.graph)
        self._graph = release.graph

    def all(self, cls: type[Record], field: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for record in self._reader.get(self._graph.ids(cls.__name__), cls):
            for id in getattr(record, field):
                found.setdefault(id, []).append(record.id)
        return found


def test_a_trial_is_found_by_its_number_with_its_criteria(ask: Callable[..., Any]) -> None:
    """TRIDENT-1, repotrectinib: criteria that select for ROS1, each with its words."""
    query = """query($ref: String!) { trial(ref: $ref) { __typename ... on Trial {
      curie label status phases drugs { nodes { label } }
      criteria { nodes { polarity quote biomarkers { nodes { label } } } } } } }"""
    trial = ask(query, ref="NCT03093116")["trial"]
    assert trial["curie"] == "NCT:NCT03093116"
    assert "repotrectinib" in [drug["label"] for drug in trial["drugs"]["nodes"]]
    selecting = [c for c in trial["criteria"]["nodes"] if c["polarity"] == "SELECTS"]
    assert any("ROS1" in b["label"] for c in selecting for b in c["biomarkers"]["nodes"])
    assert all(c["quote"] for c in trial["criteria"]["nodes"])
    assert ask(query, ref="NCT00000000")["trial"]["__typename"] == "NotFound"


def test_trials_are_listed_by_what_they_are(ask: Callable[..., Any]) -> None:
    query = """query($filter: TrialFilter) { trials(first: 50, filter: $filter) {
      totalCount nodes { status countries drugs { nodes { label } } } } }"""
    everything = ask(query, filter=None)["trials"]["totalCount"]
    found = ask(query, filter={"statuses": ["RECRUITING"], "drug": "repotrectinib"})["trials"]
    assert 0 < found["totalCount"] < everything
    for trial in found["nodes"]:
        assert trial["status"] == "RECRUITING"
        assert "repotrectinib" in [drug["label"] for drug in trial["drugs"]["nodes"]]


@pytest.mark.parametrize(
    ("root", "field", "of"),
    [
        ("cancer", "trials", lambda reader: reader.all(Trial, "cancers")),
        ("drug", "trials", lambda reader: reader.all(Trial, "drugs")),
        ("biomarker", "trialCriteria", lambda reader: reader.all(Criterion, "biomarkers")),
    ],
)
def test_entities_list_the_trials_that_refer_to_them(
    ask: Callable[..., Any], full_release: Release, root: str, field: str, of: Any
) -> None:
    """And nothing else that refers to them, such as arms."""
    wanted = of(_Referring(full_release))
    query = f"query($ref: String!) {{ {root}(ref: $ref) {{ ... on {root.title()} {{ {field}(first: 200) {{"
    query += " totalCount nodes { curie } } } } }"
    asked = random.Random(5).sample(sorted(wanted), 12)
    for id in asked:
        found = ask(query, ref=id)[root][field]
        assert found["totalCount"] == len(wanted[id])
        assert [node["curie"] for node in found["nodes"]] == sorted(wanted[id])[:200]


def test_listed_trials_can_be_chosen(ask: Callable[..., Any]) -> None:
    query = """query($filter: TrialFilter) { drug(ref: "pembrolizumab") { ... on Drug {
      trials(filter: $filter) {
        totalCount nodes { curie status criteria { nodes { trial { curie } } } } } } } }"""
    every = ask(query, filter=None)["drug"]["trials"]
    open_now = ask(query, filter={"statuses": ["RECRUITING"]})["drug"]["trials"]
    assert 0 < open_now["totalCount"] < every["totalCount"]
    assert {trial["status"] for trial in open_now["nodes"]} == {"RECRUITING"}
    for trial in every["nodes"]:
        assert {c["trial"]["curie"] for c in trial["criteria"]["nodes"]} <= {trial["curie"]}


def test_matches_are_those_of_the_command_line(ask: Callable[..., Any], full_release: Release) -> None:
    """The same verdicts as the query behind every other door, the trials that may fit first."""
    names, graph = full_release.names, full_release.graph
    question = resolve("ROS1 fusion in lung cancer", names, graph, as_of=DAY)
    expected = find(graph, question, today=DAY)
    page = ask(
        """{ trialMatches(biomarker: "ROS1 fusion", cancer: "lung cancer", first: 200) {
          totalCount nodes { verdict selects reasons trial { curie } criteria { totalCount } } } }"""
    )["trialMatches"]
    told = [(n["trial"]["curie"], n["verdict"].lower().replace("_", " ")) for n in page["nodes"]]
    assert told == [(m.trial.id, m.verdict) for m in (*expected.matches, *expected.named)][:200]
    assert page["nodes"][0]["selects"]
    assert all(node["reasons"] for node in page["nodes"])


@pytest.mark.parametrize(
    ("cancer", "verdict"), [("pancreatic cancer", "NEEDS_CHECKING"), ("lung cancer", "MAY_FIT")]
)
def test_trident_1_needs_checking_in_pancreatic_cancer_and_may_fit_in_lung_cancer(
    ask: Callable[..., Any], cancer: str, verdict: str
) -> None:
    query = """query($cancer: String!) { trialMatches(biomarker: "ROS1 fusion", cancer: $cancer, first: 200) {
      nodes { verdict trial { curie } } } }"""
    nodes = ask(query, cancer=cancer)["trialMatches"]["nodes"]
    assert [n["verdict"] for n in nodes if n["trial"]["curie"] == "NCT:NCT03093116"] == [verdict]
