"""What a sentence says of earlier treatment: that it keeps somebody out, or that it is asked for.

Drugs are told by their names (words with the ending of a drug) and by their targets (``ALK inhibitor``).
"""

import re
from dataclasses import dataclass

from oncotrace.loaders.eligibility.scope import Cancers
from oncotrace.loaders.eligibility.sections import EXCLUSION
from oncotrace.loaders.eligibility.tokens import Sentence

PRIOR_EXCLUDED, PRIOR_REQUIRED = "prior_excluded", "prior_required"

_PRIOR = re.compile(
    r"\b(?:prior|previous(?:ly)?|received|na[i\u00ef]ve|pre-?treated|progress(?:ed|ion))\b", re.I
)
_NONE = re.compile(
    r"\bna[i\u00ef]ve\b|\b(?:no|not|never|without|had no)\b[^.;]{0,30}"
    r"\b(?:prior|previous(?:ly)?|received|had|been|treated)\b",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:must|should|required|has|have|who|at least|progressed|following|after|pre-?treated|\d) ", re.I
)
_LET = re.compile(
    r"\b(?:allowed|permitted|eligible|may have|regardless|unless|except|acceptable|not required)\b", re.I
)
_WASHOUT = re.compile(r"\b(?:within|less than|<|washout|days|weeks|half-li)\b", re.I)
"""Only a pause is asked for: earlier treatment as such keeps nobody out."""
_STEMS = "nib mab parib ciclib rasib lisib sertib degib tecan".split()
"""Endings of drugs' names (INN stems)."""
_DRUG_NAME = re.compile(rf"\b[A-Za-z]{{3,}}(?:{'|'.join(_STEMS)})\b")
_TIED = frozenset("- / , and or other selective specific )".split())


@dataclass(slots=True)
class Earlier:
    polarity: str
    genes: tuple[str, ...]
    """Symbols of the targets."""
    drugs: tuple[str, ...]


def speaks(text: str) -> bool:
    """Whether a text may speak of earlier treatment with a drug that it names: a quick look."""
    return any(stem in text for stem in _STEMS) and bool(_PRIOR.search(text))


def earlier(sentence: Sentence, section: str, lexicon: Cancers) -> Earlier | None:
    """What a sentence says of earlier treatment; None where it says nothing of it that is read."""
    if not _PRIOR.search(sentence.text) or _LET.search(sentence.text):
        return None
    genes = _targets(sentence)
    drugs = tuple(dict.fromkeys(id for m in _DRUG_NAME.finditer(sentence.text) if (id := lexicon.drug(m[0]))))
    if not genes and not drugs:
        return None
    if section == EXCLUSION or _NONE.search(sentence.text):
        return None if _WASHOUT.search(sentence.text) else Earlier(PRIOR_EXCLUDED, genes, drugs)
    return Earlier(PRIOR_REQUIRED, genes, drugs) if _ASKED.search(sentence.text) else None


def _targets(sentence: Sentence) -> tuple[str, ...]:
    """The genes that stand in the names of drugs."""
    found: list[str] = []
    waiting: list[str] = []
    last = -1
    for token in sentence.tokens:
        if token.kind in ("gene", "variant"):
            if waiting and not set(sentence.gap(last, token.first)) <= _TIED:
                waiting = []
            waiting += token.value.split() if token.kind == "gene" else []
            last = token.last
        elif token.kind == "drug" and waiting and set(sentence.gap(last, token.first)) <= _TIED:
            found += waiting
            waiting = []
        else:
            waiting = []
    return tuple(dict.fromkeys(found))
