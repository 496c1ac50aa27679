"""A graph in memory from which records can be taken and in which values can be changed, cheaply.

The edits are laid over the graph, which stays as it is: thousands of answers are made from edited
graphs in seconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from oncotrace.kg.closure import closure
from oncotrace.kg.graph import Graph, Literal
from oncotrace.kg.records import RECORD_TYPES, Record
from oncotrace.kg.remembering import Remembering
from oncotrace.kg.shape import RDF_TYPE, decode, predicate

Values = dict[str, dict[str, list[Literal]]]
Links = dict[str, dict[str, list[str]]]


def _turned(links: Links) -> Links:
    """Links by predicate and object."""
    turned: Links = {}
    for name, by_subject in links.items():
        for subject in sorted(by_subject):
            for target in by_subject[subject]:
                turned.setdefault(name, {}).setdefault(target, []).append(subject)
    return turned


@dataclass(slots=True)
class EditableGraph:
    """The Graph seam over dictionaries, without the record ``hidden`` and with ``changed`` values."""

    kinds: dict[str, list[str]]
    """Ids by class."""
    described: Values
    links: Links
    """Ids by predicate and subject."""
    incoming: Links
    """Ids by predicate and object."""
    decoded: dict[str, Record]
    """The records by id, as they are without edits."""
    hidden: frozenset[str] = frozenset()
    touching: frozenset[str] = frozenset()
    """Records with a link to a hidden one."""
    changed: dict[tuple[str, str], list[Literal]] = field(default_factory=dict)
    """New literals by subject and predicate; links cannot be changed."""

    @classmethod
    def of(cls, graph: Graph) -> "EditableGraph":
        """All records of a graph."""
        kinds = {kind.__name__: graph.ids(kind.__name__) for kind in RECORD_TYPES}
        ids = [id for found in kinds.values() for id in found]
        described = {id: dict(values) for id, values in graph.values(ids).items()}
        names = sorted({name for values in described.values() for name in values} - {RDF_TYPE})
        links = {name: graph.out(ids, name) for name in names}
        decoded = {id: decode(id, values) for id, values in described.items()}
        return cls(kinds, described, links, _turned(links), decoded)

    def without(self, *ids: str) -> "EditableGraph":
        """The graph after all quads of these records and all links to them are deleted."""
        touching = {
            subject for linked in self.incoming.values() for id in ids for subject in linked.get(id, ())
        }
        return replace(self, hidden=self.hidden | frozenset(ids), touching=self.touching | touching)

    def having(self, id: str, field: str, *values: Literal) -> "EditableGraph":
        """The graph after the values of a record's field are replaced."""
        return replace(self, changed={**self.changed, (id, predicate(field)): list(values)})

    def remembered(self) -> Remembering:
        """The graph with the records decoded that no edit touches: to decode them is a third of an answer."""
        edited = self.hidden | self.touching | {of for of, _ in self.changed}
        graph = Remembering(self)
        graph.records.update((id, record) for id, record in self.decoded.items() if id not in edited)
        return graph

    def ids(self, kind: str) -> list[str]:
        return [id for id in self.kinds.get(kind, ()) if id not in self.hidden]

    def count(self, kind: str) -> int:
        return len(self.ids(kind))

    def out(self, ids: Iterable[str], predicate: str) -> dict[str, list[str]]:
        return self._step(ids, self.links.get(predicate, {}))

    def into(self, ids: Iterable[str], predicate: str) -> dict[str, list[str]]:
        return self._step(ids, self.incoming.get(predicate, {}))

    def within(
        self, ids: Iterable[str], predicate: str = "ot:broader", *, up: bool = False
    ) -> dict[str, list[str]]:
        return closure(ids, partial(self.out if up else self.into, predicate=predicate))

    def values(self, ids: Iterable[str]) -> dict[str, Mapping[str, list[Literal]]]:
        return {id: self._values(id) for id in ids if id in self.described and id not in self.hidden}

    def _step(self, ids: Iterable[str], edges: Mapping[str, list[str]]) -> dict[str, list[str]]:
        found = {
            id: [other for other in edges[id] if other not in self.hidden]
            for id in ids
            if id in edges and id not in self.hidden
        }
        return {id: others for id, others in found.items() if others}

    def _values(self, id: str) -> Mapping[str, list[Literal]]:
        values = self.described[id]
        changed = {name: found for (of, name), found in self.changed.items() if of == id}
        if not changed and id not in self.touching:
            return values
        left = {
            name: [v for v in found if v not in self.hidden] for name, found in (values | changed).items()
        }
        return {name: found for name, found in left.items() if found}
