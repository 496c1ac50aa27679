"""A name finds one thing, or says that it does not know."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from oncotrace.kg.names import Names, all_names, normalise, write
from oncotrace.kg.records import Cancer, Drug, Gene

RECORDS = [
    Gene(id="HGNC:10261", symbol="ROS1", name="ROS proto-oncogene 1", aliases=("MCF3",)),
    Gene(id="HGNC:3430", symbol="ERBB2", aliases=("HER2",), previous_symbols=("NGL",)),
    Gene(id="HGNC:1", symbol="AAA1", aliases=("SHARED",)),
    Gene(id="HGNC:2", symbol="AAA2", aliases=("SHARED",)),
    Gene(id="HGNC:3", symbol="AAA3", aliases=("ROS1",)),
    Cancer(
        id="MONDO:0006047",
        label="pancreatic adenocarcinoma",
        synonyms=("adenocarcinoma of the pancreas",),
        xrefs=("ONCOTREE:PAAD", "DOID:4074"),
    ),
    Cancer(id="MONDO:0005233", label="non-small cell lung carcinoma", synonyms=("NSCLC",)),
    Drug(
        id="oid:drug-zenocutuzumab", label="zenocutuzumab", brands=("Bizengri",), xrefs=("UNII:AE72RB1W1X",)
    ),
]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.of(RECORDS)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Non-Small-Cell Lung Carcinomas", "non small cell lung carcinoma"),
        ("solid tumours", "Solid Tumor"),
        ("acute myeloid leukaemia", "Acute Myeloid Leukemia"),
        ("TGF-β", "tgf beta"),
        ("oesophageal cancer", "Esophageal Cancers"),
    ],
)
def test_spelling_case_hyphen_and_plural_make_no_difference(written: str, same: str) -> None:
    assert normalise(written) == normalise(same)


def test_a_symbol_outranks_another_genes_alias(names: Names) -> None:
    assert names.gene("ros1") == "HGNC:10261"


def test_an_alias_of_two_genes_is_neither(names: Names) -> None:
    assert names.gene("SHARED") is None


@pytest.mark.parametrize("code", ["ONCOTREE:PAAD", "PAAD", "DOID:4074", "Adenocarcinoma of the Pancreas"])
def test_codes_and_synonyms_find_the_cancer(names: Names, code: str) -> None:
    assert names.cancer(code) == "MONDO:0006047"


@pytest.mark.parametrize("name", ["Bizengri", "zenocutuzumab-zbco", "UNII:AE72RB1W1X"])
def test_a_brand_a_suffix_and_a_code_find_the_drug(names: Names, name: str) -> None:
    assert names.drug(name) == "oid:drug-zenocutuzumab"


def test_near_names_are_offered_and_unrelated_ones_are_not(names: Names) -> None:
    assert [n.id for n in names.near("pancraetic adenocarcinoma")] == ["MONDO:0006047"]
    assert names.near("xyzzy") == []


def test_one_slip_is_found_and_two_are_not(names: Names) -> None:
    """A letter changed, lost or added, or two swapped; nothing is read but the few rows alike."""
    assert [n.id for n in names.within_one("pancraetic adenocarcinoma")] == ["MONDO:0006047"]
    assert [n.id for n in names.within_one("RSO1", ("Gene",))] == ["HGNC:10261"]
    assert names.within_one("RSO1", ("Drug",)) == []
    assert names.within_one("pancraetic adenocarcinomia") == []
    assert names.within_one("") == []


letters = st.text(st.sampled_from("abc "), min_size=1, max_size=18)


@settings(max_examples=150, deadline=None)
@given(st.lists(letters, min_size=1, max_size=6), letters, st.data())
def test_slips_are_those_of_the_definition(labels: list[str], other: str, data: st.DataObject) -> None:
    """Few letters and all lengths around the border between the two kinds of marks, against a comparison with
    every name."""
    label = data.draw(st.sampled_from(labels))
    place = data.draw(st.integers(0, len(label)))
    slipped = data.draw(
        st.sampled_from(
            [
                label[:place] + "b" + label[place:],
                label[:place] + label[place + 1 :],
                label[:place] + "c" + label[place + 1 :],
                label[:place] + label[place + 1 : place + 2] + label[place : place + 1] + label[place + 2 :],
                other,
            ]
        )
    )
    drugs = [Drug(id=f"oid:drug-{n}", label=text) for n, text in enumerate(labels)]
    names = Names.of(drugs)
    key = normalise(slipped)
    near = {d.id for d in drugs if normalise(d.label) and OSA.distance(key, normalise(d.label)) <= 1}
    assert {n.id for n in names.within_one(slipped)} == near


def test_an_index_in_a_file_says_the_same(names: Names, tmp_path: Path) -> None:
    """Whatever the order in which it was made; a name stands on one line."""
    write(all_names(reversed(RECORDS)), tmp_path / "names")
    read = Names.at(tmp_path / "names")
    assert {*read} == all_names(RECORDS)
    assert [*read] == [*names]
    names.copy(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == (tmp_path / "names").read_bytes()
    lined = Names.of([Drug(id="oid:drug-a", label="two\nlines\tof it")])
    assert [n.text for n in lined.find(["two lines of it"])["two lines of it"]] == ["two lines of it"]


def test_what_begins_alike_is_the_shortest_first(names: Names) -> None:
    assert [n.text for n in names.beginning("aaa")] == ["AAA1", "AAA2", "AAA3"]
    assert [n.text for n in names.beginning("n")] == ["NSCLC"], "one a thing"
    assert [n.text for n in names.beginning("non small")] == ["non-small cell lung carcinoma"]
    assert [n.id for n in names.beginning("", ("Gene",))] == []
    assert [n.text for n in names.beginning("aaa", ("Gene",), limit=2)] == ["AAA1", "AAA2"]
    assert names.beginning("ros1", ("Drug",)) == names.beginning("her2") == []


def test_labels_come_back(names: Names) -> None:
    assert names.label("HGNC:3430") == "ERBB2"
    assert names.label("MONDO:none") == "MONDO:none"
    assert names.labels("Cancer") == [
        ("MONDO:0005233", "non-small cell lung carcinoma"),
        ("MONDO:0006047", "pancreatic adenocarcinoma"),
    ]
