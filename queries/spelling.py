"""Misspelt names: what can only be one thing is corrected and said; the rest is offered, never guessed."""

import re

from oncotrace.kg.names import Name, Names, normalise
from oncotrace.ontology.expressions import expression
from oncotrace.ontology.plain import dataclass
from oncotrace.queries.alteration_patterns import alterations
from oncotrace.queries.mentions import in_gene_context, shouts, tokens
from oncotrace.queries.question import Note, Unknown
from oncotrace.queries.words import (
    CLINIC,
    COUNTRIES,
    DOMAIN,
    DRUG_ENDINGS,
    FUNCTION_WORDS,
    WORD_BEFORE_CANCER,
    is_word,
)

MAX_UNKNOWN = 5
MAX_TRIED = 12
"""Different words that are compared with every name: a text with more is no question."""
_KNOWN = DOMAIN | CLINIC | {word for name in COUNTRIES for word in name.split()}
_DIGITS_AND_LETTERS = expression(r"(?=.*[A-Za-z]{2})(?=.*\d)[A-Za-z][A-Za-z0-9]{2,}")
_EVERYDAY = expression(
    r"\d+(?:st|nd|rd|th|mg|ml|kg|cm|mm)?|[IVX]+[ABC]?|[A-Z]\d{2,4}[A-Z*]?|(?:stage|phase|grade|ex|exon)\d.*",
    re.IGNORECASE,
)
_NOUN = r"(?:cancers?|carcinomas?|tumou?rs?|sarcomas?|lymphomas?|leuka?emias?)\b"
_CANCER_NOUN = expression(rf"\s+{_NOUN}", re.IGNORECASE)
_CANCER_AFTER = expression(
    r"\b(?:in|for|with|of|have|has|had|and|my|a|an)\s+(?:(?:metastatic|advanced|early|recurrent|stage|\w+-stage)\s+)*"
    rf"(?P<words>[^\W\d_]+)\s+{_NOUN}",
    re.IGNORECASE,
)


@dataclass(slots=True, frozen=True)
class Correction:
    """A misspelt word, where it stands and what it is read as."""

    start: int
    end: int
    note: Note


def _allowed(word: str) -> int:
    """How many slips (a letter changed, lost, added, or two swapped) a word of this length may hold."""
    return 1 if len(word) < 9 else 2


def _slips(a: str, b: str) -> int:
    from rapidfuzz.distance import OSA  # a well spelled question does not come here

    return int(OSA.distance(a, b, score_cutoff=3))


