"""Build a release: under a lock, beside the others, made durable, then named and made current.

Until its last step the release that was current goes on serving. Nothing here reads a clock.
"""

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import chain, count
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from oncotrace.kg import artefacts, compiling, nquads, readmodel
from oncotrace.kg.checks import dangling
from oncotrace.kg.description import Contents
from oncotrace.kg.errors import ReleaseError, StoreError
from oncotrace.kg.licensing import graph_of, restricted
from oncotrace.kg.lock import locked
from oncotrace.kg.names import Name
from oncotrace.kg.names import write as write_names
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.permitted import permitted
from oncotrace.kg.records import RECORD_TYPES, Source
from oncotrace.kg.release import (
    CURRENT,
    MANIFEST,
    NAMES,
    NQUADS,
    PUBLIC_MODEL,
    PUBLIC_STORE,
    READ_MODEL,
    RELEASES,
    REPORT,
    SCHEMA,
    SEAL,
    STORE,
    STORES,
    Release,
    current,
    files_of,
    fingerprint,
    releases,
    sealed,
    verify,
)
from oncotrace.ontology.prefixes import curie

DRAFT = ".draft-"
"""How the folder of a build that has not ended begins."""

_CREATED = re.compile(r"\d{4}-\d{2}-\d{2}(T[0-9:.]+(Z|[+-]\d{2}:\d{2}))?")


def build_release(
    home: Path,
    quads: Iterable[Quad],
    sources: Iterable[Source],
    *,
    created: str,
    report: Mapping[str, Any],
    files: Mapping[str, bytes],
    names: Callable[[], Iterable[Name]],
    public: Callable[[], Iterable[Name]] = tuple,
) -> Release:
    """Write a release and make it the current one.

    ``created`` is an ISO day or time. ``quads`` are read first; ``sources``, ``report`` (JSON data)
    and ``files`` (name to content) after them, so that whoever makes the quads can fill those.
    ``names`` gives those in the graph, once it is written; ``public`` those of the read model without sources
    that must not be passed on, which is made where there are such. Where an equal release of that day
    is there and whole, it becomes the current one and no second is made.

    ReleaseError where another build runs or the folder cannot be written. Errors of the arguments
    pass through. Either way the release that was current stays.
    """
    if not _CREATED.fullmatch(created):
        raise ReleaseError(f"created is {created!r}; give an ISO day or time, such as 2026-11-24T08:00:00Z")
    try:
        (home / RELEASES).mkdir(parents=True, exist_ok=True)
        with locked(home / ".lock", created):
            _sweep(home)
            draft = home / RELEASES / f"{DRAFT}{os.getpid()}"
            draft.mkdir()
            try:
                nquads.write(quads, draft / NQUADS)
                described = sorted(sources, key=lambda source: source.id)
                graphs = _write_forms(draft, restricted(described), names, public)
                _refuse_dangling(draft)
                _write_files(draft, report, files)
                contents = Contents(
                    day=created[:10], sources=described, graphs=graphs, counts=_counts(draft)
                )
                artefacts.write(draft, contents, _previous(home))
                manifest = _manifest(draft, described, created, graphs, contents.counts)
                return _publish(home, draft, manifest)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    except StoreError as error:
        raise ReleaseError(f"no release was built, the one before stays current: {error}") from error
    except OSError as error:
        raise ReleaseError(
            f"no release was built in {home}, the one before stays current: {error}; free space there or"
            " choose another folder with ONCOTRACE_HOME, then build again"
        ) from error


def _sweep(home: Path) -> None:
    """Remove what dead builds left. Only the holder of the lock comes here, so none is alive."""
    for left in (home / RELEASES).glob(f"{DRAFT}*"):
        shutil.rmtree(left)
    (home / f"{CURRENT}.new").unlink(missing_ok=True)


def _write_forms(
    draft: Path,
    hidden: list[Source],
    names: Callable[[], Iterable[Name]],
    public: Callable[[], Iterable[Name]],
) -> Counter[str]:
    """Write the store and the read model of a draft's N-Quads, and both without the hidden sources where
    there are such; quads by named graph. Stores are loaded beside the rest: the engine keeps no lock of ours.
    """
    with ThreadPoolExecutor(1) as loader:
        loads = [loader.submit(_load, draft / NQUADS, draft / STORE)]
        with (draft / NQUADS).open("rb") as lines:
            compiling.compile(lines, draft / READ_MODEL)
        write_names(names(), draft / NAMES[READ_MODEL])
        if hidden:
            permitted_only = draft / f"{NQUADS}.public"
            with (draft / NQUADS).open("rb") as lines:
                nquads.write_lines(permitted(lines, hidden), permitted_only)
            loads.append(loader.submit(_load, permitted_only, draft / PUBLIC_STORE))
            with permitted_only.open("rb") as lines:
                compiling.compile(lines, draft / PUBLIC_MODEL)
            write_names(public(), draft / NAMES[PUBLIC_MODEL])
    for load in loads:
        load.result()
    if hidden:
        permitted_only.unlink()
    with (draft / NQUADS).open("rb") as lines:
        graphs = Counter(line[line.rindex(b" ", 0, -3) + 2 : -4] for line in lines)
    return Counter({curie(graph.decode()): count for graph, count in graphs.items()})


