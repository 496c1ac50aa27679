"""How a page is asked for: the release, the day and the view of a request; and pages kept once made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from os import environ
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from oncotrace.server.asked import View, checked
from oncotrace.server.pages import headers
from oncotrace.server.shelf import Headers, Kept, Shelf

LONGEST_KEPT = 500
"""Letters of an address whose page is kept."""


@dataclass(slots=True)
class Visit:
    """A request, the shelf that it reads and the day on which it came."""

    request: Request
    shelf: Shelf
    today: str

    def asked(self, name: str) -> str:
        return self.request.query_params.get(name, "")

    def part(self, name: str) -> str:
        """A part of the address's path."""
        return str(self.request.path_params.get(name, ""))

    @property
    def view(self) -> View:
        return checked(self.today, self.asked("as_of"), self.asked("agency"))

    @property
    def foot(self) -> dict[str, Any]:
        """What the foot of every page names."""
        return {"release": self.shelf.release.name, "built": self.shelf.built}


Make = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def kept(make: Make) -> Endpoint:
    """The page that ``make`` makes, made once for each release, day and address."""

    def made(visit: Visit) -> Response:
        response = make(visit)
        key = _key(visit.today, visit.request.scope)
        if response.status_code != 200 or sum(map(len, key)) > LONGEST_KEPT:
            return response
        return Again(visit.shelf.pages.put(key, bytes(response.body), _headers(response)))

    return once(made)


class KeptFirst:
    """Gives pages that are kept before anything else looks at the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and scope["method"] == "GET":
            shelf: Shelf = scope["app"].state.served.shelf()
            if (found := shelf.pages.get(_key(date.today().isoformat(), scope))) is not None:
                app = Again(found)
        await app(scope, receive, send)


class Again(Response):
    """A kept page, as the client can read it."""

    def __init__(self, found: Kept) -> None:
        super().__init__()
        self._found = found

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        headers, body = self._found.packed if b"gzip" in accepted else self._found.plain
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _key(today: str, scope: Scope) -> tuple[str, str, str]:
    return today, scope["path"], scope["query_string"].decode("latin-1")


def once(make: Make) -> Endpoint:
    """What ``make`` makes, made anew each time."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(make, entered(request))

    return endpoint


def entered(request: Request) -> Visit:
    """The request with the release that is current now."""
    return Visit(request, request.app.state.served.shelf(), date.today().isoformat())


def _headers(response: Response) -> Headers:
    """Those of a page, with what every reply carries."""
    own = [(name, value) for name, value in response.raw_headers if name != b"content-length"]
    return (*own, *((name.lower().encode(), value.encode()) for name, value in headers().items()))


def base(request: Request) -> str:
    """The public address of the site, without a slash at its end: ``ONCOTRACE_URL``, else as requested."""
    return (environ.get("ONCOTRACE_URL") or str(request.base_url)).rstrip("/")
