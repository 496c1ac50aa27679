"""Worker processes that answer queries over the store of one release, each killed at its deadline.

A query that takes longer than a moment yields the processor to quicker ones, and its worker is not used
again, so that neither its low priority nor the memory that it took stays. Another one is started in its place
at that moment: the next query finds it ready.
"""

import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oncotrace.kg.errors import OncotraceError, StoreError
from oncotrace.kg.shape import QUARANTINE
from oncotrace.ontology.prefixes import iri
from oncotrace.server.sparql.limits import LIMITS, Limits
from oncotrace.server.sparql.reading import Malformed

WORKER = "oncotrace.server.sparql.worker"

MOMENT = 0.1
"""Seconds after which a query's worker gets a lower priority. Small queries take a few milliseconds."""

YIELDING = 5
"""The priority of what takes longer than a moment (``nice``). Lower ones, or Linux's class for idle time,
starve it on a machine that is busy with other things: at 10, half a second of work was not done in ten."""

STARTING = 30
"""Seconds that a worker may take to open the store."""


class QueryError(OncotraceError):
    """A query that was understood and not answered."""


class TooLong(QueryError):
    """It was not done by the deadline."""


class TooLarge(QueryError):
    """Its result is larger than the cap."""


class TooMuch(QueryError):
    """It ended its worker: out of memory or nested too deeply."""


class Failed(QueryError):
    """The engine could not evaluate it."""


class Away(QueryError):
    """The engine, which is at an endpoint, did not answer."""


def in_time(limits: Limits) -> str:
    return (
        f"the query was not done after {limits.seconds:g} seconds and was stopped:"
        " bind more of its variables, or ask for less at a time"
    )


def not_larger(limits: Limits) -> str:
    return (
        f"the result is larger than {limits.result >> 20} MiB and was not cut:"
        " ask for less with LIMIT and OFFSET, or take the whole release as a file"
    )


@dataclass(slots=True, frozen=True, kw_only=True)
class Job:
    """A query as it is evaluated."""

    query: str
    format: str
    """A key of ``worker.RESULTS`` or ``worker.GRAPHS``, as the form of the query needs."""
    dataset: bool = False
    """Whether the query names its own graphs."""
    default: tuple[str, ...] | None = None
    """IRIs whose union is the default graph; None with ``named`` None: all but the quarantine."""
    named: tuple[str, ...] | None = None
    base: str | None = None


