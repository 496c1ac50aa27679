"""The web application: one question, one answer, no script needed.

``today`` is taken once a request, here at the door; nothing behind it reads a clock.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

import oncotrace
from oncotrace.answers.model import Answer
from oncotrace.answers.render import render
from oncotrace.kg.errors import OncotraceError, ReleaseError
from oncotrace.server.pages import EXAMPLES, HEADERS, page
from oncotrace.server.served import Served

LONGEST_REQUEST_LINE = 256 * 1024
"""Bytes of address and headers that still get a page, be it one that says that they are too many."""

READ = ["GET", "HEAD"]


def create_app(served: Served) -> FastAPI:
    """The application over a release. Its own documentation pages are off: they load foreign scripts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
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
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.middleware("http")(_with_headers)
    app.api_route("/", methods=READ)(first_page)
    app.api_route("/ask", methods=READ)(answer_page)
    app.api_route("/ask.json", methods=READ)(answer_json)
    app.api_route("/healthz", methods=READ)(health)
    app.exception_handler(OncotraceError)(_said_wrong)
    app.exception_handler(RequestValidationError)(_not_read)
    app.exception_handler(HTTPException)(_not_there)
    app.exception_handler(Exception)(_our_fault)
    return app


def run(host: str, port: int, release: str | None) -> None:
    """Serve until interrupted. Questions are not logged: they may say what somebody has."""
    import uvicorn

    app = create_app(Served(release))
    uvicorn.run(
        app,
        host=host,
        port=port,
        http="h11",
        h11_max_incomplete_event_size=LONGEST_REQUEST_LINE,
        access_log=False,
        server_header=False,
    )


def first_page(request: Request) -> Response:
    manifest = request.app.state.served.release().manifest
    return page("home.html", q="", as_of="", examples=EXAMPLES, manifest=manifest)


def answer_page(request: Request, q: str = "", as_of: str = "") -> Response:
    answer = _answer(request, q, as_of)
    return page("answer.html", q=answer.question, as_of=as_of, answer=answer, html=render(answer, "html"))


def answer_json(request: Request, q: str = "", as_of: str = "") -> Response:
    return Response(render(_answer(request, q, as_of), "json"), media_type="application/json")


def health(request: Request) -> dict[str, str]:
    release = request.app.state.served.release()
    return {"status": "ok", "release": release.name, "created": str(release.manifest["created"])}


def _answer(request: Request, q: str, as_of: str) -> Answer:
    release = request.app.state.served.release()
    return oncotrace.ask(q, as_of=as_of or None, today=date.today().isoformat(), release=release)


# --- what can go wrong ------------------------------------------------------------------------


def _problem(request: Request, status: int, title: str, message: str) -> Response:
    """An error as the asker reads it: JSON where JSON was asked for, else a page with the field."""
    if request.url.path.endswith(".json"):
        return JSONResponse({"error": message}, status, headers=dict(HEADERS))
    asked = request.query_params
    q, as_of = (_printable(asked.get(name, "")) for name in ("q", "as_of"))
    return page("problem.html", status, title=title, message=message, q=q, as_of=as_of, examples=EXAMPLES)


def _printable(text: str) -> str:
    """What of a text that we could not read goes back into the form."""
    return "".join(letter for letter in text[:1000] if letter.isprintable())


def _said_wrong(request: Request, error: OncotraceError) -> Response:
    if isinstance(error, ReleaseError):
        return _problem(request, 503, "The graph cannot be read", "Please try again later.")
    return _problem(request, 400, "We cannot read that", _sentence(str(error)))


def _not_read(request: Request, error: RequestValidationError) -> Response:
    message = "The address of the page holds a value that we cannot read."
    return _problem(request, 400, "We cannot read that", message)


def _not_there(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return _problem(request, 404, "No such page", "Nothing is here. You can ask a question instead.")
    return _problem(request, error.status_code, "That does not work here", _sentence(error.detail))


def _our_fault(request: Request, error: Exception) -> Response:
    message = "It was not your question. Please try again later."
    return _problem(request, 500, "Something broke on our side", message)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Any]]) -> Response:
    response: Response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
