"""What a record claims, in words that a person reads: the first line of every proof."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.phrases import biomarker_name
from oncotrace.answers.wording import (
    EVENT_WORDS,
    biomarker_words,
    capitalised,
    date_words,
    figure_words,
    label_words,
    listed,
    on_date,
)
from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    CirculatingFigure,
    Coverage,
    Criterion,
    Drug,
    Evidence,
    Gene,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Regimen,
    Statement,
    Trial,
)
from oncotrace.queries.prevalence import Figure

DIRECTIONS = {"supports": "The source supports this", "disputes": "The source disputes this"}

SIGNIFICANCES = {
    "sensitivity": "the drug works",
    "resistance": "the drug does not work",
    "reduced_sensitivity": "the drug works less well",
    "adverse_response": "the drug does harm",
}


def words(facts: Facts, record: Record) -> str:
    """One or two sentences that say what the record claims; empty where it only has a name."""
    match record:
        case PrevalenceObservation():
            return _figure(facts, record)
        case Evidence():
            said = SIGNIFICANCES.get(record.significance, record.significance.replace("_", " "))
            return f"{about(facts, record)}: {said}. {DIRECTIONS[record.direction]}."
        case Indication():
            return f"{record.agency} approval: {about(facts, record)}."
        case CirculatingFigure():
            return f"A figure that people hear: {about(facts, record)}, {record.figure}."
        case Statement():
            return record.summary
        case ApprovalEvent():
            return f"{capitalised(EVENT_WORDS[record.kind])} {on_date(record.date)}."
        case Coverage():
            day = f" {on_date(record.checked_on)}" if record.checked_on else ""
            return f"A search{day}: {record.scope}. {record.result}".strip()
        case Trial():
            return _trial(facts, record)
        case Criterion():
            return _criterion(record)
        case Proposition():
            return _proposition(facts, record)
        case Biomarker():
            return f"{capitalised(biomarker_words(record))}, as the graph defines it."
        case Gene():
            return f"The gene {record.symbol}{f', {record.name}' if record.name else ''}."
    label = str(getattr(record, "label", ""))
    return f"{capitalised(label)}, as the graph defines it." if label else ""


def _trial(facts: Facts, trial: Trial) -> str:
    """The title, and why the trial is in or out for the question."""
    found = facts.trials
    matches = (*found.matches, *found.named) if found else ()
    why = next((m for m in matches if m.trial.id == trial.id), None)
    verdict = f" {capitalised(why.verdict)}. {' '.join(why.reasons)}" if why else ""
    return f"{trial.id.removeprefix('NCT:')}: {trial.label.rstrip('.')}.{verdict}"


def _criterion(criterion: Criterion) -> str:
    number = criterion.trial.removeprefix("NCT:")
    part = f" ({criterion.scope})" if criterion.scope else ""
    return f"{number}, {criterion.section} criteria{part}: “{' '.join(criterion.quote.split())}”"


def about(facts: Facts, statement: Statement) -> str:
    """What a statement is on: ``crizotinib, for ROS1 fusion, in non-small cell lung cancer``."""
    proposition = facts.records.get(statement.proposition)
    return _proposition(facts, proposition) if isinstance(proposition, Proposition) else statement.proposition


def _proposition(facts: Facts, proposition: Proposition) -> str:
    therapy = facts.records.get(proposition.therapy)
    cancer = facts.cancer_of(proposition.cancer)
    change = label_words(biomarker_name(facts, proposition.biomarker)) if proposition.biomarker else ""
    drug = therapy.label if isinstance(therapy, Drug | Regimen) else ""
    parts = [drug, f"for {change}" if drug and change else change, f"in {cancer.label}" if cancer else ""]
    return ", ".join(part for part in parts if part)


def _figure(facts: Facts, seen: PrevalenceObservation) -> str:
    proposition = facts.records.get(seen.proposition)
    biomarker = proposition.biomarker if isinstance(proposition, Proposition) else ""
    cancer = proposition.cancer if isinstance(proposition, Proposition) else ""
    figure = Figure(observation=seen, biomarker=biomarker, cancer=cancer)
    parts = [f"{about(facts, seen)}: {figure_words(figure)}."]
    if seen.subset:
        parts.append(f"Only among {listed([biomarker_name(facts, s) for s in seen.subset])}.")
    if seen.population:
        parts.append(f"Who: {seen.population}.")
    if seen.assay:
        parts.append(f"Test: {seen.assay}.")
    return " ".join(parts)


def day(text: str) -> str:
    """A date in words, or the text itself where it is none."""
    return date_words(text) if text[:4].isdigit() else text
