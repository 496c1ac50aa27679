"""Check data against ``shapes.ttl``.

The engine is pyrudof: on statements like ours it is more than ten times as fast as pyshacl and finds the
same. A release with all sources takes seconds. ``python -m oncotrace.ontology.shacl FILE`` prints the
violations of an N-Quads file as lines of JSON; a process of its own gives the memory back.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize
from pyrudof import RDFFormat, ReaderMode, Rudof, RudofConfig, ShaclFormat, ShaclValidationEntry

from oncotrace.ontology.prefixes import curie, iri

SHAPES = files("oncotrace.ontology").joinpath("shapes.ttl")


@dataclass(slots=True, frozen=True, order=True)
class Violation:
    """One thing that is wrong with one node."""

    focus: str
    """The node, a CURIE where we have the prefix."""
    message: str
    path: str = ""
    """The predicate; empty where the node as a whole is wrong, or several predicates are."""
    value: str = ""


def validate(data: str | Path | Iterable[Quad]) -> list[Violation]:
    """Every violation, sorted. ``data`` is N-Quads as text, an N-Quads file, or quads.

    The named graphs are read as one: a proposition that two sources share is one node. Predicates that
    no shape speaks of are left out (no shape is closed), which halves the time.
    Raises SyntaxError where the N-Quads are malformed.
    """
    engine = Rudof(RudofConfig())
    engine.read_shacl(SHAPES.read_text("utf-8"), ShaclFormat.Turtle)
    with tempfile.TemporaryDirectory() as folder:
        # A path, because the engine would take a short text for the name of a file or an address.
        path = Path(folder) / "data.nt"
        with path.open("wb") as file:
            serialize(_triples(data), file, RdfFormat.N_TRIPLES)
        engine.read_data(str(path), RDFFormat.NTriples, reader_mode=ReaderMode.Strict)
    report = engine.validate_shacl()
    return sorted({_violation(entry) for entry in report.violations})


def _triples(data: str | Path | Iterable[Quad]) -> Iterable[Triple]:
    if isinstance(data, str):
        quads: Iterable[Quad] = parse(data, RdfFormat.N_QUADS)
    elif isinstance(data, Path):
        quads = parse(path=data, format=RdfFormat.N_QUADS)
    else:
        quads = data
    spoken_of = _named_in_shapes()
    return (quad.triple for quad in quads if quad.predicate in spoken_of)


@cache
def _named_in_shapes() -> frozenset[NamedNode]:
    """Every IRI in the shapes and in their SPARQL."""
    found: set[NamedNode] = set()
    for triple in parse(SHAPES.read_text("utf-8"), RdfFormat.TURTLE):
        found |= {t for t in (triple.subject, triple.object) if isinstance(t, NamedNode)}
        if isinstance(triple.object, Literal):
            found |= {NamedNode(iri) for iri in re.findall(r"<([a-z]+:[^<>\s]+)>", triple.object.value)}
    return frozenset(found | {NamedNode(iri("rdf:type"))})


def used(path: Path) -> Iterable[Quad]:
    """The quads of an N-Quads file without the genes that nothing refers to: a gene list of tens of
    thousands needs gigabytes, and no statement rests on those."""
    gene, kind = NamedNode(iri("ot:Gene")), NamedNode(iri("rdf:type"))
    genes, referred = set(), set()
    for quad in parse(path=path, format=RdfFormat.N_QUADS):
        if quad.predicate == kind and quad.object == gene:
            genes.add(quad.subject)
        elif isinstance(quad.object, NamedNode):
            referred.add(quad.object)
    left_out = genes - referred
    return (q for q in parse(path=path, format=RdfFormat.N_QUADS) if q.subject not in left_out)


def _violation(entry: ShaclValidationEntry) -> Violation:
    return Violation(
        focus=_short(entry.focus_node),
        message=_messages().get(entry.source_shape or "", (entry.message or "").strip('"')),
        path=_short(entry.path),
        value=_short(entry.value),
    )


@cache
def _messages() -> dict[str, str]:
    """The message of each shape that has a name; the engine forgets those of sh:or and comparisons."""
    message = NamedNode(iri("sh:message"))
    return {
        triple.subject.value: triple.object.value
        for triple in parse(SHAPES.read_text("utf-8"), RdfFormat.TURTLE)
        if triple.predicate == message
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }


def _short(term: str | None) -> str:
    """A CURIE where we have the prefix, else the term as the engine writes it."""
    try:
        return curie(term or "")
    except ValueError:
        return term or ""


if __name__ == "__main__":
    for found in validate(used(Path(sys.argv[1]))):
        print(json.dumps([found.focus, found.message, found.path, found.value]))
