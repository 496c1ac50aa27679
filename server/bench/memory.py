"""Memory of processes as Linux counts it: a page that several share counts in parts (PSS), not for each."""

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
