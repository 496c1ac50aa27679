"""Evidence scales: which levels there are, what they mean, and how sure a sentence may sound.

The data is ``scales.json``. A level is named ``scheme:code`` (``civic:A``, ``amp:I-A``, ``escat:I-A``).
"""

from collections.abc import Iterable
from functools import cache

from oncotrace.ontology.data import load
from oncotrace.ontology.plain import dataclass


@dataclass(slots=True, frozen=True)
class Level:
    """A level of evidence."""

    scheme: str
    code: str
    order: int
    """1 is the strongest of its scale. Orders of two scales do not compare; hedges do."""
    meaning: str
    hedge: str
    """A key of ``hedges()``."""
    link: str

    @property
    def name(self) -> str:
        return f"{self.scheme}:{self.code}"


@dataclass(slots=True, frozen=True)
class Scale:
    """A scheme of levels."""

    scheme: str
    title: str
    version: str
    link: str
    levels: tuple[Level, ...]


@cache
def _data() -> tuple[dict[str, str], dict[str, Scale]]:
    raw = load("oncotrace.ontology", "scales.json")
    scales = {}
    for entry in raw["scales"]:
        scheme, link = entry["scheme"], entry["link"]
        levels = tuple(Level(scheme=scheme, link=link, **level) for level in entry["levels"])
        scales[scheme] = Scale(scheme, entry["title"], entry["version"], link, levels)
    return raw["hedges"], scales


def scales() -> dict[str, Scale]:
    """Every scale by its scheme."""
    return _data()[1]


def hedges() -> dict[str, str]:
    """Hedge words by key, the surest first: ``known`` is "is known to"."""
    return _data()[0]


@cache
def levels() -> dict[str, Level]:
    """Every valid level by its name; ``amp:I-C`` is none, because tier I has no level C."""
    return {level.name: level for scale in scales().values() for level in scale.levels}


def surest(names: Iterable[str]) -> Level | None:
    """The level that lets a sentence sound surest; None without levels. KeyError where one is invalid."""
    rank = {key: position for position, key in enumerate(hedges())}
    found = [levels()[name] for name in names]
    return min(found, key=lambda level: (rank[level.hedge], level.order, level.name), default=None)


def hedge(names: Iterable[str]) -> str:
    """The words of the surest level; without a level nothing is known."""
    level = surest(names)
    return hedges()[level.hedge if level else "unknown"]
