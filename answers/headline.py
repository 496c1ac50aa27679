"""The answer in two or three sentences, from the same facts as the sections."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Sentence, claim
from oncotrace.answers.phrases import (
    absence,
    asked_biomarker,
    asked_cancer,
    biomarker_name,
    cancer_as_kind,
    cancer_plainly,
    coverage_for,
    in_asked_cancer,
    second_hand,
    side_by_side,
)
from oncotrace.answers.sections.frequency import measured
from oncotrace.answers.wording import (
    biomarker_words,
    capitalised,
    events_words,
    figure_words,
    frequency_words,
    group_words,
    listed,
    number,
    rarity,
)
from oncotrace.ontology.scales import hedge
from oncotrace.queries.evidence import Claim
from oncotrace.queries.prevalence import Figure
from oncotrace.queries.therapies import Option


def headline(facts: Facts) -> list[Sentence]:
    """How common, then which drugs are approved where; for a drug, whether it is approved."""
    sentences = []
    if facts.drug is not None:
        sentences.append(_drug(facts))
    elif facts.biomarkers:
        if facts.cancer and len(facts.biomarkers) == 1 and not facts.named_by_change:
            sentences.append(_frequency(facts))
        sentences.append(_approved(facts))
        sentences += _whatever_the_change(facts)
        sentences += resistance_warnings(facts)
    elif facts.cancer:
        sentences.append(_landscape(facts))
    return sentences


def _frequency(facts: Facts) -> Sentence:
    name, cancer = asked_biomarker(facts), asked_cancer(facts)
    whole = measured(facts.prevalence.here)
    exact = [f for f in whole if f.biomarker in facts.biomarker_scope.exact]
    if exact or whole:
        return _rate(facts, exact or [f for f in whole if f.biomarker == whole[0].biomarker])
    for figure in facts.prevalence.here:
        seen = figure.observation
        if seen.finding == "none_reported" and seen.total:
            return _none_reported(facts, figure)
    parts = [f for f in facts.prevalence.here if f.observation.subset and f.share is not None]
    if parts:
        return _among(facts, min(parts, key=_doubt))
    text = f"We hold no figure on how common {name} is in {cancer}."
    if facts.prevalence.here:
        text = f"We hold no measured rate of {name} in {cancer}, only figures of chosen groups."
    return absence(facts, text, coverage_for(facts, "frequency"))


def _rate(facts: Facts, figures: list[Figure]) -> Sentence:
    """The span of a biomarker's figures in the cancer; as printed where they are no plain numbers."""
    # A figure of a narrower cancer stands for that one alone, one of inherited changes for these alone.
    known = [f for f in figures if f.observation.origin != "germline"] or figures
    figures = [f for f in known if f.cancer in facts.cancer_scope.exact] or known
    inherited = "inherited " if figures[0].observation.origin == "germline" else ""
    name = capitalised(inherited + biomarker_name(facts, figures[0].biomarker))
    shares = sorted((f for f in figures if f.share is not None), key=lambda f: f.share or 0)
    if not shares:
        words = "; ".join(_figure_of_kind(facts, f) for f in figures)
        return claim(f"{name} in {asked_cancer(facts)}: {words}.", *(f.observation.id for f in figures))
    low, top = shares[0], shares[-1]
    words = frequency_words([low.share or 0, top.share or 0])
    one_kind = low.cancer == top.cancer
    cancer = cancer_plainly(facts, low.cancer) if one_kind else asked_cancer(facts)
    text = f"{name} is {words} in {cancer}"
    if low is top:
        text += f": {figure_words(top)}."
        text += f" Who: {low.observation.population}." if low.observation.population else ""
    else:
        kinds = ["" if one_kind else _in_kind(facts, f) for f in (low, top)]
        least, most = (f"{words}{kind}" for words, kind in zip(side_by_side([low, top]), kinds, strict=True))
        text += f". The lowest figure is {least}. The highest is {most}."
    beside = _kind_that_differs(known, figures)
    if beside is None or beside.share is None:
        return claim(text, low.observation.id, top.observation.id)
    where = cancer_plainly(facts, beside.cancer)
    text += f" In {where} it is {rarity(beside.share)}: {group_words(beside)}."
    return claim(text, low.observation.id, top.observation.id, beside.observation.id)


def _kind_that_differs(known: list[Figure], told: list[Figure]) -> Figure | None:
    """The figure of most people with a kind of the cancer, where no figure told of the cancer itself has its
    word: one of few people, or of one country, would else stand for all."""
    rest = [f for f in known if f not in told and f.share is not None and f.observation.total]
    largest = max(rest, key=lambda f: (f.observation.total or 0, f.observation.id), default=None)
    said = {rarity(f.share) for f in told if f.share is not None}
    return None if largest is None or rarity(largest.share or 0) in said else largest


