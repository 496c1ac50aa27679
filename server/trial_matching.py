"""``oncotrace trials``: which trials take a biomarker in a cancer, as text or as JSON."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

import oncotrace
from oncotrace.answers.wording import cancer_words, capitalised, date_words, label_words, number
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Cancer, Trial
from oncotrace.kg.release import Release, open_release
from oncotrace.ontology.terms import TRIAL_STATUSES
from oncotrace.queries.countries import country
from oncotrace.queries.question import Question
from oncotrace.queries.resolve import resolve
from oncotrace.queries.trial_criteria import Checked
from oncotrace.queries.trials import MAY_FIT, NEEDS_CHECKING, Match, Trials, Wish, find

MOST_SHOWN = 10
"""Trials of a group in the text; JSON has all."""


@dataclass(slots=True, kw_only=True)
class Wanted:
    """What was typed."""

    biomarker: str
    cancer: str
    prior: tuple[str, ...] = ()
    age: int | None = None
    country: str = ""
    status: str = ""
    today: str | None = None
    release: str | None = None


def match_and_report(wanted: Wanted, form: str) -> None:
    """Print the trials for what was typed. Unreadable: a name or an option that means nothing."""
    today = oncotrace.read_day(wanted.today, "today") or date.today().isoformat()
    opened = open_release(wanted.release)
    try:
        question = _question(wanted, opened, today)
        found = find(opened.graph, question, today=today, wish=_wish(wanted, opened))
        if form == "json":
            sys.stdout.write(json.dumps(asdict(found), indent=2, ensure_ascii=False) + "\n")
        else:
            about = _about(question, Reader(opened.graph))
            sys.stdout.write("\n".join(text(found, about)) + "\n")
    finally:
        opened.graph.close()


def _question(wanted: Wanted, opened: Release, today: str) -> Question:
    question = resolve(f"{wanted.biomarker} in {wanted.cancer}", opened.names, opened.graph, as_of=today)
    if not question.biomarkers:
        near = [name.text for name in opened.names.near(wanted.biomarker, ("Biomarker", "Gene"))[:3]]
        raise Unreadable(_unknown("biomarker", wanted.biomarker, near, '"ROS1 fusion" or "KRAS G12C"'))
    if not question.cancer:
        near = [name.text for name in opened.names.near(wanted.cancer, ("Cancer",))[:3]]
        raise Unreadable(_unknown("cancer", wanted.cancer, near, '"pancreatic cancer"'))
    return question


def _unknown(what: str, typed: str, near: list[str], example: str) -> str:
    hint = f"near in spelling: {', '.join(near)}" if near else f"write it as in {example}"
    return f"no {what} of the name {typed[:60]!r} is known: {hint}"


def _wish(wanted: Wanted, opened: Release) -> Wish:
    if wanted.status and wanted.status not in TRIAL_STATUSES:
        raise Unreadable(
            f"{wanted.status[:40]!r} is no status: choose one of {', '.join(sorted(TRIAL_STATUSES))}"
        )
    drugs = []
    for name in wanted.prior:
        if (id := opened.names.drug(name)) is None:
            near = [found.text for found in opened.names.near(name, ("Drug",))[:3]]
            raise Unreadable(_unknown("drug", name, near, '"crizotinib"'))
        drugs.append(id)
    return Wish(
        prior=tuple(drugs), age=wanted.age, country=country(wanted.country), status=wanted.status
    )


def _about(question: Question, reader: Reader) -> str:
    cancer = reader.one(question.cancer or "", Cancer)
    labels = " and ".join(label_words(b.label) for b in question.biomarkers)
    return f"{labels} in {cancer_words(cancer)}" if cancer else labels


# --- text -------------------------------------------------------------------------------------


def text(found: Trials, about: str) -> Iterator[str]:
    """The trials as lines of text."""
    yield f"Trials for {about}"
    yield ""
    yield from banner(found)
    if not found.loaded:
        yield "This release holds no trials. Add the source clinicaltrials and build again."
        return
    if not found.clear:
        yield f"None of the {number(found.loaded)} loaded trials clearly selects for {about}."
    for verdict, title in ((MAY_FIT, "May fit, ask your team"), (NEEDS_CHECKING, "Needs checking")):
        yield from _group(title, [m for m in found.matches if m.verdict == verdict], found)
    yield from _group("Name the gene, but are not among these", found.named, found, quotes=1)
    if not found.clear:
        yield from _nearest(found, about)
    yield ""
    yield "Whether somebody can enter a trial is decided by the people who run it. Ask your team."


def banner(found: Trials) -> Iterator[str]:
    """A warning where the data are old, or of no known day."""
    if found.loaded and found.days_old is None:
        yield "CAUTION: the day of the trial data is not known. Check each trial in the register."
    elif found.loaded and found.stale:
        day = date_words(found.data_date)
        yield (
            f"CAUTION: the trial data are {found.days_old} days old (of {day})."
            " Check each trial in the register."
        )


def _group(title: str, matches: list[Match], found: Trials, quotes: int = 3) -> Iterator[str]:
    if not matches:
        return
    yield ""
    yield f"{title} ({len(matches)})"
    for match in matches[:MOST_SHOWN]:
        yield from _trial(match.trial)
        if match.verdict not in title.lower():
            yield f"      {capitalised(match.verdict)}."
        yield from (f"      {reason}" for reason in match.reasons)
        yield from (f"      {_criterion(c, found)}" for c in _shown(match, quotes))
    if len(matches) > MOST_SHOWN:
        yield f"  ... and {len(matches) - MOST_SHOWN} more (--format json shows all)"


def _shown(match: Match, most: int) -> list[Checked]:
    """The criteria that name the biomarker: those about the person's cancer, and those about others."""
    named = [c for c in match.checked if c.quote and c.carried in ("yes", "maybe")]
    named = named or [c for c in match.checked if c.quote and c.carried]
    here, elsewhere = [c for c in named if c.applies], [c for c in named if not c.applies]
    return [*here[:most], *elsewhere[: max(1, most - 1)]]


def _trial(trial: Trial) -> Iterator[str]:
    number_ = trial.id.removeprefix("NCT:")
    yield f"  {number_}  {' '.join(trial.label.split())}"
    phase = f"phase {'/'.join(trial.phases)}" if trial.phases else ""
    places = ", ".join(trial.countries[:4]) + (" ..." if len(trial.countries) > 4 else "")
    facts = [phase, trial.status.replace("_", " "), places]
    yield f"      {'; '.join(fact for fact in facts if fact)}; https://clinicaltrials.gov/study/{number_}"


def _criterion(checked: Checked, found: Trials) -> str:
    """An outcome with its part of the trial, its cancers and its words."""
    where = [checked.scope, ", ".join(found.cancers[id] for id in checked.cancers if id in found.cancers)]
    about = "; ".join(part for part in where if part)
    state = checked.outcome if checked.applies else "not about this cancer"
    quote = " ".join(checked.quote.split())
    return f"[{state}] {checked.polarity}{f' ({about})' if about else ''}: \u201c{quote}\u201d"


def _nearest(found: Trials, about: str) -> Iterator[str]:
    yield ""
    if not found.elsewhere and not found.same_cancer:
        yield "No trial comes near: none selects for the change elsewhere, none is for this cancer alone."
    if found.elsewhere:
        yield "Nearest: the same change in other cancers"
        for match in found.elsewhere:
            yield from _trial(match.trial)
    if found.same_cancer:
        yield "Nearest: the same cancer, without asking for this change"
        for trial in found.same_cancer:
            yield from _trial(trial)
