"""What a document may cost: bounds before it is parsed, and one linear rule over what was parsed.

Each fragment is measured once and its measure added where it is spread, so that a chain of fragments that
doubles at every link is refused by its size without being walked.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_list_type,
)
from graphql.type import GraphQLNonNull

from oncotrace.server.graphql.errors import TOO_COMPLEX, TOO_LARGE, Refused
from oncotrace.server.graphql.pages import FIRST, MOST

MOST_BYTES = 60_000
"""Of a document."""
MOST_TOKENS = 2_000
MOST_NESTING = 40
"""Brackets within brackets, before parsing: graphql-core's parser is recursive."""
MOST_DEPTH = 20
"""Fields within fields."""
MOST_ALIASES = 100
MOST_ROOTS = 30
MOST_REPEATS = 20
"""Of one response name in one selection: the rule that compares fields is quadratic."""
MOST_SPREADS = 50
"""Of fragments, for the same reason."""
MOST_COST = 100_000
"""Values that a reply can hold, at the most."""

LIST = 10
"""Items that a list without pages is taken to have: sections of an answer, sides of a conflict."""

HEAVY = {
    "answer": 5_000,
    "path": 5_000,
    "landscape": 2_000,
    "compare": 5_000,
    "search": 1_000,
    "conflicts": 1_000,
    "export": 5_000,
    "treatments": 1_000,
}
"""What root fields cost that work much for few values, in values."""

_TOKEN = re.compile(
    r'"""(?:\\"""|[^"]|"(?!""))*"""|"(?:\\.|[^"\\\n])*"|#[^\n\r]*|[_A-Za-z]\w*|-?\d[\w.+-]*|\.\.\.|\S'
)


def bounded(text: str) -> None:
    """Refused where a document is too long, has too many tokens or is nested too deeply to be parsed."""
    if (size := len(text.encode("utf-8", "surrogatepass"))) > MOST_BYTES:
        raise Refused(TOO_LARGE, f"the document has {size} bytes: at most {MOST_BYTES}")
    tokens = nesting = deepest = 0
    for found in _TOKEN.finditer(text):
        letter = text[found.start()]
        if letter == "#":
            continue
        tokens += 1
        if letter in "{[(":
            nesting += 1
            deepest = max(deepest, nesting)
        elif letter in "}])":
            nesting -= 1
    if tokens > MOST_TOKENS:
        raise Refused(TOO_LARGE, f"the document has {tokens} tokens: at most {MOST_TOKENS}")
    if deepest > MOST_NESTING:
        raise Refused(
            TOO_COMPLEX, f"the document has {deepest} brackets within brackets: at most {MOST_NESTING}"
        )


class Cost(NamedTuple):
    """The measure of a selection."""

    values: int = 0
    """Values that the reply holds at the most."""
    depth: int = 0
    aliases: int = 0
    spreads: int = 0

    def beside(self, other: "Cost") -> "Cost":
        return Cost(
            self.values + other.values,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.spreads + other.spreads,
        )


def affordable(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Cost:
    """The cost of an operation; Refused where it is beyond a limit, which the message names.

    The document need not be valid: what the schema does not know costs one value.
    """
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    measure = _Measure(schema, fragments, variables)
    cost = measure.selection(operation.selection_set, schema.query_type)
    roots = sum(isinstance(s, FieldNode) for s in operation.selection_set.selections)
    for what, asked, most in (
        ("values (pages multiplied)", cost.values, MOST_COST),
        ("fields within fields", cost.depth, MOST_DEPTH),
        ("aliases", cost.aliases, MOST_ALIASES),
        ("spreads of fragments", cost.spreads, MOST_SPREADS),
        ("fields at the root", roots, MOST_ROOTS),
    ):
        if asked > most:
            raise Refused(TOO_COMPLEX, f"the query asks for {asked} {what}: at most {most}")
    return cost


class _Measure:
    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._measured: dict[tuple[str, int], Cost] = {}
        self._open: list[str] = []

    def selection(
        self, selection: SelectionSetNode, parent: GraphQLNamedType | None, page: int = LIST
    ) -> Cost:
        """The cost of a selection on a type; ``page``: nodes on the page, where it is a connection."""
        total = Cost()
        names: Counter[str] = Counter()
        for node in selection.selections:
            if isinstance(node, FieldNode):
                names[(node.alias or node.name).value] += 1
                total = total.beside(self._field(node, parent, page))
            elif isinstance(node, InlineFragmentNode):
                on = self._schema.get_type(node.type_condition.name.value) if node.type_condition else parent
                total = total.beside(self.selection(node.selection_set, on, page))
            elif isinstance(node, FragmentSpreadNode):
                total = total.beside(self._spread(node.name.value, page))
        name, times = names.most_common(1)[0] if names else ("", 0)
        if times > MOST_REPEATS:
            raise Refused(
                TOO_COMPLEX, f"the query asks for {name} {times} times in one place: at most {MOST_REPEATS}"
            )
        return total

    def _spread(self, name: str, page: int) -> Cost:
        if name in self._open:
            circle = " -> ".join([*self._open[self._open.index(name) :], name])
            raise Refused(TOO_COMPLEX, f"the fragment {name} spreads itself: {circle}")
        fragment = self._fragments.get(name)
        if fragment is None:
            return Cost(spreads=1)
        key = (name, page)
        if key not in self._measured:
            self._open.append(name)
            on = self._schema.get_type(fragment.type_condition.name.value)
            self._measured[key] = self.selection(fragment.selection_set, on, page)
            self._open.pop()
        return self._measured[key].beside(Cost(spreads=1))

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int) -> Cost:
        field = getattr(parent, "fields", {}).get(node.name.value)
        own = Cost(self._weight(node, parent), 1, 1 if node.alias else 0)
        if node.selection_set is None:
            return own
        inner = self.selection(
            node.selection_set,
            get_named_type(field.type) if field else None,
            self._first(node, field),
        )
        times = page if field and _is_list(field) else 1
        return Cost(
            own.values + times * (1 + inner.values),
            1 + inner.depth,
            own.aliases + inner.aliases,
            inner.spreads,
        )

    def _weight(self, node: FieldNode, parent: GraphQLNamedType | None) -> int:
        return HEAVY.get(node.name.value, 1) if parent is self._schema.query_type else 1

    def _first(self, node: FieldNode, field: GraphQLField | None) -> int:
        """The length of the page that a field asks for; of a list without pages, ``LIST``."""
        if field is None or "first" not in field.args:
            return LIST
        value = next((a.value for a in node.arguments or () if a.name.value == "first"), None)
        asked: Any = None
        if isinstance(value, IntValueNode):
            asked = int(value.value)
        elif isinstance(value, VariableNode):
            asked = self._variables.get(value.name.value)
        return min(max(asked, 1), MOST) if isinstance(asked, int) else FIRST


def _is_list(field: GraphQLField) -> bool:
    of = field.type
    return is_list_type(of.of_type if isinstance(of, GraphQLNonNull) else of)
