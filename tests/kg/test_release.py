"""Releases: immutable, verified, current in one step, and never half."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from oncotrace.kg import compiling, nquads
from oncotrace.kg.errors import ReleaseError, SourceError, StoreError
from oncotrace.kg.lock import locked
from oncotrace.kg.names import Name
from oncotrace.kg.publish import build_release
from oncotrace.kg.readmodel import ReadModel
from oncotrace.kg.records import Cancer, Gene, Quarantined, Record, Source
from oncotrace.kg.release import current, home, open_release, releases, verify
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import encode_all

CORE = Source(id="oid:source-core", title="Curated core", licence="CC0-1.0", version="1")
ROS1 = Gene(id="HGNC:10261", symbol="ROS1", aliases=("c-ros-1",))
RECORDS = [
    ROS1,
    CORE,
    Cancer(id="oid:cancer-a", label="a", broader=("oid:cancer-b",), reviewed_broader=("oid:cancer-b",)),
    Cancer(id="oid:cancer-b", label="b", synonyms=('"bé"\n',), broader=("oid:cancer-a",)),
    Quarantined(id="oid:q-1", source=CORE.id, locator="row 7538", reason="flagged"),
]


def names() -> list[Name]:
    return [Name("Gene", "symbol", ROS1.id, "ROS1", "ros1")]


def build(place: Path, records: list[Record] = RECORDS, created: str = "2026-11-24T08:00:00Z", **changed):
    arguments = {"report": {"rows": 5}, "files": {"report.html": b"<p>5 rows"}, "names": names} | changed
    return build_release(place, encode_all(records, "graph:core"), [CORE], created=created, **arguments)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def release(place: Path):
    return build(place)


def test_a_release_holds_the_graph_three_times(release, place):
    """N-Quads, store and read model say the same; names and reports stand beside."""
    opened = open_release(where=place)
    assert opened.name == release.name == current(place)
    store = opened.store()
    everything = [record.id for record in RECORDS]
    values = opened.graph.values(everything)
    assert values == StoreGraph(store).values(everything)
    assert values[ROS1.id]["skos:altLabel"] == ["c-ros-1"]
    assert "oid:q-1" not in values
    assert (
        set(store.match())
        == set(nquads.read(opened.path / "graph.nq"))
        == set(encode_all(RECORDS, "graph:core"))
    )
    assert [*opened.names] == names()
    assert (opened.path / "report.html").read_bytes() == b"<p>5 rows"
    assert json.loads((opened.path / "report.json").read_text()) == {"rows": 5}
    store.close()
    opened.graph.close()


def test_the_manifest_says_what_is_inside(release):
    manifest = json.loads((release.path / "manifest.json").read_text())
    assert manifest == release.manifest
    assert manifest["schema"] == 1
    assert manifest["created"] == "2026-11-24T08:00:00Z"
    assert manifest["counts"] == {"Cancer": 2, "Gene": 1, "Source": 1}
    assert manifest["graphs"] == {"graph:core": 16, "graph:quarantine": 4}
    assert [(s["id"], s["licence"], s["version"], s["quads"]) for s in manifest["sources"]] == [
        ("oid:source-core", "CC0-1.0", "1", 16)
    ]
    assert release.name == f"2026-11-24-{manifest['files']['graph.nq']['sha256'][:8]}"
    assert subprocess.run(["sha256sum", "--check", "manifest.sha256"], cwd=release.path).returncode == 0


def test_the_same_input_in_any_order_gives_the_same_bytes(tmp_path):
    """The N-Quads, the read model and its names, also where entities are said twice."""
    quads = [*encode_all(RECORDS, "graph:core"), *encode_all(RECORDS, "graph:civic")]
    made = []
    for seed in range(5):
        shuffled = random.Random(seed).choices(quads, k=10) + random.Random(seed).sample(quads, len(quads))
        made.append(
            build_release(
                tmp_path / str(seed),
                shuffled,
                [CORE],
                created="2026-11-24",
                report={},
                files={},
                names=names,
            )
        )
    for name in ("graph.nq", "read.graph", "read.names"):
        assert len({(release.path / name).read_bytes() for release in made}) == 1
    assert len({release.name for release in made}) == 1


def test_an_equal_build_makes_no_second_release(release, place):
    again = build(place, RECORDS[::-1], created="2026-11-24T09:30:00Z")
    assert again.path == release.path
    assert [r.name for r in releases(place)] == [release.name]


def test_an_unequal_build_of_one_graph_gets_a_name_of_its_own(release, place):
    """Another report over the same graph: both are kept."""
    again = build(place, report={"rows": 6})
    assert again.name == f"{release.name}-2" == current(place)
    assert build(place, report={"rows": 7}).name == f"{release.name}-3"
    assert verify(release) == []


def test_a_damaged_equal_release_is_not_made_current(release, place):
    flip(release.path / "read.graph")
    again = build(place)
    assert again.name == f"{release.name}-2" == current(place)
    assert verify(open_release(where=place)) == []


def test_releases_are_listed_newest_first_damaged_ones_too(release, place):
    newer = build(place, RECORDS[:2], created="2026-11-25")
    assert [r.name for r in releases(place)] == [newer.name, release.name]
    (newer.path / "manifest.json").write_text("{")
    assert {r.name: bool(r.manifest) for r in releases(place)} == {newer.name: False, release.name: True}
    assert verify(newer) != []


def test_an_older_release_opens_by_name(release, place):
    newer = build(place, RECORDS[:2], created="2026-11-25")
    assert current(place) == newer.name
    assert open_release(release.name, place).path == release.path


@pytest.mark.parametrize("name", ["2020-01-01-00000000", "../releases", "", ".draft-1"])
def test_an_absent_release_is_answered_with_those_there_are(release, place, name):
    if not name:
        assert open_release(name, place).name == release.name
        return
    with pytest.raises(ReleaseError, match=f"no release .* there are: {release.name}"):
        open_release(name, place)


def test_without_any_release_the_message_says_how_to_make_one(place):
    assert (current(place), releases(place)) == (None, [])
    with pytest.raises(ReleaseError, match="oncotrace build"):
        open_release(where=place)


def test_a_current_that_leads_nowhere(release, place):
    shutil.rmtree(release.path)
    with pytest.raises(ReleaseError, match=f"no release {release.name}"):
        open_release(where=place)


def test_home(monkeypatch, tmp_path):
    monkeypatch.setenv("ONCOTRACE_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.delenv("ONCOTRACE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert home() == Path("/data/oncotrace")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert home() == Path.home() / ".local/share/oncotrace"


# --- damage -----------------------------------------------------------------------------------


def flip(path: Path, at: float = 0.5) -> None:
    """Turn one bit of a file at a fraction of its length."""
    content = bytearray(path.read_bytes())
    content[int(at * (len(content) - 1))] ^= 1
    path.write_bytes(content)


def test_one_flipped_bit_in_any_file_is_found(release):
    """First, middle or last byte; the manifest and its seal as well; and healing heals."""
    found = 0
    for path in [p for p in release.path.rglob("*") if p.is_file() and p.stat().st_size]:
        for at in (0, 0.5, 1):
            flip(path, at)
            problems = verify(release)
            assert any(path.name in problem for problem in problems), path
            flip(path, at)
            found += 1
    assert found > 30
    assert verify(release) == []


def test_lost_and_strange_files_are_found(release):
    (release.path / "graph.nq").rename(release.path / "other.nq")
    assert verify(release) == [
        "other.nq is not in the manifest",
        "graph.nq cannot be read (No such file or directory)",
    ]
    assert verify(release, ["other.nq"]) == ["other.nq is not in the manifest"]


def test_opening_checks_what_a_question_reads(release, place):
    other = build(place, RECORDS[:2], created="2026-11-25")
    flip(release.path / "graph.nq")
    assert open_release(release.name, place).name == release.name
    flip(release.path / "read.graph")
    with pytest.raises(ReleaseError, match=f"read.graph is not .*--release .*{other.name}"):
        open_release(release.name, place)
    flip(release.path / "manifest.json")
    with pytest.raises(ReleaseError, match=r"manifest\.json"):
        open_release(release.name, place)


def test_reading_leaves_a_release_as_it_is(release, place):
    """Opening store and read model writes nothing into the folder."""
    opened = open_release(where=place)
    store = opened.store()
    store.query("SELECT * { ?s ?p ?o }")
    opened.graph.within(["oid:cancer-a"])
    store.close()
    opened.graph.close()
    assert verify(release) == []


# --- builds that fail -------------------------------------------------------------------------


def drafts(place: Path) -> list[Path]:
    return list((place / "releases").glob(".*"))


def test_a_failing_source_changes_nothing(release, place):
    def quads():
        yield from encode_all(RECORDS, "graph:core")
        raise SourceError("civic: 12 rows, its floor is 4,000")

    with pytest.raises(SourceError, match="floor"):
        build_release(place, quads(), [], created="2026-11-25", report={}, files={}, names=names)
    assert current(place) == release.name
    assert drafts(place) == []


def test_what_is_filled_while_reading_is_in_the_release(place):
    """A generator of quads may fill report and sources."""
    report, sources = {}, []

    def quads():
        yield from encode_all(RECORDS, "graph:core")
        report["rows"] = 5
        sources.append(CORE)

    made = build_release(place, quads(), sources, created="2026-11-25", report=report, files={}, names=names)
    assert json.loads((made.path / "report.json").read_text()) == {"rows": 5}
    assert [source["id"] for source in made.manifest["sources"]] == [CORE.id]


def test_created_must_be_a_day_or_time(place):
    with pytest.raises(ReleaseError, match=r"yesterday.*ISO"):
        build(place, created="yesterday")


def test_the_second_builder_is_told_who_builds(place):
    place.mkdir()
    told = rf"process {os.getpid()} on .*since 2026-11-24T07:00:00Z.*wait"
    with locked(place / ".lock", "2026-11-24T07:00:00Z"), pytest.raises(ReleaseError, match=told):
        build(place)
    assert build(place).name == current(place)


def test_a_file_may_not_replace_one_of_the_release(place):
    with pytest.raises(ReleaseError, match=r"graph\.nq"):
        build(place, files={"graph.nq": b""})


CHILD = """
import os, resource, signal, sys
from pathlib import Path
from oncotrace.kg import lock, compiling, nquads, oxigraph, publish, readmodel
from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.records import Gene
from oncotrace.kg.triples import encode_all

