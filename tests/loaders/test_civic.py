"""What the rows of CIViC become: golden rows, the hard ones, and a sum that leaves no row out."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.kg.names import Names, all_names
from oncotrace.kg.records import (
    Biomarker,
    Cancer,
    Document,
    Drug,
    Evidence,
    Gene,
    Proposition,
    Quarantined,
    Record,
    Regimen,
)
from oncotrace.loaders import civic, sources
from oncotrace.loaders.declare import Outcome, Row, Skipped

DRUGS = """crizotinib osimertinib erlotinib cetuximab irinotecan panitumumab olaparib zenocutuzumab neratinib
trastuzumab gefitinib selumetinib dabrafenib trametinib imatinib selpercatinib""".split()


@dataclass(slots=True)
class Loaded:
    rows: list[Row]
    outcomes: list[Outcome]

    @property
    def records(self) -> dict[str, Record]:
        return {o.id: o for o in self.outcomes if not isinstance(o, Skipped)}

    def evidence(self, eid: int) -> Evidence:
        found = self.records[f"oid:st-civic-{eid}"]
        assert isinstance(found, Evidence)
        return found

    def claim(self, eid: int) -> tuple[str, str, str, str]:
        """Axis, biomarker label, therapy label, cancer id."""
        found = self.records[self.evidence(eid).proposition]
        assert isinstance(found, Proposition)
        biomarker = self.records[found.biomarker]
        assert isinstance(biomarker, Biomarker)
        therapy = self.records.get(found.therapy)
        label = therapy.label if isinstance(therapy, Drug | Regimen) else found.therapy
        return found.axis, biomarker.label, label, found.cancer


@pytest.fixture(scope="module")
def civic_rows(sources_dir: Path) -> list[Row]:
    source = civic.SOURCE
    return list(sources.rows_of(source, sources.locate(source, sources_dir), sources_dir))


@pytest.fixture(scope="module")
def names(taken: Callable[[str], object], civic_rows: list[Row]) -> Names:
    """All genes of HGNC, a few drugs, and the export's own diseases by DOID."""
    genes = taken("hgnc").records.values()  # type: ignore[attr-defined]
    diseases = {row["doid"]: row["disease"] for row in civic_rows if row["doid"]}
    cancers = [Cancer(id=f"DOID:{doid}", label=name) for doid, name in diseases.items()]
    solid = Cancer(id="oid:cancer-solid-tumour", label="any solid tumour", synonyms=("solid tumour",))
    drugs = [Drug(id=f"oid:drug-{name}", label=name) for name in DRUGS]
    return Names.exact(all_names([*genes, *cancers, solid, *drugs]))


@pytest.fixture(scope="module")
def loaded(civic_rows: list[Row], names: Names) -> Loaded:
    return Loaded(civic_rows, list(sources.outcomes(civic.SOURCE, civic_rows, names)))


# --- all rows -------------------------------------------------------------------------------------


def test_every_row_has_one_outcome(loaded: Loaded) -> None:
    located = [o.locator for o in loaded.outcomes if isinstance(o, Evidence | Quarantined | Skipped)]
    assert len(loaded.rows) == 4854
    assert sorted(located) == sorted(f"EID{row['evidence_id']}" for row in loaded.rows)


def test_outcomes_by_reason(loaded: Loaded) -> None:
    """Glioma without DOID (2 rows) does not resolve among the names of this test."""
    quarantined = Counter(o.reason for o in loaded.outcomes if isinstance(o, Quarantined))
    assert quarantined == {
        "flagged in CIViC": 153,
        "the molecular profile cannot be read": 15,
        "the disease has no DOID that we know and no name that we know": 2,
        "the cited document has no date": 2,
        "a claim on treatment without a treatment": 1,
    }
    assert Counter(o.reason for o in loaded.outcomes if isinstance(o, Skipped)) == {civic.NO_CLAIM: 50}
    assert sum(isinstance(o, Evidence) for o in loaded.outcomes) == 4631


def test_flagged_rows_support_nothing(loaded: Loaded) -> None:
    flagged = {f"EID{row['evidence_id']}" for row in loaded.rows if row["is_flagged"] == "true"}
    assert not flagged & {o.locator for o in loaded.outcomes if isinstance(o, Evidence)}


def test_every_evidence_stands_on_records_that_came_before_it(loaded: Loaded) -> None:
    seen: set[str] = set()
    for outcome in loaded.outcomes:
        if isinstance(outcome, Evidence):
            assert {outcome.proposition, *outcome.documents} <= seen
        if not isinstance(outcome, Skipped):
            seen.add(outcome.id)


def test_evidence_is_dated_sourced_and_licensed(loaded: Loaded) -> None:
    for evidence in (o for o in loaded.outcomes if isinstance(o, Evidence)):
        assert re.fullmatch(r"(19|20)\d\d", evidence.published)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", evidence.entered)
        assert re.fullmatch(r"civic:[A-E]", evidence.levels[0])
        assert (evidence.source, evidence.licence) == ("oid:source-civic", "CC0-1.0")
        assert (evidence.asserted_by, evidence.access) == ("CIViC", "database_row")


