"""Same release, question and day: the same bytes, in every format and in every process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from golden_questions import GOLDEN, TODAY, Golden, ask

from oncotrace.answers.model import Answer
from oncotrace.answers.render import FORMATS, render
from oncotrace.kg.release import Release

SCRIPT = """
import hashlib, sys
from pathlib import Path
import oncotrace
from oncotrace.answers.render import FORMATS, render
from oncotrace.kg.release import open_release

home, today, *questions = sys.argv[1:]
release = open_release(None, Path(home))
for question in questions:
    answer = oncotrace.ask(question, today=today, release=release)
    for format in FORMATS:
        print(hashlib.sha256(render(answer, format, explain=True).encode()).hexdigest())
"""


def test_asked_twice_the_bytes_are_the_same(golden: Golden, answer: Answer, core_release: Release) -> None:
    again = ask(core_release, golden)
    for format in FORMATS:
        assert render(again, format, explain=True) == render(answer, format, explain=True)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(
    seed: str, core_home: Path, answers: dict[str, Answer]
) -> None:
    today = [g for g in GOLDEN if g.as_of is None]
    command = [sys.executable, "-c", SCRIPT, str(core_home), TODAY, *(g.question for g in today)]
    run = subprocess.run(
        command,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    expected = [
        hashlib.sha256(render(answers[g.name], format, explain=True).encode()).hexdigest()
        for g in today
        for format in FORMATS
    ]
    assert run.stdout.split() == expected


def test_the_day_of_asking_is_told_and_nothing_else_changes(core_release: Release) -> None:
    """``today`` dates the page; what was true on the day asked about does not depend on it."""
    first = Golden(name="x", question="ROS1 fusion in pancreatic cancer", as_of="2025-01-01")
    one, other = ask(core_release, first), ask(core_release, first)
    other.today = "2027-05-06"
    assert "6 May 2027" in render(other)
    assert render(other).replace("6 May 2027", "24 November 2026") == render(one)
