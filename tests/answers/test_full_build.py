"""The golden questions on a build of all sources: the core's facts stand, CIViC's are beside them, and what
other sources hold is told as what it is, or not at all."""

import json
import re
from dataclasses import asdict

import pytest
from golden_questions import GOLDEN, Golden, ask, behind, says, sentences

import oncotrace
from oncotrace.answers.model import Answer, Sentence
from oncotrace.answers.render import render
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Evidence
from oncotrace.kg.release import Release

KNOWN_THERE = frozenset(("nothing-known",))
"""Questions on names that the core does not hold and the sources do."""


@pytest.fixture(scope="session")
def full(full_release: Release) -> dict[str, Answer]:
    return {golden.name: ask(full_release, golden) for golden in GOLDEN}


@pytest.fixture
def pancreas(full: dict[str, Answer]) -> Answer:
    return full["ros1-pancreas"]


@pytest.fixture
def both_changes(full: dict[str, Answer]) -> Answer:
    """The answer for somebody with CD74::ROS1 and ROS1 G2032R."""
    return full["cd74-ros1-g2032r-lung"]


@pytest.mark.parametrize("one", [g for g in GOLDEN if g.name not in KNOWN_THERE], ids=lambda g: g.name)
def test_the_facts_of_the_core_stand(one: Golden, full: dict[str, Answer]) -> None:
    """What the core says to a golden question is said with all sources as well, on the same documents."""
    answer = full[one.name]
    missing = [
        f"{wanted.section}: {wanted.words} {wanted.regex}"
        for wanted in one.must
        if not any(
            says(s, wanted) and set(wanted.by) <= behind(answer, s) for s in sentences(answer, wanted.section)
        )
    ]
    assert not missing, "\n".join(missing)


def test_what_the_ros1_answer_never_says(pancreas: Answer) -> None:
    golden = next(g for g in GOLDEN if g.name == "ros1-pancreas")
    said = [
        s.text
        for never in golden.must_not
        for s in sentences(pancreas, never.section)
        if re.search(never.pattern, s.text, re.I)
    ]
    assert not said, "\n".join(said)


def test_civic_adds_evidence_to_the_core(pancreas: Answer, answers: dict[str, Answer]) -> None:
    """Crizotinib in lung cancer with a ROS1 fusion: CIViC's papers, hedged by their level."""
    found = [
        s
        for s in sentences(pancreas, "studies")
        if {"crizotinib", "non-small cell lung cancer", "ros1 fusion"} <= _phrases(s)
    ]
    assert found, "no study of crizotinib in lung cancer with a ROS1 fusion"
    assert all(_of_civic(s) and s.access == ("database_row",) for s in found)
    assert any("is known to help" in s.text for s in found)
    assert not any(_of_civic(s) for s in answers["ros1-pancreas"].sentences())


def _phrases(sentence: Sentence) -> set[str]:
    text = sentence.text.lower()
    return {p for p in ("crizotinib", "non-small cell lung cancer", "ros1 fusion") if p in text}


def _of_civic(sentence: Sentence) -> bool:
    return any(id.startswith("oid:st-civic-") for id in sentence.statements)


def test_two_rows_of_one_paper_are_one_paper(both_changes: Answer) -> None:
    """EID1100 and EID2934 are Awad et al., 2013: both are told, and it is cited as one source."""
    cited = {id for s in both_changes.sentences() for id in s.statements}
    assert {"oid:st-civic-1100", "oid:st-civic-2934"} <= cited
    assert [c.document for c in both_changes.citations].count("PMID:23724914") == 1
    (warning,) = [s for s in both_changes.headline if "oid:st-civic-1100" in s.statements]
    assert "oid:st-civic-2934" in warning.statements
    awad = next(c.number for c in both_changes.citations if c.document == "PMID:23724914")
    assert warning.citations.count(awad) == 1


def test_resistance_with_both_changes_is_said_as_early_as_the_approval(both_changes: Answer) -> None:
    warnings = [s.text for s in both_changes.headline if "crizotinib" in s.text and "fail" in s.text]
    assert any("G2032R" in text and "single patients" in text for text in warnings)


def test_resistance_of_a_profile_says_nothing_of_the_fusion_alone(pancreas: Answer) -> None:
    """EID1100 is on CD74::ROS1 with G2032R: told with both, never as a failure with a ROS1 fusion."""
    told = [s for s in pancreas.sentences() if "oid:st-civic-1100" in s.statements]
    assert told, "resistance with a second change is worth telling"
    assert all("G2032R" in s.text for s in told)
    assert not any("oid:st-civic-1100" in s.statements for s in sentences(pancreas, "short"))


def test_a_flagged_row_never_supports(full: dict[str, Answer], full_release: Release) -> None:
    """Row 7538 (SLC4A4 in the profile, CD74 in the text) is quarantined: it is in no answer and no graph."""
    assert not full_release.graph.values(["oid:st-civic-7538", "oid:quarantine-civic-7538"])
    for answer in full.values():
        assert "civic-7538" not in json.dumps(asdict(answer))


