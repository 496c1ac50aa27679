"""Changes and variants: given to the genes that wait for them, or leading those that follow."""

from oncotrace.loaders.eligibility.genes import leave, sign_before
from oncotrace.loaders.eligibility.phrases import State, names_next
from oncotrace.loaders.eligibility.signs import amount, give
from oncotrace.loaders.eligibility.tokens import Token
from oncotrace.loaders.eligibility.words import CONNECTORS, FILLERS, LEADS

_OF = {"of", "in", "involving", "such", "including"}
_JOINS = {",", "and", "or", "/", "are", "is", ";"}
_SHOWN = frozenset(("by", "using", "via", "with", "("))
_STAINS = frozenset(("ihc", "immunohistochemistry", "staining"))
"""What shows the protein: ``loss of MLH1 by IHC``."""
_STAINED_FUSIONS = frozenset(("ALK", "ROS1", "NTRK1", "NTRK2", "NTRK3"))
"""Genes of which a stained protein tells the fusion; of others it tells the protein."""
_GENES_OF = ("HRR ?", "MMR ?")
"""Signatures whose genes may be mutated."""
_NEXT = 3
"""Words behind a variant in which a change is of it."""
_EXONS_OF = frozenset(("EGFR", "ERBB2"))
"""Genes of which a list may have the change of an exon in common (``EGFR or HER2 exon 20 insertion``)."""
_FURTHEST_TARGET = 3
"""Words behind a drug's target in which a variant is still the target's (``KRAS inhibitor (G12C)``)."""
_NAMED_FURTHER = ("fusion", "amplification", "deletion")
"""Classes that say more than ``mutation`` (``ALK fusion variants``)."""
_LESS = ("mutation", "alteration")
_OF_GENE = frozenset(("gene", "genes"))
_ADJECTIVES = frozenset("mutation fusion amplification expression deletion methylation alteration".split())


def change(state: State, token: Token, number: int) -> None:
    """Take up the change that is the token of that number."""
    if token.value == "exon mutation":
        if _is_of_met(state):
            variant(state, token._replace(value="exon 14"))
            return
        token = token._replace(value="mutation")
    stain = state.sentence.words[token.last].lower in _STAINS
    if stain and state.waiting and sign_before(state):
        leave(state)
    elif state.waiting and state.near(state.waiting[-1].last, token.first, _BETWEEN):
        give(state, token)
    elif _leads(state, token, number):
        joined = state.lead and state.near(state.led_from, token.first, CONNECTORS, 2)
        state.lead = (*state.lead, token.value) if joined else (token.value,)
        state.group, state.led_from, state.end = [], token.last, token.last
    elif state.group and state.near(state.end, token.first, _FURTHER, 5):
        _also(state, token)
    elif not stain and not state.group and _is_of_heading(state, token):
        _give_heading(state, token, token.value)


_BETWEEN = FILLERS | CONNECTORS | {"must", "should", "be"}
_FURTHER = (FILLERS | CONNECTORS | {"including"}) - {"other", "another"}


def _is_of_heading(state: State, token: Token) -> bool:
    """``MET: * amplification``: a bullet that begins with a change of the one gene of its heading."""
    named = any(other.kind in ("gene", "fused", "signature", "drug") for other in state.sentence.tokens)
    return len(state.carried.genes) == 1 and not named and state.near(-1, token.first, FILLERS)


def _give_heading(state: State, token: Token, change: str, variant: str = "") -> None:
    """Give a change to the genes of the heading."""
    own = Token("gene", " ".join(state.carried.genes), token.first, token.first)
    state.add([own], change, token.last, variant)
    state.group, state.end = [own], token.last


def _is_of_met(state: State) -> bool:
    """A mutation of an exon is named no further, but for the one of MET, which is skipping."""
    return any(listed and listed[-1].value == "MET" for listed in (state.waiting, state.group))


def _leads(state: State, token: Token, number: int) -> bool:
    """Whether the change stands before its genes: ``mutations in``, ``mutant KRAS``."""
    after = state.sentence.tokens[number + 1] if number + 1 < len(state.sentence.tokens) else None
    if after is not None and after.kind == "change":
        joined = after.first > token.last + 1 and state.near(token.last, after.first, CONNECTORS, 2)
        return joined and not state.group and _leads(state, after, number + 1)
    named = after is not None and (after.kind == "gene" or _is_of_genes(state, after))
    if after is None or not (named or names_next(state.sentence, after)):
        return False
    gap = state.sentence.gap(token.last, after.first)
    if state.group and state.end == token.first - 1 and not _OF & set(gap):
        return False
    gap = [word for word in gap if not word.isdigit()]
    led = len(gap) <= 14 and not _JOINS & set(gap[:1]) and ")" not in gap
    return (led and set(gap) <= LEADS | FILLERS) or state.introduces(token.last, after.first)


