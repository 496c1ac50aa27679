"""The data changelog of a release against the one before it: counts by source and class."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oncotrace.kg.diff import Difference, difference
from oncotrace.kg.errors import StoreError
from oncotrace.kg.release import NQUADS, Release

CHANGES = "CHANGES.md"
WHATS = ("added", "removed", "changed")


def changelog(previous: Release | None, new: Path, sources: list[Mapping[str, Any]]) -> bytes:
    """The changelog as Markdown. ``sources`` are those of the new release, as its manifest has them."""
    if previous is None:
        return b"# Changes\n\nThe first release in its place: there is none to compare it with.\n"
    lines = [f"# Changes since {previous.name}", "", *_sources(previous.manifest.get("sources", ()), sources)]
    try:
        lines += _table(difference(previous.path / NQUADS, new))
    except StoreError as error:
        lines += [f"The records cannot be compared: {error}."]
    return ("\n".join(lines) + "\n").encode()


def versions(old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """(source, old version, new version) of each source that differs; empty where it is not there."""
    before = {s["id"].removeprefix("oid:source-"): s["version"] or "no version" for s in old}
    after = {s["id"].removeprefix("oid:source-"): s["version"] or "no version" for s in new}
    names = sorted(before.keys() | after.keys())
    return [(n, before.get(n, ""), after.get(n, "")) for n in names if before.get(n) != after.get(n)]


def _sources(old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> list[str]:
    changed = versions(old, new)
    rows = [f"| {name} | {before or '–'} | {after or '–'} |" for name, before, after in changed]
    return ["| source | version before | version now |", "|---|---|---|", *rows, ""] if rows else []


def by_class(found: Difference) -> list[tuple[str, str, dict[str, int]]]:
    """(source, class, records by what happened to them), sorted."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for (source, kind, what), count in found.counts.items():
        counts.setdefault((source, kind), Counter())[what] += count
    return [(*key, {what: of[what] for what in WHATS}) for key, of in sorted(counts.items())]


def _table(found: Difference) -> list[str]:
    rows = [
        f"| {source} | {kind} | " + " | ".join(f"{of[what]:,}" for what in WHATS) + " |"
        for source, kind, of in by_class(found)
    ]
    if not rows:
        return ["No record differs."]
    return ["| source | record | added | removed | changed |", "|---|---|---:|---:|---:|", *rows]
