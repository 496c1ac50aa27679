"""The example queries: a Turtle file each under ``examples/``, in the ``sh:SPARQLExecutable`` convention
(https://www.w3.org/TR/shacl/#SPARQLSelectExecutable) with comment and keywords."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from oncotrace.ontology.prefixes import PREFIXES

_SH = PREFIXES["sh"]
FORMS = ("select", "construct", "ask")


@dataclass(slots=True, frozen=True, kw_only=True)
class Example:
    name: str
    comment: str
    keywords: tuple[str, ...]
    query: str


@cache
def triples() -> tuple[Triple, ...]:
    """All examples as one graph."""
    found: list[Triple] = []
    folder = files("oncotrace.server.workbench").joinpath("examples")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        found += (quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE))
    return tuple(found)


@cache
def examples() -> dict[str, Example]:
    """The examples by name, sorted."""
    said: dict[str, dict[str, list[str]]] = {}
    for triple in triples():
        assert isinstance(triple.subject, NamedNode)
        name = triple.subject.value.rpartition("/")[2]
        value = getattr(triple.object, "value", "")
        said.setdefault(name, {}).setdefault(triple.predicate.value, []).append(value)
    return {
        name: Example(
            name=name,
            comment=of[PREFIXES["rdfs"] + "comment"][0],
            keywords=tuple(sorted(of["https://schema.org/keywords"])),
            query=next(of[_SH + form][0] for form in FORMS if _SH + form in of),
        )
        for name, of in sorted(said.items())
    }
