"""How texts write an alteration, and the words in which ``kg.biomarkers`` reads it.

One expression with named groups, tried in order at each place: the specific before the general.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_THREE = "Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter"
_WHAT = r"del(?:etion)?s?|ins(?:ertion)?s?|skip(?:ping|ped)?|mut(?:ation|ant|ated)?s?"

PATTERN = re.compile(
    rf"""
    \b(?:in-?frame[ ])?(?P<exon_first>{_WHAT})[ ](?:mutations?[ ])?(?:in|of|at)[ ](?:the[ ])?
      exon[ -]?(?P<exon_of>\d\d?)\b
  | \bex(?:on)?s?[ -]?(?P<exon>\d\d?)(?:[ -]*(?:in-?frame[ ])?(?P<exon_what>{_WHAT})\b
      (?:[ -](?:mutations?|alterations?|variants?)\b)?)?
  | \b(?P<del19>del[ -]?19|19[ -]?del)\b
  | \b(?P<itd>ITD\b|internal[ ]tandem[ ]duplications?)
  | \b(?-i:(?P<viii>vIII))\b
  | \b(?:p\.)?\(?(?P<three>(?:{_THREE})\d{{1,4}}(?:{_THREE}|\*|fs\S*|del|dup))\b\)?
  | \b(?:p\.)?\(?(?-i:(?P<range>[A-Z]\d{{1,4}}_[A-Z]\d{{1,4}}(?:delins|del|ins|dup)[A-Z]*))
  | \b(?:p\.)?(?-i:(?P<variant>[A-Z]\d{{2,4}}(?:[A-Z](?:/[A-Z]\b)*|\*|fs\*?\d*|del|dup))(?![A-Za-z0-9]))
  | \b(?P<small_variant>[a-z]\d{{2,4}}[a-z])\b
  | \b(?-i:(?P<codon>[A-Z]\d{{2,4}}))(?![A-Za-z0-9_])
  | (?P<fusion>(?<![A-Za-z0-9])[v?]::|::[v?]?(?![A-Za-z0-9])|(?<=[A-Za-z0-9])::
      |\b(?:gene[ -])?(?:fusion|fused|re-?arrang|translocat|inversion)\w*(?:[ -](?:positive|mutations?)\b)?)
  | \b(?P<wild>wild[ -]?types?|wt|not[ ]mutated|unmutated|non-?mutated)\b
  | \b(?P<gain>copy[ -]number[ ]gains?)
  | \b(?P<amplification>(?:gene[ ])?amplif\w*)
  | \b(?P<overexpression>over-?[ ]?express\w*)
  | \b(?P<underexpression>under-?[ ]?express\w*)
  | \b(?P<promoter_methylation>promoter[ ](?:hyper)?methylat\w*)
  | \b(?P<methylation>methylat\w*)
  | \b(?P<loss_of_function>loss[ -]of[ -]function)
  | \b(?P<homozygous_deletion>homozygous(?:ly)?[ ]delet\w*)
  | \b(?P<deletion>delet\w*)
  | \b(?P<loss>loss|lost)\b
  | \b(?P<promoter_mutation>promoter[ ](?:mutat\w*|variants?))
  | \b(?P<expression>express\w*)
  | (?P<positive>\bpositiv\w*|(?<=[A-Za-z0-9])\+)
  | \b(?P<negative>negativ\w*)
  | \b(?P<germline>germ-?[ ]?line|inherited|hereditary)\b
  | \b(?P<mutation>mutat\w*|mutants?|mut|(?:pathogenic[ ])?variants?)\b
  | \b(?P<alteration>(?:gene(?:tic|omic)?[ ])?(?:alter(?:ed|ations?)|aberrations?|changes?))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

GENERAL = frozenset(("mutation", "germline", "alteration", "positive"))
"""What adds nothing where something more exact is said of the same gene."""

SPECIFIC = frozenset(("variant", "exon", "itd"))
"""What belongs to a gene even at a distance."""

OF_ONE_GENE = SPECIFIC | {"codon", "small_variant"}
"""What a list of genes does not share: in ``ROS1 and KRAS G12C`` the variant is KRAS's alone."""

_EXON_WORDS = {"del": "deletion", "ins": "insertion", "ski": "skipping", "mut": "mutation"}


@dataclass(slots=True, frozen=True)
class Alteration:
    """An alteration that a text names, and where."""

    start: int
    end: int
    kind: str
    """variant, exon, itd, fusion, wild, amplification, overexpression, loss, ..."""
    words: str
    """What follows the gene in a label: ``G12C``, ``exon 19 deletion``, ``fusion``."""


_WORDS = {
    "wild": "wild type",
    "germline": "mutation",
    "itd": "ITD",
    "gain": "copy number gain",
    "promoter_methylation": "promoter methylation",
    "loss_of_function": "loss of function",
    "homozygous_deletion": "homozygous deletion",
    "promoter_mutation": "promoter mutation",
}
"""Words in the grammar of ``kg.changes``, where the name of the group is none."""


def alterations(text: str) -> Iterator[Alteration]:
    """The alterations that a text names, whatever their gene, in order."""
    for match in PATTERN.finditer(text):
        kind = match.lastgroup or ""
        found = {name: value for name, value in match.groupdict().items() if value}
        if found.keys() & {"exon", "exon_of"}:
            number = found.get("exon") or found["exon_of"]
            what = (found.get("exon_what") or found.get("exon_first") or "mut")[:3].lower()
            words, kind = f"exon {int(number)} {_EXON_WORDS[what]}", "exon"
        elif "del19" in found:
            words, kind = "exon 19 deletion", "exon"
        elif "viii" in found:
            words, kind = "vIII", "variant"
        elif "three" in found:
            words, kind = _capitals(found["three"]), "variant"
        elif found.keys() & {"range", "variant", "small_variant", "codon"}:
            written = next(found[k] for k in ("range", "variant", "small_variant", "codon") if k in found)
            words, kind = written if kind != "small_variant" else written.upper(), _variant_kind(kind)
        else:
            words = _WORDS.get(kind, kind)
        yield Alteration(match.start(), match.end(), kind, words)


def _variant_kind(group: str) -> str:
    return group if group in ("small_variant", "codon") else "variant"


def _capitals(text: str) -> str:
    """``gly12cys`` -> ``Gly12Cys``, as ``kg.changes`` reads it."""
    return re.sub(r"[A-Za-z]{3}(?=\d|$)", lambda m: m[0].capitalize(), text)
