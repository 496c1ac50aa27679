"""What a question wants to know, and for whom: intent, stage, country, origin."""

import re

from oncotrace.ontology.expressions import expression
from oncotrace.queries.said import Said
from oncotrace.queries.words import COUNTRIES

DRUG = "XDRUGX"
"""What stands for each drug in the text that is searched for intents."""

_APPROVED = (
    "approv*", "licence", "licenced", "license", "licensed", "authorised", "authorized", "authorisation",
    "authorization", "indicated", "reimburse*", "on label", "off label",
)  # fmt: skip
_MEANS = ("mean", "means", "meaning*")
_PHRASES: dict[str, tuple[str, ...]] = {
    "frequency": (
        "how common*", "how rare*", "how often*", "how frequent*", "how likely*", "how many people*",
        "how many patients*", "how many cancers*", "prevalen*", "frequen*", "incidence*", "percent*",
        "proportion*", "what share*", "what fraction*", "common", "uncommon", "rare", "chance of",
        "chances of", "chance that", "chances that",
    ),
    "trials": ("trial", "trials", "clinical stud*", "recruit*", "enrol*"),
    "resistance": (
        "resist*", "stop working", "stops working", "stopped working", "no longer works",
        *(
            f"{worse} {when}"
            for worse in ("progressed", "progression", "progresses", "progressing")
            for when in ("on", "after", "during", "despite")
        ),
        "relapse on", "relapse after", "relapsed on", "relapsed after",
    ),
    "testing": (
        "detect*", "assay*", "screened*", "screening*", "fish", "ihc", "ngs", "sequencing*", "biopsy*",
        "companion diagnostic*",
    ),
    "drugs": (
        "drug", "drugs", "treat*", "therap*", "medicine*", "medication*", "option", "options", "inhibitor",
        "inhibitors", "pill", "pills", "targets", "targeted", "targetable", "what works", "what helps",
        "actionable*", "best for", "can be given",
    ),
    "meaning": (
        *_MEANS, "what is", "what are", "what does", "what s", "explain*", "tell me", "understand*",
        "progno*", "significan*", "implicat*", "importan*", "matter", "matters", "outlook*", "surviv*",
    ),
}  # fmt: skip
_MORE = (
    ("resistance", "xdrugx", expression(r" (?:after|despite|following|failed) (?:\w+ ){0,2}xdrugx ")),
    ("trials", " nct", expression(r" nct\d")),
    ("testing", " test", expression(r" test(?:s|ed|ing)? (?!positive |negative )")),
    ("testing", " how ", expression(r" how (?:is|are|do|can|was) (?:\w+ ){1,5}(?:found|measur|diagnos)")),
)
"""What phrases cannot say, each with a text that stands in all that it matches."""

_POLITE = frozenset("and but so please hello hi ok okay doctor".split())
_ASKING = frozenset(
    """is are was were has have had does do did can could will would should may might if whether""".split()
)
_ASKING_LATER = (
    "whether", "know if", "wonder if", "wondering if", "ask if", "asking if", "unsure if", "sure if",
)  # fmt: skip
_WH = frozenset("why when where how what which who".split())

_STAGE = expression(r"\bstage[ -]*(?P<n>IV|III|II|I|[1-4])[ ]?(?P<letter>[ABC](?:[1-3])?)?\b", re.IGNORECASE)
_EXTENT: dict[str, tuple[str, ...]] = {
    "metastatic": ("metasta*", "mets", "spread", "secondaries"),
    "locally advanced": ("locally advanced",),
    "unresectable": ("unresectable", "inoperable", "not resectable"),
    "recurrent": ("recurren*", "relapsed", "came back"),
    "advanced": ("advanced",),
    "resected": ("resected", "adjuvant", "after surgery"),
    "resectable": ("resectable", "operable", "neoadjuvant"),
    "early": ("early stage", "localised", "localized"),
}
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_GERMLINE = ("germline", "germ line", "inherited", "hereditary", "born with")
_SOMATIC = ("somatic", "tumor only", "tumour only")
_PLACE_SHORT = expression(r"\b(US|USA|U\.S\.|UK|U\.K\.|EU)(?![A-Za-z])")
_SHORT = {
    "US": "united states", "USA": "united states", "U.S.": "united states",
    "UK": "united kingdom", "U.K.": "united kingdom", "EU": "european union",
}  # fmt: skip


def intents(said: Said, *, has_other: bool) -> tuple[str, ...]:
    """What is asked, in the order in which the text asks it; ``meaning`` where it does not say.

    Each drug of the text is replaced by ``DRUG``. A drug with a biomarker or cancer and no other question
    asks whether it is approved there.
    """
    has_drug = DRUG in said.text
    at: dict[str, int] = {}
    if (place := said.at(*_APPROVED)) is not None:
        at["drug_approved" if has_drug else "drugs"] = place
    for intent, phrases in _PHRASES.items():
        if (place := said.at(*phrases)) is not None:
            at[intent] = min(place, at.get(intent, place))
    for intent, always, more in _MORE:
        if always in said.line and (found := more.search(said.line)):
            at[intent] = min(found.start(), at.get(intent, found.start()))
    if "drug_approved" in at:
        at.pop("drugs", None)
        at.pop("meaning", None)
    if has_drug and has_other and not at:
        return ("drug_approved",)
    if at.keys() > {"meaning"} and said.at(*_MEANS) is None:
        # "What are the drugs for ...": the words "what are" only lead to the real question.
        at.pop("meaning", None)
    return tuple(sorted(at, key=lambda intent: (at[intent], intent))) or ("meaning",)


def claim(said: Said, wanted: tuple[str, ...]) -> str:
    """How a text ties a drug to a disease: ``stated``, ``implied`` or ``asked`` (``Premise.claim``).

    Whoever asks about resistance or a trial does not take an approval for granted.
    """
    first = next((word for word in said.words if word not in _POLITE), "")
    if first in _ASKING or said.at(*_ASKING_LATER) is not None:
        return "asked"
    if said.at(*_APPROVED) is None:
        return "asked" if {"resistance", "trials"} & set(wanted) else "implied"
    # "When was X approved for Y?" takes the approval for granted; "X approved for Y?" asks.
    grants = first in _WH or said.at("since when") is not None
    return "asked" if said.text.rstrip().endswith("?") and not grants else "stated"


def stage(said: Said) -> str:
    """``IV``, ``IIIA``, ``metastatic``, ``locally advanced``, ...; empty where none is said."""
    if "stage" in said.line and (match := _STAGE.search(said.text)):
        number = match["n"].upper()
        return _ROMAN.get(number, number) + (match["letter"] or "").upper()
    return next((name for name, phrases in _EXTENT.items() if said.at(*phrases) is not None), "")


def origin(said: Said) -> str:
    """``germline`` or ``somatic``; empty where neither or both are said."""
    found = [
        name
        for name, phrases in (("germline", _GERMLINE), ("somatic", _SOMATIC))
        if said.at(*phrases) is not None
    ]
    return found[0] if len(found) == 1 else ""


def place(said: Said) -> tuple[str, str]:
    """The country and the agency that a text names; empty where it names none."""
    named = [(at, name) for name in COUNTRIES if (at := said.at(name)) is not None]
    if named:
        return COUNTRIES[min(named)[1]]
    if "U" in said.text and (match := _PLACE_SHORT.search(said.text)):
        return COUNTRIES[_SHORT[match[1]]]
    return "", ""
