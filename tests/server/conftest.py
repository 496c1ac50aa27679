"""The doors over a release of the core."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from oncotrace.server.app import create_app
from oncotrace.server.served import Served


@pytest.fixture(scope="session")
def client(core_home: Path) -> Iterator[TestClient]:
    """A client that sees error pages as a browser would, rather than our exceptions."""
    with TestClient(create_app(Served(home=core_home)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def home(core_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The release of the core as the home of this test's commands."""
    monkeypatch.setenv("ONCOTRACE_HOME", str(core_home))
    return core_home
