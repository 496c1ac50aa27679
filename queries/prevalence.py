"""How common an alteration is: figures with their denominators, never beyond them."""

from math import sqrt

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    CirculatingFigure,
    Document,
    PrevalenceObservation,
    Proposition,
    Statement,
)
from oncotrace.kg.remembering import notes_of
from oncotrace.ontology.plain import dataclass, field
from oncotrace.queries.claimed import Among, claimed
from oncotrace.queries.scope import Scope
from oncotrace.queries.therapies import CORE
from oncotrace.queries.time import known_from

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
    words: str = field(init=False, default="", compare=False, repr=False)
    """The figure in words, once ``answers.wording`` has made them: answers from one graph share figures."""

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
    result = Prevalence(here=[], elsewhere=[], others_here=[], parts=[], circulating=[])
    for told in _once(_told(reader, ids)):
        if told.known_from > as_of:
            continue
        if isinstance(told.statement, CirculatingFigure):
            if told.proposition.cancer in cancer.all:
                result.circulating.append((told.statement, told.proposition))
        elif told.figure:
            _place(told.figure, biomarker, cancer, result)
    for figures in (result.here, result.elsewhere, result.others_here, result.parts):
        figures.sort(key=lambda f: (-(f.share or 0.0), f.observation.id))
    result.circulating.sort(key=lambda pair: pair[0].id)
    return result


@dataclass(slots=True, kw_only=True)
class _Told:
    """A statement on how common something is, with what it names: the same for every question."""

    statement: Statement
    proposition: Proposition
    documents: list[Document]
    known_from: str
    figure: Figure | None
    keys: frozenset[tuple[str, str, str]]
    """The figure in each of its documents: biomarker, document, the number as printed."""


def _told(reader: Reader, propositions: set[str]) -> list[_Told]:
    """What is told on these propositions. The reader knows it then."""
    known = notes_of(reader.graph, "told on frequency")
    if unknown := sorted(propositions - known.keys()):
        known |= _read_told(reader, unknown)
    found = [told for id in sorted(propositions) for told in known[id]]
    for told in found:
        reader.know((told.statement, told.proposition, *told.documents))
    return found


def _read_told(reader: Reader, ids: list[str]) -> dict[str, list[_Told]]:
    """The same by proposition, read in a few batches."""
    propositions = {p.id: p for p in reader.get(ids, Proposition) if p.axis == "frequency"}
    holders = reader.graph.into(propositions, "ot:proposition")
    statements = reader.get(sorted({s for found in holders.values() for s in found}), Statement)
    reader.get(sorted({d for s in statements for d in s.documents}), Document)
    found: dict[str, list[_Told]] = {id: [] for id in ids}
    for statement in statements:
        about = propositions[statement.proposition]
        found[about.id].append(_with_names(reader, statement, about))
    return found


def _with_names(reader: Reader, statement: Statement, about: Proposition) -> _Told:
    documents = reader.get(statement.documents, Document)
    seen = statement if isinstance(statement, PrevalenceObservation) else None
    return _Told(
        statement=statement,
        proposition=about,
        documents=documents,
        known_from=known_from(statement, {d.id: d for d in documents}),
        figure=Figure(observation=seen, biomarker=about.biomarker, cancer=about.cancer) if seen else None,
        keys=frozenset((about.biomarker, d, seen.printed) for d in seen.documents) if seen else frozenset(),
    )


def _once(found: list[_Told]) -> list[_Told]:
    """What is told without figures that the core has from the same document: one figure is told once."""
    core = {key for told in found if told.statement.source == CORE for key in told.keys}
    return [t for t in found if t.statement.source == CORE or core.isdisjoint(t.keys)]


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
