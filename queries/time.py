"""What was known, and what was in force, on a day.

A date's length is its precision. A claim dated ``2019`` counts as known when all of 2019 is over:
on a day in between nobody can say from the record that it was out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from oncotrace.kg.records import ApprovalEvent, Document, Statement

WITHDRAWN = "withdrawn"


def last_day(text: str) -> str:
    """The last day that a date of any precision may mean: ``2019-02`` -> ``2019-02-28``."""
    if len(text) == 10:
        return text
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1).isoformat()
    return text


def known(statement: Statement, documents: Mapping[str, Document], as_of: str) -> bool:
    """Whether the claim was published by this day; by its entry where no publication date is known."""
    return known_from(statement, documents) <= as_of


def known_from(statement: Statement, documents: Mapping[str, Document]) -> str:
    """The day from which ``known`` holds."""
    dates = [statement.published] if statement.published else []
    dates += [documents[d].published for d in statement.documents if d in documents]
    published = [last_day(d) for d in dates if d]
    return min(published) if published else statement.entered


def until(events: Iterable[ApprovalEvent], as_of: str) -> list[ApprovalEvent]:
    """The events up to this day, oldest first."""
    past = [event for event in events if last_day(event.date) <= as_of]
    return sorted(past, key=lambda e: (last_day(e.date), e.kind)) if len(past) > 1 else past


def in_force(events: Iterable[ApprovalEvent], as_of: str) -> bool:
    """Whether the last event up to this day left the approval standing."""
    return stands(until(events, as_of))


def stands(past: Sequence[ApprovalEvent]) -> bool:
    """Whether the last of these events, as ``until`` gives them, left the approval standing."""
    return bool(past) and past[-1].kind != WITHDRAWN
