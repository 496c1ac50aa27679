"""Lists as connections: a page of a keyset, with the count of all.

A cursor holds the place of a node in the order of its list, not its number: it stays good when nodes are
added or removed before it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from oncotrace.server.graphql.errors import BAD_VALUE, TOO_LARGE, Refused
from oncotrace.server.graphql.ids import Key, cursor, key_of
from oncotrace.server.graphql.told import argument, kind, plain

T = TypeVar("T")

FIRST = 20
MOST = 200
"""Nodes on a page."""

First = Annotated[int, argument(f"At most so many nodes, 1 to {MOST}", "10")]
After = Annotated[str | None, argument("The cursor after which the page begins", "WyJIR05DOjEwMjYxIl0")]


class Page:
    """A page of a list: its nodes with their places, and how many there are on all pages."""

    __slots__ = ("keys", "matches", "more", "nodes", "since", "total_count")

    def __init__(
        self, nodes: Sequence[Any], keys: Sequence[Key], total_count: int, since: bool, more: bool
    ) -> None:
        self.nodes = nodes
        self.keys = keys
        self.total_count = total_count
        self.since = since
        self.more = more
        self.matches: Sequence[Any] = ()
        """Of statements: how each was matched by the filter."""

    @property
    def edges(self) -> "list[Link]":
        matches = self.matches or (None,) * len(self.nodes)
        return [Link(cursor(k), n, m) for k, n, m in zip(self.keys, self.nodes, matches, strict=True)]

    @property
    def page_info(self) -> "Page":
        return self

    @property
    def has_next_page(self) -> bool:
        return self.more

    @property
    def has_previous_page(self) -> bool:
        return self.since

    @property
    def start_cursor(self) -> str | None:
        return cursor(self.keys[0]) if self.keys else None

    @property
    def end_cursor(self) -> str | None:
        return cursor(self.keys[-1]) if self.keys else None


class Link:
    """A node with its place."""

    __slots__ = ("cursor", "match", "node")

    def __init__(self, cursor: str, node: Any, match: Any) -> None:
        self.cursor = cursor
        self.node = node
        self.match = match


def page(items: Iterable[T], key: Callable[[T], Key], first: int, after: str | None) -> Page:
    """The page of these items, ordered by their keys."""
    placed = sorted(((key(item), item) for item in items), key=lambda pair: pair[0])
    start = _after(after)
    begun = [pair for pair in placed if _follows(pair[0], start)] if start else placed
    shown = begun[: checked(first)]
    return Page(
        [item for _, item in shown],
        [place for place, _ in shown],
        len(placed),
        len(begun) < len(placed),
        len(shown) < len(begun),
    )


def page_of_ids(ids: Iterable[str], first: int, after: str | None) -> Page:
    """The same of ids, ordered by themselves: a list of tens of thousands costs little."""
    ordered = sorted(set(ids))
    start = _after(after)
    if start and not isinstance(start[0], str):
        raise _other_list()
    begin = bisect_right(ordered, str(start[0])) if start else 0
    shown = ordered[begin : begin + checked(first)]
    more = begin + len(shown) < len(ordered)
    return Page(shown, [(id,) for id in shown], len(ordered), begin > 0, more)


def checked(first: int) -> int:
    if not 1 <= first <= MOST:
        raise Refused(TOO_LARGE, f"first is {first}: a page has 1 to {MOST} nodes; page on with after")
    return first


def _after(text: str | None) -> Key | None:
    if text is None:
        return None
    key = key_of(text)
    if key is None:
        raise Refused(BAD_VALUE, f"after is {text[:40]!r}, which is no cursor: take endCursor of a page")
    return key


def _follows(place: Key, start: Key) -> bool:
    try:
        return place > start
    except TypeError:
        raise _other_list() from None


def _other_list() -> Refused:
    return Refused(BAD_VALUE, "after is a cursor of another list: take endCursor of this one")


@kind("Where a page lies in its list", '{"hasNextPage": true}')
class PageInfo:
    has_next_page: bool = plain("Whether there are nodes after this page", "true")
    has_previous_page: bool = plain("Whether there are nodes before this page", "false")
    start_cursor: str | None = plain("The cursor of the first node", "WyJIR05DOjEwMjYxIl0")
    end_cursor: str | None = plain("The cursor of the last node: give it as after", "WyJIR05DOjEwMjYxIl0")


@kind("A node in a list", '{"cursor": "WyJIR05DOjEwMjYxIl0"}')
class Edge(Generic[T]):
    cursor: str = plain("The place of the node in the list", "WyJIR05DOjEwMjYxIl0")
    node: T = plain("The node", '{"curie": "HGNC:10261"}')


@kind("A page of a list", '{"totalCount": 1}')
class Connection(Generic[T]):
    total_count: int = plain("How many nodes there are on all pages", "12")
    page_info: PageInfo = plain("Where the page lies in its list", '{"hasNextPage": true}')
    edges: list[Edge[T]] = plain(
        "The nodes of the page with their cursors", '[{"node": {"id": "SEdOQzoxMDI2MQ"}}]'
    )
    nodes: list[T] = plain("The nodes of the page", '[{"id": "SEdOQzoxMDI2MQ"}]')