def test_does_not_support_is_never_a_positive_edge(loaded: Loaded) -> None:
    directions = {f"EID{row['evidence_id']}": row["evidence_direction"] for row in loaded.rows}
    wanted = {"Supports": "supports", "Does Not Support": "disputes"}
    for evidence in (o for o in loaded.outcomes if isinstance(o, Evidence)):
        assert evidence.direction == wanted[directions[evidence.locator]]


def test_same_rows_give_the_same_records(civic_rows: list[Row], names: Names, loaded: Loaded) -> None:
    assert list(sources.outcomes(civic.SOURCE, civic_rows, names)) == loaded.outcomes


# --- golden rows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eid", "axis", "biomarker", "therapy", "cancer"),
    [
        (1100, "treatment_response", "CD74::ROS1 fusion AND ROS1 G2032R", "oid:drug-crizotinib", "3910"),
        (2934, "treatment_response", "ROS1 G2032R", "oid:drug-crizotinib", "3910"),
        (7384, "treatment_response", "BRCA1 loss of function", "oid:drug-olaparib", "4074"),
        (7385, "treatment_response", "BRCA2 loss of function", "oid:drug-olaparib", "4074"),
        (12246, "treatment_response", "NRG1 fusion", "oid:drug-zenocutuzumab", "3908"),
        (12247, "treatment_response", "NRG1 fusion", "oid:drug-zenocutuzumab", "4074"),
        (11158, "treatment_response", "NOT KIT D816V", "oid:drug-imatinib", "349"),
        (1, "diagnosis", "JAK2 V617F", "", "1037"),
        (49, "prognosis", "DNMT3A R882 mutation", "", "9119"),
    ],
)
def test_golden_claim(loaded: Loaded, eid: int, axis: str, biomarker: str, therapy: str, cancer: str) -> None:
    assert loaded.claim(eid) == (axis, biomarker, therapy, f"DOID:{cancer}")


def test_acquired_resistance_of_a_profile(loaded: Loaded) -> None:
    """EID1100 says nothing about ROS1 fusions alone, and is one paper with EID2934."""
    evidence = loaded.evidence(1100)
    assert (evidence.significance, evidence.direction, evidence.acquired) == ("resistance", "supports", True)
    assert (evidence.origin, evidence.levels, evidence.rating) == ("somatic", ("civic:C",), 4)
    assert (evidence.published, evidence.entered) == ("2013", "2024-05-09")
    assert evidence.trials == ("NCT:NCT00585195",)
    assert evidence.documents == ("PMID:23724914",) == loaded.evidence(2934).documents
    profile = loaded.records[loaded.records[evidence.proposition].biomarker]  # type: ignore[attr-defined]
    assert isinstance(profile, Biomarker)
    assert (profile.operator, profile.broader) == ("AND", ())


def test_flagged_mixture_of_partners_is_quarantined(loaded: Loaded) -> None:
    row = loaded.records["oid:quarantine-civic-7538"]
    assert isinstance(row, Quarantined)
    assert (row.locator, row.reason) == ("EID7538", "flagged in CIViC")
    assert "SLC4A4::ROS1" in row.content


def test_germline_brca_in_pancreatic_cancer(loaded: Loaded) -> None:
    """Both rows reach "BRCA1 mutation OR BRCA2 mutation" by what they are kinds of."""
    assert [loaded.evidence(eid).origin for eid in (7384, 7385)] == ["germline", "germline"]
    mutation = loaded.records["oid:bm-brca1-mutation"]
    loss = loaded.records["oid:bm-brca1-loss-of-function"]
    assert isinstance(loss, Biomarker) and mutation.id in loss.broader


def test_row_that_does_not_support(loaded: Loaded) -> None:
    """EID995: BRAF wild type is not linked with resistance."""
    evidence = loaded.evidence(995)
    assert (evidence.significance, evidence.direction) == ("resistance", "disputes")
    assert loaded.claim(995)[1] == "BRAF wild type"


@pytest.mark.parametrize(
    ("eid", "interaction", "label"),
    [
        (12370, "sequential", "osimertinib, then erlotinib"),
        (1113, "sequential", "neratinib, then trastuzumab"),
        (1979, "combination", "cetuximab + crizotinib"),
        (1971, "substitutes", "panitumumab or cetuximab + irinotecan"),
        (1153, "substitutes", "gefitinib or HER2 Inhibitor CP-724,714 or selumetinib"),
    ],
)
def test_three_kinds_of_regimen(loaded: Loaded, eid: int, interaction: str, label: str) -> None:
    regimen = loaded.records[loaded.records[loaded.evidence(eid).proposition].therapy]  # type: ignore[attr-defined]
    assert isinstance(regimen, Regimen)
    assert (regimen.interaction, regimen.label) == (interaction, label)


