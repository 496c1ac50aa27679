"""Approvals before and after their days, as a question meets them. Dates: loaders/core/approvals."""

import pytest

from oncotrace.answers.facts import Facts, gather
from oncotrace.kg.biomarkers import read
from oncotrace.kg.release import Release
from oncotrace.queries.question import Question

LUNG, PANCREAS, BILE_DUCT = "MONDO:0005233", "MONDO:0006047", "MONDO:0019087"
MTC = "MONDO:0015277"  # medullary thyroid carcinoma
ANY_DAY = "2026-11-24"


def facts(release: Release, biomarker: str, cancer: str, as_of: str, agency: str = "FDA") -> Facts:
    carried, *related = read(biomarker, release.names.genes)
    question = Question(
        text=f"{biomarker} in {cancer}", biomarkers=(carried,), related=tuple(related), cancer=cancer
    )
    return gather(release.graph, question, as_of=as_of, agency=agency)


def standing(found: Facts, drug: str) -> str:
    """Group and last event up to the day of each of a drug's indications of the agency, sorted."""
    told = {
        f"{o.group} {o.events[-1].kind}"
        for o in found.options
        if o.therapy.label == drug and o.indication.agency == found.agency and o.group
    }
    return ", ".join(sorted(told))


TIMES = [
    # Both indications came on one day; each stays with its own biomarker.
    ("ROS1 fusion", LUNG, "entrectinib", "2019-08-14", ""),
    ("ROS1 fusion", LUNG, "entrectinib", "2019-08-15", "here_this regular, solid_other accelerated"),
    ("ROS1 fusion", PANCREAS, "entrectinib", "2019-08-15", "elsewhere regular, solid_other accelerated"),
    ("NTRK1 fusion", PANCREAS, "entrectinib", "2019-08-14", ""),
    ("NTRK1 fusion", PANCREAS, "entrectinib", "2019-08-15", "solid_this accelerated"),
    # Extended "2023-10": on a day of that month nobody can say from the record that it was out.
    ("NTRK1 fusion", PANCREAS, "entrectinib", "2023-10-30", "solid_this accelerated"),
    ("NTRK1 fusion", PANCREAS, "entrectinib", "2023-10-31", "solid_this extended"),
    # One indication, two events.
    ("NTRK3 fusion", PANCREAS, "larotrectinib", "2018-11-25", ""),
    ("NTRK3 fusion", PANCREAS, "larotrectinib", "2018-11-26", "solid_this accelerated"),
    ("NTRK3 fusion", PANCREAS, "larotrectinib", "2025-04-29", "solid_this accelerated"),
    ("NTRK3 fusion", PANCREAS, "larotrectinib", "2025-04-30", "solid_this regular"),
    # Two cancers in 2024, a third in 2026.
    ("NRG1 fusion", PANCREAS, "zenocutuzumab", "2024-12-03", ""),
    ("NRG1 fusion", PANCREAS, "zenocutuzumab", "2024-12-04", "elsewhere accelerated, here_this accelerated"),
    ("NRG1 fusion", BILE_DUCT, "zenocutuzumab", "2026-05-07", "elsewhere accelerated"),
    ("NRG1 fusion", BILE_DUCT, "zenocutuzumab", "2026-05-08", "elsewhere accelerated, here_this approved"),
    # Withdrawn: the record stays, and says so.
    ("FGFR2 fusion", BILE_DUCT, "infigratinib", "2021-05-27", ""),
    ("FGFR2 fusion", BILE_DUCT, "infigratinib", "2021-05-28", "here_this accelerated"),
    ("FGFR2 fusion", BILE_DUCT, "infigratinib", "2024-05-15", "here_this accelerated"),
    ("FGFR2 fusion", BILE_DUCT, "infigratinib", "2024-05-16", "here_this withdrawn"),
    # Of three indications one is withdrawn, one made regular; that for RET fusions in the thyroid stays.
    ("RET mutation", MTC, "pralsetinib", "2020-11-30", ""),
    ("RET mutation", MTC, "pralsetinib", "2020-12-01", "here_other accelerated, here_this accelerated"),
    ("RET mutation", MTC, "pralsetinib", "2023-07-30", "here_other accelerated, here_this accelerated"),
    ("RET mutation", MTC, "pralsetinib", "2023-07-31", "here_other accelerated, here_this withdrawn"),
    ("RET fusion", LUNG, "pralsetinib", "2020-09-04", "here_this accelerated"),
    ("RET fusion", LUNG, "pralsetinib", "2023-08-08", "elsewhere accelerated, here_this accelerated"),
    ("RET fusion", LUNG, "pralsetinib", "2023-08-09", "elsewhere accelerated, here_this regular"),
    # First whatever the biomarker, then withdrawn; back years later for two changes of EGFR.
    ("EGFR L858R", LUNG, "gefitinib", "2003-05-01", ""),
    ("EGFR L858R", LUNG, "gefitinib", "2003-05-02", "here_any accelerated"),
    ("EGFR L858R", LUNG, "gefitinib", "2012-04-25", "here_any withdrawn"),
    ("EGFR L858R", LUNG, "gefitinib", "2015-07-12", "here_any withdrawn"),
    ("EGFR L858R", LUNG, "gefitinib", "2015-07-13", "here_any withdrawn, here_this regular"),
]


