"""Profiles: biomarkers joined with AND, OR and NOT.

A reading is a list of biomarkers: the one meant first, then every other that it refers to.

An OR is wider than each of its members, so each member is a kind of it; and it is itself a kind of
whatever all its members are kinds of (``KRAS G12C OR KRAS G12D`` of ``KRAS G12 mutation``). An AND
is a kind of nothing: evidence on ``ROS1 G2032R AND CD74::ROS1 fusion`` supports neither member alone.
"""

from collections.abc import Iterable, Sequence

from oncotrace.kg.propositions import entity_id
from oncotrace.kg.records import Biomarker
from oncotrace.kg.signatures import FAMILIES
from oncotrace.ontology.plain import replace

Reading = list[Biomarker]


def merge(readings: Iterable[Reading]) -> Reading:
    """All biomarkers of these readings once, in order."""
    found: dict[str, Biomarker] = {}
    for biomarker in (b for reading in readings for b in reading):
        found.setdefault(biomarker.id, biomarker)
    return list(found.values())


def join(operator: str, readings: Sequence[Reading]) -> Reading:
    """The profile of these readings under AND or OR: flat, each member once, sorted by label.

    The order of the text makes no difference. One member alone is no profile: it is returned.
    """
    rest = merge(readings)
    by_id = {b.id: b for b in rest}
    members = {m.id: m for reading in readings for m in _flat(reading[0], operator, by_id)}
    if len(members) == 1:
        only = next(iter(members.values()))
        return merge([[only], rest])
    ordered = sorted(members.values(), key=lambda m: m.label)
    label = f" {operator} ".join(_operand(m) for m in ordered)
    profile = Biomarker(
        id=entity_id("bm", label),
        kind="profile",
        label=label,
        genes=tuple(sorted({g for m in ordered for g in m.genes})),
        operator=operator,
        members=tuple(m.id for m in ordered),
        broader=_common(ordered, by_id) if operator == "OR" else (),
        synonyms=_family_names(ordered) if operator == "OR" else (),
    )
    return merge([[profile], rest])


def complete(reading: Reading) -> Reading:
    """The reading with what its first biomarker does not refer to left out, the others sorted by label,
    and every member of an OR made a kind of it."""
    by_id = {b.id: b for b in reading}
    wanted: dict[str, Biomarker] = {}
    todo = [reading[0].id]
    while todo:
        id = todo.pop()
        if id not in wanted:
            wanted[id] = by_id[id]
            todo += [*by_id[id].members, *by_id[id].broader]
    wider: dict[str, set[str]] = {id: set(b.broader) for id, b in wanted.items()}
    for profile in wanted.values():
        for member in profile.members if profile.operator == "OR" else ():
            wider[member].add(profile.id)
    first, *others = (replace(b, broader=tuple(sorted(wider[id]))) for id, b in wanted.items())
    return [first, *sorted(others, key=lambda b: b.label)]


def negate(reading: Reading) -> Reading:
    """NOT the biomarker. It belongs to no gene: nobody who looks for that gene's changes means it."""
    biomarker = reading[0]
    if biomarker.operator == "NOT":
        inner = next(b for b in reading if b.id == biomarker.members[0])
        return merge([[inner], reading[1:]])
    label = f"NOT {_operand(biomarker)}"
    profile = Biomarker(
        id=entity_id("bm", label), kind="profile", label=label, operator="NOT", members=(biomarker.id,)
    )
    return [profile, *reading]


def _flat(biomarker: Biomarker, operator: str, by_id: dict[str, Biomarker]) -> list[Biomarker]:
    if biomarker.operator != operator:
        return [by_id[biomarker.id]]
    return [by_id[m] for m in biomarker.members]


def _operand(biomarker: Biomarker) -> str:
    joined = biomarker.operator in ("AND", "OR")
    return f"({biomarker.label})" if joined else biomarker.label


def _ancestors(biomarker: Biomarker, by_id: dict[str, Biomarker]) -> set[str]:
    found: set[str] = set()
    front = list(biomarker.broader)
    while front:
        id = front.pop()
        if id not in found:
            found.add(id)
            front.extend(by_id[id].broader)
    return found


def _common(members: Sequence[Biomarker], by_id: dict[str, Biomarker]) -> tuple[str, ...]:
    """The narrowest biomarkers that every member is a kind of."""
    common = set.intersection(*(_ancestors(m, by_id) for m in members))
    wider = {up for id in common for up in _ancestors(by_id[id], by_id)}
    return tuple(sorted(common - wider))


def _family_names(members: Sequence[Biomarker]) -> tuple[str, ...]:
    """``NTRK fusion`` and ``NTRK1/2/3 fusion``, where the members are one change of a whole family."""
    symbols, changes = zip(*(m.label.partition(" ")[::2] for m in members), strict=True)
    if len(set(changes)) > 1 or not changes[0]:
        return ()
    names = [family for family, genes in FAMILIES.items() if genes == symbols]
    stem = names[0] if names else ""
    if stem and all(s.startswith(stem) for s in symbols):
        names.append(stem + "/".join(s.removeprefix(stem) for s in symbols))
    return tuple(f"{name} {changes[0]}" for name in names)
