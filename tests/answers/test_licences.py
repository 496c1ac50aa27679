"""A sentence inherits the strictest licence of its proof; the public profile says what it hid."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from os import environ
from pathlib import Path

import pytest

import oncotrace
from oncotrace.answers.model import Answer
from oncotrace.answers.render import render
from oncotrace.kg.records import ApprovalEvent, Document, Drug, Indication, Proposition
from oncotrace.loaders import build as build_module
from oncotrace.loaders import sources
from oncotrace.loaders.build import build
from oncotrace.ontology.licences import inherited, step, strictness

DAY = "2026-11-24"
QUESTION = "What does ROS1 fusion mean in lung cancer?"

MEETS = "oid:drug-crizotinib"
"""A drug that the core knows; the other one the restricted source alone has."""


def theirs(rows: object, names: object = None) -> Iterator[object]:
    """An indication of a drug of their own and one that meets the core's, none of them real."""
    if names is None:
        yield Drug(id="oid:drug-secretinib", label="secretinib")
        return
    yield Document(id="oid:doc-closed", kind="label", title="Their document")
    for number, drug in enumerate(("oid:drug-secretinib", MEETS)):
        proposition = Proposition(
            id=f"oid:prop-closed-{number}", axis="treatment_response", biomarker="oid:bm-ros1-fusion",
            therapy=drug, cancer="MONDO:0005233",
        )  # fmt: skip
        event = ApprovalEvent(id=f"oid:ev-closed-{number}", kind="regular", date="2020-01-01")
        yield proposition
        yield event
        yield Indication(
            id=f"oid:st-closed-{number}", proposition=proposition.id, source="oid:source-closed",
            documents=("oid:doc-closed",), agency="FDA", events=(event.id,), published="2020-01-01",
            entered="2020-01-01", access="notice",
        )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a release of the core and of a source that must not be passed on."""
    core = sources.SOURCES[0]
    closed = replace(
        core, name="closed", title="Closed Atlas", licence="GPL-2.0-only", redistributable=False,
        floors={}, stage="both", records=theirs, file="genes.yaml",
    )  # fmt: skip
    place = tmp_path_factory.mktemp("licences")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_bundle", lambda source: Path(sources.__file__).parent / "core")
        patch.setattr(sources, "SOURCES", (core, closed))
        patch.setattr(build_module, "SOURCES", (core, closed))
        build(place, [build_module.SourceRequest("closed", place)], DAY)
        patch.setenv("ONCOTRACE_HOME", str(place))
        yield place


def texts(answer: Answer) -> str:
    return "\n".join(sentence.text for sentence in answer.sentences())


@pytest.fixture
def public(home: Path) -> Answer:
    return oncotrace.ask(QUESTION, today=DAY)


@pytest.fixture
def research(home: Path) -> Answer:
    return oncotrace.ask(QUESTION, today=DAY, licence_profile="research")


def test_public_shows_nothing_of_a_restricted_source(public: Answer) -> None:
    shown = render(public, "json")
    assert "secretinib" not in shown.casefold()
    assert "st-closed" not in shown and "Their document" not in shown
    assert "crizotinib" in shown.casefold()


def test_public_says_how_much_it_left_out(public: Answer, research: Answer) -> None:
    (said,) = (s for s in public.gaps if "Left out" in s.text)
    assert said.text.startswith("Left out: 2 statements of Closed Atlas, which may not be passed on.")
    assert said.statements == ("oid:source-closed",)
    assert "Left out" not in texts(research)


def test_public_says_nothing_where_nothing_was_left_out(home: Path) -> None:
    answer = oncotrace.ask("What does KRAS G12C mean in colorectal cancer?", today=DAY)
    assert answer.citations and "Left out" not in texts(answer)


def test_before_their_day_nothing_was_left_out(home: Path) -> None:
    assert "Left out" not in texts(oncotrace.ask(QUESTION, today=DAY, as_of="2019-12-31"))


def test_a_sentence_inherits_the_strictest_licence(research: Answer) -> None:
    """Of two sources on one drug the stricter one counts; sentences of the core alone stay free."""
    resting = [s for s in research.sentences() if any("closed" in id for id in s.statements)]
    assert resting and {(s.licence, s.licence_asks) for s in resting} == {("GPL-2.0-only", "research")}
    assert any("CC0-1.0" in s.licences for s in resting)
    ours = [s for s in research.sentences() if s.licence and s not in resting]
    assert ours and {(s.licence, s.licence_asks) for s in ours} == {("CC0-1.0", "free")}


def test_every_claim_of_a_statement_has_a_licence(public: Answer) -> None:
    for sentence in public.sentences():
        kinds = {public.proofs[id].get("kind") for id in sentence.statements}
        if kinds & {"Indication", "Evidence", "PrevalenceObservation", "Finding", "Coverage"}:
            assert sentence.licence == "CC0-1.0", sentence.text


def test_explain_and_json_show_it(research: Answer) -> None:
    explained = render(research, "text", explain=True)
    assert "licence: GPL-2.0-only (for one's own research only, not to be passed on)" in explained
    assert "licence: CC0-1.0 (use it for anything)" in explained
    data = json.loads(render(research, "json"))
    assert {s["licence_asks"] for s in data["headline"] if s["basis"] == "statements"} >= {"research"}
    assert data["proofs"]["oid:st-closed-0"]["redistributable"] is False


def test_the_command_has_both_profiles(home: Path) -> None:
    said = {}
    for profile in ("public", "research"):
        code = "from oncotrace.server.cli import main; main()"
        arguments = ["ask", QUESTION, "--today", DAY, "--licence-profile", profile]
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environ, check=True
        )
        said[profile] = done.stdout.casefold()
    assert "secretinib" in said["research"] and "secretinib" not in said["public"]
    assert "left out: 2 statements" in said["public"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], ("", "")),
        ([("CC0-1.0", True), ("CC-BY-4.0", True)], ("CC-BY-4.0", "named")),
        ([("GPL-2.0-only", True), ("CC-BY-4.0", True)], ("GPL-2.0-only", "alike")),
        ([("GPL-2.0-only", False), ("CC-BY-SA-4.0", True)], ("GPL-2.0-only", "research")),
        ([("CC0-1.0", False), ("CC-BY-SA-4.0", True)], ("CC0-1.0", "research")),
        ([("CC0-1.0", True), ("my own terms", True)], ("my own terms", "unstated")),
        ([("GPL-2.0-only", False), ("", True)], ("", "unstated")),
    ],
)
def test_the_strictest(found: list[tuple[str, bool]], expected: tuple[str, str]) -> None:
    assert inherited(frozenset(found))[1:] == expected


def test_every_licence_of_a_source_is_known() -> None:
    for source in sources.SOURCES:
        assert step(source.licence) in list(strictness())[:-1], source.name
