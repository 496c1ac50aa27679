"""Sorted N-Quads: the form in which two graphs are the same when their bytes are."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby, islice
from pathlib import Path
from typing import IO

from pyoxigraph import Quad, RdfFormat, parse

from oncotrace.kg.errors import StoreError

AT_ONCE = 500_000
"""Lines that are sorted in memory, some 120 MB of them."""


def lines(quads: Iterable[Quad], folder: Path | None = None) -> Iterator[bytes]:
    """One line a distinct quad, in byte order. All quads are read before the first line comes; where they are
    more than ``AT_ONCE``, sorted parts wait in ``folder`` (None: the system's for such files)."""
    written = (f"{quad} .\n".encode() for quad in quads)
    from tempfile import TemporaryFile  # loads compressors and more, and a question sorts nothing

    parts: list[IO[bytes]] = []
    while len(part := sorted(islice(written, AT_ONCE))) == AT_ONCE:
        file = TemporaryFile(dir=folder)  # noqa: SIM115 - the merge closes it
        file.writelines(part)
        file.seek(0)
        parts.append(file)
    return _merged(parts, part)


def _merged(parts: list[IO[bytes]], last: list[bytes]) -> Iterator[bytes]:
    """Each line of these sorted parts once, in order."""
    with ExitStack() as opened:
        for file in parts:
            opened.enter_context(file)
        yield from (line for line, _ in groupby(merge(*parts, last) if parts else last))


def write(quads: Iterable[Quad], path: Path) -> None:
    """A file of ``lines``."""
    try:
        sorted_lines = lines(quads, path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    write_lines(sorted_lines, path)


def write_lines(lines: Iterable[bytes], path: Path) -> None:
    """A file of these lines."""
    try:
        with path.open("wb") as file:
            file.writelines(lines)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"cannot write {path}: {error.strerror}; free space there or choose another folder")


def split(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Subject, predicate, object and graph of a line as ``lines`` makes it: one space between them."""
    subject, predicate, rest = line.split(b" ", 2)
    object, graph, _ = rest.rsplit(b" ", 2)
    return subject, predicate, object, graph


def read(path: Path) -> Iterator[Quad]:
    """The quads of a file; StoreError with file and line where it is no N-Quads."""
    try:
        yield from parse(path=path, format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise StoreError(f"cannot read {path} as N-Quads: {error}; take another copy of it") from error


class Sorted:
    """A file of ``lines``, to be asked for single subjects; it holds one line in so many kilobytes.

    Subjects that stand together in the file are found fastest one after the other. StoreError where the file
    cannot be read.
    """

    BLOCK = 1 << 16

    def __init__(self, path: Path) -> None:
        self._path = path
        self._starts: list[int] = []
        self._firsts: list[bytes] = []
        try:
            self._file = path.open("rb")
            end = path.stat().st_size
            for place in range(0, end, self.BLOCK):
                self._file.seek(max(place - 1, 0))
                if place:
                    self._file.readline()
                start = self._file.tell()
                if start < end and start not in self._starts[-1:]:
                    self._starts.append(start)
                    self._firsts.append(self._file.readline())
        except OSError as error:
            raise self._unread(error) from error
        self._ends = [*self._starts[1:], end]
        self._at, self._block = -1, b""

    def of(self, subject: bytes) -> Iterator[bytes]:
        """The lines of a subject, which is written as in the file (``<iri>``), in their order."""
        key = subject + b" "
        first = max(bisect_left(self._firsts, key) - 1, 0)
        for at in range(first, len(self._starts)):
            block = self._read(at)
            start = 0 if block.startswith(key) else block.find(b"\n" + key) + 1
            while block.startswith(key, start):
                end = block.index(b"\n", start) + 1
                yield block[start:end]
                start = end
            # Where the block ends with another subject, or has none of ours, only its neighbour may go on.
            if at + 1 == len(self._starts) or not self._firsts[at + 1].startswith(key):
                return

    def close(self) -> None:
        self._file.close()

    def _read(self, at: int) -> bytes:
        if at != self._at:
            try:
                self._file.seek(self._starts[at])
                self._block = self._file.read(self._ends[at] - self._starts[at])
            except OSError as error:
                raise self._unread(error) from error
            self._at = at
        return self._block

    def _unread(self, error: OSError) -> StoreError:
        return StoreError(f"cannot read {self._path}: {error}; verify the release or build it again")
