"""The roots of the schema: where a query may begin."""

from functools import partial
from inspect import signature
from typing import Annotated, Any

import strawberry

from oncotrace.kg import records as kg
from oncotrace.ontology.rules import rules
from oncotrace.queries.conflicts import Conflict as ConflictRecord
from oncotrace.queries.conflicts import conflicts
from oncotrace.queries.paths import shortest
from oncotrace.server.graphql import claims, exports, filters, treatments, walks, words
from oncotrace.server.graphql.answers import Answer, Answered, answered
from oncotrace.server.graphql.entities import BIOMARKERS, Biomarker, Cancer, Drug, Gene
from oncotrace.server.graphql.errors import BAD_VALUE, NOT_FOUND, TOO_LARGE, Refused
from oncotrace.server.graphql.fields import computed, linked, rooted
from oncotrace.server.graphql.ids import CONFLICT, RELEASE, curie_of, global_id
from oncotrace.server.graphql.lookup import KINDS, find, id_of
from oncotrace.server.graphql.nodes import Missing, Node, NotFound
from oncotrace.server.graphql.pages import FIRST, After, Connection, First, Page, page
from oncotrace.server.graphql.search import SearchHit, search
from oncotrace.server.graphql.statement_filter import Conflicts, Sieve, Statements
from oncotrace.server.graphql.statements import (
    CoverageConnection,
    PrevalenceConnection,
    Rule,
    Source,
    StatementConnection,
)
from oncotrace.server.graphql.tables import Comparison, Conflict, LandscapeRow, Path, TreatmentConnection
from oncotrace.server.graphql.told import argument, kind, plain, told
from oncotrace.server.graphql.treatments import Compared, SideBySide, Treatments
from oncotrace.server.graphql.trials import Trial, TrialMatch, matches, trials
from oncotrace.server.graphql.view import View

MOST_COMPARED = 10
MOST_NODES = 200
MOST_PATHS = 20

Ref = Annotated[str, argument("A global id, a CURIE or a name", "ONCOTREE:PAAD")]
Anything = Annotated[
    str, argument("A global id, a CURIE, or the name of a gene, biomarker, cancer or drug", "ROS1")
]


def _union(name: str, text: str, *types: Any) -> Any:
    """A type, or ``NotFound`` in its place."""
    made = types[0]
    for one in types[1:]:
        made = made | one
    return Annotated[made, strawberry.union(name, description=told(text, '{"__typename": "NotFound"}'))]


# --- nodes ------------------------------------------------------------------------------------


@kind("A release: the data that a request reads", '{"name": "2026-11-24-3fa2b1c9"}')
class Release(Node):
    id = computed(lambda r: global_id(RELEASE + r.name), "The global id", "cmVsZWFzZS8", of=strawberry.ID)
    curie = computed(
        lambda r: RELEASE + r.name, "Its name with the word release", "release/2026-11-24-3fa2b1c9", of=str
    )
    name: str = plain("Its name", "2026-11-24-3fa2b1c9")
    created = computed(
        lambda r: r.manifest["created"][:10], "The day on which it was built", "2026-11-24", of=words.Day
    )
    counts = computed(
        lambda r: [Count(kind=k, count=n) for k, n in sorted(r.manifest["counts"].items())],
        "How many records of each kind it holds",
        '[{"kind": "Gene", "count": 95}]',
        of="list[Count]",
    )
    sources = linked(
        lambda releases, view: [sources(view)] * len(releases),
        "What it was built from",
        '{"nodes": [{"title": "Oncotrace curated core"}]}',
        of=Connection[Source],
    )


@kind("How many records of a kind there are", '{"kind": "Gene", "count": 95}')
class Count:
    kind: str = plain("The kind of record", "Gene")
    count: int = plain("How many", "95")


GeneResult = _union("GeneResult", "A gene, or what is near", Gene, NotFound)
BiomarkerResult = _union("BiomarkerResult", "A biomarker, or what is near", *BIOMARKERS.values(), NotFound)
CancerResult = _union("CancerResult", "A cancer, or what is near", Cancer, NotFound)
TrialResult = _union("TrialResult", "A trial, or that none is held", Trial, NotFound)
DrugResult = _union("DrugResult", "A drug, or what is near", Drug, NotFound)


