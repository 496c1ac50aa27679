"""Which drugs are approved, where, for whom: an indication seen from a question, in its group.

The groups are the same everywhere (``GROUPS``). A drug approved in another cancer is off-label here
only within one agency: what this agency never approved is not off-label but unlicensed there.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    Cancer,
    Drug,
    Indication,
    Proposition,
    Record,
    Regimen,
)
from oncotrace.kg.remembering import notes_of
from oncotrace.ontology.plain import dataclass
from oncotrace.ontology.terms import SOLID
from oncotrace.queries.claimed import Among, claimed
from oncotrace.queries.scope import Scope, is_any, is_solid
from oncotrace.queries.time import last_day, stands, until

GROUPS = (
    "here_this",  # approved in this cancer for this biomarker
    "here_any",  # approved in this cancer whatever the biomarker
    "solid_this",  # approved for any solid tumour with this biomarker
    "elsewhere",  # approved for this biomarker in another cancer: off-label here; or in one kind of all
    "here_other",  # approved in this cancer for another biomarker
    "solid_other",  # approved for any solid tumour with another biomarker
)


@dataclass(slots=True, kw_only=True)
class Option:
    """An indication as the question sees it on a day."""

    indication: Indication
    therapy: Drug | Regimen
    drugs: list[Drug]
    biomarker: Biomarker | None
    cancer: Cancer
    events: list[ApprovalEvent]
    """Those up to the day, oldest first."""
    in_force: bool
    group: str
    """One of ``GROUPS``, or empty where the indication does not touch the question."""
    biomarker_relation: str
    cancer_relation: str
    rules: tuple[str, ...] = ()
    """Ids of the inference rules that carry the indication to the question."""
    premises: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Asked:
    """What the options are seen from."""

    biomarker: Scope
    cancer: Scope
    as_of: str


def options(reader: Reader, asked: Asked, among: Among | None = None) -> list[Option]:
    """Every indication that touches the biomarker or the cancer, by any agency, on the day.

    Of all cancers together, those for one kind alone are left to that kind unless they touch the biomarker:
    there are hundreds, and none of them holds for any cancer.
    """
    graph, cancer = reader.graph, asked.cancer
    near = cancer.exact if is_any(cancer) else cancer.near
    reach = near | cancer.broader | ({SOLID} if is_solid(cancer) else set())
    by_cancer = graph.into(reach, "ot:cancer")
    by_biomarker = graph.into(asked.biomarker.all, "ot:biomarker")
    ids = {p for found in (*by_cancer.values(), *by_biomarker.values()) for p in found}
    return _options(reader, asked, ids, among)


def options_of_drug(reader: Reader, asked: Asked, drug: str, among: Among | None = None) -> list[Option]:
    """Every indication of a drug, alone or in a regimen, on the day."""
    graph = reader.graph
    regimens = graph.into([drug], "ot:drugs").get(drug, [])
    found = graph.into([drug, *regimens], "ot:therapy")
    return _options(reader, asked, {p for ids in found.values() for p in ids}, among)


CORE = "oid:source-core"

NEVER = "9999-12-31"


def believed(reader: Reader, indications: Iterable[Indication]) -> list[Indication]:
    """The indications that an answer may tell: the core's, and what notices of the agencies add to them.

    What a database codes of a label serves checks and curators only: its code may name those whom the label
    warns about (an EGFR mutation, for a drug to be given after others), and its dates are often those of a
    later label. A notice whose events the core has on the same proposition would tell them twice.
    """
    given = list(indications)
    notices = [i for i in given if i.source != CORE and i.access == "notice"]
    holders = reader.graph.into({i.proposition for i in notices}, "ot:proposition")
    held = reader.get(sorted({s for found in holders.values() for s in found}), Indication)
    told = {_event_key(i, e) for i in held if i.source == CORE for e in reader.get(i.events, ApprovalEvent)}
    news = {
        i.id
        for i in notices
        if any(_event_key(i, e) not in told for e in reader.get(i.events, ApprovalEvent))
    }
    return [i for i in given if i.source == CORE or i.id in news]


def _event_key(indication: Indication, event: ApprovalEvent) -> tuple[str, str, str]:
    return indication.agency, indication.proposition, event.date


def on_record(reader: Reader, drugs: Iterable[str], agency: str, as_of: str) -> frozenset[str]:
    """Those of the drugs that the agency had approved for anything by the day, alone or in a regimen."""
    wanted, known = set(drugs), notes_of(reader.graph, "on record")
    if unknown := sorted(wanted - known.keys()):
        known |= _first_days(reader, unknown)
    return frozenset(drug for drug in wanted if agency in known[drug] and known[drug][agency] <= as_of)


def _first_days(reader: Reader, drugs: list[str]) -> dict[str, dict[str, str]]:
    """Of each drug, by agency, the day on which its first approval was out for certain."""
    graph = reader.graph
    regimens = graph.into(drugs, "ot:drugs")
    propositions = graph.into({*drugs, *(r for found in regimens.values() for r in found)}, "ot:therapy")
    holders = graph.into((p for found in propositions.values() for p in found), "ot:proposition")
    held = reader.get(sorted({s for found in holders.values() for s in found}), Indication)
    approved = believed(reader, held)
    days: dict[str, dict[str, str]] = defaultdict(dict)
    reader.get(sorted({e for i in approved for e in i.events}), ApprovalEvent)
    for indication in approved:
        of, agency = days[indication.proposition], indication.agency
        for event in reader.get(indication.events, ApprovalEvent):
            of[agency] = min(of.get(agency, NEVER), last_day(event.date))
    return {
        drug: _earliest(
            days.get(p, {}) for t in (drug, *regimens.get(drug, ())) for p in propositions.get(t, ())
        )
        for drug in drugs
    }


def _earliest(days: Iterable[dict[str, str]]) -> dict[str, str]:
    """The earliest day of each agency."""
    first: dict[str, str] = {}
    for of in days:
        for agency, day in of.items():
            first[agency] = min(first.get(agency, NEVER), day)
    return first


def _options(
    reader: Reader, asked: Asked, proposition_ids: set[str], among: Among | None
) -> list[Option]:
    approved = proposition_ids & claimed(reader.graph, Indication)
    if among:
        approved &= among.propositions
    found = [a for a in _approvals(reader, approved) if not among or a.indication.id in among.statements]
    reader.get({a.proposition.biomarker for a in found} - {""}, Biomarker)
    made = (_option(reader, asked, approval) for approval in found)
    return sorted((o for o in made if o), key=_order)


@dataclass(slots=True, kw_only=True)
class _Approval:
    """An indication with what it names, the same for every question but for the biomarker: that one may
    come with the question."""

    indication: Indication
    proposition: Proposition
    therapy: Drug | Regimen
    drugs: list[Drug]
    cancer: Cancer
    events: list[ApprovalEvent]
    """All of them, oldest first."""
    days: list[str]
    """The last day that the date of each event may mean."""

    @property
    def records(self) -> Iterable[Record]:
        return self.indication, self.proposition, self.therapy, *self.drugs, self.cancer, *self.events


def _approvals(reader: Reader, propositions: set[str]) -> Iterator[_Approval]:
    """What is approved by these propositions, as far as an answer may tell it. The reader knows it then."""
    known = notes_of(reader.graph, "approvals")
    if unknown := sorted(propositions - known.keys()):
        known |= _read_approvals(reader, unknown)
    for id in sorted(propositions):
        for approval in known[id]:
            reader.know(approval.records)
            yield approval


def _read_approvals(reader: Reader, ids: list[str]) -> dict[str, list[_Approval]]:
    """The same by proposition, read in a few batches."""
    propositions = {p.id: p for p in reader.get(ids, Proposition) if p.axis == "treatment_response"}
    holders = reader.graph.into(propositions, "ot:proposition")
    held = reader.get(sorted({s for found in holders.values() for s in found}), Indication)
    indications = believed(reader, held)
    used = [propositions[i.proposition] for i in indications]
    first = {e for i in indications for e in i.events}
    first |= {x for p in used for x in (p.therapy, p.biomarker, p.cancer) if x}
    reader.get(sorted(first), Record)
    regimens = reader.get(sorted({p.therapy for p in used}), Regimen)
    reader.get(sorted({d for r in regimens for d in r.drugs}), Drug)
    found: dict[str, list[_Approval]] = {id: [] for id in ids}
    for indication in indications:
        if approval := _approval(reader, indication, propositions[indication.proposition]):
            found[indication.proposition].append(approval)
    return found


def _approval(reader: Reader, indication: Indication, proposition: Proposition) -> _Approval | None:
    therapy = reader.one(proposition.therapy, Drug) or reader.one(proposition.therapy, Regimen)
    cancer = reader.one(proposition.cancer, Cancer)
    if therapy is None or cancer is None:
        return None
    events = until(reader.get(indication.events, ApprovalEvent), NEVER)
    return _Approval(
        indication=indication,
        proposition=proposition,
        therapy=therapy,
        drugs=reader.get(therapy.drugs, Drug) if isinstance(therapy, Regimen) else [therapy],
        cancer=cancer,
        events=events,
        days=[last_day(event.date) for event in events],
    )


def _order(option: Option) -> tuple[str, str, str, str]:
    first = option.events[0].date if option.events else ""
    return (option.indication.agency, first, option.therapy.label, option.indication.id)


def _option(reader: Reader, asked: Asked, approval: _Approval) -> Option | None:
    events = approval.events[: bisect_right(approval.days, asked.as_of)]
    if not events:
        return None
    indication, cancer = approval.indication, approval.cancer
    biomarker = reader.one(approval.proposition.biomarker, Biomarker)
    to_biomarker = asked.biomarker.relation(biomarker.id) if biomarker else "none"
    to_cancer = cancer_relation(asked.cancer, cancer.id)
    if any(c in asked.cancer.exact or c in asked.cancer.inherits for c in indication.excluded_cancers):
        to_cancer = "other"
    one_kind = to_cancer == "narrower" and is_any(asked.cancer)
    group, rules = _group(biomarker, to_biomarker, to_cancer, one_kind)
    return Option(
        indication=indication,
        therapy=approval.therapy,
        drugs=approval.drugs,
        biomarker=biomarker,
        cancer=cancer,
        events=events,
        in_force=stands(events),
        group=group,
        biomarker_relation=to_biomarker,
        cancer_relation=to_cancer,
        rules=rules,
        premises=(indication.id, cancer.id, *((biomarker.id,) if biomarker else ())),
    )


def cancer_relation(scope: Scope, cancer: str) -> str:
    """``same``, ``narrower``, ``broader`` (by reviewed edges), ``unreviewed``, ``solid`` or ``other``."""
    if cancer == SOLID and SOLID not in scope.exact:
        return "solid" if is_solid(scope) else "other"
    relation = scope.relation(cancer)
    if relation == "broader" and cancer not in scope.inherits:
        return "unreviewed"
    return relation


RULE_OF_CANCER = {
    "broader": ("ot:rule-descendant-inherits",),
    "narrower": ("ot:rule-narrower-shown",),
    "solid": ("ot:rule-any-solid-tumour",),
}


def biomarker_rule(broader: Biomarker) -> str:
    """The rule by which what is said of a broader biomarker reaches the one that is carried."""
    if broader.operator == "OR":
        return "ot:rule-or-member"
    return "ot:rule-partner-to-any" if broader.kind == "fusion" else "ot:rule-variant-to-gene"


def _group(
    biomarker: Biomarker | None, to_biomarker: str, to_cancer: str, one_kind: bool
) -> tuple[str, tuple[str, ...]]:
    """The group of an indication and the rules that put it there. What holds for one kind alone is not
    approved here where all cancers are asked about together."""
    here = to_cancer in ("same", "narrower", "broader") and not one_kind
    rules = RULE_OF_CANCER.get(to_cancer, ())
    if to_biomarker in ("same", "broader", "narrower"):
        if biomarker and to_biomarker == "broader":
            rules = (biomarker_rule(biomarker), *rules)
        if here:
            return "here_this", rules
        if to_cancer == "solid":
            return "solid_this", rules
        return "elsewhere", rules if one_kind else (*rules, "ot:rule-approved-elsewhere")
    if to_biomarker == "none":
        return ("here_any", rules) if here or to_cancer == "solid" else ("", ())
    if here:
        return "here_other", rules
    return ("solid_other", rules) if to_cancer == "solid" else ("", ())
