"""The schema of the curated core: what each file under ``loaders/core`` may say.

Each model is one entry of one kind of file; ``SECTIONS`` says which file holds which. Everything is
strict: an unknown key, a wrong type, a bad date or a figure above its total is refused.
``loaders/core/README.md`` tells the fields to people who write them.
"""

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

FIRST_ENTRY = "2026-11-24"
"""The day on which the first facts were taken in; a later fact says its own ``entered``."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


def _curie(*prefixes: str) -> StringConstraints:
    return StringConstraints(pattern=rf"^({'|'.join(prefixes)})\S+$")


GeneId = Annotated[str, StringConstraints(pattern=r"^HGNC:\d+$")]
CancerId = Annotated[str, _curie("MONDO:", "oid:cancer-")]
DocumentId = Annotated[str, _curie("PMID:", "DOI:", "PMC:PMC", "NCT:NCT", "oid:doc-")]
Xref = Annotated[str, _curie("DOID:", "NCIT:", "ONCOTREE:", "UNII:", "NCBIGENE:", "ENSEMBL:", "UNIPROT:")]


def _real_date(text: str) -> str:
    """A year, a month or a day: the length is the precision."""
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    return text


Date = Annotated[str, AfterValidator(_real_date)]

Access = Literal["abstract", "full_text", "label", "notice", "page", "database_row", "secondary"]
Confidence = Literal["confirmed-two-sources", "confirmed-primary", "secondary-only"]
Origin = Literal["germline", "somatic"]
Agency = Literal["FDA", "EMA", "MHRA", "PMDA", "NMPA", "HC"]
AssayClass = Literal[
    "dna_panel",
    "rna",
    "dna_and_rna",
    "exome",
    "genome",
    "fish",
    "ihc",
    "pcr",
    "germline_panel",
    "mixed",
    "unstated",
]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


# --- entities ---------------------------------------------------------------------------------


class GeneEntry(Entry):
    id: GeneId
    symbol: Text
    name: Text
    aliases: list[Text] = []
    previous_symbols: list[Text] = []


class CancerEntry(Entry):
    id: CancerId
    label: Text
    plain: Text | None = None
    synonyms: list[Text] = []
    xrefs: list[Xref] = []
    broader: list[CancerId] = []
    reviewed_broader: list[CancerId] = []
    tissue: Annotated[str, StringConstraints(pattern=r"^[A-Z_]+$")] | None = None

    @model_validator(mode="after")
    def _reviewed_edges_are_edges(self) -> Self:
        if odd := set(self.reviewed_broader) - set(self.broader):
            raise ValueError(f"reviewed_broader has {min(odd)}, which is not in broader")
        return self


class DrugEntry(Entry):
    name: Text
    brands: list[Text] = []
    synonyms: list[Text] = []
    xrefs: list[Xref] = []
    drug_class: Text | None = None
    targets: list[Text] = []


class DocumentEntry(Entry):
    id: DocumentId
    kind: Literal["article", "abstract", "label", "notice", "report", "page", "database_row", "guideline"]
    title: Text
    url: Url | None = None
    published: Date | None = None


# --- statements -------------------------------------------------------------------------------


class StatementEntry(Entry):
    id: Slug
    documents: list[DocumentId] = Field(min_length=1)
    locator: Text | None = None
    access: Access
    confidence: Confidence
    published: Date | None = None
    seen: Text
    entered: Date = FIRST_ENTRY
    doubts: list[Text] = []


class Counted(Entry):
    n: int | None = Field(None, ge=0)
    total: int | None = Field(None, gt=0)

    @model_validator(mode="after")
    def _part_of_a_whole(self) -> Self:
        if self.n is not None and self.total is not None and self.n > self.total:
            raise ValueError(f"n is {self.n}, more than total {self.total}")
        return self


class PrevalenceEntry(StatementEntry, Counted):
    biomarker: Text
    cancer: CancerId
    finding: Literal["measured", "none_reported"]
    printed: Text | None = None
    derived: bool = False
    population: Text
    subset: list[Text] = []
    unselected: bool
    cohort: Text | None = None
    cohort_group: Slug
    assay: Text | None = None
    assay_class: AssayClass
    origin: Origin | None = None
    summary: Text

    @model_validator(mode="after")
    def _has_a_figure(self) -> Self:
        figure = self.n is not None or self.printed is not None
        if self.finding == "measured" and not figure:
            raise ValueError("a measured figure needs n or printed")
        if self.finding == "none_reported" and figure:
            raise ValueError("none_reported has no n and nothing printed: a printed zero is measured")
        if self.subset and self.unselected:
            raise ValueError("a population with a subset is not unselected")
        return self


class EventEntry(Entry):
    kind: Literal["accelerated", "conditional", "regular", "extended", "approved", "withdrawn"]
    date: Date
    documents: list[DocumentId] = Field(min_length=1)
    day_confirmed: Literal["yes", "page-seen", "no"]
    confidence: Confidence | None = None
    seen: Text | None = None
    note: Text | None = None


class RegimenEntry(Entry):
    interaction: Literal["combination", "sequential", "substitutes"]
    drugs: list[Text] = Field(min_length=2)


class ApprovalEntry(StatementEntry):
    drug: Text | None = None
    regimen: RegimenEntry | None = None
    agency: Agency
    biomarker: Text | None
    origin: Origin | None = None
    cancer: CancerId
    stage: Text | None = None
    population: Text | None = None
    line: Text | None = None
    maintenance: bool = False
    prior_treatment: Text | None = None
    conditions: list[Text] = []
    requires_absent: list[Text] = []
    excluded_cancers: list[CancerId] = []
    companion_test: Text | None = None
    biomarker_required: bool = True
    events: list[EventEntry] = Field(min_length=1)
    summary: Text | None = None

    @model_validator(mode="after")
    def _one_therapy_and_events_in_order(self) -> Self:
        if (self.drug is None) == (self.regimen is None):
            raise ValueError("say either drug or regimen")
        dates = [event.date for event in self.events]
        if any(earlier[: len(later)] > later for earlier, later in pairwise(dates)):
            raise ValueError(f"the events are not in the order of their dates: {', '.join(dates)}")
        return self


class FindingEntry(StatementEntry, Counted):
    topic: Literal[
        "clinical_activity", "resistance", "testing", "predisposition", "approval_context", "incidence"
    ]
    biomarker: Text | None = None
    cancer: CancerId | None = None
    therapies: list[Text] = []
    origin: Origin | None = None
    summary: Text


class CirculatingEntry(StatementEntry):
    biomarker: Text
    cancer: CancerId
    figure: Text
    explained_by: list[Slug] = Field(min_length=1)
    verdict: Literal["misread", "other_population", "supported"]
    summary: Text


# --- what stands beside statements ------------------------------------------------------------


class ResourceEntry(Entry):
    id: Slug
    kind: Literal["guideline", "trial_service", "community", "helpline"]
    label: Text
    url: Url
    run_by: Text | None = None
    payer: Text | None = None
    summary: Text
    cancers: list[CancerId] = []
    biomarkers: list[Text] = []
    documents: list[DocumentId] = Field(min_length=1)
    confidence: Confidence
    seen: Text
    entered: Date = FIRST_ENTRY
    doubts: list[Text] = []


class CoverageEntry(Entry):
    id: Slug
    source: Slug
    scope: Text
    agency: Agency | None = None
    axis: Literal["approval", "frequency", "evidence", "trials"]
    biomarkers: list[Text] = []
    cancers: list[CancerId] = []
    checked_on: Date | None = None
    """Absent where nothing was checked."""
    until: Date | None = None
    method: Text
    result: Text
    documents: list[DocumentId] = []


SECTIONS: dict[str, type[Entry]] = {
    "genes": GeneEntry,
    "cancers": CancerEntry,
    "drugs": DrugEntry,
    "documents": DocumentEntry,
    "prevalence": PrevalenceEntry,
    "approvals": ApprovalEntry,
    "findings": FindingEntry,
    "circulating": CirculatingEntry,
    "resources": ResourceEntry,
    "coverage": CoverageEntry,
}
"""By the first part of a file's path: ``genes.yaml``, ``prevalence/lung.yaml``."""
