"""The layout of an eligibility text: lines with their section and their headings; lines to sentences.

The registry keeps the text as its author typed it: Markdown bullets, numbers, letters, headings in
many spellings, or all of it in one paragraph. Every piece keeps its offsets into the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

INCLUSION, EXCLUSION = "inclusion", "exclusion"

_SECTION = re.compile(
    r"(?P<non>non[- ]|not for )?\b(?P<word>inclusions?|exclusions?|ineligibility|eligibility)\b"
    r"(?P<rest>[ \t]*(?:/[ \t]*(?:in|ex)clusion[ \t]*)?(?:criteri(?:a|on)|requirements?)?)",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:(?:Key|Main|Major|General|Additional|Other|Patient|Participant|Subject)[ \t]+)?"
    r"\b(?:Inclusion|Exclusion|INCLUSION|EXCLUSION)[ \t]+(?:[Cc]riteri(?:a|on)|CRITERIA)[ \t]*:"
)
_NEGATIVE_LEAD = re.compile(
    r"\b(?:must not|cannot|should not|may not|will not be (?:eligible|included|enrolled)|not (?:be )?eligible"
    r"|are (?:also )?(?:excluded|ineligible|not eligible)|(?:is|be) (?:excluded|ineligible)|exclusionary)\b"
    r"[^:]*:\s*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[ \t]*(?:[*•\-–o▪●◦·]\s*|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]\s+|\\-\s*|#+\s*)+")
_ABOUT_CRITERIA = re.compile(r"\b(?:meet|met|fulfil|apply|applies|see|per|protocol|listed)\b", re.IGNORECASE)
_ITEM = re.compile(
    r"(?<=[\s;.,:])(?=(?:\(?(?:\d{1,2}|[a-hA-H]|[ivx]{1,5})[.)]|[•*]|o )\s+[A-Z\[≥])"
    r"|(?<=[a-z0-9)\]%][.;])\s+(?=[A-Z(\[•])|(?<=;)\s+(?=\w)"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|eg|ie|vs|incl|etc|approx|Dr|no|No|St|spp?)|\b[A-Z])\.\s*$")


@dataclass(slots=True, frozen=True)
class Heading:
    indent: int
    text: str
    bullet: bool


@dataclass(slots=True, frozen=True)
class Line:
    start: int
    """Offset of its first letter behind the bullet."""
    end: int
    text: str
    section: str
    headings: tuple[Heading, ...]
    """What the line stands under, the outermost first: titles of parts and bullets above it."""


@dataclass(slots=True, frozen=True)
class Sentence:
    start: int
    end: int
    text: str
    line: Line


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that say something, in order; section headings only set the section."""
    reader = _Reader()
    for start, end in _pieces(text):
        yield from reader.take(text[start:end], start)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Lines, cut again before section headings that stand within a paragraph."""
    start = 0
    for raw in text.splitlines(keepends=True):
        cuts = [m.start() for m in _INLINE.finditer(raw) if m.start() > 20]
        for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True):
            yield start + a, start + b
        start += len(raw)


class _Reader:
    """The section and the headings that hold while lines are taken one after the other."""

    def __init__(self) -> None:
        self.section = INCLUSION
        self.outer: list[tuple[int, str]] = []
        """Sections left behind by a heading within a list: its indent, and what to return to."""
        self.part: Heading | None = None
        self.above: list[Heading] = []

    def take(self, raw: str, offset: int) -> Iterator[Line]:
        body = raw.rstrip()
        if not body.strip():
            return
        bullet = _BULLET.match(body)
        lead = bullet.end() if bullet else len(body) - len(body.lstrip())
        indent = len(body) - len(body.lstrip())
        content = body[lead:]
        if not content:
            return
        while self.outer and indent < self.outer[-1][0]:
            self.section = self.outer.pop()[1]
        if heading := _section_of(content):
            yield from self._open(heading, content, indent, offset + lead)
            return
        self._settle(indent, bool(bullet))
        headings = (*((self.part,) if self.part else ()), *self.above)
        start = offset + lead
        yield Line(start, start + len(content), content, self.section, headings)
        self._remember(content, indent, bool(bullet))

    def _open(self, heading: tuple[str, int], content: str, indent: int, start: int) -> Iterator[Line]:
        """A section begins; words behind its colon are a line of it."""
        section, end = heading
        if indent > 0:
            self.outer.append((indent, self.section))
        self.section, self.above = section, []
        self.part = Heading(-1, content[:end], False)
        if rest := content[end:].strip(" :-–."):
            at = content.index(rest, end)
            yield Line(start + at, start + at + len(rest), rest, section, (self.part,))

    def _settle(self, indent: int, bullet: bool) -> None:
        """Drop the headings that no longer hold here."""
        while self.above and not _holds(self.above[-1], indent, bullet):
            self.above.pop()

    def _remember(self, content: str, indent: int, bullet: bool) -> None:
        if len(content) > 400 and not content.endswith(":"):
            return
        title = not bullet and len(content) < 90 and not content.endswith((".", ";", ","))
        if content.endswith(":") or bullet or title:
            self.above.append(Heading(indent, content, bullet))


def _holds(heading: Heading, indent: int, bullet: bool) -> bool:
    if indent > heading.indent:
        return True
    return indent == heading.indent and not heading.bullet and bullet


def _section_of(content: str) -> tuple[str, int] | None:
    """The section that a line opens, and where its own words end; None for a line of content."""
    if _NEGATIVE_LEAD.search(content) and len(content) < 140 and "criteria" in content.lower():
        return EXCLUSION, len(content)
    found = _SECTION.search(content[:160])
    if not found or found.start() > 80:
        return None
    word, criteria = found["word"].lower(), "riteri" in found["rest"] or "CRITERI" in found["rest"]
    before = content[: found.start()]
    colon = content.find(":", found.end())
    tail = content[found.end() : colon if colon >= 0 else len(content)]
    title = len(tail.split()) <= 12 and len(before.split()) <= 7
    if not title or re.search(r"[.;]\s", content[: max(colon, 0)]):
        return None
    if not criteria and not (len(tail.split()) <= 6 and (colon == found.end() or not tail.strip())):
        return None if not (content.isupper() and len(content.split()) < 9) else (_named(found), len(content))
    if criteria and colon < 0 and (content.endswith(".") or len(content.split()) > 14):
        return None
    if word == "eligibility":
        return (INCLUSION, len(content)) if len(content) < 60 and colon >= 0 else None
    both = re.search(r"inclusion\s*(?:/|and|or|&)\s*exclusion", content, re.IGNORECASE)
    if both or (_ABOUT_CRITERIA.search(content) and colon < 0):
        return None
    return _named(found), colon + 1 if colon >= 0 else len(content)


def _named(found: re.Match[str]) -> str:
    excluding = found["word"].lower().startswith(("excl", "inel")) or bool(found["non"])
    return EXCLUSION if excluding else INCLUSION


def sentences(line: Line) -> Iterator[Sentence]:
    """The sentences and inner items (``i. EXP-1: ... ii. EXP-2: ...``) of a line."""
    start = 0
    for cut in _ITEM.finditer(line.text):
        at = cut.end()
        if at <= start or _ABBREVIATION.search(line.text, max(0, at - 8), cut.start() + 1):
            continue
        yield Sentence(line.start + start, line.start + at, line.text[start:at], line)
        start = at
    if start < len(line.text):
        yield Sentence(line.start + start, line.end, line.text[start:], line)
