"""Tables: CSV, TSV and SSSOM files, and the tables in a wheel, which is a zip file.

A wheel is read as it is: nothing of it is unpacked, installed or run.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from oncotrace.loaders.text import MAX_CELL, Malformed, decoded, lines

Numbered = Iterator[tuple[int, dict[str, Any]]]

MAX_MEMBER = 32 << 20
"""Bytes of one table in a wheel, unpacked: fourteen times the largest that is read."""

_CSV_SAYS = {
    "unexpected end of data": "a quoted cell has no end",
    f"field larger than field limit ({MAX_CELL})": "a cell over 1 MiB: perhaps a quote has no end",
}


def tsv(path: Path) -> Numbered:
    return _table(lines(path), "\t")


def comma(path: Path) -> Numbered:
    return _table(lines(path), ",")


def sssom(path: Path) -> Numbered:
    """Mappings in SSSOM's TSV: lines of metadata, each after ``#``, stand before the header."""
    rest = lines(path)
    for before, text in enumerate(rest):
        if not text.startswith("#"):
            for line, cells in _table(chain([text], rest), "\t"):
                yield line + before, cells
            return
    raise Malformed(1, "no table behind the metadata")


ONCOREF = frozenset(
    """cancer-entity-driver-spectrum cancer-fusion-citation-audit cancer-fusions cancer-ici-response
    cancer-incidence-mortality cancer-key-gene-citation-audit cancer-key-genes cancer-tmb cancer-type-genes
    cancer-type-registry driver-gene-evidence driver-variant-evidence rare-cancer-fusion-rules
    therapy-benefit-toxicity-evidence""".split()
)
"""The tables of oncoref on cancers and their changes; its others are about gene expression."""


def oncoref(path: Path) -> Numbered:
    """The rows of these tables, of one in a CSV file or of all in a wheel; ``table`` is the table's name."""
    if path.suffix != ".whl":
        if path.stem in ONCOREF or not path.exists():
            yield from _named(path.stem, lines(path))
        return
    try:
        with zipfile.ZipFile(path) as wheel:
            for member in sorted(wheel.infolist(), key=lambda m: m.filename):
                name = Path(member.filename)
                if name.suffix == ".csv" and name.parent.name == "data" and name.stem in ONCOREF:
                    text = decoded(_content(wheel, member), 1)
                    yield from _named(name.stem, io.StringIO(text, newline=""))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Malformed(1, f"no wheel that can be read: {error}") from None


def _content(wheel: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member. What its header says of its size is not believed."""
    with wheel.open(member) as file:
        content = file.read(MAX_MEMBER + 1)
    if len(content) > MAX_MEMBER:
        raise Malformed(1, f"{member.filename[:80]} is larger than {MAX_MEMBER >> 20} MiB")
    return content


def _named(table: str, text: Iterable[str]) -> Numbered:
    for line, cells in _table(text, ","):
        yield line, {"table": table, **cells}


def _table(text: Iterable[str], delimiter: str) -> Numbered:
    csv.field_size_limit(MAX_CELL)
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    header: list[str] = []
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            raise Malformed(line, _CSV_SAYS.get(str(error), str(error))) from None
        if not header:
            header = _header(cells, line)
        elif len(cells) == len(header):
            yield line, dict(zip(header, cells, strict=True))
        elif cells:
            raise Malformed(line, f"{len(cells)} cells under {len(header)} columns")
    if not header:
        raise Malformed(1, "the file is empty")


def _header(cells: list[str], line: int) -> list[str]:
    if twice := sorted({cell for cell in cells if cells.count(cell) > 1}):
        raise Malformed(line, f"the column {twice[0]!r} stands there twice")
    return cells
