"""What `oncotrace bench` prints: Markdown for people and `docs/bench.md`, or JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from oncotrace.server.bench import around, exports, graphql, trials
from oncotrace.server.bench.run import Measured, Run, percentile, run

PERCENTILES = (50, 95, 99)


def bench_and_report(size: str, as_json: bool) -> None:
    """Measure and print. Progress goes to standard error."""
    import sys

    def say(doing: str) -> None:
        print(doing, file=sys.stderr, flush=True)

    say("measuring this machine")
    header = around.machine()
    say("measuring the core: build, cold start, answers")
    product = around.product()
    say("asking GraphQL doors")
    compared = graphql.built_and_compared()
    say("measuring names")
    names = around.names()
    say("loading made-up trials")
    loaded = {f"trials of the register: {what}": value for what, value in trials.measured(size).items()}
    say("exporting copies of the core")
    exported = {f"export as {what}": value for what, value in exports.measured(size).items()}
    own = product | names | loaded | exported
    done = run(size, say)
    if as_json:
        told = {"machine": header, "own": own, "graphql": asdict(compared)}
        print(json.dumps(asdict(done) | told, indent=2))
    else:
        print(markdown(done, header, own, compared))


def markdown(
    done: Run, header: around.Figures, own: around.Figures, compared: graphql.Compared
) -> str:
    parts = [
        f"Size {done.size}: {done.triples:,} quads. Times in milliseconds.",
        _table(("machine", ""), ([name, _number(value)] for name, value in header.items())),
        _table(("our own", ""), ([name, _number(value)] for name, value in own.items())),
        _table(
            ("engine", "load, s", "disk, MB", "peak memory, MB", "cold start to first answer"),
            (
                [
                    f"{m.engine} ({m.what})",
                    _number(m.told.load_seconds),
                    _number(m.told.disk_bytes / 2**20),
                    _number(m.peak_bytes / 2**20) if m.peak_bytes else "–",
                    _number(m.first_seconds * 1000) if m.first_seconds else "–",
                ]
                for m in done.engines
            ),
        ),
        *(_answers(done, question) for question in done.rows),
        doors(compared),
        left_out(done.skipped | compared.skipped),
    ]
    return "\n\n".join(filter(None, parts))


def doors(compared: graphql.Compared) -> str:
    """GraphQL servers over one query."""
    ours = percentile(compared.seconds[graphql.OURS], 50)
    title = f"GraphQL, {compared.leaves:,} leaf values, {compared.bytes / 1000:.0f} kB"
    heads = (title, "p50", "p95", "requests a second, one connection", "p50 as a multiple of ours")
    rows = []
    for name, seconds in compared.seconds.items():
        middle, most = (percentile(seconds, percent) for percent in (50, 95))
        values = (1000 * middle, 1000 * most, len(seconds) / sum(seconds), middle / ours)
        rows.append([name, *map(_number, values)])
    return _table(heads, rows)


def left_out(skipped: dict[str, str]) -> str:
    listed = "\n".join(f"- {name}: {reason}" for name, reason in skipped.items())
    return f"Not measured, or not to the end:\n\n{listed}" if skipped else ""


def _answers(done: Run, question: str) -> str:
    ours = percentile(done.engines[0].seconds[question], 95)
    title = f"{question} (median answers: {done.rows[question]})"
    heads = (title, *(f"p{percent}" for percent in PERCENTILES), "p95 as a multiple of ours")
    asked = [m for m in done.engines if m.seconds.get(question)]
    return _table(heads, (_row(m, question, ours) for m in asked))


def _row(measured: Measured, question: str, ours: float) -> list[str]:
    seconds = measured.seconds[question]
    values = [percentile(seconds, percent) for percent in PERCENTILES]
    return [measured.engine, *(_number(1000 * value) for value in values), _number(values[1] / ours)]


def _table(heads: tuple[str, ...], rows: Iterable[list[str]]) -> str:
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float) -> str:
    """Three significant digits or so, never an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"
