"""Conflicts with their sides, levels, papers and dates, and the side that the rules put first."""

from collections import Counter

import pytest

from oncotrace.kg.disagreement import opposed, sides
from oncotrace.kg.graph import Graph
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker, Cancer, Document, Drug, Evidence, Proposition, Record
from oncotrace.kg.release import Release
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import encode_all
from oncotrace.ontology.rules import rules
from oncotrace.queries.conflicts import BY_DIRECTNESS, BY_LEVEL, Conflict, conflicts, lead


def item(said: str, number: int = 0, **values: object) -> Evidence:
    """``sensitivity disputes civic:B``: a statement of its own paper."""
    significance, direction, *levels = said.split()
    given: dict[str, object] = {
        "id": f"oid:st-{number}-{significance}-{direction}",
        "proposition": "oid:prop-1",
        "source": "oid:source-civic",
        "documents": (f"PMID:{number + 1}",),
    }
    return Evidence(
        significance=significance,
        direction=direction,
        levels=tuple(levels),
        **(given | values),  # type: ignore[arg-type]
    )


def items(*said: str) -> list[Evidence]:
    return [item(text, number) for number, text in enumerate(said)]


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        (("sensitivity supports civic:A", "sensitivity disputes civic:B"), ["sensitivity supports"]),
        (("sensitivity supports civic:C", "resistance supports civic:B"), ["resistance supports"]),
        (("sensitivity supports civic:B", "sensitivity disputes civic:B"), []),
        # Many weak papers do not outvote a strong one, nor does the number decide among equals.
        (
            ("sensitivity supports civic:B", *["sensitivity disputes civic:D"] * 5),
            ["sensitivity supports"],
        ),
        (("sensitivity supports civic:B", *["sensitivity disputes civic:B"] * 5), []),
        # The surest statement speaks for its side.
        (
            ("sensitivity supports civic:E", "sensitivity supports civic:B", "resistance supports civic:C"),
            ["sensitivity supports"],
        ),
        # Levels of two scales compare by how sure they let a sentence sound.
        (("sensitivity supports amp:I-A", "sensitivity disputes civic:B"), ["sensitivity supports"]),
        (("sensitivity supports amp:I-A", "sensitivity disputes civic:A"), []),
        (("sensitivity supports", "sensitivity disputes civic:E"), ["sensitivity disputes"]),
        (("sensitivity supports", "sensitivity disputes"), []),
        # Two sides that agree with one another lead together against the third.
        (
            (
                "sensitivity disputes civic:B",
                "resistance supports civic:B",
                "sensitivity supports civic:C",
            ),
            ["resistance supports", "sensitivity disputes"],
        ),
    ],
)
def test_the_side_that_leads(said: tuple[str, ...], leads: list[str]) -> None:
    reading = lead(sides(items(*said)))
    assert [" ".join(stand) for stand in reading.stands] == leads
    assert reading.rule == (BY_LEVEL if leads else "")
    assert reading.because


def test_what_tells_equal_sides_apart() -> None:
    """No rule decides; but where all of one side is germline and all of the other somatic, that is said."""
    germline = item("resistance supports civic:B", 1, origin="germline")
    somatic = item("sensitivity supports civic:B", 2, origin="somatic")
    acquired = item("resistance supports civic:B", 3, acquired=True)
    assert "origin" in lead(sides([germline, somatic])).because
    assert "acquired" in lead(sides([acquired, item("sensitivity supports civic:B", 4)])).because
    assert "read the papers" in lead(sides(items("positive supports", "negative supports"))).because


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("better_outcome supports", "poor_outcome supports"), 2),
        (("better_outcome supports", "poor_outcome disputes"), 0),
        (("poor_outcome supports", "poor_outcome disputes"), 2),
        (("positive supports", "negative supports"), 2),
        (("gain_of_function supports", "unaltered_function supports"), 2),
        (("loss_of_function supports", "dominant_negative supports"), 0),
        (("predisposition supports", "uncertain_significance supports"), 0),
        (("sensitivity supports", "sensitivity disputes", "oncogenicity supports"), 2),
    ],
)
def test_sides_on_every_axis(said: tuple[str, ...], expected: int) -> None:
    assert len(sides(items(*said))) == expected


def test_opposition_is_mutual() -> None:
    assert opposed("resistance", "sensitivity") and opposed("sensitivity", "resistance")
    assert not opposed("sensitivity", "sensitivity")


def test_the_rules_that_are_named_exist() -> None:
    assert rules()[BY_LEVEL].effect == rules()[BY_DIRECTNESS].effect == "ranks"


