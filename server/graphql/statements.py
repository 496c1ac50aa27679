"""Propositions, statements on them, and what statements rest on."""

from collections.abc import Sequence

from oncotrace.kg import records as kg
from oncotrace.ontology.rules import Rule as RuleRecord
from oncotrace.ontology.rules import rules
from oncotrace.ontology.scales import levels
from oncotrace.queries.prevalence import Figure
from oncotrace.server.graphql import claims, walks, words
from oncotrace.server.graphql.entities import Biomarker, Cancer, Therapy
from oncotrace.server.graphql.fields import computed, linked
from oncotrace.server.graphql.nodes import Node
from oncotrace.server.graphql.pages import Connection, PageInfo
from oncotrace.server.graphql.statement_filter import Reach
from oncotrace.server.graphql.told import interface, kind, plain
from oncotrace.server.graphql.view import View

# --- what statements rest on ------------------------------------------------------------------


@kind("What a statement was read in", '{"curie": "PMID:31068372"}')
class Document(Node):
    kind = plain("What kind of document", "ARTICLE", of=words.DocumentKind)
    title: str | None = plain("Its title", "Jones et al., 2019")
    url: str | None = plain("Where it is", "https://pubmed.ncbi.nlm.nih.gov/31068372/")
    published = plain("When it was published", "2019", of=words.PartialDate | None)
    statements = linked(
        claims.documented,
        "Statements that cite it",
        '{"nodes": [{"curie": "oid:st-civic-1100"}]}',
        of="StatementConnection",
    )


@kind("A data source at one version", '{"title": "Oncotrace curated core"}')
class Source(Node):
    title: str = plain("What it is called", "Oncotrace curated core")
    home: str | None = plain("Its home page", "https://civicdb.org/")
    download: str | None = plain("Where its file was got", "https://civicdb.org/releases")
    licence: str | None = plain("The licence of its statements", "CC0-1.0")
    redistributable: bool = plain("Whether its statements may be passed on", "true")
    version: str | None = plain("The version in this release", "0.1.0")
    gives: str | None = plain("What it gives", "clinical evidence")


@kind("Where to look further: a name and a link only", '{"label": "A guideline"}')
class Resource(Node):
    kind = plain("What it is", "GUIDELINE", of=words.ResourceKind)
    label: str = plain("What it is called", "ESMO Clinical Practice Guidelines: Cancer of the Pancreas")
    url: str = plain("Where it is", "https://oncologypro.esmo.org")
    run_by: str | None = plain("Who runs it", "ESMO")
    payer: str | None = plain("Who pays, where that was stated", "the United States government")
    summary: str | None = plain("What it gives", "The European guideline for clinicians.")


@kind("A level of an evidence scale", '{"scheme": "civic", "code": "A"}')
class Level:
    scheme: str = plain("The scale", "civic")
    code: str = plain("The level", "A")
    order: int = plain("1 is the strongest of its scale; orders of two scales do not compare", "1")
    meaning: str = plain("What it means", "Validated association")


@kind("An inference rule", '{"curie": "ot:rule-any-solid-tumour"}')
class Rule(Node):
    effect = plain("What it does", "INFERS", of=words.RuleEffect)
    sentence: str = plain("The rule in plain words", "An approval for a cancer also covers its kinds.")
    formal: str = plain(
        "Premises and conclusion", "Indication(i), scope(i, c), reviewedBroader+(d, c) => covers(i, d)"
    )
    because: str = plain("Why it holds", "A label that names a cancer means all its kinds.")
    links: list[str] = plain("Where it comes from", '["https://oncotree.mskcc.org/"]')


@kind(
    "What a source was searched for, when and how: the proof behind every none",
    '{"result": "No row has both."}',
)
class Coverage(Node):
    axis = plain("For what", "APPROVAL", of=words.CoverageAxis | None)
    scope: str = plain(
        "What was looked for, in words",
        "evidence in CIViC that links a ROS1 alteration with pancreatic cancer",
    )
    agency = plain("The agency, for approvals", "FDA", of=words.Agency | None)
    source = linked(
        walks.one("source", kg.Source),
        "Who says that it was searched",
        '{"title": "Oncotrace curated core"}',
        of=Source,
    )
    checked_on = plain("When", "2026-11-24", of=words.PartialDate | None)
    until = plain("The newest date that the source covers", "2026-08", of=words.PartialDate | None)
    method: str | None = plain("How", "All accepted evidence rows searched.")
    result: str | None = plain("What was found", "No row has both.")
    biomarkers = linked(
        walks.biomarkers(walks.held("biomarkers")),
        "Biomarkers that were looked for",
        '{"nodes": [{"label": "ROS1 fusion"}]}',
        of=Connection[Biomarker],
    )
    cancers = linked(
        walks.cancers(walks.held("cancers")),
        "Cancers that were looked into",
        '{"nodes": [{"label": "pancreatic cancer"}]}',
        of=Connection[Cancer],
    )
    documents = linked(
        walks.documents(walks.held("documents")),
        "What was searched",
        '{"nodes": [{"kind": "PAGE"}]}',
        of=Connection["Document"],
    )


