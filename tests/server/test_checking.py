"""`oncotrace check`: alarms in the terminal, as JSON and as a page; the exit code."""

import json
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from oncotrace.kg.alarms.alarm import SEVERITIES, Alarm
from oncotrace.kg.alarms.run import CHECKS, Report
from oncotrace.server.checking import page


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from oncotrace.server.cli import main; main()", *arguments]
    environment = os.environ | {"ONCOTRACE_HOME": str(home), "COLUMNS": "120"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)


@pytest.fixture
def damaged(core_home: Path, tmp_path: Path) -> Path:
    """The release of the core with one flipped byte in its graph."""
    home = tmp_path / "home"
    shutil.copytree(core_home, home, symlinks=True)
    path = (home / "current").resolve() / "graph.nq"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return home


def test_a_sound_release(core_home: Path) -> None:
    done = run(core_home, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 error" in done.stdout
    for check in CHECKS:
        assert check.name in done.stdout and check.finds[:40] in done.stdout


def test_as_json(core_home: Path) -> None:
    data = json.loads(run(core_home, "check", "--json").stdout)
    assert data["release"] == (core_home / "current").resolve().name
    assert data["counts"].keys() == SEVERITIES.keys()
    assert len(data["alarms"]) == sum(data["counts"].values())
    assert all(a["what"] and a["reason"] and a["mend"] and a["record"] for a in data["alarms"])


def test_only_the_worst(core_home: Path) -> None:
    data = json.loads(run(core_home, "check", "--json", "--severity", "warning").stdout)
    assert {a["severity"] for a in data["alarms"]} <= {"error", "warning"}
    assert data["counts"]["info"] > 0  # counted all the same


def test_a_flipped_byte_is_an_error(damaged: Path) -> None:
    """Though the graph cannot be trusted, the check itself runs: it says what is damaged."""
    done = run(damaged, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert "ERROR files (1)" in done.stdout
    assert "graph.nq is not what the manifest says" in done.stdout
    assert "Not run: dates: damaged: graph.nq" in done.stdout


def test_a_named_release(core_home: Path) -> None:
    name = (core_home / "current").resolve().name
    done = run(core_home, "check", name, "--severity", "warning")
    assert done.returncode == 0
    assert name in done.stdout and "INFO" not in done.stdout
    done = run(core_home, "check", "1999")
    assert done.returncode == 2
    assert f"there is no release 1999 in {core_home}; there are: {name}" in done.stderr


def test_no_release_yet(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert done.returncode == 2
    assert "oncotrace build" in done.stderr


def test_the_page_is_well_formed_and_escapes_what_sources_print() -> None:
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []
            self.seen: set[str] = set()

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.open.append(tag)
            self.seen.add(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    bad = "<script>alert(1)</script>"
    alarm = Alarm(severity="error", check="dates", record=bad, what=bad, reason=bad, mend=bad)
    html = page(bad, Report("2026-11-24", [alarm], {"shapes": bad}))
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert "script" not in tags.seen and "table" in tags.seen
