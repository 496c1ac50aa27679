"""What a build refuses: it says what, where and what to do, and the release before it stays current."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from oncotrace.kg.errors import ReleaseError, SourceError
from oncotrace.kg.records import Drug, Quarantined, Record
from oncotrace.kg.release import Release, current, open_release, releases, verify
from oncotrace.loaders import build as build_module
from oncotrace.loaders import sources
from oncotrace.loaders.build import BuildReport, SourceReport, SourceRequest, build, found_in, html_report
from oncotrace.loaders.declare import Row

DAY = "2026-11-24"


@pytest.fixture
def home(core_release: Release, tmp_path: Path) -> Path:
    """A home of this test's own, in which the core is current."""
    place = tmp_path / "home"
    shutil.copytree(core_release.path.parent.parent, place, symlinks=True)
    return place


@pytest.fixture
def folder(sources_dir: Path, tmp_path: Path) -> Path:
    """A folder of some sources, which a test may damage."""
    place = tmp_path / "sources"
    for name in ("hgnc", "mondo", "oncotree", "disease_ontology", "unii", "civic"):
        (file,) = sources.locate(sources.by_name(name), sources_dir)
        copy = place / file.relative_to(sources_dir)
        copy.parent.mkdir(parents=True)
        shutil.copyfile(file, copy)
    return place


def _file(name: str, folder: Path) -> Path:
    return sources.locate(sources.by_name(name), folder)[0]


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def half_of_the_lines(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[: len(lines) // 2])


def not_utf8(content: bytes) -> bytes:
    return content[:20_000] + b"\xff\xfe" + content[20_000:]


def nul(content: bytes) -> bytes:
    return content[:20_000] + b"\0" + content[20_000:]


def without_a_column(content: bytes) -> bytes:
    return content.replace(b"Approved symbol", b"Symbol", 1).replace(b"is_flagged", b"flagged", 1)


def empty(content: bytes) -> bytes:
    return b""


def markup(content: bytes) -> bytes:
    return b"<!DOCTYPE html><html><title>503 Service Unavailable</title></html>\n"


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        ("hgnc", half_of_the_lines, r"hgnc: \d+ Gene records, at least 41600 expected.*Get it again from"),
        ("hgnc", half, r"hgnc_entries\.tsv, line \d+: \d+ cells under \d+ columns|at least 41600 expected"),
        ("hgnc", without_a_column, r"hgnc_entries\.tsv, line 2: no Approved symbol"),
        ("hgnc", empty, r"hgnc_entries\.tsv, line 1: the file is empty"),
        ("hgnc", markup, r"hgnc_entries\.tsv, line 1: markup \(XML or HTML\), which is not read"),
        ("mondo", half, r"mondo-neoplasm-slice\.json, line \d+: "),
        ("mondo", empty, r"mondo-neoplasm-slice\.json, line 1: "),
        ("oncotree", half, r"oncotree_\d{4}_\d\d_\d\d\.json, line \d+: "),
        ("oncotree", not_utf8, r"oncotree_\d{4}_\d\d_\d\d\.json, line 1: .*UTF-8"),
        ("disease_ontology", half_of_the_lines, r"disease_ontology: \d+ Cancer records, at least 2680"),
        ("disease_ontology", nul, r"doid\.obo, line \d+: "),
        ("unii", markup, r"unii-oncology-slice\.tsv, line 1: markup"),
        ("unii", not_utf8, r"unii-oncology-slice\.tsv, line \d+: .*UTF-8"),
        ("civic", half, r"AcceptedClinicalEvidenceSummaries\.tsv, line \d+: |civic: \d+ Evidence records"),
        ("civic", without_a_column, r"AcceptedClinicalEvidenceSummaries\.tsv, line 2: no is_flagged"),
    ],
)
def test_a_damaged_file_is_an_error_and_the_old_release_stays(
    name: str, damage: Callable[[bytes], bytes], says: str, folder: Path, home: Path, core_release: Release
) -> None:
    file = _file(name, folder)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(SourceError, match=says):
        build(home, [SourceRequest(name, folder)], DAY)
    assert current(home) == core_release.name
    assert [release.name for release in releases(home)] == [core_release.name]
    assert verify(open_release(where=home)) == []
    assert not list((home / "releases").glob(".*"))


