"""What an answer says hangs on the records that it cites: take one away or change it, and the text follows.

Every statement, approval event, search and service that any golden answer cites is deleted in turn, and
every number that a sentence shows is changed. Answers are made from a graph in memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from edited_graph import EditableGraph
from golden_questions import GOLDEN, TODAY, Golden, sections

from oncotrace.answers.compose import compose
from oncotrace.answers.facts import Facts, gather
from oncotrace.answers.model import Answer, Sentence
from oncotrace.answers.render import render
from oncotrace.answers.wording import date_words
from oncotrace.kg.graph import Graph, Literal
from oncotrace.kg.names import Names
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    ApprovalEvent,
    CirculatingFigure,
    Coverage,
    Finding,
    Indication,
    PrevalenceObservation,
    Record,
    Resource,
    Statement,
)
from oncotrace.kg.release import Release
from oncotrace.queries.question import Question
from oncotrace.queries.resolve import resolve

CITED = (Statement, ApprovalEvent, Coverage, Resource)
Told = list[tuple[str, Sentence]]
"""The sentences of an answer that rest on records, each with the name of its section."""


@dataclass(slots=True)
class Asked:
    """A golden question that can be asked again of an edited graph."""

    golden: Golden
    names: Names
    question: Question
    told: Told
    """Its sentences that no golden question before it has told on the same records."""

    def again(self, edited: EditableGraph) -> Answer:
        graph = edited.remembered()
        return compose(self._question(graph), self._facts(graph), today=TODAY)

    def _question(self, graph: Graph) -> Question:
        """The question; what it takes for granted is held against the edited graph again."""
        if not self.question.premises:
            return self.question
        return resolve(self.golden.question, self.names, graph, as_of=self.golden.as_of or TODAY)

    def _facts(self, graph: Graph) -> Facts:
        agency = self.golden.agency or self.question.agency or "FDA"
        return gather(graph, self._question(graph), as_of=self.golden.as_of or TODAY, agency=agency)


def told(answer: Answer) -> Told:
    return [(s.name, x) for s in sections(answer) for x in s.sentences if x.basis == "statements"]


@pytest.fixture(scope="session")
def asked(core_release: Release, core_graph: EditableGraph) -> dict[str, Asked]:
    """Every golden question, understood once; ROS1 in the pancreas first, so that all of it is tested."""
    found = {}
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    for golden in sorted(GOLDEN, key=lambda g: g.name != "ros1-pancreas"):
        day = golden.as_of or TODAY
        question = resolve(golden.question, core_release.names, core_release.graph, as_of=day)
        one = Asked(golden, core_release.names, question, [])
        keyed = {(place, s.text, s.statements): (place, s) for place, s in told(one.again(core_graph))}
        one.told = [sentence for key, sentence in keyed.items() if key not in seen]
        seen |= keyed.keys()
        found[golden.name] = one
    return found


@pytest.fixture
def one(golden: Golden, asked: dict[str, Asked]) -> Asked:
    return asked[golden.name]


def test_the_graph_in_memory_answers_as_the_release_does(
    one: Asked, answer: Answer, core_graph: EditableGraph
) -> None:
    again = one.again(core_graph)
    again.release = answer.release
    assert render(again, "json") == render(answer, "json")


def test_no_sentence_outlives_what_it_rests_on(one: Asked, core_graph: EditableGraph) -> None:
    """With a cited record deleted, a sentence is gone or says something else.

    It may stay word for word only where other records say the same (two approvals of one drug in a list
    of names, a second search): then it cites those alone, and once these are deleted too it is gone.
    """
    for id, record in _cited(one, core_graph).items():
        edited = core_graph.without(id)
        after = told(one.again(edited))
        assert all(id not in s.statements for _, s in after), f"{id} was deleted and is still cited"
        for place, before in _resting_on(one.told, id):
            if any(where == place and s.text == before.text for where, s in after):
                lost = f"{type(record).__name__} {id} was deleted, and yet: {before.text}"
                assert _falls(one, core_graph, place, before), lost


def _falls(one: Asked, graph: EditableGraph, place: str, sentence: Sentence) -> bool:
    """Whether a sentence goes when all its records go, with those that it falls back on."""
    deleted = set(sentence.statements)
    while True:
        after = told(one.again(graph.without(*deleted)))
        stayed = [s for where, s in after if where == place and s.text == sentence.text]
        if not stayed:
            return True
        resting = {id for s in stayed for id in s.statements}
        if not resting - deleted:
            return False
        deleted |= resting


def _cited(one: Asked, graph: EditableGraph) -> dict[str, Record]:
    ids = {id for _, s in one.told for id in s.statements}
    return {r.id: r for r in Reader(graph).get(sorted(ids), Record) if isinstance(r, CITED)}


def _resting_on(told: Told, id: str) -> Iterator[tuple[str, Sentence]]:
    return ((place, s) for place, s in told if id in s.statements)


def test_every_shown_value_follows_the_graph(
    one: Asked, core_graph: EditableGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A count, a printed figure, a date or a text that is changed in a record changes where it is shown."""
    # Proofs take half of the time that is left, and only sentences are looked at.
    monkeypatch.setattr("oncotrace.answers.compose._cite", lambda answer, facts: None)
    for id, record in _cited(one, core_graph).items():
        for field, shown, value in _changes(record):
            # Not as a part of another number: 3% is not shown by 1.3%.
            whole = re.compile(rf"(?<![\d.,]){re.escape(shown)}(?!\w)")
            showing = [(p, s) for p, s in _resting_on(one.told, id) if whole.search(s.text)]
            if not showing:
                continue
            after = told(one.again(core_graph.having(id, field, value)))
            for place, before in showing:
                # Another record may say the same as this one did: then the sentence rests on that one.
                same = [s for where, s in after if where == place and s.text == before.text]
                stale = f"{field} of {id} became {value!r}, and yet: {before.text}"
                assert all(id not in s.statements for s in same), stale


