"""Observed pairs: seen in data, evidence of nothing, and in no answer."""

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Gene, ObservedPair, Statement
from oncotrace.kg.release import Release


def pairs_of(release: Release, gene: str, end: str) -> set[str]:
    reader = Reader(release.graph)
    (id,) = (i for i in release.graph.ids("Gene") if release.names.label(i) == gene)
    found = reader.get(release.graph.into([id], f"ot:{end}").get(id, ()), ObservedPair)
    return {pair.locator for pair in found if pair.source == "oid:source-fusions"}


def test_the_pairs_of_ros1(full_release: Release) -> None:
    """As ``grep ROS1`` finds them, without those of PROS1."""
    assert pairs_of(full_release, "ROS1", "threePrime") == {
        f"{partner}--ROS1" for partner in ("C6orf204", "CD74", "CEP85L", "CLTC", "EZR")
    }
    assert pairs_of(full_release, "ROS1", "fivePrime") == set()


def test_an_earlier_symbol_leads_to_its_gene(full_release: Release) -> None:
    """C6orf204 is an earlier name of CEP85L: two rows, one gene, and neither is lost."""
    (pair,) = Reader(full_release.graph).get(["oid:pair-fusions-c6orf204-ros1"], ObservedPair)
    (gene,) = Reader(full_release.graph).get([pair.five_prime], Gene)
    assert gene.symbol == "CEP85L"


def test_a_pair_is_no_statement(full_release: Release) -> None:
    assert not issubclass(ObservedPair, Statement)
    values = full_release.graph.values(full_release.graph.ids("ObservedPair"))
    assert 18_378 < len(values) <= 18_378 + 141
    assert not any("ot:proposition" in of for of in values.values())
    assert all(of["dcterms:source"] for of in values.values())