place, moment = Path(sys.argv[1]), sys.argv[2]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def names():
    if moment == "names":
        die()
    return []

def quads():
    for i in range(2_000):
        if i == 1_000 and moment == "quads":
            die()
        yield from encode_all([Gene(id=f"HGNC:{i}", symbol=f"G{i}", name=f"gene {i}" * 3)], "graph:core")

deaths = {
    "store": (oxigraph.OxigraphStore, "close"),
    "read model": (compiling, "compile"),
    "manifest": (publish, "sealed"),
    "sync": (os, "fsync"),
    "rename": (Path, "rename"),
    "link": (Path, "symlink_to"),
    "current": (Path, "replace"),
}
if moment in deaths:
    setattr(*deaths[moment], die)
fills = {
    "full: quads": (nquads, "write"),
    "full: store": (oxigraph.OxigraphStore, "load_file"),
    "full: read model": (compiling, "compile"),
    "full: report": (publish, "_write_files"),
    "full: manifest": (publish, "_publish"),
}
if moment in fills:
    real = getattr(*fills[moment])
    def filled(*args):
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
        return real(*args)
    setattr(*fills[moment], filled)
try:
    publish.build_release(place, quads(), [], created="2026-11-25", report={}, files={}, names=names)
except ReleaseError as error:
    print(error)
    sys.exit(3)
