"""The doors to SPARQL: ``/sparql``, ``/.well-known/void`` and the descriptions of named graphs.

Queries wait for a place in the event loop, not in the threads that pages are made in.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cached_property

from fastapi import FastAPI
from pyoxigraph import Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from oncotrace.kg.errors import OncotraceError
from oncotrace.kg.release import Release
from oncotrace.kg.remote import RemoteRelease
from oncotrace.server.door import base
from oncotrace.server.sparql import description
from oncotrace.server.sparql.elsewhere import Elsewhere
from oncotrace.server.sparql.limits import LIMITS, Limits
from oncotrace.server.sparql.negotiate import (
    BOOLEAN_TYPES,
    GRAPH_TYPES,
    RESULT_TYPES,
    best,
    content_type,
    named,
)
from oncotrace.server.sparql.pool import Away, Failed, Job, Pool, TooLarge, TooLong, TooMuch
from oncotrace.server.sparql.reading import Malformed, Reading, Refused, read
from oncotrace.server.sparql.requests import Asked, Problem, asked

STATUS: dict[type[OncotraceError], int] = {
    Malformed: 400,
    Refused: 403,
    TooLarge: 422,
    TooMuch: 422,
    Failed: 422,
    TooLong: 504,
    Away: 503,
}
"""The status of each way in which a query that came by the protocol is not answered."""

TYPES = {
    "SELECT": RESULT_TYPES,
    "ASK": BOOLEAN_TYPES,
    "CONSTRUCT": GRAPH_TYPES,
    "DESCRIBE": GRAPH_TYPES,
}
"""What the result of each form of query can be had as."""

METHODS = "GET, HEAD, POST, OPTIONS"
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Any page may read public data; there is no cookie and no log-in that it could borrow."""


