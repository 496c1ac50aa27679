"""What rows became in an earlier build, so that an update reads and understands only what changed.

A folder holds a file a source: outcomes as lines of JSON, and a last line with the key of all that they were
made from (files, code, and for statements the entities among which names are looked up) and the sha256 of
the lines before. A file with another key, or a damaged one, counts as absent. All of it may be deleted.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from mmap import ACCESS_READ, mmap
from operator import attrgetter
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from oncotrace.kg.records import RECORD_TYPES
from oncotrace.loaders.declare import Outcome, Row, Skipped, Unmapped

_KINDS: tuple[type[Any], ...] = (*RECORD_TYPES, Skipped, Unmapped)
_BY_NAME = {kind.__name__: kind for kind in _KINDS}
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in _KINDS}
_VALUES = {kind: attrgetter(*names) for kind, names in _NAMES.items()}

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Kept:
    """What all rows of a source became."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, source: str, key: str) -> tuple[int, list[Outcome]] | None:
        """The number of rows and their outcomes; None where they are not kept under this key."""
        try:
            lines = (self._folder / source).read_bytes()
        except OSError:
            return None
        seal = _seal(lines, key)
        return None if seal is None else (seal["rows"], [_decode(line) for line in lines.splitlines()[:-1]])

    def put(self, source: str, key: str, rows: int, outcomes: Iterable[Outcome]) -> None:
        """Keep them. Where the disk refuses, nothing is kept."""
        file = _Written(self._folder / source, key)
        for outcome in outcomes:
            file.write(_encoded(outcome))
        file.close(rows)

    def rows(self, source: str, key: str) -> "KeptRows":
        """What single rows of a source became."""
        return KeptRows(self._folder / source, key)


_MADE = len('["",') + 64
"""Where a line of a row begins to tell what was made of it: after the row's sha256."""


class KeptRows:
    """What single rows became, as texts that ``packed`` makes; to be entered. Rows that are asked for or
    added meanwhile are kept for the next build, unless an error ends it."""

    def __init__(self, path: Path, key: str) -> None:
        self._old: mmap | bytes = b""
        self._places: dict[str, int] = {}
        try:
            with path.open("rb") as file:
                self._old = mmap(file.fileno(), 0, access=ACCESS_READ)
        except (OSError, ValueError):  # absent or empty
            pass
        if _seal(self._old, key) is not None:
            self._places = dict(_places(self._old))
        self._new = _Written(path, key)

    def get(self, row: Row) -> str | None:
        """The packed outcomes of an equal row; None where there is none."""
        start = self._places.get(_of_row(row))
        if start is None:
            return None
        line = self._old[start : self._old.find(b"\n", start)].decode()
        self._new.write(line)
        return line[_MADE:-1]

    def put(self, row: Row, made: str) -> None:
        self._new.write(f'["{_of_row(row)}",{made}]')

    def __enter__(self) -> "KeptRows":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._new.close(0)
        else:
            self._new.drop()


class Waiting:
    """Packed outcomes that wait on disk for their turn, so that memory does not grow with them; to be
    entered. The file has no name, and goes with the last who uses it."""

    def __enter__(self) -> "Waiting":
        self._file = TemporaryFile()
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, made: str) -> int:
        """Where it stands."""
        place = self._file.seek(0, SEEK_END)
        self._file.write(made.encode() + b"\n")
        return place

    def get(self, place: int) -> list[Outcome]:
        self._file.seek(place)
        return unpacked(self._file.readline())


def packed(outcomes: Iterable[Outcome]) -> str:
    """Outcomes as one line of text; ``unpacked`` makes equal ones of it."""
    return f"[{','.join(map(_encoded, outcomes))}]"


def unpacked(made: str | bytes) -> list[Outcome]:
    return [_read(value) for value in json.loads(made)]


def key(paths: Iterable[Path], folder: Path | None, rests_on: Iterable[str] = ()) -> str:
    """The key of what a source's files become by this code; ``rests_on``: the keys of what else it needs."""
    digest = hashlib.sha256("\n".join((_code(), *rests_on)).encode())
    for path in paths:
        name = path.relative_to(folder) if folder and path.is_relative_to(folder) else path.name
        with path.open("rb") as file:
            digest.update(f"\n{name} ".encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


@cache
def _code() -> str:
    """The hash of all code and tables that make outcomes of rows."""
    digest = hashlib.sha256()
    for floor in ("ontology", "kg", "loaders"):
        for name, content in sorted(_all_files(files(f"oncotrace.{floor}"), "")):
            digest.update(f"{floor}{name}\n".encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _all_files(folder: Traversable, inside: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{inside}/{entry.name}"
        if entry.is_dir():
            yield from _all_files(entry, name)
        elif name.endswith((".py", ".yaml", ".ttl")):
            yield name, entry.read_bytes()


# --- the file ---------------------------------------------------------------------------------


class _Written:
    """A file that takes its place when it is complete."""

    def __init__(self, path: Path, key: str) -> None:
        self._path, self._key = path, key
        self._draft = path.with_name(f".{path.name}.draft")
        self._digest = hashlib.sha256()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: Any = self._draft.open("wb")
        except OSError:
            self._file = None

    def write(self, line: str) -> None:
        content = line.encode() + b"\n"
        self._digest.update(content)
        self._try(lambda: self._file.write(content))

    def close(self, rows: int) -> None:
        seal = {"key": self._key, "rows": rows, "sha256": self._digest.hexdigest()}
        self._try(lambda: self._file.write(_encode(seal).encode() + b"\n"))
        self._try(lambda: (self._file.close(), self._draft.replace(self._path)))

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            self._draft.unlink(missing_ok=True)

    def _try(self, do: Any) -> None:
        """A build does not fail for what it only keeps."""
        if self._file is not None:
            try:
                do()
            except OSError:
                self.drop()


def _seal(content: mmap | bytes, key: str) -> dict[str, Any] | None:
    """The last line of a file, where it is whole and of this key."""
    end = content.rfind(b"\n", 0, len(content) - 1) + 1
    try:
        seal: dict[str, Any] = json.loads(content[end:])
        if seal["key"] == key and seal["sha256"] == hashlib.sha256(memoryview(content)[:end]).hexdigest():
            return seal
    except (ValueError, KeyError, TypeError):
        pass
    return None


def _places(content: mmap | bytes) -> Iterator[tuple[str, int]]:
    """Where the line of each row begins."""
    start = 0
    while (end := content.find(b"\n", start)) < len(content) - 1:
        yield content[start + 2 : start + 66].decode(), start
        start = end + 1


def _of_row(row: Row) -> str:
    return hashlib.sha256(_encode(row).encode()).hexdigest()


def _encoded(outcome: Outcome) -> str:
    return _encode([type(outcome).__name__, *_VALUES[type(outcome)](outcome)])


def _decode(line: bytes) -> Outcome:
    return _read(json.loads(line))


def _read(value: list[Any]) -> Outcome:
    kind = _BY_NAME[value[0]]
    values = (tuple(v) if isinstance(v, list) else v for v in value[1:])
    made: Outcome = kind(**dict(zip(_NAMES[kind], values, strict=True)))
    return made
