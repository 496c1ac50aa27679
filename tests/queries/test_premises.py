"""False premises are contradicted by the approvals on record; questions are not premises."""

import pytest

from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.queries.question import Premise
from oncotrace.queries.resolve import resolve

DAY = "2026-11-24"


def premises(text: str, names: Names, graph: Graph, day: str = DAY) -> tuple[Premise, ...]:
    return resolve(text, names, graph, as_of=day).premises


@pytest.mark.parametrize(
    ("text", "claim", "verdict", "false"),
    [
        ("larotrectinib for ROS1", "implied", "no_record_for_biomarker", True),
        ("larotrectinib for a ROS1 fusion", "implied", "no_record_for_biomarker", True),
        ("Why is larotrectinib approved for ROS1 fusions?", "stated", "no_record_for_biomarker", True),
        ("Is larotrectinib approved for ROS1?", "asked", "no_record_for_biomarker", False),
        ("larotrectinib for NTRK fusion", "implied", "ok", False),
        ("larotrectinib for NTRK1 fusion pancreatic cancer", "implied", "ok", False),
        ("crizotinib is approved for pancreatic cancer", "stated", "only_other_cancer", True),
        ("When was crizotinib approved for pancreatic cancer?", "stated", "only_other_cancer", True),
        ("is crizotinib approved for pancreatic cancer?", "asked", "only_other_cancer", False),
        ("I wonder if crizotinib is approved for pancreatic cancer", "asked", "only_other_cancer", False),
        ("crizotinib for ROS1 fusion in pancreatic cancer", "implied", "only_other_cancer", False),
        ("crizotinib is approved for ROS1 fusion lung cancer", "stated", "ok", False),
        ("crizotinib is approved for ROS1", "stated", "ok", False),
        ("sotorasib is approved for KRAS G12C lung cancer", "stated", "ok", False),
        ("olaparib is approved for germline BRCA2 pancreatic cancer", "stated", "ok", False),
        ("ROS1 G2032R resistance to crizotinib", "asked", "no_record_for_biomarker", False),
        ("daraxonrasib for ROS1 fusion pancreatic cancer", "implied", "ok", False),
    ],
)
def test_verdict(
    text: str, claim: str, verdict: str, false: bool, core_names: Names, core_graph: Graph
) -> None:
    (premise,) = premises(text, core_names, core_graph)
    assert (premise.claim, premise.verdict, premise.false) == (claim, verdict, false)


def test_contradiction_cites_what_the_drug_is_approved_for(core_names: Names, core_graph: Graph) -> None:
    (premise,) = premises("larotrectinib for ROS1", core_names, core_graph)
    assert premise.statements
    proposition = core_graph.out(premise.statements, "ot:proposition")
    biomarkers = core_graph.out([p for found in proposition.values() for p in found], "ot:biomarker")
    said = {core_names.label(b) for found in biomarkers.values() for b in found}
    assert said == {"NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion"}


@pytest.mark.parametrize("drug", ["entrectinib", "repotrectinib"])
def test_two_indications_are_never_crossed(drug: str, core_names: Names, core_graph: Graph) -> None:
    """ROS1 in lung and NTRK in any solid tumour do not add up to ROS1 in the pancreas."""
    text = f"{drug} is approved for ROS1 fusion pancreatic cancer"
    (premise,) = premises(text, core_names, core_graph)
    assert (premise.verdict, premise.false) == ("only_other_cancer", True)
    (other,) = premises(f"{drug} is approved for NTRK fusion pancreatic cancer", core_names, core_graph)
    assert other.verdict == "ok"


def test_approval_counts_from_its_day(core_names: Names, core_graph: Graph) -> None:
    """Crizotinib's first ROS1 approval was on 2016-03-11."""
    text = "crizotinib is approved for ROS1 fusion lung cancer"
    (before,) = premises(text, core_names, core_graph, "2016-03-10")
    (after,) = premises(text, core_names, core_graph, "2016-03-11")
    assert (before.verdict, after.verdict) == ("no_record_for_biomarker", "ok")


def test_agency_without_any_record_contradicts_nothing(core_names: Names, core_graph: Graph) -> None:
    text = "crizotinib is approved in Japan for ROS1 fusion lung cancer"
    (premise,) = premises(text, core_names, core_graph)
    assert premise.agency == "PMDA"
    assert (premise.verdict, premise.false) == ("no_record_for_agency", False)


def test_implied_drug_is_explained_by_one_alteration(core_names: Names, core_graph: Graph) -> None:
    """Osimertinib goes with EGFR; nobody said that it goes with TP53."""
    (premise,) = premises("EGFR L858R and TP53 mutation, osimertinib", core_names, core_graph)
    assert (premise.biomarker, premise.verdict) == ("oid:bm-egfr-l858r", "ok")


def test_no_drug_no_premise(core_names: Names, core_graph: Graph) -> None:
    assert premises("ROS1 fusion in pancreatic cancer", core_names, core_graph) == ()
