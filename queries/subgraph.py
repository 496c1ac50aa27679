"""A part of the graph that stands alone: no statement without its proposition, documents and source."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from oncotrace.kg.graph import Graph

ABOUT = ("ot:biomarker", "ot:therapy", "ot:cancer")
"""How a proposition names what it is about."""

PARTS = ("ot:drugs", "ot:members", "ot:genes", "ot:fivePrime", "ot:threePrime")
"""What an entity is made of: a regimen of its drugs, a profile of its members, an alteration of genes."""

OF_STATEMENT = (
    "ot:proposition",
    "ot:source",
    "dcterms:source",
    "prov:wasInfluencedBy",
    "ot:therapies",
    "ot:subset",
    "ot:excludedCancers",
    "ot:requiresAbsent",
    "ot:explainedBy",
)
"""What a statement rests on and names: each is taken with it."""

AT_ONCE = 10_000
"""Ids that the graph is asked about at a time: what it holds for one question grows with them."""

_COVERS = {"ot:biomarkers", "ot:cancers"}


@dataclass(slots=True)
class Subgraph:
    """Ids of records, each list in order and without a duplicate."""

    statements: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Propositions, entities, documents, sources, approval events and searches."""

    @property
    def ids(self) -> list[str]:
        return [*self.statements, *self.others]


def around(graph: Graph, subjects: Iterable[str], hops: int = 1, searches: bool = False) -> Subgraph:
    """What is stated on these entities and statements, so many statements away, complete.

    Hop 1 is every statement on a subject, on a kind of it, or on an alteration of it where it is a gene;
    each further hop takes the entities that the last one reached as subjects. 0 is the subjects and what
    they rest on. ``searches`` adds the Coverage records that bear on the entities.
    """
    reached = list(dict.fromkeys(subjects))
    kinds = graph.within(reached)
    frontier = sorted({id for start in reached for id in kinds.get(start, [start])})
    of_genes = graph.into(frontier, "ot:genes")
    frontier = sorted({*frontier, *(id for ids in of_genes.values() for id in ids)})
    statements = dict.fromkeys(id for id in reached if _is_statement(graph, id))
    seen: set[str] = set()
    for _ in range(hops):
        frontier = [id for id in frontier if id not in seen]
        seen.update(frontier)
        found = _stated(graph, frontier)
        statements.update(dict.fromkeys(found))
        frontier = _entities(graph, found)
    return complete(graph, statements, reached, searches)


def complete(
    graph: Graph, statements: Iterable[str], others: Iterable[str] = (), searches: bool = False
) -> Subgraph:
    """These statements with everything that they rest on, and these other records."""
    own = sorted(set(statements))
    own = sorted({*own, *_targets(graph, own, ("ot:explainedBy",))})
    taken: set[str] = set()
    taken.update(_targets(graph, own, OF_STATEMENT))
    taken.update(others)
    taken.update(_targets(graph, taken, ABOUT))
    taken.update(_targets(graph, taken, PARTS))
    taken.update(_targets(graph, taken, PARTS))  # the genes of a profile's members
    if searches:
        bearing = {
            id for predicate in sorted(_COVERS) for ids in graph.into(taken, predicate).values() for id in ids
        }
        taken.update(set(graph.ids("Coverage")) & bearing)
    taken.update(_targets(graph, taken, ("dcterms:source", "ot:source")))  # events, searches, resources
    return Subgraph(own, sorted(taken - set(own)))


def _stated(graph: Graph, entities: list[str]) -> list[str]:
    """The statements on propositions that name one of these entities, or on a regimen that holds one."""
    regimens = {id for ids in graph.into(entities, "ot:drugs").values() for id in ids}
    named = {*entities, *regimens}
    propositions = {p for about in ABOUT for ids in graph.into(named, about).values() for p in ids}
    return sorted({s for ids in graph.into(propositions, "ot:proposition").values() for s in ids})


def _entities(graph: Graph, statements: list[str]) -> list[str]:
    propositions = _targets(graph, statements, ("ot:proposition",))
    return sorted(_targets(graph, propositions, ABOUT))


def _targets(graph: Graph, ids: Iterable[str], predicates: Iterable[str]) -> set[str]:
    """What these point at, among ids of records; a gene end may be the letter ``v``, which is none."""
    wanted, found = iter(list(ids)), set[str]()
    while some := list(islice(wanted, AT_ONCE)):
        found.update(id for p in predicates for others in graph.out(some, p).values() for id in others)
    return found


def _is_statement(graph: Graph, id: str) -> bool:
    return bool(graph.out([id], "ot:proposition"))
