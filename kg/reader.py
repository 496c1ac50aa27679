"""Records out of a graph, in batches, each decoded once."""

from collections.abc import Iterable
from typing import TypeVar

from oncotrace.kg.graph import Graph
from oncotrace.kg.records import Record
from oncotrace.kg.remembering import records_of
from oncotrace.kg.shape import RDF_TYPE, decode

R = TypeVar("R", bound=Record)


class Reader:
    """Reads records through the Graph seam and keeps what it has read. One question, one reader.

    Readers of a graph that remembers share what they have decoded, and treat records as read only.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._records: dict[str, Record] = {}
        self._memory = records_of(graph)

    def get(self, ids: Iterable[str], kind: type[R]) -> list[R]:
        """The records of this class among the ids, in the order given; others are left out."""
        records, wanted = self._records, dict.fromkeys(ids)
        if missing := [id for id in wanted if id not in records]:
            self._read(missing)
        return [record for id in wanted if isinstance(record := records.get(id), kind)]

    def _read(self, ids: list[str]) -> None:
        unread = []
        for id in ids:
            if (known := self._memory.get(id)) is not None:
                self._records[id] = known
            else:
                unread.append(id)
        for id, values in self.graph.values(unread).items() if unread else ():
            if RDF_TYPE in values:
                self._memory[id] = self._records[id] = decode(id, values)

    def one(self, id: str, kind: type[R]) -> R | None:
        if id and id not in self._records:
            self._read([id])
        found = self._records.get(id)
        return found if isinstance(found, kind) else None

    def know(self, records: Iterable[Record]) -> None:
        """Take records as read that a question brings along and the graph need not hold."""
        for record in records:
            self._records.setdefault(record.id, record)

    @property
    def records(self) -> dict[str, Record]:
        """Everything read so far, by id."""
        return self._records
