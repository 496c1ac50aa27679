"""Treatments in their groups; a group without entries says so and why."""

from oncotrace.answers.facts import Facts, elsewhere_approved
from oncotrace.answers.model import Section, Sentence, claim, fixed
from oncotrace.answers.phrases import (
    absence,
    asked_biomarker,
    asked_cancer,
    biomarker_name,
    cancer_as_kind,
    coverage_for,
    in_asked_cancer,
    option_sentence,
    option_sentences,
    untested,
)
from oncotrace.answers.wording import AGENCY_PLACE, biomarker_words, capitalised, listed
from oncotrace.kg.records import Drug
from oncotrace.queries.question import Premise
from oncotrace.queries.therapies import Option


def treatments(facts: Facts) -> Section | None:
    """The treatment groups, the same everywhere and in the same order."""
    section = Section(name="treatments", title="Treatments that an agency has approved")
    section.sentences.append(
        fixed("Ordinary chemotherapy is not covered here. It may be the main treatment.")
    )
    section.subsections = [
        part
        for part in (
            _here_this(facts),
            _here_any(facts),
            _solid_this(facts),
            _elsewhere(facts),
            _here_other(facts),
            _solid_other(facts),
            _withdrawn(facts),
            _other_agencies(facts),
        )
        if part is not None
    ]
    return section


def _place(facts: Facts) -> str:
    return AGENCY_PLACE.get(facts.agency, facts.agency)


def _here_this(facts: Facts) -> Section | None:
    if facts.cancer is None or not facts.biomarkers:
        return None
    where = asked_cancer(facts) if facts.any_cancer else "this cancer"
    part = Section(name="here_this", title=f"Approved in {where} for this change")
    found = facts.in_group("here_this")
    part.sentences = option_sentences(facts, found)
    if not found:
        named = in_asked_cancer(facts) if facts.any_cancer else f"that names {asked_cancer(facts)}"
        text = f"We hold no {facts.agency} approval for {asked_biomarker(facts)} {named}."
        part.sentences.append(absence(facts, text, coverage_for(facts, "approval", facts.agency)))
    return part


def _here_any(facts: Facts) -> Section | None:
    return _plain_group(facts, "here_any", "Approved in this cancer whatever the change")


def _solid_this(facts: Facts) -> Section | None:
    return _plain_group(facts, "solid_this", "Approved for any solid tumour with this change")


def _plain_group(facts: Facts, group: str, title: str) -> Section | None:
    found = facts.in_group(group)
    if not found:
        return None
    none_tested = len(found) > 1 and all(untested(o) for o in found)
    part = Section(name=group, title=title)
    if none_tested:
        part.sentences.append(fixed("For these, no test for a change is named."))
    part.sentences += option_sentences(facts, found, said_untested=none_tested)
    return part


def _elsewhere(facts: Facts) -> Section | None:
    found = facts.in_group("elsewhere")
    if not found:
        return None
    part = Section(name="elsewhere", title="Approved for this change, but in another cancer")
    if facts.one_cancer:
        part.sentences.append(
            fixed("To use one of these here would be off-label: outside what the agency approved.")
        )
    else:
        part.title = "Approved for this change, by cancer"
        part.sentences.append(fixed("Each is for the cancer that it names, not for others."))
    part.sentences += option_sentences(facts, found)
    if facts.one_cancer:
        part.sentences += _not_for_this(facts, found)
    return part


def _not_for_this(facts: Facts, found: list[Option]) -> list[Sentence]:
    """Drugs of the group whose any-solid-tumour approval is for something else: never crossed."""
    names = {d.id: d.label for o in found for d in o.drugs if len(o.drugs) == 1}
    crossed: dict[str, list[Option]] = {}
    for option in facts.in_group("solid_other"):
        if option.biomarker and len(option.drugs) == 1 and option.drugs[0].id in names:
            crossed.setdefault(biomarker_words(option.biomarker), []).append(option)
    return [
        claim(
            f"{capitalised(listed(sorted({o.drugs[0].label for o in options})))}"
            f" {'is' if len(options) == 1 else 'are'} also approved for any solid tumour, but for {change},"
            f" not for {asked_biomarker(facts)}.",
            *(o.indication.id for o in options),
        )
        for change, options in crossed.items()
    ]


def _here_other(facts: Facts) -> Section | None:
    found = facts.in_group("here_other")
    if not found and not facts.any_cancer:
        return None
    part = Section(name="here_other", title="Approved in this cancer for another change")
    if facts.any_cancer:
        part.title = f"Approved in {asked_cancer(facts)} for another change"
        part.sentences.append(
            fixed(
                "What is approved in one kind of cancer alone, for another change or whatever the change, is"
                " not listed here. Ask about that kind."
            )
        )
    if found:
        part.sentences.append(fixed("These need a change that the test has to find first."))
    part.sentences += option_sentences(facts, found)
    return part


