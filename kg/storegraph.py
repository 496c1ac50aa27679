"""The Graph seam over any Store, by batched SPARQL.

Closures are walked level by level instead of with ``*`` paths: some engines return duplicate rows
for those where two paths meet, and a path query cannot be batched.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from pyoxigraph import BlankNode, NamedNode

from oncotrace.kg.closure import closure
from oncotrace.kg.errors import StoreError
from oncotrace.kg.graph import Found, Literal, in_order
from oncotrace.kg.store import Store, Term
from oncotrace.kg.triples import node, python_value

CHUNK = 300
"""Ids a query: about 20 kB of text."""


class StoreGraph:
    """A store as a graph. The store's own query leaves the quarantine out."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def ids(self, kind: str) -> list[str]:
        cls = _known(f"ot:{kind}")
        if cls is None:
            return []
        rows = self._store.query(f"SELECT DISTINCT ?s WHERE {{ ?s a {cls} }}")
        return sorted({str(_value(row["s"])) for row in rows})

    def count(self, kind: str) -> int:
        cls = _known(f"ot:{kind}")
        if cls is None:
            return 0
        (row,) = self._store.query(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a {cls} }}")
        return int(row["n"].value)

    def out(self, ids: Iterable[str], predicate: str) -> Found:
        return self._walk(ids, predicate, "?id {} ?other")

    def into(self, ids: Iterable[str], predicate: str) -> Found:
        return self._walk(ids, predicate, "?other {} ?id")

    def within(
        self, ids: Iterable[str], predicate: str = "ot:broader", *, up: bool = False
    ) -> Found:
        return closure(ids, partial(self.out if up else self.into, predicate=predicate))

    def values(self, ids: Iterable[str]) -> dict[str, Mapping[str, list[Literal]]]:
        found: dict[str, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        for nodes in _chunks(ids):
            # Without DISTINCT: Virtuoso refuses it over long texts, and equal values fall together here.
            query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} ?s ?p ?o }}"
            for row in self._store.query(query):
                found[str(_value(row["s"]))][str(_value(row["p"]))].append(_value(row["o"]))
        return {
            id: {predicate: in_order(values) for predicate, values in of.items()} for id, of in found.items()
        }

    def _walk(self, ids: Iterable[str], predicate: str, step: str) -> Found:
        """One step from each id; ``step`` is a triple pattern with a place for the predicate."""
        relation = _known(predicate)
        found: dict[str, set[str]] = defaultdict(set)
        for nodes in _chunks(ids, "({} 0)") if relation else ():
            # Of two columns: Virtuoso compares one with what the objects last were, and where those were
            # numbers it ends with "Unsupported case in CONVERT (IRI_ID -> INTEGER)".
            pattern = f"VALUES (?id ?any) {{ {nodes} }} {step.format(relation)}"
            for row in self._store.query(f"SELECT DISTINCT ?id ?other WHERE {{ {pattern} }}"):
                if isinstance(row["other"], NamedNode):
                    found[str(_value(row["id"]))].add(str(_value(row["other"])))
        return {id: sorted(others) for id, others in found.items()}


def _known(curie: str) -> NamedNode | None:
    """The node of a CURIE; None where it cannot be one, so that nothing can be said of it."""
    try:
        return node(curie)
    except ValueError:
        return None


def _chunks(ids: Iterable[str], row: str = "{}") -> Iterator[str]:
    """The nodes of these ids as rows of ``VALUES``, ``CHUNK`` at a time. ``NamedNode`` is safe to paste."""
    nodes = sorted(row.format(known) for id in set(ids) if (known := _known(id)))
    for start in range(0, len(nodes), CHUNK):
        yield " ".join(nodes[start : start + CHUNK])


def _value(term: Term) -> Literal:
    if isinstance(term, BlankNode):
        raise StoreError(f"the store holds the blank node {term}; the graph needs identifiers: name it")
    try:
        return python_value(term)
    except ValueError as error:
        raise StoreError(
            f"the store holds {term}, which has no CURIE or is no number; add its prefix or mend it"
        ) from error
