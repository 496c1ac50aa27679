"""Pages from templates. No page asks another host for anything, runs a script or sets a cookie."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # A question stands in the address of its page: it must not travel with a click on a source.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

EXAMPLES = (
    "What does ROS1 fusion mean for pancreatic cancer patients?",
    "How common is NRG1 fusion in pancreatic cancer?",
    "Which drugs are approved for KRAS G12C in lung cancer?",
    "Is larotrectinib approved for ROS1 fusion?",
)


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page with the headers that every page must have."""
    html = _templates().get_template(template).render(**values)
    return HTMLResponse(html, status, headers=dict(HEADERS) | {"Cache-Control": "no-store"})


@cache
def _templates() -> Environment:
    loader = PackageLoader("oncotrace.server", "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
