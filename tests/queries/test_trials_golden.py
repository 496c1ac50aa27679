"""Golden matches in the published files: what somebody found who read the eligibility texts."""

from collections.abc import Callable

import pytest

from oncotrace.kg.release import Release
from oncotrace.queries.resolve import resolve
from oncotrace.queries.trials import DOES_NOT_FIT, MAY_FIT, NEEDS_CHECKING, Match, Trials, find

TODAY = "2026-01-20"
Find = Callable[[str], Trials]

NOT_SELECTED = "not selected"
"""The trial does not select for the biomarker here, whatever else may be said of it."""

GOLDEN = [
    ("ROS1 fusion", "pancreatic cancer", "NCT03093116", NEEDS_CHECKING),  # open ROS1 cohorts are lung only
    ("ROS1 fusion", "lung cancer", "NCT03093116", MAY_FIT),  # EXP-1 to EXP-4
    ("ROS1 fusion", "acute myeloid leukaemia", "NCT03093116", DOES_NOT_FIT),  # solid tumours only
    ("ROS1 fusion", "lung cancer", "NCT06311721", DOES_NOT_FIT),  # asks for ROS1-negative tumours
    ("ROS1 fusion", "pancreatic cancer", "NCT06695845", NOT_SELECTED),  # keeps lung patients with ROS1 out
    ("NTRK1 fusion", "pancreatic cancer", "NCT03093116", MAY_FIT),  # EXP-5 and EXP-6: any solid tumour
    ("KRAS G12C", "colorectal cancer", "NCT06252649", MAY_FIT),
    ("KRAS G12C", "pancreatic cancer", "NCT06447662", MAY_FIT),  # PDAC: any KRAS mutation
    ("KRAS G12C", "lung cancer", "NCT05853575", MAY_FIT),
    ("KRAS G12C", "pancreatic cancer", "NCT06252649", DOES_NOT_FIT),  # colorectal cancer only
    ("KRAS G12D", "pancreatic cancer", "NCT06040541", MAY_FIT),  # any solid tumour with G12D
    ("KRAS G12D", "pancreatic cancer", "NCT03608631", MAY_FIT),
    ("KRAS G12D", "colorectal cancer", "NCT06252649", NOT_SELECTED),  # another change of the gene
    ("BRAF V600E", "colorectal cancer", "NCT06102902", MAY_FIT),
    ("BRAF V600E", "melanoma", "NCT01638676", MAY_FIT),
    ("BRAF V600E", "colorectal cancer", "NCT01638676", DOES_NOT_FIT),  # melanoma only
    ("BRAF V600E", "thyroid cancer", "NCT05868629", MAY_FIT),  # any solid tumour ...
    ("BRAF V600E", "colorectal cancer", "NCT05868629", DOES_NOT_FIT),  # ... but a list of tumour types
    ("EGFR L858R", "lung cancer", "NCT04181060", MAY_FIT),
    ("EGFR exon 20 insertion", "lung cancer", "NCT04181060", DOES_NOT_FIT),  # "are not eligible"
    ("EGFR exon 20 insertion", "lung cancer", "NCT06225804", MAY_FIT),  # the expansion part
    ("BRCA1 mutation", "pancreatic cancer", "NCT04858334", MAY_FIT),
    ("MTAP deletion", "pancreatic cancer", "NCT05732831", MAY_FIT),
    ("TP53 R175H", "colorectal cancer", "NCT05877599", MAY_FIT),
    ("HER2-positive", "breast cancer", "NCT05230810", MAY_FIT),
    ("HER2-positive", "breast cancer", "NCT06263543", NOT_SELECTED),  # asks for HER2-low
    ("PIK3CA mutation", "breast cancer", "NCT05230810", MAY_FIT),
    ("MSI-H", "colorectal cancer", "NCT06006923", MAY_FIT),
]
"""Biomarker, cancer, trial and verdict."""


@pytest.fixture(scope="module")
def ask(full_release: Release) -> Find:
    known: dict[str, Trials] = {}

    def ask(text: str) -> Trials:
        if text not in known:
            question = resolve(text, full_release.names, full_release.graph, as_of=TODAY)
            known[text] = find(full_release.graph, question, today=TODAY)
        return known[text]

    return ask


def match(found: Trials, number: str) -> Match:
    return next(m for m in (*found.matches, *found.named) if m.trial.id == f"NCT:{number}")


@pytest.mark.parametrize(("biomarker", "cancer", "number", "verdict"), GOLDEN)
def test_golden(ask: Find, biomarker: str, cancer: str, number: str, verdict: str) -> None:
    found = match(ask(f"{biomarker} in {cancer}"), number)
    if verdict == NOT_SELECTED:
        assert not found.selects or found.verdict == DOES_NOT_FIT
    else:
        assert found.verdict == verdict, found.reasons


def test_no_trial_clearly_selects_for_ros1_in_pancreatic_cancer(ask: Find) -> None:
    found = ask("ROS1 fusion in pancreatic cancer")
    assert found.clear == []
    assert "NCT:NCT03093116" in [m.trial.id for m in found.matches]
    assert match(found, "NCT03093116").reasons[0] == (
        "Its cohorts for ROS1 fusion are for non-small cell lung cancer."
        " Its general criteria name any solid tumour."
    )
    assert (found.data_date, found.stale) == ("2026-01-05", False)


@pytest.mark.parametrize("number", "NCT05076760 NCT06447662 NCT06695845 NCT05651022 NCT06704724".split())
def test_keyword_hits_do_not_select(ask: Find, number: str) -> None:
    """Each names ROS1, and none takes people for it."""
    found = match(ask("ROS1 fusion in pancreatic cancer"), number)
    assert not found.selects
    assert found.reasons


@pytest.mark.parametrize("number", ["NCT06447662", "NCT06704724", "NCT06695845"])
def test_lung_only_clauses_are_shown_as_such(ask: Find, number: str) -> None:
    found = match(ask("ROS1 fusion in pancreatic cancer"), number)
    clauses = [c for c in found.checked if c.about == "biomarker" and c.carried]
    assert clauses
    assert not any(c.applies for c in clauses)
    assert "lung cancer" in found.reasons[0]


def test_the_golden_matches_cover_eight_biomarkers() -> None:
    assert len({biomarker for biomarker, *_ in GOLDEN}) >= 8
    assert len(GOLDEN) >= 20
