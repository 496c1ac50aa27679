"""What ``resolve`` must not do: take words for genes, guess, invent, crash; and how fast it is."""


import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncotrace.kg.errors import Unreadable
from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.kg.records import Gene
from oncotrace.queries.question import INTENTS, Question
from oncotrace.queries.resolve import MAX_CHARACTERS, resolve

DAY = "2026-11-24"


@pytest.fixture(scope="session")
def names_with_words(core_records: list, core_names: Names) -> Names:  # type: ignore[type-arg]
    """The core's names and genes whose symbols are English words or short forms of the clinic."""
    words = ("CAT", "REST", "WAS", "IMPACT", "SHE", "ACE", "SET", "CAMP", "PR", "HAS")
    genes = [Gene(id=f"HGNC:9900{i}", symbol=symbol) for i, symbol in enumerate(words)]
    aliases = [Gene(id="HGNC:99100", symbol="WDHD1", aliases=("AND-1", "FISH", "ALL", "CAR"))]
    return Names.of([*core_records, *genes, *aliases])


def asked(text: str, names: Names, graph: Graph) -> Question:
    return resolve(text, names, graph, as_of=DAY)


def labels(question: Question) -> list[str]:
    return [b.label for b in question.biomarkers]


# --- words that are also genes ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "has the cancer met the criteria",
        "HAS THE CANCER MET THE CRITERIA",
        "was my tumour tested",
        "WAS my tumour tested?",
        "CAT scan of my lung",
        "I had a CAT scan",
        "MSK-IMPACT test",
        "IMPACT test",
        "what is the rest",
        "what is the REST of the story",
        "she set up a camp and has all of it",
        "and 1 more question for the FISH test",
        "I take an ACE inhibitor",
        "a CAR T cell treatment",
        "partial response (PR) after 1 year",
        "all of my kit has met the rest",
    ],
)
def test_words_are_no_genes(text: str, names_with_words: Names, core_graph: Graph) -> None:
    assert labels(asked(text, names_with_words, core_graph)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MET exon 14 skipping", ["MET exon 14 skipping"]),
        ("What does MET mean for me?", ["MET alteration"]),
        ("KIT mutation", ["KIT mutation"]),
        ("mutations of KIT", ["KIT mutation"]),
        ("has the cancer met the criteria for MET amplification", ["MET amplification"]),
        ("CAT mutation", ["CAT mutation"]),
        ("REST loss", ["REST loss"]),
        ("WAS my KRAS G12C tumour tested?", ["KRAS G12C"]),
        ("AR mutation in prostate cancer", ["AR mutation"]),
    ],
)
def test_words_are_genes_where_the_text_says_so(
    text: str, expected: list[str], names_with_words: Names, core_graph: Graph
) -> None:
    assert labels(asked(text, names_with_words, core_graph)) == expected


def test_gene_inside_a_class_of_drugs_is_not_carried(core_names: Names, core_graph: Graph) -> None:
    question = asked("KRAS G12D after a MET inhibitor", core_names, core_graph)
    assert labels(question) == ["KRAS G12D"]


def test_glomerular_filtration_rate_is_not_egfr(core_names: Names, core_graph: Graph) -> None:
    assert labels(asked("my eGFR is low", core_names, core_graph)) == []


# --- spelling, synonyms, orientation ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written", "read_as"),
    [
        ("ROS1 in panceratic cancer", "panceratic", "pancreatic"),
        ("ROS1 in pancraetic cancer", "pancraetic", "pancreatic"),
        ("colorectl cancer", "colorectl", "colorectal"),
        ("melanomma", "melanomma", "melanoma"),
        ("cholangiocarcenoma", "cholangiocarcenoma", "cholangiocarcinoma"),
        ("ROS1 fushion", "fushion", "fusion"),
        ("crizotonib", "crizotonib", "crizotinib"),
        ("larotrectnib", "larotrectnib", "larotrectinib"),
        ("ostimertinib", "ostimertinib", "osimertinib"),
        ("EGRF mutation", "EGRF", "EGFR"),
        ("KRASS mutation", "KRASS", "KRAS"),
    ],
)
def test_slip_is_corrected_and_said(
    text: str, written: str, read_as: str, core_names: Names, core_graph: Graph
) -> None:
    question = asked(text, core_names, core_graph)
    assert ("typo", written, read_as) in [(n.kind, n.written, n.read_as) for n in question.notes]
    assert question.understood
    assert question.unknown == ()


