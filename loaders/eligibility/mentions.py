"""Genes and signatures of a sentence, each with the class of its change and its own sign.

Genes that follow one another wait for the change that they share (``EGFR, ALK or ROS1 alteration``); a
change that leads (``mutations in KRAS, NRAS``) is given to those that follow; a variant belongs to the
nearest gene. A gene in the name of a drug (``ALK inhibitor``, ``anti-PD-L1``) is no biomarker.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from oncotrace.loaders.eligibility.tokens import Sentence, Token
from oncotrace.loaders.eligibility.words import CONNECTORS, COUNTED, EXPRESSED, FAMOUS, FILLERS, LEADS, SUPPRESSORS

_LONGEST_GAP = 9
"""Words between a gene and its change; further apart they are not one phrase."""
_DRUG_GAP = frozenset(
    "- / specific selective ) ( , and or other antigen receptor small molecule pathway 1 2 off on".split()
)
_FOR_TARGET = frozenset("of for against ( e . g , eg such as".split())
_OF_SIGN = {"wild": "mutation", "unamplified": "amplification", "unmethylated": "methylation"}
_ANNOUNCE = {
    tuple(pair.split())
    for pair in "such as|genes (|genes :|gene (|genes ,|) genes|including ,|limited to|following :".split("|")
}
_OF = {"of", "in", "involving", "such", "including"}
_GRADES = {"low": "low", "ultralow": "ultralow", "overexpressing": "high", "overexpression": "high"}
"""How much of a protein; ``HER2-low`` and ``HER2-positive`` are two things."""
_STATUS_GAP = frozenset("gene genes protein receptor mutational tumor tumour molecular genetic - / ( ) s".split())
_SIGNS_OF = frozenset("for both either of tumor tumour the a an : ( ,".split())
_ABBREVIATED = 5
"""Words in which ``triple negative breast cancer (TNBC)`` gives its short form."""
_SEEN, _SEEN_ON = frozenset(("FOLH1", "SSTR2", "SSTR2 SSTR5")), frozenset(("by", "on", "in", "using"))
"""Proteins that a scan shows: ``positive lesions on PSMA PET``."""
_LIST = 3
_NAME = 9
"""Words in which the full name of a gene may stand before its symbol in brackets."""
"""Genes that make a list."""
_SIGN_GAP = FILLERS | {"must", "be", "neu", "pet", "ct", "mri"}
SIGNATURE_NAMES = frozenset(("MSI", "MMR", "TMB", "HRD", "HRR"))
_NAMED_FURTHER = ("fusion", "amplification", "deletion")
"""Classes that say more than ``mutation`` (``ALK fusion variants``)."""
_ADJECTIVES = frozenset("mutation fusion amplification expression deletion methylation alteration".split())


@dataclass(slots=True)
class Mention:
    gene: str
    """HGNC symbol, or MSI, MMR, TMB, HRD, HRR."""
    change: str
    """A class of ``words.CHANGES``, ``variant`` or ``signature``."""
    first: int
    last: int
    """Places of the first and the last word of the phrase in the sentence."""
    variant: str = ""
    """The variant of a ``variant``; of an ``expression`` how much: ``high``, ``low``, ``ultralow``."""
    absent: bool = False
    """Whether the phrase itself says that it is not there (``HER2-negative``, ``wild type``)."""
    at: int = 0
    """Place of the gene's own word."""


@dataclass(slots=True)
class Carried:
    """What a parent bullet hands down: ``one of the following EGFR mutations:``."""

    change: str = ""
    genes: tuple[str, ...] = ()


