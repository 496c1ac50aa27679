"""Whether a criterion selects for a biomarker, excludes it, or only mentions it under a condition.

The phrases are tables (``cues``), asked in order. What an exclusion criterion names is excluded; what a
negation reaches is turned round; a condition outweighs both.
"""

from dataclasses import dataclass

from oncotrace.loaders.eligibility import cues
from oncotrace.loaders.eligibility.mentions import Mention
from oncotrace.loaders.eligibility.sections import EXCLUSION
from oncotrace.loaders.eligibility.tokens import Sentence
from oncotrace.loaders.eligibility.words import SUPPRESSORS

_FURTHEST = 600
"""Characters before and behind a mention that may govern it."""
_NEXT = 12
"""Characters behind a comma in which a further biomarker makes a list of it."""
_EXCEPT = ("other than", "except", "excluding")
_JOINS = {",", "and", "or", "/"}
SELECTS, EXCLUDES, CONDITION, UNREAD = "selects", "excludes", "condition", "unread"
SILENT = ""
"""Of a mention in a definition, or of a test that is not asked for."""


@dataclass(slots=True)
class Context:
    """What a sentence inherits from its section and its headings."""

    section: str
    heads: tuple[str, ...] = ()


def polarity(sentence: Sentence, mention: Mention, context: Context) -> str:
    """``selects``, ``excludes`` or ``condition`` of a mention in its sentence; empty where it is none."""
    start, end = sentence.words[mention.first].start, sentence.words[mention.last].end
    before = sentence.text[max(0, start - _FURTHEST) : start]
    before = cues.EG.sub("eg", cues.ASIDE.sub("", cues.NOT_LIMITED.sub("", before.lower())))
    after = cues.UNKNOWN.split(cues.EG.sub("eg", sentence.text[end : end + _FURTHEST].lower()))[0]
    if _is_silent(before, after) or cues.DEFINED.search(sentence.text[start:end].lower()):
        return SILENT
    if context.section != EXCLUSION and not mention.absent and cues.FOUND_NEGATIVE.match(after):
        return EXCLUDES
    if not cues.RULED_OUT.match(after) and _is_condition(sentence, mention, before, after, context):
        return CONDITION
    outside = _is_outside(context)
    negated = _is_negated(before) and not _is_apart(sentence, mention, before, after)
    absent = mention.absent != negated or (negated and bool(cues.NEGATIVE_FOR.search(before)))
    if mention.change == "expression" and mention.gene in SUPPRESSORS and cues.LOST.search(before):
        absent = False
    if not outside and not absent and mention.absent and cues.OTHER_CANCERS.search(before):
        return SILENT
    if not outside and not absent and cues.PERMITTED.match(cues.ASIDE.sub("", after)):
        return CONDITION
    if outside and not mention.absent and cues.MUST_NOT.search(before):
        return EXCLUDES
    if outside and absent and mention.change != "expression" and cues.REQUIREMENT.match(before):
        return EXCLUDES
    if outside and absent and cues.HEADING.match(after):
        return CONDITION
    if outside and _is_about_whom(sentence, mention, before, after):
        return CONDITION
    if context.section != EXCLUSION and cues.RULED_OUT.match(after) and not mention.absent:
        return EXCLUDES
    if context.section != EXCLUSION and cues.NOT_ALLOWED.search(after[:150]):
        outside = not outside
    excepted = cues.EXCEPTION.search(after) or cues.EXCEPTED.search(before) or _is_excepted_above(context)
    if outside and (excepted or cues.ALLOWED.search(after)):
        return CONDITION
    if not outside and absent and cues.ALLOWED.search(after):
        return CONDITION if cues.EXCEPTION.search(after) else EXCLUDES
    if not outside and absent and not mention.absent and cues.UNLESS.search(after):
        return CONDITION
    return EXCLUDES if absent != outside else SELECTS


def _is_silent(before: str, after: str) -> bool:
    """Whether a mention stands in a definition, or in a test that nobody needs."""
    if cues.BEFORE_SILENCE.search(before) or cues.AFTER_SILENCE.match(after):
        return True
    if cues.SHOWN_BY.search(before) and cues.METHOD.match(after):
        return True
    tested = cues.TESTED.match(after)
    return bool(
        ((tested or cues.TEST_OF.search(before)) and cues.NOT_NEEDED.match(after))
        or (tested and cues.NO.search(before) and cues.IS_REQUIRED.match(after[tested.end() :]))
    )


def _is_about_whom(sentence: Sentence, mention: Mention, before: str, after: str) -> bool:
    """Whether an exclusion is of something else, in those who have the biomarker."""
    if any(cue.match(after) for cue in (cues.COHORT, cues.WHOSE_OWN, cues.THEN_PRIOR)):
        return True
    if cues.IN_WHOM.search(before):
        return True
    then = cues.THEN.match(after) if cues.FOR_WHOM.match(before) else None
    if then is None or cues.NOT_ALLOWED.search(after[:150]):
        return False
    goes_on = sentence.words[mention.last].end + then.end()
    named = [t for t in sentence.tokens if t.kind in ("gene", "fused", "signature")]
    return not any(0 <= sentence.words[token.first].start - goes_on < _NEXT for token in named)


