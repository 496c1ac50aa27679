"""What else is found in a cancer, in parts whose titles are true however little is held."""

from collections import defaultdict
from collections.abc import Iterator

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Section, Sentence, claim, fixed
from oncotrace.answers.phrases import asked_cancer, biomarker_name, kind_of, side_by_side
from oncotrace.answers.sections.frequency import among, circulating, measured
from oncotrace.answers.wording import RARE, capitalised, figure_words, frequency_words, listed
from oncotrace.queries.prevalence import Figure

MOST_ALTERATIONS = 14

OTHERS = {
    "others_common": "Changes that a series found in more than 1 in 100 people",
    "others_rare": "Changes that are rare, or whose share is not known",
    "others_treatable": "Changes for which a drug is approved",
}
"""The parts of the section on other changes, by name: each title says what stands under it, however little
is held. The step is that of the words for what is rare."""


def others(facts: Facts) -> Section | None:
    """What else is found in this cancer: the changes that a series found to be more than rare, those that
    are rare or without a share, and those that have a drug."""
    if facts.cancer is None:
        return None
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in measured(facts.others_here):
        groups[figure.biomarker, figure.observation.origin].append(figure)
    ranked = sorted(groups.values(), key=lambda found: (-max(f.share or 0 for f in found), _key(found[0])))
    treatable = _with_option(facts)
    frequent = {_key(f) for found in ranked for f in found if (f.share or 0) > RARE}

    def part_of(biomarker: str, *origins: str) -> str:
        if biomarker in treatable:
            return "others_treatable"
        more_than_rare = any((biomarker, origin) in frequent for origin in origins)
        return "others_common" if more_than_rare else "others_rare"

    told: dict[str, list[Sentence]] = {}
    for name in OTHERS:
        found = [figures for figures in ranked if part_of(*_key(figures[0])) == name]
        most = len(found) if name == "others_treatable" else MOST_ALTERATIONS
        told[name] = _alterations(facts, found[:most])
        if found[most:]:
            told[name].append(fixed("More of them are listed in the data."))
    told["others_treatable"] += [
        among(facts, f, kind_of(facts, f.cancer))
        for f in facts.others_here
        if f.observation.subset and f.biomarker in treatable
    ]
    origins = {origin for _, origin in groups}
    for heard, proposition in facts.others_circulating:
        told[part_of(proposition.biomarker, *origins)].append(circulating(facts, heard, proposition))
    what = "What else is found" if facts.biomarkers else "What is found"
    section = Section(name="others", title=f"{what} in {asked_cancer(facts)}")
    section.sentences = list(_how_to_read(facts, ranked))
    section.subsections = [
        Section(name=name, title=title, sentences=told[name]) for name, title in OTHERS.items() if told[name]
    ]
    return section if section.subsections else None


def _how_to_read(facts: Facts, counted: list[list[Figure]]) -> Iterator[Sentence]:
    """What must be known before figures of many series are read."""
    yield fixed("Only what was counted is listed. A change that no series looked for can be common too.")
    if facts.any_cancer:
        yield fixed("What was counted in one kind of cancer alone is not listed here. Ask about that kind.")
    elif any(f.cancer in facts.cancer_scope.narrower for f in facts.others_here):
        yield fixed("Some figures are of one kind of the cancer. They name it, and hold for that kind alone.")
    if any(len(figures) == 1 for figures in counted):
        yield fixed("Where no number of series is told, it is one series.")


def _key(figure: Figure) -> tuple[str, str]:
    return figure.biomarker, figure.observation.origin


def _with_option(facts: Facts) -> set[str]:
    """Biomarkers for which a drug is approved here or in any solid tumour, members of ORs included."""
    found: set[str] = set()
    for option in facts.options:
        if option.biomarker and option.in_force and option.group not in ("", "elsewhere"):
            found |= {option.biomarker.id, *option.biomarker.members}
    return found


