"""Approvals of the Molecular Oncology Almanac: an indication row, and the statements that code it.

Its licence allows research only, so it is loaded where a user accepts that, and may not be passed on.
A row becomes one Indication for each treatment and cancer that its statements code: statements that
differ in the biomarker alone are alternatives, an OR. The text that the row prints for the biomarker
stays beside the code, and its dates stand as they are given, for checks to judge (``kg.alarms``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oncotrace.kg.biomarkers import read
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.names import Names
from oncotrace.kg.propositions import entity_id, propose, regimen
from oncotrace.kg.records import ApprovalEvent, Biomarker, Document, Drug, Indication, Quarantined, Record
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule, fault
from oncotrace.loaders.moalmanac_words import (
    Refused,
    Wording,
    alternatives,
    check_cancer,
    check_marker,
    wording,
)
from oncotrace.ontology.terms import SOLID

MOALMANAC = "oid:source-moalmanac"
DATABASE = Document(
    id="oid:doc-moalmanac-db",
    kind="database_row",
    title="Molecular Oncology Almanac, database of regulatory approvals",
    url="https://github.com/vanallenlab/moalmanac-db",
)
_AGENCY = {"fda": "FDA", "ema": "EMA", "hc": "HC"}
_PAYER = "hse"
"""Ireland's Health Service Executive: it pays for drugs."""
_ENDED = frozenset(("Withdrawn", "Superseded", "Deprecated"))
_EVENTS = {
    "initial_approval_date": "approved",
    "date_accelerated_approval": "accelerated",
    "date_regular_approval": "regular",
}
_SOLID = "ncit:C132146"
"""NCIt's solid neoplasm, as which the Almanac codes any solid tumour."""
_TABLES = "biomarkers diseases documents propositions therapies therapy_groups about indications statements"

Therapy = tuple[tuple[str, str], ...]
"""The drugs of a treatment, each with its id and name."""


@dataclass(slots=True)
class _Coded:
    """A statement of an indication: its id, and what its proposition codes."""

    id: int
    therapy: Therapy
    cancer: str
    biomarkers: tuple[Wording, ...]


def records(rows: Iterable[Row], names: Names) -> Iterator[Outcome]:
    """The outcome of every row of every file; what one indication refers to comes before it, once."""
    tables: dict[str, list[Row]] = {name: [] for name in _TABLES.split()}
    for row in rows:
        name = row.file.rpartition("/")[2].removesuffix(".json")
        tables.setdefault(name, []).append(row)
        if name not in ("indications", "statements"):
            yield Skipped(f"{name} {row.get('id', row.line)}", "what indications and statements refer to")
    for name, found in tables.items():
        if not found:
            raise fault("moalmanac", f"no rows of {name}.json", "Name the folder that holds all its files")
    yield from _Reading(tables, names).outcomes()


