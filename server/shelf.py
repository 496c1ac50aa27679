"""What a server keeps of one release: addresses, holdings, decoded records and finished pages."""

import gzip
import threading
from collections import OrderedDict
from functools import cached_property

from oncotrace.answers.wording import date_words
from oncotrace.kg.release import Release
from oncotrace.kg.remembering import Remembering
from oncotrace.queries.holdings import Holdings, holdings
from oncotrace.server.addresses import Addresses

MOST_BYTES = 64 * 1024 * 1024
"""Of finished pages that are kept in memory."""


PACKED = 3
"""How hard pages are packed: half the time of 5 for a sixth more bytes, and somebody waits for the first."""

Headers = tuple[tuple[bytes, bytes], ...]
"""As they go out: names in lower case, each with its value."""


class Kept:
    """A finished page, plain and packed."""

    def __init__(self, body: bytes, headers: Headers) -> None:
        packed = gzip.compress(body, PACKED, mtime=0)
        varying = (*headers, (b"vary", b"Accept-Encoding"))
        self.plain = (*varying, _length(body)), body
        self.packed = (*varying, (b"content-encoding", b"gzip"), _length(packed)), packed
        self.size = len(body) + len(packed)


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()


class Pages:
    """Finished pages by key, the least recently used dropped first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Kept | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], body: bytes, headers: Headers) -> Kept:
        made = Kept(body, headers)
        with self._lock:
            if (old := self._kept.pop(key, None)) is not None:
                self._size -= old.size
            self._kept[key] = made
            self._size += made.size
            while self._size > self._most and len(self._kept) > 1:
                self._size -= self._kept.popitem(last=False)[1].size
        return made

    def __len__(self) -> int:
        return len(self._kept)


class Shelf:
    """One release as a server holds it."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.pages = Pages()
        self.graph = release.remembering
        self.beyond = Remembering(release.beyond) if release.beyond is not None else None

    def prepare(self) -> None:
        """Make what every page needs, so that no reader waits for it."""
        _ = self.addresses, self.holdings

    @cached_property
    def built(self) -> str:
        """The day of the release in words."""
        return date_words(str(self.release.manifest["created"])[:10])

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.release.names)

    @cached_property
    def holdings(self) -> Holdings:
        return holdings(self.graph)
