"""The Flesch-Kincaid grade of a text, with the names masked that no wording can avoid.

Grade = 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid et al., 1975, report 8-75 of the US
Naval Technical Training Command). Syllables are groups of vowels, a silent final e not counted: a
common approximation, within half a grade of a dictionary on plain prose.
"""

import re

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ie")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)


def grade(text: str, masked: frozenset[str] = frozenset()) -> float:
    """The school grade of a text; words of ``masked`` (lower case) count as one syllable."""
    sentences = [s for s in re.split(r"(?<=[.!?:;])\s+", text) if _WORD.search(s)]
    words = _WORD.findall(text)
    if not sentences or not words:
        return 0.0
    spoken = sum(1 if w.lower() in masked else syllables(w) for w in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
