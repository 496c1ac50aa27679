"""How a page is asked for: the release, the day and the view of a request; and pages kept once made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from os import environ
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from oncotrace.server.asked import View, checked
from oncotrace.server.shelf import Kept, Shelf

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

    async def endpoint(request: Request) -> Response:
        visit = entered(request)
        url = request.url
        key = (visit.today, url.path, url.query)
        found = visit.shelf.pages.get(key)
        if found is None:
            response = await run_in_threadpool(make, visit)
            if response.status_code != 200 or len(url.path) + len(url.query) > LONGEST_KEPT:
                return response
            found = visit.shelf.pages.put(key, bytes(response.body), _headers(response))
        return _again(found, request)

    return endpoint


def once(make: Make) -> Endpoint:
    """What ``make`` makes, made anew each time."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(make, entered(request))

    return endpoint


def entered(request: Request) -> Visit:
    """The request with the release that is current now."""
    return Visit(request, request.app.state.served.shelf(), date.today().isoformat())


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in response.headers.items() if name != "content-length")


def _again(found: Kept, request: Request) -> Response:
    named = dict(found.headers) | {"vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, headers=named | {"content-encoding": "gzip"})
    return Response(found.body, headers=named)


def base(request: Request) -> str:
    """The public address of the site, without a slash at its end: ``ONCOTRACE_URL``, else as requested."""
    return (environ.get("ONCOTRACE_URL") or str(request.base_url)).rstrip("/")
