"""The page that takes a query: an editor where it was built, a plain form that works without a script."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from oncotrace.kg.release import Release
from oncotrace.ontology.prefixes import PREFIXES, curie
from oncotrace.ontology.terms import PROPERTIES, RECORD_CLASSES
from oncotrace.server.door import base, entered
from oncotrace.server.sparql.description import in_words
from oncotrace.server.sparql.endpoint import STATUS, Sparql
from oncotrace.server.sparql.pool import Job
from oncotrace.server.sparql.reading import read
from oncotrace.server.sparql.requests import Problem, asked
from oncotrace.server.workbench.examples import examples
from oncotrace.server.workbench.pages import EDITOR_POLICY, has_editor, page

MOST_ROWS = 500
"""Rows that the page shows; the rest is in the downloads."""

FIRST = "fusion-partners-by-source"
"""The example that an empty page begins with."""

RECORDS = tuple(name for name in PREFIXES if name == "oid" or name.isupper() or "." in name)
"""The prefixes of ids of records, which have pages here; the others are of vocabularies."""

ROWS = (("csv", "CSV"), ("json", "JSON"), ("xml", "XML"), ("tsv", "TSV"))
GRAPHS = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))


@dataclass(slots=True)
class Cell:
    text: str
    href: str = ""


@dataclass(slots=True)
class Table:
    names: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    hidden: int = 0


@dataclass(slots=True, kw_only=True)
class Found:
    """What a query gave, as the page shows it."""

    table: Table | None = None
    answer: str | None = None
    problem: str = ""
    status: int = 200
    downloads: tuple[tuple[str, str], ...] = ROWS


async def workbench(request: Request) -> Response:
    """The page; with a query in its form or address, its result too."""
    door: Sparql = request.app.state.sparql
    release = entered(request).shelf.release
    found, text = Found(), ""
    try:
        question = await asked(request, door.limits)
        if question is None:
            text = _example(request.query_params.get("example", ""))
        else:
            text = question.query
            found = await _run(request, door, release, text)
    except Problem as problem:
        found = Found(problem=problem.message, status=problem.status)
    return await run_in_threadpool(_page, release, door, text, found)


def _example(name: str) -> str:
    if name and name not in examples():
        raise HTTPException(404)
    return examples()[name or FIRST].query


async def _run(request: Request, door: Sparql, release: Release, text: str) -> Found:
    client = request.client.host if request.client else ""
    try:
        reading = read(text)
        graph = reading.form in ("CONSTRUCT", "DESCRIBE")
        job = Job(
            query=text,
            format="nt" if graph else "json",
            dataset=reading.dataset,
            base=f"{base(request)}/sparql",
        )
        body = await door.run(release, job, client)
    except tuple(STATUS) as error:
        return Found(problem=str(error), status=STATUS[type(error)])
    except Problem as problem:
        return Found(problem=problem.message, status=problem.status)
    return await run_in_threadpool(_triples if graph else _rows, body)


def _rows(body: bytes) -> Found:
    said = json.loads(body)
    if "boolean" in said:
        return Found(answer="yes" if said["boolean"] else "no", downloads=ROWS[1:3])
    names, bindings = said["head"]["vars"], said["results"]["bindings"]
    rows = [[_cell(row.get(name)) for name in names] for row in bindings[:MOST_ROWS]]
    return Found(table=Table(names, rows, max(0, len(bindings) - MOST_ROWS)))


def _triples(body: bytes) -> Found:
    from pyoxigraph import NamedNode, RdfFormat, parse

    lines = body.splitlines()
    rows = [
        [
            _cell({"type": "uri" if isinstance(t, NamedNode) else "", "value": getattr(t, "value", "")})
            for t in q.triple
        ]
        for q in parse(b"\n".join(lines[:MOST_ROWS]), RdfFormat.N_TRIPLES)
    ]
    table = Table(["subject", "predicate", "object"], rows, max(0, len(lines) - MOST_ROWS))
    return Found(table=table, downloads=GRAPHS)


def _cell(term: dict[str, Any] | None) -> Cell:
    """A term as a cell: a record of ours as its id, with a link to its page."""
    if term is None:
        return Cell("")
    value = str(term["value"])
    if term["type"] != "uri":
        return Cell(value)
    try:
        id = curie(value)
    except ValueError:
        return Cell(value)
    return Cell(id, f"/id/{id}" if id.partition(":")[0] in RECORDS else "")


def _page(release: Release, door: Sparql, text: str, found: Found) -> Response:
    editor = has_editor()
    reply = page(
        "query.html",
        policy=EDITOR_POLICY if editor else "",
        editor=editor,
        status=found.status,
        release=release.name,
        limits=in_words(door.limits),
        text=text,
        table=found.table,
        answer=found.answer,
        problem=found.problem,
        downloads=found.downloads,
        examples=list(examples().values()),
        words=_words(text),
    )
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _words(text: str) -> str:
    """What the editor completes: prefixes, classes and properties; no ``<`` can end the element early."""
    words = {
        "query": text,
        "prefixes": PREFIXES,
        "records": RECORDS,
        "classes": [f"ot:{name}" for name in RECORD_CLASSES],
        "properties": list(PROPERTIES),
    }
    return json.dumps(words).replace("<", "\\u003c")
