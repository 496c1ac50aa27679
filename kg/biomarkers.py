"""The grammar of biomarkers: from a text to records with canonical labels.

``read`` understands our own labels, CIViC's molecular profiles and the ways in which reports, labels
and people write. It never guesses: what it cannot read raises ``Unreadable``. A record depends on its
label alone, so that every source gives the same record for the same biomarker.

::

    profile   = operand {AND operand} | operand {OR operand} | NOT operand
    operand   = biomarker | "(" profile ")"
    biomarker = named (MSI-H) | fusion (CD74::ROS1 fusion) | gene change (KRAS G12C)

Whether a variant is germline or somatic, and whether it was acquired, is said by a statement and not
by its biomarker: ``split_origin`` takes the origin off a text.
"""

import re
from collections.abc import Callable, Iterator

from oncotrace.kg import changes
from oncotrace.kg.alterations import (
    ANY,
    FUSION,
    REARRANGEMENT,
    UNKNOWN,
    Genes,
    fusion,
    gene_change,
    named,
    of_gene,
    regulatory_fusion,
)
from oncotrace.kg.changes import key
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.profiles import Reading, complete, join, negate
from oncotrace.kg.signatures import ALIASES, FAMILIES, NAMED, NAMED_FOR_ITSELF, NICKNAMES, spelling
from oncotrace.ontology.fusions import FIVE_PRIME, THREE_PRIME
from oncotrace.ontology.terms import BIOMARKER_KINDS

__all__ = ["KINDS", "Genes", "read", "split_origin"]

KINDS = tuple(BIOMARKER_KINDS)
"""``small_variant`` covers every change of sequence within a gene, exon deletions included;
``expression`` every state of a gene's product: its amount, its place, its phosphorylation, the
methylation of its promoter."""

_PAIRED = FUSION | REARRANGEMENT | {"", "positive"}


def read(text: str, genes: Genes) -> Reading:
    """The biomarker of a text, then every other biomarker that it refers to.

    Others are the members of profiles and the whole chain of broader biomarkers, sorted by label.
    ``Unreadable`` says what cannot be read and why.
    """
    return complete(_profile(_clean(text), genes))


def split_origin(text: str) -> tuple[str, str]:
    """A text without its leading ``germline`` or ``somatic``, and that word (else empty)."""
    found = re.match(r"\s*(germline|somatic)\s+(.*)", text, re.I | re.S)
    return (found[2], found[1].lower()) if found else (text, "")


def _clean(text: str) -> str:
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)  # dashes and the minus sign
    return re.sub(r"(?<=\() | (?=\))", "", re.sub(r"\s+", " ", text)).strip()


def _unreadable(text: str, reason: str) -> Unreadable:
    return Unreadable(f"cannot read the biomarker {text!r}: {reason}")


# --- profiles -------------------------------------------------------------------------------------


def _profile(text: str, genes: Genes) -> Reading:
    for operator in ("OR", "AND"):
        operands = _split(text, f" {operator} ")
        if len(operands) > 1:
            return join(operator, [_profile(operand, genes) for operand in operands])
    if text.startswith("NOT "):
        return negate(_profile(text[4:], genes))
    if text.startswith("(") and text.endswith(")"):
        return _profile(text[1:-1], genes)
    return _biomarker(text, genes)


def _split(text: str, separator: str) -> list[str]:
    """The parts of a text between separators that stand outside of brackets."""
    parts, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            raise _unreadable(text, "a bracket closes that was never opened")
        if depth == 0 and i >= start and text.startswith(separator, i):
            parts.append(text[start:i])
            start = i + len(separator)
    if depth:
        raise _unreadable(text, "a bracket is left open")
    return [*parts, text[start:]]


def _biomarker(text: str, genes: Genes) -> Reading:
    if text in ("", "AND", "OR", "NOT"):
        raise _unreadable(text, "there is no biomarker")
    if alias := ALIASES.get(spelling(text)):
        return _profile(alias, genes)
    if name := NAMED.get(spelling(text)):
        return named(name, genes)
    for reader in _READERS:
        if reading := reader(text, genes):
            return reading
    if split_origin(text)[1]:
        raise _unreadable(text, "the origin belongs to the statement; take it off with split_origin")
    if any(_heads(text, genes)):
        raise _unreadable(text, "the gene is known, but not what happened to it")
    raise _unreadable(text, f"{re.split('[ :]', text)[0]!r} is no gene that we know by one meaning")


# --- fusions --------------------------------------------------------------------------------------


def _partner(text: str, genes: Genes) -> str | None:
    return text if text in (ANY, UNKNOWN) else genes.find(text)


