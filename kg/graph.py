"""The Graph seam: walks, batched in and out. Filters, order and pages live above it.

``queries/`` knows nothing else. Back ends: ``readmodel.ReadModel`` (mapped arrays, the default)
and ``storegraph.StoreGraph`` (the same calls as batched queries over any ``Store``). The quarantine is
not part of the graph.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

Literal = str | int | bool | float
"""A value as Python holds it. References are CURIE strings."""

Found = Mapping[str, Sequence[str]]
"""What a walk finds, by the id that it starts from. It may be shared with other callers, to be read only."""


class Graph(Protocol):
    def ids(self, kind: str) -> list[str]:
        """All ids of records of this class (``Gene``, ``Evidence``), sorted."""
        ...

    def count(self, kind: str) -> int:
        """How many ids ``ids`` would give."""
        ...

    def out(self, ids: Iterable[str], predicate: str) -> Found:
        """Objects of ``predicate`` (a CURIE, ``ot:broader``) by subject, sorted; absent where none.

        Objects that are ids, that is: literals are had by ``values``.
        """
        ...

    def into(self, ids: Iterable[str], predicate: str) -> Found:
        """Subjects that point at each id by ``predicate``, sorted; absent where none."""
        ...

    def within(
        self, ids: Iterable[str], predicate: str = "ot:broader", *, up: bool = False
    ) -> Found:
        """The closure over ``predicate``: each id with all that is narrower (``up``: broader).

        The id itself comes first; the rest is sorted. Duplicates and cycles do no harm.
        """
        ...

    def values(self, ids: Iterable[str]) -> dict[str, Mapping[str, list[Literal]]]:
        """Everything said of each id: predicate to its sorted values (``rdf:type`` included)."""
        ...

    def close(self) -> None: ...


def in_order(values: list[Literal]) -> list[Literal]:
    """Distinct values as ``Graph.values`` sorts them: truth values, then numbers, then text."""
    if len(values) < 2:
        return values
    return [value for _, value in sorted({(type(value).__name__, value) for value in values})]
