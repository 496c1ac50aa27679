"""Genes and signatures of a sentence, each with the class of its change and its own sign.

Genes that follow one another wait for the change that they share (``EGFR, ALK or ROS1 alteration``); a
change that leads (``mutations in KRAS, NRAS``) is given to those that follow; a variant belongs to the
nearest gene. A gene in the name of a drug (``ALK inhibitor``, ``anti-PD-L1``) is no biomarker.
"""

import re
from itertools import pairwise

from oncotrace.loaders.eligibility.changes import change, variant
from oncotrace.loaders.eligibility.genes import DRUG_GAP, gene, leave
from oncotrace.loaders.eligibility.phrases import Carried, Mention, State, names_next
from oncotrace.loaders.eligibility.signs import below, measure, name_famous, score, sign, status
from oncotrace.loaders.eligibility.tokens import Sentence, Token
from oncotrace.loaders.eligibility.words import CONNECTORS, COUNTED, FILLERS, LEADS

__all__ = ["Carried", "Mention", "mentions"]

_ABBREVIATED = 5
"""Words in which ``triple negative breast cancer (TNBC)`` gives its short form."""
_DRUG_BEHIND = frozenset("- specific selective /".split())
_CELLS = frozenset("+ - / ( ) t".split())
_IN_BRACKETS = frozenset("( any either activating oncogenic gene protein".split())
"""Words with which brackets that name the kinds of an alteration may begin."""
_OTHERS_TOO = re.compile(r"\b(?:including|not limited)\b")


def mentions(sentence: Sentence, carried: Carried | None = None) -> list[Mention]:
    """The biomarkers that a sentence names, in order."""
    state = State(sentence, carried or Carried())
    for number, token in enumerate(sentence.tokens):
        match token.kind:
            case "gene":
                gene(state, token, number)
            case "fused" | "triple" | "signature":
                _whole(state, token)
            case "change":
                change(state, token, number)
            case "variant":
                variant(state, token)
            case "sign":
                sign(state, token)
            case "drug" | "before_drug":
                _drug(state, token)
            case "measure":
                measure(state, token)
            case "below":
                below(state, token)
            case "status":
                status(state, token)
            case "score":
                score(state, token)
            case "laboratory":
                _laboratory(state, token)
        state.see(token)
    leave(state)
    name_famous(state)
    return _tidy(state)


def _whole(state: State, token: Token) -> None:
    """What is a biomarker by itself: a fusion's own name, triple-negative, a signature."""
    if token.value.endswith(" ?"):
        _wait_for_state(state, token)
        return
    leave(state)
    state.lead = ()
    if _is_short_form(state, token):
        state.extend(token.last)
        return
    if token.kind == "signature":
        name, told = token.value.split()
        state.add([token._replace(value=name)], "signature", token.last)
        state.found[-1].absent = told == "-"
    else:
        state.add([token], "fusion" if token.kind == "fused" else "expression", token.last)
        for mention in state.found[-len(token.value.split()) :]:
            mention.absent = token.kind == "triple"
            mention.variant = "high" if token.kind == "triple" else ""
    state.group, state.end = [token], token.last


def _wait_for_state(state: State, token: Token) -> None:
    """``MMR``, ``TMB``, ``HRR gene``: a word that follows says whether it is deficient, high or mutated."""
    if names_next(state.sentence, token):
        state.led_from = token.last if state.lead else state.led_from
        return
    if state.lead and state.near(state.led_from, token.first, LEADS | FILLERS | CONNECTORS):
        state.add([token._replace(value=token.value.split()[0])], "signature", state.led_from)
        state.group, state.end = [token], token.last
        return
    if state.waiting and not state.near(state.waiting[-1].last, token.first, CONNECTORS | FILLERS):
        leave(state)
    state.lead = ()
    state.wait(Token("gene", token.value.split()[0], token.first, token.last))


