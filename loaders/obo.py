"""Stanzas of an OBO file: forty lines for the tags that we need.

pronto and obonet build graph objects that nothing here uses, and neither gives the line of a term.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oncotrace.loaders.text import Malformed, lines

_ONE = ("id", "name", "is_obsolete")
_MANY = ("alt_id", "subset", "synonym", "xref", "is_a", "replaced_by")
_TOKEN = re.compile(r"(?:[^\s\\]|\\.)+")
_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:(EXACT|BROAD|NARROW|RELATED)\b)?')
_ESCAPE = re.compile(r"\\(.)")


def stanzas(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The stanzas of an OBO file. Tags of ``_ONE`` are texts, tags of ``_MANY`` lists of texts, a
    synonym is ``[text, scope]``; other tags are left out. ``stanza`` says Term or Typedef."""
    stanza: dict[str, Any] = {}
    start = 0
    for line, text in enumerate(lines(path), 1):
        text = text.strip()
        if text.startswith("["):
            if stanza:
                yield start, _stanza(stanza, start)
            if not text.endswith("]"):
                raise Malformed(line, f"{text[:40]!r} is no stanza")
            stanza, start = {"stanza": text[1:-1]} | {tag: [] for tag in _MANY}, line
        elif text and not text.startswith("!"):
            tag, colon, value = text.partition(":")
            if not colon:
                raise Malformed(line, f"{text[:40]!r} is no tag with a value")
            if stanza:
                _tag(stanza, tag, value.strip(), line)
    if not stanza:
        raise Malformed(1, "no stanza: this is no OBO file")
    yield start, _stanza(stanza, start)


def _stanza(stanza: dict[str, Any], line: int) -> dict[str, Any]:
    if "id" not in stanza:
        raise Malformed(line, "a stanza without id")
    return stanza


def _tag(stanza: dict[str, Any], tag: str, value: str, line: int) -> None:
    if tag in _ONE:
        if tag in stanza:
            raise Malformed(line, f"the tag {tag!r} stands there twice")
        stanza[tag] = _ESCAPE.sub(r"\1", value.partition(" ! ")[0])
    elif tag == "synonym":
        match = _SYNONYM.match(value)
        if not match:
            raise Malformed(line, f"{value[:40]!r} is no synonym")
        stanza[tag].append([_ESCAPE.sub(r"\1", match[1]), match[2] or "RELATED"])
    elif tag in _MANY:
        match = _TOKEN.match(value)
        if not match:
            raise Malformed(line, f"the tag {tag!r} has no value")
        stanza[tag].append(_ESCAPE.sub(r"\1", match[0]))
