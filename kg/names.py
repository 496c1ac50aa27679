"""Names: one recogniser for loaders, questions, trials and reports.

A name is looked up by its key, a normal form in which case, hyphens, Greek letters, British
spelling and plural make no difference. Nothing here guesses: ``gene``, ``cancer`` and ``drug`` give
an id only where one thing carries the name; ``near`` offers neighbours for a person to choose from.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from oncotrace.kg.records import Biomarker, Cancer, Drug, Gene, Record
from oncotrace.ontology.fusions import usual_end

_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa"}
_SPELLING = (
    ("tumour", "tumor"),
    ("leukaemi", "leukemi"),
    ("oesophag", "esophag"),
    ("haem", "hem"),
    ("anaem", "anem"),
    ("paediatr", "pediatr"),
    ("gynaecolog", "gynecolog"),
    ("oestrogen", "estrogen"),
)
_PLURAL = re.compile(r"(cancer|tumor|oma|neoplasm|leukemia|malignancie|fusion|mutation)s\b")
_NOISE = re.compile(r"[^a-z0-9+]+")
_BIOLOGIC_SUFFIX = re.compile(r"-[a-z]{4}$")

FIELDS = ("id", "symbol", "curated", "label", "brand", "synonym", "xref", "previous", "alias")
"""How a name is carried, the strongest first. ``curated``: the core's own word for a cancer, so that
"bile duct cancer" means the same whatever other sources are loaded."""

_STRENGTH = {field: rank for rank, field in enumerate(FIELDS)}

_MAPPED = 2**40
"""Bytes of a file that are read through the page cache instead of copied: all; SQLite caps it itself."""

_KINDS = ("Gene", "Cancer", "Drug", "Biomarker")


def normalise(text: str) -> str:
    """The key of a name: ``Non-Small-Cell Lung Tumours`` -> ``non small cell lung tumor``."""
    if text.isascii():
        key = text.lower()
    else:
        key = unicodedata.normalize("NFKC", text).casefold()
        for letter, word in _GREEK.items():
            key = key.replace(letter, word)
    for british, american in _SPELLING:
        key = key.replace(british, american)
    key = _NOISE.sub(" ", key).strip()
    return _PLURAL.sub(r"\1", key)


class Name(NamedTuple):
    """A row of the index."""

    key: str
    text: str
    kind: str
    """Gene, Cancer, Drug or Biomarker."""
    id: str
    field: str
    """One of ``FIELDS``."""


def names_of(record: Record, *, curated: bool = False) -> Iterator[Name]:
    """Every name that a record carries; ``curated`` where the record is the core's."""
    kind = type(record).__name__
    match record:
        case Gene():
            texts = {
                "symbol": (record.symbol,),
                "label": (record.name,),
                "previous": record.previous_symbols,
                "alias": record.aliases,
            }
        case Cancer():
            codes = [x.partition(":")[2] for x in (record.id, *record.xrefs) if x.startswith("ONCOTREE:")]
            texts = {
                "label": (record.label,),
                "curated" if curated else "synonym": (*record.synonyms, record.plain),
                "xref": (*record.xrefs, *codes),
            }
        case Drug():
            texts = {
                "label": (record.label,),
                "brand": record.brands,
                "synonym": record.synonyms,
                "xref": record.xrefs,
            }
        case Biomarker():
            texts = {"label": (record.label,), "synonym": record.synonyms, "xref": record.xrefs}
        case _:
            return
    for field, values in {"id": (record.id,), **texts}.items():
        for text in values:
            if key := normalise(text):
                yield Name(key, text, kind, record.id, field)