def test_brand_is_noted(core_names: Names, core_graph: Graph) -> None:
    notes = asked("Xalkori", core_names, core_graph).notes
    assert [(n.kind, n.written, n.read_as) for n in notes] == [("synonym", "Xalkori", "crizotinib")]


def test_partners_in_the_wrong_order_are_turned_and_said(core_names: Names, core_graph: Graph) -> None:
    question = asked("ROS1-CD74", core_names, core_graph)
    assert labels(question) == ["CD74::ROS1 fusion"]
    assert [(n.kind, n.read_as) for n in question.notes] == [("order", "CD74::ROS1")]


def test_other_languages_are_read_as_far_as_they_go(core_names: Names, core_graph: Graph) -> None:
    question = asked("¿Qué significa la fusión ROS1 en el cáncer de páncreas?", core_names, core_graph)
    assert labels(question) == ["ROS1 fusion"]
    assert core_names.label(question.cancer or "") == "pancreatic cancer"


# --- two readings -----------------------------------------------------------------------------


def test_family_offers_its_genes(core_names: Names, core_graph: Graph) -> None:
    question = asked("BRCA in pancreatic cancer", core_names, core_graph)
    assert labels(question) == ["BRCA1 mutation OR BRCA2 mutation"]
    assert [r.label for r in question.readings if not r.chosen] == ["BRCA1 mutation", "BRCA2 mutation"]
    assert {r.ask for r in question.readings} == {"In which gene was it found: BRCA1 or BRCA2?"}


def test_gene_alone_offers_the_changes_on_record(core_names: Names, core_graph: Graph) -> None:
    question = asked("HER2 in gastric cancer", core_names, core_graph)
    assert labels(question) == ["ERBB2 alteration"]
    offered = {r.label for r in question.readings}
    assert {"ERBB2 amplification", "ERBB2 overexpression", "ERBB2 mutation"} & offered
    assert [r.label for r in question.readings if r.chosen] == ["ERBB2 alteration"]


def test_exact_change_asks_nothing(core_names: Names, core_graph: Graph) -> None:
    assert asked("KRAS G12C in lung cancer", core_names, core_graph).readings == ()


def test_lung_cancer_is_not_ambiguous(core_names: Names, core_graph: Graph) -> None:
    question = asked("lung cancer", core_names, core_graph)
    assert core_names.label(question.cancer or "") == "lung cancer"
    assert question.readings == ()


def test_variant_in_three_letters_without_gene(core_names: Names, core_graph: Graph) -> None:
    assert labels(asked("p.Val600Glu in melanoma", core_names, core_graph)) == ["BRAF V600E"]


def test_variant_without_gene_says_what_it_took(core_names: Names, core_graph: Graph) -> None:
    question = asked("V600E in melanoma", core_names, core_graph)
    assert labels(question) == ["BRAF V600E"]
    assert ("assumed", "V600E", "BRAF V600E") in [(n.kind, n.written, n.read_as) for n in question.notes]


# --- unknown ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("XYZ9 fusion", "XYZ9"),
        ("ROS2 fusion in lung cancer", "ROS2"),
        ("FOO1::ROS1 fusion", "FOO1"),
        ("unicornib for KRAS G12C", "unicornib"),
        ("KRAS G12C in rainbow cancer", "rainbow cancer"),
        ("asdfghjkl", "asdfghjkl"),
    ],
)
def test_unknown_name_is_said_and_not_replaced(
    text: str, unknown: str, core_names: Names, core_graph: Graph
) -> None:
    question = asked(text, core_names, core_graph)
    assert unknown in [u.text for u in question.unknown]


def test_unknown_name_comes_with_its_neighbours(core_names: Names, core_graph: Graph) -> None:
    (unknown,) = asked("ROS2 fusion", core_names, core_graph).unknown
    assert "ROS1" in unknown.nearest


def test_nothing_is_invented_for_an_unknown_partner(core_names: Names, core_graph: Graph) -> None:
    assert labels(asked("FOO1::ROS1 fusion", core_names, core_graph)) == ["ROS1 fusion"]


