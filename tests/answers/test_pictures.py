"""The two drawings of an answer: how common, and the way to drugs. Each says in words what it shows."""

from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from oncotrace.answers import picture, way
from oncotrace.answers.facts import Facts, gather
from oncotrace.kg.release import Release
from oncotrace.queries.resolve import resolve

DAY = "2026-11-24"
SVG = "{http://www.w3.org/2000/svg}"

Asked = Callable[[str], Facts]


@pytest.fixture(scope="module")
def asked(core_release: Release) -> Asked:
    def facts(question: str) -> Facts:
        read = resolve(question, core_release.names, core_release.graph, as_of=DAY)
        return gather(core_release.graph, read, as_of=DAY)

    return facts


def test_the_cancer_asked_about_comes_first(asked: Asked) -> None:
    """Then the others, the most frequent first; the best series of each."""
    rows = picture.rows(asked("ROS1 fusion in pancreatic cancer"))
    assert [row.here for row in rows] == sorted((row.here for row in rows), reverse=True)
    elsewhere = [row.figure.share or 0 for row in rows if not row.here]
    assert len(elsewhere) >= 5
    assert elsewhere == sorted(elsewhere, reverse=True)
    shown = {row.label: (row.share, row.counts) for row in rows}
    assert shown["Non-small cell lung cancer"] == ("1.7%", "106 / 6,235")
    assert shown["Pancreatic ductal adenocarcinoma"] == ("none reported", "of 3,426")


def test_a_part_of_the_people_is_marked(asked: Asked) -> None:
    """3 of 3 with KRAS wild type is no rate of pancreatic cancer: its row says so and its mark is hollow."""
    rows = picture.rows(asked("NRG1 fusion in pancreatic cancer"))
    (part,) = [row for row in rows if row.counts == "3 / 3"]
    assert part.limited
    assert "only with KRAS wild type" in part.label
    low, high = part.figure.interval or (0, 0)
    assert (round(low, 2), high) == (0.44, 1.0)


def test_the_axis_is_logarithmic() -> None:
    places = [picture._place(share, 0.001) for share in (0.001, 0.01, 0.1, 1)]
    steps = [b - a for a, b in pairwise(places)]
    assert steps == pytest.approx([steps[0]] * 3, abs=0.02)


def test_picture_is_whole_and_says_what_it_shows(asked: Asked) -> None:
    rows = picture.rows(asked("NRG1 fusion in pancreatic cancer"))
    drawn = ElementTree.fromstring(picture.picture(rows, "How <common> & where"))
    assert drawn.get("role") == "img"
    assert (drawn.findtext(f"{SVG}title"), drawn.get("aria-labelledby")) == (
        "How <common> & where",
        "picture-title picture-text",
    )
    told = drawn.findtext(f"{SVG}desc") or ""
    assert all(row.label in told for row in rows)
    assert "95% interval 44% to 100%" in told
    dots = drawn.findall(f".//{SVG}path")
    assert len(dots) == sum(row.figure.share is not None for row in rows)
    assert len([d for d in dots if "limited" in (d.get("class") or "")]) == sum(r.limited for r in rows)


def test_table_has_the_same_figures(asked: Asked) -> None:
    rows = picture.rows(asked("NRG1 fusion in pancreatic cancer"))
    table = ElementTree.fromstring(picture.table(rows, "Figures", {}, "Cancer"))
    lines = [["".join(cell.itertext()) for cell in line] for line in table.iter("tr")]
    assert lines[0] == ["Cancer", "Found / tested", "Share", "95% interval", "Test", "Source"]
    assert len(lines) == len(rows) + 1
    assert [line[1] for line in lines[1:]] == [row.counts or "not printed" for row in rows]
    assert "44% to 100%" in {line[3] for line in lines}


def test_way_leads_from_the_change_to_its_drugs(asked: Asked) -> None:
    facts = asked("ROS1 fusion in pancreatic cancer")
    none, lung = way.steps(facts)
    assert (none.cancer, none.drugs) == ("pancreatic cancer", [])
    assert (lung.group, lung.cancer) == ("elsewhere", "non-small cell lung cancer")
    assert lung.drugs == ["crizotinib", "entrectinib", "repotrectinib", "taletrectinib", "zidesamtinib"]
    drawn = ElementTree.fromstring(way.diagram(facts, [none, lung]))
    told = drawn.findtext(f"{SVG}desc") or ""
    assert told.startswith("Pancreatic cancer: no approval on record.")
    assert all(drug in told for drug in lung.drugs)
    letters = " ".join("".join(text.itertext()) for text in drawn.iter(f"{SVG}text"))
    assert all(drug in letters for drug in lung.drugs)


def test_no_way_without_drugs(asked: Asked) -> None:
    facts = asked("TP53 mutation in pancreatic cancer")
    assert way.diagram(facts, way.steps(facts)) == ""


@pytest.mark.parametrize("text", ["non-squamous non-small cell lung cancer", "trastuzumab deruxtecan"])
def test_words_fit_into_boxes(text: str) -> None:
    lines = way._wrapped(text)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, lines)) <= way.LETTERS
