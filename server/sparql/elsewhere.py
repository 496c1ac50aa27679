"""Queries on a graph that is at an endpoint: the limits, refusals and results of the worker pool.

A worker reads each query first, as SPARQL 1.1 and nothing more, so that no extension of the endpoint's engine
is reached. Then it is sent with its dataset, graph by graph. Our graphs have other names there, so they are
renamed on the way in and out. The engine's messages stay in the log, because they tell of it.
"""

import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results, serialize

from oncotrace.kg.endpoint import Endpoint, Large, Late, Reply
from oncotrace.kg.errors import StoreError
from oncotrace.kg.remote import RemoteRelease
from oncotrace.server.sparql.description import SHOWN
from oncotrace.server.sparql.limits import LIMITS, Limits
from oncotrace.server.sparql.pool import Away, Failed, Job, Pool, TooLarge, TooLong, in_time, not_larger
from oncotrace.server.sparql.reading import TOKEN, Malformed, Refused
from oncotrace.server.sparql.worker import GRAPHS, RESULTS, Bounded
from oncotrace.server.sparql.worker import TooLarge as Beyond

log = logging.getLogger("oncotrace.sparql")

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.9"
PARSED = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
"""What engines send triples as."""

FOREIGN = re.compile(r"(?:bif|sql|xpf|long|special):|https?://www\.openlinksw\.com/", re.IGNORECASE)
"""IRIs by which Virtuoso calls its own functions, some of which leave the database
(https://docs.openlinksw.com/virtuoso/rdfsparqlintegrationandbif/)."""


class Elsewhere:
    """Answers jobs as ``Pool`` does. Its threads may share it."""

    def __init__(self, release: RemoteRelease, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.graphs = tuple(release.there)
        """IRIs of the named graphs, as users know them."""
        self._there = release.there
        self._none = f"{release.root}none"
        self._readers = Pool(None, limits)
        self._endpoint = Endpoint(release.address, limits.seconds, limits.result)
        self._names = re.compile("|".join(re.escape(there) for there in self._there.values()).encode())
        self._here = {there.encode(): here.encode() for here, there in self._there.items()}

    def run(self, job: Job, first: bool = True) -> bytes:
        """The serialised result. Malformed, Refused or a QueryError, which says what to do next."""
        started = time.monotonic()
        self._readers.run(job, first)
        sent = renamed(job, self._there, self._none)
        if time.monotonic() - started > self.limits.seconds:
            raise TooLong(in_time(self.limits))
        reply = self._asked(job, sent)
        body = self._names.sub(lambda found: self._here[found[0]], reply.body)
        out, problem = written(body, reply.headers.get_content_type(), job.format, self.limits.result)
        if problem == "large":
            raise TooLarge(not_larger(self.limits))
        if problem:
            log.error("the endpoint %s sends %s: %s", self._endpoint.place, problem, reply.text())
            raise Away("the engine behind this endpoint sent no result: ask again later")
        return out

    def close(self) -> None:
        self._readers.close()
        self._endpoint.close()

    def _asked(self, job: Job, sent: "Renamed") -> Reply:
        form = [("query", sent.text)]
        form += [("default-graph-uri", self._there.get(graph, self._none)) for graph in sent.default]
        form += [("named-graph-uri", self._there.get(graph, self._none)) for graph in sent.named]
        form += [("default-graph-uri", self._none), ("named-graph-uri", self._none)]  # empty would mean all
        try:
            reply = self._endpoint.post(form, ROWS if job.format in RESULTS else TRIPLES)
        except Late:
            raise TooLong(in_time(self.limits)) from None
        except Large:
            raise TooLarge(not_larger(self.limits)) from None
        except StoreError as error:
            log.error("%s", error)
            raise Away("the engine behind this endpoint does not answer: ask again later") from None
        if reply.status != 200:
            log.warning("the endpoint %s answers %s: %s", self._endpoint.place, reply.status, reply.text())
            raise Failed(f"the query could not be evaluated: the engine at this endpoint said {reply.status}")
        if _partial(reply):
            raise TooLarge(
                "the engine behind this endpoint left rows out: ask for less with LIMIT and OFFSET"
            )
        return reply


def _partial(reply: Reply) -> bool:
    """Whether Virtuoso says that it left rows out: it names its limit with every result."""
    most = reply.headers.get("X-SPARQL-MaxRows", "").strip()
    if most.isdigit() and reply.headers.get_content_type() == ROWS:
        found = parse_query_results(reply.body, QueryResultsFormat.JSON)
        if isinstance(found, QuerySolutions) and sum(1 for _ in found) >= int(most):
            return True
    return "X-SQL-State" in reply.headers


# --- the query ----------------------------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class Renamed:
    """A query for the endpoint: its text without comments and dataset, and the graphs that it reads, as users
    know them."""

    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]


def renamed(job: Job, there: Mapping[str, str], none: str) -> Renamed:
    """A query, which has been read, for an endpoint where our graphs have other names.

    Only IRIs that name one of our graphs are touched, and those after GRAPH: one that is not of the dataset
    becomes ``none``, a graph that nobody has, because Virtuoso counts a row of a graph that it leaves out. It
    also adds FROM to the dataset of a request, which by the protocol outranks it: FROM is taken out.
    Refused where an IRI calls an engine's own function.
    """
    reader = _Reader(job, there, none)
    for token in TOKEN.finditer(job.query):
        reader.take(token)
    base = f"BASE <{job.base}>\n" if job.base else ""
    return Renamed(base + "".join(reader.out), tuple(reader.default), tuple(reader.named))


