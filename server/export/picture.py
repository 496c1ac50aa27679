"""A part of the graph as a picture: biomarkers, drugs and cancers in columns, statements as lines.

An SVG of its own, without script: it opens from disk and stands in a page. What it cannot show it counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from html import escape
from itertools import pairwise
from typing import IO

from oncotrace.kg.records import Evidence, Indication, Statement
from oncotrace.server.export.material import Material, Row

MOST = 40
"""Names in a column; those with the fewest statements are counted below it."""

COLUMNS = (("Biomarkers", 20), ("Drugs and regimens", 370), ("Cancers", 720))
WIDTH, BOX, LINE = 1000, 260, 26
_COLOURS = {"supports": "#1c6e8c", "disputes": "#b5482a", "approved": "#3c7a3c", "other": "#7a7a86"}
KINDS = {
    "approved": "an approval",
    "supports": "supported by evidence",
    "disputes": "resistance or disputed",
    "other": "a figure or a finding",
}
"""The lines of the picture, in the words of its legend."""
_AGAINST = ("resistance", "reduced_sensitivity", "adverse_response", "poor_outcome", "negative")

Line = tuple[str, str, str]
"""Two ids, and a key of ``_COLOURS``."""


def write(material: Material, out: IO[bytes]) -> None:
    out.write(svg(material.rows(), material.title).encode())


def svg(rows: Iterable[Row], title: str, href: Callable[[str], str] | None = None) -> str:
    """The picture; ``href`` gives the address of an id, where names are links."""
    columns: list[Counter[str]] = [Counter(), Counter(), Counter()]
    labels: dict[str, str] = {}
    lines: Counter[Line] = Counter()
    for row in rows:
        about = row.proposition
        if about is None:
            continue
        named = (about.biomarker, about.therapy, about.cancer)
        for column, id in zip(columns, named, strict=True):
            if id:
                column[id] += 1
                labels[id] = row.label(id)
        held = [id for id in named if id]
        for one, other in pairwise(held):
            lines[one, other, kind_of(row.statement)] += 1
    return _drawn(title, columns, labels, lines, href)


def kind_of(statement: Statement) -> str:
    """How a statement is drawn: a key of ``KINDS``."""
    if isinstance(statement, Indication):
        return "approved"
    if not isinstance(statement, Evidence):
        return "other"
    against = statement.significance in _AGAINST or statement.direction == "disputes"
    return "disputes" if against else "supports"


def _drawn(
    title: str,
    columns: list[Counter[str]],
    labels: dict[str, str],
    lines: Counter[Line],
    href: Callable[[str], str] | None,
) -> str:
    shown = [sorted(c.most_common(MOST), key=lambda pair: (-pair[1], labels[pair[0]])) for c in columns]
    height = 110 + LINE * max(
        1, *(len(column) + (len(column) < len(c)) for column, c in zip(shown, columns, strict=True))
    )
    places: dict[str, tuple[int, int]] = {}
    boxes = []
    for (name, x), column, counts in zip(COLUMNS, shown, columns, strict=True):
        boxes.append(f'<text x="{x}" y="56" class="head">{escape(name)} ({len(counts)})</text>')
        for place, (id, count) in enumerate(column):
            y = 70 + LINE * place
            places[id] = (x, y + 11)
            boxes.append(_box(x, y, labels[id], count, href(id) if href else ""))
        if hidden := len(counts) - len(column):
            y = 70 + LINE * len(column)
            boxes.append(f'<text x="{x}" y="{y + 15}">and {hidden} more, not drawn</text>')
    paths = [
        _path(places[one], places[other], kind, count)
        for (one, other, kind), count in sorted(lines.items())
        if one in places and other in places
    ]
    said = (
        f"{escape(title)}: {len(columns[0])} biomarkers, {len(columns[1])} drugs, {len(columns[2])} cancers"
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
            f' font-family="sans-serif" font-size="12"><title>{said}</title>',
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            f'<text x="20" y="26" font-size="16" fill="#1d2733">{escape(title[:110])}</text>',
            *paths,
            *boxes,
            *_legend(height - 16),
            "</svg>\n",
        ]
    )


def _box(x: int, y: int, label: str, count: int, href: str) -> str:
    short = label if len(label) <= 31 else f"{label[:30]}…"
    box = (
        f'<rect x="{x}" y="{y}" width="{BOX}" height="22" rx="4" fill="#eef3f7" stroke="#9fb3c4"/>'
        f'<text x="{x + 8}" y="{y + 15}" fill="#1d2733">{escape(short)}'
        f"<title>{escape(label)}: {count} statement{'' if count == 1 else 's'}</title></text>"
    )
    return f'<a href="{escape(href)}">{box}</a>' if href else box


def _path(start: tuple[int, int], end: tuple[int, int], kind: str, count: int) -> str:
    (x1, y1), (x2, y2) = (start[0] + BOX, start[1]), end
    half = (x1 + x2) // 2
    dashed = ' stroke-dasharray="6 3"' if kind == "disputes" else ""
    return (
        f'<path d="M{x1} {y1} C{half} {y1} {half} {y2} {x2} {y2}" fill="none" stroke="{_COLOURS[kind]}"'
        f' stroke-opacity="0.75" stroke-width="{min(6, 1 + count // 2)}"{dashed}/>'
    )


def _legend(y: int) -> list[str]:
    found = []
    for place, (kind, words) in enumerate(KINDS.items()):
        x = 20 + 240 * place
        dashed = ' stroke-dasharray="6 3"' if kind == "disputes" else ""
        found.append(
            f'<path d="M{x} {y - 4} h28" stroke="{_COLOURS[kind]}" stroke-width="3"{dashed}/>'
            f'<text x="{x + 36}" y="{y}" fill="#1d2733">{words}</text>'
        )
    return found
