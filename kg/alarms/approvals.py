"""Approval dates that cannot be right, or on which sources differ."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from oncotrace.kg.alarms.alarm import Alarm
from oncotrace.kg.alarms.dates import AFTER_APPROVAL, before
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.records import ApprovalEvent, Indication

_label = partial(Alarm, check="label_year")
_initial = partial(Alarm, check="initial_approval", severity="warning")
_differ = partial(Alarm, check="approval_dates")

_LABEL = re.compile(r"accessdata\.fda\.gov/drugsatfda_docs/label/((?:19|20)\d\d)/([^/]+)")
"""A label at Drugs@FDA: the folder is the year of its approval."""

_ORIGINAL = re.compile(r"\d{5,6}(?:Orig\d+)?(?:s0+)?lbl")
"""The file of a product's first label: its application number, with supplement 0 or none."""

ALIKE = 31
"""Days by which two sources may differ before a curator must look: a notice may follow its decision by
days, and a label carries the day of its revision."""


def not_of_label_year(material: Material) -> Iterator[Alarm]:
    """Approvals dated before the product's first label, which they cite: there was no product yet. And
    approvals that cite a label of a year in which nothing was approved."""
    for indication, events in material.walk_events():
        years = {e.date[:4] for e in events}
        for event in events:
            for url in _urls(material, event.documents or indication.documents):
                label = _LABEL.search(url)
                if not label:
                    continue
                year, file = label.groups()
                if _ORIGINAL.match(file) and before(event.date, year):
                    reason = f"the product's first label, which it cites, is of {year} ({file})"
                    yield _of_label(material, indication, event, "error", reason)
                elif year not in years:
                    reason = f"the label that it cites is of {year} ({file}), when nothing was approved"
                    yield _of_label(material, indication, event, "warning", reason)


def _of_label(
    material: Material, indication: Indication, event: ApprovalEvent, severity: str, reason: str
) -> Alarm:
    return _label(
        severity=severity,
        record=event.id,
        what=f"{material.about(indication)}, {indication.agency}: {event.kind} {event.date}",
        reason=reason,
        mend="look the day up in the agency's notices of both years and tell the source",
        statements=(indication.id,),
    )


def _urls(material: Material, documents: Iterable[str]) -> list[str]:
    return sorted({d.url for d in material.documents(documents) if d.url})


def initial_differs(material: Material) -> Iterator[Alarm]:
    """A first approval whose kind was not seen, beside events that contradict it.

    It may not follow an accelerated approval, which would itself be the first; and where it lies before
    the regular approval, something must stand between that says why there are two.
    """
    for indication, events in material.walk_events():
        early = [e for e in events if e.kind in ("accelerated", "conditional")]
        regular = [e for e in events if e.kind == "regular"]
        for event in (e for e in events if e.kind == "approved"):
            if any(before(e.date, event.date) for e in early):
                other, reason = early[0], "an accelerated approval precedes it, so it was not the first"
            elif not early and any(before(event.date, e.date) for e in regular):
                other, reason = regular[0], "two first approvals, the earlier not said to be accelerated"
            else:
                continue
            yield _initial(
                record=event.id,
                what=f"{material.about(indication)}: first approved {event.date}, {other.kind} {other.date}",
                reason=reason,
                mend="look up in the agency's notices which day is the first approval, and tell the source",
                statements=(indication.id,),
            )


def sources_differ(material: Material) -> Iterator[Alarm]:
    """Sources that date the first approval of the same drug, biomarker and cancer by one agency differently,
    the furthest apart first."""
    found = [f for of_sources in _first_approvals(material) if (f := _difference(material, of_sources))]
    for _, alarm in sorted(found, key=lambda pair: (-pair[0], pair[1].record)):
        yield alarm


def _first_approvals(material: Material) -> Iterator[dict[str, tuple[str, str]]]:
    """For each approval: its first date and the statement that has it, by source."""
    groups: dict[tuple[str, frozenset[str], str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
    for indication, events in material.walk_events():
        proposition = material.propositions.get(indication.proposition)
        dates = [e.date for e in events if e.kind not in AFTER_APPROVAL]
        if proposition is not None and dates:
            drugs = material.drugs(proposition.therapy)
            of_sources = groups[indication.agency, drugs, proposition.biomarker, proposition.cancer]
            first = (min(dates), indication.id)
            of_sources[indication.source] = min(of_sources.get(indication.source, first), first)
    yield from groups.values()


def _difference(material: Material, of_sources: dict[str, tuple[str, str]]) -> tuple[int, Alarm] | None:
    days = sorted(of_sources.values())
    (early, id), (late, _) = days[0], days[-1]
    if not before(early, late):
        return None
    apart = _days_between(early, late)
    days_of = sorted((source.removeprefix("oid:source-"), day) for source, (day, _) in of_sources.items())
    told = ", ".join(f"{day} ({source})" for source, day in days_of)
    (indication,) = material.reader.get([id], Indication)
    return apart, _differ(
        severity="warning" if apart > ALIKE else "info",
        record=id,
        what=f"{material.about(indication)}, {indication.agency}: first approved {told}",
        reason=f"the sources are {apart:,} days apart on one approval",
        mend="look the day up in the agency's notice; a label's date may be that of a later revision",
        statements=tuple(sorted(id for _, id in of_sources.values())),
    )


def _days_between(early: str, late: str) -> int:
    """Days between two dates, in the precision of the coarser."""
    length = min(len(early), len(late))
    start, end = (date.fromisoformat((d[:length] + "-01-01")[:10]) for d in (early, late))
    return (end - start).days
