"""Pages over loopback: made anew, kept, and kept by two workers under several connections at once."""

import random
import re
import selectors
import socket
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path

from oncotrace.server.bench.domain import SEED
from oncotrace.server.bench.memory import children, proportional
from oncotrace.server.bench.servers import free_port, running

PAGES = 200
CONNECTIONS = 8
SECONDS = 5.0


def pages(home: Path) -> dict[str, float]:
    """Milliseconds, pages a second and megabytes of the release of a home."""
    with serving(home, 1) as (_, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        pairs = re.findall(r"/b/[^/<]+/c/[^/<]+", _get(connection, "/sitemap.xml"))
        asked = random.Random(SEED).sample(pairs, min(PAGES, len(pairs)))
        anew, kept = ([_taken(connection, path) for path in asked] for _ in range(2))
        connection.close()
    with serving(home, 2) as (supervisor, port):
        workers = _both_ready(supervisor, port, asked)
        rate = kept_a_second(port, asked)
        memory = [proportional(worker) for worker in workers]
    return {
        "answer page, made anew, p95": 1000 * _p95(anew),
        "answer page, kept, p95": 1000 * _p95(kept),
        "kept pages a second, one connection": len(kept) / sum(kept),
        f"kept pages a second, two workers, {CONNECTIONS} connections": rate,
        "memory of one of two workers after that (PSS), MB": max(memory) / 2**20,
    }


@contextmanager
def serving(home: Path, workers: int) -> Iterator[tuple[int, int]]:
    """A server over a home: the id of its first process, and its port."""
    port = free_port()
    code = "from oncotrace.server.cli import main; main()"
    serve = ["serve", "--port", str(port), "--workers", str(workers)]
    command = ["env", f"ONCOTRACE_HOME={home}", sys.executable, "-c", code, *serve]
    with running(command, port, None) as pid:
        yield pid, port


def _both_ready(supervisor: int, port: int, asked: list[str]) -> list[int]:
    """The two workers, after each has made all pages: a connection stays with the worker that took it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        told = _get(connection, "/metrics")
        connection.close()
        if re.search(r"^oncotrace_release\{.*\} 2", told, re.MULTILINE):
            break
        time.sleep(0.2)
    connections = [HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(CONNECTIONS)]
    for path in asked:
        for connection in connections:
            _get(connection, path)
    for connection in connections:
        connection.close()
    return children(supervisor)


def kept_a_second(port: int, paths: list[str]) -> float:
    """Replies a second over several connections, each of which asks again as soon as it is answered."""
    heads = "Host: bench\r\nAccept-Encoding: gzip"
    requests = cycle([f"GET {path} HTTP/1.1\r\n{heads}\r\n\r\n".encode() for path in paths])
    asking = [_Asking(port) for _ in range(CONNECTIONS)]
    with selectors.DefaultSelector() as selector:
        for one in asking:
            selector.register(one.socket, selectors.EVENT_READ, one)
            one.ask(next(requests))
        answered, began = 0, time.perf_counter()
        while (taken := time.perf_counter() - began) < SECONDS:
            for key, _ in selector.select(1):
                if key.data.answered():
                    answered += 1
                    key.data.ask(next(requests))
    for one in asking:
        one.socket.close()
    return answered / taken


class _Asking:
    """A connection and what came of the reply that it waits for."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = 0
        self._size = 0

    def ask(self, request: bytes) -> None:
        self._read = self._size = 0
        self.socket.sendall(request)

    def answered(self) -> bool:
        """Whether what has come now ends the reply; OSError where it is none of status 200."""
        piece = self.socket.recv(1 << 18)
        if not self._size:
            head, _, _ = piece.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if not head.startswith(b"HTTP/1.1 200") or not length:
                raise OSError(f"a page was not given: {head[:80]!r}")
            self._size = len(head) + 4 + int(length[1])
        self._read += len(piece)
        return self._read >= self._size


def _get(connection: HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    return connection.getresponse().read().decode()


def _taken(connection: HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    _get(connection, path)
    return time.perf_counter() - began


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
