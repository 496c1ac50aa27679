"""An answer as text, Markdown, JSON or HTML. One walk, four ways to write it down."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from html import escape

from oncotrace.answers.model import Answer, Citation, Section, Sentence
from oncotrace.answers.wording import date_words

FORMATS = ("text", "markdown", "json", "html")


def render(answer: Answer, format: str = "text", *, explain: bool = False) -> str:
    """The answer in one of ``FORMATS``; ``explain`` adds the proof under each sentence."""
    match format:
        case "text":
            return "\n".join(_text(answer, explain)) + "\n"
        case "markdown":
            return "\n".join(_markdown(answer, explain)) + "\n"
        case "json":
            return json.dumps(asdict(answer), indent=2, ensure_ascii=False) + "\n"
        case "html":
            return "\n".join(_html(answer)) + "\n"
    raise ValueError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")


def parts(answer: Answer) -> list[Section]:
    """Every part of the answer as a section, in reading order."""
    return [
        Section(name="short", title="In short", sentences=answer.headline),
        *answer.sections,
        Section(name="gaps", title="What this release does not know", sentences=answer.gaps),
        Section(name="cautions", title="Please keep in mind", sentences=answer.cautions),
    ]


def facts_line(answer: Answer) -> str:
    """When, where and from what the answer was made."""
    release = f" Release {answer.release}." if answer.release else ""
    return (
        f"As of {date_words(answer.as_of)}, seen from the {answer.agency}."
        f" Written {date_words(answer.today)}.{release}"
    )


# --- text ---------------------------------------------------------------------------------------


MOST_MARKS = 4
"""Citations shown behind a sentence; ``--explain``, JSON and the proof in HTML give all."""


def _marks(sentence: Sentence) -> str:
    shown = "".join(f" [{n}]" for n in sentence.citations[:MOST_MARKS])
    more = len(sentence.citations) - MOST_MARKS
    return f"{shown} +{more}" if more > 0 else shown


def _text(answer: Answer, explain: bool) -> Iterator[str]:
    yield (answer.understood[:1].upper() + answer.understood[1:]) or "We did not understand the question"
    yield facts_line(answer)
    for section in parts(answer):
        yield from _text_section(answer, section, explain, depth=0)
    yield ""
    yield "SOURCES"
    for citation in answer.citations:
        yield f"  [{citation.number}] {source_line(citation)}"


def _text_section(answer: Answer, section: Section, explain: bool, depth: int) -> Iterator[str]:
    if not any(True for _ in section.walk()):
        return
    yield ""
    yield section.title.upper() if depth == 0 else f"  {section.title}"
    for sentence in section.sentences:
        yield f"{'  ' * (depth + 1)}- {sentence.text}{_marks(sentence)}"
        if explain:
            yield from _proof_lines(answer, sentence, "  " * (depth + 3))
    for part in section.subsections:
        yield from _text_section(answer, part, explain, depth + 1)


def _proof_lines(answer: Answer, sentence: Sentence, indent: str) -> Iterator[str]:
    """The proof tree of a sentence: statements with their documents, then rules with premises."""
    if sentence.basis != "statements":
        yield f"{indent}({'how the question was read' if sentence.basis == 'question' else 'fixed wording'})"
        return
    for id in sentence.statements:
        yield f"{indent}^ {proof_line(answer.proofs[id])}"
    for rule in sentence.rules:
        yield f"{indent}~ inferred by {rule}"
    for id in sentence.premises:
        yield f"{indent}  from {id}"


def proof_line(proof: dict[str, object]) -> str:
    """A record's proof in a line."""
    documents = proof.get("documents")
    cited = "; ".join(d["id"] for d in documents) if isinstance(documents, list) else ""
    shown = [
        str(proof[key])
        for key in ("level", "access", "confidence", "licence", "source")
        if proof.get(key)
    ]
    where = f" <- {cited}" if cited else ""
    seen = f" (read at: {proof['seen']})" if proof.get("seen") else ""
    return f"{proof['id']}: {proof.get('claim', '')} [{', '.join(shown)}]{where}{seen}"


