"""Why a trial is in or out, in plain sentences: the deciding one first."""

import re
from collections.abc import Iterable

from oncotrace.kg.records import Trial
from oncotrace.ontology.expressions import expression
from oncotrace.queries.trial_criteria import MET, NOT_MET, UNKNOWN, Checked, Person

COHORT = expression(
    r"\b(?:cohorts?|arms?|groups?|modules?|exp|parts?|sub-?stud(?:y|ies)|subprotocols?|expansion)\b", re.I
)
"""A part of a trial that takes people by cancer or biomarker; a phase or a step does not."""

STATUS = {
    "recruiting": "It takes new patients.",
    "not_yet_recruiting": "It does not take patients yet.",
    "enrolling_by_invitation": "It takes only people whom it invites.",
    "active_not_recruiting": "It has stopped taking new patients.",
    "suspended": "It has stopped taking patients for now.",
    "completed": "It has ended.",
    "terminated": "It was ended early.",
    "withdrawn": "It was called off.",
    "unknown": "The register does not know whether it still takes patients.",
}


def reasons(
    trial: Trial,
    checked: list[Checked],
    carried: str,
    person: Person,
    cancers: dict[str, str],
    names: dict[str, str],
) -> list[str]:
    """Sentences on the biomarker, the cancer, earlier treatment, age, status and place."""
    told = [*_biomarker(checked, carried, person, cancers, names), *_cancer(checked, cancers, person)]
    told += _kept_out(checked, cancers)
    told += _earlier(checked)
    by = {c.about: c for c in checked if not c.criterion}
    if by["age"].outcome == NOT_MET:
        told.append(f"It is for people {_ages(trial)}.")
    if trial.status != "recruiting":
        told.append(STATUS.get(trial.status, "It takes no new patients."))
    if by["country"].outcome == NOT_MET:
        told.append(f"It names no place in {person.country}.")
    return told


def _biomarker(
    checked: list[Checked], carried: str, person: Person, cancers: dict[str, str], names: dict[str, str]
) -> list[str]:
    selects = [c for c in checked if c.polarity == "selects" and c.carried in ("yes", "maybe")]
    applying = [c for c in selects if c.applies]
    cohorts = [c for c in selects if COHORT.search(c.scope)]
    told = []
    if cohorts and not any(c.applies for c in cohorts) and applying:
        told.append(
            f"Its cohorts for {carried} are for {_of(cohorts, cancers)}. Its general criteria name"
            f" {_of(applying, cancers) or 'no other cancer'}."
        )
    elif applying:
        told.append(_selection(applying, carried, names, person))
    elif selects:
        told.append(f"It takes {carried} in {_of(selects, cancers)} only.")
    excluded = [c for c in checked if c.polarity == "excludes" and c.carried == "yes"]
    told += [_exclusion(c, carried, cancers) for c in excluded[:2]]
    if not selects and not excluded:
        told.append(_only_named(checked, carried, cancers))
    return told


def _selection(applying: list[Checked], carried: str, names: dict[str, str], person: Person) -> str:
    if any(c.outcome == MET for c in applying):
        return f"Its criteria ask for {carried}, or for something that includes it."
    narrower = {id for c in applying for id in c.biomarkers if id in person.biomarker.narrower}
    exact = sorted(names.get(id, id) for id in narrower)
    if exact:
        return f"It asks for {' or '.join(exact[:4])}: is it the one that you have?"
    if any(c.carried == "maybe" for c in applying):
        return "It asks for the protein, and does not say here how much of it."
    return f"It asks for {carried} together with something else."


def _exclusion(criterion: Checked, carried: str, cancers: dict[str, str]) -> str:
    if not criterion.applies:
        return f"It keeps people with {carried} out only in {_of([criterion], cancers)}."
    part = f" in part of it ({criterion.scope})" if criterion.scope else ""
    return f"It keeps people with {carried} out{part}."


def _only_named(checked: list[Checked], carried: str, cancers: dict[str, str]) -> str:
    named = [c for c in checked if c.about == "biomarker" and c.carried]
    conditions = [c for c in named if c.polarity == "condition"]
    if conditions and not any(c.applies for c in conditions):
        where = _of(conditions, cancers)
        return f"It names the gene, but does not select for it: that clause is about {where}."
    if conditions:
        return "It names the gene in a condition, such as an earlier treatment, but does not select for it."
    return f"It is about another change of the gene, not {carried}."


def _cancer(checked: list[Checked], cancers: dict[str, str], person: Person) -> list[str]:
    cancer = next(c for c in checked if c.about == "cancer")
    if cancer.outcome == NOT_MET:
        return [f"It is registered for {_of([cancer], cancers)}."]
    if cancer.outcome == UNKNOWN and person.cancer.exact:
        kinds = _of([cancer], {id: name for id, name in cancers.items() if id in person.cancer.narrower})
        return [f"It is for {kinds}: is yours of that kind?"] if kinds else ["Its cancers are not told."]
    return []


def _kept_out(checked: list[Checked], cancers: dict[str, str]) -> list[str]:
    found = [c for c in checked if c.about == "cancer kept out" and c.outcome == NOT_MET]
    return [f"It keeps out people with {_of(found, cancers)}."] if found else []


def _earlier(checked: list[Checked]) -> list[str]:
    told = []
    if any(c.polarity == "prior_excluded" and c.outcome == NOT_MET and c.applies for c in checked):
        told.append("It may keep out people who have had that earlier treatment.")
    if any(c.polarity == "prior_required" and c.outcome == MET and c.applies for c in checked):
        told.append("It asks for an earlier treatment of the kind that was given.")
    return told


def _of(checked: Iterable[Checked], cancers: dict[str, str]) -> str:
    labels = list(dict.fromkeys(cancers[id] for c in checked for id in c.cancers if id in cancers))
    shown = labels[:4]
    return ", ".join(shown[:-1]) + (" or " if len(shown) > 1 else "") + shown[-1] if shown else ""


def _ages(trial: Trial) -> str:
    low, high = trial.minimum_age, trial.maximum_age
    if low is not None and high is not None:
        return f"aged {low} to {high}"
    return f"aged {low} or more" if low is not None else f"aged {high} or less"
