"""The release that a server reads: verified as a whole before the first question, replaced while running."""

import logging
import threading
from pathlib import Path

from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.release import Release, current, open_release, verify

log = logging.getLogger("oncotrace")


class Served:
    """The named release of a home, or its current one, followed when another becomes current.

    Requests that have begun keep the release that they got: one is closed only when two newer ones
    have been taken up. While one request verifies a new release, the others go on with the old one; a
    damaged one is never taken up.
    """

    def __init__(self, name: str | None = None, home: Path | None = None) -> None:
        self._fixed = name
        self._home = home
        self._lock = threading.Lock()
        self._refused: str | None = None
        self._before: Release | None = None
        self._held = self._open(name)

    def release(self) -> Release:
        held = self._held
        wanted = self._fixed or current(self._home)
        if wanted in (held.name, None, self._refused) or not self._lock.acquire(blocking=False):
            return held
        try:
            newest = self._open(wanted)
            _close(self._before)
            self._before, self._held = held, newest
        except ReleaseError as error:
            self._refused = wanted
            log.error("going on with release %s: %s", held.name, error)
        finally:
            self._lock.release()
        return self._held

    def close(self) -> None:
        _close(self._before)
        _close(self._held)

    def _open(self, name: str | None) -> Release:
        release = open_release(name, self._home)
        if problems := verify(release):
            raise ReleaseError(f"release {release.name} is damaged: {'; '.join(problems)}; build it again")
        return release


def _close(release: Release | None) -> None:
    if release is not None:
        release.graph.close()
