"""The schema, made once for a process, and the type of every value in it."""

from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, is_abstract_type, print_schema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from oncotrace.kg import records as kg
from oncotrace.kg.release import Release
from oncotrace.ontology.rules import Rule
from oncotrace.queries.conflicts import Conflict
from oncotrace.server.graphql.entities import BIOMARKERS
from oncotrace.server.graphql.nodes import Missing
from oncotrace.server.graphql.query import Query
from oncotrace.server.graphql.statements import STATEMENTS, Resource
from oncotrace.server.graphql.told import unset_is_null
from oncotrace.server.graphql.trials import ObservedPair
from oncotrace.server.graphql.words import SCALARS


@cache
def by_strawberry() -> strawberry.Schema:
    """The schema as strawberry made it; what is run is ``schema()``."""
    return strawberry.Schema(
        query=Query,
        types=[*BIOMARKERS.values(), *STATEMENTS.values(), Resource, ObservedPair],
        config=StrawberryConfig(default_resolver=unset_is_null, scalar_map=SCALARS),
    )


@cache
def schema() -> GraphQLSchema:
    """The schema as graphql-core runs it.

    Values are records: their class tells their type, and no object is asked whether it is of a type.
    """
    made = by_strawberry()._schema
    for named in made.type_map.values():
        if is_abstract_type(named):
            named.resolve_type = lambda value, info, type: type_of(value)
        elif isinstance(named, GraphQLObjectType):
            named.is_type_of = None
    return made


@cache
def printed() -> str:
    """The schema in the language of schemas."""
    return print_schema(schema()) + "\n"


def behind(field: GraphQLField) -> StrawberryField:
    """What strawberry knows of a field."""
    found: StrawberryField = field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
    return found


def arguments(field: StrawberryField, coerced: dict[str, Any]) -> dict[str, Any]:
    """Arguments as graphql-core coerced them, by their Python names and as instances of input types."""
    converter = by_strawberry().schema_converter
    return convert_arguments(coerced, field.arguments, converter.scalar_registry, converter.config)


_NAMES: dict[type, str] = {cls: cls.__name__ for cls in kg.RECORD_TYPES} | {
    kg.Indication: "Approval",
    kg.Criterion: "TrialCriterion",
    Missing: "NotFound",
    Conflict: "Conflict",
    Release: "Release",
    Rule: "Rule",
}
_BIOMARKER_NAMES = {kind: cls.__name__ for kind, cls in BIOMARKERS.items()}


def type_of(value: Any) -> str:
    """The name of the object type of a value."""
    if type(value) is kg.Biomarker:
        return _BIOMARKER_NAMES[value.kind]
    return _NAMES[type(value)]
