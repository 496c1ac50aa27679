"""Names: one recogniser for loaders, questions, trials and reports.

A name is looked up by its key, a normal form in which case, hyphens, Greek letters, British
spelling and plural make no difference. Nothing here guesses: ``gene``, ``cancer`` and ``drug`` give
an id only where one thing carries the name; ``near`` offers neighbours for a person to choose from.
"""

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from oncotrace.kg.arrays import Arrays, Writer
from oncotrace.kg.records import Biomarker, Cancer, Drug, Gene, Record
from oncotrace.kg.slips import exactly, mark, marks, marks_near
from oncotrace.ontology.expressions import expression
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
_PLURALS = ("cancers", "tumors", "omas", "neoplasms", "leukemias", "malignancies", "fusions", "mutations")
_PLURAL = expression(rf"s\b(?:{'|'.join(f'(?<={word})' for word in _PLURALS)})")
"""Looked for by its last letter: that takes a quarter of the time."""

_NOISE = expression(r"[^a-z0-9+]+")
_BIOLOGIC_SUFFIX = expression(r"-[a-z]{4}$")

FIELDS = ("id", "symbol", "curated", "label", "brand", "synonym", "xref", "previous", "alias")
"""How a name is carried, the strongest first. ``curated``: the core's own word for a cancer, so that
"bile duct cancer" means the same whatever other sources are loaded."""

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
    return _PLURAL.sub("", key)


class Name(NamedTuple):
    """A row of the index."""

    kind: str
    """Gene, Cancer, Drug or Biomarker."""
    field: str
    """One of ``FIELDS``."""
    id: str
    text: str
    key: str


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
                yield Name(kind, field, record.id, text, key)