class _Reading:
    """The tables by id, and what was written already."""

    def __init__(self, tables: dict[str, list[Row]], names: Names) -> None:
        self.names = names
        self.by_id = {
            name: {row["id"]: row for row in tables[name]}
            for name in _TABLES.split()[:6]
        }
        self.indications = tables["indications"]
        self.entered = tables["about"][0]["last_updated"]
        self.statements: dict[str, list[Row]] = defaultdict(list)
        for row in tables["statements"]:
            self.statements[row["indication_id"]].append(row)
        self.written: dict[str, list[Record]] = {}

    def outcomes(self) -> Iterator[Outcome]:
        yield DATABASE
        for row in self.indications:
            statements = self.statements.get(row["id"], [])
            if out := self._out(row, statements):
                yield out
                for statement in statements:
                    yield Skipped(_name(statement), "of an indication that is left out")
                continue
            coded = []
            for statement in statements:
                try:
                    coded.append(self._coded(row, statement))
                except Refused as refusal:
                    yield _kept_out(statement, str(refusal), f"{row['id']}: {row['raw_biomarkers']}")
            if coded:
                yield from self._new(self._stated(row, coded))
            else:
                yield _kept_out(row, "none of its statements can be read", row["indication"])

    def _out(self, row: Row, statements: list[Row]) -> Outcome | None:
        """Why nothing of the row may enter; None where nothing stands against it."""
        document = self.by_id["documents"][row["document_id"]]
        if document["agent_id"] == _PAYER:
            return Skipped(_name(row), "a payer's decision, which is no approval")
        if not any(row.get(name) for name in _EVENTS):
            return _kept_out(row, "no approval date", row["indication"])
        if document["agent_id"] not in _AGENCY:
            return _kept_out(row, "an agency that is not held here", row["indication"])
        if _ENDED & {row.get("status"), document["status"], *(s.get("status") for s in statements)}:
            return _kept_out(row, "withdrawn or replaced, and it is not said since when", row["indication"])
        return None

    # --- what a statement codes -------------------------------------------------------------------

    def _coded(self, row: Row, statement: Row) -> _Coded:
        proposition = self.by_id["propositions"][statement["proposition_id"]]
        rows = [self.by_id["biomarkers"][b] for b in proposition["biomarkers"]]
        text = f"{row['indication']} {row['raw_biomarkers'] or ''} {row['raw_cancer_type'] or ''}"
        for marker in rows:
            check_marker(marker, text)
        biomarkers = tuple(map(wording, rows))
        self._read(alternatives([biomarkers]))
        disease = self.by_id["diseases"][proposition["conditionQualifier_id"]]
        check_cancer(disease, text)
        cancer = self._cancer(disease)
        return _Coded(statement["id"], self._therapy(row, proposition), cancer, biomarkers)

    def _read(self, text: str) -> list[Biomarker]:
        try:
            return read(text, self.names.genes)
        except Unreadable as error:
            raise Refused("the biomarker cannot be read") from error

    def _cancer(self, disease: Row) -> str:
        """The cancer by its code. Where its name means another one, neither is believed."""
        if disease["primary_coding_id"] == _SOLID:
            return SOLID
        space, _, code = disease["primary_coding_id"].partition(":")
        by_code = self.names.cancer(f"{space.upper()}:{code}")
        by_name = self.names.cancer(disease["name"])
        if by_code and by_name and by_code != by_name:
            raise Refused("the code of the cancer and its name mean two cancers")
        if found := by_code or by_name:
            return found
        raise Refused("the cancer has no code and no name that we know")

    def _therapy(self, row: Row, proposition: Row) -> Therapy:
        """The drugs of a proposition, at least one of which the row prints."""
        group = self.by_id["therapy_groups"].get(proposition["therapy_group_id"])
        ids = group["therapies"] if group else [proposition["therapy_id"]]
        printed = [self.by_id["therapies"][id]["name"] for id in ids]
        generic = self.by_id["documents"][row["document_id"]]["drug_name_generic"] or ""
        label = f"{generic} {row['raw_therapeutics'] or ''} {row['indication']}".lower()
        if not any(name.lower().split()[0] in label for name in printed):
            raise Refused("the coded drug is not that of the label")
        return tuple(sorted((self.names.drug(n) or entity_id("drug", n.lower()), n) for n in printed))

    # --- records ----------------------------------------------------------------------------------

    def _stated(self, row: Row, coded: list[_Coded]) -> Iterator[Record]:
        """The indications of a row: its events once, then one for each treatment and cancer."""
        document = DATABASE
        if url := row["initial_approval_url"]:
            agency = self.by_id["documents"][row["document_id"]]["agent_id"]
            kind = "label" if agency == "fda" else "report"
            document = Document(id=entity_id("doc", url.partition("://")[2]), kind=kind, url=url)
        events = [
            ApprovalEvent(
                id=entity_id("ev", f"moalmanac {row['id']} {kind} {row[name]}"),
                kind=kind,
                date=row[name],
                documents=(document.id,),
                day_confirmed="no",
            )
            for name, kind in _EVENTS.items()
            if row.get(name)
        ]
        yield from (document, *events)
        groups: dict[tuple[Therapy, str], list[_Coded]] = defaultdict(list)
        for one in coded:
            groups[one.therapy, one.cancer].append(one)
        for group in groups.values():
            yield from self._indication(row, group, document, events)

    def _indication(
        self, row: Row, group: list[_Coded], document: Document, events: list[ApprovalEvent]
    ) -> Iterator[Record]:
        first = min(group, key=lambda one: one.id)
        biomarkers = self._read(alternatives(one.biomarkers for one in group))
        drugs = [(id, self.names.label(id) if self.names.label(id) != id else n) for id, n in first.therapy]
        yield from biomarkers
        yield from (Drug(id=id, label=name) for id, name in drugs if self.names.label(id) == id)
        whole = regimen("combination", drugs) if len(drugs) > 1 else None
        if whole:
            yield whole
        therapy = whole.id if whole else drugs[0][0]
        proposition = propose("treatment_response", biomarkers[0].id, therapy, first.cancer)
        yield proposition
        words = [w for one in group for w in one.biomarkers]
        origins = {w.origin for w in words if w.origin}
        yield Indication(
            id=f"oid:st-moalmanac-{first.id}",
            proposition=proposition.id,
            source=MOALMANAC,
            documents=tuple(dict.fromkeys((document.id, DATABASE.id))),
            locator=row["id"],
            access="database_row",
            asserted_by="Molecular Oncology Almanac",
            licence=SOURCE.licence,
            confidence="secondary-only",
            entered=self.entered,
            doubts=("Read in a database, not in the agency's own notice or label.",),
            origin="germline" if origins == {"germline"} else "",
            biomarker_text=row["raw_biomarkers"] or "",
            agency=_AGENCY[self.by_id["documents"][row["document_id"]]["agent_id"]],
            population=f"as printed there, “{row['indication']}”",
            conditions=tuple(sorted({w.condition for w in words if w.condition})),
            events=tuple(event.id for event in events),
        )

    def _new(self, found: Iterator[Record]) -> Iterator[Record]:
        for record in found:
            earlier = self.written.setdefault(record.id, [])
            if record not in earlier:
                earlier.append(record)
                yield record


def _name(row: Row) -> str:
    """Where the row stands: ``ind:fda.ibtrozi:0``, ``statement 625``."""
    return row["id"] if isinstance(row["id"], str) else f"statement {row['id']}"


def _kept_out(row: Row, reason: str, content: str) -> Quarantined:
    return Quarantined(
        id=entity_id("quarantine", f"moalmanac {_name(row)}"),
        source=MOALMANAC,
        locator=_name(row),
        reason=reason,
        content=content,
    )


SOURCE = SourceModule(
    name="moalmanac",
    title="Molecular Oncology Almanac, regulatory approvals",
    home="https://dev.moalmanac.org/",
    download="https://github.com/vanallenlab/moalmanac-db/tree/HEAD/referenced",
    licence="GPL-2.0, research use only",
    redistributable=False,
    accept="gpl-2.0-research",
    gives="Approvals of FDA and EMA with their dates, second-hand; for research only, never passed on",
    file="moalmanac/*.json",
    many=True,
    read="json",
    columns=(),
    floors={"Indication": 560},
    stage="statements",
    records=records,
    version_in=r'"last_updated": "(\d{4}-\d{2}-\d{2})"',
    fetches={
        f"moalmanac/{name}.json": (
            f"https://raw.githubusercontent.com/vanallenlab/moalmanac-db/HEAD/referenced/{name}.json"
        )
        for name in _TABLES.split()
    },
)
