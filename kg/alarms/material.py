"""What the checks read: the folder of a release, its graph and its build report, each read once."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import RdfFormat, parse

from oncotrace.kg.graph import Graph, in_order
from oncotrace.kg.names import Names
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    Cancer,
    Document,
    Drug,
    Evidence,
    Gene,
    Indication,
    PrevalenceObservation,
    Proposition,
    Quarantined,
    Record,
    Regimen,
    Source,
    Statement,
)
from oncotrace.kg.records import CirculatingFigure as Circulating
from oncotrace.kg.records import Finding as Found
from oncotrace.kg.release import NQUADS, REPORT
from oncotrace.kg.shape import QUARANTINE, decode
from oncotrace.kg.triples import node, python_value
from oncotrace.ontology.prefixes import curie

R = TypeVar("R", bound=Record)

STATEMENTS: tuple[type[Statement], ...] = (Evidence, Indication, PrevalenceObservation, Found, Circulating)


@dataclass
class Material:
    folder: Path
    """The release, or the draft of one."""
    created: str
    """The ISO day or time that the release carries."""
    graph: Graph
    names: Names

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.graph)

    def all(self, kind: type[R]) -> list[R]:
        """Every record of a class, by id."""
        return self.reader.get(self.graph.ids(kind.__name__), kind)

    @cached_property
    def statements(self) -> list[Statement]:
        return [s for kind in STATEMENTS for s in self.all(kind)]

    @cached_property
    def propositions(self) -> dict[str, Proposition]:
        return {p.id: p for p in self.all(Proposition)}

    @cached_property
    def report(self) -> Mapping[str, Any]:
        """The build report as JSON data."""
        report: dict[str, Any] = json.loads((self.folder / REPORT).read_text("utf-8"))
        return report

    @cached_property
    def quarantined(self) -> list[Quarantined]:
        """The rows in quarantine, which no graph holds, by id."""
        ending = f" {node(QUARANTINE)} .\n".encode()
        with (self.folder / NQUADS).open("rb") as file:
            lines = b"".join(line for line in file if line.endswith(ending))
        values: dict[str, dict[str, list[Any]]] = {}
        for quad in parse(lines, RdfFormat.N_QUADS):
            about = values.setdefault(curie(quad.subject.value), {})
            about.setdefault(curie(quad.predicate.value), []).append(python_value(quad.object))
        return [q for id, of in sorted(values.items()) if isinstance(q := _decoded(id, of), Quarantined)]

    def documents(self, ids: Iterable[str]) -> list[Document]:
        return self.reader.get(sorted(set(ids)), Document)

    def events(self, indication: Indication) -> list[ApprovalEvent]:
        """The events of an indication, the oldest first."""
        return sorted(self.reader.get(indication.events, ApprovalEvent), key=lambda e: (e.date, e.kind))

    def drugs(self, therapy: str) -> frozenset[str]:
        """The drugs of a therapy; a sequence or a choice may hold whole combinations."""
        regimen = self.reader.one(therapy, Regimen)
        if regimen is None:
            return frozenset((therapy,) if therapy else ())
        return frozenset(d for part in regimen.drugs for d in self.drugs(part))

    def label(self, id: str) -> str:
        """The name of an entity, its id where it has none."""
        record = self.reader.one(id, Record)
        name = getattr(record, "label", "") or getattr(record, "symbol", "") or getattr(record, "title", "")
        return str(name or id)

    def about(self, statement: Statement) -> str:
        """What a statement is about, in a line: biomarker, therapy, cancer, and whose it is."""
        proposition = self.propositions.get(statement.proposition)
        ids = (proposition.biomarker, proposition.therapy, proposition.cancer) if proposition else ()
        parts = [self.label(id) for id in ids if id] or [statement.proposition]
        source = statement.source.removeprefix("oid:source-")
        return f"{', '.join(parts)} ({statement.locator or source})"

    def genes(self, biomarker: str) -> frozenset[str]:
        """The genes of a biomarker and of its members."""
        record = self.reader.one(biomarker, Biomarker)
        if record is None:
            return frozenset()
        return frozenset(record.genes).union(*(self.genes(member) for member in record.members))

    def fetch(self) -> None:
        """Read in batches what the checks will ask for one by one."""
        for kind in (Proposition, Biomarker, Drug, Regimen, Cancer, Document, ApprovalEvent, Source):
            self.all(kind)
        used = {g for b in self.all(Biomarker) for g in b.genes}
        self.reader.get(sorted(used), Gene)

    def walk_events(self) -> Iterator[tuple[Indication, list[ApprovalEvent]]]:
        """Every indication with its events."""
        for indication in self.all(Indication):
            yield indication, self.events(indication)


def _decoded(id: str, values: Mapping[str, list[Any]]) -> Record:
    return decode(id, {name: in_order(found) for name, found in values.items()})
