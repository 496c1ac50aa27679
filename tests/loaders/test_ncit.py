"""NCI Thesaurus: codes of genes and drugs, one to one only."""

from typing import Any

import pytest

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Drug, Gene, Record
from oncotrace.kg.release import Release
from oncotrace.loaders.declare import Row, Skipped
from oncotrace.loaders.ncit import SEVERAL, SOURCE, records

KNOWN: dict[str, Record] = {
    "HGNC:18037": Gene(id="HGNC:18037", symbol="PHF6"),
    "HGNC:1": Gene(id="HGNC:1", symbol="ONE"),
    "oid:drug-arsenic": Drug(id="oid:drug-arsenic", label="arsenic trioxide", xrefs=("NCIT:C1005",)),
}


def rows(*triples: str) -> list[Row]:
    cells = [dict(zip(SOURCE.columns, triple.split(), strict=True)) for triple in triples]
    return [Row(cell, "ncit_map.tsv", line) for line, cell in enumerate(cells, 2)]


def outcome(*triples: str) -> list[Any]:
    return list(records(rows(*triples), KNOWN))


def test_a_code_that_a_gene_alone_has() -> None:
    assert outcome("C2 HGNC 1") == [Gene(id="HGNC:1", symbol="ONE", xrefs=("NCIT:C2",))]


def test_a_gene_and_its_allele_have_each_a_code() -> None:
    """C101088 and C101089 both lead to HGNC 18037: neither is surely the gene."""
    made = outcome("C101088 HGNC 18037", "C101089 HGNC 18037")
    assert [skipped.reason for skipped in made] == [SEVERAL, SEVERAL]


def test_a_code_that_leads_to_two_genes() -> None:
    made = outcome("C7 HGNC 1", "C7 HGNC 18037")
    assert [skipped.reason for skipped in made] == [SEVERAL, SEVERAL]


def test_a_chemical_is_a_drug_where_a_drug_has_its_code() -> None:
    drug, other = outcome("C1005 CHEBI CHEBI:30621", "C1003 CHEBI CHEBI:22565")
    assert drug == Drug(id="oid:drug-arsenic", label="arsenic trioxide", xrefs=("CHEBI:30621",))
    assert isinstance(other, Skipped)


@pytest.mark.parametrize("triple", ["C2 UP P08922", "C2 GO GO:0000003", "C2 HGNC 99999"])
def test_what_is_skipped(triple: str) -> None:
    (skipped,) = outcome(triple)
    assert isinstance(skipped, Skipped)


def test_no_gene_gets_two_codes_in_a_build(full_release: Release) -> None:
    genes = Reader(full_release.graph).get(full_release.graph.ids("Gene"), Gene)
    codes = [[x for x in gene.xrefs if x.startswith("NCIT:")] for gene in genes]
    assert max(map(len, codes)) == 1
    assert sum(map(len, codes)) == 1404
