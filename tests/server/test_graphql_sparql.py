"""Two doors, one graph: generated questions get the same ids by GraphQL and by SPARQL, and the schema says
the same over a graph that asks a SPARQL store."""

import random
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from graphql import execute_sync, parse

from oncotrace.kg.graph import Graph
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.release import Release
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import python_value
from oncotrace.ontology.prefixes import iri
from oncotrace.server.graphql.schema import schema
from oncotrace.server.graphql.view import Ready, Request
from oncotrace.server.shelf import Shelf

DAY = "2026-11-24"
QUESTIONS = 200


@pytest.fixture(scope="module")
def store(core_release: Release) -> Iterator[OxigraphStore]:
    store = core_release.store()
    yield store
    store.close()


class Doors:
    """Asks the same release both ways. One request serves all questions, so that each record is read once."""

    def __init__(self, release: Release, store: OxigraphStore, graph: Graph) -> None:
        self._store = store
        shelf, ready = Shelf(release), Ready()
        self._request = Request(lambda day: (shelf, graph, ready), DAY, monotonic() + 600)

    def graphql(self, query: str, **variables: Any) -> Any:
        result = execute_sync(schema(), parse(query), variable_values=variables, context_value=self._request)
        assert result.errors is None, result.errors
        return result.data

    def sparql(self, pattern: str) -> list[str]:
        prefixes = "".join(f"PREFIX {name}: <{iri(name + ':')}> " for name in ("ot", "rdf"))
        rows = self._store.query(f"{prefixes} SELECT DISTINCT ?x WHERE {{ {pattern} }}")
        return sorted(str(python_value(row["x"])) for row in rows)


@pytest.fixture(scope="module")
def doors(core_release: Release, store: OxigraphStore) -> Doors:
    return Doors(core_release, store, core_release.graph)


LIST = """query($id: ID!, $after: String) {{ node(id: $id) {{ ... on {type} {{
  found: {field}(first: 200, after: $after) {{
    pageInfo {{ hasNextPage endCursor }} nodes {{ curie }} }} }} }} }}"""
FIELDS = {
    ("Gene", "biomarkers"): "?x ot:genes {id}",
    ("Gene", "drugs"): "?x ot:targets {id}",
    ("Biomarker", "genes"): "{id} ot:genes ?x",
    ("Biomarker", "broader"): "{id} ot:broader ?x",
    ("Biomarker", "narrower"): "?x ot:broader {id}",
    ("Biomarker", "ancestors"): "{id} ot:broader+ ?x",
    ("Biomarker", "descendants"): "?x ot:broader+ {id}",
    ("Biomarker", "profiles"): "?x ot:members {id}",
    ("Biomarker", "propositions"): "?x ot:biomarker {id}",
    ("Biomarker", "statements"): "?x ot:proposition/ot:biomarker {id}",
    ("Cancer", "parents"): "{id} ot:broader ?x",
    ("Cancer", "reviewedParents"): "{id} ot:reviewedBroader ?x",
    ("Cancer", "children"): "?x ot:broader {id}",
    ("Cancer", "ancestors"): "{id} ot:broader+ ?x",
    ("Cancer", "descendants"): "?x ot:broader+ {id}",
    ("Cancer", "statements"): "?x ot:proposition/ot:cancer {id}",
    ("Cancer", "coverage"): "?x ot:cancers {id} ; a ot:Coverage",
    ("Drug", "targets"): "{id} ot:targets ?x",
    ("Drug", "regimens"): "?x ot:drugs {id}",
    ("Drug", "statements"): "?x ot:proposition/ot:therapy ?t . ?t ot:drugs? {id}",
    ("Proposition", "statements"): "?x ot:proposition {id}",
}


def questions(release: Release) -> list[tuple[str, str, str]]:
    """Type, field and node of questions, drawn from all nodes of the core."""
    draw = random.Random(17)
    ids = {kind: release.graph.ids(kind) for kind, _ in FIELDS}
    fields = sorted(FIELDS)
    return [(kind, field, draw.choice(ids[kind])) for kind, field in draw.choices(fields, k=QUESTIONS)]


