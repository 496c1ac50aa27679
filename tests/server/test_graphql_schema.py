"""The schema: what it promises to front ends, and that it keeps its promises."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_specified_scalar_type,
)
from graphql.utilities import find_breaking_changes

from oncotrace.server.graphql.card import card
from oncotrace.server.graphql.schema import printed, schema

GOLDEN = "tests/golden/schema.graphql"
UPDATE = "ONCOTRACE_UPDATE_SCHEMA"


def own_types() -> list[object]:
    return [
        t
        for t in schema().type_map.values()
        if not t.name.startswith("__") and not is_specified_scalar_type(t)
    ]


def told() -> Iterator[tuple[str, str | None]]:
    """Every type, field and argument with its description."""
    for named in own_types():
        yield named.name, named.description  # type: ignore[attr-defined]
        for name, field in getattr(named, "fields", {}).items():
            yield f"{named.name}.{name}", field.description  # type: ignore[attr-defined]
            for argument, found in getattr(field, "args", {}).items():
                yield f"{named.name}.{name}({argument})", found.description  # type: ignore[attr-defined]


def undeprecated_removals(old: GraphQLSchema, new: GraphQLSchema) -> list[str]:
    """What breaks a client of the old schema, but for fields that it had marked as deprecated."""
    gone = {
        f"{named.name}.{name}"
        for named in old.type_map.values()
        for name, field in getattr(named, "fields", {}).items()
        if field.deprecation_reason
    }
    changes = [change.description for change in find_breaking_changes(old, new)]
    return [change for change in changes if change not in {f"Field {name} was removed." for name in gone}]


def test_the_schema_is_golden(root: Path) -> None:
    """A field goes only after it was deprecated for a release; other changes are seen in review."""
    golden = root / GOLDEN
    if golden.exists():
        broken = undeprecated_removals(build_schema(golden.read_text("utf-8")), schema())
        assert broken == [], "a client would break: deprecate it for a release first"
    if os.environ.get(UPDATE) == "1":
        golden.write_text(printed(), "utf-8")
    assert golden.read_text("utf-8") == printed(), f"run this test with {UPDATE}=1 and look at the change"


def test_a_removed_field_is_found_unless_it_was_deprecated() -> None:
    old = build_schema('type Query { a: Int b: Int @deprecated(reason: "use a") c: Int }')
    new = build_schema("type Query { a: Int }")
    assert undeprecated_removals(old, new) == ["Field Query.c was removed."]


def test_everything_is_described_with_an_example() -> None:
    assert [where for where, text in told() if not text or ". Example: `" not in text] == []


def test_every_value_of_an_enum_is_described() -> None:
    bare = [
        f"{named.name}.{name}"
        for named in own_types()
        if isinstance(named, GraphQLEnumType)
        for name, value in named.values.items()
        if not value.description
    ]
    assert bare == []


PARTS = {
    ("Answer", "headline"), ("Answer", "sections"), ("Answer", "gaps"), ("Answer", "cautions"),
    ("Answer", "citations"), ("Section", "sentences"), ("Section", "subsections"), ("Sentence", "rules"),
    ("Sentence", "proofs"), ("Sentence", "citations"), ("Path", "steps"), ("Conflict", "stands"),
    ("Lead", "stands"), ("Treatment", "inferences"), ("Comparison", "cancers"), ("Release", "counts"),
    ("Evidence", "levels"), ("NotFound", "nearest"), ("Query", "nodes"), ("Query", "path"),
    ("Query", "rules"),
}  # fmt: skip
"""Lists that are parts of one thing, or bounded by their arguments: they do not grow with the graph."""


def test_every_list_that_can_grow_is_a_connection() -> None:
    lists = {
        (named.name, name)
        for named in own_types()
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType)
        and not named.name.endswith(("Connection", "Edge"))
        for name, field in named.fields.items()
        if is_list_type(field.type.of_type if is_non_null_type(field.type) else field.type)
        and (is_object_type(get_named_type(field.type)) or is_interface_type(get_named_type(field.type)))
    }
    assert lists == PARTS
    for named in own_types():
        if isinstance(named, GraphQLObjectType) and named.name.endswith("Connection"):
            assert set(named.fields) == {"totalCount", "pageInfo", "edges", "nodes"}, named.name


def test_a_list_takes_the_same_filter_wherever_it_stands() -> None:
    """One filter input an entity, at the root and below it."""
    filters: dict[str, set[str]] = {}
    for named in own_types():
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            for field in named.fields.values():
                if "filter" in field.args:
                    connection = get_named_type(field.type).name
                    filters.setdefault(connection, set()).add(str(field.args["filter"].type))
    assert filters["StatementConnection"] == {"StatementFilter"}
    assert filters["CancerConnection"] == {"CancerFilter"}
    assert {name: inputs for name, inputs in filters.items() if len(inputs) > 1} == {}


def test_every_root_sees_the_graph_from_a_day() -> None:
    query = schema().query_type
    assert query is not None
    for name, field in query.fields.items():
        assert {"asOf", "knownOn"} <= set(field.args), name


def test_inputs_have_no_required_field_but_what_names_a_thing() -> None:
    required = {
        f"{named.name}.{name}"
        for named in own_types()
        if isinstance(named, GraphQLInputObjectType)
        for name, field in named.fields.items()
        if is_non_null_type(field.type) and field.default_value is None
    }
    assert required <= {"BiomarkerMatch.ref", "CancerMatch.ref"}


def test_the_card_for_agents_is_short_and_complete(root: Path) -> None:
    """Under 2,000 tokens, counted generously: a token for every three letters."""
    text = card()
    assert len(text) / 3 < 2_000
    query = schema().query_type
    assert query is not None
    assert [name for name in query.fields if f"{name}(" not in text and f"{name}:" not in text] == []
    assert (root / "docs" / "graphql-card.md").read_text("utf-8") == text, (
        "write it anew: docs/graphql.md says how"
    )


@pytest.mark.parametrize("module", ["oncotrace", "oncotrace.server.cli"])
def test_other_doors_do_not_load_it(module: str) -> None:
    code = f"import sys, {module}; print(sorted(m for m in sys.modules if m in ('strawberry', 'graphql')))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
