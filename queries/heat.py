"""How common alterations are across cancers: the cells of a heat map around one cancer."""

from collections import Counter
from dataclasses import dataclass

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Document, PrevalenceObservation, Proposition
from oncotrace.queries.prevalence import Figure
from oncotrace.queries.time import known


@dataclass(slots=True, kw_only=True)
class Heat:
    biomarkers: list[str]
    """Rows: the alterations of the cancer, the most frequent first."""
    cancers: list[str]
    """Columns: the cancer first, then those that share most of its alterations."""
    cells: dict[tuple[str, str], Figure]
    """The figure of the most people, where there is one."""


def heat(reader: Reader, figures: list[Figure], cancer: str, as_of: str, *, rows: int, columns: int) -> Heat:
    """The heat map of a cancer from its ``figures``: whole groups only, inherited changes left out."""
    ranked: dict[str, float] = {}
    for figure in figures:
        if _counts(figure):
            ranked[figure.biomarker] = max(ranked.get(figure.biomarker, 0.0), figure.share or 0.0)
    biomarkers = sorted(ranked, key=lambda b: (-ranked[b], b))[:rows]
    cells: dict[tuple[str, str], Figure] = {}
    for figure in _all(reader, biomarkers, as_of):
        key = (figure.biomarker, figure.cancer)
        if _counts(figure) and (key not in cells or _people(figure) > _people(cells[key])):
            cells[key] = figure
    filled: Counter[str] = Counter(c for _, c in cells if c != cancer)
    others = [c for c, _ in sorted(filled.items(), key=lambda pair: (-pair[1], pair[0]))]
    chosen = [cancer, *others[: columns - 1]] if any(c == cancer for _, c in cells) else others[:columns]
    shown = {key: figure for key, figure in cells.items() if key[1] in chosen}
    return Heat(biomarkers=biomarkers, cancers=chosen, cells=shown)


def _counts(figure: Figure) -> bool:
    seen = figure.observation
    return figure.share is not None and seen.unselected and not seen.subset and seen.origin != "germline"


def _people(figure: Figure) -> tuple[int, str]:
    return figure.observation.total or 0, figure.observation.id


def _all(reader: Reader, biomarkers: list[str], as_of: str) -> list[Figure]:
    """Every measured figure of these alterations in any cancer, known on the day."""
    graph = reader.graph
    about = graph.into(biomarkers, "ot:biomarker")
    ids = sorted({p for found in about.values() for p in found})
    propositions = {p.id: p for p in reader.get(ids, Proposition) if p.axis == "frequency"}
    holders = graph.into(propositions, "ot:proposition")
    wanted = sorted({s for found in holders.values() for s in found})
    measured = [o for o in reader.get(wanted, PrevalenceObservation) if o.finding == "measured"]
    documents = {d.id: d for d in reader.get(sorted({d for o in measured for d in o.documents}), Document)}
    return [
        Figure(observation=seen, biomarker=told.biomarker, cancer=told.cancer)
        for seen in measured
        if known(seen, documents, as_of) and (told := propositions[seen.proposition])
    ]
