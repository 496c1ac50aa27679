"""What is new: how the release differs from the one before it, and the newest approvals."""

from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from oncotrace.answers.wording import EVENT_WORDS, capitalised, date_words, label_words
from oncotrace.kg.changelog import CHANGES
from oncotrace.queries.holdings import Approved, newest_approvals
from oncotrace.server.door import Visit
from oncotrace.server.pages import PUBLIC, page
from oncotrace.server.shelf import Shelf

MOST_NEW = 60


@dataclass(slots=True)
class Changes:
    """The changelog of a release as ``kg.changelog`` writes it."""

    since: str = ""
    """The release before; empty where there is none."""
    tables: list[list[list[str]]] = field(default_factory=list)
    """Rows of cells, the heads first."""
    notes: list[str] = field(default_factory=list)


def new(visit: Visit) -> Response:
    """The changes of the release, then its newest approvals."""
    shelf = visit.shelf
    file = shelf.release.path / CHANGES
    found = newest_approvals(shelf.graph, visit.today, MOST_NEW)
    rows = [_news(shelf, one) for one in found]
    return page(
        "new.html",
        cache_control=PUBLIC,
        changes=changes(file.read_text("utf-8") if file.is_file() else ""),
        # Several indications of one day may differ in what a row does not show.
        rows=[row for at, row in enumerate(rows) if row not in rows[:at]],
        sources=shelf.release.manifest["sources"],
        **visit.foot,
    )


def changes(text: str) -> Changes:
    """A changelog in Markdown: its title, its tables and its sentences."""
    read, inside = Changes(), False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
            if line.startswith("# "):
                read.since = line.partition(" since ")[2]
            elif line:
                read.notes.append(line)
        elif not inside:
            read.tables.append([cells])
            inside = True
        elif set(line) - set("|-: "):
            read.tables[-1].append(cells)
    return read


def _news(shelf: Shelf, one: Approved) -> dict[str, Any]:
    names, addresses, told = shelf.release.names, shelf.addresses, one.proposition
    where = [
        (label_words(names.label(id)), addresses.path(id)) for id in (told.biomarker, told.cancer) if id
    ]
    return {
        "day": date_words(one.event.date),
        "iso": one.event.date,
        "what": capitalised(EVENT_WORDS[one.event.kind]),
        "agency": one.indication.agency,
        "drugs": _therapy(shelf, told.therapy),
        "where": where,
        "pair": addresses.pair(told.biomarker, told.cancer) if told.biomarker and told.cancer else "",
    }


def _therapy(shelf: Shelf, id: str) -> list[tuple[str, str]]:
    drugs = shelf.graph.out([id], "ot:drugs").get(id, [id])
    return [(shelf.release.names.label(drug), shelf.addresses.path(drug)) for drug in drugs]
