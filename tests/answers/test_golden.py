"""The golden questions, each judged by reading the curated core: what is said, on what, and what never."""

import re
from collections.abc import Iterator

import pytest
from golden_questions import GOLDEN, Golden, behind, says, sections, sentences

from oncotrace.answers.model import Answer


def test_golden_questions_are_many_and_of_many_cancers() -> None:
    """The issue asks for at least fifteen questions over six cancers."""
    assert len({g.question for g in GOLDEN}) >= 18


def test_every_judgement_gives_its_reason(golden: Golden) -> None:
    assert all(m.why and (m.words or m.regex) for m in golden.must)
    assert all(m.why and m.pattern for m in golden.must_not)


def test_answer_says(golden: Golden, answer: Answer) -> None:
    """Every ``must`` is said by one sentence of its section that rests on the named records."""
    missing = list(_missing(golden, answer))
    assert not missing, "\n".join(missing)


def _missing(golden: Golden, answer: Answer) -> Iterator[str]:
    for wanted in golden.must:
        found = [s for s in sentences(answer, wanted.section) if says(s, wanted)]
        if not found:
            yield f"{wanted.section}: nothing says {wanted.words} {wanted.regex} ({wanted.why})"
        elif not any(set(wanted.by) <= behind(answer, s) for s in found):
            yield f"{wanted.section}: said, but not on {wanted.by}: {found[0].text}"


def test_answer_never_says(golden: Golden, answer: Answer) -> None:
    said = [
        f"{sentence.text} ({never.why})"
        for never in golden.must_not
        for sentence in sentences(answer, never.section)
        if re.search(never.pattern, sentence.text, re.IGNORECASE)
    ]
    assert not said, "\n".join(said)


@pytest.mark.parametrize("drug", ["entrectinib", "repotrectinib"])
def test_two_labels_of_one_drug_are_never_crossed(answers: dict[str, Answer], drug: str) -> None:
    """ROS1 is in lung cancer, NTRK in any solid tumour: no sentence on the drug's label mixes them."""
    for answer in answers.values():
        for sentence in sentences(answer, "treatments"):
            if sentence.text.lower().startswith(f"{drug} (") and "ROS1 fusion" in sentence.text:
                assert "solid tumour" not in sentence.text
                assert "non-small cell lung cancer" in sentence.text


def test_sections_have_unique_names(answer: Answer) -> None:
    """What a page links to must be one place: names of top sections are unique."""
    names = [s.name for s in sections(answer) if s in answer.sections]
    assert len(names) == len(set(names))


def test_approvals_that_differ_by_drug_and_day_alone_share_a_sentence(answers: dict[str, Answer]) -> None:
    """Crizotinib and entrectinib for adults, in any line; repotrectinib has another population: apart."""
    told = [s for s in sentences(answers["ros1-pancreas"], "elsewhere") if "Crizotinib (" in s.text]
    (both,) = told
    assert both.text == (
        "Crizotinib (Xalkori): FDA approval on 11 March 2016; Entrectinib (Rozlytrek): FDA approval on 15"
        " August 2019. Each is for adults with metastatic non-small cell lung cancer that has ROS1 fusion."
        " When: any line."
    )
    assert {"oid:st-core-crizotinib-ros1-nsclc-fda", "oid:st-core-entrectinib-ros1-nsclc-fda"} <= {
        *both.statements
    }
    lung = sentences(answers["egfr-exon19-lung"], "here_this")
    changes = [s.text.partition("that has ")[2].partition(".")[0] for s in lung]
    assert all(changes.index(c) + changes.count(c) > at for at, c in enumerate(changes)), "side by side"
