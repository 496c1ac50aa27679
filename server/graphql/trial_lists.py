"""Lists of trials and of their criteria, chosen the same everywhere."""

from collections.abc import Sequence
from typing import Annotated, Any

from oncotrace.kg.records import Criterion, Trial
from oncotrace.queries.scope import cancer_scope
from oncotrace.server.graphql import words
from oncotrace.server.graphql.fields import Walk
from oncotrace.server.graphql.filters import Fits, values
from oncotrace.server.graphql.lookup import id_of
from oncotrace.server.graphql.pages import FIRST, After, First, Page
from oncotrace.server.graphql.statement_filter import CancerMatch, reached
from oncotrace.server.graphql.told import argument, asked, given
from oncotrace.server.graphql.view import View
from oncotrace.server.graphql.walks import Step, into, listed, of_class, records


@given("Trials that fit all that is given", "{statuses: [RECRUITING]}")
class TrialFilter:
    statuses: list[Any] | None = asked("As far as this", "[RECRUITING]", of=list[words.TrialStatus] | None)
    cancer: CancerMatch | None = asked("Of this cancer", '{ref: "PAAD", mode: ANCESTORS}')
    drug: str | None = asked("With this drug", "repotrectinib")
    country: str | None = asked("In this country, as the register writes it", "France")


Trials = Annotated[TrialFilter | None, argument("Which trials", "{statuses: [RECRUITING]}")]


def which(view: View, filter: TrialFilter | None) -> Fits | None:
    if filter is None:
        return None
    statuses = values(filter.statuses)
    drug = id_of(view, filter.drug, "Drug") if filter.drug else None
    cancers: frozenset[str] | None = None
    if filter.cancer:
        scope = cancer_scope(view.graph, id_of(view, filter.cancer.ref, "Cancer"))
        cancers = reached(scope, filter.cancer.mode.value)
    country = filter.country.casefold() if filter.country else None

    def fits(trial: Trial) -> bool:
        return (
            (statuses is None or trial.status in statuses)
            and (drug is None or drug in trial.drugs)
            and (cancers is None or not cancers.isdisjoint(trial.cancers))
            and (country is None or country in (name.casefold() for name in trial.countries))
        )

    return fits


def trials(step: Step) -> Walk:
    """Those trials that a step leads to: what points at a cancer or a drug is not always a trial."""
    only = of_class(step, Trial)

    def walk(
        values: Sequence[Any], view: View, filter: Trials = None, first: First = FIRST, after: After = None
    ) -> list[Page]:
        return listed(view, only(values, view), Trial, first, after, which(view, filter))

    return walk


criteria = records(of_class(into("ot:biomarkers"), Criterion), Criterion)
"""The criteria that name each of some biomarkers."""
