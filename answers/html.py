"""An answer as HTML: a fragment for a page, every sentence with its proof in a ``details`` element.

No element is void or closes itself, so that the fragment is also well-formed XML. Every text is escaped
here and nowhere else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import escape

from oncotrace.answers.model import MOST_MARKS, Answer, Proof, Section, Sentence
from oncotrace.answers.wording import capitalised, date_words
from oncotrace.ontology.prefixes import iri
from oncotrace.ontology.rules import rules
from oncotrace.ontology.scales import levels

MOST_SOURCES = 10_000
"""Entries of documents that are kept: many answers cite the same ones."""

ACCESS = {
    "abstract": "the abstract",
    "full_text": "the full text",
    "label": "the drug label",
    "notice": "the agency’s notice",
    "page": "a web page",
    "database_row": "a row of a database",
    "secondary": "another text that reports it",
}
CONFIDENCE = {
    "confirmed-two-sources": "checked in two sources",
    "confirmed-primary": "checked in the document itself",
    "secondary-only": "known second-hand only",
}
DAY_CONFIRMED = {
    "yes": "The day was checked in a public source.",
    "page-seen": "The day was seen on a public page.",
    "no": "The exact day is not confirmed.",
}

PUBLIC = ("PMID", "PMC", "DOI", "NCT")
"""Prefixes of document numbers whose IRI is a page."""

MARKS = {
    "here_this": ("Approved here for this change", "M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14z", True),
    "here_any": ("Approved here, whatever the change", "M8 .5L15.5 8L8 15.5L.5 8z", True),
    "solid_this": ("Approved for any solid tumour with this change", "M2 2h12v12H2z", True),
    "elsewhere": ("Approved for this change in another cancer", "M8 1.5L15 14H1z", False),
    "here_other": (
        "Approved here for another change",
        "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
        False,
    ),
    "solid_other": ("Approved for any solid tumour with another change", "M2 2h12v12H2z", False),
    "withdrawn": ("Withdrawn", "M3 3L13 13M13 3L3 13", False),
    "other_agencies": ("Approved by another agency", "M8 1.5L14 5v6l-6 3.5L2 11V5z", False),
    "trials": ("In study", "M6 2h4M7 2v4L3 14h10L9 6V2", False),
    "resistance": ("Drugs that can stop working", "M2 8h12M5 5l-3 3l3 3M11 5l3 3l-3 3", False),
}
"""Of each treatment group: its name, the outline of its mark on a field of 16 by 16, and whether the mark
is filled. What holds here is filled, what does not is hollow: the shape tells them apart without colour."""

GROUPS = tuple(name for name in MARKS if name not in ("trials", "resistance"))
"""The treatment groups whose sentences begin with a drug."""


_ADDRESS = re.compile(r"(https://[^\s<>\"]*[\w/]|\bNCT\d{8}\b)")
"""An address within a sentence, without the stop that ends the sentence, or the number of a trial."""


def article(
    answer: Answer, sections: Iterator[Section], extras: Mapping[str, str], at: str = ""
) -> Iterator[str]:
    """The sections and the sources; ``extras`` are finished HTML, by the section whose heading it follows.

    ``at`` is where the page of a record is, without its id; empty where there is none, as in a file.
    """
    for section in sections:
        yield from _section(answer, section, 2, extras, at)
    yield from sources(answer)


def whole(answer: Answer, made: str, sections: list[Section]) -> Iterator[str]:
    """The answer with its title and a line on how it was made, standing alone."""
    yield '<article class="answer">'
    yield f"<h1>{escape(title(answer))}</h1>"
    yield f'<p class="meta">{escape(made)}</p>'
    yield from article(answer, iter(sections), {})
    yield "</article>"


def title(answer: Answer) -> str:
    return answer.understood[:1].upper() + answer.understood[1:]


def mark(name: str) -> str:
    """The mark of a treatment group. It is silent to who hears the page, because its name stands by it."""
    _, outline, filled = MARKS[name]
    kind = "mark filled" if filled else "mark"
    return (
        f'<svg class="{kind}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        f'<path d="{outline}"></path></svg>'
    )


# --- sections -----------------------------------------------------------------------------------


def _section(
    answer: Answer, section: Section, depth: int, extras: Mapping[str, str], at: str
) -> Iterator[str]:
    if not any(True for _ in section.walk()):
        return
    name = escape(section.name)
    sign = mark(section.name) if section.name in MARKS else ""
    yield f'<section id="{name}"><h{depth}>{sign}{escape(section.title)}</h{depth}>'
    yield extras.get(section.name, "")
    yield from sentences(answer, section.sentences, at, lead=section.name in GROUPS)
    for part in section.subsections:
        yield from _section(answer, part, min(depth + 1, 6), extras, at)
    yield "</section>"


def sentences(
    answer: Answer, found: list[Sentence], at: str = "", *, lead: bool = False
) -> Iterator[str]:
    """Sentences as a list; ``lead`` sets what stands before a colon apart, the drugs. ``at`` as in
    ``article``."""
    if not found:
        return
    yield "<ul>"
    for sentence in found:
        yield f"<li>{_text(sentence, lead)}{_marks(sentence)}{proof(answer, sentence, at)}</li>"
    yield "</ul>"


def _text(sentence: Sentence, lead: bool) -> str:
    head, stop, rest = sentence.text.partition(". ")
    if lead and ": " in head and sentence.basis == "statements":
        return "; ".join(_led(piece) for piece in head.split("; ")) + escape(f"{stop}{rest}")
    if "https://" not in sentence.text and "NCT" not in sentence.text:
        return escape(sentence.text)
    pieces = _ADDRESS.split(sentence.text)
    return "".join(_linked(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces))


def _led(piece: str) -> str:
    """A drug, set apart, and what was approved when."""
    name, colon, rest = piece.partition(": ")
    return f"<b>{escape(name)}</b>{colon}{escape(rest)}" if colon else escape(piece)


def _linked(found: str) -> str:
    return link(iri(f"NCT:{found}") if found.startswith("NCT") else found, found)


def _marks(sentence: Sentence) -> str:
    numbers = sentence.citations[:MOST_MARKS]
    shown = " ".join([f'<a href="#source-{n}" aria-label="Source {n}">{n}</a>' for n in numbers])
    if rest := sentence.citations[MOST_MARKS:]:
        # On screen the proof has them all; on paper, where it may be closed, their numbers stand.
        shown += f' <span class="rest" data-all="{runs(rest)}">+{len(rest)}</span>'
    return f' <span class="cite">{shown}</span>' if shown else ""


def runs(numbers: Sequence[int]) -> str:
    """Numbers in order, those that follow one another as their ends: ``7–13 17``."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return " ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in found)


