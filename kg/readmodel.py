"""The read model: the graph compiled into one immutable SQLite file, and the Graph seam over it.

It is a disposable cache of the N-Quads: the union of the named graphs without the quarantine. Which
source said what stays in the N-Quads. The same quads in any order give the same bytes, because every
number is a rank: nodes count from 1 in the order of their CURIEs, literals from -1 downwards in the
order of text and datatype. So an object's sign tells which of the two it is, and rows in the order
of their numbers are in the order of their names.
"""

import json
import sqlite3
import threading
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from oncotrace.kg import nquads
from oncotrace.kg.closure import closure, reach
from oncotrace.kg.errors import StoreError
from oncotrace.kg.graph import Literal, in_order
from oncotrace.kg.triples import QUARANTINE, RDF_TYPE, literal_value, node
from oncotrace.ontology.prefixes import curie

CLOSED = ("ot:broader", "ot:reviewedBroader")
"""Predicates whose closure is materialised."""

APPLICATION = 0x4F544152  # "OTAR": tells the file from other SQLite files
SCHEMA = 3

_TABLES = f"""
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {SCHEMA};
CREATE TABLE node (id INTEGER PRIMARY KEY, curie TEXT NOT NULL UNIQUE);
CREATE TABLE literal (id INTEGER PRIMARY KEY, text TEXT NOT NULL, datatype TEXT NOT NULL);
CREATE TABLE triple (
  s INTEGER NOT NULL, p INTEGER NOT NULL, o INTEGER NOT NULL, PRIMARY KEY (s, p, o)
) WITHOUT ROWID;
CREATE TABLE predicate (id INTEGER PRIMARY KEY, curie TEXT NOT NULL);
CREATE TABLE class (id INTEGER PRIMARY KEY, members INTEGER NOT NULL);
CREATE TABLE closure (
  p INTEGER NOT NULL, narrower INTEGER NOT NULL, broader INTEGER NOT NULL,
  PRIMARY KEY (p, narrower, broader)
) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX triple_pos ON triple (p, o, s);
CREATE INDEX closure_pbn ON closure (p, broader, narrower);
"""

Triples = list[tuple[int, int, int]]


# --- compile ----------------------------------------------------------------------------------


