"""The words around the answers: plain, whole, each in use, and in one place."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes
from reading_grade import grade

from oncotrace.server.pages import templates
from oncotrace.server.texts import EXAMPLES, LANGUAGE, T

MOST = 8.0
FEWEST_WORDS = 8
"""Below, a grade says nothing: one long word makes a heading of two hard."""


def texts() -> Iterator[tuple[str, str]]:
    for name, value in vars(T).items():
        several = value.values() if isinstance(value, dict) else value
        for text in (value,) if isinstance(value, str) else several:
            yield name, text


def test_every_text_is_plain() -> None:
    long = [(name, text) for name, text in texts() if len(text.split()) >= FEWEST_WORDS]
    assert len(long) > 20
    assert {name: round(grade(text), 1) for name, text in long if grade(text) > MOST} == {}
    assert grade(" ".join(EXAMPLES)) <= MOST


def test_every_text_is_used(root: Path) -> None:
    files = [*(root / "server").glob("*.py"), *(root / "server" / "templates").iterdir()]
    used = " ".join(file.read_text("utf-8") for file in files if file.name != "texts.py")
    assert [name for name in vars(T) if not re.search(rf"\b[tT]\.{name}\b", used)] == []


def test_templates_hold_no_words(root: Path) -> None:
    """What a person reads comes from ``texts.py``, so that a translation replaces one file."""
    found = {}
    for file in (root / "server" / "templates").iterdir():
        parts = templates().parse(file.read_text("utf-8")).find_all(nodes.TemplateData)
        shown = re.sub(r"<[^>]*>", " ", "".join(part.data for part in parts))
        if words := re.findall(r"[A-Za-z]+", shown):
            found[file.name] = words
    assert found == {}


def test_the_language_is_said() -> None:
    assert re.fullmatch(r"[a-z]{2}-[A-Z]{2}", LANGUAGE)
