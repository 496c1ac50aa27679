"""Our GraphQL door and those of others, over HTTP: one query of about 900 leaf values, asked in turn.

Every server is a process of its own on loopback and is sent the same text. Strawberry's own execution works
on our records, as we do. The others have our finished answer as plain objects in memory and hand it out,
which favours them: they look nothing up. Answers are compared each time; one that differs fails the run.
``python -m oncotrace.server.bench.graphql`` runs this alone.
"""

import importlib.util
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from oncotrace.kg.errors import StoreError
from oncotrace.server.bench.around import DAY, ECHO
from oncotrace.server.bench.servers import free_port, running
from oncotrace.server.graphql.measure import QUERY, leaves
from oncotrace.server.graphql.schema import printed

OURS, KEPT, HELLO = "ours", "ours, the reply kept", "raw ASGI that says ok"

MODULES = "ONCOTRACE_NODE_MODULES"
"""Names the folder with npm packages, where they are not those of ``make assets``."""

ROUNDS, WARM = 100, 30
"""Requests to each server, after those that are not counted: Node compiles what it has run often."""

PAPERS = 10
"""Documents of a statement that are asked for. None has more, so that higher numbers give the same answer:
each request has another number, but those that a kept reply may answer."""

SECONDS = 30.0
"""A server has this long for a reply."""


@dataclass(slots=True, frozen=True)
class Peer:
    name: str
    absent: Callable[[], str]
    """Why it cannot be measured here, and what to do; empty where it can."""
    command: Callable[[Path, int], list[str]]
    """Starts it over a folder that holds schema.graphql, answer.json and home, on a port."""


@dataclass(slots=True)
class Compared:
    leaves: int
    bytes: int
    """Of the answer, as we write it."""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """By server, one a request."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Servers that were not measured, with the reason."""


def built_and_compared() -> Compared:
    """Over the core, in a home of its own."""
    from oncotrace.loaders.build import build

    with tempfile.TemporaryDirectory(prefix="oncotrace-bench-") as temporary:
        build(Path(temporary), [], DAY)
        return compared(Path(temporary))


def compared(home: Path, rounds: int = ROUNDS, warm: int = WARM) -> Compared:
    """Ask every server that is here, over the current release of a home; StoreError where two disagree."""
    with tempfile.TemporaryDirectory(prefix="oncotrace-bench-") as temporary, ExitStack() as stack:
        ours = stack.enter_context(_connected(partial(_ours, home)))
        body = _asked(ours, PAPERS)
        said = json.loads(body)
        if said.keys() != {"data"}:
            raise StoreError(f"our own server says {body[:300]!r}; report this")
        folder = Path(temporary)
        (folder / "schema.graphql").write_text(printed(), "utf-8")
        (folder / "answer.json").write_bytes(body)
        (folder / "home").write_text(str(home), "utf-8")
        done = Compared(leaves(said["data"]), len(body))
        servers = {OURS: ours, KEPT: ours, HELLO: stack.enter_context(_connected(_hello))}
        for peer in PEERS:
            try:
                if reason := peer.absent():
                    raise StoreError(reason)
                servers[peer.name] = stack.enter_context(_connected(partial(peer.command, folder)))
            except StoreError as error:
                done.skipped[peer.name] = str(error)
        _ask_in_turn(servers, said, done.seconds, rounds, warm)
        return done


def _ask_in_turn(
    servers: dict[str, HTTPConnection], said: Any, took: dict[str, list[float]], rounds: int, warm: int
) -> None:
    for turn in range(warm + rounds):
        for name, connection in servers.items():
            start = time.perf_counter()
            try:
                body = _asked(connection, PAPERS if name == KEPT else PAPERS + 1 + turn)
            except (OSError, HTTPException) as error:
                raise StoreError(f"{name} stopped answering GraphQL queries: {error!r}") from error
            seconds = time.perf_counter() - start
            if name != HELLO:
                _refuse_other(name, body, said)
            if turn >= warm:
                took.setdefault(name, []).append(seconds)


@contextmanager
def _connected(command: Callable[[int], list[str]]) -> Iterator[HTTPConnection]:
    port = free_port()
    with (
        running(command(port), port, None),
        closing(HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection,
    ):
        yield connection


def _asked(connection: HTTPConnection, papers: int) -> bytes:
    try:
        return _sent(connection, papers)
    except ConnectionError:
        # Servers close what was still for some seconds, as while others started.
        connection.close()
        return _sent(connection, papers)


def _sent(connection: HTTPConnection, papers: int) -> bytes:
    body = json.dumps({"query": QUERY, "variables": {"papers": papers}})
    connection.request("POST", "/graphql", body.encode(), {"Content-Type": "application/json"})
    return connection.getresponse().read()


def _refuse_other(name: str, body: bytes, said: Any) -> None:
    try:
        same = json.loads(body) == said
    except ValueError:
        same = False
    if not same:
        raise StoreError(f"{name} answers the GraphQL query otherwise than we: {body[:300]!r}; report this")


# --- the servers ------------------------------------------------------------------------------


def _ours(home: Path, port: int) -> list[str]:
    serve = ["-c", "from oncotrace.server.cli import main; main()", "serve", "--port", str(port)]
    return ["env", "-u", "ONCOTRACE_STORE", f"ONCOTRACE_HOME={home}", sys.executable, *serve]


def _hello(port: int) -> list[str]:
    return [sys.executable, "-c", ECHO, str(port)]


def _python(package: str, name: str) -> Peer:
    def absent() -> str:
        return "" if importlib.util.find_spec(package) else f"not installed (pip install {package})"

    def command(folder: Path, port: int) -> list[str]:
        module = "oncotrace.server.bench.graphql_peers"
        return [sys.executable, "-m", module, package, str(port), str(folder)]

    return Peer(name, absent, command)


def _node(name: str, *packages: str) -> Peer:
    """Of npm, from the repository's folder or the one that is named."""
    modules = Path(os.environ.get(MODULES) or Path(__file__).parents[2] / "node_modules")

    def absent() -> str:
        if shutil.which("node") is None:
            return "there is no Node (on Debian and Ubuntu: apt-get install npm)"
        if all((modules / package).is_dir() for package in packages):
            return ""
        return (
            f"not in {modules} (make assets; or npm install {' '.join(packages)} graphql"
            f" and name the node_modules in {MODULES})"
        )

    def command(folder: Path, port: int) -> list[str]:
        script = Path(__file__).with_name("graphql_peers.mjs")
        return ["node", str(script), packages[0], str(port), str(folder), str(modules)]

    return Peer(name, absent, command)


PEERS = (
    _python("strawberry", "strawberry's own execution and view, of our schema and records"),
    _python("ariadne", "ariadne"),
    _node("graphql-yoga", "graphql-yoga"),
    _node("mercurius with JIT", "mercurius", "fastify"),
)


def main() -> None:
    from oncotrace.server.bench.report import doors, left_out

    compared = built_and_compared()
    print("\n\n".join(filter(None, (doors(compared), left_out(compared.skipped)))))


if __name__ == "__main__":
    main()
