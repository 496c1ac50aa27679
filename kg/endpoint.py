"""A SPARQL 1.1 endpoint over HTTP: one request, retried within limits, read whole or not at all."""

import base64
import http.client
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from oncotrace.kg.errors import StoreError

TIMEOUT = 60.0
"""Seconds for one try, from connecting to the last byte. A query that took so long is not tried again."""

PAUSES = (0.2, 1.0)
"""Seconds before the second and the third try; there is no fourth."""

MOST_BYTES = 256 * 2**20
"""Of one reply. A larger one is refused, so that an endpoint cannot fill our memory."""

_BUSY = (429, 502, 503, 504)
"""Statuses of a server or balancer that may answer in a moment."""


class Late(StoreError):
    """The reply did not come in time."""


class Large(StoreError):
    """The reply is larger than it may be."""


@dataclass(slots=True, frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def text(self) -> str:
        """The beginning of the body as people read it in an error."""
        return " ".join(self.body[:400].decode("utf-8", "replace").split())


def _may_pass(reply: Reply) -> bool:
    """Whether the next time may bring another answer. Virtuoso says now and then that its own address is not
    there (openlink/virtuoso-opensource, issues 299, 805 and 983), or that transactions locked each other out
    (SQL state 40001)."""
    return reply.status in (404, *_BUSY) or (reply.status == 500 and b"40001" in reply.body[:400])


def shown(url: str) -> str:
    """An address as it may be printed: without user, password and what follows ``?``, such as a token."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


class Endpoint:
    """One address that takes form-encoded POST requests. Threads may share it: each has a connection.

    ``url`` is ``http(s)://[user:password@]host[:port]/path[?name=value]``; the user and password are sent
    as HTTP basic authentication, what follows ``?`` (such as a token) goes into every form, as the protocol
    has it (section 2.1.2). Neither is printed. StoreError where it is no such address. Redirections are not
    followed: they could lead a query with the password elsewhere.
    """

    def __init__(self, url: str, timeout: float = TIMEOUT, most: int | None = None) -> None:
        try:
            parts = urlsplit(url)
            self._port = parts.port
        except ValueError as error:
            raise StoreError(f"{url!r} is no address ({error}); write it as http://host:port/path") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError(f"{url!r} is no address of an endpoint; write it as http://host:port/path")
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._path = parts.path or "/"
        self._always = parse_qsl(parts.query, keep_blank_values=True)
        self._timeout = timeout
        self._most = MOST_BYTES if most is None else most
        self.place = shown(url)
        self._headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "oncotrace"}
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        self._local = threading.local()
        self._connections: list[http.client.HTTPConnection] = []

    def post(self, form: Iterable[tuple[str, str]], accept: str) -> Reply:
        """The reply to a form, whatever its status; StoreError (Late, Large) where none comes whole."""
        body = urlencode([*form, *self._always]).encode()
        headers = self._headers | {"Accept": accept}
        for pause in (*PAUSES, None):
            try:
                reply = self._once(body, headers)
                if not _may_pass(reply):
                    return reply
                problem = f"answers {reply.status} ({reply.text()[:200]})"
            except TimeoutError as error:
                raise Late(
                    f"the endpoint {self.place} took more than {self._timeout:g} s;"
                    " ask for less, or give it more memory"
                ) from error
            except (OSError, http.client.HTTPException) as error:
                problem = f"does not answer ({type(error).__name__}: {error})"
            if pause is not None:
                time.sleep(pause)
        raise StoreError(
            f"the endpoint {self.place} {problem}, {len(PAUSES) + 1} times;"
            " check that it runs and can be reached"
        )

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._connections:
            connection.close()

    def _once(self, body: bytes, headers: dict[str, str]) -> Reply:
        connection = self._connection()
        deadline = time.monotonic() + self._timeout
        try:
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            read = self._read(response, deadline)
        except BaseException:
            # The rest of this reply must not become the next one; the connection opens itself again.
            connection.close()
            raise
        response.close()
        return Reply(response.status, response.headers, read)

    def _read(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        parts, size = [], 0
        while part := response.read1(2**16):
            parts.append(part)
            size += len(part)
            if time.monotonic() > deadline:
                raise TimeoutError
            if size > self._most:
                raise Large(
                    f"the endpoint {self.place} sends more than {self._most >> 20} MiB; ask for less at once"
                )
        # ``read1`` ends quietly where a server hangs up in the middle.
        promised = response.headers.get("Content-Length")
        if promised is not None and promised.isdigit() and int(promised) != size:
            raise http.client.IncompleteRead(b"", int(promised) - size)
        return b"".join(parts)

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            connection = self._local.connection = kind(self._host, self._port, timeout=self._timeout)
            self._connections.append(connection)
        return connection
