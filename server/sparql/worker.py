"""The worker process: one store, one query at a time, until its standard input ends.

A frame is four bytes of length and that much content. In: a job as JSON. Out: what became of it as JSON,
then the result's bytes. Queries run on a thread with a large stack, because the engine recurses over
what a query nests; what is deeper still ends this process and no other.
"""

import json
import signal
import struct
import sys
import threading
from io import BytesIO
from typing import IO, Any

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

from oncotrace.server.sparql.jail import confine

STACK = 256 << 20
"""Bytes of the query thread's stack: 2,208 nested braces overflow the usual 8 MiB."""

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}


class TooLarge(Exception):
    pass


class Bounded(BytesIO):
    """Bytes in memory, at most so many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._most:
            raise TooLarge
        return super().write(data)


def answer(store: Store | None, graphs: list[NamedNode], job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What became of a job: its ``state`` (ok, malformed, large, failed), and the result's bytes.

    Without a store it is only read, over nothing: where it is evaluated at once, that is what it costs.
    """
    out = Bounded(job["bytes"])
    try:
        if store is None:
            Store().query(job["query"], base_iri=job["base"])
            return {"state": "ok"}, b""
        default, named = _dataset(job, graphs)
        found = store.query(job["query"], base_iri=job["base"], default_graph=default, named_graphs=named)
        if isinstance(found, QuerySolutions | QueryBoolean):
            found.serialize(out, RESULTS[job["format"]])
        else:
            found.serialize(out, GRAPHS[job["format"]])
    except SyntaxError as error:
        return {"state": "malformed", "message": str(error)}, b""
    except TooLarge:
        return {"state": "large"}, b""
    except Exception as error:
        return {"state": "failed", "message": f"{type(error).__name__}: {error}"}, b""
    return {"state": "ok"}, out.getvalue()


def _dataset(job: dict[str, Any], graphs: list[NamedNode]) -> tuple[Any, Any]:
    """The default graph and the named graphs: the request's, else the query's own, else all of ``graphs``.

    The store's default graph is their union (``kg.oxigraph``).
    """
    if job["default"] is not None or job["named"] is not None:
        return [NamedNode(iri) for iri in job["default"] or ()], [NamedNode(g) for g in job["named"] or ()]
    return (None, None) if job["dataset"] else (DefaultGraph(), graphs)


# --- frames -----------------------------------------------------------------------------------


def send(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(struct.pack("!I", len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next frame; None where there is no more."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    content = pipe.read(struct.unpack("!I", head)[0])
    return content


def serve(store: Store | None, graphs: list[NamedNode]) -> None:
    """Answer jobs until there are no more."""
    while (frame := receive(sys.stdin.buffer)) is not None:
        job = json.loads(frame)
        # The parent kills at the deadline. The alarm does, a second later, where the parent is gone.
        signal.setitimer(signal.ITIMER_REAL, job["seconds"] + 1)
        head, body = answer(store, graphs, job)
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(sys.stdout.buffer, json.dumps(head).encode())
        send(sys.stdout.buffer, body)


def main() -> None:
    """``worker STORE MEMORY GRAPH``: the folder of the store, or nothing; bytes of address space, and the IRI
    of the graph that is in no dataset unless it is named. Few imports: a start takes 70 ms of computing."""
    folder, memory, hidden = sys.argv[1:]
    jailed = confine(int(memory))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted server ends its workers itself
    store = Store.read_only(folder) if folder else None
    held = store.named_graphs() if store else ()
    graphs = [g for g in held if isinstance(g, NamedNode) and g.value != hidden]
    send(sys.stdout.buffer, json.dumps({"jailed": jailed, "graphs": [g.value for g in graphs]}).encode())
    threading.stack_size(STACK)
    thread = threading.Thread(target=serve, args=(store, graphs))
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
