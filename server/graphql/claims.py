"""Walks to statements and propositions."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import ApprovalEvent, Biomarker, PrevalenceObservation, Proposition, Statement
from oncotrace.queries.prevalence import Figure
from oncotrace.queries.time import until
from oncotrace.server.graphql.fields import Walk
from oncotrace.server.graphql.filters import Propositions
from oncotrace.server.graphql.filters import values as words_of
from oncotrace.server.graphql.ids import Key
from oncotrace.server.graphql.pages import FIRST, After, First, Page, page, page_of_ids
from oncotrace.server.graphql.statement_filter import Sieve, StatementFilter, Statements, held_on, stands
from oncotrace.server.graphql.view import View
from oncotrace.server.graphql.walks import Ids, Step, listed, singles
from oncotrace.server.graphql.words import StatementKind

KINDS = tuple(member.value for member in StatementKind)


def statements(step: Step, kind: str = "") -> Walk:
    """Pages of the statements on the propositions that ``step`` leads to; ``kind``: of this kind only."""

    def walk(
        values: Sequence[Any],
        view: View,
        filter: Statements = None,
        first: First = FIRST,
        after: After = None,
    ) -> list[Page]:
        sieve = _sieve(view, filter, kind)
        return _pages(view, sieve, step(values, view), first, after)

    return walk


def all_statements(
    view: View, filter: StatementFilter | None, kind: str, first: int, after: str | None
) -> Page:
    """A page of all statements of the release that pass the filter."""
    sieve = _sieve(view, filter, kind)
    ids = _candidates(view, sieve)
    if ids is None:
        known = _known(view, sieve.kinds)
        kept = [s.id for s in sieve.passed(view.reader.get(known, Statement))] if sieve.narrows else known
        if sieve.axes is not None:
            on = _propositions(view.reader, kept)
            kept = [s for s in kept if sieve.fits_proposition(on[s])]
        shown = page_of_ids(kept, first, after)
        shown.nodes = view.reader.get(shown.nodes, Statement)
        return _matched(view, sieve, [shown])[0]
    return _pages(view, sieve, [ids], first, after)[0]


def all_figures(view: View, filter: StatementFilter | None, first: int, after: str | None) -> Page:
    """A page of prevalence observations, the most frequent first."""
    sieve = _sieve(view, filter, "PrevalenceObservation")
    ids = _candidates(view, sieve)
    return _pages(
        view, sieve, [view.graph.ids("Proposition") if ids is None else ids], first, after, by_share
    )[0]


def by_share(statement: Statement) -> Key:
    share = None
    if isinstance(statement, PrevalenceObservation):
        share = Figure(observation=statement, biomarker="", cancer="").share
    return (-(share or 0.0), statement.id)


def _sieve(view: View, filter: StatementFilter | None, kind: str) -> Sieve:
    view.go_on()
    sieve = Sieve(view, filter)
    if kind:
        own = frozenset((kind,))
        sieve.kinds = own if sieve.kinds is None else own & sieve.kinds
    return sieve


def _candidates(view: View, sieve: Sieve) -> list[str] | None:
    """The propositions that the entities of a filter lead to; None where it names none."""
    found: set[str] | None = None
    for ids, predicate in (
        (sieve.biomarkers, "ot:biomarker"),
        (sieve.cancers, "ot:cancer"),
        (sieve.therapies, "ot:therapy"),
    ):
        if ids is not None:
            about = {p for of in view.graph.into(ids, predicate).values() for p in of}
            found = about if found is None else found & about
    return None if found is None else sorted(found)


def _known(view: View, kinds: frozenset[str] | None) -> list[str]:
    """All statements known on the day, sorted; made once for a release and a day."""
    wanted = [kind for kind in KINDS if kinds is None or kind in kinds]

    def make(kind: str) -> list[str]:
        return [s.id for s in held_on(view, view.reader.get(view.graph.ids(kind), Statement))]

    return sorted(
        id for kind in wanted for id in view.ready.get(("known", kind, view.as_of), partial(make, kind))
    )


Order = Callable[[Statement], Key]


def _by_id(statement: Statement) -> Key:
    return (statement.id,)


def _pages(
    view: View, sieve: Sieve, propositions: Ids, first: int, after: str | None, order: Order = _by_id
) -> list[Page]:
    reader = view.reader
    wanted = sorted({id for of in propositions for id in of})
    fitting = {p.id: p for p in reader.get(wanted, Proposition) if sieve.fits_proposition(p)}
    holders = view.graph.into(fitting, "ot:proposition")
    held = reader.get(sorted({s for of in holders.values() for s in of}), Statement)
    passed = {s.id: s for s in sieve.passed(held) if sieve.covers(s, fitting[s.proposition])}
    pages = []
    for of in propositions:
        ids = {s for p in of for s in holders.get(p, ()) if s in passed}
        pages.append(page((passed[s] for s in ids), order, first, after))
    return _matched(view, sieve, pages)


def _matched(view: View, sieve: Sieve, pages: list[Page]) -> list[Page]:
    """The pages with how each of their statements was matched."""
    reader = view.reader
    wanted = [s.proposition for one in pages for s in one.nodes]
    about = {p.id: p for p in reader.get(wanted, Proposition)}
    reader.get(sorted({p.biomarker for p in about.values() if p.biomarker}), Biomarker)
    for one in pages:
        one.matches = [sieve.match(s, about[s.proposition]) for s in one.nodes]
    return pages


def _propositions(reader: Reader, statements: list[str]) -> dict[str, Proposition]:
    found = reader.get(statements, Statement)
    about = {p.id: p for p in reader.get([s.proposition for s in found], Proposition)}
    return {s.id: about[s.proposition] for s in found}


# --- what hangs on a statement ----------------------------------------------------------------


def own_proposition(values: Sequence[Any], view: View) -> list[Any]:
    return singles(view, [v.proposition for v in values], Proposition)


def of_proposition(name: str) -> Walk:
    """The entity that the proposition of a statement names."""

    def walk(values: Sequence[Any], view: View) -> list[Any]:
        about = own_proposition(values, view)
        return singles(view, [getattr(p, name) for p in about])

    return walk


def in_force(values: Sequence[Any], view: View) -> list[bool]:
    view.reader.get([e for v in values for e in v.events], ApprovalEvent)
    return [stands(view, value) for value in values]


def events(values: Sequence[Any], view: View, first: First = FIRST, after: After = None) -> list[Page]:
    """The events up to the day, oldest first."""
    view.reader.get([e for v in values for e in v.events], ApprovalEvent)
    return [
        page(
            until(view.reader.get(v.events, ApprovalEvent), view.as_of),
            lambda e: (e.date, e.kind, e.id),
            first,
            after,
        )
        for v in values
    ]


# --- propositions -----------------------------------------------------------------------------


def of_drug(values: Sequence[Any], view: View) -> Ids:
    """The propositions on each drug, alone or in a regimen."""
    regimens = view.graph.into([v.id for v in values], "ot:drugs")
    therapies = {v.id: [v.id, *regimens.get(v.id, ())] for v in values}
    found = view.graph.into([t for of in therapies.values() for t in of], "ot:therapy")
    return [[p for t in therapies[v.id] for p in found.get(t, ())] for v in values]


def propositions(step: Step) -> Walk:
    """Pages of the propositions that ``step`` leads to."""

    def walk(
        values: Sequence[Any],
        view: View,
        filter: Propositions = None,
        first: First = FIRST,
        after: After = None,
    ) -> list[Page]:
        axes = words_of(filter.axes) if filter else None

        def fits(found: Proposition) -> bool:
            return axes is None or found.axis in axes

        return listed(view, step(values, view), Proposition, first, after, fits)

    return walk


def _cited(values: Sequence[Any], view: View) -> list[Sequence[str]]:
    found = view.graph.into([v.id for v in values], "dcterms:source")
    return [found.get(v.id, []) for v in values]


def documented(
    values: Sequence[Any],
    view: View,
    filter: Statements = None,
    first: First = FIRST,
    after: After = None,
) -> list[Page]:
    """Pages of the statements that cite each document."""
    sieve = _sieve(view, filter, "")
    cited = _cited(values, view)
    reader = view.reader
    held = reader.get(sorted({id for of in cited for id in of}), Statement)
    about = {p.id: p for p in reader.get(sorted({s.proposition for s in held}), Proposition)}
    fitting = [s for s in held if sieve.fits_proposition(about[s.proposition])]
    passed = {s.id: s for s in sieve.passed(fitting) if sieve.covers(s, about[s.proposition])}
    pages = [page([passed[id] for id in of if id in passed], _by_id, first, after) for of in cited]
    return _matched(view, sieve, pages)
