"""Sentences of typed words: what each word of a criterion is, by the tables of ``words`` and the lexicon."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from oncotrace.loaders.eligibility import words as tables
from oncotrace.loaders.eligibility.hyphens import Word, is_minus, is_plus, is_signed, touch, with_alternatives

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_ODD_CASE = re.compile(r"[A-Z0-9]")
_RUN = re.compile(r"\w+")
_BIOMARKERS = frozenset(("gene", "fused", "signature", "triple", "score"))
_STOP = re.compile(
    r"(?:[.!?]|;(?!\s+(?:and\s+)?[\w/-]+(?:[;,]|$)))(?=\s|$)|\u2022|\s(?=(?:[ivx]{1,4}\.|\d\.|[a-h]\))\s[A-Z])"
)
_ABBREVIATION = re.compile(r"(?:\be\.g|\bi\.e|\bvs|\bno|\bapprox|\betc|\b[A-Zv])$")
_BEGINS = re.compile(r"\s+[A-Z0-9(*]|\s*$")
_VARIANT = re.compile(
    r"(?:p\.?|1[89]|2[01])?[A-Z]\d{2,4}(?:[A-Z]|fs|del|dup)|[A-Z]\d{2,3}|[A-Z][a-z]{2}\d{2,4}[A-Z][a-z]{2}"
    r"|ITD|TKD|vIII"
)
_STAGE = re.compile(r"[cpyr]{0,3}[TNM]\d[a-c]?(?:-\d[a-c]?)?")
"""A stage of the TNM classification (``cN1``), which some gene is called, too."""
_GLUED = re.compile(r"(H3|[A-Z][A-Za-z0-9]{2,6}?)(p?[A-Z]\d{2,4}[A-Z]?|ITD|TKD|vIII)")
_MARKED = re.compile(
    r"([ghst]?)([A-Za-z][A-Za-z0-9]{2,7}?)(m|mut|MT|mt|mutant|wt|WT|r|c|pos|neg|low|amp|del|abn|fusion)?"
)
"""``gBRCA``, ``EGFRm``, ``KMT2Ar``, ``CD19pos``: a letter before a gene, or behind it what is said of it."""
_BEFORE_VARIANT = "p.0123456789"
_SKIPPED = re.compile(r"(MET)(?:(?:ex|Ex|EX|\u0394ex|\u0394)(?:on)?)?(14)(?:del|skip)?")
"""``METex14``: the short form of a skipped exon."""
_EXON = re.compile(
    r"\bex(?:on)?s?[\s-]*(?:(?:deletion|insertion)s?\s)?(\d{1,2})[\s-]*(?:in-?frame[\s-]*)?"
    r"(del(?:etion)?s?|ins(?:ertion)?s?|dup\w*|skipping|skip|mutations?|indels?|alterations?)\b|\bexon\s+deletion\s+(19)\b"
    r"|\b(?:del\s?-?19|19\s?-?del)\b|\bdeletions? (?:of|in|at) exon (19)\b"
    r"|\b(\d{1,2})[\s-]exon[\s-](deletion|insertion)s?\b",
    re.I,
)


class Lexicon(Protocol):
    """What the reader asks of the graph's names."""

    seen: dict[str, int]
    """Words that were looked at before, and whether they may begin a name."""
    dull: set[str]
    """Words that are none of a sentence's typed words."""

    def gene(self, word: str) -> str: ...


class Token(NamedTuple):
    kind: str
    """gene, fused, signature, triple, change, variant, sign, status, score, negation, drug,
    before_drug, laboratory, measure, below."""
    value: str
    first: int
    last: int
    """Places of the first and the last word of the token in the sentence."""


