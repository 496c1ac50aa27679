"""Releases at a SPARQL endpoint: put there, found there, read from there.

Each release has graphs of its own, named ``…/release/<name>/<graph>``, so that one can be loaded while
another is read. Its entry in the catalogue is written last, after the counts and a sample were
compared: a release without an entry is not there yet. The quarantine stays at home.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import Quad

from oncotrace.kg import names as name_index
from oncotrace.kg import nquads
from oncotrace.kg.errors import ReleaseError, StoreError
from oncotrace.kg.graph import Graph, Literal
from oncotrace.kg.licensing import PUBLIC, RESEARCH, graph_of
from oncotrace.kg.names import Names
from oncotrace.kg.records import RECORD_TYPES, Biomarker, Cancer, Drug, Gene, Record
from oncotrace.kg.release import (
    NQUADS,
    READ_MODEL,
    RELEASES,
    Release,
    home,
    read_manifest,
    refuse_other_profile,
    verify,
)
from oncotrace.kg.shape import QUARANTINE, decode, predicate, required
from oncotrace.kg.sparqlstore import BATCH_QUADS, SparqlStore
from oncotrace.kg.storegraph import CHUNK, StoreGraph
from oncotrace.kg.triples import node
from oncotrace.ontology.prefixes import curie

BASE = "https://w3id.org/oncotrace/release/"
CATALOGUE = "graph:catalogue"
NAMES = "names-{profile}"
MOST_ROWS = 100_000
"""Rows that an endpoint must be willing to send at once; a question needs far fewer."""

_NAMED = (Gene, Cancer, Drug, Biomarker)

Progress = Callable[[str], None]


# --- put there --------------------------------------------------------------------------------


def publish(release: Release, query: str, update: str, progress: Progress = lambda doing: None) -> int:
    """Load a release into an endpoint and enter it in the catalogue there; the quads that it now holds.

    Only what the release's profile shows goes there: the public one leaves out what must not be passed on.
    What an earlier run left is counted and not loaded again. StoreError where the endpoint fails, or
    holds, sends or keeps something else than it was given; what was loaded stays for the next run.
    """
    if problems := verify(release, (NQUADS, release.read_model)):
        raise ReleaseError(f"release {release.name} is damaged: {'; '.join(problems)}; build it again")
    kept_here = {QUARANTINE, *_hidden(release)}
    wanted = {graph: n for graph, n in release.manifest["graphs"].items() if graph not in kept_here}
    with closing(SparqlStore(query, update, base=f"{BASE}{release.name}/", graphs=list(wanted))) as store:
        held = {graph: store.count(graph) for graph in wanted}
        for graph in [graph for graph in wanted if held[graph] > wanted[graph]]:
            store.drop(graph)
            held[graph] = 0
        missing = sum(wanted.values()) - sum(held.values())
        progress(f"loading {missing:,} quads" if missing else "all quads are there")
        if missing:
            store.load(_rest(release, wanted, held))
        progress("comparing")
        _refuse_other_counts(store, wanted)
        _refuse_few_rows(store, min(sum(wanted.values()), MOST_ROWS))
        _refuse_other_values(release.graph, StoreGraph(store), store.place)
    _enter(release, wanted, query, update)
    return sum(wanted.values())


def _rest(release: Release, wanted: Mapping[str, int], held: Mapping[str, int]) -> Iterator[Quad]:
    """The quads that are not there yet. They go in the order of the file, so that those of each graph
    that are there are its first ones, but for the batch that was cut off: that one goes again."""
    seen = dict.fromkeys(wanted, 0)
    for quad in nquads.read(release.path / NQUADS):
        graph = curie(quad.graph_name.value)  # type: ignore[union-attr]  # a release has named graphs only
        if graph in seen:
            seen[graph] += 1
            if held[graph] < wanted[graph] and seen[graph] > held[graph] - BATCH_QUADS:
                yield quad


def _refuse_other_counts(store: SparqlStore, wanted: Mapping[str, int]) -> None:
    for graph, count in wanted.items():
        if (found := store.count(graph)) != count:
            raise StoreError(
                f"{store.place} holds {found:,} quads of {graph} after loading {count:,}; drop the graphs of"
                " this release there and publish again"
            )


def _refuse_few_rows(store: SparqlStore, most: int) -> None:
    found = len(store.query(f"SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {most}"))
    if found < most:
        raise StoreError(
            f"{store.place} sent {found:,} rows where {most:,} were asked for; raise its limit of rows"
            " (Virtuoso: ResultSetMaxRows), or answers would be incomplete"
        )


def _refuse_other_values(here: Graph, there: Graph, place: str) -> None:
    """Compare what is said of one chunk of things, evenly chosen: an engine may rewrite values."""
    kinds = ("Gene", "Proposition", "Evidence", "Indication")
    things = sorted({id for kind in kinds for id in here.ids(kind)})
    sample = things[:: max(1, len(things) // CHUNK)]
    kept, sent = here.values(sample), there.values(sample)
    for id in sample:
        if kept.get(id) != sent.get(id):
            raise StoreError(f"{place} changed what is said of {id}: {sent.get(id)} for {kept.get(id)}")


def _enter(release: Release, graphs: Mapping[str, int], query: str, update: str) -> None:
    described = {key: release.manifest[key] for key in ("schema", "created")}
    sources = [s for s in release.manifest["sources"] if graph_of(s["id"]) in graphs]
    counts = {cls.__name__: n for cls in RECORD_TYPES if (n := release.graph.count(cls.__name__))}
    described |= {"name": release.name, "graphs": graphs, "sources": sources, "counts": counts, "files": {}}
    me, value = node(f"oid:release-{release.name}"), node("rdf:value")
    text = RdfLiteral(json.dumps(described, sort_keys=True))
    with closing(SparqlStore(query, update, base=BASE, graphs=[CATALOGUE])) as catalogue:
        catalogue.update(f"DELETE WHERE {{ GRAPH <{BASE}catalogue> {{ {me} {value} ?text }} }}")
        catalogue.load([Quad(me, value, text, node(CATALOGUE))])


def _hidden(release: Release) -> set[str]:
    """The graphs that the release's profile does not show."""
    return {graph_of(source.id) for source in release.restricted} if release.profile == PUBLIC else set()


