"""Global ids and cursors: opaque to clients, and the same from release to release."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

CONFLICT = "conflict/"
RELEASE = "release/"
"""How the ids of nodes begin that are no records."""

Key = tuple[str | int | float, ...]
"""A place in an order; the last part is an id, so that no two are the same."""


@lru_cache(maxsize=100_000)
def global_id(curie: str) -> str:
    """``HGNC:10261`` as an id that no client takes apart."""
    return _shut(curie)


def curie_of(id: str) -> str | None:
    """The CURIE in a global id; None where it is none."""
    curie = _open(id)
    return curie if curie and (":" in curie or "/" in curie) else None


def cursor(key: Key) -> str:
    return _shut(json.dumps(key, ensure_ascii=False, separators=(",", ":")))


def key_of(text: str) -> Key | None:
    """The place that a cursor names; None where it is no cursor of ours."""
    try:
        parts = json.loads(_open(text) or "")
    except (ValueError, RecursionError):
        return None
    whole = isinstance(parts, list) and parts and isinstance(parts[-1], str)
    return tuple(parts) if whole and all(isinstance(p, str | int | float) for p in parts) else None


def _shut(text: str) -> str:
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode("ascii")


def _open(text: str) -> str | None:
    try:
        packed = text.encode("ascii")
        opened = urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)).decode()
    except ValueError:
        return None
    return opened if _shut(opened) == text else None
