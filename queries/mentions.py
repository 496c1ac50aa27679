"""Names in running text: genes, cancers, drugs and biomarkers, each with its place.

All runs of up to eight words are looked up in one batch. A gene symbol that is also a word (MET, WAS)
or a short form of the clinic (FISH, CAR) counts as a gene only where its case and its neighbours
say so. The longest mention wins.
"""

import re
from collections.abc import Iterable, Iterator

from oncotrace.kg.names import Name, Names
from oncotrace.kg.signatures import FAMILIES
from oncotrace.ontology.expressions import expression
from oncotrace.ontology.plain import dataclass
from oncotrace.queries.words import CLINIC, FUNCTION_WORDS, GENERIC_CANCER, is_word

MAX_WORDS = 8
_TOKEN = expression(r"[^\W_]+")
_GAP = expression(r":|[ \t]*[-–'’,./()_&+]*[ \t]*")
_SENTENCE_END = expression(r"[.!?]\s|[;!?\n]{2}|[;!?]")
_LETTERS = expression(r"[A-Za-z]{2,5}")
_DIGITS = expression(r"\d{1,2}[A-Z]?")
_SHORT_CODE = expression(r"(?:CR|PR|RP|[cpy]{0,2}[A-Z])\d{1,2}(?:[-–]\d)?[a-z]?|[A-Za-z]\d{2,4}[A-Za-z]?")
"""Responses (CR1), stages (cT3-4), codes of diseases (F10) and protein variants (G12C)."""
_TWO_LETTERS = expression(r"[A-Za-z]{2}|[A-Za-z]\d")
_FILTRATION = "eGFR"
"""The glomerular filtration rate, in this case of letters, and never the gene EGFR."""

_SPEAKING = tuple(
    """fusion rearrang re-arrang translocat inversion mutat mutant amplif alter overexpress over-express
    express delet wild positive negative inhibit variant skipping resistan driven methylat biomarker pathway
    status""".split()
)
"""Beginnings of words that speak of the gene before them."""
_AFTER = expression(
    rf"[\s\-–]*(?:genes?\b[\s\-]*)?(?:{'|'.join(_SPEAKING)}|loss\b|lost\b|wt\b|gene\b|copy[ -]number|itd\b"
    r"|p\.[A-Z]|::|(?:in-?frame )?ex(?:on)?[ -]?\d|(?-i:[A-Z]\d{2,4}[A-Z*]))",
    re.IGNORECASE,
)
_BEFORE = expression(
    r"(?:(?:fusions?|rearrange\w*|translocation|mutations?|amplification|alterations?|deletion|insertion"
    r"|loss|over-?expression|expression|variants?|skipping|changes?)"
    r" (?:of|in|involving|at) (?:the |my )?(?:gene )?"
    r"|(?:mutated|mutant|amplified|rearranged|altered|gene)[ ]|::)$",
    re.IGNORECASE,
)
_WEAK_AFTER = expression(r"[\s?.!]*$|\s+(?:in|mean|means|and|or)\b|\s*[,/]")


@dataclass(slots=True, frozen=True)
class Mention:
    """A thing that a text names, and where."""

    start: int
    end: int
    text: str
    kind: str
    """Gene, Cancer, Drug or Biomarker."""
    id: str
    name: Name
    others: tuple[Name, ...] = ()
    """Other things of the same kind that carry this name just as strongly."""

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


@dataclass(slots=True, frozen=True)
class Span:
    """Words of a text that may name something."""

    start: int
    end: int
    text: str
    lookup: str
    """What is looked up for it: the text, or its joined form (``ROS 1`` -> ``ROS1``)."""


def tokens(text: str) -> list[tuple[int, int]]:
    """The places of the words of a text."""
    return [match.span() for match in _TOKEN.finditer(text)]


def shouts(text: str) -> bool:
    """Whether capitals say nothing, because a text of several words has nothing else."""
    return text.isupper() and len(tokens(text)) > 3


def spans(text: str) -> Iterator[Span]:
    """All runs of words that may be a name, with joined forms of split symbols."""
    places = tokens(text)
    for i, (start, _) in enumerate(places):
        for j in range(i, min(i + MAX_WORDS, len(places))):
            end = places[j][1]
            if j > i and not _continues(text, places[j - 1][1], start_of_next=places[j][0]):
                break
            piece = text[start:end]
            yield Span(start, end, piece, piece)
            if j == i + 1:
                yield from _joined(text, places[i], places[j])
        if text[start : places[i][1]].isupper() and places[i][1] - start >= 3:
            piece = text[start : places[i][1]]
            yield Span(start, places[i][1], piece, f"ONCOTREE:{piece}")


def _continues(text: str, end: int, *, start_of_next: int) -> bool:
    """Whether a name may go on over what stands between two words."""
    if text[end:start_of_next] == " ":
        return True
    return bool(_GAP.fullmatch(text, end, start_of_next)) and not _SENTENCE_END.match(text, end)


def _joined(text: str, first: tuple[int, int], second: tuple[int, int]) -> Iterator[Span]:
    """``ROS 1``, ``ROS-1``, ``BRCA 2`` as one symbol; ``line 1`` and ``stage 4`` are none."""
    head, tail = text[slice(*first)], text[slice(*second)]
    if second[0] - first[1] != 1 or text[first[1]] not in " -–" or is_word(head):
        return
    if _LETTERS.fullmatch(head) and _DIGITS.fullmatch(tail):
        yield Span(first[0], second[1], text[first[0] : second[1]], head + tail)


