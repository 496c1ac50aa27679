"""One engine in a process of its own, with limits on memory and time, asked through a pipe."""

import multiprocessing
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from oncotrace.server.bench.engines import ENGINES, finish
from oncotrace.server.bench.questions import QUESTIONS, Param

LOAD_SECONDS, ANSWER_SECONDS = 3600.0, 60.0
MOST_BYTES = 16 * 2**30
"""Address space of an engine's processes, each."""


@dataclass(slots=True)
class Told:
    """What an engine did on the way, in its own words."""

    load_seconds: float
    open_seconds: float
    disk_bytes: int


class Gone(Exception):
    """The engine failed, ran out of memory or took too long."""


class Child:
    """A running engine. ``Gone`` where it cannot be asked any more; then it is ended already."""

    def __init__(self, index: int, file: Path, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(index, file, folder, theirs), daemon=False)
        self._process.start()
        theirs.close()
        self.told: Told = self._receive(LOAD_SECONDS)

    def ask(self, question: int, param: Param) -> tuple[float, list[str]]:
        """Seconds and answers."""
        seconds, answers = self._send(("ask", question, param))
        return seconds, answers

    def peak_bytes(self) -> int:
        """The most memory that its processes held at once, since they loaded or opened the data."""
        return int(self._send(("peak",)))

    def end(self) -> None:
        if self._process.is_alive():
            self._process.terminate()  # it ends its server first
            self._process.join(20)
            self._process.kill()
        self._process.join()
        self._pipe.close()

    def _send(self, message: tuple[Any, ...]) -> Any:
        try:
            self._pipe.send(message)
        except OSError as error:
            self.end()
            raise Gone("it ended") from error
        return self._receive(ANSWER_SECONDS)

    def _receive(self, seconds: float) -> Any:
        try:
            if not self._pipe.poll(seconds):
                self.end()
                raise Gone(f"took more than {seconds:g} s")
            worked, value = self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(5)
            self.end()
            raise Gone(f"ended with exit code {self._process.exitcode}") from error
        if not worked:
            self.end()
            raise Gone(value)
        return value


def _serve(index: int, file: Path, folder: Path, pipe: Connection) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    try:
        with ENGINES[index].open(file, folder) as opened:
            pipe.send((True, Told(opened.load_seconds, opened.open_seconds, _size(folder))))
            while True:
                message = pipe.recv()
                if message[0] == "peak":
                    pipe.send((True, _peak([os.getpid(), *opened.pids])))
                    continue
                question = QUESTIONS[message[1]]
                start = time.perf_counter()
                raw = opened.ask(question, message[2])
                seconds = time.perf_counter() - start
                pipe.send((True, (seconds, finish(raw))))
    except (EOFError, SystemExit):
        raise
    except BaseException as error:
        pipe.send((False, f"{type(error).__name__}: {str(error)[:300]}"))


def _size(folder: Path) -> int:
    return sum(p.lstat().st_blocks * 512 for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def _peak(pids: list[int]) -> int:
    """The sum of the processes' greatest resident sizes, as Linux keeps them."""
    total = 0
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        total += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return total * 1024
