"""Walks from entities to entities: each is given all values of a level and makes a page for each."""

from collections.abc import Callable, Sequence
from typing import Any

from oncotrace.kg.records import Biomarker, Cancer, Coverage, Document, Drug, Gene, Record, Regimen
from oncotrace.server.graphql import filters
from oncotrace.server.graphql.fields import Walk
from oncotrace.server.graphql.filters import Fits
from oncotrace.server.graphql.pages import FIRST, After, First, Page, page_of_ids
from oncotrace.server.graphql.view import View

Ids = Sequence[Sequence[str]]
"""The ids that each value of a level leads to."""

Step = Callable[[Sequence[Any], View], Ids]


def listed(
    view: View, ids: Ids, cls: type[Record], first: int, after: str | None, fits: Fits | None = None
) -> list[Page]:
    """A page of records for each list of ids, in the order of the ids, read in one batch."""
    view.go_on()
    if fits is not None:
        view.reader.get([id for of in ids for id in of], cls)
        ids = [[r.id for r in view.reader.get(of, cls) if fits(r)] for of in ids]
    pages = [page_of_ids(of, first, after) for of in ids]
    found = {r.id: r for r in view.reader.get([id for p in pages for id in p.nodes], cls)}
    for one in pages:
        one.nodes = [found[id] for id in one.nodes]
    return pages


def singles(view: View, ids: Sequence[str], cls: type[Record] = Record) -> list[Any]:
    """The record of each id, None where the id is empty."""
    view.go_on()
    found = {r.id: r for r in view.reader.get([id for id in ids if id], cls)}
    return [found.get(id) for id in ids]


# --- steps ------------------------------------------------------------------------------------


def held(name: str) -> Step:
    """The ids in an attribute of the values."""
    return lambda values, view: [getattr(value, name) for value in values]


def held_in_graph(name: str) -> Step:
    return lambda values, view: known(view, [getattr(value, name) for value in values])


def of_class(step: Step, cls: type[Record]) -> Step:
    """Those ids of a step that are records of this class: a predicate can lead to several."""

    def only(values: Sequence[Any], view: View) -> Ids:
        ids = step(values, view)
        mine = {r.id for r in view.reader.get([id for of in ids for id in of], cls)}
        return [[id for id in of if id in mine] for of in ids]

    return only


def known(view: View, ids: Ids) -> Ids:
    """The ids that are in the graph: a question can name what it does not hold."""
    held = {r.id for r in view.reader.get([id for of in ids for id in of], Record)}
    return [[id for id in of if id in held] for of in ids]


def out(predicate: str) -> Step:
    def step(values: Sequence[Any], view: View) -> Ids:
        found = view.graph.out([value.id for value in values], predicate)
        return [found.get(value.id, []) for value in values]

    return step


def into(predicate: str) -> Step:
    def step(values: Sequence[Any], view: View) -> Ids:
        found = view.graph.into([value.id for value in values], predicate)
        return [found.get(value.id, []) for value in values]

    return step


def itself(values: Sequence[Any], view: View) -> Ids:
    return [[value.id] for value in values]


def within(*, up: bool) -> Step:
    """All that is broader (``up``) or narrower, without the value itself."""

    def step(values: Sequence[Any], view: View) -> Ids:
        found = view.graph.within([value.id for value in values], up=up)
        return [found.get(value.id, [])[1:] for value in values]

    return step


# --- pages of entities ------------------------------------------------------------------------


def one(name: str, cls: type[Record]) -> Walk:
    """The record that an attribute names."""
    return lambda values, view: singles(view, [getattr(value, name) for value in values], cls)


def records(step: Step, cls: type[Record]) -> Walk:
    def walk(values: Sequence[Any], view: View, first: First = FIRST, after: After = None) -> list[Page]:
        return listed(view, step(values, view), cls, first, after)

    return walk


def genes(step: Step) -> Walk:
    return records(step, Gene)


def regimens(step: Step) -> Walk:
    return records(step, Regimen)


def biomarkers(step: Step) -> Walk:
    def walk(
        values: Sequence[Any],
        view: View,
        filter: filters.Biomarkers = None,
        first: First = FIRST,
        after: After = None,
    ) -> list[Page]:
        fits = filters.biomarkers(view, filter)
        return listed(view, step(values, view), Biomarker, first, after, fits)

    return walk


def cancers(step: Step) -> Walk:
    def walk(
        values: Sequence[Any],
        view: View,
        filter: filters.Cancers = None,
        first: First = FIRST,
        after: After = None,
    ) -> list[Page]:
        return listed(view, step(values, view), Cancer, first, after, filters.cancers(view, filter))

    return walk


def drugs(step: Step) -> Walk:
    def walk(
        values: Sequence[Any],
        view: View,
        filter: filters.Drugs = None,
        first: First = FIRST,
        after: After = None,
    ) -> list[Page]:
        return listed(view, step(values, view), Drug, first, after, filters.drugs(view, filter))

    return walk


def documents(step: Step) -> Walk:
    def walk(
        values: Sequence[Any],
        view: View,
        filter: filters.Documents = None,
        first: First = FIRST,
        after: After = None,
    ) -> list[Page]:
        return listed(view, step(values, view), Document, first, after, filters.documents(filter))

    return walk


def coverages(step: Step) -> Walk:
    def walk(
        values: Sequence[Any],
        view: View,
        filter: filters.Coverages = None,
        first: First = FIRST,
        after: After = None,
    ) -> list[Page]:
        return listed(view, step(values, view), Coverage, first, after, filters.coverages(filter))

    return walk
