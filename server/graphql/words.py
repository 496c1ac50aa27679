"""Scalars and enums: the words of ``ontology.terms`` as the schema writes them.

Records keep the words themselves, so that a value needs no conversion on its way out.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, NewType

import strawberry

from oncotrace.kg.biomarkers import KINDS
from oncotrace.ontology import terms
from oncotrace.ontology.rules import EFFECTS
from oncotrace.queries.therapies import GROUPS
from oncotrace.server.export.formats import FORMATS
from oncotrace.server.graphql.told import told


def _day(text: object) -> str:
    try:
        if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{str(text)[:40]!r} is no day: write year-month-day, such as 2020-01-31") from None


Day = NewType("Day", str)
PartialDate = NewType("PartialDate", str)

SCALARS: dict[object, Any] = {
    Day: strawberry.scalar(
        name="Day",
        description=told("A calendar day, year-month-day", "2020-01-31"),
        parse_value=_day,
        serialize=str,
    ),
    PartialDate: strawberry.scalar(
        name="PartialDate",
        description=told("A date whose length is its precision: a year, a month or a day", "2019-05"),
        parse_value=str,
        serialize=str,
    ),
}


def _member(word: str) -> str:
    """``confirmed-primary`` as an enum value is called."""
    if word in _RENAMED:
        return _RENAMED[word]
    return re.sub(r"\W|(?<=[a-z])(?=[A-Z])", "_", word).upper()


_RENAMED = {"3prime": "THREE_PRIME", "5prime": "FIVE_PRIME", "Indication": "APPROVAL"}


def _enum(name: str, text: str, words: Mapping[str, str]) -> Any:
    members = {_member(word): strawberry.enum_value(word, description=means) for word, means in words.items()}
    made = Enum(name, members)  # type: ignore[misc]
    return strawberry.enum(made, description=told(text, next(iter(members))))


AccessKind = _enum("Access", "What was read of the document behind a statement", terms.ACCESS)
Agency = _enum("Agency", "Whose approvals the graph can hold", {k: a.name for k, a in terms.AGENCIES.items()})
ApprovalKind = _enum(
    "ApprovalKind", "What happened to an approval", {k: a.meaning for k, a in terms.APPROVAL_KINDS.items()}
)
AssayClass = _enum("AssayClass", "How a figure was measured", terms.ASSAY_CLASSES)
Axis = _enum("Axis", "What a proposition is about", terms.AXES)
BiomarkerKind = _enum(
    "BiomarkerKind", "What happened to the gene", {kind: terms.BIOMARKER_KINDS[kind] for kind in KINDS}
)
Confidence = _enum("Confidence", "How far a curated fact was checked", terms.CONFIDENCE)
CoverageAxis = _enum("CoverageAxis", "What a source was searched for", terms.COVERAGE_AXES)
DayConfirmed = _enum("DayConfirmed", "How far a public source supports a day", terms.DAY_CONFIRMED)
Direction = _enum("Direction", "Whether the source stands behind the claim", terms.DIRECTIONS)
DocumentKind = _enum("DocumentKind", "Kinds of documents", terms.DOCUMENT_KINDS)
ExportFormat = _enum(
    "ExportFormat", "What a part of the graph can be had as", {name: f.says for name, f in FORMATS.items()}
)
FindingKind = _enum("PrevalenceFinding", "What a survey found", terms.FINDINGS)
FusionEnd = _enum("FusionEnd", "Which end of its usual fusions a gene is", terms.FUSION_ENDS)
Interaction = _enum("Interaction", "How the drugs of a regimen belong together", terms.INTERACTIONS)
Operator = _enum("Operator", "How the members of a profile are joined", terms.OPERATORS)
Origin = _enum("Origin", "Where an alteration comes from", terms.ORIGINS)
ResourceKind = _enum("ResourceKind", "Kinds of places to look further", terms.RESOURCE_KINDS)
RuleEffect = _enum("RuleEffect", "What a rule does", EFFECTS)
Significance = _enum("Significance", "The sign of a piece of evidence", terms.SIGNIFICANCE)
Topic = _enum("Topic", "What a finding is about", terms.TOPICS)
Verdict = _enum("Verdict", "Where a circulating figure comes from", terms.VERDICTS)

TreatmentGroup = _enum(
    "TreatmentGroup",
    "Where an approval stands, seen from a biomarker in a cancer",
    dict(
        zip(
            GROUPS,
            (
                "approved in this cancer for this biomarker",
                "approved in this cancer whatever the biomarker",
                "approved for any solid tumour with this biomarker",
                "approved for this biomarker in another cancer: off-label here, within one agency; or in one"
                " kind of cancer, where all are asked about",
                "approved in this cancer for another biomarker",
                "approved for any solid tumour with another biomarker",
            ),
            strict=True,
        )
    ),
)
Mode = _enum(
    "Mode",
    "How far a filter reaches from the node that it names",
    {
        "exact": "this node alone",
        "descendants": "this node and all that is narrower",
        "ancestors": "this node and all that is broader: how an approval for a wider cancer reaches it",
        "lineage": "this node, all that is narrower and all that is broader",
    },
)
Relation = _enum(
    "Relation",
    "How a node that was found lies to the one that was asked for",
    {
        "same": "it is the node itself",
        "narrower": "it is a kind of it",
        "broader": "it is a kind of the node found; for cancers, along reviewed edges",
        "unreviewed": "it is a kind of the node found, by edges that nobody reviewed: nothing is inherited",
        "solid": "the node found is any solid tumour",
        "other": "neither",
        "none": "the claim names none",
    },
)
EntityKind = _enum(
    "EntityKind",
    "What a name can stand for",
    {"Gene": "a gene", "Biomarker": "a categorical alteration", "Cancer": "a cancer", "Drug": "a drug"},
)
StatementKind = _enum(
    "StatementKind",
    "The kinds of statements",
    {
        "Evidence": "what a study found",
        "Indication": "what an agency approved",
        "PrevalenceObservation": "how often a biomarker was found",
        "Finding": "a claim kept as a sentence",
        "CirculatingFigure": "a number that people hear",
    },
)

How = _enum(
    "Likeness",
    "How a name that was found is like the text that was searched for",
    {
        "exact": "it is the text, but for case and spelling",
        "begins": "it begins so",
        "near": "it is spelt alike",
    },
)

TrialStatus = _enum("TrialStatus", "How far a trial is", terms.TRIAL_STATUSES)
Polarity = _enum("Polarity", "What a criterion does with what it names", terms.POLARITIES)
Certainty = _enum("Certainty", "How surely a criterion was read", terms.CERTAINTIES)
TrialVerdict = _enum(
    "TrialVerdict",
    "What a trial says to a biomarker in a cancer; whether somebody can enter is decided by who runs it",
    {
        "may fit": "it selects for the biomarker, and nothing that was read rules it out",
        "needs checking": "something is open: ask the people who run it",
        "does not fit": "something that was read rules it out",
    },
)
