"""The curated core loads, its hard cases come out right, and a broken fact says where it is broken."""

import csv
import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from oncotrace.kg.errors import CoreFactError
from oncotrace.kg.names import Names
from oncotrace.kg.records import (
    Biomarker,
    Cancer,
    CirculatingFigure,
    Document,
    Drug,
    Finding,
    Gene,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Resource,
    Source,
    Statement,
)
from oncotrace.kg.triples import encode_all
from oncotrace.loaders import curated, sources
from oncotrace.loaders.core_schema import EventEntry, PrevalenceEntry

SOLID, BLOOD = "oid:cancer-solid-tumour", "MONDO:0002334"
PANCREAS, PAAD, PDAC, ACINAR = "MONDO:0009831", "MONDO:0006047", "MONDO:0005184", "MONDO:0006346"
KRAS_WILD_TYPE = "oid:bm-kras-wild-type"

T = TypeVar("T", bound=Record)


@pytest.fixture(scope="module")
def core() -> list[Record]:
    return curated.load_core()


@pytest.fixture(scope="module")
def by_id(core: list[Record]) -> dict[str, Any]:
    return {record.id: record for record in core}


@pytest.fixture(scope="module")
def names(core: list[Record]) -> Names:
    return Names.of(core)


def of(core: list[Record], kind: type[T]) -> list[T]:
    return [record for record in core if isinstance(record, kind)]


def figure(by_id: dict[str, Any], id: str) -> PrevalenceObservation:
    found = by_id[f"oid:st-core-{id}"]
    assert isinstance(found, PrevalenceObservation)
    return found


# --- the whole ------------------------------------------------------------------------------------


def test_the_whole_core_loads(core: list[Record]) -> None:
    """The source first, then at least as many records of each kind as the source promises."""
    assert isinstance(core[0], Source)
    kinds = [type(record).__name__ for record in core]
    for kind, floor in curated.SOURCE.floors.items():
        assert kinds.count(kind) >= floor, kind


def test_ids_are_unique(core: list[Record]) -> None:
    ids = [record.id for record in core]
    assert sorted(ids) == sorted(set(ids))


def test_every_statement_can_be_proven(core: list[Record], by_id: dict[str, Any]) -> None:
    for statement in of(core, Statement):
        assert statement.documents, statement.id
        assert all(isinstance(by_id[id], Document) for id in statement.documents), statement.id
        assert statement.access and statement.confidence and statement.seen, statement.id
        assert statement.entered >= "2026-11-24", statement.id
        assert statement.source == "oid:source-core" and statement.licence == "CC0-1.0"
        assert isinstance(by_id[statement.proposition], Proposition)


def test_every_reference_leads_to_a_record(core: list[Record], by_id: dict[str, Any]) -> None:
    """Biomarkers, genes, drugs, cancers, regimens and events that are named are there."""
    for record in core:
        match record:
            case Proposition():
                named = [record.biomarker, record.therapy, record.cancer]
            case Biomarker():
                named = [*record.genes, *record.members, *record.broader]
            case PrevalenceObservation():
                named = [*record.subset]
            case Indication():
                named = [*record.events, *record.requires_absent]
            case Finding():
                named = [*record.therapies]
            case CirculatingFigure():
                named = [*record.explained_by]
            case Resource():
                named = [*record.cancers, *record.biomarkers]
            case Drug():
                named = [*record.targets]
            case Cancer():
                named = [*record.broader]
            case _:
                named = []
        missing = [id for id in named if id and id not in by_id]
        assert not missing, (record.id, missing)


def test_every_record_becomes_triples(core: list[Record]) -> None:
    quads = set(encode_all(core, "graph:core"))
    assert {str(quad.graph_name.value) for quad in quads} == {"https://w3id.org/oncotrace/graph/core"}
    assert len({quad.subject for quad in quads}) == len(core)


def test_the_source_gives_what_load_core_gives(core: list[Record]) -> None:
    """Through the registry: entities without names, then statements with names."""
    source = sources.by_name("core")
    rows = list(sources.rows_of(source, sources.locate(source, Path("elsewhere"))))
    entities = list(source.records(rows, None))
    names = Names.of(r for r in entities if isinstance(r, Record))
    assert [*entities, *source.records(rows, names)] == core[1:]


