"""Moalmanac: only where its licence is accepted, kept so that checks find its faults, told in no answer."""

import json
from collections import Counter
from pathlib import Path

import pytest

from oncotrace.kg.alarms.run import Report, check_graph
from oncotrace.kg.errors import SourceError
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker, Indication, Proposition, Source
from oncotrace.kg.release import Release
from oncotrace.loaders import sources
from oncotrace.loaders.build import SourceRequest, build, found_in, left_out
from oncotrace.loaders.declare import Row
from oncotrace.loaders.moalmanac_words import (
    Refused,
    Wording,
    alternatives,
    check_cancer,
    check_marker,
    wording,
)

ACCEPTED = ("gpl-2.0-research",)


# --- the licence ----------------------------------------------------------------------------------


def test_it_is_left_out_unless_its_licence_is_accepted(sources_dir: Path) -> None:
    assert "moalmanac" not in {r.name for r in found_in(sources_dir)}
    assert [s.name for s in left_out(sources_dir)] == ["moalmanac"]
    assert "moalmanac" in {r.name for r in found_in(sources_dir, ACCEPTED)}
    assert left_out(sources_dir, ACCEPTED) == []


def test_to_name_it_is_not_to_accept_its_licence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"moalmanac: its licence \(GPL-2\.0, research use only\)"):
        build(tmp_path, [SourceRequest("moalmanac", tmp_path)], "2026-11-24")


def test_it_is_marked_as_not_to_be_passed_on(full_release: Release) -> None:
    reader = Reader(full_release.graph)
    all_sources = reader.get(full_release.graph.ids("Source"), Source)
    assert [s.id for s in all_sources if not s.redistributable] == ["oid:source-moalmanac"]
    for indication in _indications(full_release):
        assert indication.licence == "GPL-2.0, research use only"


# --- what checks find -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(full_release: Release) -> Report:
    return check_graph(full_release.path, "2026-11-24", heavy=False)


def test_checks_find_ibtrozi(report: Report) -> None:
    """Approved 2015-06-11, ten years before the product's first label; its core date is 2025-06-11."""
    (alarm,) = (a for a in report.alarms if a.check == "label_year" and a.severity == "error")
    assert "ind:fda.ibtrozi:0" in alarm.what and "2015-06-11" in alarm.what
    (other,) = (a for a in report.alarms if a.check == "approval_dates" and "ibtrozi" in a.what)
    assert "2025-06-11 (core)" in other.what and "2015-06-11 (moalmanac)" in other.what


def test_checks_find_the_undated_rows(report: Report, sources_dir: Path) -> None:
    """211 in the file: 183 of Health Canada, 20 of the FDA, 8 of the HPRA."""
    found = [a for a in report.alarms if a.check == "missing" and a.what.startswith("moalmanac ")]
    agencies = Counter(a.what.split()[1].removeprefix("ind:").partition(".")[0] for a in found)
    assert agencies == {"hc": 183, "fda": 20, "hpra": 8}
    rows = json.loads((sources_dir / "moalmanac" / "indications.json").read_text("utf-8"))
    undated = {row["id"] for row in rows if not row["initial_approval_date"]}
    assert {a.what.split()[1] for a in found} == undated


def test_checks_find_the_accelerated_approvals_before_the_first(report: Report) -> None:
    found = [a for a in report.alarms if a.check == "initial_approval" and "accelerated approval" in a.reason]
    assert sorted(a.what.partition("ind:fda.")[2].partition(")")[0] for a in found) == [
        "alecensa:1",
        "enhertu:0",
        "enhertu:4",
        "rybrevant:1",
    ]


def test_checks_find_the_text_of_lazcluze(report: Report) -> None:
    (alarm,) = (a for a in report.alarms if a.check == "biomarker_text" and "lazcluze" in a.what)
    assert alarm.severity == "error"
    assert "ROS1-positive" in alarm.what and "EGFR" in alarm.reason


def test_checks_find_no_fault_that_the_rows_do_not_have(report: Report) -> None:
    """Beside Lazcluze, the EMA's row of Augtyro prints ROS1 and codes NTRK; PD-L1 is CD274."""
    found = {a.what.partition("(")[2].partition(")")[0] for a in report.alarms if a.check == "biomarker_text"}
    assert found == {"ind:ema.lazcluze:0", "ind:ema.augtyro:1"}


# --- propositions ---------------------------------------------------------------------------------


def _indications(release: Release) -> list[Indication]:
    found = Reader(release.graph).get(release.graph.ids("Indication"), Indication)
    return [i for i in found if i.source == "oid:source-moalmanac"]


def _curated(release: Release, id: str) -> Indication:
    (found,) = Reader(release.graph).get([f"oid:st-core-{id}"], Indication)
    return found


@pytest.mark.parametrize(
    ("row", "core"),
    [
        ("ind:fda.ibtrozi:0", "taletrectinib-ros1-nsclc-fda"),
        ("ind:fda.rozlytrek:0", "entrectinib-ros1-nsclc-fda"),
        ("ind:fda.rozlytrek:1", "entrectinib-ntrk-solid-tumour-fda"),
        ("ind:fda.lynparza:5", "olaparib-brca-pancreas-fda"),
    ],
)
def test_a_row_meets_the_curated_approval(row: str, core: str, full_release: Release) -> None:
    (mine,) = (i for i in _indications(full_release) if i.locator == row)
    assert mine.proposition == _curated(full_release, core).proposition


