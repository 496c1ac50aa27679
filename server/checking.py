"""The command `oncotrace check`: what is wrong in a release, worst first, as text, JSON or a page."""

import json
import sys
from collections.abc import Sequence
from html import escape

from rich.console import Console
from rich.table import Table

from oncotrace.kg.alarms.alarm import SEVERITIES, Alarm
from oncotrace.kg.alarms.run import CHECKS, FILES, Report, check_release
from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.release import Release, current, home, releases

SHOWN = 10
"""Alarms of one check that the terminal shows in full; --json has all."""


def check_and_report(name: str | None, as_json: bool, severity: str) -> int:
    """Check a release and print what was found; 1 where something may not be shown as it stands, else 0."""
    release = _release(name)
    report = check_release(release)
    worst = [alarm for alarm in report.alarms if _reaches(alarm, severity)]
    if as_json:
        data = report.as_data() | {"release": release.name}
        data["alarms"] = [alarm for alarm in data["alarms"] if alarm["severity"] in _from(severity)]
        sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    else:
        _print(release, report, worst)
    return 1 if report.counts()["error"] else 0


def _release(name: str | None) -> Release:
    """The release as it is, damaged or not: that is what a check is for."""
    place = home()
    chosen = name or current(place)
    for release in releases(place):
        if release.name == chosen:
            return release
    there = ", ".join(r.name for r in releases(place)) or "none; make one with `oncotrace build`"
    raise ReleaseError(f"there is no release {chosen or 'yet'} in {place}; there are: {there}")


def _from(severity: str) -> Sequence[str]:
    """The severities that are at least this bad."""
    names = list(SEVERITIES)
    return names[: names.index(severity) + 1]


def _reaches(alarm: Alarm, severity: str) -> bool:
    return alarm.severity in _from(severity)


def _print(release: Release, report: Report, alarms: list[Alarm]) -> None:
    out = Console(highlight=False, markup=False)
    told = ", ".join(f"{count:,} {severity}" for severity, count in report.counts().items())
    out.print(f"Release {release.name}: {told}", style="bold")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Check", "Alarms", "Finds"):
        table.add_column(column, justify="right" if column == "Alarms" else "left", overflow="fold")
    by_check = report.by_check()
    for check in (FILES, *CHECKS):
        table.add_row(check.name, f"{by_check[check.name]:,}" if check.name in by_check else "–", check.finds)
    out.print(table)
    for name, why in report.skipped.items():
        out.print(f"Not run: {name}: {why}", soft_wrap=True)
    for line in _lines(alarms):
        out.print(line, soft_wrap=True)


def _lines(alarms: list[Alarm]) -> list[str]:
    """Each alarm in three lines, ``SHOWN`` of each check and severity, and how many more there are."""
    lines: list[str] = []
    groups: dict[tuple[str, str], list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault((alarm.severity, alarm.check), []).append(alarm)
    for (severity, check), found in groups.items():
        lines += ["", f"{severity.upper()} {check} ({len(found):,})"]
        for alarm in found[:SHOWN]:
            lines += [
                f"  {alarm.what} [{alarm.record}]",
                f"    why:  {alarm.reason}",
                f"    mend: {alarm.mend}",
            ]
        if len(found) > SHOWN:
            lines.append(f"  and {len(found) - SHOWN:,} more: oncotrace check --json")
    return lines


def page(release: str, report: Report) -> str:
    """The report as the content of a page: no script, no asset of another host."""
    told = ", ".join(f"{count:,} {severity}" for severity, count in report.counts().items())
    skipped = "".join(f"<li>{escape(n)}: {escape(why)}</li>" for n, why in report.skipped.items())
    rows = "".join(
        f'<tr class="{a.severity}"><td>{a.severity}</td><td>{escape(a.check)}</td>'
        f"<td>{escape(a.record)}</td><td>{escape(a.what)}</td><td>{escape(a.reason)}</td>"
        f"<td>{escape(a.mend)}</td></tr>"
        for a in report.alarms
    )
    head = "".join(f"<th>{title}</th>" for title in ("Severity", "Check", "Record", "What", "Why", "Mend"))
    return (
        f'<article class="check"><h1>Checks of release {escape(release)}</h1><p>{told}</p>'
        + (f"<h2>Not run</h2><ul>{skipped}</ul>" if skipped else "")
        + f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></article>"
    )
