"""The end at which a gene usually sits in its fusions (``fusion_ends.json`` says why)."""

from functools import cache

from oncotrace.ontology.data import load

THREE_PRIME = "3prime"
FIVE_PRIME = "5prime"


@cache
def ends() -> dict[str, str]:
    """``3prime`` or ``5prime`` by approved gene symbol."""
    table = load("oncotrace.ontology", "fusion_ends.json")
    found = dict.fromkeys(table["three_prime"], THREE_PRIME) | dict.fromkeys(table["five_prime"], FIVE_PRIME)
    return found | {entry["symbol"]: entry["end"] for entry in table["reviewed"]}


def usual_end(symbol: str) -> str:
    """``3prime`` (ROS1), ``5prime`` (FGFR2) or the empty string where we cannot tell."""
    return ends().get(symbol, "")
