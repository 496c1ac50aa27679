"""The same facts two ways: through the read model, through the store, and counted by SPARQL of our own."""

import random
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from pyoxigraph import Literal

from oncotrace.answers.compose import compose
from oncotrace.answers.facts import Facts, gather
from oncotrace.answers.render import render
from oncotrace.kg.graph import Graph
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker, Proposition
from oncotrace.kg.release import Release
from oncotrace.kg.remembering import Remembering
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.ontology.prefixes import PREFIXES, iri
from oncotrace.queries.question import Question
from oncotrace.queries.resolve import resolve

TODAY = "2026-11-24"
DAYS = (TODAY, "2020-01-01", "2023-07-15")
PREFIX = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("ot", "prov", "dcterms"))


@pytest.fixture(scope="module")
def core_store(core_release: Release) -> Iterator[OxigraphStore]:
    store = core_release.store()
    yield store
    store.close()


@pytest.fixture(scope="module")
def full_store(full_release: Release) -> Iterator[OxigraphStore]:
    store = full_release.store()
    yield store
    store.close()


@pytest.fixture(scope="module")
def full_model(full_release: Release) -> Remembering:
    """All sources as a server asks them: what does not hang on the question is read once."""
    return Remembering(full_release.graph)


Pair = tuple[Biomarker, str]
"""A biomarker and the id of a cancer."""


def pairs(graph: Graph, count: int, seed: int) -> list[Pair]:
    """Biomarkers with cancers of which the graph holds a fact, chosen by a seed."""
    reader = Reader(graph)
    told = {
        (p.biomarker, p.cancer)
        for p in reader.get(graph.ids("Proposition"), Proposition)
        if p.biomarker and p.cancer
    }
    chosen = random.Random(seed).sample(sorted(told), count)
    return [(reader.get([biomarker], Biomarker)[0], cancer) for biomarker, cancer in chosen]


@pytest.fixture(scope="module")
def core_pairs(core_release: Release) -> list[Pair]:
    return pairs(core_release.graph, 66, 20261124)


def facts(graph: Graph, pair: Pair, as_of: str = TODAY) -> Facts:
    biomarker, cancer = pair
    question = Question(text=f"{biomarker.label} in {cancer}", biomarkers=(biomarker,), cancer=cancer)
    return gather(graph, question, as_of=as_of)


# --- read model against store -----------------------------------------------------------------


def texts(release: Release, chosen: list[Pair]) -> list[str]:
    """Questions as people write them: on meaning, frequency, a drug; and some on one thing alone."""
    patterns = (
        "What does {b} mean in {c}?",
        "How common is {b} in {c}?",
        "Which drugs are approved for {b} in {c}?",
        "Is crizotinib approved for {b} in {c}?",
        "{b}",
        "Which drugs are approved in {c}?",
    )
    return [
        patterns[n % len(patterns)].format(b=biomarker.label, c=release.names.label(cancer))
        for n, (biomarker, cancer) in enumerate(chosen)
    ]


def test_answers_are_the_same_through_both_graphs(
    core_release: Release, core_store: OxigraphStore, core_pairs: list[Pair]
) -> None:
    """66 questions as of three days: how they are understood, every sentence, every proof."""
    through_store = Remembering(StoreGraph(core_store))
    told = 0
    for n, text in enumerate(texts(core_release, core_pairs)):
        as_of, said = DAYS[n % len(DAYS)], []
        for graph in (core_release.graph, through_store):
            question = resolve(text, core_release.names, graph, as_of=as_of)
            assert question.understood, text
            found = gather(graph, question, as_of=as_of)
            answer = compose(question, found, today=TODAY, release=core_release.name)
            said.append((asdict(question), render(answer, "json")))
            told += len(answer.citations)
        assert said[0] == said[1], text
    assert told > 800


def test_answers_of_all_sources_are_the_same_too(full_model: Remembering, full_store: OxigraphStore) -> None:
    through_store = Remembering(StoreGraph(full_store))
    for pair in pairs(full_model, 12, 7):
        said = []
        for graph in (full_model, through_store):
            found = facts(graph, pair)
            said.append(render(compose(found.question, found, today=TODAY), "json"))
        assert said[0] == said[1], pair


