"""Dates that cannot be: out of order, after the release was built, or no day of the calendar.

A date's length is its precision; one is before another only where it is so in the coarser of the two.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

from oncotrace.kg.alarms.alarm import Alarm
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.records import ApprovalEvent, Coverage, Document, Record, Statement

_alarm = partial(Alarm, check="dates")

AFTER_APPROVAL = ("withdrawn", "extended")
"""Kinds of events that need an approval before them."""


def before(one: str, other: str) -> bool:
    """Whether a date is surely before another: ``2019`` is not before ``2019-05``."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def out_of_order(material: Material) -> Iterator[Alarm]:
    """Dates that no calendar has, that lie after the release, or that contradict each other."""
    built = material.created[:10]
    for document in material.all(Document):
        yield from _possible(document, "published", document.published, built)
    for statement in material.statements:
        yield from _of_statement(material, statement, built)
    for event in material.all(ApprovalEvent):
        yield from _possible(event, event.kind, event.date, built)
    for indication, events in material.walk_events():
        yield from _of_events(material, indication, events)
    for coverage in material.all(Coverage):
        yield from _possible(coverage, "checked", coverage.checked_on, built)
        if coverage.until and coverage.checked_on and before(coverage.checked_on, coverage.until):
            yield _alarm(
                severity="error",
                record=coverage.id,
                what=f"{coverage.scope}: checked on {coverage.checked_on}, said to reach {coverage.until}",
                reason="a search cannot cover days after the day on which it was made",
                mend="mend checked_on or until of the coverage record",
            )


def _possible(record: Record, name: str, day: str, built: str) -> Iterator[Alarm]:
    """A date must be one of the calendar, and not after the release was built."""
    if not day:
        return
    if not _is_day(day):
        reason = "the calendar has no such day"
    elif before(built, day):
        reason = f"it lies after the day on which the release was built, {built}"
    else:
        return
    yield _alarm(
        severity="error",
        record=record.id,
        what=f"{record.id}: {name} {day}",
        reason=reason,
        mend="look the date up in its document and mend it in the source",
        statements=(record.id,) if isinstance(record, Statement) else (),
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def _of_statement(material: Material, statement: Statement, built: str) -> Iterator[Alarm]:
    yield from _possible(statement, "published", statement.published, built)
    yield from _possible(statement, "entered", statement.entered, built)
    published = [d.published for d in material.documents(statement.documents) if d.published]
    if statement.entered and published and all(before(statement.entered, p) for p in published):
        yield _alarm(
            severity="warning",
            record=statement.id,
            what=f"{material.about(statement)}: entered {statement.entered}, published {min(published)}",
            reason="its source took it in before the document that it cites was published",
            mend="check which document the row cites, and its date",
            statements=(statement.id,),
        )


def _of_events(material: Material, indication: Statement, events: list[ApprovalEvent]) -> Iterator[Alarm]:
    """Withdrawals and extensions follow an approval; an accelerated approval comes before the regular."""
    approvals = [e for e in events if e.kind not in AFTER_APPROVAL]
    regular = [e for e in events if e.kind == "regular"]
    early = ("accelerated", "conditional")
    for event in events:
        if event.kind in AFTER_APPROVAL and approvals and all(before(event.date, a.date) for a in approvals):
            reason = f"it is dated before the approval of {approvals[0].date}"
        elif event.kind in early and any(before(r.date, event.date) for r in regular):
            reason = f"it is dated after the regular approval of {regular[0].date}, which it should lead to"
        else:
            continue
        yield _alarm(
            severity="error",
            record=event.id,
            what=f"{material.about(indication)}: {event.kind} {event.date}",
            reason=reason,
            mend="look both dates up in the agency's notices and mend the events",
            statements=(indication.id,),
        )
