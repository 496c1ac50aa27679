"""Approvals seen from a biomarker in a cancer: the rows of a landscape, the columns of a comparison."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from oncotrace.kg.records import Biomarker, Coverage, PrevalenceObservation
from oncotrace.queries import around
from oncotrace.queries.prevalence import Figure, prevalence
from oncotrace.queries.scope import Scope, biomarker_scope, cancer_scope
from oncotrace.queries.therapies import GROUPS, Asked, Option, biomarker_rule, options
from oncotrace.server.graphql import words
from oncotrace.server.graphql.claims import all_figures, all_statements
from oncotrace.server.graphql.filters import values
from oncotrace.server.graphql.ids import Key
from oncotrace.server.graphql.pages import FIRST, After, First, Page, page
from oncotrace.server.graphql.statement_filter import BiomarkerMatch, CancerMatch, StatementFilter
from oncotrace.server.graphql.told import argument, asked, given
from oncotrace.server.graphql.view import View


@given("Treatments that fit all that is given", "{groups: [HERE_THIS], inForce: true}")
class TreatmentFilter:
    groups: list[Any] | None = asked("In these groups", "[ELSEWHERE]", of=list[words.TreatmentGroup] | None)
    agencies: list[Any] | None = asked("Of these agencies", "[FDA]", of=list[words.Agency] | None)
    in_force: bool | None = asked("Which stand, or no longer stand, on the day", "true")


Treatments = Annotated[TreatmentFilter | None, argument("Which treatments", "{groups: [HERE_THIS]}")]


def seen_from(view: View, biomarker: str, cancer: str) -> list[Option]:
    """The approvals that touch a biomarker in a cancer, either may be empty; those in no group left out."""
    view.go_on()
    reader = view.reader
    named = reader.get([biomarker] if biomarker else [], Biomarker)
    asked = Asked(
        biomarker=biomarker_scope(reader, named), cancer=cancer_scope(view.graph, cancer), as_of=view.as_of
    )
    return [option for option in options(reader, asked) if option.group]


def paged(found: Iterable[Option], filter: TreatmentFilter | None, first: int, after: str | None) -> Page:
    groups = values(filter.groups) if filter else None
    agencies = values(filter.agencies) if filter else None
    in_force = filter.in_force if filter else None
    fitting = [
        o
        for o in found
        if (groups is None or o.group in groups)
        and (agencies is None or o.indication.agency in agencies)
        and (in_force is None or o.in_force == in_force)
    ]
    return page(fitting, _key, first, after)


def _key(option: Option) -> Key:
    return (
        GROUPS.index(option.group),
        option.indication.agency,
        option.events[0].date,
        option.therapy.label,
        option.indication.id,
    )


# --- a landscape ------------------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    """A biomarker of a landscape."""

    biomarker: str
    observation: PrevalenceObservation
    share: float | None
    cancer: str


def landscape(view: View, cancer: str) -> list[Row]:
    """The biomarkers of a cancer and its kinds, each with the figure of the most people."""
    view.go_on()
    nothing = biomarker_scope(view.reader, [])
    found = prevalence(view.reader, nothing, cancer_scope(view.graph, cancer), view.as_of).others_here
    best: dict[str, Figure] = {}
    for figure in found:
        if not _whole(figure):
            continue
        if figure.biomarker not in best or _people(figure) > _people(best[figure.biomarker]):
            best[figure.biomarker] = figure
    return [Row(b, f.observation, f.share, cancer) for b, f in best.items()]


def row_key(row: Row) -> Key:
    return (-(row.share or 0.0), row.biomarker)


def _whole(figure: Figure) -> bool:
    """Whether a figure is of the cancer as a whole: no subset, no selection, no inherited changes."""
    seen = figure.observation
    return figure.share is not None and seen.unselected and not seen.subset and seen.origin != "germline"


def _people(figure: Figure) -> tuple[int, str]:
    return figure.observation.total or 0, figure.observation.id


def row_treatments(
    rows: Sequence[Row], view: View, filter: Treatments = None, first: First = FIRST, after: After = None
) -> list[Page]:
    """Those approvals of the cancer whose biomarker is the row's or broader, walked once for all rows."""
    above = _above(view, [row.biomarker for row in rows])
    held = {row.cancer: seen_from(view, "", row.cancer) for row in {r.cancer: r for r in rows}.values()}
    return [
        paged(
            (_from_row(o, row) for o in held[row.cancer] if o.in_force and _id(o) in above[row.biomarker]),
            filter,
            first,
            after,
        )
        for row in rows
    ]


def _id(option: Option) -> str:
    return option.biomarker.id if option.biomarker else ""


def _from_row(option: Option, row: Row) -> Option:
    """An approval of the cancer, seen from a biomarker that it reaches."""
    group = {"here_other": "here_this", "solid_other": "solid_this"}.get(option.group, option.group)
    if option.biomarker is None or option.biomarker.id == row.biomarker:
        return replace(option, group=group, biomarker_relation="same")
    rules = (biomarker_rule(option.biomarker), *option.rules)
    return replace(option, group=group, biomarker_relation="broader", rules=rules)


def _above(view: View, ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Each biomarker with all that is broader: kinds, and the OR profiles that hold it."""
    up = view.graph.within(ids, up=True)
    holders = view.graph.into({b for of in up.values() for b in of}, "ot:members")
    profiles = view.reader.get(sorted({p for of in holders.values() for p in of}), Biomarker)
    either = {p.id for p in profiles if p.operator == "OR"}
    return {
        id: frozenset((*of, *(p for b in of for p in holders.get(b, ()) if p in either)))
        for id, of in up.items()
    }


# --- a comparison -----------------------------------------------------------------------------


@dataclass(slots=True)
class SideBySide:
    """A comparison."""

    biomarker: str
    cancers: "list[Compared]"


@dataclass(slots=True)
class Compared:
    """A column of a comparison."""

    biomarker: str
    cancer: str

    @property
    def filter(self) -> StatementFilter:
        near = words.Mode("descendants")
        return StatementFilter(
            biomarker=BiomarkerMatch(ref=self.biomarker, mode=near),
            cancer=CancerMatch(ref=self.cancer, mode=near),
        )


def compared_prevalence(
    columns: Sequence[Compared], view: View, first: First = FIRST, after: After = None
) -> list[Page]:
    return [all_figures(view, column.filter, first, after) for column in columns]


def compared_evidence(
    columns: Sequence[Compared], view: View, first: First = FIRST, after: After = None
) -> list[Page]:
    return [all_statements(view, column.filter, "Evidence", first, after) for column in columns]


def compared_treatments(
    columns: Sequence[Compared],
    view: View,
    filter: Treatments = None,
    first: First = FIRST,
    after: After = None,
) -> list[Page]:
    return [paged(seen_from(view, c.biomarker, c.cancer), filter, first, after) for c in columns]


def coverage_of(
    columns: Sequence[Compared], view: View, first: First = FIRST, after: After = None
) -> list[Page]:
    pages = []
    for column in columns:
        biomarker: Scope = biomarker_scope(view.reader, view.reader.get([column.biomarker], Biomarker))
        found: list[Coverage] = around.coverage(
            view.reader, biomarker, cancer_scope(view.graph, column.cancer)
        )
        pages.append(page(found, lambda c: (c.id,), first, after))
    return pages