def test_no_summary_is_missing_and_no_two_figures_are_the_same(core: list[Record]) -> None:
    figures = of(core, PrevalenceObservation)
    assert all(f.summary.endswith(".") for f in figures)
    told = [(f.proposition, f.n, f.total, f.printed, f.subset, f.population, f.cohort) for f in figures]
    assert len(told) == len(set(told))


# --- hard cases -----------------------------------------------------------------------------------


def test_nrg1_is_three_of_three_and_never_three_of_47(core: list[Record], by_id: dict[str, Any]) -> None:
    """3 of 47 is the share of KRAS wild type; all three of them carried NRG1."""
    wild_type = figure(by_id, "pdac-kras-wild-type-jones2019")
    assert (wild_type.n, wild_type.total, wild_type.printed) == (3, 47, "6%")
    assert by_id[wild_type.proposition].biomarker == KRAS_WILD_TYPE

    nrg1 = figure(by_id, "pdac-nrg1-kras-wild-type-jones2019")
    assert (nrg1.n, nrg1.total, nrg1.subset, nrg1.unselected) == (3, 3, (KRAS_WILD_TYPE,), False)
    assert wild_type.cohort_group == nrg1.cohort_group

    of_nrg1 = [
        f for f in of(core, PrevalenceObservation) if by_id[f.proposition].biomarker == "oid:bm-nrg1-fusion"
    ]
    assert len(of_nrg1) >= 8
    assert not [f.id for f in of_nrg1 if f.total == 47 or f.printed == "6%"]


def test_the_circulating_nrg1_figure_is_explained_by_both(by_id: dict[str, Any]) -> None:
    heard = by_id["oid:st-core-pancreas-nrg1-3-6"]
    assert (heard.figure, heard.verdict) == ("3-6 %", "misread")
    assert set(heard.explained_by) == {
        "oid:st-core-pdac-kras-wild-type-jones2019",
        "oid:st-core-pdac-nrg1-kras-wild-type-jones2019",
    }


@pytest.mark.parametrize(
    ("id", "n"),
    [
        ("pdac-kinase-fusion-survey-3426", 32),
        ("pdac-braf-fusion-survey-3426", 22),
        ("pdac-alk-survey-3426", 5),
        ("pdac-ntrk-survey-3426", 3),
        ("pdac-met-fusion-survey-3426", 2),
    ],
)
def test_the_survey_of_3426_pancreatic_cancers(by_id: dict[str, Any], id: str, n: int) -> None:
    found = figure(by_id, id)
    assert (found.n, found.total, found.finding, found.unselected) == (n, 3426, "measured", True)
    assert by_id[found.proposition].cancer == PDAC
    assert found.cohort_group == "pdac-survey-3426"


def test_ros1_in_the_pancreas_is_none_reported_and_not_zero(by_id: dict[str, Any]) -> None:
    survey = figure(by_id, "pdac-ros1-survey-3426")
    assert (survey.finding, survey.n, survey.total, survey.printed) == ("none_reported", None, 3426, "")
    assert survey.confidence == "secondary-only"
    tcga = figure(by_id, "pdac-ros1-tcga-2018")
    assert (tcga.finding, tcga.n, tcga.total) == ("none_reported", None, None)


def test_ros1_in_the_pancreas_has_a_case_treated_with_entrectinib(by_id: dict[str, Any]) -> None:
    case = by_id["oid:st-core-entrectinib-ros1-pancreas-asco-gi-2018"]
    assert (case.topic, case.therapies) == ("clinical_activity", ("oid:drug-entrectinib",))
    assert (case.n, case.total) == (None, None), "one of three patients is no rate of response"
    proposition = by_id[case.proposition]
    assert (proposition.axis, proposition.biomarker, proposition.therapy, proposition.cancer) == (
        "treatment_response",
        "oid:bm-ros1-fusion",
        "oid:drug-entrectinib",
        PANCREAS,
    )


