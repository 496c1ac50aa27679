"""The bench measures what it says: the same questions, the same answers, and what it left out."""

import os
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from oncotrace.kg import nquads
from oncotrace.kg.errors import StoreError
from oncotrace.server.bench import child, domain, engines, exports, graphql, report, run, servers, trials
from oncotrace.server.bench.engines import ENGINES, finish
from oncotrace.server.bench.questions import QUESTIONS, parameters
from tests.conftest import absent

TINY = 12_000


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "SIZES", {"S": TINY})
    monkeypatch.setattr(run, "PARAMETERS", 8)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("domain") / "domain.nq"
    path.write_text("".join(domain.lines(domain.Domain(TINY))), "ascii")
    return path


def test_the_graph_is_the_same_each_time_and_has_its_size(file: Path, tmp_path: Path) -> None:
    count = domain.write("S", tmp_path / "again.nq")
    assert (tmp_path / "again.nq").read_bytes() == file.read_bytes()
    assert count == pytest.approx(TINY, rel=0.1)
    assert len(set(nquads.read(file))) == pytest.approx(count, rel=0.02)


def test_the_graph_is_skewed(file: Path) -> None:
    """A tenth of the propositions carries about half of the evidence (0.1 to the third root is 0.46)."""
    of = domain.Domain(TINY)
    said = [
        int(quad.object.value.rpartition("-")[2])
        for quad in nquads.read(file)
        if "/evidence-" in quad.subject.value and quad.predicate.value.endswith("/proposition")
    ]
    assert 0.4 < sum(n < of.propositions / 10 for n in said) / len(said) < 0.55


