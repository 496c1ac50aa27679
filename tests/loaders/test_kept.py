"""An update reads only what changed, and makes the same release as a build from nothing."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from pyoxigraph import Quad

from oncotrace.kg.names import Names
from oncotrace.kg.records import RECORD_TYPES, Gene
from oncotrace.loaders import build as build_module
from oncotrace.loaders import clinicaltrials, kept, sources
from oncotrace.loaders.build import build, found_in
from oncotrace.loaders.curated import load_core
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule, Unmapped
from oncotrace.loaders.eligibility import pool
from oncotrace.loaders.kept import Kept

DAY = "2026-11-24"
SMALL = ("mondo", "oncotree", "biomappings", "fda")
"""Sources of entities, one of links and one of statements."""


def some(hint: Any, name: str) -> Any:
    """A value of a field's type that is not its default."""
    if get_origin(hint) is tuple:
        return (some(get_args(hint)[0], name), some(get_args(hint)[0], name))
    kinds = get_args(hint) or (hint,)
    return {str: f"{name}: “é”\n2", int: 7, float: 0.3, bool: True}[kinds[0]]


def one_of_each() -> Iterator[Outcome]:
    for kind in (*RECORD_TYPES, Skipped, Unmapped):
        hints = get_type_hints(kind)
        yield kind(**{f.name: some(hints[f.name], f.name) for f in fields(kind)})
    yield Gene(id="HGNC:1", symbol="A")  # the rest as it is by default


def test_outcomes_of_every_class_come_back_as_they_were(tmp_path: Path) -> None:
    wanted = list(one_of_each())
    Kept(tmp_path).put("source", "key", 3, wanted)
    assert Kept(tmp_path).get("source", "key") == (3, wanted)
    assert Kept(tmp_path).get("source", "other key") is None
    assert Kept(tmp_path).get("other source", "key") is None


def test_none_at_all_is_kept_too(tmp_path: Path) -> None:
    Kept(tmp_path).put("source", "key", 0, [])
    assert Kept(tmp_path).get("source", "key") == (0, [])


@pytest.mark.parametrize("place", [0, 20, -100, -2])
def test_a_flipped_bit_is_as_good_as_nothing(tmp_path: Path, place: int) -> None:
    Kept(tmp_path).put("source", "key", 1, one_of_each())
    content = bytearray((tmp_path / "source").read_bytes())
    content[place] ^= 1
    (tmp_path / "source").write_bytes(content)
    assert Kept(tmp_path).get("source", "key") is None


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"null\n", b"[1]\n{}\n", b"\x00" * 99])
def test_another_file_in_its_place_is_as_good_as_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "source").write_bytes(content)
    assert Kept(tmp_path).get("source", "key") is None
    with Kept(tmp_path).rows("source", "key") as rows:
        assert rows.get(Row({"a": 1}, "file", 1)) is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    Kept(tmp_path / "kept").put("source", "key", 1, one_of_each())
    assert Kept(tmp_path / "kept").get("source", "key") is None


# --- builds -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sources_dir: Path) -> Path:
    """A folder with the files of a few sources."""
    folder = tmp_path_factory.mktemp("sources")
    for source in map(sources.by_name, SMALL):
        for path in sources.locate(source, sources_dir):
            target = folder / path.relative_to(sources_dir)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return folder


@dataclass(slots=True)
class Built:
    read: list[str]
    """The sources whose files were read."""
    quads: list[str]
    report: dict[str, Any]


Building = Callable[[Path, Path | None], Built]


@pytest.fixture(scope="module")
def building() -> Iterator[Building]:
    """Build into a home from a folder, but write no release: what would be in it is told instead."""
    # Without the Disease Ontology, whose thousands of rows take half of a build, Biomappings gives less.
    with pytest.MonkeyPatch.context() as patch:
        built = Built([], [], {})
        real = sources.rows_of

        def rows_of(source: SourceModule, files: list[Path], folder: Path | None = None) -> Iterator[Row]:
            built.read.append(source.name)
            yield from real(source, files, folder)

        def build_release(home: Path, quads: Iterable[Quad], *_: object, **__: object) -> None:
            built.quads = sorted(map(str, quads))

        patch.setattr(build_module, "rows_of", rows_of)
        patch.setattr(build_module, "build_release", build_release)
        patch.setattr(build_module, "check_floors", lambda *_: None)

        def run(home: Path, folder: Path | None) -> Built:
            built.read = []
            report = build(home, found_in(folder) if folder else [], DAY)
            return Built(sorted(built.read), built.quads, report.as_data())

        yield run


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, folder: Path, building: Building) -> tuple[Path, Built]:
    """A home with what a first build kept, and that build."""
    home = tmp_path_factory.mktemp("home")
    return home, building(home, folder)


