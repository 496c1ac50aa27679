"""Python servers that `bench/graphql.py` compares ours with, each run alone by
``python -m oncotrace.server.bench.graphql_peers NAME PORT FOLDER``. The folder is as the bench writes it.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from oncotrace.server.graphql.schema import by_strawberry, schema


def strawberry(folder: Path) -> Any:
    """Our schema and our records, run by strawberry's own view and execution."""
    from strawberry.asgi import GraphQL

    from oncotrace.kg.release import open_release
    from oncotrace.server.graphql.view import Ready, Request
    from oncotrace.server.shelf import Shelf

    release = open_release(where=Path((folder / "home").read_text("utf-8")))
    shelf, ready = Shelf(release), Ready()
    schema()  # this one says how the type of a value is told

    class View(GraphQL[Request, None]):
        async def get_context(self, request: Any, response: Any) -> Request:
            return Request(
                lambda day: (shelf, release.graph, ready), date.today().isoformat(), time.monotonic() + 60
            )

    return View(by_strawberry())


def ariadne(folder: Path) -> Any:
    """Our schema as a text, over the finished answer in memory."""
    from ariadne import QueryType, make_executable_schema
    from ariadne.asgi import GraphQL

    answer = json.loads((folder / "answer.json").read_text("utf-8"))["data"]
    query = QueryType()
    for name, value in answer.items():
        query.set_field(name, lambda *_, value=value, **arguments: value)
    return GraphQL(make_executable_schema((folder / "schema.graphql").read_text("utf-8"), query))


def main() -> None:
    import uvicorn

    name, port, folder = sys.argv[1:]
    app = {"strawberry": strawberry, "ariadne": ariadne}[name](Path(folder))
    # As ours is run.
    uvicorn.run(
        app, host="127.0.0.1", port=int(port), http="h11", lifespan="off", access_log=False,
        server_header=False, log_level="critical", timeout_keep_alive=60,
    )  # fmt: skip


if __name__ == "__main__":
    main()
