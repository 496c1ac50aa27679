"""What one query may cost. The service description and ``docs/sparql.md`` announce the same figures."""

from dataclasses import dataclass, replace


@dataclass(slots=True, frozen=True)
class Limits:
    query: int = 32 << 10
    """Bytes of a query."""
    seconds: float = 10
    """From its start to the last byte of its result; the parent kills the worker then."""
    memory: int = 1 << 30
    """Bytes of address space of a worker; 256 MiB of them are the stack."""
    result: int = 16 << 20
    """Bytes of a result. A larger one is refused as a whole, never cut."""
    workers: int = 6
    """Queries that run at the same time."""
    of_one: int = 3
    """Of one client among them: others always find a place."""
    waiting: int = 60
    """Queries that wait for a place; more are told to come back."""


LIMITS = Limits()


def shared(limits: Limits, workers: int) -> Limits:
    """The part that each of several workers has: together they run no more than one would, or one each."""
    counts = {name: max(1, getattr(limits, name) // workers) for name in ("workers", "of_one", "waiting")}
    return replace(limits, **counts)
