"""The engines that the bench compares, each as: load a file, then answer questions.

An engine is a context manager over an empty folder: it yields a function from a question and its
parameters to raw answers. What makes raw answers comparable (``finish``) stands outside the clock.
"""

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Oxigraph

from oncotrace.kg import compiling, nquads
from oncotrace.kg.closure import reach
from oncotrace.kg.readmodel import ReadModel
from oncotrace.kg.release import NQUADS, READ_MODEL, STORE
from oncotrace.kg.sparqlstore import SparqlStore
from oncotrace.kg.store import Store
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import node
from oncotrace.ontology.prefixes import curie
from oncotrace.server.bench import servers
from oncotrace.server.bench.questions import Param, Question

GRAPHS = ["graph:core", "graph:civic"]

Ask = Callable[[Question, Param], list[str]]


@dataclass(slots=True)
class Opened:
    ask: Ask
    load_seconds: float
    open_seconds: float
    """From nothing in memory to ready."""
    pids: list[int] = field(default_factory=list)
    """Processes beside this one that hold the data."""


@dataclass(slots=True, frozen=True)
class Engine:
    name: str
    what: str
    open: Callable[[Path, Path], AbstractContextManager[Opened]]
    """Takes the N-Quads and an empty folder."""
    absent: Callable[[], str] = lambda: ""
    """Why it cannot be measured here; empty where it can."""
    sizes: str = "SML"


class _Clock:
    def __enter__(self) -> "_Clock":
        self._start, self.seconds = time.perf_counter(), 0.0
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._start


# --- ours -------------------------------------------------------------------------------------


@contextmanager
def _read_model(file: Path, folder: Path) -> Iterator[Opened]:
    with _Clock() as load, file.open("rb") as lines:
        compiling.compile(lines, folder / READ_MODEL)
    with _Clock() as start:
        graph = ReadModel(folder / READ_MODEL)
    yield Opened(lambda question, param: question.walk(graph, param), load.seconds, start.seconds)
    graph.close()


@contextmanager
def _our_walks_over_sparql(file: Path, folder: Path) -> Iterator[Opened]:
    with _oxigraph_loaded(file, folder) as (server, load, start):
        graph = StoreGraph(SparqlStore(server.query, graphs=GRAPHS))
        yield Opened(lambda question, param: question.walk(graph, param), load, start, [server.pid])
        graph.close()


# --- SPARQL engines ---------------------------------------------------------------------------


def _sparql(store: Store) -> Ask:
    def ask(question: Question, param: Param) -> list[str]:
        rows = store.query(question.sparql.format(*map(node, param)))
        return [row["x"].value for row in rows]

    return ask


def _embedded(engine: Oxigraph) -> Ask:
    graphs: list[Any] = [node(graph) for graph in GRAPHS]

    def ask(question: Question, param: Param) -> list[str]:
        rows: Any = engine.query(question.sparql.format(*map(node, param)), default_graph=graphs)
        return [row["x"].value for row in rows]

    return ask


