"""What holds of every sentence of every golden answer: its proof, its numbers, its words."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from statistics import NormalDist

import pytest
from edited_graph import EditableGraph
from golden_questions import sections

from oncotrace.answers import compose, wording
from oncotrace.answers.model import Answer, Sentence
from oncotrace.answers.sections import what
from oncotrace.kg.graph import Graph
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    Cancer,
    CirculatingFigure,
    Coverage,
    Drug,
    Evidence,
    Gene,
    PrevalenceObservation,
    Record,
    Statement,
)
from oncotrace.kg.release import Release
from oncotrace.ontology.rules import rules
from oncotrace.ontology.terms import SOLID

ANY_CANCER = "MONDO:0004992"
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
MONTHS = "January February March April May June July August September October November December".split()
DATE = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (\d{{4}})\b")
RARITY = re.compile(r"(?<!how )\b(?:very rare|rare|uncommon|fairly common|common|very common)\b", re.I)
FIGURE = re.compile(r"\d(?:[\d.,-]*\d)? ?%|\d+ of \d|\d+ cases")
ADVICE = re.compile(r"\byou (should|must|need to)\b|\bwe (recommend|advise|suggest)\b|\beligible\b", re.I)


# --- proof --------------------------------------------------------------------------------------


def test_every_sentence_is_proven_fixed_or_about_the_question(
    answer: Answer, core_graph: EditableGraph
) -> None:
    """A claim names records that the graph holds, and rules that the ontology holds."""
    for sentence in answer.sentences():
        if sentence.basis != "statements":
            assert sentence.basis in ("fixed", "question")
            assert not (sentence.statements or sentence.rules or sentence.premises or sentence.citations)
            continue
        assert sentence.statements, sentence.text
        for id in (*sentence.statements, *sentence.premises):
            assert id in core_graph.described or id in _asked(answer), f"{id} in {sentence.text!r}"
            assert answer.proofs[id]["id"] == id
        assert set(sentence.rules) <= rules().keys()
        assert not sentence.rules or sentence.premises, f"a rule without premises: {sentence.text}"


def _asked(answer: Answer) -> set[str]:
    """Biomarkers that the question brings along and the graph need not hold."""
    return {id for id, proof in answer.proofs.items() if proof.get("kind") == "Biomarker"}


def test_inferred_options_name_their_rule(answer: Answer) -> None:
    """What reaches this cancer only as any solid tumour is inferred, and says by which rule."""
    for section in sections(answer):
        if section.name in ("solid_this", "solid_other"):
            claims = [s for s in section.sentences if s.basis == "statements"]
            assert all("ot:rule-any-solid-tumour" in s.rules for s in claims)


def test_licence_and_access_of_every_statement_are_told(answer: Answer, core_release: Release) -> None:
    kinds = _kinds(core_release.graph, (i for s in answer.sentences() for i in s.statements))
    for sentence in answer.sentences():
        if any(isinstance(kinds.get(id), Statement) for id in sentence.statements):
            assert sentence.licences, sentence.text
            assert sentence.access, sentence.text


def _kinds(graph: Graph, ids: Iterable[str]) -> dict[str, Record]:
    return {r.id: r for r in Reader(graph).get(ids, Record)}


def test_citations_are_numbered_as_they_are_first_used(answer: Answer) -> None:
    used = list(dict.fromkeys(n for s in answer.sentences() for n in s.citations))
    assert used == list(range(1, len(answer.citations) + 1))
    assert [c.number for c in answer.citations] == used
    assert len({c.document for c in answer.citations}) == len(answer.citations)


def test_citations_are_the_documents_of_the_statements(answer: Answer, core_release: Release) -> None:
    records = _kinds(core_release.graph, (i for s in answer.sentences() for i in s.statements))
    number = {c.document: c.number for c in answer.citations}
    for sentence in answer.sentences():
        documents = [d for i in sentence.statements if i in records for d in _documents(records[i])]
        assert sentence.citations == tuple(dict.fromkeys(number[d] for d in documents)), sentence.text


def _documents(record: Record) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(record, "documents", ())
    return found


def test_every_cited_document_has_a_title(answer: Answer) -> None:
    assert [c.document for c in answer.citations if not c.title or c.title == c.document] == []


# --- numbers and dates --------------------------------------------------------------------------


def test_every_number_comes_from_the_records(answer: Answer, core_release: Release) -> None:
    """Each number of a claim stands in its records, or follows from their n and N by our own sums here."""
    for sentence in answer.sentences():
        if sentence.basis == "statements":
            evidence = _Numbers.behind(sentence, core_release.graph)
            evidence.printed |= set(NUMBER.findall(answer.understood))  # in names: KRAS G12C
            for shown in NUMBER.finditer(sentence.text):
                after = sentence.text[shown.end() : shown.end() + 8].strip()
                assert evidence.explain(shown[0], after), f"{shown[0]} in {sentence.text!r}"


class _Numbers:
    """The numbers that a set of records holds, and those that may be computed from them."""

    def __init__(self, records: list[Record], documents: set[str]) -> None:
        self.printed = {n for r in records for text in _texts(r) for n in NUMBER.findall(text)}
        self.printed |= {n.lstrip("0") for n in self.printed}
        self.printed |= {f"{float(n):.2f}" for n in self.printed if len(n.partition(".")[2]) > 4}
        self.computed = {float(len(documents)), *(float(c) for c in _counts(records))}
        self.shares = [s for r in records for s in _shares(r)]

    @classmethod
    def behind(cls, sentence: Sentence, graph: Graph) -> "_Numbers":
        reader = Reader(graph)
        records = reader.get(sentence.statements, Record)
        statements = [r for r in records if isinstance(r, Statement)]
        documents = {d for s in statements for d in s.documents}
        return cls([*records, *_named_by(reader, statements)], documents)

    def explain(self, shown: str, after: str) -> bool:
        """Whether the records give a number that the text shows before these words."""
        value = float(shown.replace(",", ""))
        if shown in self.printed:
            return True
        if after.startswith(("series", "papers")):
            return value in self.computed
        if not after.startswith("%"):
            return False
        if self.shares and shown == "95":
            return True
        # Half a unit of the last digit shown: rounding may go either way, never further.
        decimals = len(shown.partition(".")[2])
        return any(abs(value - share * 100) <= 0.5 * 10**-decimals + 1e-9 for share in self.shares)


def _named_by(reader: Reader, statements: list[Statement]) -> list[Record]:
    """What the statements are about: biomarkers, therapies, cancers, subsets, exclusions."""
    ids = {s.proposition for s in statements}
    for name in ("subset", "requires_absent", "excluded_cancers", "therapies"):
        ids |= {i for s in statements for i in getattr(s, name, ())}
    named = reader.get(sorted(ids), Record)
    about = {i for r in named for i in (getattr(r, n, "") for n in ("biomarker", "therapy", "cancer")) if i}
    entities = reader.get(sorted(about), Record)
    drugs = {d for e in entities for d in getattr(e, "drugs", ())}
    return [*named, *entities, *reader.get(sorted(drugs), Record)]


def _texts(record: Record) -> Iterator[str]:
    """Every value of a record as text, whole numbers with thousands set apart as well."""
    for field in fields(record):
        value = getattr(record, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            yield str(item)
            if isinstance(item, int) and not isinstance(item, bool):
                yield f"{item:,}"


def _counts(records: list[Record]) -> Iterator[int]:
    """How many series or statements a sentence may say that it rests on."""
    yield len([r for r in records if isinstance(r, PrevalenceObservation)])
    yield len([r for r in records if isinstance(r, Evidence)])


def _shares(record: Record) -> Iterator[float]:
    """n/N and the two ends of its Wilson interval, computed here on its own (Wilson, 1927)."""
    if not isinstance(record, PrevalenceObservation) or record.n is None or not record.total:
        return
    n, total, z = record.n, record.total, NormalDist().inv_cdf(0.975)
    yield n / total
    # The roots of (p - n/N)^2 = z^2 p (1 - p) / N.
    a, b, c = 1 + z**2 / total, -(2 * n / total + z**2 / total), (n / total) ** 2
    root = max(b**2 - 4 * a * c, 0.0) ** 0.5
    yield (-b - root) / (2 * a)
    yield (-b + root) / (2 * a)


def test_every_date_is_that_of_an_event_or_a_search(answer: Answer, core_release: Release) -> None:
    reader = Reader(core_release.graph)
    for sentence in answer.sentences():
        found = DATE.findall(sentence.text)
        if sentence.basis != "statements" or not found:
            continue
        records = reader.get(sentence.statements, Record)
        dates = {r.date for r in records if isinstance(r, ApprovalEvent)}
        dates |= {d for r in records if isinstance(r, Coverage) for d in (r.until, r.checked_on)}
        told = {t for r in records for t in _texts(r) if DATE.search(t)}
        for day, month, year in found:
            iso = f"{year}-{MONTHS.index(month) + 1:02}" + (f"-{int(day):02}" if day else "")
            in_text = any(f"{month} {year}" in t for t in told)
            assert iso in dates or in_text, f"{iso} in {sentence.text!r}"


def test_no_event_after_the_day_is_told(answer: Answer, core_release: Release) -> None:
    for sentence in answer.sentences():
        events = Reader(core_release.graph).get(sentence.statements, ApprovalEvent)
        assert [e.id for e in events if e.date > answer.as_of] == [], sentence.text


def test_counts_of_findings_stand_in_their_sentences(core_release: Release) -> None:
    """A finding keeps its counts twice, as data and in its sentence: they must be the same."""
    spoken = "none one two three four five six seven eight nine ten eleven twelve".split()
    words = {word: number for number, word in enumerate(spoken)}
    core = Reader(core_release.graph)
    for finding in core.get(core_release.graph.ids("Finding"), Statement):
        shown = {int(n.replace(",", "")) for n in NUMBER.findall(finding.summary) if "." not in n}
        said = finding.summary.lower()
        shown |= {value for word, value in words.items() if re.search(rf"\b{word}\b", said)}
        counts = {getattr(finding, "n", None), getattr(finding, "total", None)} - {None}
        assert counts <= shown, finding.id


# --- words --------------------------------------------------------------------------------------


def test_no_advice(answer: Answer) -> None:
    assert [s.text for s in answer.sentences() if ADVICE.search(s.text)] == []


def test_rarity_never_stands_without_its_figure(answer: Answer) -> None:
    for sentence in answer.sentences():
        if sentence.basis == "statements" and RARITY.search(sentence.text):
            assert FIGURE.search(sentence.text), sentence.text


def test_secondary_facts_say_so(answer: Answer, core_release: Release) -> None:
    """A sentence that rests on nothing better than a second-hand fact says so."""
    reader = Reader(core_release.graph)
    for sentence in answer.sentences():
        told = reader.get(sentence.statements, Statement)
        folk = any(isinstance(s, CirculatingFigure) for s in told)
        surveys = [s for s in told if isinstance(s, PrevalenceObservation) and s.finding == "none_reported"]
        if len(told) == 1 and told[0].confidence == "secondary-only" and not folk and not surveys:
            # Lists of names, and what another agency's approval lets us not say, state no such fact.
            names_only = section_of(answer, sentence) in ("short", "questions")
            says_none = "hold no" in sentence.text or "also approved" in sentence.text
            assert "second-hand" in sentence.text.lower() or names_only or says_none, sentence.text


def section_of(answer: Answer, sentence: Sentence) -> str:
    return next(s.name for s in sections(answer) if any(x is sentence for x in s.sentences))


@pytest.fixture(scope="session")
def forbidden(core_release: Release) -> dict[str, re.Pattern[str]]:
    """What fixed wording may not hold, from all names of the core."""
    graph = core_release.graph
    reader = Reader(graph)
    genes = reader.get(graph.ids("Gene"), Gene)
    drugs = reader.get(graph.ids("Drug"), Drug)
    # "Cancer" names none, and "any solid tumour" is the name of a group of approvals.
    cancers = [c for c in reader.get(graph.ids("Cancer"), Cancer) if c.id not in (SOLID, ANY_CANCER)]
    biomarkers = reader.get(graph.ids("Biomarker"), Biomarker)
    symbols = {n for g in genes for n in (g.symbol, *g.aliases, *g.previous_symbols)}
    return {
        "gene": _any_of(symbols),
        "drug": _any_of({n for d in drugs for n in (d.label, *d.synonyms, *d.brands)}, re.I),
        "cancer": _any_of({n for c in cancers for n in (c.label, *c.synonyms)}, re.I),
        "biomarker": _any_of({n for b in biomarkers for n in (b.label, *b.synonyms)}),
        "number": re.compile(r"\d"),
        "date": re.compile(rf"\b({'|'.join(m for m in MONTHS if m != 'May')})\b"),
    }


def _any_of(names: set[str], flags: int = 0) -> re.Pattern[str]:
    # Names of one or two letters (aliases such as p53's "p5") are no words of ours.
    known = sorted((n for n in names if len(n) > 2), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", flags)


def test_fixed_wording_of_answers_is_neutral(answer: Answer, forbidden: dict[str, re.Pattern[str]]) -> None:
    for sentence in answer.sentences():
        if sentence.basis == "fixed":
            _assert_neutral(sentence.text, forbidden)


def test_all_fixed_wording_in_the_code_is_neutral(root: Path, forbidden: dict[str, re.Pattern[str]]) -> None:
    """Also what no golden question shows: every text given to ``fixed`` in the sections."""
    texts = [t for path in sorted((root / "answers").rglob("*.py")) for t in _fixed_texts(path)]
    texts += [*compose.CAUTIONS, *what.KIND_WORDS.values()]
    assert len(texts) > 25
    for text in texts:
        _assert_neutral(text, forbidden)


def _assert_neutral(text: str, forbidden: dict[str, re.Pattern[str]]) -> None:
    found = {kind: match[0] for kind, pattern in forbidden.items() if (match := pattern.search(text))}
    assert not found, f"{found} in fixed wording: {text}"


def _fixed_texts(path: Path) -> Iterator[str]:
    """The literal arguments of ``fixed(...)``. A formatted text is none: it would hold something."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "fixed":
            assert not isinstance(call.args[0], ast.JoinedStr), f"{path}:{call.lineno} formats fixed wording"
            if isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value)


def test_sentences_end_as_sentences(answer: Answer) -> None:
    """One blank between words, a full stop or a question mark at the end, brackets in pairs."""
    for sentence in answer.sentences():
        text = sentence.text
        assert text == text.strip() and "  " not in text, text
        assert text[-1] in ".?)", text
        assert text.count("(") == text.count(")"), text
        assert not re.search(r"\b(None|oid:|MONDO:|HGNC:)", text), text


def test_words_for_events_cover_all_kinds(core_release: Release) -> None:
    graph = core_release.graph
    kinds = {e.kind for e in Reader(graph).get(graph.ids("ApprovalEvent"), ApprovalEvent)}
    assert kinds <= wording.EVENT_WORDS.keys()
