"""Compiling the read model: sorted N-Quads in, the arrays of ``kg.readmodel`` out."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from oncotrace.kg import nquads
from oncotrace.kg.arrays import Writer
from oncotrace.kg.closure import reach
from oncotrace.kg.errors import StoreError
from oncotrace.kg.readmodel import CLOSED
from oncotrace.kg.shape import QUARANTINE
from oncotrace.kg.triples import node
from oncotrace.ontology.prefixes import curie


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
