"""How a page of the workbench is made: its templates, its style, and what the browser may load for it."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from oncotrace.server.pages import PUBLIC, headers

STATIC = Path(__file__).parent / "static"
EDITOR = "vendor/yasgui.min.js"
PICTURE = "vendor/around.js"
"""Under ``static``; ``make assets`` puts them there."""

MENU = (
    ("/workbench", "Queries"),
    ("/workbench/conflicts", "Conflicts"),
    ("/workbench/alarms", "Data alarms"),
    ("/workbench/quarantine", "Quarantine"),
    ("/workbench/releases", "Releases"),
)

EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The editor writes styles into its page. It loads nothing from elsewhere all the same."""

PICTURE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The picture's script is ours, and asks only us."""


def page(template: str, *, policy: str = "", status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template; ``policy`` is its Content-Security-Policy where it is not the usual."""
    common = {"menu": MENU, "query": "", "language": headers()["Content-Language"]}
    html = templates().get_template(template).render(common | values)
    sent = {"Cache-Control": PUBLIC, "Vary": "Accept"}
    if policy:
        sent["Content-Security-Policy"] = policy
    return HTMLResponse(html, status, sent)


def has_editor() -> bool:
    return (STATIC / EDITOR).is_file()


def has_picture() -> bool:
    return (STATIC / PICTURE).is_file()


@cache
def templates() -> Environment:
    loader = PackageLoader("oncotrace.server.workbench", "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
