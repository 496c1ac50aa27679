"""Small graphs made by hand: a few genes, cancers and drugs, and what is said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from oncotrace.kg.biomarkers import read
from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.propositions import propose, regimen, slug
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    Cancer,
    Document,
    Drug,
    Evidence,
    Finding,
    Gene,
    Indication,
    Record,
)
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import encode_all
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.evidence import EvidenceFound, evidence
from oncotrace.queries.scope import biomarker_scope, cancer_scope
from oncotrace.queries.therapies import Asked, Option, options, options_of_drug

DAY = "2026-11-24"
SYMBOLS = ("ROS1", "CD74", "NTRK1", "NTRK2", "NTRK3", "BRCA1", "BRCA2", "PIK3CA", "KRAS", "SLC4A4")
GENES = Names.of(
    Gene(id=f"HGNC:{number}", symbol=symbol, fusion_end="3prime" if symbol == "ROS1" else "")
    for number, symbol in enumerate(SYMBOLS, 1)
).genes


@dataclass(slots=True)
class World:
    """Records that are added one by one; ``graph`` holds all that were added so far."""

    records: dict[str, Record] = field(default_factory=dict)

    def add(self, *records: Record) -> None:
        for record in records:
            self.records[record.id] = record

    def biomarker(self, label: str) -> Biomarker:
        """The biomarker of a label, added with its members and all that it is a kind of."""
        reading = read(label, GENES)
        for one in reading:
            self.records.setdefault(one.id, one)
        return reading[0]

    def cancer(self, id: str, *broader: str, reviewed: bool = True) -> str:
        """A cancer below others, along reviewed edges or not. Called again, it gets further edges."""
        old = self.records.get(id)
        of = old if isinstance(old, Cancer) else Cancer(id=id, label=id.partition(":")[2])
        of.broader += broader
        of.reviewed_broader += broader if reviewed else ()
        self.add(of)
        return id

    def drug(self, label: str) -> str:
        drug = Drug(id=f"oid:drug-{slug(label)}", label=label)
        self.add(drug)
        return drug.id

    def therapy(self, label: str) -> str:
        """A drug, or a combination where the label joins several by `` + ``."""
        names = label.split(" + ")
        drugs = [(self.drug(name), name) for name in names]
        if len(drugs) == 1:
            return drugs[0][0]
        both = regimen("combination", drugs)
        self.add(both)
        return both.id

    def approval(
        self,
        therapy: str,
        biomarker: str,
        cancer: str,
        *,
        agency: str = "FDA",
        events: Sequence[tuple[str, str]] = (("regular", "2020-01-01"),),
        source: str = "core",
        **fields: Any,
    ) -> str:
        """An indication with its dated events; its id."""
        proposition = propose("treatment_response", self._id(biomarker), self.therapy(therapy), cancer)
        stem = slug(f"{therapy} {biomarker} {cancer} {agency}")
        made = [ApprovalEvent(id=f"oid:ev-{source}-{stem}-{d}", kind=kind, date=d) for kind, d in events]
        indication = Indication(
            id=f"oid:st-{source}-{stem}",
            proposition=proposition.id,
            source=f"oid:source-{source}",
            agency=agency,
            events=tuple(e.id for e in made),
            entered=DAY,
            **fields,
        )
        self.add(proposition, *made, indication)
        return indication.id

    def evidence(
        self,
        id: str,
        therapy: str,
        biomarker: str,
        cancer: str,
        significance: str = "sensitivity",
        *,
        document: str = "PMID:1",
        published: str = "2013",
        level: str = "civic:B",
        **fields: Any,
    ) -> str:
        """A row of evidence with its document; its id."""
        proposition = propose("treatment_response", self._id(biomarker), self.therapy(therapy), cancer)
        item = Evidence(
            id=f"oid:st-civic-{id}",
            proposition=proposition.id,
            source="oid:source-civic",
            significance=significance,
            levels=(level,),
            documents=(document,),
            entered=DAY,
            **fields,
        )
        self.add(proposition, Document(id=document, kind="article", published=published), item)
        return item.id

    def finding(self, id: str, biomarker: str, cancer: str, topic: str = "clinical_activity") -> str:
        proposition = propose("treatment_response", self._id(biomarker), "", cancer)
        made = Finding(
            id=f"oid:st-core-{id}",
            proposition=proposition.id,
            source="oid:source-core",
            topic=topic,
            summary="It was seen.",
            entered="2020-01-01",
        )
        self.add(proposition, made)
        return made.id

    def graph(self) -> Graph:
        store = OxigraphStore(None)
        store.load(encode_all(self.records.values(), "graph:core"))
        return StoreGraph(store)

    def reader(self, labels: Iterable[str] = ()) -> tuple[Reader, Asked]:
        return self._seen(labels, "", DAY)

    def options(self, labels: Iterable[str], cancer: str, day: str = DAY) -> dict[str, Option]:
        """What is approved, seen from these alterations in this cancer, by the id of the indication."""
        reader, asked = self._seen(labels, cancer, day)
        return {o.indication.id: o for o in options(reader, asked)}

    def options_of(self, drug: str, labels: Iterable[str], cancer: str, day: str = DAY) -> list[Option]:
        reader, asked = self._seen(labels, cancer, day)
        return options_of_drug(reader, asked, f"oid:drug-{slug(drug)}")

    def evidence_for(self, labels: Iterable[str], cancer: str, day: str = DAY) -> EvidenceFound:
        reader, asked = self._seen(labels, cancer, day)
        return evidence(reader, asked.biomarker, asked.cancer, day)

    def _seen(self, labels: Iterable[str], cancer: str, day: str) -> tuple[Reader, Asked]:
        readings = [read(label, GENES) for label in labels]
        graph = self.graph()
        reader = Reader(graph)
        reader.know(one for reading in readings for one in reading)
        scope = biomarker_scope(reader, [reading[0] for reading in readings])
        return reader, Asked(biomarker=scope, cancer=cancer_scope(graph, cancer), as_of=day)

    def _id(self, label: str) -> str:
        return self.biomarker(label).id if label else ""


def cancers() -> World:
    """Pancreas and lung below any solid tumour, a leukaemia that is no solid tumour.

    Acinar carcinoma hangs below pancreatic adenocarcinoma by an edge that nobody reviewed.
    """
    world = World()
    world.cancer("oid:cancer-any")
    world.cancer(SOLID, "oid:cancer-any")
    world.cancer("oid:cancer-pancreas", SOLID)
    world.cancer("oid:cancer-paad", "oid:cancer-pancreas")
    world.cancer("oid:cancer-pdac", "oid:cancer-paad")
    world.cancer("oid:cancer-acinar", "oid:cancer-paad", reviewed=False)
    world.cancer("oid:cancer-nsclc", SOLID)
    world.cancer("oid:cancer-luad", "oid:cancer-nsclc")
    world.cancer("oid:cancer-bowel", SOLID)
    world.cancer("oid:cancer-rectum", "oid:cancer-bowel")
    world.cancer("oid:cancer-leukaemia", "oid:cancer-any")
    world.cancer("oid:cancer-aml", "oid:cancer-leukaemia")
    return world
