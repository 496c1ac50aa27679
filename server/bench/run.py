"""The run: every engine loaded, then all of them asked in turn, parameter by parameter.

So whatever else the machine does meanwhile falls on all alike. Answers are compared each time: an engine
that says something else than the others makes the run fail.
"""

import math
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from oncotrace.kg.errors import StoreError
from oncotrace.server.bench import domain
from oncotrace.server.bench.child import Child, Gone, Told
from oncotrace.server.bench.engines import ENGINES
from oncotrace.server.bench.questions import QUESTIONS, parameters

PARAMETERS = 30
"""A question, after one that is not counted."""

BUDGET_SECONDS = 20.0
"""An engine has this long for all parameters of a question; then it is left out of the rest of it."""

Progress = Callable[[str], None]


@dataclass(slots=True)
class Measured:
    engine: str
    what: str
    told: Told
    peak_bytes: int = 0
    first_seconds: float = 0.0
    """From nothing in memory to the first answer. Both are 0 of an engine that did not come so far."""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """By question, one a parameter."""


@dataclass(slots=True)
class Run:
    size: str
    triples: int
    engines: list[Measured]
    skipped: dict[str, str]
    """Engines that were not measured, or not to the end, with the reason."""
    rows: dict[str, int]
    """By question, answers of the median parameter."""


def run(size: str, progress: Progress, place: Path | None = None) -> Run:
    """Measure all engines that are here; StoreError where two of them disagree."""
    with tempfile.TemporaryDirectory(prefix="oncotrace-bench-", dir=place) as temporary:
        folder = Path(temporary)
        file = folder / "domain.nq"
        progress(f"writing the graph of size {size}")
        triples = domain.write(size, file)
        skipped: dict[str, str] = {}
        running: dict[str, tuple[Child, Measured]] = {}
        loaded: list[Measured] = []
        try:
            for index, engine in enumerate(ENGINES):
                if reason := engine.absent() or (
                    "" if size in engine.sizes else f"too slow at this size, measured at {engine.sizes} only"
                ):
                    skipped[engine.name] = reason
                    continue
                progress(f"loading {engine.name}")
                own = folder / engine.name.replace(" ", "-")
                own.mkdir()
                try:
                    child = Child(index, file, own)
                except Gone as gone:
                    skipped[engine.name] = str(gone)
                    continue
                loaded.append(Measured(engine.name, engine.what, child.told))
                running[engine.name] = child, loaded[-1]
            if ENGINES[0].name in skipped:
                raise StoreError(f"our own {ENGINES[0].name} failed: {skipped[ENGINES[0].name]}; report this")
            rows = _ask_all(running, domain.Domain(domain.SIZES[size]), skipped, progress)
            for name, (child, measured) in list(running.items()):
                try:
                    measured.peak_bytes = child.peak_bytes()
                except Gone as gone:
                    skipped[name] = str(gone)
            return Run(size, triples, loaded, skipped, rows)
        finally:
            for child, _ in running.values():
                child.end()


def _ask_all(
    running: dict[str, tuple[Child, Measured]], of: domain.Domain, skipped: dict[str, str], progress: Progress
) -> dict[str, int]:
    rows: dict[str, int] = {}
    for number, question in enumerate(QUESTIONS):
        progress(f"asking: {question.name}")
        spent: dict[str, float] = defaultdict(float)
        sizes = []
        asked = parameters(question, of, PARAMETERS)
        for turn, param in enumerate([asked[0], *asked]):
            answers: dict[str, list[str]] = {}
            for name, (child, measured) in list(running.items()):
                if spent[name] > BUDGET_SECONDS:
                    skipped.setdefault(name, f"{question.name}: only {turn - 1} parameters, it is slow")
                    continue
                try:
                    seconds, answers[name] = child.ask(number, param)
                except Gone as gone:
                    skipped[name] = f"{question.name}: {gone}"
                    if name == ENGINES[0].name:
                        raise StoreError(f"our own {name} failed: {skipped[name]}; report this") from gone
                    del running[name]
                    continue
                spent[name] += seconds
                if turn == 0:
                    if number == 0:
                        measured.first_seconds = measured.told.open_seconds + seconds
                else:
                    measured.seconds.setdefault(question.name, []).append(seconds)
            _refuse_mismatch(question.name, param, answers)
            if answers and turn:
                sizes.append(len(next(iter(answers.values()))))
        rows[question.name] = sorted(sizes)[len(sizes) // 2] if sizes else 0
    return rows


def _refuse_mismatch(question: str, param: tuple[str, ...], answers: dict[str, list[str]]) -> None:
    first, *others = answers
    for other in others:
        if answers[other] != answers[first]:
            odd = sorted({*answers[first]} ^ {*answers[other]})[:3]
            raise StoreError(
                f"{first} and {other} disagree on {question} of {' in '.join(param)}: {len(answers[first])}"
                f" and {len(answers[other])} answers, such as {', '.join(odd) or 'one twice'}; report this"
            )


def percentile(values: list[float], percent: float) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
