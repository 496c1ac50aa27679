"""What may happen to one gene: the words of a change, read into one canonical form.

``read("Exon 19 del", "EGFR")`` and ``read("exon 19 deletion", "EGFR")`` are one change. Each names
the wider changes that it is a kind of (its parents), so that ``G12C`` leads to ``G12 mutation``,
``mutation`` and ``alteration``. Fusions need partners: ``kg.biomarkers`` reads them.

Two decisions. A substitution is always a kind of its codon's class (``V600E`` of ``V600 mutation``),
named in a source or not, because texts on ``V600`` must find it. It is never made a kind of an
exon's class: which exon holds a residue cannot be known from the text.
"""

import re
from collections.abc import Callable

from oncotrace.ontology.plain import dataclass

ALTERATION = "alteration"
MUTATION = "mutation"


@dataclass(slots=True, frozen=True)
class Change:
    """What may happen to one gene."""

    kind: str
    words: str
    """Canonical: ``G12C``, ``exon 19 deletion``, ``P81S (c.241C>T)``."""
    parents: tuple[str, ...] = (ALTERATION,)
    """Words of the wider changes of the same gene."""
    exons: tuple[int, ...] = ()
    detail: str = ""


def key(text: str) -> str:
    """The form in which phrases are compared: lower case, hyphens and runs of space as one space."""
    return re.sub(r"[\s\-_]+", " ", text.lower()).strip()


# Canonical words: parents: other spellings, by kind. The parents of "expression" and the like are the gene's
# "alteration", so that whoever asks for everything on a gene finds them.
_PHRASES: dict[str, str] = {
    "gene_alteration": """
alteration: : alterations, altered, aberration, aberrations, mutation or alteration
""",
    "small_variant": """
mutation: alteration: mutations, mutated, mutant, mut, gene mutation, pathogenic mutation, \
pathogenic variant, pathogenic variants
activating mutation: mutation: activating mutations
inactivating mutation: mutation: inactivating mutations
deleterious mutation: mutation: deleterious mutations
truncating mutation: mutation: truncating mutations
frameshift mutation: mutation: frameshift, frame shift mutation
nonsense mutation: mutation:
missense mutation: mutation:
rare mutation: mutation: rare mutations
non-resistant mutation: mutation: non resistant mutations
promoter mutation: mutation: promoter mutations
splice site mutation: mutation: splice site
splice region variant: mutation: splice region
kinase domain mutation: mutation: kinase domain mutations
TKD mutation: mutation: tyrosine kinase domain mutation, tkd
activating TKD mutation: TKD mutation, activating mutation: tkd activating mutation, tkd activating mutations
DNA binding domain mutation: mutation:
conserved domain mutation: mutation: conserved domain mut
P-loop mutation: mutation:
non-P-loop mutation: mutation:
SH2 domain mutation: mutation:
B2 domain mutation: mutation:
frameshift truncation: frameshift mutation, truncating mutation:
N-terminal frameshift: frameshift mutation: n terminal frame shift
loss of function: mutation: loss of function mutation, lof
gain of function: mutation: gain of function mutation, gof
internal duplication: mutation:
ITD: internal duplication: internal tandem duplication, itd mutation
Alu insertion: mutation:
3' exon deletion: mutation:
extracellular in-frame deletion: mutation: extracellular domain in frame deletion
truncation: alteration:
biallelic inactivation: alteration:
intronic deletion: alteration:
deletion polymorphism: alteration:
3' UTR polymorphism: alteration:
3' UTR alteration: alteration: 3'utr alteration
""",
    "copy_number": """
amplification: alteration: amplifications, amplified, gene amplification, amp
copy number gain: alteration: gain, gene gain
copy number variation: alteration: copy number alteration, cnv
loss: alteration: lost, deficiency, deficient, gene loss, copy number loss
deletion: loss: deleted, gene deletion
homozygous deletion: deletion: homozygously deleted
loss of heterozygosity: alteration: loh
copy-neutral loss of heterozygosity: loss of heterozygosity: copy neutral loh
null (large deletion): loss:
null (partial deletion of exons 2 & 3): alteration:
""",
    "expression": """
expression: alteration: expressed, expressing, protein expression
overexpression: alteration: over expression, overexpressed, overexpressing, high expression, \
protein overexpression
underexpression: alteration: under expression, low expression, reduced expression, decreased expression
nuclear expression: expression:
cytoplasmic expression: expression:
loss of expression: loss: expression loss, protein loss, loss of protein expression
loss of nuclear protein expression: loss of expression: loss of nuclear expression
decreased peri-therapeutic expression: underexpression:
serum levels: alteration:
nuclear translocation: alteration:
cytoplasmic mislocalization: alteration: cytoplasmic mislocalisation
phosphorylation: alteration:
alternative transcript (ATI): alteration:
methylation: alteration: methylated
promoter methylation: methylation:
promoter hypermethylation: promoter methylation:
promoter demethylation: alteration: promoter hypomethylation
""",
    "wild_type": """
wild type: : wildtype, wt, unmutated, not mutated
""",
}

