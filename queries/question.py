"""A question as it was understood: what ``resolve`` hands to everything after it."""

from oncotrace.kg.records import Biomarker
from oncotrace.ontology.plain import dataclass

INTENTS = ("meaning", "frequency", "drugs", "drug_approved", "trials", "resistance", "testing")

VERDICTS = (
    "ok",  # one approval covers what the text ties together
    "no_record_for_biomarker",  # no approval of the drug names the biomarker
    "only_other_cancer",  # the drug is approved (for the biomarker, where one is named) in other cancers
    "no_record_for_cancer",  # no approval of the drug in any cancer is on record
    "no_record_for_agency",  # no approval of the drug by the agency that the text names is on record
)


@dataclass(slots=True, kw_only=True)
class Note:
    """A word that was read as another, so that the answer can say so."""

    kind: str
    """``typo``, ``synonym`` (brand, former symbol, code), ``order`` (fusion partners swapped),
    ``assumed`` (a variant without its gene, ``positive`` read as a fusion)."""
    written: str
    read_as: str


@dataclass(slots=True, kw_only=True)
class Unknown:
    """A word that looks like a name and is none that we hold."""

    text: str
    nearest: tuple[str, ...] = ()
    """Names alike in spelling, the nearest first; a person chooses, never we."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """One of several things that a word may mean. All readings of a word share ``ask``."""

    text: str
    label: str
    ask: str
    chosen: bool = False
    """Whether the question goes on with this reading until somebody answers ``ask``."""


@dataclass(slots=True, kw_only=True)
class Premise:
    """A drug tied to a biomarker, a cancer or both, and what the approvals on record say of it."""

    drug: str
    biomarker: str = ""
    cancer: str = ""
    agency: str = ""
    """The agency that the text names; empty where any will do."""
    claim: str
    """``stated`` (is approved for), ``implied`` (the drug for this) or ``asked`` (is it approved?)."""
    verdict: str
    """One of ``VERDICTS``."""
    statements: tuple[str, ...] = ()
    """Indications in force that bear on the verdict: those that cover the claim, else those for this
    biomarker in other cancers, else all that the drug has."""
    evidence: tuple[str, ...] = ()
    """Evidence items that say that the drug works for this biomarker in some cancer."""

    @property
    def false(self) -> bool:
        """Whether the text takes for granted what the records contradict.

        A drug tied to a biomarker without the word "approved" (``larotrectinib for ROS1``) is wrong only
        where neither an approval in any cancer nor evidence links the two.
        """
        if self.claim == "asked" or self.verdict in ("ok", "no_record_for_agency"):
            return False
        if self.claim == "stated" or not self.biomarker:
            return True
        return self.verdict == "no_record_for_biomarker" and not self.evidence


@dataclass(slots=True, kw_only=True)
class Question:
    """A question as it was read."""

    text: str
    """As read: control characters removed, spelling mistakes kept."""
    biomarkers: tuple[Biomarker, ...] = ()
    """What is carried; a patient may carry several."""
    related: tuple[Biomarker, ...] = ()
    """Members and broader biomarkers of those, as ``kg.biomarkers.read`` made them."""
    absent: tuple[Biomarker, ...] = ()
    """What the text says was not found."""
    cancer: str | None = None
    other_cancers: tuple[str, ...] = ()
    cancer_stage: str = ""
    """``I`` to ``IV`` (with a letter where given), ``metastatic``, ``locally advanced``, ...; or empty."""
    drugs: tuple[str, ...] = ()
    origin: str = ""
    """``germline`` or ``somatic``, where the text says so."""
    country: str = ""
    agency: str = ""
    """FDA, EMA, MHRA, PMDA, NMPA or HC, where the text names the agency or its country."""
    intents: tuple[str, ...] = ("meaning",)
    """Of ``INTENTS``, the most important first."""
    readings: tuple[Reading, ...] = ()
    notes: tuple[Note, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    premises: tuple[Premise, ...] = ()
    """Every drug with every biomarker in the cancer of the text."""

    @property
    def drug(self) -> str | None:
        return self.drugs[0] if self.drugs else None

    @property
    def false_premises(self) -> tuple[Premise, ...]:
        return tuple(premise for premise in self.premises if premise.false)

    @property
    def understood(self) -> bool:
        """Whether anything of the text was recognised."""
        return bool(self.biomarkers or self.absent or self.cancer or self.drugs)
