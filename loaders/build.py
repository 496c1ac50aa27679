"""From sources to a release: read, merge identities, name, state, write; and a report that adds up.

Entities of all sources come first, so that the names in statements can be resolved against all of
them; then the statements. Nothing here reads a clock: ``today`` is an input.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from oncotrace.kg import names as name_index
from oncotrace.kg.identity import merge
from oncotrace.kg.names import Names
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import Drug, Quarantined, Record
from oncotrace.kg.release import Release
from oncotrace.kg.triples import encode_all
from oncotrace.loaders.declare import Row, Skipped, SourceModule, check_floors, describe
from oncotrace.loaders.sources import SOURCES, by_name, locate, outcomes, rows_of, version_of

Progress = Callable[[str, str], None]
"""Called with the name of a source and what is being done."""


@dataclass(slots=True)
class SourceRequest:
    name: str
    path: Path
    """The folder of sources, or the file itself."""


@dataclass(slots=True, kw_only=True)
class SourceReport:
    """What became of one source's rows: taken, quarantined or skipped."""

    name: str
    version: str = ""
    rows: int = 0
    taken: int = 0
    records: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def as_data(self) -> dict[str, Any]:
        # dataclasses.asdict rebuilds a Counter from its pairs, which counts the pairs instead.
        return {
            "name": self.name,
            "version": self.version,
            "rows": self.rows,
            "taken": self.taken,
            "records": dict(self.records),
            "quarantined": dict(self.quarantined),
            "skipped": dict(self.skipped),
        }


@dataclass(slots=True, kw_only=True)
class BuildReport:
    sources: list[SourceReport]
    not_merged: list[tuple[str, str]]
    """Pairs of ids whose cross-reference was refused, because a concept would get two ids of a kind."""
    unresolved: Counter[str] = field(default_factory=Counter)
    """``Drug: name as printed`` to the number of statements: kept under its own name, never guessed."""
    release: Release | None = None

    def as_data(self) -> dict[str, Any]:
        """The report as JSON data, without the release that holds it."""
        return {
            "sources": [s.as_data() for s in self.sources],
            "not_merged": [list(pair) for pair in self.not_merged],
            "unresolved": dict(self.unresolved.most_common()),
        }


def found_in(folder: Path) -> list[SourceRequest]:
    """A request for every source whose files are in the folder; the bundled core always."""
    requests = []
    for source in SOURCES:
        if source.bundled or any(folder.glob(source.file)):
            requests.append(SourceRequest(source.name, folder))
    return requests


def build(
    home: Path, requests: list[SourceRequest], today: str, progress: Progress = lambda name, doing: None
) -> BuildReport:
    """Build a release of these sources in ``home`` and make it current.

    Raises SourceError where a file is missing, malformed or under its floors, and ReleaseError where
    the release cannot be written; the release before it stays current either way.
    """
    chosen = _in_order(requests)
    report = BuildReport(sources=[], not_merged=[])
    records = _records(chosen, report, progress)
    described = [describe(p.source, line.version) for p, line in zip(chosen, report.sources, strict=True)]

    def quads() -> Iterator[Quad]:
        for record in described:
            name = record.id.removeprefix("oid:source-")
            yield from encode_all([record, *records[name]], f"graph:{name}")

    progress("release", "writing")
    report.release = build_release(
        home,
        quads(),
        described,
        created=today,
        report=report.as_data(),
        files={"report.html": html_report(report).encode()},
        extra=lambda connection: name_index.write(connection, (r for n in records for r in records[n])),
    )
    return report


@dataclass(slots=True)
class _Chosen:
    source: SourceModule
    files: list[Path]
    folder: Path | None


def _in_order(requests: list[SourceRequest]) -> list[_Chosen]:
    """The requested sources in the order of ``SOURCES``, the core always among them."""
    paths = {by_name(r.name).name: r.path for r in requests}
    paths.setdefault("core", Path())
    return [_choose(source, paths[source.name]) for source in SOURCES if source.name in paths]


def _choose(source: SourceModule, path: Path) -> _Chosen:
    if not source.bundled and path.is_file():
        return _Chosen(source, [path], None)
    return _Chosen(source, locate(source, path), path)


def _records(
    chosen: list[_Chosen], report: BuildReport, progress: Progress
) -> dict[str, list[Record]]:
    """The records of each source under their merged ids, the statements after the entities."""
    entities: dict[str, list[Record]] = {}
    for part in chosen:
        line = SourceReport(name=part.source.name, version=version_of(part.source, part.files))
        report.sources.append(line)
        if part.source.stage != "statements":
            progress(part.source.name, "reading")
            entities[part.source.name] = list(_taken(part, line, None))
    merged = merge(entities)
    report.not_merged = merged.not_merged
    names = Names.of(r for found in merged.records.values() for r in found)
    records = {part.source.name: merged.records.get(part.source.name, []) for part in chosen}
    for part, line in zip(chosen, report.sources, strict=True):
        if part.source.stage != "entities":
            progress(part.source.name, "stating")
            stated = list(_taken(part, line, names))
            report.unresolved.update(_unresolved(stated, names))
            records[part.source.name] = records[part.source.name] + stated
        check_floors(part.source, line.records)
    return records


def _taken(part: _Chosen, line: SourceReport, names: Names | None) -> Iterator[Record]:
    """The records that the rows of a source become; counts each row's outcome."""
    rows = 0

    def counted() -> Iterator[Row]:
        nonlocal rows
        for row in rows_of(part.source, part.files, part.folder):
            rows += 1
            yield row

    for outcome in outcomes(part.source, counted(), names):
        match outcome:
            case Skipped():
                line.skipped[outcome.reason] += 1
            case Quarantined():
                line.quarantined[outcome.reason] += 1
                yield outcome
            case _:
                line.records[type(outcome).__name__] += 1
                yield outcome
    line.rows = rows
    line.taken = rows - line.skipped.total() - line.quarantined.total()


def _unresolved(stated: list[Record], names: Names) -> Iterator[str]:
    """Drugs that a statement names and no entity source knows: kept under the name as printed."""
    for record in stated:
        if isinstance(record, Drug) and names.drug(record.label) is None:
            yield f"Drug: {record.label}"


def html_report(report: BuildReport) -> str:
    """The report as one page without scripts or foreign assets."""
    titles = ("Source", "Version", "Rows", "Taken", "Quarantined", "Skipped")
    head = f"<tr>{''.join(f'<th>{title}</th>' for title in titles)}</tr>"
    rows = "".join(
        f"<tr><td>{escape(s.name)}</td><td>{escape(s.version)}</td><td>{s.rows}</td><td>{s.taken}</td>"
        f"<td>{_reasons(s.quarantined)}</td><td>{_reasons(s.skipped)}</td></tr>"
        for s in report.sources
    )
    names = "".join(f"<li>{escape(n)}: {c}</li>" for n, c in report.unresolved.most_common())
    pairs = "".join(f"<li>{escape(a)} and {escape(b)}</li>" for a, b in report.not_merged)
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Build report</title>'
        f"<h1>Build report</h1><table border='1'>{head}{rows}</table>"
        f"<h2>Names that did not resolve</h2><ul>{names}</ul>"
        f"<h2>Identifiers that were not merged</h2><ul>{pairs}</ul></html>"
    )


def _reasons(counts: Counter[str]) -> str:
    return f"{counts.total()}" + "".join(f"<br>{escape(r)}: {c}" for r, c in counts.most_common())
