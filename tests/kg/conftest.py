"""Every back end of the two seams, each as a function that opens it over some quads."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from pyoxigraph import Quad

from oncotrace.kg import compiling, nquads, readmodel
from oncotrace.kg.graph import Graph
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.readmodel import ReadModel
from oncotrace.kg.sparqlstore import SparqlStore
from oncotrace.kg.store import Store
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.server.bench.servers import Server

OpenStore = Callable[[Iterable[Quad]], AbstractContextManager[Store]]
OpenGraph = Callable[[Iterable[Quad]], AbstractContextManager[Graph]]


@contextmanager
def _memory(quads: Iterable[Quad], folder: Path, server: Server | None) -> Iterator[Store]:
    store = OxigraphStore(None)
    store.load(quads)
    yield store
    store.close()


@contextmanager
def _disk(quads: Iterable[Quad], folder: Path, server: Server | None) -> Iterator[Store]:
    """A store that was written, closed and opened again, as a release is."""
    written = OxigraphStore(folder / "store")
    written.load(quads)
    written.close()
    store = OxigraphStore(folder / "store", read_only=True)
    yield store
    store.close()


@contextmanager
def _disk_from_file(quads: Iterable[Quad], folder: Path, server: Server | None) -> Iterator[Store]:
    nquads.write(quads, folder / "graph.nq")
    store = OxigraphStore(folder / "store")
    store.load_file(folder / "graph.nq")
    yield store
    store.close()


@contextmanager
def _endpoint(quads: Iterable[Quad], folder: Path, server: Server | None) -> Iterator[Store]:
    """A store at a server that other cases use too: what this one loaded is dropped."""
    assert server is not None
    store = SparqlStore(server.query, server.update, graphs=[])
    try:
        store.load(quads)
        yield store
    finally:
        for graph in store.graphs:
            store.drop(graph)
        store.close()


@contextmanager
def _read_model(quads: Iterable[Quad], folder: Path, server: Server | None) -> Iterator[Graph]:
    compiling.compile(nquads.lines(quads), folder / "read.graph")
    model = ReadModel(folder / "read.graph")
    yield model
    model.close()


@contextmanager
def _forgetful(quads: Iterable[Quad], folder: Path, server: Server | None) -> Iterator[Graph]:
    """One that has no room for the names that a walk reads, so that it forgets them in the middle."""
    with patch.object(readmodel, "MOST_NAMES", 1), _read_model(quads, folder, server) as model:
        yield model


STORES = {
    "memory": _memory,
    "disk": _disk,
    "disk from a file": _disk_from_file,
    "oxigraph": _endpoint,
    "virtuoso": _endpoint,
}
"""The back ends of the Store seam: a new one is a line here."""

SERVERS = {"oxigraph": "oxigraph_server", "virtuoso": "virtuoso_server"}
"""The fixture that starts the server of a back end, once a session."""


def _store_graph(name: str) -> Callable[..., AbstractContextManager[Graph]]:
    @contextmanager
    def opened(quads: Iterable[Quad], folder: Path, server: Server | None) -> Iterator[Graph]:
        with STORES[name](quads, folder, server) as store:
            yield StoreGraph(store)

    return opened


GRAPHS: dict[str, Callable[..., AbstractContextManager[Graph]]] = {
    "read model": _read_model,
    "forgetful read model": _forgetful,
    **{f"store {name}": _store_graph(name) for name in STORES},
}
"""The back ends of the Graph seam: a new one is a line here."""


def _server(request: pytest.FixtureRequest) -> Server | None:
    fixture = SERVERS.get(request.param.removeprefix("store "))
    return request.getfixturevalue(fixture) if fixture else None


@pytest.fixture(scope="session", params=STORES)
def open_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    server = _server(request)
    return lambda quads: STORES[request.param](quads, tmp_path_factory.mktemp("store"), server)


@pytest.fixture(scope="session", params=GRAPHS)
def open_graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OpenGraph:
    server = _server(request)
    return lambda quads: GRAPHS[request.param](quads, tmp_path_factory.mktemp("graph"), server)
