"""The doors over a release of the core."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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


Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def graphql(client: TestClient) -> Ask:
    """A GraphQL query over HTTP: its data, without an error."""

    def ask(query: str, **variables: Any) -> Any:
        sent = {"query": query, "variables": variables}
        reply = client.post("/graphql", json=sent, headers={"Accept": "application/graphql-response+json"})
        told = reply.json()
        assert "errors" not in told, told["errors"]
        assert reply.status_code == 200
        return told["data"]

    return ask
