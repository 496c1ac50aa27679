"""The sandbox: rows come through unchanged; whatever the child does, the parent names the file."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.loaders import sandbox
from oncotrace.loaders.sandbox import Limits


def refusal(reader: str, path: Path, limits: Limits = sandbox.DEFAULT) -> str:
    with pytest.raises(SourceError) as caught:
        list(sandbox.read(reader, [path], limits=limits))
    return str(caught.value)


def test_rows_of_several_files_come_through_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    first, second = tmp_path / "a.yaml", tmp_path / "b" / "c.yaml"
    first.write_text("- {id: one, text: 'é \"quoted\"', n: 3, none: }\n")
    second.write_text("\n- {id: two}\n")
    rows = list(sandbox.read("yaml", [first, second], ("id",), tmp_path))
    assert rows == [{"id": "one", "text": 'é "quoted"', "n": 3, "none": None}, {"id": "two"}]
    assert [row.at for row in rows] == ["a.yaml, line 1", "b/c.yaml, line 2"]


def test_a_malformed_file_is_refused_as_by_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("a\tb\n1\n")
    assert refusal("tsv", path).startswith("bad.tsv, line 2: 1 cells under 2 columns. Get the file")


def test_an_absent_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    assert "absent.tsv: no file at" in refusal("tsv", tmp_path / "absent.tsv")
    assert "no file at" in refusal("tsv", tmp_path)
    with (tmp_path / "huge.tsv").open("wb") as file:
        file.truncate((256 << 20) + 1)
    assert "huge.tsv: 256 MiB, more than 256 MiB" in refusal("tsv", tmp_path / "huge.tsv")


def test_a_file_that_needs_too_much_memory_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wide.json"
    path.write_text("[{" + ",".join(f'"{n}":[{n}]' for n in range(600_000)) + "}]")
    message = refusal("json", path, Limits(memory=96 << 20))
    assert message.startswith("wide.json: ")
    assert "memory" in message or "ended early" in message


def test_deep_yaml_cannot_take_the_parent_down(tmp_path: Path) -> None:
    """A C parser that overruns its stack dies in the child."""
    path = tmp_path / "deep.yaml"
    path.write_text("- a: " + "[" * 200_000)
    assert refusal("yaml", path).startswith("deep.yaml")


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Replace the child's program: what a reader that a file took over might do."""
    start = subprocess.Popen

    def run(program: str) -> None:
        def popen(_: list[str], **options: Any) -> Any:
            return start([sys.executable, "-I", "-c", program], **options)

        monkeypatch.setattr(subprocess, "Popen", popen)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.tsv"
    path.write_text("a\n1\n")
    return path


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("import os; os.abort()", "its reader ended early: SIGABRT"),
        ("import ctypes; ctypes.string_at(0)", "its reader ended early: SIGSEGV"),
        ("raise SystemExit(3)", "its reader ended early: exit status 3"),
        ("import nothing_like_this", "exit status 1, ModuleNotFoundError"),
        ("print('[2, {}]', flush=True)", "its reader ended early: exit status 0"),
        ("print('[2, {}]'); print('{\"end\": 2}')", "something that is no row"),
        ("print('[true, 3]')", "something that is no row"),
        ("print('not json')", "something that is no row"),
        ("print('[' * 100000)", "something that is no row"),
        ("print('{\"file\": 7}')", "something that is no row"),
        ("print('{\"file\": -1}')", "something that is no row"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\n')", "something that is no row"),
        ("print('x' * (20 << 20))", "its rows are larger than any source's"),
    ],
)
def test_a_child_that_dies_or_lies_is_a_source_error(
    child: Callable[[str], None], file: Path, program: str, what: str
) -> None:
    child(program)
    message = refusal("tsv", file)
    assert message.startswith("file.tsv: ")
    assert what in message


@pytest.mark.parametrize(
    "program",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "import time\nwhile True: print('[1, {}]', flush=True); time.sleep(0.01)",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
    ],
)
def test_a_child_that_takes_too_long_is_killed(
    child: Callable[[str], None], file: Path, program: str
) -> None:
    child(program)
    started = time.monotonic()
    assert "file.tsv: not read after 0.5 seconds" in refusal("tsv", file, Limits(seconds=0.5))
    assert time.monotonic() - started < 30  # the programs would run for a minute and more


def test_too_many_rows_are_cut_off(child: Callable[[str], None], file: Path) -> None:
    child("while True: print('[1, {}]')")
    assert "larger than any source's" in refusal("tsv", file, Limits(output=1 << 20))


def test_the_time_of_the_caller_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though by the clock an hour passes between two rows."""
    passed = 0.0
    monkeypatch.setattr(sandbox, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + passed))
    path = tmp_path / "a.tsv"
    path.write_text("a\n" + "x\n" * 30_000)
    rows = sandbox.read("tsv", [path], limits=Limits(seconds=60))
    next(rows)
    passed = 3600.0
    assert sum(1 for _ in rows) == 29_999


def test_a_caller_that_stops_early_leaves_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    start = subprocess.Popen

    def popen(*arguments: Any, **options: Any) -> Any:
        started.append(start(*arguments, **options))
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", popen)
    path = tmp_path / "a.tsv"
    path.write_text("a\n" + "x\n" * 30_000)
    rows = sandbox.read("tsv", [path])
    next(rows)
    rows.close()
    assert started[0].poll() is not None


CONFINED = """
import json, os, sys
from oncotrace.loaders import sandbox
import {imports}
sandbox._confine(1 << 30, 5)
try:
    {act}
except (PermissionError, OSError, MemoryError, ValueError) as error:
    print(json.dumps([type(error).__name__, str(error)]))
else:
    print(json.dumps("done"))
"""


def confined(act: str, imports: str = "os") -> object:
    program = CONFINED.format(act=act, imports=imports)
    done = subprocess.run([sys.executable, "-I", "-B", "-c", program], capture_output=True, check=False)
    return json.loads(done.stdout or "null")


@pytest.mark.parametrize(
    ("act", "imports"),
    [
        ("socket.socket()", "socket"),
        ("socket.create_connection(('127.0.0.1', 9), 1)", "socket"),
        ("socket.getaddrinfo('localhost', 80)", "socket"),
        ("urllib.request.urlopen('http://127.0.0.1:9/')", "urllib.request"),
        ("subprocess.run(['true'])", "subprocess"),
        ("os.system('true')", "os"),
        ("os.fork()", "os"),
        ("os.execv('/bin/true', ['true'])", "os"),
        ("os.posix_spawn('/bin/true', ['true'], {{}})".replace("{{}}", "dict()"), "os"),
        ("open('/tmp/oncotrace-must-not-exist', 'w')", "os"),
        ("os.open('/tmp/oncotrace-must-not-exist', os.O_CREAT | os.O_WRONLY)", "os"),
        ("os.remove('/tmp/oncotrace-must-not-exist')", "os"),
        ("os.kill(os.getppid(), 0)", "os"),
        ("ctypes.CDLL(None)", "ctypes"),
    ],
)
def test_a_confined_process_has_no_network_no_children_and_no_writing(act: str, imports: str) -> None:
    answer = confined(act, imports)
    assert isinstance(answer, list), answer
    assert "a reader may not do this" in answer[1]


def test_a_confined_process_can_read_and_has_bounded_memory() -> None:
    assert confined("open(sys.executable, 'rb').read(10)") == "done"
    assert confined("bytearray(2 << 30)") == ["MemoryError", ""]
