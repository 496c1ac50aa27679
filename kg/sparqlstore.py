"""The Store seam over any SPARQL 1.1 endpoint: the query and update protocols, nothing of one engine.

The dataset of every query is named in the request, graph by graph and without the quarantine. By the
protocol it outranks ``FROM`` in the query; Virtuoso adds the two instead, so ``FROM`` is taken out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)
from pyoxigraph import Literal as RdfLiteral

from oncotrace.kg import nquads
from oncotrace.kg.endpoint import TIMEOUT, Endpoint, Reply
from oncotrace.kg.errors import StoreError
from oncotrace.kg.shape import QUARANTINE
from oncotrace.kg.store import Term
from oncotrace.kg.triples import node
from oncotrace.ontology.prefixes import GRAPH, curie

BATCH_QUADS, BATCH_BYTES = 500, 100_000
"""Of one ``INSERT DATA``. Virtuoso's parser runs out of memory between 1,000 and 5,000 quads."""

_JSON = "application/sparql-results+json"
_BOOLEAN = node("xsd:boolean")
_TRUE, _FALSE = RdfLiteral("true", datatype=_BOOLEAN), RdfLiteral("false", datatype=_BOOLEAN)
_PLAIN = {"1": _TRUE, "true": _TRUE, "0": _FALSE, "false": _FALSE}

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''(?:[^\\]|\\.)*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|(?P<dataset>\bFROM\s+(?:NAMED\s+)?(?:<[^<>\s]*>|[\w.-]*:[\w.-]*))"
    r'|<[^<>"{}|^`\\\s]*>'
    r"|#[^\n]*",
    re.IGNORECASE | re.DOTALL,
)
_SELECT = re.compile(r"\s*(?:(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\s]*>\s*)*SELECT\b", re.IGNORECASE)


