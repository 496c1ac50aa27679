"""One download: to a path, going on where it broke off, checked, and whole before it gets its name.

A file grows as ``.name.part``, from which a broken download goes on (``Range`` with ``If-Range``), and is
renamed in one step. Beside it ``name.fetched`` records where it came from, its validator and its sha256; a
file that did not change is not loaded again.
"""

import errno
import hashlib
import json
import os
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oncotrace.kg.errors import SourceError

if TYPE_CHECKING:
    import httpx2

Progress = Callable[[str, int, int | None], None]
"""Called with the name of a file, the bytes that are here, and all of them where that is known."""


@dataclass(slots=True, frozen=True)
class Limits:
    attempts: int = 5
    first_wait: float = 1
    """Seconds before the second attempt; each wait after it is about twice as long."""
    longest_wait: float = 60
    """Seconds; a server that asks for more is left in peace."""
    silence: float = 30
    """Seconds without a byte after which an attempt ends."""
    deadline: float = 1800
    """Seconds for one file, all attempts together."""
    size: int = 512 << 20
    """Bytes of one file."""
    redirects: int = 5


DEFAULT = Limits()
_PAGE = (b"<!doctype html", b"<html")


@dataclass(slots=True, kw_only=True)
class Fetched:
    """What is known of a file that was downloaded: the content of ``name.fetched``."""

    address: str
    sha256: str
    size: int
    validator: str = ""
    """The strong ETag, else the time of the last change, as the server tells it."""


@dataclass(slots=True)
class Result:
    path: Path
    fetched: Fetched
    changed: bool


