"""Oncotrace: what a biomarker means in a cancer, every sentence with its evidence.

The public face of the package. Everything is imported when it is first used, so that
``import oncotrace`` costs nothing and ``ask`` loads what an answer needs and no more::

    import oncotrace

    answer = oncotrace.ask("What does ROS1 fusion mean for pancreatic cancer patients?")
    print(answer.headline[0].text)

The five steps behind it stand apart: ``loaders.build.build``, ``queries.resolve.resolve``,
``answers.facts.gather``, ``answers.compose.compose`` and ``answers.render.render``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oncotrace.answers.model import Answer
    from oncotrace.kg.graph import Graph
    from oncotrace.kg.names import Names
    from oncotrace.kg.release import Release

__version__ = "0.1.0"
__all__ = ["AGENCIES", "Answer", "Graph", "Names", "Release", "__version__", "ask", "open_graph"]

AGENCIES = ("FDA", "EMA", "MHRA", "PMDA", "NMPA", "HC")
"""The agencies whose approvals the graph may hold, as it writes them."""


def open_graph(
    release: str | None = None, licence_profile: str = "public"
) -> tuple[Graph, Names, Release]:
    """The graph, its names and the release that holds them: the named one, else the current one.

    ``licence_profile`` is ``public`` (only what may be passed on) or ``research`` (all).

    It is read from its folder, or from the endpoint that ``ONCOTRACE_STORE`` names. Raises
    ``ReleaseError`` where there is none, or where its files are not what its manifest says, and
    ``StoreError`` where the endpoint does not answer.
    """
    from oncotrace.kg.release import open_served

    opened = open_served(release, profile=licence_profile)
    return opened.graph, opened.names, opened


def ask(
    question: str,
    as_of: str | None = None,
    today: str | None = None,
    agency: str | None = None,
    release: str | Release | None = None,
    licence_profile: str = "public",
) -> Answer:
    """The answer to a question in plain English.

    ``today`` is the day on which the question is asked; the calendar's where it is not given.
    ``as_of`` asks for what was true on another day. Both are ISO days (``2020-01-31``). ``agency``,
    one of ``AGENCIES``, is the one whose approvals count as "here": where it is not given, the one
    that the question names, else the FDA. ``release`` is a name, or a release that is open already: that
    one is read faster with each question.
    ``licence_profile`` is ``public`` (only what may be passed on) or ``research`` (all that the release
    holds); a release that is open already has its own.

    Raises ``Unreadable`` for a day, an agency or a question that cannot be read, and ``ReleaseError``
    as ``open_graph`` does.
    """
    from oncotrace.answers.compose import compose
    from oncotrace.answers.facts import gather
    from oncotrace.kg.release import open_served
    from oncotrace.queries.resolve import resolve

    asked_on = read_day(today, "today") or date.today().isoformat()
    true_on = read_day(as_of, "as_of") or asked_on
    here = read_agency(agency)
    ours = release is None or isinstance(release, str)
    opened = (
        open_served(release, profile=licence_profile)
        if release is None or isinstance(release, str)
        else release
    )
    try:
        graph = opened.remembering
        asked = resolve(question, opened.names, graph, as_of=true_on)
        agency = here or asked.agency or "FDA"
        facts = gather(graph, asked, as_of=true_on, agency=agency, beyond=opened.beyond)
        return compose(asked, facts, today=asked_on, release=opened.name)
    finally:
        if ours:
            opened.close()


def read_day(text: str | None, name: str) -> str | None:
    """The ISO day that a text says; ``Unreadable``, naming what it was for, where it says none."""
    from oncotrace.kg.errors import Unreadable

    if text is None:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Unreadable(
            f"{name} is {text[:40]!r}, which is no day: write year-month-day, such as 2020-01-31"
        ) from None


def read_agency(text: str | None) -> str | None:
    """The agency that a text names, as ``AGENCIES`` writes it; ``Unreadable`` where it names none."""
    from oncotrace.kg.errors import Unreadable

    if text is None or text.upper() in AGENCIES:
        return text and text.upper()
    raise Unreadable(f"{text[:40]!r} is no agency that we know: choose one of {', '.join(AGENCIES)}")
