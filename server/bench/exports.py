"""How long an export of 100,000 statements takes by format, and how much memory.

The graph is the core, copied under other ids until there are so many: each copy has statements, propositions,
documents and approval events of its own about the core's biomarkers, drugs and cancers. Nothing but the
first copy is of a real document, so it never leaves the bench. ``python -m oncotrace.server.bench.exports``
runs this part alone.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from oncotrace.kg.names import all_names
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import ApprovalEvent, Document, Proposition, Record, Source, Statement
from oncotrace.kg.shape import REFERENCES
from oncotrace.kg.triples import encode_all
from oncotrace.ontology.terms import CANCER
from oncotrace.server.export.formats import FORMATS

STATEMENTS = {"S": 1_000, "M": 10_000, "L": 100_000}
"""At least so many statements by size of the bench."""
DAY = "2026-11-24"
_COPIED = (Statement, Proposition, Document, ApprovalEvent)


def measured(size: str, formats: Iterable[str] = FORMATS) -> dict[str, float]:
    """Seconds, memory and size by format, each written by ``oncotrace export`` in a process of its own. The
    memory is the most that the process held at once, with the pages of files that it read."""
    with tempfile.TemporaryDirectory(prefix="oncotrace-bench-") as temporary:
        folder = Path(temporary)
        release(folder / "home", STATEMENTS[size])
        figures: dict[str, float] = {}
        for format in formats:
            figures |= {f"{format}, {what}": value for what, value in _exported(folder, format).items()}
        return figures


def release(home: Path, statements: int) -> None:
    """A release of at least so many statements on cancers."""
    from oncotrace.loaders.curated import load_core

    core = load_core()
    about = {r.id for r in core if isinstance(r, Proposition) and r.cancer}
    copied = sum(isinstance(r, Statement) and r.proposition in about for r in core)
    copies = -(-statements // copied)
    (source,) = (r for r in core if isinstance(r, Source) and r.id == "oid:source-core")
    build_release(
        home,
        encode_all(_copies(core, copies), "graph:core"),
        [source],
        created=DAY,
        report={},
        files={},
        names=lambda: all_names(core, core),
    )


def _copies(core: list[Record], count: int) -> Iterator[Record]:
    yield from core
    own = [record for record in core if isinstance(record, _COPIED)]
    ids = {record.id for record in own}
    names = {kind: [f.name for f in fields(kind) if f.name in REFERENCES] for kind in map(type, own)}
    for number in range(2, count + 1):
        for record in own:
            changes: dict[str, Any] = {"id": f"{record.id}-{number}"}
            for name in names[type(record)]:
                value = getattr(record, name)
                changes[name] = (
                    tuple(_renamed(id, ids, number) for id in value)
                    if isinstance(value, tuple)
                    else _renamed(value, ids, number)
                )
            yield replace(record, **changes)


def _renamed(id: str, ids: set[str], number: int) -> str:
    return f"{id}-{number}" if id in ids else id


_EXPORT = """
import sys, time
from oncotrace.server.bench.memory import highest
from oncotrace.server.cli import main
try:
    main()
finally:
    print(time.process_time(), highest(), file=sys.stderr)
"""


def _exported(folder: Path, format: str) -> dict[str, float]:
    """The figures of one export of all statements on any cancer."""
    out = folder / f"all.{format}"
    command = [sys.executable, "-c", _EXPORT, "export", CANCER, "--format", format, "-o", str(out)]
    environment = os.environ | {"ONCOTRACE_HOME": str(folder / "home")}
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stderr)
    computing, held = map(float, done.stderr.split()[-2:])
    size = out.stat().st_size
    out.unlink()
    return {
        "s": seconds,
        "s of a processor": computing,
        "peak memory, MB": held / 2**20,
        "size, MB": size / 2**20,
    }


if __name__ == "__main__":
    print(json.dumps(measured("L"), indent=2))
