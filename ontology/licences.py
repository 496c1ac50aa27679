"""Licences by how strict they are: a sentence inherits the strictest of its proof.

The data is ``licences.json``.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from oncotrace.ontology.data import load

RESEARCH, UNSTATED = "research", "unstated"

MOST_SETS = 1_000
"""Sets of licences whose strictest is kept: sentences rest on a few dozen."""


@cache
def _data() -> tuple[dict[str, str], dict[str, str]]:
    raw = load("oncotrace.ontology", "licences.json")
    return raw["strictness"], raw["licences"]


def strictness() -> dict[str, str]:
    """What each step of strictness asks, the mildest first."""
    return _data()[0]


def step(licence: str, redistributable: bool = True) -> str:
    """The step of a licence; ``research`` at least where its source must not be passed on."""
    found = _data()[1].get(licence, UNSTATED)
    return found if redistributable else max(found, RESEARCH, key=list(strictness()).index)


def strictest(licences: Iterable[tuple[str, bool]]) -> tuple[str, str]:
    """The strictest of these (licence, whether it may be passed on) and its step; ties by name. Two empty
    texts where there are none."""
    return _strictest(frozenset(licences))


@lru_cache(MOST_SETS)
def _strictest(licences: frozenset[tuple[str, bool]]) -> tuple[str, str]:
    order = list(strictness())
    found = [(order.index(step(*pair)), pair[0], step(*pair)) for pair in licences]
    return max(found)[1:] if found else ("", "")
