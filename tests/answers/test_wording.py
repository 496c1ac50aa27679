"""Words for dates, figures and frequency: each pinned at its edges."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncotrace.answers import wording
from oncotrace.kg.records import ApprovalEvent, Drug, PrevalenceObservation, Regimen
from oncotrace.queries.prevalence import Figure

OBSERVATION = PrevalenceObservation(id="oid:st-core-x", proposition="oid:prop-x", source="oid:source-core")


def figure(**values: object) -> Figure:
    seen = replace(OBSERVATION, **values)  # type: ignore[arg-type]
    return Figure(observation=seen, biomarker="oid:bm-ros1-fusion", cancer="MONDO:0009831")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019", "2019"),
        ("2019-05", "May 2019"),
        ("2019-05-24", "24 May 2019"),
        ("2018-11-06", "6 November 2018"),
        ("2018-12", "December 2018"),
    ],
)
def test_dates_keep_their_precision(date: str, words: str) -> None:
    assert wording.date_words(date) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.00088, "0.088%"),
        (3 / 3426, "0.088%"),
        (0.0015, "0.15%"),
        (0.0099, "0.99%"),
        (0.01, "1.0%"),
        (0.017, "1.7%"),
        (0.0994, "9.9%"),
        (0.1, "10%"),
        (0.435, "44%"),
    ],
)
def test_computed_shares_have_two_digits(share: float, words: str) -> None:
    assert wording.percent(share) == words


@given(st.integers(1, 500), st.integers(1, 500_000))
def test_a_computed_share_is_near_the_truth(n: int, more: int) -> None:
    """Rounding to two significant digits is never off by more than one in twenty."""
    share = n / (n + more)
    shown = float(wording.percent(share).removesuffix("%"))
    assert abs(shown - share * 100) <= share * 100 / 20


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=6), st.sampled_from(["and", "or"]))
def test_lists_lose_nothing(items: list[str], last: str) -> None:
    assert re.split(r", | and | or ", wording.listed(items, last)) == (items or [""])


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items: list[str], words: str) -> None:
    assert wording.listed(items) == words


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.0, "very rare"),
        (0.001, "very rare"),
        (0.0011, "rare"),
        (0.01, "rare"),
        (0.0101, "uncommon"),
        (0.05, "uncommon"),
        (0.2, "fairly common"),
        (0.5, "common"),
        (0.51, "very common"),
        (1.0, "very common"),
    ],
)
def test_words_of_frequency_at_their_bounds(share: float, word: str) -> None:
    assert wording.rarity(share) == word


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_frequent_never_sounds_rarer(one: float, other: float) -> None:
    words = [word for _, word in wording.RARITY]
    low, high = sorted((one, other))
    assert words.index(wording.rarity(low)) <= words.index(wording.rarity(high))


def test_a_span_of_frequency_names_both_ends() -> None:
    assert wording.frequency_words([0.0005, 0.3]) == "very rare to common"
    assert wording.frequency_words([0.002, 0.009]) == "rare"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("ROS1 fusion", "ROS1 fusion"),
        ("ERBB2 amplification", "HER2 (ERBB2) amplification"),
        ("NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion", "NTRK1/2/3 fusion"),
        ("BRCA1 mutation OR BRCA2 mutation", "BRCA1/2 mutation"),
        ("MSI-H OR dMMR", "MSI-H or dMMR"),
        ("EGFR L858R OR EGFR exon 19 deletion", "EGFR L858R or EGFR exon 19 deletion"),
        ("ATM mutation OR BRCA1 mutation OR BRCA2 mutation", "ATM or BRCA1/2 mutation"),
        ("(ABL1 F317L OR ABL1 F317V) AND ERBB2 fusion", "(ABL1 F317L or ABL1 F317V) and HER2 (ERBB2) fusion"),
    ],
)
def test_labels_in_words(label: str, words: str) -> None:
    assert wording.label_words(label) == words


def test_a_profile_in_words_keeps_each_change_with_its_gene() -> None:
    words = wording.label_words("CD74::ROS1 fusion AND ROS1 G2032R")
    assert words == "CD74::ROS1 fusion and ROS1 G2032R"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"n": 3, "total": 400, "printed": "0.8%"}, "3 of 400 (0.8%)"),
        ({"n": 3, "total": 3426}, "3 of 3,426 (0.088%, computed)"),
        ({"printed": "0.30%"}, "0.30%"),
        ({"printed": "9.61621881170562% + 3.97018395859337%"}, "9.62% + 3.97%"),
        ({"printed": "5.9%", "total": 2167}, "5.9% of 2,167"),
        ({"printed": "around 1%-2%", "confidence": "secondary-only"}, "around 1%-2%, second-hand"),
        ({"finding": "none_reported", "total": 3426}, "none reported in 3,426"),
        ({"finding": "none_reported"}, "none reported"),
    ],
)
def test_figures_as_printed_and_only_else_computed(values: dict[str, object], words: str) -> None:
    assert wording.figure_words(figure(**values)) == words


def test_cases_without_a_denominator_are_no_share() -> None:
    words = wording.figure_words(figure(n=7))
    assert "7 cases" in words
    assert "%" not in words


def test_three_of_three_is_never_all() -> None:
    """3 of 3 is 44 to 100 %: the figure itself says so, and nowhere reads as all."""
    words = wording.figure_words(figure(n=3, total=3))
    assert words.startswith("3 of 3")
    assert "44% to 100%" in words
    assert "(100%" not in words


def test_no_interval_without_n_and_total() -> None:
    assert wording.interval_words(figure(printed="0.11%")) == ""
    assert wording.interval_words(figure(n=3)) == ""
    assert wording.interval_words(figure(n=1, total=162)) == "95% interval 0.11% to 3.4%"


def test_the_three_kinds_of_regimen_read_differently() -> None:
    drugs = [Drug(id="oid:drug-a", label="drug a"), Drug(id="oid:drug-b", label="drug b")]
    words = {
        kind: wording.therapy_words(Regimen(id="oid:regimen-x", label="x", interaction=kind), drugs)
        for kind in ("combination", "sequential", "substitutes")
    }
    assert words == {
        "combination": "drug a and drug b",
        "sequential": "drug a then drug b",
        "substitutes": "drug a or drug b",
    }


def test_a_stage_goes_inside_any_solid_tumour() -> None:
    assert wording.at_stage("any solid tumour", "metastatic") == "any metastatic solid tumour"
    assert wording.at_stage("melanoma", "metastatic") == "metastatic melanoma"
    assert wording.at_stage("melanoma", "") == "melanoma"
    assert wording.at_stage("melanoma", "early, after surgery") == "early melanoma after surgery"


def test_events_in_words_keep_kind_and_precision() -> None:
    events = [
        ApprovalEvent(id="oid:ev-a", kind="accelerated", date="2018-11-26"),
        ApprovalEvent(id="oid:ev-b", kind="regular", date="2025-04"),
        ApprovalEvent(id="oid:ev-c", kind="withdrawn", date="2026"),
    ]
    words = wording.events_words(events)
    assert re.fullmatch(
        "accelerated approval (on )?26 November 2018, approval (in )?April 2025, withdrawn (in )?2026", words
    )


@pytest.mark.parametrize(("text", "words"), [("crizotinib", "Crizotinib"), ("dMMR", "dMMR"), ("", "")])
def test_capitals(text: str, words: str) -> None:
    assert wording.capitalised(text) == words