@pytest.fixture
def graph() -> Graph:
    """KIT mutation and imatinib disagree; of exon 11, a kind of it, nothing contradicts."""
    of_kind = Proposition(
        id="oid:prop-2",
        axis="treatment_response",
        biomarker="oid:bm-exon-11",
        therapy="oid:drug-imatinib",
        cancer="oid:cancer-gist",
    )
    records: list[Record] = [
        Biomarker(id="oid:bm-kit", kind="small_variant", label="KIT mutation"),
        Biomarker(
            id="oid:bm-exon-11", kind="small_variant", label="KIT exon 11", broader=("oid:bm-kit",)
        ),
        Drug(id="oid:drug-imatinib", label="imatinib"),
        Cancer(id="oid:cancer-gist", label="gastrointestinal stromal tumour"),
        Proposition(
            id="oid:prop-1",
            axis="treatment_response",
            biomarker="oid:bm-kit",
            therapy="oid:drug-imatinib",
            cancer="oid:cancer-gist",
        ),
        of_kind,
        Document(id="PMID:1", kind="article", published="2008"),
        Document(id="PMID:2", kind="article", published="2012-05"),
        item("sensitivity supports civic:B", 0, id="oid:st-a", published="2008"),
        item("sensitivity supports civic:C", 0, id="oid:st-b", published="2008"),
        item("resistance supports civic:D", 1, published="2012-05"),
        item("sensitivity supports civic:A", 0, id="oid:st-c", proposition=of_kind.id, published="2008"),
    ]
    store = OxigraphStore(None)
    store.load(encode_all(records, "graph:civic"))
    return StoreGraph(store)


def test_a_conflict_with_all_that_belongs_to_it(graph: Graph) -> None:
    (conflict,) = conflicts(Reader(graph))
    assert (conflict.biomarker and conflict.biomarker.label) == "KIT mutation"
    assert conflict.kinds == ("sign",)
    resistance, sensitivity = conflict.stands
    assert (resistance.level, resistance.dates) == ("civic:D", ("2012-05", "2012-05"))
    assert (sensitivity.level, sensitivity.documents) == ("civic:B", ["PMID:1"])  # two rows, one paper
    assert len(sensitivity.statements) == 2
    assert conflict.lead.stands == (("sensitivity", "supports"),)
    (specific,) = conflict.specific
    assert (specific.biomarker, specific.stands) == ("oid:bm-exon-11", (("sensitivity", "supports"),))
    assert specific.rule == BY_DIRECTNESS


def test_before_the_second_paper_there_was_no_conflict(graph: Graph) -> None:
    reader = Reader(graph)
    assert conflicts(reader, "2012-05-30") == []
    assert len(conflicts(reader, "2012-05-31")) == 1
    assert conflicts(reader, ids=["oid:prop-2"]) == []


# --- CIViC ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(full_release: Release) -> list[Conflict]:
    return conflicts(Reader(full_release.graph))


def test_the_conflicts_of_civic(found: list[Conflict]) -> None:
    """Treatment: 31 on one word and 11 across two. The file has 30 and 11 (``test_conflicts`` counts them
    there); the one more comes from two names of one regimen. Prognosis, diagnosis and function add theirs."""
    one_word = Counter(c.proposition.axis for c in found if "direction" in c.kinds)
    across = Counter(c.proposition.axis for c in found if c.kinds == ("sign",))
    assert one_word == {"treatment_response": 31, "prognosis": 14, "diagnosis": 1}
    assert across == {"treatment_response": 11, "prognosis": 3, "diagnosis": 2, "function": 2}


def test_every_conflict_has_two_sides_with_papers(found: list[Conflict]) -> None:
    for conflict in found:
        assert len(conflict.stands) >= 2
        assert all(stand.documents for stand in conflict.stands)
        ids = [s.id for stand in conflict.stands for s in stand.statements]
        assert len(set(ids)) == len(ids)


def test_the_stronger_evidence_on_kit_exon_9_leads(found: list[Conflict]) -> None:
    """KIT exon 9 in GIST: sensitivity to imatinib at level A, reduced sensitivity at level B."""
    labels = ("KIT exon 9 mutation", "imatinib")
    pairs = [c for c in found if c.biomarker and c.therapy]
    (kit,) = (c for c in pairs if (c.biomarker.label, c.therapy.label) == labels)
    assert kit.lead.stands == (("sensitivity", "supports"),)
    assert kit.lead.because.startswith("civic:A")