@pytest.mark.parametrize(
    ("id", "printed"),
    [
        ("pan-ntrk-foundation-295676", "0.30%"),
        ("crc-braf-coin", "7.90%"),
        ("aml-idh2-r172-only", "2.0%"),
        ("breast-pik3ca-tcga-bailey2018", "34.40%"),
    ],
)
def test_figures_stay_as_printed(by_id: dict[str, Any], id: str, printed: str) -> None:
    """A trailing zero is a part of the figure."""
    assert figure(by_id, id).printed == printed


def test_a_percentage_alone_gives_no_counts(core: list[Record]) -> None:
    """The TCGA driver table prints shares only: no n, no total, so no interval and no pooling."""
    table = [f for f in of(core, PrevalenceObservation) if f.documents == ("PMID:29625053",)]
    assert len(table) == 19
    assert {(f.n, f.total) for f in table} == {(None, None)}
    assert all(f.printed.endswith("%") for f in table)


def test_calling_artefacts_and_folk_figures_are_no_prevalence(
    core: list[Record], by_id: dict[str, Any]
) -> None:
    printed = {f.printed for f in of(core, PrevalenceObservation)}
    assert not printed & {"6.47%", "5.04%", "3-6 %", "about 3-6%", "85-96%", "0.3-0.8%"}
    assert len(of(core, CirculatingFigure)) == 6


@pytest.mark.parametrize(
    "id", ["pdac-gbrca2-mayo-hu2018", "breast-gbrca1-carriers2021", "ov-gbrca12-ontario-1342"]
)
def test_inherited_variants_carry_their_origin(by_id: dict[str, Any], id: str) -> None:
    assert figure(by_id, id).origin == "germline"


def test_a_fused_partner_share_is_one_of_fusion_positive_tumours(by_id: dict[str, Any]) -> None:
    found = figure(by_id, "nsclc-ros1-partner-cd74-he2019")
    assert (found.total, found.subset, found.unselected) == (106, ("oid:bm-ros1-fusion",), False)


# --- cancers --------------------------------------------------------------------------------------


def above(by_id: dict[str, Any], id: str, edges: str = "reviewed_broader") -> set[str]:
    found: set[str] = set()
    front = [id]
    while front:
        for up in getattr(by_id[front.pop()], edges):
            if up not in found:
                found.add(up)
                front.append(up)
    assert id not in found, f"{id} is above itself"
    return found


def test_every_cancer_reaches_one_root_by_reviewed_edges(core: list[Record], by_id: dict[str, Any]) -> None:
    """Solid or of the blood, never both; OncoTree's LYMPH and MYELOID tell which."""
    for cancer in of(core, Cancer):
        if cancer.id in ("MONDO:0004992", SOLID, BLOOD):
            continue
        roots = above(by_id, cancer.id) & {SOLID, BLOOD}
        assert len(roots) == 1, (cancer.label, roots)
        if cancer.tissue:
            assert roots == {BLOOD if cancer.tissue in ("LYMPH", "MYELOID") else SOLID}, cancer.label


def test_what_holds_for_pancreatic_adenocarcinoma_reaches_ductal_but_not_acinar(
    by_id: dict[str, Any],
) -> None:
    assert PAAD in above(by_id, PDAC)
    assert PAAD not in above(by_id, ACINAR)
    assert PAAD in above(by_id, ACINAR, "broader")
    assert {PANCREAS, SOLID} <= above(by_id, ACINAR) & above(by_id, PDAC)


def test_a_name_belongs_to_one_cancer(core: list[Record]) -> None:
    carriers: dict[str, set[str]] = defaultdict(set)
    for cancer in of(core, Cancer):
        for name in (cancer.label, *cancer.synonyms):
            carriers[name.casefold()].add(cancer.id)
    assert not {name: ids for name, ids in carriers.items() if len(ids) > 1}


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("PDAC", PDAC),
        ("pancreas cancer", PANCREAS),
        ("adenocarcinoma of the pancreas", PAAD),
        ("lung cancer", "MONDO:0008903"),
        ("NSCLC", "MONDO:0005233"),
        ("lung adenocarcinoma", "MONDO:0005061"),
        ("bowel cancer", "MONDO:0005575"),
        ("GIST", "MONDO:0011719"),
        ("AML", "MONDO:0018874"),
    ],
)
def test_people_find_their_cancer(names: Names, typed: str, id: str) -> None:
    assert names.cancer(typed) == id