@dataclass(slots=True)
class Sentence:
    start: int
    """Offset of the sentence in the published text."""
    text: str
    words: list[Word]
    tokens: list[Token]

    def gap(self, left: int, right: int) -> list[str]:
        """The words between two places, both left out, in lower case."""
        return [word.lower for word in self.words[left + 1 : right]]


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    before = text[max(0, stop.start() - 8) : stop.start()]
    return bool(_BEGINS.match(text, stop.end())) and not _ABBREVIATION.search(before)


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """The sentences of a line with their offsets."""
    at = 0
    for stop in _STOP.finditer(text):
        if stop[0] in ".!?" and not _ends_sentence(text, stop):
            continue
        if piece := text[at : stop.end()].strip():
            yield start + text.index(piece, at), piece
        at = stop.end()
    if piece := text[at:].strip():
        yield start + text.index(piece, at), piece


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Phrases by their first word, the longest first."""
    rows: list[tuple[str, str, str]] = []
    rows += [(text, "change", value) for value, text in tables.CHANGES.items()]
    rows += [(text, "sign", value) for value, text in tables.SIGNS.items()]
    rows += [(text, "signature", value) for value, text in tables.SIGNATURES.items()]
    rows += [(text, "fused", value) for value, text in tables.FUSED.items()]
    rows += [(text, "gene", value) for value, text in tables.NAMES.items()]
    rows += [(text, "variant", value) for value, text in tables.VARIANTS.items()]
    rows += [
        (tables.TRIPLE_NEGATIVE, "triple", "ESR1 PGR ERBB2"),
        (tables.NEGATIONS, "negation", ""),
        (tables.DRUGS, "drug", ""),
        (tables.BEFORE_DRUGS, "before_drug", ""),
        (tables.LABORATORY, "laboratory", ""),
        (tables.MEASURES, "measure", ""),
        (tables.BELOW, "below", ""),
        (tables.STATUS, "status", ""),
        (tables.SCORES, "score", "CD274"),
        (tables.EXON_MUTATIONS, "change", "exon mutation"),
    ]
    index: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for text, kind, value in rows:
        for phrase in re.split(r"\s\|\s", text):
            parts = tuple(phrase.split())
            index.setdefault(parts[0], []).append((parts, kind, value))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


@cache
def _beginnings() -> dict[str, list[tuple[str, ...]]]:
    """The words of biomarkers' names, without punctuation, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entries in _index().values():
        for parts, kind, _ in entries:
            if kind in _BIOMARKERS and (words := tuple(p for p in parts if p.isalnum())):
                found.setdefault(words[0], []).append(words)
    return found


def names_in(text: str, lexicon: Lexicon) -> tuple[list[str], set[tuple[str, str]]]:
    """The words of a text that name a biomarker, and the first two words of names of several."""
    names, begun, kinds, words = [], set(), lexicon.seen, _RUN.findall(text)
    for word in set(words):
        kind = kinds.get(word)
        if kind is None:
            kind = kinds[word] = _shape(word, lexicon)
        if kind == _NAME:
            names.append(word)
        elif kind == _BEGINNING:
            begun.add(word)
    pairs = {(word, words[i + 1]) for i, word in enumerate(words) if word in begun and _continues(words, i)}
    return names, pairs


_DULL, _BEGINNING, _NAME = range(3)


def _shape(word: str, lexicon: Lexicon) -> int:
    if word in tables.FAMOUS or word.lower() in _STEMS:
        return _NAME
    if _ODD_CASE.search(word) and (
        lexicon.gene(word)
        or _SKIPPED.fullmatch(word)
        or _GLUED.fullmatch(word)
        or _marked(word, lexicon)[0]
    ):
        return _NAME
    begun = _beginnings().get(word.lower(), ())
    if any(len(parts) == 1 for parts in begun) and _in_usual_case(word):
        return _NAME
    return _BEGINNING if begun else _DULL


def _in_usual_case(word: str) -> bool:
    """Short names are none in lower case: ``er`` and ``pr`` begin other words."""
    return not word.islower() or len(word) > 3 or word[-1].isdigit()