def _is_excepted_above(context: Context) -> bool:
    """``Alterations, unless previously treated:``: the exception of a heading holds for its list."""
    return any(cues.HEAD_EXCEPTION.search(head.lower()) for head in context.heads[-1:])


def _is_outside(context: Context) -> bool:
    """Whether what is named keeps people out: by the nearest heading, else by the section."""
    for head in map(str.lower, context.heads[-1:]):
        if cues.HEAD_NEGATION.search(head):
            return True
        if cues.HEAD_DEMAND.search(head):
            return False
    return context.section == EXCLUSION


def _is_condition(sentence: Sentence, mention: Mention, before: str, after: str, context: Context) -> bool:
    if any(cues.HEAD_PRIOR.search(head.lower()) for head in context.heads[-1:]):
        return True
    start = sentence.words[mention.first].start
    phrase = sentence.text[start : sentence.words[mention.last].end].lower()
    either = (cues.OR_THERE if mention.absent else cues.OR_NOT).match(after)
    if cues.ASKED_ABOUT.search(phrase) or (either and not _speaks_of_next(sentence, mention)):
        return True
    if mention.change == "signature" and cues.KNOWN_STATE.search(before) and cues.STATUS.match(after):
        return True
    if mention.change == "expression" and not mention.variant:
        if cues.KNOWN.search(before) and not cues.AMOUNT.match(after):
            return True
        if cues.SCORE.search(phrase) and not (cues.SCORED.match(after) or cues.EXPLICIT.search(phrase)):
            return True
        any_amount = cues.ANY.search(before) and context.section != EXCLUSION
        if any_amount and not _is_negated(before):
            return True
    if cues.BEFORE_TARGET.search(before) and cues.TARGET.match(after):
        return True
    if cues.BEFORE_CONDITION.search(before) or cues.AFTER_CONDITION.match(after):
        return True
    led = _before_list(sentence, mention, before)
    if led != before and cues.BEFORE_CONDITION.search(led):
        return True
    if cues.NOTE.match(before) and not cues.NOT_ALLOWED.search(after[:150]):
        return True
    aside = cues.ASIDE.sub("", after)
    asked_for = cues.STATUS.match(aside) or cues.ASKED_AFTER.match(aside)
    if asked_for and not cues.EXPLICIT.search(phrase):
        return True
    if cues.SHOWN.match(after) or cues.IS_REQUIRED.match(after):
        return False
    if cues.ITSELF.match(before) and cues.REQUIRED_LATER.match(aside):
        return False
    asked = cues.REQUIRES.search(cues.BECAUSE.split(aside)[0])
    before = cues.NEXT_CLAUSE.sub("", cues.PREFIX.sub("", before))
    if asked and asked[0].startswith(("is", "are")) and _is_negated(before):
        return False
    spoken_of = cues.SUBJECT.match(before) or cues.GENES.match(sentence.text[:start])
    if asked is None or not spoken_of or cues.ALLOWED.search(after[: asked.start()]):
        return False
    if cues.MODAL.search(before) or (not before.strip() and cues.LABEL.match(after)):
        return False
    return context.section != EXCLUSION or bool(cues.MUST.match(asked[0]))


def _before_list(sentence: Sentence, mention: Mention, before: str) -> str:
    """What stands before the list of genes that a mention goes on: it governs all of them."""
    first = mention.first
    for token in reversed(sentence.tokens):
        if token.last < first:
            if token.kind != "gene" or not set(sentence.gap(token.last, first)) <= _JOINS:
                break
            first = token.first
    start, end = sentence.words[first].start, sentence.words[mention.first].start
    return before.removesuffix(sentence.text[start:end].lower())


def _speaks_of_next(sentence: Sentence, mention: Mention) -> bool:
    """Whether the sign behind a mention is of the gene that follows: ``NPM1 mutation, wild-type FLT3``."""
    behind = [token for token in sentence.tokens if token.first > mention.last][:2]
    signed = [token.kind for token in behind] == ["sign", "gene"]
    return signed and behind[1].first == behind[0].last + 1


def _is_apart(sentence: Sentence, mention: Mention, before: str, after: str) -> bool:
    """Whether a protein that is asked for stands behind a negation and a comma, and goes on no list."""
    phrase = sentence.text[sentence.words[mention.first].start : sentence.words[mention.last].end].lower()
    last = [match.end() for match in cues.NEGATION.finditer(before)][-1:]
    asked = mention.change == "expression" and not mention.absent and cues.AMPLE.search(phrase)
    return bool(asked and last and cues.APART.match(before[last[0] :]) and cues.NO_LIST.match(after))


def _is_negated(before: str) -> bool:
    """Whether a negation reaches the mention: nothing between them may begin another thought."""
    if cues.NON.search(before):
        return True
    before, last = cues.TUMOR_WITH.sub(r"\1", before), None
    for match in cues.NEGATION.finditer(before):
        last = match
    if last is None:
        return False
    between = before[last.end() :]
    if last[0].lower() == "other than" and cues.EXAMPLES.search(between):
        return False
    if last[0].startswith(_EXCEPT) and cues.HARBORS.search(between):
        return False
    return len(between) < 220 and not cues.NEGATION_STOPS.search(between)
