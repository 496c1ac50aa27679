"""oncoref: tables as files and in a wheel; what is told is told as what it is."""

import zipfile
from pathlib import Path

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Document, Evidence, ObservedPair, PrevalenceObservation, Proposition
from oncotrace.kg.release import Release
from oncotrace.loaders import oncoref, sources, tables


def wheel(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "oncoref-1.20.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_a_wheel_gives_the_rows_of_its_tables(tmp_path: Path, sources_dir: Path) -> None:
    """The same rows as from the files; what else is in a wheel is not read."""
    files = sorted((sources_dir / "oncoref").glob("*.csv"))
    members = {f"oncoref/data/{path.name}": path.read_bytes() for path in files}
    others = {"oncoref/data/housekeeping-genes.csv": b"a\n1\n", "oncoref/__init__.py": b"raise SystemExit"}
    made = wheel(tmp_path, members | others)
    of_wheel = list(sources.rows_of(oncoref.SOURCE, [made], tmp_path))
    of_files = list(sources.rows_of(oncoref.SOURCE, files, sources_dir))
    assert [dict(row) for row in of_wheel] == [dict(row) for row in of_files]
    assert len(of_wheel) == 4362
    assert sources.version_of(oncoref.SOURCE, [made]) == "1.20.0"


def test_every_table_has_its_outcome() -> None:
    assert oncoref._READERS.keys() | oncoref._WITHOUT_STATEMENT.keys() == tables.ONCOREF


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b""])
def test_what_is_no_wheel(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "oncoref-1.20.0-py3-none-any.whl"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="no wheel that can be read"):
        list(sources.rows_of(oncoref.SOURCE, [path], tmp_path))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    made = wheel(tmp_path, {"oncoref/data/cancer-fusions.csv": b"x" * (tables.MAX_MEMBER + 1)})
    assert made.stat().st_size < 100_000
    with pytest.raises(SourceError, match=r"cancer-fusions\.csv is larger than 32 MiB"):
        list(sources.rows_of(oncoref.SOURCE, [made], tmp_path))


def test_a_share_without_counts_is_kept_as_printed(full_release: Release) -> None:
    """KRAS in the PAAD project: a percentage alone, with its population, and no rate for the cancer."""
    reader = Reader(full_release.graph)
    observations = reader.get(full_release.graph.ids("PrevalenceObservation"), PrevalenceObservation)
    (kras,) = (o for o in observations if o.locator == "Table S1, KRAS_PAAD")
    (proposition,) = reader.get([kras.proposition], Proposition)
    assert (proposition.cancer, kras.printed, kras.n, kras.total) == ("MONDO:0006047", "73.55%", None, None)
    assert not kras.unselected and kras.doubts and "TCGA" in kras.population
    assert kras.published == "2018"


def test_no_share_over_all_cancers_enters(full_release: Release) -> None:
    reader = Reader(full_release.graph)
    observations = reader.get(full_release.graph.ids("PrevalenceObservation"), PrevalenceObservation)
    mine = [o for o in observations if o.source == oncoref.ONCOREF]
    assert len(mine) > 340
    assert not [o for o in mine if o.locator.endswith(("_PANCAN", "_LGG"))]
    assert not [o for o in mine if o.unselected and o.n is None]


def test_a_reported_fusion_is_an_observed_pair_with_its_paper(full_release: Release) -> None:
    reader = Reader(full_release.graph)
    pairs = reader.get(full_release.graph.ids("ObservedPair"), ObservedPair)
    (pair,) = (p for p in pairs if p.locator == "cancer-fusions, LUAD, CD74::ROS1")
    (paper,) = reader.get(pair.documents, Document)
    assert (pair.cancer, pair.printed) == ("MONDO:0005061", "~1-2%")
    assert (paper.id, paper.published) == ("PMID:23877438", "2013")


def test_driver_variants_say_that_they_drive_and_no_more(full_release: Release) -> None:
    reader = Reader(full_release.graph)
    found = [
        e
        for e in reader.get(full_release.graph.ids("Evidence"), Evidence)
        if e.source == oncoref.ONCOREF
    ]
    assert len(found) == 579
    assert {(e.significance, e.direction, e.levels) for e in found} == {("oncogenicity", "supports", ())}
    axes = {p.axis for p in reader.get({e.proposition for e in found}, Proposition)}
    assert axes == {"oncogenicity"}
