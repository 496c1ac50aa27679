"""GraphQL over HTTP, the request: what a client sent, or why we do not read it.

https://graphql.github.io/graphql-over-http/draft/
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from oncotrace.server.graphql.errors import BAD_VALUE, TOO_LARGE, Refused

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"

MOST_NESTING = 64
"""Of variables within variables."""


class Unread(Exception):
    """A request that is no GraphQL request: the status says how, whatever is accepted."""

    def __init__(self, status: int, error: Refused) -> None:
        self.status = status
        self.error = error


def _unread(status: int, message: str, code: str = BAD_VALUE) -> Unread:
    return Unread(status, Refused(code, message))


@dataclass(slots=True, kw_only=True)
class Incoming:
    """The parameters of a request, of the types that they must have."""

    query: str | None
    document_id: str | None
    operation: str | None
    variables: dict[str, Any]
    canonical: str
    """The variables as one text, whatever their order."""


# --- what is accepted -------------------------------------------------------------------------


def accepted(header: str | None) -> str | None:
    """The media type of the reply; None where we have none that the client accepts."""
    ranges = [_range(part) for part in (header or JSON).split(",")]
    named = [kind for kind, _ in ranges]

    def weight(offered: str) -> tuple[float, int]:
        fitting = [q for kind, q in ranges if kind in (offered, "application/*", "*/*")]
        own = [q for kind, q in ranges if kind == offered]
        # Of equals the one that stands first; of those that are not named, JSON.
        place = named.index(offered) if offered in named else len(named) + (offered != JSON)
        return max(own or fitting, default=0.0), -place

    best = max((JSON, RESPONSE), key=weight)
    return best if weight(best)[0] > 0 else None


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("charset=") and parameter.removeprefix("charset=").strip('"') != "utf-8":
            return kind, 0.0
        if parameter.startswith("q="):
            try:
                return kind, min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return kind, 0.0
    return kind, 1.0


def wants_page(request: Request) -> bool:
    """Whether a browser asks, rather than a program."""
    return HTML in request.headers.get("accept", "") and "query" not in request.query_params


# --- parameters -------------------------------------------------------------------------------


async def read(request: Request, most: int) -> Incoming:
    """The parameters of a GET or POST request; ``most``: bytes of its body."""
    if request.method in ("GET", "HEAD"):
        return _parameters(_of_address(request))
    _check_kind(request.headers.get("content-type"))
    return _parameters(_parsed(await _body(request, most), "the body"))


def _check_kind(header: str | None) -> None:
    kind, *parameters = (piece.strip().lower() for piece in (header or "").split(";"))
    charset = next(
        (p.removeprefix("charset=").strip('"') for p in parameters if p.startswith("charset=")), "utf-8"
    )
    if kind != JSON or charset not in ("utf-8", "utf8"):
        # Anything else could be sent by a form on a foreign page without the browser asking us first.
        raise _unread(415, f"the body is {header or 'of no stated type'}: send {JSON} in UTF-8")


async def _body(request: Request, most: int) -> bytes:
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > most:
        raise _unread(413, f"the body has {stated} bytes: at most {most}", TOO_LARGE)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _unread(413, f"the body has more than {size - 1} bytes: at most {most}", TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def _of_address(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = _parsed(given[name].encode("utf-8", "surrogatepass"), name)
    return given


def _parsed(text: bytes, what: str) -> Any:
    try:
        return json.loads(text.decode("utf-8"), parse_constant=_no_number)
    except RecursionError:
        raise _unread(400, f"{what} is nested too deeply: at most {MOST_NESTING} levels", TOO_LARGE) from None
    except ValueError as error:
        raise _unread(400, f"{what} is no JSON in UTF-8: {str(error)[:200]}") from None


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number in JSON")


def _parameters(given: Any) -> Incoming:
    if not isinstance(given, dict):
        raise _unread(400, f"the body is {_called(given)}: send an object with the member query")
    query = _text(given, "query")
    extensions = _object(given, "extensions")
    document_id = _text(given, "documentId") or _persisted(extensions)
    if query is None and document_id is None:
        raise _unread(400, "there is no query: send the member query, a text")
    variables = _object(given, "variables")
    return Incoming(
        query=query,
        document_id=document_id,
        operation=_text(given, "operationName"),
        variables=variables,
        canonical=_canonical(variables),
    )


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise _unread(400, f"{name} is {_called(value)}: send a text")
    try:
        (value or "").encode()
    except UnicodeEncodeError:
        raise _unread(400, f"{name} holds half of a character: send whole ones") from None
    return value


def _object(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = given.get(name)
    if value is not None and not isinstance(value, dict):
        raise _unread(400, f"{name} is {_called(value)}: send an object")
    return value or {}


def _persisted(extensions: Mapping[str, Any]) -> str | None:
    """The hash of a trusted document as Apollo's clients send it."""
    persisted = extensions.get("persistedQuery")
    return _text(persisted, "sha256Hash") if isinstance(persisted, dict) else None


def _canonical(variables: dict[str, Any]) -> str:
    if _nesting(variables) > MOST_NESTING:
        raise _unread(400, f"variables are nested too deeply: at most {MOST_NESTING} levels", TOO_LARGE)
    text = json.dumps(variables, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _unread(400, "variables hold half of a character: send whole ones") from None
    return text


def _nesting(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += ((part, depth + 1) for part in inner)
    return deepest


def _called(value: object) -> str:
    names = {
        bool: "a truth value",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "null")
