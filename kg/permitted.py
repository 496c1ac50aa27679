"""Sorted N-Quads without what must not be passed on."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from oncotrace.kg import nquads
from oncotrace.kg.licensing import graph_of
from oncotrace.kg.records import Source
from oncotrace.kg.shape import QUARANTINE, predicate
from oncotrace.kg.triples import node


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
