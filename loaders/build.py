"""From sources to a release: read, merge identities, name, state, write; and a report that adds up.

Entities of all sources come first, so that the names in statements can be resolved against all of
them; then the statements. Nothing here reads a clock: ``today`` is an input.
"""

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from oncotrace.kg import names as name_index
from oncotrace.kg.checks import collisions
from oncotrace.kg.errors import ReleaseError, SourceError
from oncotrace.kg.identity import merge
from oncotrace.kg.names import Names
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import Drug, Proposition, Quarantined, Record, Regimen, Statement
from oncotrace.kg.release import Release
from oncotrace.kg.triples import encode_all
from oncotrace.loaders.declare import (
    Outcome,
    Row,
    Skipped,
    SourceModule,
    Unmapped,
    check_accepted,
    check_floors,
    describe,
    fault,
)
from oncotrace.loaders.kept import Kept, key
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
    floors: dict[str, int] = field(default_factory=dict)
    """The least number of records by class, as the source declares it."""
    unmapped: Counter[str] = field(default_factory=Counter)
    """``Cancer: name as printed`` to the number of rows with a name that the graph does not know."""
    kept_out: list[Quarantined] = field(default_factory=list)
    """The quarantined rows one by one: here stand the cancers and alterations that did not resolve."""

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
            "floors": dict(self.floors),
            "unmapped": dict(self.unmapped),
            "kept_out": [[row.locator, row.reason, row.content] for row in self.kept_out],
        }


@dataclass(slots=True, kw_only=True)
class BuildReport:
    sources: list[SourceReport]
    not_merged: list[tuple[str, str]]
    """Pairs of ids whose cross-reference was refused, because a concept would get two ids of a kind."""
    unresolved: Counter[str] = field(default_factory=Counter)
    """``Drug: name as printed`` to the number of statements that rest on it, alone or in a regimen: kept
    under its own name, never guessed."""
    release: Release | None = None

    def as_data(self) -> dict[str, Any]:
        """The report as JSON data, without the release that holds it."""
        return {
            "sources": [s.as_data() for s in self.sources],
            "not_merged": [list(pair) for pair in self.not_merged],
            "unresolved": dict(self.unresolved),
        }


