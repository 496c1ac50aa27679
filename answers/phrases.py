"""Sentences that several sections build: options, absences, kinds of cancer."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Sentence, claim
from oncotrace.answers.wording import (
    RARE,
    at_stage,
    biomarker_words,
    cancer_words,
    capitalised,
    date_words,
    events_words,
    figure_words,
    group_words,
    listed,
    therapy_words,
)
from oncotrace.kg.records import ApprovalEvent, Cancer, Coverage, Finding, Resource, Statement
from oncotrace.queries.prevalence import Figure
from oncotrace.queries.therapies import Option


def asked_biomarker(facts: Facts) -> str:
    """The alterations asked about, as they stand in a sentence."""
    return listed([biomarker_words(b) for b in facts.biomarkers])


def asked_cancer(facts: Facts) -> str:
    return cancer_words(facts.cancer) if facts.cancer else ""


def in_asked_cancer(facts: Facts) -> str:
    """Where nothing is held: "in any solid tumour" would also deny what is held for one kind."""
    cancer = asked_cancer(facts)
    return f"whatever the kind of {cancer.removeprefix('any ')}" if facts.any_cancer else f"in {cancer}"


def asked_pair(facts: Facts) -> str:
    """The change in the cancer; the cancer alone where it bears the name of the change."""
    cancer = asked_cancer(facts)
    return cancer if facts.named_by_change else f"{asked_biomarker(facts)} in {cancer}"


def cancer_as_kind(facts: Facts, id: str) -> str:
    """A cancer's name, and where it is narrower than the one asked about, that it is a kind of it.

    A name that ends in the broader one says so itself (non-small cell lung cancer), and of all cancers
    together each is a kind.
    """
    cancer = facts.cancer_of(id)
    if cancer is None:
        return id
    says_so = facts.any_cancer or (facts.cancer and cancer.label.endswith(f" {cancer_words(facts.cancer)}"))
    if facts.cancer and id in facts.cancer_scope.narrower and not says_so:
        return f"{cancer.label} (a kind of {cancer_words(facts.cancer)})"
    return cancer_words(cancer)


def cancer_plainly(facts: Facts, id: str) -> str:
    """A cancer's name in everyday words where it has one, for figures; approvals keep the label."""
    cancer = facts.cancer_of(id)
    if cancer is None or not (everyday := _everyday(cancer)):
        return cancer_as_kind(facts, id)
    return f"{everyday} ({cancer.label})" if id in facts.cancer_scope.exact else everyday


def _everyday(cancer: Cancer) -> str:
    """The everyday words that can stand for the name; empty where they only describe it."""
    return "" if cancer.plain.startswith(("a ", "the ")) else cancer.plain


def kind_of(facts: Facts, id: str) -> str:
    """The name of a cancer that is a kind of the one asked about; empty of any other."""
    cancer = facts.cancer_of(id) if id in facts.cancer_scope.narrower else None
    return (_everyday(cancer) or cancer.label) if cancer else ""


def ends(low: Figure, high: Figure) -> tuple[str, str]:
    """The lowest and the highest of several figures, each with the people that it is of: nobody must take
    the figure of other people for their own. Where even the highest is rare, the figures are enough."""
    shown = figure_words if (high.share or 0) <= RARE else group_words
    return shown(low), shown(high)


def biomarker_name(facts: Facts, id: str) -> str:
    biomarker = facts.biomarker_of(id)
    return biomarker_words(biomarker) if biomarker else id


def option_sentence(facts: Facts, option: Option) -> Sentence:
    """What an agency approved, when, for whom and under which conditions."""
    indication, broader = option.indication, option.biomarker_relation == "broader"
    # All that the words depend on: the same in many answers.
    names = (
        indication.id,
        f"{len(option.events)} {option.cancer_relation}",
        facts.cancer.id if facts.cancer else "",
        option.biomarker.label if option.biomarker else "",
        asked_biomarker(facts) if broader else "",
    )
    key = "|".join(names)
    text = facts.option_texts.get(key) or facts.option_texts.setdefault(key, _option_text(facts, option))
    return claim(
        text,
        indication.id,
        *(e.id for e in option.events),
        rules=option.rules,
        premises=option.premises if option.rules else (),
    )