def test_identifiers_of_mondo_are_those_of_its_file(core: list[Record], sources_dir: Path) -> None:
    """The id exists, and its cross-references are Mondo's, but for a few that were reviewed by name."""
    terms = {
        t["id"]: t for t in json.loads((sources_dir / "mondo" / "mondo-neoplasm-slice.json").read_text())
    }
    reviewed = {"ONCOTREE:CUP", "NCIT:C3812", "ONCOTREE:HNMASC", "ONCOTREE:IHG", "ONCOTREE:BLLBCRABL1"}
    for cancer in of(core, Cancer):
        prefix, _, number = cancer.id.partition(":")
        if prefix != "MONDO":
            continue
        theirs = {f"{x['namespace']}:{x['id']}" for x in terms[number].get("xrefs", [])}
        assert set(cancer.xrefs) - theirs <= reviewed, cancer.label


def test_genes_are_those_of_hgnc(core: list[Record], sources_dir: Path) -> None:
    with (sources_dir / "hgnc" / "hgnc_entries.tsv").open(encoding="utf-8") as file:
        hgnc = {row["HGNC ID"]: row for row in csv.DictReader(file, delimiter="\t")}
    for gene in of(core, Gene):
        row = hgnc[gene.id]
        assert (gene.symbol, gene.name) == (row["Approved symbol"], row["Approved name"])
        assert row["Status"] == "Approved"


# --- bad input ------------------------------------------------------------------------------------

GENES = "- {id: HGNC:10261, symbol: ROS1, name: ROS proto-oncogene 1}\n"
CANCERS = "- {id: MONDO:0005184, label: pancreatic ductal adenocarcinoma}\n"
DOCUMENTS = "- {id: 'PMID:1', kind: article, title: A paper}\n"
FACT = """\
# A comment, so that the entry does not stand in line 1.
- id: pdac-ros1
  biomarker: ROS1 fusion
  cancer: MONDO:0005184
  finding: measured
  n: 1
  total: 100
  population: everyone
  unselected: true
  cohort_group: one
  assay_class: rna
  documents: ["PMID:1"]
  access: abstract
  confidence: confirmed-primary
  seen: the abstract
  summary: One of a hundred.
"""