def _looked_up(kind: str) -> Any:
    def root(view: View, ref: Ref) -> Any:
        found = find(view, ref, (kind,))
        return found if isinstance(found, Missing) else view.reader.one(found, KINDS[kind])

    return root


def trial(
    view: View,
    ref: Annotated[str, argument("A number of the register, a CURIE or a global id", "NCT02097810")],
) -> Any:
    for id in (curie_of(ref), ref, f"NCT:{ref.strip().upper()}"):
        if id and (found := view.reader.one(id, kg.Trial)):
            return found
    message = f"This release holds no trial {ref[:80]!r}. The field trials lists those that it holds."
    return Missing(asked=ref, ambiguous=False, message=message, nearest=[])


def node(
    view: View, id: Annotated[strawberry.ID, argument("A global id, a CURIE or a name", "SEdOQzoxMDI2MQ")]
) -> Any:
    for curie in (curie_of(id), id):
        if curie and (found := _node(view, curie)):
            return found
    found = find(view, id, tuple(KINDS))
    return found if isinstance(found, Missing) else view.reader.one(found, kg.Record)


def _node(view: View, curie: str) -> Any:
    if curie.startswith(CONFLICT):
        return next(iter(conflicts(view.reader, view.as_of, [curie.removeprefix(CONFLICT)])), None)
    if curie == RELEASE + view.release.name:
        return view.release
    return rules().get(curie) or view.reader.one(curie, kg.Record)


def nodes(
    view: View, ids: Annotated[list[strawberry.ID], argument("Up to 200 ids or CURIEs", '["HGNC:10261"]')]
) -> list[Any]:
    if len(ids) > MOST_NODES:
        raise Refused(TOO_LARGE, f"{len(ids)} ids: at most {MOST_NODES} are read at once")
    view.reader.get([curie_of(id) or id for id in ids], kg.Record)
    return [_node(view, curie_of(id) or id) or _nothing(id) for id in ids]


def _nothing(id: str) -> Missing:
    """What ``nodes`` says of an unknown id. Names near it are not looked for: there can be many."""
    message = f"Nothing has the id {id[:80]!r}. The field node also looks for names near it."
    return Missing(asked=id, ambiguous=False, message=message, nearest=[])


# --- lists ------------------------------------------------------------------------------------


def _all(kind: str) -> Any:
    """The values of a walk that begins at the query: all records of a class."""
    return lambda values, view: [view.ready.get(("ids", kind), partial(view.graph.ids, kind))]


def _list(walk: Any) -> Any:
    """A walk as a root: the query itself is the one value."""

    def root(view: View, **arguments: Any) -> Page:
        page: Page = walk([None], view, **arguments)[0]
        return page

    root.__signature__ = signature(walk).replace(parameters=[*signature(walk).parameters.values()][1:])  # type: ignore[attr-defined]
    return root


def sources(view: View, first: First = FIRST, after: After = None) -> Page:
    return walks.listed(view, [view.graph.ids("Source")], kg.Source, first, after)[0]


def statements(view: View, filter: Statements = None, first: First = FIRST, after: After = None) -> Page:
    return claims.all_statements(view, filter, "", first, after)


def prevalence(view: View, filter: Statements = None, first: First = FIRST, after: After = None) -> Page:
    return claims.all_figures(view, filter, first, after)


def all_conflicts(view: View, filter: Conflicts = None, first: First = FIRST, after: After = None) -> Page:
    sieve = Sieve(view, filter.on_statements() if filter else None)
    view.go_on()
    found = view.ready.get(("conflicts", view.as_of), lambda: conflicts(view.reader, view.as_of))
    fitting = [c for c in found if sieve.fits_proposition(c.proposition)]
    return page(fitting, _conflict_key, first, after)


def _conflict_key(conflict: ConflictRecord) -> tuple[str]:
    return (conflict.proposition.id,)


# --- questions --------------------------------------------------------------------------------

AgencyArgument = Annotated[
    Any,
    argument(
        "Whose approvals count as here; else whom the question names, else FDA", "FDA", of=words.Agency | None
    ),
]
BiomarkerRef = Annotated[str, argument("A biomarker: global id, CURIE or name", "ROS1 fusion")]
CancerRef = Annotated[str, argument("A cancer: global id, CURIE or name", "pancreatic cancer")]


