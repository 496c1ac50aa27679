"""Propositions whose statements disagree: the sides, and the reading that the rules give.

``kg.disagreement`` says what a disagreement is; here stand its levels, papers and dates, and which side
leads. No rule counts papers: many weak ones do not outvote a strong one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from oncotrace.kg.disagreement import Side, kind, kinds, sides
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker, Cancer, Document, Drug, Evidence, Proposition, Regimen
from oncotrace.ontology.plain import dataclass
from oncotrace.ontology.scales import Level, hedges, surest
from oncotrace.queries.time import known

BY_LEVEL = "ot:rule-level-outranks"
BY_DIRECTNESS = "ot:rule-specific-outranks"


@dataclass(slots=True, kw_only=True)
class Stand:
    """A side of a conflict with what it rests on."""

    significance: str
    direction: str
    statements: list[Evidence]
    documents: list[str]
    """Each paper once."""
    level: str
    """The surest level of its statements; empty where they have none."""
    dates: tuple[str, str]
    """The first and the last publication, each with its precision; empty where none is dated."""
    origins: tuple[str, ...]
    """germline, somatic: where its statements say so."""
    sources: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Specific:
    """What is known without conflict of a kind of the biomarker: for its carriers that comes first."""

    proposition: str
    biomarker: str
    stands: tuple[tuple[str, str], ...]
    """(significance, direction) of its statements."""
    rule: str = BY_DIRECTNESS


@dataclass(slots=True, kw_only=True)
class Lead:
    """Which side the rules put first."""

    stands: tuple[tuple[str, str], ...]
    """(significance, direction) of the leading sides; empty where the rules leave it open."""
    rule: str
    """The rule that decides; empty where none does."""
    because: str


@dataclass(slots=True, kw_only=True)
class Conflict:
    """A proposition whose statements disagree."""

    proposition: Proposition
    biomarker: Biomarker | None
    therapy: Drug | Regimen | None
    cancer: Cancer | None
    kinds: tuple[str, ...]
    """direction, sign: as ``kg.disagreement`` tells them."""
    stands: list[Stand]
    lead: Lead
    specific: list[Specific]


def conflicts(reader: Reader, as_of: str | None = None, ids: Iterable[str] | None = None) -> list[Conflict]:
    """The conflicts of these propositions, or of all, by what was published on the day; sorted by id."""
    graph = reader.graph
    propositions = reader.get(graph.ids("Proposition") if ids is None else sorted(set(ids)), Proposition)
    said = _said(reader, [p.id for p in propositions], as_of)
    found = [(p, sides(said[p.id])) for p in propositions if p.id in said]
    return [_conflict(reader, p, of, as_of) for p, of in found if of]


def _said(reader: Reader, ids: list[str], as_of: str | None) -> Mapping[str, list[Evidence]]:
    """The evidence on each proposition, known on the day."""
    holders = reader.graph.into(ids, "ot:proposition")
    evidence = reader.get(sorted({s for found in holders.values() for s in found}), Evidence)
    documents = reader.get(sorted({d for e in evidence for d in e.documents}), Document)
    by_id = {d.id: d for d in documents}
    said: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        if as_of is None or known(item, by_id, as_of):
            said[item.proposition].append(item)
    return said


def _conflict(reader: Reader, proposition: Proposition, found: list[Side], as_of: str | None) -> Conflict:
    return Conflict(
        proposition=proposition,
        biomarker=reader.one(proposition.biomarker, Biomarker),
        therapy=reader.one(proposition.therapy, Drug) or reader.one(proposition.therapy, Regimen),
        cancer=reader.one(proposition.cancer, Cancer),
        kinds=kinds(found),
        stands=[_stand(side) for side in found],
        lead=lead(found),
        specific=_specific(reader, proposition, as_of),
    )


def _stand(side: Side) -> Stand:
    level = _level(side)
    dates = sorted(s.published for s in side.statements if s.published)
    return Stand(
        significance=side.significance,
        direction=side.direction,
        statements=side.statements,
        documents=side.documents,
        level=level.name if level else "",
        dates=(dates[0], dates[-1]) if dates else ("", ""),
        origins=tuple(sorted({s.origin for s in side.statements if s.origin})),
        sources=tuple(sorted({s.source for s in side.statements})),
    )


def _level(side: Side) -> Level | None:
    return surest(level for s in side.statements for level in s.levels)


def lead(found: list[Side]) -> Lead:
    """Which of the sides leads: those of the surest level, unless they contradict one another."""
    place = {key: position for position, key in enumerate(hedges())}
    levels = {id(side): _level(side) for side in found}
    ranks = {key: place[level.hedge] if level else len(place) for key, level in levels.items()}
    best = min(ranks.values())
    leading = [side for side in found if ranks[id(side)] == best]
    if any(kind(a, b) for a in leading for b in leading):
        because = "both sides have evidence of the same kind"
        return Lead(stands=(), rule="", because=f"{because}; {_apart(found)}")
    level = levels[id(leading[0])]
    assert level is not None, "a side without a level ranks last and never alone"
    others = sorted(other.name for side in found if side not in leading and (other := levels[id(side)]))
    return Lead(
        stands=tuple((s.significance, s.direction) for s in leading),
        rule=BY_LEVEL,
        because=f"{level.name} ({level.meaning}) against {', '.join(dict.fromkeys(others)) or 'no level'}",
    )


def _apart(found: list[Side]) -> str:
    """What tells the sides apart beside their level, where their statements say it."""
    origins = {frozenset(s.origin for s in side.statements if s.origin) for side in found}
    acquired = {frozenset(s.acquired for s in side.statements) for side in found}
    if len(origins) > 1 and not frozenset.intersection(*origins):
        return "they differ in origin (germline or somatic)"
    if len(acquired) > 1 and not frozenset.intersection(*acquired):
        return "they differ in whether the change was acquired under treatment"
    return "no rule decides: read the papers"


def _specific(reader: Reader, proposition: Proposition, as_of: str | None) -> list[Specific]:
    """What is said without conflict of kinds of the biomarker, with the same therapy in the same cancer."""
    graph = reader.graph
    narrower = graph.within([proposition.biomarker], up=False).get(proposition.biomarker, [])[1:]
    about = graph.into(narrower, "ot:biomarker")
    ids = sorted({p for found in about.values() for p in found})
    alike = [
        p
        for p in reader.get(ids, Proposition)
        if (p.axis, p.therapy, p.cancer) == (proposition.axis, proposition.therapy, proposition.cancer)
    ]
    said = _said(reader, [p.id for p in alike], as_of)
    return [
        Specific(
            proposition=p.id,
            biomarker=p.biomarker,
            stands=tuple(sorted({(s.significance, s.direction) for s in said[p.id]})),
        )
        for p in alike
        if p.id in said and not sides(said[p.id])
    ]