# --- read from there --------------------------------------------------------------------------


def manifests(query: str) -> list[dict[str, Any]]:
    """The manifests of the releases at an endpoint, the newest first."""
    with closing(SparqlStore(query, base=BASE, graphs=[CATALOGUE])) as catalogue:
        rows = catalogue.query(f"SELECT ?text WHERE {{ ?release {node('rdf:value')} ?text }}")
    found = [json.loads(row["text"].value) for row in rows]
    return sorted(found, key=lambda manifest: (manifest["created"], manifest["name"]), reverse=True)


def open_remote(
    query: str, name: str | None = None, where: Path | None = None, profile: str = RESEARCH
) -> "RemoteRelease":
    """The named release of an endpoint, else its newest. ``where`` is the home that holds names.

    ``profile`` is one of ``licensing.PROFILES``. ReleaseError where the endpoint has no such release.
    """
    refuse_other_profile(profile)
    found = manifests(query)
    names = ", ".join(manifest["name"] for manifest in found) or "none"
    chosen = next((m for m in found if name in (None, m["name"])), None)
    if chosen is None:
        raise ReleaseError(
            f"{'no release' if name is None else f'release {name} is not'} at the endpoint (there are:"
            f" {names}); put it there with `oncotrace publish --to`"
        )
    place = where or home()
    folder = place / RELEASES / chosen["name"]
    if not (folder / READ_MODEL).is_file():
        folder = place / "remote" / chosen["name"]
    return RemoteRelease(folder, chosen["name"], chosen, query, profile)


class RemoteRelease(Release):
    """A release whose graph is at an endpoint. ``path`` is where its names are: its own folder, where
    that is here too, else one that is filled from the endpoint once."""

    def __init__(
        self, path: Path, name: str, manifest: Mapping[str, Any], query: str, profile: str
    ) -> None:
        super().__init__(path, name, manifest, profile)
        self.address = query
        """Of the endpoint, as it takes queries; it may hold a password."""

    @property
    def root(self) -> str:
        """How the IRIs of its graphs begin at the endpoint."""
        return f"{BASE}{self.name}/"

    @property
    def there(self) -> dict[str, str]:
        """The IRIs of the graphs that are shown, each with its IRI at the endpoint."""
        return {node(graph).value: self.root + graph.removeprefix("graph:") for graph in self._shown}

    def store(self) -> SparqlStore:
        """The graphs that are shown, at the endpoint; each call opens a connection."""
        return self._store(self._shown)

    @cached_property
    def graph(self) -> Graph:
        return StoreGraph(self._store(self._shown))

    @cached_property
    def beyond(self) -> Graph | None:
        everything = list(self.manifest["graphs"])
        return None if self._shown == everything else StoreGraph(self._store(everything))

    @cached_property
    def names(self) -> Names:
        if (self.path / READ_MODEL).is_file():
            return self._here.names
        file = self.path / NAMES.format(profile=self.profile)
        if not file.is_file():
            self._write_names(file)
        return Names.at(file)

    @cached_property
    def _here(self) -> Release:
        """The release's own folder, without what is not at the endpoint or not shown."""
        here = Release(self.path, self.name, read_manifest(self.path), PUBLIC)
        everything = _hidden(here) <= {*self._shown}
        return Release(self.path, self.name, here.manifest, RESEARCH if everything else PUBLIC)

    def problems(self) -> list[str]:
        """Graphs whose number of quads at the endpoint is not that of the catalogue."""
        counted = []
        for graph, count in self.manifest["graphs"].items():
            with closing(self._store([graph])) as store:
                if (found := store.count(graph)) != count:
                    counted.append(f"{store.place} holds {found:,} quads of {graph}, not {count:,}")
        return counted

    def close(self) -> None:
        for name in ("graph", "beyond", "_here"):
            if (opened := self.__dict__.get(name)) is not None:
                opened.close()

    @property
    def _shown(self) -> list[str]:
        return [graph for graph in self.manifest["graphs"] if graph not in _hidden(self)]

    def _store(self, graphs: list[str]) -> SparqlStore:
        return SparqlStore(self.address, base=self.root, graphs=graphs)

    def _write_names(self, file: Path) -> None:
        """Read what has names, source by source as a build does, and index it beside the file, then there."""
        records: dict[str, list[Record]] = {}
        for graph in self._shown:
            with closing(StoreGraph(self._store([graph]))) as found:
                records[graph] = list(_named(found))
        draft = file.with_suffix(".draft")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft.unlink(missing_ok=True)
            named = chain.from_iterable(records.values())
            name_index.write(name_index.all_names(named, records.get("graph:core", [])), draft)
            draft.replace(file)
        except (OSError, StoreError) as error:
            raise ReleaseError(
                f"cannot keep the names of release {self.name} in {file.parent}: {error}; set ONCOTRACE_HOME"
                " to a folder that can be written"
            ) from error


def _named(graph: Graph) -> Iterator[Record]:
    """The records with names, of one source. A source may leave a label to others: there it is empty."""
    for kind in _NAMED:
        empty: dict[str, list[Literal]] = {predicate(field): [""] for field in required(kind)}
        for id, values in graph.values(graph.ids(kind.__name__)).items():
            yield decode(id, {**empty, **values})
