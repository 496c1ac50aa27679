"""Which trials take a biomarker in a cancer, and why: each criterion with its words and its outcome.

Three verdicts: ``may fit``, ``needs checking``, ``does not fit``. A trial is never called a person's:
whether somebody can enter is decided by the people who run it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from oncotrace.kg.graph import Graph
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker, Cancer, Criterion, Drug, Source, Trial
from oncotrace.ontology.plain import dataclass, field
from oncotrace.queries.question import Question
from oncotrace.queries.scope import biomarker_scope, cancer_scope
from oncotrace.queries.trial_criteria import (
    MET,
    NOT_MET,
    Checked,
    Person,
    concerns,
    of_fields,
    of_text,
    specificity,
)
from oncotrace.queries.trial_words import COHORT, reasons

MAY_FIT, NEEDS_CHECKING, DOES_NOT_FIT = "may fit", "needs checking", "does not fit"
VERDICTS = (MAY_FIT, NEEDS_CHECKING, DOES_NOT_FIT)

REGISTER = "oid:source-clinicaltrials"
FRESH_DAYS = 60
"""Older copies of the register get a warning: the issue of this project sets it."""
NEAREST = 5


@dataclass(slots=True, kw_only=True)
class Match:
    """A trial and what its criteria say of a patient."""

    trial: Trial
    verdict: str
    selects: bool
    """Whether a criterion that is about the person's cancer selects for the biomarker."""
    checked: list[Checked]
    reasons: list[str]
    """Why, in plain sentences, the deciding one first."""


@dataclass(slots=True, kw_only=True)
class Trials:
    """What the loaded trials say to a question."""

    asked_biomarker: str
    asked_cancer: str
    loaded: int
    data_date: str
    """The day of the register's data; empty where it is not known."""
    days_old: int | None
    matches: list[Match] = field(default_factory=list)
    """Trials that select for the biomarker and do not rule the person out, best first."""
    named: list[Match] = field(default_factory=list)
    """Trials that name the gene without being among the matches, with the reason."""
    elsewhere: list[Match] = field(default_factory=list)
    """Nearest: trials that select for the biomarker in other cancers."""
    same_cancer: list[Trial] = field(default_factory=list)
    """Nearest: open trials of the same cancer that do not name the biomarker."""
    cancers: dict[str, str] = field(default_factory=dict)
    """Labels of the cancers that criteria name."""

    @property
    def stale(self) -> bool:
        return self.days_old is None or self.days_old > FRESH_DAYS

    @property
    def clear(self) -> list[Match]:
        return [m for m in self.matches if m.verdict == MAY_FIT]


@dataclass(slots=True, kw_only=True)
class Wish:
    """What else is told of the person, and what is asked of the trials."""

    prior: tuple[str, ...] = ()
    """Ids of drugs."""
    age: int | None = None
    country: str = ""
    status: str = ""
    """Only trials of this status; empty for all."""


def loaded(graph: Graph) -> bool:
    """Whether the release holds a register of trials."""
    return bool(graph.values([REGISTER]))


def find(
    graph: Graph, question: Question, *, today: str, wish: Wish | None = None, reader: Reader | None = None
) -> Trials:
    """The trials for the biomarkers and the cancer of a question, ranked, with reasons."""
    wish = wish or Wish()
    reader = reader or Reader(graph)
    reader.know((*question.biomarkers, *question.related))
    person = _person(reader, question, wish)
    found = _named_in(reader, person)
    matched = [_match(reader, trial, criteria, person) for trial, criteria in found]
    matched = [m for m in matched if not wish.status or m.trial.status == wish.status]
    matched.sort(key=lambda m: rank(m, person))
    source = reader.one(REGISTER, Source)
    known = _labels(reader, matched)
    _explain(reader, matched, person, question, known)
    data_date = source.version if source and source.version[:2] == "20" else ""
    cancer = reader.one(question.cancer or "", Cancer)
    return Trials(
        asked_biomarker=", ".join(b.label for b in question.biomarkers),
        asked_cancer=(cancer.plain or cancer.label) if cancer else "",
        loaded=len(graph.ids("Trial")),
        data_date=data_date,
        days_old=(date.fromisoformat(today) - date.fromisoformat(data_date)).days if data_date else None,
        matches=[m for m in matched if m.selects and m.verdict != DOES_NOT_FIT],
        named=[m for m in matched if not (m.selects and m.verdict != DOES_NOT_FIT)],
        elsewhere=[m for m in matched if _selects_elsewhere(m)][:NEAREST],
        same_cancer=_same_cancer(reader, person, {m.trial.id for m in matched}, wish),
        cancers=known,
    )


