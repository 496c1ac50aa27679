"""The addresses of the workbench."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.requests import Request
from starlette.responses import Response

from oncotrace.server.door import kept, once
from oncotrace.server.sparql.endpoint import negotiated
from oncotrace.server.workbench import findings, neighbours, queries, records, releases
from oncotrace.server.workbench.examples import triples
from oncotrace.server.workbench.pages import STATIC


async def example_graph(request: Request) -> Response:
    """All example queries as one graph."""
    return negotiated(request, list(triples()))


def mount(app: FastAPI) -> None:
    """Add the workbench to an application that has ``/sparql``."""
    app.mount("/workbench/static", StaticFiles(directory=STATIC), name="workbench-static")
    app.add_route("/workbench", queries.workbench, methods=["GET", "POST"])
    app.add_route("/.well-known/sparql-examples", example_graph)
    app.add_route("/workbench/conflicts", kept(findings.conflicts_page))
    app.add_route("/workbench/alarms", kept(findings.alarms_page))
    app.add_route("/workbench/quarantine", kept(findings.quarantine_page))
    app.add_route("/workbench/around", kept(neighbours.neighbours_json))
    app.add_route("/workbench/compare", once(findings.compare_page))
    app.add_route("/workbench/releases", once(releases.releases_page))
    app.add_route("/workbench/releases/{name}", once(releases.release_page))
    app.add_route("/workbench/releases/{name}/since/{other}", kept(releases.since_page))
    app.add_route("/workbench/releases/{name}/{file}", once(releases.file))
    app.add_route("/id/{id:path}", once(records.record))
    app.add_route("/export", once(records.export))
