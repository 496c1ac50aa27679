"""How common: the alteration here and elsewhere, and the figures that people hear."""

from collections import defaultdict

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Section, Sentence, claim, fixed
from oncotrace.answers.phrases import (
    absence,
    asked_biomarker,
    asked_cancer,
    biomarker_name,
    cancer_as_kind,
    cancer_plainly,
    coverage_for,
    finding_sentence,
    second_hand,
)
from oncotrace.answers.wording import (
    capitalised,
    figure_words,
    group_words,
    interval_words,
    listed,
    rarity,
)
from oncotrace.kg.records import CirculatingFigure, PrevalenceObservation, Proposition
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.prevalence import Figure

MOST_CANCERS = 8


def measured(figures: list[Figure]) -> list[Figure]:
    """Figures for a whole cancer: no subset, no enriched group, and a number."""
    return [
        f
        for f in figures
        if f.observation.finding == "measured" and f.observation.unselected and not f.observation.subset
    ]


def here(facts: Facts) -> Section | None:
    """How common the alteration is in the cancer asked about, series by series."""
    if not facts.biomarkers or facts.cancer is None or facts.named_by_change:
        return None
    section = Section(name="here", title=f"How common it is in {asked_cancer(facts)}")
    figures = facts.prevalence.here
    whole = measured(figures)
    for figure in figures:
        if figure.observation.finding == "none_reported":
            section.sentences += _none_reported(facts, figure)
    section.sentences += [_series(facts, f) for f in whole]
    section.sentences += [among(facts, f) for f in figures if f not in whole and _is_count(f)]
    if not whole:
        text = f"We hold no measured rate of {asked_biomarker(facts)} in {asked_cancer(facts)}."
        section.sentences.append(absence(facts, text, coverage_for(facts, "frequency")))
    section.sentences += [
        circulating(facts, c, p)
        for c, p in facts.prevalence.circulating
        if p.biomarker in facts.biomarker_scope.near
    ]
    return section


def _is_count(figure: Figure) -> bool:
    return figure.observation.finding == "measured"


def _none_reported(facts: Facts, figure: Figure) -> list[Sentence]:
    """A survey that lists other alterations but not this one: what it counted, and the doubt."""
    seen = figure.observation
    group = f"{seen.total:,} people" if seen.total else "people"
    told = (
        f"A survey of {group} with {cancer_as_kind(facts, figure.cancer)} reported no"
        f" {biomarker_name(facts, figure.biomarker)}."
    )
    sentences = [claim(" ".join((told, *second_hand(seen), *seen.doubts)), seen.id)]
    siblings = [
        f
        for f in facts.prevalence.others_here
        if seen.cohort_group
        and f.observation.cohort_group == seen.cohort_group
        and f.observation.n
        and not f.observation.subset
    ]
    if siblings:
        words = [
            f"{biomarker_name(facts, f.biomarker)} in {f.observation.n:,}" for f in siblings
        ]
        sentences.append(
            claim(
                f"The same survey counted {listed(words)}.",
                *(f.observation.id for f in siblings),
            )
        )
    return sentences


def _series(facts: Facts, figure: Figure) -> Sentence:
    seen = figure.observation
    exact = figure.biomarker in facts.biomarker_scope.exact
    which = "it" if exact else biomarker_name(facts, figure.biomarker)
    if seen.origin == "germline":
        which = "an inherited one" if exact else f"an inherited {which}"
    share = f" That is {rarity(figure.share)}." if figure.share is not None else ""
    parts = [
        f"In people with {cancer_plainly(facts, figure.cancer)}, {which} was found in"
        f" {figure_words(figure)}.{share}"
    ]
    if interval := interval_words(figure):
        parts.append(f"{capitalised(interval)}.")
    parts += _who(seen)
    return claim(" ".join(parts), seen.id)


def _who(seen: PrevalenceObservation) -> list[str]:
    parts = []
    if seen.population:
        parts.append(f"Who: {seen.population}.")
    if seen.assay:
        parts.append(f"Test: {seen.assay}.")
    return parts