class Names:
    """An index of names in an SQLite database, in a file or in memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.genes = _Genes(self)

    @classmethod
    def of(cls, records: Iterable[Record], curated: Iterable[Record] = ()) -> "Names":
        """The index of these records, in memory."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        write(connection, records, curated)
        return cls(connection)

    @classmethod
    def exact(cls, names: Iterable[Name]) -> "Names":
        """An index of these, in memory, that loaders ask: for names as they are, not for ``within_one``."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        _write_table(connection, sorted(names))
        return cls(connection)

    @classmethod
    def at(cls, path: Path) -> "Names":
        """The index of a file that nobody writes any more. Threads may share it."""
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        return cls(connection)

    def copy(self, path: Path) -> None:
        """Write the index into a new file, for other processes."""
        self._connection.commit()
        self._connection.execute("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Close its connection."""
        self._connection.close()

    def find(self, texts: Iterable[str]) -> dict[str, list[Name]]:
        """Names by text (exact after normalising), the strongest field first; absent where none."""
        by_key: dict[str, list[str]] = {}
        for text in texts:
            by_key.setdefault(normalise(text), []).append(text)
        found: dict[str, list[Name]] = {}
        for name in self._rows(list(by_key)):
            for text in by_key[name.key]:
                found.setdefault(text, []).append(name)
        for names in found.values():
            names.sort(key=lambda n: (FIELDS.index(n.field), n.kind, n.id))
        return found

    def _rows(self, keys: list[str]) -> Iterator[Name]:
        for start in range(0, len(keys), 500):
            chunk = keys[start : start + 500]
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT key, text, kind, id, field FROM names WHERE key IN ({marks})"
            yield from (Name(*row) for row in self._connection.execute(sql, chunk))

    def within_one(self, text: str, kinds: Collection[str] = _KINDS) -> list[Name]:
        """Names that a slip or none makes of a text, the nearest and strongest first, one a thing.

        A slip is a letter changed, lost or added, or two neighbours swapped. All of them are found, and
        only a few rows are read. Codes and gene aliases are left out, as in ``near``.
        """
        from rapidfuzz.distance import OSA  # a well spelled question does not come here

        key = normalise(text)
        marks = tuple(_marks_near(key))
        slips: dict[str, int] = {}
        best: dict[str, tuple[int, str, str, Name]] = {}
        for row in set(self._connection.execute(_marked(len(marks)), marks)):
            found, _, kind, id, field = row
            if found not in slips:
                slips[found] = OSA.distance(key, found, score_cutoff=1)
            if slips[found] <= 1 and kind in kinds:
                rank = (slips[found] * len(FIELDS) + _STRENGTH[field], kind, id, row)
                if id not in best or rank < best[id]:
                    best[id] = rank
        return [Name._make(row) for *_, row in sorted(best.values())]

    def near(self, text: str, kinds: Iterable[str] = _KINDS, limit: int = 5) -> list[Name]:
        """Names alike in spelling, the nearest first, one a thing; empty where none is near.

        Likeness is rapidfuzz's ratio over keys of at least 75 (of 100), a bound below which
        offered names read as unrelated.
        """
        from rapidfuzz import fuzz, process

        key = normalise(text)
        best: dict[str, tuple[float, Name]] = {}
        for kind in kinds:
            candidates = self._by_kind.get(kind, {})
            for found, score, _ in process.extract(
                key, candidates, scorer=fuzz.ratio, limit=4 * limit, score_cutoff=75
            ):
                for name in candidates_names(self._connection, found, kind):
                    if name.id not in best or score > best[name.id][0]:
                        best[name.id] = (score, name)
        ranked = sorted(
            best.values(), key=lambda pair: (-pair[0], FIELDS.index(pair[1].field), pair[1].id)
        )
        return [name for _, name in ranked[:limit]]

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, str]]:
        """Keys by kind, for near names. Codes and gene aliases are no words that people mistype."""
        by_kind: dict[str, dict[str, str]] = {}
        for kind, key, field in self._connection.execute("SELECT DISTINCT kind, key, field FROM names"):
            if _mistyped(kind, field):
                by_kind.setdefault(kind, {})[key] = key
        return by_kind

    def _only(self, text: str, kind: str) -> str | None:
        """The one thing that carries this name in its strongest field; None where none or several."""
        names = [n for n in self.find([text]).get(text, ()) if n.kind == kind]
        if not names:
            return None
        strongest = {n.id for n in names if n.field == names[0].field}
        return strongest.pop() if len(strongest) == 1 else None

    def gene(self, text: str) -> str | None:
        return self._only(text, "Gene")

    def cancer(self, text: str) -> str | None:
        return self._only(text, "Cancer")

    def drug(self, text: str) -> str | None:
        """The drug of a name, brand or code; a biologic also without its four-letter suffix."""
        return self._only(text, "Drug") or self._only(_BIOLOGIC_SUFFIX.sub("", text), "Drug")

    def label(self, id: str) -> str:
        """The symbol or label of an id; the id itself where it has none."""
        sql = "SELECT text FROM names WHERE id = ? AND field IN ('symbol', 'label') ORDER BY field DESC"
        row = self._connection.execute(sql, (id,)).fetchone()
        return str(row[0]) if row else id

    def symbol(self, gene: str) -> str:
        return self.label(gene)

    def beginning(self, text: str, kinds: Iterable[str] = _KINDS, limit: int = 50) -> list[Name]:
        """Names that begin with a text, the shortest first, one a thing; codes and aliases left out."""
        key = normalise(text)
        if not key:
            return []
        wanted = list(kinds)
        marks = ",".join("?" * len(wanted))
        sql = (
            "SELECT key, text, kind, id, field FROM names WHERE key >= ? AND key < ?"
            f" AND kind IN ({marks}) AND field IN ('label', 'symbol', 'brand', 'synonym', 'curated')"
            " ORDER BY length(key), key, id LIMIT ?"
        )
        rows = self._connection.execute(sql, (key, f"{key}\U0010ffff", *wanted, 4 * limit))
        best: dict[str, Name] = {}
        for row in rows:
            best.setdefault(row[3], Name(*row))
        return list(best.values())[:limit]

    def labels(self, kind: str) -> list[tuple[str, str]]:
        """Id and label of everything of a kind, in the order of ids."""
        sql = "SELECT id, min(text) FROM names WHERE kind = ? AND field = 'label' GROUP BY id ORDER BY id"
        return [(id, text) for id, text in self._connection.execute(sql, (kind,))]


