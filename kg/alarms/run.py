"""All checks, in an explicit tuple, and their report. A new check is a function and its line here."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from oncotrace.kg.alarms import approvals, dates, evidence, figures, files, identifiers, sources, texts
from oncotrace.kg.alarms.alarm import SEVERITIES, Alarm, SkipCheck
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.names import Names
from oncotrace.kg.readmodel import ReadModel
from oncotrace.kg.release import NAMES, NQUADS, READ_MODEL, REPORT, Release, verify


@dataclass(slots=True, frozen=True)
class Check:
    name: str
    finds: str
    """What it finds, in a phrase."""
    run: Callable[[Material], Iterator[Alarm]]
    heavy: bool = False
    """Takes seconds or a library that is optional: a build leaves it out, so that the same inputs give
    the same report everywhere."""


CHECKS: tuple[Check, ...] = (
    Check("floors", "sources that gave less than they must", files.floors),
    Check("references", "references that lead to no record", files.references),
    Check("shapes", "nodes that break the SHACL shapes", files.shapes, heavy=True),
    Check("dates", "dates that are impossible or out of order", dates.out_of_order),
    Check("label_year", "approvals dated before the product's first label", approvals.not_of_label_year),
    Check("biomarker_text", "printed biomarkers that name another gene", texts.other_gene),
    Check("figures", "figures that cannot be, or do not match their counts", figures.impossible),
    Check("document_ids", "ids that are no PubMed, PMC or DOI ids", identifiers.no_pmids),
    Check("initial_approval", "first approvals that other events contradict", approvals.initial_differs),
    Check("approval_dates", "sources that differ on the date of an approval", approvals.sources_differ),
    Check("missing", "rows without a date or an agency", sources.missing),
    Check("stale", "sources whose version is old", sources.stale),
    Check("conflicts", "propositions whose statements disagree", evidence.conflicts),
    Check("secondary_only", "facts of which only a secondary source was seen", evidence.secondary_only),
    Check("unresolved", "names that no source of entities knows", sources.unresolved),
)
"""The checks of a graph. ``files``, the hashes, comes before them where a whole release is checked."""

FILES = Check("files", "files that are not what the manifest says", lambda material: iter(()))


@dataclass(slots=True)
class Report:
    created: str
    alarms: list[Alarm] = field(default_factory=list)
    """The worst first; the same release gives the same list."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Checks that did not run, and why."""

    def counts(self) -> dict[str, int]:
        """Alarms by severity, all severities named."""
        found = Counter(alarm.severity for alarm in self.alarms)
        return {severity: found[severity] for severity in SEVERITIES}

    def by_check(self) -> dict[str, int]:
        """Alarms by check, in the order of the checks; those that found nothing too."""
        found = Counter(alarm.check for alarm in self.alarms)
        return {c.name: found[c.name] for c in (FILES, *CHECKS) if c.name not in self.skipped}

    def as_data(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "counts": self.counts(),
            "by_check": self.by_check(),
            "skipped": dict(self.skipped),
            "alarms": [asdict(alarm) for alarm in self.alarms],
        }

    def as_json(self) -> bytes:
        return (json.dumps(self.as_data(), indent=2, ensure_ascii=False) + "\n").encode()


def check_graph(folder: Path, created: str, *, heavy: bool = True) -> Report:
    """Run the checks over the graph of a release, or of the draft of one."""
    model, names = ReadModel(folder / READ_MODEL), Names.at(folder / NAMES[READ_MODEL])
    report = Report(created)
    try:
        material = Material(folder, created, model, names)
        material.fetch()
        for check in CHECKS:
            if check.heavy and not heavy:
                report.skipped[check.name] = "left out of builds; run `oncotrace check`"
                continue
            try:
                report.alarms += check.run(material)
            except SkipCheck as skip:
                report.skipped[check.name] = str(skip)
    finally:
        model.close()
    report.alarms = sorted(_merged(report.alarms), key=_worst_first)
    report.skipped.setdefault(FILES.name, "hashes are checked in a finished release")
    return report


def check_release(release: Release) -> Report:
    """Run all checks over a release, its hashes first. A damaged file skips what would read it."""
    damaged = list(files.damaged(release))
    unread = [name for name in (NQUADS, READ_MODEL, NAMES[READ_MODEL], REPORT) if verify(release, (name,))]
    created = str(release.manifest.get("created", ""))
    if unread or not created:
        why = f"damaged: {', '.join(unread) or 'the manifest'}"
        report = Report(created, skipped={check.name: why for check in CHECKS})
    else:
        report = check_graph(release.path, created)
        del report.skipped[FILES.name]
    report.alarms = sorted([*damaged, *report.alarms], key=_worst_first)
    return report


def _merged(alarms: Iterable[Alarm]) -> list[Alarm]:
    """One alarm a fault: where several statements share it (an event of many), they stand together."""
    found: dict[tuple[str, str, str, str], Alarm] = {}
    for alarm in alarms:
        key = (alarm.severity, alarm.check, alarm.record, alarm.reason)
        first = found.setdefault(key, alarm)
        statements = tuple(dict.fromkeys((*first.statements, *alarm.statements)))
        found[key] = replace(first, statements=statements)
    return list(found.values())


_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
_ORDER = {check.name: order for order, check in enumerate((FILES, *CHECKS))}


def _worst_first(alarm: Alarm) -> tuple[int, int]:
    """By severity, then by check; within a check, as the check found them."""
    return _RANK[alarm.severity], _ORDER[alarm.check]
