"""Sorted N-Quads: the form in which two graphs are the same when their bytes are."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from oncotrace.kg.errors import StoreError


def write(quads: Iterable[Quad], path: Path) -> None:
    """One line a distinct quad, in byte order; the lines are the only copy in memory."""
    lines = [f"{quad} .\n".encode() for quad in quads]
    lines.sort()
    try:
        with path.open("wb") as file:
            file.writelines(line for line, _ in groupby(lines))
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror}; free space there or choose another folder"
        ) from error


def read(path: Path) -> Iterator[Quad]:
    """The quads of a file; StoreError with file and line where it is no N-Quads."""
    try:
        yield from parse(path=path, format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise StoreError(f"cannot read {path} as N-Quads: {error}; take another copy of it") from error
