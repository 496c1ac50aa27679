"""What a question wants to know, and for whom: intent, stage, country, origin."""

import re

from oncotrace.queries.words import COUNTRIES

DRUG = "XDRUGX"
"""What stands for each drug in the text that is searched for intents."""


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_APPROVED = _any(
    r"\b(?:approv\w*|licen[cs]ed?|authori[sz](?:ed|ation)|indicated|reimburse\w*)\b",
    r"\b(?:on|off)[- ]label\b",
)
_PATTERNS: dict[str, re.Pattern[str]] = {
    "frequency": _any(
        r"\bhow (?:common|rare|often|frequent|likely|many (?:people|patients|cancers))",
        r"\bprevalen|\bfrequen|\bincidence|\bpercent|\bproportion|\bwhat (?:share|fraction)",
        r"\b(?:un)?common\b|\brare\b|\bchances? (?:of|that)",
    ),
    "trials": _any(r"\btrials?\b|\bclinical stud|\brecruit|\benrol|\bNCT\d"),
    "resistance": _any(
        r"\bresist|\bstop(?:s|ped)? working|\bno longer works",
        r"\bprogress(?:ed|ion|es|ing) (?:on|after|during|despite)|\brelapsed? (?:on|after)",
        rf"\b(?:after|despite|following|failed) (?:\w+ ){{0,2}}{DRUG}\b",
    ),
    "testing": _any(
        r"\btest(?:s|ed|ing)?\b(?! (?:positive|negative))|\bdetect|\bassay|\bscreen(?:ed|ing)",
        r"\bhow (?:is|are|do|can|was) \S+(?: \S+){0,4} (?:found|measur|diagnos)",
        r"\bFISH\b|\bIHC\b|\bNGS\b|\bsequencing|\bbiopsy|\bcompanion diagnostic",
    ),
    "drugs": _any(
        r"\bdrugs?\b|\btreat|\btherap|\bmedic(?:ine|ation)|\boptions?\b|\binhibitors?\b|\bpills?\b",
        r"\btarget(?:s|ed|able)\b|\bwhat (?:works|helps)|\bactionable|\bbest for|\bcan be given",
    ),
    "meaning": _any(
        r"\bmeans?\b|\bmeaning|\bwhat (?:is|are|does)\b|\bwhat's\b|\bexplain|\btell me|\bunderstand",
        r"\bprogno|\bsignifican|\bimplicat|\bimportan|\bmatters?\b|\boutlook|\bsurviv",
    ),
}

_LEAD = r"^\W*(?:(?:and|but|so|please|hello|hi|ok|okay|doctor)\W+)*"
_YES_OR_NO = re.compile(
    _LEAD + r"(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|should|may|might|if|whether)\b"
    r"|\b(?:whether|(?:know|wonder|wondering|ask|asking|unsure|sure) if)\b",
    re.IGNORECASE,
)
_WH = re.compile(_LEAD + r"(?:why|when|where|since when|how|what|which|who)\b", re.IGNORECASE)

_STAGE = re.compile(r"\bstage[ -]*(?P<n>IV|III|II|I|[1-4])[ ]?(?P<letter>[ABC](?:[1-3])?)?\b", re.IGNORECASE)
_EXTENT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("metastatic", re.compile(r"\bmetasta\w*|\bmets\b|\bspread\b|\bsecondaries\b", re.I)),
    ("locally advanced", re.compile(r"\blocally[ -]advanced\b", re.I)),
    ("unresectable", re.compile(r"\bunresectable\b|\binoperable\b|\bnot resectable\b", re.I)),
    ("recurrent", re.compile(r"\brecurren\w*|\brelapsed\b|\bcame back\b", re.I)),
    ("advanced", re.compile(r"\badvanced\b", re.I)),
    ("resected", re.compile(r"\bresected\b|\badjuvant\b|\bafter surgery\b", re.I)),
    ("resectable", re.compile(r"\b(?:borderline )?resectable\b|\boperable\b|\bneo-?adjuvant\b", re.I)),
    ("early", re.compile(r"\bearly[ -]stage\b|\blocali[sz]ed\b", re.I)),
)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_GERMLINE = _any(r"\bgerm-?[ ]?line\b|\binherited\b|\bhereditary\b|\bborn with\b")
_SOMATIC = _any(r"\bsomatic\b|\btumou?r-only\b")
_PLACE = re.compile(r"\b(" + "|".join(sorted(COUNTRIES, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_PLACE_SHORT = re.compile(r"\b(US|USA|U\.S\.|UK|U\.K\.|EU)(?![A-Za-z])")
_SHORT = {
    "US": "united states", "USA": "united states", "U.S.": "united states",
    "UK": "united kingdom", "U.K.": "united kingdom", "EU": "european union",
}  # fmt: skip


def intents(text: str, *, has_other: bool) -> tuple[str, ...]:
    """What is asked, in the order in which the text asks it; ``meaning`` where it does not say.

    Each drug of the text is replaced by ``DRUG``. A drug with a biomarker or cancer and no other question
    asks whether it is approved there.
    """
    has_drug = DRUG in text
    at: dict[str, int] = {}
    if match := _APPROVED.search(text):
        at["drug_approved" if has_drug else "drugs"] = match.start()
    for intent, pattern in _PATTERNS.items():
        if found := pattern.search(text):
            at[intent] = min(found.start(), at.get(intent, len(text)))
    if "drug_approved" in at:
        at.pop("drugs", None)
        at.pop("meaning", None)
    if has_drug and has_other and not at:
        return ("drug_approved",)
    if at.keys() > {"meaning"} and not re.search(r"\bmeans?\b|\bmeaning", text, re.IGNORECASE):
        # "What are the drugs for ...": the words "what are" only lead to the real question.
        at.pop("meaning", None)
    return tuple(sorted(at, key=lambda intent: (at[intent], intent))) or ("meaning",)


def claim(text: str, wanted: tuple[str, ...]) -> str:
    """How a text ties a drug to a disease: ``stated``, ``implied`` or ``asked`` (``Premise.claim``).

    Whoever asks about resistance or a trial does not take an approval for granted.
    """
    if _YES_OR_NO.search(text):
        return "asked"
    if not _APPROVED.search(text):
        return "asked" if {"resistance", "trials"} & set(wanted) else "implied"
    # "When was X approved for Y?" takes the approval for granted; "X approved for Y?" asks.
    return "asked" if text.rstrip().endswith("?") and not _WH.search(text) else "stated"


def stage(text: str) -> str:
    """``IV``, ``IIIA``, ``metastatic``, ``locally advanced``, ...; empty where none is said."""
    if match := _STAGE.search(text):
        number = match["n"].upper()
        return _ROMAN.get(number, number) + (match["letter"] or "").upper()
    return next((name for name, pattern in _EXTENT if pattern.search(text)), "")


def origin(text: str) -> str:
    """``germline`` or ``somatic``; empty where neither or both are said."""
    said = [name for name, p in (("germline", _GERMLINE), ("somatic", _SOMATIC)) if p.search(text)]
    return said[0] if len(said) == 1 else ""


def place(text: str) -> tuple[str, str]:
    """The country and the agency that a text names; empty where it names none."""
    if match := _PLACE.search(text):
        return COUNTRIES[match[1].lower()]
    if match := _PLACE_SHORT.search(text):
        return COUNTRIES[_SHORT[match[1]]]
    return "", ""