def _figure_of_kind(facts: Facts, figure: Figure) -> str:
    return f"{group_words(figure)}{_in_kind(facts, figure)}"


def _in_kind(facts: Facts, figure: Figure) -> str:
    exact = figure.cancer in facts.cancer_scope.exact
    return "" if exact else f" in {cancer_plainly(facts, figure.cancer)}"


def _doubt(figure: Figure) -> tuple[bool, int, str]:
    """The order of figures by trust: read at first hand, then the larger group."""
    seen = figure.observation
    return seen.confidence == "secondary-only", -(seen.total or 0), seen.id


def _among(facts: Facts, figure: Figure) -> Sentence:
    group = listed([biomarker_name(facts, s) for s in figure.observation.subset], "or")
    return claim(
        f"We hold no rate of {asked_biomarker(facts)} among all people with {asked_cancer(facts)}."
        f" Among those with {group} it is {figure_words(figure)}.",
        figure.observation.id,
    )


def _none_reported(facts: Facts, figure: Figure) -> Sentence:
    seen = figure.observation
    cases = [
        f.id
        for f, p in facts.evidence.findings
        if f.topic == "clinical_activity"
        and p.biomarker in facts.biomarker_scope.all
        and p.cancer in facts.cancer_scope.near
    ]
    known = " Single cases are known." if cases else ""
    told = (
        f"In {asked_cancer(facts)}, a survey of {number(seen.total or 0)} people reported no"
        f" {asked_biomarker(facts)}.{known}"
    )
    return claim(" ".join((told, *second_hand(seen))), seen.id, *cases)


MOST_NAMED = 8
"""Treatments of a cancer that a headline names."""

MOST_SCOPES = 3
"""Pairs of change and cancer that a headline spells out with their drugs."""


def _approved(facts: Facts) -> Sentence:
    """The nearest group that has drugs, named for the change and cancer that its approvals name."""
    agency = facts.agency
    for group in ("here_this", "solid_this"):
        if found := facts.in_group(group):
            return claim(
                f"The {agency} has approved drugs {_scopes(facts, found)}.",
                *(o.indication.id for o in found),
                rules=(r for o in found for r in o.rules),
                premises=(p for o in found if o.rules for p in o.premises),
            )
    name, cancer = asked_biomarker(facts), asked_cancer(facts)
    searches = coverage_for(facts, "approval", agency)
    where = f" {in_asked_cancer(facts)}" if cancer else ""
    none = f"We hold no {agency} approval of a drug for {name}{where}."
    if found := facts.in_group("elsewhere"):
        text = f"The {agency} has approved drugs {_scopes(facts, found)}."
        if not cancer:
            return claim(text, *(o.indication.id for o in found))
        if not facts.searched(searches[:1]):
            none += " Our list is not complete."
        return claim(f"{text} {none}", *(o.indication.id for o in found), *(c.id for c in searches[:1]))
    return absence(facts, none, searches)


def _whatever_the_change(facts: Facts) -> list[Sentence]:
    """Where the change has no drug here: who reads no further must not take that for "no drug at all"."""
    found = facts.in_group("here_any")
    if not found or facts.in_group("here_this"):
        return []
    return [
        claim(
            f"Whatever the change, the {facts.agency} has approved drugs {_scopes(facts, found)}.",
            *(o.indication.id for o in found),
            rules=(r for o in found for r in o.rules),
            premises=(p for o in found if o.rules for p in o.premises),
        )
    ]


def _names(options: list[Option]) -> str:
    return listed(sorted({o.therapy.label for o in options}))


def _scopes(facts: Facts, found: list[Option]) -> str:
    """``for ROS1 fusion in non-small cell lung cancer: a, b and c``; a change is never crossed with
    another's cancer. Where there are many scopes, the drugs are left to the treatments."""
    scopes: dict[str, dict[str, list[Option]]] = {}
    for option in found:
        change = f"for {biomarker_words(option.biomarker)} " if option.biomarker else ""
        of_change = scopes.setdefault(change, {})
        of_change.setdefault(cancer_as_kind(facts, option.cancer.id), []).append(option)
    if sum(len(cancers) for cancers in scopes.values()) <= MOST_SCOPES:
        return "; ".join(
            f"{change}in {cancer}: {_names(options)}"
            for change, cancers in scopes.items()
            for cancer, options in sorted(cancers.items())
        )
    return "; ".join(f"{change}in {listed(sorted(cancers))}" for change, cancers in scopes.items())


