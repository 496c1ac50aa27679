"""The command `oncotrace diff`: sources, statements and sentences that differ between two releases."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

import oncotrace
from oncotrace.answers.golden import SentenceChange, changed, questions
from oncotrace.kg.changelog import WHATS, by_class, versions
from oncotrace.kg.diff import Change, Difference, difference
from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.release import NQUADS, Release, open_release, verify

SHOWN = 20
"""Changes that the terminal shows one by one; --json has all."""


@dataclass(slots=True, kw_only=True)
class Compared:
    """What differs between two releases."""

    old: str
    new: str
    sources: list[tuple[str, str, str]]
    """(source, version before, version now); empty where it is not there."""
    records: Difference
    sentences: list[SentenceChange]

    def as_data(self) -> dict[str, Any]:
        return {
            "old": self.old,
            "new": self.new,
            "sources": [{"source": s, "old": a, "new": b} for s, a, b in self.sources],
            "counts": [{"source": s, "class": k, **of} for s, k, of in by_class(self.records)],
            "statements": [asdict(change) for change in self.records.statements],
            "sentences": [asdict(change) for change in self.sentences],
        }


def diff_and_report(old: str, new: str, as_json: bool) -> None:
    """Compare two releases and print what differs."""
    compared = compare(old, new)
    if as_json:
        sys.stdout.write(json.dumps(compared.as_data(), indent=2, ensure_ascii=False) + "\n")
    else:
        _print(compared)


def compare(old: str, new: str) -> Compared:
    """The difference of two releases by name. ReleaseError where one is absent or damaged."""
    before, after = open_release(old), open_release(new)
    try:
        for release in (before, after):
            if problems := verify(release, (NQUADS,)):
                told = "; ".join(problems)
                raise ReleaseError(f"release {release.name} is damaged: {told}; build it again")
        records = difference(before.path / NQUADS, after.path / NQUADS)
        return Compared(
            old=before.name,
            new=after.name,
            sources=versions(before.manifest["sources"], after.manifest["sources"]),
            records=records,
            sentences=list(_sentences(before, after, records)),
        )
    finally:
        before.close()
        after.close()


def _sentences(old: Release, new: Release, records: Difference) -> Iterator[SentenceChange]:
    """The golden answers of both, as of the day of the newer one, so that only the data differ."""
    day = max(old.manifest["created"], new.manifest["created"])[:10]
    differing = {change.id for change in records.statements}
    for question in questions():
        before, after = (oncotrace.ask(question, today=day, release=release) for release in (old, new))
        yield from changed(before, after, differing)


def _print(compared: Compared) -> None:
    out = Console(highlight=False, markup=False)
    out.print(f"{compared.old} -> {compared.new}", style="bold")
    if compared.sources:
        _table(out, ("Source", "Version before", "Version now"), compared.sources)
    counts = [(s, k, *(f"{of[w]:,}" for w in WHATS)) for s, k, of in by_class(compared.records)]
    if counts:
        _table(out, ("Source", "Record", *(w.capitalize() for w in WHATS)), counts)
    else:
        out.print("No record differs.")
    lines = [*_statements(compared.records.statements), *_changed_sentences(compared.sentences)]
    for line in lines:
        out.print(line, soft_wrap=True)


def _table(out: Console, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number >= 2 and len(columns) > 3 else "left")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _statements(changes: list[Change]) -> Iterator[str]:
    """What changed and what went before what came: a new source adds thousands."""
    if changes:
        yield f"\nStatements that differ: {len(changes):,}"
    order = ("changed", "removed", "added")
    for change in sorted(changes, key=lambda c: order.index(c.what))[:SHOWN]:
        yield f"  {change.what} {change.kind} {change.id} ({change.graph})"
        for field in change.fields:
            yield f"    {field.field}: {_short(field.old)} -> {_short(field.new)}"
    if len(changes) > SHOWN:
        yield f"  and {len(changes) - SHOWN:,} more: oncotrace diff --json"


def _changed_sentences(changes: list[SentenceChange]) -> Iterator[str]:
    count = len(questions())
    yield f"\nSentences of {count} golden answers that differ: {len(changes):,}"
    for change in changes[:SHOWN]:
        yield f"  {change.question} [{change.section}]"
        if change.old:
            yield f"    - {change.old}"
        if change.new:
            yield f"    + {change.new}"
        yield f"    because of {', '.join(change.because[:5]) or 'names or the program, no statement'}"
    if len(changes) > SHOWN:
        yield f"  and {len(changes) - SHOWN:,} more: oncotrace diff --json"


def _short(value: object) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:160]}…"