# --- against SPARQL ---------------------------------------------------------------------------


def by(variable: str, day: str) -> str:
    """A SPARQL filter: whether the date is over by the day; one without its day or month ends with those."""
    text = f"STR(?{variable})"
    rest = f"IF(STRLEN({text}) = 4, '-12-31', IF(STRLEN({text}) = 7, '-31', ''))"
    return f"CONCAT({text}, {rest}) <= '{day}'"


def count(store: OxigraphStore, pattern: str) -> int:
    (row,) = store.query(f"{PREFIX} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
    number = row["n"]
    assert isinstance(number, Literal)
    return int(number.value)


def test_the_indications_in_force_are_those_that_sparql_counts(
    core_release: Release, core_store: OxigraphStore, core_pairs: list[Pair]
) -> None:
    """Of the FDA, for just this biomarker, in this cancer or one that it inherits from: an event has come
    and no later one withdrew it."""
    found = 0
    for n, pair in enumerate(core_pairs):
        as_of = DAYS[n % len(DAYS)]
        wanted = count(
            core_store,
            f"""?x ot:agency "FDA" ; ot:proposition ?p ; prov:wasInfluencedBy ?e .
            ?p ot:biomarker <{iri(pair[0].id)}> ; ot:cancer ?scope .
            <{iri(pair[1])}> ot:reviewedBroader* ?scope .
            ?e ot:kind ?kind ; ot:date ?day .
            FILTER (?kind != "withdrawn" && {by("day", as_of)})
            FILTER NOT EXISTS {{
              ?x prov:wasInfluencedBy ?w . ?w ot:kind "withdrawn" ; ot:date ?end .
              FILTER ({by("end", as_of)} && STR(?end) >= STR(?day))
            }}""",
        )
        options = [
            o
            for o in facts(core_release.graph, pair, as_of).options
            if o.in_force
            and o.indication.agency == "FDA"
            and o.biomarker_relation == "same"
            and o.cancer_relation in ("same", "broader", "solid")
        ]
        assert len(options) == len({o.indication.id for o in options}) == wanted, pair
        found += wanted
    assert found > 10


def test_figures_are_those_that_sparql_counts(
    core_release: Release, core_store: OxigraphStore, core_pairs: list[Pair]
) -> None:
    found = 0
    for pair in core_pairs:
        wanted = count(
            core_store,
            f"""?x a ot:PrevalenceObservation ; ot:proposition ?p .
            ?p ot:biomarker <{iri(pair[0].id)}> ; ot:cancer <{iri(pair[1])}> .""",
        )
        prevalence = facts(core_release.graph, pair, "2026-12-31").prevalence
        figures = {
            f.observation.id
            for f in (*prevalence.here, *prevalence.parts)
            if (f.biomarker, f.cancer) == (pair[0].id, pair[1])
        }
        assert len(figures) == wanted, pair
        found += wanted
    assert found > 40


def test_evidence_items_are_those_that_sparql_counts(
    full_model: Remembering, full_store: OxigraphStore
) -> None:
    """On treatment, wherever: here, in other cancers, or only together with something else."""
    found = 0
    for pair in pairs(full_model, 60, 11):
        wanted = count(
            full_store,
            f"""?x a ot:Evidence ; ot:proposition ?p ; dcterms:issued ?published .
            ?p ot:biomarker <{iri(pair[0].id)}> ; ot:axis "treatment_response" .
            FILTER (STR(?published) < "2024")""",
        )
        evidence = facts(full_model, pair, "2023-12-31").evidence
        claims = (*evidence.here, *evidence.elsewhere, *evidence.joint)
        items = [s.id for claim in claims if claim.biomarker.id == pair[0].id for s in claim.statements]
        assert len(items) == len(set(items)) == wanted, pair
        found += wanted
    assert found > 100


def test_papers_are_counted_once(full_release: Release, full_store: OxigraphStore) -> None:
    """EID1100 and EID2934 are one paper: two items of evidence, one document."""
    held = {
        row["document"]
        for item in ("1100", "2934")
        for row in full_store.query(
            f"{PREFIX} SELECT ?document WHERE {{ <{iri('oid:st-civic-' + item)}> dcterms:source ?document }}"
        )
    }
    assert len(held) == 1
