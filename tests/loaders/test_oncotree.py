"""OncoTree: golden values read off ``oncotree_2025_10_03.json``."""

from collections.abc import Callable
from typing import Any

import pytest

from oncotrace.kg.records import Cancer
from oncotrace.loaders.declare import Skipped


@pytest.fixture
def cancers(taken: Callable[[str], Any]) -> dict[str, Cancer]:
    return dict(taken("oncotree").records)


def test_pancreatic_adenocarcinoma(cancers: dict[str, Cancer]) -> None:
    assert cancers["ONCOTREE:PAAD"] == Cancer(
        id="ONCOTREE:PAAD", label="Pancreatic Adenocarcinoma", xrefs=("NCIT:C8294",), tissue="PANCREAS"
    )


def test_a_shared_code_is_kept_on_both(cancers: dict[str, Cancer]) -> None:
    """PACT and MCN share NCIT:C41247, which is for the merge to see, not for us to mend."""
    pact, mcn = cancers["ONCOTREE:PACT"], cancers["ONCOTREE:MCN"]
    assert pact.xrefs == mcn.xrefs == ("NCIT:C41247",)
    assert mcn.broader == ("ONCOTREE:PACT",)


def test_two_codes_of_one_node_are_both_kept(cancers: dict[str, Cancer]) -> None:
    assert cancers["ONCOTREE:SRCCR"].xrefs == ("NCIT:C9168", "NCIT:C7967")


def test_lung_adenocarcinoma_is_a_non_small_cell_lung_cancer(cancers: dict[str, Cancer]) -> None:
    luad = cancers["ONCOTREE:LUAD"]
    assert (luad.broader, luad.tissue) == (("ONCOTREE:NSCLC",), "LUNG")
    assert cancers["ONCOTREE:NSCLC"].broader == ()


def test_tissues_are_no_cancers(cancers: dict[str, Cancer], taken: Callable[[str], Any]) -> None:
    skipped = taken("oncotree").skipped
    assert Skipped("ONCOTREE:PANCREAS", "a tissue, no cancer") in skipped
    assert (len(cancers), len(skipped)) == (865, 33)
    tissues = {cancer.tissue for cancer in cancers.values()}
    assert "" not in tissues
    assert len(tissues) == 32
    assert {"LYMPH", "MYELOID", "PANCREAS", "LUNG"} < tissues


def test_no_anatomy_is_taken_for_a_disease(cancers: dict[str, Cancer]) -> None:
    """C12393 is the pancreas in NCIt."""
    assert not any("NCIT:C12393" in cancer.xrefs for cancer in cancers.values())