@kind("A page of searches", '{"totalCount": 1}')
class CoverageConnection(Connection[Coverage]):
    pass


# --- propositions -----------------------------------------------------------------------------


@kind("What is claimed. Two sources on the same question share it", '{"axis": "TREATMENT_RESPONSE"}')
class Proposition(Node):
    axis = plain("What it is about", "TREATMENT_RESPONSE", of=words.Axis)
    biomarker = linked(
        walks.one("biomarker", kg.Biomarker),
        "The biomarker; null for a drug that needs none",
        '{"label": "ROS1 fusion"}',
        of=Biomarker | None,
    )
    therapy = linked(
        walks.one("therapy", kg.Record),
        "The drug or regimen; null where it is about none",
        '{"label": "crizotinib"}',
        of=Therapy | None,
    )
    cancer = linked(
        walks.one("cancer", kg.Cancer), "The cancer", '{"label": "lung cancer"}', of=Cancer | None
    )
    statements = linked(
        claims.statements(walks.itself),
        "What sources say on it",
        '{"nodes": [{"direction": "SUPPORTS"}]}',
        of="StatementConnection",
    )


@kind("A page of propositions", '{"totalCount": 1}')
class PropositionConnection(Connection[Proposition]):
    pass


# --- statements -------------------------------------------------------------------------------


@interface("One source's claim on a proposition", '{"direction": "SUPPORTS"}')
class Statement(Node):
    proposition = linked(claims.own_proposition, "What is claimed", '{"axis": "FREQUENCY"}', of=Proposition)
    biomarker = linked(
        claims.of_proposition("biomarker"),
        "The biomarker of its proposition",
        '{"label": "ROS1 fusion"}',
        of=Biomarker | None,
    )
    therapy = linked(
        claims.of_proposition("therapy"),
        "The drug or regimen of its proposition",
        '{"label": "crizotinib"}',
        of=Therapy | None,
    )
    cancer = linked(
        claims.of_proposition("cancer"),
        "The cancer of its proposition",
        '{"label": "lung cancer"}',
        of=Cancer | None,
    )
    source = linked(walks.one("source", kg.Source), "Who says so", '{"title": "CIViC"}', of=Source)
    documents = linked(
        walks.documents(walks.held("documents")),
        "What it was read in; two rows of one paper are one paper",
        '{"nodes": [{"curie": "PMID:31068372"}]}',
        of=Connection[Document],
    )
    locator: str | None = plain("Where in the document", "Table 2")
    access = plain("What was read", "ABSTRACT", of=words.AccessKind | None)
    asserted_by: str | None = plain("Who asserted it", "CIViC")
    licence: str | None = plain("Its licence, where it differs from its source's", "CC0-1.0")
    confidence = plain(
        "How far it was checked, for curated facts", "CONFIRMED_PRIMARY", of=words.Confidence | None
    )
    direction = plain("Whether the source stands behind the claim", "SUPPORTS", of=words.Direction)
    published = plain("When it was published", "2019", of=words.PartialDate | None)
    seen: str | None = plain("Where it was read, when not in the document itself", "a review")
    entered = plain("When it entered its source", "2026-11-20", of=words.PartialDate | None)
    summary: str | None = plain("The claim in a sentence", "ROS1 fusions were found in isolated cases.")
    doubts: list[str] = plain("What is doubtful about it", '["only the abstract was read"]')
    origin = plain("Germline or somatic, where the source says so", "GERMLINE", of=words.Origin | None)
    biomarker_text: str | None = plain("The biomarker as the source prints it", "CD74-ROS1")


@kind("What a study found", '{"significance": "RESISTANCE"}')
class Evidence(Statement):
    significance = plain("Its sign", "RESISTANCE", of=words.Significance | None)
    levels = computed(
        lambda e: [levels()[name] for name in e.levels],
        "Its levels, each of its scale",
        '[{"scheme": "civic", "code": "C"}]',
        of=list[Level],
    )
    acquired: bool = plain("Whether the change was gained under treatment", "true")
    rating: int | None = plain("The source's rating of the study, 1 to 5", "3")
    trial_ids = computed(
        lambda e: e.trials, "The trials that it comes from", '["NCT:NCT02097810"]', of=list[str]
    )
    phenotypes: str | None = plain("Phenotypes that the source names", "Young adult onset")


