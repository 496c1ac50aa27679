"""Several workers on one address: replaced where they end, counted together, ended with their supervisor."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from oncotrace.kg.publish import _point
from oncotrace.kg.release import RELEASES, current
from oncotrace.server.bench.memory import children
from oncotrace.server.bench.servers import free_port
from oncotrace.server.sparql.limits import LIMITS, shared

SECONDS = 60
"""What anything here may take on a busy machine."""


@pytest.fixture(scope="module")
def home(two_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two releases of the core."""
    place = tmp_path_factory.mktemp("workers") / "home"
    shutil.copytree(two_releases, place, symlinks=True)
    return place


class Server:
    """``oncotrace serve --workers 2`` in a process of its own."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        code = "from oncotrace.server.cli import main; main()"
        command = [sys.executable, "-c", code, "serve", "--workers", "2", "--port", str(self.port)]
        environment = os.environ | {"ONCOTRACE_HOME": str(home)}
        environment.pop("ONCOTRACE_STORE", None)
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=SECONDS) as reply:
            body: bytes = reply.read()
        return body.decode()

    def serving(self) -> dict[str, int]:
        """How many workers serve which release, by what any of them tells."""
        try:
            told = re.findall(r'oncotrace_release\{name="(.*)"\} (\d)', self.get("/metrics"))
        except (URLError, OSError):
            return {}
        return {name: int(count) for name, count in told if count != "0"}

    def workers(self) -> list[int]:
        return children(self.process.pid)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    _point(home, min(path.name for path in (home / RELEASES).iterdir()))
    started = Server(home)
    try:
        until(lambda: sum(started.serving().values()) == 2)
        yield started
    finally:
        started.process.terminate()
        started.process.wait(SECONDS)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.1)


def lives(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_workers_are_replaced_and_follow_the_release(server: Server, home: Path) -> None:
    """The counts of those that ended stay; the last ones end with the supervisor, without an error."""
    for _ in range(5):
        assert json.loads(server.get("/healthz"))["release"] == current(home)
    first = server.workers()
    os.kill(first[0], signal.SIGKILL)
    until(lambda: first[0] not in server.workers() and len(server.workers()) == 2)
    until(lambda: server.serving() == {current(home): 2})
    second = server.workers()
    assert first[1] in second
    _point(home, max(path.name for path in (home / RELEASES).iterdir()))
    until(lambda: server.serving() == {current(home): 2})
    assert server.workers() == second
    os.kill(server.process.pid, signal.SIGHUP)
    until(lambda: not set(second) & set(server.workers()) and server.serving() == {current(home): 2})
    assert 'oncotrace_requests_total{door="healthz",status="200"} 5.0' in server.get("/metrics")
    last = server.workers()
    server.process.terminate()
    assert server.process.wait(SECONDS) == 0
    assert not any(map(lives, last))


SUPERVISOR = """
from multiprocessing import get_context
from oncotrace.server.serving import _end_with_supervisor
worker = get_context("spawn").Process(target=_end_with_supervisor)
worker.start()
print(worker.pid, flush=True)
worker.join()
"""


def test_no_worker_outlives_its_supervisor(tmp_path: Path) -> None:
    script = tmp_path / "supervisor.py"
    script.write_text(f"if __name__ == '__main__':{SUPERVISOR.replace(chr(10), chr(10) + '    ')}")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        worker = int(supervisor.stdout.readline())
        time.sleep(1)
        assert lives(worker)
        supervisor.kill()
    until(lambda: not lives(worker))


def test_workers_share_the_places_of_sparql_queries() -> None:
    two, many = shared(LIMITS, 2), shared(LIMITS, 50)
    assert (two.workers, two.of_one, two.waiting) == (3, 1, 30)
    assert (many.workers, many.of_one, many.waiting) == (1, 1, 1)
    assert shared(LIMITS, 1) == LIMITS
