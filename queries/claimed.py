"""Which propositions the statements of a class are on: others need not be read to find such statements."""

from oncotrace.kg.graph import Graph
from oncotrace.kg.records import Statement
from oncotrace.kg.remembering import notes_of
from oncotrace.ontology.plain import dataclass


@dataclass(slots=True, frozen=True)
class Among:
    """The only statements that are asked for, with their propositions."""

    statements: frozenset[str]
    propositions: frozenset[str]


def claimed(graph: Graph, kind: type[Statement]) -> frozenset[str]:
    """The propositions of all statements of a class."""
    known = notes_of(graph, "claimed")
    if kind.__name__ not in known:
        found = graph.out(graph.ids(kind.__name__), "ot:proposition")
        known[kind.__name__] = frozenset(p for of in found.values() for p in of)
    propositions: frozenset[str] = known[kind.__name__]
    return propositions
