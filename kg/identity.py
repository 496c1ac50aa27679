"""One concept, one id: merge the records that several sources give for the same cancer or drug.

Two ids merge only where a cross-reference between them is one to one: an id that any source gives to
two of its concepts is nobody's (OncoTree's PACT and MCN share NCIT:C41247: it merges with neither), and
no concept gets two ids of one namespace. Of several, the one of the same name is meant (Mondo gives
Ewing sarcoma two codes of DOID, and one of these is called so). The curated core is believed first and
may settle such a case; the other sources follow in the order in which they come.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from oncotrace.kg.propositions import entity_id
from oncotrace.kg.records import Cancer, Drug, Gene, Record
from oncotrace.ontology.plain import dataclass, field, replace
from oncotrace.ontology.terms import SOLID

_NOT_SOLID = frozenset(("LYMPH", "MYELOID", ""))
_PREFERENCE = ("oid", "MONDO", "DOID", "ONCOTREE", "UNII", "NCIT", "MESH", "CHEBI")


def _namespace(id: str) -> str:
    return id.partition(":")[0]


@dataclass(slots=True)
class Groups:
    """Disjoint groups of ids, at most one id of a namespace in each."""

    _parent: dict[str, str] = field(default_factory=dict)
    _members: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def find(self, id: str) -> str:
        root = id
        while (up := self._parent.get(root, root)) != root:
            root = up
        self._parent[id] = root
        return root

    def members(self, id: str) -> list[str]:
        root = self.find(id)
        return sorted(self._members.get(root, {_namespace(root): root}).values())

    def union(self, a: str, b: str) -> bool:
        """Join the groups of two ids; refused where a namespace would occur twice."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        of_a = self._members.setdefault(a, {_namespace(a): a})
        of_b = self._members.setdefault(b, {_namespace(b): b})
        if of_a.keys() & of_b.keys():
            self.refused.append((a, b))
            return False
        of_a |= self._members.pop(b)
        self._parent[b] = a
        return True