@dataclass(slots=True)
class _State:
    sentence: Sentence
    carried: Carried
    waiting: list[Token] = field(default_factory=list)
    """Genes that have no change yet."""
    lead: tuple[str, ...] = ()
    led_from: int = -1
    group: list[Token] = field(default_factory=list)
    """Genes to which the last change was given."""
    end: int = -1
    """Place of the last word of the group with its changes."""
    found: list[Mention] = field(default_factory=list)
    early: list[Token] = field(default_factory=list)
    """Variants that stand before their gene."""
    last_gene: Token | None = None
    target: Token | None = None
    """The gene that a drug was last said to be aimed at."""

    def near(self, left: int, right: int, allowed: frozenset[str], most: int = _LONGEST_GAP) -> bool:
        gap = self.sentence.gap(left, right)
        return len(gap) <= most and all(word in allowed or word.isdigit() for word in gap)

    def introduces(self, left: int, right: int) -> bool:
        """Whether a list of genes is announced: ``mutations linked with a risk such as BRCA1``."""
        gap = self.sentence.gap(left, right)
        named = gap[-1:] == ["("] and gap[:1] in (["of"], ["in"], [","], ["and"], ["or"]) and len(gap) <= _NAME
        return named or len(gap) <= 24 and (tuple(gap[-2:]) in _ANNOUNCE or gap[-1:] == ["including"])

    def add(self, tokens: Iterable[Token], change: str, upto: int, variant: str = "") -> None:
        for token in tokens:
            for symbol in token.value.split():
                if symbol in SIGNATURE_NAMES:
                    change, variant = "signature", ""
                first, last = min(token.first, upto), max(token.last, upto)
                self.found.append(Mention(symbol, change, first, last, variant, at=token.first))


def mentions(sentence: Sentence, carried: Carried | None = None) -> list[Mention]:
    """The biomarkers that a sentence names, in order."""
    state = _State(sentence, carried or Carried())
    for number, token in enumerate(sentence.tokens):
        match token.kind:
            case "gene":
                _gene(state, token, number)
            case "fused" | "triple" | "signature":
                _whole(state, token)
            case "change":
                _change(state, token, number)
            case "variant":
                _variant(state, token)
            case "sign":
                _sign(state, token)
            case "drug" | "before_drug":
                _drug(state, token)
            case "measure":
                _measure(state, token)
            case "status":
                _status(state, token)
            case "score":
                _score(state, token)
            case "laboratory":
                _laboratory(state, token)
    _leave(state)
    for token in state.early:
        if token.value in FAMOUS:
            own = Token("gene", FAMOUS[token.value], token.first, token.first)
            state.add([own], "variant", token.last, token.value)
    return _tidy(state)


# --- genes ------------------------------------------------------------------------------------


def _gene(state: _State, token: Token, number: int) -> None:
    if _is_target(state, token, number):
        state.waiting, state.group, state.lead, state.last_gene, state.target = [], [], (), token, token
        return
    if _is_same(state, token):
        return
    if state.early and state.near(state.early[-1].last, token.first, FILLERS | LEADS, 4):
        for variant in state.early:
            state.add([token], "variant", variant.first, variant.value)
        state.early, state.group, state.end, state.last_gene = [], [token], token.last, token
        return
    if state.lead and (
        state.near(state.led_from, token.first, LEADS | FILLERS | CONNECTORS, 14)
        or state.introduces(state.led_from, token.first)
    ):
        for change in state.lead:
            protein = change == "deletion" and [w.lower for w in state.sentence.words[token.last + 1 :][:1]] == ["protein"]
            state.add([token], "expression" if protein else change, state.led_from)
        state.group.append(token)
        state.last_gene = token
        state.end = state.led_from = token.last
        return
    state.lead = ()
    if _is_any(state, token):
        state.add([token], "expression", token.last)
        return
    listed = CONNECTORS | FILLERS
    if state.waiting and not state.near(state.waiting[-1].last, token.first, listed):
        _leave(state)
    if not state.waiting or state.group:
        state.group = []
    state.waiting.append(token)


def _is_any(state: _State, token: Token) -> bool:
    """``any PR,``: a member of a list of which any amount will do, whatever is said of the others."""
    words, last = state.sentence.words, token.last
    before, after = words[max(0, token.first - 1)].lower, words[last + 1].text if last + 1 < len(words) else ""
    return before == "any" and after in ("", ",", ";", ")") and bool(set(token.value.split()) & EXPRESSED)


