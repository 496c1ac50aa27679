"""The lines of an eligibility text: to which section each belongs, and under which headings it stands.

Offsets are those of the text as published: characters are exchanged one for one, never taken out, so
that a span can be checked against the text's hash.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

INCLUSION, EXCLUSION = "inclusion", "exclusion"

_PLAIN = (
    {"\\": " ", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-"}
    | {"\u00a0": " ", "\uff0c": ",", "\uff08": "(", "\uff09": ")", "\uff1a": ":", "\uff1b": ";"}
    | {"\uff0b": "+"}
    | {"\u2019": "'", "\u207a": "+", "\u207b": "-", "\t": " ", "\r": " "}
)
_ODD = re.compile(f"[{''.join(map(re.escape, _PLAIN))}]")
_ENTITIES = {"&lt;": "<   ", "&gt;": ">   ", "&amp;": "&    "}
"""Signs that were escaped; exchanged for as many characters."""
_BULLET = re.compile(
    r"\s*(?:[*\u2022\u25cf\u25cb\u00b7o\u25aa\uf0b7-]\s+|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]+\s+)"
)
_SECTION = re.compile(
    r"(?<!not an )(?<!not )\b(non-?inclusion|inclusion|exclusion(?:ary)?|ineligibility)\b", re.I
)
_INLINE = re.compile(
    r"(?<=[.;])\s+(?=(?:(?:key|main|major) )?(?:in|ex)clusion(?: criteria)?\b[^.:;]{0,30}:)", re.I
)
_SECTION_WORDS = ("nclusion", "xclusion", "neligib", "NCLUSION", "XCLUSION", "NELIGIB")
_TO_INCLUDE = re.compile(
    r"\b(?:are|is) eligible (?:if|when)|\bmust meet (?:all|the)|\beligibility criteria\b", re.I
)
_TO_EXCLUDE = re.compile(
    r"\b(?:be|are|is) (?:excluded|ineligible|not eligible)|\bnot be eligible|\bexclude[sd]?\b.*\bfollowing",
    re.I,
)
_PART = re.compile(r"\s*(?:phase|part|cohort|arm|group|module|stage|step|sub-?(?:study|protocol))\b", re.I)
_LIST = re.compile(r"^[^.;:]{0,120}\b(?:following|below)\b[^.;:,]{0,60}$", re.I)
"""A parent bullet that announces a list and has lost its colon."""
_LONGEST_HEADING, _LONGEST_SECTION = 120, 150
_TOP, _SECTION_LEVEL, _HEADING = -3, -2, -1


@dataclass(slots=True)
class Line:
    start: int
    """Offset in the published text of the first character of ``text``."""
    text: str
    section: str
    heads: tuple["Line", ...] = ()
    """The headings and parent bullets above, the outermost first."""
    level: int = 0
    is_section: bool = False
    """Whether it is the heading of a section (``Exclusion Criteria``)."""


@dataclass(slots=True)
class _State:
    section: str = INCLUSION
    heads: list[Line] = field(default_factory=list)

    def under(self, level: int) -> tuple[Line, ...]:
        while self.heads and self.heads[-1].level >= level:
            self.heads.pop()
        return tuple(self.heads)


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that hold words, in order; headings are among them."""
    state, start = _State(), 0
    if "&" in text:
        for entity, sign in _ENTITIES.items():
            text = text.replace(entity, sign)
    for raw in _ODD.sub(lambda m: _PLAIN[m[0]], text).split("\n"):
        for at, piece in _pieces(raw):
            if piece.strip():
                yield from _line(piece, start + at, state)
        start += len(raw) + 1


def _pieces(raw: str) -> Iterator[tuple[int, str]]:
    """A line, cut where the heading of another section stands in its middle."""
    at = 0
    for cut in _INLINE.finditer(raw) if any(word in raw for word in _SECTION_WORDS) else ():
        yield at, raw[at : cut.start()]
        at = cut.end()
    yield at, raw[at:]


def _line(raw: str, start: int, state: _State) -> Iterator[Line]:
    bullet = _BULLET.match(raw)
    at = bullet.end() if bullet else len(raw) - len(raw.lstrip())
    text = raw[at:].rstrip()
    if not text:
        return
    indent = len(raw) - len(raw.lstrip())
    if cut := _section(text, state, bulleted=bool(bullet)):
        yield from _section_line(text, start + at, cut, state)
        return
    level = indent if bullet else _level_without_bullet(text, indent, raw)
    line = Line(start + at, text, state.section, state.under(level), level)
    if text.endswith(":") or level < 0:
        state.heads.append(line)
    elif ("following" in text or "below" in text) and _LIST.search(text):
        state.heads.append(replace(line, text=f"{text}:"))
    yield line


def _level_without_bullet(text: str, indent: int, raw: str) -> int:
    """A heading without a bullet stands above the bullets that follow; other text belongs to its bullet."""
    if indent:
        return indent
    short = len(text) < _LONGEST_HEADING and not text.endswith((".", ";", ","))
    if short and _PART.match(text) and len(text) < _LONGEST_HEADING // 2:
        return _TOP
    return _HEADING if short and text.endswith(":") else 0


def _section(text: str, state: _State, *, bulleted: bool) -> int:
    """Where the heading of a section ends in a line, which the state then takes over; 0 for no heading."""
    head = text[:_LONGEST_SECTION].split(":")[0]
    found = _SECTION.search(head) if any(word in head for word in _SECTION_WORDS) else None
    goes_on = len(head) < len(text)
    stands_alone = len(head.split()) <= 12 and not text.endswith(".")
    if found and (goes_on or stands_alone) and ("criteri" in head.lower() or len(head.split()) <= 4):
        state.section = INCLUSION if found[1].lower() == INCLUSION else EXCLUSION
        return len(head) + goes_on
    if text.endswith(":") and not bulleted:
        if _TO_EXCLUDE.search(text):
            state.section = EXCLUSION
            return len(text)
        if _TO_INCLUDE.search(text):
            state.section = INCLUSION
            return len(text)
    return 0


def _section_line(text: str, start: int, cut: int, state: _State) -> Iterator[Line]:
    """The heading of a section keeps its own words as scope; what follows it in the line is content."""
    level = _TOP if re.search(r"\b(?:phase|part|cohort|arm|group)\b", text[:cut], re.I) else _SECTION_LEVEL
    state.under(level)
    head = Line(start, text[:cut], state.section, (), level, is_section=True)
    state.heads.append(head)
    rest = text[cut:].lstrip()
    if rest:
        yield Line(start + len(text) - len(rest), rest, state.section, tuple(state.heads), 0)
