"""Every rule is complete, and speaks of predicates and classes that exist."""

import re

import pytest

from oncotrace.ontology import terms
from oncotrace.ontology.rules import EFFECTS, Rule, rules

EXPECTED = {
    "ot:rule-partner-to-any": "infers",
    "ot:rule-variant-to-gene": "infers",
    "ot:rule-or-member": "infers",
    "ot:rule-and-profile": "refuses",
    "ot:rule-descendant-inherits": "infers",
    "ot:rule-narrower-shown": "infers",
    "ot:rule-any-solid-tumour": "infers",
    "ot:rule-approved-elsewhere": "infers",
    "ot:rule-specific-outranks": "ranks",
    "ot:rule-level-outranks": "ranks",
    "ot:rule-class-proves-nothing": "refuses",
}


def test_these_are_the_rules_and_what_they_do() -> None:
    assert {rule.id: rule.effect for rule in rules().values()} == EXPECTED
    assert set(EXPECTED.values()) == EFFECTS.keys()


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule.sentence.endswith(".")
    assert rule.because.endswith(".")
    assert rule.links
    assert all(link.startswith(("https://", "http://purl.obolibrary.org/")) for link in rule.links)


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_sentence_fits_an_answer(rule: Rule) -> None:
    """No gene, drug, number or jargon, and never an instruction."""
    assert not re.search(r"\d|[A-Z]{3,}|\byou should\b|=>", rule.sentence)
    assert len(rule.sentence.split()) <= 30


def test_a_refusal_draws_no_conclusion() -> None:
    for rule in rules().values():
        assert ("=/=>" in rule.formal) == (rule.effect == "refuses"), rule.id
        assert re.search(r"(?<!/)=>|=/=>", rule.formal), rule.id


def test_the_formal_readings_use_words_of_the_ontology() -> None:
    derived = {"about", "applies", "covers", "scope", "inForce", "asked", "shown", "offLabel", "direct",
               "derived", "before", "similar", "any"}  # fmt: skip
    known = set(terms.CLASSES) | {name.partition(":")[2] for name in terms.OWN_PROPERTIES} | derived
    for rule in rules().values():
        used = set(re.findall(r"\b([A-Za-z]+)\+?\(", rule.formal))
        assert used <= known, rule.id
