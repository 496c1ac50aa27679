"""The release that a server reads: verified as a whole before the first question, replaced while running."""

import logging
import threading
from itertools import count
from pathlib import Path

from oncotrace.kg.errors import OncotraceError, ReleaseError
from oncotrace.kg.licensing import PUBLIC
from oncotrace.kg.release import Release, current, endpoint, open_served
from oncotrace.server import answer_page
from oncotrace.server.asked import View, by_ids, in_words
from oncotrace.server.operation import note_release
from oncotrace.server.pages import templates
from oncotrace.server.shelf import Shelf
from oncotrace.server.texts import EXAMPLES

log = logging.getLogger("oncotrace")

LOOKS_EVERY = 1.0
"""Seconds between two looks at which release is current."""

BROADEST = 8
"""Cancers whose pages are made before the first reader comes."""

LOOKS_AGAIN = 60
"""At every such look a refused release is read again: on shared storage not all of it may have been there."""


class Served:
    """The named release of a home, or its current one, followed when another becomes current.

    A thread of its own looks for a new release and verifies all of it; requests never wait for that.
    Requests that have begun keep the release that they got: it is closed when the last one lets go of it.
    One that is damaged, or not all there yet, is not taken up. Of an endpoint, the newest release at the
    start is kept.
    """

    def __init__(
        self, name: str | None = None, home: Path | None = None, licence_profile: str = PUBLIC
    ) -> None:
        self._follows = name is None and endpoint() is None
        self._home = home
        self._profile = licence_profile
        self._refused: str | None = None
        self._looking = threading.Lock()
        self._closed = threading.Event()
        self._held = self._open(name)
        self._behind = threading.Thread(target=self._follow, name="new releases", daemon=True)
        self._behind.start()

    def release(self) -> Release:
        """The release to read now."""
        return self._held.release

    def shelf(self) -> Shelf:
        """The same with what is kept of it, ready for pages."""
        return self._held

    def take_up(self) -> None:
        """Take up the current release where it is another one and whole; else say why and go on."""
        if not self._follows:
            return
        with self._looking:
            try:
                wanted = current(self._home)
                if wanted not in (self._held.release.name, self._refused, None):
                    self._refused = wanted
                    self._held = self._open(wanted)
                    self._refused = None
            except (OncotraceError, OSError) as error:
                log.error("going on with release %s: %s", self._held.release.name, error)
            except Exception:
                # A fault of ours that the new release brings to light. It must not end the thread that looks.
                log.exception("going on with release %s", self._held.release.name)

    def close(self) -> None:
        self._closed.set()
        self._behind.join()
        self._held.release.close()

    def _follow(self) -> None:
        for look in count(1) if self._follows else ():
            if self._closed.wait(LOOKS_EVERY):
                return
            if look % LOOKS_AGAIN == 0:
                self._refused = None
            self.take_up()

    def _open(self, name: str | None) -> Shelf:
        release = verified(name, self._home, self._profile)
        shelf = Shelf(release)
        if endpoint() is None:
            # What is made once is made here, and a release that cannot answer is not taken up.
            shelf.prepare()
            in_words(shelf, EXAMPLES[0], View(today=str(release.manifest["created"])[:10]))
            try:
                make_broadest(shelf)
            except Exception:
                log.exception("the first pages of release %s will be slow", release.name)
        note_release(release.name)
        return shelf


def make_broadest(shelf: Shelf) -> None:
    """What makes the pages of the cancers on which most is held, thrown away: they read most of what later
    pages need, so that no reader waits for it."""
    for name in ("answer.html", "base.html", "form.html"):
        templates().get_template(name)
    view = View(today=str(shelf.release.manifest["created"])[:10])
    for cancer, _ in shelf.holdings.cancers.most_common(BROADEST):
        answer_page.values(shelf, by_ids(shelf, view, cancer=cancer), view, path="")


def verified(name: str | None, home: Path | None, licence_profile: str) -> Release:
    """The named release, else the current one, all of it looked at; ReleaseError where it is damaged."""
    release = open_served(name, home, licence_profile)
    if problems := release.problems():
        raise ReleaseError(f"release {release.name} is damaged: {'; '.join(problems)}; build it again")
    assert release.graph and release.names  # opened here, so that no request meets what cannot be opened
    return release