def test_generated_questions_get_the_same_ids_by_both_doors(core_release: Release, doors: Doors) -> None:
    """On the last day, so that nothing is hidden because it was not yet known."""
    found_some = 0
    for kind, field, id in questions(core_release):
        found: list[str] = []
        after, more = None, True
        while more:
            page = doors.graphql(LIST.format(type=kind, field=field), id=id, after=after)["node"]["found"]
            found += [node["curie"] for node in page["nodes"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        expected = doors.sparql(FIELDS[kind, field].format(id=f"<{iri(id)}>"))
        assert sorted(found) == [x for x in expected if x != id], (kind, field, id)
        found_some += bool(found)
    assert found_some > QUESTIONS / 4


FILTERED = """query($cancer: String!, $mode: Mode!, $kinds: [StatementKind!]) {
  statements(first: 200, filter: {kinds: $kinds, cancer: {ref: $cancer, mode: $mode}}) {
    totalCount nodes { curie } } }"""
REACH = {
    "EXACT": "?p ot:cancer {id}",
    "DESCENDANTS": "?p ot:cancer ?c . ?c ot:broader* {id}",
    "ANCESTORS": "?p ot:cancer ?c . {id} (ot:broader|ot:reviewedBroader)* ?c",
}
INHERITED = """?p ot:cancer ?c . {id} ot:reviewedBroader* ?c .
  FILTER NOT EXISTS {{ ?x ot:excludedCancers ?e . {id} ot:reviewedBroader* ?e }}"""


@pytest.mark.parametrize("mode", REACH)
def test_filters_reach_as_far_as_property_paths(core_release: Release, doors: Doors, mode: str) -> None:
    for cancer in random.Random(5).sample(core_release.graph.ids("Cancer"), k=12):
        kinds = ["PREVALENCE_OBSERVATION"]
        found = doors.graphql(FILTERED, cancer=cancer, mode=mode, kinds=kinds)["statements"]
        reach = REACH[mode].format(id=f"<{iri(cancer)}>")
        expected = doors.sparql(f"?x a ot:PrevalenceObservation ; ot:proposition ?p . {reach}")
        assert found["totalCount"] == len(expected)
        assert [node["curie"] for node in found["nodes"]] == expected[:200]


def test_approvals_are_inherited_along_reviewed_edges_alone(core_release: Release, doors: Doors) -> None:
    for cancer in random.Random(6).sample(core_release.graph.ids("Cancer"), k=25):
        found = doors.graphql(FILTERED, cancer=cancer, mode="ANCESTORS", kinds=["APPROVAL"])["statements"]
        pattern = "?x a ot:Indication ; ot:proposition ?p . " + INHERITED.format(id=f"<{iri(cancer)}>")
        assert [node["curie"] for node in found["nodes"]] == doors.sparql(pattern)


ROUND = """{
  gene(ref: "ROS1") { ... on Gene {
    biomarkers { nodes { label statements { totalCount } } } drugs { nodes { label } } } }
  cancer(ref: "PAAD") { ... on Cancer { ancestors { nodes { label } } descendants { nodes { label } } } }
  prevalence(first: 9, filter: {cancer: {ref: "pancreatic cancer", mode: DESCENDANTS}}) {
    totalCount nodes { curie share } }
  treatments(biomarker: "ROS1 fusion", cancer: "pancreatic cancer") {
    totalCount nodes { group approval { curie inForce } } }
  landscape(cancer: "PAAD", first: 9) {
    totalCount nodes { share biomarker { label } treatments { totalCount } } }
  answer(question: "What does ROS1 fusion mean for pancreatic cancer patients?") { headline { text } }
}"""


def test_the_schema_says_the_same_over_a_sparql_store(
    core_release: Release, store: OxigraphStore, doors: Doors
) -> None:
    over_sparql = Doors(core_release, store, StoreGraph(store))
    assert over_sparql.graphql(ROUND) == doors.graphql(ROUND)