def found_in(folder: Path, accepted: Collection[str] = ()) -> list[SourceRequest]:
    """A request for every source whose files are in the folder and whose licence needs no accepting or is
    among the accepted; the bundled core always.

    SourceError where it is no folder.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder; name the folder that holds the source files")
    requests = []
    for source in SOURCES:
        present = source.bundled or any(folder.glob(source.file))
        if present and (not source.accept or source.accept in accepted):
            requests.append(SourceRequest(source.name, folder))
    return requests


def left_out(folder: Path, accepted: Collection[str] = ()) -> list[SourceModule]:
    """The sources of the folder that ``found_in`` leaves out, because nobody accepted their licence."""
    return [s for s in SOURCES if s.accept and s.accept not in accepted and any(folder.glob(s.file))]


def build(
    home: Path,
    requests: list[SourceRequest],
    today: str,
    progress: Progress = lambda name, doing: None,
    accepted: Collection[str] = (),
) -> BuildReport:
    """Build a release of these sources in ``home`` and make it current. ``accepted`` are the licences that
    the user accepts by name (``SourceModule.accept``).

    Python does not look for cycles of objects meanwhile: there are none among millions, and looking takes a
    tenth of the time. Raises SourceError where a file is missing, malformed or under its floors, and
    ReleaseError where two things got one id or the release cannot be written; the release before it stays
    current either way.
    """
    for request in requests:
        check_accepted(by_name(request.name), accepted)
    with _uncollected():
        return _build(home, requests, today, progress)


@contextmanager
def _uncollected() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _build(home: Path, requests: list[SourceRequest], today: str, progress: Progress) -> BuildReport:
    chosen = _in_order(requests)
    report = BuildReport(sources=[], not_merged=[])
    records, named = _records(chosen, report, progress, Kept(home / "kept"))
    _refuse_collisions(records)
    described = [describe(p.source, line.version) for p, line in zip(chosen, report.sources, strict=True)]

    def quads() -> Iterator[Quad]:
        for record in described:
            name = record.id.removeprefix("oid:source-")
            # Let go of what is written: the release is compiled after this, and needs the memory.
            yield from encode_all(chain([record], records.pop(name)), f"graph:{name}")

    open_to_all = [s.id.removeprefix("oid:source-") for s in described if s.redistributable]

    def names(sources: Iterable[str]) -> set[name_index.Name]:
        return set().union(*(named[source] for source in sources))

    progress("release", "writing")
    report.release = build_release(
        home,
        quads(),
        described,
        created=today,
        report=report.as_data(),
        files={"report.html": html_report(report).encode()},
        names=lambda: names(named),
        public=lambda: names(open_to_all),
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
    if not source.bundled and not path.exists():
        raise fault(source.name, f"there is no file or folder {path}", "Check the path")
    if not source.bundled and path.is_file():
        return _Chosen(source, [path], None)
    return _Chosen(source, locate(source, path), path)


def _records(
    chosen: list[_Chosen], report: BuildReport, progress: Progress, kept: Kept
) -> tuple[dict[str, list[Record]], dict[str, set[name_index.Name]]]:
    """By source: the records under their merged ids, the statements after the entities; and their names."""
    entities: dict[str, list[Record]] = {}
    keys: list[str] = []
    for part in chosen:
        line = SourceReport(
            name=part.source.name,
            version=version_of(part.source, part.files),
            floors=dict(part.source.floors),
        )
        report.sources.append(line)
        if part.source.stage in ("entities", "both"):
            progress(part.source.name, "reading")
            keys.append(key(part.files, part.folder))
            entities[part.source.name] = list(_taken(part, line, None, kept, keys[-1]))
    _link(chosen, report, entities, progress, kept, keys)
    merged = merge(entities)
    report.not_merged = merged.not_merged
    records = {part.source.name: merged.records.get(part.source.name, []) for part in chosen}
    named = {source: name_index.all_names(found) for source, found in records.items()}
    named["core"] |= name_index.all_names((), records["core"])
    names = Names.exact(set().union(*named.values()))
    for part, line in zip(chosen, report.sources, strict=True):
        if part.source.stage in ("statements", "both"):
            progress(part.source.name, "stating")
            stated = list(_taken(part, line, names, kept, _key(part, keys)))
            report.unresolved += _unresolved(stated, names) + line.unmapped
            records[part.source.name] = records[part.source.name] + stated
            named[part.source.name] |= name_index.all_names(stated)
        check_floors(part.source, line.records)
    return records, named


def _key(part: _Chosen, entities: list[str]) -> str:
    """The key of a source that rests on entities; of one that keeps single rows, whatever its files."""
    return key(() if part.source.by_row else part.files, part.folder, entities)


def _link(
    chosen: list[_Chosen],
    report: BuildReport,
    entities: dict[str, list[Record]],
    progress: Progress,
    kept: Kept,
    keys: list[str],
) -> None:
    """Add the codes that sources of links give to entities which others have, and their keys to those."""
    known: dict[str, Record] = {}
    for record in (r for of_source in entities.values() for r in of_source):
        known.setdefault(record.id, record)
    before = list(keys)
    for part, line in zip(chosen, report.sources, strict=True):
        if part.source.stage == "links":
            progress(part.source.name, "reading")
            keys.append(_key(part, before))
            entities[part.source.name] = list(_taken(part, line, known, kept, keys[-1]))


def _taken(part: _Chosen, line: SourceReport, names: object, kept: Kept, key: str) -> Iterator[Record]:
    """The records that the rows of a source become, or became before; counts each row's outcome."""
    line.rows, found = _outcomes(part, names, kept, key)
    for outcome in found:
        match outcome:
            case Unmapped():
                line.unmapped[f"{outcome.kind}: {outcome.name}"] += 1
            case Skipped():
                line.skipped[outcome.reason] += 1
            case Quarantined():
                line.quarantined[outcome.reason] += 1
                line.kept_out.append(outcome)
                yield outcome
            case _:
                line.records[type(outcome).__name__] += 1
                yield outcome
    line.taken = line.rows - line.skipped.total() - line.quarantined.total()


