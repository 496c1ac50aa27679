"""`oncotrace diff` and `ask --known-on` over two releases of the core."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from oncotrace.kg import names as name_index
from oncotrace.kg.nquads import read
from oncotrace.kg.publish import build_release
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import RECORD_TYPES, Record, Source
from oncotrace.kg.release import open_release

QUESTION = "How common is NRG1 fusion in pancreatic cancer?"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from oncotrace.server.cli import main; main()", *arguments]
    environment = os.environ | {"ONCOTRACE_HOME": str(home), "COLUMNS": "120"}
    return subprocess.run(command, capture_output=True, text=True, timeout=180, env=environment, check=False)


@pytest.fixture(scope="module")
def home(core_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: the core, and the core of a later day, in which one n is another one."""
    home = tmp_path_factory.mktemp("home")
    release = open_release(None, core_home)
    reader = Reader(release.graph)
    kinds = RECORD_TYPES[:-1]
    records: list[Record] = [r for k in kinds for r in reader.get(release.graph.ids(k.__name__), k)]
    quads = list(read(release.path / "graph.nq"))
    sources = reader.get(release.graph.ids("Source"), Source)
    release.graph.close()
    changed = [(str(q), q) for q in quads]
    for created, version in (("2026-10-01", changed), ("2026-11-01", [_edited(*pair) for pair in changed])):
        build_release(
            home,
            [quad for _, quad in version],
            sources,
            created=created,
            report={},
            files={},
            extra=lambda connection: name_index.write(connection, records, records),
        )
    return home


CHANGED = "oid:st-core-pdac-nrg1-jones2019"


def _edited(text: str, quad: object) -> tuple[str, object]:
    raise NotImplementedError