# Names that mean something for one gene only.
_OF_ONE_GENE: dict[tuple[str, str], Change] = {
    ("EGFR", "viii"): Change("small_variant", "vIII"),
    ("EGFR", "egfrviii"): Change("small_variant", "vIII"),
    ("AR", "v7"): Change("expression", "V7"),
    ("CD44", "cd44s expression"): Change("expression", "CD44s expression", ("expression",)),
    ("CD44", "cd44v6"): Change("expression", "CD44v6", ("expression",)),
    ("CDKN2A", "p16 expression"): Change("expression", "p16 expression", ("expression",)),
    ("MDM2", "snp309"): Change("small_variant", "SNP309"),
    ("MET", "exon 14"): Change("small_variant", "exon 14 skipping", (MUTATION,), (14,)),
    ("MET", "ex14"): Change("small_variant", "exon 14 skipping", (MUTATION,), (14,)),
    ("TERT", "c228t"): Change("small_variant", "C228T", ("promoter mutation",)),
    ("TERT", "c250t"): Change("small_variant", "C250T", ("promoter mutation",)),
    ("TYMS", "3trp/3trp genotype"): Change("small_variant", "3TRP/3TRP genotype"),
}


def _table() -> dict[str, Change]:
    table = {}
    for kind, block in _PHRASES.items():
        for line in block.strip().splitlines():
            words, parents, spellings = (part.strip() for part in line.split(":", 2))
            change = Change(kind, words, tuple(p.strip() for p in parents.split(",") if p))
            for spelling in (words, *spellings.split(",")):
                if spelling.strip():
                    table[key(spelling)] = change
    return table


_TABLE = _table()

_THREE_LETTERS = dict(
    zip(
        "Ala Arg Asn Asp Cys Gln Glu Gly His Ile Leu Lys Met Phe Pro Ser Thr Trp Tyr Val Ter".split(),
        "ARNDCQEGHILKMFPSTWYV*",
        strict=True,
    )
)
_AA = "ACDEFGHIKLMNPQRSTVWY"
# Texts, which ``re`` compiles when they are first asked for: a question needs few of them.
_SUBSTITUTION = rf"([{_AA}*])(\d+)([{_AA}*=?X])"
_CODON = rf"([{_AA}])(\d+)"
_FRAMESHIFT = rf"(?i)([{_AA}*])(\d+)([{_AA}])?fs(?:(?:\*|X|Ter)(\d+))?"
_INDEL = rf"(?i)([{_AA}]?\d+)(?:_([{_AA}]?\d+))?(delins|del|dup|ins|>)([{_AA}*]*)"
_CODING = (
    r"c\.[-*]?\d+(?:[-+]\d+)?(?:_\*?\d+(?:[-+]\d+)?)?"
    r"(?:[ACGT]+>[ACGT]+|(?:del|dup)[ACGT]*\d*(?:ins[ACGT]+)?|ins[ACGT]+)"
)
_INTRON_VARIANT = r"(?i)IVS\d+[-+](\d+)[ACGT]>[ACGT]"
_LEGACY_INDEL = r"(?i)(\d+)(del|ins|dup)([ACGT]+)"
_EXON = (
    r"(rare )?(?:exons? ?|ex ?)(\d+)(?:(?:-| to )(\d+))? ?"
    r"(deletions?|del|insertions?|ins|duplications?|dup|frameshift|skipping|overexpression|"
    r"mutations?|mut|variants?)(?: mutations?| variants?)?"
)
_EXON_WORD = {
    "del": "deletion",
    "ins": "insertion",
    "dup": "duplication",
    "mut": MUTATION,
    "variant": MUTATION,
}
_PHARMACOGENES = frozenset("CYP2C9 CYP2C19 CYP2D6 DPYD NUDT15 SLCO1B1 TPMT UGT1A1".split())
"""Genes whose alleles carry star names; elsewhere ``*214C`` is a changed stop codon."""


