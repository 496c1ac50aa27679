"""Trials that may take the change in the cancer, those that need checking, and why others do not."""

from collections.abc import Iterator

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Section, Sentence, about_question, claim, fixed
from oncotrace.answers.phrases import asked_biomarker, asked_pair
from oncotrace.answers.wording import date_words, listed, number
from oncotrace.queries.trials import MAY_FIT, NEEDS_CHECKING, REGISTER, Match, Trials

MOST = 5
"""Trials of a kind that are named; the command ``trials`` lists all."""


def trials(facts: Facts) -> Section | None:
    """Trials with their reasons, when loaded; else that the release knows of none either way."""
    section = Section(name="trials", title="Trials")
    section.sentences += _sentences(facts)
    return section


def _sentences(facts: Facts) -> Iterator[Sentence]:
    found = facts.trials
    if not facts.trials_loaded:
        yield fixed(
            "This release holds no trial register. So it can say neither that a trial exists nor that"
            " none does. Ask your team, or use a service named below."
        )
    elif found is None:
        yield fixed("Name a gene change and a cancer in the question to see trials for them.")
    elif found.days_old is not None and found.days_old < 0:
        yield fixed("The trial data of this release are newer than the day asked about. So none is named.")
    else:
        yield from _old(found)
        yield from _matches(facts, found)
        yield from _others(facts, found)
        yield fixed("The people who run a trial decide who can join. Ask your team.")


def _old(found: Trials) -> Iterator[Sentence]:
    if found.days_old is None:
        yield claim("The day of the trial data is not known. Check each trial in the register.", REGISTER)
    elif found.stale:
        day = date_words(found.data_date)
        yield claim(f"The trial data are of {day}. That is long ago. Check each trial again.", REGISTER)


def _matches(facts: Facts, found: Trials) -> Iterator[Sentence]:
    about = asked_pair(facts)
    if not found.clear:
        loaded = number(found.loaded)
        yield claim(f"None of the {loaded} trials in this release clearly asks for {about}.", REGISTER)
    for verdict, said in ((MAY_FIT, "may fit. Ask your team"), (NEEDS_CHECKING, "needs checking")):
        of_kind = [m for m in found.matches if m.verdict == verdict]
        for alike in _by_reasons(of_kind[:MOST]):
            names = listed([_name(match) for match in alike])
            verb = said if len(alike) == 1 else said.replace("needs", "need")
            why = " ".join(alike[0].reasons)
            each = f" Of each: {why[:1].lower()}{why[1:]}" if len(alike) > 1 and why else f" {why}".rstrip()
            yield claim(f"{names} {verb}.{each}", *(id for match in alike for id in _proof(match)))
        if more := of_kind[MOST:]:
            verb = "may fit as well" if verdict == MAY_FIT else "need checking as well"
            yield claim(f"{_trials(len(more))} {verb}.", *(m.trial.id for m in more))


def _by_reasons(matches: list[Match]) -> list[list[Match]]:
    """Matches for which the same is said, together, in the order of the first of each."""
    groups: dict[tuple[str, ...], list[Match]] = {}
    for match in matches:
        groups.setdefault(tuple(match.reasons), []).append(match)
    return list(groups.values())


def _others(facts: Facts, found: Trials) -> Iterator[Sentence]:
    """Trials that a search for the gene would find, and the nearest where nothing clearly fits."""
    if found.named:
        verb = "names" if len(found.named) == 1 else "name"
        yield claim(
            f"{_trials(len(found.named))} {verb} the gene, but not to take people with"
            f" {asked_pair(facts)}.",
            *(m.trial.id for m in found.named),
        )
    if found.clear:
        return
    if found.elsewhere:
        names = listed([_number(m.trial.id) for m in found.elsewhere])
        ids = [m.trial.id for m in found.elsewhere]
        yield claim(f"For the same change in other cancers, the nearest are {names}.", *ids)
    if found.same_cancer:
        names = listed([_number(t.id) for t in found.same_cancer])
        ids = [t.id for t in found.same_cancer]
        yield claim(f"For the same cancer without this change, the nearest are {names}.", *ids)
    if not (found.matches or found.named or found.elsewhere or found.same_cancer):
        yield about_question(f"No trial here names {asked_biomarker(facts)} or is for that cancer alone.")


def _trials(count: int) -> str:
    return "One more trial" if count == 1 else f"{number(count)} more trials"


def _name(match: Match) -> str:
    phases = "/".join(match.trial.phases)
    return f"{_number(match.trial.id)}{f' (phase {phases})' if phases else ''}"


def _number(id: str) -> str:
    return id.removeprefix("NCT:")


def _proof(match: Match) -> list[str]:
    """The trial and the criteria that name the change."""
    return [match.trial.id, *(c.criterion for c in match.checked if c.criterion and c.carried)]
