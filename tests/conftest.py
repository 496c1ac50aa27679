"""Fixtures that every floor shares. Under CI a skip is a failure: there everything must be present."""

import fcntl
import gc
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from oncotrace.kg.release import Release
    from oncotrace.server.bench.servers import Server

ROOT = Path(__file__).parent.parent
IN_CI = os.environ.get("CI") == "true"

# No time is asserted, of examples neither: on a busy machine each of these has failed a sound test.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")


def absent(reason: str) -> None:
    """Skip with the reason; under CI fail, because there the thing must be present."""
    if IN_CI:
        pytest.fail(f"must run under CI, but {reason}")
    pytest.skip(reason)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what needs the release of every source, so that of several workers one builds it while the
    others run what does not: distributed in stretches (``--dist worksteal``), the first one gets these."""
    items.sort(key=lambda item: not _needs_every_source(item))


def _needs_every_source(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)  # a fixture may also be asked for by its name, as a parameter
    named = given is not None and "full_release" in given.params.values()
    return named or "full_home" in getattr(item, "fixturenames", ())


def pytest_collection_finish() -> None:
    """Let the search for cycles pass over what was imported and collected, which stays: with it, it takes a
    fourteenth of the time of what makes many objects."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a CI run that skipped anything, however it was skipped; ``-ra`` lists the reasons."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not IN_CI or reporter is None or hasattr(session.config, "workerinput"):
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("")
        reporter.write_line("CI: a skipped test counts as a failure; the reasons are listed", red=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def committed() -> list[str]:
    """Files, relative to the root, that git holds or that the next commit would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="session")
def sources_dir() -> Path:
    """The folder with the published source files."""
    folder = Path(os.environ.get("ONCOTRACE_SOURCES", ROOT.parent / "shared" / "sources"))
    if not folder.is_dir():
        absent(f"the source files are not at {folder} (set ONCOTRACE_SOURCES)")
    return folder


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A home that the first worker which needs it makes, and all others share: nobody may change it."""
    from oncotrace.kg.release import current

    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if current(home) is None:
            make(home)
    return home


@pytest.fixture(scope="session")
def core_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one release of the core alone, built as of 2026-11-24."""
    from oncotrace.loaders.build import build

    return made_once(tmp_path_factory, "core-home", lambda home: build(home, [], "2026-11-24"))


@pytest.fixture(scope="session")
def core_release(core_home: Path) -> "Iterator[Release]":
    """The release of the core alone."""
    from oncotrace.kg.release import open_release

    release = open_release(where=core_home)
    yield release
    release.graph.close()


ACCEPTED = ("gpl-2.0-research",)
"""The licences that a build of every source accepts."""


@pytest.fixture(scope="session")
def full_home(tmp_path_factory: pytest.TempPathFactory, sources_dir: Path) -> Path:
    """A home with one release of every source, as of 2026-11-24."""
    from oncotrace.loaders.build import build, found_in

    def make(home: Path) -> None:
        build(home, found_in(sources_dir, ACCEPTED), "2026-11-24", accepted=ACCEPTED)

    return made_once(tmp_path_factory, "full-home", make)


@pytest.fixture(scope="session")
def full_release(full_home: Path) -> "Iterator[Release]":
    """The release of every source."""
    from oncotrace.kg.release import open_release

    release = open_release(where=full_home)
    yield release
    release.graph.close()


@contextmanager
def an_oxigraph() -> "Iterator[Server]":
    """An Oxigraph server over memory, which ends with the block."""
    from oncotrace.server.bench import servers

    if servers.oxigraph_command() is None:
        absent("there is no Oxigraph server (pip install oxigraph)")
    with servers.oxigraph() as server:
        yield server


@pytest.fixture(scope="session")
def oxigraph_server() -> "Iterator[Server]":
    """An Oxigraph server that all tests share."""
    with an_oxigraph() as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Server]":
    """A Virtuoso with a new database of its own."""
    from oncotrace.server.bench import servers

    if servers.virtuoso_command() is None:
        absent("there is no Virtuoso (apt-get install virtuoso-opensource)")
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso"), megabytes=100) as server:
        yield server
