"""Workers: what they answer, how they end, and what they cannot do even where the parser has missed it."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from oncotrace.kg.errors import StoreError
from oncotrace.kg.records import RECORD_TYPES
from oncotrace.kg.release import STORE, Release
from oncotrace.server.sparql.limits import LIMITS, Limits
from oncotrace.server.sparql.pool import Failed, Job, Pool, TooLarge, TooLong, TooMuch
from oncotrace.server.sparql.reading import Malformed

QUARANTINE = "<https://w3id.org/oncotrace/graph/quarantine>"


@contextmanager
def opened(release: Release, limits: Limits = LIMITS) -> Iterator[Pool]:
    pool = Pool(release.path / STORE, limits)
    try:
        yield pool
    finally:
        pool.close()


def count(pool: Pool, pattern: str, **job: object) -> int:
    """The count that a query gives."""
    query = f"PREFIX ot: <https://w3id.org/oncotrace/ontology/> SELECT (COUNT(*) AS ?n) {pattern}"
    found = json.loads(pool.run(Job(query=query, format="json", **job)))  # type: ignore[arg-type]
    return int(found["results"]["bindings"][0]["n"]["value"])


def test_a_worker_sees_what_the_read_model_sees(pool: Pool, core_release: Release) -> None:
    for kind in RECORD_TYPES:
        if kind.__name__ != "Quarantined":
            expected = len(core_release.graph.ids(kind.__name__))
            assert count(pool, f"{{ ?s a ot:{kind.__name__} }}") == expected, kind
    assert pool.graphs == ("https://w3id.org/oncotrace/graph/core",)


def test_the_dataset_is_the_requests_before_the_querys(pool: Pool) -> None:
    core = "https://w3id.org/oncotrace/graph/core"
    everything = count(pool, "{ ?s ?p ?o }")
    assert everything > 10_000
    assert count(pool, "{ GRAPH ?g { ?s ?p ?o } }") == everything
    assert count(pool, "{ ?s ?p ?o }", default=(core,)) == everything
    assert count(pool, "{ GRAPH ?g { ?s ?p ?o } }", default=(core,)) == 0
    assert count(pool, "{ ?s ?p ?o }", named=(core,)) == 0
    assert count(pool, f"FROM <{core}> {{ ?s ?p ?o }}", dataset=True) == everything
    assert count(pool, f"FROM <{core}> {{ ?s ?p ?o }}", dataset=True, named=()) == 0
    assert count(pool, "FROM <http://nowhere/> { ?s ?p ?o }", dataset=True) == 0


def test_the_quarantine_is_read_only_by_name(full_release: Release) -> None:
    with opened(full_release) as pool:
        assert not any(graph.endswith("quarantine") for graph in pool.graphs)
        assert count(pool, "{ ?s a ot:Quarantined }") == 0
        assert count(pool, "{ GRAPH ?g { ?s a ot:Quarantined } }") == 0
        assert count(pool, f"FROM {QUARANTINE} {{ ?s a ot:Quarantined }}", dataset=True) > 0
        for kind in ("Cancer", "Gene", "Evidence"):  # what two sources describe counts once
            assert count(pool, f"{{ ?s a ot:{kind} }}") == len(full_release.graph.ids(kind))


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT {", Malformed),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", TooLong),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f", (TooLong, TooMuch)),
    ],
)
def test_what_is_not_answered_is_said_and_the_next_query_is(
    pool: Pool, query: str, error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    with pytest.raises(error):
        pool.run(Job(query=query, format="json"))
    assert json.loads(pool.run(Job(query="ASK {}", format="json")))["boolean"] is True


def test_a_result_of_everything_is_too_large(core_release: Release) -> None:
    """The deadline is the product's: that of the tests may be over first on a busy machine."""
    with opened(core_release, Limits(result=1 << 20)) as pool:
        with pytest.raises(TooLarge):
            pool.run(Job(query="SELECT * { ?s ?p ?o }", format="json"))
        assert json.loads(pool.run(Job(query="ASK {}", format="json")))["boolean"] is True


def test_deep_nesting_neither_ends_a_worker_nor_the_server(core_release: Release) -> None:
    """2,208 braces overflow the usual stack; 16,000 are the most that 32 KiB can hold. The deadline is the
    product's: this is about the stack."""
    with opened(core_release) as pool:
        for depth in (2_208, 16_000):
            assert pool.run(Job(query=f"SELECT * {'{' * depth}{'}' * depth}", format="json"))


def test_a_result_is_whole_or_refused(pool: Pool, core_release: Release) -> None:
    """One byte less than the result needs is too little."""
    job = Job(query="SELECT ?s { ?s a <https://w3id.org/oncotrace/ontology/Drug> }", format="csv")
    whole = pool.run(job)
    assert len(whole.splitlines()) == 1 + len(core_release.graph.ids("Drug"))
    with opened(core_release, Limits(result=len(whole))) as enough:
        assert len(enough.run(job)) == len(whole)
    with (
        opened(core_release, Limits(result=len(whole) - 1)) as little,
        pytest.raises(TooLarge, match="not cut"),
    ):
        little.run(job)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter is the Linux kernel's")
def test_no_query_reaches_the_network(pool: Pool) -> None:
    """Where a SERVICE comes past the parser, the kernel refuses the socket."""
    assert pool.jailed
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        host, port = listener.getsockname()
        query = f"SELECT * {{ SERVICE <http://{host}:{port}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(Failed, match="Permission denied"):
            pool.run(Job(query=query, format="json"))
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_closed_pool_leaves_no_process(core_release: Release) -> None:
    pool = Pool(core_release.path / STORE)
    (worker,) = pool._idle
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker._process.pid, 0)
    with pytest.raises(StoreError, match="closed"):
        pool.run(Job(query="ASK {}", format="json"))