def read(text: str, symbol: str) -> Change | None:
    """The change that a text tells of a gene (its approved symbol); None where it tells none."""
    text = re.sub(r"\s+", " ", text).strip()
    known = _OF_ONE_GENE.get((symbol, key(text))) or _TABLE.get(key(text))
    if known:
        return known
    for reader in _READERS:
        if change := reader(text, symbol):
            return change
    tail = re.fullmatch(r"(.+?)[ -](?:mutations?|mutant|mutated|variant|positive)", text, re.I)
    change = read(tail[1], symbol) if tail else None
    return change if change and change.kind == "small_variant" else None


def alternatives(text: str) -> list[str]:
    """``S310F/Y`` -> S310F, S310Y; ``overexpression/amplification`` -> both; else the text alone."""
    if letters := re.fullmatch(rf"([{_AA}]\d+)([{_AA}*](?:/[{_AA}*])+)", text):
        return [letters[1] + letter for letter in letters[2].split("/")]
    if "/" in text and "c." not in text:
        return [part.strip() for part in text.split("/")]
    return [text]


def _detailed(text: str, symbol: str) -> Change | None:
    """A change with what the source adds to it: ``P81S (c.241C>T)``, ``R164Q (exon 5b)``."""
    found = re.fullmatch(r"(.+?) ?\(((?:c\.|exon )[^()]+)\)", text) or re.fullmatch(r"(\S+) (c\.\S+)", text)
    if not found or not (base := read(found[1], symbol)):
        return None
    words = f"{base.words} ({found[2]})"
    return Change(base.kind, words, (base.words,), base.exons, found[2])


def _protein(text: str, symbol: str) -> Change | None:
    """Substitution, codon class, frameshift or indel in one-letter or three-letter HGVS."""
    short = re.sub(r"^p\.\(?|\)$", "", text) if text.startswith("p.") else text
    if re.match(r"(?:[A-Z][a-z]{2})\d+", short):
        short = re.sub(r"[A-Z][a-z]{2}", lambda m: _THREE_LETTERS.get(m[0], m[0]), short)
    if re.fullmatch(r"[a-z]\d+[a-z]", short):
        short = short.upper()
    if found := re.fullmatch(_SUBSTITUTION, short):
        return _substitution(*found.groups())
    if found := re.fullmatch(_CODON, short):
        return Change("small_variant", f"{short} mutation", (MUTATION,))
    if found := re.fullmatch(_FRAMESHIFT, short):
        return _frameshift(*found.groups())
    found = re.fullmatch(_INDEL, short)
    return _indel(*found.groups()) if found else None


def _substitution(ref: str, position: str, alt: str) -> Change:
    alt = "*" if alt == "X" else alt
    if alt in ("=", ref):  # silent: a sequence variant, no mutation of the protein
        return Change("small_variant", f"{ref}{position}=")
    codon = alt != "?" and ref != "*"
    parents = (f"{ref}{position} mutation",) if codon else (MUTATION,)
    return Change("small_variant", f"{ref}{position}{alt}", parents)


def _frameshift(ref: str, position: str, alt: str | None, length: str | None) -> Change:
    plain = f"{ref}{position}fs".replace(ref, ref.upper(), 1)
    if not alt and not length:
        return Change("small_variant", plain, ("frameshift mutation",))
    words = f"{ref.upper()}{position}{(alt or '').upper()}fs" + (f"*{length}" if length else "")
    return Change("small_variant", words, (plain,))


