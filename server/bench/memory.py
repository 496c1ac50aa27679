"""Memory of processes as Linux counts it: a page that several share counts in parts (PSS), not for each."""

import subprocess
import time
from pathlib import Path


def children(pid: int) -> list[int]:
    """The server processes that a supervisor started, without Python's own helper processes."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def proportional(pid: int) -> int:
    """The proportional set size of a process in bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("Pss:"))
    return int(line.split()[1]) << 10


def highest() -> int:
    """The most bytes that this process held at once. ``ru_maxrss`` would not do: it begins with what the
    process that started this one held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) << 10


def peak(process: subprocess.Popen[str]) -> int:
    """The most bytes that a process and all that it starts hold at once, looked at twice a second until it
    ends. Its pipes must not fill meanwhile.
    """
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_held, _family(process.pid))))
        time.sleep(0.5)
    return most


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        try:
            listed = [path.read_text() for path in Path(f"/proc/{parent}/task").glob("*/children")]
        except OSError:  # it has ended
            continue
        found += (int(child) for of_thread in listed for child in of_thread.split())
    return found


def _held(pid: int) -> int:
    try:
        return proportional(pid)
    except (OSError, ValueError):  # it has ended
        return 0