def test_papers_are_counted_once(full: dict[str, Answer], full_release: Release) -> None:
    """Every count of papers is the number of distinct documents behind the side that it is said of."""
    reader = Reader(full_release.graph)
    counted = 0
    for answer in full.values():
        for sentence in answer.sentences():
            found = re.findall(r"\((one|\d+) papers?\)", sentence.text)
            documents = {d for s in reader.get(sentence.statements, Evidence) for d in s.documents}
            for count in found:
                counted += 1
                assert (1 if count == "one" else int(count)) == len(documents), sentence.text
    assert counted > 50


def test_no_hedge_is_stronger_than_its_evidence(full: dict[str, Answer], full_release: Release) -> None:
    """In each sentence: to be known needs level A, studies of patients level B at least, and so on."""
    least = {"is known to": "A", "studies of patients": "B", "single patients": "C", "laboratory": "D"}
    reader = Reader(full_release.graph)
    for answer in full.values():
        for sentence in answer.sentences():
            levels = [_levels(e) for e in reader.get(sentence.statements, Evidence)]
            for words, level in least.items():
                if levels and words in sentence.text:
                    assert min(levels) <= level, sentence.text


def _levels(evidence: Evidence) -> str:
    return min((v.removeprefix("civic:") for v in evidence.levels if v.startswith("civic:")), default="Z")


def test_a_profile_in_cells_does_not_borrow_from_patients(pancreas: Answer, full_release: Release) -> None:
    """Where one sentence tells several profiles, each of them alone would bear its hedge."""
    reader = Reader(full_release.graph)
    for sentence in sentences(pancreas, "resistance"):
        evidence = reader.get(sentence.statements, Evidence)
        by_profile: dict[str, list[str]] = {}
        for item in evidence:
            by_profile.setdefault(item.proposition, []).append(_levels(item))
        if "single patients" in sentence.text:
            assert all(min(levels) <= "C" for levels in by_profile.values()), sentence.text


# --- more sources -------------------------------------------------------------------------------


def _cited(answer: Answer) -> set[str]:
    """The ids of all records that an answer rests on, those in proofs too."""
    return set(re.findall(r"oid:(?:st|ev|pair|cov)-[\w-]+", json.dumps(asdict(answer))))


def test_no_answer_rests_on_a_pair_or_on_what_a_database_codes(full: dict[str, Answer]) -> None:
    for answer in full.values():
        found = {id for id in _cited(answer) if "-moalmanac-" in id or id.startswith("oid:pair-")}
        assert not found, answer.question


def test_a_notice_that_the_core_has_is_told_once(full: dict[str, Answer]) -> None:
    for answer in full.values():
        assert not {id for id in _cited(answer) if "-fda-2026" in id and not id.startswith("oid:st-core-")}


def test_the_ros1_answer_rests_on_the_core_and_civic_alone(pancreas: Answer) -> None:
    found = [re.match(r"oid:st-([a-z]+)-", id) for id in _cited(pancreas)]
    assert {match[1] for match in found if match} == {"core", "civic"}


def test_a_wrong_date_of_a_database_makes_no_approval(full_release: Release) -> None:
    """Moalmanac dates taletrectinib 2015-06-11; the approval is of 2025-06-11."""
    question = "Is taletrectinib approved for ROS1 fusion in lung cancer?"
    answer = oncotrace.ask(question, as_of="2016-01-01", today="2026-11-24", release=full_release)
    said = [s.text for s in answer.sentences() if "taletrectinib" in s.text.lower()]
    assert said and not [text for text in said if re.search(r"approval on|approved taletrectinib", text)]


def test_a_share_without_counts_is_told_with_its_group(full_release: Release) -> None:
    question = "How common is GNAS mutation in pancreatic cancer?"
    answer = oncotrace.ask(question, today="2026-11-24", release=full_release)
    found = [s for s in answer.sentences() if any("oncoref" in id for id in s.statements)]
    assert found
    assert all(s.text.startswith("Only among people with") for s in found)
    assert all("TCGA project PAAD, counts not printed" in s.text for s in found)
    assert "only figures of chosen groups" in answer.headline[0].text


def test_a_figure_that_the_core_has_of_the_same_paper_is_told_once(full_release: Release) -> None:
    """KRAS in the tumours of TCGA (Bailey 2018) is curated; oncoref has the same row."""
    question = "How common is KRAS mutation in pancreatic cancer?"
    answer = oncotrace.ask(question, today="2026-11-24", release=full_release)
    assert any("73.55%" in s.text for s in answer.sentences())
    assert not any("oncoref" in id for s in answer.sentences() for id in s.statements)


@pytest.mark.parametrize("form", ["text", "markdown", "json", "html"])
def test_trials_are_told_in_every_form(form: str, pancreas: Answer) -> None:
    """A page links to the register as well."""
    told = render(pancreas, form, explain=True)
    assert "None of the 1,005 trials in this release clearly asks for ROS1 fusion" in told
    assert "NCT03093116" in told
    assert form not in ("json", "html") or "https://clinicaltrials.gov/study/NCT03093116" in told
