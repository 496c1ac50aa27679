"""Whether what a text takes for granted about a drug stands in the record.

Each drug is held against each biomarker in the cancer: is there one approval, in force on the day, that
covers them together? Evidence that the drug works is listed beside it, never counted as approval.
"""

from collections.abc import Iterable

from oncotrace.kg.graph import Graph
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker, Evidence, Proposition
from oncotrace.ontology.plain import replace
from oncotrace.queries.evidence import stance
from oncotrace.queries.question import Premise, Question
from oncotrace.queries.scope import Scope, biomarker_scope, cancer_scope
from oncotrace.queries.therapies import Asked, Option, options_of_drug

_NAMED = frozenset(("same", "broader", "narrower"))
_HERE = _NAMED | {"solid"}


def check(question: Question, graph: Graph, *, as_of: str, claim: str) -> tuple[Premise, ...]:
    """A premise for every drug with every biomarker in the cancer of the question, or with the cancer alone.

    ``claim`` is how the text ties them (``Premise.claim``); ``as_of`` an ISO day.
    """
    if not question.drugs:
        return ()
    reader = Reader(graph)
    cancer = cancer_scope(graph, question.cancer or "")
    premises = [
        _premise(reader, question, drug, biomarker, cancer, as_of, claim)
        for drug in question.drugs
        for biomarker in question.biomarkers or (None,)
    ]
    if claim == "implied":
        # A drug that one alteration explains is not held against the others.
        explained = {p.drug for p in premises if p.verdict == "ok"}
        premises = [p for p in premises if p.verdict == "ok" or p.drug not in explained]
    return tuple(p for p in premises if p.biomarker or p.cancer)


def _premise(
    reader: Reader,
    question: Question,
    drug: str,
    biomarker: Biomarker | None,
    cancer: Scope,
    as_of: str,
    claim: str,
) -> Premise:
    scope = biomarker_scope(reader, [_reaching(biomarker, question.related)] if biomarker else [])
    asked = Asked(biomarker=scope, cancer=cancer, as_of=as_of)
    options = [option for option in options_of_drug(reader, asked, drug) if option.in_force]
    there = [o for o in options if not question.agency or o.indication.agency == question.agency]
    verdict, shown = _verdict(there, biomarker, bool(question.cancer))
    if options and not there:
        verdict, shown = "no_record_for_agency", options
    return Premise(
        drug=drug,
        biomarker=biomarker.id if biomarker else "",
        cancer=question.cancer or "",
        agency=question.agency,
        claim=claim,
        verdict=verdict,
        statements=tuple(sorted({option.indication.id for option in shown})),
        evidence=_evidence(reader, drug, scope) if biomarker else (),
    )


def _reaching(biomarker: Biomarker, related: Iterable[Biomarker]) -> Biomarker:
    """The biomarker with all that it is a kind of: the graph may lack the steps between."""
    above = set(biomarker.broader)
    known = {other.id: other for other in related}
    front = set(above)
    while front:
        front = {b for id in front if id in known for b in known[id].broader} - above
        above |= front
    return replace(biomarker, broader=tuple(sorted(above)))


def _verdict(options: list[Option], biomarker: Biomarker | None, cancer: bool) -> tuple[str, list[Option]]:
    """The verdict on the drug's approvals, and those of them that bear on it.

    Both must hold in one indication: entrectinib's for ROS1 is in lung cancer, its one for any solid
    tumour needs NTRK, and the two are never crossed.
    """
    mine = [o for o in options if biomarker is None or _names(o, biomarker)]
    fitting = [o for o in mine if not cancer or o.cancer_relation in _HERE]
    if fitting:
        return "ok", fitting
    if any(o.biomarker_relation != "none" for o in mine) or (biomarker is None and mine):
        return "only_other_cancer", mine
    if biomarker is None:
        return "no_record_for_cancer", []
    return "no_record_for_biomarker", options


def _names(option: Option, biomarker: Biomarker) -> bool:
    """Whether an indication covers a biomarker: by name, or because it needs none."""
    if option.biomarker_relation in _NAMED:
        return True
    if option.biomarker is None:
        return option.cancer_relation in _HERE
    # Any alteration of a gene: an OR over changes of this and other genes covers some of them.
    some = biomarker.kind == "gene_alteration" and option.biomarker.operator == "OR"
    return some and bool(set(biomarker.genes) & set(option.biomarker.genes))


def _evidence(reader: Reader, drug: str, scope: Scope) -> tuple[str, ...]:
    """Evidence items on which the drug works for the biomarker, in any cancer."""
    graph = reader.graph
    regimens = graph.into([drug], "ot:drugs").get(drug, [])
    found = graph.into([drug, *regimens], "ot:therapy")
    propositions = reader.get(sorted({p for ids in found.values() for p in ids}), Proposition)
    fitting = [p.id for p in propositions if p.biomarker in scope.all]
    holders = graph.into(fitting, "ot:proposition")
    items = reader.get(sorted({s for ids in holders.values() for s in ids}), Evidence)
    return tuple(item.id for item in items if stance(item) > 0)
