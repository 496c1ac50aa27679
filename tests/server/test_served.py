"""A server under load takes up new releases by itself, verified as a whole, and fails no request."""

import http.client
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn

from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.publish import _point
from oncotrace.kg.release import RELEASES, Release, current
from oncotrace.server import served as served_module
from oncotrace.server.app import create_app
from oncotrace.server.served import Served

CLIENTS, SWAPS = 4, 8
REQUESTS, GRAPHQL_REQUESTS = 5_000, 5_000
"""What a client asks at most: once the last swap is over, more would show nothing."""
PATHS = ("/healthz", "/healthz", "/ask.json?q=NTRK1+fusion", "/healthz", "/browse/biomarkers")


@pytest.fixture(scope="module")
def home(two_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two releases of the core."""
    place = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(two_releases, place, symlinks=True)
    return place


@contextmanager
def serving(served: Served) -> Iterator[int]:
    """A real server on a port of its own, which ends with the block."""
    server = uvicorn.Server(uvicorn.Config(create_app(served), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 30
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(30)


def asked(port: int, client: int, ended: threading.Event) -> tuple[list[str], set[str]]:
    """What went wrong in this client's requests until the swaps ended, and the releases that answered."""
    wrong, seen = [], set()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(REQUESTS):
        if ended.is_set():
            break
        path = PATHS[(client + number) % len(PATHS)] if number % 10 == 0 else "/healthz"
        try:
            connection.request("GET", path)
            reply = connection.getresponse()
            body = reply.read()
        except OSError as error:
            wrong.append(f"{path}: {error!r}")
            connection.close()
            continue
        if reply.status != 200:
            wrong.append(f"{path}: {reply.status}")
        elif path == "/healthz":
            seen.add(json.loads(body)["release"])
    connection.close()
    return wrong, seen


def test_swaps_under_load_fail_no_request(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests all the while that ``current`` moves eight times: each is answered, by one release or the
    other."""
    monkeypatch.setattr(served_module, "LOOKS_EVERY", 0.02)
    names = sorted(path.name for path in (home / RELEASES).iterdir())
    served = Served(home=home)
    with serving(served) as port, ThreadPoolExecutor(CLIENTS) as pool:
        ended = threading.Event()
        running = [pool.submit(asked, port, client, ended) for client in range(CLIENTS)]
        for number in range(SWAPS):
            wanted = names[number % 2]
            _point(home, wanted)
            until = time.monotonic() + 60
            while served.release().name != wanted and time.monotonic() < until:
                time.sleep(0.02)
            assert served.release().name == wanted
        ended.set()
        results = [done.result() for done in running]
    assert [problem for wrong, _ in results for problem in wrong] == []
    assert set().union(*(seen for _, seen in results)) == set(names)


QUERIES = (
    "{ release { name } }",
    '{ release { name } search(text: "pancrea", first: 3) { nodes { matched } } }',
    '{ release { name } prevalence(filter: {biomarker: {ref: "NRG1 fusion"}}, first: %d) { totalCount } }',
)


def queried(port: int, client: int, ended: threading.Event) -> tuple[list[str], set[str]]:
    """The same of GraphQL: replies that are kept and such that are made, with what no kept one can answer."""
    wrong, seen = [], set()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(GRAPHQL_REQUESTS):
        if ended.is_set():
            break
        query = QUERIES[(client + number) % len(QUERIES)].replace("%d", str(1 + number % 90))
        body = json.dumps({"query": query})
        try:
            connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            told = json.loads(reply.read())
        except OSError as error:
            wrong.append(f"{query}: {error!r}")
            connection.close()
            continue
        if reply.status != 200 or "errors" in told:
            wrong.append(f"{query}: {reply.status} {told}")
        else:
            seen.add(told["data"]["release"]["name"])
    connection.close()
    return wrong, seen


def test_swaps_under_a_load_of_graphql_fail_no_request(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Queries over four connections all the while that ``current`` moves four times."""
    monkeypatch.setattr(served_module, "LOOKS_EVERY", 0.02)
    names = sorted(path.name for path in (home / RELEASES).iterdir())
    _point(home, names[1])
    served = Served(home=home)
    with serving(served) as port, ThreadPoolExecutor(CLIENTS) as pool:
        ended = threading.Event()
        running = [pool.submit(queried, port, client, ended) for client in range(CLIENTS)]
        for number in range(4):
            wanted = names[number % 2]
            _point(home, wanted)
            until = time.monotonic() + 60
            while served.release().name != wanted and time.monotonic() < until:
                time.sleep(0.02)
            assert served.release().name == wanted
        ended.set()
        results = [done.result() for done in running]
    assert [problem for wrong, _ in results for problem in wrong] == []
    assert set().union(*(seen for _, seen in results)) == set(names)


def test_requests_do_not_wait_for_a_release_that_is_verified(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another release is being read, which here does not end, the one that is held goes on."""
    first, second = sorted(path.name for path in (home / RELEASES).iterdir())
    _point(home, first)
    with closing(Served(home=home)) as served:
        begun, go_on = threading.Event(), threading.Event()

        def slow(release: object) -> list[str]:
            begun.set()
            assert go_on.wait(60)
            return []

        monkeypatch.setattr(Release, "problems", slow)
        _point(home, second)
        assert begun.wait(60)
        assert served.release().name == first
        go_on.set()
        until = time.monotonic() + 60
        while served.release().name == first and time.monotonic() < until:
            time.sleep(0.02)
        assert served.release().name == second


def test_a_release_that_cannot_answer_is_not_taken_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does the fault end the looking for the next one."""
    first, second = sorted(path.name for path in (home / RELEASES).iterdir())
    _point(home, first)
    with closing(Served(home=home)) as served:

        def broken(*args: object) -> None:
            raise RuntimeError("broken")

        with monkeypatch.context() as patch:
            patch.setattr(served_module, "in_words", broken)
            _point(home, second)
            served.take_up()
            assert served.release().name == first
        _point(home, first)
        served.take_up()
        assert served.shelf().release.name == first


def test_what_has_begun_keeps_its_release_however_many_follow(home: Path) -> None:
    first, second = sorted(path.name for path in (home / RELEASES).iterdir())
    _point(home, first)
    with closing(Served(home=home)) as served:
        begun = served.release()
        for name in (second, first, second):
            _point(home, name)
            served.take_up()
        assert served.release().name == second
        assert begun.graph.ids("Gene")


def files(home: Path) -> list[str]:
    """The files of the current release in which a byte can be flipped."""
    release = home / RELEASES / str(current(home))
    names = sorted(p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file())
    return [name for name in names if (release / name).stat().st_size]


def test_one_flipped_byte_in_any_file_is_never_served(home: Path, tmp_path: Path) -> None:
    """Neither at the start nor by a server that runs: it goes on with what it has."""
    place = tmp_path / "home"
    shutil.copytree(home, place, symlinks=True)
    second = max(path.name for path in (place / RELEASES).iterdir())
    _point(place, second)
    checked = 0
    for name in files(place):
        path = place / RELEASES / second / name
        with path.open("r+b") as file:
            at = path.stat().st_size // 2
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 0xFF]))
        with pytest.raises(ReleaseError):
            Served(home=place)
        with path.open("r+b") as file:
            file.seek(at)
            file.write(bytes([byte]))
        checked += 1
    assert checked > 15
    with closing(Served(home=place)) as served:
        assert served.release().name == second