def mentions(text: str, names: Names) -> list[Mention]:
    """The names in a text, none overlapping another, in order."""
    return longest(accepted(text, names))


def longest(found: Iterable[Mention]) -> list[Mention]:
    """The longest of overlapping mentions."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start, _rank(m))):
        if not any(mention.overlaps(k.start, k.end) for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def accepted(text: str, names: Names) -> list[Mention]:
    """Every name that the text may hold, overlapping ones too."""
    candidates = list(spans(text))
    found = names.find({span.lookup for span in candidates})
    known = _known(names, found.values())
    shouting = shouts(text)
    result: list[Mention] = []
    for span in candidates:
        by_kind: dict[str, list[Name]] = {}
        for name in found.get(span.lookup, ()):
            if _fits(name, span, text, shouting, known):
                by_kind.setdefault(name.kind, []).append(name)
        for kind, ranked in by_kind.items():
            first = ranked[0]
            same = {n.id: n for n in reversed(ranked) if n.field == first.field and n.id != first.id}
            others = tuple(same[id] for id in sorted(same))
            result.append(Mention(span.start, span.end, span.text, kind, first.id, first, others))
    return result


def _rank(mention: Mention) -> int:
    """Which kind wins where two carry the same words: VHL is the gene, ALL the leukaemia."""
    if mention.kind == "Gene" and mention.name.field == "symbol":
        return 1
    return {"Biomarker": 0, "Drug": 2, "Cancer": 3, "Gene": 4}[mention.kind]


def _known(names: Names, found: Iterable[list[Name]]) -> frozenset[str]:
    """The genes among these that the graph holds a biomarker of."""
    genes = {n.id for rows in found for n in rows if n.kind == "Gene"}
    labels = {
        f"{names.label(gene)} {what}": gene
        for gene in genes
        for what in ("alteration", "mutation", "fusion", "amplification", "expression")
    }
    held = names.find(labels)
    return frozenset(
        labels[label] for label, rows in held.items() if any(n.kind == "Biomarker" for n in rows)
    )


def _fits(name: Name, span: Span, text: str, shouting: bool, known: frozenset[str]) -> bool:
    if name.field in ("id", "xref"):
        return ":" in span.lookup or "_" in span.lookup
    match name.kind:
        case "Gene":
            return _is_gene(name, span, text, shouting, name.id in known)
        case "Cancer":
            return _is_cancer(name, span, shouting)
        case "Drug":
            return not is_word(span.text) or (span.text[0].isupper() and span.start > 0)
    return True


def _is_cancer(name: Name, span: Span, shouting: bool) -> bool:
    if name.key in GENERIC_CANCER:
        return False
    if span.text.upper() in FAMILIES or span.text.casefold() in CLINIC:
        return False
    if len(name.key) <= 5 and " " not in name.key:
        # ALL, GIST, MEN, CUP are words, too: they count in capitals only.
        if is_word(span.text):
            return span.text.isupper() and not shouting
        return span.text == name.text or span.text.isupper() or (span.text.islower() and len(name.key) > 2)
    return not span.lookup.startswith("ONCOTREE:") or not is_word(span.text)


def in_gene_context(text: str, start: int, end: int) -> bool:
    """Whether the words beside this place speak of a gene (``... exon 14``, ``mutation of ...``)."""
    if text[end : end + 1] == " " and text[end + 1 : end + 20].lower().startswith(_SPEAKING):
        return True
    return bool(_AFTER.match(text, end) or _BEFORE.search(text[max(0, start - 60) : start]))


def _is_gene(name: Name, span: Span, text: str, shouting: bool, known: bool) -> bool:
    """Whether the words are meant as the gene: by case, by neighbours, by what the graph knows."""
    word = span.text
    plain = word.casefold()
    strong = in_gene_context(text, span.start, span.end)
    if word == _FILTRATION or not _TWO_LETTERS.search(word):
        return False
    if " " in name.key and name.field == "label":
        return True
    if is_word(word.split()[0]) and " " in word:
        return False  # "and 1" is no alias AND-1
    if is_word(word) or plain in FUNCTION_WORDS:
        return _word_is_gene(span, text, shouting, strong, known)
    if any(c.isdigit() for c in word):
        return _coded_is_gene(name, word, strong)
    if plain in CLINIC or len(word) < 3:
        weak = known and name.field == "symbol" and bool(_WEAK_AFTER.match(text, span.end))
        return word.isupper() and ((strong and (known or name.field == "symbol")) or weak)
    if name.field == "symbol":
        alone = word.isupper() and not shouting and bool(_WEAK_AFTER.match(text, span.end))
        return alone or known or strong
    return name.field != "label" and (known or (strong and word.isupper()))


def _coded_is_gene(name: Name, word: str, strong: bool) -> bool:
    """Names with digits: ROS1, HER2, p53; but not G12C, T790M or a stage such as T2."""
    if name.field == "symbol" and not _SHORT_CODE.fullmatch(word):
        return True
    return strong or not (len(word) < 3 or _SHORT_CODE.fullmatch(word))


def _word_is_gene(span: Span, text: str, shouting: bool, strong: bool, known: bool) -> bool:
    """MET, KIT, CAT, WAS: capitals in a text that is not all capitals, and a neighbour that fits."""
    word = span.text
    if not word.isupper():
        return False
    if strong:
        return known or (not shouting and word.casefold() not in FUNCTION_WORDS)
    # "What does MET mean", "MET in lung cancer": only what the graph knows as a biomarker.
    return known and not shouting and bool(_WEAK_AFTER.match(text, span.end))
