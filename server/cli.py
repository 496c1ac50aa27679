"""The command line. Imports are lazy: a command loads what it needs and no more."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

import oncotrace
from oncotrace.server import start

HELP = "Ask what a biomarker means in a cancer. Every sentence of the answer traces to its evidence."

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Release = Annotated[str | None, typer.Option(metavar="NAME", help="The release to read; else the current.")]
Profile = Annotated[
    Literal["public", "research"],
    typer.Option(help="What may be shown: what may be passed on, or all that the release holds."),
]
Today = Annotated[str | None, typer.Option(metavar="DATE", help="The day to take as today, as 2026-01-31.")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"oncotrace {oncotrace.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[=PATH]", help="A source to load beside the core; may be repeated."),
    ] = None,
    sources_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder of source files; every source found there is loaded."),
    ] = None,
    accept_licence: Annotated[
        list[str] | None,
        typer.Option(metavar="LICENCE", help="A licence that a source asks to accept; may be repeated."),
    ] = None,
    today: Today = None,
) -> None:
    """Build a release from the curated core and other sources; make it current."""
    from oncotrace.server.terminal import build_and_report

    build_and_report(source or [], sources_dir, today, accept_licence or [])


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in plain English.")],
    explain: Annotated[bool, typer.Option("--explain", help="Show the proof of every sentence.")] = False,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Answer as of this day.")] = None,
    today: Today = None,
    agency: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose approvals count; else whom the question names, or FDA."),
    ] = None,
    format: Annotated[
        Literal["text", "markdown", "json", "html"], typer.Option(help="The form of the answer.")
    ] = "text",
    known_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Read the newest release of this day or before."),
    ] = None,
    licence_profile: Profile = "public",
    release: Release = None,
) -> None:
    """Answer a question from the graph."""
    from oncotrace.answers.render import render
    from oncotrace.kg.release import known_on as newest_on

    if known_on is not None:
        if release is not None:
            raise typer.BadParameter("--known-on chooses the release: leave --release out")
        release = newest_on(known_on)
    answer = oncotrace.ask(
        question,
        as_of=as_of,
        today=today,
        agency=agency,
        release=release,
        licence_profile=licence_profile,
    )
    sys.stdout.write(render(answer, format, explain=explain))


@app.command()
def trials(
    biomarker: Annotated[str, typer.Argument(metavar="BIOMARKER", help="The change, as \"ROS1 fusion\".")],
    cancer: Annotated[str, typer.Argument(metavar="CANCER", help="The cancer, as \"pancreatic cancer\".")],
    prior: Annotated[
        list[str] | None, typer.Option(metavar="DRUG", help="A drug that was given before; may be repeated.")
    ] = None,
    age: Annotated[int | None, typer.Option(min=0, max=120, help="Age in years.")] = None,
    country: Annotated[str, typer.Option(metavar="NAME", help="A country, or its code such as US.")] = "",
    status: Annotated[str, typer.Option(metavar="STATUS", help="Only trials of this status.")] = "",
    format: Annotated[Literal["text", "json"], typer.Option(help="The form of the list.")] = "text",
    today: Today = None,
    release: Release = None,
) -> None:
    """Find trials for a biomarker in a cancer, with the reasons why each may fit or not."""
    from oncotrace.server.trial_matching import Wanted, match_and_report

    wanted = Wanted(
        biomarker=biomarker,
        cancer=cancer,
        prior=tuple(prior or ()),
        age=age,
        country=country,
        status=status,
        today=today,
        release=release,
    )
    match_and_report(wanted, format)


@app.command()
def releases() -> None:
    """List the releases that are here."""
    from oncotrace.server.terminal import list_releases

    list_releases()


@app.command()
def sources() -> None:
    """List the sources that can be loaded, with their licences."""
    from oncotrace.server.terminal import list_sources

    list_sources()


@app.command()
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="The sources to download.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every source that has an address.")] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder of sources; else ONCOTRACE_HOME/sources.")
    ] = None,
    accept_licence: Annotated[
        list[str] | None,
        typer.Option(metavar="LICENCE", help="A licence that a source asks to accept; may be repeated."),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="For clinicaltrials: which trials, in the register's search."),
    ] = None,
) -> None:
    """Download the files of sources. What was begun goes on; what did not change is left."""
    if query is not None or names == ["clinicaltrials"]:
        from oncotrace.server.trial_fetching import fetch_trials

        if names != ["clinicaltrials"] or all_:
            raise typer.BadParameter("--query goes with clinicaltrials alone")
        fetch_trials(query or "", to)
        return
    from oncotrace.server.fetching import fetch_and_report

    raise typer.Exit(fetch_and_report(names or [], all_, to, accept_licence or []))


@app.command()
def publish(
    to: Annotated[str, typer.Option(metavar="URL", help="The SPARQL endpoint, where it takes queries.")],
    update: Annotated[
        str | None, typer.Option(metavar="URL", help="Where it takes updates, if elsewhere.")
    ] = None,
    licence_profile: Profile = "public",
    release: Release = None,
) -> None:
    """Load a release into a SPARQL endpoint, to be read from there."""
    from oncotrace.server.publishing import publish_and_report

    publish_and_report(to, update, release, licence_profile)


@app.command()
def check(
    release: Annotated[
        str | None, typer.Argument(metavar="[RELEASE]", help="The release to check; else the current.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print all alarms as JSON.")] = False,
    severity: Annotated[
        Literal["error", "warning", "info"], typer.Option(help="Show alarms of this severity and worse.")
    ] = "info",
) -> None:
    """Find what is wrong in a release, worst first. Exit code 1 where there is an error."""
    from oncotrace.server.checking import check_and_report

    raise typer.Exit(check_and_report(release, json, severity))


@app.command()
def conflicts(
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="By what was published then.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print all conflicts as JSON.")] = False,
    licence_profile: Profile = "public",
    release: Release = None,
) -> None:
    """List where statements disagree: the sides, their papers, and the reading that the rules give."""
    from oncotrace.server.conflicting import conflicts_and_report

    conflicts_and_report(release, as_of, licence_profile, json)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier release.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later release.")],
    json: Annotated[bool, typer.Option("--json", help="Print all differences as JSON.")] = False,
) -> None:
    """Show what differs between two releases: sources, statements, sentences of golden answers."""
    from oncotrace.server.diffing import diff_and_report

    diff_and_report(old, new, json)


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write.")],
    subject: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SUBJECT]...", help="What to export: a name, an id of a record."),
    ] = None,
    hops: Annotated[
        int, typer.Option(min=0, max=3, help="How many statements away from the subjects to go.")
    ] = 1,
    question: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Export what the answer to this question rests on.")
    ] = None,
    query: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Export the records that this SELECT names.")
    ] = None,
    include_proofs: Annotated[
        bool, typer.Option("--include-proofs", help="Add searches, and premises of what was inferred.")
    ] = False,
    format: Annotated[
        str | None, typer.Option(metavar="FORM", help="The format; else what the name of the file says.")
    ] = None,
    licence_profile: Annotated[
        Literal["public", "research"], typer.Option(help="What the licences of sources let out.")
    ] = "public",
    release: Release = None,
    today: Today = None,
) -> None:
    """Write a part of the graph to a file: for review, or for other tools."""
    from oncotrace.server.export.command import export

    export(
        subject or [],
        hops=hops,
        question=question,
        query=query,
        proofs=include_proofs,
        format=format,
        out=out,
        profile=licence_profile,
        release=release,
        today=today,
    )


@app.command()
def bench(
    size: Annotated[Literal["S", "M", "L"], typer.Option(help="0.2, 2 or 17 million triples.")] = "S",
    json: Annotated[bool, typer.Option("--json", help="Print every measured time as JSON.")] = False,
) -> None:
    """Measure our engines against the peers that are here, on a made-up graph."""
    from oncotrace.server.bench.report import bench_and_report

    bench_and_report(size, json)


class _Serve(TyperCommand):
    """Lists the settings under the options."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        from oncotrace.server.settings import described

        with formatter.section("Settings, from the environment"):
            formatter.write_dl(described())


@app.command(cls=_Serve)
def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that answer, over the same release.")
    ] = 1,
    licence_profile: Profile = "public",
    release: Release = None,
) -> None:
    """Serve the web pages and GraphQL."""
    from oncotrace.server.serving import run

    run(host, port, release, licence_profile, workers)


def main() -> None:
    """Run a command, any of them by its parser."""
    start.run(app)
