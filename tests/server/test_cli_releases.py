"""Builds and releases at the command line: what is printed is what is in the release."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DAY = "2026-11-24"


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from oncotrace.server.cli import main; main()", *arguments]
    environment = os.environ | {"ONCOTRACE_HOME": str(place), "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)


@pytest.fixture
def place(core_home: Path, tmp_path: Path) -> Path:
    """A home of this test's own, in which the core is current."""
    return Path(shutil.copytree(core_home, tmp_path / "home", symlinks=True))


@pytest.fixture
def tree(sources_dir: Path, tmp_path: Path) -> Path:
    """OncoTree's file, to be damaged: the smallest source."""
    (path,) = sources_dir.glob("oncotree/*.json")
    return Path(shutil.copy(path, tmp_path))


def now(place: Path) -> str:
    return (place / "current").resolve().name


def test_what_a_build_prints_is_what_its_report_says(place: Path, sources_dir: Path) -> None:
    arguments = ["--source", "oncotree", "--source", "unii", "--sources-dir", str(sources_dir)]
    done = run(place, "build", *arguments, "--today", DAY)
    assert done.returncode == 0, done.stderr
    report = json.loads((place / "current" / "report.json").read_text("utf-8"))
    assert [s["name"] for s in report["sources"]] == ["core", "oncotree", "unii"]
    for source in report["sources"]:
        (line,) = (text for text in done.stdout.splitlines() if re.match(rf"{source['name']}\s", text))
        counts = (source["rows"], source["taken"], 0, sum(source["skipped"].values()))
        assert re.split(r"\s{2,}", line.strip()) == [
            source["name"], source["version"], *(f"{count:,}" for count in counts),
        ]  # fmt: skip
        for reason, count in source["skipped"].items():
            assert f"{source['name']}: {count:,} skipped: {reason}" in done.stdout
    assert now(place) in done.stdout
    page = place / "current" / "report.html"
    assert page.is_file() and page.name in done.stdout


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda content: content[: len(content) // 2], r"oncotree_2025_10_03\.json, line \d+: .*publisher"),
        (lambda content: b"{}", r"oncotree: 0 Cancer records, at least 820 expected\. .*https://"),
        (lambda content: b"", r"oncotree_2025_10_03\.json, line 1: "),
        (lambda content: b'{"a": ' * 20_000, r"nested deeper than 64"),
    ],
    ids=["half", "no nodes", "empty", "a bomb"],
)
def test_a_damaged_file_is_one_sentence_and_changes_nothing(
    place: Path, tree: Path, damage: Callable[[bytes], bytes], says: str
) -> None:
    before = now(place)
    tree.write_bytes(damage(tree.read_bytes()))
    done = run(place, "build", "--source", f"oncotree={tree}", "--today", DAY)
    assert (done.returncode, done.stdout) == (2, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("oncotrace: ") and re.search(says, done.stderr.replace("\n", " "))
    assert "Traceback" not in done.stderr
    assert now(place) == before
    assert run(place, "ask", "ROS1 fusion in lung cancer", "--today", DAY).returncode == 0


def test_a_path_that_leads_nowhere_is_said(place: Path, tmp_path: Path) -> None:
    done = run(place, "build", "--source", f"oncotree={tmp_path / 'lost.json'}", "--today", DAY)
    assert done.returncode == 2
    assert f"there is no file or folder {tmp_path / 'lost.json'}" in done.stderr


def test_releases_are_listed_with_their_sources_and_the_current_one(place: Path, tree: Path) -> None:
    first = now(place)
    assert run(place, "build", "--source", f"oncotree={tree}", "--today", "2026-11-25").returncode == 0
    second = now(place)
    assert second != first
    lines = {
        name: line
        for line in run(place, "releases").stdout.splitlines()
        for name in (first, second)
        if name in line
    }
    assert "oncotree" in lines[second] and "oncotree" not in lines[first]
    assert ("current" in lines[second], "current" in lines[first]) == (True, False)
    assert (place / "releases" / first / "manifest.json").read_text("utf-8").count(DAY) > 0
    quads = json.loads((place / "current" / "manifest.json").read_text("utf-8"))["graphs"]
    assert f"{sum(quads.values()):,}" in lines[second]


def test_a_damaged_release_is_listed_as_such(place: Path) -> None:
    name = now(place)
    manifest = place / "releases" / name / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    done = run(place, "releases")
    assert done.returncode == 0
    (line,) = (line for line in done.stdout.splitlines() if name in line)
    assert "damaged" in line
    asked = run(place, "ask", "ROS1 fusion", "--today", DAY)
    assert asked.returncode == 2
    assert "build" in asked.stderr and "Traceback" not in asked.stderr
