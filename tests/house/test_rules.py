"""Rules that every committed file keeps."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import oncotrace

# Each has a class of one character in it, so that this file keeps the rules that it tests.
FORBIDDEN = {
    "a package registry": r"(pypi|pythonhosted)[.]org|registry[.]npmjs|deb[.]debian",
    "a path of one machine": r"(?<![\w.])/(wor[k]|far[m]|home/\w+)/",
    "something left undone": r"\b(TOD[O]|FIXM[E]|XX[X])\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(committed: list[str], root: Path, what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in committed
        for number, line in enumerate((root / name).read_text("utf-8", "replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_changelog_has_an_entry_for_this_version(root: Path) -> None:
    text = (root / "CHANGELOG.md").read_text("utf-8")
    entries = re.split(r"^## ", text, flags=re.M)[1:]
    mine = [e for e in entries if e.startswith(("[Unreleased]", f"[{oncotrace.__version__}]"))]
    assert any(re.search(r"^- \S", entry, re.M) for entry in mine)


def test_constraints_pin_every_dependency(root: Path) -> None:
    """``constraints.txt`` has one exact version a line, no address, and every declared package."""
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)] == []
    pinned = {canonicalize_name(line.split("==")[0]) for line in lines}
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {canonicalize_name(Requirement(text).name) for text in wanted} - pinned == set()
