"""SPARQL servers of others, started here for measuring and testing: on loopback, in a folder of their own."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from oncotrace.kg.errors import StoreError

START_SECONDS = 90.0

VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
FileExtend = 200
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 12
CheckpointInterval = 0
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = ., {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
MaxKeepAlives = 100
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 600
"""
"""A page is 8 kB. Cost estimates are off: they refuse queries that then run in milliseconds."""


@dataclass(slots=True, frozen=True)
class Server:
    query: str
    update: str
    pid: int
    sql: int = 0
    """Virtuoso's own port, for ``isql-vt``."""


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def oxigraph_command() -> str | None:
    """The Oxigraph server's program: beside this Python (PyPI ``oxigraph``), or on the path."""
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def virtuoso_command() -> str | None:
    """Virtuoso's program (Debian ``virtuoso-opensource``), where its SQL client is there too."""
    return shutil.which("virtuoso-t") if shutil.which("isql-vt") else None


@contextmanager
def oxigraph(folder: Path | None = None) -> Iterator[Server]:
    """An Oxigraph server over a store folder, or over memory."""
    command, port = oxigraph_command(), free_port()
    if command is None:
        raise StoreError("there is no Oxigraph server here; install it with `pip install oxigraph`")
    address = f"http://127.0.0.1:{port}"
    place = ["--location", str(folder)] if folder else []
    with running([command, "serve", "--bind", f"127.0.0.1:{port}", *place], port, None) as pid:
        yield Server(f"{address}/query", f"{address}/update", pid)


@contextmanager
def virtuoso(folder: Path, megabytes: int = 400) -> Iterator[Server]:
    """A Virtuoso of its own in a folder, with this much memory for pages; its endpoint takes updates."""
    command = virtuoso_command()
    if command is None:
        raise StoreError("there is no Virtuoso here; on Debian: apt-get install virtuoso-opensource")
    sql, port = free_port(), free_port()
    buffers = megabytes * 128
    ini = VIRTUOSO_INI.format(sql=sql, http=port, buffers=buffers, dirty=buffers * 3 // 4, folder=folder)
    (folder / "virtuoso.ini").write_text(ini, "utf-8")
    new = not (folder / "virtuoso.db").exists()
    started = [command, "+foreground", "+configfile", "virtuoso.ini"]
    with running(started, port, folder) as pid:
        if new:
            isql(sql, 'GRANT SPARQL_UPDATE TO "SPARQL";', folder)
        address = f"http://127.0.0.1:{port}/sparql"
        yield Server(address, address, pid, sql)


def isql(port: int, statement: str, folder: Path, seconds: float = 60) -> None:
    """Run a statement as Virtuoso's administrator, whose password in a new database is ``dba``."""
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "ERRORS=STDOUT", f"exec={statement}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode or "*** Error" in done.stdout:
        raise StoreError(f"Virtuoso refused {statement!r}: {done.stdout[-400:]} {done.stderr[-400:]}")


@contextmanager
def running(command: list[str], port: int, folder: Path | None) -> Iterator[int]:
    """A process that listens on a port, ended with the block: asked first, then killed."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, command[0], port)
        yield process.pid
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], name: str, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StoreError(f"{name} ended while it started, with exit code {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise StoreError(f"{name} did not start within {START_SECONDS:g} s")
