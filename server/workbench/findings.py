"""What is wrong or contradictory: conflicts, data alarms, quarantine, and statements side by side."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields
from math import ceil
from typing import Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from oncotrace.answers.wording import label_words
from oncotrace.kg.alarms.alarm import SEVERITIES
from oncotrace.kg.artefacts import CHECK
from oncotrace.kg.graph import Literal
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Quarantined, Statement
from oncotrace.kg.release import Release
from oncotrace.kg.shape import QUARANTINE, decode
from oncotrace.kg.triples import node, python_value
from oncotrace.ontology.prefixes import curie
from oncotrace.queries.conflicts import Conflict, conflicts
from oncotrace.queries.subgraph import complete
from oncotrace.server.door import Visit
from oncotrace.server.export.material import Material
from oncotrace.server.workbench.examples import examples
from oncotrace.server.workbench.pages import page

ON_A_PAGE = 50
MOST_COMPARED = 8
FORMS = ("xlsx", "csv", "html", "trig")


class Choice:
    """The filters of a page, its words and its page number, as its address has them."""

    def __init__(self, visit: Visit, names: Sequence[str]) -> None:
        self.chosen = {name: visit.asked(name) for name in names}
        self.q = visit.asked("q")
        asked = visit.asked("page")
        self.at = int(asked) if asked.isdecimal() and len(asked) < 6 else 1

    def takes(self, values: dict[str, str], text: str) -> bool:
        fits = all(not want or values[name] == want for name, want in self.chosen.items())
        return fits and all(word in text.lower() for word in self.q.lower().split())

    def part(self, rows: list[Any]) -> dict[str, Any]:
        """The rows of this page, and what the page shows of the choice."""
        last = max(1, ceil(len(rows) / ON_A_PAGE))
        at = min(max(1, self.at), last)
        kept = {name: value for name, value in (*self.chosen.items(), ("q", self.q)) if value}
        return {
            "shown": rows[(at - 1) * ON_A_PAGE : at * ON_A_PAGE],
            "found": len(rows),
            "at": at,
            "last": last,
            "q": self.q,
            "asked": f"{urlencode(kept)}&" if kept else "",
        }


# --- conflicts --------------------------------------------------------------------------------

SORTS = ("name", "most statements", "newest")


def conflicts_page(visit: Visit) -> Response:
    release = visit.shelf.release
    choice = Choice(visit, ("kind", "source"))
    found = conflicts(Reader(visit.shelf.graph))
    sources = sorted({s for c in found for stand in c.stands for s in stand.sources})
    taken = [c for c in found if _takes(choice, c)]
    sort = visit.asked("sort") or SORTS[0]
    taken.sort(key=_title)
    if sort == SORTS[1]:
        taken.sort(key=lambda c: -sum(len(s.statements) for s in c.stands))
    elif sort == SORTS[2]:
        taken.sort(key=lambda c: max(s.dates[1] for s in c.stands), reverse=True)
    part = choice.part(taken)
    return page(
        "conflicts.html",
        release=release.name,
        query=examples()["conflicts-of-direction"].query,
        total=len(found),
        conflicts=[_conflict(c) for c in part.pop("shown")],
        fields=[
            ("kind", "Kind", ("direction", "sign"), choice.chosen["kind"]),
            ("source", "Source", sources, choice.chosen["source"]),
            ("sort", "Order", SORTS, sort),
        ],
        **part,
    )


def _takes(choice: Choice, conflict: Conflict) -> bool:
    kind, source = choice.chosen["kind"], choice.chosen["source"]
    fits = (not kind or kind in conflict.kinds) and (
        not source or any(source in stand.sources for stand in conflict.stands)
    )
    return fits and all(word in _title(conflict).lower() for word in choice.q.lower().split())


def _title(conflict: Conflict) -> str:
    named = (conflict.biomarker, conflict.therapy, conflict.cancer)
    return ", ".join(label_words(one.label) for one in named if one) or conflict.proposition.id


def _conflict(conflict: Conflict) -> dict[str, Any]:
    ids = [s.id for stand in conflict.stands for s in stand.statements][:MOST_COMPARED]
    lead = " and ".join(f"{d} {s.replace('_', ' ')}" for s, d in conflict.lead.stands)
    return {
        "id": conflict.proposition.id,
        "title": _title(conflict),
        "axis": conflict.proposition.axis.replace("_", " "),
        "kinds": conflict.kinds,
        "lead": lead,
        "because": conflict.lead.because,
        "stands": conflict.stands,
        "compare": "&".join(f"id={quote(id)}" for id in ids),
    }


# --- alarms and quarantine ----------------------------------------------------------------------


def alarms_page(visit: Visit) -> Response:
    release = visit.shelf.release
    if not (release.path / CHECK).is_file():  # the graph is at an endpoint, and the report is not here
        raise HTTPException(404)
    report = json.loads((release.path / CHECK).read_bytes())
    choice = Choice(visit, ("severity", "check"))
    alarms = _shown(release, report["alarms"])
    found = [
        alarm
        for alarm in alarms
        if choice.takes(alarm, f"{alarm['record']} {alarm['what']} {alarm['reason']}")
    ]
    part = choice.part(found)
    return page(
        "alarms.html",
        release=release.name,
        counts={s: sum(a["severity"] == s for a in alarms) for s in SEVERITIES},
        hidden=len(report["alarms"]) - len(alarms),
        skipped=report["skipped"],
        alarms=part.pop("shown"),
        fields=[
            ("severity", "Severity", tuple(SEVERITIES), choice.chosen["severity"]),
            ("check", "Check", tuple(report["by_check"]), choice.chosen["check"]),
        ],
        **part,
    )


def _shown(release: Release, alarms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The alarms that tell nothing of sources which must not be passed on: where there are such, only
    those whose record and statements are all in the graph that is shown, or in its quarantine."""
    if release.beyond is None:
        return alarms
    ids = {id for alarm in alarms for id in (alarm["record"], *alarm["statements"])}
    held = set(release.graph.values(ids)) | {row.id for row in quarantined(release)}
    return [a for a in alarms if {a["record"], *a["statements"]} <= held]


