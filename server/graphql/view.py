"""From where a query sees the graph: a release, a day, and what both hold ready."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.kg.reader import Reader
from oncotrace.kg.release import Release
from oncotrace.server.graphql.errors import TOO_SLOW, Refused
from oncotrace.server.shelf import Shelf

T = TypeVar("T")

MOST_READY = 16
"""Lists that are kept ready for a release."""


class Ready:
    """Lists over a whole release that take long to make (all conflicts of a day), the newest kept."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, ...], object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > MOST_READY:
                self._made.popitem(last=False)
        return made


@dataclass(slots=True)
class View:
    """A release seen as of a day. One for each root field of a request that names its own."""

    shelf: Shelf
    graph: Graph
    as_of: str
    today: str
    ready: Ready
    deadline: float
    """On the monotonic clock."""
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = Reader(self.graph)

    @property
    def release(self) -> Release:
        return self.shelf.release

    @property
    def names(self) -> Names:
        return self.shelf.release.names

    def go_on(self) -> None:
        """Refused where the time of the request is over."""
        if time.monotonic() > self.deadline:
            raise Refused(TOO_SLOW, "the query took too long: ask for less, or for shorter pages", status=503)


def too_slow(error: BaseException) -> bool:
    """Whether an error says that the time is over; then nothing else need be tried."""
    return isinstance(error, Refused) and error.code == TOO_SLOW


Open = Callable[[str | None], tuple[Shelf, Graph, Ready]]
"""The release that was known on a day, or the one that is served."""


class Request:
    """What the fields of one request share: the views of its root fields."""

    def __init__(self, open: Open, today: str, deadline: float) -> None:
        self._open = open
        self._today = today
        self._deadline = deadline
        self.views: dict[str, View] = {}
        """By the response name of the root field."""
        self._made: dict[tuple[str, str | None], View] = {}

    def view(self, as_of: str | None, known_on: str | None) -> View:
        key = (as_of or self._today, known_on)
        if key not in self._made:
            shelf, graph, ready = self._open(known_on)
            self._made[key] = View(shelf, graph, key[0], self._today, ready, self._deadline)
        return self._made[key]