def _person(reader: Reader, question: Question, wish: Wish) -> Person:
    drugs = reader.get(wish.prior, Drug)
    return Person(
        biomarker=biomarker_scope(reader, question.biomarkers),
        genes=frozenset(g for b in question.biomarkers for g in b.genes),
        cancer=cancer_scope(reader.graph, question.cancer or ""),
        protein=any(b.kind == "signature" and b.genes for b in question.biomarkers),
        age=wish.age,
        country=wish.country,
        prior=wish.prior,
        prior_targets=frozenset(gene for drug in drugs for gene in drug.targets),
    )


def _named_in(reader: Reader, person: Person) -> list[tuple[Trial, list[Criterion]]]:
    """The trials with a criterion that names the biomarker or its gene, and all criteria of each."""
    graph = reader.graph
    of_genes = graph.into(person.genes, "ot:genes")
    wanted = set(person.biomarker.all) | {id for ids in of_genes.values() for id in ids}
    holders = {id for ids in graph.into(wanted, "ot:biomarkers").values() for id in ids}
    trials = {c.trial for c in reader.get(sorted(holders), Criterion)}
    of_trial = graph.into(trials, "ot:trial")
    criteria = reader.get(sorted({id for ids in of_trial.values() for id in ids}), Criterion)
    by_trial: dict[str, list[Criterion]] = defaultdict(list)
    for criterion in sorted(criteria, key=lambda c: (c.trial, c.start or 0, c.id)):
        by_trial[criterion.trial].append(criterion)
    return [(trial, by_trial[trial.id]) for trial in reader.get(sorted(trials), Trial)]


def _match(reader: Reader, trial: Trial, criteria: list[Criterion], person: Person) -> Match:
    named = {id for c in criteria for id in c.biomarkers}
    biomarkers = {b.id: b for b in reader.get(sorted(named), Biomarker)}
    checked = [of_text(c, person, biomarkers) for c in criteria]
    fields = of_fields(trial, person)
    return Match(
        trial=trial,
        verdict=verdict(fields, checked),
        selects=any(c.applies for c in selecting(checked)),
        checked=[*fields, *checked],
        reasons=[],
    )


def selecting(checked: Iterable[Checked]) -> list[Checked]:
    """The criteria that select for what the person carries, or for something more exact."""
    return [c for c in checked if c.polarity == "selects" and c.carried in ("yes", "maybe")]


def verdict(fields: list[Checked], checked: list[Checked]) -> str:
    """The overall verdict from the outcomes: a criterion that is not met decides, an unknown one never."""
    selects = selecting(checked)
    applying = [c for c in selects if c.applies]
    told = {c.about: c.outcome for c in fields}
    if told["age"] == NOT_MET or told["status"] == NOT_MET:
        return DOES_NOT_FIT
    if told["cancer"] == NOT_MET and not any(c.cancers for c in applying):
        return DOES_NOT_FIT
    excluded = [c for c in checked if c.polarity == "excludes" and c.outcome == NOT_MET]
    if any(not c.scope and c.surely for c in excluded):
        return DOES_NOT_FIT
    if selects and not applying:
        return DOES_NOT_FIT
    if excluded or not applying or any(c.outcome == NOT_MET for c in checked):
        return NEEDS_CHECKING
    if cohorts_elsewhere(selects) or not any(c.outcome == MET for c in applying):
        return NEEDS_CHECKING
    told_of_cancer = any(c.cancers for c in (*applying, *fields) if c.outcome != NOT_MET)
    return MAY_FIT if told_of_cancer else NEEDS_CHECKING


