"""Releases: immutable folders, each with a manifest that has the sha256 of every file.

::

    ONCOTRACE_HOME/
        .lock                     held by the one process that builds
        current                   a link to the release that is read where none is named
        kept/                     what rows became, so that the next build reads only what changed
        releases/
            2026-11-24-3fa2b1c9/  the day of the build and the start of the sha256 of graph.nq
                graph.nq          sorted N-Quads: the graph itself
                store/            the same, as an Oxigraph store
                public-store/     that without sources that must not be passed on, where there are such
                read.graph        the same without the quarantine, as the read model
                read.names        the names in it
                public.graph      both without sources that must not be passed on, where there are such
                public.names
                report.json       what the loaders and checks found
                manifest.json     sources, counts, files
                manifest.sha256   of the manifest
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.licensing import PROFILES, PUBLIC, RESEARCH, restricted

if TYPE_CHECKING:
    from oncotrace.kg.graph import Graph
    from oncotrace.kg.names import Names
    from oncotrace.kg.readmodel import ReadModel
    from oncotrace.kg.records import Source
    from oncotrace.kg.remembering import Remembering
    from oncotrace.kg.store import Store

RELEASES, CURRENT = "releases", "current"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
NQUADS, STORE, READ_MODEL, REPORT = "graph.nq", "store", "read.graph", "report.json"
PUBLIC_MODEL, PUBLIC_STORE = "public.graph", "public-store"
NAMES = {READ_MODEL: "read.names", PUBLIC_MODEL: "public.names"}
"""The file with the names of a read model."""

STORES = (f"{STORE}/", f"{PUBLIC_STORE}/")
"""Where files lie that differ between equal builds."""

SCHEMA = 1


class Release:
    """An immutable folder, opened under a licence profile."""

    def __init__(self, path: Path, name: str, manifest: Mapping[str, Any], profile: str = RESEARCH) -> None:
        self.path, self.name = path, name
        self.manifest = manifest
        """Empty where it cannot be read; ``verify`` says why."""
        self.profile = profile
        """What ``graph`` and ``names`` show: one of ``licensing.PROFILES``."""

    @cached_property
    def restricted(self) -> "list[Source]":
        """Its sources that the public profile leaves out."""
        return restricted(self.manifest.get("sources", ()))

    @property
    def read_model(self) -> str:
        """The file that ``graph`` reads."""
        return PUBLIC_MODEL if self.profile == PUBLIC and self.restricted else READ_MODEL

    @property
    def store_path(self) -> Path:
        """The folder that ``store`` and query workers read."""
        return self.path / (STORE if self.read_model == READ_MODEL else PUBLIC_STORE)

    @cached_property
    def _model(self) -> "ReadModel":
        from oncotrace.kg.readmodel import ReadModel

        return ReadModel(self.path / self.read_model)

    @cached_property
    def beyond(self) -> "Graph | None":
        """The whole graph where the profile leaves something out: to count what that is, never to show it."""
        from oncotrace.kg.readmodel import ReadModel

        return None if self.read_model == READ_MODEL else ReadModel(self.path / READ_MODEL)

    @property
    def graph(self) -> "Graph":
        """The graph under the profile. Close it when the release is no longer read."""
        return self._model

    @cached_property
    def remembering(self) -> "Remembering":
        """The same for who asks it again and again: what was read once is found in memory."""
        from oncotrace.kg.remembering import Remembering

        return Remembering(self.graph)

    @cached_property
    def names(self) -> "Names":
        """The names in the graph."""
        from oncotrace.kg.names import Names

        return Names.at(self.path / NAMES[self.read_model])

    def close(self) -> None:
        """Close what has been opened of it, but for stores."""
        for name in ("_model", "beyond"):
            if (opened := self.__dict__.get(name)) is not None:
                opened.close()

    def store(self) -> "Store":
        """A read-only store under the profile; each call opens one."""
        from oncotrace.kg.oxigraph import OxigraphStore

        return OxigraphStore(self.store_path, read_only=True)

    def problems(self) -> list[str]:
        """What is wrong with it, all of it looked at."""
        return verify(self)


def home() -> Path:
    """Where releases live: ``ONCOTRACE_HOME``, else the user's data folder (XDG)."""
    if chosen := os.environ.get("ONCOTRACE_HOME"):
        return Path(chosen).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "oncotrace"


def releases(where: Path | None = None) -> list[Release]:
    """All releases, the newest first; those with a damaged manifest too."""
    folder = (where or home()) / RELEASES
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.name.startswith("."):
            try:
                found.append(Release(path, path.name, read_manifest(path)))
            except ReleaseError:
                found.append(Release(path, path.name, {}))
    return sorted(found, key=lambda r: (r.manifest.get("created", ""), r.name), reverse=True)


def current(where: Path | None = None) -> str | None:
    """The name of the current release; None where there is none yet."""
    try:
        return Path(os.readlink((where or home()) / CURRENT)).name
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReleaseError(f"{error.filename} is no link to a release; remove it and build again") from error


