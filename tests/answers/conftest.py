"""A release of the core, the golden questions and their answers, and the graph as it may be edited."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from edited_graph import EditableGraph
from golden_questions import GOLDEN, Golden, ask

from oncotrace.answers.model import Answer
from oncotrace.kg.release import Release, open_release


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``golden`` runs once for every golden question."""
    if "golden" in metafunc.fixturenames:
        metafunc.parametrize("golden", GOLDEN, ids=[g.name for g in GOLDEN])


@pytest.fixture(scope="session")
def core_release(core_home: Path) -> Iterator[Release]:
    release = open_release(None, core_home)
    yield release
    release.graph.close()


@pytest.fixture(scope="session")
def answers(core_release: Release) -> dict[str, Answer]:
    """The answers to all golden questions, by name."""
    return {golden.name: ask(core_release, golden) for golden in GOLDEN}


@pytest.fixture
def answer(golden: Golden, answers: dict[str, Answer]) -> Answer:
    """The answer to the golden question of this test."""
    return answers[golden.name]


@pytest.fixture(scope="session")
def core_graph(core_release: Release) -> EditableGraph:
    """The core in memory, to be edited."""
    return EditableGraph.of(core_release.graph)
