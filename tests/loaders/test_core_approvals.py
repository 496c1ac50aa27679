"""The curated approvals: the hard cases come out right, and every record can be proven."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

CORE = Path(__file__).parents[2] / "loaders" / "core"
ANY_SOLID = "oid:cancer-solid-tumour"
NSCLC, PDAC, PANCREAS = "MONDO:0005233", "MONDO:0006047", "MONDO:0009831"
NTRK = "NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion"
BRCA = "BRCA1 mutation OR BRCA2 mutation"
KINDS = {"accelerated", "conditional", "regular", "extended", "approved", "withdrawn"}
RESTRICTED = re.compile(r"moalmanac|hemonc", re.I)

Row = dict[str, Any]


def rows(*files: Path) -> list[Row]:
    return [row for file in files for row in yaml.safe_load(file.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def approvals() -> list[Row]:
    return rows(*sorted((CORE / "approvals").glob("*.yaml")))


@pytest.fixture(scope="module")
def documents() -> dict[str, Row]:
    return {row["id"]: row for row in rows(*sorted((CORE / "documents").glob("*.yaml")))}


@pytest.fixture(scope="module")
def coverage() -> list[Row]:
    return rows(CORE / "coverage.yaml")


def drugs_of(row: Row) -> list[str]:
    return [row["drug"]] if "drug" in row else list(row["regimen"]["drugs"])


def of(approvals: list[Row], drug: str, agency: str = "FDA") -> list[Row]:
    return [row for row in approvals if drug in drugs_of(row) and row["agency"] == agency]


def only(found: list[Row]) -> Row:
    assert len(found) == 1, [row["id"] for row in found]
    return found[0]


def events(row: Row) -> list[tuple[str, str]]:
    return [(event["kind"], event["date"]) for event in row["events"]]


# --- the hard cases ---------------------------------------------------------------------------


@pytest.mark.parametrize("agency", ["FDA", "EMA"])
@pytest.mark.parametrize("drug", ["entrectinib", "repotrectinib"])
def test_ros1_is_for_lung_and_ntrk_for_any_solid_tumour(approvals: list[Row], drug: str, agency: str) -> None:
    """Two indications each, never crossed."""
    found = {(row["biomarker"], row["cancer"]) for row in of(approvals, drug, agency)}
    assert found == {("ROS1 fusion", NSCLC), (NTRK, ANY_SOLID)}


def test_the_five_ros1_drugs_are_approved_in_lung_cancer_alone(approvals: list[Row]) -> None:
    ros1 = [row for row in approvals if row["agency"] == "FDA" and "ROS1" in (row["biomarker"] or "")]
    assert {row["cancer"] for row in ros1} == {NSCLC}
    assert {row["drug"]: events(row) for row in ros1} == {
        "crizotinib": [("regular", "2016-03-11")],
        "entrectinib": [("regular", "2019-08-15")],
        "repotrectinib": [("regular", "2023-11-15")],
        "taletrectinib": [("regular", "2025-06-11")],
        "zidesamtinib": [("regular", "2026-07-22")],
    }
    assert all(event["day_confirmed"] == "yes" for row in ros1 for event in row["events"])


def test_zidesamtinib_needs_an_earlier_ros1_inhibitor(approvals: list[Row]) -> None:
    assert only(of(approvals, "zidesamtinib"))["prior_treatment"] == "at least one earlier ROS1 inhibitor"


def test_larotrectinib_is_one_indication_with_two_events_and_its_conditions(approvals: list[Row]) -> None:
    row = only(of(approvals, "larotrectinib"))
    assert (row["biomarker"], row["cancer"]) == (NTRK, ANY_SOLID)
    assert events(row) == [("accelerated", "2018-11-26"), ("regular", "2025-04")]
    assert "no known acquired resistance mutation" in row["conditions"]
    assert "no satisfactory alternative treatment, or the cancer grew after treatment" in row["conditions"]


def test_repotrectinib_label_names_no_resistance_mutation(approvals: list[Row]) -> None:
    """Its NTRK label asks for less than those of larotrectinib and entrectinib."""
    row = only([row for row in of(approvals, "repotrectinib") if row["biomarker"] == NTRK])
    assert "no known acquired resistance mutation" not in row["conditions"]


@pytest.mark.parametrize(
    ("drug", "biomarker", "dates"),
    [
        ("entrectinib", NTRK, [("accelerated", "2019-08-15"), ("extended", "2023-10")]),
        ("repotrectinib", NTRK, [("accelerated", "2024-06-13")]),
        ("selpercatinib", "RET fusion", [("accelerated", "2022-09-21"), ("regular", "2026-07-14")]),
        ("dabrafenib", "BRAF V600E", [("accelerated", "2022-06-22")]),
        ("pembrolizumab", "MSI-H OR dMMR", [("accelerated", "2017-05-23"), ("regular", "2023-03")]),
        ("pembrolizumab", "TMB-H", [("accelerated", "2020-06-16")]),
        ("dostarlimab", "dMMR", [("accelerated", "2021-08-17")]),
        ("trastuzumab deruxtecan", "HER2-positive", [("accelerated", "2024-04-05")]),
    ],
)
def test_approvals_for_any_solid_tumour(
    approvals: list[Row], drug: str, biomarker: str, dates: list[tuple[str, str]]
) -> None:
    key = (biomarker, ANY_SOLID)
    row = only([row for row in of(approvals, drug) if (row["biomarker"], row["cancer"]) == key])
    assert events(row) == dates
    assert row["conditions"], "such a label always needs something else as well"


def test_braf_for_any_solid_tumour_leaves_out_colorectal_cancer(approvals: list[Row]) -> None:
    row = only([row for row in of(approvals, "dabrafenib") if row["cancer"] == ANY_SOLID])
    assert row["regimen"] == {"interaction": "combination", "drugs": ["dabrafenib", "trametinib"]}
    assert row["excluded_cancers"] == ["MONDO:0005575"]


@pytest.mark.parametrize(("agency", "date"), [("FDA", "2019-12-27"), ("EMA", "2020-07")])
def test_olaparib_in_pancreatic_cancer(approvals: list[Row], agency: str, date: str) -> None:
    row = only([row for row in of(approvals, "olaparib", agency) if row["cancer"] == PDAC])
    assert row["biomarker"] == BRCA
    assert row["origin"] == "germline"
    assert row["maintenance"] is True
    assert row["prior_treatment"].startswith("at least 16 weeks of first-line platinum")
    assert [event["date"] for event in row["events"]] == [date]


def test_zenocutuzumab_has_three_separate_indications(approvals: list[Row]) -> None:
    found = {row["cancer"]: events(row) for row in of(approvals, "zenocutuzumab")}
    assert found == {
        PDAC: [("accelerated", "2024-12-04")],
        NSCLC: [("accelerated", "2024-12-04")],
        "MONDO:0019087": [("approved", "2026-05-08")],
    }


def test_daraxonrasib_needs_no_biomarker(approvals: list[Row]) -> None:
    row = only(of(approvals, "daraxonrasib"))
    assert (row["biomarker"], row["biomarker_required"], row["cancer"]) == (None, False, PDAC)
    assert events(row) == [("regular", "2026-08-26")]
    assert "several drugs together do not fit" in row["prior_treatment"]


def test_gedatolisib_is_no_pik3ca_drug(approvals: list[Row]) -> None:
    """It needs the mutation to be absent: a negative biomarker."""
    row = only(of(approvals, "gedatolisib"))
    assert (row["biomarker"], row["biomarker_required"]) == (None, False)
    assert row["requires_absent"] == ["PIK3CA mutation"]
    drug = only([drug for drug in rows(CORE / "drugs.yaml") if drug["name"] == "gedatolisib"])
    assert "PIK3CA" not in drug.get("targets", [])


def test_imlunestrant_alone_is_approved_by_two_agencies(approvals: list[Row]) -> None:
    alone = [row for row in approvals if row.get("drug") == "imlunestrant"]
    assert {row["agency"]: events(row) for row in alone} == {
        "EMA": [("regular", "2026-01")],
        "FDA": [("regular", "2025-09-25")],
    }


@pytest.mark.parametrize(
    ("drug", "wide", "narrow"),
    [
        ("erdafitinib", "FGFR2 alteration OR FGFR3 alteration", "FGFR3 alteration"),
        ("niraparib", None, BRCA),
        ("pembrolizumab", "HER2-positive", "CD274 expression AND HER2-positive"),
    ],
)
def test_a_narrowed_use_is_two_records_that_meet(
    approvals: list[Row], drug: str, wide: str | None, narrow: str
) -> None:
    """The wider use ends on the date on which the narrower one begins, cancer by cancer."""
    narrowed = [row for row in of(approvals, drug) if row["biomarker"] == narrow]
    begun = {row["cancer"]: row["events"][0]["date"] for row in narrowed}
    ended = {
        row["cancer"]: row["events"][-1]["date"]
        for row in of(approvals, drug)
        if row["biomarker"] == wide and row["events"][-1]["kind"] == "withdrawn"
    }
    assert ended and ended.items() <= begun.items()


def test_olaparib_maintenance_in_ovarian_cancer(approvals: list[Row]) -> None:
    """First line since SOLO-1, for ovary, fallopian tube and peritoneum, whether inherited or not."""
    found = [row for row in of(approvals, "olaparib") if "ovarian-first-line-maintenance" in row["id"]]
    assert {row["cancer"] for row in found} == {"MONDO:0008170", "MONDO:0002158", "MONDO:0015686"}
    for row in found:
        assert (row["drug"], row["biomarker"], row["maintenance"]) == ("olaparib", BRCA, True)
        assert "origin" not in row
        assert events(row) == [("regular", "2018-12-19")]


def test_tazemetostat_is_off_the_market(approvals: list[Row]) -> None:
    kinds = [event["kind"] for event in only(of(approvals, "tazemetostat"))["events"]]
    assert kinds == ["accelerated", "withdrawn"]


@pytest.mark.parametrize(
    ("drug", "dates"),
    [
        ("infigratinib", [("accelerated", "2021-05-28"), ("withdrawn", "2024-05-16")]),
        ("mobocertinib", [("accelerated", "2021-09-15"), ("withdrawn", "2024-07-15")]),
        ("pralsetinib", [("accelerated", "2020-12-01"), ("withdrawn", "2023-07")]),
        ("gefitinib", [("accelerated", "2003-05-02"), ("withdrawn", "2012-04-25")]),
    ],
)
def test_withdrawn_approvals_keep_their_series(
    approvals: list[Row], drug: str, dates: list[tuple[str, str]]
) -> None:
    withdrawn = [row for row in of(approvals, drug) if row["events"][-1]["kind"] == "withdrawn"]
    assert events(only(withdrawn)) == dates


def test_a_withdrawal_touches_one_indication_only(approvals: list[Row]) -> None:
    """Gefitinib lost its first use and holds another since 2015; pralsetinib keeps lung cancer."""
    gefitinib = {row["biomarker"]: row["events"][-1]["kind"] for row in of(approvals, "gefitinib")}
    assert gefitinib == {None: "withdrawn", "EGFR L858R OR EGFR exon 19 deletion": "regular"}
    pralsetinib = {row["cancer"]: row["events"][-1]["kind"] for row in of(approvals, "pralsetinib")}
    assert pralsetinib[NSCLC] == "regular"


# --- every record -----------------------------------------------------------------------------


def test_ids_are_unique(approvals: list[Row], coverage: list[Row]) -> None:
    for found in (approvals, coverage, rows(CORE / "documents" / "approvals.yaml")):
        ids = [row["id"] for row in found]
        assert sorted(set(ids)) == sorted(ids)


def test_each_event_has_kind_and_date_in_order(approvals: list[Row]) -> None:
    for row in approvals:
        assert row["events"], row["id"]
        for event in row["events"]:
            assert event["kind"] in KINDS, row["id"]
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", event["date"]), row["id"]
        dates = [event["date"] for event in row["events"]]
        assert dates == sorted(dates), row["id"]


def test_a_day_that_no_public_source_gives_is_left_out(approvals: list[Row]) -> None:
    for row in approvals:
        for event in row["events"]:
            assert event["day_confirmed"] in {"yes", "page-seen", "no"}, row["id"]
            assert (event["day_confirmed"] == "no") == (len(event["date"]) < 10), row["id"]
            if event["day_confirmed"] == "no":
                assert event["note"], row["id"]


def test_every_document_exists(approvals: list[Row], documents: dict[str, Row]) -> None:
    cited = {doc for row in approvals for doc in row["documents"]}
    cited |= {doc for row in approvals for event in row["events"] for doc in event["documents"]}
    assert cited <= documents.keys()


def test_coverage_cites_documents_that_exist(coverage: list[Row], documents: dict[str, Row]) -> None:
    assert {doc for row in coverage for doc in row.get("documents", [])} <= documents.keys()


def test_each_event_cites_documents_of_its_record(approvals: list[Row]) -> None:
    for row in approvals:
        for event in row["events"]:
            assert event["documents"], row["id"]
            assert set(event["documents"]) <= set(row["documents"]), row["id"]


def test_no_approval_rests_on_a_licence_restricted_table(
    approvals: list[Row], documents: dict[str, Row]
) -> None:
    for row in approvals:
        for event in row["events"]:
            cited = [documents[doc] for doc in event["documents"]]
            assert any(not RESTRICTED.search(f"{doc['id']} {doc.get('url', '')}") for doc in cited), row["id"]


def test_what_was_not_opened_is_told(approvals: list[Row], documents: dict[str, Row]) -> None:
    """A label that only a restricted table quoted is secondary, and the record says so."""
    for row in approvals:
        if row["access"] == "secondary":
            assert any("was not opened" in doubt for doubt in row["doubts"]), row["id"]
        if row["access"] == "notice":
            assert any(documents[doc]["kind"] == "notice" for doc in row["documents"]), row["id"]


def test_cancers_and_drugs_are_known(approvals: list[Row], coverage: list[Row]) -> None:
    cancers = {row["id"] for row in rows(CORE / "cancers.yaml")}
    drugs = {row["name"] for row in rows(CORE / "drugs.yaml")}
    assert {row["cancer"] for row in approvals} <= cancers
    assert {cancer for row in coverage for cancer in row["cancers"]} <= cancers
    assert {drug for row in approvals for drug in drugs_of(row)} <= drugs


def test_drug_names_lead_to_one_drug() -> None:
    seen: dict[str, str] = {}
    for drug in rows(CORE / "drugs.yaml"):
        for name in [
            drug["name"],
            *drug.get("brands", []),
            *drug.get("synonyms", []),
            *drug.get("xrefs", []),
        ]:
            assert seen.setdefault(name.casefold(), drug["name"]) == drug["name"]


def test_targets_are_core_genes() -> None:
    symbols = {gene["symbol"] for gene in rows(CORE / "genes.yaml")}
    assert {target for drug in rows(CORE / "drugs.yaml") for target in drug.get("targets", [])} <= symbols


# --- what "none" rests on ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agency", "axis", "checked_on"),
    [("FDA", "approval", "2026-09-23"), ("EMA", "approval", "2026-11-24"), ("", "frequency", "2026-09-23")],
)
def test_ros1_in_pancreatic_cancer_was_searched(
    coverage: list[Row], agency: str, axis: str, checked_on: str
) -> None:
    found = [
        row
        for row in coverage
        if (row.get("agency", ""), row["axis"]) == (agency, axis)
        and row["cancers"] == [PANCREAS]
        and row.get("biomarkers") == ["ROS1 fusion"]
    ]
    assert only(found)["checked_on"] == checked_on
    assert only(found)["method"]


@pytest.mark.parametrize("agency", ["MHRA", "PMDA", "NMPA"])
def test_agencies_that_were_not_checked_say_so(coverage: list[Row], agency: str) -> None:
    row = only([row for row in coverage if row.get("agency") == agency])
    assert row["method"] == "not checked"
    assert "checked_on" not in row


def test_the_coverage_of_ros1_agrees_with_the_records(approvals: list[Row], coverage: list[Row]) -> None:
    """Each drug that the coverage names has its record, and no other has one."""
    for agency in ("FDA", "EMA"):
        row = only([row for row in coverage if row["id"] == f"{agency.lower()}-ros1-any-cancer"])
        held = {r["drug"] for r in approvals if r["agency"] == agency and r["biomarker"] == "ROS1 fusion"}
        assert held == {drug for drug in re.findall(r"\w+nib\b", row["result"])}


def test_the_coverage_of_pancreatic_cancer_agrees_with_the_records(
    approvals: list[Row], coverage: list[Row]
) -> None:
    row = only([row for row in coverage if row["id"] == "fda-pancreas-any-biomarker"])
    pancreas = {PDAC, "MONDO:0019954"}
    held = {drugs_of(r)[0] for r in approvals if r["agency"] == "FDA" and r["cancer"] in pancreas}
    assert all(drug in row["result"] for drug in held)
    assert len(held) == 8
