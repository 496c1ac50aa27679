"""What a licence profile may show: a source that must not be passed on is left out of the public one.

A release that holds such a source has a second read model, made without its named graph. Whoever opens a
release under the public profile reads that file: what is not in it cannot be shown by mistake.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from oncotrace.kg.records import Source

PUBLIC, RESEARCH = "public", "research"
PROFILES = {
    PUBLIC: "only what may be passed on",
    RESEARCH: "all that the release holds, for one's own research",
}


def graph_of(source: str) -> str:
    """The named graph of a source's id, both as CURIEs."""
    return "graph:" + source.removeprefix("oid:source-")


def restricted(sources: Iterable[Source | Mapping[str, Any]]) -> list[Source]:
    """Those of these sources (records, or as a manifest has them) that must not be passed on."""
    known = (s if isinstance(s, Source) else _source(s) for s in sources)
    return [source for source in known if not source.redistributable]


def _source(described: Mapping[str, Any]) -> Source:
    return Source(**{name: value for name, value in described.items() if name != "quads"})
