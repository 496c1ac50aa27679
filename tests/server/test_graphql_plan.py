"""Plans and graphql-core give the same replies, and a plan asks the graph as often as a query is deep."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLObjectType,
    OperationDefinitionNode,
    execute_sync,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    parse,
    print_ast,
    separate_operations,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values

from oncotrace.kg.graph import Graph, Literal
from oncotrace.kg.release import Release
from oncotrace.server.graphql.cost import affordable
from oncotrace.server.graphql.errors import Refused
from oncotrace.server.graphql.plan import Otherwise, Plan
from oncotrace.server.graphql.schema import schema
from oncotrace.server.graphql.view import Ready, Request
from oncotrace.server.shelf import Shelf

DAY = "2026-11-24"


def request(release: Release, graph: Graph | None = None) -> Request:
    shelf = Shelf(release)
    return Request(lambda day: (shelf, graph or release.graph, Ready()), DAY, monotonic() + 60)


def ready(query: str, variables: Mapping[str, Any] | None = None) -> tuple[Any, Plan]:
    document = parse(query)
    assert validate(schema(), document) == []
    (operation,) = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    values = get_variable_values(schema(), operation.variable_definitions or (), dict(variables or {}))
    assert isinstance(values, VariableValues)
    return document, Plan(schema(), document, operation, values)


def both(release: Release, query: str, **variables: Any) -> tuple[str, str]:
    """The data by a plan and by graphql-core, as they are sent."""
    document, plan = ready(query, variables)
    planned = plan.run(request(release))
    result = execute_sync(schema(), document, variable_values=variables, context_value=request(release))
    assert result.errors is None
    return json.dumps(planned), json.dumps(result.data)


HERE = Path(__file__).parent


def queries(name: str) -> dict[str, str]:
    """The operations of a file by their names, each with the fragments that it spreads."""
    parted = separate_operations(parse((HERE / name).read_text("utf-8")))
    return {operation: print_ast(document) for operation, document in parted.items()}


QUERIES = queries("plan.graphql")
NESTED = queries("rows.graphql")


@pytest.mark.parametrize("name", QUERIES)
def test_a_plan_replies_as_graphql_core_does(core_release: Release, name: str) -> None:
    planned, ordinary = both(core_release, QUERIES[name])
    assert planned == ordinary


@pytest.mark.parametrize("name", ["__schema { queryType { name } }", 'statements(after: "x") { totalCount }'])
def test_what_does_not_go_well_is_left_to_graphql_core(core_release: Release, name: str) -> None:
    with pytest.raises((Otherwise, Refused)):
        ready(f"{{ {name} }}")[1].run(request(core_release))


# --- generated queries ------------------------------------------------------------------------

REFS = {
    "ref": '"ROS1"',
    "biomarker": '"ROS1 fusion"',
    "cancer": '"PAAD"',
    "cancers": '["PAAD"]',
    "id": '"HGNC:10261"',
    "ids": '["DOID:4074"]',
    "text": '"ros"',
    "question": '"How common is ROS1 fusion in lung cancer?"',
    "from": '"ROS1"',
    "to": '"crizotinib"',
}
BY_ROOT = {"biomarker": '"ROS1 fusion"', "cancer": '"PAAD"', "drug": '"crizotinib"'}


class Generator:
    """Random valid queries over the schema."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def query(self) -> str:
        query = schema().query_type
        assert query is not None
        roots = self._random.sample(sorted(query.fields), k=2)
        return "{" + " ".join(self._field(query, name, 0, root=True) for name in roots) + "}"

    def _field(self, of: Any, name: str, depth: int, root: bool = False) -> str:
        field = of.fields[name]
        arguments = [self._argument(name, key, arg, root) for key, arg in field.args.items()]
        given = [text for text in arguments if text]
        inner = self._selection(get_named_type(field.type), depth + 1)
        called = name + (f"({', '.join(given)})" if given else "")
        return "" if inner is None else called + inner

    def _argument(self, field: str, key: str, argument: GraphQLArgument, root: bool) -> str:
        if key in REFS and root:
            return f"{key}: {BY_ROOT.get(field, REFS[key]) if key == 'ref' else REFS[key]}"
        if key == "first":
            return f"first: {self._random.randint(1, 4)}"
        if key == "asOf" and self._random.random() < 0.3:
            return 'asOf: "2020-06-30"'
        return ""

    def _selection(self, of: Any, depth: int) -> str | None:
        if is_leaf_type(of):
            return ""
        if depth > 6:
            return None
        if is_abstract_type(of) and not hasattr(of, "fields"):
            parts = [
                f"... on {one.name}{self._selection(one, depth)}" for one in schema().get_possible_types(of)
            ]
            return "{ __typename " + " ".join(p for p in parts if not p.endswith("None")) + "}"
        names = self._random.sample(sorted(of.fields), k=min(len(of.fields), self._random.randint(1, 4)))
        fields = [self._field(of, name, depth) for name in names]
        if is_abstract_type(of) and self._random.random() < 0.5:
            one = self._random.choice(sorted(t.name for t in schema().get_possible_types(of)))
            concrete = schema().type_map[one]
            assert isinstance(concrete, GraphQLObjectType)
            name = self._random.choice(
                sorted(n for n, f in concrete.fields.items() if is_leaf_type(get_named_type(f.type)))
            )
            fields.append(f"... on {one} {{ x{one}_{name}: {name} }}")
        return "{ __typename " + " ".join(fields) + "}"


