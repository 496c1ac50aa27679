"""CIViC: accepted clinical evidence, one row an evidence item.

Every row becomes one of three: Evidence (with the records that it refers to), Quarantined where the
row may not support anything or cannot be understood, or Skipped where it makes no claim. The statement
texts of CIViC are CC0 and are kept as the summary.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial

from oncotrace.kg.alterations import Genes
from oncotrace.kg.biomarkers import read
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.names import Names
from oncotrace.kg.propositions import entity_id, propose, regimen
from oncotrace.kg.records import Biomarker, Document, Drug, Evidence, Quarantined, Record, Regimen
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule
from oncotrace.ontology.terms import CIVIC_SIGNIFICANCE

CIVIC = "oid:source-civic"

_AXIS = {
    "Predictive": "treatment_response",
    "Prognostic": "prognosis",
    "Diagnostic": "diagnosis",
    "Predisposing": "predisposition",
    "Oncogenic": "oncogenicity",
    "Functional": "function",
}
_DIRECTION = {"Supports": "supports", "Does Not Support": "disputes"}
_ORIGIN = {"Somatic": "somatic", "Rare Germline": "germline", "Common Germline": "germline"}
"""Other values of variant_origin (N/A, Unknown, Mixed, Combined) tell no one origin."""

NO_CLAIM = "no direction: the row describes cases without a claim"


class _Refused(Exception):
    """The row may not become a statement; the reason is one of a few, so that they can be counted."""


def records(rows: Iterable[Row], names: Names) -> Iterator[Outcome]:
    """The outcome of every row; before each Evidence the records that it refers to, once each."""
    written: dict[str, list[Record]] = {}
    biomarkers = cache(partial(_biomarkers, genes=names.genes))  # a third of the rows tell of a new profile
    for row in rows:
        if row["evidence_direction"] == "N/A" and row["is_flagged"] != "true":
            yield Skipped(f"EID{row['evidence_id']}", NO_CLAIM)
            continue
        try:
            found, evidence = _statement(row, names, biomarkers)
        except _Refused as refusal:
            yield _quarantined(row, str(refusal))
            continue
        for record in found:
            # One biomarker may be told with more that is broader where it stands in an OR.
            earlier = written.setdefault(record.id, [])
            if record not in earlier:
                earlier.append(record)
                yield record
        yield evidence


def _quarantined(row: Row, reason: str) -> Quarantined:
    eid = row["evidence_id"]
    cells = "molecular_profile disease therapies evidence_type evidence_direction significance".split()
    return Quarantined(
        id=f"oid:quarantine-civic-{eid}",
        source=CIVIC,
        locator=f"EID{eid}",
        reason=reason,
        content="; ".join(f"{cell}: {row[cell]}" for cell in cells if row[cell]),
    )


def _statement(
    row: Row, names: Names, read_biomarkers: Callable[[str], list[Biomarker]]
) -> tuple[list[Record], Evidence]:
    """The evidence of a row with the entities that it refers to."""
    if row["is_flagged"] == "true":
        raise _Refused("flagged in CIViC")
    axis = _AXIS[row["evidence_type"]]
    biomarkers = read_biomarkers(row["molecular_profile"])
    therapy = _therapy(row, names)
    if axis == "treatment_response" and not therapy.id:
        raise _Refused("a claim on treatment without a treatment")
    document = _document(row)
    proposition = propose(axis, biomarkers[0].id, therapy.id, _cancer(row, names))
    evidence = Evidence(
        id=f"oid:st-civic-{row['evidence_id']}",
        proposition=proposition.id,
        source=CIVIC,
        documents=(document.id,),
        locator=f"EID{row['evidence_id']}",
        access="database_row",
        asserted_by="CIViC",
        licence="CC0-1.0",
        direction=_DIRECTION[row["evidence_direction"]],
        published=document.published,
        entered=row["last_review_date"][:10],
        summary=row["evidence_statement"],
        origin=_ORIGIN.get(row["variant_origin"], ""),
        significance=CIVIC_SIGNIFICANCE[row["significance"]],
        levels=(f"civic:{row['evidence_level']}",),
        acquired=_is_acquired(row["evidence_statement"], biomarkers),
        rating=int(row["rating"]) if row["rating"] else None,
        trials=_trials(row["nct_ids"]),
        phenotypes=row["phenotypes"],
    )
    return [*biomarkers, *therapy.records, document, proposition], evidence


def _biomarkers(profile: str, genes: Genes) -> list[Biomarker]:
    try:
        return read(profile, genes)
    except Unreadable as error:
        raise _Refused("the molecular profile cannot be read") from error


def _cancer(row: Row, names: Names) -> str:
    """The cancer by DOID, else by name; none for a functional row, which CIViC gives without disease."""
    if not row["disease"]:
        return ""
    found = names.cancer(f"DOID:{row['doid']}") if row["doid"] else None
    found = found or names.cancer(row["disease"])
    if not found:
        raise _Refused("the disease has no DOID that we know and no name that we know")
    return found


# --- therapies ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Therapy:
    """A drug or a regimen: its id and name, its drugs (id and name), and what is new of it."""

    id: str = ""
    name: str = ""
    drugs: list[tuple[str, str]] = field(default_factory=list)
    records: list[Drug | Regimen] = field(default_factory=list)


def _therapy(row: Row, names: Names) -> _Therapy:
    """The therapy of a row; an empty one where it names none."""
    if row["therapies"] in ("", "Not Applicable"):
        return _Therapy()
    interaction = row["therapy_interaction_type"].lower()
    # A comma before a space, or between digits (CP-724,714), is part of a name.
    texts = re.split(r",(?! )(?<!\d,(?=\d))", row["therapies"]) if interaction else [row["therapies"]]
    parts = [_one_therapy(text, names) for text in texts]
    return _joined(interaction, parts) if len(parts) > 1 else parts[0]


def _joined(interaction: str, parts: list[_Therapy]) -> _Therapy:
    """A combination takes the drugs out of the combinations within it; the other two keep them whole."""
    new = [record for part in parts for record in part.records]
    drugs = [(part.id, part.name) for part in parts]
    if interaction == "combination":
        new = [record for record in new if isinstance(record, Drug)]
        drugs = [drug for part in parts for drug in part.drugs]
    whole = regimen(interaction, drugs)
    return _Therapy(whole.id, whole.label, drugs, [*new, whole])


def _one_therapy(text: str, names: Names) -> _Therapy:
    """A drug; or the combination that ``Dabrafenib/Trametinib Regimen`` names."""
    if known := _drug(text, names):
        return _of_drug(known, names.label(known))
    parts = [names.drug(part) for part in text.removesuffix(" Regimen").split("/")]
    if text.endswith(" Regimen") and len(parts) > 1 and all(parts):
        return _joined("combination", [_of_drug(id, names.label(id)) for id in parts if id])
    new = Drug(id=entity_id("drug", text.lower()), label=text)
    return _of_drug(new.id, text, new)


def _of_drug(id: str, name: str, *new: Drug) -> _Therapy:
    return _Therapy(id, name, [(id, name)], list(new))


def _drug(text: str, names: Names) -> str | None:
    """The drug of a name, also where its class stands before its code (``MEK Inhibitor CI-1040``)."""
    code = re.fullmatch(r".* (?:Inhibitor|Antibody),? \(?([\w-]*\d[\w-]*)\)?", text)
    candidates = [text, text.removesuffix(" Regimen"), *(code.groups() if code else ())]
    return next((drug for name in candidates if (drug := names.drug(name))), None)


# --- documents, trials, qualifiers ----------------------------------------------------------------


def _document(row: Row) -> Document:
    """The cited document. What ASCO numbers is no PMID; ASH is cited by DOI."""
    years = re.findall(r"\b(?:19|20)\d\d\b", row["citation"])
    if not years:
        raise _Refused("the cited document has no date")
    id, kind = {
        "PubMed": (f"PMID:{row['citation_id']}", "article"),
        "ASH": (f"DOI:{row['citation_id']}", "abstract"),
        "ASCO": (f"oid:doc-asco-{row['citation_id']}", "abstract"),
    }[row["source_type"]]
    return Document(id=id, kind=kind, title=row["citation"], published=years[0])


def _trials(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"NCT:{id}" for id in re.findall(r"NCT\d{8}", cell)))


_ACQUIRED = re.compile(r"acquired|secondary|emerge", re.I)
_BEFORE = (
    r"\b(?:acquired|secondary|emergent|emergence of)(?! resistance(?! mutation)| to)"
    r"(?:,? [\w():/-]+){{0,4}}?,? \(?{term}\b"
)
_AFTER = (
    r"\b{term}(?: \w+){{0,2}} (?:emerged|(?:was|were) (?:\w+ )?(?:as )?(?:an? )?(?:acquired|secondary))\b"
)


def _is_acquired(statement: str, biomarkers: list[Biomarker]) -> bool:
    """Whether the text calls one of the row's variants or amplifications acquired.

    Conservative: the word must stand by the variant's name in one sentence, and no "no" before it.
    """
    if not _ACQUIRED.search(statement):
        return False
    ids = {biomarkers[0].id, *_member_ids(biomarkers)}
    for term in filter(None, (_term(b) for b in biomarkers if b.id in ids)):
        for pattern in (_BEFORE, _AFTER):
            for found in re.finditer(pattern.format(term=re.escape(term)), statement, re.I):
                if not {"no", "not", "without"} & set(statement[: found.start()].lower().split()[-2:]):
                    return True
    return False


def _member_ids(biomarkers: list[Biomarker]) -> set[str]:
    """The members of the profile that stands first, and those of profiles inside it."""
    by_id = {b.id: b for b in biomarkers}
    found: set[str] = set()
    todo = list(biomarkers[0].members) if biomarkers[0].operator != "NOT" else []
    while todo:
        id = todo.pop()
        found.add(id)
        todo += by_id[id].members if by_id[id].operator != "NOT" else ()
    return found


def _term(biomarker: Biomarker) -> str:
    """How a statement would name the biomarker; empty where it has no name of its own."""
    if biomarker.kind == "small_variant" and re.match(r"[A-Z]\d+", biomarker.alteration):
        return biomarker.alteration.removesuffix(" mutation")
    if biomarker.alteration == "amplification":
        return biomarker.label
    return ""


SOURCE = SourceModule(
    name="civic",
    title="CIViC, accepted clinical evidence",
    home="https://civicdb.org/",
    download="https://civicdb.org/downloads/nightly/nightly-AcceptedClinicalEvidenceSummaries.tsv",
    licence="CC0-1.0",
    redistributable=True,
    gives="Evidence on what a biomarker means in a cancer, row by row with its paper",
    file="civic/AcceptedClinicalEvidenceSummaries.tsv",
    read="tsv",
    columns=tuple(
        """molecular_profile disease doid phenotypes therapies therapy_interaction_type evidence_type
        evidence_direction evidence_level significance evidence_statement citation_id source_type citation
        nct_ids rating evidence_id variant_origin last_review_date is_flagged""".split()
    ),
    floors={"Evidence": 4_400, "Biomarker": 3_700, "Document": 2_000},
    stage="statements",
    records=records,
    fetches={
        "civic/AcceptedClinicalEvidenceSummaries.tsv": (
            "https://civicdb.org/downloads/nightly/nightly-AcceptedClinicalEvidenceSummaries.tsv"
        )
    },
)