def source_line(citation: Citation) -> str:
    published = f", {citation.published}" if citation.published else ""
    # Our own document ids help nobody who reads; PMID and DOI do.
    code = "" if citation.document.startswith("oid:") else citation.document
    parts = [p for p in (citation.title, code, citation.url) if p]
    return " · ".join(dict.fromkeys(parts)) + published


# --- Markdown -----------------------------------------------------------------------------------


def _markdown(answer: Answer, explain: bool) -> Iterator[str]:
    yield f"# {_md(answer.understood[:1].upper() + answer.understood[1:])}"
    yield ""
    yield f"*{facts_line(answer)}*"
    for section in parts(answer):
        yield from _markdown_section(answer, section, explain, depth=2)
    yield ""
    yield "## Sources"
    yield ""
    for citation in answer.citations:
        yield f"{citation.number}. {_md(source_line(citation))}"


def _markdown_section(answer: Answer, section: Section, explain: bool, depth: int) -> Iterator[str]:
    if not any(True for _ in section.walk()):
        return
    yield ""
    yield f"{'#' * depth} {_md(section.title)}"
    yield ""
    for sentence in section.sentences:
        yield f"- {_md(sentence.text)}{_marks(sentence)}"
        if explain:
            for line in _proof_lines(answer, sentence, "    "):
                yield f"    - `{line.strip()}`"
    for part in section.subsections:
        yield from _markdown_section(answer, part, explain, depth + 1)


def _md(text: str) -> str:
    """Text with the characters escaped that Markdown would read as markup."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text)


# --- HTML ---------------------------------------------------------------------------------------


def _html(answer: Answer) -> Iterator[str]:
    """A fragment for a page: every sentence with its proof in a ``details`` element."""
    yield '<article class="answer">'
    title = answer.understood[:1].upper() + answer.understood[1:]
    yield f"<h1>{escape(title)}</h1>"
    yield f'<p class="meta">{escape(facts_line(answer))}</p>'
    for section in parts(answer):
        yield from _html_section(answer, section, depth=2)
    yield '<section id="sources"><h2>Sources</h2><ol>'
    for citation in answer.citations:
        yield f'<li id="source-{citation.number}" value="{citation.number}">{_html_source(citation)}</li>'
    yield "</ol></section></article>"


def _html_section(answer: Answer, section: Section, depth: int) -> Iterator[str]:
    if not any(True for _ in section.walk()):
        return
    yield f'<section id="{escape(section.name)}"><h{depth}>{escape(section.title)}</h{depth}>'
    if section.sentences:
        yield "<ul>"
        for sentence in section.sentences:
            yield f"<li>{escape(sentence.text)}{_html_marks(sentence)}{_html_proof(answer, sentence)}</li>"
        yield "</ul>"
    for part in section.subsections:
        yield from _html_section(answer, part, depth + 1)
    yield "</section>"


def _html_marks(sentence: Sentence) -> str:
    links = [f'<a href="#source-{n}" aria-label="Source {n}">{n}</a>' for n in sentence.citations]
    marks = " ".join(links[:MOST_MARKS])
    return f' <sup class="cite">{marks}</sup>' if marks else ""


def _html_proof(answer: Answer, sentence: Sentence) -> str:
    if sentence.basis != "statements":
        return ""
    rows = [f"<li>{escape(proof_line(answer.proofs[i]))}</li>" for i in sentence.statements]
    rows += [f"<li>Inferred by {escape(rule)}</li>" for rule in sentence.rules]
    rows += [f"<li>From {escape(id)}</li>" for id in sentence.premises]
    return f'<details class="proof"><summary>Proof</summary><ul>{"".join(rows)}</ul></details>'


def _html_source(citation: Citation) -> str:
    """A source as a link, where its address is one for a browser."""
    text = escape(source_line(citation))
    if citation.url.startswith(("https://", "http://")):
        return f'<a href="{escape(citation.url, quote=True)}" rel="noopener noreferrer">{text}</a>'
    return text
