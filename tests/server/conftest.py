"""The doors over a release of the core."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from oncotrace.loaders.build import build
from oncotrace.server.app import create_app
from oncotrace.server.served import Served
from oncotrace.server.serving import LONGEST_REQUEST_LINE


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


@pytest.fixture(scope="session")
def two_releases(core_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two releases of the core; copy it before you move ``current``."""
    place = tmp_path_factory.mktemp("two-releases") / "home"
    shutil.copytree(core_home, place, symlinks=True)
    build(place, [], "2026-11-25")
    return place


@pytest.fixture(scope="session")
def site(core_home: Path) -> Iterator[str]:
    """The address of a server over the core, on a free port of this machine."""
    config = uvicorn.Config(
        create_app(Served(home=core_home)),
        port=0,
        log_level="critical",
        http="h11",
        h11_max_incomplete_event_size=LONGEST_REQUEST_LINE,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 60
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


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
