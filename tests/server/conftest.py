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
from seen import AXE, Axe, Opened

from oncotrace.loaders.build import SourceRequest, build
from oncotrace.server.app import create_app
from oncotrace.server.served import Served
from oncotrace.server.serving import LONGEST_REQUEST_LINE
from tests.conftest import absent, made_once


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


GENES_OF_TRIALS = ("ROS1", "NRG1", "KRAS G12C")


@pytest.fixture(scope="session")
def rich_home(tmp_path_factory: pytest.TempPathFactory, sources_dir: Path) -> Path:
    """A home with what the core lacks and pages show: the studies of CIViC and some trials."""
    trials = tmp_path_factory.mktemp("trials") / "trials.ndjson"

    def make(home: Path) -> None:
        _some_trials(sources_dir / "clinicaltrials" / "oncology-2026-01.ndjson", trials)
        _build_rich(home, sources_dir, trials)

    return made_once(tmp_path_factory, "rich-home", make)


def _some_trials(register: Path, to: Path) -> None:
    with register.open(encoding="utf-8") as lines, to.open("w", encoding="utf-8") as some:
        some.writelines(line for line in lines if any(gene in line for gene in GENES_OF_TRIALS))


def _build_rich(home: Path, sources: Path, trials: Path) -> None:
    parts = {"oncotree": sources, "civic": sources, "clinicaltrials": trials}
    with pytest.MonkeyPatch.context() as patch:
        # Without the names of all genes and cancers CIViC gives less than it must in a whole build.
        patch.setattr("oncotrace.loaders.build.check_floors", lambda *_: None)
        build(home, [SourceRequest(name, path) for name, path in parts.items()], "2026-11-24")


@pytest.fixture(scope="session")
def site(core_home: Path) -> Iterator[str]:
    """The address of a server over the core, on a free port of this machine."""
    yield from _serving(core_home)


@pytest.fixture(scope="session")
def rich_site(rich_home: Path) -> Iterator[str]:
    """The same over the core, studies and trials."""
    yield from _serving(rich_home)


def _serving(home: Path) -> Iterator[str]:
    config = uvicorn.Config(
        create_app(Served(home=home)),
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

OFF = (
    # Of a window that nobody types an address into, each page drawn costs more of a processor than ours does.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # The last list counts: what Playwright's own turns off of what our pages could meet, or that asks hosts.
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""Features of Chromium that are turned off."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        absent("the browser is not there: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=[f"--disable-features={','.join(OFF)}"]
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Opens a page of the site over the core."""
    yield from _opening(browser, site)


@pytest.fixture
def opened_rich(browser: Browser, rich_site: str) -> Iterator[Opened]:
    """Opens a page of the site with studies and trials."""
    yield from _opening(browser, rich_site)


def _opening(browser: Browser, site: str) -> Iterator[Opened]:
    """In a browser of its own; afterwards nothing may have left its host, no cookie been set and no error
    been shown to the console."""
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
def axe() -> Axe:
    if not AXE.is_file():
        absent("axe-core is not there: make assets")
    return Axe(AXE.read_text("utf-8"))