def _is_short_form(state: State, token: Token) -> bool:
    same = bool(state.group) and state.group[-1].value == token.value
    bracket = state.sentence.words[token.first - 1].text == "("
    return same and bracket and token.first - state.end <= _ABBREVIATED


def _drug(state: State, token: Token) -> None:
    """Drop the genes that a word for a drug follows directly, with all of their list."""
    word = state.sentence.words[token.first].lower
    if word.startswith("pathway") and state.lead and state.near(state.led_from, token.first, CONNECTORS, 2):
        state.led_from = state.end = token.last
        return
    if state.waiting and state.near(state.waiting[-1].last, token.first, DRUG_GAP, 4):
        state.waiting = []
    elif state.group and state.near(state.end, token.first, _DRUG_BEHIND, 2):
        classes = {m.change for m in state.members()}
        targeted = word in ("targeted", "directed", "targeting", "inhibitor", "inhibitors")
        if "variant" not in classes and (targeted or classes <= {"mutation"}):
            state.drop()
            state.last_gene = None
    state.lead = ()


def _laboratory(state: State, token: Token) -> None:
    """``CD4 count``, ``CD34+ cells``: cells of the blood are counted, no tumour is described."""
    counted = {g for t in (*state.waiting, *state.group) for g in t.value.split()} & COUNTED
    if not counted:
        return
    if state.waiting and state.near(state.waiting[-1].last, token.first, _CELLS, 3):
        state.waiting = []
    elif state.group and state.near(state.end, token.first, _CELLS, 3):
        state.drop()


def _tidy(state: State) -> list[Mention]:
    """In order, without what the same words say more exactly; with it where others are meant, too."""
    named = {(m.gene, m.at) for m in state.found if m.change == "variant" and m.first <= m.at}
    named |= {(m.gene, m.at) for m in state.found if _is_spelled_out(state, m)}
    if _OTHERS_TOO.search(state.sentence.text):
        own = _with_variant(state)
        named -= {(m.gene, m.at) for m in state.found if m.change == "mutation" and m.at not in own}
    graded = {(m.gene, m.at) for m in state.found if m.change == "expression" and m.variant}
    kept = [
        m
        for m in state.found
        if not (m.change in ("mutation", "alteration") and (m.gene, m.at) in named)
        and not _is_specified(state, m)
        and not (m.change == "expression" and not m.variant and (m.gene, m.at) in graded)
    ]
    return sorted(kept, key=lambda m: m.first)


def _with_variant(state: State) -> set[int]:
    """The places of genes that a variant follows directly: ``mutations, including KRAS G12C``."""
    pairs = [(one, after) for one, after in pairwise(state.sentence.tokens) if after.kind == "variant"]
    return {one.first for one, after in pairs if set(state.sentence.gap(one.last, after.first)) <= {"-"}}


def _is_specified(state: State, alteration: Mention) -> bool:
    """``FGFR2 alteration (fusion or mutation)``: the kinds are not left open, but for examples."""
    after = next((t for t in state.sentence.tokens if t.first > alteration.last), None)
    if alteration.change != "alteration" or after is None or after.kind not in ("gene", "change", "variant"):
        return False
    gap = state.sentence.gap(alteration.last, after.first)
    if gap[:1] != ["("] or not set(gap) <= _IN_BRACKETS:
        return False
    end = state.sentence.text.find(")", state.sentence.words[alteration.last].end)
    return any(
        m.gene == alteration.gene
        and m.change != "alteration"
        and m.last > alteration.last
        and state.sentence.words[m.last].start < end
        for m in state.found
    )


def _is_spelled_out(state: State, mutation: Mention) -> bool:
    """``KRAS mutations (KRAS G12C or KRAS G12D)``: what the brackets behind say more exactly."""
    return mutation.change == "mutation" and any(
        m.change == "variant"
        and m.gene == mutation.gene
        and m.at > mutation.last
        and state.sentence.gap(mutation.last, m.at) == ["("]
        for m in state.found
    )
