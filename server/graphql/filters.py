"""What a list can be narrowed to: one input type an entity, the same at the root and below it."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from oncotrace.kg.records import Biomarker, Cancer, Coverage, Document, Drug
from oncotrace.server.graphql import words
from oncotrace.server.graphql.lookup import id_of
from oncotrace.server.graphql.told import argument, asked, given
from oncotrace.server.graphql.view import View

Fits = Callable[[Any], bool]


@given("Biomarkers that fit all that is given", "{kinds: [FUSION]}")
class BiomarkerFilter:
    kinds: list[Any] | None = asked("Of these kinds", "[FUSION]", of=list[words.BiomarkerKind] | None)
    gene: str | None = asked("Of this gene: symbol, CURIE or global id", "ROS1")
    stated: bool | None = asked("Whether anything is stated on it", "true")


@given("Cancers that fit all that is given", '{tissue: "PANCREAS"}')
class CancerFilter:
    tissue: str | None = asked("Of this tissue, an OncoTree code", "PANCREAS")
    stated: bool | None = asked("Whether anything is stated on it", "true")


@given("Drugs that fit all that is given", '{target: "ROS1"}')
class DrugFilter:
    target: str | None = asked("With this gene among its targets", "ROS1")
    drug_class: str | None = asked("Of a class whose name holds this text", "kinase inhibitor")


@given("Documents that fit all that is given", "{kinds: [LABEL]}")
class DocumentFilter:
    kinds: list[Any] | None = asked("Of these kinds", "[LABEL]", of=list[words.DocumentKind] | None)


@given("Searches that fit all that is given", "{axes: [APPROVAL]}")
class CoverageFilter:
    axes: list[Any] | None = asked("For one of these", "[APPROVAL]", of=list[words.CoverageAxis] | None)
    agencies: list[Any] | None = asked("Of these agencies", "[FDA]", of=list[words.Agency] | None)


@given("Propositions that fit all that is given", "{axes: [FREQUENCY]}")
class PropositionFilter:
    axes: list[Any] | None = asked("On one of these questions", "[FREQUENCY]", of=list[words.Axis] | None)


Biomarkers = Annotated[BiomarkerFilter | None, argument("Which biomarkers", "{kinds: [FUSION]}")]
Cancers = Annotated[CancerFilter | None, argument("Which cancers", '{tissue: "PANCREAS"}')]
Drugs = Annotated[DrugFilter | None, argument("Which drugs", '{target: "ROS1"}')]
Documents = Annotated[DocumentFilter | None, argument("Which documents", "{kinds: [LABEL]}")]
Propositions = Annotated[PropositionFilter | None, argument("Which propositions", "{axes: [FREQUENCY]}")]
Coverages = Annotated[CoverageFilter | None, argument("Which searches", "{axes: [APPROVAL]}")]


def values(members: Iterable[Any] | None) -> frozenset[str] | None:
    """The words behind enum members; None where nothing was asked for."""
    return None if members is None else frozenset(member.value for member in members)


def biomarkers(view: View, filter: BiomarkerFilter | None) -> Fits | None:
    if filter is None:
        return None
    kinds = values(filter.kinds)
    gene = id_of(view, filter.gene, "Gene") if filter.gene else None
    stated = _stated(view, "ot:biomarker") if filter.stated is not None else frozenset()

    def fits(found: Biomarker) -> bool:
        return (
            (kinds is None or found.kind in kinds)
            and (gene is None or gene in found.genes)
            and (filter.stated is None or (found.id in stated) == filter.stated)
        )

    return fits


def cancers(view: View, filter: CancerFilter | None) -> Fits | None:
    if filter is None:
        return None
    stated = _stated(view, "ot:cancer") if filter.stated is not None else frozenset()

    def fits(found: Cancer) -> bool:
        return (filter.tissue is None or found.tissue == filter.tissue.upper()) and (
            filter.stated is None or (found.id in stated) == filter.stated
        )

    return fits


def drugs(view: View, filter: DrugFilter | None) -> Fits | None:
    if filter is None:
        return None
    target = id_of(view, filter.target, "Gene") if filter.target else None
    name = (filter.drug_class or "").casefold()

    def fits(found: Drug) -> bool:
        return (target is None or target in found.targets) and name in found.drug_class.casefold()

    return fits


def documents(filter: DocumentFilter | None) -> Fits | None:
    if filter is None:
        return None
    kinds = values(filter.kinds)

    def fits(found: Document) -> bool:
        return kinds is None or found.kind in kinds

    return fits


def coverages(filter: CoverageFilter | None) -> Fits:
    """Always one, because what points at an entity may be something else than a search."""
    axes = values(filter.axes) if filter else None
    agencies = values(filter.agencies) if filter else None

    def fits(found: Coverage) -> bool:
        return (axes is None or found.axis in axes) and (agencies is None or found.agency in agencies)

    return fits


def _stated(view: View, predicate: str) -> frozenset[str]:
    """What propositions point at by this predicate, of the whole release."""

    def make() -> frozenset[str]:
        found = view.graph.out(view.graph.ids("Proposition"), predicate)
        return frozenset(id for ids in found.values() for id in ids)

    return view.ready.get(("stated", predicate), make)
