"""The curated core as names and as a graph: what every question of these tests is asked of."""

import pytest

from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.records import Record
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import encode_all
from oncotrace.loaders.curated import load_core


@pytest.fixture(scope="session")
def core_records() -> list[Record]:
    return load_core()


@pytest.fixture(scope="session")
def core_names(core_records: list[Record]) -> Names:
    return Names.of(core_records)


@pytest.fixture(scope="session")
def core_graph(core_records: list[Record]) -> Graph:
    store = OxigraphStore(None)
    store.load(encode_all(core_records, "graph:core"))
    return StoreGraph(store)