def _free(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words of a text that nothing has read yet."""
    return [(start, end) for start, end in tokens(text) if not any(s < end and start < e for s, e in taken)]


def corrections(text: str, taken: list[tuple[int, int]], names: Names) -> list[Correction]:
    """Misspelt words of the field, drugs, cancers and genes among the words that nothing has read."""
    found = []
    tried: dict[str, str] = {}
    read = taken + [(a.start, a.end) for a in alterations(text)]
    for start, end in _free(text, read):
        word = text[start:end]
        if len(word) < 4 or is_word(word) or word.casefold() in _KNOWN:
            continue
        if word not in tried and len(tried) < MAX_TRIED:
            tried[word] = _of_field(word) or _of_names(word, text, (start, end), names)
        if right := tried.get(word):
            found.append(Correction(start, end, Note(kind="typo", written=word, read_as=right)))
    return found


def _of_field(word: str) -> str:
    """The one word of the field that differs by a slip; empty where none or several do."""
    if len(word) < 5 or not word.isalpha():
        return ""
    lower = word.casefold()
    alike = (w for w in DOMAIN if len(w) >= 5 and w[0] == lower[0])
    near = sorted((s, w) for w in alike if (s := _slips(lower, w)) <= _allowed(w))
    if not near or (len(near) > 1 and near[0][0] == near[1][0] and not _same_word(near[0][1], near[1][1])):
        return ""
    return near[0][1]


def _same_word(a: str, b: str) -> bool:
    """British and American spelling, singular and plural."""
    return normalise(a) == normalise(b) or a.rstrip("s") == b.rstrip("s")


def _of_names(word: str, text: str, place: tuple[int, int], names: Names) -> str:
    if len(word) >= 6 and word.isalpha():
        for kind in ("Drug", "Cancer"):
            if name := _only_near(word, kind, names):
                return name.text
    if in_gene_context(text, *place) and word.isascii():
        return _near_gene(word, names)
    return ""


def _only_near(word: str, kind: str, names: Names) -> Name | None:
    """The one thing of a kind whose name differs by a slip."""
    key = normalise(word)
    found = names.within_one(word, (kind,)) or names.near(word, (kind,), limit=5)
    near = [(_slips(key, n.key), n) for n in found]
    near = sorted((p for p in near if p[0] <= _allowed(p[1].key) and len(p[1].key) >= 6), key=lambda p: p[0])
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1]


def _near_gene(word: str, names: Names) -> str:
    """The one gene with biomarkers on record that two swapped letters or a doubled one make.

    ``EGRF`` is EGFR, ``KRASS`` is KRAS. Symbols are short: another letter may be another gene, so
    ``ROS2`` and ``FOO1`` stay unknown.
    """
    key = normalise(word)
    near = [n for n in names.within_one(word, ("Gene",)) if _swapped_or_doubled(key, n.key)]
    labels = {f"{n.text} {what}": n.text for n in near for what in ("alteration", "mutation", "fusion")}
    held = {
        labels[label]
        for label, rows in names.find(labels).items()
        if any(r.kind == "Biomarker" for r in rows)
    }
    return held.pop() if len(held) == 1 else ""


def _swapped_or_doubled(a: str, b: str) -> bool:
    undoubled = {a[:i] + a[i + 1 :] for i in range(1, len(a)) if a[i] == a[i - 1]}
    return (_slips(a, b) == 1 and sorted(a) == sorted(b)) or b in undoubled


def corrected(text: str, found: list[Correction]) -> str:
    """The text with its corrections."""
    for one in sorted(found, key=lambda c: -c.start):
        text = text[: one.start] + one.note.read_as + text[one.end :]
    return text


def unknown(
    text: str, taken: list[tuple[int, int]], names: Names, *, nothing_else: bool, no_cancer: bool
) -> list[Unknown]:
    """Words that look like names and are none, with their neighbours in spelling.

    ``nothing_else``: nothing of the text was recognised, so that any rare word may be the name meant;
    ``no_cancer``: no cancer was, so that a long rare word may be one.
    """
    found: dict[str, Unknown] = {}
    for start, end in _free(text, taken):
        word = text[start:end]
        if noun := _CANCER_NOUN.match(text, end):
            phrase = text[start : noun.end()]
            rare = not is_word(word) and word.casefold() not in _KNOWN
            if rare and phrase not in found and len(found) < MAX_UNKNOWN:
                found[phrase] = _unknown(phrase, ("Cancer",), names)
            continue
        kinds = _looks_like(word, text, (start, end), 4 if nothing_else else 8 if no_cancer else 99)
        if kinds and word not in found and len(found) < MAX_UNKNOWN:
            found[word] = _unknown(word, kinds, names)
    for match in _CANCER_AFTER.finditer(text):
        word = match["words"]
        free = not any(s < match.end("words") and match.start("words") < e for s, e in taken)
        if free and word.casefold() not in WORD_BEFORE_CANCER and len(found) < MAX_UNKNOWN:
            phrase = text[match.start("words") : match.end()]
            found.pop(word, None)
            found[phrase] = _unknown(phrase, ("Cancer",), names)
    return list(found.values())


def _unknown(word: str, kinds: tuple[str, ...], names: Names) -> Unknown:
    near = names.near(word, kinds, limit=3)
    return Unknown(text=word, nearest=tuple(dict.fromkeys(names.label(n.id) for n in near)))


def _looks_like(word: str, text: str, place: tuple[int, int], rare: int) -> tuple[str, ...]:
    """The kinds of thing that a word may be meant to name; empty for ordinary words.

    ``rare`` is the length from which a word that is no English one counts by that alone.
    """
    lower = word.casefold()
    if word.isupper() and lower not in FUNCTION_WORDS and not shouts(text) and in_gene_context(text, *place):
        return ("Gene",)
    if is_word(word) or lower in _KNOWN or len(word) < 3 or _EVERYDAY.fullmatch(word):
        return ()
    if len(word) >= 6 and lower.endswith(DRUG_ENDINGS):
        return ("Drug",)
    if in_gene_context(text, *place):
        return ("Gene",)
    if _DIGITS_AND_LETTERS.fullmatch(word) or (word.isupper() and not shouts(text) and len(word) >= 3):
        return ("Gene", "Drug", "Cancer")
    if len(word) >= rare:
        return ("Gene", "Drug", "Cancer")
    return ()