def cohorts_elsewhere(selects: list[Checked]) -> list[Checked]:
    """The cohorts for the biomarker, where all of them are for other cancers though the trial as a
    whole takes the person's: then the general words promise more than the open cohorts hold."""
    cohorts = [c for c in selects if COHORT.search(c.scope)]
    return cohorts if cohorts and not any(c.applies for c in cohorts) else []


_STATUS = ("recruiting", "enrolling_by_invitation", "available", "not_yet_recruiting", "unknown")


def rank(match: Match, person: Person) -> tuple[object, ...]:
    """Order: verdict, exactness of the selection, exactness of the cancer, phase, status, country."""
    exact = any(set(c.biomarkers) & person.biomarker.exact for c in selecting(match.checked))
    phase = max((p for p in match.trial.phases if p.isdigit()), default="0")
    status = match.trial.status
    return (
        VERDICTS.index(match.verdict),
        not match.selects,
        not exact,
        specificity(match.trial, person.cancer),
        -int(phase),
        _STATUS.index(status) if status in _STATUS else len(_STATUS),
        bool(person.country) and person.country not in match.trial.countries,
        match.trial.id,
    )


def _selects_elsewhere(match: Match) -> bool:
    return bool(selecting(match.checked)) and match.verdict == DOES_NOT_FIT and _is_open(match)


def _is_open(match: Match) -> bool:
    return all(c.outcome != NOT_MET for c in match.checked if c.about in ("status", "age"))


def _same_cancer(reader: Reader, person: Person, seen: set[str], wish: Wish) -> list[Trial]:
    """Open trials of the cancer itself or a kind of it that do not name the biomarker, the latest phase
    first; without those whose text selects for some other change."""
    near = person.cancer.exact | person.cancer.narrower
    holders = {id for ids in reader.graph.into(near, "ot:cancers").values() for id in ids}
    trials = [t for t in reader.get(sorted(holders), Trial) if t.id not in seen]
    trials = [t for t in trials if t.drugs and t.study_type != "observational"]
    trials = [t for t in trials if not wish.status or t.status == wish.status]
    trials = [t for t in trials if not any(c.outcome == NOT_MET for c in of_fields(t, person)[:3])]
    far = {t.id for t in trials if person.country and person.country not in t.countries}
    trials.sort(key=lambda t: (t.id in far, _phase(t), t.id))
    picked = trials[: 8 * NEAREST]
    of_trial = reader.graph.into([t.id for t in picked], "ot:trial")
    criteria = reader.get(sorted({id for ids in of_trial.values() for id in ids}), Criterion)
    closed = {
        c.trial for c in criteria if c.polarity == "selects" and concerns(c.cancers, person.cancer)
    }
    return [t for t in picked if t.id not in closed][:NEAREST]


def _phase(trial: Trial) -> int:
    return -max((int(p) for p in trial.phases if p.isdigit()), default=0)


def _labels(reader: Reader, matched: list[Match]) -> dict[str, str]:
    ids = sorted({id for m in matched for c in m.checked for id in c.cancers})
    return {cancer.id: cancer.plain or cancer.label for cancer in reader.get(ids, Cancer)}


def _explain(
    reader: Reader, matched: list[Match], person: Person, question: Question, labels: dict[str, str]
) -> None:
    ids = sorted({id for m in matched for c in m.checked for id in c.biomarkers})
    names = {b.id: b.label for b in reader.get(ids, Biomarker)}
    carried = " and ".join(b.label for b in question.biomarkers)
    for match in matched:
        match.reasons = reasons(match.trial, match.checked, carried, person, labels, names)
