"""Biomarkers that have a name of their own: states of a tumour rather than changes of one gene.

Rows: label | kind | genes (symbols) | broader labels | other spellings. Spellings are compared by
``spelling``, so hyphens, case and a plus sign for "positive" make no difference.
"""

import re

from oncotrace.kg.changes import key
from oncotrace.ontology.plain import dataclass

_ROWS = """
MSI-H | signature | | | MSI high, microsatellite instability high, high microsatellite instability
MSS | signature | | | microsatellite stable, microsatellite stability
dMMR | signature | | | mismatch repair deficient, \
mismatch repair deficiency, MMR deficient, MMR deficiency
pMMR | signature | | | mismatch repair proficient, MMR proficient
TMB-H | signature | | | TMB high, high TMB, \
tumor mutational burden high, high tumor mutational burden, \
tumor mutation burden high, high tumor mutation burden
TMB-L | signature | | | TMB low, low TMB
TMB-H in blood | signature | | TMB-H | bTMB high, bTMB H, TMB H bTMB
HRD | signature | | | HRD positive, homologous recombination deficiency, homologous recombination deficient
HRR gene mutation | signature | | | HRR mutation, HRR gene mutated, HRR mutated, \
homologous recombination repair gene mutation, HRR gene pathogenic variant
high complex karyotype | signature | | | CK high, high CK
kataegis | signature | | | kataegis positive
methylation signature ST-EPN-ZFTA | signature | | |
HER2-positive | signature | ERBB2 | ERBB2 alteration | ERBB2 positive
HER2-negative | signature | ERBB2 | | ERBB2 negative
HER2-low | signature | ERBB2 | | ERBB2 low
HER2-ultralow | signature | ERBB2 | | ERBB2 ultralow
HR-positive | signature | ESR1, PGR | | hormone receptor positive
HR-negative | signature | ESR1, PGR | | hormone receptor negative
ER-positive | signature | ESR1 | HR-positive | estrogen receptor positive, oestrogen receptor positive
ER-negative | signature | ESR1 | | estrogen receptor negative, oestrogen receptor negative
PR-positive | signature | PGR | HR-positive | progesterone receptor positive
PR-negative | signature | PGR | | progesterone receptor negative
CLDN18.2-positive | signature | CLDN18 | CLDN18 alteration | claudin 18.2 positive
FOLR1-positive | signature | FOLR1 | FOLR1 alteration | folate receptor alpha positive, FR alpha positive
H3 K27M | small_variant | H3-3A, H3C2, H3C3 | | H3 K27M mutation, H3 K27M mutant, H3K27M
"""

ALIASES = {
    "triple negative": "HER2-negative AND HR-negative",
    "philadelphia chromosome": "BCR::ABL1 fusion",
    "philadelphia chromosome positive": "BCR::ABL1 fusion",
    "ph positive": "BCR::ABL1 fusion",
    "bcr::abl1 (philadelphia chromosome)": "BCR::ABL1 fusion",
    "bcr abl": "BCR::ABL1 fusion",
    "bcr abl positive": "BCR::ABL1 fusion",
    "bcr abl fusion": "BCR::ABL1 fusion",
    "pd l1 positive": "CD274 expression",
    "ras wild type": "KRAS wild type AND NRAS wild type",
    "ras wildtype": "KRAS wild type AND NRAS wild type",
}
"""Spellings of biomarkers that the grammar writes otherwise. RAS wild type is KRAS and NRAS: so the
labels of cetuximab and panitumumab define it."""

BROADER = {
    "ERBB2 amplification": ("HER2-positive",),
    "ERBB2 overexpression": ("HER2-positive",),
    "H3-3A K28M": ("H3 K27M",),
    "H3C2 K28M": ("H3 K27M",),
    "H3C3 K28M": ("H3 K27M",),
}
"""What else a change of a gene is a kind of. HER2-positive is defined by protein (IHC 3+) or copies
(ISH); the old name K27M counts residues without the first methionine."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "BRCA": ("BRCA1", "BRCA2"),
    "FGFR": ("FGFR1", "FGFR2", "FGFR3", "FGFR4"),
    "IDH": ("IDH1", "IDH2"),
    "NTRK": ("NTRK1", "NTRK2", "NTRK3"),
    "RAS": ("HRAS", "KRAS", "NRAS"),
    "TRK": ("NTRK1", "NTRK2", "NTRK3"),
}
"""Names that stand for several genes: a change of one of them is meant."""

NICKNAMES = {"c-met": "MET", "cmet": "MET"}
"""Names of genes in everyday use that HGNC does not list."""

POSITIVE_IS_FUSION = frozenset("ALK NRG1 NTRK1 NTRK2 NTRK3 ROS1".split())
"""Genes where "positive" means a fusion. Elsewhere it may be a mutation or the protein."""


NAMED_FOR_ITSELF = frozenset("EGFR FGFR2 FGFR3 KMT2A".split())
"""Genes at the 5' end that are spoken of whatever the partner: ``FGFR2/ROS1`` is a list, no pair."""


@dataclass(slots=True, frozen=True)
class Named:
    """A biomarker that has a name of its own."""

    label: str
    kind: str
    symbols: tuple[str, ...]
    broader: tuple[str, ...]


def spelling(text: str) -> str:
    """The form in which named biomarkers are compared."""
    text = text.replace("α", " alpha ")
    if "10" in text:  # the definition of TMB-H
        text = re.sub(r"\(?(?:>=|≥) ?10 mut(?:ations)?/Mb\)?", "", text, flags=re.I)
    if "+" in text:
        text = re.sub(r"\+(?=$|\s)", " positive", text)
    return key(text.lower().replace("tumour", "tumor"))


def _read_rows() -> dict[str, Named]:
    table = {}
    for row in _ROWS.strip().splitlines():
        label, kind, symbols, broader, others = (cell.strip() for cell in row.split("|"))
        named = Named(label, kind, _list(symbols), _list(broader))
        for name in (label, *_list(others)):
            table[spelling(name)] = named
    return table


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())


NAMED = _read_rows()
"""Named biomarkers by spelling."""
