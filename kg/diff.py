"""What changed between two graphs, by a sorted merge of their N-Quads.

Both files are read once, side by side, a subject at a time, so that memory holds two subjects and no
more. A change is of one record in one named graph: what a source said before and says now.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse

from oncotrace.kg.errors import StoreError
from oncotrace.kg.graph import Literal, in_order
from oncotrace.kg.records import ApprovalEvent, Coverage, Quarantined, Record, Statement
from oncotrace.kg.shape import RDF_TYPE, fields_of
from oncotrace.kg.triples import node, python_value
from oncotrace.ontology.prefixes import curie

TOLD = (Statement, ApprovalEvent, Coverage, Quarantined)
"""Classes whose changes are told one by one: what may carry a sentence, or kept it out. Entities are
counted."""


@dataclass(slots=True, frozen=True)
class FieldChange:
    field: str
    old: Any
    new: Any


@dataclass(slots=True, frozen=True)
class Change:
    id: str
    kind: str
    """The class of the record."""
    graph: str
    """The source without its prefix: ``civic``, ``core``, ``quarantine``."""
    what: str
    """``added``, ``removed`` or ``changed``."""
    fields: tuple[FieldChange, ...] = ()
    """Of a changed record: each field that differs, by name; None where it had none."""


@dataclass(slots=True)
class Difference:
    """Changes of statements one by one, and of all records as counts."""

    statements: list[Change] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(source, class, what) to the number of records."""


def difference(old: Path, new: Path) -> Difference:
    """The difference of two N-Quads files. Memory grows with the statements that differ only."""
    found = Difference()
    told = {kind.__name__ for kind in _subclasses(TOLD)}
    for change in changes(old, new):
        found.counts[change.graph, change.kind, change.what] += 1
        if change.kind in told:
            found.statements.append(change)
    found.statements.sort(key=lambda c: (c.graph, c.kind, c.id, c.what))
    return found


def changes(old: Path, new: Path) -> Iterator[Change]:
    """Every record that is in one file only or differs, in the order of the files.

    StoreError where a file is not sorted, not N-Quads or cannot be read.
    """
    for before, after in _side_by_side(_subjects(old), _subjects(new)):
        if not before or not after:  # all of it is new or gone: its classes tell enough
            yield from _of_subject(_said(_types(before)), _said(_types(after)))
        elif before != after:
            yield from _of_subject(_said(before), _said(after))


def _subclasses(kinds: tuple[type[Record], ...]) -> Iterator[type[Record]]:
    for kind in kinds:
        yield kind
        yield from _subclasses(tuple(kind.__subclasses__()))


# --- the merge --------------------------------------------------------------------------------

Subject = tuple[bytes, list[bytes]]


def _subjects(path: Path) -> Iterator[Subject]:
    """The lines of each subject. They stand together, because the file is sorted by its bytes."""
    last = b""
    try:
        with path.open("rb") as file:
            for subject, lines in groupby(file, key=lambda line: line[: line.find(b" ") + 1]):
                if subject <= last:
                    raise StoreError(f"{path} is not sorted at {subject!r}; build the release again")
                last = subject
                yield subject, list(lines)
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}; build the release again") from error


def _side_by_side(
    old: Iterator[Subject], new: Iterator[Subject]
) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """The lines of each subject in both files; none where one of them has it not."""
    before, after = next(old, None), next(new, None)
    while before or after:
        if after is None or (before and before[0] < after[0]):
            assert before is not None
            yield before[1], []
            before = next(old, None)
        elif before is None or after[0] < before[0]:
            yield [], after[1]
            after = next(new, None)
        else:
            yield before[1], after[1]
            before, after = next(old, None), next(new, None)


# --- a subject --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Said:
    """What a named graph says of a subject. It may be part of a record: several sources tell of one drug."""

    id: str
    kind: str
    fields: dict[str, Any]


_TYPE = f" {node(RDF_TYPE)} ".encode()


def _types(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if _TYPE in line]


def _said(lines: list[bytes]) -> dict[str, _Said]:
    """What each named graph says of the subject of these lines."""
    values: dict[str, dict[str, list[Literal]]] = {}
    id = ""
    for quad in _parsed(lines):
        id = curie(quad.subject.value)  # type: ignore[union-attr]
        of_graph = values.setdefault(curie(quad.graph_name.value), {})  # type: ignore[union-attr]
        of_graph.setdefault(curie(quad.predicate.value), []).append(python_value(quad.object))  # type: ignore[arg-type]
    return {graph: _as_fields(id, of) for graph, of in values.items()}


def _as_fields(id: str, values: dict[str, list[Literal]]) -> _Said:
    """Fields by name, a list where the record may hold many; a predicate that is no field keeps its name."""
    kind = str(values.pop(RDF_TYPE, [""])[0]).removeprefix("ot:")
    names = fields_of(kind)
    said = _Said(id, kind, {})
    for predicate, found in sorted(values.items()):
        name, many = names.get(predicate, (predicate, True))
        said.fields[name] = in_order(found) if many else found[0]
    return said


def _parsed(lines: list[bytes]) -> Iterator[Quad]:
    try:
        yield from parse(b"".join(lines), RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise StoreError(f"no N-Quads: {lines[0][:120].decode('utf-8', 'replace')} ({error})") from error


def _of_subject(before: dict[str, _Said], after: dict[str, _Said]) -> Iterator[Change]:
    for graph in sorted(before.keys() | after.keys()):
        old, new = before.get(graph), after.get(graph)
        source = graph.removeprefix("graph:")
        same_kind = old is not None and new is not None and old.kind == new.kind
        if old is not None and not same_kind:
            yield Change(old.id, old.kind, source, "removed")
        if new is not None and not same_kind:
            yield Change(new.id, new.kind, source, "added")
        if old is not None and new is not None and same_kind and old.fields != new.fields:
            yield Change(new.id, new.kind, source, "changed", _differing(old.fields, new.fields))


def _differing(old: dict[str, Any], new: dict[str, Any]) -> tuple[FieldChange, ...]:
    names = sorted(old.keys() | new.keys())
    return tuple(
        FieldChange(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
    )
