"""The wheel and the sdist hold all that the floors hold, under one name."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ASSET = "server/static/vendor/htmx.min.js"
FLOORS = ("ontology", "kg", "loaders", "queries", "answers", "server")


@pytest.fixture(scope="module")
def shipped(committed: list[str]) -> set[str]:
    """Every committed file of the floors, as the wheel and the sdist's wheel must name it."""
    floors = {name for name in committed if name.split("/")[0] in FLOORS}
    assert {Path(name).suffix for name in floors} >= {".py", ".ttl", ".yaml", ".html", ".css"}
    named = {f"oncotrace/{name}" for name in (*floors, ASSET)}
    return named | {"oncotrace/__init__.py", "oncotrace/py.typed"}


@pytest.fixture(scope="module")
def built(root: Path, committed: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel made from it: offline, with what the environment has."""
    place = tmp_path_factory.mktemp("dist")
    source = place / "source"
    for name in committed:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((root / name).read_bytes())
    # What ``make assets`` fetches is not committed, but travels with the wheel.
    fetched = source / ASSET
    fetched.parent.mkdir(parents=True, exist_ok=True)
    fetched.write_text("// htmx")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(place), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def test_wheel_holds_every_file_under_one_name(built: Path, shipped: set[str]) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"oncotrace"}
    assert shipped - names == set()


def test_sdist_holds_what_a_build_needs(built: Path) -> None:
    """The wheel above was made from the sdist, so every file of the floors is in it too."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", "setup.py"} <= names


def test_wheel_has_the_command(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    (entry,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "oncotrace = oncotrace.server.start:main" in archive.read(entry).decode()
