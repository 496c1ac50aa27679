"""Cross-references of cancers that curators of Biomappings made or confirmed (SSSOM).

Taken are exact matches between a cancer that another source has and a code of a vocabulary that we
hold. Whether the two then become one is for ``kg.identity`` to say: only where they are one to one.
"""

from collections.abc import Iterable, Iterator, Mapping

from oncotrace.kg.records import Cancer, Record
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule

_HELD = frozenset(("DOID", "MONDO", "NCIT", "ONCOTREE", "MESH"))


def records(rows: Iterable[Row], known: Mapping[str, Record]) -> Iterator[Outcome]:
    """The cancer of each mapping with the code at its other end."""
    for row in rows:
        ends = _curie(row["subject_id"]), _curie(row["object_id"])
        at = f"{row.at}: {ends[0]} to {ends[1]}"
        cancers = [(c, other) for c, other in (ends, ends[::-1]) if isinstance(known.get(c), Cancer)]
        if row["predicate_id"] != "skos:exactMatch":
            yield Skipped(at, "no exact match")
        elif not _HELD.issuperset(end.partition(":")[0] for end in ends):
            yield Skipped(at, "a vocabulary that is not held here")
        elif not cancers:
            yield Skipped(at, "neither end is a cancer of a loaded source")
        else:
            id, other = cancers[0]
            yield Cancer(id=id, label=known[id].label, xrefs=(other,))  # type: ignore[attr-defined]


def _curie(text: str) -> str:
    """``doid:1793`` and ``mesh:D010190`` as our prefixes are written."""
    prefix, _, id = text.partition(":")
    return f"{prefix.upper()}:{id}"


SOURCE = SourceModule(
    name="biomappings",
    title="Biomappings, curated cross-references",
    home="https://biopragmatics.github.io/biomappings/",
    download="https://w3id.org/biopragmatics/biomappings/sssom/positive.sssom.tsv",
    licence="CC0-1.0",
    redistributable=True,
    gives="MeSH codes of cancers, and cross-references that their own vocabularies lack",
    file="biomappings/positive*.sssom.tsv",
    read="sssom",
    columns=("subject_id", "predicate_id", "object_id"),
    floors={"Cancer": 118},
    stage="links",
    records=records,
    versions={"54181ddf07e06b1f3419ac8fc7f4622dc4da20c413ce8d7fa2a5f6a230dc9700": "0.6.0 (2026-08)"},
    fetches={
        "biomappings/positive.sssom.tsv": "https://w3id.org/biopragmatics/biomappings/sssom/positive.sssom.tsv"
    },
)
