"""HGNC: golden values read off ``hgnc_entries.tsv``."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from oncotrace.kg.records import Gene
from oncotrace.loaders.declare import Skipped


def test_ros1(taken: Callable[[str], Any]) -> None:
    assert taken("hgnc").records["HGNC:10261"] == Gene(
        id="HGNC:10261",
        symbol="ROS1",
        name="ROS proto-oncogene 1, receptor tyrosine kinase",
        aliases=("MCF3", "ROS", "c-ros-1"),
        locus_type="gene with protein product",
        xrefs=("NCBIGENE:6098", "ENSEMBL:ENSG00000047936", "UNIPROT:P08922"),
    )


def test_erbb2_has_aliases_and_a_previous_symbol(taken: Callable[[str], Any]) -> None:
    erbb2 = taken("hgnc").records["HGNC:3430"]
    assert erbb2.symbol == "ERBB2"
    assert {"HER2", "HER-2", "NEU"} <= set(erbb2.aliases)
    assert erbb2.previous_symbols == ("NGL",)


def test_a_gene_may_have_two_proteins(taken: Callable[[str], Any]) -> None:
    calca = taken("hgnc").records["HGNC:1437"]
    assert calca.symbol == "CALCA"
    assert calca.xrefs[-2:] == ("UNIPROT:P01258", "UNIPROT:P06881")


def test_only_approved_symbols_are_genes(taken: Callable[[str], Any]) -> None:
    hgnc = taken("hgnc")
    assert len(hgnc.records) == 43_837
    assert len({gene.symbol for gene in hgnc.records.values()}) == 43_837
    assert Counter(s.reason for s in hgnc.skipped) == {"symbol withdrawn": 3_381, "entry withdrawn": 1_795}
    assert Skipped("HGNC:6", "symbol withdrawn") in hgnc.skipped
