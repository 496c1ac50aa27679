"""From an eligibility text to readings: what each criterion says of which biomarkers, and where."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from oncotrace.loaders.eligibility import scope, tokens
from oncotrace.loaders.eligibility.mentions import Carried, Mention, mentions
from oncotrace.loaders.eligibility.polarity import CONDITION, EXCLUDES, SELECTS, UNREAD, Context, polarity
from oncotrace.loaders.eligibility.scope import Cancers
from oncotrace.loaders.eligibility.sections import EXCLUSION, Line, lines
from oncotrace.loaders.eligibility.treatment import Earlier, earlier, speaks

MOST_QUOTED = 400
"""Characters of a quote; a longer sentence is cut around its mention."""

_UNREAD = re.compile(
    r"\b(?:actionable|targetable|druggable|driver|molecular|genomic|genetic|oncogenic) (?:\w+ ){0,2}"
    r"(?:alteration|mutation|variant|aberration|abnormalit|profile|biomarker)|\boncogenic drivers?\b",
    re.I,
)
"""A sentence on changes of the tumour that names none."""
_VARIANT = re.compile(
    r"\b[A-Z]\d{2,4}[A-Z]\b|\bexon\b|\bITD\b|mutation|fusion|amplification|rearrangement|expression"
)
"""What names a change whose gene may stand in the heading above."""
_CHANGES = ("lteration", "utation", "ariant", "berration", "bnormalit", "rofile", "iomarker", "driver")


def _is_unread(text: str) -> bool:
    return any(word in text for word in _CHANGES) and bool(_UNREAD.search(text))


@dataclass(slots=True, kw_only=True)
class Reading:
    """One statement of a criterion: biomarkers of one polarity in one sentence."""

    section: str
    polarity: str
    mentions: list[Mention] = field(default_factory=list)
    start: int
    end: int
    """The quote's place in the published text."""
    scope: str = ""
    cancers: tuple[str, ...] = ()
    logic: str = ""
    certainty: str = "clear"
    earlier: Earlier | None = None
    """Of a reading on earlier treatment: the drugs and their targets; it has no mentions."""


@dataclass(slots=True)
class _Hints:
    """What a text has at all: a quick look at the whole, so that most lines need none of their own."""

    names: list[str]
    pairs: set[tuple[str, str]]
    changes: bool
    drugs: bool
    types: bool

    def __bool__(self) -> bool:
        return bool(self.names or self.pairs or self.changes or self.drugs or self.types)

    def any_in(self, text: str) -> bool:
        """Whether a part may name a biomarker, a change, a drug that was given before or a type of cancer."""
        for name in self.names:
            if name in text:
                return True
        for first, second in self.pairs:
            if first in text and second in text:
                return True
        if self.types and " type" in text:
            return True
        return (self.changes and _is_unread(text)) or (self.drugs and speaks(text))


def read(text: str, lexicon: Cancers) -> list[Reading]:
    """The readings of an eligibility text, in order."""
    names, pairs = tokens.names_in(text, lexicon)
    changes = any(word in text for word in _CHANGES)
    hints = _Hints(names, pairs, changes, speaks(text), " type" in text)
    handed_down: dict[int, Carried] = {}
    return [r for line in lines(text) for r in _of_line(line, lexicon, hints, handed_down)] if hints else []


def _of_line(
    line: Line, lexicon: Cancers, hints: _Hints, handed_down: dict[int, Carried]
) -> Iterator[Reading]:
    under = _is_under_genes(line, hints)
    if not (under or hints.any_in(line.text)):
        return
    for start, text in tokens.sentences(line.text, line.start):
        if not (under or hints.any_in(text)):
            continue
        sentence = tokens.read(text, start, lexicon)
        found = mentions(sentence, _carried(line, lexicon, handed_down))
        if found:
            yield from _readings(sentence, found, line, lexicon)
        elif _is_unread(text):
            yield _unread(sentence, line, lexicon)
        if out := scope.kept_out(text, line.section == EXCLUSION, lexicon):
            told = _reading(sentence, [], EXCLUDES, line, lexicon)
            told.cancers, told.certainty = out, "likely"
            yield told
        if before := earlier(sentence, line.section, lexicon):
            treated = _reading(sentence, [], before.polarity, line, lexicon)
            treated.cancers = scope.of_text(sentence.text, lexicon) or treated.cancers
            treated.earlier, treated.certainty = before, "likely"
            yield treated


def _is_under_genes(line: Line, hints: _Hints) -> bool:
    """Whether a line names a change whose gene may stand in the heading above."""
    head = line.heads[-1] if line.heads else None
    if head is None or head.is_section or not hints.any_in(head.text):
        return False
    return bool(_VARIANT.search(line.text))


def _unread(sentence: tokens.Sentence, line: Line, lexicon: Cancers) -> Reading:
    """A change that is not named; where drugs' targets are listed for it, a condition on those genes."""
    genes = [t for t in sentence.tokens if t.kind == "gene"]
    if not genes:
        return _reading(sentence, [], UNREAD, line, lexicon)
    named = {symbol: token for token in genes for symbol in token.value.split()}
    targets = [Mention(symbol, "alteration", t.first, t.last, at=t.first) for symbol, t in named.items()]
    all_named = list(scope.named_cancers(sentence.text, lexicon))
    cancers = scope.cancers(sentence, targets[0], lexicon, all_named)
    reading = _reading(sentence, targets, CONDITION, line, lexicon, cancers)
    reading.certainty = "likely"
    return reading


def _carried(line: Line, lexicon: Cancers, handed_down: dict[int, Carried]) -> Carried:
    """What the nearest heading hands down: its change, and its genes. Read once a heading."""
    if not line.heads or not line.heads[-1].text.endswith(":"):
        return Carried()
    head = line.heads[-1]
    if head.start not in handed_down:
        handed_down[head.start] = _of_head(head, lexicon)
    return handed_down[head.start]


