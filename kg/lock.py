"""One builder at a time."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oncotrace.kg.errors import ReleaseError


@contextmanager
def locked(path: Path, since: str) -> Iterator[None]:
    """Hold the lock file; ReleaseError, naming the holder, where another process has it.

    The kernel lets go of it when its holder dies, so that a lock file left behind locks nothing.
    ``since`` is what the next one is told.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReleaseError(
                f"another build is running in {path.parent}: {_holder(descriptor)}; wait until it has ended"
            ) from None
        holder = {"pid": os.getpid(), "host": os.uname().nodename, "since": since}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {holder['pid']} on {holder['host']}, since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has not said which process it is"
