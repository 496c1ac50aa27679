"""Cancers of the Human Disease Ontology (DOID), the codes by which CIViC names diseases.

Taken are the terms under "disease of cellular proliferation" (DOID:14566), those that DOID itself
lists in its cancer slim (histiocytoses, mastocytosis, tuberous sclerosis), and three conditions of
which CIViC holds evidence though DOID files them elsewhere. All other diseases stay out: nothing is
said of them, and their names would answer for cancers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from oncotrace.kg.records import Cancer
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule, other_names

NEOPLASM = "DOID:14566"
SLIM = "DO_cancer_slim"
WITH_EVIDENCE = frozenset(("DOID:0060474", "DOID:3852", "DOID:3883"))
"""Familial erythrocytosis 2 (Chuvash polycythaemia), Peutz-Jeghers syndrome, Lynch syndrome."""


def _below(root: str, terms: Iterable[Row]) -> set[str]:
    narrower: dict[str, list[str]] = {}
    for term in terms:
        for parent in term["is_a"]:
            narrower.setdefault(parent, []).append(term["id"])
    found, todo = set(), [root]
    while todo:
        if (id := todo.pop()) not in found:
            found.add(id)
            todo += narrower.get(id, ())
    return found


def _xrefs(term: Row, claims: Counter[str]) -> tuple[str, ...]:
    """NCIt codes, and the old ids of the term that no other term claims as well."""
    ncit = [f"NCIT:{x.removeprefix('NCI:')}" for x in term["xref"] if x.startswith("NCI:")]
    return (*ncit, *(id for id in term["alt_id"] if claims[id] == 1))


def records(rows: Iterable[Row]) -> Iterator[Outcome]:
    """A cancer for every term taken, with its exact synonyms."""
    terms: list[Row] = []
    for row in rows:
        if row["stanza"] != "Term":
            yield Skipped(row["id"], "a relation, no term")
        elif row.get("is_obsolete") == "true":
            yield Skipped(row["id"], "obsolete")
        else:
            terms.append(row)
    neoplasms = _below(NEOPLASM, terms)
    taken = {t["id"] for t in terms if SLIM in t["subset"]} | neoplasms | WITH_EVIDENCE
    claims = Counter(id for term in terms for id in (term["id"], *term["alt_id"]))
    for term in terms:
        if term["id"] not in taken:
            yield Skipped(term["id"], "no neoplasm")
            continue
        yield Cancer(
            id=term["id"],
            label=term["name"],
            synonyms=other_names(term["name"], (t for t, scope in term["synonym"] if scope == "EXACT")),
            xrefs=_xrefs(term, claims),
            broader=tuple(id for id in term["is_a"] if id in taken),
        )


SOURCE = SourceModule(
    name="disease_ontology",
    title="Human Disease Ontology, cancers",
    home="https://disease-ontology.org/",
    download="https://purl.obolibrary.org/obo/doid.obo",
    licence="CC0-1.0",
    redistributable=True,
    gives="Cancers by DOID, with exact synonyms, NCIt codes and old ids",
    file="disease-ontology/doid.obo",
    read="obo",
    columns=("id",),
    floors={"Cancer": 2_680},
    stage="entities",
    records=records,
    fetches={"disease-ontology/doid.obo": "https://purl.obolibrary.org/obo/doid.obo"},
    version_in=r"data-version: releases/(\d{4}-\d{2}-\d{2})/",
)
