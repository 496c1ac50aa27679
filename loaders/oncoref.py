"""Curated tables of oncoref: drivers, fusions and their papers. Its wheel is read as a zip file.

Taken are rows that name a paper with its year and say what was seen: gene pairs observed in a cancer,
counts of a series, shares of the driver table of Bailey 2018, and its driver variants. A share without
counts is kept as printed, told with its population, and never put beside counted series as a rate.
The other tables give no statement on a biomarker in a cancer; each of their rows is listed with why.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from oncotrace.kg.biomarkers import read
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.names import Names
from oncotrace.kg.propositions import entity_id, propose
from oncotrace.kg.records import (
    Biomarker,
    Document,
    Evidence,
    ObservedPair,
    PrevalenceObservation,
    Quarantined,
    Record,
)
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule

ONCOREF = "oid:source-oncoref"
LICENCE = "Apache-2.0"

_WITHOUT_STATEMENT = {
    "cancer-type-registry": "a cancer type, read for the name that its code stands for",
    "cancer-key-gene-citation-audit": "a paper behind rows that are not taken",
    "cancer-key-genes": "a gene without the change that is meant",
    "cancer-type-genes": "a gene without the change that is meant",
    "cancer-ici-response": "a response rate without a biomarker",
    "cancer-incidence-mortality": "how common cancers of a place in the body are, without a biomarker",
    "cancer-tmb": "a median over a cancer, no share of patients",
    "rare-cancer-fusion-rules": "a rule for reading test results, no observation",
    "therapy-benefit-toxicity-evidence": "a summary of a label, without the day of an approval",
}
_COLLECTIVE = frozenset(("PANCAN",))
_WIDER = frozenset(("LGG",))
"""Codes whose name leads to a wider cancer: gliomas of grades 2 and 3 are not all gliomas of the brain."""


class _Refused(Exception):
    """The row may not become a record; the reason is one of a few."""


@dataclass(slots=True)
class _Context:
    """What rows need of other rows: names of cancers by code, and years of papers."""

    names: Names
    cancers: dict[str, str] = field(default_factory=dict)
    papers: dict[str, Document] = field(default_factory=dict)

    def cancer(self, code: str) -> str:
        found = self.names.cancer(self.cancers.get(code, ""))
        if not found or code in _WIDER:
            raise _Refused("the cancer type has no name that we know")
        return found

    def gene(self, symbol: str) -> str:
        found = self.names.gene(symbol) if symbol else None
        if not found:
            raise _Refused("a partner is no gene that we know by one meaning")
        return found

    def know(self, paper: Document) -> None:
        """Keep a paper; of two that differ, the one with a title, whatever the order of the rows."""
        known = self.papers.get(paper.id, paper)
        self.papers[paper.id] = max(known, paper, key=lambda p: (p.title, p.published))

    def paper(self, pmid: str) -> Document:
        if pmid not in self.papers:
            raise _Refused("the paper has no date in these tables")
        return self.papers[pmid]


def records(rows: Iterable[Row], names: Names) -> Iterator[Outcome]:
    """The outcome of every row of every table; what several rows refer to comes once."""
    found = list(rows)
    context = _Context(names)
    for row in found:
        match row["table"]:
            case "cancer-type-registry":
                context.cancers[row["code"]] = row["name"]
            case "cancer-fusion-citation-audit" | "cancer-key-gene-citation-audit":
                context.know(_audited(row))
            case "driver-gene-evidence" | "driver-variant-evidence" if year := _year(row):
                context.know(Document(id=row["pmid"], kind="article", published=year))
    seen: dict[str, list[Record]] = {}
    for row in found:
        reader = _READERS.get(row["table"])
        if reader is None:
            yield Skipped(row.at, _WITHOUT_STATEMENT[row["table"]])
            continue
        try:
            written = list(reader(row, context))
        except _Refused as refusal:
            yield _kept_out(row, str(refusal))
            continue
        for record in written:
            earlier = seen.setdefault(record.id, [])
            if record not in earlier:
                earlier.append(record)
                yield record


def _audited(row: Row) -> Document:
    return Document(
        id=row["pmid"], kind="article", title=row["pubmed_title"], published=row["publication_year"]
    )


def _year(row: Row) -> str:
    """The year in the id of a record: ``bailey2018-s1-0369``."""
    match = re.match(r"[a-z]+((?:19|20)\d\d)-", row["record_id"])
    return match[1] if match else ""


def _kept_out(row: Row, reason: str) -> Quarantined:
    content = "; ".join(f"{name}: {value}" for name, value in row.items() if value)
    return Quarantined(
        id=entity_id("quarantine", f"oncoref {row['table']} {row.line}"),
        source=ONCOREF,
        locator=f"{row['table']}, line {row.line}",
        reason=reason,
        content=content[:400],
    )


# --- tables ---------------------------------------------------------------------------------------


def _paper(row: Row, context: _Context) -> Iterator[Record]:
    """A checked citation: the paper with its title and year."""
    yield context.paper(row["pmid"])


def _pair(row: Row, context: _Context) -> Iterator[Record]:
    """A fusion that a paper reports in a cancer: an observed pair."""
    if not row["gene_5prime"] and not row["gene_3prime"]:
        raise _Refused("no fusion is named")
    five, three = context.gene(row["gene_5prime"]), context.gene(row["gene_3prime"])
    paper = context.paper(row["pmid"])
    yield paper
    label = f"oncoref {row['cancer_code']} {row['gene_5prime']} {row['gene_3prime']}"
    yield ObservedPair(
        id=entity_id("pair", label),
        five_prime=five,
        three_prime=three,
        source=ONCOREF,
        documents=(paper.id,),
        locator=f"{row['table']}, {row['cancer_code']}, {row['gene_5prime']}::{row['gene_3prime']}",
        cancer=context.cancer(row["cancer_code"]),
        printed=row["frequency"],
    )


def _series(row: Row, context: _Context) -> Iterator[Record]:
    """Cases of a series with a fusion, with n and N."""
    if row["driver_class"] != "fusion":
        raise _Refused("no fusion of two genes")
    paper = context.paper(row["evidence_source"].split()[0])
    names = row["gene_5prime"], row["gene_3prime"]
    yield from _figure(
        row,
        context,
        f"{names[0]}::{names[1]} fusion",
        row["cancer_code"],
        paper,
        locator=row["evidence_source"],
        n=int(row["observed_cases"]),
        total=int(row["assessed_cases"]),
        printed=row["frequency"],
        cohort_group=f"oncoref-{paper.id.rpartition(':')[2]}",
        doubts=(row["notes"],) if row["notes"] else (),
    )


def _driver(row: Row, context: _Context) -> Iterator[Record]:
    """A share of the driver table, as printed: of tumours of TCGA, which are no sample of all patients."""
    code = row["source_scope"]
    if code in _COLLECTIVE or not row["tissue_frequency_percent"]:
        raise _Refused("a share over all cancers together")
    paper = context.paper(row["pmid"])
    yield from _figure(
        row,
        context,
        f"{row['gene_symbol']} mutation",
        code,
        paper,
        locator=f"{row['source_locator']}, {row['source_record_key']}",
        printed=f"{row['tissue_frequency_percent']}%",
        origin="somatic",
        population=f"tumours of the TCGA project {code}, counts not printed",
        unselected=False,
        assay_class="exome",
        cohort=f"TCGA {code}",
        cohort_group=f"tcga-{code.lower()}",
        doubts=("The table prints a percentage alone; which changes it counts was not checked.",),
    )


def _figure(
    row: Row, context: _Context, label: str, code: str, paper: Document, **fields: object
) -> Iterator[Record]:
    biomarkers = _read(label, context)
    proposition = propose("frequency", biomarkers[0].id, "", context.cancer(code))
    yield from (*biomarkers, paper, proposition)
    yield PrevalenceObservation(
        id=entity_id("st", f"oncoref {row.get('record_id') or ' '.join((code, label))}"),
        proposition=proposition.id,
        source=ONCOREF,
        documents=(paper.id,),
        access="database_row",
        asserted_by="oncoref",
        licence=LICENCE,
        published=paper.published,
        **fields,  # type: ignore[arg-type]
    )


def _variant(row: Row, context: _Context) -> Iterator[Record]:
    """A variant of the driver table: that it drives cancer, in no one cancer."""
    paper = context.paper(row["pmid"])
    change = row["protein_change"].removeprefix("p.")
    biomarkers = _read(f"{row['gene_symbol']} {change}", context)
    proposition = propose("oncogenicity", biomarkers[0].id)
    yield from (*biomarkers, paper, proposition)
    yield Evidence(
        id=entity_id("st", f"oncoref {row['record_id']}"),
        proposition=proposition.id,
        source=ONCOREF,
        documents=(paper.id,),
        locator=row["source_locator"],
        access="database_row",
        asserted_by="oncoref",
        licence=LICENCE,
        published=paper.published,
        origin="somatic",
        significance="oncogenicity",
    )


def _read(label: str, context: _Context) -> list[Biomarker]:
    try:
        return read(label, context.names.genes)
    except Unreadable as error:
        raise _Refused("the biomarker cannot be read") from error


_READERS = {
    "cancer-fusion-citation-audit": _paper,
    "cancer-fusions": _pair,
    "cancer-entity-driver-spectrum": _series,
    "driver-gene-evidence": _driver,
    "driver-variant-evidence": _variant,
}

SOURCE = SourceModule(
    name="oncoref",
    title="oncoref, curated cancer reference tables",
    home="https://pirl-unc.github.io/oncoref/",
    download="https://github.com/pirl-unc/oncoref",
    licence=LICENCE,
    redistributable=True,
    gives="Driver genes with their shares and driver variants (Bailey 2018), fusions observed in cancers",
    file="oncoref/*.[cw][sh][vl]",
    many=True,
    read="oncoref",
    columns=("table",),
    floors={"ObservedPair": 134, "PrevalenceObservation": 345, "Evidence": 550},
    stage="statements",
    records=records,
    package="oncoref",
    version_in=r"oncoref-(\d+(?:\.\d+)+)-",
    versions={"b36a1ea77571d3542a1c67cb9c13f097d783dcabd5dd906fcd3d2a730facfcaf": "1.20.0"},
)
