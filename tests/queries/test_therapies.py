"""Indications seen from a question: the groups, and the hard cases that must come out right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import GENES, World, cancers

from oncotrace.kg.biomarkers import read
from oncotrace.kg.reader import Reader
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.therapies import GROUPS, on_record

NTRK = "NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion"
BRCA = "BRCA1 mutation OR BRCA2 mutation"


@pytest.fixture
def world() -> World:
    """The approvals that the design's hard cases are about."""
    made = cancers()
    made.approval(
        "larotrectinib", NTRK, SOLID, events=[("accelerated", "2018-11-26"), ("regular", "2025-04")]
    )
    made.approval("entrectinib", "ROS1 fusion", "oid:cancer-nsclc", events=[("regular", "2019-08-15")])
    made.approval("entrectinib", NTRK, SOLID, events=[("accelerated", "2019-08-15")])
    made.approval("olaparib", BRCA, "oid:cancer-paad", origin="germline", maintenance=True)
    made.approval("daraxonrasib", "", "oid:cancer-paad", biomarker_required=False)
    made.approval(
        "gedatolisib",
        "",
        "oid:cancer-nsclc",
        requires_absent=(made.biomarker("PIK3CA mutation").id,),
    )
    made.approval("dabrafenib + trametinib", "KRAS G12C", SOLID, excluded_cancers=("oid:cancer-bowel",))
    made.approval("sotorasib", "KRAS G12C", "oid:cancer-nsclc", agency="EMA")
    made.approval(
        "infigratinib",
        "ROS1 fusion",
        "oid:cancer-paad",
        events=[("accelerated", "2021-05-28"), ("withdrawn", "2024-05")],
    )
    return made


def group(world: World, labels: list[str], cancer: str, id: str, day: str = "2026-11-24") -> str:
    option = world.options(labels, cancer, day).get(f"oid:st-core-{id}")
    return option.group if option else "not found"


# --- any solid tumour ---------------------------------------------------------------------------


def test_any_solid_tumour_reaches_a_solid_cancer_by_its_rule(world: World) -> None:
    option = world.options(["NTRK1 fusion"], "oid:cancer-pdac")[_id("larotrectinib", NTRK, SOLID)]
    assert (option.group, option.cancer_relation) == ("solid_this", "solid")
    assert set(option.rules) == {"ot:rule-or-member", "ot:rule-any-solid-tumour"}
    assert set(option.premises) == {option.indication.id, SOLID, read(NTRK, GENES)[0].id}
    assert [e.kind for e in option.events] == ["accelerated", "regular"]


def test_any_solid_tumour_never_reaches_a_leukaemia(world: World) -> None:
    option = world.options(["NTRK1 fusion"], "oid:cancer-aml")[_id("larotrectinib", NTRK, SOLID)]
    assert option.group == "elsewhere"
    assert "ot:rule-any-solid-tumour" not in option.rules


def test_an_excluded_cancer_and_its_kinds_are_not_reached(world: World) -> None:
    id = _id("dabrafenib + trametinib", "KRAS G12C", SOLID)
    assert world.options(["KRAS G12C"], "oid:cancer-pdac")[id].group == "solid_this"
    for cancer in ("oid:cancer-bowel", "oid:cancer-rectum"):
        assert world.options(["KRAS G12C"], cancer)[id].group == "elsewhere"
        found = world.options(["NTRK1 fusion"], cancer).get(id)
        assert found is None or found.group == ""


def test_two_indications_of_one_drug_are_never_crossed(world: World) -> None:
    ros1, ntrk = _id("entrectinib", "ROS1 fusion", "oid:cancer-nsclc"), _id("entrectinib", NTRK, SOLID)
    asked = world.options(["ROS1 fusion"], "oid:cancer-pdac")
    assert (asked[ros1].group, asked[ntrk].group) == ("elsewhere", "solid_other")
    asked = world.options(["NTRK3 fusion"], "oid:cancer-luad")
    assert (asked[ros1].group, asked[ntrk].group) == ("here_other", "solid_this")


# --- biomarkers ---------------------------------------------------------------------------------


def test_one_indication_over_an_or_meets_each_member(world: World) -> None:
    for gene in ("BRCA1", "BRCA2"):
        option = world.options([f"{gene} mutation"], "oid:cancer-paad")[
            _id("olaparib", BRCA, "oid:cancer-paad")
        ]
        assert option.group == "here_this"
        assert option.rules == ("ot:rule-or-member",)
        assert option.indication.origin == "germline"