@pytest.fixture(scope="module", params=["Oxigraph in memory", "SQLite", "walks over SPARQL"])
def pair(request: pytest.FixtureRequest, file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """The read model and another engine, opened in this process over the same graph."""
    chosen = next(e for e in ENGINES if e.name == request.param)
    if reason := chosen.absent():
        pytest.skip(reason)
    with (
        ENGINES[0].open(file, tmp_path_factory.mktemp("ours")) as ours,
        chosen.open(file, tmp_path_factory.mktemp("other")) as other,
    ):
        yield ours, other


@pytest.mark.parametrize("question", QUESTIONS, ids=[q.name for q in QUESTIONS])
def test_walks_sparql_and_sql_say_the_same(pair, question) -> None:
    ours, other = pair
    found = 0
    for param in parameters(question, domain.Domain(TINY), 25):
        said = finish(ours.ask(question, param))
        assert said == finish(other.ask(question, param)), param
        found += len(said)
    assert found > 5


def test_a_run_tables_and_names_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """In processes of their own; an engine that cannot start is named, the others go on."""
    monkeypatch.setattr(run, "QUESTIONS", QUESTIONS[:1])
    chosen = ("read model", "SQLite", "Oxigraph in memory")
    monkeypatch.setattr(
        run, "ENGINES", [e if e.name in chosen else _lacking(e, "not installed here") for e in ENGINES]
    )
    done = run.run("S", lambda doing: None)
    assert [m.engine for m in done.engines] == ["read model", "Oxigraph in memory", "SQLite"]
    assert done.skipped["Virtuoso"] == "not installed here"
    for measured in done.engines:
        assert len(measured.seconds["evidence"]) == 8
        assert measured.peak_bytes > 10 * 2**20
        assert measured.told.load_seconds > 0
    doors = graphql.Compared(900, 33_000, {graphql.OURS: [0.002], "another": [0.004]}, {"third": "absent"})
    text = report.markdown(done, {"processors": 2.0}, {}, doors)
    assert "| SQLite |" in text
    assert "| another | 4 | 4 | 250 | 2 |" in text
    assert "- third: absent" in text
    assert "- Virtuoso: not installed here" in text


def test_an_engine_that_gives_up_keeps_what_it_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dropping(child.Child):
        def __init__(self, index: int, file: Path, folder: Path) -> None:
            super().__init__(index, file, folder)
            self.gives_up = ENGINES[index].name == "SQLite"

        def ask(self, question: int, param: tuple[str, ...]) -> tuple[float, list[str]]:
            if self.gives_up:
                self.end()
                raise child.Gone("took more than 60 s")
            return super().ask(question, param)

    chosen = ("read model", "SQLite")
    monkeypatch.setattr(run, "Child", Dropping)
    monkeypatch.setattr(run, "QUESTIONS", QUESTIONS[:1])
    monkeypatch.setattr(run, "ENGINES", [e if e.name in chosen else _lacking(e, "absent") for e in ENGINES])
    done = run.run("S", lambda doing: None)
    ours, sqlite = done.engines
    assert sqlite.told.load_seconds > 0 and not sqlite.seconds
    assert done.skipped["SQLite"] == "evidence: took more than 60 s"
    text = report.markdown(done, {}, {}, graphql.Compared(1, 1, {graphql.OURS: [0.001]}, {}))
    assert "SQL) | " in text and " | – | – |" in text
    assert len(ours.seconds["evidence"]) == 8


def _lacking(engine: engines.Engine, reason: str) -> engines.Engine:
    return engines.Engine(engine.name, engine.what, engine.open, lambda: reason)


def test_answers_that_differ_fail_the_run() -> None:
    said = {"A": ["oid:t-1", "oid:t-9"], "B": ["oid:t-1"]}
    with pytest.raises(StoreError, match=r"A and B disagree on trials of oid:b in oid:c: 2 and 1.*oid:t-9"):
        run._refuse_mismatch("trials", ("oid:b", "oid:c"), said)


def test_an_engine_that_fails_is_gone(tmp_path: Path) -> None:
    """Its error comes back, and its process has ended."""
    with pytest.raises(child.Gone, match="absent"):
        child.Child(0, tmp_path / "absent.nq", tmp_path)


def test_an_engine_that_takes_too_long_is_ended(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = child.Child(0, file, tmp_path)
    pid = running._process.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(1, os.kill, (pid, signal.SIGCONT)).start()
    monkeypatch.setattr(child, "ANSWER_SECONDS", 0.2)
    with pytest.raises(child.Gone, match=r"took more than 0\.2 s"):
        running.ask(0, parameters(QUESTIONS[0], domain.Domain(TINY), 1)[0])
    assert not running._process.is_alive()


def test_percentiles_are_by_nearest_rank() -> None:
    values = [float(n) for n in range(1, 101)]
    assert [run.percentile(values, p) for p in (50, 95, 99)] == [50, 95, 99]
    assert run.percentile([3.0, 1.0], 95) == 3.0


def test_a_server_ends_with_its_block() -> None:
    if servers.oxigraph_command() is None:
        pytest.skip("there is no Oxigraph server (pip install oxigraph)")
    with servers.oxigraph() as server:
        assert Path(f"/proc/{server.pid}").exists()
    assert not Path(f"/proc/{server.pid}").exists()


def test_graphql_servers_give_equal_answers(core_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours, strawberry's and those of the peers that are here (under CI all). One that cannot start is named,
    and one that is not installed too, with what to do."""
    here = graphql.PEERS
    broken = graphql.Peer("broken", lambda: "", lambda folder, port: ["false"])
    monkeypatch.setenv(graphql.MODULES, str(core_home))
    monkeypatch.setattr(graphql, "PEERS", (*here, broken, graphql._node("elsewhere", "mercurius", "fastify")))
    done = graphql.compared(core_home, rounds=2, warm=1)
    assert 850 < done.leaves < 1000
    assert all(len(seconds) == 2 for seconds in done.seconds.values())
    assert {*done.seconds} | {*done.skipped} == {
        graphql.OURS, graphql.KEPT, graphql.HELLO, *(peer.name for peer in graphql.PEERS)
    }  # fmt: skip
    assert done.skipped.pop("broken") == "false ended while it started, with exit code 1"
    assert "npm" in done.skipped.pop("elsewhere")
    if done.skipped:
        absent("; ".join(f"{name}: {reason}" for name, reason in done.skipped.items()))


def test_a_graphql_answer_that_differs_fails_the_run() -> None:
    graphql._refuse_other("A", b'{"data": {"b": 1.0, "a": []}}', {"data": {"a": [], "b": 1}})
    for other in (b'{"data": {"a": [], "b": 2}}', b'{"errors": [], "data": {"a": [], "b": 1}}', b"busy"):
        with pytest.raises(StoreError, match="A answers the GraphQL query otherwise"):
            graphql._refuse_other("A", other, {"data": {"a": [], "b": 1}})


def test_names_are_measured_over_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is timed finds what it was mistyped from."""
    from oncotrace.kg.names import Names
    from oncotrace.kg.records import Drug
    from oncotrace.server.bench import around

    chance = random.Random(1)
    labels = [around._label(chance) for _ in range(200)]
    found = Names.of(Drug(id=f"oid:drug-{n}", label=text) for n, text in enumerate(labels))
    for n, label in enumerate(labels):
        assert f"oid:drug-{n}" in [name.id for name in found.within_one(around._mistype(label, chance))]
    monkeypatch.setattr(around, "LABELS", 300)
    monkeypatch.setattr(around, "ASKED", 120)
    assert "name with one typo, p95" in around.names()


def test_exports_of_many_statements_are_measured() -> None:
    """Copies of the core's statements, complete, by the command that users have."""
    figures = exports.measured("S", ["csv"])
    told = ("s", "s of a processor", "peak memory, MB", "size, MB")
    assert list(figures) == [f"csv, {what}" for what in told]
    assert 0.3 < figures["csv, size, MB"] < 3  # a thousand rows of a few hundred letters
    assert 30 < figures["csv, peak memory, MB"] < 300


def test_made_up_trials_are_loaded_and_only_changed_ones_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts are as long as the register's, and so many name a biomarker."""
    texts = [trials._text(random.Random(n)) for n in range(300)]
    assert 3_700 < sum(map(len, texts)) / 300 < 4_500
    assert 90 < sum(any(f" {gene} " in text for gene in trials._GENES) for text in texts) < 150
    monkeypatch.setitem(trials.COUNTS, "S", 120)
    figures = trials.measured("S")
    assert figures["trials"] == 120
    assert figures["records"] > 2 * 120
    assert {"loading, s", "an update of one in a hundred, s"} < figures.keys()