def _is_same(state: _State, token: Token) -> bool:
    """``anaplastic lymphoma kinase (ALK)``: the short form repeats the gene, which then ends there."""
    for listed in (state.waiting, state.group):
        if listed and listed[-1].value == token.value and state.sentence.gap(listed[-1].last, token.first) == ["("]:
            listed[-1] = listed[-1]._replace(last=token.last)
            state.end = state.led_from = max(state.led_from, token.last) if listed is state.group else state.led_from
            return True
    return False


def _is_target(state: _State, token: Token, number: int) -> bool:
    """Whether ``anti-``, ``inhibitors of`` or the like stands before the gene, or before its list."""
    before = state.sentence.tokens[number - 1] if number else None
    if before is None:
        return False
    close = state.near(before.last, token.first, _DRUG_GAP | frozenset(("the", "/", "against")), 3)
    if before.kind == "before_drug" and close:
        return True
    pathway = state.sentence.words[before.first].lower.startswith("pathway")
    if before.kind == "drug" and not pathway and state.near(before.last, token.first, _FOR_TARGET):
        gap = state.sentence.gap(before.last, token.first)
        return bool(gap) and gap[0] in ("of", "for", "against", "(", "such")
    earlier = state.sentence.tokens[number - 1].kind == "gene" and number - 1 in _targets(state, number)
    return earlier and state.near(before.last, token.first, CONNECTORS, 4)


def _targets(state: _State, number: int) -> set[int]:
    """The places of genes in a list that ``anti-`` began: found again by walking back over the list."""
    at = number - 1
    tokens = state.sentence.tokens

    def follows(kind: str, allowed: frozenset[str]) -> bool:
        if not at or tokens[at - 1].kind != kind:
            return False
        return state.near(tokens[at - 1].last, tokens[at].first, allowed, 4)

    while follows("gene", CONNECTORS):
        at -= 1
    return set(range(at, number)) if follows("before_drug", _DRUG_GAP) else set()


def _whole(state: _State, token: Token) -> None:
    """What is a biomarker by itself: a fusion's own name, triple-negative, a signature."""
    _leave(state)
    state.lead = ()
    if state.group and state.group[-1].value == token.value and state.sentence.words[token.first - 1].text == "(":
        if token.first - state.end <= _ABBREVIATED:
            _extend(state, token.last)
            return
    if token.kind == "signature":
        name, sign = token.value.split()
        if sign == "?":
            state.waiting = [Token("gene", name, token.first, token.last)]
            return
        told = Mention(name, "signature", token.first, token.last, absent=sign == "-", at=token.first)
        state.found.append(told)
    else:
        change = "fusion" if token.kind == "fused" else "expression"
        state.add([token], change, token.last)
        for mention in state.found[-len(token.value.split()) :]:
            mention.absent = token.kind == "triple"
            mention.variant = "high" if token.kind == "triple" else ""
    state.group, state.end = [token], token.last


# --- changes ----------------------------------------------------------------------------------


def _change(state: _State, token: Token, number: int) -> None:
    if token.value == "exon mutation":
        token = _of_exon(state, token)
    if state.waiting and state.near(state.waiting[-1].last, token.first, FILLERS | CONNECTORS):
        _give(state, token)
        return
    if _leads(state, token, number):
        earlier = state.lead if state.lead and state.near(state.led_from, token.first, CONNECTORS, 2) else ()
        state.lead, state.led_from = (*earlier, token.value), token.last
        state.group, state.end = [], token.last
        return
    other = {"other", "another"} & set(state.sentence.gap(state.end, token.first))
    if state.group and not other and state.near(state.end, token.first, FILLERS | CONNECTORS | {"including"}, 5):
        _also(state, token)


def _of_exon(state: _State, token: Token) -> Token:
    """A mutation of an exon is named no further, but for the one of MET, which is skipping."""
    met = [g for g in (*state.waiting, *state.group) if g.value == "MET"]
    return token._replace(value="variant" if met else "mutation")


