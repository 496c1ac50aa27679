"""What studies say about treatment, what stops drugs from working, and where studies disagree."""

from collections import defaultdict

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Section, Sentence, claim, fixed
from oncotrace.answers.phrases import (
    absence,
    asked_biomarker,
    asked_cancer,
    biomarker_name,
    coverage_for,
    finding_sentence,
)
from oncotrace.answers.wording import capitalised, listed
from oncotrace.kg.records import Evidence
from oncotrace.ontology.scales import hedge
from oncotrace.queries.conflicts import Lead, lead
from oncotrace.queries.evidence import POSITIVE, Claim, papers
from oncotrace.queries.therapies import biomarker_rule

MOST_HERE = 10
MOST_ELSEWHERE = 5


def studies(facts: Facts) -> Section | None:
    """Clinical evidence for the alteration here, then the strongest from other cancers."""
    if not facts.biomarkers:
        return None
    section = Section(name="studies", title="What studies say about treatment")
    cases = [
        f
        for f, p in facts.evidence.findings
        if f.topic == "clinical_activity"
        and facts.carries(p.biomarker)
        and (not facts.cancer or p.cancer in facts.cancer_scope.all)
    ]
    section.sentences += [finding_sentence(f) for f in cases]
    here = [c for c in facts.evidence.here if (c.positive or c.negative) and not c.conflict]
    section.sentences += [_claim(facts, c) for c in here[:MOST_HERE]]
    if facts.cancer and not facts.evidence.here and not cases:
        text = f"We hold no study of a drug for {asked_biomarker(facts)} in {asked_cancer(facts)}."
        section.sentences.append(absence(facts, text, coverage_for(facts, "evidence")))
    elsewhere = [c for c in facts.evidence.elsewhere if c.positive and not c.conflict]
    if elsewhere:
        part = Section(name="studies_elsewhere", title="From other cancers")
        part.sentences.append(
            fixed("A drug that works in one cancer need not work in another.")
        )
        part.sentences += [_claim(facts, c) for c in elsewhere[:MOST_ELSEWHERE]]
        section.subsections.append(part)
    return section if section.sentences or section.subsections else None


def _claim(facts: Facts, told: Claim) -> Sentence:
    """A treatment claim with its certainty and its papers counted once."""
    statements = told.positive or told.negative
    verb = "help" if told.positive else "fail"
    where = f" in {told.cancer.label}" if told.cancer else ""
    broader = told.biomarker_relation == "broader"
    return claim(
        f"{capitalised(told.therapy.label)} {_hedge(statements)} {verb}{where} with"
        f" {biomarker_name(facts, told.biomarker.id)} ({_papers(len(papers(statements)))}).",
        *(s.id for s in statements),
        rules=(biomarker_rule(told.biomarker),) if broader else (),
        premises=(told.proposition.id, told.biomarker.id) if broader else (),
    )


def _hedge(statements: list[Evidence]) -> str:
    return hedge(name for s in statements for name in s.levels)


def _papers(count: int) -> str:
    return "one paper" if count == 1 else f"{count} papers"


def resistance(facts: Facts) -> Section | None:
    """Second changes that stop drugs: profiles that hold this alteration, and findings on its genes."""
    genes = {g for b in facts.biomarkers for g in b.genes}
    findings = [
        f
        for f, p in facts.evidence.findings
        if f.topic == "resistance" and (b := facts.biomarker_of(p.biomarker)) and genes & set(b.genes)
    ]
    joint = [c for c in facts.evidence.joint if c.negative and not c.conflict]
    if not findings and not joint:
        return None
    section = Section(name="resistance", title="When a drug stops working")
    section.sentences.append(
        fixed("A tumour can gain a second change under treatment. Then a drug may stop working.")
    )
    section.sentences += [_joint(facts, drugs, told) for (drugs, _), told in _by_certainty(joint)]
    section.sentences += [finding_sentence(f) for f in findings]
    return section


def _by_certainty(claims: list[Claim]) -> list[tuple[tuple[str, str], list[Claim]]]:
    """Claims by drug and hedge: what was seen in cells alone must not borrow from what patients showed."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for told in claims:
        groups[told.therapy.label, _hedge(told.negative)].append(told)
    return sorted(groups.items())


def _joint(facts: Facts, drug: str, told: list[Claim]) -> Sentence:
    statements: list[Evidence] = [s for c in told for s in c.negative]
    profiles = sorted({biomarker_name(facts, c.biomarker.id) for c in told})
    return claim(
        f"{capitalised(drug)} {_hedge(statements)} fail when the tumour has"
        f" {listed(profiles, 'or')} ({_papers(len(papers(statements)))}).",
        *(s.id for s in statements),
    )


def conflicts(facts: Facts) -> Section | None:
    """Propositions whose statements disagree: both sides, with levels and papers."""
    evidence = facts.evidence
    found = [c for c in (*evidence.here, *evidence.elsewhere, *evidence.joint) if c.conflict]
    if not found:
        return None
    section = Section(name="conflicts", title="Where studies disagree")
    section.sentences += [_conflict(facts, told) for told in found[:MOST_HERE]]
    if rest := found[MOST_HERE:]:
        drugs = sorted({c.therapy.label for c in rest})
        text = f"Studies disagree on more that is close to the question: on {listed(drugs)}."
        section.sentences.append(claim(text, *(s.id for c in rest for s in c.statements)))
    return section


def _conflict(facts: Facts, told: Claim) -> Sentence:
    """Both sides by papers, and which of them the rules put first."""
    where = f" in {told.cancer.label}" if told.cancer else ""
    sides = (
        ("it works by", told.positive),
        ("it does not work by", told.negative),
        ("that is disputed by", told.disputed),
    )
    said = ", ".join(f"{words} {_papers(len(papers(side)))}" for words, side in sides if side)
    reading = lead(told.sides)
    return claim(
        f"{capitalised(told.therapy.label)} for {biomarker_name(facts, told.biomarker.id)}{where}:"
        f" {said}. {_stronger(reading)}",
        *(s.id for _, side in sides for s in side),
        rules=(reading.rule,) if reading.rule else (),
    )


def _stronger(reading: Lead) -> str:
    """What the stronger evidence says, in words."""
    if not reading.stands:
        return "Neither side has stronger proof."
    significance, direction = reading.stands[0]
    works = significance in POSITIVE
    if direction == "supports":
        return f"The stronger proof says that it {'works' if works else 'does not work'}."
    return f"The stronger proof says that it does not {'work' if works else 'fail'}."
