"""Descriptions with an example: every type, field and argument of the schema has one."""

from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

import strawberry

T = TypeVar("T")


def told(text: str, example: str) -> str:
    """A description as the schema prints it."""
    return f"{text}. Example: `{example}`."


@dataclass_transform(kw_only_default=True)
def kind(text: str, example: str, name: str | None = None) -> Callable[[type[T]], type[T]]:
    """An object type."""
    return strawberry.type(name=name, description=told(text, example))


@dataclass_transform(kw_only_default=True)
def interface(text: str, example: str) -> Callable[[type[T]], type[T]]:
    return strawberry.interface(description=told(text, example))


@dataclass_transform(kw_only_default=True)
def given(text: str, example: str) -> Callable[[type[T]], type[T]]:
    """An input type."""
    return strawberry.input(description=told(text, example))


def asked(text: str, example: str, of: Any = None) -> Any:
    """A field of an input type; null where not given."""
    return strawberry.field(description=told(text, example), default=None, graphql_type=of)


def argument(text: str, example: str, of: Any = None) -> Any:
    """An argument of a field; stands in ``Annotated``."""
    return strawberry.argument(description=told(text, example), graphql_type=of)


def plain(text: str, example: str, of: Any = None) -> Any:
    """A field that is an attribute of the value."""
    return strawberry.field(description=told(text, example), graphql_type=of)


def unset_is_null(value: Any, name: str) -> Any:
    """An attribute as the schema shows it: a record keeps what is not known as an empty text."""
    found = getattr(value, name)
    return None if found == "" else found
