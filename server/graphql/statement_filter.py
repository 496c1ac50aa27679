"""Which statements a list holds, and how each was matched: by which node, and by which rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    Document,
    Evidence,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Statement,
)
from oncotrace.queries.scope import Scope, biomarker_scope, cancer_scope
from oncotrace.queries.therapies import RULE_OF_CANCER, biomarker_rule, cancer_relation
from oncotrace.queries.time import in_force, known, until
from oncotrace.server.graphql import words
from oncotrace.server.graphql.filters import values
from oncotrace.server.graphql.lookup import id_of
from oncotrace.server.graphql.told import argument, asked, given, told
from oncotrace.server.graphql.view import View


@given("A biomarker, and how far from it a statement may be", '{ref: "ROS1 fusion", mode: DESCENDANTS}')
class BiomarkerMatch:
    ref: str = strawberry.field(description=told("A global id, a CURIE or a name", "ROS1 fusion"))
    mode: Any = strawberry.field(
        description=told("How far the filter reaches", "DESCENDANTS"),
        default=words.Mode.EXACT,
        graphql_type=words.Mode,
    )


@given("A cancer, and how far from it a statement may be", '{ref: "PAAD", mode: ANCESTORS}')
class CancerMatch:
    ref: str = strawberry.field(description=told("A global id, a CURIE or a name", "ONCOTREE:PAAD"))
    mode: Any = strawberry.field(
        description=told("How far the filter reaches", "ANCESTORS"),
        default=words.Mode.EXACT,
        graphql_type=words.Mode,
    )


@given("Statements that fit all that is given", '{kinds: [APPROVAL], cancer: {ref: "PAAD"}}')
class StatementFilter:
    kinds: list[Any] | None = asked("Of these kinds", "[APPROVAL]", of=list[words.StatementKind] | None)
    axes: list[Any] | None = asked("On these questions", "[FREQUENCY]", of=list[words.Axis] | None)
    biomarker: BiomarkerMatch | None = asked("About this biomarker", '{ref: "ROS1 fusion"}')
    cancer: CancerMatch | None = asked("About this cancer", '{ref: "PAAD", mode: DESCENDANTS}')
    drug: str | None = asked("About this drug, alone or in a regimen", "crizotinib")
    source: str | None = asked("Of the source with this CURIE", "oid:source-core")
    agencies: list[Any] | None = asked("Approvals of these agencies", "[FDA]", of=list[words.Agency] | None)
    in_force: bool | None = asked("Approvals that stand, or no longer stand, on the day", "true")
    significances: list[Any] | None = asked(
        "Evidence of these signs", "[RESISTANCE]", of=list[words.Significance] | None
    )
    directions: list[Any] | None = asked("With this stance", "[SUPPORTS]", of=list[words.Direction] | None)
    origins: list[Any] | None = asked("Of this origin", "[GERMLINE]", of=list[words.Origin] | None)
    levels: list[str] | None = asked("Evidence of one of these levels, scheme:code", '["civic:A"]')
    assay_classes: list[Any] | None = asked("Figures measured so", "[RNA]", of=list[words.AssayClass] | None)


@given("Conflicts that fit all that is given", '{drug: "erlotinib"}')
class ConflictFilter:
    axes: list[Any] | None = asked("On these questions", "[TREATMENT_RESPONSE]", of=list[words.Axis] | None)
    biomarker: BiomarkerMatch | None = asked("About this biomarker", '{ref: "EGFR T790M"}')
    cancer: CancerMatch | None = asked("About this cancer", '{ref: "lung cancer", mode: DESCENDANTS}')
    drug: str | None = asked("About this drug, alone or in a regimen", "erlotinib")

    def on_statements(self) -> StatementFilter:
        """The same asked of the statements that disagree."""
        return StatementFilter(axes=self.axes, biomarker=self.biomarker, cancer=self.cancer, drug=self.drug)


Conflicts = Annotated[ConflictFilter | None, argument("Which conflicts", '{drug: "erlotinib"}')]
Statements = Annotated[StatementFilter | None, argument("Which statements", "{kinds: [EVIDENCE]}")]


@dataclass(slots=True)
class Reach:
    """How a node of a statement lies to the node that the filter names."""

    asked: str
    matched: str
    relation: str
    rule: str | None
    """By which a claim on the matched node is carried to the one asked for; None where nothing is carried."""


@dataclass(slots=True)
class Matched:
    """How a statement was matched."""

    biomarker: Reach | None
    cancer: Reach | None

    @property
    def propagated(self) -> bool:
        return any(reach is not None and reach.rule is not None for reach in (self.biomarker, self.cancer))


class Sieve:
    """A filter made ready: names looked up, scopes walked once."""

    def __init__(self, view: View, filter: StatementFilter | None) -> None:
        self._view = view
        self.filter = f = filter or StatementFilter()
        self.kinds = values(f.kinds)
        self.axes = values(f.axes)
        self._tests = list(_tests(f))
        self.cancer = self.biomarker = ""
        self.cancers: frozenset[str] | None = None
        self.biomarkers: frozenset[str] | None = None
        self._cancer_scope = self._biomarker_scope = _NOWHERE
        if f.cancer:
            self.cancer = id_of(view, f.cancer.ref, "Cancer")
            self._cancer_scope = cancer_scope(view.graph, self.cancer)
            self.cancers = reached(self._cancer_scope, f.cancer.mode.value)
        if f.biomarker:
            self.biomarker = id_of(view, f.biomarker.ref, "Biomarker")
            named = view.reader.get([self.biomarker], Biomarker)
            self._biomarker_scope = biomarker_scope(view.reader, named)
            self.biomarkers = reached(self._biomarker_scope, f.biomarker.mode.value)
        self.therapies = _therapies(view, id_of(view, f.drug, "Drug")) if f.drug else None

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than kinds and propositions."""
        return bool(self._tests)

    def fits_proposition(self, proposition: Proposition) -> bool:
        return (
            (self.axes is None or proposition.axis in self.axes)
            and (self.cancers is None or proposition.cancer in self.cancers)
            and (self.biomarkers is None or proposition.biomarker in self.biomarkers)
            and (self.therapies is None or proposition.therapy in self.therapies)
        )

    def passed(self, statements: Iterable[Statement]) -> list[Statement]:
        """Those that were known on the day and fit, apart from their propositions."""
        kept = [s for s in statements if self.kinds is None or type(s).__name__ in self.kinds]
        kept = [s for s in held_on(self._view, kept) if all(test(s) for test in self._tests)]
        if self.filter.in_force is not None:
            kept = [s for s in kept if stands(self._view, s) == self.filter.in_force]
        return kept

    def covers(self, statement: Statement, proposition: Proposition) -> bool:
        """Whether an approval reaches the cancer that was asked for: along reviewed edges, and unless its
        label leaves the cancer out. Other statements are listed with their relation."""
        if not self.cancer or not isinstance(statement, Indication):
            return True
        own = self._cancer_scope.exact | self._cancer_scope.inherits
        if own & set(statement.excluded_cancers):
            return False
        relation = cancer_relation(self._cancer_scope, proposition.cancer)
        return relation == "same" or relation in RULE_OF_CANCER

    def match(self, statement: Statement, proposition: Proposition) -> Matched | None:
        if not (self.cancer or self.biomarker):
            return None
        return Matched(
            self._to_biomarker(proposition) if self.biomarker else None,
            self._to_cancer(statement, proposition) if self.cancer else None,
        )

    def _to_cancer(self, statement: Statement, proposition: Proposition) -> Reach:
        relation = cancer_relation(self._cancer_scope, proposition.cancer)
        rules = RULE_OF_CANCER.get(relation, ())
        # Only approvals are inherited from above; what is known of a wider cancer is no claim on this one.
        carried = relation == "narrower" or isinstance(statement, Indication)
        return Reach(self.cancer, proposition.cancer, relation, rules[0] if rules and carried else None)

    def _to_biomarker(self, proposition: Proposition) -> Reach:
        relation = self._biomarker_scope.relation(proposition.biomarker)
        found = self._view.reader.one(proposition.biomarker, Biomarker)
        rule = biomarker_rule(found) if found and relation == "broader" else None
        return Reach(self.biomarker, proposition.biomarker, relation, rule)


