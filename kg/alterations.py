"""Records of one alteration: a gene's change, a fusion, a named state; each with its broader chain.

A reading is a list: the biomarker itself, then all that it is a kind of. ``kg.biomarkers`` reads whole
texts; here a gene and its phrase, or two partners, are already told apart.
"""

import re
from typing import Protocol

from oncotrace.kg import changes
from oncotrace.kg.changes import ALTERATION, key
from oncotrace.kg.profiles import Reading, merge, negate
from oncotrace.kg.propositions import entity_id
from oncotrace.kg.records import Biomarker
from oncotrace.kg.signatures import BROADER, NAMED, POSITIVE_IS_FUSION, Named, spelling
from oncotrace.ontology.fusions import FIVE_PRIME

ANY, UNKNOWN = "v", "?"
"""Partners of a fusion that are no gene."""

FUSION = frozenset(("fusion", "fusions", "fused", "gene fusion", "gene fusions", "fusion positive"))
REARRANGEMENT = frozenset(
    """rearrangement,rearrangements,rearranged,translocation,translocations,translocated,gene rearrangement,
    gene rearrangements,rearrangement positive""".replace("\n    ", "").split(",")
)


class Genes(Protocol):
    """What the grammar asks about genes (``kg.names.Names.genes``)."""

    def find(self, symbol: str, /) -> str | None:
        """The gene id of an approved symbol, else of an alias or earlier symbol that only one gene has."""
        ...

    def symbol(self, gene: str, /) -> str:
        """The approved symbol of a gene id."""
        ...

    def fusion_end(self, gene: str, /) -> str:
        """``3prime``, ``5prime`` or empty: ``ontology.fusions.usual_end`` of its symbol."""
        ...


def _record(label: str, kind: str, parents: list[Reading], /, **fields: object) -> Reading:
    """The biomarker of a label, then its parents with their own chains."""
    biomarker = Biomarker(
        id=entity_id("bm", label),
        kind=kind,
        label=label,
        broader=tuple(parent[0].id for parent in parents),
        **fields,  # type: ignore[arg-type]
    )
    return merge([[biomarker], *parents])


# --- named states and changes of a gene -----------------------------------------------------------


def named(name: Named, genes: Genes) -> Reading:
    """A biomarker with a name of its own: ``MSI-H``, ``HER2-positive``."""
    found = (genes.find(symbol) for symbol in name.symbols)
    parents = [_labelled(label, genes) for label in name.broader]
    ids = tuple(sorted(gene for gene in found if gene))
    return _record(name.label, name.kind, [p for p in parents if p], genes=ids)


def _labelled(label: str, genes: Genes) -> Reading:
    """A label of the tables in ``signatures``; empty where its gene is not at hand."""
    if name := NAMED.get(spelling(label)):
        return named(name, genes)
    symbol, _, phrase = label.partition(" ")
    gene = genes.find(symbol)
    return of_gene(gene, phrase, genes) if gene else []


def of_gene(gene: str, phrase: str, genes: Genes) -> Reading:
    """The reading of a phrase on a gene; empty where the phrase tells no change.

    A rearrangement is a fusion where the gene's usual end is known; elsewhere it may be something else.
    """
    symbol, words = genes.symbol(gene), key(phrase)
    if words in FUSION:
        return any_partner(gene, genes)
    if words in REARRANGEMENT:
        return any_partner(gene, genes) if genes.fusion_end(gene) else _rearrangement(gene, genes)
    if symbol in POSITIVE_IS_FUSION and words in ("positive", "negative"):
        fusion = any_partner(gene, genes)
        return fusion if words == "positive" else negate(fusion)
    if found := re.fullmatch(r"intron \d+ rearrangement", words):
        fusion = any_partner(gene, genes)
        ends = {"five_prime": fusion[0].five_prime, "three_prime": fusion[0].three_prime}
        return _record(f"{symbol} {words}", "fusion", [fusion], genes=(gene,), alteration=found[0], **ends)
    change = changes.read(phrase or ALTERATION, symbol)
    return gene_change(gene, change, genes) if change else []