def _option_text(facts: Facts, option: Option) -> str:
    indication = option.indication
    parts = [
        f"{capitalised(therapy_words(option.therapy, option.drugs))}:"
        f" {indication.agency} {events_words(option.events)}.",
        f"It {'is' if option.in_force else 'was'} for people with {_scope(facts, option)}.",
        *_conditions(facts, option),
        *_reach(facts, option),
    ]
    if option.biomarker is None and not indication.biomarker_required and not indication.requires_absent:
        parts.append("No test for a change is named.")
    if not option.in_force and option.events[-1].note:
        parts.append(option.events[-1].note)
    parts += second_hand(indication)
    return " ".join(parts)


def _scope(facts: Facts, option: Option) -> str:
    """The cancer at its stage, and what the tumour must have."""
    cancer = at_stage(cancer_as_kind(facts, option.cancer.id), option.indication.stage)
    if option.biomarker is None:
        return cancer
    change = biomarker_words(option.biomarker)
    if option.indication.origin == "germline":
        return f"{cancer} who have an inherited {change}"
    is_a_state = option.biomarker.kind == "signature" or change.endswith("positive")
    return f"{cancer} that {'is' if is_a_state else 'has'} {change}"


def _reach(facts: Facts, option: Option) -> list[str]:
    """How an approval for something broader reaches what was asked: no inference is silent."""
    parts = []
    if option.cancer_relation == "broader" and facts.cancer:
        parts.append(f"{capitalised(facts.cancer.label)} is a kind of that cancer.")
    if option.biomarker_relation == "broader":
        # Of several changes that are carried, one may be a kind of this and another not.
        one = len(facts.biomarkers) == 1
        what = capitalised(asked_biomarker(facts)) if one else "A change that you named"
        parts.append(f"{what} is one of these changes.")
    return parts


def _widened_later(facts: Facts, option: Option) -> bool:
    """Whether an event after the day asked about made the approval wider: we hold its last population."""
    events = (facts.records.get(id) for id in option.indication.events)
    widened = [e for e in events if isinstance(e, ApprovalEvent) and e.kind == "extended"]
    return any(e not in option.events for e in widened)


def _conditions(facts: Facts, option: Option) -> list[str]:
    indication = option.indication
    parts = []
    if _widened_later(facts, option):
        parts.append("Whom it was for on that day is not on record.")
    elif indication.population:
        parts.append(f"For: {indication.population}.")
    if indication.maintenance:
        parts.append("It is given to hold the cancer after other treatment (maintenance).")
    if indication.prior_treatment:
        parts.append(f"Treatment before: {indication.prior_treatment}.")
    elif indication.line:
        parts.append(f"When: {indication.line}.")
    if indication.conditions:
        parts.append(f"Only with: {'; '.join(indication.conditions)}.")
    if indication.excluded_cancers:
        names = [cancer.label for c in indication.excluded_cancers if (cancer := facts.cancer_of(c))]
        parts.append(f"Not for {listed(names, 'or')}.")
    return parts


def coverage_for(facts: Facts, axis: str, agency: str = "") -> list[Coverage]:
    """Searches of this kind that reach the question, the most specific first, then the newest."""

    def rank(search: Coverage) -> tuple[bool, bool, bool]:
        return (
            not facts.biomarker_scope.exact & set(search.biomarkers),
            not search.biomarkers,
            not facts.cancer_scope.exact & set(search.cancers),
        )

    found = [
        c
        for c in facts.coverage
        if c.axis == axis and c.agency in ("", agency) and not c.method.startswith("not checked")
    ]
    found.sort(key=lambda c: c.id)
    found.sort(key=lambda c: c.until, reverse=True)
    return sorted(found, key=rank)


def absence(facts: Facts, text: str, searches: list[Coverage]) -> Sentence:
    """A "none": with the search that it rests on, else only that we hold no record."""
    if not searches:
        entities = [b.id for b in facts.biomarkers] + ([facts.cancer.id] if facts.cancer else [])
        entities += [facts.drug.id] if facts.drug else []
        return claim(f"{text} We have not searched for it in full.", *entities)
    search = searches[0]
    if facts.as_of < (search.until or search.checked_on):
        # What the search found may be newer than the day asked about.
        return claim(f"{text} A later search found none with a date up to that day.", search.id)
    until = f" up to {date_words(search.until)}" if search.until else ""
    return claim(f"{text} Searched: {search.scope}{until}. {search.result}", search.id)


def finding_sentence(finding: Finding) -> Sentence:
    """A finding in its own words; said to be second-hand where it is."""
    return claim(" ".join((finding.summary, *second_hand(finding))), finding.id)


def second_hand(record: Statement | Resource) -> list[str]:
    """The warning that a fact marked secondary-only must carry."""
    return ["We know this second-hand."] if record.confidence == "secondary-only" else []
