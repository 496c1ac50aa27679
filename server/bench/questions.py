"""What every engine is asked: one question, said as walks of the Graph seam, as SPARQL and as SQL."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from oncotrace.kg.graph import Graph
from oncotrace.kg.triples import node
from oncotrace.server.bench.domain import SEED, Domain

Param = tuple[str, ...]

_REFERENCES = (
    "ot:broader ot:genes ot:biomarker ot:cancer ot:therapy ot:proposition ot:biomarkers ot:cancers".split()
)


@dataclass(slots=True, frozen=True)
class Question:
    name: str
    walk: Callable[[Graph, Param], list[str]]
    """Answers as CURIEs; a count as its digits."""
    sparql: str
    """A SELECT of ``?x``, with ``{0}`` and ``{1}`` for the nodes of the parameters."""
    sql: str
    """Over ``triple (s, p, o)`` and ``closure (narrower, broader)``, both of texts, with ``?1`` and ``?2``.
    CROSS JOIN keeps the order as written, which is the fast one here; SQLite's own choice was slower."""
    about: tuple[str, ...]
    """What the parameters are."""


def _stated(kind: str, graph: Graph, param: Param) -> list[str]:
    """Statements of a class on a biomarker or a narrower one, in a cancer or a narrower one."""
    biomarker, cancer = param
    biomarkers = graph.within([biomarker])[biomarker]
    cancers = set(graph.within([cancer])[cancer])
    found = graph.into(biomarkers, "ot:biomarker")
    propositions = {p for of in found.values() for p in of}
    where = graph.out(propositions, "ot:cancer")
    here = [p for p, of in where.items() if not cancers.isdisjoint(of)]
    prefix = f"oid:{kind}-"
    stated = graph.into(here, "ot:proposition").values()
    return [statement for of in stated for statement in of if statement.startswith(prefix)]


def _evidence(graph: Graph, param: Param) -> list[str]:
    return _stated("evidence", graph, param)


def _prevalence(graph: Graph, param: Param) -> list[str]:
    return _stated("observation", graph, param)


def _trials(graph: Graph, param: Param) -> list[str]:
    biomarker, cancer = param
    biomarkers = graph.within([biomarker])[biomarker]
    cancers = set(graph.within([cancer])[cancer])
    found = {t for of in graph.into(biomarkers, "ot:biomarkers").values() for t in of}
    return [t for t, of in graph.out(found, "ot:cancers").items() if not cancers.isdisjoint(of)]


def _together(graph: Graph, param: Param) -> list[str]:
    (gene,) = param
    biomarkers = graph.into([gene], "ot:genes").get(gene, [])
    return sorted({g for of in graph.out(biomarkers, "ot:genes").values() for g in of} - {gene})


def _around(graph: Graph, param: Param) -> list[str]:
    (id,) = param
    found: set[str] = set()
    for predicate in _REFERENCES:
        found.update(graph.out([id], predicate).get(id, ()), graph.into([id], predicate).get(id, ()))
    return sorted(found)


def _count(graph: Graph, param: Param) -> list[str]:
    return [str(graph.count(param[0].removeprefix("ot:")))]


_OT = node("ot:").value
_BROADER = f"<{_OT}broader>*"
_P = f"<{_OT}proposition>"


def _stated_sparql(kind: str) -> str:
    return (
        f"SELECT DISTINCT ?x WHERE {{{{ ?b {_BROADER} {{0}} . ?p <{_OT}biomarker> ?b ; <{_OT}cancer> ?c ."
        f" ?c {_BROADER} {{1}} . ?x {_P} ?p ; a <{_OT}{kind}> }}}}"
    )


def _iri(curie: str) -> str:
    return f"'{node(curie).value}'"