def test_a_second_build_reads_nothing_and_makes_the_same(
    folder: Path, first: tuple[Path, Built], building: Building
) -> None:
    home, built = first
    assert built.read == ["biomappings", "core", "core", "fda", "mondo", "oncotree"]
    assert all(source["taken"] for source in built.report["sources"])
    again = building(home, folder)
    assert again.read == []
    assert (again.quads, again.report) == (built.quads, built.report)


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("fda", ["fda"]),
        ("biomappings", ["biomappings", "core", "fda"]),
        ("oncotree", ["biomappings", "core", "fda", "oncotree"]),
    ],
)
def test_what_changed_is_read_again_with_what_rests_on_it(
    tmp_path: Path,
    folder: Path,
    first: tuple[Path, Built],
    building: Building,
    changed: str,
    again: list[str],
) -> None:
    """Statements rest on all entities, since a new one can give a name a second meaning; links rest on them
    too. The core's statements are such."""
    shutil.copytree(first[0], tmp_path / "home")
    shutil.copytree(folder, tmp_path / "sources")
    [path] = sources.locate(sources.by_name(changed), tmp_path / "sources")
    text = path.read_text("utf-8")
    path.write_text(text + " \n" if path.suffix == ".json" else text + text.splitlines()[-1] + "\n", "utf-8")
    updated = building(tmp_path / "home", tmp_path / "sources")
    anew = building(tmp_path / "another", tmp_path / "sources")
    assert updated.read == again
    assert (updated.quads, updated.report) == (anew.quads, anew.report)


def test_damage_is_read_again(
    tmp_path: Path, folder: Path, first: tuple[Path, Built], building: Building
) -> None:
    home, built = first
    shutil.copytree(home, tmp_path / "home")
    path = tmp_path / "home" / "kept" / "oncotree"
    path.write_bytes(path.read_bytes().replace(b"Pancrea", b"Pancrei"))
    again = building(tmp_path / "home", folder)
    assert again.read == ["oncotree"]
    assert (again.quads, again.report) == (built.quads, built.report)


def test_other_code_reads_everything_again(
    tmp_path: Path, building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert building(tmp_path, None).read == ["core", "core"]
    assert building(tmp_path, None).read == []
    monkeypatch.setattr(kept, "_code", lambda: "another version")
    assert building(tmp_path, None).read == ["core", "core"]


# --- trials -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    core = load_core()
    names = Names.of(core, core)
    yield names


@pytest.fixture
def trials(sources_dir: Path) -> list[Row]:
    """Two hundred published trials."""
    source = sources.by_name("clinicaltrials")
    files = [path for path in sources.locate(source, sources_dir) if path.name.startswith("oncology")]
    return [row for row, _ in zip(sources.rows_of(source, files, sources_dir), range(200), strict=False)]


Reading = Callable[[list[Row]], list[Outcome]]


@pytest.fixture
def again(tmp_path: Path, names: Names) -> Reading:
    """Load rows over what earlier loads kept."""

    def load(rows: list[Row]) -> list[Outcome]:
        with Kept(tmp_path).rows("clinicaltrials", "key") as single:
            return list(sources.outcomes(clinicaltrials.SOURCE, rows, names, single))

    return load


def test_only_trials_that_changed_are_read_again(
    trials: list[Row], names: Names, again: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert again(trials) == list(sources.outcomes(clinicaltrials.SOURCE, trials, names))
    read: list[str] = []
    real = pool.Readers.read

    def spied(self: pool.Readers, texts: list[str]) -> Any:
        read.extend(texts)
        return real(self, texts)

    monkeypatch.setattr(pool.Readers, "read", spied)
    more = "\n* Patients must have a ROS1 fusion"
    changed = Row(trials[7] | {"eligibility": trials[7]["eligibility"] + more}, trials[7].file, 8)
    update = [*trials[:7], changed, *trials[9:]]  # and one is gone
    found = again(update)
    assert read == [changed["eligibility"]]
    assert found == list(sources.outcomes(clinicaltrials.SOURCE, update, names))
    read.clear()
    assert again(update) == found
    assert read == []


def test_processes_read_as_one_does(trials: list[Row], names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [row["eligibility"] for row in trials]
    alone = pool.Readers(names)
    wanted = alone.read(texts)
    monkeypatch.setattr(pool, "WORTH", 1)
    several = pool.Readers(names)
    assert several.read(texts) == wanted
    assert sum(map(bool, wanted)) > 20
    several.close()
    alone.close()


def test_a_trial_file_that_cannot_be_used_leaves_what_was_kept(
    tmp_path: Path, trials: list[Row], again: Reading
) -> None:
    again(trials)
    before = (tmp_path / "clinicaltrials").read_bytes()
    broken = Row({"nctId": "NCT00000001", "title": "without the rest"}, "file", 1)
    with pytest.raises(sources.SourceError, match="cannot use this row"):
        again([*trials[:10], broken])
    assert (tmp_path / "clinicaltrials").read_bytes() == before
    assert json.loads(before.splitlines()[-1])["key"] == "key"
