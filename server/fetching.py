"""The command `oncotrace fetch`: download sources into a folder, and say what came."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

from oncotrace.kg.errors import SourceError
from oncotrace.kg.release import home
from oncotrace.loaders.declare import SourceModule
from oncotrace.loaders.download import Result
from oncotrace.loaders.fetch import fetch
from oncotrace.loaders.sources import SOURCES, by_name

FOLDER = "sources"
"""In ``ONCOTRACE_HOME``."""


def fetch_and_report(names: list[str], everything: bool, folder: Path | None, accepted: list[str]) -> int:
    """Download these sources, or all; 1 where one could not be had, else 0. One failure stops no other."""
    place = folder or home() / FOLDER
    out = Console(soft_wrap=True, highlight=False, markup=False)
    failed = 0
    for source in _chosen(names, everything):
        if everything and (why := _left_out(source, accepted)):
            out.print(f"{source.name}: left out: {why}")
            continue
        try:
            for result in _fetch(source, place, accepted):
                out.print(f"{source.name}: {_told(result)}")
        except SourceError as error:
            failed += 1
            out.print(f"{source.name}: not fetched: {error}")
    out.print(f"Build with them: oncotrace build --sources-dir {place}")
    return 1 if failed else 0


def _chosen(names: list[str], everything: bool) -> Iterable[SourceModule]:
    if everything == bool(names):
        raise SourceError("name the sources to fetch, or add --all; `oncotrace sources` lists them")
    chosen = [by_name(name) for name in names] or [s for s in SOURCES if not s.bundled]
    if bundled := [s.name for s in chosen if s.bundled]:
        raise SourceError(f"{bundled[0]} comes with the package; there is nothing to fetch")
    return chosen


def _left_out(source: SourceModule, accepted: list[str]) -> str:
    """Why --all passes over a source; empty where it does not."""
    if source.accept and source.accept not in accepted:
        return f"its licence has to be accepted with --accept-licence {source.accept}"
    if not source.fetches and not source.package:
        return f"no address gives its file in the form that is read here; see {source.download}"
    return ""


def _told(result: Result) -> str:
    what = "new" if result.changed else "unchanged"
    return f"{what}, {result.path} ({result.fetched.size:,} bytes, sha256 {result.fetched.sha256[:12]})"


def _fetch(source: SourceModule, place: Path, accepted: list[str]) -> list[Result]:
    """Fetch with a bar on a terminal; retries are told there."""
    import stamina.instrumentation

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def show(name: str, here: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=here, total=total)

        def retrying(details: stamina.instrumentation.RetryDetails) -> None:
            console.print(f"{source.name}: {details.caused_by}; again in {details.wait_for:.0f} s")

        stamina.instrumentation.set_on_retry_hooks([retrying])
        return fetch(source, place, accepted, show)