def _continues(words: list[str], at: int) -> bool:
    after = words[at + 1].lower() if at + 1 < len(words) else ""
    for parts in _beginnings()[words[at].lower()]:
        if parts[1:2] == (after,) and tuple(w.lower() for w in words[at : at + len(parts)]) == parts:
            return True
    return False


def read(text: str, start: int, lexicon: Lexicon) -> Sentence:
    """The typed words of a sentence."""
    words = [Word(m[0], m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    exons = {m.start(): m for m in _EXON.finditer(text)}
    found: list[Token] = []
    at = 0
    while at < len(words):
        if words[at].text in lexicon.dull and (at + 1 == len(words) or words[at + 1].text != "-"):
            at += 1
            continue
        phrase = _exon(words, at, exons) or _apart(words, at, lexicon) or _phrase(words, at)
        token = phrase or _gene_or_variant(words, at, lexicon)
        if isinstance(token, Token):
            if token.kind == "gene":
                token = _with_siblings(words, token, lexicon)
                token = _fused(words, found, token) or token
            found.append(token)
            at = token.last + 1
        elif token:
            found += token
            at = token[-1].last + 1
        else:
            if _is_dull(words[at]):
                lexicon.dull.add(words[at].text)
            at += 1
    return Sentence(start, text, words, found)


def _is_dull(word: Word) -> bool:
    """Whether a word that is no token here is none anywhere: nothing else may begin with it."""
    unknown = word.lower not in _index() and word.lower not in _STEMS and not word.lower.startswith("ex")
    return unknown and word.text.isalnum() and len(word.text) > 2


def _exon(words: list[Word], at: int, exons: dict[int, re.Match[str]]) -> Token | None:
    match = exons.get(words[at].start)
    if match is None:
        return None
    last = at
    while last + 1 < len(words) and words[last + 1].end <= match.end():
        last += 1
    what = (match[2] or match[6] or "del")[:3].lower()
    if what in ("mut", "alt"):
        return Token("change", "exon mutation", at, last)
    name = {"del": "deletion", "ins": "insertion", "ski": "skipping", "dup": "insertion"}.get(what, "indel")
    return Token("variant", f"exon {int(match[1] or match[5] or 19)} {name}", at, last)


def _phrase(words: list[Word], at: int) -> Token | None:
    for parts, kind, value in _index().get(words[at].lower, ()):
        size = len(parts)
        if size > 1 and tuple(w.lower for w in words[at : at + size]) != parts:
            continue
        if value in tables.IN_BLOOD and parts[0] not in _SURE and not _is_expressed(words, at, size):
            continue
        if _fits(kind, words, at, size):
            return Token(kind, value, at, at + size - 1)
    return None


_SURE = ("ceacam",)


def _is_expressed(words: list[Word], at: int, size: int) -> bool:
    """Whether the words around a protein speak of a tumour that expresses it."""
    around = words[max(0, at - 3) : at + size + 5]
    return any(word.lower.startswith(("express", "overexpress", "immunohisto", "ihc")) for word in around)


_HORMONES = frozenset(("estrogen", "oestrogen", "progesterone"))
_OTHER_MEANINGS = {
    "pr": {"response", "cr", "sd", "interval"},
    "hr": {"heart", "hazard", "pulse"},
    "er": {"release", "room", "emergency", "extended", "reticulum"},
    "ar": {"augmented", "adverse"},
}
"""Short forms of receptors that mean something else behind these words."""
_OF_RECEPTORS = frozenset(("positive", "positivity", "negative", "negativity", "+"))


def _fits(kind: str, words: list[Word], at: int, size: int) -> bool:
    """Whether a phrase is meant: short names in their usual case, a sign only right behind a name."""
    word = words[at]
    if word.lower == "ph" and size == 1 and kind == "fused":
        return word.text == "Ph" and is_signed(words, at)
    if word.text == "her":
        return False
    if word.lower in _HORMONES and size == 1:
        return bool({w.lower for w in words[at + 1 : at + 3]} & _OF_RECEPTORS)
    if (other := _OTHER_MEANINGS.get(word.lower)) and {w.lower for w in words[max(0, at - 6) : at]} & other:
        return False
    if kind in ("gene", "fused", "signature") and size == 1:
        return _in_usual_case(word.text)
    if word.lower in ("low", "high") and size == 1:
        return not {w.lower for w in words[at + 1 : at + 3]} & {"grade", "risk", "volume", "burden"}
    if word.text == "+" and size == 1:
        return is_plus(words, at)
    if word.text.startswith("0") and at and words[at - 1].text in "-/.>":
        return False
    if kind == "sign" and word.lower in "+-":
        return size > 1
    if word.text == "amp":
        return words[at - 1].text != "&"
    if kind == "change" and word.text == "-" and size == 2:
        return bool(at) and touch(words, at - 1, at + 1) and words[at + 1].text.islower()
    return True


def _gene_or_variant(words: list[Word], at: int, lexicon: Lexicon) -> Token | list[Token] | None:
    word = words[at]
    if word.text == "-" and is_minus(words, at):
        return Token("sign", "-", at, at)
    if not _ODD_CASE.search(word.text) or _STAGE.fullmatch(word.text):
        return None
    if word.text in tables.NO_VARIANTS or (word.text == "TKD" and words[max(0, at - 2)].lower == "domain"):
        return None
    if _VARIANT.fullmatch(word.text) or (word.text.islower() and word.text.upper() in tables.FAMOUS):
        return Token("variant", _plain(word.text), at, with_alternatives(words, at))
    joined = _joined(words, at)
    if joined and not _STAGE.fullmatch(joined) and (symbol := lexicon.gene(joined)):
        return Token("gene", symbol, at, at + 2)
    if symbol := lexicon.gene(word.text):
        return Token("gene", symbol, at, at)
    if m := _SKIPPED.fullmatch(word.text):
        return [Token("gene", m[1], at, at), Token("variant", f"exon {m[2]} skipping", at, at)]
    if (m := _GLUED.fullmatch(word.text)) and (symbol := _named(m[1], lexicon)):
        return [Token("gene", symbol, at, at), Token("variant", m[2].removeprefix("p"), at, at)]
    name, said = _marked(word.text, lexicon)
    if name:
        gene = Token("gene", name, at, at)
        return [gene, Token(*_SAID[said], at, at)] if said else gene
    after = words[at + 1].text if at + 1 < len(words) else ""
    if word.text == "0" and at and words[at - 1].lower in ("her2", "erbb2") and after not in ("-", "/", "%"):
        return Token("sign", "-", at, at)
    return None


_ONLY: dict[str, Collection[str]] = {"r": tables.PARTNERS, "c": ("NPM1",)}
"""Genes of which alone some letters say something."""
_SAID = dict.fromkeys(("m", "mut", "MT", "mt", "mutant", "c"), ("change", "mutation")) | {
    "wt": ("sign", "wild"),
    "WT": ("sign", "wild"),
    "r": ("change", "fusion"),
    "fusion": ("change", "fusion"),
    "pos": ("sign", "+"),
    "neg": ("sign", "-"),
    "low": ("change", "expression"),
    "abn": ("change", "expression"),
    "amp": ("change", "amplification"),
    "del": ("change", "deletion"),
}
"""What the end of a word says of the gene that it begins with."""


def _plain(variant: str) -> str:
    return variant.upper() if variant.islower() else variant.lstrip(_BEFORE_VARIANT)


_STEMS = frozenset(
    "flt idh tp bcl cd ntrk fgfr cdk mek dll sstr npm mlh msh pms chek trop cldn rad akt".split()
)
"""Names of families whose members are numbered, at times behind a space (``Flt 3``)."""


def _apart(words: list[Word], at: int, lexicon: Lexicon) -> Token | None:
    if words[at].lower not in _STEMS or at + 1 == len(words) or not words[at + 1].text.isdigit():
        return None
    number, after = words[at + 1].text, words[at + 2].text if at + 2 < len(words) else ""
    if len(number) > 2 or (len(number) == 1 and words[at].lower == "cd") or after in tuple("/-%"):
        return None
    symbol = _named(f"{words[at].text}{number}", lexicon)
    return Token("gene", symbol, at, at + 1) if symbol else None


def _joined(words: list[Word], at: int) -> str:
    """Two words with a hyphen and no space between them (``B7-H3``); empty where there are none."""
    parts = words[at : at + 3]
    if len(parts) < 3 or parts[1].text != "-" or not parts[2].text.isalnum() or not touch(words, at, at + 2):
        return ""
    return f"{parts[0].text}-{parts[2].text}"


def _marked(word: str, lexicon: Lexicon) -> tuple[str, str]:
    """The gene of ``gBRCA``, ``EGFRm`` or ``IDH1mut``, and what is said of it; empty for other words."""
    m = _MARKED.fullmatch(word)
    if m is None or not (m[1] or m[3]):
        return "", ""
    gene = _names().get(m[2].lower()) or lexicon.gene(m[2])
    return (gene, m[3] or "") if gene in _ONLY.get(m[3], (gene,)) else ("", "")


def _named(word: str, lexicon: Lexicon) -> str:
    """The gene of a word, whatever its case (``KrasG12D``, ``H3K27M``)."""
    return _names().get(word.lower()) or lexicon.gene(word.upper())


@cache
def _names() -> dict[str, str]:
    """One-word spellings of genes."""
    entries = (entry for rows in _index().values() for entry in rows)
    return {parts[0]: value for parts, kind, value in entries if kind == "gene" and len(parts) == 1}


def _fused(words: list[Word], found: list[Token], token: Token) -> Token | None:
    """``TCF3-HLF``, ``CIC::DUX4``: a fusion by the names of its two genes; the first is taken back."""
    first = found[-1] if found else None
    if first is None or first.kind != "gene" or not touch(words, first.last, token.first):
        return None
    between = [word.text for word in words[first.last + 1 : token.first]]
    both = {*first.value.split(), *token.value.split()} <= tables.PARTNERS and first.value != token.value
    if not (between in (["-"], [":", ":"]) and both):
        return None
    found.pop()
    return Token("fused", f"{first.value} {token.value}", first.first, token.last)


_SERIES = re.compile(r"(.*?[A-Za-z])(\d{1,2})|([A-Z].*[A-Z0-9])([A-D])")
"""The name of a gene that has siblings: ``MEK1``, ``RAD51B``, ``SDHA``."""


def _with_siblings(words: list[Word], token: Token, lexicon: Lexicon) -> Token:
    """``MEK1/2``, ``RAD51B/C/D``, ``CD19/22``: the numbers or letters behind a gene name its siblings."""
    series = _SERIES.fullmatch(words[token.first].text) if token.first == token.last else None
    if series is None:
        return token
    stem, last, genes = series[1] or series[3], token.last, [token.value]
    while last + 2 < len(words) and words[last + 1].text in "/-" and touch(words, last, last + 2):
        own = words[last].text.removeprefix(stem)
        nxt = words[last + 2].text
        if words[last + 1].text == "-":
            ranges = own.isdigit() and nxt in tuple("2345")
            others = [str(n) for n in range(int(own) + 1, int(nxt) + 1)] if ranges else []
        else:
            others = [nxt] if _is_sibling(own, nxt) else []
        more = [_named(f"{stem}{one}", lexicon) for one in others]
        if not more or not all(more):
            break
        genes += more
        last += 2
    return token._replace(value=" ".join(dict.fromkeys(genes)), last=last)


def _is_sibling(one: str, other: str) -> bool:
    return (one.isdigit() and other.isdigit()) or (len(other) == 1 and other.isalpha() and other.isupper())
