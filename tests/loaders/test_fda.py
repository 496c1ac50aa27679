"""FDA notices: each meets the curated approval on its proposition; what cannot be read is quarantined."""

from typing import Any

import pytest

from oncotrace.kg.names import Names
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import ApprovalEvent, Cancer, Drug, Gene, Indication, Quarantined
from oncotrace.kg.release import Release
from oncotrace.loaders.declare import Row
from oncotrace.loaders.fda import records

NAMES = Names.of(
    [
        Gene(id="HGNC:10261", symbol="ROS1"),
        Cancer(id="MONDO:0005233", label="non-small cell lung cancer", synonyms=("NSCLC",)),
        Cancer(id="MONDO:0007254", label="breast cancer"),
        Cancer(id="oid:cancer-er", label="ER+/HER2- breast cancer"),
        Drug(id="oid:drug-zidesamtinib", label="zidesamtinib"),
    ]
)
NOTICE = {
    "date": "2026-07-22",
    "drug": "zidesamtinib",
    "type": "regular",
    "biomarker": "ROS1-positive",
    "indication": "adults with metastatic ROS1-positive NSCLC who received a prior ROS1 TKI",
    "url": "https://www.fda.gov/drugs/fda-approves-zidesamtinib",
}


def outcome(**changes: object) -> list[Any]:
    cells = {k: v for k, v in (NOTICE | changes).items() if v != "-"}
    return list(records([Row(cells, "oce.json", 1)], NAMES))


def indication(**changes: object) -> Indication:
    (found,) = (record for record in outcome(**changes) if isinstance(record, Indication))
    return found


@pytest.mark.parametrize(
    ("date", "drug", "core"),
    [
        ("2026-09-09", "sevabertinib", "sevabertinib-erbb2-nsclc-fda"),
        ("2026-08-26", "daraxonrasib", "daraxonrasib-pancreas-fda"),
        ("2026-07-22", "zidesamtinib", "zidesamtinib-ros1-nsclc-fda"),
        ("2026-07-14", "selpercatinib", "selpercatinib-ret-solid-tumour-fda"),
        ("2026-09-18", "imlunestrant + abemaciclib", "imlunestrant-abemaciclib-esr1-breast-fda"),
    ],
)
def test_a_notice_meets_the_curated_approval(date: str, drug: str, core: str, full_release: Release) -> None:
    """The same proposition, and an event of the same day."""
    reader = Reader(full_release.graph)
    notices = reader.get(full_release.graph.ids("Indication"), Indication)
    (notice,) = (n for n in notices if n.source == "oid:source-fda" and n.locator == f"{date}, {drug}")
    (curated,) = reader.get([f"oid:st-core-{core}"], Indication)
    assert notice.proposition == curated.proposition
    assert date in {e.date for e in reader.get(curated.events, ApprovalEvent)}
    assert [e.date for e in reader.get(notice.events, ApprovalEvent)] == [date]


def test_a_record_that_says_there_is_no_biomarker_has_none() -> None:
    assert indication(biomarker=None).biomarker_required is False


def test_a_record_that_leaves_the_biomarker_out_may_name_it() -> None:
    text = "adults with NSCLC with ROS1 fusions, detected by a test"
    assert indication(biomarker="-", indication=text.replace("adults with", "adults,")).biomarker_required
    assert isinstance(outcome(biomarker="-")[0], Quarantined)  # "with metastatic ROS1-positive NSCLC who ..."


def test_the_receptors_of_a_breast_cancer_belong_to_the_cancer() -> None:
    plain = indication(indication="adults with breast cancer")
    narrower = indication(indication="adults, ER+/HER2- advanced breast cancer")
    assert plain.proposition != narrower.proposition


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"date": "July 2026"}, "no date"),
        ({"type": "tentative"}, "a kind of approval that is not known here"),
        ({"url": "https://example.org/"}, "no notice at the agency's own address"),
        ({"drug": "nothing"}, "a drug that no loaded source has"),
        ({"biomarker": "something odd"}, "the biomarker cannot be read"),
        ({"indication": "adults"}, "the cancer cannot be told: none is named, or several"),
        ({"indication": "NSCLC or breast cancer"}, "the cancer cannot be told: none is named, or several"),
    ],
)
def test_what_cannot_be_read_is_quarantined(changes: dict[str, object], reason: str) -> None:
    (row,) = outcome(**changes)
    assert isinstance(row, Quarantined)
    assert row.reason == reason and row.locator and row.content