def _written_fusion(text: str, genes: Genes) -> Reading:
    """``CD74::ROS1 Fusion``, ``v::ROS1``, ``EML4::ALK e20::e20``, ``reg_e@[IGH]::BCL2``."""
    left, separator, right = text.partition("::")
    element = re.fullmatch(r"(?:\S+ )?reg_e@\[?([\w-]+)\]?", left)
    five = _partner(element[1] if element else left, genes)
    for i in _ends(right if separator and five else ""):
        three = _partner(right[:i], genes)
        if not five or not three or not {five, three} - {ANY, UNKNOWN}:
            continue
        rest = right[i:].strip(" -")
        if element:
            return regulatory_fusion(five, three, genes) if key(rest) in ("", "fusion") else []
        if reading := _joined(five, three, rest, genes):
            return reading
    return []


def _joined(five: str, three: str, rest: str, genes: Genes) -> Reading:
    """Two partners and what follows them: ``Fusion``, ``e20-e20 fusion``, or a residue's change."""
    if key(rest) in _PAIRED:
        return fusion(five, three, genes)
    if found := re.fullmatch(r"e(\d+)(?:::|-)e(\d+)(?: fusion)?", rest, re.I):
        return fusion(five, three, genes, (int(found[1]), int(found[2])))
    if three not in (ANY, UNKNOWN):
        # A residue change that follows a fusion is one of its 3' gene: BCR::ABL1 T315I.
        change = changes.read(rest, genes.symbol(three))
        if change and re.match(r"[A-Z]\d+", change.words):
            return join("AND", [fusion(five, three, genes), gene_change(three, change, genes)])
    return []


def _pair(text: str, genes: Genes) -> Reading:
    """``EZR-ROS1``, ``CD74/ROS1 rearrangement``: the 5' partner first."""
    names, _, rest = text.partition(" ")
    names = re.sub(r"-(positive|rearranged)$|\+$", "", names)
    found = []
    for i, letter in enumerate(names):
        if letter not in "-/":
            continue
        five, three = genes.find(names[:i]), genes.find(names[i + 1 :])
        if five and three and (letter == "-" or _is_pair(five, three, rest, genes)):
            found.append((five, three))
    return _joined(*found[0], rest, genes) if len(found) == 1 else []


def _is_pair(five: str, three: str, rest: str, genes: Genes) -> bool:
    """Whether a slash stands between partners. Between two genes of one end (``NTRK1/NTRK3 fusion``), or
    after one that is named for itself, it lists; with no word for a fusion, both ends must be known."""
    ends = genes.fusion_end(five), genes.fusion_end(three)
    if key(rest) not in _PAIRED or genes.symbol(five) in NAMED_FOR_ITSELF:
        return False
    if key(rest) == "":
        return ends == (FIVE_PRIME, THREE_PRIME)
    return ends[0] != ends[1] and ends[0] != THREE_PRIME and ends[1] != FIVE_PRIME


# --- genes and their changes ----------------------------------------------------------------------


def _ends(text: str) -> Iterator[int]:
    """Where a gene's name at the start of a text may end, the longest first."""
    for i in range(len(text), 0, -1):
        if i == len(text) or text[i] in " -/+*(":
            yield i


