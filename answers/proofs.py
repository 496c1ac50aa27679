"""What stands behind a cited id, ready to show: the leaves of every proof tree."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Proof
from oncotrace.answers.phrases import biomarker_name
from oncotrace.answers.proof_words import words
from oncotrace.kg.records import (
    ApprovalEvent,
    CirculatingFigure,
    Coverage,
    Criterion,
    Document,
    Drug,
    Evidence,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Regimen,
    Resource,
    Source,
    Statement,
    Trial,
)
from oncotrace.ontology.prefixes import iri

PROVENANCE = ("locator", "access", "asserted_by", "confidence", "published", "entered", "seen")


def proof(facts: Facts, id: str) -> Proof:
    """Kind, claim, source, documents, level and provenance of a record; empty values left out.

    It is the same in every answer from the graph, but for trials, which say why they fit, and is made once.
    """
    found = facts.proofs.get(id)
    if found is None:
        record = facts.records.get(id)
        if record is None:
            return Proof({"id": id})
        found = Proof(
            _shown(facts, record),
            documents=getattr(record, "documents", ()),
            access=record.access if isinstance(record, Statement) else "",
            terms=_terms(facts, record) if isinstance(record, Statement | Coverage) else None,
        )
        if not isinstance(record, Trial) and _is_whole(facts, record):
            facts.proofs[id] = found
    return found


def _is_whole(facts: Facts, record: Record) -> bool:
    """Whether all that the proof names of other records was read for this question."""
    named = set(getattr(record, "documents", ())) | set(getattr(record, "subset", ()))
    if isinstance(record, Statement | Coverage):
        named.add(record.source)
    if isinstance(record, Statement):
        named.add(record.proposition)
        record = facts.records.get(record.proposition, record)
    if isinstance(record, Proposition):
        named |= {record.biomarker, record.therapy, record.cancer}
    return named - {""} <= facts.records.keys()


def _shown(facts: Facts, record: Record) -> dict[str, object]:
    id = record.id
    shown: dict[str, object] = {"id": id, "kind": type(record).__name__, "claim": _claim(facts, record)}
    shown["words"] = words(facts, record)
    if isinstance(record, Statement):
        source = facts.records.get(record.source)
        shown["source"] = source.title if isinstance(source, Source) else record.source
        shown["licence"], shared = _terms(facts, record)
        shown["redistributable"] = None if shared else False
        shown |= {name: getattr(record, name) for name in PROVENANCE}
        shown["doubts"] = list(record.doubts)
    if isinstance(record, Evidence):
        shown["level"] = ", ".join(record.levels)
        shown["direction"] = record.direction
    if isinstance(record, ApprovalEvent):
        shown["day_confirmed"] = record.day_confirmed
        shown["note"] = record.note
    if isinstance(record, Coverage):
        shown |= {"checked_on": record.checked_on, "until": record.until, "method": record.method}
    shown["documents"] = [
        {"id": d.id, "title": d.title, "url": d.url, "published": d.published, "kind": d.kind}
        for i in getattr(record, "documents", ())
        if isinstance(d := facts.records.get(i), Document)
    ]
    if isinstance(record, Trial):
        page = {"id": id, "title": record.label, "url": iri(id), "published": "", "kind": "page"}
        shown["documents"] = [page]
    return {key: value for key, value in shown.items() if value or value is False}


def _terms(facts: Facts, record: Statement | Coverage) -> tuple[str, bool]:
    """The licence of what a source says, and whether it may be passed on."""
    source = facts.records.get(record.source)
    own = record.licence if isinstance(record, Statement) else ""
    if not isinstance(source, Source):
        return own, True
    return own or source.licence, source.redistributable


def _claim(facts: Facts, record: Record) -> str:
    """One line that says what the record claims, in the graph's own terms."""
    match record:
        case PrevalenceObservation():
            counts = f"n={record.n} N={record.total} printed={record.printed!r} {record.finding}"
            return f"{_about(facts, record)}: {counts}"
        case Evidence():
            return f"{_about(facts, record)}: {record.direction} {record.significance}"
        case Indication():
            return f"{_about(facts, record)}: {record.agency} indication"
        case CirculatingFigure():
            return f"{_about(facts, record)}: heard as {record.figure}"
        case Statement():
            return record.summary
        case ApprovalEvent():
            return f"{record.kind} {record.date}"
        case Coverage():
            return f"{record.scope}: {record.result}"
        case Trial() | Criterion():
            return words(facts, record)
        case Source():
            return f"{record.title}, version {record.version}"
        case Resource():
            return record.label
    return str(getattr(record, "label", "") or getattr(record, "symbol", "") or record.id)


def _about(facts: Facts, statement: Statement) -> str:
    proposition = facts.records.get(statement.proposition)
    if not isinstance(proposition, Proposition):
        return statement.proposition
    therapy = facts.records.get(proposition.therapy)
    cancer = facts.cancer_of(proposition.cancer)
    parts = (
        biomarker_name(facts, proposition.biomarker) if proposition.biomarker else "",
        therapy.label if isinstance(therapy, Drug | Regimen) else "",
        cancer.label if cancer else "",
    )
    return " | ".join(p for p in parts if p)