def open_release(
    name: str | None = None, where: Path | None = None, profile: str = RESEARCH
) -> Release:
    """The named release, else the current one, after verifying what a question reads.

    ``profile`` is one of ``licensing.PROFILES``: what its graph and names show. ReleaseError where the
    release is absent or damaged. A server verifies all of it: ``verify(release)``.
    """
    refuse_other_profile(profile)
    place = where or home()
    chosen = name or current(place)
    if chosen is None:
        raise ReleaseError(f"there is no release in {place}; make one with `oncotrace build`")
    names = [release.name for release in releases(place)]
    others = ", ".join(other for other in names if other != chosen) or "none"
    if chosen not in names:
        raise ReleaseError(f"there is no release {chosen} in {place}; there are: {others}")
    path = place / RELEASES / chosen
    then = f"build it again with `oncotrace build`, or choose another with --release (there are: {others})"
    try:
        release = Release(path, chosen, read_manifest(path), profile)
        models = sorted({READ_MODEL, release.read_model})
        problems = verify(release, [file for model in models for file in (model, NAMES[model])])
    except OSError as error:
        raise ReleaseError(f"release {chosen} cannot be read: {error}; {then}") from error
    if problems:
        raise ReleaseError(f"release {chosen} is damaged: {'; '.join(problems)}; {then}")
    return release


def refuse_other_profile(profile: str) -> None:
    """ReleaseError where it is none of ``licensing.PROFILES``."""
    if profile not in PROFILES:
        raise ReleaseError(f"{profile[:40]!r} is no licence profile: choose one of {', '.join(PROFILES)}")


def open_served(
    name: str | None = None, where: Path | None = None, profile: str = RESEARCH
) -> Release:
    """The release that questions are answered from: at the endpoint that ``ONCOTRACE_STORE`` names
    (``sparql+http://host:port/path``) where it is set, else ``open_release``."""
    address = endpoint()
    if address is None:
        return open_release(name, where, profile)
    from oncotrace.kg.remote import open_remote

    return open_remote(address, name, where, profile)


def endpoint() -> str | None:
    """The address of the endpoint that ``ONCOTRACE_STORE`` names; None where it is not set."""
    chosen = os.environ.get("ONCOTRACE_STORE")
    if not chosen:
        return None
    address = chosen.removeprefix("sparql+")
    if address == chosen or not address.startswith(("http://", "https://")):
        raise ReleaseError(
            f"ONCOTRACE_STORE is {chosen!r}; write it as sparql+http://host:port/path, or leave it unset to"
            " read releases from their folder"
        )
    return address


def known_on(day: str, where: Path | None = None) -> str:
    """The name of the newest release created on or before an ISO day: what could be known then.

    ReleaseError where ``day`` is no day, or no whole release is that old.
    """
    try:
        if date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError:
        raise ReleaseError(f"{day[:40]!r} is no day: write year-month-day, such as 2026-01-31") from None
    place = where or home()
    dated = [(r.manifest["created"][:10], r.name) for r in releases(place) if r.manifest]
    if not dated:
        raise ReleaseError(f"there is no release in {place}; make one with `oncotrace build`")
    found = next((name for created, name in dated if created <= day), None)
    if found is None:
        created, name = dated[-1]
        raise ReleaseError(
            f"no release of {day} or before is in {place}: the oldest is {name}, of {created};"
            " ask for that day or a later one"
        )
    return found


def verify(release: Release, files: Iterable[str] | None = None) -> list[str]:
    """What is wrong with these files (names as the manifest has them), or with all; empty: nothing.

    All means the manifest too, and that there is no file which it does not list.
    """
    if files is None:
        present = {path.relative_to(release.path).as_posix() for path in files_of(release.path)}
        try:
            manifest = read_manifest(release.path)
        except ReleaseError as error:
            return [str(error)]
        listed = manifest["files"].keys()
        problems = [f"{name} is not in the manifest" for name in sorted(present - listed - {MANIFEST, SEAL})]
        return problems + [p for name in sorted(listed) if (p := _problem(release.path, manifest, name))]
    return [p for name in files if (p := _problem(release.path, release.manifest, name))]


def _problem(folder: Path, manifest: Mapping[str, Any], name: str) -> str:
    """What is wrong with one file; empty where nothing is."""
    wanted = manifest.get("files", {}).get(name)
    if wanted is None:
        return f"{name} is not in the manifest"
    try:
        if fingerprint(folder / name) == wanted:
            return ""
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})"
    return f"{name} is not what the manifest says (its size or sha256 differs)"


def fingerprint(path: Path) -> dict[str, str | int]:
    """A file's sha256 and its size in bytes."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"sha256": digest, "size": file.tell()}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release; ReleaseError where it is absent, damaged or from another version."""
    try:
        text = (folder / MANIFEST).read_bytes()
        seal = (folder / SEAL).read_bytes()
    except OSError as error:
        raise ReleaseError(
            f"{error.filename} cannot be read ({error.strerror}); build the release again"
        ) from error
    if seal != sealed(text):
        raise ReleaseError(f"{folder / MANIFEST} is not what {SEAL} says; build the release again")
    manifest: dict[str, Any] = json.loads(text)
    if manifest["schema"] != SCHEMA:
        raise ReleaseError(
            f"{folder} has manifest version {manifest['schema']}, this program reads {SCHEMA}; build it again"
        )
    return manifest


def sealed(manifest: bytes) -> bytes:
    """The content of ``manifest.sha256``, as ``sha256sum --check`` reads it."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def files_of(folder: Path) -> list[Path]:
    """Every file in a release, at any depth."""
    return [path for path in folder.rglob("*") if not path.is_dir()]
