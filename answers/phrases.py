"""Sentences that several sections build: options, absences, kinds of cancer."""

import re
from collections.abc import Sequence

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


def side_by_side(figures: Sequence[Figure]) -> list[str]:
    """Figures that stand beside one another, each with the people that it is of: nobody must take the figure
    of other people for their own. Where even the highest is rare, the figures are enough."""
    rare = all((figure.share or 0) <= RARE for figure in figures)
    return [figure_words(figure) if rare else group_words(figure) for figure in figures]


def biomarker_name(facts: Facts, id: str) -> str:
    biomarker = facts.biomarker_of(id)
    return biomarker_words(biomarker) if biomarker else id


def untested(option: Option) -> bool:
    """Whether the approval names no change at all, neither one that is there nor one that is not."""
    indication = option.indication
    return option.biomarker is None and not indication.biomarker_required and not indication.requires_absent


def option_sentences(facts: Facts, options: list[Option], *, said_untested: bool = False) -> list[Sentence]:
    """What an agency approved, when, for whom and under which conditions: a sentence for each option, and one
    for several of which all but the drug and the day is the same. Those for one change stand together, and
    of these those for one cancer. ``said_untested`` where the list that they stand in says for all that no
    change is named."""
    alike: dict[str, list[tuple[Option, str]]] = {}
    for option in _together(options):
        approved, rest = _option_texts(facts, option, said_untested)
        alike.setdefault(rest, []).append((option, approved))
    return [_option_sentence(found, rest) for rest, found in alike.items()]


def _together(options: list[Option]) -> list[Option]:
    """Those for one change side by side, and of these those for one cancer; else in their order."""
    places: dict[str, int] = {}
    for option in options:
        for id in (_change(option), option.cancer.id):
            places.setdefault(id, len(places))
    return sorted(options, key=lambda o: (places[_change(o)], places[o.cancer.id]))


def _change(option: Option) -> str:
    return option.biomarker.id if option.biomarker else ""


def option_sentence(facts: Facts, option: Option) -> Sentence:
    """The same of one option."""
    return option_sentences(facts, [option])[0]


def _option_sentence(found: list[tuple[Option, str]], rest: str) -> Sentence:
    options = [option for option, _ in found]
    approved = "; ".join(text for _, text in found)
    if len(found) > 1:
        rest = f"Each{rest.removeprefix('It')}"
    inferred = [o for o in options if o.rules]
    return claim(
        f"{approved}. {rest}",
        *(id for o in options for id in (o.indication.id, *(e.id for e in o.events))),
        rules=(rule for o in inferred for rule in o.rules),
        premises=(premise for o in inferred for premise in o.premises),
    )


def _option_texts(facts: Facts, option: Option, said_untested: bool) -> tuple[str, str]:
    """The drug with what was approved when, and all else."""
    indication, broader = option.indication, option.biomarker_relation == "broader"
    # All that the words depend on: the same in many answers.
    names = (
        indication.id,
        f"{len(option.events)} {option.cancer_relation} {said_untested}",
        facts.cancer.id if facts.cancer else "",
        option.biomarker.label if option.biomarker else "",
        asked_biomarker(facts) if broader else "",
    )
    key = "|".join(names)
    if key not in facts.option_texts:
        facts.option_texts[key] = (_approved(option), _option_text(facts, option, said_untested))
    return facts.option_texts[key]


def _approved(option: Option) -> str:
    therapy = capitalised(therapy_words(option.therapy, option.drugs))
    return f"{therapy}: {option.indication.agency} {events_words(option.events)}"


def _option_text(facts: Facts, option: Option, said_untested: bool) -> str:
    indication = option.indication
    parts = [
        f"It {'is' if option.in_force else 'was'} for {_people(facts, option)} with {_scope(facts, option)}.",
        *_conditions(facts, option),
        *_reach(facts, option),
    ]
    if untested(option) and not said_untested:
        parts.append("No test for a change is named.")
    if not option.in_force and option.events[-1].note:
        parts.append(option.events[-1].note)
    parts += second_hand(indication)
    return " ".join(parts)


_AGES = re.compile(r"(adults|children)( and children)?( (from|older than) \d+ (months?|years?))?")
_FROM = re.compile(r"from \d+ (months?|years?)")


def _people(facts: Facts, option: Option) -> str:
    """Whom the approval is for by age, where that is all that its population says."""
    population = option.indication.population
    if _widened_later(facts, option):
        return "people"
    if _FROM.fullmatch(population):
        return f"people {population}"
    return population if _AGES.fullmatch(population) else "people"


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
    elif indication.population not in _people(facts, option):
        parts.append(f"For: {indication.population}.")
    if indication.maintenance:
        parts.append("It is given to hold the cancer after other treatment (maintenance).")
    if indication.prior_treatment:
        parts.append(f"Treatment before: {indication.prior_treatment}.")
    elif indication.line:
        parts.append(f"When: {indication.line}.")
    if indication.conditions:
        parts.append(f"Only with: {'. And with: '.join(indication.conditions)}.")
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
