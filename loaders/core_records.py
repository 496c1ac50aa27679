"""From entries of the curated core to records: plain translation, one function a kind.

Entries are already checked against their schema and one another (``loaders.curated``), biomarkers
excepted: they can be read only once the genes are known.
"""

from collections.abc import Callable, Iterable, Iterator

from oncotrace.kg.propositions import propose, regimen, slug
from oncotrace.kg.records import (
    ApprovalEvent,
    Cancer,
    CirculatingFigure,
    Coverage,
    Document,
    Drug,
    Finding,
    Gene,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Regimen,
    Resource,
)
from oncotrace.loaders.core_schema import (
    ApprovalEntry,
    CancerEntry,
    CirculatingEntry,
    CoverageEntry,
    DocumentEntry,
    DrugEntry,
    EventEntry,
    FindingEntry,
    GeneEntry,
    PrevalenceEntry,
    ResourceEntry,
    StatementEntry,
)
from oncotrace.ontology.fusions import usual_end

Biomarkers = Callable[[str], str]
"""The id of a biomarker by its canonical label; empty for an empty label."""

SOURCE_ID = "oid:source-core"
LICENCE = "CC0-1.0"

_AXIS = {
    "clinical_activity": "treatment_response",
    "resistance": "treatment_response",
    "approval_context": "treatment_response",
    "testing": "testing",
    "predisposition": "predisposition",
    "incidence": "frequency",
}


def statement_id(id: str) -> str:
    return f"oid:st-core-{id}"


def drug_id(name: str) -> str:
    """By the international name in lower case, without the four-letter suffix of a biologic."""
    return f"oid:drug-{slug(name)}"


# --- entities ---------------------------------------------------------------------------------


def gene(entry: GeneEntry) -> Gene:
    return Gene(
        id=entry.id,
        symbol=entry.symbol,
        name=entry.name,
        aliases=tuple(entry.aliases),
        previous_symbols=tuple(entry.previous_symbols),
        fusion_end=usual_end(entry.symbol),
    )


def cancer(entry: CancerEntry) -> Cancer:
    return Cancer(
        id=entry.id,
        label=entry.label,
        plain=entry.plain or "",
        synonyms=tuple(entry.synonyms),
        xrefs=tuple(entry.xrefs),
        broader=tuple(entry.broader),
        reviewed_broader=tuple(entry.reviewed_broader),
        tissue=entry.tissue or "",
    )


def drug(entry: DrugEntry, genes: dict[str, str]) -> Drug:
    """``genes``: the ids by symbol."""
    return Drug(
        id=drug_id(entry.name),
        label=entry.name,
        brands=tuple(entry.brands),
        synonyms=tuple(entry.synonyms),
        xrefs=tuple(entry.xrefs),
        drug_class=entry.drug_class or "",
        targets=tuple(genes[symbol] for symbol in entry.targets),
    )


def document(entry: DocumentEntry) -> Document:
    return Document(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        url=entry.url or "",
        published=entry.published or "",
    )


# --- statements -------------------------------------------------------------------------------


def _said(entry: StatementEntry, proposition: Proposition) -> dict[str, object]:
    """What every statement has."""
    return {
        "id": statement_id(entry.id),
        "proposition": proposition.id,
        "source": SOURCE_ID,
        "licence": LICENCE,
        "asserted_by": "Oncotrace",
        "documents": tuple(entry.documents),
        "locator": entry.locator or "",
        "access": entry.access,
        "confidence": entry.confidence,
        "published": entry.published or "",
        "seen": entry.seen,
        "entered": entry.entered,
        "doubts": tuple(entry.doubts),
    }


def prevalence(entry: PrevalenceEntry, biomarkers: Biomarkers) -> Iterator[Record]:
    proposition = propose("frequency", biomarkers(entry.biomarker), "", entry.cancer)
    yield proposition
    yield PrevalenceObservation(
        **_said(entry, proposition),  # type: ignore[arg-type]
        summary=entry.summary,
        origin=entry.origin or "",
        finding=entry.finding,
        n=entry.n,
        total=entry.total,
        printed=entry.printed or "",
        derived=entry.derived,
        population=entry.population,
        subset=tuple(biomarkers(label) for label in entry.subset),
        unselected=entry.unselected,
        cohort=entry.cohort or "",
        cohort_group=entry.cohort_group,
        assay=entry.assay or "",
        assay_class=entry.assay_class,
    )


