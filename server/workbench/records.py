"""A page for every record, the HTML of its dereferenceable address; and the same as RDF."""

import tempfile
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Any

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from oncotrace.answers.wording import label_words
from oncotrace.kg.errors import OncotraceError, Unreadable
from oncotrace.kg.reader import Reader
from oncotrace.kg.readmodel import ReadModel
from oncotrace.kg.records import Record
from oncotrace.kg.release import READ_MODEL, Release, releases
from oncotrace.kg.shape import QUARANTINE, RDF_TYPE
from oncotrace.kg.triples import node
from oncotrace.ontology.prefixes import curie
from oncotrace.ontology.terms import PROPERTIES
from oncotrace.queries.subgraph import Subgraph, around
from oncotrace.server.door import Visit
from oncotrace.server.export.formats import FORMATS
from oncotrace.server.export.material import Material
from oncotrace.server.export.picture import svg
from oncotrace.server.export.rdf import writer
from oncotrace.server.export.selecting import HOPS_BY_ADDRESS, MOST_SUBJECTS, by_question, by_subjects
from oncotrace.server.sparql.endpoint import OPEN
from oncotrace.server.sparql.negotiate import GRAPH_TYPES, best, content_type, named
from oncotrace.server.workbench.neighbours import name_of
from oncotrace.server.workbench.pages import PICTURE_POLICY, has_picture, page

MOST_STATEMENTS = 100
MOST_POINTING = 30
MOST_RELEASES = 12
"""Releases that are asked for a record's history, the newest first."""

FORMS = ("xlsx", "csv", "html", "svg", "trig", "graphml", "kgx")
HTML = "text/html"


def record(visit: Visit) -> Response:
    """``/id/HGNC:10261``; an id without a prefix is one of ours."""
    release = visit.shelf.release
    id = visit.part("id")
    id = id if ":" in id else f"oid:{id}"
    if not release.graph.values([id]):
        raise HTTPException(404)
    media = _media(visit)
    if media == HTML:
        return _page(visit, id)
    with tempfile.SpooledTemporaryFile(1 << 20) as out:
        found = Material(release=release, subgraph=around(release.graph, [id], 0), title=id)
        writer(GRAPH_TYPES[media])(found, out)
        out.seek(0)
        body = out.read()
    return Response(body, headers={"Content-Type": content_type(media), "Vary": "Accept", **OPEN})


def _media(visit: Visit) -> str:
    """The media type that is asked for, by name or by the header; a page where both leave it open."""
    form = visit.asked("format")
    accept = visit.request.headers.get("accept", "")
    media = named(form, GRAPH_TYPES) if form else best(accept, (HTML, *GRAPH_TYPES))
    if media is None:
        raise HTTPException(406, f"this is to be had as: {', '.join((HTML, *GRAPH_TYPES))}")
    return media


def _page(visit: Visit, id: str) -> Response:
    release = visit.shelf.release
    found = Reader(visit.shelf.graph).one(id, Record)
    whole = around(release.graph, [id], 1)
    rows = _rows(release, whole, MOST_STATEMENTS)
    drawn = _rows(release, whole, 500)
    called = name_of(found) if found else id
    name = next((row.words for row in rows if row.statement.id == id), "") or called
    drawing = has_picture()
    return page(
        "entity.html",
        policy=PICTURE_POLICY if drawing else "",
        drawing=drawing,
        release=release.name,
        id=id,
        name=name,
        kind=type(found).__name__ if found else "",
        page=visit.shelf.addresses.path(id),
        properties=_properties(release, id),
        picture=svg(drawn, name, href=lambda other: f"/id/{other}") if drawn else "",
        rows=rows,
        stated=len(whole.statements),
        pointing=_pointing(release, id),
        history=_history(release, id),
        forms=FORMS,
        query=_QUERY.format(iri=node(id).value),
    )


_QUERY = (
    "SELECT ?graph ?property ?value {{\n  GRAPH ?graph {{ <{iri}> ?property ?value }}\n}}\nORDER BY ?property"
)


def _rows(release: Release, whole: Subgraph, most: int) -> list[Any]:
    first = replace(whole, statements=whole.statements[:most])
    return list(Material(release=release, subgraph=first, title="").rows())


