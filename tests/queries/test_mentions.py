"""Names in running text: the longest wins, each at its place, ambiguous ones with all that they may be."""

from itertools import pairwise

import pytest

from oncotrace.kg.names import Names
from oncotrace.kg.records import Cancer, Drug, Gene
from oncotrace.queries.mentions import mentions


def found(text: str, names: Names) -> list[tuple[str, str]]:
    return [(m.kind, m.text) for m in mentions(text, names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("non-small cell lung cancer", [("Cancer", "non-small cell lung cancer")]),
        ("crizotinib (Xalkori)", [("Drug", "crizotinib"), ("Drug", "Xalkori")]),
        ("HER-2 and ROS 1 rearranged", [("Gene", "HER-2"), ("Gene", "ROS 1")]),
        ("Line 1 of treatment, stage 4", []),
        ("pT3 N1, CR1", []),
        ("AML or aml, but no ALL", [("Cancer", "AML"), ("Cancer", "aml")]),
        ("all cancers", []),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str]], core_names: Names) -> None:
    assert found(text, core_names) == expected


def test_places_are_those_of_the_text(core_names: Names) -> None:
    text = "Is Xalkori for ROS1-positive NSCLC?"
    for mention in mentions(text, core_names):
        assert text[mention.start : mention.end] == mention.text


def test_mentions_do_not_overlap(core_names: Names) -> None:
    text = "HER2-positive breast cancer, EGFR exon 19 deletion, lung adenocarcinoma and crizotinib"
    places = [(m.start, m.end) for m in mentions(text, core_names)]
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_name_of_several_things_keeps_them_all() -> None:
    names = Names.of(
        [
            Cancer(id="MONDO:1", label="first tumour", synonyms=("secretory carcinoma",)),
            Cancer(id="MONDO:2", label="second tumour", synonyms=("secretory carcinoma",)),
        ]
    )
    (mention,) = mentions("a secretory carcinoma", names)
    assert {mention.id, *(n.id for n in mention.others)} == {"MONDO:1", "MONDO:2"}


def test_gene_symbol_beats_the_syndrome_and_the_leukaemia_beats_an_alias() -> None:
    names = Names.of(
        [
            Gene(id="HGNC:1", symbol="VHL"),
            Cancer(id="MONDO:1", label="von Hippel-Lindau disease", synonyms=("VHL",)),
            Gene(id="HGNC:2", symbol="ABC1", aliases=("AML",)),
            Cancer(id="MONDO:2", label="acute myeloid leukemia", synonyms=("AML",)),
        ]
    )
    assert found("VHL mutation in AML", names) == [("Gene", "VHL"), ("Cancer", "AML")]


def test_one_lookup_for_all_runs_of_words(core_names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch for the runs of words, and one for what the genes among them are known for."""
    calls = []
    find = Names.find

    def counted(self: Names, texts: object) -> object:
        calls.append(texts)
        return find(self, texts)  # type: ignore[arg-type]

    monkeypatch.setattr(Names, "find", counted)
    mentions("What does ROS1 fusion mean for pancreatic cancer patients treated with crizotinib?", core_names)
    assert len(calls) == 2


def test_drug_name_that_is_a_word_needs_a_capital() -> None:
    names = Names.of([Drug(id="oid:drug-x", label="xinib", brands=("Impact",))])
    assert found("the impact of it", names) == []
    assert found("treated with Impact", names) == [("Drug", "Impact")]
