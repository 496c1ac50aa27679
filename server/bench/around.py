"""What else is measured: this machine, so that others compare by ratio, and the parts of our own product."""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from oncotrace.kg.names import Names
from oncotrace.kg.records import Cancer, Drug, Gene, Record
from oncotrace.kg.release import Release
from oncotrace.queries.holdings import holdings
from oncotrace.server.bench.domain import SEED
from oncotrace.server.bench.pages import pages

DAY = "2026-11-24"
LABELS = 250_000
ASKED = 2_000
QUESTION = "What does ROS1 fusion mean for pancreatic cancer patients?"
ANSWERS = 200

Figures = dict[str, float]
"""Milliseconds by what was measured, unless the name says otherwise."""


def machine() -> Figures:
    """The calibration header."""
    return {
        "processors": float(os.cpu_count() or 1),
        "load over the last minute": round(os.getloadavg()[0], 1),
        "bare Python, started and ended": 1000 * _least(lambda: _python("-c", "pass")),
        "a million lines read": 1000 * _least(_read_lines),
        "raw ASGI over loopback, one request": 1000 * _asgi(),
    }


def product() -> Figures:
    """Builds, cold starts and answers of the core, in a home of their own."""
    import oncotrace
    from oncotrace.answers.compose import compose
    from oncotrace.answers.facts import gather
    from oncotrace.kg.release import open_release
    from oncotrace.loaders.build import build
    from oncotrace.queries.resolve import resolve

    with tempfile.TemporaryDirectory(prefix="oncotrace-bench-") as temporary:
        home = Path(temporary)
        start = time.perf_counter()
        build(home, [], DAY)
        built = time.perf_counter() - start
        # Compiled code is kept, as for everyone but those who forbid it.
        environment = os.environ | {"ONCOTRACE_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "pyc")}
        for name in ("ONCOTRACE_STORE", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        code = "from oncotrace.server.start import main; main()"
        cold = _least(lambda: _python("-c", code, "ask", QUESTION, environment=environment))
        release = open_release(where=home)
        graph = release.remembering  # as ``oncotrace.ask`` and the server read it
        composed, whole = [], []
        for text in _questions(release):
            asked = resolve(text, release.names, graph, as_of=DAY)
            facts = gather(graph, asked, as_of=DAY, agency="FDA")
            composed.append(_seconds(partial(compose, asked, facts, today=DAY)))
            whole.append(_seconds(partial(oncotrace.ask, text, today=DAY, release=release)))
        isolated = _isolation(release.store_path)
        release.close()
        served = pages(home)
        bare = _least(lambda: _python("-c", "pass", environment=environment))
    return {
        "build of the core": 1000 * built,
        "cold `oncotrace ask`": 1000 * cold,
        "the same in bare starts of Python (ratio)": cold / bare,
        "composing an answer, p95": 1000 * _p95(composed),
        "the whole answer once more, p95": 1000 * _p95(whole),
        "what isolation adds to a SPARQL query": 1000 * isolated,
    } | served


def _questions(release: Release) -> list[str]:
    """On so many pairs of a biomarker and a cancer that something is held on, drawn by chance."""
    pairs = sorted(pair for pair in holdings(release.graph).pairs if all(pair))
    asked = random.Random(SEED).sample(pairs, min(ANSWERS, len(pairs)))
    label = release.names.label
    return [f"What does {label(biomarker)} mean in {label(cancer)}?" for biomarker, cancer in asked]


def _isolation(store: Path) -> float:
    """Seconds between a small query through a worker and by the engine directly, medians of 300 in turn."""
    from pyoxigraph import DefaultGraph, QueryResultsFormat, Store

    from oncotrace.server.sparql.pool import Job, Pool

    query = "SELECT ?s WHERE { ?s a <https://w3id.org/oncotrace/ontology/Gene> } LIMIT 5"
    engine, pool = Store.read_only(str(store)), Pool(store)
    job = Job(query=query, format="json")

    def directly() -> None:
        found: Any = engine.query(query, default_graph=DefaultGraph())
        found.serialize(format=QueryResultsFormat.JSON)

    try:
        pairs = [(_seconds(partial(pool.run, job)), _seconds(directly)) for _ in range(300)]
    finally:
        pool.close()
    return statistics.median(one for one, _ in pairs) - statistics.median(other for _, other in pairs)


def names() -> Figures:
    """Lookups over 250,000 made-up labels in a file, after 100 that are not counted."""
    from oncotrace.kg import names as index

    chance = random.Random(SEED)
    labels = [_label(chance) for _ in range(LABELS)]
    kinds: tuple[Callable[[int, str], Record], ...] = (
        lambda n, text: Gene(id=f"oid:gene-{n}", symbol=text),
        lambda n, text: Drug(id=f"oid:drug-{n}", label=text),
        lambda n, text: Cancer(id=f"oid:cancer-{n}", label=text),
    )
    with tempfile.TemporaryDirectory(prefix="oncotrace-bench-") as temporary:
        path = Path(temporary) / "names"
        start = time.perf_counter()
        index.write(index.all_names(kinds[n % 3](n, text) for n, text in enumerate(labels)), path)
        built = time.perf_counter() - start
        size = path.stat().st_size
        found = Names.at(path)
        asked = [chance.choice(labels) for _ in range(ASKED)]
        mistyped = [_mistype(label, chance) for label in asked]
        figures = {
            "exact name, p95": _lookups(lambda text: found.find([text]), asked),
            "prefix of five letters, p95": _lookups(found.beginning, [text[:5] for text in asked]),
            "name with one typo, p95": _lookups(found.within_one, mistyped),
        }
    return figures | {"building the index": 1000 * built, "its size in MB": size / 2**20}


def _lookups(look: Callable[[str], object], texts: list[str]) -> float:
    for text in texts[:100]:
        look(text)
    return 1000 * _p95([_seconds(partial(look, text)) for text in texts])


def _label(chance: random.Random) -> str:
    """One to three words of two to four syllables."""
    syllables = [c + v for c in "bcdfglmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "ol")]
    lengths = [chance.randrange(2, 5) for _ in range(chance.randrange(1, 4))]
    return " ".join("".join(chance.choices(syllables, k=length)) for length in lengths)


def _mistype(text: str, chance: random.Random) -> str:
    """One letter lost, changed, added, or two neighbours swapped."""
    place, letter = chance.randrange(len(text) - 1), chance.choice("abcdefghijklmnopqrstuvwxyz")
    after = {"lost": text[place + 1 :], "changed": letter + text[place + 1 :], "added": letter + text[place:]}
    after["swapped"] = text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + after[chance.choice(sorted(after))]


def _python(*arguments: str, environment: dict[str, str] | None = None) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)


def _seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _least(do: Callable[[], object], times: int = 7) -> float:
    """Of some runs after one that is not counted, the shortest: what else runs only adds."""
    do()
    return min(_seconds(do) for _ in range(times))


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _read_lines() -> None:
    with tempfile.TemporaryFile("w+") as file:
        file.write("a line of the usual length of a quad, so that reading it is about the same\n" * 1_000_000)
        file.seek(0)
        for _ in file:
            pass


ECHO = """
import sys, uvicorn
async def app(scope, receive, send):
    if scope["type"] == "http":
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical", lifespan="off")
"""


def _asgi() -> float:
    """Seconds of a request to an application that only says "ok", the median of 200."""
    from http.client import HTTPConnection

    from oncotrace.server.bench.servers import free_port, running

    port = free_port()
    with running([sys.executable, "-c", ECHO, str(port)], port, None):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)

        def get() -> None:
            connection.request("GET", "/")
            connection.getresponse().read()

        taken = statistics.median(_seconds(get) for _ in range(200))
        connection.close()
    return taken