def compile(
    lines: Iterable[bytes], path: Path, extra: Callable[[sqlite3.Connection], None] | None = None
) -> None:
    """Write the read model of quads, as the lines that ``nquads.lines`` makes of them. ``extra`` adds tables
    of its own to the file.

    Raises StoreError for a blank node or an IRI without a prefix of ours, and where the file exists
    or cannot be written.
    """
    names, literals, triples = _numbered(lines)
    if path.exists():
        raise StoreError(f"{path} exists; a read model is never written over: choose another place")
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.executescript(_TABLES)
            connection.execute("BEGIN")
            _insert(connection, names, literals, triples)
            if extra is not None:
                extra(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(
            f"cannot write the read model {path}: {error}; free space there and build again"
        ) from error


def _numbered(lines: Iterable[bytes]) -> tuple[list[str], list[tuple[str, str]], Triples]:
    """CURIEs and (text, datatype) pairs in order, and the distinct triples over their ranks."""
    quarantine = str(node(QUARANTINE)).encode()
    seen: dict[bytes, int] = {}
    number_of = seen.setdefault
    found = [
        (number_of(s, len(seen)), number_of(p, len(seen)), number_of(o, len(seen)))
        for s, p, o, graph in map(nquads.split, lines)
        if graph != quarantine
    ]
    short = [_short(term) for term in seen]
    names = sorted(name for name in short if isinstance(name, str))
    literals = sorted({pair for pair in short if isinstance(pair, tuple)})
    rank: dict[str | tuple[str, str], int] = {name: number for number, name in enumerate(names, 1)}
    rank.update((pair, -number) for number, pair in enumerate(literals, 1))
    number = [rank[name] for name in short]
    # Distinct in the order of the lines, which is nearly that of the ranks: sorting them is then cheap.
    ranked = dict.fromkeys((number[s], number[p], number[o]) for s, p, o in found)
    return names, literals, sorted(ranked)


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


def _insert(
    connection: sqlite3.Connection, names: list[str], literals: list[tuple[str, str]], triples: Triples
) -> None:
    connection.executemany("INSERT INTO node VALUES (?, ?)", enumerate(names, 1))
    pairs = [(-number, *pair) for number, pair in enumerate(literals, 1)]
    connection.executemany("INSERT INTO literal VALUES (?, ?, ?)", reversed(pairs))
    connection.executemany("INSERT INTO triple VALUES (?, ?, ?)", triples)
    predicates = {p: names[p - 1] for p in sorted({p for _, p, _ in triples})}
    connection.executemany("INSERT INTO predicate VALUES (?, ?)", predicates.items())
    for predicate, name in predicates.items():
        if name in CLOSED:
            rows = _closure([(s, o) for s, p, o in triples if p == predicate])
            connection.executemany(f"INSERT INTO closure VALUES ({predicate}, ?, ?)", rows)
        if name == RDF_TYPE:
            sql = "INSERT INTO class SELECT o, count(*) FROM triple WHERE p = ? AND o > 0 GROUP BY o"
            connection.execute(sql, (predicate,))
    for statement in _INDEXES.strip().split("\n"):
        connection.execute(statement)


def _closure(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every (narrower, broader) pair that follows from these, in order."""
    edges: dict[int, list[int]] = defaultdict(list)
    for narrower, broader in pairs:
        edges[narrower].append(broader)
    for narrower in sorted(edges):
        for broader in sorted(reach(narrower, edges)):
            yield narrower, broader


# --- read -------------------------------------------------------------------------------------

_MAPPED = 2**40
"""Bytes of the file read through the page cache instead of copied: all; SQLite caps it itself."""

_OUT = """
SELECT a.curie, b.curie FROM json_each(:ids) AS wanted
CROSS JOIN node AS a ON a.curie = wanted.value
CROSS JOIN triple AS t ON t.s = a.id AND t.p = :p
CROSS JOIN node AS b ON b.id = t.o
ORDER BY a.id, b.id"""
_INTO = """
SELECT a.curie, b.curie FROM json_each(:ids) AS wanted
CROSS JOIN node AS a ON a.curie = wanted.value
CROSS JOIN triple AS t INDEXED BY triple_pos ON t.p = :p AND t.o = a.id
CROSS JOIN node AS b ON b.id = t.s
ORDER BY a.id, b.id"""
_UP = """
SELECT a.curie, b.curie FROM json_each(:ids) AS wanted
CROSS JOIN node AS a ON a.curie = wanted.value
CROSS JOIN closure AS c ON c.p = :p AND c.narrower = a.id
CROSS JOIN node AS b ON b.id = c.broader
ORDER BY a.id, b.id"""
_DOWN = """
SELECT a.curie, b.curie FROM json_each(:ids) AS wanted
CROSS JOIN node AS a ON a.curie = wanted.value
CROSS JOIN closure AS c INDEXED BY closure_pbn ON c.p = :p AND c.broader = a.id
CROSS JOIN node AS b ON b.id = c.narrower
ORDER BY a.id, b.id"""
_VALUES = """
SELECT a.curie, t.p, b.curie, l.text, l.datatype FROM json_each(:ids) AS wanted
CROSS JOIN node AS a ON a.curie = wanted.value
CROSS JOIN triple AS t ON t.s = a.id
LEFT JOIN node AS b ON b.id = t.o
LEFT JOIN literal AS l ON l.id = t.o"""


class ReadModel:
    """The graph of a read model. Threads may share it: each gets a connection of its own.

    Connections are closed by ``close``, else when nothing refers to the read model any more.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        weakref.finalize(self, _close, self._connections)
        self._check()
        self._predicates = dict(self._rows("SELECT id, curie FROM predicate"))
        self._number = {name: number for number, name in self._predicates.items()}

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; read only."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
            self._local.connection = connection
            self._connections.append(connection)
        return connection

    def close(self) -> None:
        """Close the connections of all threads."""
        _close(self._connections)

    def ids(self, kind: str) -> list[str]:
        sql = (
            "SELECT s.curie FROM node AS class CROSS JOIN triple AS t INDEXED BY triple_pos"
            " ON t.p = ? AND t.o = class.id CROSS JOIN node AS s ON s.id = t.s"
            " WHERE class.curie = ? ORDER BY s.id"
        )
        return [name for (name,) in self._rows(sql, (self._number.get(RDF_TYPE), f"ot:{kind}"))]

    def count(self, kind: str) -> int:
        sql = "SELECT members FROM node JOIN class USING (id) WHERE curie = ?"
        return next((members for (members,) in self._rows(sql, (f"ot:{kind}",))), 0)

    def out(self, ids: Iterable[str], predicate: str) -> dict[str, list[str]]:
        return self._walk(_OUT, ids, predicate)

    def into(self, ids: Iterable[str], predicate: str) -> dict[str, list[str]]:
        return self._walk(_INTO, ids, predicate)

    def within(
        self, ids: Iterable[str], predicate: str = "ot:broader", *, up: bool = False
    ) -> dict[str, list[str]]:
        if predicate not in CLOSED:
            return closure(ids, partial(self.out if up else self.into, predicate=predicate))
        starts = list(ids)
        found = self._walk(_UP if up else _DOWN, starts, predicate)
        return {start: [start, *found.get(start, ())] for start in starts}

    def values(self, ids: Iterable[str]) -> dict[str, Mapping[str, list[Literal]]]:
        found: dict[str, dict[str, list[Literal]]] = {}
        predicates = self._predicates
        for id, p, name, text, datatype in self._rows(_VALUES, {"ids": _array(ids)}):
            value = name if datatype is None else literal_value(text, datatype)
            found.setdefault(id, {}).setdefault(predicates[p], []).append(value)
        return {
            id: {predicate: in_order(values) for predicate, values in of.items()} for id, of in found.items()
        }

    def _walk(self, sql: str, ids: Iterable[str], predicate: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id, other in self._rows(sql, {"ids": _array(ids), "p": self._number.get(predicate)}):
            found[id].append(other)
        return dict(found)

    def _rows(self, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"cannot read {self._path}: {error}; verify the release or build it again"
            ) from error

    def _check(self) -> None:
        mark = (self._rows("PRAGMA application_id"), self._rows("PRAGMA user_version"))
        if mark != ([(APPLICATION,)], [(SCHEMA,)]):
            raise StoreError(f"{self._path} is no read model of version {SCHEMA}; build the release again")


def _close(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def _array(ids: Iterable[str]) -> str:
    return json.dumps(sorted(set(ids)))
