"""Which alteration belongs to which gene in a text, as labels that ``kg.biomarkers`` reads.

Genes that stand together (``BRCA1/2``, ``KRAS, NRAS and BRAF``, ``EZR-ROS1``) form a group; each
alteration goes to the group that it stands beside, a variant to the nearest.
"""

import re
from collections.abc import Iterable

from oncotrace.kg.signatures import FAMILIES
from oncotrace.ontology.expressions import expression
from oncotrace.ontology.plain import dataclass, field
from oncotrace.queries.alteration_patterns import GENERAL, SPECIFIC, Alteration, alterations
from oncotrace.queries.words import LOWER_CASE_FAMILIES

_FAMILY = expression(r"\b(" + "|".join(FAMILIES) + r")(?![A-Za-z0-9])", re.IGNORECASE)
_JOINT = expression(
    r"(?P<fusion>\s*::\s*|[-–]{1,2})|(?P<slash>\s*/\s*)|(?P<or>,?\s+or\s+)"
    r"|(?P<and>\s*,\s*(?:and\s+)?|\s+(?:and|&|\+)\s+)"
)
_DIRECT = expression(r"[\s\-–(:]*(?:genes?[\s\-–]+)?")
_FILLER = expression(
    r"[\s\-–(),:/]*(?:(?:genes?|with|has|have|had|is|are|was|and|plus|also|an?|the|its|acquired|somatic|germline"
    r"|driver|activating|oncogenic|kinase|domain|receptor|protein|harbou?ring|carrying|resistance|secondary|known"
    r"|pathogenic|status|tumou?rs?|common|classic(?:al)?|class(?:[ -](?:[123]|I{1,3}))?)[\s\-–(),:/]*){0,4}"
)
_OF = expression(
    r"\s+(?:\w+\s+)?(?:of|in|involving|affecting|at|on)\s+(?:the\s+|my\s+|a\s+)?(?:genes?\s+)?(?:for\s+)?"
)
_BESIDE = expression(r"[\s\-–]*")
_WITHOUT = ("no", "n't", "without", "lack", "absence", "negative", "free", "neither")
"""What stands in all that ``_ABSENT`` matches."""
_ABSENT = expression(
    r"(?:\bno|\bnot|n't|\bwithout|\black(?:s|ing)?|\babsence of|\bnegative for|\bfree of|\bneither|\bnor)"
    r"\s+(?:(?:an?|any|the|known|detectable|detected|evidence of|have|has|found|find|carry|harbou?r)\s+)*$",
    re.IGNORECASE,
)


@dataclass(slots=True, frozen=True)
class GeneAt:
    """A gene, or a family of genes, at its place in the text."""

    start: int
    end: int
    symbols: tuple[str, ...]
    family: str = ""


@dataclass(slots=True)
class Group:
    """Genes that a text joins, with the alterations that it gives them."""

    genes: list[GeneAt]
    joint: str = ""
    """How the genes are joined: ``fusion``, ``slash``, ``or``, ``and``; empty for one."""
    found: list[Alteration] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.genes[0].start

    @property
    def end(self) -> int:
        return self.genes[-1].end

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(s for gene in self.genes for s in gene.symbols)

    def reach(self) -> tuple[int, int]:
        """From the first to the last character of the genes and their alterations."""
        return (
            min([self.start, *(a.start for a in self.found)]),
            max([self.end, *(a.end for a in self.found)]),
        )


def families(text: str) -> list[GeneAt]:
    """The families of genes that a text names (``BRCA``, ``NTRK``)."""
    found: list[GeneAt] = []
    if not any(name in text.upper() for name in FAMILIES):
        return found
    for match in _FAMILY.finditer(text):
        name = match[1].upper()
        if match[1].isupper() or name in LOWER_CASE_FAMILIES:
            found.append(GeneAt(*match.span(), FAMILIES[name], name))
    return found


def group(text: str, genes: Iterable[GeneAt]) -> list[Group]:
    """Genes that stand together as one group, with their alterations, in order."""
    groups: list[Group] = []
    for gene in sorted(genes, key=lambda g: g.start):
        if groups and (joint := _joint(text, groups[-1], gene)):
            groups[-1].genes.append(gene)
            groups[-1].joint = joint
        else:
            groups.append(Group([gene]))
    _attach(text, groups)
    return groups


def _joint(text: str, group: Group, gene: GeneAt) -> str:
    """How a gene continues a group; empty where it does not, or not in the same manner."""
    match = _JOINT.fullmatch(text, group.end, gene.start)
    if match is None:
        return ""
    joint = match.lastgroup or ""
    if not group.joint or joint == group.joint:
        return "" if joint == "fusion" and len(group.genes) > 1 else joint
    # "KRAS, NRAS and BRAF", "ALK, ROS1 or RET": the last joint tells.
    return joint if group.joint == "and" and joint == "or" else ""


def _attach(text: str, groups: list[Group]) -> None:
    """Give each alteration of the text to its group; what has none is left out."""
    read: list[Alteration] = []
    for alteration in alterations(text):
        if any(e.start < alteration.end and alteration.start < e.end for g in groups for e in g.genes):
            continue
        owner = _owner(text, groups, alteration, read)
        if owner is not None:
            owner.found.append(alteration)
        read.append(alteration)


def _owner(text: str, groups: list[Group], alteration: Alteration, read: list[Alteration]) -> Group | None:
    before = next((g for g in reversed(groups) if g.end <= alteration.start), None)
    after = next((g for g in groups if g.start >= alteration.end), None)
    gap = _gap(text, before.end, alteration.start, read) if before else None
    beyond = text[alteration.end : after.start] if after else None
    direct = gap is not None and (gap in ("", " ") or bool(_DIRECT.fullmatch(gap)))
    if direct:
        return before
    if alteration.kind in ("codon", "small_variant"):
        return None
    if beyond is not None and (_OF.fullmatch(beyond) or _BESIDE.fullmatch(beyond)):
        return after
    if gap is not None and _FILLER.fullmatch(gap):
        return before
    if alteration.kind in SPECIFIC:
        return before or after
    return None


def _gap(text: str, start: int, end: int, read: list[Alteration]) -> str:
    """The text between, without the alterations that were already read."""
    gap = list(text[start:end])
    for other in read:
        for i in range(max(other.start, start), min(other.end, end)):
            gap[i - start] = " "
    return "".join(gap)


def is_absent(text: str, group: Group) -> bool:
    """Whether the text says that the alteration was not found."""
    start, _ = group.reach()
    before = text[max(0, start - 60) : start]
    if any(word in before.lower() for word in _WITHOUT) and _ABSENT.search(before):
        return True
    return any(a.kind == "negative" for a in group.found)


def exact(found: list[Alteration]) -> list[Alteration]:
    """The alterations without those that only repeat another (``G12C mutation``, ``fusion-positive``)."""
    exacting = [a for a in found if a.kind not in GENERAL and a.kind != "negative"]
    if exacting:
        return list({a.words: a for a in exacting}.values())
    order = {"mutation": 0, "positive": 1, "negative": 1, "germline": 2, "alteration": 3}
    return sorted(found, key=lambda a: order[a.kind])[:1]
