"""The difference of two graphs: random edits are found, all of them and nothing else."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncotrace.kg import nquads
from oncotrace.kg.diff import Change, changes, difference
from oncotrace.kg.errors import StoreError
from oncotrace.kg.records import Document, Drug, Evidence, Quarantined, Record
from oncotrace.kg.triples import encode_all

Graphs = dict[str, list[Record]]
"""Records by named graph."""


def write(graphs: Graphs, path: Path) -> Path:
    nquads.write((q for name, records in graphs.items() for q in encode_all(records, f"graph:{name}")), path)
    return path


def compared(old: Graphs, new: Graphs) -> list[Change]:
    with TemporaryDirectory() as folder:
        return list(changes(write(old, Path(folder) / "a.nq"), write(new, Path(folder) / "b.nq")))


ids = st.integers(0, 30).map(lambda n: f"oid:st-{n}")
"""Some ids are the beginning of others: oid:st-1, oid:st-10."""

evidence = st.builds(
    Evidence,
    id=ids,
    proposition=st.just("oid:prop-1"),
    source=st.just("oid:source-civic"),
    direction=st.sampled_from(("supports", "disputes")),
    summary=st.sampled_from(("", "a", 'b "quoted"\nline', "ü > <x> .")),
    levels=st.lists(st.sampled_from(("civic:A", "civic:B", "amp:I-A")), unique=True, max_size=2).map(
        lambda levels: tuple(sorted(levels))
    ),
    rating=st.none() | st.integers(1, 5),
    acquired=st.booleans(),
)
graphs = st.lists(evidence, max_size=12, unique_by=lambda e: e.id)


@settings(max_examples=60, deadline=None)
@given(old=graphs, new=graphs)
def test_it_finds_exactly_what_differs(old: list[Evidence], new: list[Evidence]) -> None:
    before, after = {e.id: e for e in old}, {e.id: e for e in new}
    expected = {(id, "removed") for id in before.keys() - after.keys()}
    expected |= {(id, "added") for id in after.keys() - before.keys()}
    expected |= {(id, "changed") for id in before.keys() & after.keys() if before[id] != after[id]}
    found = compared({"civic": list(old)}, {"civic": list(new)})
    assert {(c.id, c.what) for c in found} == expected
    assert len(found) == len(expected)
    for change in (c for c in found if c.what == "changed"):
        for field in change.fields:
            for record, value in ((before[change.id], field.old), (after[change.id], field.new)):
                said = getattr(record, field.field)
                assert value == (list(said) or None if isinstance(said, tuple) else said or None)


def test_a_change_is_told_field_by_field() -> None:
    old = Evidence(
        id="oid:st-1", proposition="oid:prop-1", source="oid:source-civic", levels=("civic:B",), summary="x"
    )
    new = replace(old, levels=("civic:A", "civic:B"), summary="", rating=3)
    (change,) = compared({"civic": [old]}, {"civic": [new]})
    assert (change.id, change.kind, change.graph, change.what) == ("oid:st-1", "Evidence", "civic", "changed")
    assert [(f.field, f.old, f.new) for f in change.fields] == [
        ("levels", ["civic:B"], ["civic:A", "civic:B"]),
        ("rating", None, 3),
        ("summary", "x", None),
    ]


def test_what_one_source_says_of_a_thing_changes_only_there() -> None:
    """Two sources tell of one drug; each has its own record of it."""
    drug = Drug(id="oid:drug-x", label="x")
    old: Graphs = {"core": [drug], "unii": [replace(drug, synonyms=("y",))]}
    new: Graphs = {"core": [drug], "unii": [replace(drug, synonyms=("z",))]}
    assert [(c.graph, c.what) for c in compared(old, new)] == [("unii", "changed")]
    gone: Graphs = {"core": [drug]}
    assert [(c.graph, c.what) for c in compared(old, gone)] == [("unii", "removed")]


def test_another_class_is_another_record() -> None:
    old: Graphs = {"core": [Drug(id="oid:x", label="x")]}
    new: Graphs = {"core": [Document(id="oid:x", kind="article")]}
    assert {(c.kind, c.what) for c in compared(old, new)} == {("Drug", "removed"), ("Document", "added")}


def test_statements_one_by_one_and_entities_as_counts(tmp_path: Path) -> None:
    row = Quarantined(id="oid:quarantine-1", source="oid:source-civic", locator="1", reason="flagged")
    item = Evidence(id="oid:st-1", proposition="oid:prop-1", source="oid:source-civic")
    old = write({"civic": [Drug(id="oid:drug-x", label="x")]}, tmp_path / "a.nq")
    new = write({"civic": [Drug(id="oid:drug-y", label="y"), item, row]}, tmp_path / "b.nq")
    found = difference(old, new)
    assert [c.id for c in found.statements] == ["oid:st-1", "oid:quarantine-1"]
    assert found.counts == {
        ("civic", "Drug", "removed"): 1,
        ("civic", "Drug", "added"): 1,
        ("civic", "Evidence", "added"): 1,
        ("quarantine", "Quarantined", "added"): 1,
    }


def test_a_graph_does_not_differ_from_itself(core_home: Path) -> None:
    path = core_home / "current" / "graph.nq"
    assert list(changes(path, path)) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<http://b> <http://p> <http://o> .\n<http://a> <http://p> <http://o> .\n", "not sorted"),
        (b"<https://w3id.org/oncotrace/id/x> nonsense\n", "no N-Quads"),
    ],
)
def test_a_file_that_is_no_sorted_graph(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.nq").write_bytes(content)
    (tmp_path / "b.nq").write_bytes(b"<https://w3id.org/oncotrace/id/x> <http://p> <http://o> <http://g> .\n")
    with pytest.raises(StoreError, match=says):
        list(changes(tmp_path / "a.nq", tmp_path / "b.nq"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="build the release again"):
        list(changes(tmp_path / "none.nq", tmp_path / "none.nq"))
