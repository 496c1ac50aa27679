"""Pages: what they say, what they refuse, and what they never do."""

import re
import shutil
import socket
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import oncotrace
from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.release import current
from oncotrace.loaders.build import build
from oncotrace.server.app import create_app
from oncotrace.server.pages import EXAMPLES
from oncotrace.server.served import Served

ROS1 = EXAMPLES[0]


class Loads(HTMLParser):
    """The addresses that a browser fetches for a page without a click, and its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("a", "form") and given.get("rel") != "canonical":
            self.addresses += [v for k, v in given.items() if k in ("src", "href", "data", "srcset") and v]
        runs = tag == "script" and "src" not in given and given.get("type") != "application/ld+json"
        if runs or tag in ("style", "iframe") or "style" in given or any(k.startswith("on") for k in given):
            self.inline.append(tag)


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_first_page_says_what_it_is_and_from_what(client: TestClient, core_home: Path) -> None:
    reply = client.get("/")
    assert reply.status_code == 200
    release = current(core_home)
    shown = ('<label for="q">', "not medical advice", f"Data release {release}", "24 November 2026")
    assert [part for part in (*shown, "CC0-1.0") if part not in reply.text] == []


def test_every_example_is_understood(client: TestClient) -> None:
    """An example that we offer gives an answer about a biomarker, not an excuse."""
    page = client.get("/").text
    links = re.findall(r'href="(/ask\?q=[^"]+)"', page)
    assert len(links) == len(EXAMPLES)
    for link in links:
        reply = client.get(link)
        assert reply.status_code == 200
        assert "fusion" in reply.text or "G12C" in reply.text


def test_answer_page_holds_the_answer_with_links_to_its_sources(client: TestClient) -> None:
    page = client.get("/ask", params={"q": ROS1}).text
    assert "3,426" in text_of(page)
    assert "crizotinib" in text_of(page).lower()
    cited = set(re.findall(r'href="#(source-\d+)"', page))
    assert cited and cited <= set(re.findall(r'id="(source-\d+)"', page))


def test_json_is_the_same_answer(client: TestClient, home: Path) -> None:
    reply = client.get("/ask.json", params={"q": ROS1, "as_of": "2026-11-24"})
    assert reply.headers["content-type"] == "application/json"
    expected = oncotrace.ask(ROS1, as_of="2026-11-24")
    assert [s["text"] for s in reply.json()["headline"]] == [s.text for s in expected.headline]


def test_as_of_reaches_the_answer(client: TestClient) -> None:
    """Repotrectinib was approved after 2020: an answer as of then does not know it."""
    now = client.get("/ask", params={"q": ROS1, "as_of": "2026-11-24"}).text
    then = client.get("/ask", params={"q": ROS1, "as_of": "2020-01-01"}).text
    assert "As of 1 January 2020" in text_of(then)
    assert re.search(r"Crizotinib[^.]*: FDA", text_of(then))
    assert re.search(r"Repotrectinib[^.]*: FDA", text_of(now))
    assert not re.search(r"Repotrectinib[^.]*: FDA", text_of(then))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({}, "We cannot read that"),
        ({"q": ""}, "We cannot read that"),
        ({"q": "   "}, "We cannot read that"),
        ({"q": "?!?"}, "We cannot read that"),
        ({"q": "\x00\x01\x02"}, "We cannot read that"),
        ({"q": "ROS1 " * 12_000}, "We cannot read that"),
        ({"q": ROS1, "as_of": "yesterday"}, "which is no day"),
        ({"q": ROS1, "as_of": "2020-02-30"}, "which is no day"),
    ],
    ids=["nothing", "empty", "blanks", "no letters", "control characters", "60 kB", "no date", "no such day"],
)
def test_bad_input_gets_a_clear_page(client: TestClient, query: dict[str, str], says: str) -> None:
    reply = client.get("/ask", params=query)
    assert reply.status_code == 400
    assert says in reply.text
    assert '<label for="q">' in reply.text
    assert "Traceback" not in reply.text
    assert len(reply.text) < 20_000
    assert client.get("/ask.json", params=query).json()["error"]


@pytest.mark.parametrize(
    "question",
    ["What does xyzzyplugh mean?", "ROS1\x00 fusion\x1b[31m in pancreatic cancer", "🧬 ROS1 fusion"],
)
def test_odd_questions_are_answered(client: TestClient, question: str) -> None:
    reply = client.get("/ask", params={"q": question})
    assert reply.status_code == 200
    assert "\x00" not in reply.text
    assert "\x1b" not in reply.text


def test_markup_in_a_question_stays_text(client: TestClient) -> None:
    question = '<script>alert(1)</script>"> ROS1 fusion in pancreatic cancer'
    page = client.get("/ask", params={"q": question}).text
    assert "<script>" not in page
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;&#34;&gt; ROS1' in page, "the form shows it again"
    assert Loads(page).inline == []


@pytest.mark.parametrize("path", ["/", f"/ask?q={ROS1}", "/ask?q=", "/nowhere"])
def test_pages_load_nothing_foreign(client: TestClient, path: str) -> None:
    """No inline script or style, no cookie, no other host; and the headers hold browsers to it."""
    reply = client.get(path)
    loads = Loads(reply.text)
    assert loads.inline == []
    assert loads.addresses
    assert [a for a in loads.addresses if not a.startswith("/static/")] == []
    for address in loads.addresses:
        assert client.get(address).status_code == 200
    assert "set-cookie" not in reply.headers
    assert reply.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert reply.headers["referrer-policy"] == "no-referrer"


def test_style_loads_nothing(client: TestClient) -> None:
    style = client.get("/static/oncotrace.css").text
    assert "url(" not in style
    assert "@import" not in style
    for medium in ("prefers-color-scheme: dark", "@media print"):
        assert medium in style


def test_unknown_pages_and_methods(client: TestClient) -> None:
    assert client.get("/nowhere").status_code == 404
    assert "No such page" in client.get("/nowhere").text
    assert client.post("/ask").status_code == 405
    assert client.head("/").status_code == 200
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/docs").status_code == 404


def test_our_faults_show_no_stack(core_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **named: object) -> None:
        raise RuntimeError("secret detail")

    served = Served(home=core_home)
    monkeypatch.setattr("oncotrace.server.asked.compose", broken)
    with TestClient(create_app(served), raise_server_exceptions=False) as client:
        reply = client.get("/ask", params={"q": ROS1})
    assert reply.status_code == 500
    assert "Something broke on our side" in reply.text
    assert "secret detail" not in reply.text
    assert reply.headers["content-security-policy"]


def test_health_names_the_release(client: TestClient, core_home: Path) -> None:
    expected = {"status": "ok", "release": current(core_home), "created": "2026-11-24"}
    assert client.get("/healthz").json() == expected


# --- releases ---------------------------------------------------------------------------------


@pytest.fixture
def own_home(core_home: Path, tmp_path: Path) -> Path:
    """A home of its own with the core's release, to which others can be added."""
    home = tmp_path / "home"
    shutil.copytree(core_home, home, symlinks=True)
    return home


