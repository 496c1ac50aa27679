"""A graph that remembers: for a server, which asks one immutable release the same again and again.

What is kept depends on the graph alone, never on a question, a day or an agency. Each store is bounded and
begins anew where it is full. What it hands out is shared: whoever reads it must not change it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from oncotrace.kg.graph import Found, Graph, Literal
from oncotrace.kg.records import Record

MOST_RECORDS = 60_000
"""Decoded records that are kept; the core has some two thousand."""

MOST_IDS = 1_000_000
"""Ids in walks that are kept."""

MOST_NOTES = 20_000
"""Notes of a name that are kept."""


class Remembering:
    """The Graph seam over another graph. Threads may share it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._lists: dict[str, list[str]] = {}
        self._walks: dict[tuple[str, str], dict[str, Sequence[str]]] = {}
        self._ids = 0
        self._records: dict[str, Record] = {}
        self._notes: dict[str, dict[str, Any]] = {}

    @property
    def records(self) -> dict[str, Record]:
        """Decoded records by id, for ``Reader``."""
        if len(self._records) > MOST_RECORDS:
            self._records = {}
        return self._records

    def notes(self, name: str) -> dict[str, Any]:
        """What the floors above work out of the graph alone, by id of what it is about."""
        found = self._notes.get(name)
        if found is None or len(found) > MOST_NOTES:
            found = self._notes[name] = {}
        return found

    def ids(self, kind: str) -> list[str]:
        if kind not in self._lists:
            self._lists[kind] = self._graph.ids(kind)
        return self._lists[kind]

    def count(self, kind: str) -> int:
        return len(self._lists[kind]) if kind in self._lists else self._graph.count(kind)

    def out(self, ids: Iterable[str], predicate: str) -> Found:
        return self._walk("out", predicate, ids, lambda unknown: self._graph.out(unknown, predicate))

    def into(self, ids: Iterable[str], predicate: str) -> Found:
        return self._walk("into", predicate, ids, lambda unknown: self._graph.into(unknown, predicate))

    def within(self, ids: Iterable[str], predicate: str = "ot:broader", *, up: bool = False) -> Found:
        step = "up" if up else "down"
        return self._walk(step, predicate, ids, lambda some: self._graph.within(some, predicate, up=up))

    def values(self, ids: Iterable[str]) -> dict[str, Mapping[str, list[Literal]]]:
        """Not kept: what is read again is read as a record."""
        return self._graph.values(ids)

    def close(self) -> None:
        self._graph.close()

    def _walk(
        self, step: str, predicate: str, ids: Iterable[str], walk: Callable[[list[str]], Found]
    ) -> Found:
        wanted = sorted(set(ids))
        if self._ids > MOST_IDS:
            self._walks, self._ids = {}, 0
        known = self._walks.setdefault((step, predicate), {})
        if unknown := [id for id in wanted if id not in known]:
            found = walk(unknown)
            known.update((id, found.get(id, [])) for id in unknown)
            self._ids += len(unknown) + sum(map(len, found.values()))
        return {id: others for id in wanted if (others := known[id])}


def records_of(graph: Graph) -> dict[str, Record]:
    """The decoded records that the readers of this graph share; of a graph that remembers none, a store of
    the caller's own."""
    return graph.records if isinstance(graph, Remembering) else {}


def notes_of(graph: Graph, name: str) -> dict[str, Any]:
    """The same of notes."""
    return graph.notes(name) if isinstance(graph, Remembering) else {}
