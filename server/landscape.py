"""The heat map of a cancer's landscape: its alterations by cancers, a table whose cells are also shaded."""

from html import escape

from oncotrace.answers.wording import capitalised, label_words, percent
from oncotrace.kg.reader import Reader
from oncotrace.queries.heat import heat
from oncotrace.queries.prevalence import Figure
from oncotrace.server.asked import Asked
from oncotrace.server.shelf import Shelf
from oncotrace.server.texts import T

ROWS = 14
COLUMNS = 7

STEPS = (0.001, 0.01, 0.05, 0.20, 0.50)
"""The bounds of the shades: those of the words for how common a change is."""


def heat_map(shelf: Shelf, asked: Asked) -> str:
    """The table; empty where fewer than two cancers or changes have figures."""
    facts = asked.facts
    if facts.cancer is None:
        return ""
    reader = Reader(shelf.graph)
    figures = [f for f in facts.prevalence.others_here if f.observation.finding == "measured"]
    found = heat(reader, figures, facts.cancer.id, facts.as_of, rows=ROWS, columns=COLUMNS)
    if len(found.cancers) < 2 or len(found.biomarkers) < 2:
        return ""
    label = shelf.release.names.label
    head = "".join(
        f'<th scope="col">{_link(shelf.addresses.path(c), capitalised(label(c)))}</th>' for c in found.cancers
    )
    lines = []
    for biomarker in found.biomarkers:
        cells = "".join(_cell(shelf, found.cells.get((biomarker, c))) for c in found.cancers)
        name = _link(shelf.addresses.path(biomarker), label_words(label(biomarker)))
        lines.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    title = escape(T.heat_title)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{title}"><table class="heat">'
        f'<caption class="unseen">{title}</caption>'
        f'<thead><tr><th scope="col">{escape(T.heat_change)}</th>{head}'
        f"</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(shelf: Shelf, figure: Figure | None) -> str:
    if figure is None or figure.share is None:
        return f'<td class="empty"><span class="unseen">{escape(T.heat_none)}</span></td>'
    shown = escape(figure.observation.printed or percent(figure.share))
    path = shelf.addresses.pair(figure.biomarker, figure.cancer)
    return f'<td class="shade{shade(figure.share)}">{_link(path, shown)}</td>'


def shade(share: float) -> int:
    """0 for the rarest to 5 for the most common."""
    return sum(share > bound for bound in STEPS)


def _link(path: str, text: str) -> str:
    return f'<a href="{escape(path)}">{escape(text, quote=False)}</a>' if path else escape(text)
