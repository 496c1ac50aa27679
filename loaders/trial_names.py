"""Conditions and interventions of trials as the graph's cancers and drugs.

Registers write names in their own way: ``Carcinoma, Non-Small-Cell Lung``, ``Stage IV Pancreatic Cancer
AJCC v8``, ``CRC (Colorectal Cancer)``, ``Osimertinib 80 mg tablets``. Each is tried as printed and then
in a few plainer forms; the first that means one thing is taken, and what means none is reported.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oncotrace.kg.names import Names, normalise
from oncotrace.loaders.eligibility.scope import named_cancers

_STAGE = re.compile(
    r"\b(?:locally|advanced|metastatic|unresectable|resectable|recurrent|relapsed|refractory|malignant|adult|childhood"
    r"|pediatric|primary|progressive|persistent|untreated|newly diagnosed|clinical|pathologic|anatomic"
    r"|prognostic|invasive|early[- ]stage|late[- ]stage|high[- ]risk|low[- ]risk|castration[- ]resistant"
    r"|hormone[- ]sensitive|oligometastatic|AJCC\s+v\d"
    r"|stages?\s+[0IVX]+[ABC]?\d?(?:\s*(?:/|-|and|or|to)\s*[IVX]+[ABC]?\d?)*|disease|selected|other|any|adults?"
    r"|(?:ALK|EGFR|KRAS|BRAF|HER-?2|RAS)[- ](?:mutant|mutated|positive|negative))\b",
    re.I,
)
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_FORM = re.compile(
    r"\b(?:\d[\d.,]*\s*(?:mg|mcg|g|ml|kg|%|iu)(?:/\w+)?|tablets?|capsules?|injections?|injectable|infusion|oral|solution"
    r"|intravenous|iv|intratumoral|subcutaneous|product|drug|dose|monotherapy|treatment|therapy|hydrochloride|mesylate"
    r"|succinate|tosylate|maleate|phosphate|sodium|disodium)\b",
    re.I,
)
_JOINED = re.compile(
    r"\s*(?:\+|/|;|,|\bplus\b|\band\b|\bin combination with\b|\bcombined with\b|\bwith\b)\s*", re.I
)
_MEDICINES = frozenset(("", "DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "GENETIC"))
"""Types of interventions that may be a drug; copies without types leave it open."""
_NO_DRUG = frozenset("placebo observation questionnaire laboratory biomarker biopsy".split())


class TrialNames:
    """Looks up every spelling once: 20,000 trials repeat a few thousand."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._cancers: dict[str, str] = {}
        self._drugs: dict[str, tuple[str, ...]] = {}

    def cancers(self, conditions: Iterable[str]) -> tuple[str, ...]:
        """The cancers of conditions, each once, in order."""
        return tuple(dict.fromkeys(id for text in conditions if (id := self._cancer(text))))

    def of_title(self, title: str) -> tuple[str, ...]:
        """The cancers that a title names, for a trial whose conditions name none."""
        return tuple(dict.fromkeys(id for _, _, id in named_cancers(title, self)))

    def cancer(self, phrase: str) -> str:
        return self._cancer(phrase)

    def drugs(self, interventions: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        """The drugs of interventions (``name``, ``type``, ``otherNames``), each once, in order."""
        return tuple(dict.fromkeys(id for i in interventions for id in self._of_intervention(i)))

    def unmapped(self, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Kind and name of the conditions and drugs of a study that mean nothing to the graph."""
        for condition in dict.fromkeys(row["conditions"]):
            if not self._cancer(condition):
                yield "Cancer", condition
        for intervention in row["interventions"]:
            name = intervention["name"]
            may_be_drug = intervention.get("type", "") in _MEDICINES
            if name and may_be_drug and not self._of_intervention(intervention):
                yield "Drug", name

    def _cancer(self, text: str) -> str:
        if text not in self._cancers:
            found = (id for spelling in _plainer(text) if (id := self._names.cancer(spelling)))
            self._cancers[text] = next(found, "")
        return self._cancers[text]

    def _of_intervention(self, intervention: Mapping[str, Any]) -> tuple[str, ...]:
        if intervention.get("type", "") not in _MEDICINES:
            return ()
        own = self._drug(intervention["name"])
        others = (self._drug(name) for name in intervention.get("otherNames", ()))
        return own or next((found for found in others if found), ())

    def _drug(self, text: str) -> tuple[str, ...]:
        if text not in self._drugs:
            self._drugs[text] = self._find_drug(text)
        return self._drugs[text]

    def _find_drug(self, text: str) -> tuple[str, ...]:
        inside = _BRACKETS.findall(text)
        bare = _BRACKETS.sub(" ", text)
        plain = " ".join(_FORM.sub(" ", bare).split()).strip(" ,;-")
        for spelling in (text, bare, plain, *inside):
            if normalise(spelling) and (id := self._names.drug(spelling.strip())):
                return (id,)
        parts = [part for part in _JOINED.split(plain) if part]
        if len(parts) > 1:
            return tuple(dict.fromkeys(id for part in parts if (id := self._names.drug(part))))
        return ()


def _plainer(text: str) -> Iterator[str]:
    """A condition as printed, then in plainer forms."""
    forms = [text]
    bare = _BRACKETS.sub(" ", text).strip()
    forms += [bare, *_BRACKETS.findall(text)]
    forms += [part for form in (text, bare) if " - " in form for part in form.split(" - ")[::-1]]
    for form in list(forms):
        head, comma, tail = form.partition(", ")
        if comma:
            forms += [f"{tail} {head}", head]
    for form in list(forms):
        forms.append(" ".join(_STAGE.sub(" ", form).split()).strip(" ,-/"))
    for form in list(forms):
        if "neoplasm" in form.lower():
            forms.append(re.sub(r"\bneoplasms?\b", "cancer", form, flags=re.I))
        if re.search(r"tumou?rs?$", form, re.I):
            forms.append(re.sub(r"tumou?rs?$", "cancer", form, flags=re.I))
    yield from (form for form in dict.fromkeys(forms) if form and normalise(form) not in _GENERIC)


_GENERIC = frozenset("cancer tumor neoplasm malignancy carcinoma adenocarcinoma solid adult".split())
"""Keys of names that mean no one cancer."""
