"""What could be known on a day: the newest release of that day or before."""

from pathlib import Path

import pytest

from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import Drug
from oncotrace.kg.release import known_on
from oncotrace.kg.triples import encode_all


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases of the first of January, February (two, the later in the evening) and March."""
    home = tmp_path_factory.mktemp("home")
    for created in ("2026-01-01", "2026-03-01", "2026-02-01T20:00:00Z", "2026-02-01T08:00:00Z"):
        quads = encode_all([Drug(id="oid:drug-x", label=created)], "graph:core")
        build_release(home, quads, [], created=created, report={}, files={}, names=tuple)
    return home


@pytest.mark.parametrize(
    ("day", "created"),
    [
        ("2026-01-01", "2026-01-01"),
        ("2026-01-31", "2026-01-01"),
        ("2026-02-01", "2026-02-01T20:00:00Z"),
        ("2026-12-31", "2026-03-01"),
    ],
)
def test_the_newest_of_the_day_or_before(home: Path, day: str, created: str) -> None:
    from oncotrace.kg.release import releases

    (release,) = [r for r in releases(home) if r.name == known_on(day, home)]
    assert release.manifest["created"] == created


def test_nothing_was_known_so_early(home: Path) -> None:
    with pytest.raises(ReleaseError, match=r"no release of 2025-12-31 .* the oldest is 2026-01-01-"):
        known_on("2025-12-31", home)


def test_no_release_at_all(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="oncotrace build"):
        known_on("2026-01-01", tmp_path)


@pytest.mark.parametrize("day", ["2026", "2026-1-1", "yesterday", "2026-02-30", "20260101"])
def test_no_day(home: Path, day: str) -> None:
    with pytest.raises(ReleaseError, match="year-month-day"):
        known_on(day, home)
