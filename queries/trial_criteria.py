"""One criterion and one person: met, not met, or unknown, with the reason.

Unknown never disqualifies: what the person was not asked about stays open.
"""

from collections.abc import Iterable

from oncotrace.kg.records import Biomarker, Criterion, Trial
from oncotrace.ontology.plain import dataclass, field
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.scope import Scope

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"

OPEN = ("recruiting", "not_yet_recruiting", "enrolling_by_invitation", "available", "unknown")
"""Statuses under which somebody may still enter, now or later."""


@dataclass(slots=True, kw_only=True)
class Person:
    """Whom trials are matched to; what is not given stays unknown."""

    biomarker: Scope
    genes: frozenset[str]
    """Genes of the biomarkers that are carried."""
    cancer: Scope
    protein: bool = False
    """Whether an amount of the protein is told (HER2-positive): "expression" alone may mean it or not."""
    age: int | None = None
    country: str = ""
    prior: tuple[str, ...] = ()
    """Drugs that were given before."""
    prior_targets: frozenset[str] = frozenset()
    """Genes that those drugs target."""


@dataclass(slots=True, kw_only=True)
class Checked:
    """A criterion of a trial as it stands for the person."""

    about: str
    """biomarker, cancer, cancer kept out, earlier treatment, age, status, country, unread."""
    outcome: str
    """met, not met or unknown."""
    polarity: str = ""
    criterion: str = ""
    """The id of the criterion read from the text; empty for what the register states in fields."""
    quote: str = ""
    scope: str = ""
    cancers: tuple[str, ...] = ()
    applies: bool = True
    """Whether the criterion is about the person's cancer at all."""
    surely: bool = True
    """False where it is about a narrower cancer, which may or may not be the person's."""
    carried: str = ""
    """``yes``, ``maybe`` (it asks for something more exact), ``other change`` of the gene, or empty."""
    biomarkers: tuple[str, ...] = field(default_factory=tuple)


def of_text(criterion: Criterion, person: Person, biomarkers: dict[str, Biomarker]) -> Checked:
    """A criterion that was read from the eligibility text."""
    applies = concerns(criterion.cancers, person.cancer)
    carried = _carried(criterion, person, biomarkers)
    return Checked(
        about=_about(criterion),
        outcome=_outcome(criterion, person, carried) if applies else UNKNOWN,
        polarity=criterion.polarity,
        criterion=criterion.id,
        quote=criterion.quote,
        scope=criterion.scope,
        cancers=criterion.cancers,
        applies=applies,
        surely=not criterion.cancers or bool(set(criterion.cancers) - person.cancer.narrower),
        carried=carried,
        biomarkers=criterion.biomarkers,
    )


def concerns(cancers: Iterable[str], asked: Scope) -> bool:
    """Whether what is said of these cancers may be about the cancer asked for; of none, it is about all."""
    named = set(cancers)
    return not named or not asked.exact or bool(named & (asked.all | asked.inherits))


def _about(criterion: Criterion) -> str:
    if criterion.polarity == "excludes" and not criterion.biomarkers:
        return "cancer kept out"
    if criterion.polarity == "unread":
        return "unread"
    return "earlier treatment" if criterion.polarity.startswith("prior") else "biomarker"


def _carried(criterion: Criterion, person: Person, biomarkers: dict[str, Biomarker]) -> str:
    named = set(criterion.biomarkers)
    if named & (person.biomarker.exact | person.biomarker.broader):
        return "yes"
    if named & person.biomarker.narrower:
        return "maybe"
    ours = [biomarkers[id] for id in named if id in biomarkers and set(biomarkers[id].genes) & person.genes]
    if person.protein and any(b.label.endswith(" expression") for b in ours):
        return "maybe"
    return "other change" if ours else ""


def _outcome(criterion: Criterion, person: Person, carried: str) -> str:
    match criterion.polarity:
        case "selects":
            whole = criterion.logic in ("", "one_of") or len(criterion.biomarkers) == 1
            return MET if carried == "yes" and whole else UNKNOWN
        case "excludes" if not criterion.biomarkers:
            out = set(criterion.cancers) & (person.cancer.exact | person.cancer.broader)
            return NOT_MET if out else UNKNOWN
        case "excludes":
            return NOT_MET if carried == "yes" else UNKNOWN
        case "prior_excluded":
            return NOT_MET if _had(criterion, person) else UNKNOWN
        case "prior_required":
            return MET if _had(criterion, person) else UNKNOWN
    return UNKNOWN


def _had(criterion: Criterion, person: Person) -> bool:
    return bool(set(person.prior) & set(criterion.therapies) or person.prior_targets & set(criterion.genes))


# --- what the register states in fields -------------------------------------------------------


def of_fields(trial: Trial, person: Person) -> list[Checked]:
    """Cancer, age, status and country of a trial."""
    return [
        Checked(about="cancer", outcome=_cancer(trial, person.cancer), cancers=trial.cancers),
        Checked(about="age", outcome=_age(trial, person.age)),
        Checked(about="status", outcome=MET if trial.status in OPEN else NOT_MET),
        Checked(about="country", outcome=_country(trial, person.country)),
    ]


def _cancer(trial: Trial, asked: Scope) -> str:
    """Met by the cancer itself or a broader one; a narrower one may or may not be the person's."""
    if not asked.exact or not trial.cancers:
        return UNKNOWN
    named = set(trial.cancers)
    if named & (asked.exact | asked.broader | asked.inherits):
        return MET
    return UNKNOWN if named & asked.narrower else NOT_MET


def _age(trial: Trial, age: int | None) -> str:
    if age is None:
        return UNKNOWN
    low, high = trial.minimum_age, trial.maximum_age
    return NOT_MET if (low is not None and age < low) or (high is not None and age > high) else MET


def _country(trial: Trial, country: str) -> str:
    if not country or not trial.countries:
        return UNKNOWN
    return MET if country in trial.countries else NOT_MET


def specificity(trial: Trial, asked: Scope) -> int:
    """How exactly a trial is about the cancer: 0 the cancer itself, 3 any solid tumour, 4 not told."""
    named = set(trial.cancers)
    if named & asked.exact:
        return 0
    if named & asked.narrower:
        return 1
    if named & (asked.broader - {SOLID}):
        return 2
    return 3 if SOLID in named else 4