@contextmanager
def _oxigraph_disk(file: Path, folder: Path) -> Iterator[Opened]:
    with _Clock() as load:
        store = Oxigraph(folder / STORE)
        store.bulk_load(path=file, format=RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        del store
    with _Clock() as start:
        opened = Oxigraph.read_only(str(folder / STORE))
    yield Opened(_embedded(opened), load.seconds, start.seconds)


@contextmanager
def _oxigraph_memory(file: Path, folder: Path) -> Iterator[Opened]:
    opened = Oxigraph()
    with _Clock() as load:
        opened.bulk_load(path=file, format=RdfFormat.N_QUADS)
    yield Opened(_embedded(opened), load.seconds, load.seconds)


@contextmanager
def _oxigraph_loaded(file: Path, folder: Path) -> Iterator[tuple[servers.Server, float, float]]:
    command = servers.oxigraph_command() or "oxigraph"
    with _Clock() as load:
        subprocess.run(
            [command, "load", "--location", str(folder / STORE), "--file", str(file)],
            check=True,
            capture_output=True,
        )
    with ExitStack() as stack:
        with _Clock() as start:
            server = stack.enter_context(servers.oxigraph(folder / STORE))
        yield server, load.seconds, start.seconds


@contextmanager
def _oxigraph_server(file: Path, folder: Path) -> Iterator[Opened]:
    with _oxigraph_loaded(file, folder) as (server, load, start):
        store = SparqlStore(server.query, graphs=GRAPHS)
        yield Opened(_sparql(store), load, start, [server.pid])
        store.close()


@contextmanager
def _virtuoso(file: Path, folder: Path) -> Iterator[Opened]:
    (folder / NQUADS).symlink_to(file.absolute())
    megabytes = max(400, file.stat().st_size >> 20)
    with servers.virtuoso(folder, megabytes) as server, _Clock() as load:
        servers.isql(server.sql, f"ld_dir('{folder}', '{NQUADS}', 'graph:none');", folder)
        servers.isql(server.sql, "rdf_loader_run();", folder, seconds=3600)
        servers.isql(server.sql, "checkpoint;", folder, seconds=3600)
    with ExitStack() as stack:
        with _Clock() as start:
            server = stack.enter_context(servers.virtuoso(folder, megabytes))
        store = stack.enter_context(closing(SparqlStore(server.query, graphs=GRAPHS)))
        yield Opened(_sparql(store), load.seconds, start.seconds, [server.pid])


@contextmanager
def _rdflib(file: Path, folder: Path) -> Iterator[Opened]:
    from rdflib import Dataset

    with _Clock() as load:
        dataset = Dataset(default_union=True)
        dataset.parse(file, format="nquads")

    def ask(question: Question, param: Param) -> list[str]:
        rows: Any = dataset.query(question.sparql.format(*map(node, param)))
        return [str(row[0]) for row in rows]

    yield Opened(ask, load.seconds, load.seconds)


# --- SQLite as one would do it ----------------------------------------------------------------


@contextmanager
def _sqlite(file: Path, folder: Path) -> Iterator[Opened]:
    path = folder / "plain.sqlite"
    with _Clock() as load:
        _fill(sqlite3.connect(path), file)
    with _Clock() as start:
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        connection.execute(f"PRAGMA mmap_size = {2**40}")

    def ask(question: Question, param: Param) -> list[str]:
        values = [node(curie).value for curie in param]
        return [str(value) for (value,) in connection.execute(question.sql, values)]

    yield Opened(ask, load.seconds, start.seconds)
    connection.close()


def _fill(connection: sqlite3.Connection, file: Path) -> None:
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE TABLE triple (s TEXT, p TEXT, o TEXT, PRIMARY KEY (s, p, o)) WITHOUT ROWID;"
        "CREATE TABLE closure (narrower TEXT, broader TEXT, PRIMARY KEY (narrower, broader)) WITHOUT ROWID;"
    )
    rows = ((q.subject.value, q.predicate.value, q.object.value) for q in nquads.read(file))  # type: ignore[union-attr]
    connection.executemany("INSERT OR IGNORE INTO triple VALUES (?, ?, ?)", rows)
    edges: dict[str, list[str]] = {}
    broader = node("ot:broader").value
    for s, o in connection.execute("SELECT s, o FROM triple WHERE p = ?", (broader,)):
        edges.setdefault(s, []).append(o)
    kinds = (node("rdf:type").value, node("ot:Biomarker").value, node("ot:Cancer").value)
    things = [s for (s,) in connection.execute("SELECT s FROM triple WHERE p = ? AND o IN (?, ?)", kinds)]
    pairs = ((s, o) for s in things for o in (s, *reach(s, edges)))
    connection.executemany("INSERT INTO closure VALUES (?, ?)", pairs)
    connection.executescript(
        "CREATE INDEX triple_pos ON triple (p, o, s);"
        "CREATE INDEX closure_down ON closure (broader, narrower); ANALYZE;"
    )
    connection.commit()
    connection.close()


def finish(raw: list[str]) -> list[str]:
    """Raw answers as sorted CURIEs."""
    return sorted(curie(value) if "://" in value else value for value in raw)


def _no_oxigraph() -> str:
    return "" if servers.oxigraph_command() else "the server is not installed (pip install oxigraph)"


def _no_virtuoso() -> str:
    return "" if servers.virtuoso_command() else "not installed (apt-get install virtuoso-opensource)"


ENGINES = (
    Engine("read model", "ours, embedded", _read_model),
    Engine("walks over SPARQL", "ours, over an Oxigraph server", _our_walks_over_sparql, _no_oxigraph),
    Engine("Oxigraph on disk", "embedded, SPARQL", _oxigraph_disk),
    Engine("Oxigraph in memory", "embedded, SPARQL", _oxigraph_memory, sizes="SM"),
    Engine("Oxigraph server", "SPARQL over HTTP", _oxigraph_server, _no_oxigraph, sizes="SM"),
    Engine("Virtuoso", "SPARQL over HTTP", _virtuoso, _no_virtuoso),
    Engine("SQLite", "triples and a closure table as texts, SQL", _sqlite),
    Engine("rdflib", "in memory, SPARQL", _rdflib, sizes="S"),
)
