"""Signs and amounts: what is said of a gene without naming a change (``HER2-positive``, ``PD-L1 >= 1%``)."""

from oncotrace.loaders.eligibility.genes import SEEN, leave, sign_before
from oncotrace.loaders.eligibility.phrases import SIGNATURE_NAMES, State, grade, is_expressed, signed
from oncotrace.loaders.eligibility.tokens import Token
from oncotrace.loaders.eligibility.words import CONNECTORS, COUNTED, EXPRESSED, FAMOUS, FILLERS, SUPPRESSORS

_SIGN_GAP = FILLERS | {"must", "be", "neu", "pet", "ct", "mri"}
_STATUS_GAP = frozenset(
    "gene genes protein receptor mutational tumor tumour molecular genetic germline somatic - / ( ) s".split()
)
_SCANNED = 14
"""Words of a scan between a protein and what it shows (``PSMA-11 positron emission tomography (PET)``)."""
_METHODS = frozenset(("guideline", "guidelines", "recommendations"))
_ABSENT_PERCENT, _ABSENT_SCORE = 10, 10
"""Stained cells in a hundred, and a combined score, up to which trials call a protein absent."""
_STAINS = frozenset(("ihc", "immunohistochemistry"))
"""What is followed by a grade; ``IHC 0`` is none."""
_HYBRIDISED = frozenset(("ish", "fish"))
_GRADES = {"low": "low", "ultralow": "ultralow", "overexpressing": "high", "overexpression": "high"}
"""How much of a protein; ``HER2-low`` and ``HER2-positive`` are two things."""


def amount(state: State, token: Token) -> str:
    """How much of a protein a change says: ``ultra low``, ``low``, ``high`` or nothing."""
    words = state.sentence.words
    return "ultralow" if words[token.first].lower == "ultra" else _GRADES.get(words[token.last].lower, "")


def give(state: State, token: Token) -> None:
    """Give a change to the genes that wait for one."""
    state.add(state.waiting, token.value, token.last, amount(state, token))
    state.last_gene = state.waiting[-1]
    state.group, state.waiting, state.end = state.waiting, [], token.last
    stain, *behind = (word.lower for word in state.sentence.words[token.last : token.last + 2])
    if stain in _STAINS and behind == ["0"]:
        for mention in state.members():
            mention.absent = True


def sign(state: State, token: Token) -> None:
    """``positive``, ``negative``, ``wild type`` behind the genes that wait, or behind their change."""
    unamplified = token.value == "unamplified" and _is_stained(state, token)
    if _joins_drugs(state, token) or (_is_of_test(state, token) and not unamplified):
        return
    if state.early and state.near(state.early[-1].last, token.first, FILLERS, 2):
        name_famous(state)
    most = _SCANNED if state.waiting and state.waiting[-1].value in SEEN else 6
    if state.waiting and state.near(state.waiting[-1].last, token.first, _SIGN_GAP | CONNECTORS, most):
        _sign_waiting(state, token)
    elif unamplified:
        _deny(state, "amplification", token)
    elif state.group and state.near(state.end, token.first, FILLERS - {"and", "or", ","}, 4):
        if not _says_again(state, token):
            _set_sign(state, token)
    elif token.value == "wild" and state.group and not _leads(state, token) and state.near(
        state.end, token.first, FILLERS - {","}, 4
    ):
        _deny(state, "mutation", token)
    state.end = token.last


def _deny(state: State, change: str, token: Token) -> None:
    """Say of the group that it has no such change, beside what was said of it."""
    given = len(state.found)
    state.add(state.group, change, token.last)
    for mention in state.found[given:]:
        mention.absent = True


def _is_stained(state: State, token: Token) -> bool:
    """``HER2-negative (IHC 2+/FISH not amplified)``: the protein is told, and then the gene."""
    stained = any(mention.change == "expression" for mention in state.members())
    return stained and len(state.sentence.gap(state.end, token.first)) <= _SCANNED


def _says_again(state: State, token: Token) -> bool:
    """``negative (1+)``, ``loss of MSH6 (IHC 0)``: how much a test stains, of what is told to be little."""
    words, mine = state.sentence.words, state.members()
    if token.value == "-":
        lost = all(mention.gene in SUPPRESSORS and not mention.absent for mention in mine)
        return lost and words[token.first].lower in _STAINS
    graded = words[token.first].text == "+" and words[token.first - 1].text in tuple("123")
    return graded and all(mention.absent for mention in mine)


def _leads(state: State, token: Token) -> bool:
    """``NPM1 mutation and wild-type FLT3``: the sign of the gene right behind it."""
    return any(t.kind == "gene" and t.first == token.last + 1 for t in state.sentence.tokens)


