"""The command `oncotrace conflicts`: propositions whose statements disagree, as text or JSON."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console

import oncotrace
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker
from oncotrace.queries.conflicts import Conflict, Stand, conflicts


def conflicts_and_report(
    release: str | None, as_of: str | None, licence_profile: str, as_json: bool
) -> None:
    """Print the conflicts of a release, by what was published on a day where one is given."""
    day = oncotrace.read_day(as_of, "as_of")
    graph, _, opened = oncotrace.open_graph(release, licence_profile)
    try:
        reader = Reader(graph)
        found = sorted(conflicts(reader, day), key=_order)
        if as_json:
            data = {"release": opened.name, "as_of": day, "conflicts": [_data(c) for c in found]}
            sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
        else:
            out = Console(highlight=False, markup=False, soft_wrap=True)
            for line in _lines(reader, opened.name, found):
                out.print(line)
    finally:
        opened.close()


def _order(conflict: Conflict) -> tuple[str, str, str]:
    """Treatment first, as it matters most; then by what it is about."""
    axis = conflict.proposition.axis
    return "" if axis == "treatment_response" else axis, _about(conflict), conflict.proposition.id


def _about(conflict: Conflict) -> str:
    parts = (conflict.biomarker, conflict.therapy, conflict.cancer)
    return ", ".join(part.label for part in parts if part)


def _data(conflict: Conflict) -> dict[str, Any]:
    """A conflict as JSON data, its statements by their ids."""
    data = asdict(conflict)
    for stand, shown in zip(conflict.stands, data["stands"], strict=True):
        shown["statements"] = [s.id for s in stand.statements]
    return data


def _lines(reader: Reader, release: str, found: list[Conflict]) -> Iterator[str]:
    counts = Counter((c.proposition.axis, " and ".join(c.kinds)) for c in found)
    yield f"Release {release}: {len(found):,} propositions whose statements disagree"
    for (axis, kinds), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {count:>4,}  {_words(axis)}, by {kinds}"
    for conflict in found:
        yield ""
        yield f"{_about(conflict)} ({_words(conflict.proposition.axis)}) [{conflict.proposition.id}]"
        yield from (f"  {_stand(stand)}" for stand in conflict.stands)
        yield f"  reading: {_reading(conflict)}"
        for one in conflict.specific:
            kind = reader.one(one.biomarker, Biomarker)
            said = " and ".join(_said(*stand) for stand in one.stands)
            yield f"  of {kind.label if kind else one.biomarker} alone: {said} [{one.rule}]"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _said(significance: str, direction: str) -> str:
    return f"{_words(significance)} {'supported' if direction == 'supports' else 'disputed'}"


def _stand(stand: Stand) -> str:
    """``sensitivity supported: civic:B, 2 documents, 2008 to 2012 (EID1, EID2)``."""
    count = len(stand.documents)
    first, last = stand.dates
    days = first if first == last else f"{first} to {last}"
    parts = [stand.level or "no level", f"{count} {'document' if count == 1 else 'documents'}", days]
    parts += stand.origins
    where = ", ".join(s.locator or s.id for s in stand.statements)
    return f"{_said(stand.significance, stand.direction)}: {', '.join(p for p in parts if p)} ({where})"


def _reading(conflict: Conflict) -> str:
    lead = conflict.lead
    if not lead.stands:
        return f"open: {lead.because}"
    first = " and ".join(_said(*stand) for stand in lead.stands)
    return f"{first} comes first: {lead.because} [{lead.rule}]"