def _heads(text: str, genes: Genes) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Names that may stand at the start of a text, their genes, and the rest; the longest first."""
    for i in _ends(text):
        if text[i : i + 1] != "/" and (group := _group(text[:i], genes)):
            rest = re.sub(r"^[ -]+", "", text[i:])
            yield text[:i], group, _without_repetition(group, text[:i], rest, genes)


def _without_repetition(group: tuple[str, ...], name: str, rest: str, genes: Genes) -> str:
    """``HER2 (ERBB2) amplification`` and ``UGT1A1 UGT1A1*28`` name their gene twice."""
    again = re.match(r"\(([^()]+)\)[ -]*", rest)
    if again and _group(again[1], genes) == group:
        return rest[again.end() :]
    again = re.match(rf"{re.escape(name)}(?=[ *-])[ -]*", rest)
    return rest[again.end() :] if again else rest


def _group(name: str, genes: Genes) -> tuple[str, ...]:
    """The genes of ``KRAS``, ``NTRK``, ``BRCA1/2``, ``NTRK1-3`` or ``KRAS/NRAS``; empty for no gene."""
    if gene := genes.find(NICKNAMES.get(name.lower(), name)):
        return (gene,)
    if symbols := FAMILIES.get(name.upper()):
        names = list(symbols)
    elif found := re.fullmatch(r"([A-Za-z]+)(\d(?:/\d)+)", name):
        names = [found[1] + digit for digit in found[2].split("/")]
    elif found := re.fullmatch(r"([A-Za-z]+)(\d)-(\d)", name):
        names = [f"{found[1]}{n}" for n in range(int(found[2]), int(found[3]) + 1)]
    elif "/" in name:
        names = name.split("/")
    else:
        return ()
    ids = [genes.find(n) for n in names]
    return tuple(i for i in ids if i) if all(ids) else ()


def _gene_and_change(text: str, genes: Genes) -> Reading:
    for name, group, rest in _heads(text, genes):
        if "/" in name and len(group) == 2 and _is_pair(*group, rest, genes):
            continue
        phrases = ["positive"] if rest == "+" else changes.alternatives(rest)
        for each in [rest], phrases:
            readings = [of_gene(gene, phrase, genes) for gene in group for phrase in each]
            if all(readings):
                return _of_all(readings)
    return []


def _of_all(readings: list[Reading]) -> Reading:
    """Any of several changes, but all of several absences: ``BRCA1/2 wild type``."""
    absent = all(r[0].kind == "wild_type" or r[0].operator == "NOT" for r in readings)
    return join("AND" if absent else "OR", readings)


def _glued(text: str, genes: Genes) -> Reading:
    """``METex14``, ``BRAFV600E``, ``EGFRvIII``: a gene and its change without a space between."""
    tail = r"(?:ex\d+.*|v?III|[A-Z]\d+(?:[A-Z*]|fs\S*|del\S*|ins\S*|dup\S*)?(?: mutation)?)"
    found = [
        reading
        for i in range(2, len(text))
        if re.fullmatch(tail, text[i:])
        and (gene := genes.find(text[:i]))
        and (reading := of_gene(gene, text[i:], genes))
    ]
    return found[0] if len(found) == 1 else []


def _turned(text: str, genes: Genes) -> Reading:
    """``mutant KRAS``, ``amplification of HER2``, ``exon 19 deletion in EGFR``, ``no PIK3CA mutation``."""
    if found := re.fullmatch(r"no (.+?)(?: detected)?", text, re.I):
        return negate(_profile(found[1], genes))
    if found := re.fullmatch(r"(mutant|mutated|amplified|rearranged|overexpressed) (\S+)", text, re.I):
        return _gene_and_change(f"{found[2]} {found[1].lower()}", genes)
    if found := re.fullmatch(r"(.+) (?:of|in) (?:the )?(\S+)(?: gene)?", text, re.I):
        return _gene_and_change(f"{found[2]} {found[1]}", genes)
    return []


# --- lists in everyday words ----------------------------------------------------------------------


def _listed(text: str, genes: Genes) -> Reading:
    """``BRAF V600E or V600K``, ``PIK3CA, AKT1 or PTEN alteration``, ``HR-positive, HER2-positive``.

    A part without a gene means the gene before it; a gene alone means the change that follows it.
    "BRCA1 and BRCA2 mutation" may mean either, so it is not read.
    """
    parts = re.split(r",? (?:or|and) |, ", text)
    words = set(re.findall(r"(?<= )(?:or|and)(?= )", text))
    if len(parts) < 2 or len(words) > 1:
        return []
    parts = _with_genes(parts, genes)
    if words == {"or"}:
        return join("OR", [_profile(part, genes) for part in _with_changes(parts, genes)])
    if any(_head(part, genes) == part for part in parts):
        raise _unreadable(text, "for which of these genes does the change hold?")
    if words == {"and"} or all(spelling(part) in NAMED for part in parts):
        return join("AND", [_profile(part, genes) for part in parts])
    return []


def _with_genes(parts: list[str], genes: Genes) -> list[str]:
    gene, out = "", []
    for part in parts:
        head = _head(part, genes)
        own = head or "::" in part or spelling(part) in NAMED or spelling(part) in ALIASES
        out.append(part if own or not gene else f"{gene} {part}")
        gene = head or gene
    return out


def _with_changes(parts: list[str], genes: Genes) -> list[str]:
    change, out = "", []
    for part in reversed(parts):
        head = _head(part, genes)
        if head and head != part:
            change = part[len(head) :].lstrip(" -")
        out.append(f"{head} {change}" if head and head == part else part)
    return out[::-1]


def _head(part: str, genes: Genes) -> str:
    """The name of the gene (or genes) at the start of a part."""
    return next((name for name, *_ in _heads(part, genes)), "")


_READERS: tuple[Callable[[str, Genes], Reading], ...] = (
    _written_fusion,
    _gene_and_change,
    _pair,
    _glued,
    _turned,
    _listed,
)