def name_famous(state: State) -> None:
    """Variants for which no gene came: some need none."""
    for token in state.early:
        if token.value in FAMOUS:
            own = Token("gene", FAMOUS[token.value], token.first, token.first)
            state.add([own], "variant", token.last, token.value)
            state.group, state.end = [own], token.last
    state.early = []


def _joins_drugs(state: State, token: Token) -> bool:
    """``CDK4/6 + aromatase inhibitor``: a plus between spaces joins drugs, unless a protein is before it."""
    words = state.sentence.words
    apart = words[token.first].text == "+" and words[token.first - 1].end < words[token.first].start
    return apart and not any(is_expressed(gene) for gene in state.waiting)


def _is_of_test(state: State, token: Token) -> bool:
    """``IHC 2+/ISH negative``: the result of one test of several that grade a protein."""
    return bool(state.group) and bool(_HYBRIDISED & set(state.sentence.gap(state.end, token.first)))


def _sign_waiting(state: State, token: Token) -> None:
    if token.value == "-" and state.sentence.words[token.first].text == "-":
        told = {mention.gene for mention in state.found}
        state.waiting = [gene for gene in state.waiting if is_expressed(gene) or gene.value in told]
    genes, state.group, state.waiting = state.waiting, state.waiting, []
    state.last_gene = genes[-1] if genes else state.last_gene
    lost = bool(genes) and token.value == "-" and all(gene.value in SUPPRESSORS for gene in genes)
    for gene in genes:
        change = "expression" if lost else signed(gene, token.value)
        state.add([gene], change, token.last, "" if lost else grade(token.value, change))
    if not lost:
        _set_sign(state, token)


def _set_sign(state: State, token: Token) -> None:
    """Say of the group's mentions that they are absent, where the sign says so."""
    for mention in state.members():
        if state.end - 1 <= mention.last <= token.last:
            mention.absent = token.value != "+" or (mention.absent and mention.change == "signature")
            mention.last = token.last
    state.end = token.last


def measure(state: State, token: Token) -> None:
    """``PD-L1 >= 1%``, ``TMB >= 10``: an amount is asked of a protein or a signature."""
    measured = [g for g in state.waiting if set(g.value.split()) <= (EXPRESSED | SIGNATURE_NAMES) - COUNTED]
    if measured and state.near(state.waiting[-1].last, token.first, _SIGN_GAP, 4):
        state.waiting = measured
        give(state, token._replace(value="expression"))
    elif state.group and state.near(state.end, token.first, _SIGN_GAP, 4):
        state.extend(token.last)


def below(state: State, token: Token) -> None:
    """``ER < 1%``, ``TMB < 10``: so little that it counts as absent, or only less than much."""
    amount = [word.text for word in state.sentence.words[token.last + 1 : token.last + 3]]
    measure(state, token)
    if state.end != token.last or not amount or not amount[0].isdigit():
        return
    most = _ABSENT_PERCENT if amount[1:] == ["%"] else _ABSENT_SCORE
    for mention in state.members():
        if mention.last == token.last and (mention.change == "signature" or int(amount[0][:4]) <= most):
            mention.absent = True


def status(state: State, token: Token) -> None:
    """``HER2 status``, ``BRCA testing``: a gene is asked about, and no change named."""
    if not state.waiting or not state.near(state.waiting[-1].last, token.first, _STATUS_GAP, 4):
        return
    around = state.sentence.words[max(0, state.waiting[0].first - 3) : token.last + 7]
    if _METHODS & {word.lower for word in around}:
        state.waiting = []  # the name of a guideline
        return
    asked, state.group, state.end = state.waiting, state.waiting, token.last
    if sign_before(state):
        leave(state)
        return
    state.waiting, state.last_gene = [], asked[-1]
    for gene in asked:
        state.add([gene], signed(gene, "+"), token.last)


def score(state: State, token: Token) -> None:
    """``TPS >= 50%``: a score of PD-L1, which may stand beside it or not."""
    if state.waiting and _is_scored(state, token):
        give(state, token._replace(value="expression"))
    elif _goes_on_scored(state, token):
        state.extend(token.last)
    elif not any(m.gene == token.value for m in state.found) and "child" not in state.sentence.text.lower():
        state.add([token], "expression", token.last)
        state.group, state.end = [token], token.last


def _goes_on_scored(state: State, token: Token) -> bool:
    near = state.near(state.end, token.first, FILLERS | CONNECTORS, 6)
    return near and any(mention.gene == token.value for mention in state.members())


def _is_scored(state: State, token: Token) -> bool:
    """Whether the protein that waits is the one of the score: PD-L1, or one right before it."""
    last = state.waiting[-1]
    own = last.value == token.value
    return state.near(last.last, token.first, FILLERS | CONNECTORS) if own else last.last == token.first - 1
