"""The command `oncotrace export`."""

import io
import os
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from oncotrace.kg.errors import Unreadable
from oncotrace.kg.release import open_release
from oncotrace.server.export import selecting
from oncotrace.server.export.formats import FORMATS
from oncotrace.server.export.material import Material, left_out


def export(
    subjects: list[str],
    *,
    hops: int,
    question: str | None,
    query: Path | None,
    proofs: bool,
    format: str | None,
    out: Path,
    profile: str,
    release: str | None,
    today: str | None,
) -> None:
    """Write the export to a file in one step: an export that fails leaves no file."""
    chosen = format or out.suffix.removeprefix(".").replace("json", "kgx")
    if chosen not in FORMATS:
        raise Unreadable(f"{chosen!r} is no format: choose one of {', '.join(FORMATS)} with --format")
    if sum((bool(subjects), question is not None, query is not None)) != 1:
        raise Unreadable("say what to export in one way: SUBJECT, --question or --query")
    opened = open_release(release, profile=profile)
    with closing(opened):
        if question is not None:
            material = selecting.by_question(opened, question, today or date.today().isoformat(), proofs)
        elif query is not None:
            material = selecting.by_query(opened, query, proofs)
        else:
            material = selecting.by_subjects(opened, subjects, hops, proofs)
        _write(material, chosen, out)
    for sentence in left_out(opened):
        print(sentence)
    statements, others = len(material.subgraph.statements), len(material.subgraph.others)
    print(f"{out}: {statements:,} statements, {others:,} other records of release {opened.name}")


def _write(material: Material, format: str, out: Path) -> None:
    draft = out.with_name(f".{out.name}.part")
    try:
        with _Told(draft) as file:
            FORMATS[format].write(material, file)
        os.replace(draft, out)
    except OSError as error:
        raise Unreadable(f"{out} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)


class _Told(io.BufferedWriter):
    """A file that tells at a terminal how much of it is written."""

    STEP = 1 << 22

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path, "w"))
        self._next = self.STEP

    def write(self, data: Any) -> int:
        written = super().write(data)
        if sys.stderr.isatty() and self.tell() >= self._next:
            self._next += self.STEP
            print(f"{self.tell() >> 20} MiB written", file=sys.stderr)
        return written