def _leads(state: _State, token: Token, number: int) -> bool:
    """Whether the change stands before its genes: ``mutations in``, ``mutant KRAS``."""
    after = state.sentence.tokens[number + 1] if number + 1 < len(state.sentence.tokens) else None
    if after is not None and after.kind == "change":
        joined = after.first > token.last + 1 and state.near(token.last, after.first, CONNECTORS, 2)
        return joined and not state.group and _leads(state, after, number + 1)
    if after is None or after.kind != "gene":
        return False
    gap = state.sentence.gap(token.last, after.first)
    if state.group and state.end == token.first - 1 and not _OF & set(gap):
        return False
    joins = gap[:1] in ([","], ["and"], ["or"], ["/"], ["are"], ["is"], [";"])
    told = len(gap) <= 14 and all(word in LEADS or word in FILLERS for word in gap) and not joins and ")" not in gap
    return told or state.introduces(token.last, after.first)


def _give(state: _State, token: Token) -> None:
    """Give a change to the genes that wait for one."""
    word = state.sentence.words[token.last].lower
    state.add(state.waiting, token.value, token.last, _GRADES.get(word, ""))
    state.last_gene = state.waiting[-1]
    state.group, state.waiting, state.end = state.waiting, [], token.last


def _also(state: _State, token: Token) -> None:
    """A further change of the same genes; one right behind another says it more exactly."""
    directly = not state.sentence.gap(state.end, token.first)
    own = state.group[-1:] if directly and state.lead else state.group
    mine = [m for m in state.found if any(m.at == t.first for t in own)]
    if any(m.change == "signature" or m.absent for m in mine) or state.group[-1].value.find(" -") > 0:
        state.end = token.last
        return
    if directly and token.value == "mutation" and any(m.change in _NAMED_FURTHER for m in mine):
        pass
    elif directly and mine and not any(m.change == "variant" for m in mine) and token.value in _ADJECTIVES:
        for mention in mine:
            mention.change, mention.last = token.value, token.last
    elif all(t.kind == "fused" for t in state.group):
        pass
    elif not directly or all(m.change != "variant" for m in mine):
        state.add(state.group, token.value, token.last)
    state.end = token.last


def _variant(state: _State, token: Token) -> None:
    if state.waiting and state.near(state.waiting[-1].last, token.first, FILLERS | CONNECTORS):
        *others, own = state.waiting
        state.add([own], "variant", token.last, token.value)
        if token.value.startswith("exon"):
            state.add(others, "variant", token.last, token.value)
        elif others:
            state.add(others, "mutation", token.last)
        state.group, state.waiting, state.end = [own], [], token.last
        state.last_gene = own
    elif state.last_gene and state.last_gene == state.target and token.first - state.target.last > 3:
        return
    elif known := state.last_gene or (state.waiting[-1] if state.waiting else None):
        state.add([known], "variant", token.last, token.value)
        if any(t.kind == "negation" and known.last < t.first < token.first for t in state.sentence.tokens):
            state.found[-1].first = token.first  # KRAS mutation other than G12C
        state.group, state.waiting, state.end = [known], [], token.last
        state.led_from = max(state.led_from, token.last)
    elif state.carried.genes:
        own = Token("gene", " ".join(state.carried.genes), token.first, token.first)
        state.add([own], "variant", token.last, token.value)
        state.group, state.end = [own], token.last
    else:
        state.early.append(token)


def _sign(state: _State, token: Token) -> None:
    if _joins(state, token) or (state.group and {"ish", "fish"} & set(state.sentence.gap(state.end, token.first))):
        return
    if state.waiting and state.near(state.waiting[-1].last, token.first, _SIGN_GAP | CONNECTORS, 6):
        if token.value == "-" and state.sentence.words[token.first].text == "-":
            state.waiting = [gene for gene in state.waiting if set(gene.value.split()) & EXPRESSED]
        signed, state.group, state.waiting = state.waiting, state.waiting, []
        state.last_gene = signed[-1] if signed else state.last_gene
        if signed and token.value == "-" and all(gene.value in SUPPRESSORS for gene in signed):
            state.add(signed, "expression", token.last)
            state.end = token.last
            return
        for gene in signed:
            change = _signed(gene, token.value)
            state.add([gene], change, token.last, _grade(token.value, change))
        _set_sign(state, token)
    elif state.group and state.near(state.end, token.first, FILLERS - {"and", "or", ","}, 4):
        _set_sign(state, token)
    elif token.value in ("wild",) and state.group and state.near(state.end, token.first, FILLERS, 4):
        state.add(state.group, "mutation", token.last)
        state.found[-1].absent = True
    state.end = token.last