def _outcomes(part: _Chosen, names: object, kept: Kept, key: str) -> tuple[int, Iterable[Outcome]]:
    """The number of rows of a source, and their outcomes."""
    source, rows = part.source, 0

    def counted() -> Iterator[Row]:
        nonlocal rows
        for row in rows_of(source, part.files, part.folder):
            rows += 1
            yield row

    name = source.name if names is None or source.stage != "both" else f"{source.name}-statements"
    if source.by_row:
        with kept.rows(name, key) as single:
            found = list(outcomes(source, counted(), names, single))
        return rows, found
    if known := kept.get(name, key):
        return known
    found = list(outcomes(source, counted(), names))
    kept.put(name, key, rows, found)
    return rows, found


def _unresolved(stated: list[Record], names: Names) -> Counter[str]:
    """Statements by the drugs that no entity source knows: kept under the name as printed."""
    unknown = {r.id: r.label for r in stated if isinstance(r, Drug) and names.drug(r.label) is None}
    regimens = {r.id: r.drugs for r in stated if isinstance(r, Regimen)}
    therapies = {r.id: r.therapy for r in stated if isinstance(r, Proposition)}
    counts: Counter[str] = Counter()
    for statement in stated:
        if isinstance(statement, Statement):
            drugs = _drugs_of(therapies.get(statement.proposition, ""), regimens)
            counts.update({f"Drug: {unknown[drug]}" for drug in drugs & unknown.keys()})
    return counts


def _drugs_of(therapy: str, regimens: dict[str, tuple[str, ...]]) -> set[str]:
    """The drugs of a therapy; a sequence or a choice may hold whole combinations."""
    parts = regimens.get(therapy, ())
    return set().union(*(_drugs_of(part, regimens) for part in parts)) if parts else {therapy}


def _refuse_collisions(records: dict[str, list[Record]]) -> None:
    found = collisions(r for of_source in records.values() for r in of_source)
    if found:
        id, first, other = found[0]
        raise ReleaseError(
            f"no release was built: {len(found)} ids stand for two things each. {id} is {first} and {other}."
            " Mend how the id is made (kg/propositions.py), or what the source gives"
        )


def html_report(report: BuildReport) -> str:
    """The report as one page without scripts or foreign assets."""
    titles = ("Source", "Version", "Rows", "Taken", "Quarantined", "Skipped")
    head = f"<tr>{''.join(f'<th>{title}</th>' for title in titles)}</tr>"
    rows = "".join(
        f"<tr><td>{escape(s.name)}</td><td>{escape(s.version)}</td><td>{s.rows}</td><td>{s.taken}</td>"
        f"<td>{_reasons(s.quarantined)}</td><td>{_reasons(s.skipped)}</td></tr>"
        for s in report.sources
    )
    names = "".join(f"<li>{escape(n)}: {c}</li>" for n, c in _by_count(report.unresolved))
    pairs = "".join(f"<li>{escape(a)} and {escape(b)}</li>" for a, b in report.not_merged)
    kept_out = "".join(
        f"<tr><td>{escape(s.name)}</td><td>{escape(row.locator)}</td><td>{escape(row.reason)}</td>"
        f"<td>{escape(row.content)}</td></tr>"
        for s in report.sources
        for row in s.kept_out
    )
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Build report</title>'
        f"<h1>Build report</h1><table border='1'>{head}{rows}</table>"
        f"<h2>Names that did not resolve, with the statements that rest on them</h2><ul>{names}</ul>"
        f"<h2>Rows in quarantine</h2><table border='1'>{kept_out}</table>"
        f"<h2>Identifiers that were not merged</h2><ul>{pairs}</ul></html>"
    )


def _reasons(counts: Counter[str]) -> str:
    return f"{counts.total()}" + "".join(f"<br>{escape(r)}: {c}" for r, c in _by_count(counts))


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    """The largest first, ties by name: the same page whatever the order of the rows."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
