"""What running a query level by level gains: ``python -m oncotrace.server.graphql.measure``.

One query of about 900 leaf values over the current release, run by strawberry's own execution and by a
plan, on the same records (read before, so that neither pays for decoding), with equal replies. Whole requests
are measured by `oncotrace bench`.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from graphql import OperationDefinitionNode, execute_sync, parse, validate
from graphql.execution.values import VariableValues, get_variable_values

from oncotrace.kg.release import open_release
from oncotrace.server.graphql.plan import Plan
from oncotrace.server.graphql.schema import schema
from oncotrace.server.graphql.view import Ready, Request
from oncotrace.server.shelf import Shelf

QUERY = """query ($papers: Int! = 10) {
  statements(first: 30, filter: {kinds: [APPROVAL]}) {
    nodes {
      __typename id direction published
      proposition { axis }
      biomarker { __typename label kind genes(first: 3) { nodes { symbol name } } }
      cancer { label tissue parents(first: 2) { nodes { label curie } } }
      therapy { __typename ... on Drug { label drugClass } ... on Regimen { label interaction } }
      documents(first: $papers) { nodes { title url published kind } }
      ... on Approval { agency inForce line stage events(first: 3) { nodes { kind date dayConfirmed } } }
    }
  }
}"""

ROUNDS = 30
TODAY = "2026-11-24"


def leaves(value: Any) -> int:
    """Values in a reply that are no objects or lists."""
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else 1


def best(run: Callable[[], object]) -> float:
    """Milliseconds of the fastest of some rounds: the others waited for something else."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def main() -> None:
    release = open_release()
    shelf, ready = Shelf(release), Ready()

    def request() -> Request:
        return Request(lambda day: (shelf, shelf.graph, ready), TODAY, time.monotonic() + 60)

    document = parse(QUERY)
    if errors := validate(schema(), document):
        raise SystemExit(str(errors[0]))
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    values = get_variable_values(schema(), operation.variable_definitions or (), {})
    assert isinstance(values, VariableValues)
    plan = Plan(schema(), document, operation, values)
    planned = plan.run(request())
    ordinary = execute_sync(schema(), document, context_value=request()).data
    assert planned == ordinary, "the replies differ"
    body = json.dumps(planned, ensure_ascii=False, separators=(",", ":"))
    print(f"release {release.name}: {leaves(planned)} leaf values, {len(body)} bytes")
    print(f"milliseconds, the best of {ROUNDS}:")
    rows = {
        "parse": lambda: parse(QUERY),
        "validate": lambda: validate(schema(), document),
        "strawberry's execution": lambda: execute_sync(schema(), document, context_value=request()),
        "make the plan": lambda: Plan(schema(), document, operation, values),
        "run the plan": lambda: plan.run(request()),
        "write JSON": lambda: json.dumps(planned, ensure_ascii=False, separators=(",", ":")).encode(),
    }
    for name, run in rows.items():
        print(f"{name:24}{best(run):9.3f}")


if __name__ == "__main__":
    main()
