"""How common an alteration is: figures with their denominators, never beyond them."""

from dataclasses import dataclass, field
from math import sqrt

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    CirculatingFigure,
    Document,
    PrevalenceObservation,
    Proposition,
    Statement,
)
from oncotrace.queries.claimed import Among, claimed
from oncotrace.queries.scope import Scope
from oncotrace.queries.therapies import CORE
from oncotrace.queries.time import known

Z95 = 1.959963984540054
"""The two-sided 95 % quantile of the normal distribution."""


@dataclass(slots=True, kw_only=True)
class Figure:
    """An observation and the question that it answers."""

    observation: PrevalenceObservation
    biomarker: str
    cancer: str
    share: float | None = field(init=False)
    """n/N where both are known, else the number that the source printed; for ordering only."""

    def __post_init__(self) -> None:
        n, total = self.observation.n, self.observation.total
        self.share = n / total if n is not None and total else printed_share(self.observation.printed)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval, where n and N were printed and n is a part of N."""
        seen = self.observation
        if seen.n is None or not seen.total or not 0 <= seen.n <= seen.total:
            return None
        return wilson(seen.n, seen.total)


def printed_share(text: str) -> float | None:
    """The fraction that a printed percentage gives; None for ranges and words."""
    number = text.strip().removesuffix("%").strip()
    try:
        return float(number) / 100 if text.strip().endswith("%") else None
    except ValueError:
        return None


def wilson(n: int, total: int) -> tuple[float, float]:
    """The Wilson score interval of n out of total at 95 % (Wilson, J Am Stat Assoc 1927;22:209)."""
    share, z2 = n / total, Z95 * Z95
    centre = share + z2 / (2 * total)
    spread = Z95 * sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    scale = 1 + z2 / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


@dataclass(slots=True, kw_only=True)
class Prevalence:
    """The figures around a question, each list the most frequent first."""

    here: list[Figure]
    elsewhere: list[Figure]
    others_here: list[Figure]
    parts: list[Figure]
    """Shares of narrower alterations among carriers of the one asked about (partners of a fusion)."""
    circulating: list[tuple[CirculatingFigure, Proposition]]


def prevalence(
    reader: Reader, biomarker: Scope, cancer: Scope, as_of: str, among: Among | None = None
) -> Prevalence:
    """All figures known on the day: of the biomarker here and elsewhere, of others here.

    Where none ``among`` those asked for is a figure here, there are none. Where one is, the others are told
    as well, because one of them may tell the same figure (``_once``).
    """
    graph = reader.graph
    asked = graph.into(biomarker.near, "ot:biomarker")
    around = graph.into(cancer.near, "ot:cancer")
    counted = claimed(graph, PrevalenceObservation) | claimed(graph, CirculatingFigure)
    ids = {p for found in (*asked.values(), *around.values()) for p in found} & counted
    if among and not ids & among.propositions:
        ids = set()
    propositions = {
        p.id: p for p in reader.get(sorted(ids), Proposition) if p.axis == "frequency"
    }
    holders = graph.into(propositions, "ot:proposition")
    statements = reader.get(sorted({s for found in holders.values() for s in found}), Statement)
    documents = {
        d.id: d for d in reader.get(sorted({d for s in statements for d in s.documents}), Document)
    }
    statements = _once(statements, propositions)
    result = Prevalence(here=[], elsewhere=[], others_here=[], parts=[], circulating=[])
    for statement in statements:
        proposition = propositions[statement.proposition]
        if not known(statement, documents, as_of):
            continue
        if isinstance(statement, CirculatingFigure):
            if proposition.cancer in cancer.all:
                result.circulating.append((statement, proposition))
        elif isinstance(statement, PrevalenceObservation):
            figure = Figure(
                observation=statement, biomarker=proposition.biomarker, cancer=proposition.cancer
            )
            _place(figure, biomarker, cancer, result)
    for figures in (result.here, result.elsewhere, result.others_here, result.parts):
        figures.sort(key=lambda f: (-(f.share or 0.0), f.observation.id))
    result.circulating.sort(key=lambda pair: pair[0].id)
    return result


def _once(statements: list[Statement], propositions: dict[str, Proposition]) -> list[Statement]:
    """The statements without figures that the core has from the same document: one figure is told once."""
    figures = [s for s in statements if isinstance(s, PrevalenceObservation)]
    keys = {
        s.id: {(propositions[s.proposition].biomarker, document, s.printed) for document in s.documents}
        for s in figures
    }
    told = {key for s in figures if s.source == CORE for key in keys[s.id]}
    return [s for s in statements if s.source == CORE or not told & keys.get(s.id, set())]


def _place(figure: Figure, biomarker: Scope, cancer: Scope, result: Prevalence) -> None:
    mine = figure.biomarker in biomarker.near
    if mine and set(figure.observation.subset) & biomarker.near:
        result.parts.append(figure)
    elif mine and figure.cancer in cancer.near:
        result.here.append(figure)
    elif mine and figure.biomarker in biomarker.exact:
        result.elsewhere.append(figure)
    elif not mine and figure.cancer in cancer.near:
        result.others_here.append(figure)
