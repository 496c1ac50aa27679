"""Answers over a graph that remembers are those over one that does not, whatever was asked before."""

import pytest

from oncotrace.answers.compose import compose
from oncotrace.answers.facts import gather
from oncotrace.answers.model import Answer
from oncotrace.kg.graph import Graph
from oncotrace.kg.release import Release
from oncotrace.kg.remembering import Remembering
from oncotrace.queries.resolve import resolve

ASKED = (
    # The broad ones first: what they read is what the narrow ones find.
    ("What is found in any solid tumour?", "2026-11-24", "FDA"),
    ("What does NTRK fusion mean in any solid tumour?", "2026-11-24", "FDA"),
    ("What does ETV6::NTRK3 fusion mean in pancreatic cancer?", "2026-11-24", "FDA"),
    # The same approvals for a broader change, in another cancer, before their later events.
    ("What does NTRK fusion mean in pancreatic cancer?", "2026-11-24", "FDA"),
    ("What does ETV6::NTRK3 fusion mean in lung cancer?", "2026-11-24", "FDA"),
    ("What does ETV6::NTRK3 fusion mean in lung cancer?", "2019-11-24", "FDA"),
    ("What does ROS1 fusion mean for pancreatic cancer patients?", "2018-06-01", "EMA"),
    ("What does ROS1 fusion mean for pancreatic cancer patients?", "2026-11-24", "FDA"),
    ("CD74::ROS1 fusion and ROS1 G2032R in lung cancer", "2026-11-24", "FDA"),
    ("Is larotrectinib approved for NTRK fusion?", "2018-11-25", "FDA"),
    ("Is larotrectinib approved for NTRK fusion?", "2018-11-26", "FDA"),
)


@pytest.fixture(scope="module")
def remembering(core_release: Release) -> Graph:
    return Remembering(core_release.graph)


@pytest.mark.parametrize(("text", "day", "agency"), ASKED)
def test_the_same_answer(
    text: str, day: str, agency: str, core_release: Release, remembering: Graph
) -> None:
    def answer(graph: Graph) -> Answer:
        asked = resolve(text, core_release.names, graph, as_of=day)
        return compose(asked, gather(graph, asked, as_of=day, agency=agency), today="2026-11-24")

    told = answer(remembering)
    assert len(told.citations) > 3
    assert told == answer(core_release.graph)