class _Again(Exception):
    """The attempt failed in a way that may pass; ``wait`` are the seconds that the server asked for."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


def download(
    address: str,
    target: Path,
    progress: Progress = lambda name, here, total: None,
    limits: Limits = DEFAULT,
) -> Result:
    """Bring what is at an address to a path; ``changed`` is false where it was there already."""
    import httpx2
    import stamina

    make_folder(target.parent)
    until = time.monotonic() + limits.deadline
    job = _Job(address, target, progress, limits, until)

    def again(error: Exception) -> bool | float:
        if isinstance(error, _Again) and error.wait is not None:
            return error.wait
        return isinstance(error, _Again | httpx2.RequestError)

    timeout = httpx2.Timeout(limits.silence)
    try:
        with httpx2.Client(timeout=timeout, follow_redirects=False) as client:
            for attempt in stamina.retry_context(
                on=again,
                attempts=limits.attempts,
                timeout=limits.deadline,
                wait_initial=limits.first_wait,
                wait_max=limits.longest_wait,
                wait_jitter=limits.first_wait,
            ):
                with attempt:
                    return job.attempt(client)
    except httpx2.ConnectError as error:
        raise job.failed(f"cannot be reached ({error})", "Is this machine online? Try again later") from None
    except httpx2.RequestError as error:
        raise job.failed(f"the connection failed: {error or type(error).__name__}") from None
    except httpx2.InvalidURL as error:
        raise job.failed(f"is no address: {error}") from None
    except _Again as error:
        raise job.failed(str(error)) from None
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        todo = f"Make room on the disk of {target.parent}" if full else f"Check the rights of {target.parent}"
        raise job.failed(f"cannot be written: {error.strerror}", todo) from None
    raise AssertionError("an attempt returns or raises")


@dataclass(slots=True)
class _Job:
    address: str
    target: Path
    progress: Progress
    limits: Limits
    until: float

    @property
    def part(self) -> Path:
        return self.target.with_name(f".{self.target.name}.part")

    @property
    def part_note(self) -> Path:
        """The validator of the part."""
        return self.target.with_name(f".{self.target.name}.part.validator")

    def failed(self, what: str, todo: str = "Try again later") -> SourceError:
        stays = " What was there before stays." if self.target.exists() else ""
        return SourceError(f"{self.address}: {what}. {todo}.{stays}")

    def attempt(self, client: "httpx2.Client") -> Result:
        """One attempt. ``_Again`` or a transport error: it may pass; SourceError: it will not."""
        there = self._there()
        here, validator = self._begun()
        headers = {"Accept-Encoding": "identity"}
        if here:
            headers |= {"Range": f"bytes={here}-", "If-Range": validator}
        elif there and there.validator:
            tells_time = not there.validator.startswith('"')
            headers["If-Modified-Since" if tells_time else "If-None-Match"] = there.validator
        answer = self._open(client, headers)
        try:
            if answer.status_code == 304 and there:
                return Result(self.target, there, changed=False)
            start = self._start(answer, here, validator)
            total = self._total(answer, start)
            self._receive(answer, start, total)
            return self._finish(answer, there)
        finally:
            answer.close()

    def _there(self) -> Fetched | None:
        """The record of the file that is there; None where there is none, or it is not what it was."""
        try:
            noted = Fetched(**json.loads(note_of(self.target).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        if not self.target.is_file() or noted.address != self.address:
            return None
        return noted if sha256_of(self.target) == noted.sha256 else None

    def _begun(self) -> tuple[int, str]:
        """The bytes of the part and its validator; a part without one cannot be gone on with."""
        try:
            validator = self.part_note.read_text("utf-8")
            return (self.part.stat().st_size, validator) if validator else (0, "")
        except OSError:
            return 0, ""

    def _open(self, client: "httpx2.Client", headers: dict[str, str]) -> "httpx2.Response":
        """The answer behind redirects, none of which leaves https."""
        import httpx2

        url = httpx2.URL(self.address)
        for _ in range(self.limits.redirects + 1):
            answer = client.send(client.build_request("GET", url, headers=headers), stream=True)
            if not answer.has_redirect_location:
                return answer
            answer.close()
            following = url.join(answer.headers["Location"])
            if following.scheme not in ("https", url.scheme):
                raise self.failed(f"leads to {following}, which is not {url.scheme}", "Report this")
            url = following
        raise self.failed(f"leads on more than {self.limits.redirects} times", "Report this")

    def _start(self, answer: "httpx2.Response", here: int, validator: str) -> int:
        """The offset at which the bytes of an answer belong."""
        code = answer.status_code
        if code == 206 and here:
            told = answer.headers.get("Content-Range", "")
            if not told.startswith(f"bytes {here}-") or _validator(answer) not in ("", validator):
                self._discard()
                raise _Again(f"the server sent another part than was asked for ({told[:60]})")
            return here
        if code == 416:
            self._discard()
            raise _Again("the server no longer has the rest of the file")
        if code in (408, 425, 429) or code >= 500:
            raise _Again(f"the server answered {code}", self._asked_to_wait(answer))
        if code != 200:
            raise self.failed(f"the server answered {code}", "Check the address, or look for a newer version")
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml"):
            raise self.failed("is a web page instead of the file", "Open it in a browser to see what it says")
        return 0

    def _asked_to_wait(self, answer: "httpx2.Response") -> float | None:
        """Seconds of ``Retry-After``, which is a number or a time."""
        text = answer.headers.get("Retry-After", "")
        if not text:
            return None
        try:
            seconds = float(text) if text.isdigit() else parsedate_to_datetime(text).timestamp() - time.time()
        except ValueError:
            return None
        if seconds > self.limits.longest_wait:
            raise self.failed(f"the server asks to wait {seconds:.0f} seconds", "Try again after that")
        return max(0.0, seconds)

    def _total(self, answer: "httpx2.Response", start: int) -> int | None:
        length = answer.headers.get("Content-Length", "")
        total = start + int(length) if length.isdigit() and not _packed(answer) else None
        if total is not None and total > self.limits.size:
            raise self._too_large()
        return total

    def _too_large(self) -> SourceError:
        self._discard()
        return self.failed(f"is larger than {self.limits.size >> 20} MiB", "Is it the right file?")

    def _receive(self, answer: "httpx2.Response", start: int, total: int | None) -> None:
        """Write the bytes of an answer behind those of the part."""
        self.part_note.write_text(_validator(answer), "utf-8")
        here = start
        with self.part.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            for chunk in answer.iter_bytes() if _packed(answer) else answer.iter_raw():
                here += len(chunk)
                if here > self.limits.size:
                    raise self._too_large()
                if here == len(chunk) and chunk.lstrip()[:14].lower().startswith(_PAGE):
                    self._discard()
                    raise self.failed("is a web page instead of the file", "Open it in a browser")
                file.write(chunk)
                self.progress(self.target.name, here, total)
                if time.monotonic() > self.until:
                    what = f"not here after {self.limits.deadline:g} seconds"
                    raise self.failed(what, "Start it again: it goes on from there")
            file.flush()
            os.fsync(file.fileno())
        if total is not None and here != total:
            raise _Again(f"the answer ended after {here:,} of {total:,} bytes")
        if not here:
            raise _Again("the answer is empty")

    def _finish(self, answer: "httpx2.Response", there: Fetched | None) -> Result:
        """Check the whole file and give it its name."""
        digest = sha256_of(self.part)
        if (told := _digest_told(answer)) and told != digest:
            self._discard()
            raise _Again("its sha256 is not the one that the server tells")
        done = Fetched(
            address=self.address, sha256=digest, size=self.part.stat().st_size, validator=_validator(answer)
        )
        self.part.replace(self.target)
        self.part_note.unlink(missing_ok=True)
        write_note(self.target, done)
        return Result(self.target, done, changed=there is None or there.sha256 != digest)

    def _discard(self) -> None:
        self.part.unlink(missing_ok=True)
        self.part_note.unlink(missing_ok=True)


def note_of(path: Path) -> Path:
    """The file that tells where a file came from."""
    return path.with_name(f"{path.name}.fetched")


def write_note(path: Path, fetched: Fetched) -> None:
    draft = path.with_name(f".{path.name}.fetched.new")
    draft.write_text(json.dumps(asdict(fetched), indent=2) + "\n", "utf-8")
    draft.replace(note_of(path))


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"{folder} cannot be made ({error.strerror}); name another with --to") from None


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _packed(answer: "httpx2.Response") -> bool:
    """Whether the bytes are compressed on their way, although that was not asked for."""
    return answer.headers.get("Content-Encoding", "identity") != "identity"


def _validator(answer: "httpx2.Response") -> str:
    """What tells one version of the file from another: only a strong ETag, or a time, will do for a part."""
    if _packed(answer):
        return ""
    etag: str = answer.headers.get("ETag", "")
    return etag if etag.startswith('"') else str(answer.headers.get("Last-Modified", ""))


def _digest_told(answer: "httpx2.Response") -> str:
    """The sha256 of the whole file as the server tells it (``Repr-Digest``, RFC 9530); empty where not."""
    for field in answer.headers.get("Repr-Digest", "").split(",") if not _packed(answer) else ():
        name, _, value = field.strip().partition("=")
        if name.lower() == "sha-256":
            try:
                return b64decode(value.strip(":")).hex()
            except ValueError:
                return ""
    return ""
