"""The files of a release that tell about it: checks, descriptions, changelog, checksums."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from oncotrace.kg.alarms.run import check_graph
from oncotrace.kg.changelog import CHANGES, changelog
from oncotrace.kg.description import CRATE, FILES, VOID, Contents, crate, void
from oncotrace.kg.release import NQUADS, STORES, Release, files_of, fingerprint

CHECK, SUMS = "check.json", "SHA256SUMS"

OF_THIS_BUILD = (CHANGES, SUMS)
"""Files that equal builds need not share: they tell what came before, and the store's own files."""


def write(draft: Path, contents: Contents, previous: Release | None) -> None:
    """Write the artefacts into a draft that holds everything else.

    ``SHA256SUMS`` names every file but itself and the manifest, which seals it; ``sha256sum --check``
    reads it.
    """
    (draft / CHECK).write_bytes(check_graph(draft, contents.day, heavy=False).as_json())
    contents.files = {name: fingerprint(draft / name) for name in FILES if (draft / name).exists()}
    (draft / VOID).write_bytes(void(contents))
    contents.files = {**contents.files, VOID: fingerprint(draft / VOID)}
    (draft / CRATE).write_bytes(crate(contents))
    sources: list[Mapping[str, object]] = [asdict(source) for source in contents.sources]
    (draft / CHANGES).write_bytes(changelog(previous, draft / NQUADS, sources))
    (draft / SUMS).write_bytes(_sums(draft))


def _sums(draft: Path) -> bytes:
    """Sorted, the store's files last: theirs are the only lines that differ between equal builds."""
    names = sorted(path.relative_to(draft).as_posix() for path in files_of(draft))
    names.sort(key=lambda name: name.startswith(STORES))
    return "".join(f"{fingerprint(draft / name)['sha256']}  {name}\n" for name in names).encode()
