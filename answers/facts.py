"""Everything that an answer may say, gathered once through the Graph seam."""

from collections import Counter
from collections.abc import Iterator

from oncotrace.answers.model import Proof
from oncotrace.kg.graph import Graph
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    Cancer,
    CirculatingFigure,
    Coverage,
    Document,
    Drug,
    Evidence,
    Finding,
    Gene,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Resource,
    Source,
    Statement,
)
from oncotrace.kg.remembering import notes_of
from oncotrace.ontology.plain import dataclass, field
from oncotrace.queries import around, therapies, trials
from oncotrace.queries.claimed import Among
from oncotrace.queries.evidence import EvidenceFound, evidence
from oncotrace.queries.prevalence import Figure, Prevalence, prevalence
from oncotrace.queries.question import Question
from oncotrace.queries.scope import Scope, biomarker_scope, cancer_scope, is_any

STATED = (CirculatingFigure, Evidence, Finding, Indication, PrevalenceObservation)
"""The classes of statements that bear on questions."""

CITING = frozenset((*STATED, ApprovalEvent, Coverage, Resource))
"""The classes of records that name documents or a source."""


@dataclass(slots=True, kw_only=True)
class Facts:
    """All that an answer is made of."""

    question: Question
    as_of: str
    agency: str
    biomarkers: list[Biomarker]
    genes: list[Gene]
    cancer: Cancer | None
    drug: Drug | None
    biomarker_scope: Scope
    cancer_scope: Scope
    prevalence: Prevalence
    options: list[therapies.Option]
    """Indications of all agencies that touch the question, in force or not."""
    drug_options: list[therapies.Option]
    """Every indication of the drug that was asked about."""
    on_record: frozenset[str]
    """Of the drugs that other agencies approved for the change, those that the agency has on record."""
    evidence: EvidenceFound
    coverage: list[Coverage]
    resources: list[Resource]
    trials_loaded: bool
    trials: trials.Trials | None
    """Trials for the biomarkers in the cancer; None where the question lacks one of the two."""
    left_out: list[tuple[Source, int]]
    """Sources that the licence profile hides, with how many of their statements bear on the question."""
    records: dict[str, Record]
    proofs: dict[str, Proof]
    """Those that answers from the same graph share."""
    option_texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What was said of options, likewise."""
    in_force: dict[str, list[therapies.Option]] = field(init=False)
    """The agency's options that are in force, by group."""

    def __post_init__(self) -> None:
        self.in_force = {}
        for option in self.options:
            if option.in_force and option.indication.agency == self.agency:
                self.in_force.setdefault(option.group, []).append(option)

    def cancer_of(self, id: str) -> Cancer | None:
        found = self.records.get(id)
        return found if isinstance(found, Cancer) else None

    def biomarker_of(self, id: str) -> Biomarker | None:
        found = self.records.get(id)
        return found if isinstance(found, Biomarker) else None

    def carries(self, id: str) -> bool:
        """Whether what is said of a biomarker touches the question: itself, a kind of it, or a profile
        whose members are all carried."""
        found = self.biomarker_of(id)
        joint = found is not None and found.operator == "AND" and self.biomarker_scope.holds(found.members)
        return id in self.biomarker_scope.all or joint

    def searched(self, searches: list[Coverage]) -> bool:
        """Whether a search looked for just this biomarker in just this cancer."""
        return any(
            self.biomarker_scope.exact & set(c.biomarkers) and self.cancer_scope.exact & set(c.cancers)
            for c in searches
        )

    @property
    def any_cancer(self) -> bool:
        """Whether all cancers, or all solid ones, were asked about together."""
        return is_any(self.cancer_scope)

    @property
    def one_cancer(self) -> bool:
        """Whether a cancer was asked about, not all of them: what is approved for another is off-label."""
        return self.cancer is not None and not self.any_cancer

    @property
    def named_by_change(self) -> bool:
        """Whether the cancer bears the name of the change (HER2-positive, HER2-positive breast cancer): then
        all people with it have the change, and how common it is there is no question."""
        one = self.biomarkers[0].label.lower() if len(self.biomarkers) == 1 else ""
        return bool(one) and self.cancer is not None and one in self.cancer.label.lower()

    def in_group(self, group: str) -> list[therapies.Option]:
        """The agency's options of a group that are in force."""
        return self.in_force.get(group, [])

    @property
    def others_here(self) -> list[Figure]:
        """Figures of other changes in the cancer.

        Of all cancers together, those of one kind alone are left to the page of that kind, as with options:
        none of them holds for any cancer.
        """
        found = self.prevalence.others_here
        return [f for f in found if f.cancer in self.cancer_scope.exact] if self.any_cancer else found

    @property
    def others_circulating(self) -> list[tuple[CirculatingFigure, Proposition]]:
        """The same of figures that people hear."""
        mine, exact = self.biomarker_scope.near, self.cancer_scope.exact
        return [
            (told, about)
            for told, about in self.prevalence.circulating
            if about.biomarker not in mine and (about.cancer in exact or not self.any_cancer)
        ]


def elsewhere_approved(options: list[therapies.Option], agency: str) -> list[therapies.Option]:
    """What other agencies approved for the change asked about, in force."""
    return [
        o
        for o in options
        if o.in_force
        and o.indication.agency != agency
        and o.group in ("here_this", "solid_this", "elsewhere")
    ]