def gene_change(gene: str, change: changes.Change, genes: Genes) -> Reading:
    label = f"{genes.symbol(gene)} {change.words}"
    parents = [of_gene(gene, words, genes) for words in change.parents]
    parents += [_labelled(wider, genes) for wider in BROADER.get(label, ())]
    return _record(
        label,
        change.kind,
        [p for p in parents if p],
        genes=(gene,),
        alteration=change.words.removesuffix(f" ({change.detail})"),
        exons=change.exons,
        detail=change.detail,
    )


# --- fusions --------------------------------------------------------------------------------------


def any_partner(gene: str, genes: Genes) -> Reading:
    """``ROS1 fusion``: the gene at its usual end (3' where that is not known) with any partner."""
    return fusion(gene, ANY, genes) if genes.fusion_end(gene) == FIVE_PRIME else fusion(ANY, gene, genes)


def _rearrangement(gene: str, genes: Genes) -> Reading:
    parents = [of_gene(gene, ALTERATION, genes)]
    label = f"{genes.symbol(gene)} rearrangement"
    return _record(label, "gene_alteration", parents, genes=(gene,), alteration="rearrangement")


def fusion(five: str, three: str, genes: Genes, junction: tuple[int, int] | None = None) -> Reading:
    """The fusion of two partners: each a gene id, ``v`` (any) or ``?`` (unknown), one a gene at least.

    ``junction`` gives the exons that are joined.
    """
    names = tuple(p if p in (ANY, UNKNOWN) else genes.symbol(p) for p in (five, three))
    known = tuple(p for p in (five, three) if p not in (ANY, UNKNOWN))
    fields: dict[str, object] = {
        "genes": tuple(sorted(set(known))),
        "five_prime": five,
        "three_prime": three,
        "alteration": "fusion",
    }
    pair = "::".join(names)
    if junction:
        joint = f"e{junction[0]}-e{junction[1]}"
        whole = [fusion(five, three, genes)]
        return _record(f"{pair} {joint} fusion", "fusion", whole, exons=junction, detail=joint, **fields)
    if ANY in (five, three):
        return _one_partner(five, three, genes, fields)
    parents = [fusion(ANY, three, genes)] if three in known else []
    parents += [fusion(five, ANY, genes)] if five in known else []
    synonyms = ("-".join(names) + " fusion",) if len(known) == 2 else ()
    return _record(f"{pair} fusion", "fusion", parents, synonyms=synonyms, **fields)


def _one_partner(five: str, three: str, genes: Genes, fields: dict[str, object]) -> Reading:
    """A gene with any partner. At its usual end it needs no ``v``: ``ROS1 fusion``, ``FGFR2 fusion``."""
    gene = three if five == ANY else five
    symbol, end = genes.symbol(gene), genes.fusion_end(gene)
    written = f"{symbol}::v fusion" if three == ANY else f"v::{symbol} fusion"
    parents = [of_gene(gene, ALTERATION, genes) if end else _rearrangement(gene, genes)]
    if (three == ANY) != (end == FIVE_PRIME):
        return _record(written, "fusion", parents, **fields)
    synonyms = [written]
    if end:
        synonyms += [f"{symbol} rearrangement", f"{symbol} translocation"]
    if symbol in POSITIVE_IS_FUSION:
        synonyms.append(f"{symbol}-positive")
    return _record(f"{symbol} fusion", "fusion", parents, synonyms=tuple(synonyms), **fields)


def regulatory_fusion(five: str, three: str, genes: Genes) -> Reading:
    """A gene under another one's regulatory element: a kind of their fusion, as people say it."""
    whole = fusion(five, three, genes)
    names = genes.symbol(five), genes.symbol(three)
    return _record(
        f"reg_e@{names[0]}::{names[1]} fusion",
        "fusion",
        [whole],
        genes=whole[0].genes,
        five_prime=five,
        three_prime=three,
        alteration="fusion",
        detail=f"regulatory element of {names[0]}",
    )