def test_a_new_release_is_taken_up(own_home: Path) -> None:
    served = Served(home=own_home)
    with TestClient(create_app(served)) as client:
        old = served.release()
        build(own_home, [], "2026-11-25")
        served.take_up()
        assert client.get("/healthz").json()["release"] == current(own_home) != old.name
        assert old.graph.ids("Gene"), "a request that has begun keeps its release"


def test_a_damaged_release_is_not_taken_up(own_home: Path) -> None:
    with closing(Served(home=own_home)) as served:
        first = served.release().name
        new = build(own_home, [], "2026-11-25").release
        assert new is not None
        with (new.path / "graph.nq").open("ab") as file:
            file.write(b"\n")
        served.take_up()
        assert served.release().name == first
        with pytest.raises(ReleaseError, match=r"graph\.nq"):
            Served(home=own_home)


def test_a_named_release_stays(own_home: Path) -> None:
    name = current(own_home)
    with closing(Served(name, home=own_home)) as served:
        build(own_home, [], "2026-11-25")
        served.take_up()
        assert served.release().name == name != current(own_home)


# --- over a real socket -----------------------------------------------------------------------


def test_over_a_socket_long_addresses_get_a_page(site: str) -> None:
    """The HTTP library's own limit would answer 100 kB with a bare line."""
    host, port = site.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        asked = b"GET /ask?q=" + b"a" * 100_000 + b" HTTP/1.1\r\n"
        line.sendall(asked + b"Host: x\r\nConnection: close\r\n\r\n")
        reply = b"".join(iter(lambda: line.recv(65536), b""))
    assert reply.startswith(b"HTTP/1.1 400")
    assert b"We cannot read that" in reply
