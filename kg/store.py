"""The Store seam: quads in, quads and SPARQL results out.

What users write in SPARQL never comes here directly: it goes through a pool of worker processes.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, QueryResultsFormat  # noqa: F401
from pyoxigraph import Literal as RdfLiteral

Term = NamedNode | BlankNode | RdfLiteral


class Store(Protocol):
    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads; atomic where the engine can."""
        ...

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]: ...

    def query(self, sparql: str) -> list[dict[str, Term]]:
        """The rows of a SELECT over the union of all graphs but the quarantine."""
        ...

    def dump(self, path: Path) -> None:
        """Write sorted N-Quads."""
        ...

    def close(self) -> None: ...
