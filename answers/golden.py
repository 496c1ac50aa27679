"""The golden questions, and which sentences of their answers differ between two releases."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from oncotrace.answers.model import Answer, Section, Sentence
from oncotrace.answers.render import parts
from oncotrace.ontology.data import load

ALIKE = 0.5
"""Share of characters in common from which a sentence counts as the other one changed; below, one went
and another came."""


@cache
def questions() -> tuple[str, ...]:
    """The golden questions (``golden.yaml``)."""
    return tuple(load("oncotrace.answers", "golden.yaml"))


@dataclass(slots=True, frozen=True)
class SentenceChange:
    question: str
    section: str
    old: str
    """Empty where the sentence is new."""
    new: str
    """Empty where the sentence is gone."""
    because: tuple[str, ...]
    """The statements that it rests on, or rested on, which the releases have differently."""


def changed(old: Answer, new: Answer, differing: Iterable[str]) -> list[SentenceChange]:
    """The sentences of one question's answers that differ, in reading order. ``differing`` are the ids
    of records that were added, removed or changed."""
    ids = frozenset(differing)
    before, after = _by_section(old), _by_section(new)
    found = []
    for section in dict.fromkeys((*before, *after)):
        for a, b in _pairs(before.get(section, []), after.get(section, [])):
            cited = {x for s in (a, b) if s for x in (*s.statements, *s.premises)}
            text = (a.text if a else "", b.text if b else "")
            found.append(SentenceChange(new.question, section, *text, tuple(sorted(cited & ids))))
    return found


def _by_section(answer: Answer) -> dict[str, list[Sentence]]:
    said: dict[str, list[Sentence]] = defaultdict(list)

    def walk(section: Section) -> None:
        said[section.name] += section.sentences
        for part in section.subsections:
            walk(part)

    for top in parts(answer):
        walk(top)
    return said


def _pairs(
    old: list[Sentence], new: list[Sentence]
) -> list[tuple[Sentence | None, Sentence | None]]:
    """Sentences that differ: each that is gone with the most alike that is new, where one is."""
    kept = {s.text for s in old} & {s.text for s in new}
    gone, come = ([s for s in side if s.text not in kept] for side in (old, new))
    pairs: list[tuple[Sentence | None, Sentence | None]] = []
    for sentence in gone:
        nearest = max(come, key=lambda other: _likeness(sentence, other), default=None)
        if nearest is not None and _likeness(sentence, nearest) >= ALIKE:
            come.remove(nearest)
            pairs.append((sentence, nearest))
        else:
            pairs.append((sentence, None))
    return pairs + [(None, sentence) for sentence in come]


def _likeness(one: Sentence, other: Sentence) -> float:
    """1 where they rest on the same statements; else the share of characters in common."""
    if one.statements and one.statements == other.statements:
        return 1.0
    return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()
