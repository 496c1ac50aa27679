"""What must be known of a query before it runs: its form, its dataset, and whether it is refused.

A tokeniser, not a parser: one pass, linear, and stricter than the engine. It knows where IRIs, strings,
comments and names end, so that a word outside them is a keyword. The engine's grammar lets keywords touch
(``trueSERVICE``), so a word is refused for what it holds, not only for what it is.
"""

import re
from dataclasses import dataclass

from oncotrace.kg.errors import OncotraceError

TOKEN = re.compile(
    r"""
      (?P<skip>    \s++ | \#[^\n\r]*+ )
    | (?P<text>    \"{3}(?:(?!\"{3})(?:[^\\]|\\.))*+\"{3} | '{3}(?:(?!'{3})(?:[^\\]|\\.))*+'{3}
                 | \"(?:[^\"\\\n\r]|\\.)*+\" | '(?:[^'\\\n\r]|\\.)*+' )
    | (?P<iri>     <[^<>\"{}|^`\x00-\x20]*+> )
    | (?P<name>    [?$]\w++ | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ | _:[\w.\-]++ )
    | (?P<number>  [0-9.]++(?:[eE][+-]?[0-9]++)?+ )
    | (?P<prefixed> (?P<prefix>[^\W\d][\w.\-]*+)?+ :
                    (?:[\w.\-:%\u00B7\u203F\u2040] | \\[_~.\-!$&'()*+,;=/?\#@%])*+ )
    | (?P<word>    [^\W\d]\w*+ )
    | (?P<sign>    . )
    """,
    re.VERBOSE | re.DOTALL,
)

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


class Refused(OncotraceError):
    """A query that this endpoint does not run: it would leave the release, or change it."""


class Malformed(OncotraceError):
    """A text that is no query."""


@dataclass(slots=True, frozen=True)
class Reading:
    form: str
    """A member of ``FORMS``."""
    dataset: bool
    """Whether the query names its own graphs (FROM)."""


def read(query: str) -> Reading:
    """The reading of a query. Refused for SERVICE and for updates, Malformed where it is no query."""
    form, dataset = "", False
    for token in TOKEN.finditer(query):
        kind, text = token.lastgroup, token.group().upper()
        if kind == "sign" and text == "\\":
            raise Malformed("a backslash stands outside a string or an IRI: write the letter itself")
        word = (token["prefix"] or "").upper() if kind == "prefixed" else text if kind == "word" else ""
        if "SERVICE" in word:
            raise Refused(
                "SERVICE is refused: queries read this release and no other host"
                " (where it is part of a prefix, give the prefix another name)"
            )
        if kind == "word":
            form = form or _form(text)
            dataset = dataset or text.startswith("FROM")
    if not form:
        raise Malformed(f"no query: it must have one of {', '.join(FORMS)}")
    return Reading(form, dataset)


def _form(word: str) -> str:
    """The form that this word opens; empty for words of the prologue. Refused for updates."""
    if word.startswith(UPDATES):
        raise Refused(f"{word[:20]} changes data: this endpoint answers queries and takes no updates")
    return next((form for form in FORMS if word.startswith(form)), "")
