"""Genes as they come: drugs' targets are dropped, the others take the change that leads, or wait for one."""

from oncotrace.loaders.eligibility.phrases import State, grade, is_expressed, signed
from oncotrace.loaders.eligibility.tokens import Token
from oncotrace.loaders.eligibility.words import CONNECTORS, FAMOUS, FILLERS, LEADS, SUPPRESSORS

DRUG_GAP = frozenset(
    """- / specific selective ) ( , and or other antigen receptor small molecule pathway 1 2 off on mtor pi3k
    cdk mek mek1 mek2 vegf vegfr pd pd1 ctla4 ctla parp raf mapk erk vegfr2 cdk4 cdk6 hdac btk bcl2
    bcl""".split()
)
"""Words between a drug's target and the word for the drug."""
_FOR_TARGET = frozenset("of for against ( e . g , eg such as".split())
_SIGNS_OF = frozenset(
    "for in both either of tumor tumour the a an : ( , test tests testing result results".split()
)
SEEN, _SEEN_ON = frozenset(("FOLH1", "SSTR2", "SSTR2 SSTR5")), frozenset(("by", "on", "in", "using"))
"""Proteins that a scan shows: ``positive lesions on PSMA PET``."""
_FURTHEST_SCAN = 8
"""Words between what a scan shows and the protein by which it does."""
_TRACERS = frozenset("ga f cu tc fdcfpyl dcfpyl piflufolastat".split())
_AFTER_EARLY = FILLERS | LEADS | {"mutated", "mutant", "mutation", "mutations"}
"""Words between a variant and the gene behind it (``G12D mutated KRAS``)."""
_DISEASES = frozenset("nsclc aml melanoma crc mcrc gist cml".split())
_HARBOURS = frozenset(
    """harboring harbouring harbors harbours harbor harbour sensitizing sensitising actionable targetable
    oncogenic""".split()
)
_NO = frozenset(("no", "without", "absence", "lack", "lacks", "lacking"))
_ENDS = frozenset(". ; ) ] by as per via using detected confirmed identified determined documented".split())
_JOINED = frozenset(("or", "and", ",", "/"))
_AMOUNTS, _NEXT = frozenset(("measure", "below", "score")), 2
_LIST = 3
"""Genes that make a list."""


def gene(state: State, token: Token, number: int) -> None:
    """Take up the gene that is the token of that number."""
    if _is_target(state, token, number):
        state.waiting, state.group, state.lead, state.last_gene, state.target = [], [], (), token, token
    elif _is_same(state, token):
        return
    elif state.early and _is_of_early(state, token):
        _take_early(state, token)
    elif state.shared and _is_joined_bare(state, token, number):
        state.early = state.shared
        _take_early(state, token)
    elif state.lead and _is_led(state, token) and not _is_measured(state, token, number):
        _take_lead(state, token)
    else:
        state.lead = ()
        _wait(state, token)


def _is_of_early(state: State, token: Token) -> bool:
    """Whether the variants before a gene are its own: ``G12D KRAS``, but not ``C481S or PLCG2 mutation``."""
    last = state.early[-1]
    if not state.near(last.last, token.first, _AFTER_EARLY, 4):
        return False
    joined = bool(_JOINED & set(state.sentence.gap(last.last, token.first)))
    return not joined or token.value in FAMOUS.get(last.value, token.value)


def _is_joined_bare(state: State, token: Token, number: int) -> bool:
    """``G12D mutated NRAS and HRAS``: a second gene right behind the first, and nothing said of it."""
    behind = bool(state.group) and state.group[-1].last == state.end
    if not behind or not state.near(state.end, token.first, _JOINED, 2):
        return False
    after = state.sentence.tokens[number + 1 : number + 2]
    return not after or after[0].first - token.last > _LIST


def _take_early(state: State, token: Token) -> None:
    """``G12D or G12V KRAS mutation``."""
    for variant in state.early:
        state.add([token], "variant", variant.first, variant.value)
    state.lead = ()
    state.early, state.shared = [], state.early
    state.group, state.end, state.last_gene = [token], token.last, token


