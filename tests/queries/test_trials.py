"""Matching trials: what rules out, what does not, and what unknown must never do."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.records import Record, Source
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import encode_all
from oncotrace.loaders import clinicaltrials
from oncotrace.loaders.declare import Row, Unmapped
from oncotrace.queries.resolve import resolve
from oncotrace.queries.trial_criteria import MET, NOT_MET, UNKNOWN, Checked
from oncotrace.queries.trials import DOES_NOT_FIT, MAY_FIT, NEEDS_CHECKING, Match, Trials, Wish, find, verdict

TODAY = "2026-11-26"

TRIALS = {
    # number: (conditions, eligibility text, other fields)
    1: ("Solid Tumors", "* Solid tumor with a ROS1 fusion\n* Cohort A: ROS1+ NSCLC", {}),
    2: ("Pancreatic Cancer", "* KRAS mutation\n\nExclusion Criteria:\n* ROS1 fusion", {}),
    3: ("Pancreatic Cancer", "* NSCLC: if ROS1 fusion, prior targeted therapy is required", {}),
    4: ("Solid Tumors", "* Solid tumor with a ROS1 fusion", {"status": "COMPLETED"}),
    5: (
        "Solid Tumors",
        "* Solid tumor with a ROS1 fusion",
        {"maximumAge": "17 Years", "places": [["Belgium", "Ghent"]]},
    ),
    6: ("Solid Tumors", "* CD74::ROS1 fusion and KRAS mutation", {}),
    7: ("Solid Tumors", "* Solid tumor with a ROS1 fusion\n* No prior ROS1 TKI", {"phases": ["PHASE3"]}),
    8: ("Pancreatic Cancer", "* Fit for chemotherapy", {"interventions": [{"name": "Crizotinib"}]}),
    9: ("Non-Small Cell Lung Cancer", "* ROS1 fusion", {"places": [["Belgium", "Ghent"]]}),
    10: ("Solid Tumors", "Exclusion Criteria:\n* NSCLC with a ROS1 fusion\n* Melanoma with ROS1 fusion", {}),
}


def row(number: int) -> Row:
    conditions, text, others = TRIALS[number]
    cells = {
        "nctId": f"NCT{number:08}", "title": f"Trial {number}", "status": "RECRUITING", "statusOn": "2026-11",
        "studyType": "INTERVENTIONAL", "phases": ["PHASE2"], "conditions": [conditions], "interventions": [],
        "arms": [], "eligibility": f"Inclusion Criteria:\n\n{text}", "sex": "", "minimumAge": "12 Years",
        "maximumAge": "", "places": [["United States", "Boston"]],
    }  # fmt: skip
    return Row(cells | others, "trials.json", number)


@pytest.fixture(scope="module")
def graph(core_records: list[Record], core_names: Names) -> Graph:
    source = Source(id="oid:source-clinicaltrials", title="ClinicalTrials.gov", version="2026-11-20")
    found = clinicaltrials.records([row(n) for n in TRIALS], core_names)
    trials = [record for record in found if not isinstance(record, Unmapped)]
    store = OxigraphStore(None)
    store.load(encode_all([*core_records, source, *trials], "graph:core"))
    return StoreGraph(store)


Ask = Callable[..., Trials]


@pytest.fixture
def ask(graph: Graph, core_names: Names) -> Ask:
    def ask(text: str, today: str = TODAY, **wish: object) -> Trials:
        question = resolve(text, core_names, graph, as_of=today)
        return find(graph, question, today=today, wish=Wish(**wish))  # type: ignore[arg-type]

    return ask


def verdicts(found: Trials) -> dict[int, str]:
    return {int(m.trial.id[-8:]): m.verdict for m in (*found.matches, *found.named)}


def match(found: Trials, number: int) -> Match:
    return next(m for m in (*found.matches, *found.named) if int(m.trial.id[-8:]) == number)


def test_ros1_in_pancreatic_cancer(ask: Ask) -> None:
    found = ask("ROS1 fusion in pancreatic cancer")
    assert verdicts(found) == {
        1: NEEDS_CHECKING,  # the only cohort for ROS1 is for lung cancer
        2: DOES_NOT_FIT,
        3: NEEDS_CHECKING,  # names ROS1 for lung cancer, and takes pancreatic cancer whatever the change
        4: DOES_NOT_FIT,
        5: MAY_FIT,  # no age was told
        6: NEEDS_CHECKING,
        7: MAY_FIT,
        9: DOES_NOT_FIT,
        10: NEEDS_CHECKING,
    }
    assert [int(m.trial.id[-8:]) for m in found.matches] == [7, 5, 1, 6]
    assert match(found, 1).reasons[0] == (
        "Its cohorts for ROS1 fusion are for non-small cell lung cancer."
        " Its general criteria name any solid tumour."
    )
    assert [m.trial.id for m in found.elsewhere] == ["NCT:NCT00000009"]
    assert [t.id for t in found.same_cancer] == ["NCT:NCT00000008"]


def test_the_same_in_lung_cancer(ask: Ask) -> None:
    found = verdicts(ask("ROS1 fusion in lung cancer"))
    assert (found[1], found[9], found[2], found[10]) == (MAY_FIT, MAY_FIT, DOES_NOT_FIT, NEEDS_CHECKING)


def test_a_lung_only_clause_is_shown_as_such(ask: Ask) -> None:
    found = match(ask("ROS1 fusion in pancreatic cancer"), 3)
    assert not found.selects
    assert "that clause is about non-small cell lung cancer" in found.reasons[0]
    [clause] = [c for c in found.checked if c.about == "biomarker"]
    assert (clause.applies, clause.outcome) == (False, UNKNOWN)


def test_age_status_and_country(ask: Ask) -> None:
    assert verdicts(ask("ROS1 fusion in pancreatic cancer", age=61))[5] == DOES_NOT_FIT
    assert verdicts(ask("ROS1 fusion in pancreatic cancer", age=15))[5] == MAY_FIT
    assert "It has ended." in match(ask("ROS1 fusion in pancreatic cancer"), 4).reasons
    only = ask("ROS1 fusion in pancreatic cancer", status="completed")
    assert set(verdicts(only)) == {4}
    # Alike but for their places: by number, unless one of them is near.
    near, far = (ask("ROS1 fusion in lung cancer", country=country) for country in ("Belgium", "France"))
    orders = [[m.trial.id[-1] for m in found.matches if m.trial.id[-1] in "15"] for found in (near, far)]
    assert orders == [["5", "1"], ["1", "5"]]
    assert "It names no place in Belgium." in match(near, 7).reasons


def test_earlier_treatment_needs_checking(ask: Ask) -> None:
    found = match(ask("ROS1 fusion in pancreatic cancer", prior=("oid:drug-crizotinib",)), 7)
    assert found.verdict == NEEDS_CHECKING
    assert "It may keep out people who have had that earlier treatment." in found.reasons


def test_a_haematological_cancer_is_no_solid_tumour(ask: Ask, core_names: Names) -> None:
    assert core_names.cancer("acute myeloid leukaemia")
    found = ask("ROS1 fusion in acute myeloid leukaemia")
    assert {m.verdict for m in (*found.matches, *found.named)} <= {DOES_NOT_FIT, NEEDS_CHECKING}


def test_old_data_are_told(ask: Ask) -> None:
    assert not ask("ROS1 fusion in lung cancer").stale
    later = ask("ROS1 fusion in lung cancer", today="2027-01-20")
    assert later.stale
    assert later.days_old == 61


def test_a_trial_of_nothing_asked_for_is_no_match(ask: Ask) -> None:
    found = ask("BRAF V600E in pancreatic cancer")
    assert (found.matches, found.named) == ([], [])
    assert found.loaded == len(TRIALS)


# --- what holds of every verdict ---------------------------------------------------------------

outcomes = st.sampled_from([MET, NOT_MET, UNKNOWN])
criteria = st.builds(
    Checked,
    about=st.just("biomarker"),
    outcome=outcomes,
    polarity=st.sampled_from(["selects", "excludes", "condition", "unread"]),
    criterion=st.just("oid:criterion-1"),
    scope=st.sampled_from(["", "Cohort A", "Phase 2"]),
    cancers=st.sampled_from([(), ("oid:cancer-solid-tumour",)]),
    applies=st.booleans(),
    carried=st.sampled_from(["yes", "maybe", "other change", ""]),
)
FIELDS = ("cancer", "age", "status", "country")


@settings(max_examples=300, deadline=None)
@given(checked=st.lists(criteria, max_size=5), known=st.lists(outcomes, min_size=4, max_size=4))
def test_unknown_never_disqualifies(checked: list[Checked], known: list[str]) -> None:
    """A verdict of "does not fit" stands on something that is known: turn it to unknown, and it goes."""
    fields = [Checked(about=about, outcome=outcome) for about, outcome in zip(FIELDS, known, strict=True)]
    open_fields = [replace(f, outcome=UNKNOWN) for f in fields]
    open_checked = [replace(c, outcome=UNKNOWN, applies=True) for c in checked]
    assert verdict(open_fields, open_checked) != DOES_NOT_FIT


@settings(max_examples=300, deadline=None)
@given(checked=st.lists(criteria, max_size=5), known=st.lists(outcomes, min_size=4, max_size=4))
def test_one_more_unknown_never_makes_it_better(checked: list[Checked], known: list[str]) -> None:
    order = [DOES_NOT_FIT, NEEDS_CHECKING, MAY_FIT]
    fields = [Checked(about=about, outcome=outcome) for about, outcome in zip(FIELDS, known, strict=True)]
    more = Checked(about="unread", outcome=UNKNOWN, polarity="unread", criterion="oid:criterion-2")
    assert order.index(verdict(fields, [*checked, more])) == order.index(verdict(fields, checked))


@pytest.mark.parametrize("age", [None, 15, 61])
@pytest.mark.parametrize("prior", [(), ("oid:drug-crizotinib",)])
def test_more_facts_never_hide_a_criterion(ask: Ask, age: int | None, prior: tuple[str, ...]) -> None:
    """What is known of a person changes outcomes, never which criteria are told."""
    plain = ask("ROS1 fusion in pancreatic cancer")
    told = ask("ROS1 fusion in pancreatic cancer", age=age, prior=prior)
    for number in verdicts(plain):
        assert [(c.about, c.quote) for c in match(told, number).checked] == [
            (c.about, c.quote) for c in match(plain, number).checked
        ]