def write(folder: Path, fact: str, documents: str = DOCUMENTS, genes: str = GENES) -> Path:
    for name, text in (
        ("genes.yaml", genes),
        ("cancers.yaml", CANCERS),
        ("documents/all.yaml", documents),
        ("prevalence/pancreas.yaml", fact),
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_small_core_loads(tmp_path: Path) -> None:
    assert len(of(curated.load_core(write(tmp_path, FACT)), PrevalenceObservation)) == 1


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("n: 1\n", "n: 101\n", "n is 101, more than total 100"),
        ("n: 1\n", "n: '1'\n", "n is '1'"),
        ("n: 1\n", "n: 1.0\n", "n is 1.0"),
        ("  n: 1\n  total: 100\n", "", "a measured figure needs n or printed"),
        ("finding: measured", "finding: none_reported", "a printed zero is measured"),
        ("finding: measured", "finding: guessed", "finding is 'guessed'"),
        ("unselected: true", "unselected: true\n  subset: [KRAS wild type]", "is not unselected"),
        ("  access: abstract\n", "", "access is missing"),
        ("  seen:", "  sene:", "seen is missing"),
        ("summary:", "colour: red\n  summary:", "the key 'colour' is unknown"),
        ("MONDO:0005184", "MONDO:9999999", "no cancer 'MONDO:9999999' in the core"),
        ("PMID:1", "PMID:2", "no document 'PMID:2' in the core"),
        ("PMID:1", "a paper", "documents.0 is 'a paper'"),
        ('["PMID:1"]', "[]", "documents is []"),
        ("seen:", "published: '2019-02-30'\n  seen:", "published: day"),
        ("seen:", "published: last year\n  seen:", "a date is YYYY, YYYY-MM or YYYY-MM-DD"),
        ("ROS1 fusion", "ROS1 rearrangement", "Write 'ROS1 fusion'"),
        ("ROS1 fusion", "ROS9 fusion", "'ROS9' is no gene"),
    ],
)
def test_a_broken_fact_says_file_line_entry_and_what_to_do(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    assert FACT.count(old) == 1
    with pytest.raises(CoreFactError) as error:
        curated.load_core(write(tmp_path, FACT.replace(old, new)))
    said = str(error.value)
    assert said.startswith("loaders/core/prevalence/pancreas.yaml, line 2, pdac-ros1: ")
    assert what in said
    assert len(said.split(". ")) >= 2 and said.endswith(".")


def test_an_id_that_stands_there_twice_names_both_places(tmp_path: Path) -> None:
    with pytest.raises(
        CoreFactError, match=r"line 17, pdac-ros1: .*twice, first in prevalence/pancreas.yaml, line 2"
    ):
        curated.load_core(write(tmp_path, FACT + FACT.split("\n", 1)[1]))


def test_what_is_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(
        CoreFactError, match=r"loaders/core/prevalence/pancreas.yaml, line 3, not YAML: .* Correct it"
    ):
        curated.load_core(write(tmp_path, "- id: a\n  n: [1\n- id: b\n"))


def test_one_document_stands_in_one_file(tmp_path: Path) -> None:
    with pytest.raises(CoreFactError, match=r"documents/all.yaml, line 2, PMID:1: the id stands there twice"):
        curated.load_core(write(tmp_path, FACT, documents=DOCUMENTS * 2))


def test_a_file_that_has_no_place_in_the_core(tmp_path: Path) -> None:
    write(tmp_path, FACT)
    (tmp_path / "rumours.yaml").write_text("- {id: x}\n", encoding="utf-8")
    with pytest.raises(
        CoreFactError, match=r"rumours.yaml, line 1, x: no such file in the core. Choose among genes"
    ):
        curated.load_core(tmp_path)


def test_a_drug_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, FACT)
    finding = (
        "- {id: f, topic: resistance, therapies: [crizotinib], documents: ['PMID:1'], access: abstract,"
        " confidence: confirmed-primary, seen: here, summary: It stops.}\n"
    )
    (tmp_path / "findings").mkdir()
    (tmp_path / "findings" / "all.yaml").write_text(finding, encoding="utf-8")
    with pytest.raises(
        CoreFactError, match=r"findings/all.yaml, line 1, f: no drug 'crizotinib' in the core"
    ):
        curated.load_core(tmp_path)


@given(n=st.integers(0, 10**6), total=st.integers(1, 10**6))
def test_a_part_is_never_more_than_its_whole(n: int, total: int) -> None:
    entry = {
        "id": "x",
        "biomarker": "ROS1 fusion",
        "cancer": PDAC,
        "finding": "measured",
        "n": n,
        "total": total,
        "population": "all",
        "unselected": True,
        "cohort_group": "x",
        "assay_class": "rna",
        "documents": ["PMID:1"],
        "access": "abstract",
        "confidence": "confirmed-primary",
        "seen": "here",
        "summary": "Said.",
    }
    if n <= total:
        assert PrevalenceEntry.model_validate(entry).n == n
    else:
        with pytest.raises(ValidationError):
            PrevalenceEntry.model_validate(entry)


@given(day=st.dates(date(1900, 1, 1)), length=st.sampled_from((4, 7, 10)))
def test_a_date_keeps_its_precision(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    event = {"kind": "regular", "date": text, "documents": ["PMID:1"], "day_confirmed": "yes"}
    assert EventEntry.model_validate(event).date == text


@given(text=st.text(max_size=12))
def test_what_is_no_date_is_refused(text: str) -> None:
    event = {"kind": "regular", "date": text, "documents": ["PMID:1"], "day_confirmed": "yes"}
    try:
        padded = text + "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else text
        known = len(text) in (4, 7, 10) and date.fromisoformat(padded).isoformat()[: len(text)] == text
    except ValueError:
        known = False
    if known:
        assert EventEntry.model_validate(event).date == text
    else:
        with pytest.raises(ValidationError):
            EventEntry.model_validate(event)
