"""Where a text names a gene or a signature, by the graph's own names.

Tokens are looked up in a table made once from the names of genes; phrases (``PD-L1``, ``hormone
receptor``) are patterns. A text is read in one pass, so the time grows with its length alone.
"""

import re
from dataclasses import dataclass

from oncotrace.kg.names import Names
from oncotrace.loaders.eligibility.wordings import AMBIGUOUS, FAMILIES, MARKERS, NOT_GENES, PHRASES, SIGNATURES

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_KIDNEY = re.compile(
    r"[\s)]*(?:\([^)]*\)\s*)?(?:\\?[<>≥≤=]|of (?:at least|less|greater)|rate\b|above|below|at least|is \\?[<>≥≤]|must be"
    r"|should be|\d{2}|>/=|greater|less than|\(?(?:mL|ml)\b|was |by |using |calculat|per |, estimated)"
)
_KIDNEY_BEFORE = re.compile(
    r"(?:glomerular filtration rate|filtration rate \(|estimated|creatinine clearance[^.;]{0,12}|CrCl[^.;]{0,8}|GFR[ /(]+)\s*\(?$",
    re.I,
)
CONTEXT = re.compile(
    r"[)\s\-–/]*(?:\((?:[^()]{1,25})\)[\s-]*)?(?:genes?\b[\s\-]*)?(?:activating |sensiti[sz]ing |pathogenic |germline"
    r" |somatic |gene |homozygous |biallelic |deleterious |oncogenic )*(?:fusion|rearrang|re-arrang|transloc|inversion"
    r"|mut|amplif|alter|aberrat|over-?express|express|delet|deficien|loss\b|lost\b|wild|wt\b|positiv|negativ|variant"
    r"|skipping|copy[ -]number|methylat|itd\b|status|p\.[A-Z]|::|\+|in-?frame|ex(?:on)?[ -]?\d|inactivat|high\b"
    r"|(?-i:[A-Z]\d{2,4}[A-Z*]?\b))",
    re.IGNORECASE,
)
_HARD = re.compile(
    r"[)\s\-–/]*(?:genes?\b[\s\-]*)?(?:fusion|rearrang|transloc|mutat|mutant|amplif|alterat|aberrat|delet"
    r"|deficien|loss\b|wild|variant|over-?express|inactivat|expression|(?-i:[A-Z]\d{2,4}[A-Z*]\b))",
    re.IGNORECASE,
)
CONTEXT_BEFORE = re.compile(
    r"(?:fusions?|rearrange\w*|translocations?|mutations?|mutated|amplifications?|alterations?|deletions?|insertions?"
    r"|loss|deficiency|expression|variants?|changes?|aberrations?|defects?)\s*(?:\([^()]{0,60}\)\s*)?"
    r"(?:of|in|involving|at|on|for|within|affecting|:)?\s*(?:either |any of |one of |the |following |genes? ?:?|and/or|or|and|\(|,|e\.g\.,?"
    r"|i\.e\.,?|such as|including|but not limited to|include)*\s*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^[\s,/;&]*(?:and/or|and|or|nor)?[\s,/]*$")


@dataclass(slots=True, frozen=True)
class Place:
    start: int
    end: int
    symbols: tuple[str, ...]
    """HGNC symbols, or the name of a signature (MSI, MMR, TMB, HRD, HRR)."""
    name: str
    """What was recognised: a symbol, a signature or a family of ``wordings.FAMILIES``."""


class Lexicon:
    """The genes that texts may name. Build it once: ``Lexicon.of(names)``."""

    def __init__(self, symbols: dict[str, tuple[str, bool]]) -> None:
        self.symbols = symbols
        """By name in capitals without hyphens: the symbol, and whether it counts without context."""
        self._phrases = [(name, re.compile(pattern)) for name, pattern in PHRASES]
        joined = "|".join(f"(?P<p{i}>{pattern})" for i, (_, pattern) in enumerate(PHRASES))
        self._any = re.compile(joined.replace("(?<=ER/)", "(?<=ER/)"), re.IGNORECASE)

    @classmethod
    def of(cls, names: Names) -> "Lexicon":
        table: dict[str, tuple[str, bool]] = {}
        aliases: dict[str, set[str]] = {}
        for gene, text, field in names.gene_names():
            if field == "symbol":
                if len(text) > 2 and text.upper() not in NOT_GENES and "@" not in text:
                    table[text.replace("-", "").upper()] = (text, text in MARKERS)
            elif _usable(text):
                aliases.setdefault(text.replace("-", "").upper(), set()).add(names.symbol(gene))
        for key, owners in aliases.items():
            marked = owners & MARKERS
            if len(marked) == 1 and key not in table:
                table[key] = (marked.pop(), True)
        return cls(table)