@pytest.mark.parametrize("seed", range(40))
def test_generated_queries_get_the_same_reply_both_ways(core_release: Release, seed: int) -> None:
    query = Generator(seed).query()
    planned, ordinary = both(core_release, query)
    assert planned == ordinary


# --- graph calls ------------------------------------------------------------------------------


class Counted:
    """A graph that counts how often it is asked."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.calls: Counter[str] = Counter()

    def ids(self, kind: str) -> list[str]:
        self.calls["ids"] += 1
        return self._graph.ids(kind)

    def out(self, ids: Iterable[str], predicate: str) -> dict[str, list[str]]:
        self.calls["out"] += 1
        return self._graph.out(ids, predicate)

    def into(self, ids: Iterable[str], predicate: str) -> dict[str, list[str]]:
        self.calls["into"] += 1
        return self._graph.into(ids, predicate)

    def within(
        self, ids: Iterable[str], predicate: str = "ot:broader", *, up: bool = False
    ) -> dict[str, list[str]]:
        self.calls["within"] += 1
        return self._graph.within(ids, predicate, up=up)

    def values(self, ids: Iterable[str]) -> dict[str, Mapping[str, list[Literal]]]:
        self.calls["values"] += 1
        return self._graph.values(ids)


@pytest.mark.parametrize("name", NESTED)
def test_the_number_of_graph_calls_depends_on_depth_and_not_on_rows(core_release: Release, name: str) -> None:
    calls, sizes = {}, []
    for rows in (15, 60):
        counted = Counted(core_release.graph)
        data = ready(NESTED[name], {"rows": rows})[1].run(request(core_release, counted))
        calls[rows] = sum(counted.calls.values())
        sizes.append(len(json.dumps(data)))
    assert sizes[1] > 2 * sizes[0]

    assert calls[15] == calls[60]


def test_a_list_costs_what_its_pages_can_hold() -> None:
    """The rule multiplies pages: 10 genes with 5 biomarkers each are 10 x (1 + ... 5 x ...) values."""
    document = parse("{ genes(first: 10) { nodes { biomarkers(first: 5) { nodes { label } } } } }")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    cost = affordable(schema(), document, operation, {})
    # genes: 1 + 1 + nodes (1 + 10 x (1 + biomarkers: 1 + 1 + nodes (1 + 5 x (1 + label))))
    labels = 1 + 5 * (1 + 1)
    biomarkers = 1 + 1 * (1 + labels)
    assert cost.values == 1 + 1 * (1 + (1 + 10 * (1 + biomarkers)))
    assert cost.depth == 5