def _indel(start: str, end: str | None, operation: str, sequence: str) -> Change | None:
    """Deleted and duplicated residues are left out, as HGVS does: ``A767_V769dup``."""
    operation = {">": "delins"}.get(operation, operation.lower())
    if operation in ("del", "dup"):
        sequence = ""
    elif operation == "delins" and not sequence:
        return None
    if not start[0].isalpha() and not end and re.fullmatch(r"[ACGT]*", sequence.upper()):
        return None  # may be bases or residues: 1100delC
    span = start.upper() + (f"_{end.upper()}" if end else "")
    return Change("small_variant", f"{span}{operation}{sequence.upper()}", (MUTATION,))


def _coding(text: str, symbol: str) -> Change | None:
    """A variant of the coding sequence. Whether a substitution changes the protein, it cannot say."""
    if not re.fullmatch(_CODING, text):
        return None
    offsets = [int(n) for n in re.findall(r"\d[-+](\d+)", text)]
    if offsets:
        changes_protein = max(offsets) <= 2  # the splice sites' two bases
    else:
        changes_protein = ">" not in text and not text.startswith(("c.-", "c.*"))
    return Change("small_variant", text, (MUTATION if changes_protein else ALTERATION,))


def _legacy(text: str, symbol: str) -> Change | None:
    """Names from before HGVS (``IVS2+1G>A``, ``1100delC``) and identifiers of polymorphisms."""
    if found := re.fullmatch(_INTRON_VARIANT, text):
        return Change("small_variant", text, (MUTATION if int(found[1]) <= 2 else ALTERATION,))
    if found := re.fullmatch(_LEGACY_INDEL, text):
        return Change("small_variant", f"{found[1]}{found[2].lower()}{found[3].upper()}", (MUTATION,))
    if found := re.fullmatch(r"(rs\d+)( homozygosity)?", text, re.I):
        words = text.lower()
        return Change("small_variant", words, (found[1].lower(),) if found[2] else (ALTERATION,))
    return None


def _star_allele(text: str, symbol: str) -> Change | None:
    """``*28``, ``*2A homozygosity`` of a gene whose alleles carry such names."""
    found = re.fullmatch(r"(\*\d+[A-Z]?)( homozygosity)?", text, re.I)
    if not found or symbol not in _PHARMACOGENES:
        return None
    allele = found[1].upper()
    if found[2]:
        return Change("small_variant", f"{allele} homozygosity", (allele,))
    return Change("small_variant", allele)


def _exon(text: str, symbol: str) -> Change | None:
    """``exon 19 deletion``, ``ex20ins``, ``exon 14 skipping mutation``, ``exon 2-3 deletion``."""
    found = re.fullmatch(_EXON, text.lower())
    if not found:
        return None
    rare, first, last, what = found.groups()
    what = what.removesuffix("s") if what.endswith("s") and what != "ins" else what
    what = _EXON_WORD.get(what, what)
    span = f"{first}-{last}" if last else first
    exons = tuple(range(int(first), int(last or first) + 1))
    if rare:
        return Change("small_variant", f"rare exon {span} {what}", ("rare mutation",), exons)
    kind = "expression" if what == "overexpression" else "small_variant"
    parents: tuple[str, ...] = (MUTATION,)
    if what == "overexpression":
        parents = (what,)
    elif what in ("deletion", "insertion", "duplication", "frameshift") and not last:
        parents = (f"exon {span} mutation",)
    if what == "frameshift":
        parents = (*parents, "frameshift mutation") if not last else ("frameshift mutation",)
    return Change(kind, f"exon {span} {what}", parents, exons)


def _other(text: str, symbol: str) -> Change | None:
    """Patterns with a number or residue inside: introns, phosphorylated sites, all but a codon."""
    if found := re.fullmatch(r"intron (\d+) mutation", text.lower()):
        return Change("small_variant", found[0])
    if found := re.fullmatch(r"([STY]\d+) phosphorylation", text, re.I):
        return Change("expression", f"{found[1].upper()} phosphorylation", ("phosphorylation",))
    if found := re.fullmatch(rf"non-([{_AA}]\d+)(?: mutations?)?", text, re.I):
        return Change("small_variant", f"non-{found[1].upper()} mutation", (MUTATION,))
    return None


_READERS: tuple[Callable[[str, str], Change | None], ...] = (
    _detailed,
    _star_allele,
    _protein,
    _coding,
    _legacy,
    _exon,
    _other,
)