def _joins(state: _State, token: Token) -> bool:
    """``CDK4/6 + aromatase inhibitor``: a plus between spaces joins drugs, unless a protein is before it."""
    words, own = state.sentence.words, {s for gene in state.waiting for s in gene.value.split()}
    return words[token.first].text == "+" and words[token.first - 1].end < words[token.first].start and not own & EXPRESSED


def _measure(state: _State, token: Token) -> None:
    """``PD-L1 >= 1%``, ``TMB >= 10``: an amount is asked of a protein or a signature."""
    measured = [g for g in state.waiting if set(g.value.split()) <= (EXPRESSED | SIGNATURE_NAMES) - COUNTED]
    if measured and state.near(state.waiting[-1].last, token.first, _SIGN_GAP, 4):
        state.waiting = measured
        _give(state, token._replace(value="expression"))
    elif state.group and state.near(state.end, token.first, _SIGN_GAP, 4):
        _extend(state, token.last)


def _extend(state: _State, last: int) -> None:
    """Let the phrase of the group end later: an amount follows it."""
    own = {gene.first for gene in state.group}
    for mention in state.found:
        if mention.at in own and mention.last >= state.end:
            mention.last = last
    state.end = last


def _status(state: _State, token: Token) -> None:
    """``HER2 status``, ``BRCA testing``: a gene is asked about, and no change named."""
    if state.waiting and state.near(state.waiting[-1].last, token.first, _STATUS_GAP, 4):
        if {"guideline", "guidelines", "recommendations"} & {w.lower for w in state.sentence.words[token.last :][:7]}:
            state.waiting = []
            return
        asked, state.group, state.end = state.waiting, state.waiting, token.last
        if _sign_before(state):
            _leave(state)
            return
        state.waiting = []
        for gene in asked:
            state.add([gene], _signed(gene, "+"), token.last)
        state.last_gene = asked[-1]


def _score(state: _State, token: Token) -> None:
    """``TPS >= 50%``: a score of PD-L1, which may stand beside it or not."""
    if state.waiting and state.near(state.waiting[-1].last, token.first, FILLERS | CONNECTORS):
        _give(state, token._replace(value="expression"))
    elif state.group and state.near(state.end, token.first, FILLERS | CONNECTORS, 6):
        _extend(state, token.last)
    elif any(m.gene == token.value for m in state.found):
        pass
    elif "child" not in {word.lower for word in state.sentence.words}:
        state.add([token], "expression", token.last)
        state.group, state.end = [token], token.last


def _signed(gene: Token, sign: str) -> str:
    if sign in _OF_SIGN:
        return _OF_SIGN[sign]
    return "expression" if set(gene.value.split()) & EXPRESSED else "alteration"


def _grade(sign: str, change: str) -> str:
    return "high" if change == "expression" and sign in "+-" else ""


def _set_sign(state: _State, token: Token) -> None:
    """Say of the group's mentions that they are absent, where the sign says so."""
    own = {gene.first for gene in state.group}
    for mention in state.found:
        if mention.at in own and mention.last <= token.last and mention.last >= state.end - 1:
            mention.absent = token.value != "+" or (mention.absent and mention.change == "signature")
            mention.last = token.last
    state.end = token.last


# --- what is no biomarker -----------------------------------------------------------------------


def _drug(state: _State, token: Token) -> None:
    """Drop the genes that a word for a drug follows directly, with all of their list."""
    word = state.sentence.words[token.first].lower
    if state.waiting and state.near(state.waiting[-1].last, token.first, _DRUG_GAP, 4):
        state.waiting = []
    elif state.group and state.near(state.end, token.first, frozenset("- specific selective /".split()), 2):
        own = {gene.first for gene in state.group}
        changed = any(m.change not in ("variant", "mutation") for m in state.found if m.at in own)
        if any(m.change == "variant" for m in state.found if m.at in own):
            pass
        elif not changed or word in ("targeted", "directed", "targeting", "inhibitor", "inhibitors"):
            state.found = [m for m in state.found if m.at not in own]
            state.group, state.last_gene = [], None
    state.lead = ()


