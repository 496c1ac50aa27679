"""Mondo: golden values read off ``mondo-neoplasm-slice.json``."""

from collections.abc import Callable
from typing import Any

import pytest

from oncotrace.kg.records import Cancer
from oncotrace.loaders import mondo
from oncotrace.loaders.declare import Row


@pytest.fixture
def cancers(taken: Callable[[str], Any]) -> dict[str, Cancer]:
    return dict(taken("mondo").records)


def test_pancreatic_adenocarcinoma_and_its_child(cancers: dict[str, Cancer]) -> None:
    paad, pdac = cancers["MONDO:0006047"], cancers["MONDO:0005184"]
    assert paad.label == "pancreatic adenocarcinoma"
    assert paad.xrefs == ("DOID:4074", "NCIT:C8294", "ONCOTREE:PAAD")
    assert paad.synonyms == (
        "adenocarcinoma - pancreas",
        "adenocarcinoma of pancreas",
        "adenocarcinoma of the pancreas",
        "PAAD",
        "pancreas adenocarcinoma",
    )
    assert pdac.broader == (paad.id,)
    assert "NCIT:C9120" in pdac.xrefs


def test_a_term_may_have_two_codes_of_one_source(cancers: dict[str, Cancer]) -> None:
    assert [x for x in cancers["MONDO:0005184"].xrefs if x.startswith("DOID:")] == ["DOID:3498", "DOID:3587"]


def test_every_cancer_reaches_neoplasm(cancers: dict[str, Cancer]) -> None:
    """The slice is closed: one root, and no edge leaves it."""
    reached: set[str] = set()
    todo = ["MONDO:0005070"]
    narrower: dict[str, list[str]] = {}
    for cancer in cancers.values():
        for parent in cancer.broader:
            narrower.setdefault(parent, []).append(cancer.id)
    while todo:
        if (id := todo.pop()) not in reached:
            reached.add(id)
            todo += narrower.get(id, ())
    assert reached == cancers.keys()
    assert len(cancers) == 4_275


def test_an_escaped_code_is_unescaped(cancers: dict[str, Cancer]) -> None:
    assert any("ONCOTREE:MDS/MPN" in cancer.xrefs for cancer in cancers.values())
    assert not any("%" in xref for cancer in cancers.values() for xref in cancer.xrefs)


def test_an_edge_out_of_the_slice_is_dropped() -> None:
    row = Row({"id": "1", "name": "a tumour", "relations": {"is_a": ["2"]}}, "m.json", 1)
    assert list(mondo.records([row])) == [Cancer(id="MONDO:1", label="a tumour")]
