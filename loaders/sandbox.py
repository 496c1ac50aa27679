"""Read a file in a child process that may not do much: no network, no other process, no writing,
bounded memory and time.

The child sends rows as lines of JSON, which the parent checks: a child that a hostile file has
taken over can at worst send wrong rows, as the file itself could. A crash, a timeout or a child out
of memory is a SourceError that names the file.

The limits are those of POSIX (``resource``). Calls that a Python program can make are refused by an
audit hook (PEP 578), which is no jail for machine code.
"""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from oncotrace.kg.errors import SourceError
from oncotrace.loaders import readers
from oncotrace.loaders.declare import Row, fault


@dataclass(slots=True, frozen=True)
class Limits:
    memory: int = 2 << 30
    """Bytes of address space of the child."""
    seconds: float = 60
    """Of computing, and of waiting for the child; the time that the caller takes does not count."""
    file: int = 256 << 20
    """Bytes of one file."""
    output: int = 1 << 30
    """Bytes of all rows."""


DEFAULT = Limits()
_MAX_FRAME = 16 << 20
_CHUNK = 1 << 16


def read(
    reader: str,
    files: Sequence[Path],
    columns: tuple[str, ...] = (),
    folder: Path | None = None,
    limits: Limits = DEFAULT,
) -> Generator[Row, None, None]:
    """The rows of these files, read by one child, which ends with the generator. ``Row.file`` is
    relative to ``folder``.

    SourceError: a file is absent, too large, malformed, or its reader broke a limit.
    """
    names = [str(path.relative_to(folder)) if folder else path.name for path in files]
    for path, name in zip(files, names, strict=True):
        _check_file(path, name, limits)
    job = {
        "reader": reader,
        "files": [[str(path.resolve()), name] for path, name in zip(files, names, strict=True)],
        "columns": columns,
        "limits": asdict(limits),
    }
    child = subprocess.Popen(
        [sys.executable, "-I", "-B", "-m", "oncotrace.loaders.sandbox", json.dumps(job)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={},
    )
    try:
        yield from _rows(child, names, limits)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdout, child.stderr):
            assert pipe
            pipe.close()


def _check_file(path: Path, name: str, limits: Limits) -> None:
    if not path.is_file():
        raise fault(name, f"no file at {path}", "Check the path")
    if (size := path.stat().st_size) > limits.file:
        raise fault(name, f"{size >> 20} MiB, more than {limits.file >> 20} MiB", "Is it the right file?")


def _rows(child: subprocess.Popen[bytes], names: list[str], limits: Limits) -> Iterator[Row]:
    at, count = 0, 0
    for frame in _frames(child, names, limits):
        match _message(frame):
            case [int(line), dict(cells)]:
                count += 1
                yield Row(cells, names[at], line)
            case {"file": int(number)} if 0 <= number < len(names):
                at = number
            case {"fault": str(text)}:
                raise SourceError(text)
            case {"end": int(total)} if total == count:
                return
            case _:
                raise fault(names[at], "its reader sent something that is no row")
    raise fault(names[at], f"its reader ended early: {_ending(child)}")


def _message(frame: bytes) -> Any:
    try:
        return json.loads(frame)
    except (ValueError, RecursionError):
        return None


def _frames(child: subprocess.Popen[bytes], names: list[str], limits: Limits) -> Iterator[bytes]:
    """Lines from the child, until it closes its end."""
    assert child.stdout
    pipe, rest, total, left = child.stdout.fileno(), b"", 0, limits.seconds
    waiter = select.poll()
    waiter.register(pipe, select.POLLIN | select.POLLHUP)
    while True:
        started = time.monotonic()
        ready = waiter.poll(max(0, left * 1000))
        left -= time.monotonic() - started
        if not ready:
            raise fault(", ".join(names)[:200], f"not read after {limits.seconds:g} seconds")
        chunk = os.read(pipe, _CHUNK)
        if not chunk:
            return
        total += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        if total > limits.output or len(rest) > _MAX_FRAME:
            raise fault(", ".join(names)[:200], "its rows are larger than any source's")
        yield from lines


def _ending(child: subprocess.Popen[bytes]) -> str:
    try:
        code = child.wait(5)
    except subprocess.TimeoutExpired:
        return "it closed its output and went on"
    if code < 0:
        return signal.Signals(-code).name
    assert child.stderr
    said = child.stderr.read(4096).decode("utf-8", "replace").strip().splitlines()
    return f"exit status {code}" + (f", {said[-1]}" if said else "")


# --- the child --------------------------------------------------------------------------------

_REFUSED = ("socket.", "subprocess.", "ctypes.", "os.", "shutil.", "pty.", "webbrowser.", "urllib.")
_HARMLESS = frozenset(("os.listdir", "os.scandir"))
"""What an import does."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook (PEP 578): reading is all that a reader does."""
    if event == "open" and not arguments[2] & _WRITES:
        return
    if event == "open" or (event.startswith(_REFUSED) and event not in _HARMLESS):
        raise PermissionError(f"a reader may not do this: {event}")


def _confine(memory: int, seconds: float) -> None:
    wanted = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in wanted.items():
        hard = resource.getrlimit(kind)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (limit, limit))
    sys.addaudithook(_guard)


def _work(job: dict[str, Any]) -> Iterator[object]:
    """The messages of the child: files, rows, and how it ended."""
    count = 0
    for number, (path, name) in enumerate(job["files"]):
        yield {"file": number}
        try:
            for row in readers.read(job["reader"], Path(path), tuple(job["columns"]), name):
                count += 1
                yield [row.line, row]
        except SourceError as error:
            yield {"fault": str(error)}
            return
        except MemoryError:
            mib = job["limits"]["memory"] >> 20
            yield {"fault": str(fault(name, f"reading it needs more than {mib} MiB of memory"))}
            return
        except Exception as error:
            yield {"fault": str(fault(name, f"its reader failed: {type(error).__name__}: {error}"))}
            return
    yield {"end": count}


def main() -> None:
    job = json.loads(sys.argv[1])
    out = sys.stdout.buffer
    _confine(job["limits"]["memory"], job["limits"]["seconds"])
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for message in _work(job):
        out.write(encode(message).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