def resistance_warnings(facts: Facts) -> list[Sentence]:
    """Approved drugs that failed with a second change that is carried: said as early as the approvals.

    Only statements of resistance count, and not those on the very change that the drug is approved for:
    these are conflicts and stand there.
    """
    approved: dict[str, set[str]] = {}
    for option in (o for g in ("here_this", "solid_this", "elsewhere") for o in facts.in_group(g)):
        if option.biomarker:
            for_change = {option.biomarker.id, *option.biomarker.members}
            approved.setdefault(option.therapy.id, set()).update(for_change)
    warnings: dict[tuple[str, str], list[Claim]] = {}
    for told in (*facts.evidence.here, *facts.evidence.elsewhere):
        resists = all(s.significance == "resistance" and s.direction == "supports" for s in told.statements)
        new = told.biomarker.id not in approved.get(told.therapy.id, {told.biomarker.id})
        if resists and new and told.biomarker_relation in ("same", "together"):
            sure = hedge(name for s in told.negative for name in s.levels)
            warnings.setdefault((told.therapy.id, sure), []).append(told)
    return [_warning(facts, told) for _, told in sorted(warnings.items())]


def _warning(facts: Facts, told: list[Claim]) -> Sentence:
    statements = [s for c in told for s in c.negative]
    changes = listed(sorted({biomarker_name(facts, c.biomarker.id) for c in told}), "or")
    where = listed(sorted({c.cancer.label for c in told if c.cancer}))
    return claim(
        f"Take note: {told[0].therapy.label} {hedge(n for s in statements for n in s.levels)} fail with"
        f" {changes}, in {where}.",
        *(s.id for s in statements),
    )


def _drug(facts: Facts) -> Sentence:
    assert facts.drug is not None
    mine = [o for o in facts.drug_options if o.indication.agency == facts.agency and o.in_force]
    about = f" in {asked_cancer(facts)}" if facts.cancer else ""
    about = (f" for {asked_biomarker(facts)}" if facts.biomarkers else "") + about
    fitting = [
        o
        for o in mine
        if (not facts.cancer or o.cancer_relation in ("same", "narrower", "broader", "solid"))
        and (not facts.biomarkers or o.biomarker_relation in ("same", "narrower", "broader", "none"))
    ]
    name = capitalised(facts.drug.label)
    if fitting:
        found = sorted({_scope(facts, o) for o in fitting})
        scopes = found[0] if len(found) == 1 else f"these: {'; '.join(found)}"
        return claim(
            f"{name} is approved by the {facts.agency} for {scopes}.",
            *(o.indication.id for o in fitting),
            rules=(r for o in fitting for r in o.rules),
            premises=(p for o in fitting if o.rules for p in o.premises),
        )
    if mine:
        scopes = "; ".join(sorted({_scope(facts, o) for o in mine}))
        return claim(
            f"We hold no {facts.agency} approval of {facts.drug.label}{about}. What it is approved for is"
            f" this: {scopes}.",
            *(o.indication.id for o in mine),
        )
    gone = [o for o in facts.drug_options if o.indication.agency == facts.agency]
    if gone:
        told = "; ".join(f"for {_scope(facts, o)}: {events_words(o.events)}" for o in gone)
        return claim(
            f"No {facts.agency} approval of {facts.drug.label} is in force. There was one {told}.",
            *(id for o in gone for id in (o.indication.id, *(e.id for e in o.events))),
        )
    text = f"We hold no {facts.agency} record for {facts.drug.label}."
    return absence(facts, text, coverage_for(facts, "approval", facts.agency))


def _scope(facts: Facts, option: Option) -> str:
    change = f" with {biomarker_words(option.biomarker)}" if option.biomarker else ""
    return f"{cancer_as_kind(facts, option.cancer.id)}{change}"


def _landscape(facts: Facts) -> Sentence:
    found = [*facts.in_group("here_other"), *facts.in_group("here_any")]
    cancer = asked_cancer(facts)
    if not found:
        text = f"We hold no {facts.agency} approval of a targeted drug in {cancer}."
        return absence(facts, text, coverage_for(facts, "approval", facts.agency))
    treatments = {o.therapy.label for o in found}
    text = f"Targeted drugs that the {facts.agency} has approved in {cancer}: {_names(found)}."
    if len(treatments) > MOST_NAMED:
        # So many names help nobody: what decides among them is the change.
        changes = "; ".join(sorted({biomarker_words(o.biomarker) for o in found if o.biomarker}))
        others = "" if all(o.biomarker for o in found) else " Some need no such change."
        text = (
            f"The {facts.agency} has approved {len(treatments)} targeted treatments in {cancer}. They are"
            f" listed further down. They are for tumours with one of these changes: {changes}.{others}"
        )
    return claim(text, *(o.indication.id for o in found))
