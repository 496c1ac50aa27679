"""The web application: questions, answers and pages, no script needed.

``today`` is taken once a request, here at the door; nothing behind it reads a clock.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import oncotrace
from oncotrace.answers.render import render
from oncotrace.kg.errors import OncotraceError, ReleaseError
from oncotrace.server import pages_asked, pages_browse, pages_new, settings, suggest
from oncotrace.server.asked import by_query
from oncotrace.server.door import KeptFirst, Visit, kept, once
from oncotrace.server.graphql import http as graphql
from oncotrace.server.operation import Observed, metrics, ready
from oncotrace.server.pages import STATIC, headers, page
from oncotrace.server.served import Served
from oncotrace.server.sparql import endpoint as sparql
from oncotrace.server.sparql.limits import LIMITS, Limits
from oncotrace.server.texts import T
from oncotrace.server.workbench import mount as workbench

PAGES = (
    ("/", pages_browse.first),
    ("/ask", pages_asked.ask),
    ("/b/{biomarker}", pages_asked.biomarker),
    ("/b/{biomarker}/c/{cancer}", pages_asked.pair),
    ("/c/{cancer}", pages_asked.cancer),
    ("/d/{drug}", pages_asked.drug),
    ("/print/questions", pages_asked.questions),
    ("/browse", pages_browse.browse),
    ("/browse/{name}", pages_browse.browse_list),
    ("/guidelines", pages_browse.guidelines),
    ("/sources", pages_browse.sources),
    ("/new", pages_new.new),
)
"""Every page with its address; ``docs/pages.md`` is the map."""


def answer_json(visit: Visit) -> Response:
    asked = by_query(visit.shelf, visit.view, visit.request.query_params)
    return Response(render(asked.answer, "json"), media_type="application/json")


def health(visit: Visit) -> Response:
    release = visit.shelf.release
    created = str(release.manifest["created"])
    return JSONResponse({"status": "ok", "release": release.name, "created": created})


NOT_KEPT = (
    ("/suggest", suggest.suggest),
    ("/ask.json", answer_json),
    ("/healthz", health),
    ("/readyz", ready),
    ("/sitemap.xml", pages_browse.sitemap),
    ("/robots.txt", pages_browse.robots),
)


def create_app(served: Served, limits: Limits = LIMITS) -> FastAPI:
    """The application over a release, with the limits of its SPARQL queries.

    Its own documentation pages are off: they load foreign scripts.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.sparql.close()
        served.close()

    app = FastAPI(
        title="Oncotrace",
        version=oncotrace.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.served = served
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(WithHeaders)
    app.add_middleware(KeptFirst)
    app.add_middleware(Observed)
    app.add_route("/graphql", graphql.Door(settings.load()).endpoint, methods=list(graphql.METHODS))
    app.add_route("/metrics", metrics)
    for path, make in PAGES:
        app.add_route(path, kept(make))
    for path, make in NOT_KEPT:
        app.add_route(path, once(make))
    sparql.mount(app, limits)
    workbench.mount(app)
    app.exception_handler(OncotraceError)(_said_wrong)
    app.exception_handler(RequestValidationError)(_not_read)
    app.exception_handler(HTTPException)(_not_there)
    app.exception_handler(Exception)(_our_fault)
    return app


class WithHeaders:
    """Gives every reply the headers that keep browsers strict, where it has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    present.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


# --- what can go wrong ------------------------------------------------------------------------


def _problem(request: Request, status: int, title: str, message: str) -> Response:
    """An error as the asker reads it: JSON where JSON was asked for, else a page with the field."""
    if request.url.path.endswith(".json"):
        return JSONResponse({"error": message}, status, headers=headers())
    q = _printable(request.query_params.get("q", ""))
    found = page("problem.html", status, title=title, message=message, q=q, links=[], release="", built="")
    found.headers.update(headers())
    return found


def _printable(text: str) -> str:
    """What of a text that we could not read goes back into the form."""
    return "".join(letter for letter in text[:1000] if letter.isprintable())


def _said_wrong(request: Request, error: OncotraceError) -> Response:
    if isinstance(error, ReleaseError):
        return _problem(request, 503, T.no_graph, T.later)
    return _problem(request, 400, T.unreadable, _sentence(str(error)))


def _not_read(request: Request, error: RequestValidationError) -> Response:
    return _problem(request, 400, T.unreadable, T.bad_value)


def _not_there(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return _problem(request, 404, T.no_page, T.no_page_text)
    return _problem(request, error.status_code, T.not_here, _sentence(error.detail))


def _our_fault(request: Request, error: Exception) -> Response:
    return _problem(request, 500, T.broken, T.broken_text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
