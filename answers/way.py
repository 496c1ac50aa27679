"""The way from the biomarker to drugs, as a small diagram: the change, the cancers, the drugs approved there.

Like the prevalence picture it is placed in percentages of its width, so that letters keep their size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from oncotrace.answers.facts import Facts
from oncotrace.answers.html import MARKS
from oncotrace.answers.phrases import asked_biomarker, asked_cancer
from oncotrace.answers.wording import capitalised, listed
from oncotrace.queries.therapies import Option

GROUPS = ("here_this", "solid_this", "elsewhere")
MOST_STEPS = 7
MOST_DRUGS = 6
LETTERS = 15
"""Of a line in a box: as many as fit on a telephone."""
LINE = 18
"""Pixels of a line."""

_TIP = '<path class="tip" d="M0 0L-7-5v10z"></path>'


@dataclass(slots=True, kw_only=True)
class Step:
    group: str
    """The treatment group; empty where nothing is held."""
    meaning: str = ""
    """Its name."""
    cancer: str
    drugs: list[str]

    @property
    def words(self) -> str:
        if not self.drugs:
            return f"{capitalised(self.cancer)}: no approval on record."
        return f"{capitalised(self.cancer)}: {listed(self.drugs)} ({self.meaning.lower()})."


def group_name(facts: Facts, group: str) -> str:
    """The name of a treatment group, as it is seen from the question."""
    if group == "elsewhere" and facts.any_cancer:
        return "Approved for this change in one kind of cancer"
    return MARKS[group][0]


def steps(facts: Facts) -> list[Step]:
    """From the change to the drugs of each cancer that the agency has approved them in."""
    if not facts.biomarkers:
        return []
    found = [(group, o) for group in GROUPS for o in facts.in_group(group)]
    grouped: dict[tuple[str, str], list[Option]] = {}
    for group, option in found:
        grouped.setdefault((group, option.cancer.label), []).append(option)
    made = [
        Step(
            group=group,
            meaning=group_name(facts, group),
            cancer=cancer,
            drugs=sorted({o.therapy.label for o in options}),
        )
        for (group, cancer), options in grouped.items()
    ]
    if facts.cancer and not any(group == "here_this" for group, _ in grouped):
        made.insert(0, Step(group="", cancer=asked_cancer(facts), drugs=[]))
    return made


def diagram(facts: Facts, found: list[Step]) -> str:
    """The diagram as SVG with its title and description; empty where there is nothing to draw."""
    if not any(step.drugs for step in found):
        return ""
    shown = found[:MOST_STEPS]
    name = asked_biomarker(facts)
    heights = [_height(step) for step in shown]
    total = sum(heights) + 12 * (len(shown) - 1)
    more = "" if len(found) == len(shown) else " More cancers are listed below."
    text = " ".join(step.words for step in found)
    parts = [
        f'<svg class="way" role="img" aria-labelledby="way-title way-text" width="100%" height="{total + 4}"'
        ' xmlns="http://www.w3.org/2000/svg">',
        f'<title id="way-title">{escape(f"From {name} to drugs, by cancer, {facts.agency}")}</title>',
        f'<desc id="way-text">{escape(f"{text}{more}")}</desc>',
        *_start(name, heights),
    ]
    top = 2
    for step, height in zip(shown, heights, strict=True):
        parts += _step(step, top, height)
        top += height + 12
    return "".join([*parts, "</svg>"])


def _height(step: Step) -> int:
    lines = max(len(_wrapped(step.cancer)) + bool(step.group), len(_drug_lines(step)))
    return max(44, lines * LINE + 18)


def _drug_lines(step: Step) -> list[str]:
    if not step.drugs:
        return _wrapped("no approval on record")
    names = step.drugs[:MOST_DRUGS]
    lines = [line for drug in names for line in _wrapped(drug)]
    return lines + ([f"and {len(step.drugs) - len(names)} more"] if len(step.drugs) > len(names) else [])


def _wrapped(text: str) -> list[str]:
    """The text in lines that fit into a box."""
    lines: list[str] = []
    for word in text.replace("-", "-\u200b").split():
        pieces = word.split("\u200b")
        for i, piece in enumerate(pieces):
            glue = "" if i else " "
            if lines and len(lines[-1]) + len(glue) + len(piece) <= LETTERS:
                lines[-1] += glue + piece
            else:
                lines.append(piece)
    return lines


def _start(name: str, heights: list[int]) -> Iterator[str]:
    """The box of the change, and the trunk from which every cancer branches off."""
    lines = _wrapped(name)
    height = max(heights[0], len(lines) * LINE + 18)
    last = 2 + sum(heights[:-1]) + 12 * (len(heights) - 1) + heights[-1] // 2
    yield _box("0", "29%", 2, height, lines, "change")
    yield f'<line class="arm" x1="32%" x2="32%" y1="{2 + heights[0] // 2}" y2="{last}"></line>'
    yield f'<line class="arm" x1="29%" x2="32%" y1="{2 + heights[0] // 2}" y2="{2 + heights[0] // 2}"></line>'


def _step(step: Step, top: int, height: int) -> Iterator[str]:
    middle = top + height // 2
    kind = "held" if step.drugs else "none"
    yield f'<line class="arm {kind}" x1="32%" x2="35%" y1="{middle}" y2="{middle}"></line>'
    yield _box("35%", "29%", top, height, _wrapped(step.cancer), f"cancer {kind}", step.group)
    yield f'<line class="arm {kind}" x1="64%" x2="70%" y1="{middle}" y2="{middle}"></line>'
    if step.drugs:
        yield f'<svg x="70%" y="{middle}" overflow="visible">{_TIP}</svg>'
    yield _box("70%", "30%", top, height, _drug_lines(step), f"drugs {kind}")


def _box(x: str, width: str, top: int, height: int, lines: list[str], kind: str, group: str = "") -> str:
    parts = [
        f'<svg x="{x}" y="{top}" width="{width}" height="{height}">'
        f'<rect class="box {kind}" x="1" y="1" width="99%" height="{height - 2}" rx="6"></rect>'
    ]
    y = 20
    if group:
        _, outline, filled = MARKS[group]
        sign = f'<path class="{"mark filled" if filled else "mark"}" d="{outline}"></path>'
        parts.append(f'<svg x="8" y="8" width="16" height="16">{sign}</svg>')
        y += LINE
    for line in lines:
        parts.append(f'<text x="8" y="{y}">{escape(line)}</text>')
        y += LINE
    return "".join([*parts, "</svg>"])