def _one_to_one(links: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Cross-references of one source that are one to one within it."""
    out = Counter((id, _namespace(xref)) for id, xref in links)
    into = Counter(xref for _, xref in links)
    return {(id, xref) for id, xref in links if out[id, _namespace(xref)] == 1 and into[xref] == 1}


def _links(by_source: dict[str, list[Record]]) -> Iterator[tuple[str, str]]:
    """The cross-references of all sources that are one to one in every source that has them, or that
    join two concepts of one name."""
    links = {
        source: [
            (r.id, x)
            for r in records
            if isinstance(r, Cancer | Drug)
            for x in r.xrefs
            if _namespace(x) != _namespace(r.id)
        ]
        for source, records in by_source.items()
    }
    shared = {
        xref
        for source, of_one in links.items()
        for xref, count in Counter(x for _, x in of_one).items()
        if count > 1 and source != "core"
    }
    named = {
        r.id: r.label.casefold() for rs in by_source.values() for r in rs if isinstance(r, Cancer | Drug)
    }
    for source, of_one in links.items():
        alone = _one_to_one(of_one)
        for id, xref in of_one:
            fits = (id, xref) in alone and (source == "core" or xref not in shared)
            if fits or named[id] == named.get(xref):
                yield id, xref


@dataclass(slots=True)
class Merged:
    """Records by source under their merged ids, and what the merge did."""

    records: dict[str, list[Record]]
    canonical: dict[str, str]
    not_merged: list[tuple[str, str]]


def merge(by_source: dict[str, list[Record]]) -> Merged:
    """Give every entity of these sources (the preferred first) its one id.

    A concept's label and other single values come from the first source that has it; later labels
    become synonyms. Edges between two cancers of the core are the core's alone.
    """
    groups = Groups()
    for id, xref in _links(by_source):
        groups.union(id, xref)
    canonical = _choose(by_source, groups)
    curated = {
        canonical[r.id] for r in by_source.get("core", ()) if isinstance(r, Cancer)
    }
    seen: dict[str, Record] = {}
    merged: dict[str, list[Record]] = defaultdict(list)
    for source, records in by_source.items():
        for record in records:
            moved = _move(record, canonical, groups)
            if isinstance(moved, Cancer):
                moved = _edges(moved, curated, seen, source)
            merged[source].append(_defer(moved, seen.get(moved.id)))
            seen.setdefault(moved.id, moved)
    return Merged(dict(merged), canonical, groups.refused)


def _choose(by_source: dict[str, list[Record]], groups: Groups) -> dict[str, str]:
    """The merged id of every record id: the core's, else by the order of ``_PREFERENCE``."""
    trusted = {r.id for r in by_source.get("core", ())}
    canonical: dict[str, str] = {}
    for records in by_source.values():
        for record in records:
            if not isinstance(record, Cancer | Drug):
                canonical[record.id] = record.id
                continue
            members = groups.members(record.id)
            best = min(
                members, key=lambda m: (m not in trusted, _PREFERENCE.index(_namespace(m)), m)
            )
            if isinstance(record, Drug) and _namespace(best) != "oid":
                best = entity_id("drug", record.label.lower())
            canonical[record.id] = best
    return canonical


def _move(record: Record, canonical: dict[str, str], groups: Groups) -> Record:
    match record:
        case Cancer():
            here = canonical[record.id]
            return replace(
                record,
                id=here,
                xrefs=_xrefs(record, groups, here),
                broader=_renamed(record.broader, canonical, here),
                reviewed_broader=_renamed(record.reviewed_broader, canonical, here),
            )
        case Drug():
            here = canonical[record.id]
            return replace(record, id=here, xrefs=_xrefs(record, groups, here))
    return record


def _xrefs(record: Cancer | Drug, groups: Groups, here: str) -> tuple[str, ...]:
    """The other ids of the concept, and former ids that its own source gives (DOID:715 of DOID:5603)."""
    former = [x for x in record.xrefs if _namespace(x) == _namespace(record.id)]
    return tuple(dict.fromkeys(m for m in (*groups.members(record.id), *former) if m != here))


def _renamed(ids: Iterable[str], canonical: dict[str, str], here: str) -> tuple[str, ...]:
    return tuple(sorted({canonical[i] for i in ids if i in canonical} - {here}))


def _edges(cancer: Cancer, curated: set[str], seen: dict[str, Record], source: str) -> Cancer:
    """Keep one hierarchy: Mondo's edges, the core's overrides, and others only where none stands.

    Whether a cancer of the core is solid the core alone says: OncoTree files its "malignant tumor", which
    is cancer itself, under the brain, and by that edge leukaemias would be solid tumours.
    """
    if source == "core":
        return cancer
    broader = cancer.broader
    if source != "mondo" and cancer.id in seen:
        broader = ()
    elif cancer.id in curated:
        broader = tuple(b for b in broader if b not in curated)
    reviewed = cancer.reviewed_broader
    if source == "oncotree" and cancer.tissue not in _NOT_SOLID and cancer.id not in curated:
        broader, reviewed = (*broader, SOLID), (*reviewed, SOLID)
    return replace(cancer, broader=broader, reviewed_broader=reviewed)


def _defer(record: Record, preferred: Record | None) -> Record:
    """Leave single values to the record that came first; keep a differing name as a synonym."""
    if preferred is None:
        return record
    changes: dict[str, Any] = {}
    for f in fields(record):
        mine, theirs = getattr(record, f.name), getattr(preferred, f.name)
        if f.name != "id" and isinstance(mine, str) and theirs:
            changes[f.name] = ""
    if isinstance(record, Cancer | Drug) and record.label != getattr(preferred, "label", ""):
        changes["synonyms"] = (*record.synonyms, record.label)
    if isinstance(record, Gene) and record.symbol != getattr(preferred, "symbol", ""):
        changes["aliases"] = (*record.aliases, record.symbol)
    return replace(record, **changes)
