"""What a sentence is found to name, and what is known while its words are read in order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from oncotrace.loaders.eligibility.tokens import Sentence, Token
from oncotrace.loaders.eligibility.words import CONNECTORS, EXPRESSED

_LONGEST_GAP = 9
"""Words between a gene and its change; further apart they are not one phrase."""
_LONGEST_NAME = 9
"""Words in which the full name of a gene may stand before its symbol in brackets."""
_LONGEST_ANNOUNCEMENT = 24
_ANTIGEN = re.compile(r"CD\d+[A-Z]?")
"""Surface antigens by their number."""
_NAMED = re.compile(r" genes?:\s*$")
_DRUGS = frozenset("inhibitor inhibitors antibody therapy treatment agent prior".split())
_NAMING = frozenset("""( [ : , gene genes including such as e g eg . limited to but not namely ie i
    mutation mutations alteration alterations variant variants following of the""".split())
"""What stands between a signature and its genes."""
_BAND = re.compile(r"\d{1,2}[pq]\d*")
"""A place on a chromosome, named beside its gene (``MLL (11q23) rearrangement``)."""
_ANNOUNCE = {
    tuple(pair.split())
    for pair in "such as|genes (|genes :|gene (|genes ,|) genes|including ,|limited to|following :".split("|")
}
_OF_SIGN = {"wild": "mutation", "unamplified": "amplification", "unmethylated": "methylation"}
SIGNATURE_NAMES = frozenset(("MSI", "MMR", "TMB", "HRD", "HRR"))


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
class State:
    """What is known while the words of a sentence are read in order."""

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
    shared: list[Token] = field(default_factory=list)
    """Variants that the gene behind them has taken, and that may be of the next, too."""
    last_gene: Token | None = None
    target: Token | None = None
    """The gene that a drug was last said to be aimed at."""
    negation: Token | None = None
    sign: Token | None = None
    """The last positive, negative or wild type."""
    kind: Token | None = None
    """The last change or drug."""
    follows: bool = False
    """Whether the waiting genes go on a list whose genes have their change."""
    led_by: tuple[Token | None, Token | None] = (None, None)
    """``sign`` and ``kind`` as they stood when the first of the waiting genes came."""

    def see(self, token: Token) -> None:
        """Remember a word that may govern genes further on."""
        negative = token.kind == "negation" and self.sentence.words[token.first].lower == "negative"
        if token.kind == "negation":
            self.negation = token
        if token.kind == "sign" or negative:
            self.sign = token
        if token.kind in ("change", "drug", "before_drug"):
            self.kind = token

    def wait(self, token: Token) -> None:
        """Let a gene wait for its change."""
        if not self.waiting:
            self.follows = bool(self.group) and self.near(self.end, token.first, CONNECTORS)
            self.led_by, self.group = (self.sign, self.kind), []
        self.waiting.append(token)

    def near(self, left: int, right: int, allowed: frozenset[str], most: int = _LONGEST_GAP) -> bool:
        gap = self.sentence.gap(left, right)
        long = sum(map(str.isalpha, gap)) if most == _LONGEST_GAP else len(gap)
        return long <= most and all(
            word in allowed or word.isdigit() or _BAND.fullmatch(word) for word in gap
        )

    def introduces(self, left: int, right: int) -> bool:
        """Whether a list of genes is announced: ``mutations linked with a risk such as BRCA1``."""
        gap = self.sentence.gap(left, right)
        if self.spelled_out(left, right) or (gap[-1:] == ["("] and gap[:1] in (["of"], ["in"])):
            return len(gap) <= _LONGEST_NAME
        announced = tuple(gap[-2:]) in _ANNOUNCE or gap[-1:] == ["including"]
        return announced and len(gap) <= _LONGEST_ANNOUNCEMENT

    def spelled_out(self, left: int, right: int) -> bool:
        """Whether a list goes on with the full name of a gene before its symbol in brackets."""
        gap = self.sentence.gap(left, right)
        joined = bool({",", "and", "or", "/"} & set(gap[:2])) and set(gap[:1]) <= CONNECTORS
        return joined and gap[-1:] == ["("] and len(gap) <= _LONGEST_NAME and not _DRUGS & set(gap)

    def add(self, tokens: Iterable[Token], change: str, upto: int, variant: str = "") -> None:
        for token in tokens:
            for symbol in token.value.split():
                told = ("signature", "") if symbol in SIGNATURE_NAMES else (change, variant)
                first, last = min(token.first, upto), max(token.last, upto)
                self.found.append(Mention(symbol, told[0], first, last, told[1], at=token.first))

    def members(self) -> list[Mention]:
        """The mentions of the group."""
        own = {gene.first for gene in self.group}
        return [mention for mention in self.found if mention.at in own]

    def extend(self, last: int) -> None:
        """Let the phrase of the group end later: an amount or a short form follows it."""
        for mention in self.members():
            if mention.last >= self.end:
                mention.last = last
        self.end = last

    def drop(self) -> None:
        """Forget the group: it is no biomarker."""
        own = {gene.first for gene in self.group}
        self.found = [m for m in self.found if m.at not in own]
        self.group = []


def names_next(sentence: Sentence, token: Token) -> bool:
    """Whether the genes of a signature follow and are meant: ``mutations in MMR genes: MLH1``."""
    if token.kind != "signature":
        return False
    if _NAMED.match(sentence.text, sentence.words[token.last].end):
        return True
    after = next((t for t in sentence.tokens if t.first > token.last and t.kind != "change"), None)
    gap = sentence.gap(token.last, after.first) if after and after.kind == "gene" else []
    return set(gap) <= _NAMING and bool({"(", ":", "including", "such"} & set(gap))


def is_expressed(gene: Token) -> bool:
    """Whether a gene's name, or its family's, is used of the protein."""
    return any(symbol in EXPRESSED or _ANTIGEN.fullmatch(symbol) for symbol in gene.value.split())


def signed(gene: Token, sign: str) -> str:
    """The class of change of which a sign speaks: ``HER2-positive``, ``ALK-positive``, ``KRAS wild type``."""
    return _OF_SIGN.get(sign) or ("expression" if is_expressed(gene) else "alteration")


def grade(sign: str, change: str) -> str:
    """How much of a protein a sign says."""
    return "high" if change == "expression" and sign in "+-" else ""
