"""A range over several series names whom its ends are of, and a title says what stands under it.

Held for the page of every cancer of the core: on a broad one the series are of different kinds and people.
"""

import re

import pytest

from oncotrace.answers.facts import Facts, gather
from oncotrace.answers.headline import headline
from oncotrace.answers.model import Section, Sentence
from oncotrace.answers.sections.others import others
from oncotrace.answers.wording import figure_words
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import PrevalenceObservation, Proposition
from oncotrace.kg.release import Release
from oncotrace.queries.question import Question
from oncotrace.queries.resolve import resolve

DAY = "2026-11-24"
Pages = list[tuple[Facts, Section]]


def facts_of(release: Release, text: str) -> Facts:
    question = resolve(text, release.names, release.graph, as_of=DAY)
    return gather(release.graph, question, as_of=DAY)


@pytest.fixture(scope="module")
def pages(core_release: Release) -> Pages:
    """Every cancer of the core on whose own page changes are counted, with that section."""
    found = []
    graph = core_release.graph
    for id in graph.ids("Cancer"):
        facts = gather(graph, Question(text=id, cancer=id), as_of=DAY)
        if section := others(facts):
            found.append((facts, section))
    assert len(found) > 50
    return found


def figures_behind(facts: Facts, sentence: Sentence) -> dict[str, list[PrevalenceObservation]]:
    """The observations of a sentence by alteration and origin, the lowest first."""
    groups: dict[str, list[PrevalenceObservation]] = {}
    for figure in facts.prevalence.others_here:
        if figure.observation.id in sentence.statements:
            key = f"{figure.biomarker} {figure.observation.origin}"
            groups.setdefault(key, []).append(figure.observation)
    return {key: found[::-1] for key, found in groups.items()}


def test_both_ends_of_a_range_name_their_people_and_their_kind(pages: Pages) -> None:
    """Unless even the highest is rare, who the people are stands beside the figure, and the kind always."""
    ranges = 0
    for facts, section in pages:
        for sentence in section.walk():
            if "the highest is" not in sentence.text.lower():
                continue
            (found,) = figures_behind(facts, sentence).values()
            ends = [f for f in facts.prevalence.others_here if f.observation in (found[0], found[-1])]
            ranges += 1
            for end in ends:
                assert figure_words(end).rstrip(")") in sentence.text, sentence.text
                if max(f.share or 0 for f in ends) > 0.01:
                    assert end.observation.population in sentence.text, sentence.text
                cancer = facts.cancer_of(end.cancer)
                if cancer and end.cancer in facts.cancer_scope.narrower:
                    assert cancer.label in sentence.text or cancer.plain in sentence.text, sentence.text
    assert ranges > 50


def test_a_figure_of_a_kind_names_it(pages: Pages) -> None:
    """No figure of a narrower cancer stands as if it were of the whole, alone or in a list."""
    for facts, section in pages:
        for sentence in section.walk():
            told = figures_behind(facts, sentence)
            ids = {o.id for found in told.values() for o in found}
            kinds = {f.cancer for f in facts.prevalence.others_here if f.observation.id in ids}
            if "series." not in sentence.text:
                for kind in kinds & facts.cancer_scope.narrower:
                    cancer = facts.cancer_of(kind)
                    assert cancer
                    assert cancer.label in sentence.text or cancer.plain in sentence.text, sentence.text


def test_changes_beyond_one_in_a_hundred_are_that(pages: Pages) -> None:
    """Under the first title stands nothing that all of its series call rare, on any page."""
    for _, section in pages:
        for part in section.subsections:
            told = [s for s in part.sentences if s.basis == "statements" and "may read" not in s.text]
            for piece in (piece for s in told for piece in s.text.split("; ")):
                rare = re.search(r"(?<!to )\b(very )?rare\b(?! to)", piece)
                if part.name == "others_common":
                    assert not rare, piece
                if part.name == "others_rare":
                    assert not re.search(r"\b(un|fairly |very )?common\b", piece), piece


def test_asian_untreated_adenocarcinoma_is_not_all_lung_cancer(core_release: Release) -> None:
    """The highest EGFR series: its kind and its people are named, in the headline and among others."""
    asked = headline(facts_of(core_release, "EGFR mutation in lung cancer"))[0].text
    alone = others(facts_of(core_release, "lung cancer"))
    assert alone
    (listed,) = [s.text for s in alone.walk() if s.text.startswith("EGFR mutation: ")]
    for text in (asked, listed):
        assert "746 of 1,450 (51.4%; Asian, stage IIIB or IV, untreated) in lung adenocarcinoma" in text
        assert "1,947 of 17,706 (11%; advanced, consecutive, four fifths smokers) in non-small cell" in text


def test_a_range_of_a_rare_kind_is_not_of_all_lung_cancer(core_release: Release) -> None:
    """MET exon 14 skipping: 22-31.8 % is no share to rank by, and of a rare kind in small surgical series."""
    alone = others(facts_of(core_release, "lung cancer"))
    assert alone
    (listed,) = [s.text for s in alone.walk() if s.text.startswith("MET exon 14 skipping: ")]
    kind = listed.partition("22-31.8%, second-hand (small surgical series)")[2].partition(";")[0]
    assert kind.endswith("in pulmonary sarcomatoid carcinoma")


def test_only_rare_changes_are_not_called_common(core_release: Release) -> None:
    """For any solid tumour little is held that holds whatever the kind, and all of it is rare."""
    section = others(facts_of(core_release, "any solid tumour"))
    assert section
    assert [part.name for part in section.subsections] == ["others_rare", "others_treatable"]
    assert "most common" not in " ".join(part.title for part in section.subsections)


def test_what_is_left_out_is_said(core_release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oncotrace.answers.sections.others.MOST_ALTERATIONS", 2)
    section = others(facts_of(core_release, "pancreatic cancer"))
    assert section
    common = section.subsections[0].sentences
    assert "More of them are listed in the data." in [s.text for s in common]
    told = Reader(core_release.graph).get([i for s in common for i in s.statements], PrevalenceObservation)
    about = Reader(core_release.graph).get({o.proposition for o in told}, Proposition)
    assert {p.biomarker for p in about} <= {"oid:bm-kras-mutation", "oid:bm-tp53-mutation"}
