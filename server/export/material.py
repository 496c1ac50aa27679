"""What an export is made of, read in batches so that memory holds one batch and the list of ids."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from oncotrace.answers.facts import Facts
from oncotrace.answers.proofs import proof
from oncotrace.kg.licensing import PUBLIC, graph_of
from oncotrace.kg.nquads import Sorted, lines
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    Biomarker,
    Cancer,
    Document,
    Drug,
    Evidence,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Regimen,
    Source,
    Statement,
)
from oncotrace.kg.release import NQUADS, Release
from oncotrace.kg.shape import QUARANTINE
from oncotrace.kg.triples import node
from oncotrace.queries.evidence import EvidenceFound
from oncotrace.queries.prevalence import Prevalence
from oncotrace.queries.question import Question
from oncotrace.queries.scope import Scope
from oncotrace.queries.subgraph import Subgraph, complete

BATCH = 500
"""Records that are decoded at a time."""


@dataclass(slots=True, kw_only=True)
class Material:
    release: Release
    subgraph: Subgraph
    title: str
    subjects: tuple[str, ...] = ()

    def lines(self) -> Iterator[bytes]:
        """Every quad of the records as a line of N-Quads, by subject; without the quarantine and what the
        licence profile leaves out.
        """
        restricted = self.release.restricted if self.release.profile == PUBLIC else ()
        hidden = {QUARANTINE, *(graph_of(source.id) for source in restricted)}
        ends = tuple(f" {node(graph)} .\n".encode() for graph in hidden)
        with _held(self.release) as lines_of:
            for id in sorted(self.subgraph.ids):
                yield from (line for line in lines_of(node(id)) if not line.endswith(ends))

    def quads(self) -> Iterator[Quad]:
        """The same as quads."""
        found = self.lines()
        while some := b"".join(islice(found, BATCH)):
            yield from parse(some, RdfFormat.N_QUADS)

    def records(self) -> Iterator[Record]:
        """Every record but the statements, then the statements."""
        for ids in (self.subgraph.others, self.subgraph.statements):
            for batch in batches(ids):
                yield from Reader(self.release.graph).get(batch, Record)

    def rows(self) -> "Iterator[Row]":
        """The statements, each with what it names and rests on, in words."""
        for batch in batches(self.subgraph.statements):
            reader = Reader(self.release.graph)
            reader.get(complete(self.release.graph, batch).ids, Record)
            facts = _bare(reader.records)
            for statement in reader.get(batch, Statement):
                yield Row(facts, statement)


@contextmanager
def _held(release: Release) -> Iterator[Callable[[NamedNode], Iterator[bytes]]]:
    """What gives the sorted lines of a subject: the N-Quads of the release, where a store takes far longer to
    find each; or its store, where the release has no such file because an endpoint has its graph."""
    if (release.path / NQUADS).is_file():
        with closing(Sorted(release.path / NQUADS)) as file:
            yield lambda subject: file.of(str(subject).encode())
    else:
        with closing(release.store()) as store:
            yield lambda subject: lines(store.match(subject))


def left_out(release: Release) -> list[str]:
    """What the licence profile of a release leaves out of every export, a sentence a source."""
    if release.profile != PUBLIC:
        return []
    return [
        f"{source.title} is left out: it must not be passed on (--licence-profile research keeps it)"
        for source in release.restricted
    ]


def batches(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _bare(records: dict[str, Record]) -> Facts:
    """Records as the words of proofs read them, without a question."""
    none: frozenset[str] = frozenset()
    nothing = Scope(exact=none, broader=none, narrower=none, inherits=none)
    return Facts(
        question=Question(text=""),
        as_of="",
        agency="",
        biomarkers=[],
        genes=[],
        cancer=None,
        drug=None,
        biomarker_scope=nothing,
        cancer_scope=nothing,
        prevalence=Prevalence(here=[], elsewhere=[], others_here=[], parts=[], circulating=[]),
        options=[],
        drug_options=[],
        on_record=frozenset(),
        evidence=EvidenceFound(here=[], elsewhere=[], joint=[], findings=[]),
        coverage=[],
        resources=[],
        trials_loaded=False,
        trials=None,
        left_out=[],
        records=records,
        proofs={},
    )


class Row:
    """A statement with what it names, as a line of a sheet or a table reads it."""

    def __init__(self, facts: Facts, statement: Statement) -> None:
        self.facts = facts
        self.statement = statement
        self.kind = type(statement).__name__
        found = facts.records.get(statement.proposition)
        self.proposition = found if isinstance(found, Proposition) else None

    def label(self, id: str) -> str:
        found = self.facts.records.get(id)
        return found.label if isinstance(found, Biomarker | Cancer | Drug | Regimen) else id

    @property
    def biomarker(self) -> str:
        return self.label(self.proposition.biomarker) if self.proposition else ""

    @property
    def therapy(self) -> str:
        return self.label(self.proposition.therapy) if self.proposition else ""

    @property
    def cancer(self) -> str:
        return self.label(self.proposition.cancer) if self.proposition else ""

    @property
    def words(self) -> str:
        told = proof(self.facts, self.statement.id)
        return str(told.get("words") or told.get("claim") or "")

    @property
    def says(self) -> str:
        """The sign of evidence, the agency of an approval, the figure of a prevalence."""
        match self.statement:
            case Evidence() as e:
                return f"{e.direction} {e.significance.replace('_', ' ')}".strip()
            case Indication() as i:
                return f"approved by {i.agency}"
            case PrevalenceObservation() as p:
                counts = f"{p.n} of {p.total}" if p.n is not None and p.total is not None else ""
                return "; ".join(part for part in (p.printed, counts) if part) or p.finding
        return self.statement.direction

    @property
    def level(self) -> str:
        return ", ".join(self.statement.levels) if isinstance(self.statement, Evidence) else ""

    @property
    def documents(self) -> list[Document]:
        found = (self.facts.records.get(id) for id in self.statement.documents)
        return [d for d in found if isinstance(d, Document)]

    @property
    def source(self) -> Source | None:
        found = self.facts.records.get(self.statement.source)
        return found if isinstance(found, Source) else None

    @property
    def licence(self) -> str:
        return self.statement.licence or (self.source.licence if self.source else "")
