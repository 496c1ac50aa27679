"""Downloads against a server on this machine that fails in every way that servers do."""

import errno
import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.loaders import download as downloads
from oncotrace.loaders import fetch as module
from oncotrace.loaders import sources
from oncotrace.loaders.download import Limits, Result, download, note_of
from oncotrace.loaders.fetch import fetch

BODY = bytes(range(256)) * 1024
ETAG = '"one"'
QUICK = Limits(attempts=3, first_wait=0.01, longest_wait=1, silence=2, deadline=20, size=1 << 20)

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """Answers its requests one by one, the last answer for all that follow."""

    url: str
    answers: list[Answer] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def next(self) -> Answer:
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append({k.lower(): v for k, v in self.headers.items()} | {"path": self.path})
            self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):
                made.next()(self)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    made = Server(f"http://127.0.0.1:{http.server_port}/file")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    http.shutdown()
    thread.join()
    http.server_close()


def send(code: int = 200, body: bytes = BODY, stop: int | None = None, **headers: str) -> Answer:
    """An answer with this body; it breaks off after ``stop`` bytes."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        told = {"Content-Length": str(len(body)), "ETag": ETAG, "Content-Type": "application/octet-stream"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        request.send_response(code)
        for name, value in told.items():
            if value:
                request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body if stop is None else body[:stop])

    return answer


def rest(start: int, etag: str = ETAG, told: str = "", body: bytes = BODY) -> Answer:
    """The part of the body from ``start``; ``told`` is what Content-Range says, if not the truth."""
    said = told or f"bytes {start}-{len(body) - 1}/{len(body)}"
    return send(206, body[start:], ETag=etag, Content_Range=said)


def get(server: Server, folder: Path, limits: Limits = QUICK) -> Result:
    return download(server.url, folder / "file.tsv", limits=limits)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(server: Server, folder: Path, limits: Limits = QUICK) -> str:
    """The message of a download that fails; no file and no half of one stands under its name."""
    with pytest.raises(SourceError) as caught:
        get(server, folder, limits)
    assert not (folder / "file.tsv").exists()
    message = str(caught.value)
    assert message.startswith(server.url) and "Traceback" not in message
    return message


def test_a_whole_file(server: Server, tmp_path: Path) -> None:
    server.answers = [send()]
    seen: list[tuple[str, int, int | None]] = []
    result = download(
        server.url, tmp_path / "folder" / "file.tsv", lambda *told: seen.append(told), limits=QUICK
    )
    assert result.path.read_bytes() == BODY and result.changed
    assert result.fetched.sha256 == sha256(BODY).hexdigest()
    assert json.loads(note_of(result.path).read_text())["sha256"] == result.fetched.sha256
    assert left(tmp_path / "folder") == ["file.tsv", "file.tsv.fetched"]
    assert seen[-1] == ("file.tsv", len(BODY), len(BODY))


def test_404_is_final(server: Server, tmp_path: Path) -> None:
    server.answers = [send(404, b"not here")]
    assert "the server answered 404. Check the address" in refused(server, tmp_path)
    assert len(server.asked) == 1


def test_500_then_fine(server: Server, tmp_path: Path) -> None:
    server.answers = [send(500, b"oh"), send(503, b"oh"), send()]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert len(server.asked) == 3


def test_500_for_ever(server: Server, tmp_path: Path) -> None:
    server.answers = [send(500, b"oh")]
    assert "the server answered 500. Try again later." in refused(server, tmp_path)
    assert len(server.asked) == QUICK.attempts


def test_429_is_waited_for_as_long_as_it_asks(server: Server, tmp_path: Path) -> None:
    server.answers = [send(429, b"", Retry_After="1"), send()]
    started = time.monotonic()
    get(server, tmp_path)
    assert time.monotonic() - started >= 1


def test_429_that_asks_for_an_hour_is_told(server: Server, tmp_path: Path) -> None:
    server.answers = [send(429, b"", Retry_After="3600")]
    assert "asks to wait 3600 seconds" in refused(server, tmp_path)
    assert len(server.asked) == 1


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/file"
    message = refused(Server(url), tmp_path)
    assert "cannot be reached" in message and "Is this machine online?" in message


def test_a_broken_connection_goes_on_where_it_broke(server: Server, tmp_path: Path) -> None:
    server.answers = [send(stop=100_000), rest(100_000)]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert server.asked[1]["range"] == "bytes=100000-"
    assert server.asked[1]["if-range"] == ETAG
    assert "range" not in server.asked[0]


def test_an_interrupted_download_goes_on_the_next_time(server: Server, tmp_path: Path) -> None:
    once = replace(QUICK, attempts=1)
    server.answers = [send(stop=50_000), rest(50_000)]
    assert "connection failed" in refused(server, tmp_path, once)
    assert left(tmp_path) == [".file.tsv.part", ".file.tsv.part.validator"]
    assert get(server, tmp_path, once).path.read_bytes() == BODY
    assert left(tmp_path) == ["file.tsv", "file.tsv.fetched"]


@pytest.mark.parametrize(
    "wrong",
    [
        rest(0),  # from the beginning
        rest(100_000, told="bytes 99999-262143/262144"),
        rest(100_000, etag='"two"'),  # of another version
        rest(100_000, told="garbage"),
        send(416, b""),
    ],
    ids=["start", "offset", "version", "garbage", "416"],
)
def test_a_wrong_part_is_thrown_away(wrong: Answer, server: Server, tmp_path: Path) -> None:
    server.answers = [send(stop=100_000), wrong, send()]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert "range" not in server.asked[2]


def test_a_file_that_changed_meanwhile_comes_whole(server: Server, tmp_path: Path) -> None:
    """The ETag of If-Range no longer fits: the server sends all of the new file."""
    newer = BODY[::-1]
    server.answers = [send(stop=100_000), send(body=newer, ETag='"two"')]
    assert get(server, tmp_path).path.read_bytes() == newer


def test_a_weak_validator_is_not_gone_on_with(server: Server, tmp_path: Path) -> None:
    server.answers = [send(stop=100_000, ETag='W/"one"'), send(ETag='W/"one"')]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert "range" not in server.asked[1]


def test_a_length_that_is_never_reached(server: Server, tmp_path: Path) -> None:
    server.answers = [send(Content_Length="999999", ETag="")]
    assert "connection failed" in refused(server, tmp_path)
    assert len(server.asked) == QUICK.attempts


def test_an_announced_size_over_the_limit(server: Server, tmp_path: Path) -> None:
    server.answers = [send(Content_Length=str(10 << 20))]
    assert "is larger than 1 MiB" in refused(server, tmp_path)
    assert left(tmp_path) == []


def test_a_body_without_end(server: Server, tmp_path: Path) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(1000):
            request.wfile.write(BODY)

    server.answers = [endless]
    assert "is larger than 1 MiB" in refused(server, tmp_path)
    assert left(tmp_path) == []


def _drip(count: int, pause: float) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(count))
        request.end_headers()
        for _ in range(count):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(pause)

    return answer


def test_a_slow_drip_below_the_deadline(server: Server, tmp_path: Path) -> None:
    server.answers = [_drip(20, 0.02)]
    assert get(server, tmp_path).path.read_bytes() == b"x" * 20


def test_a_slow_drip_beyond_the_deadline(server: Server, tmp_path: Path) -> None:
    server.answers = [_drip(100, 0.05)]
    assert "not here after 0.5 seconds" in refused(server, tmp_path, replace(QUICK, deadline=0.5))


def test_a_silent_server(server: Server, tmp_path: Path) -> None:
    server.answers = [lambda request: time.sleep(1)]
    message = refused(server, tmp_path, replace(QUICK, silence=0.2, attempts=2))
    assert "the connection failed" in message
    assert len(server.asked) == 2


def test_a_redirect_is_followed(server: Server, tmp_path: Path) -> None:
    server.answers = [send(302, b"", Location="/elsewhere"), send()]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert server.asked[1]["path"] == "/elsewhere"


@pytest.mark.parametrize("where", ["ftp://127.0.0.1/file", "file:///etc/passwd"])
def test_a_redirect_to_another_scheme(where: str, server: Server, tmp_path: Path) -> None:
    server.answers = [send(302, b"", Location=where)]
    message = refused(server, tmp_path)
    assert f"leads to {where[:5].rstrip('/')}" in message and "which is not http" in message


def test_redirects_without_end(server: Server, tmp_path: Path) -> None:
    server.answers = [send(302, b"", Location="/again")]
    assert "leads on more than 5 times" in refused(server, tmp_path)


@pytest.mark.parametrize(
    "page",
    [
        send(body=b"<p>Sorry</p>", Content_Type="text/html; charset=utf-8"),
        send(body=b"\n<!DOCTYPE html><title>Sorry</title>"),
    ],
    ids=["told", "seen"],
)
def test_a_page_instead_of_the_file(page: Answer, server: Server, tmp_path: Path) -> None:
    server.answers = [page]
    assert "is a web page instead of the file" in refused(server, tmp_path)
    assert left(tmp_path) == []


def _digest(body: bytes) -> str:
    return f"sha-256=:{b64encode(sha256(body).digest()).decode()}:"


def test_a_checksum_that_does_not_fit(server: Server, tmp_path: Path) -> None:
    server.answers = [send(Repr_Digest=_digest(b"another"))]
    assert "its sha256 is not the one that the server tells" in refused(server, tmp_path)
    assert left(tmp_path) == []


def test_a_checksum_that_fits(server: Server, tmp_path: Path) -> None:
    server.answers = [send(Repr_Digest=_digest(BODY))]
    assert get(server, tmp_path).changed


def test_what_is_packed_on_its_way_is_unpacked(server: Server, tmp_path: Path) -> None:
    """Without the chance to go on with a part of it: its bytes are not those of the file."""
    packed = gzip.compress(BODY)
    broken = send(body=packed, stop=100, Content_Encoding="gzip")
    server.answers = [broken, send(body=packed, Content_Encoding="gzip")]
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert "range" not in server.asked[1]


def test_a_bomb_that_is_packed_on_its_way(server: Server, tmp_path: Path) -> None:
    server.answers = [send(body=gzip.compress(bytes(64 << 20)), Content_Encoding="gzip")]
    assert "is larger than 1 MiB" in refused(server, tmp_path)


def test_what_cannot_be_unpacked(server: Server, tmp_path: Path) -> None:
    server.answers = [send(body=b"no gzip", Content_Encoding="gzip")]
    assert "the connection failed" in refused(server, tmp_path)


def test_what_is_no_address(tmp_path: Path) -> None:
    assert "the connection failed" in refused(Server("ftp://127.0.0.1/file"), tmp_path)


def test_an_empty_answer_is_no_file(server: Server, tmp_path: Path) -> None:
    server.answers = [send(body=b"")]
    assert "the answer is empty" in refused(server, tmp_path)


def test_a_full_disk(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(downloads.os, "fsync", full)
    server.answers = [send()]
    message = refused(server, tmp_path)
    assert "No space left on device" in message and "Make room on the disk" in message


def test_a_failure_leaves_the_file_that_was_there(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file.tsv").write_text("the old one")
    server.answers = [send(stop=100, ETag="")]
    with pytest.raises(SourceError, match="What was there before stays"):
        get(server, tmp_path)
    assert (tmp_path / "file.tsv").read_text() == "the old one"


def test_what_did_not_change_is_not_loaded_again(server: Server, tmp_path: Path) -> None:
    server.answers = [send(), send(304, b"", Content_Length="")]
    get(server, tmp_path)
    again = get(server, tmp_path)
    assert not again.changed and again.path.read_bytes() == BODY
    assert server.asked[1]["if-none-match"] == ETAG


def test_a_file_that_was_altered_here_is_loaded_again(server: Server, tmp_path: Path) -> None:
    server.answers = [send()]
    (get(server, tmp_path).path).write_text("altered")
    assert get(server, tmp_path).path.read_bytes() == BODY
    assert "if-none-match" not in server.asked[1]


# --- sources --------------------------------------------------------------------------------------


def test_a_source_comes_to_where_a_build_looks(server: Server, tmp_path: Path) -> None:
    server.answers = [send()]
    source = replace(sources.by_name("hgnc"), fetches={"hgnc/hgnc_entries.tsv": server.url})
    (result,) = fetch(source, tmp_path, limits=QUICK)
    assert sources.locate(source, tmp_path) == [result.path]


def test_a_licence_has_to_be_accepted_first(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"moalmanac: its licence .* --accept-licence gpl-2\.0-research"):
        fetch(sources.by_name("moalmanac"), tmp_path)
    assert left(tmp_path) == []


def test_a_source_without_an_address_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"mondo: no address .* Get it from https://\S+ and put it at \S+"):
        fetch(sources.by_name("mondo"), tmp_path)


@pytest.mark.parametrize("source", sources.SOURCES, ids=lambda s: s.name)
def test_what_is_fetched_is_what_is_read(source: sources.SourceModule, tmp_path: Path) -> None:
    """Every path that a source declares is one of its files, over https, and alone one of them."""
    for name, address in source.fetches.items():
        assert address.startswith("https://")
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        note_of(path).touch()
    if source.fetches:
        assert len(sources.locate(source, tmp_path)) == len(source.fetches)


# --- the wheel ------------------------------------------------------------------------------------


def _pip(monkeypatch: pytest.MonkeyPatch, made: str, code: int = 0, said: str = "") -> list[list[str]]:
    """A pip that writes one file, and the commands that it was given."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        if made:
            Path(command[command.index("--dest") + 1], made).write_bytes(b"a wheel")
        return subprocess.CompletedProcess(command, code, "", said)

    monkeypatch.setattr(module.subprocess, "run", run)
    return commands


def test_a_wheel_is_fetched_by_pip_and_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commands = _pip(monkeypatch, "oncoref-1.21.0-py3-none-any.whl")
    (tmp_path / "oncoref").mkdir()
    (tmp_path / "oncoref" / "oncoref-1.20.0-py3-none-any.whl").write_bytes(b"older")
    (result,) = fetch(sources.by_name("oncoref"), tmp_path)
    assert commands[0][:4] == [sys.executable, "-m", "pip", "download"]
    assert "--no-deps" in commands[0] and commands[0][-1] == "oncoref"
    assert sources.locate(sources.by_name("oncoref"), tmp_path) == [result.path]
    assert sources.version_of(sources.by_name("oncoref"), [result.path]) == "1.21.0"


def test_without_pip_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(SourceError, match=r"pip is not here to fetch it. Download the wheel of oncoref"):
        fetch(sources.by_name("oncoref"), tmp_path)


def test_what_pip_could_not_do_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _pip(monkeypatch, "", 1, "WARNING: x\nERROR: No matching distribution found for oncoref\n")
    with pytest.raises(SourceError, match=r"could not download oncoref \(ERROR: No matching distribution"):
        fetch(sources.by_name("oncoref"), tmp_path)
    assert left(tmp_path / "oncoref") == []
