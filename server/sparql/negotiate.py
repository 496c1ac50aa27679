"""Content negotiation by the Accept header (RFC 9110, section 12.5.1): which form a reply takes."""

from collections.abc import Iterable, Mapping

RESULT_TYPES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media types of the rows of a SELECT; the first is the default. Keys of ``worker.RESULTS``."""

BOOLEAN_TYPES = {name: form for name, form in RESULT_TYPES.items() if form in ("json", "xml")}
"""Of an ASK: the CSV and TSV formats have no boolean."""

GRAPH_TYPES = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/n-quads": "nq",
    "application/trig": "trig",
}
"""Media types of a graph; the first is the default. Keys of ``worker.GRAPHS``."""

_UTF8 = ("text/csv", "text/tab-separated-values", "text/turtle", "text/html", "text/xml")


def best(accept: str, offered: Iterable[str]) -> str | None:
    """The media type that the header likes best among those offered, the earlier first where it likes
    several the same; None where it takes none. An absent header takes the first."""
    ranges = _ranges(accept)
    types = list(offered)
    if not ranges:
        return types[0]
    liked = [(_quality(name, ranges), -place, name) for place, name in enumerate(types)]
    quality, _, name = max(liked)
    return name if quality > 0 else None


def content_type(media: str) -> str:
    return f"{media}; charset=utf-8" if media in _UTF8 else media


def named(form: str, types: Mapping[str, str]) -> str | None:
    """The media type of a format's short name (``csv``); None where there is none."""
    return next((media for media, short in types.items() if short == form), None)


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.split(","):
        media, *parameters = (p.strip().lower() for p in part.split(";"))
        kind, _, subtype = media.partition("/")
        if kind and subtype:
            found.append((kind, subtype, _weight(parameters)))
    return found


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


def _quality(media: str, ranges: list[tuple[str, str, float]]) -> float:
    """The weight that the most specific fitting range gives; 0 where none fits."""
    kind, _, subtype = media.partition("/")
    fitting = [
        ((k != "*") + (s != "*"), weight)
        for k, s, weight in ranges
        if (k, s) in ((kind, subtype), (kind, "*"), ("*", "*"))
    ]
    return max(fitting)[1] if fitting else 0.0
