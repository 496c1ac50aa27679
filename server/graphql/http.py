"""The door at ``/graphql``: GraphQL over HTTP, to the letter of its draft.

Every operation is a query and no cookie is read, so that a GET from a foreign page changes nothing and
learns nothing that it could not ask for itself. Bodies are JSON alone: a form cannot send one.
"""

import re
import threading
import time
from datetime import date
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from oncotrace.kg.graph import Graph
from oncotrace.server.graphql import console
from oncotrace.server.graphql.documents import Trusted
from oncotrace.server.graphql.errors import TOO_MANY, Refused
from oncotrace.server.graphql.incoming import JSON, RESPONSE, Incoming, Unread, accepted, read, wants_page
from oncotrace.server.graphql.older import Older
from oncotrace.server.graphql.run import Asked, Replies, Reply, Runner, refusal
from oncotrace.server.graphql.view import Open, Ready
from oncotrace.server.settings import Settings
from oncotrace.server.shelf import Shelf

METHODS = ("GET", "POST", "OPTIONS")
READING = ("GET", "HEAD")
CACHED = "private, max-age=60"
"""Of replies to GET: private, because the address holds what somebody asked."""

MOST_CLIENTS = 10_000
"""Addresses whose requests are counted."""


class Door:
    """Answers requests at one address."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runner = Runner(settings.graphql_seconds)
        self._replies = Replies(settings.graphql_cache_bytes)
        self._trusted = Trusted(settings.graphql_documents, settings.graphql_trusted_only)
        self._origins = settings.graphql_origins.split()
        self._rate = Rate(settings.graphql_per_minute)
        self._older = Older()
        self._ready: WeakKeyDictionary[Shelf, Ready] = WeakKeyDictionary()

    async def endpoint(self, request: Request) -> Response:
        response = await self._answered(request)
        if "vary" not in response.headers:
            response.headers["vary"] = "Accept"
        self._allow_origin(request, response)
        return response

    async def _answered(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        if request.method in READING and self._settings.graphql_console and wants_page(request):
            return console.page()
        kind = accepted(request.headers.get("accept"))
        if kind is None:
            refused = Refused("NOT_ACCEPTABLE", f"we reply with {RESPONSE} or {JSON}: accept one of them")
            return _response(refusal(refused, 406), JSON, 406)
        try:
            self._rate.count(request.client.host if request.client else "")
            incoming = await read(request, self._settings.graphql_body_bytes)
            return await self._run(request, incoming, kind)
        except Unread as unread:
            return _response(refusal(unread.error, unread.status), kind, unread.status)
        except Refused as error:
            return _response(refusal(error, error.status), kind, error.status)

    async def _run(self, request: Request, incoming: Incoming, kind: str) -> Response:
        text = self._text(incoming)
        shelf: Shelf = request.app.state.served.shelf()
        today = date.today().isoformat()
        key = (shelf.release.name, today, text, incoming.operation or "", incoming.canonical)
        reply = self._replies.get(key)
        if reply is None:
            asked = Asked(text=text, operation=incoming.operation, variables=incoming.variables)
            id = getattr(request.state, "request_id", "")
            reply = await run_in_threadpool(self._runner.run, asked, self._opener(shelf), today, id)
            # Which release was known on a day can change while this one is served.
            if reply.whole and "knownOn" not in text:
                self._replies.put(key, reply)
        status = reply.status if kind == RESPONSE or reply.status >= 500 else 200
        if request.method in READING and reply.whole:
            return _cached(request, reply, kind)
        return _response(reply, kind, status)

    def _text(self, incoming: Incoming) -> str:
        if incoming.query is None:
            assert incoming.document_id is not None
            return self._trusted.text(incoming.document_id)
        self._trusted.allow(incoming.query)
        return incoming.query

    def _opener(self, served: Shelf) -> Open:
        def open(known_on: str | None) -> tuple[Shelf, Graph, Ready]:
            shelf = self._older.shelf(known_on, served) if known_on else served
            return shelf, shelf.graph, self._ready.setdefault(shelf, Ready())

        return open

    def _allow_origin(self, request: Request, response: Response) -> None:
        """Let pages of the origins that the settings name read the reply."""
        if not self._origins:
            return
        origin = request.headers.get("origin", "")
        response.headers["vary"] += ", Origin"
        if "*" in self._origins or origin in self._origins:
            response.headers["access-control-allow-origin"] = "*" if "*" in self._origins else origin
            response.headers["access-control-allow-methods"] = "GET, POST"
            response.headers["access-control-allow-headers"] = "Content-Type, X-Request-Id"
            response.headers["access-control-expose-headers"] = "ETag, X-Request-Id"
            response.headers["cross-origin-resource-policy"] = "cross-origin"


def _cached(request: Request, reply: Reply, kind: str) -> Response:
    """A reply that a client may keep; without a body where it has it still."""
    etag = f'"{reply.digest}-{"g" if kind == RESPONSE else "j"}"'
    headers = {"ETag": etag, "Cache-Control": CACHED}
    named = re.findall(r'(?:W/)?("[^"]*")|(\*)', request.headers.get("if-none-match", ""))
    if any(tag == etag or star for tag, star in named):
        return Response(status_code=304, headers=headers)
    return Response(reply.body, media_type=f"{kind}; charset=utf-8", headers=headers)


def _response(reply: Reply, kind: str, status: int) -> Response:
    headers = {"Cache-Control": "no-store"}
    if status == 429:
        headers["Retry-After"] = "60"
    return Response(reply.body, status, media_type=f"{kind}; charset=utf-8", headers=headers)


class Rate:
    """How many requests each address has left: a bucket that fills in a minute."""

    def __init__(self, per_minute: int) -> None:
        self._most = per_minute
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def count(self, client: str) -> None:
        """Refused where the address has asked too often."""
        if not self._most:
            return
        now = time.monotonic()
        with self._lock:
            left, since = self._left.pop(client, (float(self._most), now))
            left = min(self._most, left + (now - since) * self._most / 60)
            self._left[client] = (max(left - 1, 0.0), now)
            while len(self._left) > MOST_CLIENTS:
                del self._left[next(iter(self._left))]
        if left < 1:
            raise Refused(
                TOO_MANY, f"too many requests from one address: at most {self._most} a minute", status=429
            )