# --- proofs -------------------------------------------------------------------------------------


def proof(answer: Answer, sentence: Sentence, at: str) -> str:
    """What a claim rests on, to open: its records, then the rules and their premises by name."""
    if sentence.basis != "statements":
        return ""
    parts = [record(answer.proofs[id], at) for id in sentence.statements]
    parts += [_rule(id) for id in sentence.rules]
    # A premise that is a statement of the sentence has its own record above.
    premises = [id for id in sentence.premises if id not in sentence.statements]
    if premises:
        named = "".join(f"<li>{escape(said(answer.proofs[id]))}</li>" for id in premises)
        parts.append(f'<div class="from"><p>That rests on:</p><ul>{named}</ul></div>')
    return f'<details class="proof"><summary>Proof</summary><div>{"".join(parts)}</div></details>'


def said(shown: Mapping[str, object]) -> str:
    """What a record claims, in words."""
    return str(shown.get("words") or shown.get("claim") or shown["id"])


def record(shown: Proof, at: str) -> str:
    """One record: what it claims, its documents, how far it was read, its level and its licence."""
    if at not in shown.html:
        shown.html[at] = f'<div class="record">{"".join(_record(shown, at))}</div>'
    return shown.html[at]


def _record(shown: Proof, at: str) -> Iterator[str]:
    yield f'<p class="says">{escape(capitalised(said(shown)))}</p>'
    documents = shown.get("documents")
    for document in documents if isinstance(documents, list) else ():
        yield f"<p>{_document(document)}</p>"
    for line in _facts(shown):
        yield f"<p>{escape(line)}</p>"
    doubts = shown.get("doubts")
    for doubt in doubts if isinstance(doubts, list) else ():
        yield f"<p>Doubt: {escape(str(doubt))}</p>"
    id = escape(str(shown["id"]))
    code = f"<code>{id}</code>"
    named = f'<a href="{at}{id}">{code}</a>' if at else code
    yield f'<p class="id">Record {named}</p>'


