"""Every source declares itself fully, keeps its floors and accounts for every row."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.kg.records import RECORD_TYPES, Drug
from oncotrace.loaders import readers, sources
from oncotrace.loaders.declare import (
    Outcome,
    Row,
    Skipped,
    SourceModule,
    check_floors,
    describe,
    other_names,
)
from oncotrace.loaders.sources import SOURCES
from oncotrace.ontology.prefixes import iri

ENTITIES = ("hgnc", "mondo", "oncotree", "disease_ontology", "unii")
"""Sources of one record a row (UNII: one a substance), which need no other source."""

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.name)
every_entity_source = pytest.mark.parametrize("name", ENTITIES)


@every_source
def test_a_source_declares_everything(source: SourceModule) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", source.name)
    assert source.title and source.gives and source.licence and source.file
    if not source.bundled:
        assert source.home.startswith("https://")
        assert source.download.startswith("https://")
    assert "\n" not in source.gives
    assert source.read in readers.READERS
    assert source.stage in ("entities", "links", "statements", "both")
    assert source.floors.keys() <= {cls.__name__ for cls in RECORD_TYPES}
    assert source.floors and all(floor > 0 for floor in source.floors.values())
    record = describe(source, "1")
    assert (record.id, record.version) == (f"oid:source-{source.name}", "1")


@every_source
def test_a_source_stands_in_the_table_of_the_documents(source: SourceModule, root: Path) -> None:
    table = (root / "docs" / "sources.md").read_text("utf-8")
    (row,) = (line for line in table.splitlines() if line.startswith(f"| {source.name} |"))
    cells = [cell.strip() for cell in row.strip("|").split(" | ")]
    licence = source.licence if source.redistributable else f"{source.licence}, not redistributable"
    assert cells[1:3] == [source.gives, licence]
    assert source.bundled or cells[3] == f"`{source.file}`"
    fetched = bool(source.fetches or source.package)
    assert source.bundled or cells[4] == (
        f"`oncotrace fetch {source.name}`" if fetched else f"[by hand]({source.download})"
    )


def test_names_are_unique_and_found() -> None:
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    assert sources.by_name("hgnc").title.startswith("HUGO")
    with pytest.raises(SourceError, match=r"nothing: no source has this name. Choose among .*hgnc"):
        sources.by_name("nothing")


@every_source
def test_every_file_of_a_source_is_read(source: SourceModule, sources_dir: Path) -> None:
    files = sources.locate(source, sources_dir)
    rows = list(sources.rows_of(source, files, sources_dir))
    assert len(rows) > (300 if source.name != "fda" else 4) or source.bundled
    assert all(source.columns[0] in row for row in rows if source.columns)


@every_entity_source
def test_rows_add_up(name: str, taken: Callable[[str], Any]) -> None:
    """Each row is a record, a name of a record, or skipped with its reason."""
    got = taken(name)
    made = len(got.records)
    skipped = got.skipped
    if name == "unii":
        made = len(got.rows) - len(skipped)
    assert made + len(skipped) == len(got.rows)
    assert len({s.locator for s in skipped}) == len(skipped)
    assert len({s.reason for s in skipped}) <= 5


@every_entity_source
def test_floors_hold_and_are_tight(name: str, taken: Callable[[str], Any]) -> None:
    source = sources.by_name(name)
    counts = Counter(type(r).__name__ for r in taken(name).records.values())
    check_floors(source, counts)
    for kind, floor in source.floors.items():
        assert 0.93 * counts[kind] < floor <= counts[kind]


@every_entity_source
def test_every_reference_has_an_iri(name: str, taken: Callable[[str], Any]) -> None:
    for record in taken(name).records.values():
        for id in (record.id, *record.xrefs, *getattr(record, "broader", ())):
            assert iri(id)


@every_entity_source
def test_ids_are_unique_and_nothing_is_its_own_parent(name: str, taken: Callable[[str], Any]) -> None:
    got = taken(name)
    records = got.records
    assert len(records) == sum(not isinstance(o, Skipped) for o in got.outcomes)
    for record in records.values():
        parents = getattr(record, "broader", ())
        assert record.id not in parents
        assert set(parents) <= records.keys()


def test_a_count_below_its_floor_says_what_to_do() -> None:
    with pytest.raises(SourceError) as caught:
        check_floors(sources.by_name("hgnc"), {"Gene": 7})
    assert str(caught.value).startswith(
        "hgnc: 7 Gene records, at least 41600 expected. Is the file complete? Get it again from https://"
    )


def test_versions_come_from_the_file(sources_dir: Path) -> None:
    versions = {
        name: sources.version_of(source, sources.locate(source, sources_dir))
        for name in ENTITIES
        for source in [sources.by_name(name)]
    }
    assert versions == {
        "hgnc": "2024-07-23",
        "mondo": "2024-07",
        "oncotree": "2025-10-03",
        "disease_ontology": "2024-04-30",
        "unii": "2025",
    }


def test_the_version_of_an_unknown_file_is_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "hgnc_entries.tsv"
    path.write_text("")
    assert sources.version_of(sources.by_name("hgnc"), [path]) == "sha256-e3b0c44298fc"


def test_an_absent_file_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"unii: no file unii/unii-oncology-slice\.tsv in .*UNIIs\.zip"):
        sources.locate(sources.by_name("unii"), tmp_path)


def test_two_versions_of_a_file_are_not_guessed_between(tmp_path: Path) -> None:
    (tmp_path / "oncotree").mkdir()
    for day in ("2025_04_08", "2025_10_03"):
        (tmp_path / "oncotree" / f"oncotree_{day}.json").write_text("{}")
    with pytest.raises(SourceError, match=r"several files fit: oncotree_2025_04_08\.json, oncotree_2025"):
        sources.locate(sources.by_name("oncotree"), tmp_path)


BROKEN: dict[str, Row] = {
    "oncotree": Row(
        {"code": "A", "parent": "B", "level": "two", "name": "a", "externalReferences": {}}, "t.json", 1
    ),
    "mondo": Row({"id": "1", "name": "a", "relations": [], "xrefs": ["x"]}, "t.json", 1),
    "disease_ontology": Row({"id": "DOID:1", "stanza": "Term"}, "t.json", 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_of_the_wrong_shape_is_named(name: str) -> None:
    source = sources.by_name(name)
    with pytest.raises(SourceError, match=rf"t\.json, line 1: {name} cannot use this row"):
        list(sources.outcomes(source, [BROKEN[name]]))


def test_a_source_of_statements_gets_the_names() -> None:
    def records(rows: Iterator[Row], names: dict[str, str]) -> Iterator[Outcome]:
        for row in rows:
            yield Drug(id=names[row["drug"]], label=row["drug"])

    source = SourceModule(
        name="made_up",
        title="Made up",
        home="https://example.org/",
        download="https://example.org/file",
        licence="CC0-1.0",
        redistributable=True,
        gives="one drug",
        file="made.tsv",
        read="tsv",
        columns=("drug",),
        floors={"Drug": 1},
        stage="statements",
        records=records,
    )
    row = Row({"drug": "crizotinib"}, "made.tsv", 2)
    given = {"crizotinib": "oid:drug-crizotinib"}
    assert list(sources.outcomes(source, [row], given)) == [
        Drug(id="oid:drug-crizotinib", label="crizotinib")
    ]
    assert list(sources.outcomes(replace(source, stage="both"), [row], given))
    with pytest.raises(SourceError, match=r"made\.tsv, line 2: made_up cannot use this row: KeyError"):
        list(sources.outcomes(source, [row], {}))


def test_other_names_differ_by_more_than_case() -> None:
    assert other_names("Pancreas", ["pancreas", "PDAC", " pdac ", "", "duct"]) == ("PDAC", "duct")