def _solid_other(facts: Facts) -> Section | None:
    found = facts.in_group("solid_other")
    if not found:
        return None
    part = Section(name="solid_other", title="Approved for any solid tumour with another change")
    part.sentences.append(fixed("These reach this cancer because they are for any solid tumour."))
    part.sentences += option_sentences(facts, found)
    return part


def _withdrawn(facts: Facts) -> Section | None:
    gone = [
        o
        for o in facts.options
        if not o.in_force
        and o.indication.agency == facts.agency
        and o.group in ("here_this", "solid_this", "elsewhere")
    ]
    if not gone:
        return None
    part = Section(name="withdrawn", title="Approvals for this change that were withdrawn")
    part.sentences = option_sentences(facts, gone)
    return part


def _other_agencies(facts: Facts) -> Section | None:
    """What other agencies approved for this change; what this one never approved is unlicensed here."""
    found = elsewhere_approved(facts.options, facts.agency)
    if not found:
        return None
    part = Section(name="other_agencies", title="What other agencies approved for this change")
    part.sentences = option_sentences(facts, found)
    unlicensed: dict[str, list[Option]] = {}
    for option in found:
        for drug in option.drugs:
            if drug.id not in facts.on_record:
                unlicensed.setdefault(drug.label, []).append(option)
    part.sentences += [
        claim(
            f"We hold no {facts.agency} record for {drug}: without one it is not licensed in"
            f" {_place(facts)} as far as we know.",
            *(o.indication.id for o in options),
        )
        for drug, options in unlicensed.items()
    ]
    return part


def premises(facts: Facts) -> Section | None:
    """What the question takes for granted and the graph does not bear out."""
    wrong = facts.question.false_premises
    if not wrong:
        return None
    section = Section(name="premises", title="A word on the question")
    for premise in wrong:
        section.sentences.append(_contradiction(facts, premise))
    return section


def asked_drug(facts: Facts) -> Section | None:
    """The drug asked about: what each agency approved it for, and whether that fits here."""
    if facts.drug is None:
        return None
    section = Section(name="drug", title=f"What {facts.drug.label} is approved for")
    mine = [o for o in facts.drug_options if o.indication.agency == facts.agency]
    fitting = [o for o in mine if o.in_force and _fits(facts, o)]
    if not fitting and (facts.cancer or facts.biomarkers):
        about = " ".join(
            x
            for x in (
                f"for {asked_biomarker(facts)}" if facts.biomarkers else "",
                f"in {asked_cancer(facts)}" if facts.cancer else "",
            )
            if x
        )
        text = f"We hold no {facts.agency} approval of {facts.drug.label} {about}."
        section.sentences.append(absence(facts, text, coverage_for(facts, "approval", facts.agency)))
    section.sentences += [option_sentence(facts, o) for o in (*mine, *_others(facts))]
    return section if section.sentences else None


def _others(facts: Facts) -> list[Option]:
    return [o for o in facts.drug_options if o.indication.agency != facts.agency]


def _fits(facts: Facts, option: Option) -> bool:
    cancer = facts.cancer is None or option.cancer_relation in ("same", "narrower", "broader", "solid")
    mine = ("same", "narrower", "broader", "none")
    return cancer and (not facts.biomarkers or option.biomarker_relation in mine)


def _contradiction(facts: Facts, premise: Premise) -> Sentence:
    """What the question ties together, that no record does, and what the drug is approved for."""
    drug = facts.records.get(premise.drug)
    name = drug.label if isinstance(drug, Drug) else premise.drug
    target = " ".join(
        x
        for x in (
            f"for {biomarker_name(facts, premise.biomarker)}" if premise.biomarker else "",
            f"in {cancer_as_kind(facts, premise.cancer)}" if premise.cancer else "",
        )
        if x
    )
    known = [o for o in facts.drug_options if o.indication.id in premise.statements]
    if not known:
        return claim(f"We hold no approval of {name} {target}, nor for anything else.", premise.drug)
    approved = sorted({_scope_words(o) for o in known})
    return claim(
        f"We hold no approval of {name} {target}. What we hold is: {'; '.join(approved)}.",
        *(o.indication.id for o in known),
    )


def _scope_words(option: Option) -> str:
    biomarker = f" with {biomarker_words(option.biomarker)}" if option.biomarker else ""
    return f"{option.indication.agency}, {option.cancer.label}{biomarker}"
