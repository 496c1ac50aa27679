"""Two servers over one home behind the balancer of the how-to: no request fails, whatever stops."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from oncotrace.kg.release import current
from oncotrace.loaders.build import build
from oncotrace.server.bench.servers import free_port, running
from tests.conftest import absent

HOW_TO = "docs/howto/serve-from-replicas.md"
CLIENTS, MOST, PAUSE = 2, 3000, 0.02
"""Clients that ask all the time, how often at most, and seconds between."""

QUESTION = "NTRK1+fusion"
ASKED: tuple[tuple[str, str, str | None], ...] = (
    ("GET", "/healthz", None),
    ("GET", f"/ask.json?q={QUESTION}", None),
    ("POST", "/graphql", '{"query": "{ release { name } }"}'),
)
SERVE = "from oncotrace.server.cli import main; main()"


class Replicas:
    """The servers ``a`` and ``b`` over one home, and the balancer before them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.ports = {"a": free_port(), "b": free_port()}
        self._log = home.parent / "haproxy.log"
        self._running: dict[str, tuple[ExitStack, int]] = {}
        self._balancer = ExitStack()

    def balance(self, haproxy: str, configuration: str) -> None:
        """Start the balancer."""
        file = self.home.parent / "haproxy.cfg"
        file.write_text(self._here(configuration), "utf-8")
        log = self._balancer.enter_context(self._log.open("wb"))
        process = subprocess.Popen([haproxy, "-db", "-f", str(file)], stdout=log, stderr=log)
        self._balancer.callback(process.wait, 20)
        self._balancer.callback(process.terminate)
        until(lambda: answers(self.port), "the balancer answers")

    def _here(self, configuration: str) -> str:
        """The configuration with addresses of this machine, and its log on standard output."""
        given = re.findall(r"^ +server (\w+) (\S+)$", configuration, re.M)
        assert [name for name, _ in given] == list(self.ports)
        text, bound = re.subn(r"bind :80$", f"bind 127.0.0.1:{self.port}", configuration, flags=re.M)
        assert bound == 1
        for name, address in given:
            text = text.replace(address, f"127.0.0.1:{self.ports[name]}")
        return f"global\n    log stdout format raw local0\n\n{text}"

    def start(self, name: str) -> None:
        """Start a server; it has verified its release and listens."""
        port, stack = self.ports[name], ExitStack()
        command = ["env", f"ONCOTRACE_HOME={self.home}", sys.executable, "-c", SERVE, "serve"]
        pid = stack.enter_context(running([*command, "--port", str(port)], port, None))
        self._running[name] = (stack, pid)

    def stop(self, name: str) -> None:
        """End a server as systemd does, and wait until it has ended."""
        self._running.pop(name)[0].close()

    def signal(self, name: str, number: signal.Signals) -> None:
        os.kill(self._running[name][1], number)

    def close(self) -> None:
        self._balancer.close()
        for name in tuple(self._running):
            self.stop(name)

    def log(self) -> str:
        return self._log.read_text("utf-8")

    def taken(self) -> Counter[str]:
        """The requests that each server has taken, by the balancer's log."""
        return Counter(re.findall(r"^replicas/(\w+) 200 ", self.log(), re.M))

    def release_of(self, name: str) -> str:
        return str(json.loads(reply(self.ports[name], *ASKED[0])[1])["release"])


def reply(port: int, method: str, path: str, body: str | None) -> tuple[int, str]:
    """Status and body, over a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        return response.status, response.read().decode()


def until(true: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + 60
    while not true():
        assert time.monotonic() < limit, f"waited for a minute: {what}"
        time.sleep(0.1)


@contextmanager
def load(port: int) -> Iterator[list[str]]:
    """Clients that keep their connections and ask until the block ends; what went wrong, once it has."""
    ended, wrong = threading.Event(), list[str]()

    def asking(client: int) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for number in range(client, MOST):
                if ended.wait(PAUSE):
                    return
                method, path, body = ASKED[number % len(ASKED)]
                try:
                    connection.request(method, path, body, {"Content-Type": "application/json"})
                    response = connection.getresponse()
                    text = response.read().decode()
                except (OSError, http.client.HTTPException) as error:
                    wrong.append(f"{path}: {error!r}")
                    connection.close()
                    continue
                if response.status != 200 or '"errors"' in text:
                    wrong.append(f"{path}: {response.status} {text[:200]}")

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(asking, client) for client in range(CLIENTS)]
        try:
            yield wrong
        finally:
            ended.set()
        for client in clients:
            client.result()


@pytest.fixture(scope="module")
def replicas(core_home: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    haproxy = shutil.which("haproxy", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if haproxy is None:
        absent("there is no HAProxy (apt-get install haproxy)")
    assert haproxy
    (configuration,) = re.findall(r"^```haproxy\n(.*?)^```", (root / HOW_TO).read_text("utf-8"), re.M | re.S)
    home = tmp_path_factory.mktemp("replicas") / "home"
    shutil.copytree(core_home, home, symlinks=True)
    with closing(Replicas(home)) as started:
        for name in started.ports:
            started.start(name)
        started.balance(haproxy, configuration)
        yield started


def answers(port: int) -> bool:
    try:
        return reply(port, *ASKED[0])[0] == 200
    except OSError:
        return False


def used_again(replicas: Replicas, name: str) -> None:
    """Wait until the balancer sends requests to a server once more."""
    before = replicas.taken()[name]
    until(lambda: answers(replicas.port) and replicas.taken()[name] > before, f"{name} is used")


def test_both_take_requests_and_the_log_does_not_say_what_was_asked(replicas: Replicas) -> None:
    before = replicas.taken()
    assert [reply(replicas.port, *ASKED[n % 3])[0] for n in range(12)] == [200] * 12
    until(lambda: all((replicas.taken() - before)[name] >= 6 for name in "ab"), "each has taken its half")
    assert "NTRK1" not in replicas.log()


def test_what_was_killed_fails_no_request_and_is_used_again(replicas: Replicas) -> None:
    """Killed with a request that it has not answered: the other one is asked, before the check notices."""

    def ask() -> int:
        return reply(replicas.port, *ASKED[0])[0]

    down = replicas.log().count("Server replicas/a is DOWN")
    replicas.signal("a", signal.SIGSTOP)  # so that the request is there and not answered when it is killed
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask) for _ in range(2)]
        until(lambda: any(one.done() for one in asked), "b answers")
        replicas.signal("a", signal.SIGKILL)
        assert [one.result() for one in asked] == [200, 200]
    try:
        assert [ask() for _ in range(10)] == [200] * 10
        until(lambda: replicas.log().count("Server replicas/a is DOWN") > down, "the check notices")
    finally:
        replicas.stop("a")
        replicas.start("a")
    used_again(replicas, "a")


def test_restarting_one_by_one_fails_no_request(replicas: Replicas) -> None:
    with load(replicas.port) as wrong:
        for name in replicas.ports:
            replicas.stop(name)
            replicas.start(name)
            used_again(replicas, name)
    assert wrong == []


def test_both_take_up_a_new_release_and_fail_no_request(replicas: Replicas) -> None:
    old = current(replicas.home)
    assert [replicas.release_of(name) for name in replicas.ports] == [old, old]
    with load(replicas.port) as wrong:
        build(replicas.home, [], "2026-11-25")
        new = current(replicas.home)
        until(lambda: {replicas.release_of(name) for name in replicas.ports} == {new}, f"both take up {new}")
    assert wrong == []
    assert new != old