def _properties(release: Release, id: str) -> list[dict[str, Any]]:
    """What is said of a record, each value once with all who say it, by property."""
    said: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    hidden = node(QUARANTINE)
    with closing(release.store()) as store:
        for quad in store.match(node(id)):
            if quad.graph_name != hidden:
                value = getattr(quad.object, "value", "")
                is_node = type(quad.object).__name__ == "NamedNode"
                key = (curie(quad.predicate.value), curie(value) if is_node else value, is_node)
                said[key].append(curie(quad.graph_name.value).removeprefix("graph:"))  # type: ignore[union-attr]
    held = release.graph.values([value for _, value, is_node in said if is_node])
    return [
        _property(release, *key, held=key[1] in held, sources=sorted(of)) for key, of in sorted(said.items())
    ]


def _property(
    release: Release, name: str, value: str, is_node: bool, *, held: bool, sources: list[str]
) -> dict[str, Any]:
    linked = value if not is_node and value.startswith(("https://", "http://")) else ""
    if is_node and not held and not value.startswith("ot:"):
        linked = node(value).value
    found = Reader(release.graph).one(value, Record) if held else None
    label = name_of(found) if found else value
    text = f"{label} ({value})" if label != value else value
    return {"name": name, "text": text, "id": value if held else "", "href": linked, "sources": sources}


def _pointing(release: Release, id: str) -> list[tuple[str, list[tuple[str, str]], int]]:
    """What refers to a record, by property, and how many more there are."""
    found = []
    for predicate in PROPERTIES:
        if predicate == RDF_TYPE:
            continue
        ids = release.graph.into([id], predicate).get(id, [])
        if ids:
            shown = [(other, label_words(release.names.label(other))) for other in ids[:MOST_POINTING]]
            found.append((predicate, shown, len(ids) - len(shown)))
    return found


def _history(release: Release, id: str) -> list[str]:
    """The releases here that hold the record, the newest first."""
    names = []
    for other in islice(releases(release.path.parents[1]), MOST_RELEASES):
        try:
            with closing(ReadModel(other.path / READ_MODEL)) as model:
                if model.values([id]):
                    names.append(other.name)
        except OncotraceError:  # damaged, or of another version: its own page says so
            continue
    return names


# --- exports ------------------------------------------------------------------------------------


def export(visit: Visit) -> Response:
    """``/export?subject=…&hops=1&format=xlsx``, or ``question=…``: the command's export over HTTP.

    It holds what the profile of the server shows. ``release`` insists on one: what GraphQL has counted is
    then what comes.
    """
    release = visit.shelf.release
    if visit.asked("release") not in ("", release.name):
        raise Unreadable(f"this server gives exports of release {release.name}: ask for the address anew")
    form = visit.asked("format")
    if form not in FORMATS:
        raise Unreadable(f"{form[:20]!r} is no format: choose one of {', '.join(FORMATS)}")
    subjects = visit.request.query_params.getlist("subject")
    proofs = visit.asked("proofs") == "yes"
    if question := visit.asked("question"):
        material = by_question(release, question, visit.view.day, proofs)
    elif subjects:
        if len(subjects) > MOST_SUBJECTS:
            raise Unreadable(f"{len(subjects)} subjects: at most {MOST_SUBJECTS} are exported at once")
        material = by_subjects(release, subjects, _hops(visit.asked("hops") or "1"), proofs)
    else:
        raise Unreadable("say what to export: subject or question")
    with tempfile.NamedTemporaryFile(delete=False) as out:
        FORMATS[form].write(material, out)
    name = "".join(letter if letter.isalnum() else "-" for letter in material.title)[:60].strip("-")
    headers = {"Cache-Control": "no-store", "Oncotrace-Release": release.name}
    if form in ("html", "svg"):  # its style is its own, inside the file
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return FileResponse(
        out.name,
        media_type=FORMATS[form].media,
        filename=f"oncotrace-{name}.{form}",
        headers=headers,
        background=BackgroundTask(_remove, out.name),
    )


def _hops(text: str) -> int:
    if not text.isdecimal() or int(text[:3]) > HOPS_BY_ADDRESS:
        raise Unreadable(f"hops is 0 to {HOPS_BY_ADDRESS} here; `oncotrace export` goes further")
    return int(text)


def _remove(path: str) -> None:
    import os

    os.unlink(path)