def _laboratory(state: _State, token: Token) -> None:
    """``CD4 count``, ``CD34+ cells``: cells of the blood are counted, no tumour is described."""
    counted = {g for t in (*state.waiting, *state.group) for g in t.value.split()} & COUNTED
    if not counted:
        return
    if state.waiting and state.near(state.waiting[-1].last, token.first, frozenset("+ - / ( ) t".split()), 3):
        state.waiting = []
    elif state.group and state.near(state.end, token.first, frozenset("+ - / ( ) t".split()), 3):
        own = {gene.first for gene in state.group}
        state.found = [m for m in state.found if m.at not in own]
        state.group = []


def _leave(state: _State) -> None:
    """Genes that no change follows: one may stand before them, in the sentence or in the parent bullet."""
    if not state.waiting:
        return
    last = state.waiting[-1].last
    if change := _change_before(state):
        state.add(state.waiting, change, last)
    elif sign := _sign_before(state):
        for gene in state.waiting:
            state.add([gene], _signed(gene, sign.value), last, _grade(sign.value, _signed(gene, sign.value)))
            own = state.found[-len(gene.value.split()) :]
            for mention in own:
                mention.first, mention.absent = min(mention.first, sign.first), sign.value != "+"
    elif _is_whatever(state):
        asked = [gene for gene in state.waiting if set(gene.value.split()) & EXPRESSED]
        state.add(asked, "expression", last)
    state.waiting = []


def _change_before(state: _State) -> str:
    """The change of the parent bullet; of a list of genes, the one that the sentence named before."""
    if state.carried.change:
        return state.carried.change
    if len(state.waiting) < _LIST:
        return ""
    first = state.waiting[0].first
    before = [t for t in state.sentence.tokens if t.last < first and t.kind in ("change", "drug", "before_drug")]
    return before[-1].value if before and before[-1].kind == "change" else ""


def _sign_before(state: _State) -> Token | None:
    """``positive for ER and PR``, ``negative PD-L1``: a sign that leads."""
    first = state.waiting[0].first
    signs = [t for t in state.sentence.tokens if t.last < first and (t.kind == "sign" or _is_negative(state, t))]
    if not signs or not state.sentence.words[signs[-1].last].text.isalpha():
        return None
    gap = state.sentence.gap(signs[-1].last, first)
    if state.waiting[0].value in _SEEN and len(gap) <= 8 and _SEEN_ON & set(gap[-3:]):
        return signs[-1]
    return signs[-1] if len(gap) <= 5 and all(word in _SIGNS_OF for word in gap) else None


def _is_negative(state: _State, token: Token) -> bool:
    """``negative for``, which is a negation, too."""
    return token.kind == "negation" and state.sentence.words[token.first].lower == "negative"


def _is_whatever(state: _State) -> bool:
    """``any PR``, ``regardless of HER2``: a protein is named and any amount of it will do."""
    before = [w.lower for w in state.sentence.words[: state.waiting[0].first]]
    return before[-1:] == ["any"] or before[-2:] in (["regardless", "of"], ["irrespective", "of"])


def _tidy(state: _State) -> list[Mention]:
    """In order; a mutation that is named further is no mutation besides, unless others are meant, too."""
    found = state.found
    named = {(m.gene, m.at) for m in found if m.change == "variant"}
    if re.search(r"\b(?:including|not limited)\b", state.sentence.text):
        named -= {(m.gene, m.at) for m in found if m.change == "mutation"}
    told = {(m.gene, m.at) for m in found if m.change != "alteration"}
    kept = [m for m in found if m.change != "mutation" or (m.gene, m.at) not in named]
    kept = [m for m in kept if m.change != "alteration" or (m.gene, m.at) not in told]
    return sorted(kept, key=lambda m: m.first)
