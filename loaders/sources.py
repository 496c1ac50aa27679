"""All sources, in the order in which they are built: an explicit list, no discovery.

A new source is its module and its line here.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path

from oncotrace.kg.errors import SourceError
from oncotrace.kg.triples import check
from oncotrace.loaders import (
    biomappings,
    civic,
    clinicaltrials,
    disease_ontology,
    fda,
    fusions,
    hgnc,
    moalmanac,
    mondo,
    ncit,
    oncoref,
    oncotree,
    sandbox,
    unii,
)
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule, Unmapped, fault
from oncotrace.loaders.kept import KeptRows


def _pending(module: str) -> tuple[SourceModule, ...]:
    name = f"oncotrace.loaders.{module}"
    return (import_module(name).SOURCE,) if find_spec(name) else ()


SOURCES: tuple[SourceModule, ...] = (
    *_pending("curated"),
    hgnc.SOURCE,
    mondo.SOURCE,
    oncotree.SOURCE,
    disease_ontology.SOURCE,
    unii.SOURCE,
    ncit.SOURCE,
    biomappings.SOURCE,
    civic.SOURCE,
    fda.SOURCE,
    oncoref.SOURCE,
    fusions.SOURCE,
    moalmanac.SOURCE,
    clinicaltrials.SOURCE,
)


def by_name(name: str) -> SourceModule:
    for source in SOURCES:
        if source.name == name:
            return source
    raise fault(name, "no source has this name", f"Choose among {', '.join(s.name for s in SOURCES)}")


def _bundle(source: SourceModule) -> Path:
    return Path(__file__).parent / source.name


def locate(source: SourceModule, folder: Path) -> list[Path]:
    """The files of a source, sorted. SourceError: there is none, or more than one stands for choice."""
    base = _bundle(source) if source.bundled else folder
    files = sorted(path for path in base.glob(source.file) if path.is_file())
    if source.many and not files:
        # A folder of one's own need not be called as the source is.
        files = sorted(path for path in base.glob(source.file.partition("/")[2]) if path.is_file())
    if not files:
        todo = f"Get it from {source.download}, or leave {source.name} out"
        raise fault(source.name, f"no file {source.file} in {folder}", todo)
    if len(files) > 1 and not (source.bundled or source.many):
        names = ", ".join(path.name for path in files)
        raise fault(source.name, f"several files fit: {names}", "Name one, or keep one")
    return files


def version_of(source: SourceModule, files: Sequence[Path]) -> str:
    """The version that the file tells, else the known date of exactly this file, else its hash."""
    if source.bundled:
        return metadata.version("oncotrace")
    told = [_version_of(source, path) for path in (files if source.many else files[:1])]
    return next((version for version in told if not version.startswith("sha256-")), told[0])


def _version_of(source: SourceModule, path: Path) -> str:
    with path.open("rb") as file:
        head = path.name + "\n" + file.read(4096).decode("utf-8", "replace")
        if source.version_in and (match := re.search(source.version_in, head)):
            return match[1].replace("_", "-")
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return source.versions.get(digest, f"sha256-{digest[:12]}")


def rows_of(source: SourceModule, files: Sequence[Path], folder: Path | None = None) -> Iterator[Row]:
    """The rows of a source's files, read in the sandbox; ``Row.file`` is relative to ``folder``, and
    to the bundle where the source is bundled."""
    base = _bundle(source) if source.bundled else folder
    for batch in _batches(files):
        yield from sandbox.read(source.read, batch, source.columns, base)


MOST_FILES, MOST_BYTES = 400, 64 << 20
"""What one child reads: its limits, and its command line, are made for a few files."""


def _batches(files: Sequence[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for path in files:
        more = path.stat().st_size if path.is_file() else 0
        if batch and (len(batch) == MOST_FILES or size + more > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += more
    if batch:
        yield batch


def outcomes(
    source: SourceModule, rows: Iterable[Row], names: object = None, kept: KeptRows | None = None
) -> Iterator[Outcome]:
    """What a source makes of its rows; ``names`` are the known entities where it gives links. A row of the
    wrong shape is a SourceError with its place."""
    last: Row | None = None

    def watched() -> Iterator[Row]:
        nonlocal last
        for row in rows:
            last = row
            yield row

    needs = () if source.stage == "entities" else (names, kept) if source.by_row else (names,)
    try:
        for outcome in source.records(watched(), *needs):
            if not isinstance(outcome, Skipped | Unmapped):
                check(outcome)
            yield outcome
    except SourceError:
        raise
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        where = source.name if last is None else last.at
        raise fault(where, f"{source.name} cannot use this row: {error!r}") from error