def _document(document: Mapping[str, str]) -> str:
    published = f", published {escape(date_words(document['published']))}" if document["published"] else ""
    code = document["id"]
    number = "" if code.startswith("oid:") else f" ({numbered(code)})"
    return f"{link(document['url'], document['title'] or code)}{number}{published}"


def link(url: str, text: str) -> str:
    """A text as a link, where the address is one for a browser."""
    if url.startswith(("https://", "http://")):
        return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(text)}</a>'
    return escape(text)


def numbered(code: str) -> str:
    """A document's public number, as a link to its page."""
    if code.partition(":")[0] in PUBLIC:
        return link(iri(code), code)
    return escape(code)


def _facts(shown: Mapping[str, object]) -> Iterator[str]:
    """The provenance of a record, a sentence each."""
    for name in str(shown.get("level") or "").split(", "):
        if level := levels().get(name):
            yield f"Level {level.scheme.upper()} {level.code}: {level.meaning}."
    read = ACCESS.get(str(shown.get("access", "")), "")
    sure = CONFIDENCE.get(str(shown.get("confidence", "")), "")
    if read or sure:
        parts = (f"we read {read}" if read else "", sure)
        yield f"{capitalised('; '.join(part for part in parts if part))}."
    if seen := shown.get("seen"):
        yield f"Read at: {seen}."
    if where := shown.get("locator"):
        yield f"Where in it: {where}."
    if day := DAY_CONFIRMED.get(str(shown.get("day_confirmed", ""))):
        yield day
    if note := shown.get("note"):
        yield str(note)
    source = shown.get("source")
    licence = shown.get("licence")
    if source or licence:
        yield f"From: {source or 'unnamed'}{f', licence {licence}' if licence else ''}."


@cache
def _rule(id: str) -> str:
    rule = rules().get(id)
    sentence = rule.sentence if rule else id
    because = f"<p>{escape(rule.because)}</p>" if rule else ""
    return (
        f'<div class="rule"><p class="says">Rule: {escape(sentence)}</p>{because}'
        f'<p class="id">Rule <code>{escape(id)}</code></p></div>'
    )


# --- sources ------------------------------------------------------------------------------------


def sources(answer: Answer) -> Iterator[str]:
    """The documents that are cited, numbered, each with its day and how far it was read."""
    if not answer.citations:
        return
    read = _access(answer)
    yield '<section id="sources"><h2>Sources</h2><ol>'
    for citation in answer.citations:
        ways = read.get(citation.document, ())
        entry = _source(citation.document, citation.title, citation.url, citation.published, ways)
        yield f'<li id="source-{citation.number}" value="{citation.number}">{entry}</li>'
    yield "</ol></section>"


def _access(answer: Answer) -> dict[str, tuple[str, ...]]:
    """How far each document was read, by its id."""
    found: dict[str, dict[str, None]] = {}
    for shown in answer.proofs.values():
        if access := ACCESS.get(shown.access):
            for document in shown.documents:
                found.setdefault(document, {})[access] = None
    return {id: tuple(ways) for id, ways in found.items()}


@lru_cache(MOST_SOURCES)
def _source(document: str, title: str, url: str, published: str, read: tuple[str, ...]) -> str:
    parts = [link(url, title)]
    # Our own document ids help nobody who reads; PMID and DOI do.
    if not document.startswith("oid:") and document != title:
        parts.append(f'<span class="number">{numbered(document)}</span>')
    if published:
        parts.append(escape(date_words(published)))
    if read:
        parts.append(f"we read {escape(' and '.join(read))}")
    return ", ".join(parts)