def test_comma_before_a_space_is_part_of_a_name(loaded: Loaded) -> None:
    labels = {o.label for o in loaded.outcomes if isinstance(o, Drug)}
    assert "FGF/VEGF Receptor Tyrosine Kinase Inhibitor, PD173074" in labels
    assert "2,4-pyrimidinediamine" in labels


def test_conference_abstracts_are_no_pmids(loaded: Loaded) -> None:
    asco = loaded.records[loaded.evidence(7066).documents[0]]
    assert isinstance(asco, Document)
    assert (asco.id, asco.kind, asco.published) == ("oid:doc-asco-161573", "abstract", "2018")
    assert loaded.evidence(11027).documents == ("DOI:10.1182/blood-2021-148205",)
    assert "PMID:161573" not in loaded.records


def test_functional_rows_have_no_disease(loaded: Loaded) -> None:
    propositions = [o for o in loaded.outcomes if isinstance(o, Proposition) and not o.cancer]
    assert {p.axis for p in propositions} == {"function"}


# --- rows made for the test -----------------------------------------------------------------------

SMALL = Names.of(
    [
        Gene(id="oid:gene-egfr", symbol="EGFR"),
        Gene(id="oid:gene-kras", symbol="KRAS"),
        Cancer(id="DOID:3908", label="lung non-small cell carcinoma"),
        Drug(id="oid:drug-osimertinib", label="osimertinib"),
    ]
)


def row(**cells: str) -> Row:
    usual = {
        "molecular_profile": "EGFR T790M",
        "disease": "Lung Non-small Cell Carcinoma",
        "doid": "3908",
        "phenotypes": "",
        "therapies": "Osimertinib",
        "therapy_interaction_type": "",
        "evidence_type": "Predictive",
        "evidence_direction": "Supports",
        "evidence_level": "B",
        "significance": "Sensitivity/Response",
        "evidence_statement": "A study.",
        "citation_id": "1",
        "source_type": "PubMed",
        "citation": "Somebody et al., 2020",
        "nct_ids": "",
        "rating": "",
        "evidence_id": "1",
        "variant_origin": "Somatic",
        "last_review_date": "2023-01-09 21:46:26 UTC",
        "is_flagged": "false",
    }
    return Row(usual | cells, "civic.tsv", 2)


def outcome(**cells: str) -> Outcome:
    """The last outcome of one row: the statement, or what stands in its place."""
    return list(sources.outcomes(civic.SOURCE, [row(**cells)], SMALL))[-1]


@pytest.mark.parametrize(
    ("statement", "acquired"),
    [
        ("An acquired EGFR T790M mutation was seen.", True),
        ("Biopsy at progression showed the emergence of T790M.", True),
        ("T790M was found as a secondary mutation.", True),
        ("No acquired T790M was found.", False),
        ("Acquired resistance to gefitinib is common in EGFR T790M.", False),
        ("Patients with T790M responded. Secondary end points were survival.", False),
        ("The acquired L858R is another variant.", False),
    ],
)
def test_acquired_only_where_the_text_says_so_of_the_variant(statement: str, acquired: bool) -> None:
    evidence = outcome(evidence_statement=statement)
    assert isinstance(evidence, Evidence)
    assert evidence.acquired is acquired


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"is_flagged": "true"}, "flagged in CIViC"),
        ({"is_flagged": "true", "evidence_direction": "N/A"}, "flagged in CIViC"),
        ({"molecular_profile": "EGFR Something"}, "the molecular profile cannot be read"),
        (
            {"disease": "Unheard Of", "doid": ""},
            "the disease has no DOID that we know and no name that we know",
        ),
        ({"citation": ""}, "the cited document has no date"),
        ({"therapies": "Not Applicable"}, "a claim on treatment without a treatment"),
    ],
)
def test_what_cannot_be_stated_is_quarantined(cells: dict[str, str], reason: str) -> None:
    quarantined = outcome(**cells)
    assert isinstance(quarantined, Quarantined)
    assert quarantined.reason == reason


def test_disease_is_found_by_name_where_the_row_has_no_doid() -> None:
    assert isinstance(outcome(doid=""), Evidence)


def test_unknown_drug_keeps_the_name_as_printed() -> None:
    found = list(sources.outcomes(civic.SOURCE, [row(therapies="KW2449")], SMALL))
    assert Drug(id="oid:drug-kw2449", label="KW2449") in found


def test_unspecific_origin_stays_unsaid() -> None:
    evidence = outcome(variant_origin="Mixed")
    assert isinstance(evidence, Evidence)
    assert evidence.origin == ""


@pytest.mark.parametrize(
    "cells", [{"significance": "Marvellous"}, {"evidence_type": "Poetic"}, {"rating": "x"}]
)
def test_word_that_civic_never_used_is_an_error_with_its_place(cells: dict[str, str]) -> None:
    with pytest.raises(SourceError, match=r"civic\.tsv, line 2"):
        outcome(**cells)
