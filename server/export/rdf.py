"""Exports as RDF: the very quads of the release. TriG and N-Quads keep the graph of each source."""

from collections.abc import Callable, Iterator
from typing import IO

from pyoxigraph import Quad, Triple, serialize

from oncotrace.server.export.material import Material
from oncotrace.server.sparql.description import SHOWN
from oncotrace.server.sparql.worker import GRAPHS


def writer(form: str) -> Callable[[Material, IO[bytes]], None]:
    """The writer of a format, a key of ``worker.GRAPHS``."""

    if form == "nq":
        return lambda material, out: out.writelines(material.lines())

    def write(material: Material, out: IO[bytes]) -> None:
        found = material.quads()
        said = found if form == "trig" else (quad.triple for quad in _distinct(found))
        serialize(said, out, GRAPHS[form], prefixes=SHOWN if form in ("ttl", "trig") else None)

    return write


def _distinct(quads: Iterator[Quad]) -> Iterator[Quad]:
    """One quad a triple: what two sources say of a subject stands together, because the quads are sorted
    by subject."""
    subject, seen = None, set[Triple]()
    for quad in quads:
        if quad.subject != subject:
            subject, seen = quad.subject, set()
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield quad
