"""The command line as a person meets it: in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import oncotrace
from oncotrace.server import cli

ROS1 = "What does ROS1 fusion mean for pancreatic cancer patients?"
DAY = "2026-11-24"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from oncotrace.server.cli import main; main()", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=os.environ | environment, check=False
    )


@pytest.fixture(scope="module")
def told(core_home: Path) -> subprocess.CompletedProcess[str]:
    """What a question is answered with."""
    return run("ask", ROS1, "--today", DAY, ONCOTRACE_HOME=str(core_home), PYTHONHASHSEED="1")


def test_version() -> None:
    assert run("--version").stdout == f"oncotrace {oncotrace.__version__}\n"


def test_ask_answers_with_sources(told: subprocess.CompletedProcess[str]) -> None:
    assert (told.returncode, told.stderr) == (0, "")
    assert "3,426" in told.stdout
    assert "SOURCES" in told.stdout


def test_ask_explains(home: Path, told: subprocess.CompletedProcess[str]) -> None:
    """Every record that carries a sentence is printed with its proof, and nowhere else."""
    assert "oid:st-core-" in run("ask", ROS1, "--explain", "--today", DAY).stdout
    assert "oid:st-core-" not in told.stdout


@pytest.mark.parametrize(
    ("form", "begins"), [("text", "ROS1"), ("markdown", "# "), ("json", "{"), ("html", "<article")]
)
def test_ask_in_every_form(home: Path, form: str, begins: str) -> None:
    done = run("ask", ROS1, "--format", form, "--today", DAY)
    assert done.stdout.startswith(begins)
    if form == "json":
        assert json.loads(done.stdout)["today"] == DAY


def test_same_question_same_bytes(home: Path, told: subprocess.CompletedProcess[str]) -> None:
    assert run("ask", ROS1, "--today", DAY, PYTHONHASHSEED="2").stdout == told.stdout


def test_as_of_and_agency(home: Path) -> None:
    options = ["--as-of", "2020-01-01", "--today", DAY, "--agency", "ema", "--format", "json"]
    answer = json.loads(run("ask", ROS1, *options).stdout)
    assert (answer["as_of"], answer["today"], answer["agency"]) == ("2020-01-01", DAY, "EMA")


def test_named_release(home: Path) -> None:
    name = (home / "current").resolve().name
    assert json.loads(run("ask", ROS1, "--release", name, "--format", "json").stdout)["release"] == name
    assert "no release 1999" in run("ask", ROS1, "--release", "1999").stderr


def test_ask_loads_only_what_an_answer_needs(home: Path) -> None:
    """Each of these costs a tenth of a second or more, and no answer needs one."""
    code = (
        "import sys; from oncotrace.server.cli import main\n"
        "try: main()\n"
        "finally: print(*sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "ask", ROS1]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    loaded = set(done.stderr.split())
    heavy = "fastapi starlette uvicorn strawberry networkx numpy rdflib owlready2 rich jinja2 httpx2 stamina"
    heavy = {*heavy.split(), "sqlite3", "yaml"}
    assert "oncotrace" in loaded
    assert loaded & heavy == set()


# --- build, releases, sources (more in test_cli_releases.py) -------------------------------------


def test_build_reports_and_becomes_current(tmp_path: Path, home: Path) -> None:
    """Under the name that the same build of another process has."""
    done = run("build", "--today", DAY, ONCOTRACE_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    name = (tmp_path / "current").resolve().name
    assert name == (home / "current").resolve().name
    assert f"Release {name} is the current one." in done.stdout
    assert (tmp_path / "current" / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert "core: reading" in done.stderr
    listed = run("releases", ONCOTRACE_HOME=str(tmp_path)).stdout
    assert name in listed
    assert "current" in listed


def test_a_build_says_which_source_it_left_out_and_why(tmp_path: Path) -> None:
    """The licence of Moalmanac was not accepted; its files are not even looked into."""
    files = tmp_path / "sources" / "moalmanac"
    files.mkdir(parents=True)
    (files / "about.json").write_text("no JSON")
    done = run("build", "--sources-dir", str(files.parent), "--today", DAY, ONCOTRACE_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("moalmanac")]
    assert told == [
        "moalmanac was left out: its licence (GPL-2.0, research use only) has to be accepted with"
        " --accept-licence gpl-2.0-research"
    ]


def test_sources_lists_every_source_with_its_licence() -> None:
    from oncotrace.loaders.sources import SOURCES

    done = run("sources")
    for source in SOURCES:
        assert f"{source.name}: {source.title}" in done.stdout
        assert source.licence in done.stdout


# --- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ROS1], "make one with `oncotrace build`"),
        (["ask", ROS1, "--as-of", "20200101"], "write year-month-day"),
        (["ask", ROS1, "--today", "soon"], "write year-month-day"),
        (["ask", ROS1, "--agency", "ABC"], "choose one of FDA"),
        (["build", "--source", "nope"], "Choose among core"),
        (["build", "--source", "civic"], "write civic=PATH"),
        (["build", "--sources-dir", "absent"], "absent is no folder"),
        (["build", "--today", "soon"], "soon"),
        (["serve"], "make one with `oncotrace build`"),
    ],
)
def test_errors_are_one_sentence(tmp_path: Path, arguments: list[str], says: str) -> None:
    done = run(*arguments, ONCOTRACE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert last.startswith("oncotrace: ")
    assert says in last
    assert "Traceback" not in done.stderr


def test_wrong_usage_is_2() -> None:
    assert run("ask").returncode == 2
    assert run("frobnicate").returncode == 2


def fail_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr(cli, "app", broken)


def test_unexpected_errors_say_how_to_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(ZeroDivisionError("by zero"), monkeypatch)
    monkeypatch.delenv("ONCOTRACE_DEBUG", raising=False)
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 1
    said = capsys.readouterr().err
    assert "unexpected ZeroDivisionError: by zero" in said
    assert "ONCOTRACE_DEBUG=1" in said
    monkeypatch.setenv("ONCOTRACE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail_with(KeyboardInterrupt(), monkeypatch)
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 128 + signal.SIGINT
    assert capsys.readouterr().err == ""


def test_closed_pipe_is_quiet(home: Path) -> None:
    """As in `oncotrace ask ... | head -1`, where the reader leaves first."""
    command = [sys.executable, "-c", "from oncotrace.server.cli import main; main()", "ask", ROS1]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 1
