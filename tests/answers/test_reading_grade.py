"""Plain language: every section of every golden answer at a reading grade of 8 or lower.

Names of genes and drugs are masked, because no wording can avoid them. The sections ``further`` and
the list of sources are exempt: they are titles and addresses of others, quoted as they are.
"""

import pytest
from golden_questions import GOLDEN
from reading_grade import grade

from oncotrace.answers.model import Answer
from oncotrace.answers.render import parts
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Drug, Gene
from oncotrace.kg.release import Release

MOST = 8.0
QUOTED = ("further",)


@pytest.fixture(scope="session")
def gene_names(core_release: Release) -> list[tuple[str, str]]:
    """Full names of genes with their symbols, the longest first."""
    graph = core_release.graph
    genes = Reader(graph).get(graph.ids("Gene"), Gene)
    return sorted(((g.name, g.symbol) for g in genes if g.name), key=lambda pair: -len(pair[0]))


@pytest.fixture(scope="session")
def masked(core_release: Release) -> frozenset[str]:
    """The words in names of genes and drugs, lower case, that are no English words of ours."""
    graph = core_release.graph
    reader = Reader(graph)
    genes = reader.get(graph.ids("Gene"), Gene)
    # Aliases only with a digit (HER2): others are English words (AIM, REST).
    names = {g.symbol for g in genes} | {a for g in genes for a in g.aliases if any(c.isdigit() for c in a)}
    names |= {n for d in reader.get(graph.ids("Drug"), Drug) for n in (d.label, *d.brands)}
    return frozenset(word for name in names for word in _words(name.lower()))


def _words(name: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in name).split()


@pytest.mark.parametrize("name", [g.name for g in GOLDEN])
def test_sections_are_plain(
    name: str, answers: dict[str, Answer], masked: frozenset[str], gene_names: list[tuple[str, str]]
) -> None:
    found = {}
    for section in parts(answers[name]):
        text = " ".join(s.text for s in section.walk())
        for full, symbol in gene_names:
            text = text.replace(full, symbol)
        if section.name not in QUOTED:
            found[section.name] = round(grade(text, masked), 1)
    assert {section: of for section, of in found.items() if of > MOST} == {}


def test_the_measure_knows_plain_from_hard() -> None:
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Immunohistochemical heterogeneity necessitates confirmatory investigation.") > 20


def test_masked_names_count_as_one_syllable() -> None:
    text = "We gave taletrectinib to two of the ten."
    assert grade(text, frozenset({"taletrectinib"})) < grade(text)
