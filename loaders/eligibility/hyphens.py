"""What a hyphen, a plus, a minus or a slash joins: a sign of a protein, a list, or two halves of a word."""

from typing import NamedTuple

_SIGNED = frozenset(("positive", "negative", "pos", "neg", "/"))
"""What follows the short form of the Philadelphia chromosome."""
_MARKERS = frozenset("PR PgR HER2 ER Her2 HR CD19 CD20".split())
_LISTED = frozenset(("or", "and", ",", "/"))
_LONGEST_LIST = 16
"""Words in which a suspended hyphen finds its end."""
_GO_ON = frozenset("positive negative low high mutant mutated targeted directed".split())


class Word(NamedTuple):
    text: str
    lower: str
    start: int
    end: int


def with_alternatives(words: list[Word], at: int) -> int:
    """``V600E/K``: single letters after a variant belong to it."""
    while at + 2 < len(words) and words[at + 1].text == "/" and len(words[at + 2].text) == 1:
        at += 2
    return at


def touch(words: list[Word], first: int, last: int) -> bool:
    """Whether nothing stands between the words from one place to another, not even a space."""
    return all(words[i].end == words[i + 1].start for i in range(first, last))


def is_signed(words: list[Word], at: int) -> bool:
    """``Ph+``, ``Ph-positive``: the short form of the Philadelphia chromosome, and not ``Ph II``."""
    after = words[at + 1 : at + 3]
    if len(after) < 2:
        return bool(after) and after[0].text in "+-"
    if [word.text for word in after] in (["(", "+"], ["(", "-"]):
        return True
    minus = after[0].text == "-" and after[1].start > after[0].end
    return minus or after[0].text == "+" or after[1].lower in _SIGNED


def is_plus(words: list[Word], at: int) -> bool:
    """``ER+HER2-`` but not ``BRAF+MEK inhibitor``: a plus between two names joins them."""
    if at + 1 == len(words) or words[at + 1].start > words[at].end or not words[at + 1].text.isalnum():
        return True
    return words[at + 1].text in _MARKERS


def is_minus(words: list[Word], at: int) -> bool:
    """``HER2-`` followed by a space, a bracket or another marker: a minus, not a hyphen."""
    if at == 0 or words[at - 1].end != words[at].start or not words[at - 1].text[-1:].isalnum():
        return False
    if _is_suspended(words, at):
        return False
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or not after.text.isalnum():
        return after is None or after.text in ")/],.;" or after.start > words[at].end
    joined = after.start == words[at].end
    return (joined and after.text in _MARKERS) or (not joined and after.lower not in _GO_ON)


def _is_suspended(words: list[Word], at: int) -> bool:
    """``IDH1- or IDH2-mutated``: the hyphen of a word that the last of a list holds for all."""
    listed = False
    for i in range(at + 1, min(len(words) - 1, at + _LONGEST_LIST)):
        word = words[i]
        if word.text == "-":
            ends = words[i + 1].text.isalpha() and words[i + 1].text.islower()
            if ends and touch(words, i - 1, i + 1):
                return listed
        elif word.lower in _LISTED:
            listed = True
        elif not listed or not word.text.isalnum() or word.text.islower():
            return False
    return False