@kind("A dated step of an approval", '{"kind": "ACCELERATED", "date": "2022-12-12"}')
class ApprovalEvent(Node):
    kind = plain("What happened", "ACCELERATED", of=words.ApprovalKind)
    date = plain("When", "2016-03-11", of=words.PartialDate)
    day_confirmed = plain("How far a public source supports the day", "YES", of=words.DayConfirmed | None)
    note: str | None = plain("What else is to be known", "One field of a restricted table reads 2022-12-20.")
    documents = linked(
        walks.documents(walks.held("documents")),
        "What says so",
        '{"nodes": [{"kind": "NOTICE"}]}',
        of=Connection[Document],
    )


@kind("An indication: what an agency approved, for whom", '{"agency": "FDA", "inForce": true}')
class Approval(Statement):
    agency = plain("Who approved it", "FDA", of=words.Agency)
    in_force = linked(claims.in_force, "Whether it stands on the day", "true", of=bool)
    population: str | None = plain("For whom", "adults")
    stage: str | None = plain("In which stage", "metastatic")
    line: str | None = plain("In which line of treatment", "first")
    maintenance: bool = plain("Whether it is for maintenance", "true")
    prior_treatment: str | None = plain("What must have been given before", "platinum for at least 16 weeks")
    conditions: list[str] = plain("What else the label needs", '["no satisfactory alternative"]')
    companion_test: str | None = plain("The test that the label names", "therascreen EGFR RGQ PCR Kit")
    biomarker_required: bool = plain("Whether the biomarker must be shown", "true")
    requires_absent = linked(
        walks.biomarkers(walks.held("requires_absent")),
        "Biomarkers that must not be there",
        '{"nodes": [{"label": "PIK3CA mutation"}]}',
        of=Connection[Biomarker],
    )
    excluded_cancers = linked(
        walks.cancers(walks.held("excluded_cancers")),
        "Cancers that the label leaves out of its scope",
        '{"nodes": [{"label": "colorectal cancer"}]}',
        of=Connection[Cancer],
    )
    events = linked(
        claims.events,
        "What happened to it up to the day, oldest first",
        '{"nodes": [{"kind": "REGULAR"}]}',
        of=Connection[ApprovalEvent],
    )


@kind("A 95 % Wilson interval", '{"low": 0.44, "high": 1.0}')
class Interval:
    low = computed(lambda pair: pair[0], "The lower bound, as a share", "0.438", of=float)
    high = computed(lambda pair: pair[1], "The upper bound, as a share", "1.0", of=float)


def _figure(observation: kg.PrevalenceObservation) -> Figure:
    return Figure(observation=observation, biomarker="", cancer="")


@kind("How often a biomarker was found", '{"n": 3, "total": 47, "printed": "6%"}')
class PrevalenceObservation(Statement):
    finding = plain("What the survey found", "MEASURED", of=words.FindingKind)
    n: int | None = plain("In how many people it was found", "3")
    total: int | None = plain("Of how many people", "47")
    printed: str | None = plain("The figure as printed", "0.30%")
    derived: bool = plain("Whether n or the percentage was computed here", "false")
    share = computed(
        lambda o: _figure(o).share, "n of total, else the printed share", "0.0638", of=float | None
    )
    interval = computed(
        lambda o: _figure(o).interval,
        "The 95 % interval, where n and total are known",
        '{"low": 0.022, "high": 0.172}',
        of=Interval | None,
    )
    population: str | None = plain("Who was looked at", "advanced cancer, patients of one trial")
    unselected: bool = plain("False where the population is enriched or depleted for the biomarker", "false")
    subset = linked(
        walks.biomarkers(walks.held("subset")),
        "Biomarkers that define the denominator",
        '{"nodes": [{"label": "KRAS wild type"}]}',
        of=Connection[Biomarker],
    )
    cohort: str | None = plain("The cohort", "trial patients")
    cohort_group: str | None = plain("Cohorts of one group overlap and are never pooled", "mrc-1107")
    assay: str | None = plain("The test", "Sanger sequencing of R172 only")
    assay_class = plain("How it was measured", "DNA_PANEL", of=words.AssayClass | None)


@kind("A claim kept as a sentence", '{"topic": "TESTING"}')
class Finding(Statement):
    topic = plain("What it is about", "TESTING", of=words.Topic)
    n: int | None = plain("In how many people", "2")
    total: int | None = plain("Of how many people", "12")
    therapies = linked(
        walks.records(walks.held("therapies"), kg.Record),
        "Drugs and regimens that it names",
        '{"nodes": [{"label": "crizotinib"}]}',
        of=Connection[Therapy],
    )


