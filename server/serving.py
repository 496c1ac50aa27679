"""The server as processes: one, or several workers on one address over the same release.

The supervisor is uvicorn's: it replaces a worker that ended or hangs, ends all of them gracefully with
itself, and on SIGHUP replaces them one by one, each only when its successor serves. What is ours: the release
is verified before any worker starts, a worker that lost its supervisor ends, and the workers count together
(``operation``).
"""

import multiprocessing
import os
import signal
import sys
import threading
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from oncotrace.kg.errors import OncotraceError
from oncotrace.server import operation, settings
from oncotrace.server.app import create_app
from oncotrace.server.served import Served, verified
from oncotrace.server.sparql.limits import LIMITS, shared

LONGEST_REQUEST_LINE = 256 * 1024
"""Bytes of address and headers that still get a page, be it one that says that they are too many."""

STARTING = 60
"""Seconds that a worker may take until it serves, or to say that it lives."""


def run(host: str, port: int, release: str | None, licence_profile: str, workers: int) -> None:
    """Serve until interrupted. Questions are not logged: they may say what somebody has."""
    how: dict[str, Any] = {
        "host": host,
        "port": port,
        "http": "h11",
        "h11_max_incomplete_event_size": LONGEST_REQUEST_LINE,
        "access_log": False,
        "server_header": False,
    }
    if settings.load().log_requests:
        operation.log_to_stderr()
    if workers == 1:
        served = Served(release, licence_profile=licence_profile)
        signal.signal(signal.SIGHUP, lambda *_: threading.Thread(target=served.take_up).start())
        uvicorn.run(create_app(served), **how)
        return
    verified(release, None, licence_profile).close()
    make = partial(worker, release, licence_profile, workers)
    config = uvicorn.Config(
        make, factory=True, workers=workers, timeout_worker_healthcheck=STARTING, **how
    )
    with TemporaryDirectory(prefix="oncotrace-metrics-") as counts:
        os.environ[operation.TOGETHER] = counts
        Multiprocess(config, sockets=[config.bind_socket()]).run()


def worker(release: str | None, licence_profile: str, workers: int) -> FastAPI:
    """The application of one of several workers, made in its own process."""
    threading.Thread(target=_end_with_supervisor, name="supervisor", daemon=True).start()
    if settings.load().log_requests:
        operation.log_to_stderr()
    try:
        served = Served(release, licence_profile=licence_profile)
    except OncotraceError as error:
        # The supervisor tries again.
        print(f"oncotrace: a worker did not start: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    return create_app(served, shared(LIMITS, workers))


def _end_with_supervisor() -> None:
    if supervisor := multiprocessing.parent_process():
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)
