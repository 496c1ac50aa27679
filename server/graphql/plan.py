"""Queries run level by level: a field is worked out for all values of its level in one call.

A plan does what the specification asks of a query that goes well. Whatever goes otherwise (an error of a
field, a null where none may be, a question about the schema itself) raises ``Otherwise``, and graphql-core
runs the query in the ordinary way and words the reply. A test runs many queries both ways and compares.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_directive_values,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.type import GraphQLIncludeDirective, GraphQLSkipDirective

from oncotrace.server.graphql.errors import Refused
from oncotrace.server.graphql.fields import at_root, functions
from oncotrace.server.graphql.schema import arguments, behind, type_of
from oncotrace.server.graphql.told import unset_is_null
from oncotrace.server.graphql.view import Request, View


class Otherwise(Exception):
    """The plan does not cover what happened."""


Get = Callable[[Sequence[Any], View], Sequence[Any]]
"""A field of all values of a level."""
Complete = Callable[[Sequence[Any], View], list[Any]]
"""Values as the reply shows them."""


class Field(NamedTuple):
    """A field as it is asked for in one place of the document. Types that have it from one interface share
    it, so that it is worked out for all of them in one call."""

    key: str
    get: Get
    complete: Complete


Selections = tuple[SelectionSetNode, ...]
"""What is asked of one field, where it stands several times."""


class Plan:
    """A query ready to be run."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: VariableValues,
    ) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self._made: dict[tuple[str, tuple[int, ...]], list[Field]] = {}
        self._shared: dict[tuple[Any, ...], Field] = {}
        assert schema.query_type is not None
        self._roots = [
            self._root(key, nodes)
            for key, nodes in self._collected(schema.query_type, (operation.selection_set,)).items()
        ]

    def run(self, request: Request) -> dict[str, Any]:
        """The data of the reply; ``Otherwise`` where it is not all well."""
        try:
            return {key: root(request) for key, root in self._roots}
        except (Otherwise, Refused):
            raise
        except Exception as error:
            raise Otherwise from error

    # --- roots --------------------------------------------------------------------------------

    def _root(self, key: str, nodes: list[FieldNode]) -> tuple[str, Callable[[Request], Any]]:
        query = self._schema.query_type
        assert query is not None
        name = nodes[0].name.value
        if name == "__typename":
            return key, lambda request: query.name
        if name.startswith("__"):
            raise Otherwise
        field = query.fields[name]
        root = functions(_resolver(field)).root
        given = arguments(behind(field), get_argument_values(field, nodes[0], self._variables))
        complete = self._completed(field.type, _inner(nodes))
        if root is None:
            raise Otherwise

        def value(request: Request) -> Any:
            found = at_root(root, given, request, key)
            return complete([found], request.views[key])[0]

        return key, value

    # --- fields -------------------------------------------------------------------------------

    def _fields(self, of: GraphQLObjectType, selections: Selections) -> list[Field]:
        """The fields that are asked of a type, made once for a place in the document."""
        place = (of.name, tuple(id(s) for s in selections))
        if place not in self._made:
            collected = self._collected(of, selections)
            self._made[place] = [self._field(of, key, nodes) for key, nodes in collected.items()]
        return self._made[place]

    def _field(self, of: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Field:
        name = nodes[0].name.value
        if name == "__typename":
            return Field(key, lambda values, view: [of.name] * len(values), _as_is)
        field = of.fields[name]
        resolver = _resolver(field)
        place = (resolver or name, str(field.type), *map(id, nodes))
        if place not in self._shared:
            complete = self._completed(field.type, _inner(nodes))
            self._shared[place] = Field(key, self._get(field, resolver, nodes[0]), complete)
        return self._shared[place]

    def _get(self, field: GraphQLField, resolver: Any, node: FieldNode) -> Get:
        each, walk, _ = functions(resolver)
        if each is not None:
            return lambda values, view: [each(value) for value in values]
        if walk is not None:
            given = arguments(behind(field), get_argument_values(field, node, self._variables))
            return lambda values, view: walk(values, view, **given)
        attribute = behind(field).python_name
        return lambda values, view: [unset_is_null(value, attribute) for value in values]

    def _collected(self, of: GraphQLObjectType, selections: Selections) -> dict[str, list[FieldNode]]:
        found: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        for selection in selections:
            self._collect(of, selection, found, spread)
        return found

    def _collect(
        self,
        of: GraphQLObjectType,
        selection: SelectionSetNode,
        found: dict[str, list[FieldNode]],
        spread: set[str],
    ) -> None:
        for node in selection.selections:
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                found.setdefault((node.alias or node.name).value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._is(of, node.type_condition.name.value):
                    self._collect(of, node.selection_set, found, spread)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                spread.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._is(of, fragment.type_condition.name.value):
                    self._collect(of, fragment.selection_set, found, spread)

    def _is(self, of: GraphQLObjectType, name: str) -> bool:
        condition = self._schema.get_type(name)
        return condition is of or (is_abstract_type(condition) and self._schema.is_sub_type(condition, of))

    def _wanted(self, node: Any) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    # --- completion ---------------------------------------------------------------------------

    def _completed(self, of: GraphQLOutputType, selections: Selections) -> Complete:
        if is_non_null_type(of):
            return _never_null(self._completed(of.of_type, selections))
        if is_list_type(of):
            return _flat(self._completed(of.of_type, selections))
        if is_leaf_type(of):
            return _leaf(of.coerce_output_value)
        if is_object_type(of):
            return lambda values, view: self._objects(values, view, selections, lambda value: of)
        return lambda values, view: self._objects(values, view, selections, self._type)

    def _type(self, value: Any) -> GraphQLObjectType:
        found = self._schema.get_type(type_of(value))
        if not isinstance(found, GraphQLObjectType):
            raise Otherwise
        return found

    def _objects(
        self,
        values: Sequence[Any],
        view: View,
        selections: Selections,
        type_of: Callable[[Any], GraphQLObjectType],
    ) -> list[Any]:
        view.go_on()
        shown: list[Any] = [None] * len(values)
        asked: dict[Field, list[int]] = {}
        fields_of: dict[str, list[Field]] = {}
        for place, value in enumerate(values):
            if value is None:
                continue
            of = type_of(value)
            if of.name not in fields_of:
                fields_of[of.name] = self._fields(of, selections)
            fields = fields_of[of.name]
            shown[place] = dict.fromkeys(field.key for field in fields)
            for field in fields:
                asked.setdefault(field, []).append(place)
        for field, places in asked.items():
            done = field.complete(field.get([values[place] for place in places], view), view)
            for place, one in zip(places, done, strict=True):
                shown[place][field.key] = one
        return shown


def _resolver(field: Any) -> Any:
    base = behind(field).base_resolver
    return base.wrapped_func if base else None


def _inner(nodes: list[FieldNode]) -> Selections:
    return tuple(node.selection_set for node in nodes if node.selection_set)


def _as_is(values: Sequence[Any], view: View) -> list[Any]:
    return list(values)


def _never_null(inner: Complete) -> Complete:
    def complete(values: Sequence[Any], view: View) -> list[Any]:
        shown = inner(values, view)
        if None in shown:
            raise Otherwise
        return shown

    return complete


def _leaf(coerce: Callable[[Any], Any]) -> Complete:
    def complete(values: Sequence[Any], view: View) -> list[Any]:
        return [None if value is None else coerce(value) for value in values]

    return complete


def _flat(inner: Complete) -> Complete:
    """Lists, the items of all completed in one go."""

    def complete(values: Sequence[Any], view: View) -> list[Any]:
        items = [item for value in values if value is not None for item in value]
        done = inner(items, view)
        shown: list[Any] = []
        start = 0
        for value in values:
            if value is None:
                shown.append(None)
                continue
            end = start + len(value)
            shown.append(done[start:end])
            start = end
        return shown

    return complete