def candidates_names(connection: sqlite3.Connection, key: str, kind: str) -> list[Name]:
    sql = "SELECT key, text, kind, id, field FROM names WHERE key = ? AND kind = ?"
    return [Name(*row) for row in connection.execute(sql, (key, kind))]


def _mistyped(kind: str, field: str) -> bool:
    """Whether people type such names: no codes, and of genes only symbols."""
    return field == "symbol" if kind == "Gene" else field in ("label", "brand", "synonym", "curated")


_BITS = 31
_LAST = (1 << _BITS) - 1
"""A row of the table ``slips`` is one number: a mark, then in so many bits the number of a name."""

@cache
def _marked(count: int) -> str:
    """The query for the names that stand under so many marks."""
    # VALUES, because IN would sort them into a table first, which takes as long as the lookups.
    return (
        f"WITH wanted (mark) AS (VALUES {','.join(['(?)'] * count)})"
        " SELECT key, text, kind, id, field FROM wanted"
        f" CROSS JOIN slips ON slips.pair BETWEEN mark << {_BITS} AND (mark << {_BITS}) + {_LAST}"
        f" CROSS JOIN names ON names.rowid = slips.pair & {_LAST}"
    )


_SHORT = 12
"""Letters. Up to here a key is marked by all keys that lack one letter of it; beyond, by its halves, which
are then distinctive enough: two rows instead of one a letter."""


def _marks(key: str) -> set[int]:
    """The numbers under which a key stands in the table ``slips``: two keys a slip apart share one."""
    if len(key) <= _SHORT:
        return {_mark(key), *_lacking_one(key)}
    return {_mark(half) for half in _halves(key, len(key))}


def _marks_near(key: str) -> set[int]:
    """The numbers under which stand all keys that a slip could have made this one of."""
    marks = set()
    if len(key) <= _SHORT + 1:
        marks = {_mark(key), *_lacking_one(key)}
    for length in range(max(_SHORT + 1, len(key) - 1), len(key) + 2):
        marks.update(_mark(half) for half in _halves(key, length))
    if len(key) > _SHORT:
        middle = len(key) // 2  # where a swap touches both halves
        swapped = key[: middle - 1] + key[middle] + key[middle - 1] + key[middle + 1 :]
        marks.add(_mark(_halves(swapped, len(key))[0]))
    return marks


def _lacking_one(key: str) -> Iterator[int]:
    return (_mark(key[:i] + key[i + 1 :]) for i in range(len(key)))


def _halves(key: str, length: int) -> tuple[str, str]:
    """The beginning and the end that this key shares with one of a length, where a slip leaves them alone."""
    middle = length // 2
    return f"{length}<{key[:middle]}", f"{length}>{key[len(key) - (length - middle) :]}"


def _mark(text: str) -> int:
    return crc32(text.encode())


_KEPT = 1 << 14
"""Answers that are kept of each kind."""


class _Genes:
    """What ``kg.biomarkers`` asks of genes. It asks the same of a few thousand again and again."""

    def __init__(self, names: Names) -> None:
        self.find = lru_cache(_KEPT)(names.gene)
        self.symbol = lru_cache(_KEPT)(names.label)
        self.fusion_end = lru_cache(_KEPT)(lambda gene: usual_end(self.symbol(gene)))


def write(
    connection: sqlite3.Connection, records: Iterable[Record], curated: Iterable[Record] = ()
) -> None:
    """Write the names of these records, in one order whatever the order of the records.

    ``curated`` are those of the core: they may stand among the records too.
    """
    write_names(connection, all_names(records, curated))


def all_names(records: Iterable[Record], curated: Iterable[Record] = ()) -> set[Name]:
    """Every name of these records, and of those of the core."""
    return {
        *chain.from_iterable(map(names_of, records)),
        *(name for record in curated for name in names_of(record, curated=True)),
    }


def write_names(connection: sqlite3.Connection, names: Iterable[Name]) -> None:
    """Write these names, in one order whatever theirs."""
    ordered = sorted(names)
    _write_table(connection, ordered)
    typed = ((n, name.key) for n, name in enumerate(ordered, 1) if _mistyped(name.kind, name.field))
    pairs = sorted(mark << _BITS | n for n, key in typed for mark in _marks(key))
    connection.execute("CREATE TABLE slips (pair INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO slips VALUES (?)", ((pair,) for pair in pairs))


def _write_table(connection: sqlite3.Connection, names: list[Name]) -> None:
    connection.execute(
        "CREATE TABLE names (key TEXT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,"
        " id TEXT NOT NULL, field TEXT NOT NULL)"
    )
    connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", names)
    connection.execute("CREATE INDEX names_key ON names (key)")
    connection.execute("CREATE INDEX names_id ON names (id, field)")
