"""The measure by which the reading of eligibility texts is judged, and the judgement."""

from pathlib import Path

from trials_score import LABELS, Found, labelled, of_file, score, table

from oncotrace.kg.release import Release
from oncotrace.loaders.eligibility.lexicon import GraphLexicon

SELECTION, EXCLUSION = 0.92, 0.85
"""F1 by gene, to be reached on trials that nobody looked at while the reader was written."""


def found(*told: str) -> set[Found]:
    return {(gene, kind, polarity) for gene, kind, polarity in (text.split() for text in told)}


def test_the_measure() -> None:
    read = found("ROS1 fusion selects", "ALK mutation selects", "EGFR mutation excludes", "MET any condition")
    told = found("ROS1 fusion selects", "ALK fusion selects", "KRAS mutation excludes", "RET fusion selects")
    scores = score([(read, told), (set(), set()), (found("ALK fusion selects"), found("ALK fusion selects"))])
    genes, exact = scores["selects", "gene"], scores["selects", "gene and class"]
    assert (genes.precision, genes.recall, round(genes.f1, 3)) == (1.0, 0.75, 0.857)
    assert (round(exact.precision, 3), exact.recall) == (0.667, 0.5)
    assert round(genes.macro, 2) == 0.9  # 0.8 and 1; the empty trial does not count
    assert scores["excludes", "gene"].f1 == 0
    assert len(list(table(scores))) == 5


def test_labels_of_a_file() -> None:
    label = {"gene": "ROS1", "class": "fusion", "polarity": "selects", "scope": "", "quote": "ROS1 fusion"}
    assert labelled({"sha256": "0", "labels": [label]}) == found("ROS1 fusion selects")


def test_the_reading_is_as_good_as_it_was(full_release: Release, sources_dir: Path) -> None:
    lexicon = GraphLexicon(full_release.names)
    scores = of_file(LABELS, sources_dir, lexicon)
    assert scores["selects", "gene"].f1 >= SELECTION
    assert scores["excludes", "gene"].f1 >= EXCLUSION
    learnt = of_file(LABELS, sources_dir, lexicon, draws=(1,)).values()
    assert min(of_draw.f1 for of_draw in learnt) > 0.95
