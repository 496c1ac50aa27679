"""Four formats, one answer: the same sentences, nothing from a label read as markup."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from html.parser import HTMLParser

import pytest
from edited_graph import EditableGraph

from oncotrace.answers.compose import compose
from oncotrace.answers.facts import gather
from oncotrace.answers.model import Answer, Citation, Proof, Section, about_question, claim, fixed
from oncotrace.answers.render import FORMATS, parts, render
from oncotrace.kg.release import Release
from oncotrace.queries.resolve import resolve

HOSTILE = "<script>alert(1)</script> \"quoted\" 'single' & *bold* [link](javascript:x) `code` # | _x_"
DAY = "2026-11-24"


class _Page(HTMLParser):
    """The text of a page without its proofs, and all elements and attributes that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._proof = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._proof += tag == "details"

    def handle_endtag(self, tag: str) -> None:
        self._proof -= tag == "details"

    def handle_data(self, data: str) -> None:
        if not self._proof:
            self.text.append(data)


def page(html: str) -> _Page:
    read = _Page()
    read.feed(html)
    return read


def plain(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


@pytest.fixture(scope="session")
def hostile(core_release: Release, core_graph: EditableGraph) -> Answer:
    """An answer from a graph in which a cancer, a drug and a document bear hostile names."""
    graph = (
        core_graph.having("MONDO:0009831", "label", HOSTILE)
        .having("oid:drug-crizotinib", "label", HOSTILE)
        .having("oid:drug-crizotinib", "brands", HOSTILE)
        .having("oid:doc-mgh-crizotinib-ros1", "title", HOSTILE)
        .having("oid:doc-mgh-crizotinib-ros1", "url", "javascript:alert(1)")
        .having("oid:st-core-pdac-ros1-survey-3426", "doubts", HOSTILE)
    )
    question = resolve("ROS1 fusion in pancreatic cancer", core_release.names, core_release.graph, as_of=DAY)
    return compose(question, gather(graph, question, as_of=DAY), today=DAY)


# --- the same in all formats --------------------------------------------------------------------


def test_every_format_holds_every_sentence(answer: Answer) -> None:
    text, markdown = render(answer), plain(render(answer, "markdown"))
    shown = "".join(page(render(answer, "html")).text)
    data = json.dumps(json.loads(render(answer, "json")), ensure_ascii=False)
    for sentence in answer.sentences():
        assert sentence.text in text
        assert sentence.text in markdown
        assert sentence.text in shown
        assert json.dumps(sentence.text, ensure_ascii=False) in data


def test_every_format_holds_every_section_and_source(answer: Answer) -> None:
    text, markdown = render(answer), plain(render(answer, "markdown"))
    shown = "".join(page(render(answer, "html")).text)
    for section in _sections(answer):
        assert section.title.lower() in text.lower()
        assert section.title in markdown
        assert section.title in shown
    for citation in answer.citations:
        assert all(citation.title in rendered for rendered in (text, markdown, shown))


def _sections(answer: Answer) -> Iterator[Section]:
    for top in parts(answer):
        if any(True for _ in top.walk()):
            yield top
            yield from top.subsections


def test_unknown_format_names_the_known_ones(answers: dict[str, Answer]) -> None:
    with pytest.raises(ValueError, match="text, markdown, json, html"):
        render(answers["ros1-pancreas"], "pdf")


# --- JSON ---------------------------------------------------------------------------------------


def test_json_holds_the_whole_answer(answer: Answer) -> None:
    """Read back, it is the answer, with lists for tuples."""
    assert json.loads(render(answer, "json")) == json.loads(json.dumps(asdict(answer)))


# --- text ---------------------------------------------------------------------------------------


def test_ids_are_shown_only_where_asked_for(answer: Answer) -> None:
    for format in ("text", "markdown"):
        assert "oid:" not in render(answer, format)
    if any(s.basis == "statements" for s in answer.sentences()):
        assert "oid:" in render(answer, explain=True)


def test_explain_gives_a_proof_under_every_sentence(answer: Answer) -> None:
    lines = render(answer, explain=True).splitlines()
    starts = [i for i, line in enumerate(lines) if re.match(r" +- ", line)]
    assert len(starts) == len(list(answer.sentences()))
    for sentence, start in zip(answer.sentences(), starts, strict=True):
        assert sentence.text in lines[start]
        proof = lines[start + 1].strip()
        if sentence.basis == "statements":
            assert proof.startswith(f"^ {sentence.statements[0]}"), lines[start]
        else:
            assert proof in ("(fixed wording)", "(how the question was read)")


def test_explain_names_rule_and_premises_of_what_is_inferred(answers: dict[str, Answer]) -> None:
    answer = answers["ntrk-pancreas"]
    lines = render(answer, explain=True).splitlines()
    start = next(i for i, line in enumerate(lines) if re.match(r" +- Larotrectinib \(", line))
    proof = "\n".join(lines[start + 1 : start + 12])
    assert "ot:rule-any-solid-tumour" in proof
    assert "from oid:st-core-larotrectinib-ntrk-solid-tumour-fda" in proof
    assert "from oid:cancer-solid-tumour" in proof


def test_proofs_tell_licence_access_and_where_it_was_read(answers: dict[str, Answer]) -> None:
    shown = render(answers["ros1-pancreas"], explain=True).splitlines()
    start = next(i for i, x in enumerate(shown) if "^ oid:st-core-zidesamtinib-ros1-nsclc-fda" in x)
    proof = " ".join(shown[start : start + 3])
    for word in ("notice", "confirmed-two-sources", "CC0-1.0", "FDA approves zidesamtinib"):
        assert word in proof


def test_marks_are_numbers_of_listed_sources(answer: Answer) -> None:
    known = {str(c.number) for c in answer.citations}
    body, _, sources = render(answer).partition("\nSOURCES\n")
    assert set(re.findall(r" \[(\d+)\]", body)) <= known
    assert re.findall(r"^ +\[(\d+)\]", sources, re.MULTILINE) == [str(c.number) for c in answer.citations]


# --- HTML and Markdown --------------------------------------------------------------------------


def test_html_is_well_formed_and_calls_nobody(answer: Answer) -> None:
    html = render(answer, "html")
    read = page(html)
    assert not {"script", "img", "iframe", "link", "style", "object"} & set(read.tags)
    for tag in set(read.tags):
        assert html.count(f"<{tag}>") + html.count(f"<{tag} ") == html.count(f"</{tag}>"), tag
    assert not any(name.startswith("on") for name, _ in read.attributes)


def test_html_marks_lead_to_sources_that_are_there(answer: Answer) -> None:
    read = page(render(answer, "html"))
    ids = [value for name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids)), "an id stands twice"
    targets = {value[1:] for name, value in read.attributes if name == "href" and value.startswith("#")}
    assert targets <= set(ids)


