"""What a question reaches: the broader and narrower biomarkers and cancers around its own.

Biomarkers: a statement on ``ROS1 fusion`` holds for a patient with ``CD74::ROS1 fusion`` (partner to
any partner); one on ``BRCA1 mutation OR BRCA2 mutation`` holds for a member of the OR. A profile
joined with AND says nothing about its members alone.

Cancers: narrower ones are shown as kinds of the cancer asked about. Only reviewed edges let an
approval of a broader cancer reach a narrower one.
"""

from collections.abc import Iterable

from oncotrace.kg.graph import Graph
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker
from oncotrace.ontology.plain import dataclass, field
from oncotrace.ontology.terms import CANCER, SOLID

BROADER = "ot:broader"
REVIEWED = "ot:reviewedBroader"
MEMBERS = "ot:members"


@dataclass(slots=True, kw_only=True)
class Scope:
    """Which ids count for an id, and why."""

    exact: frozenset[str]
    broader: frozenset[str]
    narrower: frozenset[str]
    inherits: frozenset[str]
    """Cancers: the part of ``broader`` reached by reviewed edges. Biomarkers: all of ``broader``."""
    near: frozenset[str] = field(init=False)
    all: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.near = self.exact | self.narrower
        self.all = self.near | self.broader

    def holds(self, members: Iterable[str]) -> bool:
        """Whether all members of an AND profile are carried, themselves or by a kind of them."""
        return all(m in self.exact or m in self.broader for m in members)

    def relation(self, id: str) -> str:
        """``same``, ``narrower``, ``broader`` or ``other``, seen from the question."""
        if id in self.exact:
            return "same"
        if id in self.narrower:
            return "narrower"
        return "broader" if id in self.broader else "other"


def _closure(graph: Graph, ids: Iterable[str], predicate: str, *, up: bool) -> set[str]:
    return {n for found in graph.within(ids, predicate, up=up).values() for n in found}


def cancer_scope(graph: Graph, cancer: str) -> Scope:
    """The scope of a cancer; of none, a scope that reaches nothing."""
    exact = frozenset((cancer,) if cancer else ())
    up = _closure(graph, exact, BROADER, up=True) | _closure(graph, exact, REVIEWED, up=True)
    return Scope(
        exact=exact,
        broader=frozenset(up - exact),
        narrower=frozenset(_closure(graph, exact, BROADER, up=False) - exact),
        inherits=frozenset(_closure(graph, exact, REVIEWED, up=True) - exact),
    )


def is_solid(scope: Scope) -> bool:
    """Whether "any solid tumour" reaches the cancer, along reviewed edges."""
    return SOLID in scope.inherits or SOLID in scope.exact


def is_any(scope: Scope) -> bool:
    """Whether all cancers, or all solid ones, are asked about together."""
    return not scope.exact.isdisjoint((CANCER, SOLID))


def biomarker_scope(reader: Reader, biomarkers: Iterable[Biomarker]) -> Scope:
    """The scope of the alterations that a patient carries."""
    graph = reader.graph
    carried = list(biomarkers)
    exact = {b.id for b in carried}
    exact_or_told = exact | {b for biomarker in carried for b in biomarker.broader}
    up = _upwards(reader, exact_or_told)
    down = _closure(graph, exact, BROADER, up=False)
    alternatives = {
        m for b in carried if b.operator == "OR" for m in _closure(graph, b.members, BROADER, up=False)
    }
    broader = frozenset(up - exact)
    return Scope(
        exact=frozenset(exact),
        broader=broader,
        narrower=frozenset((down | alternatives) - exact),
        inherits=broader,
    )


def _upwards(reader: Reader, ids: set[str]) -> set[str]:
    """Everything that is broader, through kinds and through membership in OR profiles."""
    reached: set[str] = set()
    front = set(ids)
    while front:
        up = _closure(reader.graph, front, BROADER, up=True)
        holders = {h for found in reader.graph.into(up, MEMBERS).values() for h in found}
        profiles = {b.id for b in reader.get(sorted(holders), Biomarker) if b.operator == "OR"}
        reached |= up
        front = profiles - reached
    return reached


def joint_profiles(reader: Reader, scope: Scope) -> list[Biomarker]:
    """AND profiles that hold one of the scope's alterations: what a patient with more must be told."""
    holders = {h for found in reader.graph.into(scope.near, MEMBERS).values() for h in found}
    return [b for b in reader.get(sorted(holders), Biomarker) if b.operator == "AND"]
