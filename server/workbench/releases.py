"""Releases as pages: what is in one, under which licences, and what changed since another."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from oncotrace.kg import release as kg
from oncotrace.kg.changelog import by_class
from oncotrace.kg.description import FILES, VOID
from oncotrace.kg.licensing import PUBLIC, restricted
from oncotrace.kg.release import Release
from oncotrace.server.diffing import compare
from oncotrace.server.door import Visit
from oncotrace.server.sparql.negotiate import content_type
from oncotrace.server.workbench.pages import page

MOST_CHANGES = 200


def _known(visit: Visit) -> list[Release]:
    """The whole releases beside the one that is served."""
    return [r for r in kg.releases(visit.shelf.release.path.parents[1]) if r.manifest]


def _named(visit: Visit, part: str) -> Release:
    for release in _known(visit):
        if release.name == visit.part(part):
            return release
    raise HTTPException(404)


def releases_page(visit: Visit) -> Response:
    rows = [
        {
            "name": r.name,
            "created": r.manifest["created"],
            "sources": ", ".join(s["id"].removeprefix("oid:source-") for s in r.manifest["sources"]),
            "quads": sum(r.manifest["graphs"].values()),
        }
        for r in _known(visit)
    ]
    return page("releases.html", release=visit.shelf.release.name, releases=rows)


def release_page(visit: Visit) -> Response:
    found = _named(visit, "name")
    manifest = found.manifest
    files = [(file, about) for file, (about, _) in FILES.items() if _served(manifest, file)]
    return page(
        "release.html",
        release=visit.shelf.release.name,
        name=found.name,
        created=manifest["created"],
        sources=manifest["sources"],
        counts=manifest["counts"],
        files=files,
        others=[r.name for r in _known(visit) if r.name != found.name],
    )


def _served(manifest: Any, file: str) -> bool:
    """Whether a file of a release is for everybody: what tells of rows, only where every source may be
    passed on."""
    return file in manifest["files"] and (file == VOID or not restricted(manifest["sources"]))


def file(visit: Visit) -> Response:
    found, name = _named(visit, "name"), visit.part("file")
    if name not in FILES or not _served(found.manifest, name):
        raise HTTPException(404)
    return FileResponse(found.path / name, media_type=content_type(FILES[name][1]))


def since_page(visit: Visit) -> Response:
    """What changed in a release since another, down to the sentences of the golden answers."""
    new, old = _named(visit, "name"), _named(visit, "other")
    found = compare(old.name, new.name)
    hidden = _hidden(visit, old, new)
    changes = [c for c in found.records.statements if c.graph not in hidden]
    return page(
        "since.html",
        release=visit.shelf.release.name,
        old=old.name,
        new=new.name,
        sources=found.sources,
        counts=[row for row in by_class(found.records) if row[0] not in hidden],
        sentences=[] if hidden else found.sentences,
        hidden=sorted(hidden),
        changes=changes[:MOST_CHANGES],
        more=max(0, len(changes) - MOST_CHANGES),
    )


def _hidden(visit: Visit, *compared: Release) -> set[str]:
    """The sources of these releases that the server does not show; then quarantine is not shown either,
    nor are sentences, which may rest on them."""
    if visit.shelf.release.profile != PUBLIC:
        return set()
    found = {source.id.removeprefix("oid:source-") for r in compared for source in r.restricted}
    return found | {"quarantine"} if found else set()
