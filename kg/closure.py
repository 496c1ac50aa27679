"""Closures over a relation, for graphs that may hold duplicates and cycles."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def reach(start: T, edges: Mapping[T, Collection[T]]) -> set[T]:
    """All that ``edges`` lead to from ``start``, without ``start`` itself."""
    seen = {start}
    waiting = [start]
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    seen.discard(start)
    return seen


def closure(
    ids: Iterable[str], neighbours: Callable[[Iterable[str]], Mapping[str, Collection[str]]]
) -> dict[str, list[str]]:
    """Each id first, then in order all that ``neighbours`` leads to: one batched call a level."""
    starts = list(ids)
    edges: dict[str, Collection[str]] = {}
    frontier = set(starts)
    while frontier:
        found = neighbours(sorted(frontier))
        edges.update((name, found.get(name, ())) for name in frontier)
        frontier = {target for name in frontier for target in edges[name]} - edges.keys()
    return {start: [start, *sorted(reach(start, edges))] for start in starts}