def test_germline_is_kept(full_release: Release) -> None:
    by_row = {i.locator: i for i in _indications(full_release)}
    assert by_row["ind:fda.lynparza:5"].origin == "germline"
    assert by_row["ind:fda.lynparza:0"].origin == ""  # germline or somatic


def test_every_indication_names_what_its_row_names(full_release: Release) -> None:
    """None is left whose code the text contradicts: the wrong drug, cancer or sign."""
    reader = Reader(full_release.graph)
    mine = _indications(full_release)
    propositions = {p.id: p for p in reader.get([i.proposition for i in mine], Proposition)}
    biomarkers = {b.id: b for b in reader.get([p.biomarker for p in propositions.values()], Biomarker)}
    told = {i.locator: biomarkers[propositions[i.proposition].biomarker].label for i in mine}
    assert "ind:fda.bosulif:0" not in told or "CD22" not in told["ind:fda.bosulif:0"]
    assert not [row for row, label in told.items() if "NOT BCR::ABL1" in label and "blincyto" not in row]


def test_a_payers_decision_is_no_approval(full_release: Release) -> None:
    assert not [i for i in _indications(full_release) if "hse" in i.locator.split(".")[0]]
    assert {i.agency for i in _indications(full_release)} == {"FDA", "EMA"}


def test_a_file_that_is_missing_is_named(sources_dir: Path) -> None:
    files = [p for p in sorted((sources_dir / "moalmanac").glob("*.json")) if p.name != "documents.json"]
    source = sources.by_name("moalmanac")
    with pytest.raises(SourceError, match=r"moalmanac: no rows of documents\.json"):
        list(sources.outcomes(source, sources.rows_of(source, files, sources_dir)))


# --- words ----------------------------------------------------------------------------------------


def row(name: str, kind: str, present: bool = True) -> Row:
    extensions = [{"name": "biomarker_type", "value": kind}, {"name": "_present", "value": present}]
    return Row({"name": name, "extensions": extensions}, "biomarkers.json", 1)


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("v::ROS1", "Rearrangement", Wording("v::ROS1")),
        ("EGFR Exon 19 (Deletion)", "Somatic Variant", Wording("EGFR exon 19 Deletion", origin="somatic")),
        ("BRCA1 pathogenic variants", "Germline Variant", Wording("BRCA1 mutation", origin="germline")),
        ("Wild type KRAS", "Wild type", Wording("KRAS wild type")),
        (
            "ERBB2 TKD activating variants",
            "Somatic Variant",
            Wording("ERBB2 mutation", "which count, as coded: ERBB2 TKD activating variants", "somatic"),
        ),
        (
            "PD-L1 (CPS) >= 10",
            "Protein expression",
            Wording("CD274 expression", "which count, as coded: PD-L1 (CPS) >= 10"),
        ),
        ("PD-L1 < 1%", "Protein expression", Wording("PD-L1 < 1%")),  # for the grammar to refuse
    ],
)
def test_wordings(name: str, kind: str, wanted: Wording) -> None:
    assert wording(row(name, kind)) == wanted


@pytest.mark.parametrize(
    ("coded", "text"),
    [
        ([["A"]], "A"),
        ([["A"], ["B"]], "(A OR B)"),
        ([["A", "C"], ["B", "C"]], "C AND (A OR B)"),
        ([["A", "B"], ["C"]], "((A AND B) OR C)"),
        ([["A"], ["A", "B"]], "A"),  # B makes no difference
        ([["ER positive", "X"], ["PR positive", "X"]], "HR-positive AND X"),
        ([["ER positive"], ["PR positive"], ["ER positive", "PR positive"]], "HR-positive"),
        ([["ER negative", "PR negative"]], "HR-negative"),
        ([["ALK wild type"], ["EGFR wild type"]], "ALK wild type AND EGFR wild type"),
    ],
)
def test_statements_that_differ_in_the_biomarker_alone(coded: list[list[str]], text: str) -> None:
    assert alternatives([Wording(t) for t in one] for one in coded) == text


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        (row("CD22 +", "Protein expression"), "adults with Ph+ CML"),
        (row("BCR::ABL1", "Rearrangement", False), "Philadelphia chromosome-positive CML"),
        (row("v::RET", "Rearrangement"), "a RET mutation"),
        (row("CDK12 oncogenic variants", "Somatic Variant"), "FLT3 mutation-positive AML"),
    ],
)
def test_a_code_that_its_text_contradicts(marker: Row, text: str) -> None:
    with pytest.raises(Refused):
        check_marker(marker, text)


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        (row("v::NTRK1", "Rearrangement"), "a neurotrophic receptor tyrosine kinase (NTRK) gene fusion"),
        (row("BCR::ABL1", "Rearrangement"), "Ph+ CML"),
        (row("BCR::ABL1", "Rearrangement", False), "Philadelphia chromosome-negative ALL"),
        (row("PALB2 oncogenic variants", "Somatic Variant"), "HRR gene-mutated prostate cancer"),
        (row("ER positive", "Protein expression"), "hormone receptor (HR)-positive"),
    ],
)
def test_a_code_that_its_text_names(marker: Row, text: str) -> None:
    check_marker(marker, text)


def test_a_cancer_that_its_text_does_not_name() -> None:
    breast = Row({"name": "Invasive Breast Carcinoma"}, "diseases.json", 1)
    check_cancer(breast, "metastatic breast cancer")
    with pytest.raises(Refused):
        check_cancer(breast, "metastatic non-small cell lung cancer")

