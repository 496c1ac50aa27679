"""What a licence profile may show: a source that must not be passed on is left out of the public one.

A release that holds such a source has a second read model, made without its named graph. Whoever opens a
release under the public profile reads that file: what is not in it cannot be shown by mistake.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from pyoxigraph import Quad

from oncotrace.kg.records import Source
from oncotrace.kg.triples import QUARANTINE, node, predicate

PUBLIC, RESEARCH = "public", "research"
PROFILES = {
    PUBLIC: "only what may be passed on",
    RESEARCH: "all that the release holds, for one's own research",
}


def graph_of(source: str) -> str:
    """The named graph of a source's id, both as CURIEs."""
    return "graph:" + source.removeprefix("oid:source-")


def restricted(sources: Iterable[Source | Mapping[str, Any]]) -> list[Source]:
    """Those of these sources (records, or as a manifest has them) that must not be passed on."""
    known = (s if isinstance(s, Source) else _source(s) for s in sources)
    return [source for source in known if not source.redistributable]


def _source(described: Mapping[str, Any]) -> Source:
    return Source(**{name: value for name, value in described.items() if name != "quads"})


def permitted(quads: Iterable[Quad], sources: Iterable[Source]) -> Iterator[Quad]:
    """The quads, sorted by subject, without what these sources say: in their graphs or in quarantine."""
    ids = [source.id for source in sources]
    graphs = {node(graph_of(id)) for id in ids}
    theirs = {node(id) for id in ids}
    said_by, quarantine = node(predicate("source")), node(QUARANTINE)
    for _, group in groupby(quads, key=lambda quad: quad.subject):
        of_subject = list(group)
        hidden = {
            q.graph_name for q in of_subject
            if q.graph_name == quarantine and q.predicate == said_by and q.object in theirs
        }  # fmt: skip
        yield from (q for q in of_subject if q.graph_name not in graphs | hidden)
