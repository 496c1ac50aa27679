"""What a release holds facts on: the biomarkers, cancers and drugs, and which of them meet.

Read once a release, for browsing: no question needs it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from oncotrace.kg.graph import Graph
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import ApprovalEvent, Indication, Proposition, Regimen
from oncotrace.queries.therapies import believed


@dataclass(slots=True)
class Holdings:
    """Counts of statements, by entity and by pair."""

    biomarkers: Counter[str] = field(default_factory=Counter)
    cancers: Counter[str] = field(default_factory=Counter)
    drugs: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(biomarker, cancer) on which something is stated."""
    of_drug: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    """The pairs that a drug is stated on; either may be empty."""

    def cancers_of(self, biomarkers: Iterable[str]) -> Counter[str]:
        wanted = set(biomarkers)
        found: Counter[str] = Counter()
        for (biomarker, cancer), count in self.pairs.items():
            if biomarker in wanted:
                found[cancer] += count
        return found

    def biomarkers_of(self, cancers: Iterable[str]) -> Counter[str]:
        wanted = set(cancers)
        found: Counter[str] = Counter()
        for (biomarker, cancer), count in self.pairs.items():
            if cancer in wanted:
                found[biomarker] += count
        return found


def holdings(graph: Graph) -> Holdings:
    """What the graph holds statements on."""
    reader = Reader(graph)
    propositions = reader.get(graph.ids("Proposition"), Proposition)
    holders = graph.into([p.id for p in propositions], "ot:proposition")
    regimens = {r.id: r.drugs for r in reader.get(graph.ids("Regimen"), Regimen)}
    held = Holdings()
    for proposition in propositions:
        count = len(holders.get(proposition.id, ()))
        if not count:
            continue
        biomarker, cancer, therapy = proposition.biomarker, proposition.cancer, proposition.therapy
        if biomarker:
            held.biomarkers[biomarker] += count
        if cancer:
            held.cancers[cancer] += count
        if biomarker and cancer:
            held.pairs[biomarker, cancer] += count
        for drug in regimens.get(therapy, (therapy,) if therapy else ()):
            held.drugs[drug] += count
            held.of_drug[drug][biomarker, cancer] += count
    return held


@dataclass(slots=True, kw_only=True)
class Approved:
    """An approval event with what it is about."""

    event: ApprovalEvent
    indication: Indication
    proposition: Proposition


def newest_approvals(graph: Graph, as_of: str, most: int) -> list[Approved]:
    """The approval events up to a day, the newest first; events of one day in the order of their ids."""
    reader = Reader(graph)
    events = [e for e in reader.get(graph.ids("ApprovalEvent"), ApprovalEvent) if e.date <= as_of]
    events.sort(key=lambda e: e.id)
    events.sort(key=lambda e: e.date, reverse=True)
    holders = graph.into([e.id for e in events], "prov:wasInfluencedBy")
    held = reader.get(sorted({i for ids in holders.values() for i in ids}), Indication)
    indications = {i.id: i for i in believed(reader, held)}
    newest = [e for e in events if any(i in indications for i in holders.get(e.id, ()))][:most]
    propositions = {
        p.id: p for p in reader.get(sorted({i.proposition for i in indications.values()}), Proposition)
    }
    return [
        Approved(event=event, indication=indication, proposition=propositions[indication.proposition])
        for event in newest
        for id in holders.get(event.id, ())
        if (indication := indications.get(id)) and indication.proposition in propositions
    ]
