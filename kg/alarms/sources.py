"""What sources lack: dates, agencies, names that we know, fresh versions."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from oncotrace.kg.alarms.alarm import Alarm
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.records import Source
from oncotrace.ontology.data import load

_LACKS = {
    "date": re.compile(r"\b(?:un)?dated?\b", re.I),
    "jurisdiction": re.compile(r"\b(?:jurisdiction|agency|country)\b", re.I),
}
"""How the reason of a quarantined row says what it lacks."""

_DAY = re.compile(r"(?<![\w.])((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?![\w.])")


def missing(material: Material) -> Iterator[Alarm]:
    """Rows in quarantine because they have no date, or no agency that we can hold."""
    for row in material.quarantined:
        lacks = [name for name, pattern in _LACKS.items() if pattern.search(row.reason)]
        if lacks:
            source = row.source.removeprefix("oid:source-")
            yield Alarm(
                severity="warning",
                check="missing",
                record=row.id,
                what=f"{source} {row.locator} has no {' and no '.join(lacks)} ({row.content[:120]})",
                reason=f"{row.reason}; so it supports nothing and answers do not show it",
                mend="find the day and the agency in a public notice and enter them in the curated core",
            )


def unresolved(material: Material) -> Iterator[Alarm]:
    """Names that no source of entities knows."""
    for name, count in sorted(material.report.get("unresolved", {}).items(), key=lambda p: (-p[1], p[0])):
        kind, _, text = name.partition(": ")
        yield Alarm(
            severity="info",
            check="unresolved",
            record=name,
            what=f"{kind.lower()} “{text}”, on which {count} statement{' rests' if count == 1 else 's rest'}",
            reason="no source of entities has the name, so it was kept as printed and meets no other source",
            mend="add the name to loaders/core/drugs.yaml where it is a synonym of a known drug",
        )


@cache
def most_days() -> dict[str, int | None]:
    """How many days old a version may be, by source (``fresh.yaml``); None: it never changes."""
    days: dict[str, int | None] = load("oncotrace.kg.alarms", "fresh.yaml")
    return days


def stale(material: Material) -> Iterator[Alarm]:
    """Sources whose version is older than their rhythm allows, seen from the day of the release."""
    for source in material.all(Source):
        name = source.id.removeprefix("oid:source-")
        limit = most_days().get(name, most_days()["default"])
        if limit is None:
            continue
        day = _day(source.version)
        if day is None:
            severity, what = "info", f"{name} {source.version} tells no date"
            reason = "whether it is stale cannot be said"
        else:
            age = (date.fromisoformat(material.created[:10]) - day).days
            if age <= limit:
                continue
            severity, what = "warning", f"{name} {source.version} was {age:,} days old"
            reason = f"it is renewed more often than that: after {limit} days it counts as stale"
        yield Alarm(
            severity=severity,
            check="stale",
            record=source.id,
            what=what,
            reason=reason,
            mend=f"get the newest from {source.download or source.home} and build again",
        )


def _day(version: str) -> date | None:
    """The last day that a version's date may mean; None where it tells none."""
    found = _DAY.search(version)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 12), int(found[3] or 28)
    try:
        return date(year, month, day)
    except ValueError:
        return None
