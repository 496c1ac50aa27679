"""What was in force on a day, with dates of any precision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncotrace.kg.records import ApprovalEvent, Document, Finding
from oncotrace.queries.time import in_force, known, last_day, until


def event(kind: str, date: str) -> ApprovalEvent:
    return ApprovalEvent(id=f"oid:ev-{kind}-{date}", kind=kind, date=date)


INFIGRATINIB = [event("withdrawn", "2024-05-16"), event("accelerated", "2021-05-28")]


@pytest.mark.parametrize(
    ("date", "last"),
    [("2019", "2019-12-31"), ("2019-02", "2019-02-28"), ("2020-02", "2020-02-29"), ("2019-12", "2019-12-31"),
     ("2018-11-26", "2018-11-26")],
)
def test_the_last_day_that_a_date_may_mean(date: str, last: str) -> None:
    assert last_day(date) == last


@pytest.mark.parametrize(
    ("day", "standing"),
    [("2021-05-27", False), ("2021-05-28", True), ("2024-05-15", True), ("2024-05-16", False)],
)
def test_a_withdrawn_approval_before_and_after(day: str, standing: bool) -> None:
    assert in_force(INFIGRATINIB, day) is standing


def test_events_come_oldest_first_and_none_from_the_future() -> None:
    assert [e.kind for e in until(INFIGRATINIB, "2023-01-01")] == ["accelerated"]
    assert [e.kind for e in until(INFIGRATINIB, "2026-01-01")] == ["accelerated", "withdrawn"]


def finding(**values: object) -> Finding:
    given: dict[str, object] = {"entered": "2026-11-24", **values}
    return Finding(
        id="oid:st-1", proposition="oid:prop-1", source="oid:source-core", topic="testing", **given
    )  # type: ignore[arg-type]


def test_a_year_counts_when_it_is_over() -> None:
    claim = finding(published="2019")
    assert not known(claim, {}, "2019-06-30")
    assert known(claim, {}, "2019-12-31")


def test_a_documents_date_counts_and_entry_only_where_nothing_else_does() -> None:
    paper = Document(id="PMID:1", kind="article", published="2018-03")
    assert known(finding(documents=("PMID:1",)), {"PMID:1": paper}, "2018-03-31")
    assert not known(finding(), {}, "2026-11-23")
    assert known(finding(), {}, "2026-11-24")


days = st.dates().map(lambda d: d.isoformat())


@given(st.lists(st.tuples(st.sampled_from(["accelerated", "regular", "withdrawn"]), days), max_size=6), days)
def test_an_approval_stands_only_if_an_approving_event_came(rows: list[tuple[str, str]], day: str) -> None:
    events = [event(kind, date) for kind, date in rows]
    if in_force(events, day):
        assert any(e.kind != "withdrawn" and e.date <= day for e in events)
