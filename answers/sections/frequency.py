"""How common: the alteration here, the same elsewhere, and what is more common here."""

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
    frequency_words,
    interval_words,
    listed,
    rarity,
)
from oncotrace.kg.records import CirculatingFigure, PrevalenceObservation, Proposition
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.prevalence import Figure

MOST_CANCERS = 8
MOST_ALTERATIONS = 14


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
    section.sentences += [_among(facts, f) for f in figures if f not in whole and _is_count(f)]
    if not whole:
        text = f"We hold no measured rate of {asked_biomarker(facts)} in {asked_cancer(facts)}."
        section.sentences.append(absence(facts, text, coverage_for(facts, "frequency")))
    section.sentences += [
        _circulating(facts, c, p)
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


def _among(facts: Facts, figure: Figure) -> Sentence:
    """A figure whose denominator was chosen: told with its group, never as a rate for the cancer."""
    seen = figure.observation
    cancer = cancer_plainly(facts, figure.cancer)
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
        words = "; and in ".join(
            figure_words(f) + (" (inherited)" if f.observation.origin == "germline" else "")
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


def others(facts: Facts) -> Section | None:
    """What else is found in this cancer: the most common changes, and those that have a drug."""
    if facts.cancer is None:
        return None
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in measured(facts.others_here):
        groups[figure.biomarker, figure.observation.origin].append(figure)
    ranked = sorted(groups.items(), key=lambda g: (-max(f.share or 0 for f in g[1]), g[0]))
    treatable = _with_option(facts)
    untreatable = [(key, f) for key, f in ranked if key[0] not in treatable]
    common = [_alteration(facts, *key, f) for key, f in untreatable[:MOST_ALTERATIONS]]
    with_drug = [_alteration(facts, *key, f) for key, f in ranked if key[0] in treatable]
    with_drug += [
        _among(facts, f)
        for f in facts.others_here
        if f.observation.subset and f.biomarker in treatable
    ]
    for told, proposition in facts.others_circulating:
        part = with_drug if proposition.biomarker in treatable else common
        part.append(_circulating(facts, told, proposition))
    what = "What else is found" if facts.biomarkers else "What is found"
    section = Section(name="others", title=f"{what} in {asked_cancer(facts)}")
    if facts.any_cancer:
        section.sentences.append(
            fixed("What was counted in one kind of cancer alone is not listed here. Ask about that kind.")
        )
    section.subsections = [
        Section(name=name, title=title, sentences=sentences)
        for name, title, sentences in (
            ("others_common", "The most common changes", common),
            ("others_treatable", "Changes for which a drug is approved", with_drug),
        )
        if sentences
    ]
    return section if section.subsections else None


def _with_option(facts: Facts) -> set[str]:
    """Biomarkers for which a drug is approved here or in any solid tumour, members of ORs included."""
    found: set[str] = set()
    for option in facts.options:
        if option.biomarker and option.in_force and option.group not in ("", "elsewhere"):
            found |= {option.biomarker.id, *option.biomarker.members}
    return found


def _alteration(facts: Facts, biomarker: str, origin: str, figures: list[Figure]) -> Sentence:
    """One alteration: its figure, or the range of its series with the lowest and highest."""
    name = capitalised(f"{'inherited ' if origin == 'germline' else ''}{biomarker_name(facts, biomarker)}")
    figures = sorted(figures, key=lambda f: (f.share or 0, f.observation.id))
    ids = [f.observation.id for f in figures]
    shares = [f.share for f in figures if f.share is not None]
    if len(shares) < len(figures):
        word = f" {frequency_words(shares)}:" if shares else ""
        return claim(f"{name}:{word} {'; '.join(figure_words(f) for f in figures)}.", *ids)
    word = frequency_words(shares)
    low, high = figure_words(figures[0]), figure_words(figures[-1])
    if len(figures) == 1:
        return claim(f"{name}: {word}, {high}.", *ids)
    return claim(f"{name}: {word}, from {low} to {high} in {len(figures)} series.", *ids)


def _circulating(facts: Facts, figure: CirculatingFigure, proposition: Proposition) -> Sentence:
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
    words = [told for o in behind if (told := _behind(facts, o))]
    if not words:
        return claim(f"{heard} {figure.summary}", figure.id)
    verdict = VERDICTS[figure.verdict]
    return claim(f"{heard} {verdict} {'; '.join(words)}.", figure.id, *(o.id for o in behind))


VERDICTS = {
    "misread": "That is not a rate for this cancer. It seems to come from:",
    "other_population": "That mixes groups. It seems to come from:",
    "supported": "The figures that we hold agree:",
}


def _behind(facts: Facts, seen: PrevalenceObservation) -> str:
    """An observation as one of the figures behind a folk figure, with its group and cancer."""
    told = facts.records.get(seen.proposition)
    if not isinstance(told, Proposition):
        return ""
    figure = Figure(observation=seen, biomarker=told.biomarker, cancer=told.cancer)
    group = listed([biomarker_name(facts, s) for s in seen.subset])
    among = f" among {group}" if group else ""
    cancer = facts.cancer_of(told.cancer)
    return f"{biomarker_name(facts, told.biomarker)}{among} {figure_words(figure)}" + (
        f" in {cancer.label}" if cancer else ""
    )
