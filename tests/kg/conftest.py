"""Every back end of the two seams, each as a function that opens it over some quads."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pyoxigraph import Quad

from oncotrace.kg import readmodel
from oncotrace.kg.graph import Graph
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.readmodel import ReadModel
from oncotrace.kg.store import Store
from oncotrace.kg.storegraph import StoreGraph

OpenStore = Callable[[Iterable[Quad]], AbstractContextManager[Store]]
OpenGraph = Callable[[Iterable[Quad]], AbstractContextManager[Graph]]


@contextmanager
def _memory(quads: Iterable[Quad], folder: Path) -> Iterator[Store]:
    store = OxigraphStore(None)
    store.load(quads)
    yield store
    store.close()


@contextmanager
def _disk(quads: Iterable[Quad], folder: Path) -> Iterator[Store]:
    """A store that was written, closed and opened again, as a release is."""
    written = OxigraphStore(folder / "store")
    written.load(quads)
    written.close()
    store = OxigraphStore(folder / "store", read_only=True)
    yield store
    store.close()


@contextmanager
def _read_model(quads: Iterable[Quad], folder: Path) -> Iterator[Graph]:
    readmodel.compile(quads, folder / "read.sqlite")
    model = ReadModel(folder / "read.sqlite")
    yield model
    model.close()


STORES = {"memory": _memory, "disk": _disk}
"""The back ends of the Store seam: a new one is a line here."""


def _store_graph(name: str) -> Callable[[Iterable[Quad], Path], AbstractContextManager[Graph]]:
    @contextmanager
    def opened(quads: Iterable[Quad], folder: Path) -> Iterator[Graph]:
        with STORES[name](quads, folder) as store:
            yield StoreGraph(store)

    return opened


GRAPHS = {"read model": _read_model} | {f"store {name}": _store_graph(name) for name in STORES}
"""The back ends of the Graph seam: a new one is a line here."""


@pytest.fixture(scope="session", params=STORES)
def open_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    return lambda quads: STORES[request.param](quads, tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session", params=GRAPHS)
def open_graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OpenGraph:
    return lambda quads: GRAPHS[request.param](quads, tmp_path_factory.mktemp("graph"))
