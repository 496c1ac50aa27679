"""Where the command starts: a question on its own takes the short way, and is answered the same."""

import os
import subprocess
import sys
from pathlib import Path

ROS1 = "What does ROS1 fusion mean for pancreatic cancer patients?"


def run(
    module: str, *arguments: str, then: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    ending = "import os; os._exit = lambda code: None; " if then else ""  # so that it comes to ``then``
    code = f"import sys; {ending}from oncotrace.server.{module} import main; main(); {then}"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=os.environ | environment, check=False
    )


def test_a_question_on_its_own_is_answered_as_by_the_parser(home: Path) -> None:
    short, parsed = run("start", "ask", ROS1), run("cli", "ask", ROS1)
    assert short.returncode == parsed.returncode == 0
    assert "ROS1 fusion in pancreatic cancer" in short.stdout
    assert short.stdout == parsed.stdout


def test_a_question_on_its_own_loads_no_parser(home: Path) -> None:
    done = run("start", "ask", ROS1, then="print(*sys.modules, file=sys.stderr)")
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "oncotrace" in loaded
    assert not loaded & {"typer", "click", "pydantic", "fastapi", "pyoxigraph", "dataclasses", "inspect"}


def test_everything_else_is_parsed(home: Path) -> None:
    assert "Usage:" in run("start", "ask", "--help").stdout
    assert run("start", "ask").returncode == 2
    assert "^ " in run("start", "ask", ROS1, "--explain").stdout


def test_what_went_wrong_is_a_sentence(tmp_path: Path) -> None:
    done = run("start", "ask", ROS1, ONCOTRACE_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "make one with `oncotrace build`" in done.stderr
    assert "Traceback" not in done.stderr
