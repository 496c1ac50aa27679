"""Evidence by proposition and by paper: what profiles, flags, dates and disagreement make of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import World, cancers

from oncotrace.kg.records import Evidence, Quarantined
from oncotrace.queries.evidence import Claim, best_level, papers, stance

JOINT = "CD74::ROS1 fusion AND ROS1 G2032R"
LUNG = "oid:cancer-nsclc"


@pytest.fixture
def world() -> World:
    """Awad et al. in two rows, a paper on any ROS1 fusion, and one that disagrees."""
    made = cancers()
    made.evidence(
        "1100",
        "crizotinib",
        JOINT,
        LUNG,
        "resistance",
        document="PMID:23724914",
        acquired=True,
        level="civic:C",
    )
    made.evidence(
        "2934", "crizotinib", "ROS1 G2032R", LUNG, "resistance", document="PMID:23724914", level="civic:C"
    )
    made.evidence(
        "1", "crizotinib", "ROS1 fusion", LUNG, document="PMID:25264305", level="civic:A", published="2014-09"
    )
    return made


def ids(claims: list[Claim]) -> set[str]:
    return {s.id.removeprefix("oid:st-civic-") for c in claims for s in c.statements}


# --- profiles -----------------------------------------------------------------------------------


def test_a_profile_says_nothing_of_its_member_alone(world: World) -> None:
    found = world.evidence_for(["ROS1 fusion"], LUNG)
    assert ids(found.here) == {"1"}
    assert not any(c.negative for c in found.here)


def test_a_profile_is_told_apart_where_more_is_needed_than_is_carried(world: World) -> None:
    """A patient with any ROS1 fusion must learn of it: apart, as what a second change can do."""
    for carried in (["ROS1 fusion"], ["CD74::ROS1 fusion"]):
        found = world.evidence_for(carried, LUNG)
        assert ids(found.joint) == {"1100"}
        assert [c.biomarker_relation for c in found.joint] == ["joint"]


@pytest.mark.parametrize("carried", [["CD74::ROS1 fusion", "ROS1 G2032R"], [JOINT]])
def test_a_profile_counts_where_all_of_it_is_carried(world: World, carried: list[str]) -> None:
    found = world.evidence_for(carried, LUNG)
    assert "1100" in ids(found.here)
    assert ids(found.joint) == set()


def test_another_partner_does_not_carry_the_profile(world: World) -> None:
    found = world.evidence_for(["SLC4A4::ROS1 fusion", "ROS1 G2032R"], LUNG)
    assert "1100" not in ids(found.here)


def test_two_rows_of_one_paper_are_one_paper(world: World) -> None:
    found = world.evidence_for(["CD74::ROS1 fusion", "ROS1 G2032R"], LUNG)
    both = [s for c in found.here for s in c.statements if s.id in ("oid:st-civic-1100", "oid:st-civic-2934")]
    assert len(both) == 2
    assert papers(both) == ["PMID:23724914"]


def test_a_flagged_row_is_never_reached(world: World) -> None:
    flagged = Quarantined(
        id="oid:quarantine-civic-7538", source="oid:source-civic", locator="EID7538", reason="flagged"
    )
    world.add(flagged)
    assert not world.graph().ids("Quarantined")
    found = world.evidence_for(["SLC4A4::ROS1 fusion", "CD74::ROS1 fusion"], LUNG)
    assert "7538" not in str(found)


# --- cancers ------------------------------------------------------------------------------------


def test_evidence_of_other_cancers_stands_apart(world: World) -> None:
    found = world.evidence_for(["ROS1 fusion"], "oid:cancer-pdac")
    assert (ids(found.here), ids(found.elsewhere)) == (set(), {"1"})


def test_evidence_of_a_kind_of_the_cancer_is_here(world: World) -> None:
    world.evidence("2", "ceritinib", "ROS1 fusion", "oid:cancer-luad")
    found = world.evidence_for(["ROS1 fusion"], LUNG)
    assert ids(found.here) == {"1", "2"}
    assert {c.cancer_relation for c in found.here} == {"same", "narrower"}


def test_evidence_of_a_broader_cancer_does_not_flow_down(world: World) -> None:
    """Approvals are inherited by kinds of a cancer; evidence is told where it was seen."""
    found = world.evidence_for(["ROS1 fusion"], "oid:cancer-luad")
    assert (ids(found.here), ids(found.elsewhere)) == (set(), {"1"})


# --- disagreement -------------------------------------------------------------------------------


def test_sensitivity_against_resistance_is_a_conflict(world: World) -> None:
    world.evidence("3", "crizotinib", "ROS1 fusion", LUNG, "resistance", document="PMID:3")
    (claim,) = world.evidence_for(["ROS1 fusion"], LUNG).here
    assert claim.conflict
    assert ([s.id for s in claim.positive], [s.id for s in claim.negative]) == (
        ["oid:st-civic-1"],
        ["oid:st-civic-3"],
    )


def test_a_disputed_sensitivity_is_a_conflict_too(world: World) -> None:
    world.evidence("4", "crizotinib", "ROS1 fusion", LUNG, direction="disputes", document="PMID:4")
    (claim,) = world.evidence_for(["ROS1 fusion"], LUNG).here
    assert claim.conflict


def test_disputed_resistance_is_no_proof_that_a_drug_works(world: World) -> None:
    world.evidence("5", "lorlatinib", "ROS1 fusion", LUNG, "resistance", direction="disputes")
    claim = next(c for c in world.evidence_for(["ROS1 fusion"], LUNG).here if c.therapy.label == "lorlatinib")
    assert not (claim.positive or claim.negative or claim.conflict)


@pytest.mark.parametrize(
    ("significance", "direction", "sign"),
    [
        ("sensitivity", "supports", 1),
        ("sensitivity", "disputes", -1),
        ("resistance", "supports", -1),
        ("resistance", "disputes", 0),
        ("reduced_sensitivity", "supports", -1),
        ("adverse_response", "supports", -1),
        ("better_outcome", "supports", 0),
        ("positive", "supports", 0),
    ],
)
def test_what_a_row_says_of_a_treatment(significance: str, direction: str, sign: int) -> None:
    row = Evidence(
        id="oid:st-civic-1", proposition="p", source="s", significance=significance, direction=direction
    )
    assert stance(row) == sign


@given(st.lists(st.sampled_from(["civic:A", "civic:B", "civic:D", "amp:I-A", "escat:I-A"]), max_size=4))
def test_the_strongest_level_counts(levels: list[str]) -> None:
    row = Evidence(id="oid:st-civic-1", proposition="p", source="s", levels=tuple(levels))
    civic = [level[-1] for level in levels if level.startswith("civic:")]
    assert best_level(row) == min(civic, default="E")


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2013-12-30", set()),
        ("2013-12-31", {"2934"}),
        ("2014-09-29", {"2934"}),
        ("2014-09-30", {"1", "2934"}),
    ],
)
def test_a_paper_is_known_when_its_date_is_over(world: World, day: str, known: set[str]) -> None:
    found = world.evidence_for(["ROS1 fusion", "ROS1 G2032R"], LUNG, day)
    assert ids(found.here) & {"1", "2934"} == known


def test_what_has_no_date_is_known_from_its_entry(world: World) -> None:
    world.finding("case", "ROS1 fusion", "oid:cancer-paad")  # entered on 2020-01-01
    before = world.evidence_for(["ROS1 fusion"], "oid:cancer-paad", "2019-12-31")
    after = world.evidence_for(["ROS1 fusion"], "oid:cancer-paad", "2020-01-01")
    assert ([f.id for f, _ in before.findings], [f.id for f, _ in after.findings]) == (
        [],
        ["oid:st-core-case"],
    )


# --- order --------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=6))
def test_stronger_evidence_comes_first(levels: list[str]) -> None:
    world = cancers()
    for number, level in enumerate(levels):
        world.evidence(str(number), f"drug {number}", "ROS1 fusion", LUNG, level=f"civic:{level}")
    found = [c.best_level for c in world.evidence_for(["ROS1 fusion"], LUNG).here]
    assert found == sorted(levels)


def test_the_specific_comes_before_the_propagated(world: World) -> None:
    """A row on the very fusion leads one of a higher level on any ROS1 fusion."""
    world.evidence("6", "lorlatinib", "CD74::ROS1 fusion", LUNG, level="civic:D", document="PMID:6")
    found = world.evidence_for(["CD74::ROS1 fusion"], LUNG).here
    assert [c.biomarker_relation for c in found] == ["same", "broader"]