def _alterations(facts: Facts, ranked: list[list[Figure]]) -> list[Sentence]:
    """A sentence for each alteration; those that were counted in one and the same kind of the cancer share
    one, which names the kind."""
    groups: dict[str, list[list[Figure]]] = {}
    for figures in ranked:
        groups.setdefault(_one_kind(facts, figures) or " ".join(_key(figures[0])), []).append(figures)
    return [
        _alteration(facts, found[0]) if len(found) == 1 else _of_kind(facts, kind, found)
        for kind, found in groups.items()
    ]


def _one_kind(facts: Facts, figures: list[Figure]) -> str:
    """The kind of the cancer that all figures are of; empty where they are of more, or of the cancer."""
    return kind_of(facts, figures[0].cancer) if len({f.cancer for f in figures}) == 1 else ""


def _of_kind(facts: Facts, kind: str, found: list[list[Figure]]) -> Sentence:
    """Alterations in a kind of the cancer, the most frequent first, each with its figure or the ends of its
    series."""
    words = []
    for figures in found:
        low, high = min(figures, key=_by_share), max(figures, key=_by_share)
        if len(figures) == 1:
            told = figure_words(low)
        elif any(f.share is None for f in figures):
            told = listed(side_by_side(sorted(figures, key=_by_share)))
        else:
            least, most = side_by_side([low, high])
            told = f"in {len(figures)} series from {least} to {most}"
        word = _how_common(figures, " is ")
        words.append(f"{_name(facts, low)}{word}{', ' if word else ' '}{told}")
    ids = [f.observation.id for figures in found for f in figures]
    return claim(f"In {kind}: {'; '.join(words)}.", *ids)


def _by_share(figure: Figure) -> tuple[float, str]:
    return figure.share or 0, figure.observation.id


def _alteration(facts: Facts, figures: list[Figure]) -> Sentence:
    """One alteration: its figure, the lowest and the highest of its series with whom each is of, or all
    figures by kind of cancer where one of them is no share."""
    figures = sorted(figures, key=_by_share)
    ids = [f.observation.id for f in figures]
    low, high = figures[0], figures[-1]
    kind = _one_kind(facts, figures)
    name = f"{capitalised(_name(facts, low))}{f' in {kind}' if kind else ''}:"
    word = _how_common(figures, " ")
    if len(figures) == 1:
        return claim(f"{name}{word}{',' if word else ''} {figure_words(low)}.", *ids)
    if any(f.share is None for f in figures):
        return claim(f"{name}{word}{':' if word else ''} {_by_kind(facts, figures, kind)}.", *ids)
    least, most = side_by_side([low, high])
    kinds = ["" if kind else kind_of(facts, f.cancer) for f in (low, high)]
    if kinds[0] == kinds[1]:
        most += f", both in {kinds[0]}" if kinds[0] else ""
    else:
        least, most = (f"{end} in {of}" if of else end for end, of in zip((least, most), kinds, strict=True))
    text = f"{name}{word} in {len(figures)} series. The lowest is {least}. The highest is {most}."
    return claim(text, *ids)


def _by_kind(facts: Facts, figures: list[Figure], named: str) -> str:
    """Figures with the kind of cancer that they are of, where it is not the one ``named`` before."""
    kinds: dict[str, list[str]] = {"": []}
    for figure, words in zip(figures, side_by_side(figures), strict=True):
        kind = kind_of(facts, figure.cancer)
        kinds.setdefault("" if kind == named else kind, []).append(words)
    return "; ".join(
        f"{listed(found)}{f' in {kind}' if kind else ''}" for kind, found in kinds.items() if found
    )


def _name(facts: Facts, figure: Figure) -> str:
    inherited = "inherited " if figure.observation.origin == "germline" else ""
    return f"{inherited}{biomarker_name(facts, figure.biomarker)}"


def _how_common(figures: list[Figure], before: str) -> str:
    """The word for their shares, after what stands ``before`` it; empty where no share is known."""
    shares = [f.share for f in figures if f.share is not None]
    return f"{before}{frequency_words(shares)}" if shares else ""
