"""The shortest ways between two things: each step is a triple, so that a way is an explanation.

Sources and documents join everything to everything and explain nothing: no way leads through them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oncotrace.kg.graph import Graph

JOINING = (
    "ot:genes",
    "ot:fivePrime",
    "ot:threePrime",
    "ot:members",
    "ot:broader",
    "ot:targets",
    "ot:drugs",
    "ot:biomarker",
    "ot:therapy",
    "ot:cancer",
)
"""Predicates that a way may take, either way round."""

MOST_STEPS = 8
MOST_SEEN = 20_000
"""Things looked at before a search is given up: further ways explain little."""


@dataclass(slots=True, frozen=True)
class Step:
    start: str
    predicate: str
    forward: bool
    """Whether the triple is (start, predicate, end), else (end, predicate, start)."""
    end: str


Way = tuple[Step, ...]
Trail = dict[str, list[Step]]
"""The steps by which a thing was first reached."""


def shortest(graph: Graph, start: str, end: str, most: int) -> list[Way]:
    """Up to ``most`` of the shortest ways, in the order of their steps; empty where none is found.

    Two searches meet in the middle, a batch of graph calls a level.
    """
    if start == end:
        return []
    trails: tuple[Trail, Trail] = ({start: []}, {end: []})
    fronts = ({start}, {end})
    for _ in range(MOST_STEPS):
        side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        found = _grown(graph, fronts[side], trails[side])
        fronts = (found, fronts[1]) if side == 0 else (fronts[0], found)
        met = sorted(found & trails[1 - side].keys())
        if met:
            ways = [
                (*_backwards(before), *map(_turned, after))
                for middle in met
                for before in _trails(trails[0], middle, most)
                for after in _trails(trails[1], middle, most)
            ]
            return sorted(set(ways), key=_order)[:most]
        if not found or len(trails[0]) + len(trails[1]) > MOST_SEEN:
            break
    return []


def _grown(graph: Graph, front: set[str], trail: Trail) -> set[str]:
    """What is one step from the front and was not reached before; the trail remembers the steps."""
    reached: dict[str, list[Step]] = defaultdict(list)
    for predicate in JOINING:
        for forward, walk in ((True, graph.out), (False, graph.into)):
            for id, others in walk(front, predicate).items():
                for other in others:
                    if other not in trail and ":" in other:
                        reached[other].append(Step(id, predicate, forward, other))
    trail.update(reached)
    return set(reached)


def _trails(trail: Trail, id: str, most: int) -> Iterator[tuple[Step, ...]]:
    """The ways from a thing back to where the search began, each as the steps that were taken."""
    steps = trail[id]
    if not steps:
        yield ()
    for step in steps[:most]:
        for rest in _trails(trail, step.start, most):
            yield (step, *rest)


def _backwards(steps: tuple[Step, ...]) -> Iterable[Step]:
    return reversed(steps)


def _turned(step: Step) -> Step:
    return Step(step.end, step.predicate, not step.forward, step.start)


def _order(way: Way) -> tuple[tuple[str, str, str], ...]:
    return tuple((step.start, step.predicate, step.end) for step in way)