def _changes(record: Record) -> Iterator[tuple[str, str, Literal]]:
    """A field, how its value is shown, and another value that is as likely."""
    match record:
        case PrevalenceObservation():
            if record.n is not None:
                other = record.n - 1 if record.n == record.total else record.n + 1
                for shown in (f"{record.n:,} of", f"in {record.n:,}", f"{record.n:,} cases"):
                    yield "n", shown, other
            if record.total is not None:
                for shown in (f"of {record.total:,}", f"{record.total:,} people"):
                    yield "total", shown, record.total + 1001
            # Of none or all the interval is told instead of the printed share.
            if record.printed and record.n not in (0, record.total):
                yield "printed", record.printed, f"{record.printed} or so"
            if record.population:
                yield "population", f"Who: {record.population}", "somebody else"
            if record.assay:
                yield "assay", f"Test: {record.assay}", "another test"
        case ApprovalEvent():
            yield "date", date_words(record.date), _earlier(record.date)
            if record.kind == "accelerated":
                yield "kind", "accelerated approval", "regular"
        case Indication():
            for field in ("population", "prior_treatment", "stage"):
                if shown := getattr(record, field):
                    yield field, shown, "something else"
            if record.conditions:
                yield "conditions", record.conditions[0], "something else"
        case CirculatingFigure():
            yield "figure", record.figure, "99 %"
        case Finding():
            yield "summary", record.summary, "Something else was found."
        case Coverage():
            if record.until:
                yield "until", date_words(record.until), _earlier(record.until)
            yield "result", record.result, "Something else was found."
            yield "scope", record.scope, "something else"
        case Resource():
            yield "url", record.url, "https://example.org"
            yield "run_by", f"Run by {record.run_by}", "somebody else"


def _earlier(date: str) -> str:
    """The same day a year before: earlier, so that it still lies before the day asked about."""
    return f"{int(date[:4]) - 1}{date[4:]}".replace("-02-29", "-02-28")


def test_the_day_of_an_approval_decides_whether_it_stands(
    asked: dict[str, Asked], core_graph: EditableGraph
) -> None:
    """Moved beyond the day asked about, an approval is not told."""
    later = core_graph.having("oid:ev-crizotinib-ros1-nsclc-fda-regular-2016-03-11", "date", "2099-01-01")
    texts = [s.text for place, s in told(asked["ros1-pancreas"].again(later)) if place == "elsewhere"]
    assert any("Entrectinib" in text for text in texts)
    assert not any("Crizotinib" in text for text in texts)


def test_no_fda_record_is_said_where_only_another_agency_approved(
    asked: dict[str, Asked], core_graph: EditableGraph
) -> None:
    """Without its FDA records tepotinib is approved by the EMA alone: unlicensed here, never off-label."""
    lung = asked["met-exon14-lung"]
    fda = [i for i in core_graph.ids("Indication") if "tepotinib" in i and i.endswith("-fda")]
    answer = told(lung.again(core_graph.without(*fda)))
    about = [s.text for _, s in answer if "tepotinib" in s.text.lower()]
    assert any("hold no FDA record for tepotinib" in text for text in about)
    assert not any("off-label" in text for text in about)
    assert not any("FDA approval" in text or "FDA has approved" in text for text in about)
