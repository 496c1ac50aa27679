"""GraphQL over HTTP: the audit suite of graphql-http, and what it does not ask."""

import hashlib
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from oncotrace.kg.errors import OncotraceError
from oncotrace.loaders.build import build
from oncotrace.server.app import create_app
from oncotrace.server.graphql import console, walks
from oncotrace.server.graphql.incoming import JSON, RESPONSE, accepted
from oncotrace.server.graphql.older import Older
from oncotrace.server.served import Served
from oncotrace.server.shelf import Shelf
from tests.conftest import absent

NAME = "{ release { name } }"


@pytest.fixture(scope="module")
def address(core_home: Path) -> Iterator[str]:
    """A server on a port of its own, which stops with the tests of this file."""
    config = uvicorn.Config(create_app(Served(home=core_home)), port=0, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/graphql"
    server.should_exit = True
    thread.join(20)


def test_all_audits_of_graphql_http_pass(root: Path, address: str) -> None:
    """13 MUST, 23 SHOULD, 25 MAY (https://www.npmjs.com/package/graphql-http)."""
    if shutil.which("node") is None or not (root / "node_modules" / "graphql-http").is_dir():
        absent("graphql-http is not installed; run `make assets`, which needs npm")
    command = ["node", str(root / "tests" / "server" / "audits.mjs"), address]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=True)
    audits = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a for a in audits if a["status"] != "ok"] == []
    words = [a["name"].split()[0] for a in audits]
    assert (words.count("MUST"), words.count("SHOULD"), words.count("MAY")) == (13, 23, 25)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}, {JSON};q=0.9", RESPONSE),
        (f"{JSON}, {RESPONSE}", JSON),
        (f"{RESPONSE};charset=utf-8, {JSON}", RESPONSE),
        (f"{JSON};q=0, */*", RESPONSE),
        (f"{JSON};charset=latin-1", None),
        ("text/plain", None),
    ],
)
def test_the_media_type_is_the_one_that_is_accepted(header: str | None, expected: str | None) -> None:
    assert accepted(header) == expected


def test_what_is_not_accepted_gets_406(client: TestClient) -> None:
    reply = client.post("/graphql", json={"query": NAME}, headers={"Accept": "text/plain"})
    assert reply.status_code == 406
    assert RESPONSE in reply.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "status"), [("{", 400), ("{ nope }", 400), ("query A { a } query B { b }", 400)]
)
def test_what_is_no_query_is_400_or_for_older_clients_200(
    client: TestClient, query: str, status: int
) -> None:
    for kind, expected in ((RESPONSE, status), (JSON, 200)):
        reply = client.post("/graphql", json={"query": query}, headers={"Accept": kind})
        assert (reply.status_code, "data" in reply.json()) == (expected, False)


def test_human_hints_are_kept(client: TestClient) -> None:
    (error,) = client.post("/graphql", json={"query": "{ relaese { name } }"}).json()["errors"]
    assert "Did you mean 'release'" in error["message"]


def test_forms_of_foreign_pages_are_not_read(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        body = json.dumps({"query": NAME})
        assert client.post("/graphql", content=body, headers={"Content-Type": kind}).status_code == 415


def test_get_runs_queries_and_nothing_else(client: TestClient) -> None:
    assert client.get("/graphql", params={"query": NAME}).json()["data"]["release"]["name"]
    assert client.get("/graphql", params={"query": "mutation { a }"}).json()["errors"]
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, "/graphql").status_code == 405


# --- caches -----------------------------------------------------------------------------------