@kind("A number that people hear, never a prevalence", '{"figure": "5.04%", "verdict": "MISREAD"}')
class CirculatingFigure(Statement):
    figure: str = plain("The number as heard", "5.04%")
    verdict = plain("Where it comes from", "MISREAD", of=words.Verdict | None)
    explained_by = linked(
        walks.records(walks.held("explained_by"), kg.PrevalenceObservation),
        "The observations behind it",
        '{"nodes": [{"n": 3, "total": 47}]}',
        of="PrevalenceConnection",
    )


STATEMENTS: dict[str, type[Statement]] = {
    "Evidence": Evidence,
    "Indication": Approval,
    "PrevalenceObservation": PrevalenceObservation,
    "Finding": Finding,
    "CirculatingFigure": CirculatingFigure,
}
"""The type of each statement record."""

# --- how a statement was matched --------------------------------------------------------------


def _rules(values: Sequence[Reach], view: View) -> list[RuleRecord | None]:
    return [rules()[value.rule] if value.rule else None for value in values]


@kind("How the cancer of a statement lies to the one asked for", '{"relation": "NARROWER"}')
class CancerReach:
    asked = linked(
        walks.one("asked", kg.Cancer), "The cancer of the filter", '{"label": "pancreatic cancer"}', of=Cancer
    )
    matched = linked(
        walks.one("matched", kg.Cancer),
        "The cancer of the statement",
        '{"label": "pancreatic adenocarcinoma"}',
        of=Cancer,
    )
    relation = plain("How it lies to the one asked for", "NARROWER", of=words.Relation)
    rule = linked(
        _rules,
        "By which the claim is carried to the cancer asked for; null where nothing is carried",
        '{"curie": "ot:rule-narrower-shown"}',
        of=Rule | None,
    )


@kind("How the biomarker of a statement lies to the one asked for", '{"relation": "BROADER"}')
class BiomarkerReach:
    asked = linked(
        walks.one("asked", kg.Biomarker),
        "The biomarker of the filter",
        '{"label": "CD74::ROS1 fusion"}',
        of=Biomarker,
    )
    matched = linked(
        walks.one("matched", kg.Biomarker),
        "The biomarker of the statement",
        '{"label": "ROS1 fusion"}',
        of=Biomarker,
    )
    relation = plain("How it lies to the one asked for", "BROADER", of=words.Relation)
    rule = linked(
        _rules,
        "By which the claim is carried to the biomarker asked for; null where nothing is carried",
        '{"curie": "ot:rule-partner-to-any"}',
        of=Rule | None,
    )


@kind("How a statement was matched by the filter", '{"propagated": true}')
class Match:
    propagated = computed(
        lambda matched: matched.propagated,
        "Whether a rule carries the claim to what was asked for",
        "true",
        of=bool,
    )
    cancer: CancerReach | None = plain("By the cancer, where one was asked for", '{"relation": "NARROWER"}')
    biomarker: BiomarkerReach | None = plain(
        "By the biomarker, where one was asked for", '{"relation": "SAME"}'
    )


@kind("A statement in a list", '{"match": {"propagated": false}}')
class StatementEdge:
    cursor: str = plain("The place of the statement in the list", "WyJvaWQ6c3QtMSJd")
    node: Statement = plain("The statement", '{"curie": "oid:st-civic-1100"}')
    match: Match | None = plain(
        "How it was matched; null where the filter names neither biomarker nor cancer", '{"propagated": true}'
    )


@kind("A page of statements", '{"totalCount": 12}')
class StatementConnection:
    total_count: int = plain("How many statements there are on all pages", "12")
    page_info: PageInfo = plain("Where the page lies in its list", '{"hasNextPage": true}')
    edges: list[StatementEdge] = plain(
        "With cursors, and with how each was matched", '[{"match": {"propagated": true}}]'
    )
    nodes: list[Statement] = plain("The statements of the page", '[{"curie": "oid:st-civic-1100"}]')


@kind("A prevalence observation in a list", '{"match": {"propagated": false}}')
class PrevalenceEdge:
    cursor: str = plain("The place of the observation in the list", "Wy0wLjAwMywib2lkOnN0LTEiXQ")
    node: PrevalenceObservation = plain("The observation", '{"n": 3, "total": 47}')
    match: Match | None = plain(
        "How it was matched; null where the filter names neither biomarker nor cancer", '{"propagated": true}'
    )


@kind("A page of prevalence observations", '{"totalCount": 12}')
class PrevalenceConnection:
    total_count: int = plain("How many observations there are on all pages", "12")
    page_info: PageInfo = plain("Where the page lies in its list", '{"hasNextPage": true}')
    edges: list[PrevalenceEdge] = plain(
        "With cursors, and with how each was matched", '[{"match": {"propagated": true}}]'
    )
    nodes: list[PrevalenceObservation] = plain("The observations of the page", '[{"n": 3, "total": 47}]')
