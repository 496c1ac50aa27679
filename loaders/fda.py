"""Notices of the FDA's Oncology Center of Excellence: one record a notice, with its drug and its day.

A record is an excerpt: drug, day, kind, the indication in a line, and mostly the biomarker. It becomes an
indication where all of that can be read; where it is the same question as one of the curated core, it
meets it on the same proposition.
"""

import re
from collections.abc import Iterable, Iterator

from oncotrace.kg.biomarkers import read
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.names import Names
from oncotrace.kg.propositions import entity_id, propose, regimen
from oncotrace.kg.records import ApprovalEvent, Biomarker, Document, Indication, Quarantined, Record
from oncotrace.loaders.declare import Outcome, Row, SourceModule

FDA = "oid:source-fda"
_KIND = {"accelerated": "accelerated", "regular": "regular", "traditional": "regular"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RECEPTORS = re.compile(r"\b(?:HR|ER)\+/HER2-")
"""How a notice writes the receptors of a breast cancer, which the core keeps with the cancer."""
_WHICH = re.compile(r"\b(?:TKD|activating|oncogenic|susceptible) (?=.*\bmutations?\b)", re.I)
LONGEST = 6
"""Words in the name of a cancer."""


class _Refused(Exception):
    """The notice may not become an indication; the reason is one of a few."""


def records(rows: Iterable[Row], names: Names) -> Iterator[Outcome]:
    """The indication of every notice with what it refers to, else the notice in quarantine."""
    written: set[str] = set()
    for row in rows:
        try:
            found = _indication(row, names)
        except _Refused as refusal:
            yield Quarantined(
                id=entity_id("quarantine", f"fda {row['date']} {row['drug']}"),
                source=FDA,
                locator=f"{row['date']}, {row['drug']}",
                reason=str(refusal),
                content=f"{row['type']}: {row['indication']}",
            )
            continue
        for record in found:
            if record.id not in written:
                written.add(record.id)
                yield record


def _indication(row: Row, names: Names) -> list[Record]:
    if not _DAY.fullmatch(row["date"] or ""):
        raise _Refused("no date")
    if row["type"] not in _KIND:
        raise _Refused("a kind of approval that is not known here")
    if not str(row["url"]).startswith("https://www.fda.gov/"):
        raise _Refused("no notice at the agency's own address")
    biomarkers, condition = _biomarkers(row, names)
    drugs = _drugs(row["drug"], names)
    whole = regimen("combination", drugs) if len(drugs) > 1 else None
    proposition = propose(
        "treatment_response",
        biomarkers[0].id if biomarkers else "",
        whole.id if whole else drugs[0][0],
        _cancer(row["indication"], names),
    )
    notice = Document(
        id=entity_id("doc", f"fda notice {row['url'].rpartition('/')[2]}"),
        kind="notice",
        title=f"FDA notice on {row['drug']}",
        url=row["url"],
        published=row["date"],
    )
    key = f"{row['date']} {row['drug']}"
    event = ApprovalEvent(
        id=entity_id("ev", f"fda {key} {row['type']}"),
        kind=_KIND[row["type"]],
        date=row["date"],
        documents=(notice.id,),
        day_confirmed="yes",
    )
    indication = Indication(
        id=entity_id("st", f"fda {key}"),
        proposition=proposition.id,
        source=FDA,
        documents=(notice.id,),
        locator=f"{row['date']}, {row['drug']}",
        access="notice",
        asserted_by="FDA",
        licence=SOURCE.licence,
        published=row["date"],
        biomarker_text=row.get("biomarker") or "",
        agency="FDA",
        population=row["indication"],
        conditions=(condition,) if condition else (),
        biomarker_required=bool(biomarkers),
        events=(event.id,),
    )
    return [*biomarkers, *([whole] if whole else []), proposition, notice, event, indication]


def _biomarkers(row: Row, names: Names) -> tuple[list[Biomarker], str]:
    """The biomarker with all that it refers to, and which of its changes are meant; none where the record
    says that there is none. A record that leaves it out may name it after "with"."""
    if "biomarker" in row:
        text = row["biomarker"]
        if text is None:
            return [], ""
    else:
        named = re.search(r"\bwith (?:an? )?([^,]+)", row["indication"])
        text = named[1] if named else ""
    plain = _WHICH.sub("", text)
    condition = f"which changes count: {text}" if plain != text else ""
    try:
        return read(plain, names.genes), condition
    except Unreadable as error:
        raise _Refused("the biomarker cannot be read") from error


def _drugs(text: str, names: Names) -> list[tuple[str, str]]:
    ids = [names.drug(part.strip()) for part in text.split("+")]
    if not all(ids):
        raise _Refused("a drug that no loaded source has")
    return [(id, names.label(id)) for id in ids if id]


def _cancer(text: str, names: Names) -> str:
    """The one cancer that a text names, by the longest of its names."""
    words = re.findall(r"[^\s,;()]+", text)
    found, at = set(), 0
    while at < len(words):
        for end in range(min(len(words), at + LONGEST), at, -1):
            if cancer := names.cancer(" ".join(words[at:end])):
                found.add(cancer)
                at = end - 1
                break
        at += 1
    if len(found) != 1:
        raise _Refused("the cancer cannot be told: none is named, or several")
    receptors = _RECEPTORS.search(text)
    if receptors and (narrower := names.cancer(f"{receptors[0]} breast cancer")):
        return narrower
    return found.pop()


SOURCE = SourceModule(
    name="fda",
    title="FDA oncology approval notices (an excerpt)",
    home="https://www.fda.gov/drugs/resources-information-approved-drugs/oncology-cancerhematologic-malignancies-approval-notifications",
    download="https://www.fda.gov/drugs/resources-information-approved-drugs/oncology-cancerhematologic-malignancies-approval-notifications",
    licence="public domain",
    redistributable=True,
    gives="Approvals with the day and the address of the agency's own notice",
    file="fda/oce-*.json",
    read="json_records",
    columns=("date", "drug", "type", "indication", "url"),
    floors={"Indication": 5},
    stage="statements",
    records=records,
    versions={"c666308abe526c5a989279fef0682d4f30f7535493e3626e63d161a8e01c7ebb": "2026-09"},
)