_NOWHERE = Scope(exact=frozenset(), broader=frozenset(), narrower=frozenset(), inherits=frozenset())


def reached(scope: Scope, mode: str) -> frozenset[str]:
    """What a filter reaches from the node of a scope."""
    match mode:
        case "exact":
            return scope.exact
        case "descendants":
            return scope.near
        case "ancestors":
            return scope.exact | scope.broader
    return scope.all


def _therapies(view: View, drug: str) -> frozenset[str]:
    return frozenset((drug, *view.graph.into([drug], "ot:drugs").get(drug, ())))


def _tests(f: StatementFilter) -> Iterable[Callable[[Any], bool]]:
    """What is asked of a statement by its own fields."""
    if f.source is not None:
        yield lambda s: s.source == f.source
    if (directions := values(f.directions)) is not None:
        yield lambda s: s.direction in directions
    if (origins := values(f.origins)) is not None:
        yield lambda s: s.origin in origins
    if (agencies := values(f.agencies)) is not None:
        yield lambda s: isinstance(s, Indication) and s.agency in agencies
    if f.in_force is not None:
        yield lambda s: isinstance(s, Indication)
    if (signs := values(f.significances)) is not None:
        yield lambda s: isinstance(s, Evidence) and s.significance in signs
    if f.levels is not None:
        levels = frozenset(f.levels)
        yield lambda s: isinstance(s, Evidence) and not levels.isdisjoint(s.levels)
    if (assays := values(f.assay_classes)) is not None:
        yield lambda s: isinstance(s, PrevalenceObservation) and s.assay_class in assays


def held_on(view: View, statements: list[Statement]) -> list[Statement]:
    """Those that were known, and approvals that were given, by the day of the view."""
    events = {e for s in statements if isinstance(s, Indication) for e in s.events}
    papers = {d for s in statements if not isinstance(s, Indication) for d in s.documents}
    view.reader.get(sorted(events | papers), Record)
    documents = {d.id: d for d in view.reader.get(sorted(papers), Document)}

    def on(statement: Statement) -> bool:
        if isinstance(statement, Indication):
            return bool(until(view.reader.get(statement.events, ApprovalEvent), view.as_of))
        return known(statement, documents, view.as_of)

    return [statement for statement in statements if on(statement)]


def stands(view: View, statement: Statement) -> bool:
    """Whether an approval is in force on the day. Its events are read in a batch before."""
    return isinstance(statement, Indication) and in_force(
        view.reader.get(statement.events, ApprovalEvent), view.as_of
    )
