"""From facts to an answer: sections in order, citations numbered as they are first used."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.headline import headline
from oncotrace.answers.model import Answer, Citation, Sentence, about_question, claim, fixed
from oncotrace.answers.phrases import asked_biomarker, asked_cancer
from oncotrace.answers.proofs import proof
from oncotrace.answers.sections import SECTIONS
from oncotrace.answers.wording import date_words, label_words, listed
from oncotrace.kg.records import Document
from oncotrace.ontology.licences import inherited
from oncotrace.queries.question import Question, Reading
from oncotrace.queries.time import last_day

CAUTIONS = (
    "This page informs. It does not advise. Your oncology team knows your whole case.",
    "A rare change can still matter. A common one need not.",
    "Approved does not mean that a drug works for everyone. It means that an agency weighed the proof.",
)


NOT_UNDERSTOOD = (
    "We could not find a gene change, a cancer or a drug in the question. Please name one, as it stands in"
    " the report."
)


def compose(
    question: Question, facts: Facts, *, today: str, release: str = "", rules: dict[str, str] | None = None
) -> Answer:
    """The answer to a question from its facts. Same inputs, same answer, byte for byte."""
    sections = [s for make in SECTIONS if (s := make(facts)) is not None] if question.understood else []
    short = headline(facts) if question.understood else [fixed(NOT_UNDERSTOOD)]
    answer = Answer(
        question=question.text,
        understood=understood(facts),
        as_of=facts.as_of,
        today=today,
        release=release,
        agency=facts.agency,
        headline=[*_reading(question), *short],
        sections=[s for s in sections if any(True for _ in s.walk())],
        gaps=[*_gaps(facts), *_left_out(facts)] if question.understood else [],
        cautions=[fixed(text) for text in CAUTIONS],
        citations=[],
        proofs={},
    )
    _cite(answer, facts)
    return answer


def understood(facts: Facts) -> str:
    """The question as understood, in a line."""
    about = [x for x in (facts.drug.label if facts.drug else "", asked_biomarker(facts)) if x]
    words = " and ".join(about)
    cancer = asked_cancer(facts)
    if words and cancer and not (facts.named_by_change and facts.drug is None):
        return f"{words} in {cancer}"
    return cancer if facts.named_by_change and facts.drug is None else words or cancer


def _reading(question: Question) -> list[Sentence]:
    """What was corrected, what has two readings, what is unknown: said before anything else."""
    sentences = [
        about_question(f"We read “{note.written}” as “{label_words(note.read_as)}”.")
        for note in question.notes
        if note.kind in ("typo", "assumed", "order")
    ]
    asked: set[str] = set()
    for reading in open_readings(question):
        if reading.ask not in asked:
            asked.add(reading.ask)
            labels = [label_words(r.label) for r in question.readings if r.ask == reading.ask]
            chosen = [label_words(r.label) for r in question.readings if r.ask == reading.ask and r.chosen]
            taken = f" We go on with {chosen[0]}." if chosen else ""
            sentences.append(
                about_question(
                    f"“{reading.text}” can mean {listed(labels, 'or')}. {reading.ask}{taken}"
                )
            )
    for word in question.unknown:
        near = f" Near in spelling: {listed(list(word.nearest), 'or')}." if word.nearest else ""
        sentences.append(about_question(f"We do not know “{word.text}”.{near}"))
    return sentences


def open_readings(question: Question) -> list[Reading]:
    """Readings that change the answer; where the chosen one covers the others nothing is open."""
    covered = {r.ask for r in question.readings if r.chosen and " OR " in r.label}
    return [r for r in question.readings if r.ask not in covered]


def _gaps(facts: Facts) -> list[Sentence]:
    """What was not looked at: agencies and dates."""
    unchecked = [c for c in facts.coverage if c.method == "not checked"]
    text = f"Not checked: {'; '.join(c.scope for c in unchecked)}."
    gaps = [claim(text, *(c.id for c in unchecked))] if unchecked else []
    newest = max(
        (c for c in facts.coverage if c.until and c.axis == "approval"),
        key=lambda c: (c.until, c.id),
        default=None,
    )
    if newest and last_day(newest.until) < facts.as_of:
        gaps.append(
            claim(f"Approvals after {date_words(newest.until)} are not in this release.", newest.id)
        )
    return gaps


def _left_out(facts: Facts) -> list[Sentence]:
    """What the licence profile hid: how many statements of which source, and nothing of what they say."""
    return [
        claim(
            f"Left out: {count} {'statements' if count > 1 else 'statement'} of {source.title}, which may not"
            " be passed on. The licence profile “research” shows them.",
            source.id,
        )
        for source, count in facts.left_out
    ]


def _cite(answer: Answer, facts: Facts) -> None:
    """Number documents by first use; give each sentence its citations, licences and access levels."""
    numbers: dict[str, int] = {}
    proofs = answer.proofs
    for sentence in answer.sentences():
        if not sentence.statements:
            continue
        behind = [
            proofs.get(id) or proofs.setdefault(id, proof(facts, id))
            for id in sentence.statements + sentence.premises
        ]
        said = behind[: len(sentence.statements)]
        documents = dict.fromkeys([document for proof in said for document in proof.documents])
        sentence.citations = tuple([numbers.setdefault(d, len(numbers) + 1) for d in documents])
        sentence.access = tuple(sorted({proof.access for proof in said} - {""}))
        terms = frozenset([proof.terms for proof in behind if proof.terms])
        sentence.licences, sentence.licence, sentence.licence_asks = inherited(terms)
    answer.citations = [_citation(n, d, facts) for d, n in numbers.items()]


def _citation(number: int, id: str, facts: Facts) -> Citation:
    document = facts.records.get(id)
    if not isinstance(document, Document):
        return Citation(number=number, document=id, title=id, url="", published="", kind="")
    return Citation(
        number=number,
        document=id,
        title=document.title or id,
        url=document.url,
        published=document.published,
        kind=document.kind,
    )


