"""Abusive queries by family, and the measure of what another client feels meanwhile.

``python tests/server/sparql/abuse.py`` serves the current release on 127.0.0.1, from a process of its own as
servers have, and prints the figures.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI

from oncotrace.kg.release import current
from oncotrace.server.app import create_app
from oncotrace.server.served import Served
from oncotrace.server.sparql.endpoint import Sparql
from oncotrace.server.sparql.limits import Limits

EVERY = 10
"""Queries of a family, each larger than the one before."""


SHORT = Limits(seconds=0.5, memory=640 << 20, result=1 << 20, workers=5, of_one=3)
"""Limits that a test can wait for."""


def _cross(n: int) -> str:
    return " . ".join(f"?s{i} ?p{i} ?o{i}" for i in range(2 + n))


def _path(n: int) -> str:
    return "/".join(["(<x:a>|!<x:b>)*"] * (1 + n))


def _values(n: int) -> str:
    numbers = " ".join(str(i) for i in range(30 + n))
    return " ".join(f"VALUES ?v{i} {{ {numbers} }}" for i in range(5 + n))


def _blown(n: int) -> str:
    binds = "".join(f" BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(24 + n))
    return f"SELECT (STRLEN(?x{24 + n}) AS ?n) {{ BIND('oncotrace ' AS ?x0){binds} }}"


FAMILIES: dict[str, Callable[[int], str]] = {
    "nested braces": lambda n: f"SELECT * {'{' * (1500 * (n + 1))}{'}' * (1500 * (n + 1))}",
    "nested brackets": lambda n: f"SELECT * {{ FILTER({'(' * (1500 * (n + 1))}1{')' * (1500 * (n + 1))}) }}",
    "cartesian product": lambda n: f"SELECT (COUNT(*) AS ?n) {{ {_cross(n)} }}",
    "unbounded path": lambda n: f"SELECT (COUNT(*) AS ?n) {{ ?a {_path(n)} ?b }}",
    "order of a cross product": lambda n: f"SELECT * {{ {_cross(n)} }} ORDER BY ?o0 DESC(?o1)",
    "distinct of a cross product": lambda n: f"SELECT DISTINCT * {{ {_cross(n)} }}",
    "string blow-up": _blown,
    "VALUES product": lambda n: f"SELECT (COUNT(*) AS ?n) {{ {_values(n)} }}",
    "regular expression": lambda n: (
        f"SELECT (COUNT(*) AS ?n) {{ {_cross(0)} FILTER(REGEX(STR(?o0), '(.*{'a?' * n}){{{20 + n}}}x')) }}"
    ),
    "huge result": lambda n: f"SELECT * {{ ?s ?p ?o }} LIMIT {100_000 * (n + 1)}",
    "group concatenation": lambda n: f"SELECT (GROUP_CONCAT(?o0) AS ?all) {{ {_cross(n)} }}",
}


def abusive() -> Iterator[tuple[str, str]]:
    """Family and query, a hundred and ten of them."""
    for family, make in FAMILIES.items():
        for n in range(EVERY):
            yield family, make(n)


@contextmanager
def serving(app: FastAPI) -> Iterator[int]:
    """An application on a free port of 127.0.0.1."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(30)


def get(port: int, query: str, client: str = "127.0.0.1") -> tuple[int, bytes]:
    """The status and the body of a query from an address of this machine."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(client, 0))
    try:
        line.request("GET", f"/sparql?query={quote(query)}")
        reply = line.getresponse()
        return reply.status, reply.read()
    finally:
        line.close()


def attack(port: int, threads: int = 3) -> Counter[tuple[str, int]]:
    """Send every abusive query, so many at a time; how many of each family ended with which status."""
    queries, found, lock = abusive(), Counter[tuple[str, int]](), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                family, query = next(queries, ("", ""))
            if not family:
                return
            status, _ = get(port, query)
            with lock:
                found[family, status] += 1

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return found


def bystander(port: int, until: threading.Event) -> list[tuple[int, float]]:
    """Status and seconds of a small query that another client asks ten times a second."""
    asked = []
    query = "SELECT * { ?s a <https://w3id.org/oncotrace/ontology/Gene> } LIMIT 5"
    while not until.is_set():
        started = time.perf_counter()
        status, _ = get(port, query, "127.0.0.2")
        asked.append((status, time.perf_counter() - started))
        until.wait(0.1)
    return asked


def memory_of_workers(of: int = 0) -> int:
    """Bytes that the children of a process, else of this one, hold in memory, by /proc; 0 elsewhere than on
    Linux."""
    total, own = 0, of or os.getpid()
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parts = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(parts[1]) == own:
                total += int(parts[21]) * os.sysconf("SC_PAGE_SIZE")
    return total


def with_limits(served: Served, limits: Limits) -> FastAPI:
    app = create_app(served)
    app.state.sparql = Sparql(limits)
    return app


LIMITS = Limits(seconds=2)


def serve() -> None:
    """Serve until standard input ends; the port is printed."""
    with serving(with_limits(Served(), LIMITS)) as port:
        print(port, flush=True)
        sys.stdin.read()


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """The process and the port of a server."""
    command = [sys.executable, __file__, "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        yield process.pid, int(process.stdout.readline())
        process.stdin.close()


def main() -> None:
    with server() as (pid, port):
        get(port, "ASK {}")
        done, calm = threading.Event(), threading.Event()
        threading.Timer(5, calm.set).start()
        before = sorted(seconds for _, seconds in bystander(port, calm))
        felt: list[tuple[int, float]] = []
        watcher = threading.Thread(target=lambda: felt.extend(bystander(port, done)))
        watcher.start()
        peak = 0
        attacker = threading.Thread(target=lambda: print(*sorted(attack(port).items()), sep="\n"))
        started = time.perf_counter()
        attacker.start()
        while attacker.is_alive():
            peak = max(peak, memory_of_workers(pid))
            time.sleep(0.05)
        took = time.perf_counter() - started
        done.set()
        watcher.join()
    seconds = sorted(s for _, s in felt)
    figures = {
        "release": current(),
        "deadline": LIMITS.seconds,
        "abusive queries": EVERY * len(FAMILIES),
        "seconds": round(took, 1),
        "workers' memory, peak MiB": peak >> 20,
        "another client's queries": len(felt),
        "of them answered": sum(status == 200 for status, _ in felt),
        "p50 ms before": round(1000 * before[len(before) // 2], 1),
        "p99 ms before": round(1000 * before[int(len(before) * 0.99)], 1),
        "p50 ms meanwhile": round(1000 * seconds[len(seconds) // 2], 1),
        "p99 ms meanwhile": round(1000 * seconds[int(len(seconds) * 0.99)], 1),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