class Sparql:
    """The worker pool of the release that is served, and the places of those who ask it."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._pool: tuple[str, Pool | Elsewhere] | None = None
        self._threads = ThreadPoolExecutor(limits.workers, "sparql")
        self._running: Counter[str] = Counter()
        self._waiting = 0

    def pool(self, release: Release) -> Pool | Elsewhere:
        """The pool over this release; that of another one is closed. Starting one takes a moment."""
        with self._lock:
            if self._pool is None or self._pool[0] != release.name:
                old, self._pool = self._pool, (release.name, _opened(release, self.limits))
                if old:
                    old[1].close()
            return self._pool[1]

    def close(self) -> None:
        with self._lock:
            if self._pool:
                self._pool[1].close()
            self._pool = None
        self._threads.shutdown()

    async def run(self, release: Release, job: Job, client: str) -> bytes:
        """The result of a job, in turn. Problem 503 where too many wait."""
        async with self._place(client):
            held = self._pool
            at_hand = held is not None and held[0] == release.name
            pool = held[1] if held and at_hand else await run_in_threadpool(self.pool, release)
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, pool.run, job, self._running[client] == 1
            )

    @cached_property
    def _freed(self) -> asyncio.Condition:
        return asyncio.Condition()

    @asynccontextmanager
    async def _place(self, client: str) -> AsyncIterator[None]:
        """A place among the running queries: few for one client, so that others always find one."""
        if self._waiting >= self.limits.waiting:
            raise _busy(self.limits)
        self._waiting += 1
        try:
            async with self._freed, asyncio.timeout(self.limits.seconds):
                await self._freed.wait_for(lambda: self._free(client))
                self._running[client] += 1
        except TimeoutError:
            raise _busy(self.limits) from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._running[client] -= 1
            self._running += Counter()  # forget clients that have none
            async with self._freed:
                self._freed.notify_all()

    def _free(self, client: str) -> bool:
        limits = self.limits
        return self._running.total() < limits.workers and self._running[client] < limits.of_one


def _opened(release: Release, limits: Limits) -> Pool | Elsewhere:
    if isinstance(release, RemoteRelease):
        return Elsewhere(release, limits)
    return Pool(release.store_path, limits)


def _busy(limits: Limits) -> Problem:
    wait = f"{limits.seconds:.0f}"
    return Problem(503, f"too many queries run: ask again in {wait} seconds", {"Retry-After": wait})


# --- /sparql ----------------------------------------------------------------------------------


async def sparql(request: Request) -> Response:
    """The endpoint: a query's result, or the service description where there is none."""
    if request.method == "OPTIONS":  # before a browser's script of another page sends a query as such
        asked_by = {"Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "Content-Type"}
        return Response(status_code=204, headers={"Allow": METHODS, **OPEN, **asked_by})
    if request.method not in METHODS:
        return _said(405, f"queries come by {METHODS}", {"Allow": METHODS})
    try:
        found = await _answered(request)
    except Problem as problem:
        return _said(problem.status, problem.message, problem.headers)
    except tuple(STATUS) as error:
        return _said(STATUS[type(error)], str(error))
    found.headers.update(OPEN)
    return found


async def _answered(request: Request) -> Response:
    door: Sparql = request.app.state.sparql
    release = request.app.state.served.release()
    question = await asked(request, door.limits)
    if question is None:
        return await _described(request, door, release)
    reading = read(question.query)
    media, form = _form(request, question, reading)
    job = Job(
        query=question.query,
        format=form,
        dataset=reading.dataset,
        default=question.default,
        named=question.named,
        base=f"{base(request)}/sparql",
    )
    client = request.client.host if request.client else ""
    body = await door.run(release, job, client)
    return _reply(request, body, media, {"Cache-Control": "no-store", "Oncotrace-Release": release.name})


def _form(request: Request, question: Asked, reading: Reading) -> tuple[str, str]:
    """The media type of a result and the short name of its format. Problem 406 where none is taken."""
    types = TYPES[reading.form]
    if question.format:
        media = named(question.format, types)
    else:
        media = best(request.headers.get("accept", ""), types)
    if media is None:
        forms = ", ".join(dict.fromkeys(types.values()))
        raise Problem(
            406,
            f"the result of {reading.form} has none of the media types asked for; it has: {', '.join(types)}"
            f" (or as `format`: {forms})",
        )
    return media, types[media]


async def _described(request: Request, door: Sparql, release: Release) -> Response:
    media = best(request.headers.get("accept", ""), (*GRAPH_TYPES, "text/html"))
    if media == "text/html":
        return RedirectResponse("/workbench", 303, {"Vary": "Accept"})
    site = base(request)
    pool = await run_in_threadpool(door.pool, release)
    said = description.service(f"{site}/sparql", f"{site}/.well-known/void", pool.graphs, door.limits)
    return _graph(request, said, media)


# --- descriptions -----------------------------------------------------------------------------


async def void(request: Request) -> Response:
    """The release as VoID and DCAT: one dataset a named graph, each with its licence."""
    release = request.app.state.served.release()
    said = await run_in_threadpool(description.void_triples, release, base(request))
    if not said:
        return _said(404, f"the description of release {release.name} is with its files, which are not here")
    return negotiated(request, said)


async def graph(request: Request) -> Response:
    """What a named graph is, where from and under which licence."""
    release = request.app.state.served.release()
    name = request.path_params["name"]
    said = await run_in_threadpool(description.about_graph, release, base(request), name)
    if not said:
        return _said(404, f"there is no named graph {name[:60]} in release {release.name}")
    return negotiated(request, said)


def negotiated(request: Request, said: list[Triple]) -> Response:
    """Triples in the form that the request likes best."""
    return _graph(request, said, best(request.headers.get("accept", ""), GRAPH_TYPES))


def _graph(request: Request, said: list[Triple], media: str | None) -> Response:
    if media is None:
        return _said(406, f"this is to be had as: {', '.join(GRAPH_TYPES)}")
    reply = _reply(request, description.written(said, GRAPH_TYPES[media]), media)
    reply.headers.update(OPEN)
    return reply


def _reply(request: Request, body: bytes, media: str, headers: dict[str, str] | None = None) -> Response:
    """A reply in the form that was negotiated; without its body where only the head is asked for."""
    sent = b"" if request.method == "HEAD" else body
    length = {"Content-Length": str(len(body))}
    return Response(
        sent, headers={"Content-Type": content_type(media), "Vary": "Accept", **length, **(headers or {})}
    )


def _said(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """A problem, as a sentence in plain text."""
    told = {"Vary": "Accept", "Cache-Control": "no-store", **OPEN, **(headers or {})}
    return PlainTextResponse(message[:1].upper() + message[1:] + ".\n", status, told)


def mount(app: FastAPI, limits: Limits = LIMITS) -> None:
    """Add the endpoint to an application. Whoever ends the application closes ``app.state.sparql``."""
    app.state.sparql = Sparql(limits)
    app.add_route("/sparql", sparql, methods=["GET", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"])
    app.add_route("/.well-known/void", void)
    app.add_route("/graph/{name}", graph)
