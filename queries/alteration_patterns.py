"""How texts write an alteration, and the words in which ``kg.biomarkers`` reads it.

Forms with named groups, tried in order at each place: the specific before the general. Most texts need few
of them, and those that a text cannot match are neither compiled nor tried.
"""

import re
from collections.abc import Iterator

from oncotrace.ontology.expressions import expression
from oncotrace.ontology.plain import dataclass

_THREE = "Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter"
_WHAT = r"del(?:etion)?s?|ins(?:ertion)?s?|skip(?:ping|ped)?|mut(?:ation|ant|ated)?s?"
_LETTER = "(?-i:[A-Za-z])"
_OF_WORD = "(?-i:[A-Za-z0-9])"

_FORMS = (
    ("exon", rf"""\b(?:in-?frame[ ])?(?P<exon_first>{_WHAT})[ ](?:mutations?[ ])?(?:in|of|at)[ ](?:the[ ])?
      exon[ -]?(?P<exon_of>\d\d?)\b"""),
    ("ex", rf"""\bex(?:on)?s?[ -]?(?P<exon>\d\d?)(?:[ -]*(?:in-?frame[ ])?(?P<exon_what>{_WHAT})\b
      (?:[ -](?:mutations?|alterations?|variants?)\b)?)?"""),
    ("del 00", r"\b(?P<del19>del[ -]?19|19[ -]?del)\b"),
    ("itd internal", r"\b(?P<itd>ITD\b|internal[ ]tandem[ ]duplications?)"),
    ("viii", r"\b(?-i:(?P<viii>vIII))\b"),
    (" ".join(f"0{c}" for c in "acfghilmpstvd*"),
      rf"\b(?:p\.)?\(?(?P<three>(?:{_THREE})\d{{1,4}}(?:{_THREE}|\*|fs\S*|del|dup))\b\)?"),
    ("_", r"\b(?:p\.)?\(?(?-i:(?P<range>[A-Z]\d{1,4}_[A-Z]\d{1,4}(?:delins|del|ins|dup)[A-Z]*))"),
    ("00", r"""\b(?:p\.)?(?-i:(?P<variant>[A-Z]\d{2,4}(?:[A-Z](?:/[A-Z]\b)*|\*|fs\*?\d*|del|dup))
      (?![A-Za-z0-9]))"""),
    ("00", rf"\b(?P<small_variant>{_LETTER}\d{{2,4}}{_LETTER})\b"),
    ("00", r"\b(?-i:(?P<codon>[A-Z]\d{2,4}))(?![A-Za-z0-9_])"),
    (":: fusion fused arrang translocat inversion",
      rf"""(?P<fusion>(?<!{_OF_WORD})[v?]::|::[v?]?(?!{_OF_WORD})|(?<={_OF_WORD})::|\b(?:gene[ -])?
      (?:fusion|fused|re-?arrang|translocat|inversion)\w*(?:[ -](?:positive|mutations?)\b)?)"""),
    ("wild wt mutated", r"\b(?P<wild>wild[ -]?types?|wt|not[ ]mutated|unmutated|non-?mutated)\b"),
    ("copy", r"\b(?P<gain>copy[ -]number[ ]gains?)"),
    ("amplif", r"\b(?P<amplification>(?:gene[ ])?amplif\w*)"),
    ("express", r"\b(?P<overexpression>over-?[ ]?express\w*)"),
    ("express", r"\b(?P<underexpression>under-?[ ]?express\w*)"),
    ("methylat", r"\b(?P<promoter_methylation>promoter[ ](?:hyper)?methylat\w*)"),
    ("methylat", r"\b(?P<methylation>methylat\w*)"),
    ("function", r"\b(?P<loss_of_function>loss[ -]of[ -]function)"),
    ("homozygous", r"\b(?P<homozygous_deletion>homozygous(?:ly)?[ ]delet\w*)"),
    ("delet", r"\b(?P<deletion>delet\w*)"),
    ("loss lost", r"\b(?P<loss>loss|lost)\b"),
    ("promoter", r"\b(?P<promoter_mutation>promoter[ ](?:mutat\w*|variants?))"),
    ("express", r"\b(?P<expression>express\w*)"),
    ("positiv +", rf"(?P<positive>\bpositiv\w*|(?<={_OF_WORD})\+)"),
    ("negativ", r"\b(?P<negative>negativ\w*)"),
    ("germ inherited hereditary", r"\b(?P<germline>germ-?[ ]?line|inherited|hereditary)\b"),
    ("mut variant", r"\b(?P<mutation>mutat\w*|mutants?|mut|(?:pathogenic[ ])?variants?)\b"),
    ("alter aberration change",
      r"\b(?P<alteration>(?:gene(?:tic|omic)?[ ])?(?:alter(?:ed|ations?)|aberrations?|changes?))\b"),
)  # fmt: skip
"""Texts of which one stands in all that a form matches (in lower case, each digit a 0), and the form."""

_EXPRESSIONS = tuple((needs.split(), expression(form, re.I | re.X)) for needs, form in _FORMS)

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
    for match in _matches(text):
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


def _matches(text: str) -> Iterator[re.Match[str]]:
    """From left to right, and at each place the first form that fits."""
    plain = re.sub(r"\d", "0", text.lower())
    forms = [form for needs, form in _EXPRESSIONS if any(need in plain for need in needs)]
    end = 0
    while match := min((m for form in forms if (m := form.search(text, end))), key=_start, default=None):
        yield match
        end = match.end()


def _start(match: re.Match[str]) -> int:
    return match.start()


def _variant_kind(group: str) -> str:
    return group if group in ("small_variant", "codon") else "variant"


def _capitals(text: str) -> str:
    """``gly12cys`` -> ``Gly12Cys``, as ``kg.changes`` reads it."""
    return re.sub(r"[A-Za-z]{3}(?=\d|$)", lambda m: m[0].capitalize(), text)
