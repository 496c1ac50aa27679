"""Fixtures that every floor shares. Under CI an absent source folder is a failure, not a skip."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def absent(reason: str) -> None:
    """Skip with the reason; under CI fail, because there the thing must be present."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"must run under CI, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def sources_dir() -> Path:
    """The folder with the published source files."""
    folder = Path(os.environ.get("ONCOTRACE_SOURCES", ROOT.parent / "shared" / "sources"))
    if not folder.is_dir():
        absent(f"the source files are not at {folder} (set ONCOTRACE_SOURCES)")
    return folder