def test_a_reply_that_a_client_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/graphql", params={"query": NAME})
    assert first.headers["cache-control"] == "private, max-age=60"
    etag = first.headers["etag"]
    again = client.get("/graphql", params={"query": NAME}, headers={"If-None-Match": f'"x", W/{etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    other = client.get("/graphql", params={"query": NAME}, headers={"If-None-Match": '"x"'})
    assert other.status_code == 200
    kind = client.get("/graphql", params={"query": NAME}, headers={"Accept": RESPONSE})
    assert kind.headers["etag"] != etag
    assert "accept" in kind.headers["vary"].lower()


def test_errors_and_posts_are_not_kept_by_clients(client: TestClient) -> None:
    assert client.get("/graphql", params={"query": "{ nope }"}).headers["cache-control"] == "no-store"
    assert client.post("/graphql", json={"query": NAME}).headers["cache-control"] == "no-store"


def test_a_reply_is_kept_for_its_release_document_and_variables(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same query asks the graph once; with other variables, again."""
    asked = []
    listed = walks.listed
    monkeypatch.setattr(walks, "listed", lambda *args, **named: asked.append(1) or listed(*args, **named))
    query = "query($n: Int!) { sources(first: $n) { nodes { title } } }"
    for n, times in ((7, 1), (7, 1), (8, 2)):
        client.post("/graphql", json={"query": query, "variables": {"n": n}})
        assert len(asked) == times


def test_a_new_release_is_answered_from(core_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(core_home, home, symlinks=True)
    day = "query($day: Day!) { release(knownOn: $day) { created } }"
    with TestClient(create_app(Served(home=home))) as client:
        old = client.post("/graphql", json={"query": NAME}).json()["data"]["release"]["name"]
        build(home, [], "2026-11-25")
        until = time.monotonic() + 30
        while client.post("/graphql", json={"query": NAME}).json()["data"]["release"]["name"] == old:
            assert time.monotonic() < until
        for asked, created in (("2026-11-24", "2026-11-24"), ("2026-11-30", "2026-11-25")):
            reply = client.post("/graphql", json={"query": day, "variables": {"day": asked}}).json()
            assert reply["data"]["release"]["created"] == created
        reply = client.post("/graphql", json={"query": day, "variables": {"day": "2020-01-01"}}).json()
        assert reply["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        assert str(tmp_path) not in json.dumps(reply)


def test_an_older_release_is_seen_under_the_same_licence_profile(core_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(core_home, home, symlinks=True)
    build(home, [], "2026-11-25")
    with closing(Served(home=home, licence_profile="public")) as served:
        shelf = Older().shelf("2026-11-24", Shelf(served.release()))
    assert (shelf.release.manifest["created"], shelf.release.profile) == ("2026-11-24", "public")


# --- settings ---------------------------------------------------------------------------------


@pytest.fixture
def set_to(core_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["SetTo"]:
    made = SetTo(core_home, monkeypatch)
    yield made
    for client in made.clients:
        client.__exit__(None, None, None)


class SetTo:
    """Makes a client of a server with settings of its own."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._home = home
        self._monkeypatch = monkeypatch
        self.clients: list[TestClient] = []

    def __call__(self, **settings: str) -> TestClient:
        for name, value in settings.items():
            self._monkeypatch.setenv(f"ONCOTRACE_GRAPHQL_{name.upper()}", value)
        client = TestClient(create_app(Served(home=self._home)), raise_server_exceptions=False)
        self.clients.append(client.__enter__())
        return client


def test_other_origins_read_replies_only_where_set(client: TestClient, set_to: SetTo) -> None:
    ask = {"json": {"query": NAME}, "headers": {"Origin": "https://front.example"}}
    assert "access-control-allow-origin" not in client.post("/graphql", **ask).headers
    allowing = set_to(origins="https://front.example https://other.example")
    reply = allowing.post("/graphql", **ask)
    assert reply.headers["access-control-allow-origin"] == "https://front.example"
    assert "origin" in reply.headers["vary"].lower()
    assert allowing.options("/graphql", headers=ask["headers"]).status_code == 204
    foreign = allowing.post("/graphql", json={"query": NAME}, headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in foreign.headers
    assert "access-control-allow-credentials" not in reply.headers


def test_an_address_that_asks_too_often_is_told_so(set_to: SetTo) -> None:
    client = set_to(per_minute="3")
    codes = [client.post("/graphql", json={"query": NAME}).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_time_that_is_over_ends_a_query(set_to: SetTo) -> None:
    client = set_to(seconds="0")
    reply = client.post("/graphql", json={"query": "{ genes { totalCount } }"}, headers={"Accept": RESPONSE})
    assert reply.status_code == 503
    assert reply.json()["errors"][0]["extensions"]["code"] == "TOO_SLOW"


def test_only_trusted_documents_where_set(set_to: SetTo, tmp_path: Path) -> None:
    known = hashlib.sha256(NAME.encode()).hexdigest()
    (tmp_path / "trusted.json").write_text(json.dumps({known: NAME}), "utf-8")
    client = set_to(documents=str(tmp_path / "trusted.json"), trusted_only="1")

    def code(**sent: object) -> object:
        told = client.post("/graphql", json=sent).json()
        return (
            told["errors"][0]["extensions"]["code"] if "errors" in told else told["data"]["release"]["name"]
        )

    name = code(query=NAME)
    assert name != "NOT_TRUSTED"
    assert code(documentId=f"sha256:{known}") == name
    assert code(extensions={"persistedQuery": {"version": 1, "sha256Hash": known}}) == name
    assert code(query="{ release { created } }") == "NOT_TRUSTED"
    assert code(documentId="sha256:00") == "NOT_TRUSTED"


def test_trusted_documents_must_have_the_hash_that_they_stand_under(set_to: SetTo, tmp_path: Path) -> None:
    (tmp_path / "trusted.json").write_text(json.dumps({"00": NAME}), "utf-8")
    with pytest.raises(OncotraceError, match="sha256"):
        set_to(documents=str(tmp_path / "trusted.json"))


# --- our own faults ---------------------------------------------------------------------------


def test_our_faults_are_masked_and_can_be_found_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **named: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(walks, "listed", broken)
    headers = {"X-Request-Id": "asked-17", "Accept": RESPONSE}
    reply = client.post(
        "/graphql", json={"query": "{ sources(first: 13) { nodes { title } } }"}, headers=headers
    )
    assert reply.headers["x-request-id"] == "asked-17"
    assert "secret" not in reply.text
    (error,) = reply.json()["errors"]
    assert error["extensions"] == {"code": "INTERNAL", "requestId": "asked-17"}
    assert error["path"] == ["sources"]
    assert "asked-17" in caplog.text
    assert "secret detail" in caplog.text


# --- the editor -------------------------------------------------------------------------------


def test_a_browser_gets_an_editor_from_our_own_files(client: TestClient, set_to: SetTo) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/graphql", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert "http" not in page.headers["content-security-policy"]
    assert client.get("/graphql", params={"query": NAME}, headers=browser).json()["data"]
    assert set_to(console="0").get("/graphql", headers=browser).status_code == 400


def test_without_npm_there_is_a_form(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "VENDOR", Path("absent"))
    page = client.get("/graphql", headers={"Accept": "text/html"}).text
    assert '<label for="query">' in page
    assert "<script" not in page
    assert "type Query {" in page


@pytest.mark.parametrize("example", console.EXAMPLES)
def test_the_examples_of_the_editor_run(client: TestClient, example: str) -> None:
    assert "errors" not in client.post("/graphql", json={"query": example}).json()


def test_the_editor_runs_with_every_other_host_blocked(address: str, tmp_path: Path) -> None:
    """In a real Chromium: it draws its three tabs, and the console stays silent."""
    chromium = shutil.which("chromium")
    if chromium is None or not (console.VENDOR / "graphiql.js").is_file():
        absent("Chromium or the editor's files are missing: apt-get install chromium, make assets")
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--virtual-time-budget=20000",
        "--enable-logging=stderr",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--dump-dom",
        address,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    for shown in ("graphiql-container", "graphiql-execute-button", "Treatments", "Landscape", "Answer"):
        assert shown in done.stdout
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