def test_a_current_that_is_no_link_stops_no_server(home: Path, tmp_path: Path) -> None:
    place = tmp_path / "home"
    shutil.copytree(home, place, symlinks=True)
    with closing(Served(home=place)) as served:
        name = served.release().name
        (place / "current").unlink()
        (place / "current").write_text("junk")
        served.take_up()
        (place / "current").unlink()
        served.take_up()
        assert served.release().name == name


def test_a_release_that_arrives_after_its_link_is_taken_up(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """On shared storage ``current`` can be seen before what it leads to, and files one after the other."""
    monkeypatch.setattr(served_module, "LOOKS_EVERY", 0.02)
    monkeypatch.setattr(served_module, "LOOKS_AGAIN", 2)
    place = tmp_path / "home"
    shutil.copytree(home, place, symlinks=True)
    first, second = sorted(path.name for path in (place / RELEASES).iterdir())
    _point(place, first)
    (place / RELEASES / second).rename(tmp_path / "under way")
    with closing(Served(home=place)) as served:

        def until(true: Callable[[], bool]) -> None:
            limit = time.monotonic() + 60
            while not true():
                assert time.monotonic() < limit
                time.sleep(0.02)

        _point(place, second)
        until(lambda: f"there is no release {second}" in caplog.text)
        shutil.copytree(tmp_path / "under way", place / RELEASES / second, ignore=lambda *_: ["read.names"])
        until(lambda: "read.names cannot be read" in caplog.text)
        assert served.release().name == first
        shutil.copy2(tmp_path / "under way" / "read.names", place / RELEASES / second)
        until(lambda: served.release().name == second)


def test_early_readers_find_what_all_pages_need(home: Path) -> None:
    """Broad pages are made before the first request; pages themselves are not kept."""
    with closing(Served(home=home)) as served:
        shelf = served.shelf()
        assert shelf.graph.notes("proofs")
        assert len(shelf.pages) == 0


def test_a_fault_before_requests_is_told_and_ends_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(shelf: object) -> None:
        raise ZeroDivisionError("by zero")

    first, second = sorted(path.name for path in (home / RELEASES).iterdir())
    _point(home, first)
    monkeypatch.setattr(served_module, "make_broadest", broken)
    monkeypatch.setattr(served_module, "LOOKS_EVERY", 0.02)
    with closing(Served(home=home)) as served:
        _point(home, second)
        until = time.monotonic() + 60
        while served.release().name == first and time.monotonic() < until:
            time.sleep(0.02)
        assert served.release().name == second
    assert f"the first pages of release {first} will be slow" in caplog.text
