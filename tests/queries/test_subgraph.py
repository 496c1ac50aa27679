"""A subgraph stands alone: whatever its subjects, no statement lacks what it rests on."""

import pytest

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Coverage, Document, Proposition, Record, Source, Statement
from oncotrace.kg.release import Release
from oncotrace.queries.subgraph import around

ROS1 = "HGNC:10261"


def complete(release: Release, ids: list[str]) -> None:
    """Every statement has its proposition, source and documents; every proposition what it names."""
    records = {r.id: r for r in Reader(release.graph).get(ids, Record)}
    assert records.keys() == set(ids)
    for record in records.values():
        needs: set[str] = set(getattr(record, "documents", ()))
        if isinstance(record, Statement):
            needs |= {record.proposition, record.source}
            assert record.documents
        if isinstance(record, Proposition):
            needs |= {id for id in (record.biomarker, record.therapy, record.cancer) if id}
        needs |= set(getattr(record, "events", ())) | set(getattr(record, "drugs", ()))
        assert needs <= records.keys(), record.id


def fusion(release: Release) -> str:
    (found,) = {name.id for name in release.names.find(["ROS1 fusion"])["ROS1 fusion"]}
    return found


@pytest.mark.parametrize("hops", [0, 1, 2, 3])
def test_every_depth_is_complete(core_release: Release, hops: int) -> None:
    found = around(core_release.graph, [fusion(core_release)], hops, searches=hops > 1)
    complete(core_release, found.ids)
    assert len(set(found.ids)) == len(found.ids)
    assert bool(found.statements) == (hops > 0)


def test_depths_grow(core_release: Release) -> None:
    sizes = [len(around(core_release.graph, [fusion(core_release)], hops).statements) for hops in range(4)]
    assert sizes == sorted(set(sizes))


def test_all_statements_at_hop_one(core_release: Release) -> None:
    """A gene's statements are those on its alterations, by a walk of another kind."""
    reader = Reader(core_release.graph)
    found = around(core_release.graph, [ROS1], 1)
    biomarkers = {
        id
        for id, of in core_release.graph.out(core_release.graph.ids("Biomarker"), "ot:genes").items()
        if ROS1 in of
    }
    about = {
        p.id
        for p in reader.get(core_release.graph.ids("Proposition"), Proposition)
        if p.biomarker in biomarkers
    }
    holders = core_release.graph.into(about, "ot:proposition")
    assert {s for ids in holders.values() for s in ids} <= set(found.statements)
    assert len(found.statements) > 20


def test_a_statement_alone(core_release: Release) -> None:
    (id, *_) = core_release.graph.ids("Indication")
    found = around(core_release.graph, [id], 0)
    assert found.statements == [id]
    kinds = {type(r) for r in Reader(core_release.graph).get(found.ids, Record)}
    assert {Document, Source, Proposition} < kinds


def test_searches_come_where_asked(core_release: Release) -> None:
    without, with_ = (
        around(core_release.graph, [fusion(core_release)], 1, searches=s) for s in (False, True)
    )
    more = Reader(core_release.graph).get(set(with_.ids) - set(without.ids), Coverage)
    assert more
    assert not Reader(core_release.graph).get(without.ids, Coverage)
