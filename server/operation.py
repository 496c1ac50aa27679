"""What whoever runs a server needs: request ids, a log line a request, health, readiness and metrics.

A log line never holds what was asked: addresses of pages name what somebody has. Several workers count
together, in files of the folder that the environment names as ``TOGETHER``: whichever is asked tells the sums
of all, those that ended included.
"""

import json
import logging
import os
import re
import time
from pathlib import Path
from uuid import uuid4

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from oncotrace.server.door import Visit

log = logging.getLogger("oncotrace.requests")

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

DOORS = frozenset(
    ("graphql", "ask", "b", "c", "d", "browse", "static", "suggest", "healthz", "readyz", "metrics")
)
"""First parts of addresses that are told apart; the rest of an address can say what somebody has."""

REGISTRY = CollectorRegistry()
REQUESTS = Counter("oncotrace_requests", "Replies by door and status.", ("door", "status"), registry=REGISTRY)
SECONDS = Histogram("oncotrace_request_seconds", "Seconds until a reply began.", ("door",), registry=REGISTRY)
RELEASE = Gauge(
    "oncotrace_release",
    "How many workers serve the release that the label names.",
    ("name",),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which ``prometheus_client`` knows of the folder."""


def log_to_stderr() -> None:
    """Show the lines of requests, each as it stands."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


class Observed:
    """Gives every request an id, counts it and logs it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        id = request_id(Request(scope).headers.get("x-request-id", ""))
        scope.setdefault("state", {})["request_id"] = id

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = id
                _note(scope, id, message["status"], time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, observed)
        except Exception:
            # The page that says so is made outside of us.
            _note(scope, id, 500, time.perf_counter() - began)
            raise


def request_id(asked: str) -> str:
    """The id that a client or a proxy gave, where it is one; else a new one."""
    return asked if _ID.fullmatch(asked) else uuid4().hex


def _note(scope: Scope, id: str, status: int, seconds: float) -> None:
    first = scope["path"].split("/")[1]
    door = first if first in DOORS else "other"
    REQUESTS.labels(door, str(status)).inc()
    SECONDS.labels(door).observe(seconds)
    if not log.isEnabledFor(logging.INFO):
        return
    line = {
        "request": id,
        "method": scope["method"],
        "door": door,
        "status": status,
        "seconds": round(seconds, 4),
    }
    log.info(json.dumps(line))


def ready(visit: Visit) -> Response:
    """Whether the server can answer: a release is verified and open."""
    release = visit.shelf.release
    return JSONResponse({"status": "ready", "release": release.name, "records": release.manifest["counts"]})


_noted: list[str] = []


def note_release(name: str) -> None:
    """Count this worker with those that serve this release, and no longer with those of the one before."""
    for before in _noted:
        RELEASE.labels(before).set(0)
    _noted[:] = [name]
    RELEASE.labels(name).set(1)


async def metrics(request: Request) -> Response:
    """For Prometheus."""
    note_release(request.app.state.served.release().name)
    registry = REGISTRY
    if folder := os.environ.get(TOGETHER):
        for file in Path(folder).glob("gauge_live*.db"):
            if not _lives(pid := int(file.stem.rpartition("_")[2])):
                mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
