"""Where a criterion holds: the phase, part, cohort or arm, and the cancers that it speaks of."""

import re
from collections.abc import Iterator
from typing import Protocol, TypeAlias

from oncotrace.loaders.eligibility.mentions import Mention
from oncotrace.loaders.eligibility.sections import Line
from oncotrace.loaders.eligibility.tokens import Lexicon, Sentence
from oncotrace.ontology.terms import SOLID

_PART = re.compile(
    r"\b(?:(?:phases?|parts?|cohorts?|arms?|groups?|modules?|steps?|sub-?stud(?:y|ies)|subprotocols?|EXP|stratum)"
    r"[\s-]*(?:#\s?)?(?:\d{1,2}[a-z]?|[IVX]{1,3}|[A-H]\d?)(?:[a-z]?\b)(?:(?:\s?(?:,|and|or|&|/|-)\s?)(?:\d{1,2}[a-z]?|[IVX]{1,3}"
    r"|[A-H]\d?)\b)*|dose[- ](?:escalation|expansion)(?: (?:phase|part|cohorts?))?|expansion cohorts?)",
    re.I,
)
_KINDS = """cancers? carcinomas? adenocarcinomas? tumou?rs? lymphomas? leuka?emias? sarcomas? melanomas?
    gliomas? myelomas? neoplasms? malignanc(?:y|ies) mesotheliomas? glioblastomas? neuroblastomas?
    cholangiocarcinomas? osteosarcomas? astrocytomas? thymomas? seminomas? medulloblastomas? syndromes?"""
"""Words in which the name of a cancer ends."""
_SHORT = """NSCLC SCLC PDAC CRC mCRC HCC TNBC RCC ccRCC GIST AML ALL CLL CML DLBCL MCL MDS HNSCC mCRPC CRPC
    mCSPC ESCC GBM GEA UC FL MZL SLL ATLL PTCL BTC GEJ MM iCCA BC"""
"""Cancers by their initials."""
_HEAD_WORD = re.compile(
    rf"\b(?:(?i:{'|'.join(_KINDS.split())})|{'|'.join(_SHORT.split())})\b"
    r"(?! kinase| receptor| suppress| gene| guideline)"
)
_WORDS = re.compile(r"[\w'/-]+")
_LONGEST = 6
_LOOSE = frozenset(
    """advanced metastatic locally unresectable recurrent relapsed refractory or and / - invasive stage
    primary untreated positive negative mutant mutated amplified altered driven expressing rearranged
    the a with nonsquamous non squamous early high risk low grade resected operable inoperable
    previously treated mutation fusion harboring breast disease histologically confirmed adult pediatric
    solid malignant either overexpressing deficient select selected any other types type of hr er pr
    her2 2 + ( ) ; wild in""".split()
)
_KNOWN_SHORT = {
    "mcrc": "colorectal cancer",
    "ccrcc": "clear cell renal cell carcinoma",
    "mcrpc": "prostate cancer",
    "crpc": "prostate cancer",
    "mcspc": "prostate cancer",
    "icca": "intrahepatic cholangiocarcinoma",
    "bc": "breast cancer",
}
_TIE = re.compile(
    r"^(?![^.;]*\d\.?\)).*(?:\b(?:with|harbou?r\w*|that|whose|who|having|has|have|is|are|must|known|and|not|no|without|which)\b|[:(])",
    re.I,
)
"""What ties a biomarker to the cancer before it; in a list of cancers nothing does."""


Named: TypeAlias = tuple[int, int, str]
"""A cancer in a text: start, end and id."""


class CancerNames(Protocol):
    def cancer(self, phrase: str) -> str: ...


class Cancers(Lexicon, CancerNames, Protocol):
    """What the reader asks of the graph's names: genes, cancers and drugs."""

    def drug(self, word: str) -> str: ...


def words(text: str, line: Line) -> str:
    """The parts of the trial that a sentence or its headings name, the outermost first."""
    named = [_named(head.text) for head in line.heads]
    own = _named(text[:160])
    return "; ".join(dict.fromkeys(part for part in (*named, own) if part))


def _named(text: str) -> str:
    return ", ".join(dict.fromkeys(m[0].strip() for m in _PART.finditer(text)))


