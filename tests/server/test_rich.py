"""Pages of a release with studies and trials: whole, plain, and saying what a reader needs first."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from page_kinds import ERRORS, RICH
from reading_grade import grade

from oncotrace.answers.render import parts
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Cancer, Drug, Gene
from oncotrace.server.app import create_app
from oncotrace.server.asked import View, in_words
from oncotrace.server.listing import entity
from oncotrace.server.served import Served
from oncotrace.server.shelf import Shelf

MOST = 8.0
TODAY = "2026-11-24"
QUESTIONS = (
    "What does ROS1 fusion mean for pancreatic cancer patients?",
    "What does KRAS G12C mean in lung cancer?",
    "NRG1 fusion in pancreatic cancer",
    "HER2-positive breast cancer",
    "BRAF V600E melanoma",
    "lung cancer",
    "crizotinib",
)


@pytest.fixture(scope="module")
def served(rich_home: Path) -> Iterator[Served]:
    served = Served(home=rich_home)
    yield served
    served.close()


@pytest.fixture(scope="module")
def client(served: Served) -> TestClient:
    return TestClient(create_app(served))


@pytest.fixture(scope="module")
def shelf(served: Served) -> Shelf:
    return served.shelf()


def text_of(page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("kind", RICH)
def test_every_kind_answers(kind: str, client: TestClient) -> None:
    reply = client.get(RICH[kind])
    assert reply.status_code == ERRORS.get(kind, 200)
    assert "<h1>" in reply.text


@pytest.fixture(scope="module")
def masked(shelf: Shelf) -> frozenset[str]:
    """Words in names of genes and drugs, and of cancers, which studies name and no wording can avoid."""
    reader, graph = Reader(shelf.graph), shelf.graph
    genes = reader.get(graph.ids("Gene"), Gene)
    names = {g.symbol for g in genes} | {g.name for g in genes}
    names |= {a for g in genes for a in g.aliases if any(c.isdigit() for c in a)}
    names |= {n for d in reader.get(graph.ids("Drug"), Drug) for n in (d.label, *d.brands)}
    names |= {c.label for c in reader.get(graph.ids("Cancer"), Cancer)}
    return frozenset(word.lower() for name in names for word in re.findall("[A-Za-z]+", name))


@pytest.mark.parametrize("question", QUESTIONS)
def test_sections_are_plain(question: str, shelf: Shelf, masked: frozenset[str]) -> None:
    """``further`` names and quotes others, as in the answers of the core."""
    answer = in_words(shelf, question, View(today=TODAY)).answer
    grades = {s.name: round(grade(" ".join(x.text for x in s.walk()), masked), 1) for s in parts(answer)}
    assert {name: of for name, of in grades.items() if of > MOST and name != "further"} == {}


def test_a_cancer_named_by_its_change_is_named_once(client: TestClient) -> None:
    """Nobody asks how common HER2-positive is in HER2-positive breast cancer. What is approved for the change
    in breast cancer reaches it, and nothing for HER2-negative cancers does."""
    page = client.get(RICH["named with its change"]).text
    said = text_of(page)
    assert "<h1>HER2-positive breast cancer</h1>" in page
    assert "how much of a protein its cells make" in page
    assert "HER2-positive is in HER2-positive" not in said
    assert "HER2-positive in HER2-positive" not in said
    assert "The FDA has approved drugs for HER2-positive in breast cancer:" in said
    assert "HER2-negative breast cancer" not in said.partition("What studies say")[0]


def test_an_unknown_gene_is_said_to_be_left_out(client: TestClient) -> None:
    assert "We do not know the word “FOO9”. The answer leaves it out." in text_of(
        client.get(RICH["unknown gene"]).text
    )


def test_trials_lead_to_the_register(client: TestClient) -> None:
    page = client.get(RICH["many studies"]).text
    named = re.findall(r'<a href="https://[^"]*/(NCT\d{8})"[^>]*>(NCT\d{8})</a>', page)
    assert len(named) > 5
    assert all(address == shown for address, shown in named)


def test_trials_with_the_same_reasons_share_a_sentence(client: TestClient) -> None:
    """Each is named, and what is said of them is said once; a trial of other reasons stands alone."""
    page = client.get(RICH["many studies"]).text.split('<section id="trials">')[1].split("</section>")[0]
    said = [text_of(item) for item in re.findall(r"<li>(.*?)(?:<details|</li>)", page, re.S)]
    fitting = [text for text in said if "may fit. Ask your team." in text]
    assert len([text for text in fitting if "its criteria ask for" in text.lower()]) == 1
    assert len(re.findall(r"NCT\d{8}", fitting[0])) > 1
    assert "Of each: its criteria ask for KRAS G12C" in fitting[0]


def test_the_figure_of_one_country_does_not_stand_for_all(client: TestClient) -> None:
    """4.3% is of lung cancers in China; most know the figure of non-small cell lung cancer."""
    short = text_of(client.get("/ask?q=KRAS%20G12C%20in%20lung%20cancer").text)
    assert "KRAS G12C is uncommon in lung cancer: 4.3%. Who: China." in short
    assert "In non-small cell lung cancer it is fairly common: 1,443 of 10,444 (13.8%)" in short


def test_headings_of_catalogues_are_no_names_for_people(shelf: Shelf) -> None:
    names = ("cancer of the lung", "lung cancer, susceptibility to, somatic mutation")
    cancer = Cancer(id="MONDO:0008903", label="lung cancer", synonyms=names)
    facts: Any = SimpleNamespace(biomarkers=[], cancer=cancer, drug=None)
    assert entity(shelf, facts) == ["Also called: cancer of the lung."]