"""


def build_in_child(place: Path, moment: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", CHILD, place, moment], capture_output=True, text=True)


@pytest.mark.parametrize(
    "moment", ["quads", "store", "read model", "names", "manifest", "sync", "rename", "link", "current"]
)
def test_a_killed_build_leaves_the_old_release(release, place, moment):
    """kill -9 at any moment; the next build clears what was left, and nothing else."""
    assert build_in_child(place, moment).returncode == -9
    opened = open_release(where=place)
    assert opened.name == release.name
    assert verify(opened) == []
    assert all(verify(other) == [] for other in releases(place))
    newest = build(place, RECORDS[:2], created="2026-11-26")
    assert current(place) == newest.name
    assert drafts(place) == []
    assert not (place / "current.new").is_symlink()
    assert verify(release) == []


@pytest.mark.parametrize("moment", ["quads", "store", "read model", "report", "manifest"])
def test_a_full_disk_is_said_and_leaves_the_old_release(release, place, moment):
    """A limit on file size, set before one step, stands in for it."""
    done = build_in_child(place, f"full: {moment}")
    assert (done.returncode, done.stderr) == (3, "")
    assert "the one before stays current" in done.stdout
    assert "free space" in done.stdout
    assert current(place) == release.name
    assert drafts(place) == []
    assert verify(release) == []


def test_all_is_on_disk_before_it_has_a_name(place, monkeypatch):
    """Every file and folder is synced, then the folder is renamed, then ``current`` moves."""
    events = []
    sync, rename, replace = os.fsync, Path.rename, Path.replace

    def spy(fd):
        events.append(os.readlink(f"/proc/self/fd/{fd}"))
        sync(fd)

    monkeypatch.setattr(os, "fsync", spy)
    monkeypatch.setattr(Path, "rename", lambda path, to: (events.append("rename"), rename(path, to)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (events.append("replace"), replace(path, to)))
    made = build(place)
    synced = {
        Path(path).relative_to(place / "releases").parts[1:] for path in events[: events.index("rename")]
    }
    inside = {path.relative_to(made.path).parts for path in made.path.rglob("*")}
    assert synced == inside | {()}
    assert events[events.index("rename") :] == ["rename", str(place / "releases"), "replace", str(place)]


def test_a_reader_always_finds_a_release(release, place):
    """While ``current`` moves back and forth it can be read at any time."""
    other = build(place, RECORDS[:2], created="2026-11-25")
    script = (
        "import sys; from pathlib import Path; from oncotrace.kg.publish import _point\n"
        "for i in range(400): _point(Path(sys.argv[1]), sys.argv[2 + i % 2])"
    )
    child = subprocess.Popen([sys.executable, "-c", script, place, release.name, other.name])
    seen = set()
    while child.poll() is None:
        seen.add(current(place))
    assert child.returncode == 0
    assert seen == {release.name, other.name}


# --- the read model ---------------------------------------------------------------------------


def test_a_read_model_is_never_written_over(tmp_path):
    path = tmp_path / "read.graph"
    compiling.compile([], path)
    with pytest.raises(StoreError, match="exists"):
        compiling.compile([], path)


def test_a_strange_file_is_no_read_model(tmp_path):
    path = tmp_path / "read.graph"
    compiling.compile([], path)
    whole = path.read_bytes()
    other_order = b"big" if sys.byteorder == "little" else b"little"
    contents = {
        "empty": b"",
        "another": b"no read model at all" * 100,
        "cut": whole[:-1],
        "header cut": whole[:40],
        "other machine": whole.replace(sys.byteorder.encode(), other_order),
    }
    for content in contents.values():
        path.write_bytes(content)
        with pytest.raises(StoreError, match=r"read\.graph"):
            ReadModel(path)
    with pytest.raises(StoreError, match=r"absent\.graph"):
        ReadModel(tmp_path / "absent.graph")


def test_threads_share_a_read_model(release):
    from concurrent.futures import ThreadPoolExecutor

    model = ReadModel(release.path / "read.graph")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: model.within(["oid:cancer-a"], up=True), range(400)))
    assert answers == [{"oid:cancer-a": ["oid:cancer-a", "oid:cancer-b"]}] * 400
    model.close()
