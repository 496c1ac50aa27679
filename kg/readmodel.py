"""The read model: the graph compiled into one immutable file of arrays, and the Graph seam over it.

It is a disposable cache of the N-Quads: the union of the named graphs without the quarantine. Which
source said what stays in the N-Quads. The same quads in any order give the same bytes, because every
number is a rank: nodes count from 1 in the order of their CURIEs, literals from -1 downwards in the
order of text and datatype. So an object's sign tells which of the two it is, and rows in the order
of their numbers are in the order of their names.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from oncotrace.kg import nquads
from oncotrace.kg.arrays import Arrays, Table, Texts, Writer
from oncotrace.kg.closure import closure, reach
from oncotrace.kg.errors import StoreError
from oncotrace.kg.graph import Found, Literal, in_order
from oncotrace.kg.triples import QUARANTINE, RDF_TYPE, literal_value, node
from oncotrace.ontology.prefixes import curie

CLOSED = ("ot:broader", "ot:reviewedBroader")
"""Predicates whose closure is materialised."""

MOST_NAMES = 200_000
"""Names that a process keeps beside the file, which holds them all: some 40 MB; or an eighth of them, if
that is more."""


# --- compile ----------------------------------------------------------------------------------


def compile(lines: Iterable[bytes], path: Path) -> None:
    """Write the read model of quads, as the lines that ``nquads.lines`` makes of them.

    Raises StoreError for a blank node or an IRI without a prefix of ours, and where the file exists
    or cannot be written.
    """
    names, literals, triples = _numbered(lines)
    if path.exists():
        raise StoreError(f"{path} exists; a read model is never written over: choose another place")
    writer = Writer()
    writer.texts("name", names)
    datatypes = sorted({datatype for _, datatype in literals})
    place = {datatype: n for n, datatype in enumerate(datatypes)}
    writer.texts("literal", (text for text, _ in literals))
    writer.numbers("datatype", array("H", (place[datatype] for _, datatype in literals)))
    predicates = _write_triples(writer, names, triples)
    writer.write(path, {"datatypes": datatypes, "predicates": predicates})


_BITS = 33
_ZERO = 1 << _BITS - 1
"""A triple is one number, its parts in 33 bits each; this is added to objects, since literals are below 0."""


def _numbered(lines: Iterable[bytes]) -> tuple[list[str], list[tuple[str, str]], list[int]]:
    """CURIEs and (text, datatype) pairs in order, and the triples over their ranks in order, some of them
    more than once."""
    quarantine = str(node(QUARANTINE)).encode()
    seen: dict[bytes, int] = {}
    number_of = seen.setdefault
    found = [
        (number_of(s, len(seen)), number_of(p, len(seen)), number_of(o, len(seen)))
        for s, p, o, graph in map(nquads.split, lines)
        if graph != quarantine
    ]
    short = [_short(term) for term in seen]
    del seen, number_of
    names = sorted(name for name in short if isinstance(name, str))
    literals = sorted({pair for pair in short if isinstance(pair, tuple)})
    rank: dict[str | tuple[str, str], int] = {name: number for number, name in enumerate(names, 1)}
    rank.update((pair, -number) for number, pair in enumerate(literals, 1))
    number = [rank[name] for name in short]
    # In the order of the lines, which is nearly that of the ranks: sorting is then cheap.
    triples = [(number[s] << _BITS | number[p]) << _BITS | number[o] + _ZERO for s, p, o in found]
    triples.sort()
    return names, literals, triples


_TEXT = "xsd:string"


def _short(written: bytes) -> str | tuple[str, str]:
    """A node's CURIE, or a literal's text and the CURIE of its datatype; of a term as it is written."""
    try:
        if written.startswith(b"<"):
            return curie(written[1:-1].decode())
        if written.endswith(b'"') and b"\\" not in written:
            return written[1:-1].decode(), _TEXT
        if not written.startswith(b"_"):
            return _literal(written)
    except ValueError as error:
        term = written.decode()
        raise StoreError(f"{term} has no CURIE; add its prefix to ontology/prefixes.py") from error
    term = written.decode()
    raise StoreError(f"blank node {term}: the graph is the same in every build only without them; name it")


def _literal(written: bytes) -> tuple[str, str]:
    """Text and datatype of a literal with escapes, a datatype or a language."""
    (quad,) = parse(b"<x:s> <x:p> " + written + b" .", RdfFormat.N_QUADS)
    literal: Any = quad.object
    return literal.value, curie(literal.datatype.value)


class _Pairs:
    """Pairs of numbers, in columns."""

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        self.first, self.second = array("I"), array("I")
        for one, other in pairs:
            self.add(one, other)

    def add(self, one: int, other: int) -> None:
        self.first.append(one)
        self.second.append(other)

    def turned(self) -> "_Pairs":
        """The other way round, in order."""
        both = sorted(other << 32 | one for one, other in zip(self.first, self.second, strict=True))
        return _Pairs((pair >> 32, pair & 0xFFFFFFFF) for pair in both)

    def closed(self) -> "_Pairs":
        """Every pair that follows from these, in order."""
        edges: dict[int, list[int]] = defaultdict(list)
        for one, other in zip(self.first, self.second, strict=True):
            edges[one].append(other)
        return _Pairs((one, other) for one in sorted(edges) for other in sorted(reach(one, edges)))


def _write_triples(writer: Writer, names: list[str], triples: list[int]) -> list[str]:
    """What is said of every node, and the walks along every predicate; the predicates."""
    mask = (1 << _BITS) - 1
    walks: dict[int, _Pairs] = {}
    subjects, predicates, objects = array("I"), array("H"), array("i")
    numbers: dict[int, int] = {}
    for triple, _ in groupby(triples):
        subject, predicate = triple >> 2 * _BITS, triple >> _BITS & mask
        object = (triple & mask) - _ZERO
        subjects.append(subject)
        predicates.append(numbers.setdefault(predicate, len(numbers)))
        objects.append(object)
        if object > 0:
            walks.setdefault(predicate, _Pairs()).add(subject, object)
    writer.table("said", subjects, objects)
    writer.numbers("said by", predicates)
    for predicate, pairs in sorted(walks.items()):
        name = names[predicate - 1]
        _write_walk(writer, f"out {name}", f"into {name}", pairs)
        if name in CLOSED:
            _write_walk(writer, f"up {name}", f"down {name}", pairs.closed())
    return [names[predicate - 1] for predicate in numbers]


def _write_walk(writer: Writer, there: str, back: str, pairs: _Pairs) -> None:
    writer.table(there, pairs.first, pairs.second)
    turned = pairs.turned()
    writer.table(back, turned.first, turned.second)


# --- read -------------------------------------------------------------------------------------


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
        found: dict[str, Mapping[str, list[Literal]]] = {}
        for number, start, end in said.spans(names.numbers(ids)):
            of: dict[str, list[Literal]] = {}
            for predicate, object in zip(by[start:end], said.values[start:end], strict=True):
                value = names.name(object) if object > 0 else self._literal(-object - 1)
                of.setdefault(predicates[predicate], []).append(value)
            found[names.name(number)] = {name: in_order(values) for name, values in of.items()}
        return found

    def _literal(self, place: int) -> Literal:
        return literal_value(self._literals[place], self._datatypes[self._datatype[place]])

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
