"""The read model: the graph compiled into one immutable file of arrays, and the Graph seam over it.

It is a disposable cache of the N-Quads: the union of the named graphs without the quarantine. Which
source said what stays in the N-Quads. The same quads in any order give the same bytes, because every
number is a rank: nodes count from 1 in the order of their CURIEs, literals from -1 downwards in the
order of text and datatype. So an object's sign tells which of the two it is, and rows in the order
of their numbers are in the order of their names.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from oncotrace.kg.arrays import Arrays, Table, Texts
from oncotrace.kg.closure import closure
from oncotrace.kg.graph import Found, Literal, in_order
from oncotrace.kg.shape import RDF_TYPE, literal_value

CLOSED = ("ot:broader", "ot:reviewedBroader")
"""Predicates whose closure is materialised."""

MOST_NAMES = 200_000
"""Names that a process keeps beside the file, which holds them all: some 40 MB; or an eighth of them, if
that is more."""


class ReadModel:
    """The graph of a read model. Threads may share it."""

    def __init__(self, path: Path) -> None:
        """StoreError where the file is no read model."""
        self._path = path
        arrays = self._arrays = Arrays.at(path)
        self._predicates: list[str] = arrays.about["predicates"]
        self._datatypes: list[str] = arrays.about["datatypes"]
        self._literals, self._datatype = arrays.texts("literal"), arrays.numbers("datatype")
        self._said, self._said_by = arrays.table("said"), arrays.numbers("said by")
        self._walks: dict[str, Table] = {}
        self._names = _Names(arrays.texts("name"))

    def close(self) -> None:
        """Nothing is to be closed: the file is mapped as long as something refers to it."""

    def ids(self, kind: str) -> list[str]:
        return self._names.of(self._members(kind))

    def count(self, kind: str) -> int:
        return len(self._members(kind))

    def out(self, ids: Iterable[str], predicate: str) -> Found:
        return self._walk(f"out {predicate}", ids)

    def into(self, ids: Iterable[str], predicate: str) -> Found:
        return self._walk(f"into {predicate}", ids)

    def within(
        self, ids: Iterable[str], predicate: str = "ot:broader", *, up: bool = False
    ) -> Found:
        if predicate not in CLOSED:
            return closure(ids, partial(self.out if up else self.into, predicate=predicate))
        starts = list(ids)
        found = self._walk(f"{'up' if up else 'down'} {predicate}", starts)
        return {start: [start, *found.get(start, ())] for start in starts}

    def values(self, ids: Iterable[str]) -> dict[str, Mapping[str, list[Literal]]]:
        names, said, by, predicates = self._names, self._said, self._said_by, self._predicates
        literals, datatype, datatypes = self._literals, self._datatype, self._datatypes
        found: dict[str, Mapping[str, list[Literal]]] = {}
        for number, start, end in said.spans(names.numbers(ids)):
            of: dict[str, list[Literal]] = {}
            for place, object in zip(by[start:end], said.values[start:end], strict=True):
                value = (
                    names.name(object)
                    if object > 0
                    else literal_value(literals[-object - 1], datatypes[datatype[-object - 1]])
                )
                predicate = predicates[place]
                if predicate in of:
                    of[predicate].append(value)
                else:
                    of[predicate] = [value]
            if len(of) < end - start:
                of = {predicate: in_order(values) for predicate, values in of.items()}
            found[names.name(number)] = of
        return found

    def _members(self, kind: str) -> Sequence[int]:
        table = self._table(f"into {RDF_TYPE}")
        spans = table.spans(self._names.numbers((f"ot:{kind}",)))
        return next((table.values[start:end] for _, start, end in spans), ())

    def _walk(self, walk: str, ids: Iterable[str]) -> Found:
        names, table = self._names, self._table(walk)
        values, name, alone = table.values, names.name, names.alone
        return {
            name(number): alone[values[start]] if end - start == 1 else names.of(values[start:end])
            for number, start, end in table.spans(names.numbers(ids))
        }

    def _table(self, name: str) -> Table:
        if name not in self._walks:
            self._walks[name] = self._arrays.table(name)
        return self._walks[name]


class _Names:
    """CURIEs by number, and numbers by CURIE: those that were read of late are at hand."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._most = max(MOST_NAMES, len(texts) // 8)
        self._known: list[str | None] = [None] * (len(texts) + 1)
        self._number: dict[str, int] = {}
        self.alone = _Alone(self)

    def name(self, number: int) -> str:
        return self._known[number] or self._read(number)

    def of(self, numbers: Iterable[int]) -> list[str]:
        known, read = self._known, self._read
        return [known[number] or read(number) for number in numbers]

    def _read(self, number: int) -> str:
        if len(self._number) >= self._most:
            self._known[:] = [None] * len(self._known)
            self._number.clear()
            self.alone.clear()
        name = self._known[number] = self._texts[number - 1]
        self._number[name] = number
        return name

    def numbers(self, names: Iterable[str]) -> list[int]:
        """In order, each once; of names that are in the graph."""
        known = self._number
        return sorted({number for name in names if (number := known.get(name) or self._find(name))})

    def _find(self, name: str) -> int:
        place = self._texts.place(name)
        if place is None:
            return 0
        self.name(place + 1)  # reads it, and so keeps it
        return place + 1


class _Alone(dict[int, list[str]]):
    """Names alone in a list, by number. Most walks lead from many to few, and each to one: thousands of lists
    would be made of the same few names, and Python's collector would go through them all."""

    def __init__(self, names: _Names) -> None:
        self._names = names

    def __missing__(self, number: int) -> list[str]:
        made = self[number] = [self._names.name(number)]
        return made
