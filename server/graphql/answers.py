"""Answers: sections of sentences, each with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from oncotrace.answers import model
from oncotrace.answers.compose import compose
from oncotrace.answers.facts import gather
from oncotrace.kg import records as kg
from oncotrace.kg.errors import Unreadable
from oncotrace.ontology.rules import rules
from oncotrace.queries.question import Question
from oncotrace.queries.resolve import resolve
from oncotrace.server.graphql import walks, words
from oncotrace.server.graphql.entities import Biomarker, Cancer, Drug
from oncotrace.server.graphql.errors import BAD_VALUE, Refused
from oncotrace.server.graphql.fields import computed, linked
from oncotrace.server.graphql.nodes import Node
from oncotrace.server.graphql.pages import FIRST, After, Connection, First, Page, page
from oncotrace.server.graphql.statements import Document, Rule
from oncotrace.server.graphql.told import kind, plain
from oncotrace.server.graphql.view import View


@dataclass(slots=True)
class Said:
    """A sentence with the answer that it belongs to, where its citations and proofs are."""

    sentence: model.Sentence
    answer: model.Answer

    @property
    def citations(self) -> list[model.Citation]:
        wanted = set(self.sentence.citations)
        return [c for c in self.answer.citations if c.number in wanted]

    @property
    def proofs(self) -> list[dict[str, Any]]:
        cited = dict.fromkeys((*self.sentence.statements, *self.sentence.premises))
        return [self.answer.proofs[id] for id in cited if id in self.answer.proofs]


@dataclass(slots=True)
class Part:
    section: model.Section
    answer: model.Answer


@dataclass(slots=True)
class Answered:
    question: Question
    answer: model.Answer


def answered(view: View, text: str, agency: str | None) -> Answered:
    """The answer to a question in plain English, as of the day of the view."""
    view.go_on()
    try:
        question = resolve(text, view.names, view.graph, as_of=view.as_of)
    except Unreadable as error:
        raise Refused(BAD_VALUE, str(error)) from error
    here = agency or question.agency or "FDA"
    facts = gather(view.graph, question, as_of=view.as_of, agency=here)
    answer = compose(question, facts, today=view.today, release=view.release.name)
    # What a question names need not be in the graph; the fields below find it here.
    view.reader.know((*question.biomarkers, *question.related))
    return Answered(question, answer)


def _sentences(of: Sequence[model.Sentence], answer: model.Answer) -> list[Said]:
    return [Said(sentence, answer) for sentence in of]


def _of_proof(name: str) -> Any:
    return lambda proof: proof.get(name) or None


@kind("What stands behind a sentence: a record, and where it comes from", '{"kind": "Evidence"}')
class Proof:
    curie = computed(lambda p: p["id"], "The record", "oid:st-civic-1100", of=str)
    record = linked(
        lambda proofs, view: walks.singles(view, [p["id"] for p in proofs], kg.Record),
        "The same as a node; null for what only the question names",
        '{"curie": "oid:st-civic-1100"}',
        of=Node | None,
    )
    kind = computed(_of_proof("kind"), "What kind of record", "Evidence", of=str | None)
    claim = computed(
        _of_proof("claim"),
        "What it claims, in the graph's terms",
        "ROS1 fusion | crizotinib: supports",
        of=str | None,
    )
    words = computed(
        _of_proof("words"), "The same for people", "A study saw a response to crizotinib.", of=str | None
    )
    source = computed(_of_proof("source"), "Who says so", "CIViC", of=str | None)
    licence = computed(_of_proof("licence"), "Its licence", "CC0-1.0", of=str | None)
    level = computed(_of_proof("level"), "Its levels", "civic:C", of=str | None)
    access = computed(_of_proof("access"), "What was read", "abstract", of=str | None)
    locator = computed(_of_proof("locator"), "Where in the document", "Table 2", of=str | None)
    documents = linked(
        walks.documents(lambda proofs, view: [[d["id"] for d in p.get("documents", ())] for p in proofs]),
        "What it was read in",
        '{"nodes": [{"curie": "PMID:31068372"}]}',
        of=Connection[Document],
    )


@kind("A document that an answer cites", '{"number": 1}')
class Citation:
    number: int = plain("Its number, by first use", "1")
    title: str = plain("Its title", "Jones et al., 2019")
    url: str | None = plain("Where it is", "https://pubmed.ncbi.nlm.nih.gov/31068372/")
    published = plain("When it was published", "2019", of=words.PartialDate | None)
    document = linked(
        walks.one("document", kg.Document),
        "The same as a node",
        '{"curie": "PMID:31068372"}',
        of=Document | None,
    )


@kind("A sentence with its proof", '{"text": "ROS1 fusions are very rare in pancreatic cancer."}')
class Sentence:
    text = computed(lambda s: s.sentence.text, "The sentence", "No FDA approval is on record.", of=str)
    basis = computed(
        lambda s: s.sentence.basis,
        "What it rests on: statements, the question alone, or nothing (fixed wording without any fact)",
        "statements",
        of=str,
    )
    records = linked(
        walks.records(lambda said, view: walks.known(view, [s.sentence.statements for s in said]), kg.Record),
        "The records that it rests on",
        '{"nodes": [{"curie": "oid:st-civic-1100"}]}',
        of=Connection[Node],
    )
    rules = computed(
        lambda s: [rules()[id] for id in s.sentence.rules],
        "The rules by which it was inferred",
        '[{"curie": "ot:rule-any-solid-tumour"}]',
        of=list[Rule],
    )
    premises = linked(
        walks.records(lambda said, view: walks.known(view, [s.sentence.premises for s in said]), kg.Record),
        "What the rules were applied to",
        '{"nodes": [{"curie": "oid:st-core-dabrafenib-trametinib-braf-v600e-solid-tumour-fda"}]}',
        of=Connection[Node],
    )
    proofs: list[Proof] = plain(
        "What stands behind each record and premise", '[{"curie": "oid:st-civic-1100"}]'
    )
    citations: list[Citation] = plain("The documents behind it", '[{"number": 1}]')
    licences = computed(
        lambda s: s.sentence.licences, "The licences of the statements", '["CC0-1.0"]', of=list[str]
    )


@kind("A section of an answer", '{"title": "How common it is"}')
class Section:
    name = computed(lambda p: p.section.name, "Its name for programs", "frequency", of=str)
    title = computed(lambda p: p.section.title, "Its title", "How common it is", of=str)
    sentences = computed(
        lambda p: _sentences(p.section.sentences, p.answer),
        "Its sentences",
        '[{"text": "ROS1 fusions are very rare."}]',
        of=list[Sentence],
    )
    subsections = computed(
        lambda p: [Part(s, p.answer) for s in p.section.subsections],
        "Its parts",
        '[{"title": "Approved elsewhere"}]',
        of="list[Section]",
    )


def _asked_about(name: str) -> Any:
    def walk(values: Sequence[Answered], view: View, first: First = FIRST, after: After = None) -> list[Page]:
        return [page(getattr(v.question, name), lambda b: (b.id,), first, after) for v in values]

    return walk


@kind("An answer. It informs; it never advises", '{"understood": "ROS1 fusion in pancreatic cancer"}')
class Answer:
    question = computed(
        lambda a: a.question.text, "The question as read", "What does ROS1 fusion mean?", of=str
    )
    understood = computed(
        lambda a: a.answer.understood,
        "The question as understood; empty where nothing was",
        "ROS1 fusion",
        of=str,
    )
    as_of = computed(lambda a: a.answer.as_of, "The day that it holds for", "2026-11-24", of=words.Day)
    agency = computed(lambda a: a.answer.agency, "Whose approvals count as here", "FDA", of=words.Agency)
    release = computed(lambda a: a.answer.release, "The release that was read", "2026-11-24-3fa2b1c9", of=str)
    biomarkers = linked(
        _asked_about("biomarkers"),
        "The biomarkers of the question",
        '{"nodes": [{"label": "ROS1 fusion"}]}',
        of=Connection[Biomarker],
    )
    cancer = linked(
        lambda values, view: walks.singles(view, [v.question.cancer or "" for v in values], kg.Cancer),
        "The cancer of the question",
        '{"label": "pancreatic cancer"}',
        of=Cancer | None,
    )
    drugs = linked(
        walks.drugs(lambda values, view: [v.question.drugs for v in values]),
        "The drugs of the question",
        '{"nodes": [{"label": "larotrectinib"}]}',
        of=Connection[Drug],
    )
    headline = computed(
        lambda a: _sentences(a.answer.headline, a.answer),
        "The answer in short",
        '[{"text": "…"}]',
        of=list[Sentence],
    )
    sections = computed(
        lambda a: [Part(s, a.answer) for s in a.answer.sections],
        "The answer in full",
        '[{"name": "frequency"}]',
        of=list[Section],
    )
    gaps = computed(
        lambda a: _sentences(a.answer.gaps, a.answer),
        "What was not looked at",
        '[{"text": "…"}]',
        of=list[Sentence],
    )
    cautions = computed(
        lambda a: _sentences(a.answer.cautions, a.answer),
        "To be shown with every answer",
        '[{"text": "This page informs. It does not advise."}]',
        of=list[Sentence],
    )
    citations = computed(
        lambda a: a.answer.citations, "The documents, by first use", '[{"number": 1}]', of=list[Citation]
    )
