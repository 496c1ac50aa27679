"""Golden questions: what an answer must say, on which document, and what it must never say.

One file a question in ``golden/``, judged by reading ``loaders/core``. Meaning is tested, not wording:
``words`` are parts that one sentence holds, in any order and case; ``regex`` where order matters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

import oncotrace
from oncotrace.answers.model import Answer, Section, Sentence
from oncotrace.answers.render import parts
from oncotrace.kg.release import Release

FOLDER = Path(__file__).parent / "golden"
TODAY = "2026-11-24"


@dataclass(slots=True, kw_only=True)
class Must:
    """A sentence of a section (or of any section in it) that says all this, on this document or record."""

    section: str
    why: str
    words: tuple[str, ...] = ()
    regex: str = ""
    by: tuple[str, ...] = ()
    """Documents or statements that must all stand behind the sentence."""


@dataclass(slots=True, kw_only=True)
class MustNot:
    pattern: str
    why: str
    section: str = ""
    """Where it may not stand; empty: anywhere."""


@dataclass(slots=True, kw_only=True)
class Golden:
    name: str
    question: str
    as_of: str | None = None
    agency: str | None = None
    must: list[Must] = field(default_factory=list)
    must_not: list[MustNot] = field(default_factory=list)


def read(path: Path) -> Golden:
    """A golden file; TypeError where it has a key that we do not know."""
    raw: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    must = [
        Must(**{**m, "words": tuple(m.get("words", ())), "by": _ids(m.get("by"))}) for m in raw.pop("must")
    ]
    must_not = [MustNot(**m) for m in raw.pop("must_not", ())]
    return Golden(name=path.stem, must=must, must_not=must_not, **raw)


def _ids(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


GOLDEN = tuple(read(path) for path in sorted(FOLDER.glob("*.yaml")))


def ask(release: Release, golden: Golden) -> Answer:
    return oncotrace.ask(
        golden.question, as_of=golden.as_of, today=TODAY, agency=golden.agency, release=release
    )


def sections(answer: Answer) -> Iterator[Section]:
    """Every section at any depth, the headline (``short``), gaps and cautions among them."""

    def walk(section: Section) -> Iterator[Section]:
        yield section
        for part in section.subsections:
            yield from walk(part)

    for top in parts(answer):
        yield from walk(top)


def sentences(answer: Answer, section: str) -> list[Sentence]:
    """The sentences of the sections with this name and of those in them; empty name: of all."""
    return [s for top in sections(answer) if not section or top.name == section for s in top.walk()]


def says(sentence: Sentence, wanted: Must) -> bool:
    text = sentence.text.lower()
    if not all(word.lower() in text for word in wanted.words):
        return False
    return not wanted.regex or re.search(wanted.regex, sentence.text, re.IGNORECASE) is not None


def behind(answer: Answer, sentence: Sentence) -> set[str]:
    """Statements and documents that a sentence rests on."""
    documents = {c.number: c.document for c in answer.citations}
    return {*sentence.statements, *(documents[n] for n in sentence.citations)}