def _is_led(state: State, token: Token) -> bool:
    near = state.near(state.led_from, token.first, LEADS | FILLERS | CONNECTORS, 14)
    return near or state.introduces(state.led_from, token.first)


def _is_measured(state: State, token: Token, number: int) -> bool:
    """``mutations (EGFR, ALK), PD-L1 >= 50%``: a protein with an amount of its own."""
    behind = state.sentence.tokens[number + 1 : number + 2]
    own = bool(behind) and behind[0].kind in _AMOUNTS and behind[0].first - token.last <= _NEXT
    return own and is_expressed(token)


def _take_lead(state: State, token: Token) -> None:
    after = [word.lower for word in state.sentence.words[token.last + 1 : token.last + 2]]
    for change in state.lead:
        lost = change == "deletion" and after == ["protein"]
        state.add([token], "expression" if lost else change, state.led_from)
    state.group.append(token)
    state.last_gene = token
    state.end = state.led_from = token.last


def _wait(state: State, token: Token) -> None:
    if _is_any(state, token):
        state.add([token], "expression", token.last)
        return
    if state.waiting and not _goes_on(state, token):
        leave(state)
    state.wait(token)


def _goes_on(state: State, token: Token) -> bool:
    last = state.waiting[-1].last
    return state.near(last, token.first, CONNECTORS | FILLERS) or state.spelled_out(last, token.first)


def _is_any(state: State, token: Token) -> bool:
    """``any PR,``: a member of a list of which any amount will do, whatever is said of the others."""
    words = state.sentence.words
    before, after = words[max(0, token.first - 1)].lower, (*words[token.last + 1 : token.last + 2],)
    return before == "any" and (not after or after[0].text in ",;)") and is_expressed(token)


def _is_same(state: State, token: Token) -> bool:
    """``anaplastic lymphoma kinase (ALK)``: the short form repeats the gene, which then ends there."""
    for listed in (state.waiting, state.group):
        same = bool(listed) and listed[-1].value == token.value
        if same and state.sentence.gap(listed[-1].last, token.first) == ["("]:
            listed[-1] = listed[-1]._replace(last=token.last)
            if listed is state.group:
                state.end = state.led_from = token.last
            return True
    return False


def _is_target(state: State, token: Token, number: int) -> bool:
    """Whether ``anti-``, ``inhibitors of`` or the like stands before the gene, or before its list."""
    before = state.sentence.tokens[number - 1] if number else None
    if before is None:
        return False
    close = state.near(before.last, token.first, DRUG_GAP | frozenset(("the", "/", "against")), 3)
    if before.kind == "before_drug" and close:
        return True
    pathway = state.sentence.words[before.first].lower.startswith("pathway")
    if before.kind == "drug" and not pathway and state.near(before.last, token.first, _FOR_TARGET):
        gap = state.sentence.gap(before.last, token.first)
        return bool(gap) and gap[0] in ("of", "for", "against", "(", "such")
    earlier = state.sentence.tokens[number - 1].kind == "gene" and number - 1 in _targets(state, number)
    return earlier and state.near(before.last, token.first, CONNECTORS, 4)


def _targets(state: State, number: int) -> set[int]:
    """The places of genes in a list that ``anti-`` began: found again by walking back over the list."""
    at = number - 1
    tokens = state.sentence.tokens

    def follows(kind: str, allowed: frozenset[str]) -> bool:
        if not at or tokens[at - 1].kind != kind:
            return False
        return state.near(tokens[at - 1].last, tokens[at].first, allowed, 4)

    while follows("gene", CONNECTORS):
        at -= 1
    return set(range(at, number)) if follows("before_drug", DRUG_GAP) else set()


