"""Fields of the schema that are worked out.

``computed``: a function of one value alone. ``linked``: a walk over the graph, which is given all values of
a level at once, so that the number of graph calls depends on the depth of a query and not on its rows.
``rooted``: a field of the query itself, which says from where all below it is seen.

The keyword arguments of a function are the arguments of its field. ``plan`` calls the functions directly;
strawberry's own execution reaches them through the resolvers that are made here, one value at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, NamedTuple

import strawberry
from graphql.pyutils import Path

from oncotrace.server.graphql.told import argument, told
from oncotrace.server.graphql.view import Request
from oncotrace.server.graphql.words import Day

Each = Callable[[Any], Any]
"""``each(value)``: the field of one value."""

Walk = Callable[..., Sequence[Any]]
"""``walk(values, view, **arguments)``: a result for each value, in their order."""

Root = Callable[..., Any]
"""``root(view, **arguments)``."""

AsOf = Annotated[str | None, argument("What was true on this day; else today", "2020-01-31", of=Day | None)]
KnownOn = Annotated[
    str | None,
    argument(
        "Read the newest release of this day or before; else the one served", "2026-11-24", of=Day | None
    ),
]


def computed(each: Each, text: str, example: str, of: Any = None) -> Any:
    def resolve(self: Any) -> Any:
        return each(self)

    return _field(resolve, Functions(each=each), [_SELF], text, example, of)


def linked(walk: Walk, text: str, example: str, of: Any = None) -> Any:
    def resolve(self: Any, info: strawberry.Info, **arguments: Any) -> Any:
        request: Request = info.context
        return walk([self], request.views[_root(info.path)], **arguments)[0]

    own = _arguments(walk, 2)
    return _field(resolve, Functions(walk=walk), [_SELF, _INFO, *own], text, example, of)


def rooted(root: Root, text: str, example: str, of: Any = None) -> Any:
    def resolve(info: strawberry.Info, **arguments: Any) -> Any:
        return at_root(root, arguments, info.context, _root(info.path))

    own = _arguments(root, 1)
    return _field(resolve, Functions(root=root), [_INFO, *own, *_TIME], text, example, of)


def at_root(root: Root, arguments: Mapping[str, Any], request: Request, key: str) -> Any:
    """The value of a root field; all below it is seen from the view that its arguments name."""
    own = dict(arguments)
    view = request.view(own.pop("as_of"), own.pop("known_on"))
    request.views[key] = view
    return root(view, **own)


class Functions(NamedTuple):
    """What a resolver made here stands for: one of the three."""

    each: Each | None = None
    walk: Walk | None = None
    root: Root | None = None


def functions(resolver: Any) -> Functions:
    """The function behind a resolver; of any other resolver, none."""
    found = getattr(resolver, "functions", None)
    return found if isinstance(found, Functions) else Functions()


_SELF = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
_INFO = Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info)
_TIME = [
    Parameter("as_of", Parameter.KEYWORD_ONLY, default=None, annotation=AsOf),
    Parameter("known_on", Parameter.KEYWORD_ONLY, default=None, annotation=KnownOn),
]


def _arguments(function: Callable[..., Any], before: int) -> list[Parameter]:
    parameters = list(signature(function).parameters.values())[before:]
    return [p.replace(kind=Parameter.KEYWORD_ONLY) for p in parameters]


def _field(
    resolve: Any, functions: Functions, shape: list[Parameter], text: str, example: str, of: Any
) -> Any:
    resolve.__signature__ = Signature(shape)
    resolve.functions = functions
    return strawberry.field(resolver=resolve, description=told(text, example), graphql_type=of)


def _root(path: Path) -> str:
    while path.prev is not None:
        path = path.prev
    return str(path.key)
