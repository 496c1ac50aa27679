"""What must hold in every graph: references that lead to records, ids that mean one thing."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from oncotrace.kg.graph import Graph
from oncotrace.kg.records import RECORD_TYPES, Biomarker, Drug, Proposition, Record, Regimen
from oncotrace.kg.shape import MAYBE_REFERENCES, REFERENCES, predicate

EXTERNAL = frozenset(("xrefs", "trials"))
"""Fields whose ids belong to registries of others: nothing in the graph need stand behind them."""

_MADE_OF: dict[type[Record], tuple[str, ...]] = {
    Biomarker: ("label", "kind", "operator", "members", "five_prime", "three_prime"),
    Drug: ("label",),
    Regimen: ("interaction", "drugs"),
    Proposition: ("axis", "biomarker", "therapy", "cancer"),
}
"""What the ids that we make are made of: records that differ in it may not share an id."""


@dataclass(slots=True, frozen=True, order=True)
class Dangling:
    """A reference that leads nowhere: all three are CURIEs."""

    subject: str
    predicate: str
    target: str


def dangling(graph: Graph) -> list[Dangling]:
    """Every reference between records whose target is no record of the graph, sorted."""
    ids = {cls: graph.ids(cls.__name__) for cls in RECORD_TYPES}
    known = {id for of_class in ids.values() for id in of_class}
    found = set()
    for cls, subjects in ids.items():
        for field in fields(cls):
            if field.name in (REFERENCES | MAYBE_REFERENCES) - EXTERNAL:
                relation = predicate(field.name)
                for subject, targets in graph.out(subjects, relation).items():
                    found |= {Dangling(subject, relation, t) for t in targets if t not in known}
    return sorted(found)


def collisions(records: Iterable[Record]) -> list[tuple[str, Record, Record]]:
    """Ids that two different things share, each with the first record and the one that differs.

    Sources may tell one thing in different words; an id of two classes, or that two labels or two
    propositions were given, is a fault of ours. Values that a record leaves empty do not differ.
    """
    seen: dict[str, Record] = {}
    found: dict[str, tuple[str, Record, Record]] = {}
    for record in records:
        first = seen.setdefault(record.id, record)
        if first is not record and _differ(first, record):
            found.setdefault(record.id, (record.id, first, record))
    return sorted(found.values(), key=lambda collision: collision[0])


def _differ(first: Record, other: Record) -> bool:
    if type(first) is not type(other):
        return True
    made_of = _MADE_OF.get(type(first), ())
    pairs = ((getattr(first, name), getattr(other, name)) for name in made_of)
    return any(a != b for a, b in pairs if a and b)