def leave(state: State) -> None:
    """Genes that no change follows: one may stand before them, in the sentence or in the parent bullet."""
    if not state.waiting:
        return
    last = state.waiting[-1].last
    if change := _change_before(state):
        state.add(state.waiting, change, last)
    elif sign := sign_before(state):
        for token in state.waiting:
            lost = sign.value != "+" and token.value in SUPPRESSORS
            change = "expression" if lost else signed(token, sign.value or "-")
            state.add([token], change, last, "" if lost else grade(sign.value or "-", change))
            for mention in state.found[-len(token.value.split()) :]:
                mention.first, mention.absent = min(mention.first, sign.first), sign.value != "+" and not lost
    elif _is_protein_lost(state) or _is_taken_up(state):
        state.add(state.waiting, "expression", last)
    elif _is_whatever(state):
        state.add(filter(is_expressed, state.waiting), "expression", last)
    elif _is_named_alone(state):
        for token in state.waiting:
            state.add([token], signed(token, "+"), last)
    state.waiting = []


def _is_named_alone(state: State) -> bool:
    """Genes whose change goes without saying: ``harboring EGFR``, ``ALK NSCLC``, the end of a list."""
    words, first, last = state.sentence.words, state.waiting[0].first, state.waiting[-1].last
    after = words[last + 1].lower if last + 1 < len(words) else "."
    if after in _DISEASES:
        return True
    before = [word.lower for word in words[max(0, first - 3) : first]]
    harbours = bool(_HARBOURS & set(before)) and set(before[-1:]) <= _HARBOURS | FILLERS
    listed = (state.follows or _is_denied(state)) and not any(map(is_expressed, state.waiting))
    return (harbours or listed) and after in _ENDS


def _is_denied(state: State) -> bool:
    """``no known EGFR or ALK``: the negation stands before the genes themselves."""
    no, first = state.negation, state.waiting[0].first
    if no is None or no.last > first or state.sentence.words[no.first].lower not in _NO:
        return False
    return state.near(no.last, first, FILLERS, 2)


def _change_before(state: State) -> str:
    """The change of the parent bullet; of a list of genes, the one that the sentence named before."""
    before = state.sentence.words[max(0, state.waiting[0].first - 1)].text
    listed = len(state.waiting) >= (_LIST - 1 if before in ("(", ":") else _LIST)
    if state.carried.change or not listed:
        return state.carried.change
    kind = state.led_by[1]
    return kind.value if kind and kind.kind == "change" else ""


def sign_before(state: State) -> Token | None:
    """``positive for ER and PR``, ``negative PD-L1``: the sign that leads those that wait."""
    sign, first = state.led_by[0], state.waiting[0].first
    if sign is None or not state.sentence.words[sign.last].text.isalpha():
        return None
    gap = state.sentence.gap(sign.last, first)
    scanned = state.waiting[0].value in SEEN and len(gap) <= _FURTHEST_SCAN
    if scanned and (_SEEN_ON & set(gap[-3:]) or _is_traced(gap)):
        return sign
    return sign if len(gap) <= 5 and all(word in _SIGNS_OF for word in gap) else None


def _is_protein_lost(state: State) -> bool:
    """``absence of MTAP protein``."""
    last = state.waiting[-1].last
    after = [word.lower for word in state.sentence.words[last + 1 : last + 2]]
    if state.negation is None or after != ["protein"]:
        return False
    return set(state.sentence.gap(state.negation.last, state.waiting[0].first)) <= {"of"}


def _is_taken_up(state: State) -> bool:
    """``uptake in all lesions on PSMA PET``."""
    change, first = state.led_by[1], state.waiting[0]
    if change is None or change.value != "expression" or first.value not in SEEN:
        return False
    gap = state.sentence.gap(change.last, first.first)
    return len(gap) <= _FURTHEST_SCAN and bool(_SEEN_ON & set(gap[-3:]))


def _is_traced(gap: list[str]) -> bool:
    """``positive 68Ga-PSMA-11 PET``: nothing but the tracer stands before the protein."""
    return bool(gap) and all(not word.isalpha() or word in _TRACERS for word in gap)


def _is_whatever(state: State) -> bool:
    """``any PR``, ``regardless of HER2``: a protein is named and any amount of it will do."""
    first = state.waiting[0].first
    before = [word.lower for word in state.sentence.words[max(0, first - 2) : first]]
    return before[-1:] == ["any"] or before in (["regardless", "of"], ["irrespective", "of"])
