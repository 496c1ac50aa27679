"""What `oncotrace publish` does and prints."""

import re

from rich.console import Console

from oncotrace.kg.endpoint import shown
from oncotrace.kg.release import open_release
from oncotrace.kg.remote import publish


def publish_and_report(to: str, update: str | None, name: str | None, profile: str) -> None:
    """Put a release into an endpoint and say how to read it from there."""
    out, progress = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False)
    release = open_release(name, profile=profile)
    try:
        count = publish(release, to, update or _usual_update(to), lambda doing: progress.print(doing))
    finally:
        release.close()
    out.print(f"Release {release.name} is at {shown(to)}: {count:,} quads.", markup=False)
    out.print(f"Read it with ONCOTRACE_STORE=sparql+{shown(to)}", markup=False)


def _usual_update(query: str) -> str:
    """Where an endpoint takes updates: beside ``…/query`` at ``…/update``, else at the same address."""
    return re.sub(r"/query$", "/update", query)