@pytest.mark.parametrize(("biomarker", "cancer", "drug", "day", "wanted"), TIMES)
def test_before_and_after(
    biomarker: str, cancer: str, drug: str, day: str, wanted: str, core_release: Release
) -> None:
    assert standing(facts(core_release, biomarker, cancer, day), drug) == wanted


@pytest.mark.parametrize(("biomarker", "cancer", "drug", "day", "wanted"), TIMES)
def test_groups_hold_what_is_in_force(
    biomarker: str, cancer: str, drug: str, day: str, wanted: str, core_release: Release
) -> None:
    """What was withdrawn by the day stands in no group of treatments."""
    found = facts(core_release, biomarker, cancer, day)
    standing = {told.split(" ")[0] for told in wanted.split(", ") if not told.endswith("withdrawn")}
    for group in ("here_this", "here_any", "solid_this", "elsewhere", "here_other", "solid_other"):
        assert any(o.therapy.label == drug for o in found.in_group(group)) == (group in standing)


def test_an_agency_has_days_of_its_own(core_release: Release) -> None:
    """Entrectinib: FDA 2019-08-15, EMA 2020-07-31."""
    between = {a: facts(core_release, "ROS1 fusion", LUNG, "2020-07-30", a) for a in ("FDA", "EMA")}
    assert standing(between["FDA"], "entrectinib")
    assert standing(between["EMA"], "entrectinib") == ""
    after = facts(core_release, "ROS1 fusion", LUNG, "2020-07-31", "EMA")
    assert "here_this conditional" in standing(after, "entrectinib")


@pytest.mark.parametrize(
    ("biomarker", "cancer", "before", "after"),
    [
        ("BRCA2 mutation", "MONDO:0018874", "2018-01-01", ANY_DAY),  # acute myeloid leukaemia
        ("NTRK1 fusion", "MONDO:0018874", "2018-01-01", ANY_DAY),
        ("NTRK1 fusion", "MONDO:0011996", "2018-01-01", ANY_DAY),  # chronic myeloid leukaemia
    ],
)
def test_any_solid_tumour_never_reaches_the_blood(
    biomarker: str, cancer: str, before: str, after: str, full_release: Release
) -> None:
    """With all sources, whose hierarchies differ: larotrectinib is no drug for leukaemia by its label."""
    for day in (before, after):
        found = facts(full_release, biomarker, cancer, day)
        assert found.in_group("solid_this") == found.in_group("solid_other") == []
        assert all(o.cancer_relation != "solid" for o in found.options)


def test_papers_of_later_years_are_not_known(full_release: Release) -> None:
    """EID1100 cites a paper of 2013; CIViC took it in years later, which is no time of truth."""
    for day, known in (("2013-12-30", False), ("2013-12-31", True)):
        found = facts(full_release, "ROS1 fusion", LUNG, day)
        joint = {s.id for claim in found.evidence.joint for s in claim.statements}
        assert ("oid:st-civic-1100" in joint) == known