def approval(entry: ApprovalEntry, biomarkers: Biomarkers) -> Iterator[Record]:
    """The indication with its events, oldest first, and its regimen where it has one."""
    whole = _regimen(entry)
    if whole:
        yield whole
    therapy = whole.id if whole else drug_id(entry.drug or "")
    biomarker = biomarkers(entry.biomarker or "")
    proposition = propose("treatment_response", biomarker, therapy, entry.cancer)
    yield proposition
    events = [_event(entry.id, event) for event in entry.events]
    yield from events
    yield Indication(
        **_said(entry, proposition),  # type: ignore[arg-type]
        summary=entry.summary or "",
        origin=entry.origin or "",
        agency=entry.agency,
        population=entry.population or "",
        stage=entry.stage or "",
        line=entry.line or "",
        maintenance=entry.maintenance,
        prior_treatment=entry.prior_treatment or "",
        conditions=tuple(entry.conditions),
        requires_absent=tuple(biomarkers(label) for label in entry.requires_absent),
        excluded_cancers=tuple(entry.excluded_cancers),
        companion_test=entry.companion_test or "",
        biomarker_required=entry.biomarker_required,
        events=tuple(event.id for event in events),
    )


def _regimen(entry: ApprovalEntry) -> Regimen | None:
    if not entry.regimen:
        return None
    drugs = [(drug_id(name), name) for name in entry.regimen.drugs]
    return regimen(entry.regimen.interaction, drugs)


def _event(indication: str, entry: EventEntry) -> ApprovalEvent:
    return ApprovalEvent(
        id=f"oid:ev-{indication}-{entry.kind}-{entry.date}",
        kind=entry.kind,
        date=entry.date,
        documents=tuple(entry.documents),
        day_confirmed=entry.day_confirmed,
        note=entry.note or "",
    )


def finding(entry: FindingEntry, biomarkers: Biomarkers) -> Iterator[Record]:
    """A finding on several drugs is no finding on one of them: its proposition names none."""
    therapies = tuple(drug_id(name) for name in entry.therapies)
    therapy = therapies[0] if len(therapies) == 1 else ""
    biomarker = biomarkers(entry.biomarker or "")
    proposition = propose(_AXIS[entry.topic], biomarker, therapy, entry.cancer or "")
    yield proposition
    yield Finding(
        **_said(entry, proposition),  # type: ignore[arg-type]
        summary=entry.summary,
        origin=entry.origin or "",
        topic=entry.topic,
        n=entry.n,
        total=entry.total,
        therapies=therapies,
    )


def circulating(entry: CirculatingEntry, biomarkers: Biomarkers) -> Iterator[Record]:
    proposition = propose("frequency", biomarkers(entry.biomarker), "", entry.cancer)
    yield proposition
    yield CirculatingFigure(
        **_said(entry, proposition),  # type: ignore[arg-type]
        summary=entry.summary,
        figure=entry.figure,
        explained_by=tuple(statement_id(id) for id in entry.explained_by),
        verdict=entry.verdict,
    )


# --- what stands beside statements ------------------------------------------------------------


def resource(entry: ResourceEntry, biomarkers: Biomarkers) -> Iterator[Record]:
    yield Resource(
        id=f"oid:res-{entry.id}",
        kind=entry.kind,
        label=entry.label,
        url=entry.url,
        run_by=entry.run_by or "",
        payer=entry.payer or "",
        summary=entry.summary,
        cancers=tuple(entry.cancers),
        biomarkers=tuple(biomarkers(label) for label in entry.biomarkers),
        documents=tuple(entry.documents),
        confidence=entry.confidence,
        seen=entry.seen,
        entered=entry.entered,
        doubts=tuple(entry.doubts),
    )


def coverage(entry: CoverageEntry, biomarkers: Biomarkers) -> Iterator[Record]:
    yield Coverage(
        id=f"oid:cov-{entry.id}",
        source=f"oid:source-{entry.source}",
        scope=entry.scope,
        agency=entry.agency or "",
        axis=entry.axis,
        biomarkers=tuple(biomarkers(label) for label in entry.biomarkers),
        cancers=tuple(entry.cancers),
        checked_on=entry.checked_on or "",
        until=entry.until or "",
        method=entry.method,
        result=entry.result,
        documents=tuple(entry.documents),
    )


STATEMENTS: dict[str, Callable[..., Iterable[Record]]] = {
    "prevalence": prevalence,
    "approvals": approval,
    "findings": finding,
    "circulating": circulating,
    "resources": resource,
    "coverage": coverage,
}
"""By section: from an entry and the biomarkers to its records."""