def gather(
    graph: Graph,
    question: Question,
    *,
    as_of: str,
    agency: str = "FDA",
    beyond: Graph | None = None,
) -> Facts:
    """The facts for a question as they stood on a day, seen from one agency.

    ``beyond`` is the whole graph where ``graph`` leaves sources out for their licence: it is asked how much,
    and gives nothing else.
    """
    reader = Reader(graph)
    told = _told(reader, question, as_of)
    with_trials = trials.loaded(graph)
    facts = Facts(
        question=question,
        as_of=as_of,
        agency=agency,
        biomarkers=list(question.biomarkers),
        genes=reader.get([g for b in question.biomarkers for g in b.genes], Gene),
        cancer=reader.one(question.cancer or "", Cancer),
        drug=reader.one(question.drug or "", Drug),
        biomarker_scope=told.biomarker_scope,
        cancer_scope=told.cancer_scope,
        prevalence=told.prevalence,
        options=told.options,
        on_record=therapies.on_record(
            reader, (d.id for o in elsewhere_approved(told.options, agency) for d in o.drugs), agency, as_of
        ),
        drug_options=told.drug_options,
        evidence=told.evidence,
        coverage=around.coverage(reader, told.biomarker_scope, told.cancer_scope),
        resources=around.resources(reader, told.biomarker_scope, told.cancer_scope),
        trials_loaded=with_trials,
        trials=trials.find(graph, question, today=as_of, reader=reader)
        if question.biomarkers and question.cancer and with_trials
        else None,
        left_out=[],
        records=reader.records,
        proofs=notes_of(graph, "proofs"),
        option_texts=notes_of(graph, "option texts"),
    )
    _read_what_sentences_name(reader, facts)
    if beyond is not None:
        facts.left_out = _left_out(graph, beyond, question, as_of)
        reader.know(source for source, _ in facts.left_out)
    return facts


@dataclass(slots=True, kw_only=True)
class _Told:
    """What statements say on a question, with how far it reaches."""

    biomarker_scope: Scope
    cancer_scope: Scope
    options: list[therapies.Option]
    drug_options: list[therapies.Option]
    prevalence: Prevalence
    evidence: EvidenceFound


def _told(reader: Reader, question: Question, as_of: str, among: Among | None = None) -> _Told:
    reader.know((*question.biomarkers, *question.related))
    biomarker = biomarker_scope(reader, question.biomarkers)
    cancer = cancer_scope(reader.graph, question.cancer or "")
    asked = therapies.Asked(biomarker=biomarker, cancer=cancer, as_of=as_of)
    drug = question.drug
    return _Told(
        biomarker_scope=biomarker,
        cancer_scope=cancer,
        options=therapies.options(reader, asked, among),
        drug_options=therapies.options_of_drug(reader, asked, drug, among) if drug else [],
        prevalence=prevalence(reader, biomarker, cancer, as_of, among),
        evidence=evidence(reader, biomarker, cancer, as_of, among),
    )


def _left_out(graph: Graph, whole: Graph, question: Question, as_of: str) -> list[tuple[Source, int]]:
    """The sources of what the whole graph says on a question and this one does not hold."""
    hidden = _hidden(graph, whole)
    reader = Reader(whole)
    told = _told(reader, question, as_of, hidden)
    stated = {s.id: s.source for s in _stated(told) if s.id in hidden.statements}
    sources = ((reader.one(id, Source), count) for id, count in sorted(Counter(stated.values()).items()))
    return [(source, count) for source, count in sources if source]


def _hidden(graph: Graph, whole: Graph) -> Among:
    """The statements that only the whole graph holds."""
    kept = notes_of(whole, "hidden")
    if "statements" not in kept:
        only = {id for kind in STATED for id in set(whole.ids(kind.__name__)) - set(graph.ids(kind.__name__))}
        about = whole.out(only, "ot:proposition")
        kept["statements"] = Among(frozenset(only), frozenset(p for found in about.values() for p in found))
    found: Among = kept["statements"]
    return found


def _stated(told: _Told) -> Iterator[Statement]:
    """The statements that bear on the question."""
    yield from (o.indication for o in (*told.options, *told.drug_options) if o.group)
    for claim in (*told.evidence.here, *told.evidence.elsewhere, *told.evidence.joint):
        yield from claim.statements
    yield from (finding for finding, _ in told.evidence.findings)
    yield from (figure.observation for figure in _figures(told.prevalence))
    yield from (figure for figure, _ in told.prevalence.circulating)


def _read_what_sentences_name(reader: Reader, facts: Facts) -> None:
    """Fetch in two batches the entities and documents that sentences and proofs will name."""
    figures = facts.prevalence
    named = {x for f in _figures(figures) for x in (f.biomarker, f.cancer, *f.observation.subset)}
    named |= {x for _, p in figures.circulating for x in (p.biomarker, p.cancer)}
    behind = reader.get(
        sorted({x for c, _ in figures.circulating for x in c.explained_by}), PrevalenceObservation
    )
    told = reader.get(sorted({o.proposition for o in behind}), Proposition)
    named |= {x for o in behind for x in o.subset} | {x for p in told for x in (p.biomarker, p.cancer)}
    named |= {x for f, p in facts.evidence.findings for x in (p.biomarker, p.cancer, *f.therapies)}
    named |= {c for o in (*facts.options, *facts.drug_options) for c in o.indication.excluded_cancers}
    reader.get(sorted(named - {""}), Record)
    members, documents, sources = set[str](), set[str](), set[str]()
    for record in facts.records.values():
        kind = type(record)
        if kind is Biomarker:
            members.update(getattr(record, "members", ()))
        elif kind in CITING:
            documents.update(getattr(record, "documents", ()))
            sources.add(getattr(record, "source", ""))
    reader.get(sorted(members), Biomarker)
    reader.get(sorted(documents - {""}), Document)
    reader.get(sorted(sources - {""}), Source)


def _figures(figures: Prevalence) -> Iterator[Figure]:
    yield from figures.here
    yield from figures.elsewhere
    yield from figures.others_here
    yield from figures.parts