class _Reader:
    """The state of one pass over the tokens: what the next IRI is for, and the dataset so far.

    The dataset is that of the request, else that of the query, else all; it stands before what reads it.
    """

    def __init__(self, job: Job, there: Mapping[str, str], none: str) -> None:
        self.out: list[str] = []
        self._of_request = job.default is not None or job.named is not None
        everything = () if self._of_request or job.dataset else tuple(there)
        self.default = [*(job.default or ()), *everything]
        self.named = [*(job.named or ()), *everything]
        self._base, self._there, self._none = job.base or "", there, none
        self._prefixes: dict[str, str] = {}
        self._word = ""
        self._prefix = ""

    def take(self, token: re.Match[str]) -> None:
        kind, text = token.lastgroup, token.group()
        if kind == "skip":
            self.out.append("\n" if text.startswith("#") else text)
        elif kind == "word":
            self._open(text)
        elif kind == "prefixed" and self._word == "PREFIX":
            self._prefix = token["prefix"] or ""
            self.out.append(text)
        elif kind == "iri":
            self._name(text, urljoin(self._base, _unescaped(text[1:-1])))
        elif kind == "prefixed":
            start = self._prefixes.get(token["prefix"] or "", "")
            self._name(text, start + re.sub(r"\\(.)", r"\1", text.partition(":")[2]))
        else:
            self._word = ""
            self.out.append(text)

    def _open(self, text: str) -> None:
        word = text.upper()
        if word == "NAMED" and self._word == "FROM":
            self._word = "FROM NAMED"
        elif word.startswith("FROM"):
            if word not in ("FROM", "FROMNAMED"):
                raise Malformed(f"{text[:20]!r} is no word of SPARQL: put a blank after FROM")
            self._word = "FROM" if word == "FROM" else "FROM NAMED"
        else:
            self._word = "GRAPH" if word.endswith("GRAPH") else word
            self.out.append(text)

    def _name(self, text: str, iri: str) -> None:
        if FOREIGN.match(iri):
            raise Refused(f"{iri[:60]} belongs to one engine: write the query in SPARQL 1.1 alone")
        word, self._word = self._word, ""
        if word in ("FROM", "FROM NAMED"):
            if not self._of_request:
                (self.default if word == "FROM" else self.named).append(iri)
        elif word == "PREFIX":
            self._prefixes[self._prefix] = iri
            self.out.append(text)
        elif word == "GRAPH" and iri not in self.named:
            self.out.append(f"<{self._none}>")
        else:
            if word == "BASE":
                self._base = iri
            self.out.append(f"<{self._there[iri]}>" if iri in self._there else text)


def _unescaped(iri: str) -> str:
    """An IRI with its codepoints written out, as engines compare it."""
    return re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda found: chr(int(found[1] or found[2], 16)), iri
    )


# --- the result ---------------------------------------------------------------------------------


_BOOLEAN = rb"http://www\.w3\.org/2001/XMLSchema#boolean"
_TRUTH = re.compile(
    rb'("datatype"\s*:\s*"%b"\s*,\s*"value"\s*:\s*)"([01])"|"([01])"(\^\^<%b>)' % (_BOOLEAN, _BOOLEAN)
)
"""Truth values as Virtuoso keeps them, in JSON and in Turtle; no string holds these quotes unescaped."""
_ASKED = re.compile(rb'"vars"\s*:\s*\[\s*"__ASK_RETVAL"\s*\]')
_YES = re.compile(rb'"value"\s*:\s*"1"')
"""The answer to an ASK as Virtuoso sends it."""


def _spelt(found: re.Match[bytes]) -> bytes:
    word = b'"true"' if (found[2] or found[3]) == b"1" else b'"false"'
    return found[1] + word if found[1] else word + found[4]


def written(body: bytes, media: str, format: str, most: int) -> tuple[bytes, str]:
    """A reply in the form that was asked for; or what is wrong with it, ``large`` where it is too large.

    Nothing is raised: a traceback would keep a parser alive, and it may be let go only by the thread that
    made it.
    """
    out = Bounded(most)
    body = _TRUTH.sub(_spelt, body)
    if _ASKED.search(body[:200]):
        body = b'{"head":{},"boolean":%b}' % (b"true" if _YES.search(body) else b"false")
    try:
        if format in RESULTS:
            if media not in (ROWS, "application/json"):
                return b"", media
            parse_query_results(body, QueryResultsFormat.JSON).serialize(out, RESULTS[format])
        else:
            if media not in PARSED:
                return b"", media
            triples = (quad.triple for quad in parse(body, PARSED[media]))
            prefixes = SHOWN if format in ("ttl", "trig") else None
            serialize(triples, out, GRAPHS[format], prefixes=prefixes)
    except Beyond:
        return b"", "large"
    except (SyntaxError, ValueError) as error:
        return b"", f"what cannot be read ({error})"
    return out.getvalue(), ""