class Pool:
    """Answers jobs in any number of threads, with as many workers as there are threads in ``run``.

    Without a store they are only read: ``run`` gives nothing, or Malformed.
    """

    def __init__(self, store: Path | None, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._store = store
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        self._closed = False
        self._starter = ThreadPoolExecutor(1, "sparql-worker-starter")
        first = _Worker(store, limits.memory)
        self.jailed = first.jailed
        """Whether the kernel keeps workers from the network."""
        self.graphs = first.graphs
        """IRIs of the named graphs, but the quarantine."""
        self._idle.append(first)
        self._starter.submit(self._refill)

    def run(self, job: Job, first: bool = True) -> bytes:
        """The serialised result. Malformed or a QueryError, which says what to do next.

        ``first`` is false of one who asks several at a time: the last worker that is ready is for others.
        """
        worker = self._take(1 if first else 2)
        try:
            head, body = worker.ask(job, self.limits, self._replace)
        finally:
            self._give(worker)
        match head["state"]:
            case "ok":
                return body
            case "malformed":
                raise Malformed(f"the query cannot be read: {head['message']}")
            case "large":
                raise TooLarge(not_larger(self.limits))
        raise Failed(f"the query could not be evaluated: {head['message']}")

    def close(self) -> None:
        """End the idle workers; those at work end with their query."""
        with self._lock:
            self._closed = True
            ended, self._idle = self._idle, []
        self._starter.shutdown(wait=True)
        for worker in ended:
            worker.end()

    def _take(self, least: int) -> "_Worker":
        """A worker that is ready where there are at least so many, else a new one."""
        with self._lock:
            if self._closed:
                raise StoreError("the query workers are closed; ask again")
            if len(self._idle) >= least:
                return self._idle.pop()
        return _Worker(self._store, self.limits.memory)

    def _give(self, worker: "_Worker") -> None:
        if worker.fit:
            self._keep(worker)
            return
        worker.kill()
        with self._lock:
            if not self._closed:
                self._starter.submit(worker.end)  # the kernel takes its time to take back what it held
                self._starter.submit(self._refill)
                return
        worker.end()

    def _replace(self) -> None:
        """Have a worker started in place of one that will not come back, without waiting for it."""
        with self._lock:
            if not self._closed:
                self._starter.submit(self._refill)

    def _keep(self, worker: "_Worker") -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.end()

    def _refill(self) -> None:
        """Have one more worker ready than a client may take at once: nobody waits for a process to start."""
        while self._lacks():
            self._keep(_Worker(self._store, self.limits.memory))

    def _lacks(self) -> bool:
        with self._lock:
            return not self._closed and len(self._idle) <= self.limits.of_one


class _Worker:
    """One worker process and the frames to and from it (``worker.py`` says their form)."""

    def __init__(self, store: Path | None, memory: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-m", WORKER, str(store or ""), str(memory), iri(QUARANTINE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"MALLOC_ARENA_MAX": "2"},
            process_group=0,  # an interrupt at the terminal is the server's; priority is the group's
        )
        assert self._process.stdin and self._process.stdout
        self._to = self._process.stdin.fileno()
        self._from = self._process.stdout.fileno()
        try:
            hello = json.loads(self._frame(time.monotonic() + STARTING, 1 << 20))
        except (_Ended, TooLong) as error:
            self.end()
            raise StoreError(f"no query worker could open {store}; build the release again") from error
        self.jailed: bool = hello["jailed"]
        self.graphs: tuple[str, ...] = tuple(hello["graphs"])

    def ask(self, job: Job, limits: Limits, slow: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
        """What became of a job, and its bytes; ``slow`` is called where that takes longer than a moment.

        TooLong or TooMuch where the process has ended. ``fit`` says whether it is for another job.
        """

        def yielding() -> None:
            _lower(self._process.pid)
            slow()

        self.fit = False
        started = time.monotonic()
        until = started + limits.seconds
        sent = {
            "query": job.query,
            "format": job.format,
            "dataset": job.dataset,
            "default": job.default,
            "named": job.named,
            "base": job.base,
            "bytes": limits.result,
            "seconds": limits.seconds,
        }
        content = json.dumps(sent).encode()
        try:
            self._write(struct.pack("!I", len(content)) + content)
            head = json.loads(self._frame(until, 1 << 20, yielding))
            body = self._frame(until, limits.result)
        except _Ended:
            raise TooMuch(
                f"the query needs more than the {limits.memory >> 20} MiB of memory that one may take,"
                " or nests too deeply: ask for less at a time"
            ) from None
        except TooLong:
            raise TooLong(in_time(limits)) from None
        self.fit = time.monotonic() - started < MOMENT
        return head, body

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        """Kill it, and wait until nothing of it is left."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            pipe.close()

    def _write(self, data: bytes) -> None:
        try:
            while data:
                data = data[os.write(self._to, data) :]
        except BrokenPipeError:
            raise _Ended from None

    def _frame(self, until: float, most: int, yielding: Callable[[], None] | None = None) -> bytes:
        size = struct.unpack("!I", self._read(4, until, yielding))[0]
        if size > most:  # a worker that a query has taken over
            raise _Ended
        return self._read(size, until)

    def _read(self, size: int, until: float, yielding: Callable[[], None] | None = None) -> bytes:
        waiter = select.poll()
        waiter.register(self._from, select.POLLIN | select.POLLHUP)
        parts: list[bytes] = []
        while size:
            if yielding and not waiter.poll(MOMENT * 1000):
                yielding()
                yielding = None
            if not waiter.poll(max(0.0, until - time.monotonic()) * 1000):
                self._process.send_signal(signal.SIGKILL)
                raise TooLong
            part = os.read(self._from, min(size, 1 << 20))
            if not part:
                raise _Ended
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _lower(pid: int) -> None:
    """Give a worker, all its threads, a low priority."""
    with suppress(OSError):  # it has just ended, or the system has no such thing
        os.setpriority(os.PRIO_PGRP, pid, YIELDING)


class _Ended(Exception):
    """The process closed its end."""
