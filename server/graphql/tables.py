"""What is put together from many statements: treatments, landscapes, comparisons, conflicts, ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import strawberry

from oncotrace.kg import records as kg
from oncotrace.ontology.rules import rules
from oncotrace.server.graphql import walks, words
from oncotrace.server.graphql.entities import Biomarker, Cancer, Drug, Therapy
from oncotrace.server.graphql.fields import computed, linked
from oncotrace.server.graphql.ids import CONFLICT, global_id
from oncotrace.server.graphql.nodes import Node
from oncotrace.server.graphql.pages import FIRST, After, Connection, First, Page, page
from oncotrace.server.graphql.statements import (
    Approval,
    ApprovalEvent,
    CoverageConnection,
    Document,
    PrevalenceConnection,
    PrevalenceObservation,
    Proposition,
    Rule,
    StatementConnection,
)
from oncotrace.server.graphql.told import kind, plain
from oncotrace.server.graphql.treatments import (
    compared_evidence,
    compared_prevalence,
    compared_treatments,
    coverage_of,
    row_treatments,
)
from oncotrace.server.graphql.view import View


@dataclass(slots=True)
class Drawn:
    """A rule with what it was applied to."""

    rule_id: str
    premises: tuple[str, ...]


@kind(
    "A conclusion that was drawn: by which rule, from what", '{"rule": {"curie": "ot:rule-any-solid-tumour"}}'
)
class Inference:
    rule = computed(
        lambda drawn: rules()[drawn.rule_id], "The rule", '{"curie": "ot:rule-any-solid-tumour"}', of=Rule
    )
    premises = linked(
        walks.records(walks.held_in_graph("premises"), kg.Record),
        "What it was applied to",
        '{"nodes": [{"curie": "oid:st-core-dabrafenib-trametinib-braf-v600e-solid-tumour-fda"}]}',
        of=Connection[Node],
    )


# --- treatments -------------------------------------------------------------------------------


def _records(name: str) -> Any:
    """A page of the records in an attribute."""

    def walk(values: Sequence[Any], view: View, first: First = FIRST, after: After = None) -> list[Page]:
        return [page(getattr(v, name), lambda r: (r.id,), first, after) for v in values]

    return walk


def _events(values: Sequence[Any], view: View, first: First = FIRST, after: After = None) -> list[Page]:
    return [page(v.events, lambda e: (e.date, e.kind, e.id), first, after) for v in values]


@kind("An approval, seen from a biomarker in a cancer", '{"group": "ELSEWHERE"}')
class Treatment:
    group = plain("Where it stands", "ELSEWHERE", of=words.TreatmentGroup)
    approval = computed(lambda o: o.indication, "The approval", '{"agency": "FDA"}', of=Approval)
    therapy: Therapy = plain("The drug or regimen", '{"label": "crizotinib"}')
    drugs = linked(
        _records("drugs"),
        "The drug, or those of the regimen",
        '{"nodes": [{"label": "crizotinib"}]}',
        of=Connection[Drug],
    )
    biomarker: Biomarker | None = plain("The biomarker that it names", '{"label": "ROS1 fusion"}')
    cancer: Cancer = plain("The cancer that it is for", '{"label": "non-small cell lung cancer"}')
    in_force: bool = plain("Whether it stands on the day", "true")
    biomarker_relation = plain("How its biomarker lies to the one asked for", "SAME", of=words.Relation)
    cancer_relation = plain("How its cancer lies to the one asked for", "OTHER", of=words.Relation)
    events = linked(
        _events,
        "What happened to it up to the day",
        '{"nodes": [{"kind": "REGULAR"}]}',
        of=Connection[ApprovalEvent],
    )
    inferences = computed(
        lambda o: [Drawn(rule, o.premises) for rule in o.rules],
        "The rules that put it into its group",
        '[{"rule": {"curie": "ot:rule-approved-elsewhere"}}]',
        of=list[Inference],
    )


@kind("A page of treatments", '{"totalCount": 5}')
class TreatmentConnection(Connection[Treatment]):
    pass


# --- landscapes and comparisons ---------------------------------------------------------------


@kind("A biomarker of a cancer, with its largest figure and what is approved", '{"share": 0.9225}')
class LandscapeRow:
    biomarker = linked(
        walks.one("biomarker", kg.Biomarker), "The biomarker", '{"label": "KRAS mutation"}', of=Biomarker
    )
    observation: PrevalenceObservation = plain("The figure of the most people", '{"n": 3, "total": 47}')
    share: float | None = plain("Its share", "0.9225")
    treatments = linked(
        row_treatments,
        "Approvals in force in this cancer, or for any solid tumour, that reach the biomarker",
        '{"nodes": [{"group": "HERE_THIS"}]}',
        of=TreatmentConnection,
    )


@kind("One cancer of a comparison", '{"cancer": {"label": "lung cancer"}}')
class ComparedCancer:
    cancer = linked(walks.one("cancer", kg.Cancer), "The cancer", '{"label": "lung cancer"}', of=Cancer)
    prevalence = linked(
        compared_prevalence,
        "Figures of the biomarker and its kinds, in the cancer and its kinds, the most frequent first",
        '{"nodes": [{"n": 3, "total": 47}]}',
        of=PrevalenceConnection,
    )
    evidence = linked(
        compared_evidence,
        "Evidence on the biomarker and its kinds, in the cancer and its kinds",
        '{"nodes": [{"curie": "oid:st-civic-1100"}]}',
        of=StatementConnection,
    )
    treatments = linked(
        compared_treatments,
        "Approvals, seen from here",
        '{"nodes": [{"group": "HERE_THIS"}]}',
        of=TreatmentConnection,
    )
    coverage = linked(
        coverage_of,
        "Searches that looked for it here",
        '{"nodes": [{"result": "No row has both."}]}',
        of=CoverageConnection,
    )


@kind("A biomarker in several cancers, side by side", '{"cancers": [{"cancer": {"label": "lung cancer"}}]}')
class Comparison:
    biomarker = linked(
        walks.one("biomarker", kg.Biomarker), "The biomarker", '{"label": "ROS1 fusion"}', of=Biomarker
    )
    cancers: list[ComparedCancer] = plain("In the order asked for", '[{"cancer": {"label": "lung cancer"}}]')


# --- conflicts --------------------------------------------------------------------------------


@kind("A word with a stance", '{"significance": "RESISTANCE", "direction": "SUPPORTS"}')
class Stance:
    significance = computed(lambda pair: pair[0], "The sign", "RESISTANCE", of=words.Significance)
    direction = computed(lambda pair: pair[1], "The stance", "SUPPORTS", of=words.Direction)


@kind("One side of a conflict", '{"significance": "RESISTANCE"}')
class Stand:
    significance = plain("What it says", "RESISTANCE", of=words.Significance)
    direction = plain("With which stance", "SUPPORTS", of=words.Direction)
    statements = linked(
        _records("statements"),
        "Who says so",
        '{"nodes": [{"curie": "oid:st-civic-1100"}]}',
        of=StatementConnection,
    )
    documents = linked(
        walks.documents(walks.held("documents")),
        "Its papers, each once",
        '{"nodes": [{"curie": "PMID:31068372"}]}',
        of=Connection[Document],
    )
    level: str | None = plain("Its surest level", "civic:B")
    origins = plain("Germline or somatic, where it says so", "[GERMLINE]", of=list[words.Origin])


@kind("Which side leads, and why", '{"because": "no rule decides: read the papers"}')
class Lead:
    stands: list[Stance] = plain(
        "The leading sides; empty where it is open", '[{"significance": "RESISTANCE"}]'
    )
    rule = computed(
        lambda lead: rules()[lead.rule] if lead.rule else None,
        "The rule that decides; null where none does",
        '{"curie": "ot:rule-level-outranks"}',
        of=Rule | None,
    )
    because: str = plain("The reason in words", "no rule decides: read the papers")


@kind("A proposition whose statements disagree", '{"kinds": ["sign"]}')
class Conflict(Node):
    id = computed(
        lambda c: global_id(CONFLICT + c.proposition.id),
        "The global id",
        "Y29uZmxpY3Qvb2lkOnByb3AtMDJiYzcyNTZiOQ",
        of=strawberry.ID,
    )
    curie = computed(
        lambda c: c.proposition.id, "The CURIE of the proposition", "oid:prop-02bc7256b9", of=str
    )
    proposition: Proposition = plain("What is in dispute", '{"axis": "TREATMENT_RESPONSE"}')
    biomarker: Biomarker | None = plain("Its biomarker", '{"label": "EGFR T790M"}')
    therapy: Therapy | None = plain("Its drug or regimen", '{"label": "erlotinib"}')
    cancer: Cancer | None = plain("Its cancer", '{"label": "lung cancer"}')
    kinds: list[str] = plain("How they disagree: direction, sign", '["sign"]')
    stands: list[Stand] = plain("The sides", '[{"significance": "RESISTANCE"}]')
    lead: Lead = plain("Which side leads", '{"because": "no rule decides: read the papers"}')


# --- ways -------------------------------------------------------------------------------------


@kind("A step of a way: a triple of the graph", '{"predicate": "ot:biomarker", "forward": false}')
class PathStep:
    start = linked(walks.one("start", kg.Record), "Where it begins", '{"curie": "HGNC:10261"}', of=Node)
    predicate: str = plain("The predicate of the triple", "ot:genes")
    forward: bool = plain(
        "Whether the triple is (start, predicate, end), else (end, predicate, start)", "false"
    )
    end = linked(walks.one("end", kg.Record), "Where it ends", '{"curie": "oid:bm-ros1-fusion"}', of=Node)


@kind("A shortest way between two things", '{"length": 2}')
class Path:
    length = computed(len, "How many steps it has", "2", of=int)
    steps = computed(list, "Its steps", '[{"predicate": "ot:genes"}]', of=list[PathStep])
