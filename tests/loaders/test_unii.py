"""UNII: golden values read off ``unii-oncology-slice.tsv``."""

from collections.abc import Callable
from typing import Any

import pytest

from oncotrace.kg.records import Drug
from oncotrace.loaders import unii
from oncotrace.loaders.declare import Row, Skipped


@pytest.fixture
def drugs(taken: Callable[[str], Any]) -> dict[str, Drug]:
    return dict(taken("unii").records)


def test_crizotinib(drugs: dict[str, Drug]) -> None:
    """Its three systematic names are left out, and the code 1066, which is a bare number."""
    assert drugs["UNII:53AH36668S"] == Drug(
        id="UNII:53AH36668S",
        label="crizotinib",
        synonyms=("NSC-756645", "PF-02341066", "PF-2341066"),
        brands=("Xalkori",),
    )


def test_a_biologic_keeps_its_suffixed_name(drugs: dict[str, Drug]) -> None:
    assert drugs["UNII:AE72RB1W1X"] == Drug(
        id="UNII:AE72RB1W1X",
        label="zenocutuzumab",
        synonyms=("MCLA128", "MCLA-128", "zenocutuzumab-zbco"),
        brands=("Bizengri",),
    )


@pytest.mark.parametrize(
    ("id", "label", "also"),
    [
        ("UNII:24T2A1DOYB", "regorafenib", "regorafenib anhydrous"),
        ("UNII:25X51I8RD4", "nicotinamide", "niacinamide"),
        ("UNII:P188ANX8CK", "trastuzumab", "trastuzumab beta"),
        ("UNII:R16CO5Y76E", "aspirin", "acetylsalicylic acid"),
        ("UNII:WOH1JD9AR8", "olaparib", "AZD2281"),
        ("UNII:B6T47Y2UAP", "daraxonrasib", ""),
    ],
)
def test_the_label_is_the_international_name(drugs: dict[str, Drug], id: str, label: str, also: str) -> None:
    assert drugs[id].label == label
    assert not also or also in drugs[id].synonyms


def test_labels_and_names_tell_drugs_apart(drugs: dict[str, Drug]) -> None:
    """No name of a drug is a name of another: the slice has no such case after the skips."""
    carriers: dict[str, set[str]] = {}
    for drug in drugs.values():
        for name in (drug.label, *drug.synonyms, *drug.brands):
            carriers.setdefault(name.casefold(), set()).add(drug.id)
    assert {name: ids for name, ids in carriers.items() if len(ids) > 1} == {}
    assert len(drugs) == 374


def test_no_name_is_a_word_of_a_few_letters(drugs: dict[str, Drug]) -> None:
    names = {name for drug in drugs.values() for name in (*drug.synonyms, *drug.brands)}
    assert min(map(len, names)) >= unii.SHORTEST
    assert not {name for name in names if "[" in name or " COMPONENT " in name.upper()}


def test_every_name_that_is_not_skipped_is_carried(
    drugs: dict[str, Drug], taken: Callable[[str], Any]
) -> None:
    """A row is either skipped or found again among the names of its drug."""
    got = taken("unii")
    skipped = {s.locator for s in got.skipped}
    for row in got.rows:
        drug = drugs[f"UNII:{row['UNII']}"]
        if f"{drug.id}, line {row.line}" not in skipped:
            name = row["Name"].partition(" [")[0].casefold()
            assert name in {n.casefold() for n in (drug.label, *drug.synonyms, *drug.brands)}


def test_a_substance_without_fit_names_keeps_its_display_name() -> None:
    row = Row({"Name": "1066", "TYPE": "cd", "UNII": "X", "Display Name": "NEWDRUG"}, "u.tsv", 2)
    skipped, drug = unii.records([row])
    assert isinstance(skipped, Skipped)
    assert skipped.locator == "UNII:X, line 2"
    assert drug == Drug(id="UNII:X", label="newdrug")