def among(facts: Facts, figure: Figure, kind: str = "") -> Sentence:
    """A figure whose denominator was chosen: told with its group, never as a rate for the cancer. ``kind``
    names the cancer in short."""
    seen = figure.observation
    cancer = kind or cancer_plainly(facts, figure.cancer)
    changes = listed([biomarker_name(facts, s) for s in seen.subset])
    group = f"{cancer} and {changes}" if changes else f"{cancer} ({seen.population or 'a selected group'})"
    # Where all or none have it, the figure itself gives the interval.
    interval = "" if seen.n in (0, seen.total) else interval_words(figure)
    return claim(
        f"Only among people with {group}: {biomarker_name(facts, figure.biomarker)} was found in"
        f" {figure_words(figure)}."
        + (f" {capitalised(interval)}." if interval else ""),
        seen.id,
    )


def elsewhere(facts: Facts) -> Section | None:
    """Where the alteration is found instead, by cancer, the most frequent first."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in measured(facts.prevalence.elsewhere):
        groups[figure.cancer].append(figure)
    if not groups:
        return None
    instead = facts.cancer is not None and not facts.named_by_change
    title = "Where it is found instead" if instead else "Where it is found"
    section = Section(name="found_elsewhere", title=title)
    if facts.cancer:
        section.sentences.append(fixed("What is seen there need not hold here."))
    ranked = sorted(groups.items(), key=lambda g: (-max(f.share or 0 for f in g[1]), g[0]))
    for cancer, figures in ranked[:MOST_CANCERS]:
        group = "all solid tumours together" if cancer == SOLID else cancer_plainly(facts, cancer)
        shown = figure_words if len(figures) == 1 else group_words
        words = "; and in ".join(
            shown(f) + (" (inherited)" if f.observation.origin == "germline" else "")
            for f in figures
        )
        section.sentences.append(
            claim(
                f"In people with {group}, it was found in {words}.",
                *(f.observation.id for f in figures),
            )
        )
    section.sentences += [
        finding_sentence(f)
        for f, p in facts.evidence.findings
        if f.topic == "incidence" and p.biomarker in facts.biomarker_scope.exact
        and p.cancer not in facts.cancer_scope.near
    ]
    if len(ranked) > MOST_CANCERS:
        section.sentences.append(fixed("More cancers are listed in the data."))
    return section


def circulating(facts: Facts, figure: CirculatingFigure, proposition: Proposition) -> Sentence:
    """A number that people hear, with the figures that it seems to come from."""
    name = biomarker_name(facts, proposition.biomarker)
    where = cancer_as_kind(facts, proposition.cancer)
    heard = (
        f"You may read that {name} is found in {figure.figure} of people with {where}."
        if any(c.isdigit() for c in figure.figure)
        else f"You may read that {name} is “{figure.figure}” in {where}."
    )
    behind = [
        o for i in figure.explained_by if isinstance(o := facts.records.get(i), PrevalenceObservation)
    ]
    words = _behind(facts, behind, name)
    if not words:
        return claim(f"{heard} {figure.summary}", figure.id)
    verdict = VERDICTS[figure.verdict]
    return claim(f"{heard} {verdict} {'; '.join(words)}.", figure.id, *(o.id for o in behind))


VERDICTS = {
    "misread": "That is not a rate for this cancer. It seems to come from:",
    "other_population": "That mixes groups. It seems to come from:",
    "supported": "The figures that we hold agree:",
}


def _behind(facts: Facts, behind: list[PrevalenceObservation], heard: str) -> list[str]:
    """The observations behind a folk figure by cancer, each with its group; what was ``heard`` of is named
    once, before them."""
    by_cancer: dict[str, list[str]] = defaultdict(list)
    for seen in behind:
        told = facts.records.get(seen.proposition)
        if not isinstance(told, Proposition):
            continue
        figure = Figure(observation=seen, biomarker=told.biomarker, cancer=told.cancer)
        group = listed([biomarker_name(facts, s) for s in seen.subset])
        name = biomarker_name(facts, told.biomarker)
        what = "" if name == heard and not group else f"{name}{f' among {group}' if group else ''} "
        by_cancer[told.cancer].append(f"{what}{figure_words(figure)}")
    return [
        f"{listed(words)}{f' in {cancer.label}' if (cancer := facts.cancer_of(id)) else ''}"
        for id, words in by_cancer.items()
    ]