def searched(
    view: View,
    text: Annotated[str, argument("What somebody has typed", "ros1 fus")],
    kinds: Annotated[
        Any, argument("Things of these kinds only", "[GENE]", of=list[words.EntityKind] | None)
    ] = None,
    first: First = FIRST,
    after: After = None,
) -> Page:
    return search(view, text, filters.values(kinds), first, after)


def answer(
    view: View,
    question: Annotated[
        str, argument("A question in plain English", "What does ROS1 fusion mean in pancreatic cancer?")
    ],
    agency: AgencyArgument = None,
) -> Answered:
    return answered(view, question, agency.value if agency else None)


def treated(
    view: View,
    biomarker: BiomarkerRef,
    cancer: CancerRef,
    filter: Treatments = None,
    first: First = FIRST,
    after: After = None,
) -> Page:
    found = treatments.seen_from(view, id_of(view, biomarker, "Biomarker"), id_of(view, cancer, "Cancer"))
    return treatments.paged(found, filter, first, after)


def landscape(view: View, cancer: CancerRef, first: First = FIRST, after: After = None) -> Page:
    rows = treatments.landscape(view, id_of(view, cancer, "Cancer"))
    return page(rows, treatments.row_key, first, after)


def compare(
    view: View,
    biomarker: BiomarkerRef,
    cancers: Annotated[list[str], argument("Up to 10 cancers", '["pancreatic cancer", "lung cancer"]')],
) -> SideBySide:
    if len(cancers) > MOST_COMPARED:
        raise Refused(TOO_LARGE, f"{len(cancers)} cancers: at most {MOST_COMPARED} are compared")
    about = id_of(view, biomarker, "Biomarker")
    return SideBySide(about, [Compared(about, id_of(view, cancer, "Cancer")) for cancer in cancers])


def path(
    view: View,
    start: Annotated[
        str,
        strawberry.argument(
            name="from",
            description=told("Where the way begins: a global id, a CURIE or a name", "ROS1 fusion"),
        ),
    ],
    to: Annotated[str, argument("Where it ends", "crizotinib")],
    first: Annotated[int, argument(f"At most so many ways, 1 to {MOST_PATHS}", "3")] = 5,
) -> list[Any]:
    if not 1 <= first <= MOST_PATHS:
        raise Refused(TOO_LARGE, f"first is {first}: 1 to {MOST_PATHS} ways are shown")
    view.go_on()
    return list(shortest(view.graph, _any(view, start), _any(view, to), first))


def _any(view: View, ref: str) -> str:
    found = node(view, strawberry.ID(ref))
    if isinstance(found, Missing):
        raise Refused(NOT_FOUND, found.message)
    return str(found.id)


def export(
    view: View,
    subjects: Annotated[
        list[str] | None, argument("What it is about: ids, CURIEs or names", '["ROS1"]')
    ] = None,
    question: Annotated[
        str | None, argument("Instead: a question; what its answer rests on", "What is ROS1 fusion?")
    ] = None,
    format: Annotated[
        Any, argument("The form of the file; else XLSX", "CSV", of=words.ExportFormat | None)
    ] = None,
    hops: Annotated[int, argument("Statements from a subject to the farthest thing, 0 to 2", "1")] = 1,
    proofs: Annotated[bool, argument("With the searches behind each none", "true")] = False,
) -> exports.Export:
    if bool(subjects) == (question is not None):
        raise Refused(BAD_VALUE, "say what to export in one way: subjects or question")
    form = format.value if format else "xlsx"
    if question is not None:
        return exports.of_question(view, question, proofs, form)
    return exports.of_subjects(view, [_any(view, ref) for ref in subjects or ()], hops, proofs, form)


def release(view: View) -> Any:
    return view.release