def quarantine_page(visit: Visit) -> Response:
    release = visit.shelf.release
    rows = quarantined(release)
    choice = Choice(visit, ("source", "reason"))
    taken = [
        row
        for row in rows
        if choice.takes({"source": row.source, "reason": row.reason}, f"{row.locator} {row.content}")
    ]
    part = choice.part(taken)
    return page(
        "quarantine.html",
        release=release.name,
        query=examples()["quarantine"].query,
        total=len(rows),
        rows=part.pop("shown"),
        fields=[
            (name, name.capitalize(), sorted({getattr(r, name) for r in rows}), choice.chosen[name])
            for name in choice.chosen
        ],
        **part,
    )


def quarantined(release: Release) -> list[Quarantined]:
    """The rows in quarantine, in the order of their ids."""
    if QUARANTINE not in release.manifest["graphs"]:  # there are none, or they did not go to the endpoint
        return []
    said: dict[str, dict[str, list[Literal]]] = {}
    with closing(release.store()) as store:
        for quad in store.match(graph=node(QUARANTINE)):
            of = said.setdefault(curie(quad.subject.value), {})  # type: ignore[union-attr]
            of.setdefault(curie(quad.predicate.value), []).append(python_value(quad.object))  # type: ignore[arg-type]
    records = (decode(id, values) for id, values in sorted(said.items()))
    return [record for record in records if isinstance(record, Quarantined)]


# --- side by side -------------------------------------------------------------------------------


def compare_page(visit: Visit) -> Response:
    """Statements in columns, a property a line; lines on which all say nothing are left out."""
    release = visit.shelf.release
    ids = list(dict.fromkeys(visit.request.query_params.getlist("id")))[:MOST_COMPARED]
    statements = Reader(visit.shelf.graph).get(ids, Statement)
    if not statements:
        raise HTTPException(404)
    held = [s.id for s in statements]
    material = Material(release=release, subgraph=complete(release.graph, held), title="")
    rows = {row.statement.id: row for row in material.rows()}
    lines = [("what is claimed", [rows[id].words for id in held])]
    lines += [("documents", ["; ".join(d.title or d.id for d in rows[id].documents) for id in held])]
    names = dict.fromkeys(f.name for s in statements for f in fields(s) if f.name not in ("id", "documents"))
    for name in names:
        cells = [_said(getattr(s, name, "")) for s in statements]
        if any(cells):
            lines.append((name.replace("_", " "), cells))
    asked = "".join(f"subject={quote(id)}&" for id in held)
    return page("compare.html", release=release.name, ids=held, lines=lines, asked=asked, forms=FORMS)


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(str(item) for item in value)
    return "" if value in (None, False, "") else str(value)
