"""How common it is, as a picture and as its table: figures with their 95 % intervals on a logarithmic axis.

The picture has no scale of its own: places are percentages of its width, heights are pixels. So its letters
keep their size on a telephone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import accumulate
from math import log10
from textwrap import wrap

from oncotrace.answers.facts import Facts
from oncotrace.answers.phrases import asked_biomarker, asked_cancer, biomarker_name, cancer_plainly, kind_of
from oncotrace.answers.wording import (
    MOST_LABELS,
    as_printed,
    capitalised,
    figure_words,
    interval_words,
    listed,
    number,
    percent,
)
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.prevalence import Figure

MOST_HERE = 6
MOST_ELSEWHERE = 8

LINE = 18
"""Pixels of a line of letters; a row has one or more, then its figure on the axis."""

AXIS = 30
"""Pixels of a row below its letters."""

LETTERS = 34
"""Of a line, on the narrowest telephone: of a label, or of the end of a label and its figure."""

LOWEST = (0.01, 0.001, 0.0001, 0.00001)
"""Where the axis may begin; it ends at 1, which is all people."""


@dataclass(slots=True, kw_only=True)
class Row:
    label: str
    figure: Figure
    here: bool = False
    """Whether it is of the cancer (or the alteration) asked about."""
    limited: bool = False
    """Whether it stands for a part of the people only (a subset, a selected group)."""

    @property
    def counts(self) -> str:
        """``3 / 400``, or what the source printed."""
        seen = self.figure.observation
        if seen.n is not None and seen.total:
            return f"{number(seen.n)} / {number(seen.total)}"
        return f"of {number(seen.total)}" if seen.total else ""

    @property
    def share(self) -> str:
        seen = self.figure.observation
        if seen.finding == "none_reported":
            return "none reported"
        if seen.printed:
            return as_printed(seen.printed)
        return percent(self.figure.share) if self.figure.share is not None else ""


def rows(facts: Facts) -> list[Row]:
    """The figures of a picture: of the alteration here, then elsewhere; without an alteration, of the
    alterations in the cancer."""
    if not facts.biomarkers:
        return _landscape(facts)
    here = [_here(facts, f) for f in facts.prevalence.here if _drawn(f)]
    here.sort(key=lambda row: row.limited)
    best = _best(f for f in facts.prevalence.elsewhere if _drawn(f) and _whole(f))
    elsewhere = [Row(label=_cancer(facts, f.cancer), figure=f) for f in best]
    return here[:MOST_HERE] + elsewhere[:MOST_ELSEWHERE]


def _here(facts: Facts, figure: Figure) -> Row:
    seen = figure.observation
    exact = figure.biomarker in facts.biomarker_scope.exact
    parts = [_cancer(facts, figure.cancer)]
    if not exact:
        parts.append(biomarker_name(facts, figure.biomarker))
    if seen.origin == "germline":
        parts.append("inherited")
    if seen.subset:
        parts.append(f"only with {listed([biomarker_name(facts, s) for s in seen.subset])}")
    elif not seen.unselected:
        parts.append("a selected group")
    return Row(label=", ".join(parts), figure=figure, here=True, limited=not _whole(figure))


def _landscape(facts: Facts) -> list[Row]:
    kept = [f for f in facts.others_here if _drawn(f) and _whole(f)]
    best = _best(kept, by_biomarker=True)
    most = MOST_HERE + MOST_ELSEWHERE
    return [Row(label=_change(facts, f), figure=f, here=True) for f in best[:most]]


def _change(facts: Facts, figure: Figure) -> str:
    inherited = "inherited " if figure.observation.origin == "germline" else ""
    kind = kind_of(facts, figure.cancer)
    return capitalised(
        f"{inherited}{biomarker_name(facts, figure.biomarker)}{f' in {kind}' if kind else ''}"
    )


def _cancer(facts: Facts, id: str) -> str:
    if id == SOLID:
        return "All solid tumours together"
    cancer = facts.cancer_of(id)
    everyday = cancer_plainly(facts, id).partition(" (")[0]
    return capitalised(everyday if cancer and len(everyday) <= len(cancer.label) + 8 else _label(facts, id))


def _label(facts: Facts, id: str) -> str:
    cancer = facts.cancer_of(id)
    return cancer.label if cancer else id


def _drawn(figure: Figure) -> bool:
    return figure.share is not None or figure.observation.finding == "none_reported"


def _whole(figure: Figure) -> bool:
    return figure.observation.unselected and not figure.observation.subset


def _best(figures: Iterator[Figure] | list[Figure], *, by_biomarker: bool = False) -> list[Figure]:
    """One figure for each cancer (or alteration), that of the most people; the most frequent first."""
    best: dict[tuple[str, str], Figure] = {}
    for figure in figures:
        if figure.share is None:
            continue
        origin = figure.observation.origin
        key = (figure.biomarker if by_biomarker else figure.cancer, origin if origin == "germline" else "")
        held = best.get(key)
        if held is None or _people(figure) > _people(held):
            best[key] = figure
    return sorted(best.values(), key=lambda f: (-(f.share or 0), f.observation.id))


def _people(figure: Figure) -> tuple[bool, int]:
    return figure.interval is not None, figure.observation.total or 0


# --- the picture --------------------------------------------------------------------------------


def caption(facts: Facts) -> str:
    if not facts.biomarkers:
        return f"How common changes are in {asked_cancer(facts)}"
    here = facts.cancer is not None and not facts.named_by_change
    where = f" in {asked_cancer(facts)} and in other cancers" if here else ", by cancer"
    return f"How common {asked_biomarker(facts)} is{where}"


def picture(found: Sequence[Row], title: str) -> str:
    """The picture as SVG, with a title and a description that says in words what it shows."""
    lowest = _lowest(found)
    tops = list(accumulate((_height(row) for row in found), initial=0))
    axis = tops.pop() + 14
    parts = [
        f'<svg class="picture" role="img" aria-labelledby="picture-title picture-text" width="100%"'
        f' height="{axis + 30}" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="picture-title">{escape(title)}</title>',
        f'<desc id="picture-text">{escape(_words(found))}</desc>',
        *_axis(lowest, axis),
        *(piece for row, top in zip(found, tops, strict=True) for piece in _row(row, top, lowest)),
        "</svg>",
    ]
    return "".join(parts)


def _lowest(found: Sequence[Row]) -> float:
    """The first tick of the axis that is below every figure, and below the intervals where it can be."""
    values = [v for row in found for v in (row.figure.share, *(row.figure.interval or ())) if v]
    least = min(values, default=1.0)
    return next((tick for tick in LOWEST if tick <= least), LOWEST[-1])


def _place(share: float, lowest: float) -> float:
    """Per cent of the width at which a share stands."""
    least = log10(lowest)
    at = (log10(max(share, lowest)) - least) / -least
    return round(3 + 94 * at, 2)


def _axis(lowest: float, y: int) -> Iterator[str]:
    tick = lowest
    while tick <= 1.0000001:
        x = _place(tick, lowest)
        anchor = "start" if tick == lowest else "end" if tick > 0.99 else "middle"
        yield f'<line class="grid" x1="{x}%" x2="{x}%" y1="0" y2="{y}"></line>'
        yield f'<text class="tick" x="{x}%" y="{y + 20}" text-anchor="{anchor}">{_tick(tick)}</text>'
        tick *= 10


def _tick(share: float) -> str:
    return f"{share * 100:.3g}%"


def _row(row: Row, top: int, lowest: float) -> Iterator[str]:
    kind = "here" if row.here else "there"
    y = top + _height(row) - 15
    figure = " · ".join(part for part in (row.share, row.counts) if part)
    for at, line in enumerate(filter(None, _lines(row))):
        yield f'<text class="label {kind}" x="0" y="{top + 16 + at * LINE}">{escape(line)}</text>'
    yield f'<text class="figure" x="100%" y="{y - 17}" text-anchor="end">{escape(figure)}</text>'
    yield f'<line class="rail" x1="3%" x2="97%" y1="{y}" y2="{y}"></line>'
    if row.figure.share is None:
        return
    if interval := row.figure.interval:
        low, high = (_place(end, lowest) for end in interval)
        yield f'<line class="range {kind}" x1="{low}%" x2="{high}%" y1="{y}" y2="{y}"></line>'
    dot = "dot limited" if row.limited else "dot"
    shape = "M0-7L7 0L0 7L-7 0z" if row.here else "M0-5a5 5 0 1 0 0 10a5 5 0 1 0 0-10z"
    x = _place(row.figure.share, lowest)
    yield f'<svg x="{x}%" y="{y}" overflow="visible"><path class="{dot} {kind}" d="{shape}"></path></svg>'


def _height(row: Row) -> int:
    return len(_lines(row)) * LINE + AXIS


def _lines(row: Row) -> list[str]:
    """The label in lines; one that is empty where its last line leaves no room for the figure."""
    lines = _in_lines(row.label)
    figure = len(row.share) + len(row.counts) + 3
    return lines if len(lines[-1]) + figure <= LETTERS else [*lines, ""]


@lru_cache(MOST_LABELS)
def _in_lines(label: str) -> list[str]:
    return wrap(label, LETTERS) or [""]


def _words(found: Sequence[Row]) -> str:
    """The picture for who hears it; the table has the same, cell by cell."""
    told = []
    for row in found:
        interval = interval_words(row.figure)
        told.append(f"{row.label}: {figure_words(row.figure)}{f', {interval}' if interval else ''}.")
    return " ".join(told)


# --- the table ----------------------------------------------------------------------------------


def table(found: Sequence[Row], title: str, numbers: dict[str, int], first: str) -> str:
    """The same figures as a table. ``numbers`` are those of the sources, by document; ``first`` heads the
    first column."""
    heads = (first, "Found / tested", "Share", "95% interval", "Test", "Source")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(_line(row, numbers) for row in found)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}"><table>'
        f"<caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _line(row: Row, numbers: dict[str, int]) -> str:
    seen = row.figure.observation
    interval = interval_words(row.figure).removeprefix("95% interval ") or "not given"
    cited = [numbers[d] for d in seen.documents if d in numbers]
    links = " ".join(f'<a href="#source-{n}" aria-label="Source {n}">{n}</a>' for n in cited)
    second = " (second-hand)" if seen.confidence == "secondary-only" else ""
    cells = (row.counts or "not printed", f"{row.share}{second}", interval, seen.assay or "not stated")
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(row.label)}</th>{told}<td>{links or "–"}</td></tr>'
