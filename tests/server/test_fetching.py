"""The command `oncotrace fetch`: what is chosen, what is told, and the exit code."""

from pathlib import Path

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.loaders.declare import SourceModule
from oncotrace.loaders.download import Fetched, Result
from oncotrace.loaders.sources import SOURCES
from oncotrace.server import fetching


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources that are fetched; civic's server is down."""
    asked: list[str] = []

    def fetch(source: SourceModule, folder: Path, accepted: list[str], progress: object) -> list[Result]:
        asked.append(source.name)
        if source.name == "civic":
            raise SourceError("https://civicdb.org/x: cannot be reached. Is this machine online?")
        told = Fetched(address="https://example.org/", sha256="ab" * 32, size=1234)
        return [Result(folder / source.name, told, changed=source.name == "hgnc")]

    monkeypatch.setattr(fetching, "fetch", fetch)
    return asked


def test_named_sources(fetched: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fetching.fetch_and_report(["hgnc", "oncotree"], False, tmp_path, []) == 0
    out = capsys.readouterr().out
    assert fetched == ["hgnc", "oncotree"]
    assert f"hgnc: new, {tmp_path}/hgnc (1,234 bytes, sha256 abababababab)" in out
    assert "oncotree: unchanged" in out
    assert f"oncotrace build --sources-dir {tmp_path}" in out


def test_all_goes_on_after_one_that_fails(
    fetched: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetching.fetch_and_report([], True, tmp_path, []) == 1
    out = capsys.readouterr().out
    assert "civic: not fetched: https://civicdb.org/x: cannot be reached." in out
    assert "moalmanac: left out: its licence has to be accepted with --accept-licence gpl-2.0-research" in out
    assert "mondo: left out: no address gives its file" in out
    assert fetched == [s.name for s in SOURCES if (s.fetches or s.package) and not s.accept]


def test_all_with_the_licence(fetched: list[str], tmp_path: Path) -> None:
    fetching.fetch_and_report([], True, tmp_path, ["gpl-2.0-research"])
    assert "moalmanac" in fetched


@pytest.mark.parametrize(
    ("names", "everything", "says"),
    [
        ([], False, "name the sources to fetch, or add --all"),
        (["hgnc"], True, "name the sources to fetch, or add --all"),
        (["core"], False, "core comes with the package"),
        (["nothing"], False, "no source has this name"),
    ],
)
def test_what_cannot_be_chosen(names: list[str], everything: bool, says: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=says):
        fetching.fetch_and_report(names, everything, tmp_path, [])
