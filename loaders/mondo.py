"""Neoplasms of the Mondo Disease Ontology: the hierarchy of cancers, and its cross-references.

The file is a slice of Mondo (neoplasm, MONDO:0005070, and all below it) as a list of terms. Edges
that leave the slice are dropped: they say that a cancer is also a disorder of an organ.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from oncotrace.kg.records import Cancer
from oncotrace.loaders.declare import Outcome, Row, SourceModule, other_names

_PREFIXES = ("DOID", "NCIT", "ONCOTREE")


def _xrefs(row: Row) -> tuple[str, ...]:
    """Cross-references; OncoTree's ``MDS/MPN`` is written ``MDS%2FMPN``."""
    found = ((x["namespace"], unquote(x["id"])) for x in row.get("xrefs", ()))
    return tuple(f"{prefix}:{id}" for prefix, id in found if prefix in _PREFIXES)


def records(rows: Iterable[Row]) -> Iterator[Outcome]:
    """A cancer for every term."""
    terms = list(rows)
    known = {row["id"] for row in terms}
    for row in terms:
        yield Cancer(
            id=f"MONDO:{row['id']}",
            label=row["name"],
            synonyms=other_names(row["name"], row.get("synonyms", ())),
            xrefs=_xrefs(row),
            broader=tuple(f"MONDO:{id}" for id in row["relations"].get("is_a", ()) if id in known),
        )


SOURCE = SourceModule(
    name="mondo",
    title="Mondo Disease Ontology, neoplasms",
    home="https://mondo.monarchinitiative.org/",
    download="https://github.com/monarch-initiative/mondo/releases",
    licence="CC-BY-4.0",
    redistributable=True,
    gives="Cancers: one hierarchy, synonyms, and codes of DOID, NCIt and OncoTree",
    file="mondo/mondo-neoplasm-slice.json",
    read="json",
    columns=("id", "name", "relations"),
    floors={"Cancer": 4_060},
    stage="entities",
    records=records,
    versions={"dfcd5acad0ea28ec1e3934a6da8847e5c3d84fa42dac9c301665bdb2518f6d66": "2024-07"},
)
