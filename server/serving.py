"""The server as processes: one, or several workers on one address over the same release.

The supervisor is uvicorn's: it replaces a worker that ended or hangs, ends all of them gracefully with
itself, and on SIGHUP replaces them one by one, each only when its successor serves. What is ours: the release
is verified before any worker starts, a worker that lost its supervisor ends, the workers count together
(``operation``) and share connections evenly (``Shared``).
"""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from functools import partial
from multiprocessing.reduction import DupFd
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


class Shared(socket.socket):
    """The listening socket of several workers.

    It is one of TCP by name. For others asyncio sets no TCP_NODELAY: on a connection that goes on, each reply
    would then wait 40 ms for its end. And it gives one connection at a time: asyncio asks on until none
    waits, so that of connections that come together one worker would get all.
    """

    def __init__(self, fileno: int) -> None:
        super().__init__(proto=socket.IPPROTO_TCP, fileno=fileno)
        self._gave = False

    def accept(self) -> tuple[socket.socket, Any]:
        if self._gave:
            self._gave = False
            raise BlockingIOError
        taken = super().accept()
        self._gave = True
        return taken

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (DupFd(self.fileno()),)


def _rebuilt(duplicate: Any) -> Shared:
    return Shared(duplicate.detach())


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
        Multiprocess(config, sockets=[Shared(config.bind_socket().detach())]).run()


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
