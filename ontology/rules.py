"""Inference rules as data (``rules.json``): every derived conclusion names one of them."""

from dataclasses import dataclass
from functools import cache

from oncotrace.ontology.data import load

EFFECTS = {
    "infers": "a new conclusion follows",
    "ranks": "says which of several conclusions leads",
    "refuses": "a conclusion that looks right is not drawn",
}
"""What a rule does."""


@dataclass(slots=True, frozen=True)
class Rule:
    id: str
    """``ot:rule-partner-to-any``."""
    effect: str
    """One of ``EFFECTS``."""
    sentence: str
    """The rule in plain words, fit to print in an answer."""
    formal: str
    """Premises and conclusion over the predicates of the ontology."""
    because: str
    links: tuple[str, ...]


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the file."""
    raw = load("oncotrace.ontology", "rules.json")["rules"]
    return {entry["id"]: Rule(**{**entry, "links": tuple(entry["links"])}) for entry in raw}