def of_heads(line: Line, lexicon: Cancers) -> tuple[str, ...]:
    """The cancers that the nearest heading with any speaks of."""
    for head in reversed(line.heads):
        if found := of_text(head.text, lexicon):
            return found
    return of_text(line.text.split(":")[0] if ":" in line.text[:90] else "", lexicon)


_BUT_NOT = re.compile(
    r"\bsolid[- ](?:tumou?rs?|malignanc\w+|cancers?)\b[^.;]{0,60}?"
    r"\b(?:other than|except(?: for)?|excluding|with the exception of)\b(?P<these>[^.;]{0,160})",
    re.I,
)
_TYPES = re.compile(r"\b(?:tumou?r|cancer) types?\b(?P<these>[^.;]{0,300})", re.I)


def kept_out(text: str, excluding: bool, lexicon: Cancers) -> tuple[str, ...]:
    """The cancers that a sentence keeps out: ``solid tumors except ...``; under an exclusion heading, a
    list of tumour types."""
    found = (_TYPES if excluding else _BUT_NOT).search(text)
    if found is None:
        return ()
    if excluding:
        return of_text(found["these"], lexicon)
    first, *others = [*named_cancers(found["these"], lexicon), (0, 0, "")]
    listed, end = [first[2]], first[1]
    for start, stop, id in others:
        if not id or not _joins(found["these"][end:start]):
            break
        listed.append(id)
        end = stop
    return tuple(dict.fromkeys(id for id in listed if id))


def of_text(text: str, lexicon: Cancers) -> tuple[str, ...]:
    """The cancers that a text names, each once."""
    return tuple(dict.fromkeys(id for _, _, id in named_cancers(text, lexicon)))


def cancers(sentence: Sentence, mention: Mention, lexicon: Cancers, found: list[Named]) -> tuple[str, ...]:
    """The cancers that a mention is tied to: those right behind it, else the nearest before it.

    ``found`` are the cancers that the sentence names (``named_cancers``).
    """
    if not found:
        return ()
    start, end = sentence.words[mention.first].start, sentence.words[mention.last].end
    if own := [cancer for cancer in found if cancer[0] < end and start < cancer[1]]:
        # HER2-negative breast cancer: what is said of the marker is said of breast cancer.
        base = lexicon.cancer(sentence.text[end : own[0][1]].strip(" -"))
        return (base or own[0][2],)
    behind = _chain([f for f in found if f[0] >= end], end, sentence.text)
    if behind:
        return behind
    before = [f for f in found if f[1] <= start]
    if any(id == SOLID for _, _, id in before):
        return (SOLID,)
    if not before or not _TIE.search(sentence.text[before[-1][1] : start]):
        return ()
    chain = [before[-1]]
    for cancer in reversed(before[:-1]):
        if not _joins(sentence.text[cancer[1] : chain[0][0]]):
            break
        chain.insert(0, cancer)
    return tuple(dict.fromkeys(id for _, _, id in chain))


def _chain(found: list[tuple[int, int, str]], at: int, text: str) -> tuple[str, ...]:
    """Cancers that follow one another from a place on, with nothing but loose words between."""
    chain: list[str] = []
    for start, end, id in found:
        between = text[at:start]
        if not (_joins(between) if chain else _loose(between.replace(",", " "))):
            break
        chain.append(id)
        at = end
    return tuple(dict.fromkeys(chain))


def _joins(text: str) -> bool:
    """Whether there is nothing but what joins a list of cancers."""
    return not set(re.findall(r"\w+|[^\w\s]", text.lower())) - {",", "/", "or", "and", ";"}


def _loose(text: str) -> bool:
    return len(text) < 90 and all(w.lower() in _LOOSE for w in re.findall(r"\w+|[^\w\s]", text))


def named_cancers(text: str, lexicon: CancerNames) -> Iterator[tuple[int, int, str]]:
    """The cancers that a text names, each with its place: the longest name that ends in a word for cancer."""
    taken = 0
    for head in _HEAD_WORD.finditer(text):
        if text.endswith("Criteria in Solid", 0, head.start() - 1):
            continue
        starts = [m.start() for m in _WORDS.finditer(text, max(taken, head.start() - 60), head.end())]
        for start in starts[-_LONGEST:]:
            phrase = text[start : head.end()]
            if id := lexicon.cancer(_KNOWN_SHORT.get(phrase.lower(), phrase)):
                yield start, head.end(), id
                taken = head.end()
                break
