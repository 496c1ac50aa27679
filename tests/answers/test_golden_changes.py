"""The product's golden questions, and how the answers of two releases are compared."""

import re
from collections.abc import Sequence

import oncotrace
from oncotrace.answers.golden import changed, questions
from oncotrace.answers.model import Answer, Section, Sentence, claim, fixed
from oncotrace.kg.release import Release


def answer(*sentences: Sentence, section: str = "studies") -> Answer:
    return Answer(
        question="Q",
        understood="",
        as_of="2026-11-24",
        today="2026-11-24",
        release="",
        agency="FDA",
        headline=[],
        sections=[Section(name=section, title="", sentences=list(sentences))],
        gaps=[],
        cautions=[],
        citations=[],
        proofs={},
    )


def told(old: Answer, new: Answer, differing: Sequence[str] = ()) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(c.old, c.new, c.because) for c in changed(old, new, differing)]


def test_equal_answers_do_not_differ() -> None:
    same = answer(claim("A drug helps.", "oid:st-1"), fixed("Ask."))
    assert told(same, same) == []


def test_a_changed_sentence_stands_beside_the_old_one() -> None:
    before, after = "Found in 3 of 47 people.", "Found in 4 of 47 people."
    old, new = answer(claim(before, "oid:st-1")), answer(claim(after, "oid:st-1"))
    assert told(old, new, ["oid:st-1", "oid:st-2"]) == [(before, after, ("oid:st-1",))]


def test_sentences_on_the_same_statements_belong_together() -> None:
    """However differently they are worded."""
    old = answer(claim("Yes.", "oid:st-1"), claim("Crizotinib was approved in 2016.", "oid:st-2"))
    new = answer(claim("Something wholly different now.", "oid:st-1"))
    assert told(old, new) == [
        ("Yes.", "Something wholly different now.", ()),
        ("Crizotinib was approved in 2016.", "", ()),
    ]


def test_a_sentence_that_comes_or_goes_stands_alone() -> None:
    old = answer(claim("Larotrectinib is approved.", "oid:st-1"))
    new = answer(claim("No trial is known here.", "oid:cov-1"))
    assert told(old, new, ["oid:cov-1"]) == [
        ("Larotrectinib is approved.", "", ()),
        ("", "No trial is known here.", ("oid:cov-1",)),
    ]


def test_the_same_sentence_in_another_section_moved() -> None:
    sentence = claim("A drug helps.", "oid:st-1")
    found = changed(answer(sentence), answer(sentence, section="elsewhere"), ())
    assert [(c.section, bool(c.old), bool(c.new)) for c in found] == [
        ("studies", True, False),
        ("elsewhere", False, True),
    ]


def test_every_golden_question_is_understood_from_the_core(core_release: Release) -> None:
    assert len(questions()) == len(set(questions())) >= 20
    for question in questions():
        found = oncotrace.ask(question, today="2026-11-24", release=core_release)
        assert found.understood, question
        assert any(s.statements for s in found.sentences()), question
        assert not any("We do not know" in s.text for s in found.headline), question


def test_a_headline_names_changes_where_the_drugs_are_many(core_release: Release) -> None:
    """Lung cancer has dozens of approved drugs; a rare cancer's few are named."""
    many = oncotrace.ask("lung cancer", today="2026-11-24", release=core_release).headline[0]
    listed = re.fullmatch(
        r"The FDA has approved (\d+) targeted treatments in lung cancer\. They are listed further down\."
        r" They are for tumours with one of these changes: (.+)\.",
        many.text,
    )
    assert listed, many.text
    assert int(listed[1]) > 30
    assert {"ROS1 fusion", "ALK fusion", "KRAS G12C"} <= {*listed[2].split("; ")}
    assert len(many.statements) >= int(listed[1])
    few = oncotrace.ask("cholangiocarcinoma", today="2026-11-24", release=core_release).headline[0]
    assert "pemigatinib" in few.text, few.text
