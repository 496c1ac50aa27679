"""Killed at any moment, a build leaves a release that serves: fifty moments, spread over a whole build."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pytest

from oncotrace.kg.release import RELEASES, current, open_release, releases, verify
from oncotrace.server.served import Served

MOMENTS, SEED = 50, 20261124

NURSERY = """
import os, sys
from pathlib import Path
from oncotrace.kg import names, publish
from oncotrace.kg.records import Cancer, Gene, Source
from oncotrace.kg.triples import encode_all

def build(place, number):
    genes = [Gene(id=f"HGNC:{i}", symbol=f"G{i}", name=f"gene {i} of build {number}") for i in range(400)]
    cancers = [Cancer(id=f"oid:cancer-{i}", label=f"cancer {i}", broader=(f"oid:cancer-{i // 2}",))
               for i in range(200)]
    records = [Source(id="oid:source-core", title="Tiny", licence="CC0-1.0"), *genes, *cancers]
    publish.build_release(
        place, encode_all(records, "graph:core"), records[:1], created="2026-11-24", report={}, files={},
        names=lambda: names.all_names(records),
    )

place = Path(sys.argv[1])
for line in sys.stdin:
    child = os.fork()
    if not child:
        build(place, int(line))
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""
"""Forks a process for each number that it reads, which builds a release of its own: no start of Python."""


@pytest.fixture
def home() -> Iterator[Path]:
    """In memory where the machine offers it: a killed process loses nothing that it has written, on disk or
    not, and a busy disk would make the builds minutes long."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def nursery(home: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", NURSERY, str(home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        yield process


def begun(nursery: subprocess.Popen[str], number: int) -> int:
    """The process that builds release ``number`` from now on."""
    assert nursery.stdin and nursery.stdout
    nursery.stdin.write(f"{number}\n")
    return int(nursery.stdout.readline())


def gone(nursery: subprocess.Popen[str]) -> None:
    assert nursery.stdout and nursery.stdout.readline() == "gone\n"


def left(home: Path) -> str:
    """How far a build had come when it died: the last file of its draft, or that it was published."""
    order = ("graph.nq", "store", "read.graph", "read.names", "report.json", "check.json", "void.ttl",
             "SHA256SUMS", "manifest.json", "manifest.sha256")  # fmt: skip
    drafts = list((home / RELEASES).glob(".draft-*"))
    if not drafts:
        return "no draft"
    return next((name for name in reversed(order) if (drafts[0] / name).exists()), "an empty draft")


def test_fifty_builds_that_are_killed(nursery: subprocess.Popen[str], home: Path) -> None:
    """After each one ``current`` leads to a whole release, which a server reads; every release is whole."""
    draw = random.Random(SEED)
    took = []
    for number in range(3):
        started = time.monotonic()
        begun(nursery, number)
        gone(nursery)
        took.append(time.monotonic() - started)
    whole = {release.name for release in releases(home)}
    assert len(whole) == 3
    states: dict[str, int] = {}
    with closing(Served(home=home)) as served:
        for number in range(MOMENTS):
            before = current(home)
            child = begun(nursery, 100 + number)
            # One moment in each fiftieth of the time that a build needs.
            time.sleep((number + draw.random()) / MOMENTS * median(took))
            with suppress(ProcessLookupError):  # it may have ended by itself
                os.kill(child, signal.SIGKILL)
            gone(nursery)
            states[left(home)] = states.get(left(home), 0) + 1
            new = {release.name for release in releases(home)} - whole
            assert current(home) in {before, *new} and len(new) <= 1
            assert [p for release in releases(home) if release.name in new for p in verify(release)] == []
            served.take_up()
            assert served.release().name == current(home)
            assert len(served.release().graph.ids("Gene")) == 400
            whole |= new
    assert len(states) >= 3, states
    begun(nursery, 999)
    gone(nursery)
    assert left(home) == "no draft"
    assert not (home / "current.new").is_symlink()
    newest = open_release(where=home)
    assert newest.name not in whole
    assert [problem for release in releases(home) for problem in verify(release)] == []
    newest.close()