@kind(
    "Where a query begins. Every field takes asOf and knownOn, which hold for all below it",
    "{ release { name } }",
)
class Query:
    node = rooted(
        node, "Anything by its id; NotFound where nothing has it", 'node(id: "HGNC:10261") { id }', of=Node
    )
    nodes = rooted(nodes, "The same for several ids", 'nodes(ids: ["HGNC:10261"]) { id }', of=list[Node])
    gene = rooted(_looked_up("Gene"), "A gene", 'gene(ref: "ROS1") { ... on Gene { name } }', of=GeneResult)
    biomarker = rooted(
        _looked_up("Biomarker"),
        "A biomarker",
        'biomarker(ref: "ROS1 fusion") { ... on Biomarker { label } }',
        of=BiomarkerResult,
    )
    cancer = rooted(
        _looked_up("Cancer"),
        "A cancer",
        'cancer(ref: "ONCOTREE:PAAD") { ... on Cancer { label } }',
        of=CancerResult,
    )
    drug = rooted(
        _looked_up("Drug"), "A drug", 'drug(ref: "Xalkori") { ... on Drug { label } }', of=DrugResult
    )
    genes = rooted(_list(walks.genes(_all("Gene"))), "All genes", "genes { totalCount }", of=Connection[Gene])
    biomarkers = rooted(
        _list(walks.biomarkers(_all("Biomarker"))),
        "All biomarkers",
        "biomarkers { totalCount }",
        of=Connection[Biomarker],
    )
    cancers = rooted(
        _list(walks.cancers(_all("Cancer"))), "All cancers", "cancers { totalCount }", of=Connection[Cancer]
    )
    drugs = rooted(_list(walks.drugs(_all("Drug"))), "All drugs", "drugs { totalCount }", of=Connection[Drug])
    search = rooted(
        searched,
        "Names while somebody types",
        'search(text: "ros1 fus") { nodes { label } }',
        of=Connection[SearchHit],
    )
    statements = rooted(
        statements,
        "All statements",
        "statements(filter: {kinds: [APPROVAL]}) { totalCount }",
        of=StatementConnection,
    )
    prevalence = rooted(
        prevalence,
        "All prevalence observations, the most frequent first",
        'prevalence(filter: {cancer: {ref: "PAAD"}}) { nodes { printed } }',
        of=PrevalenceConnection,
    )
    conflicts = rooted(
        all_conflicts,
        "Propositions whose statements disagree",
        "conflicts { totalCount }",
        of=Connection[Conflict],
    )
    coverage = rooted(
        _list(walks.coverages(_all("Coverage"))),
        "All searches",
        "coverage { totalCount }",
        of=CoverageConnection,
    )
    treatments = rooted(
        treated,
        "Approvals that touch a biomarker in a cancer, in groups",
        'treatments(biomarker: "ROS1 fusion", cancer: "PAAD") { nodes { group } }',
        of=TreatmentConnection,
    )
    landscape = rooted(
        landscape,
        "The biomarkers of a cancer, the most frequent first, with what is approved",
        'landscape(cancer: "PAAD") { nodes { share } }',
        of=Connection[LandscapeRow],
    )
    compare = rooted(
        compare,
        "A biomarker in several cancers, side by side",
        'compare(biomarker: "ROS1 fusion", cancers: ["PAAD"]) { biomarker { label } }',
        of=Comparison,
    )
    path = rooted(
        path,
        "The shortest ways between two things",
        'path(from: "ROS1", to: "crizotinib") { length }',
        of=list[Path],
    )
    answer = rooted(
        answer,
        "The answer to a question",
        'answer(question: "What is ROS1 fusion?") { headline { text } }',
        of=Answer,
    )
    trial = rooted(
        trial,
        "A trial by its number in the register",
        'trial(ref: "NCT02097810") { ... on Trial { label } }',
        of=TrialResult,
    )
    trials = rooted(
        trials, "All trials", "trials(filter: {statuses: [RECRUITING]}) { totalCount }", of=Connection[Trial]
    )
    trial_matches = rooted(
        matches,
        "Trials that name the gene of a biomarker, those that may fit first",
        'trialMatches(biomarker: "ROS1 fusion", cancer: "PAAD") { nodes { verdict } }',
        of=Connection[TrialMatch],
    )
    export = rooted(
        export,
        "A part of the graph as a file for review: what is in it, and its address",
        'export(subjects: ["ROS1"], format: XLSX) { url statements }',
        of=exports.Export,
    )
    release = rooted(release, "The release that is read", "release { name }", of=Release)
    sources = rooted(
        sources, "What the release was built from", "sources { nodes { title } }", of=Connection[Source]
    )
    rules = rooted(
        lambda view: list(rules().values()), "The inference rules", "rules { sentence }", of=list[Rule]
    )
