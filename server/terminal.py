"""What the command line prints about builds, releases and sources."""

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from oncotrace.kg.errors import SourceError
from oncotrace.kg.release import current, home
from oncotrace.kg.release import releases as all_releases
from oncotrace.loaders.build import BuildReport, SourceReport, SourceRequest, build, found_in, left_out
from oncotrace.loaders.sources import SOURCES, by_name

NAMES_SHOWN = 10


def build_and_report(
    sources: list[str], folder: Path | None, today: str | None, accepted: list[str]
) -> None:
    """Build a release of these sources and print what became of their rows."""
    asked = requests(sources, folder, accepted)
    day = today or date.today().isoformat()
    progress = Console(stderr=True)
    with progress.status("Starting") as status:

        def show(name: str, doing: str) -> None:
            status.update(f"{name}: {doing}")
            if not progress.is_terminal:
                progress.print(f"{name}: {doing}")

        report = build(home(), asked, day, show, accepted)
    out = Console()
    _print_report(report, out)
    if folder is not None and not sources:
        for source in left_out(folder, accepted):
            out.print(
                f"{source.name} was left out: its licence ({source.licence}) has to be accepted with"
                f" --accept-licence {source.accept}",
                highlight=False,
                markup=False,
                soft_wrap=True,
            )


def requests(sources: list[str], folder: Path | None, accepted: list[str]) -> list[SourceRequest]:
    """What was asked for: ``NAME`` (its file in the folder) or ``NAME=PATH``; without names, all of
    the folder. The build itself adds the core."""
    if folder is not None and not folder.is_dir():
        raise SourceError(f"{folder} is no folder; give --sources-dir the folder that holds the source files")
    if not sources:
        return [] if folder is None else found_in(folder, accepted)
    asked = []
    for text in sources:
        name, _, path = text.partition("=")
        if not path and folder is None and not by_name(name).bundled:
            raise SourceError(f"--source {name} has no file: write {name}=PATH, or add --sources-dir DIR")
        asked.append(SourceRequest(name, Path(path) if path else folder or Path()))
    return asked


def _print_report(report: BuildReport, out: Console) -> None:
    table = _table("Source", "Version", "Rows", "Taken", "Quarantined", "Skipped", numbers_from=2)
    for source in report.sources:
        counts = (source.rows, source.taken, source.quarantined.total(), source.skipped.total())
        table.add_row(source.name, source.version, *(f"{count:,}" for count in counts))
    out.print(table)
    for source in report.sources:
        for line in _reasons(source):
            out.print(line, highlight=False, markup=False)
    if report.unresolved:
        out.print(f"Names that did not resolve: {len(report.unresolved):,}. The most frequent:")
        for name, count in report.unresolved.most_common(NAMES_SHOWN):
            out.print(f"  {name} ({count:,})", highlight=False, markup=False)
    if report.release:
        out.print(f"Release {report.release.name} is the current one.", highlight=False, markup=False)
        page = report.release.path / "report.html"
        out.print(f"The whole report: {page}", highlight=False, markup=False, soft_wrap=True)


def _reasons(source: SourceReport) -> list[str]:
    return [
        f"{source.name}: {count:,} {what}: {reason}"
        for what, reasons in (("quarantined", source.quarantined), ("skipped", source.skipped))
        for reason, count in reasons.most_common()
    ]


def list_releases() -> None:
    out = Console()
    found = all_releases()
    if not found:
        out.print(f"No release in {home()} yet. Make one: oncotrace build", soft_wrap=True, highlight=False)
        return
    now = current()
    table = _table("Release", "Built", "Sources", "Quads", "", numbers_from=3)
    for release in found:
        sources = release.manifest.get("sources", [])
        table.add_row(
            release.name,
            release.manifest.get("created", "damaged"),
            ", ".join(s["id"].removeprefix("oid:source-") for s in sources),
            f"{sum(s['quads'] for s in sources):,}",
            "current" if release.name == now else "",
        )
    out.print(table)


def list_sources() -> None:
    out = Console(soft_wrap=True, highlight=False, markup=False)
    for source in SOURCES:
        out.print(f"{source.name}: {source.title}", style="bold")
        shared = "" if source.redistributable else ", not redistributable"
        opt_in = f", only with --accept-licence {source.accept}" if source.accept else ""
        out.print(f"  licence  {source.licence}{shared}{opt_in}")
        out.print(f"  gives    {source.gives}")
        out.print(f"  file     {'with the package' if source.bundled else source.file}")
        out.print(f"  from     {source.home if source.bundled else source.download}")


def _table(*columns: str, numbers_from: int | None = None) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, name in enumerate(columns):
        number = numbers_from is not None and index >= numbers_from
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    return table
