"""What a licence profile may show: a source that must not be passed on is left out of the public one.

A release that holds such a source has a second read model, made without its named graph. Whoever opens a
release under the public profile reads that file: what is not in it cannot be shown by mistake.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from oncotrace.kg import nquads
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


def permitted(lines: Iterable[bytes], sources: Iterable[Source]) -> Iterator[bytes]:
    """The lines of sorted N-Quads without what these sources say: in their graphs or in quarantine."""
    ids = [source.id for source in sources]
    graphs = {_written(graph_of(id)) for id in ids}
    theirs = {_written(id) for id in ids}
    said_by, quarantine = _written(predicate("source")), _written(QUARANTINE)
    for _, group in groupby(((nquads.split(line), line) for line in lines), key=lambda pair: pair[0][0]):
        of_subject = list(group)
        hidden = {
            g for (_, p, o, g), _ in of_subject if g == quarantine and p == said_by and o in theirs
        }  # fmt: skip
        yield from (line for (*_, g), line in of_subject if g not in graphs | hidden)


def _written(curie: str) -> bytes:
    """A node as a line of N-Quads has it."""
    return str(node(curie)).encode()