def _of_head(line: Line, lexicon: Cancers) -> Carried:
    head = tokens.read(line.text, line.start, lexicon)
    changes = [t.value for t in head.tokens if t.kind == "change"]
    genes = tuple(s for t in head.tokens if t.kind == "gene" for s in t.value.split())
    return Carried(changes[-1] if changes else "", genes)


def _readings(
    sentence: tokens.Sentence, found: list[Mention], line: Line, lexicon: Cancers
) -> Iterator[Reading]:
    context = Context(line.section, tuple(head.text for head in line.heads))
    groups: dict[tuple[str, tuple[str, ...]], list[Mention]] = {}
    seen: set[tuple[str, ...]] = set()
    named = list(scope.named_cancers(sentence.text, lexicon))
    for mention in _without_alternatives(found):
        cancers = scope.cancers(sentence, mention, lexicon, named)
        of = CONDITION if _either(sentence, mention, found) else polarity(sentence, mention, context)
        if not of:
            continue
        told = (of, mention.gene, mention.change, mention.variant)
        again = {(*told, *cancers), (*told, str(mention.at))} & seen
        if told not in seen or (cancers and not again):
            seen |= {told, (*told, *cancers), (*told, str(mention.at))}
            groups.setdefault((of, cancers), []).append(mention)
    for (of, cancers), members in groups.items():
        yield _reading(sentence, members, of, line, lexicon, cancers)


def _either(sentence: tokens.Sentence, mention: Mention, found: list[Mention]) -> bool:
    """Whether a gene may be there or not: ``HER2-positive or HER2-negative``, ``both .. and ..``."""
    joins = {"or", "and"} if "both" in sentence.text.lower() else {"or"}
    variant = mention.variant if mention.change == "variant" else ""
    alike = [o for o in found if o.gene == mention.gene and (not variant or o.variant == variant)]
    if len({o.absent for o in alike if (o.change, o.at) == (mention.change, mention.at)}) > 1:
        return True
    return any(
        o.absent != mention.absent
        and o.at != mention.at
        and "low" not in o.variant + mention.variant
        and 0 < max(o.first, mention.first) - min(o.last, mention.last) <= 3
        and ")" not in _joined_by(sentence, mention, o)
        and joins & _joined_by(sentence, mention, o)
        and not any(t.kind == "triple" and t.first in (o.at, mention.at) for t in sentence.tokens)
        for o in alike
    )


def _joined_by(sentence: tokens.Sentence, one: Mention, other: Mention) -> set[str]:
    """The words between two mentions."""
    return set(sentence.gap(min(one.last, other.last), max(one.first, other.first)))


def _without_alternatives(found: list[Mention]) -> list[Mention]:
    """``ER+PR+, ER+PR- or ER-PR+``: where one receptor may be absent as long as the other is there."""
    at = Counter(m.at for m in found)
    alone = [m for m in found if m.gene in ("ESR1", "PGR") and at[m.at] == 1]
    there = {m.gene for m in alone if not m.absent}
    return [m for m in found if not (m in alone and m.absent and m.gene in there)]


def _reading(
    sentence: tokens.Sentence,
    members: list[Mention],
    of: str,
    line: Line,
    lexicon: Cancers,
    cancers: tuple[str, ...] = (),
) -> Reading:
    inherited = () if cancers else scope.of_heads(line, lexicon)
    start, end = _quoted(sentence, members)
    return Reading(
        section=line.section,
        polarity=of,
        mentions=members,
        start=sentence.start + start,
        end=sentence.start + end,
        scope=scope.words(sentence.text, line),
        cancers=cancers or inherited,
        logic="one_of" if _is_either(of, members) else _logic(sentence, members),
        certainty=_certainty(sentence, members),
    )


def _quoted(sentence: tokens.Sentence, members: list[Mention]) -> tuple[int, int]:
    """The sentence, or the part of a long one that holds the mentions."""
    if len(sentence.text) <= MOST_QUOTED or not members:
        return 0, min(len(sentence.text), MOST_QUOTED)
    first = sentence.words[min(m.first for m in members)].start
    last = sentence.words[max(m.last for m in members)].end
    room = max(0, (MOST_QUOTED - (last - first)) // 2)
    start = max(0, first - room)
    while start and sentence.text[start - 1] != " ":
        start += 1
        if start >= first:
            start = first
            break
    return start, min(len(sentence.text), max(last, start + MOST_QUOTED))


def _logic(sentence: tokens.Sentence, members: list[Mention]) -> str:
    """``all_of`` only where nothing but "and" joins different genes; ``at_least`` where the text says so."""
    if len({m.gene for m in members}) < 2:
        return ""
    first, last = min(m.first for m in members), max(m.last for m in members)
    between = {w.lower for w in sentence.words[first:last]}
    before = sentence.text[: sentence.words[first].start].lower()
    if found := re.search(r"at least (two|three|2|3)\b", before[-60:]):
        return f"at_least {dict(two='2', three='3').get(found[1], found[1])}"
    joined_and = bool(between & {"and", "&", "+"}) and not between & {"or", "/"}
    return "all_of" if joined_and else "one_of"


def _is_either(of: str, members: list[Mention]) -> bool:
    """To keep out what lacks all of several (triple-negative disease) asks for one of them."""
    return of == SELECTS and len({m.gene for m in members}) > 1 and all(m.absent for m in members)


def _certainty(sentence: tokens.Sentence, members: list[Mention]) -> str:
    """``clear``, or ``likely`` where the sentence is long or names changes of several polarities."""
    if not members:
        return "unread"
    return "clear" if len(sentence.text) <= MOST_QUOTED else "likely"
