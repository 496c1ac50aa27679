"""Pages from templates. No page asks another host for anything or sets a cookie.

The one script is htmx, where it was installed; without it every page works the same.
"""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from oncotrace.answers import html
from oncotrace.answers.wording import number
from oncotrace.server.texts import EXAMPLES, LANGUAGE, T

STATIC = Path(__file__).parent / "static"
HTMX = "vendor/htmx.min.js"
"""Under ``static``; ``make assets`` puts it there."""


def headers() -> dict[str, str]:
    """What every reply carries. Scripts and their requests are allowed only where the script is there."""
    script = "script-src 'self'; connect-src 'self'; " if has_htmx() else ""
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'self'; img-src 'self'; {script}"
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        # A question stands in the address of its page: it must not travel with a click on a source.
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Language": LANGUAGE,
    }


@cache
def has_htmx() -> bool:
    return (STATIC / HTMX).is_file()


PRIVATE = "no-store"
"""Of pages whose address holds a question."""

PUBLIC = "public, max-age=300"
"""Of pages on what the release holds, the same for everyone."""


def page(template: str, status: int = 200, cache_control: str = PRIVATE, **values: Any) -> HTMLResponse:
    """A page from its template."""
    filled_in = filled(template, **values)
    return HTMLResponse(filled_in, status, headers={"Cache-Control": cache_control})


def filled(template: str, **values: Any) -> str:
    """A template with its values, and what every page shows."""
    common = {"t": T, "language": LANGUAGE, "htmx": f"/static/{HTMX}" if has_htmx() else "", "q": ""}
    common["examples"] = EXAMPLES
    return templates().get_template(template).render(common | values)


@cache
def templates() -> Environment:
    loader = PackageLoader("oncotrace.server", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"facts": facts, "link": link}
    return environment


def link(text: str, url: str) -> str:
    """A text as a link to another site, where the address is one for a browser; finished HTML."""
    return html.link(url, text)


def facts(count: int) -> str:
    return str(T.count_one if count == 1 else T.count.format(count=number(count)))
