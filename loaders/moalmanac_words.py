"""How the Molecular Oncology Almanac codes biomarkers, in the words of ``kg.biomarkers``.

A code that says more than the biomarker (how many cells, which of the mutations) gives a condition
beside it, so that an approval meets those of other sources on one proposition.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from oncotrace.loaders.declare import Row


class Refused(Exception):
    """A row that may not become a statement; the reason is one of a few."""


@dataclass(slots=True, frozen=True)
class Wording:
    text: str
    """As ``kg.biomarkers.read`` understands it."""
    condition: str = ""
    """What the code says beside it."""
    origin: str = ""


_FIXED = {
    "t(KMT2A;v)": "KMT2A fusion",
    "t(15;17)": "PML::RARA fusion",
    "TMB-H (>= 10 mutations / Mb)": "TMB-H",
    "H3-3A p.K27M": "H3 K27M",
    "FLT3-ITD": "FLT3 ITD",
    "MET Exon 14 (Splice Site)": "MET exon 14 skipping",
    "MET Exon 14 (Deletion)": "MET exon 14 skipping",
}

_PATTERNS = (
    (r"Wild type (\S+)", r"\1 wild type", False),
    (r"(\S+) Exon (\d+) \((Deletion|Insertion)\)", r"\1 exon \2 \3", False),
    (r"(\S+) p\.(\S+)", r"\1 \2", False),
    (r"(\S+) (?:oncogenic|pathogenic|somatic) variants", r"\1 mutation", False),
    (r"(\S+) (?:TKD )?activating variants", r"\1 mutation", True),
    (r"(\S+) (nonsense|frameshift|splice site) variants", r"\1 \2 mutation", False),
    (r"CLDN18\.2 >= \d+%", "CLDN18.2-positive", True),
    (r"c-Met >= \d+%", "MET overexpression", True),
    (r"PD-L1 .*>= \d+%?.*", "CD274 expression", True),
    (r"(CD\d+|EGFR) (?:\+|positive)", r"\1 expression", False),
)
"""Pattern of a name, our wording, and whether the name says more than that."""


def wording(row: Row) -> Wording:
    """The wording of a biomarker row. A name that no pattern knows is left for the grammar to judge."""
    name = row["name"]
    extra = {e["name"]: e["value"] for e in row["extensions"]}
    text, condition = _FIXED.get(name, name), ""
    for pattern, ours, more in _PATTERNS if text == name else ():
        if re.fullmatch(pattern, name):
            text = re.sub(pattern, ours, name)
            condition = f"which count, as coded: {name}" if more else ""
            break
    if not extra.get("_present", True):
        text = f"NOT {text}"
    kind = {"Germline Variant": "germline", "Somatic Variant": "somatic"}
    return Wording(text, condition, kind.get(extra["biomarker_type"], ""))


_ALSO = {
    "ER": ("HORMONE RECEPTOR", "HR-", "HR+", "(HR)"),
    "PR": ("HORMONE RECEPTOR", "HR-", "HR+", "(HR)"),
    "HER2": ("HUMAN EPIDERMAL GROWTH FACTOR", "TRIPLE-NEGATIVE", "TRIPLE NEGATIVE"),
    "ERBB2": ("HER2",),
    "CD117": ("KIT",),
    "MET": ("MESENCHYMAL",),
    "BCR": ("PHILADELPHIA", "PH+"),
    "KMT2A": ("MLL",),
    "15;17": ("PML",),
    "DMMR": ("MISMATCH",),
    "PMMR": ("MISMATCH",),
    "MSI": ("MICROSATELLITE",),
    "MSS": ("MICROSATELLITE",),
    "TMB": ("MUTATIONAL BURDEN",),
    "HRD": ("HOMOLOGOUS",),
    "KRAS": ("K-RAS", "RAS"),
    "NRAS": ("N-RAS", "RAS"),
    "HRAS": ("RAS",),
    "TP53": ("17P",),
    "VHL": ("HIPPEL",),
    "FOLR1": ("FOLATE", "FR"),
    "CLDN18": ("CLAUDIN",),
    "EGFR": ("EPIDERMAL GROWTH FACTOR RECEPTOR",),
}
"""What else a text may write for the first word of a code, in capitals."""

_HRR = re.compile(r"HRR|homologous recombination", re.I)
_ABSENT = re.compile(r"negative|without|\bno\b|absence", re.I)
_MUTATED = re.compile(r"mutation|mutant|mutated", re.I)
_FUSED = re.compile(r"fusion|rearrangement|translocat|positive|philadelphia|ph\+|t\(", re.I)


def check_marker(row: Row, text: str) -> None:
    """Refused where a text does not speak of the coded biomarker, or says the opposite of its code."""
    name, extra = row["name"], {e["name"]: e["value"] for e in row["extensions"]}
    words = {w.upper() for w in re.findall(r"PD-L1|15;17|[A-Za-z]\w+", name.replace("Wild type ", ""))[:2]}
    forms = words | {w.rstrip("0123456789") for w in words} | {a for w in words for a in _ALSO.get(w, ())}
    upper = text.upper()
    recombination = _HRR.search(text) and "variants" in name
    if not recombination and not any(form in upper for form in forms if len(form) > 1):
        raise Refused("the printed text does not name the coded biomarker")
    if not extra.get("_present", True) and not _ABSENT.search(text):
        raise Refused("coded as absent, which the printed text does not say")
    if extra["biomarker_type"] == "Rearrangement" and _MUTATED.search(text) and not _FUSED.search(text):
        raise Refused("coded as a fusion, printed as a mutation")


_VAGUE = frozenset(
    """any cell cells and with the of nos other type grade low high high-grade low-grade
    acute chronic invasive cancer carcinoma tumor tumors neoplasms""".split()
)
_PLACES = {
    "stomach": ("gastric",),
    "esophagogastric": ("gastric", "gastro"),
    "gastroesophageal": ("gastro",),
    "esophageal": ("esophag", "oesophag"),
    "lymphoid": ("lymphoblastic", "lymphocytic"),
    "myelogenous": ("myeloid", "cml"),
    "myeloid": ("aml",),
    "gastrointestinal": ("gist",),
    "leukemia": ("leukaemia",),
    "cholangiocarcinoma": ("biliary", "bile"),
    "renal": ("kidney",),
    "bladder": ("urothelial",),
    "hodgkin": ("lymphoma",),
    "head": ("oral",),
    "glioma": ("glioma", "astrocytoma"),
}


def check_cancer(disease: Row, text: str) -> None:
    """Refused where no telling word of a coded cancer stands in the text."""
    words = {w for w in re.findall(r"[a-z-]+", disease["name"].lower()) if w not in _VAGUE and len(w) > 2}
    forms = words | {form for w in words for form in _PLACES.get(w, ())}
    if not any(form in text.lower() for form in forms):
        raise Refused("the printed text does not name the coded cancer")


def alternatives(coded: Iterable[Iterable[Wording]]) -> str:
    """One text for statements that differ in the biomarker alone: what all share, and any of the rest; all of
    the rest where each is an absence ("no EGFR or ALK change")."""
    profiles = _receptors({frozenset(w.text for w in one) for one in coded})
    shared = reduce(frozenset.__and__, profiles)
    rests = [profile - shared for profile in profiles]
    parts = sorted(shared)
    if all(rests) and all(_absence(text) for rest in rests for text in rest):
        parts = sorted(frozenset().union(*profiles))
    elif all(rests):
        options = sorted(_joined(sorted(rest)) for rest in rests)
        parts.append(options[0] if len(options) == 1 else f"({' OR '.join(options)})")
    return " AND ".join(parts)


def _absence(text: str) -> bool:
    return text.endswith(" wild type") or text.startswith("NOT ")


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


def _receptors(profiles: set[frozenset[str]]) -> set[frozenset[str]]:
    """Hormone receptors are coded as ER, PR or both being positive; that is HR-positive. Neither is
    HR-negative."""
    er, pr = "ER positive", "PR positive"
    folded = set()
    for profile in profiles:
        if {"ER negative", "PR negative"} <= profile:
            profile = profile - {"ER negative", "PR negative"} | {"HR-negative"}
        rest = profile - {er, pr}
        if profile != rest and {rest | {er}, rest | {pr}} <= profiles:
            profile = rest | {"HR-positive"}
        folded.add(profile)
    return folded
