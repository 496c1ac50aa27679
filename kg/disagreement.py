"""Where statements on one proposition disagree: the one notion that checks, queries and answers share.

Two kinds. *Direction*: one source supports a word (sensitivity) that another disputes. *Sign*: two
words that cannot both hold (``ontology.terms.OPPOSED``) are both supported. Disputing a word supports
none: not to resist is not yet to respond.
"""

from collections import defaultdict
from collections.abc import Iterable

from oncotrace.kg.records import Evidence
from oncotrace.ontology.plain import dataclass
from oncotrace.ontology.terms import OPPOSED


@dataclass(slots=True)
class Side:
    """The statements of a proposition that say the same: one word, supported or disputed."""

    significance: str
    direction: str
    statements: list[Evidence]

    @property
    def documents(self) -> list[str]:
        """The documents behind them, each once: two rows of one paper are one paper."""
        return sorted({d for s in self.statements for d in s.documents})


def sides(statements: Iterable[Evidence]) -> list[Side]:
    """The sides of a disagreement on one proposition, sorted; empty where there is none.

    Statements that contradict no other are left out.
    """
    said: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: s.id):
        said[statement.significance, statement.direction].append(statement)
    groups = [Side(significance, direction, of) for (significance, direction), of in sorted(said.items())]
    return [side for side in groups if any(kind(side, other) for other in groups)]


def kind(one: Side, other: Side) -> str:
    """How two sides contradict each other: ``direction``, ``sign``, or empty where they do not."""
    if one.significance == other.significance:
        return "direction" if one.direction != other.direction else ""
    both_support = one.direction == other.direction == "supports"
    return "sign" if both_support and opposed(one.significance, other.significance) else ""


def kinds(found: list[Side]) -> tuple[str, ...]:
    """The kinds of disagreement among these sides, each once, sorted."""
    return tuple(sorted({k for a in found for b in found if (k := kind(a, b))}))


def opposed(one: str, other: str) -> bool:
    """Whether two significances cannot both hold."""
    return other in OPPOSED.get(one, ()) or one in OPPOSED.get(other, ())
