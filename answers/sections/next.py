"""What else matters, tests, questions for the team, and where to look further."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Section, Sentence, about_question, claim, fixed
from oncotrace.answers.phrases import biomarker_name, cancer_as_kind, finding_sentence, second_hand
from oncotrace.answers.sections.frequency import measured
from oncotrace.answers.wording import figure_words, listed
from oncotrace.kg.records import Resource

KINDS = {
    "guideline": "Guidelines (name and link only)",
    "trial_service": "Services that help to find trials",
    "community": "Communities",
    "helpline": "Helplines",
}


def tests(facts: Facts) -> Section | None:
    """How the alteration is found, and what tests miss."""
    genes = {g for b in facts.biomarkers for g in b.genes}
    found = [
        f
        for f, p in facts.evidence.findings
        if f.topic == "testing"
        and (
            p.biomarker in facts.biomarker_scope.all
            or ((b := facts.biomarker_of(p.biomarker)) and genes & set(b.genes))
        )
    ]
    if not found:
        return None
    section = Section(name="tests", title="How it is tested")
    section.sentences = [finding_sentence(f) for f in found]
    return section


def what_else(facts: Facts) -> Section | None:
    """Other things that decide: stage, fitness, earlier treatment, other changes, inheritance."""
    section = Section(name="else", title="What else matters")
    section.sentences = [
        fixed("The stage of the cancer, and where it has spread."),
        fixed("How fit you are for day-to-day life (your team calls this performance status)."),
        fixed("Which treatments you have had, and how they worked."),
        fixed("Which other changes the tumour has. One report may list several."),
        fixed("Whether a change is only in the tumour or was inherited. The second can matter to family."),
    ]
    scope = facts.cancer_scope
    told = scope.exact if facts.any_cancer else scope.all  # what runs in families does so by kind
    section.sentences += [
        finding_sentence(f)
        for f, p in facts.evidence.findings
        if f.topic == "predisposition" and p.cancer and p.cancer in told
    ]
    return section


def questions(facts: Facts) -> Section | None:
    """Questions for the oncology team, from what the answer could not know."""
    section = Section(name="questions", title="Questions for your oncology team")
    sentences = section.sentences
    if any(b.kind == "fusion" for b in facts.biomarkers):
        sentences.append(fixed("Was the fusion found by a DNA test, an RNA test or a stain?"))
        sentences.append(fixed("Which partner gene does the report name? Is the fusion in frame?"))
    elif facts.biomarkers:
        sentences.append(fixed("Which test found the change, and in which sample?"))
    asks = dict.fromkeys(r.ask for r in facts.question.readings)
    sentences += [about_question(ask) for ask in asks]
    if facts.cancer:
        sentences += _common_change(facts)
        sentences += _solid_options(facts)
    if any(f.topic == "predisposition" for f, _ in facts.evidence.findings) and facts.cancer:
        sentences.append(fixed("Have I been offered a test for inherited changes?"))
    sentences.append(fixed("Is there a trial for my cancer with this change? Who can check?"))
    if facts.in_group("elsewhere") and facts.one_cancer:
        sentences.append(
            fixed("Could a drug that is approved for another cancer be used, and who would pay?")
        )
    return section


def _common_change(facts: Facts) -> list[Sentence]:
    """The most common other alteration here, where most tumours have it."""
    genes = {g for b in facts.biomarkers for g in b.genes}
    common = [
        f
        for f in measured(facts.others_here)
        if (f.share or 0) >= 0.5 and (b := facts.biomarker_of(f.biomarker)) and not genes & set(b.genes)
    ]
    # The largest series, not the highest figure: that may come from a special group.
    for figure in sorted(common, key=lambda f: (-(f.observation.total or 0), f.observation.id))[:1]:
        return [
            claim(
                f"Does my tumour also have {biomarker_name(facts, figure.biomarker)}? One series of people"
                f" with {cancer_as_kind(facts, figure.cancer)} found it in {figure_words(figure)}.",
                figure.observation.id,
            )
        ]
    return []


def _solid_options(facts: Facts) -> list[Sentence]:
    found = [o for o in facts.in_group("solid_other") if o.biomarker]
    if not found:
        return []
    names = sorted({biomarker_name(facts, o.biomarker.id) for o in found if o.biomarker})
    return [
        claim(
            f"Did my test also look for {listed(names, 'and')}?",
            *(o.indication.id for o in found),
        )
    ]


def further(facts: Facts) -> Section | None:
    """Guidelines by name and link, and services with who runs them."""
    section = Section(name="further", title="Where to look further")
    for kind, title in KINDS.items():
        found = [r for r in facts.resources if r.kind == kind]
        if found:
            section.subsections.append(
                Section(name=kind, title=title, sentences=[_resource(r) for r in found])
            )
    if not section.subsections:
        return None
    section.sentences.append(fixed("We name these. We do not rank or recommend them."))
    return section


def _resource(resource: Resource) -> Sentence:
    parts = [f"{resource.label}: {resource.url}."]
    if resource.kind != "guideline":
        run_by = f"Run by {resource.run_by}." if resource.run_by else "We did not find who runs it."
        paid = f"Paid by {resource.payer}." if resource.payer else "Who pays was not stated in what we read."
        parts += [run_by, paid]
    if resource.summary and resource.kind != "guideline":
        parts.append(resource.summary)
    return claim(" ".join((*parts, *second_hand(resource))), resource.id)
