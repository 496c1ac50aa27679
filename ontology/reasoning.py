"""Check the ontology with HermiT: is it consistent, which classes can have no member, what is a kind of what.

A check for authors and CI, never on a request path. HermiT is a Java program that comes with
owlready2; where no ``java`` is found the result says what was skipped. Nothing is fetched:
``owl:imports`` is dropped before owlready2 sees the triples.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import owlready2
from rdflib import OWL, Graph

from oncotrace.ontology.prefixes import ONTOLOGY, curie

CORE = files("oncotrace.ontology").joinpath("core.ttl")


@dataclass(slots=True)
class Reasoned:
    """What HermiT found. ``skipped`` is empty where it ran, else the reason why it did not."""

    skipped: str = ""
    consistent: bool | None = None
    """None where nothing was checked."""
    unsatisfiable: tuple[str, ...] = ()
    """Classes that can have no member, as CURIEs, sorted."""
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    """Each class or individual with every named class that it is a kind or a member of."""


def reason(*turtle: str) -> Reasoned:
    """Run HermiT over ``core.ttl`` and more axioms in Turtle, which declare their classes
    (``owl:Class``) and individuals (``owl:NamedIndividual``).

    Raises a syntax error of rdflib where the Turtle is malformed.
    """
    java = shutil.which("java")
    if java is None:
        return Reasoned(skipped="no java on the PATH; install a Java runtime (17 works) to run HermiT")
    graph = Graph().parse(data=CORE.read_text("utf-8"), format="turtle")
    for text in turtle:
        graph.parse(data=text, format="turtle")
    with _world(graph) as world:
        return _run(world, java)


@contextmanager
def _world(graph: Graph) -> Iterator[Any]:
    """An owlready2 world that holds these triples, without imports."""
    graph.remove((None, OWL.imports, None))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.nt"
        graph.serialize(path, format="nt", encoding="utf-8")
        world = owlready2.World()
        with path.open("rb") as file:
            world.get_ontology(ONTOLOGY).load(fileobj=file, only_local=True)
        try:
            yield world
        finally:
            world.close()


def _run(world: Any, java: str) -> Reasoned:
    owlready2.JAVA_EXE = java
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Reasoned(consistent=False)
    bottom = {owlready2.Nothing}
    unsatisfiable = sorted(_name(c) for c in world.inconsistent_classes() if c not in bottom)
    kinds = {_name(c): _named(c.ancestors()) for c in world.classes()}
    kinds |= {_name(i): _named(i.INDIRECT_is_a) for i in world.individuals()}
    return Reasoned(consistent=True, unsatisfiable=tuple(unsatisfiable), kinds=kinds)


def _named(classes: Any) -> frozenset[str]:
    return frozenset(_name(c) for c in classes if isinstance(c, owlready2.ThingClass))


def _name(entity: Any) -> str:
    """A CURIE where we have the prefix, else the IRI."""
    try:
        return curie(entity.iri)
    except ValueError:
        return str(entity.iri)