def test_an_absent_file_is_an_error_and_the_old_release_stays(
    folder: Path, home: Path, core_release: Release
) -> None:
    requests = found_in(folder)
    _file("civic", folder).unlink()
    says = r"civic: no file civic/AcceptedClinicalEvidenceSummaries\.tsv in .*Get it from .*leave civic out"
    with pytest.raises(SourceError, match=says):
        build(home, requests, DAY)
    assert current(home) == core_release.name
    assert [request.name for request in found_in(folder)] == [r.name for r in requests if r.name != "civic"]


def test_an_unknown_source_is_answered_with_those_there_are(home: Path) -> None:
    with pytest.raises(SourceError, match=r"cosmic: no source has this name. Choose among core, hgnc, mondo"):
        build(home, [SourceRequest("cosmic", home)], DAY)


def test_a_path_that_leads_nowhere_is_named(home: Path, tmp_path: Path) -> None:
    lost = tmp_path / "hgnc.tsv"
    with pytest.raises(SourceError, match=rf"hgnc: there is no file or folder {re.escape(str(lost))}"):
        build(home, [SourceRequest("hgnc", lost)], DAY)
    with pytest.raises(SourceError, match=rf"{re.escape(str(lost))} is no folder"):
        found_in(lost)


def test_a_folder_without_sources_gives_the_core(tmp_path: Path) -> None:
    assert [request.name for request in found_in(tmp_path)] == ["core"]


# --- two things of one id ---------------------------------------------------------------------


def test_ids_that_collide_stop_the_build(
    monkeypatch: pytest.MonkeyPatch, home: Path, core_release: Release
) -> None:
    """As if two labels had one slug: the build names both and makes no release."""

    def twice(rows: Iterator[Row], names: object) -> Iterator[Record]:
        yield from core.records(rows, names)
        if names is not None:
            yield Drug(id="oid:drug-crizotinib", label="crizotinib acetate")

    core, *others = sources.SOURCES
    monkeypatch.setattr(build_module, "SOURCES", (replace(core, records=twice), *others))
    shutil.rmtree(home / "kept")  # what the core's own records became
    says = r"1 ids stand for two things each\. oid:drug-crizotinib is Drug\(.*'crizotinib acetate'"
    with pytest.raises(ReleaseError, match=says):
        build(home, [], DAY)
    assert current(home) == core_release.name


# --- the report as a page ---------------------------------------------------------------------


class Page(HTMLParser):
    """The text of a page, its tags, and whatever would load from elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "style", "onload")]

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"


def test_the_page_shows_what_files_say_as_text() -> None:
    source = SourceReport(name="civic", version="2026-08", rows=5, taken=3)
    source.quarantined["flagged <b>"] = 1
    source.skipped["no claim"] = 1
    source.kept_out.append(
        Quarantined(id="oid:q", source="oid:source-civic", locator="EID1", reason="flagged <b>",
                    content="<script>alert(1)</script> & more")
    )
    report = BuildReport(sources=[source], not_merged=[("DOID:1", "NCIT:<C2>")])
    report.unresolved.update({"Drug: b": 2, "Drug: <img src=x>": 2, "Drug: c": 7})
    page = Page(html_report(report))
    assert not {"script", "img", "b"} & set(page.tags)
    assert page.loads == []
    for text in ("civic", "2026-08", "EID1", "<script>alert(1)</script> & more", "NCIT:<C2>", "flagged <b>"):
        assert text in page.text
    unresolved = re.findall(r"Drug: .+", page.text)
    assert unresolved == ["Drug: c: 7", "Drug: <img src=x>: 2", "Drug: b: 2"]


def test_the_page_of_a_full_build_accounts_for_every_source(full_release: Release) -> None:
    page = Page((full_release.path / "report.html").read_text("utf-8"))
    cells = page.text.splitlines()
    assert set(page.tags) & {"script", "img", "link", "style", "iframe"} == set()
    for source in sources.SOURCES:
        assert source.name in cells
    for text in ("4854", "49013", "43837", "EID7538", "flagged in CIViC: 153", "symbol withdrawn: 3381"):
        assert text in cells
    unresolved = json.loads((full_release.path / "report.json").read_bytes())["unresolved"]
    assert f"Drug: Chemotherapy: {unresolved['Drug: Chemotherapy']}" in cells


def test_a_request_for_the_core_is_the_bundled_core(tmp_path: Path, core_release: Release) -> None:
    """Whatever path it names: the curated core ships with the package."""
    report = build(tmp_path, [SourceRequest("core", tmp_path / "elsewhere")], DAY)
    assert report.release is not None
    assert report.release.name == core_release.name
