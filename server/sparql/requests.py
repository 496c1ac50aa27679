"""The SPARQL 1.1 Protocol: from an HTTP request to the query that it carries, or the status that refuses it.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import Request

from oncotrace.server.sparql.limits import Limits

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ENCODED = 4
"""A form or an address may be this many times as long as the query in it, with its other parameters."""


class Problem(Exception):
    """A request that gets a status other than 200, and a sentence that says why."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}


@dataclass(slots=True, frozen=True, kw_only=True)
class Asked:
    """What a request asks: a query, its dataset where it names one, and a format where it names one."""

    query: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    format: str


async def asked(request: Request, limits: Limits) -> Asked | None:
    """The query of a request; None of a GET without one. Problem where it breaks the protocol."""
    address = _pairs(request.scope["query_string"], limits)
    if request.method != "POST":
        return _asked(address, None, limits) if _has_query(address) else None
    media, _, rest = request.headers.get("content-type", "").partition(";")
    charset = rest.lower().replace('"', "").partition("charset=")[2].strip() or "utf-8"
    if charset not in ("utf-8", "utf8"):
        raise Problem(415, f"the charset is {charset[:20]}: send UTF-8")
    match media.strip().lower():
        case "application/x-www-form-urlencoded":
            if _has_query(address):
                raise Problem(400, "the query stands in the address of a POST form: put it into the form")
            form = _pairs(await _body(request, ENCODED * limits.query), limits)
            return _asked(address + form, None, limits)
        case "application/sparql-query":
            return _asked(address, _text(await _body(request, limits.query)), limits)
        case "application/sparql-update":
            raise Problem(415, "this endpoint answers queries and takes no updates")
    raise Problem(415, f"send a query as {FORM} or {DIRECT}", {"Accept-Post": f"{FORM}, {DIRECT}"})


Pairs = list[tuple[str, str]]


def _has_query(pairs: Pairs) -> bool:
    return any(name in ("query", "update") for name, _ in pairs)


def _asked(pairs: Pairs, direct: str | None, limits: Limits) -> Asked:
    """The query of these parameters, or of the body, with the dataset that the parameters name."""
    if any(name == "update" for name, _ in pairs):
        raise Problem(400, "this endpoint answers queries and takes no updates")
    queries = [value for name, value in pairs if name == "query"]
    if direct is not None:
        queries.append(direct)
    if len(queries) != 1:
        raise Problem(400, f"there are {len(queries)} queries in the request: send one, as `query`")
    if len(queries[0].encode()) > limits.query:
        raise Problem(413, _long(limits))
    default = tuple(dict.fromkeys(_graph(v) for name, v in pairs if name == "default-graph-uri"))
    named = tuple(dict.fromkeys(_graph(v) for name, v in pairs if name == "named-graph-uri"))
    chosen = bool(default or named)
    return Asked(
        query=queries[0],
        default=default if chosen else None,
        named=named if chosen else None,
        format=next((value for name, value in pairs if name == "format"), ""),
    )


def _graph(value: str) -> str:
    """The IRI of a graph, as the engine takes it."""
    try:
        return NamedNode(value).value
    except ValueError:
        raise Problem(400, f"{value[:100]!r} is no IRI of a graph") from None


def _long(limits: Limits) -> str:
    return f"the query is longer than {limits.query >> 10} KiB: send a shorter one"


def _pairs(encoded: bytes, limits: Limits) -> Pairs:
    if len(encoded) > ENCODED * limits.query:
        raise Problem(413, _long(limits))
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except (UnicodeDecodeError, ValueError):
        raise Problem(400, "the parameters cannot be read: encode them as UTF-8 with percent signs") from None


async def _body(request: Request, most: int) -> bytes:
    """The body, refused before all of it is read where it is too long."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Problem(413, f"the body is longer than {most >> 10} KiB: send a shorter query")
        parts.append(part)
    return b"".join(parts)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "the query is not UTF-8: encode it so") from None
