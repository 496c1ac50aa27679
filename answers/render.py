"""An answer as text, Markdown, JSON or HTML. One walk, four ways to write it down."""

import json
from collections.abc import Iterator

from oncotrace.answers.model import MOST_MARKS, Answer, Citation, Section, Sentence
from oncotrace.answers.wording import date_words
from oncotrace.ontology.licences import strictness

FORMATS = ("text", "markdown", "json", "html")


def render(answer: Answer, format: str = "text", *, explain: bool = False) -> str:
    """The answer in one of ``FORMATS``; ``explain`` adds the proof under each sentence."""
    match format:
        case "text":
            return _joined(_text(answer, explain))
        case "markdown":
            return _joined(_markdown(answer, explain))
        case "json":
            from dataclasses import asdict  # loads much that a text needs not

            return json.dumps(asdict(answer), indent=2, ensure_ascii=False) + "\n"
        case "html":
            from oncotrace.answers.html import whole

            return "\n".join(whole(answer, facts_line(answer), parts(answer))) + "\n"
    raise ValueError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")


def _joined(lines: Iterator[str]) -> str:
    """Lines as one text; a line break within one (in a name) must not start a line of its own."""
    return "\n".join(" ".join(line.splitlines()) for line in lines) + "\n"


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
    if sentence.licence_asks:
        asks = strictness()[sentence.licence_asks]
        yield f"{indent}licence: {sentence.licence or 'none stated'} ({asks})"


def proof_line(proof: dict[str, object]) -> str:
    """A record's proof in a line."""
    documents = proof.get("documents")
    cited = "; ".join(_document(d) for d in documents) if isinstance(documents, list) else ""
    shown = [
        str(proof[key])
        for key in ("level", "access", "confidence", "licence", "source")
        if proof.get(key)
    ]
    where = f" <- {cited}" if cited else ""
    seen = f" (read at: {proof['seen']})" if proof.get("seen") else ""
    return f"{proof['id']}: {proof.get('claim', '')} [{', '.join(shown)}]{where}{seen}"


def _document(document: dict[str, str]) -> str:
    """A document by its public id; by its title where it has only an id of ours."""
    return document["title"] if document["id"].startswith("oid:") else document["id"]


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
