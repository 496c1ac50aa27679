"""The release itself: its files, the shape of its nodes, its counts, its references."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from oncotrace.kg.alarms.alarm import Alarm, SkipCheck
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.checks import dangling
from oncotrace.kg.release import NQUADS, Release, verify

REBUILD = "build the release again from its sources (oncotrace build)"


def damaged(release: Release) -> Iterator[Alarm]:
    """Files that are not what the manifest says."""
    for problem in verify(release):
        yield Alarm(
            severity="error",
            check="files",
            record=problem.split(" ")[0],
            what=problem,
            reason="what a release says can be trusted only where every byte is as it was built",
            mend=REBUILD,
        )


def floors(material: Material) -> Iterator[Alarm]:
    """Sources that gave fewer records of a class than they must."""
    for source in material.report.get("sources", ()):
        for kind, floor in sorted(source.get("floors", {}).items()):
            count = source["records"].get(kind, 0)
            if count < floor:
                yield Alarm(
                    severity="error",
                    check="floors",
                    record=f"oid:source-{source['name']}",
                    what=f"{source['name']} gave {count:,} {kind} records",
                    reason=f"it must give at least {floor:,}: its file is cut or its format has changed",
                    mend="get the file again from its publisher and build again",
                )


def shapes(material: Material) -> Iterator[Alarm]:
    """Nodes that break the SHACL shapes of the ontology.

    In a process of its own, because the engine needs more memory than all else in a build.
    """
    if find_spec("pyrudof") is None:
        raise SkipCheck("pyrudof is not installed; pip install pyrudof")
    command = [sys.executable, "-m", "oncotrace.ontology.shacl", str(material.folder / NQUADS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise SkipCheck(f"the SHACL engine failed: {last[:200]}")
    for line in done.stdout.splitlines():
        focus, message, path, value = json.loads(line)
        where = f" at {path}" if path else ""
        yield Alarm(
            severity="error",
            check="shapes",
            record=focus,
            what=f"{focus} breaks a shape{where}" + (f": {value[:120]}" if value else ""),
            reason=message,
            mend="mend the loader that wrote it, or the fact; ontology/shapes.ttl has the shape",
        )


def references(material: Material) -> Iterator[Alarm]:
    """References that lead to no record."""
    for lost in dangling(material.graph):
        yield Alarm(
            severity="error",
            check="references",
            record=lost.subject,
            what=f"{lost.predicate} of {lost.subject} leads to {lost.target}",
            reason="no record has that id, so whoever follows it reads nothing",
            mend="have the source give the record, or mend the id",
        )