def _is_of_genes(state: State, token: Token) -> bool:
    """``HRR genes``: a signature by the genes that are mutated."""
    said = {word.lower for word in state.sentence.words[token.first : token.last + 2]}
    return token.value in _GENES_OF and bool(said & _OF_GENE)


def _also(state: State, token: Token) -> None:
    """A further change of the same genes; one right behind another says it more exactly."""
    directly = set(state.sentence.gap(state.end, token.first)) <= _OF_GENE
    of_last = directly and state.lead and not (state.lead == ("deletion",) and token.value == "expression")
    whole, state.group = state.group, state.group[-1:] if of_last else state.group
    mine, state.group = state.members(), whole
    named = any(m.change == "variant" for m in mine)
    closed = any(m.change == "signature" or m.absent for m in mine) or " -" in whole[-1].value
    less = directly and token.value in _LESS and any(m.change in _NAMED_FURTHER for m in mine)
    stained = token.value == "expression" and state.sentence.words[token.last].lower in _STAINS
    lost = bool(mine) and all(m.change == "deletion" for m in mine)
    shown = stained and not lost and bool(_SHOWN & set(state.sentence.gap(state.end, token.first)))
    if shown and state.sign and not _STAINED_FUSIONS & {m.gene for m in mine}:
        for mention in mine:
            if (mention.change, mention.last) == ("alteration", state.sign.last):
                mention.change = "expression"
    if closed or less or shown or (stained and named):
        pass
    elif stained and lost:
        for mention in mine:
            mention.change, mention.last = "expression", token.last
    elif directly and mine and not named and token.value in _ADJECTIVES:
        for mention in mine:
            mention.change, mention.last = token.value, token.last
    elif not all(t.kind == "fused" for t in whole) and not (
        named and not _JOINS & set(state.sentence.gap(state.end, token.first))
    ):
        state.add(whole, token.value, token.last, amount(state, token))
    state.end = token.last


def variant(state: State, token: Token) -> None:
    """Give a variant to the gene before it, to the heading's, or let it wait for one."""
    before = [word.lower for word in state.sentence.words[max(0, token.first - 2) : token.first]]
    if before == ["non", "-"] or before[-1:] == ["non"]:
        if state.waiting:
            _name_others(state, token)
    elif state.waiting and state.near(state.waiting[-1].last, token.first, FILLERS | CONNECTORS):
        _name(state, token)
    elif state.last_gene and state.last_gene == state.target and _is_far(state.target, token):
        return
    elif known := state.last_gene or (state.waiting[-1] if state.waiting else None):
        _name_again(state, known, token)
    elif state.carried.genes:
        _give_heading(state, token, "variant", token.value)
    else:
        state.early.append(token)


def _name_others(state: State, token: Token) -> None:
    """``KRAS non-G12C mutations``: other variants are meant, and the one that is named is not."""
    other = state.waiting[-1]
    give(state, token._replace(value=_behind(state, token) or "mutation"))
    state.add([other], "variant", token.last, token.value)
    for mention in state.found[-len(other.value.split()) :]:
        mention.first = token.first


def _is_far(target: Token, token: Token) -> bool:
    return token.first - target.last > _FURTHEST_TARGET


def _name(state: State, token: Token) -> None:
    """A variant belongs to the gene before it; one of an exon, to those of the list that have it, too."""
    *others, own = state.waiting
    sign = sign_before(state)
    if sign and "," in state.sentence.gap(sign.last, state.waiting[0].first):
        sign = None
    if others and sign:
        state.waiting = others
        leave(state)
        others, sign = [], None
    state.add([own], "variant", token.last, token.value)
    if sign:
        for mention in state.found[-len(own.value.split()) :]:
            mention.first, mention.absent = min(mention.first, sign.first), sign.value != "+"
    shared = token.value.startswith("exon") and own.value in _EXONS_OF
    alike = [gene for gene in others if shared and gene.value in _EXONS_OF]
    state.add(alike, "variant", token.last, token.value)
    state.add([g for g in others if g not in alike], _behind(state, token) or "mutation", token.last)
    state.group, state.waiting, state.end, state.last_gene = [own], [], token.last, own
    if _next(state, token, "sign"):
        state.group = [*others, own]


def _next(state: State, token: Token, kind: str) -> bool:
    return any(after.kind == kind and after.first == token.last + 1 for after in state.sentence.tokens)


def _behind(state: State, token: Token) -> str:
    """The change right behind a variant, which a list shares (``ROS1 or BRAF V600E aberrations``)."""
    for after in state.sentence.tokens:
        if after.first > token.last:
            return after.value if after.kind == "change" and after.first - token.last <= _NEXT else ""
    return ""


def _name_again(state: State, known: Token, token: Token) -> None:
    """A further variant of a gene; ``KRAS mutation other than G12C`` speaks of two things."""
    state.add([known], "variant", token.last, token.value)
    if state.negation and known.last < state.negation.first:
        state.found[-1].first = token.first
    state.group, state.waiting, state.end = [known], [], token.last
    state.led_from = max(state.led_from, token.last)
