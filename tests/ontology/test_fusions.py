"""The table of fusion ends: what it says, and that CIViC's export gives the same."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from oncotrace.ontology.data import load
from oncotrace.ontology.fusions import usual_end


@pytest.mark.parametrize(
    ("symbol", "end"),
    [
        ("ROS1", "3prime"),
        ("ALK", "3prime"),
        ("NTRK3", "3prime"),
        ("NRG1", "3prime"),
        ("FGFR1", "3prime"),
        ("FGFR2", "5prime"),
        ("KMT2A", "5prime"),
        ("CD74", "5prime"),
        ("MET", "3prime"),  # reviewed against the one odd profile of the export
        ("CCDC6", ""),
        ("KRAS", ""),
    ],
)
def test_usual_end(symbol: str, end: str) -> None:
    assert usual_end(symbol) == end


def _partners(export: Path) -> dict[str, dict[str, set[str]]]:
    """By gene and end, the partners that the distinct profiles name."""
    with export.open(encoding="utf-8", newline="") as file:
        profiles = {row["molecular_profile"] for row in csv.DictReader(file, delimiter="\t")}
    partners: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"5prime": set(), "3prime": set()})
    for profile in profiles:
        for five, three in re.findall(r"(?<!\S)([A-Za-z0-9?-]+)::([A-Za-z0-9?-]+)", profile):
            if not re.fullmatch(r"e\d+", five):  # joined exons, e6::e20
                partners[five]["5prime"].add(three)
                partners[three]["3prime"].add(five)
    return partners


def test_table_is_what_the_export_gives(sources_dir: Path) -> None:
    """Each gene of the table stands at the end where the export names more known partners."""
    table = load("oncotrace.ontology", "fusion_ends.json")
    listed = {s: "3prime" for s in table["three_prime"]} | {s: "5prime" for s in table["five_prime"]}
    listed |= dict.fromkeys(table["undecided"], "")
    no_genes_of_hgnc = {"v", "?", "ACT", "ADAD2-AS1", "C19MC", "SIRAL1"}
    derived = {}
    for symbol, ends in _partners(sources_dir / "civic" / "AcceptedClinicalEvidenceSummaries.tsv").items():
        five, three = ((len(p - {"v", "?"}), "v" in p) for p in (ends["5prime"], ends["3prime"]))
        derived[symbol] = "5prime" if five > three else "3prime" if three > five else ""
    assert {s: e for s, e in derived.items() if s not in no_genes_of_hgnc} == listed
