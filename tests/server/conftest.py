"""The doors over a release of the core."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from seen import AXE, Opened

from oncotrace.server.app import LONGEST_REQUEST_LINE, create_app
from oncotrace.server.served import Served
from tests.conftest import absent


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


# --- a browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        absent("the browser is not there: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Opens a page in a browser of its own; afterwards nothing may have left its host, no cookie been set and
    no error been shown to the console."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []
    said: list[str] = []

    def open_page(path: str = "/", **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        address = urljoin(site, path)
        own = (urlsplit(address).netloc, "")  # what a page holds in a data: address has no host

        def look(request: Request) -> None:
            if urlsplit(request.url).netloc not in own:
                foreign.append(request.url)

        context.on("request", look)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    assert foreign == []
    assert [cookie for context in contexts for cookie in context.cookies()] == []
    assert [line for line in said if "status of 40" not in line] == []
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        absent("axe-core is not there: make assets")
    return AXE.read_text("utf-8")
