"""Fetching trials: pages, a cut, an update, and a register that answers nonsense. All on the loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.loaders.clinicaltrials_fetch import STATE, Manners, fetch

QUICK = Manners(delay=0.0, timeout=5.0, tries=3)


class Register:
    """A small ClinicalTrials.gov: five studies, two a page."""

    def __init__(self) -> None:
        self.stamp = "2026-01-05T09:00:05"
        self.asked: list[dict[str, str]] = []
        self.fail: list[int] = []
        """Status codes to answer with before answering well."""
        self.cut_after = 99
        """Pages after which the register is gone."""

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, Any]:
        if self.fail:
            return self.fail.pop(0), {}
        if path.endswith("/version"):
            return 200, {"apiVersion": "2.0.5", "dataTimestamp": self.stamp}
        self.asked.append(asked)
        if len(self.asked) > self.cut_after:
            return 404, {}
        first = int(asked.get("pageToken", "0"))
        last = 1 if "filter.advanced" in asked else 5
        studies = [self.study(n) for n in range(first, min(first + 2, last))]
        page: dict[str, Any] = {"studies": studies, "totalCount": last}
        return 200, page | ({"nextPageToken": str(first + 2)} if first + 2 < last else {})

    @staticmethod
    def study(number: int) -> dict[str, Any]:
        site = {"city": "Ghent", "contacts": [{"name": "Jane Doe"}]}
        contacts = {"centralContacts": [{"name": "Jane Doe"}], "locations": [site]}
        return {
            "protocolSection": {
                "identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": "T"},
                "contactsLocationsModule": contacts,
            }
        }


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def api(register: Register) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            code, found = register.answer(parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()})
            body = json.dumps(found).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v2"
    server.shutdown()
    server.server_close()
    thread.join(5)


def numbers(folder: Path) -> list[str]:
    pages = sorted(folder.glob("page-*.json"))
    studies = [s for page in pages for s in json.loads(page.read_text("utf-8"))["studies"]]
    return [s["protocolSection"]["identificationModule"]["nctId"] for s in studies]


def test_all_pages_come_and_contacts_do_not(api: str, register: Register, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    state = fetch("lung", tmp_path, api=api, manners=QUICK, progress=lambda *told: seen.append(told))
    assert (state.pages, state.trials, state.done) == (3, 5, True)
    assert numbers(tmp_path) == [f"NCT{n:08}" for n in range(5)]
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert {asked["pageSize"] for asked in register.asked} == {"1000"}
    assert [asked.get("pageToken") for asked in register.asked] == [None, "2", "4"]
    text = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert "Jane" not in text
    assert '"contacts"' not in text
    assert json.loads((tmp_path / STATE).read_text("utf-8"))["dataTimestamp"] == "2026-01-05T09:00:05"


def test_a_fetch_that_was_cut_off_goes_on(api: str, register: Register, tmp_path: Path) -> None:
    register.cut_after = 2
    with pytest.raises(SourceError, match="404"):
        fetch("lung", tmp_path, api=api, manners=QUICK)
    register.cut_after = 99
    register.asked.clear()
    assert fetch("lung", tmp_path, api=api, manners=QUICK).done
    assert [asked.get("pageToken") for asked in register.asked] == ["4"]
    assert numbers(tmp_path) == [f"NCT{n:08}" for n in range(5)]


def test_the_next_fetch_asks_only_for_what_was_updated(api: str, register: Register, tmp_path: Path) -> None:
    fetch("lung", tmp_path, api=api, manners=QUICK)
    register.asked.clear()
    fetch("lung", tmp_path, api=api, manners=QUICK)
    assert register.asked == []  # the data are the same
    register.stamp = "2026-02-01T09:00:00"
    state = fetch("lung", tmp_path, api=api, manners=QUICK)
    assert [asked["filter.advanced"] for asked in register.asked] == [
        "AREA[LastUpdatePostDate]RANGE[2026-01-05,MAX]"
    ]
    assert (state.pages, state.dataTimestamp[:10]) == (4, "2026-02-01")


def test_a_busy_register_is_asked_again(api: str, register: Register, tmp_path: Path) -> None:
    register.fail = [503, 429]
    assert fetch("lung", tmp_path, api=api, manners=QUICK).done


def test_a_register_that_stays_away_is_told(api: str, register: Register, tmp_path: Path) -> None:
    register.fail = [503] * 9
    with pytest.raises(SourceError, match="answers 503"):
        fetch("lung", tmp_path, api=api, manners=QUICK)


def test_another_query_needs_another_folder(api: str, tmp_path: Path) -> None:
    fetch("lung", tmp_path, api=api, manners=QUICK)
    with pytest.raises(SourceError, match="choose another folder"):
        fetch("pancreas", tmp_path, api=api, manners=QUICK)


def test_a_broken_state_is_told(api: str, tmp_path: Path) -> None:
    (tmp_path / STATE).write_text("[1", "utf-8")
    with pytest.raises(SourceError, match="cannot be read"):
        fetch("lung", tmp_path, api=api, manners=QUICK)