# --- absence, stage, origin, place ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("no ALK or ROS1 fusion in NSCLC", ["ALK fusion", "ROS1 fusion"]),
        ("ALK-negative lung adenocarcinoma", ["ALK fusion"]),
        ("pancreatic cancer without a KRAS mutation", ["KRAS mutation"]),
    ],
)
def test_what_was_not_found_is_not_carried(
    text: str, absent: list[str], core_names: Names, core_graph: Graph
) -> None:
    question = asked(text, core_names, core_graph)
    assert [b.label for b in question.absent] == absent
    assert question.biomarkers == ()


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("stage IV pancreas", "IV"),
        ("stage 3b lung cancer", "IIIB"),
        ("metastatic breast cancer", "metastatic"),
        ("locally advanced pancreatic cancer", "locally advanced"),
        ("unresectable cholangiocarcinoma", "unresectable"),
        ("pancreatic cancer", ""),
    ],
)
def test_stage(text: str, stage: str, core_names: Names, core_graph: Graph) -> None:
    assert asked(text, core_names, core_graph).cancer_stage == stage


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("is crizotinib approved in Europe for ROS1", ("Europe", "EMA")),
        ("is crizotinib approved in Germany for ROS1", ("Germany", "EMA")),
        ("is crizotinib approved in the US for ROS1", ("United States", "FDA")),
        ("is crizotinib approved in the UK for ROS1", ("United Kingdom", "MHRA")),
        ("FDA approval of crizotinib", ("", "FDA")),
        ("tell us about ROS1", ("", "")),
    ],
)
def test_place(text: str, place: tuple[str, str], core_names: Names, core_graph: Graph) -> None:
    question = asked(text, core_names, core_graph)
    assert (question.country, question.agency) == place


@pytest.mark.parametrize(
    ("text", "origin"),
    [("germline BRCA1 mutation", "germline"), ("somatic BRCA1 mutation", "somatic"), ("BRCA1 mutation", "")],
)
def test_origin(text: str, origin: str, core_names: Names, core_graph: Graph) -> None:
    assert asked(text, core_names, core_graph).origin == origin


def test_several_cancers_are_all_kept(core_names: Names, core_graph: Graph) -> None:
    question = asked("BRCA1 mutation in breast and ovarian cancer", core_names, core_graph)
    found = [question.cancer, *question.other_cancers]
    assert [core_names.label(c or "") for c in found] == ["breast cancer", "ovarian cancer"]


# --- bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07\n", "???", "—…!", "🧬"])
def test_text_without_words_is_unreadable(text: str, core_names: Names, core_graph: Graph) -> None:
    with pytest.raises(Unreadable, match="for example"):
        asked(text, core_names, core_graph)


def test_huge_text_is_unreadable(core_names: Names, core_graph: Graph) -> None:
    with pytest.raises(Unreadable, match="2,000"):
        asked("ROS1 " * MAX_CHARACTERS, core_names, core_graph)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE names; -- ROS1 fusion",
        "ROS1 fusion' UNION SELECT * FROM names --",
        "<script>alert(1)</script> ROS1 fusion",
        "} SELECT * WHERE { ?s ?p ?o } # ROS1 fusion",
        "{{7*7}} ${jndi:ldap://x} %s %n ROS1 fusion",
        "ROS1\x00 \u202efusion\u200b",
    ],
)
def test_injection_is_text(text: str, core_names: Names, core_graph: Graph) -> None:
    question = asked(text, core_names, core_graph)
    assert "ROS1 fusion" in labels(question)
    assert core_names.gene("ROS1") == "HGNC:10261"


_WORDS = st.sampled_from(
    """ROS1 KRAS G12C EZR :: - / ( ) fusion mutation exon 14 of in and or no not MET met BRCA1/2 pancreatic
    cancer lung stage IV crizotinib approved for is why NTRK positive + p.Gly12Cys wild type loss é 膵癌 ' "
    ; \\ %""".split()
)


@settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=25).map(" ".join)))
def test_any_text_is_a_question_or_unreadable(text: str, core_names: Names, core_graph: Graph) -> None:
    try:
        question = asked(text, core_names, core_graph)
    except Unreadable as error:
        assert "for example" in str(error)
        return
    assert question.intents
    assert set(question.intents) <= set(INTENTS)
    assert all(f"{b.label}" for b in question.biomarkers)
    assert {r.label for r in question.readings} == {r.label for r in question.readings if r.ask}


def test_same_text_same_question(core_names: Names, core_graph: Graph) -> None:
    text = "BRCA and HER2 in panceratic cancer, crizotonib"
    assert asked(text, core_names, core_graph) == asked(text, core_names, core_graph)