class Names:
    """An index of names, in memory or in a file that is mapped into it. Threads may share it."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._entries, self._lengths = arrays.texts("entry"), arrays.numbers("length")
        self._known, self._slips = arrays.marked("known"), arrays.marked("slips")
        self.genes = _Genes(self)

    @classmethod
    def of(cls, records: Iterable[Record], curated: Iterable[Record] = ()) -> "Names":
        """The index of these records, in memory."""
        return cls(_index(all_names(records, curated)).arrays())

    @classmethod
    def exact(cls, names: Iterable[Name]) -> "Names":
        """An index of these, in memory, that loaders ask: for names as they are, not for ``within_one``."""
        return cls(_index(names, slips=False).arrays())

    @classmethod
    def at(cls, path: Path) -> "Names":
        """The index of a file. StoreError where it is none."""
        return cls(Arrays.at(path))

    def copy(self, path: Path) -> None:
        """Write the index into a new file, for other processes."""
        self._arrays.copy(path)

    def find(self, texts: Iterable[str]) -> dict[str, list[Name]]:
        """Names by text (exact after normalising), the strongest field first; absent where none."""
        return {text: names for text in texts if (names := self._named(normalise(text)))}

    def _named(self, key: str) -> list[Name]:
        """Names of a key."""
        for entry in self._entries.at(self._known.under(exactly(key))):
            found, *rows = entry.split(_LINE)
            if found == key:
                return [_name(row, key) for row in rows]
        return []

    def __iter__(self) -> Iterator[Name]:
        """All of them by key, those of a key from the strongest on."""
        for entry in self._entries.at(range(len(self._entries))):
            key, *rows = entry.split(_LINE)
            yield from (_name(row, key) for row in rows)

    def within_one(self, text: str, kinds: Collection[str] = _KINDS) -> list[Name]:
        """Names that a slip or none makes of a text, the nearest and strongest first, one a thing.

        A slip is a letter changed, lost or added, or two neighbours swapped. All of them are found, and
        only a few entries are read. Codes and gene aliases are left out, as in ``near``.
        """
        from rapidfuzz.distance import OSA  # a well spelled question does not come here

        key, wanted, distance = normalise(text), _codes_of(tuple(kinds)), OSA.distance
        near: list[str] = []
        for entry in self._entries.at(self._slips.under(marks_near(key))):
            found, _, rows = entry.partition(_LINE)
            slips = distance(key, found, score_cutoff=1)
            if slips <= 1:
                near += [f"{slips}{row}{_TAB}{found}" for row in rows.split(_LINE) if row[0] in wanted]
        best: dict[str, Name] = {}
        for row in sorted(near):
            code, id, text, found = row.split(_TAB)
            if id not in best:
                kind, field = _ROLES[code[1]]
                best[id] = Name(kind, field, id, text, found)
        return list(best.values())

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
                for name in self._named(found):
                    if name.kind == kind and (name.id not in best or score > best[name.id][0]):
                        best[name.id] = (score, name)
        ranked = sorted(
            best.values(), key=lambda pair: (-pair[0], FIELDS.index(pair[1].field), pair[1].id)
        )
        return [name for _, name in ranked[:limit]]

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, str]]:
        """Keys by kind, for near names. Codes and gene aliases are no words that people mistype."""
        by_kind: dict[str, dict[str, str]] = {}
        for name in self:
            if (name.kind, name.field) in _MISTYPED:
                by_kind.setdefault(name.kind, {})[name.key] = name.key
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
        entries = self._entries.at(self._known.under(exactly(id)))
        rows = (row for entry in entries for row in entry.split(_LINE)[1:])
        labels = [row for row in rows if _ROLES[row[0]][1] in _LABELS and row.split(_TAB)[1] == id]
        return min(labels).split(_TAB)[2] if labels else id

    def symbol(self, gene: str) -> str:
        return self.label(gene)

    def beginning(self, text: str, kinds: Iterable[str] = _KINDS, limit: int = 50) -> list[Name]:
        """Names that begin with a text, the shortest first, one a thing; codes and aliases left out."""
        key = normalise(text)
        if not key:
            return []
        wanted = set(kinds)
        best: dict[str, Name] = {}
        for place in sorted(self._places(key), key=self._lengths.__getitem__):
            if len(best) >= limit:
                break
            found, *rows = self._entries[place].split(_LINE)
            for name in (_name(row, found) for row in rows):
                if name.kind in wanted and name.field in _TYPED:
                    best.setdefault(name.id, name)
        return list(best.values())[:limit]

    def _places(self, beginning: str) -> range:
        """Where the keys stand that begin so."""
        entries, size = self._entries, len(beginning)

        def start(place: int) -> str:
            return entries[place][:size].partition(_LINE)[0]

        places = range(len(entries))
        first = bisect_left(places, beginning, key=start)
        return range(first, bisect_right(places, beginning, first, key=start))

    def labels(self, kind: str) -> list[tuple[str, str]]:
        """Id and label of everything of a kind, in the order of ids."""
        labels: dict[str, str] = {}
        for name in self:
            if name.field == "label" and name.kind == kind:
                labels.setdefault(name.id, name.text)
        return sorted(labels.items())


_LABELS = ("symbol", "label")
_TYPED = ("symbol", "curated", "label", "brand", "synonym")
"""Fields that people type: no codes, and no aliases."""

_MISTYPED = {("Gene", "symbol"), *((kind, field) for kind in _KINDS if kind != "Gene" for field in _TYPED)}
"""Kinds and fields that are looked for in spite of slips."""

_CODES = {
    role: chr(ord("A") + place)
    for place, role in enumerate((kind, field) for field in FIELDS for kind in sorted(_KINDS))
}
_ROLES = {code: role for role, code in _CODES.items()}
"""A letter for each kind and field, in the order of ``FIELDS``."""

_TAB, _LINE = "\t", "\n"
"""An entry is a key, then a line a name of it: the letter of its kind and field, its id, its text. So lines
in order are the strongest first, in a field by kind and id."""


def _row(name: Name) -> str:
    text = name.text.replace(_TAB, " ").replace(_LINE, " ")
    return _TAB.join((_CODES[name.kind, name.field], name.id, text))


def _name(row: str, key: str) -> Name:
    code, id, text = row.split(_TAB)
    return Name(*_ROLES[code], id, text, key)


@cache
def _codes_of(kinds: tuple[str, ...]) -> str:
    """The letters of what is looked for in spite of slips."""
    return "".join(code for role, code in _CODES.items() if role[0] in kinds and role in _MISTYPED)


_KEPT = 1 << 14
"""Answers that are kept of each kind."""


class _Genes:
    """What ``kg.biomarkers`` asks of genes. It asks the same of a few thousand again and again."""

    def __init__(self, names: Names) -> None:
        self.find = lru_cache(_KEPT)(names.gene)
        self.symbol = lru_cache(_KEPT)(names.label)
        self.fusion_end = lru_cache(_KEPT)(lambda gene: usual_end(self.symbol(gene)))


def all_names(records: Iterable[Record], curated: Iterable[Record] = ()) -> set[Name]:
    """Every name of these records, and of those of the core."""
    return {
        *chain.from_iterable(map(names_of, records)),
        *(name for record in curated for name in names_of(record, curated=True)),
    }


def write(names: Iterable[Name], path: Path) -> None:
    """Write the index of these names, in one order whatever theirs, into a new file. StoreError where it
    cannot be written."""
    _index(names).write(path)


def _index(names: Iterable[Name], *, slips: bool = True) -> Writer:
    by_key: dict[str, list[Name]] = {}
    for name in names:
        by_key.setdefault(name.key, []).append(name)
    keys = sorted(by_key)
    writer = Writer()
    writer.texts("entry", (_LINE.join([key, *sorted(map(_row, by_key[key]))]) for key in keys))
    writer.numbers("length", array("I", map(len, keys)))
    writer.marked("known", _known(keys, by_key))
    writer.marked("slips", _slips(keys, by_key) if slips else ())
    return writer


def _known(keys: list[str], by_key: dict[str, list[Name]]) -> Iterator[tuple[int, int]]:
    """Places by what is looked up exactly: keys, and the ids of what has a label."""
    for place, key in enumerate(keys):
        yield mark(key), place
        yield from ((mark(name.id), place) for name in by_key[key] if name.field in _LABELS)


def _slips(keys: list[str], by_key: dict[str, list[Name]]) -> Iterator[tuple[int, int]]:
    for place, key in enumerate(keys):
        if any((name.kind, name.field) in _MISTYPED for name in by_key[key]):
            yield from ((found, place) for found in marks(key))
