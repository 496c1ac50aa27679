"""`oncotrace diff` and `ask --known-on` over two releases of the core."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oncotrace.kg import names as name_index
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import PrevalenceObservation, Record, Source
from oncotrace.kg.triples import encode_all
from oncotrace.loaders.curated import load_core

QUESTION = "How common is NRG1 fusion in pancreatic cancer?"
FIGURE = "oid:st-core-pdac-kras-wild-type-jones2019"
REMOVED = "oid:st-core-pdac-nrg1-ngs25203-2025"


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from oncotrace.server.cli import main; main()", *arguments]
    environment = os.environ | {"ONCOTRACE_HOME": str(home), "COLUMNS": "120"}
    return subprocess.run(command, capture_output=True, text=True, timeout=180, env=environment, check=False)


def release(home: Path, records: list[Record], created: str) -> str:
    """The name of a release of these records, all of the core."""
    return build_release(
        home,
        encode_all(records, "graph:core"),
        [r for r in records if isinstance(r, Source)],
        created=created,
        report={},
        files={},
        names=lambda: name_index.all_names(records, records),
    ).name


def edited(records: Iterable[Record]) -> Iterable[Record]:
    """One figure has another n, one is gone, and the source has another version."""
    for record in records:
        if isinstance(record, PrevalenceObservation) and record.id == FIGURE:
            assert record.n is not None
            yield replace(record, n=record.n + 1)
        elif isinstance(record, Source):
            yield replace(record, version="0.2.0")
        elif record.id != REMOVED:
            yield record


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The core of October 2026, and that of November, edited."""
    home = tmp_path_factory.mktemp("home")
    records = load_core()
    assert {FIGURE, REMOVED} <= {r.id for r in records}
    release(home, [*records], "2026-12-01")
    release(home, list(edited(records)), "2026-12-15")
    return home


@pytest.fixture(scope="module")
def names(home: Path) -> tuple[str, str]:
    old, new = sorted(path.name for path in (home / "releases").iterdir())
    return old, new


@pytest.fixture(scope="module")
def data(home: Path, names: tuple[str, str]) -> dict[str, Any]:
    done = run(home, "diff", *names, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_sources_counts_and_statements(data: dict[str, Any]) -> None:
    assert [(s["source"], s["new"]) for s in data["sources"]] == [("core", "0.2.0")]
    kind = "PrevalenceObservation"
    assert {"source": "core", "class": kind, "added": 0, "removed": 1, "changed": 1} in data["counts"]
    changed, removed = sorted(data["statements"], key=lambda change: change["what"])
    assert (removed["id"], removed["what"]) == (REMOVED, "removed")
    assert (changed["id"], changed["what"]) == (FIGURE, "changed")
    assert changed["fields"] == [{"field": "n", "old": 3, "new": 4}]


def test_the_sentences_that_changed_because_of_it(data: dict[str, Any]) -> None:
    """Each names the statement that changed it; questions that do not touch it are not there."""
    mine = [s for s in data["sentences"] if s["question"] == QUESTION]
    assert any(FIGURE in s["because"] and "3 of 47" in s["old"] and "4 of 47" in s["new"] for s in mine)
    assert any(REMOVED in s["because"] for s in mine)
    assert all(s["old"] != s["new"] for s in data["sentences"])
    assert not any("melanoma" in s["question"] for s in data["sentences"])


def test_in_the_terminal(home: Path, names: tuple[str, str]) -> None:
    done = run(home, "diff", *names)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{names[0]} -> {names[1]}" in done.stdout
    assert f"changed PrevalenceObservation {FIGURE} (core)\n    n: 3 -> 4" in done.stdout
    assert f"because of {FIGURE}" in done.stdout


def test_a_release_and_itself(home: Path, names: tuple[str, str]) -> None:
    done = run(home, "diff", names[0], names[0])
    assert "No record differs." in done.stdout
    assert "differ: 0" in done.stdout


def test_a_release_that_is_not_there(home: Path, names: tuple[str, str]) -> None:
    done = run(home, "diff", names[0], "1999")
    assert done.returncode == 2
    assert "there is no release 1999" in done.stderr


def test_known_on_chooses_the_release(home: Path, names: tuple[str, str]) -> None:
    for day, name in (("2026-12-14", names[0]), ("2026-12-15", names[1])):
        done = run(home, "ask", QUESTION, "--known-on", day, "--format", "json")
        assert json.loads(done.stdout)["release"] == name


def test_known_on_before_the_first_release(home: Path) -> None:
    done = run(home, "ask", QUESTION, "--known-on", "2026-09-30")
    assert done.returncode == 2
    assert "no release of 2026-09-30 or before" in done.stderr
    assert "the oldest is 2026-12-01-" in done.stderr


def test_known_on_and_a_named_release(home: Path, names: tuple[str, str]) -> None:
    done = run(home, "ask", QUESTION, "--known-on", "2026-12-15", "--release", names[0])
    assert done.returncode == 2
    assert "leave --release out" in done.stderr