def test_an_approval_without_biomarker_is_shown_whatever_was_asked(world: World) -> None:
    id = _id("daraxonrasib", "", "oid:cancer-paad")
    for labels in (["ROS1 fusion"], ["KRAS G12C"], []):
        option = world.options(labels, "oid:cancer-pdac")[id]
        assert (option.group, option.biomarker_relation) == ("here_any", "none")
    assert id not in world.options(["ROS1 fusion"], "oid:cancer-nsclc")


def test_what_must_be_absent_is_no_biomarker_of_the_drug(world: World) -> None:
    """Gedatolisib needs PIK3CA unmutated: it is never listed as a drug for PIK3CA mutations."""
    option = world.options(["PIK3CA mutation"], "oid:cancer-nsclc")[
        _id("gedatolisib", "", "oid:cancer-nsclc")
    ]
    assert option.group == "here_any"
    assert option.biomarker is None


def test_an_approval_for_a_profile_is_none_for_its_member(world: World) -> None:
    joint = world.approval("taletrectinib", "CD74::ROS1 fusion AND ROS1 G2032R", "oid:cancer-nsclc")
    assert world.options(["CD74::ROS1 fusion"], "oid:cancer-nsclc")[joint].group == "here_other"
    both = world.options(["CD74::ROS1 fusion AND ROS1 G2032R"], "oid:cancer-nsclc")[joint]
    assert both.group == "here_this"


def test_a_partner_is_met_by_an_approval_for_any_partner(world: World) -> None:
    id = _id("entrectinib", "ROS1 fusion", "oid:cancer-nsclc")
    option = world.options(["CD74::ROS1 fusion"], "oid:cancer-nsclc")[id]
    assert (option.group, option.rules) == ("here_this", ("ot:rule-partner-to-any",))


# --- edges of the hierarchy ---------------------------------------------------------------------


def test_a_narrower_cancer_inherits_along_reviewed_edges_alone(world: World) -> None:
    id = _id("daraxonrasib", "", "oid:cancer-paad")
    assert world.options([], "oid:cancer-pdac")[id].rules == ("ot:rule-descendant-inherits",)
    acinar = world.options([], "oid:cancer-acinar")[id]
    assert (acinar.cancer_relation, acinar.group) == ("unreviewed", "")


def test_a_broader_question_shows_narrower_approvals(world: World) -> None:
    option = world.options(["BRCA2 mutation"], "oid:cancer-pancreas")[
        _id("olaparib", BRCA, "oid:cancer-paad")
    ]
    assert option.group == "here_this"
    assert set(option.rules) == {"ot:rule-or-member", "ot:rule-narrower-shown"}


# --- agencies and time --------------------------------------------------------------------------


def test_what_only_another_agency_approved_is_not_on_record_here(world: World) -> None:
    reader = Reader(world.graph())
    drugs = ["oid:drug-sotorasib", "oid:drug-entrectinib", "oid:drug-trametinib"]
    assert on_record(reader, drugs, "FDA", "2026-11-24") == {"oid:drug-entrectinib", "oid:drug-trametinib"}
    assert on_record(reader, drugs, "EMA", "2026-11-24") == {"oid:drug-sotorasib"}
    assert on_record(reader, drugs, "FDA", "2019-01-01") == frozenset()


@pytest.mark.parametrize(
    ("day", "found", "in_force"),
    [
        ("2021-05-27", False, False),
        ("2021-05-28", True, True),
        ("2024-05-30", True, True),
        ("2024-05-31", True, False),
    ],
)
def test_a_withdrawn_approval_before_and_after(world: World, day: str, found: bool, in_force: bool) -> None:
    """A withdrawal dated to a month holds when the month is over."""
    option = world.options(["ROS1 fusion"], "oid:cancer-paad", day).get(
        _id("infigratinib", "ROS1 fusion", "oid:cancer-paad")
    )
    assert (option is not None) == found
    assert (option is not None and option.in_force) == in_force


def test_events_after_the_day_are_not_told(world: World) -> None:
    option = world.options(["NTRK1 fusion"], "oid:cancer-pdac", "2024-01-01")[
        _id("larotrectinib", NTRK, SOLID)
    ]
    assert [e.kind for e in option.events] == ["accelerated"]


def test_a_drug_is_found_in_its_regimens(world: World) -> None:
    found = world.options_of("trametinib", ["KRAS G12C"], "oid:cancer-pdac")
    assert [o.therapy.label for o in found] == ["dabrafenib + trametinib"]
    assert {d.label for d in found[0].drugs} == {"dabrafenib", "trametinib"}