def _stated_sql(kind: str) -> str:
    return f"""
        SELECT DISTINCT x.s FROM closure AS b
        CROSS JOIN triple AS p ON p.p = {_iri("ot:biomarker")} AND p.o = b.narrower
        CROSS JOIN triple AS pc ON pc.s = p.s AND pc.p = {_iri("ot:cancer")}
        CROSS JOIN closure AS c ON c.narrower = pc.o AND c.broader = ?2
        CROSS JOIN triple AS x ON x.p = {_iri("ot:proposition")} AND x.o = p.s
        CROSS JOIN triple AS k ON k.s = x.s AND k.p = {_iri("rdf:type")} AND k.o = {_iri("ot:" + kind)}
        WHERE b.broader = ?1"""


QUESTIONS = (
    Question(
        "evidence",
        _evidence,
        _stated_sparql("Evidence"),
        _stated_sql("Evidence"),
        ("biomarker", "cancer"),
    ),
    Question(
        "prevalence",
        _prevalence,
        _stated_sparql("PrevalenceObservation"),
        _stated_sql("PrevalenceObservation"),
        ("biomarker", "cancer"),
    ),
    Question(
        "trials",
        _trials,
        f"SELECT DISTINCT ?x WHERE {{{{ ?b {_BROADER} {{0}} . ?x <{_OT}biomarkers> ?b ; <{_OT}cancers> ?c ."
        f" ?c {_BROADER} {{1}} }}}}",
        f"""
        SELECT DISTINCT x.s FROM closure AS b
        CROSS JOIN triple AS x ON x.p = {_iri("ot:biomarkers")} AND x.o = b.narrower
        CROSS JOIN triple AS xc ON xc.s = x.s AND xc.p = {_iri("ot:cancers")}
        CROSS JOIN closure AS c ON c.narrower = xc.o AND c.broader = ?2
        WHERE b.broader = ?1""",
        ("biomarker", "cancer"),
    ),
    Question(
        "altered together",
        _together,
        f"SELECT DISTINCT ?x WHERE {{{{ ?b <{_OT}genes> {{0}} , ?x FILTER (?x != {{0}}) }}}}",
        f"""
        SELECT DISTINCT x.o FROM triple AS b CROSS JOIN triple AS x ON x.s = b.s AND x.p = b.p
        WHERE b.p = {_iri("ot:genes")} AND b.o = ?1 AND x.o != ?1""",
        ("gene",),
    ),
    Question(
        "neighbourhood",
        _around,
        "SELECT DISTINCT ?x WHERE {{{{ {{{{ {{0}} ?p ?x }}}} UNION {{{{ ?x ?p {{0}} }}}}"
        " FILTER (isIRI(?x) && ?p IN ({})) }}}}".format(", ".join(str(node(p)) for p in _REFERENCES)),
        """
        SELECT o FROM triple WHERE s = ?1 AND p IN ({0})
        UNION SELECT s FROM triple WHERE o = ?1 AND p IN ({0})""".format(
            ", ".join(_iri(p) for p in _REFERENCES)
        ),
        ("biomarker",),
    ),
    Question(
        "count",
        _count,
        "SELECT (COUNT(*) AS ?x) WHERE {{ ?s a {0} }}",
        f"SELECT count(*) FROM triple WHERE p = {_iri('rdf:type')} AND o = ?1",
        ("class",),
    ),
)


def parameters(question: Question, domain: Domain, count: int) -> list[Param]:
    """Of each question the frequent things, as people ask for those: drawn as the domain draws."""
    chance = random.Random(f"{SEED} {question.name}")
    if question.about == ("class",):
        classes = ("Evidence", "Proposition", "Biomarker", "Trial", "PrevalenceObservation", "Cancer")
        return [(f"ot:{name}",) for name in classes]
    many = {"biomarker": domain.biomarkers, "cancer": domain.cancers, "gene": domain.genes}
    return [
        tuple(f"oid:{kind}-{int(many[kind] * chance.random() ** 6)}" for kind in question.about)
        for _ in range(count)
    ]
