"""Older releases, opened when a query asks what was known on a day."""

import threading
from collections import OrderedDict
from pathlib import Path

from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.release import Release, known_on, open_release
from oncotrace.server.graphql.errors import NOT_FOUND, Refused
from oncotrace.server.shelf import Shelf

MOST_OPEN = 3


class Older:
    """The older releases that were asked for last. One that nobody reads any more is closed with its last
    reference: a request that has begun keeps its own."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Shelf] = OrderedDict()
        self._lock = threading.Lock()

    def shelf(self, day: str, served: Shelf) -> Shelf:
        """The shelf of the newest release of a day or before; Refused where there is none."""
        home = home_of(served.release)
        try:
            name = known_on(day, home)
        except ReleaseError:
            # Its own message names folders, which are not a client's to know.
            message = f"no release of {day} or before is held here: ask for a later day"
            raise Refused(NOT_FOUND, message) from None
        if name == served.release.name:
            return served
        with self._lock:
            if name not in self._open:
                self._open[name] = Shelf(open_release(name, home, served.release.profile))
            self._open.move_to_end(name)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
            return self._open[name]


def home_of(release: Release) -> Path:
    """Where a release lies among others."""
    return release.path.parent.parent
