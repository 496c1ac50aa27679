"""Trials with their arms and criteria, and which of them may fit a biomarker in a cancer."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from oncotrace.kg import records as kg
from oncotrace.queries.question import Question
from oncotrace.queries.trials import Match, Wish, find
from oncotrace.server.graphql import walks, words
from oncotrace.server.graphql.entities import Biomarker, Cancer, Drug, Gene
from oncotrace.server.graphql.fields import linked
from oncotrace.server.graphql.lookup import id_of
from oncotrace.server.graphql.nodes import Node
from oncotrace.server.graphql.pages import FIRST, After, Connection, First, Page, page
from oncotrace.server.graphql.statements import Document, Source
from oncotrace.server.graphql.told import argument, kind, plain
from oncotrace.server.graphql.trial_lists import Trials, which
from oncotrace.server.graphql.view import View


@kind("An arm of a trial", '{"kind": "experimental"}')
class TrialArm(Node):
    label: str = plain("What it is called", "Phase 2")
    kind: str | None = plain("Its kind, as printed", "experimental")
    drugs = linked(
        walks.drugs(walks.held("drugs")),
        "What is given in it",
        '{"nodes": [{"label": "repotrectinib"}]}',
        of=Connection[Drug],
    )


@kind(
    "What one sentence of an eligibility text says of biomarkers, as read by a program",
    '{"polarity": "SELECTS"}',
)
class TrialCriterion(Node):
    trial = linked(
        walks.one("trial", kg.Trial),
        "The trial whose criterion it is",
        '{"label": "A study of repotrectinib"}',
        of=Annotated["Trial", strawberry.lazy("oncotrace.server.graphql.trials")],
    )
    polarity = plain("What it does with what it names", "SELECTS", of=words.Polarity)
    certainty = plain("How surely it was read", "CLEAR", of=words.Certainty | None)
    quote: str = plain("The sentence", "ROS1 fusion, determined by a local test")
    section: str | None = plain("The heading under which it stands", "inclusion")
    logic: str | None = plain("How its biomarkers are joined; null for one", "one_of")
    scope: str | None = plain("The phase, cohort or arm that it is about; null for all", "Phase 2")
    start: int | None = plain("Where the sentence begins in the eligibility text, in characters", "120")
    end: int | None = plain("Where it ends", "158")
    biomarkers = linked(
        walks.biomarkers(walks.held("biomarkers")),
        "What it names",
        '{"nodes": [{"label": "ROS1 fusion"}]}',
        of=Connection[Biomarker],
    )
    therapies = linked(
        walks.records(walks.held("therapies"), kg.Drug),
        "Of a criterion on earlier treatment: its drugs",
        '{"nodes": [{"label": "crizotinib"}]}',
        of=Connection[Drug],
    )
    genes = linked(
        walks.genes(walks.held("genes")),
        "Of a criterion on earlier treatment: the targets of its drugs",
        '{"nodes": [{"symbol": "ROS1"}]}',
        of=Connection[Gene],
    )
    cancers = linked(
        walks.cancers(walks.held("cancers")),
        "The cancers that it is about; none for all of the trial",
        '{"nodes": [{"label": "pancreatic cancer"}]}',
        of=Connection[Cancer],
    )


@kind("A registered trial, as its register describes it", '{"label": "A study of repotrectinib"}')
class Trial(Node):
    label: str = plain("Its brief title", "A study of repotrectinib")
    status = plain("How far it is", "RECRUITING", of=words.TrialStatus | None)
    status_on = plain("The day of what the register says", "2026-08", of=words.PartialDate | None)
    study_type: str | None = plain("Its type, as the register has it", "interventional")
    phases: list[str] = plain("Its phases", '["1", "2"]')
    condition_names: list[str] = plain("Its conditions, as printed", '["Solid Tumor"]')
    intervention_names: list[str] = plain("What is given, as printed", '["Drug: repotrectinib"]')
    countries: list[str] = plain("Where it runs", '["France"]')
    cities: list[str] = plain("In which cities", '["Lyon, France"]')
    minimum_age: int | None = plain("In completed years", "18")
    maximum_age: int | None = plain("In completed years", "75")
    sex: str | None = plain("Where only women or only men are taken", "female")
    source = linked(
        walks.one("source", kg.Source), "The register", '{"title": "ClinicalTrials.gov"}', of=Source
    )
    cancers = linked(
        walks.cancers(walks.held("cancers")),
        "Its cancers",
        '{"nodes": [{"label": "pancreatic cancer"}]}',
        of=Connection[Cancer],
    )
    drugs = linked(
        walks.drugs(walks.held("drugs")),
        "Its drugs",
        '{"nodes": [{"label": "repotrectinib"}]}',
        of=Connection[Drug],
    )
    arms = linked(
        walks.records(walks.of_class(walks.into("ot:trial"), kg.TrialArm), kg.TrialArm),
        "Its arms",
        '{"nodes": [{"kind": "experimental"}]}',
        of=Connection[TrialArm],
    )
    criteria = linked(
        walks.records(walks.of_class(walks.into("ot:trial"), kg.Criterion), kg.Criterion),
        "What its eligibility text says of biomarkers",
        '{"nodes": [{"polarity": "SELECTS"}]}',
        of=Connection[TrialCriterion],
    )


@kind(
    "Two genes that were seen joined in tumours. It is no statement, and says nothing of a treatment",
    '{"n": 3}',
)
class ObservedPair(Node):
    five_prime = linked(
        walks.one("five_prime", kg.Gene), "The first part", '{"symbol": "CD74"}', of=Gene | None
    )
    three_prime = linked(
        walks.one("three_prime", kg.Gene), "The last part", '{"symbol": "ROS1"}', of=Gene | None
    )
    cancer = linked(
        walks.one("cancer", kg.Cancer),
        "In which cancer, where the source says so",
        '{"label": "lung cancer"}',
        of=Cancer | None,
    )
    n: int | None = plain("In how many tumours, where the source counts them", "3")
    printed: str | None = plain("How often, as printed; nothing is computed from it", "rare")
    locator: str | None = plain("Where in the source", "row 12")
    source = linked(walks.one("source", kg.Source), "Who says so", '{"title": "CIViC"}', of=Source)
    documents = linked(
        walks.documents(walks.held("documents")),
        "What it was read in",
        '{"nodes": [{"kind": "ARTICLE"}]}',
        of=Connection[Document],
    )


# --- lists ------------------------------------------------------------------------------------


def trials(view: View, filter: Trials = None, first: First = FIRST, after: After = None) -> Page:
    return walks.listed(view, [view.graph.ids("Trial")], kg.Trial, first, after, which(view, filter))[0]


# --- matches ----------------------------------------------------------------------------------


def _looked_at(matches: Sequence[Match], view: View) -> walks.Ids:
    return [[c.criterion for c in match.checked if c.criterion] for match in matches]


@kind("A trial seen from a biomarker in a cancer; who runs it decides who can enter", '{"selects": true}')
class TrialMatch:
    trial: Trial = plain("The trial", '{"label": "A study of repotrectinib"}')
    verdict = plain("What it says", "NEEDS_CHECKING", of=words.TrialVerdict)
    selects: bool = plain("Whether it selects for the biomarker in this cancer", "true")
    reasons: list[str] = plain("Why, the deciding reason first", '["It asks for a ROS1 fusion."]')
    criteria = linked(
        walks.records(_looked_at, kg.Criterion),
        "The criteria that were looked at",
        '{"nodes": [{"polarity": "SELECTS"}]}',
        of=Connection[TrialCriterion],
    )


def matches(
    view: View,
    biomarker: Annotated[str, argument("A biomarker: global id, CURIE or name", "ROS1 fusion")],
    cancer: Annotated[str, argument("A cancer: global id, CURIE or name", "pancreatic cancer")],
    age: Annotated[int | None, argument("In completed years", "61")] = None,
    country: Annotated[str | None, argument("A country, as the register writes it", "France")] = None,
    first: First = FIRST,
    after: After = None,
) -> Page:
    """Trials that name the biomarker's gene, those that select for it and do not rule it out first."""
    view.go_on()
    named = view.reader.get([id_of(view, biomarker, "Biomarker")], kg.Biomarker)
    question = Question(text="", biomarkers=tuple(named), cancer=id_of(view, cancer, "Cancer"))
    wish = Wish(age=age, country=country or "")
    found = find(view.graph, question, today=view.as_of, wish=wish, reader=view.reader)
    # Register data that are newer than the day say nothing of that day.
    then = not found.data_date or found.data_date <= view.as_of
    ranked: Sequence[Match] = [*found.matches, *found.named] if then else []
    places = {match.trial.id: place for place, match in enumerate(ranked)}
    return page(ranked, lambda match: (places[match.trial.id], match.trial.id), first, after)
