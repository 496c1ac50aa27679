"""Pages to look around: everything that the release holds, and what search engines read."""

from collections import defaultdict
from html import escape

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from oncotrace.answers.wording import label_words
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Document, Resource
from oncotrace.server.door import Visit, base
from oncotrace.server.pages import PUBLIC, page
from oncotrace.server.shelf import Shelf
from oncotrace.server.texts import T

MOST_ON_A_PAGE = 400
"""Names on a page; more are parted by their first letter."""

LISTS = {"biomarkers": ("b", T.biomarkers), "cancers": ("c", T.cancers), "drugs": ("d", T.drugs)}


def first(visit: Visit) -> Response:
    """The first page: the question field, and what this is and is not."""
    return page("home.html", cache_control=PUBLIC, manifest=visit.shelf.release.manifest, **visit.foot)


def browse(visit: Visit) -> Response:
    held = visit.shelf.holdings
    counts = {
        f"/browse/{name}": (title, len(_counts(visit.shelf, name))) for name, (_, title) in LISTS.items()
    }
    resources = len(visit.shelf.graph.ids("Resource"))
    counts["/guidelines"] = (T.guidelines, resources)
    counts["/sources"] = (T.sources, len(visit.shelf.release.manifest["sources"]))
    most = {
        title: [_entry(visit.shelf, id, count) for id, count in counter.most_common(12)]
        for title, counter in (
            (T.biomarkers, held.biomarkers),
            (T.cancers, held.cancers),
            (T.drugs, held.drugs),
        )
    }
    return page("browse.html", cache_control=PUBLIC, counts=counts, most=most, **visit.foot)


def browse_list(visit: Visit) -> Response:
    """One list, by name; long ones by their first letter."""
    name = visit.part("name")
    if name not in LISTS:
        raise HTTPException(404)
    counts = _counts(visit.shelf, name)
    entries = sorted(
        (_entry(visit.shelf, id, count) for id, count in counts.items()), key=lambda e: e[0].lower()
    )
    letters: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for entry in entries:
        letters[_letter(entry[0])].append(entry)
    wanted = visit.asked("letter").upper()
    parted = len(entries) > MOST_ON_A_PAGE
    shown = letters if not parted else {k: v for k, v in letters.items() if k == (wanted or min(letters))}
    return page(
        "list.html",
        cache_control=PUBLIC,
        title=LISTS[name][1],
        path=f"/browse/{name}",
        groups=shown,
        letters=sorted(letters) if parted else [],
        **visit.foot,
    )


def _letter(name: str) -> str:
    first = name.lstrip("(")[:1].upper()
    return first if first.isalpha() else "0–9"


def _counts(shelf: Shelf, name: str) -> dict[str, int]:
    held = shelf.holdings
    counter = {"biomarkers": held.biomarkers, "cancers": held.cancers, "drugs": held.drugs}[name]
    return {id: count for id, count in counter.items() if shelf.addresses.path(id)}


def _entry(shelf: Shelf, id: str, count: int) -> tuple[str, str, int]:
    return label_words(shelf.release.names.label(id)), shelf.addresses.path(id), count


def guidelines(visit: Visit) -> Response:
    """Guidelines and services by name and link only, with who runs and pays them."""
    reader = Reader(visit.shelf.graph)
    found = sorted(reader.get(reader.graph.ids("Resource"), Resource), key=lambda r: (r.label, r.id))
    documents = {
        d.id: d for d in reader.get(sorted({d for r in found for d in r.documents}), Document) if d.url
    }
    groups = {
        title: [
            (r, [d for id in r.documents if (d := documents.get(id)) and d.url != r.url])
            for r in found
            if r.kind == kind
        ]
        for kind, title in T.guideline_kinds.items()
    }
    return page("guidelines.html", cache_control=PUBLIC, groups=groups, **visit.foot)


def sources(visit: Visit) -> Response:
    found = visit.shelf.release.manifest["sources"]
    return page("sources.html", cache_control=PUBLIC, sources=found, **visit.foot)


# --- search engines -----------------------------------------------------------------------------

MOST_ADDRESSES = 50_000
"""Of a sitemap, by its protocol (https://www.sitemaps.org/protocol.html)."""


def sitemap(visit: Visit) -> Response:
    """Every page on what the release holds facts on."""
    shelf, site = visit.shelf, escape(base(visit.request))
    day = str(shelf.release.manifest["created"])[:10]
    paths = ["/", "/browse", *(f"/browse/{name}" for name in LISTS), "/guidelines", "/sources", "/new"]
    for name in LISTS:
        paths += sorted(shelf.addresses.path(id) for id in _counts(shelf, name))
    pairs = (shelf.addresses.pair(*pair) for pair in shelf.holdings.pairs)
    paths += sorted(path for path in pairs if path)
    entries = "".join(
        f"<url><loc>{site}{path}</loc><lastmod>{day}</lastmod></url>\n" for path in paths[:MOST_ADDRESSES]
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
    return Response(body, media_type="application/xml", headers={"Cache-Control": PUBLIC})


def robots(visit: Visit) -> Response:
    """Questions in words are nobody's to index; what the release holds is."""
    lines = ["User-agent: *", "Disallow: /ask", "Disallow: /print/", "Disallow: /suggest"]
    body = "\n".join([*lines, f"Sitemap: {base(visit.request)}/sitemap.xml", ""])
    return PlainTextResponse(body, headers={"Cache-Control": PUBLIC})