def test_html_gives_every_claim_its_proof(answer: Answer) -> None:
    claims = [s for s in answer.sentences() if s.basis == "statements"]
    assert page(render(answer, "html")).tags.count("details") == len(claims)


def test_hostile_names_are_text_in_html(hostile: Answer) -> None:
    html = render(hostile, "html")
    read = page(html)
    assert "script" not in read.tags
    assert any(HOSTILE in piece for piece in read.text)
    assert not any("javascript:" in value for _, value in read.attributes)


def test_hostile_names_are_text_in_markdown(hostile: Answer) -> None:
    markdown = render(hostile, "markdown")
    for mark in ("<script", "*bold*", "[link](", "`code`", "_x_"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", markdown), mark
    assert HOSTILE in plain(markdown)


def test_hostile_names_survive_json(hostile: Answer) -> None:
    data = json.loads(render(hostile, "json"))
    assert HOSTILE in data["understood"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_label_of_several_lines_does_not_break_the_page(format: str) -> None:
    """A line break in a name cannot start a heading, a list entry or a section of its own."""
    answer = _small("one\n# two\nSOURCES\n- three")
    shown = render(answer, format, explain=True)
    if format in ("text", "markdown"):
        assert not re.search(r"^(# two|SOURCES\n- three|- three)", shown, re.MULTILINE)
    else:
        assert "# two" in shown


def _small(label: str) -> Answer:
    """The least answer that has all three kinds of sentence and a source, about this label."""
    sentence = claim(f"{label} was found.", "oid:st-core-x")
    sentence.citations = (1,)
    return Answer(
        question="?",
        understood=label,
        as_of=DAY,
        today=DAY,
        release="",
        agency="FDA",
        headline=[about_question(f"We read “{label}”."), sentence],
        sections=[],
        gaps=[],
        cautions=[fixed("This page informs.")],
        citations=[Citation(number=1, document="PMID:1", title=label, url="", published="", kind="article")],
        proofs={"oid:st-core-x": Proof({"id": "oid:st-core-x", "kind": "Finding", "claim": label})},
    )
