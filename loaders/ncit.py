"""Codes of the NCI Thesaurus for genes and drugs that other sources have.

The file is a crosswalk without names: an NCIt code and a code of HGNC, UniProt, ChEBI or GO. NCIt has
concepts of its own for a gene, its wild-type allele and its product, so a code is taken only where it
is one to one with what it stands for: of several, nothing here tells which one is the gene.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from oncotrace.kg.records import Drug, Gene, Record
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule

_OTHER = {"UP": "a protein, which is no gene", "GO": "a process, no gene and no drug"}
SEVERAL = "several codes for one thing: none of them is surely the gene or the drug itself"


def records(rows: Iterable[Row], known: Mapping[str, Record]) -> Iterator[Outcome]:
    """The gene or drug that a code is one to one with, with that code."""
    taken = [row for row in rows]
    codes = Counter(_pair(row)[0] for row in taken)
    targets = Counter(_pair(row)[1] for row in taken)
    drugs = _drugs_by_code(known)
    for row in taken:
        code, target = _pair(row)
        at = f"{code} to {target}"
        if row["Target NS"] in _OTHER:
            yield Skipped(at, _OTHER[row["Target NS"]])
        elif codes[code] > 1 or targets[target] > 1:
            yield Skipped(at, SEVERAL)
        elif row["Target NS"] == "HGNC":
            gene = known.get(target)
            if isinstance(gene, Gene):
                yield Gene(id=gene.id, symbol=gene.symbol, xrefs=(code,))
            else:
                yield Skipped(at, "a gene that no loaded source has")
        elif drug := drugs.get(code):
            yield Drug(id=drug.id, label=drug.label, xrefs=(target,))
        else:
            yield Skipped(at, "a chemical that no drug here has the code of")


def _pair(row: Row) -> tuple[str, str]:
    """The code and what it maps to, as CURIEs; ChEBI writes its prefix itself."""
    space, id = row["Target NS"], row["Target ID"]
    return f"NCIT:{row['NCIT ID']}", id if id.startswith(f"{space}:") else f"{space}:{id}"


def _drugs_by_code(known: Mapping[str, Record]) -> dict[str, Drug]:
    """Drugs by the NCIt code that they alone have."""
    having: dict[str, list[Drug]] = {}
    for record in known.values():
        if isinstance(record, Drug):
            for xref in record.xrefs:
                having.setdefault(xref, []).append(record)
    return {code: found[0] for code, found in having.items() if len(found) == 1}


SOURCE = SourceModule(
    name="ncit",
    title="NCI Thesaurus, codes of genes and chemicals",
    home="https://evsexplore.semantics.cancer.gov/",
    download="https://evs.nci.nih.gov/ftp1/NCI_Thesaurus/",
    licence="CC-BY-4.0",
    redistributable=True,
    gives="NCIt codes of genes, ChEBI codes of drugs, where they are one to one",
    file="ncit/ncit_map.tsv",
    read="tsv",
    columns=("NCIT ID", "Target NS", "Target ID"),
    floors={"Gene": 1_330},
    stage="links",
    records=records,
    versions={"4b9f1aca8f5989aa3ae3543121b9ab94b503334b31c1226607dd0b8b2551360c": "2024-07"},
)
