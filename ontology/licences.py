"""Licences by how strict they are: a sentence inherits the strictest of its proof.

The data is ``licences.json``.
"""

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


@lru_cache(MOST_SETS)
def inherited(terms: frozenset[tuple[str, bool]]) -> tuple[tuple[str, ...], str, str]:
    """Of these (licence, whether it may be passed on): the licences by name, the strictest and its step; ties
    by name. Empty where there are none."""
    order = list(strictness())
    found = [(order.index(step(*pair)), pair[0], step(*pair)) for pair in terms]
    _, licence, asks = max(found, default=(0, "", ""))
    return tuple(sorted({name for name, _ in terms} - {""})), licence, asks