def test_options_come_in_one_order(world: World) -> None:
    ids = list(world.options(["NTRK1 fusion"], "oid:cancer-pdac"))
    assert ids == list(world.options(["NTRK1 fusion"], "oid:cancer-pdac"))
    found = [world.options(["NTRK1 fusion"], "oid:cancer-pdac")[id] for id in ids]
    assert [(o.indication.agency, o.events[0].date) for o in found] == sorted(
        (o.indication.agency, o.events[0].date) for o in found
    )


# --- on any graph -------------------------------------------------------------------------------

LABELS = ["ROS1 fusion", "CD74::ROS1 fusion", NTRK, "NTRK1 fusion", BRCA, "KRAS G12C AND ROS1 fusion", ""]
NODES = [SOLID, *(f"oid:cancer-{letter}" for letter in "abc"), "oid:cancer-blood"]


@settings(max_examples=150, deadline=None)
@given(
    edges=st.lists(
        st.tuples(st.sampled_from(NODES[1:]), st.sampled_from(NODES[:-1]), st.booleans()),
        min_size=2,
        max_size=8,
    ),
    approvals=st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(NODES)), min_size=1, max_size=5),
    cancer=st.sampled_from(NODES[1:]),
    carried=st.sampled_from(["ROS1 fusion", "CD74::ROS1 fusion", "NTRK1 fusion", "BRCA2 mutation"]),
)
def test_no_approval_flows_where_it_may_not(
    edges: list[tuple[str, str, bool]],
    approvals: list[tuple[str, str]],
    cancer: str,
    carried: str,
) -> None:
    """On any hierarchy: no unreviewed edge carries an approval, no blood cancer gets a solid tumour's.

    "oid:cancer-blood" hangs below solid cancers by unreviewed edges alone, however many there are.
    """
    world = World()
    for node in NODES:
        world.cancer(node)
    for narrower, broader, reviewed in edges:
        world.cancer(narrower, broader, reviewed=reviewed and narrower != "oid:cancer-blood")
    for number, (label, scope) in enumerate(approvals):
        world.approval(f"drug {number}", label, scope)
    up = _reach(cancer, {(a, b) for a, b, r in edges if r and a != "oid:cancer-blood"})
    down = _reach(cancer, {(b, a) for a, b, _ in edges})
    for option in world.options([carried], cancer).values():
        assert option.group in ("", *GROUPS)
        at = option.cancer.id
        if option.group.startswith("here"):
            assert at in up | down, f"{at} is neither above {cancer} by reviewed edges nor below it"
        if option.group.startswith("solid"):
            assert at == SOLID and SOLID in up
        if cancer == "oid:cancer-blood" and at == SOLID:
            assert option.group in ("", "elsewhere")
        if option.group in ("here_this", "solid_this"):
            assert option.biomarker is not None and option.biomarker.operator != "AND"


def _reach(start: str, edges: set[tuple[str, str]]) -> set[str]:
    reached = {start}
    while more := {b for a, b in edges if a in reached} - reached:
        reached |= more
    return reached


# --- other sources ------------------------------------------------------------------------------


def told(world: World, day: str = "2026-11-24") -> set[str]:
    """The sources of what is told of ROS1 in lung cancer."""
    found = world.options(["ROS1 fusion"], "oid:cancer-nsclc", day)
    return {o.indication.source.removeprefix("oid:source-") for o in found.values()}


def test_what_a_database_codes_is_not_told() -> None:
    """Neither beside the core nor alone: not even on a day before the core's own event."""
    made = cancers()
    approval = ("taletrectinib", "ROS1 fusion", "oid:cancer-nsclc")
    wrong = {"events": [("approved", "2015-06-11")], "source": "moalmanac", "access": "database_row"}
    made.approval(*approval, **wrong)
    assert told(made) == set()
    assert on_record(Reader(made.graph()), ["oid:drug-taletrectinib"], "FDA", "2026-11-24") == frozenset()
    made.approval(*approval, events=[("regular", "2025-06-11")])
    assert told(made) == {"core"}
    assert told(made, "2016-01-01") == set()


def test_a_notice_is_told_where_it_adds_to_the_core() -> None:
    made = cancers()
    approval = ("taletrectinib", "ROS1 fusion", "oid:cancer-nsclc")
    notice = {"source": "fda", "access": "notice"}
    made.approval(*approval, events=[("accelerated", "2024-01-10")], **notice)
    assert told(made) == {"fda"}
    made.approval(*approval, events=[("accelerated", "2024-01-10")])
    assert told(made) == {"core"}
    made.approval(*approval, events=[("regular", "2025-06-11")], **notice)
    assert told(made) == {"core", "fda"}


def _id(therapy: str, biomarker: str, cancer: str) -> str:
    return World().approval(therapy, biomarker, cancer)
