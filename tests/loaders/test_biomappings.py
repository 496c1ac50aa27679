"""Biomappings: exact matches of cancers, which merge only where they are one to one."""

from typing import Any

import pytest

from oncotrace.kg.identity import merge
from oncotrace.kg.records import Cancer, Record
from oncotrace.kg.release import Release
from oncotrace.loaders.biomappings import SOURCE, records
from oncotrace.loaders.declare import Row, Skipped

KNOWN: dict[str, Record] = {
    "DOID:1": Cancer(id="DOID:1", label="thymoma"),
    "MONDO:2": Cancer(id="MONDO:2", label="thymic tumour"),
}


def outcome(*triples: str) -> list[Any]:
    cells = [dict(zip(SOURCE.columns, triple.split(), strict=True)) for triple in triples]
    return list(records([Row(c, "positive.tsv", line) for line, c in enumerate(cells, 1)], KNOWN))


@pytest.mark.parametrize(
    "triple", ["doid:1 skos:exactMatch mesh:D013945", "mesh:D013945 skos:exactMatch doid:1"]
)
def test_a_match_gives_the_cancer_the_other_code(triple: str) -> None:
    assert outcome(triple) == [Cancer(id="DOID:1", label="thymoma", xrefs=("MESH:D013945",))]


@pytest.mark.parametrize(
    "triple",
    [
        "doid:1 skos:narrowMatch mesh:D013945",
        "doid:1 skos:exactMatch efo:0000001",
        "mesh:D1 skos:exactMatch ncit:C1",
        "doid:99 skos:exactMatch mesh:D013945",
    ],
)
def test_what_is_skipped(triple: str) -> None:
    (skipped,) = outcome(triple)
    assert isinstance(skipped, Skipped)


def _ids(*triples: str) -> set[str]:
    doid, *mondo = (record for record in KNOWN.values() if isinstance(record, Cancer))
    merged = merge({"mondo": [*mondo], "disease_ontology": [doid], "biomappings": outcome(*triples)})
    return {record.id for found in merged.records.values() for record in found}


def test_a_match_that_is_one_to_one_merges_two_cancers() -> None:
    assert _ids("doid:1 skos:exactMatch mondo:2") == {"MONDO:2"}


def test_a_code_that_two_cancers_get_merges_neither() -> None:
    both = "doid:1 skos:exactMatch mesh:D1", "mondo:2 skos:exactMatch mesh:D1"
    assert _ids(*both) == {"DOID:1", "MONDO:2"}


def test_a_cancer_that_gets_two_codes_of_mondo_stays_itself() -> None:
    KNOWN["MONDO:3"] = Cancer(id="MONDO:3", label="another")
    both = "doid:1 skos:exactMatch mondo:2", "doid:1 skos:exactMatch mondo:3"
    assert "DOID:1" in _ids(*both)
    del KNOWN["MONDO:3"]


def test_codes_of_mesh_find_their_cancers(full_release: Release) -> None:
    """MeSH D018288 is Carcinoma, Small Cell; no code leads to two cancers."""
    names = full_release.names
    assert names.label(names.cancer("MESH:D018288") or "") == "small cell carcinoma"
    carriers = full_release.graph.into(
        {
            str(x)
            for of in full_release.graph.values(full_release.graph.ids("Cancer")).values()
            for x in of.get("skos:exactMatch", ())
            if str(x).startswith("MESH:")
        },
        "skos:exactMatch",
    )
    assert len(carriers) > 100
    assert all(len(found) == 1 for found in carriers.values())