def _load(file: Path, folder: Path) -> None:
    store = OxigraphStore(folder)
    store.load_file(file)
    store.close()


def _refuse_dangling(draft: Path) -> None:
    lost = []
    for path in (draft / READ_MODEL, draft / PUBLIC_MODEL):
        if path.exists():
            model = readmodel.ReadModel(path)
            lost += dangling(model)
            model.close()
    if lost:
        raise ReleaseError(
            f"no release was built, the one before stays current: {len(lost)} references lead to no record,"
            f" such as {lost[0].predicate} of {lost[0].subject} to {lost[0].target}; mend their source"
        )


def _write_files(draft: Path, report: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    for name, content in {REPORT: _json(report), **files}.items():
        with (draft / name).open("xb") as file:
            file.write(content)


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _previous(home: Path) -> Release | None:
    """The release that is current still."""
    name = current(home)
    return next((release for release in releases(home) if release.name == name), None)


def _counts(draft: Path) -> dict[str, int]:
    """Records by class."""
    model = readmodel.ReadModel(draft / READ_MODEL)
    counts = {cls.__name__: len(ids) for cls in RECORD_TYPES if (ids := model.ids(cls.__name__))}
    model.close()
    return counts


def _manifest(
    draft: Path,
    sources: list[Source],
    created: str,
    graphs: Mapping[str, int],
    counts: Mapping[str, int],
) -> dict[str, Any]:
    """The manifest of a draft, but for its name."""
    return {
        "schema": SCHEMA,
        "created": created,
        "sources": [asdict(source) | {"quads": graphs.get(graph_of(source.id), 0)} for source in sources],
        "graphs": dict(graphs),
        "counts": dict(counts),
        "files": {path.relative_to(draft).as_posix(): fingerprint(path) for path in files_of(draft)},
    }


def _publish(home: Path, draft: Path, manifest: dict[str, Any]) -> Release:
    """Name the draft and make it current; or the equal release that is there already."""
    day_and_content = f"{manifest['created'][:10]}-{manifest['files'][NQUADS]['sha256'][:8]}"
    alike = [release for release in releases(home) if release.name.startswith(day_and_content)]
    for release in alike:
        if _content(release.manifest) == _content(manifest) and not verify(release):
            _point(home, release.name)
            return release
    name = _free(home, day_and_content)
    (draft / MANIFEST).write_bytes(text := _json(manifest | {"name": name}))
    (draft / SEAL).write_bytes(sealed(text))
    _make_durable(draft)
    path = home / RELEASES / name
    draft.rename(path)
    _sync(home / RELEASES)
    _point(home, name)
    return Release(path, name, manifest | {"name": name})


def _free(home: Path, name: str) -> str:
    """The name itself, or with ``-2``, ``-3`` where an unequal or damaged release has it."""
    taken = {path.name for path in (home / RELEASES).iterdir()}
    return next(n for n in chain([name], (f"{name}-{i}" for i in count(2))) if n not in taken)


def _point(home: Path, name: str) -> None:
    """Make ``current`` lead to this release, in one step for whoever reads it."""
    link = home / f"{CURRENT}.new"
    link.symlink_to(Path(RELEASES) / name)
    link.replace(home / CURRENT)
    _sync(home)


def _make_durable(folder: Path) -> None:
    for path in (*files_of(folder), *(p for p in folder.rglob("*") if p.is_dir()), folder):
        _sync(path)


def _sync(path: Path) -> None:
    """Have the disk hold a file, or the entries of a folder, before anything points there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _content(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What two equal builds share: all but name and time, the store's files, which always differ, and
    what tells of those or of the release before."""
    files = manifest.get("files", {}).items()
    own = artefacts.OF_THIS_BUILD
    return {key: manifest.get(key) for key in ("schema", "sources", "graphs", "counts")} | {
        "files": {name: mark for name, mark in files if not name.startswith(STORES) and name not in own}
    }
