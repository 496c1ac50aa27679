"""The Oxigraph back end of the Store seam: embedded, on disk or in memory.

The engine's default graph holds each triple of the named graphs, but those of the quarantine, once.
Its own union joins graphs without comparing them: what two sources say would be counted twice.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat
from pyoxigraph import Store as Engine

from oncotrace.kg import nquads
from oncotrace.kg.errors import StoreError
from oncotrace.kg.shape import QUARANTINE
from oncotrace.kg.store import Term
from oncotrace.kg.triples import node


class OxigraphStore:
    """Quads in a folder (``path``) or in memory (None). Threads may share it."""

    def __init__(self, path: Path | None, read_only: bool = False) -> None:
        self.place = "the store in memory" if path is None else f"the store {path}"
        self._engine: Engine | None = None
        with self._told("open", "check that it is an Oxigraph folder which no other process writes"):
            if path is None:
                self._engine = Engine()
            else:
                self._engine = Engine.read_only(str(path)) if read_only else Engine(path)

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads, each in a named graph: what has no source does not enter.

        A project error that ``quads`` raise passes through. Small loads are atomic; of a large one that
        fails on disk a part may stay.
        """
        engine = self._open()
        with self._told("load quads into", "free space or open it for writing, then load again"):
            engine.bulk_extend(_named(quads))
            engine.flush()

    def load_file(self, path: Path) -> None:
        """Add the quads of a file that ``nquads.write`` made. The engine reads it without holding up other
        threads; what fails may leave a part."""
        engine = self._open()
        with self._told(f"load {path} into", "free space or open it for writing, then load again"):
            engine.bulk_load(path=path, format=RdfFormat.N_QUADS, lenient=True)
            with path.open("rb") as file:
                engine.bulk_load(_Union(file), RdfFormat.N_QUADS, lenient=True)  # type: ignore[arg-type]  # reads
            engine.flush()

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads of this pattern, the quarantine included, in no order."""
        engine = self._open()
        with self._told("read", "verify the release or build it again"):
            for quad in engine.quads_for_pattern(subject, predicate, object, graph):
                if not isinstance(quad.graph_name, DefaultGraph):
                    yield quad

    def query(self, sparql: str) -> list[dict[str, Term]]:
        """The rows of a SELECT over the union of all graphs but the quarantine.

        ``FROM`` and ``GRAPH`` do not reach the quarantine either. Unbound variables are left out
        of a row.
        """
        engine = self._open()
        with self._told("query", f"check the query:\n{sparql}"):
            quarantine = node(QUARANTINE)
            graphs = [graph for graph in engine.named_graphs() if graph != quarantine]
            rows = _rows(engine, sparql, graphs)
        if rows is None:
            raise StoreError(f"{self.place} answers SELECT queries only; this is another form:\n{sparql}")
        return rows

    def dump(self, path: Path) -> None:
        """Write sorted N-Quads, the quarantine included."""
        nquads.write(self.match(), path)

    def close(self) -> None:
        """Let go of the folder; every later call is a StoreError."""
        self._engine = None

    def _open(self) -> Engine:
        if self._engine is None:
            raise StoreError(f"{self.place} is closed; open it again")
        return self._engine

    @contextmanager
    def _told(self, what: str, then: str) -> Iterator[None]:
        """Turn the engine's errors into ours: what, where, what to do next."""
        try:
            yield
        except (OSError, SyntaxError, RuntimeError) as error:
            raise StoreError(f"cannot {what} {self.place}: {error}; {then}") from error


def _named(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads, and their triples for the default graph."""
    quarantine = node(QUARANTINE)
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            raise StoreError(f"{quad} is in no named graph; give it the graph of its source")
        yield quad
        if quad.graph_name != quarantine:
            yield Quad(quad.subject, quad.predicate, quad.object)


class _Union:
    """To be read: the lines of a file without their graphs, which makes the default graph. Those of the
    quarantine are left out."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        quarantine = f" {node(QUARANTINE)} .\n".encode()
        self._lines = (line for line in lines if not line.endswith(quarantine))
        self._rest = b""

    def read(self, size: int) -> bytes:
        parts, length = [self._rest], len(self._rest)
        while length < size and (line := next(self._lines, b"")):
            parts.append(line[: line.rindex(b" ", 0, -3)] + b" .\n")
            length += len(parts[-1])
        read = b"".join(parts)
        self._rest = read[size:]
        return read[:size]


def _rows(engine: Engine, sparql: str, graphs: list[NamedNode | BlankNode]) -> list[dict[str, Term]] | None:
    """The rows of a SELECT; None for another form. What the engine gives must not outlive this call: a
    traceback would keep it, and only the thread that made it may let it go."""
    found = engine.query(sparql, default_graph=DefaultGraph(), named_graphs=graphs)
    if not isinstance(found, QuerySolutions):
        return None
    names = [variable.value for variable in found.variables]
    return [
        {name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found
    ]