class SparqlStore:
    """Quads at an endpoint. Threads may share it.

    ``base`` is how the IRIs of its graphs begin there: other graphs of the endpoint are not seen. To
    the caller they are ``graph:…`` as everywhere; only a query that asks for the names of graphs meets
    the endpoint's own. ``graphs`` (CURIEs) saves asking the endpoint which of them it holds. Without
    ``update`` nothing can be loaded.
    """

    def __init__(
        self,
        query: str,
        update: str | None = None,
        *,
        base: str = GRAPH,
        graphs: Sequence[str] | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._query = Endpoint(query, timeout)
        self._update = self._query if update == query else Endpoint(update, timeout) if update else None
        self._base = base
        self._graphs = None if graphs is None else [self._there(node(graph)) for graph in graphs]
        self._closed = False
        self.place = f"the store {self._query.place}"

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads in batches, each atomic where the engine has transactions.

        Loading the same again changes nothing. A blank node is a StoreError: in another batch it
        would be another node.
        """
        self._open()
        for batch in _batches(map(self._line, quads)):
            blocks = [
                f"GRAPH <{graph}> {{ {' '.join(triple for _, triple in of)} }}"
                for graph, of in groupby(sorted(batch, key=itemgetter(0)), itemgetter(0))
            ]
            self.update("INSERT DATA {\n" + "\n".join(blocks) + "\n}")
            if self._graphs is not None:
                self._graphs = sorted({*self._graphs, *(graph for graph, _ in batch)})

    def update(self, text: str) -> None:
        """Run a SPARQL update of our own making."""
        self._open()
        if self._update is None:
            raise StoreError(f"{self.place} is open for reading; give the address that takes updates")
        reply = self._update.post([("update", text)], "*/*")
        if reply.status not in (200, 201, 204):
            raise StoreError(
                f"cannot write to {self._update.place}: it answers {reply.status} ({reply.text()});"
                " check that it allows updates"
            )

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads of this pattern, the quarantine included, in no order."""
        self._open()
        pattern = {"s": subject, "p": predicate, "o": object}
        words = " ".join(f"?{name}" if term is None else str(term) for name, term in pattern.items())
        wanted = self._held() if graph is None else [self._there(graph)]
        for there in wanted:
            rows = self._select(f"SELECT DISTINCT * WHERE {{ {words} }}", [there])
            for row in rows:
                s, p, o = (row.get(name, term) for name, term in pattern.items())
                yield Quad(s, p, o, self._here(there))  # type: ignore[arg-type]  # engines keep to RDF

    def query(self, sparql: str) -> list[dict[str, Term]]:
        """The rows of a SELECT over the union of all graphs but the quarantine.

        Unbound variables are left out of a row. A triple that two graphs hold may make two rows
        without DISTINCT. An endpoint that says that it cut the rows off is a StoreError.
        """
        self._open()
        text = _TOKEN.sub(lambda found: " " if found["dataset"] else _uncommented(found[0]), sparql)
        if not _SELECT.match(text):
            raise StoreError(f"{self.place} answers SELECT queries only; this is another form:\n{sparql}")
        quarantine = self._there(node(QUARANTINE))
        return list(self._select(text, [graph for graph in self._held() if graph != quarantine], sparql))

    @property
    def graphs(self) -> list[str]:
        """The CURIEs of the graphs that it holds."""
        return [curie(self._here(there).value) for there in self._held()]

    def count(self, graph: str) -> int:
        """How many triples the endpoint holds in a graph (a CURIE)."""
        query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        (row,) = self._select(query, [self._there(node(graph))])
        return int(row["n"].value)

    def drop(self, graph: str) -> None:
        """Remove a graph (a CURIE), be it there or not."""
        self.update(f"DROP SILENT GRAPH <{self._there(node(graph))}>")

    def dump(self, path: Path) -> None:
        """Write sorted N-Quads, the quarantine included."""
        nquads.write(self.match(), path)

    def close(self) -> None:
        """Close the connection; every later call is a StoreError."""
        self._closed = True
        for endpoint in (self._query, self._update):
            if endpoint is not None:
                endpoint.close()

    # --- graphs -------------------------------------------------------------------------------

    def _held(self) -> list[str]:
        """The IRIs that our graphs have at the endpoint."""
        if self._graphs is None:
            rows = self._ask([("query", "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")])
            self._graphs = sorted(iri for row in rows if (iri := row["g"].value).startswith(self._base))
        return self._graphs

    def _there(self, graph: NamedNode) -> str:
        if not graph.value.startswith(GRAPH):
            raise StoreError(f"{graph} is no graph of a source; name it {GRAPH}… to keep it at an endpoint")
        return self._base + graph.value.removeprefix(GRAPH)

    def _here(self, graph: str) -> NamedNode:
        return NamedNode(GRAPH + graph.removeprefix(self._base))

    def _line(self, quad: Quad) -> "_Line":
        """The IRI of a quad's graph at the endpoint, and its triple as it stands in ``INSERT DATA``."""
        if not isinstance(quad.graph_name, NamedNode):
            raise StoreError(f"{quad} is in no named graph; give it the graph of its source")
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise StoreError(f"{quad} has a blank node, which is another one in every engine; name it")
        return self._there(quad.graph_name), f"{quad.subject} {quad.predicate} {quad.object} ."

    # --- queries ------------------------------------------------------------------------------

    def _select(self, sparql: str, graphs: Sequence[str], shown: str = "") -> Iterator[dict[str, Term]]:
        # An empty dataset would mean "all that there is"; a graph that nobody has means nothing.
        dataset = graphs or [f"{self._base}none"]
        form = [("query", sparql)]
        form += [(kind, graph) for kind in ("default-graph-uri", "named-graph-uri") for graph in dataset]
        return self._ask(form, shown)

    def _ask(self, form: list[tuple[str, str]], shown: str = "") -> Iterator[dict[str, Term]]:
        reply = self._query.post(form, _JSON)
        query = shown or form[0][1]
        if reply.status != 200:
            raise StoreError(
                f"cannot query {self.place}: it answers {reply.status} ({reply.text()}); check the query:\n"
                f"{query}"
            )
        garbled = partial(self._garbled, reply, query)
        if not reply.headers.get_content_type().endswith("json"):
            raise garbled(f"sends {reply.headers.get_content_type()}")
        rows, problem = _rows(reply.body)
        if problem:
            raise garbled(problem)
        self._refuse_partial(reply, len(rows))
        return iter(rows)

    def _garbled(self, reply: Reply, query: str, what: str) -> StoreError:
        return StoreError(
            f"{self.place} {what}: {reply.text()[:200]}; check that this is the address of its SPARQL"
            f" endpoint. The query:\n{query}"
        )

    def _refuse_partial(self, reply: Reply, rows: int) -> None:
        """Virtuoso says so in a header when it leaves rows out; part of an answer is a wrong one."""
        most = reply.headers.get("X-SPARQL-MaxRows")
        if (most is not None and most.strip().isdigit() and rows >= int(most)) or reply.headers.get(
            "X-SQL-State"
        ):
            raise StoreError(
                f"{self.place} left rows out of its answer ({rows} came); raise its limits"
                " (Virtuoso: ResultSetMaxRows and MaxQueryExecutionTime in the section [SPARQL])"
            )

    def _open(self) -> None:
        if self._closed:
            raise StoreError(f"{self.place} is closed; open it again")


def _rows(body: bytes) -> tuple[list[dict[str, Term]], str]:
    """The rows of a result, or what is wrong with it. Nothing is raised: a traceback would keep the parser
    alive, and it may be let go only by the thread that made it."""
    try:
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            return [], "sends no rows"
        names = [variable.value for variable in found.variables]
        return [
            {name: _plain(term) for name, term in zip(names, row, strict=True) if term is not None}
            for row in found
        ], ""
    except (SyntaxError, ValueError) as error:
        return [], f"sends no SPARQL results ({error})"


def _plain(term: object) -> Term:
    """A term with its truth value spelled out: Virtuoso keeps ``true`` as ``1``."""
    if isinstance(term, RdfLiteral) and term.datatype == _BOOLEAN:
        return _PLAIN.get(term.value, term)
    if isinstance(term, NamedNode | BlankNode | RdfLiteral):
        return term
    raise ValueError(f"{term} is a quoted triple")


def _uncommented(token: str) -> str:
    return " " if token.startswith("#") else token


_Line = tuple[str, str]


def _batches(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Lines in groups of at most ``BATCH_QUADS`` and about ``BATCH_BYTES``."""
    batch: list[_Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line[1])
        if len(batch) == BATCH_QUADS or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
