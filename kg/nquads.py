"""Sorted N-Quads: the form in which two graphs are the same when their bytes are."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from oncotrace.kg.errors import StoreError


def lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """One line a distinct quad, in byte order; the lines are the only copy in memory."""
    return (line for line, _ in groupby(sorted([f"{quad} .\n".encode() for quad in quads])))


def write(quads: Iterable[Quad], path: Path) -> None:
    """A file of ``lines``."""
    write_lines(lines(quads), path)


def write_lines(lines: Iterable[bytes], path: Path) -> None:
    """A file of these lines."""
    try:
        with path.open("wb") as file:
            file.writelines(lines)
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror}; free space there or choose another folder"
        ) from error


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
