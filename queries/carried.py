"""The biomarkers that a text says are carried, or were not found, with their readings."""

import re

from oncotrace.kg import changes
from oncotrace.kg.biomarkers import read
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.kg.records import Biomarker
from oncotrace.kg.signatures import ALIASES, FAMILIES, NAMED, spelling
from oncotrace.ontology.expressions import expression
from oncotrace.ontology.plain import dataclass, field
from oncotrace.queries.alteration_patterns import OF_ONE_GENE, Alteration, alterations
from oncotrace.queries.alterations import GeneAt, Group, exact, families, group, is_absent
from oncotrace.queries.mentions import Mention, in_gene_context, longest, spans
from oncotrace.queries.question import Note, Reading
from oncotrace.queries.words import MEANT_OF_FAMILY, SHORT_SIGNATURES

TRIPLE_NEGATIVE = ALIASES["triple negative"]
"""Where the cancer's own name says it (triple-negative breast cancer), it is no further biomarker."""

_DRUG_CLASS = expression(
    r"[\s-]*(?:tyrosine kinase |kinase )?(?:inhibit|antagonist|antibod|blocker|degrader|TKIs?\b)",
    re.IGNORECASE,
)
_RAS_ANY = expression(r"([GQ])(12|13|61)X")

_HELD = ("fusion", "mutation", "amplification", "overexpression", "loss")


@dataclass(slots=True)
class Carried:
    """What the alterations of a text were read as."""

    biomarkers: list[Biomarker] = field(default_factory=list)
    related: list[Biomarker] = field(default_factory=list)
    absent: list[Biomarker] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    covered: list[tuple[int, int]] = field(default_factory=list)
    """The parts of the text that were read."""

    def covers(self, start: int, end: int) -> bool:
        return any(s < end and start < e for s, e in self.covered)

    def add(self, label: str, names: Names, *, absent: bool = False) -> bool:
        """Read a label and keep it; whether it could be read."""
        try:
            biomarker, *related = read(label, names.genes)
        except Unreadable:
            return False
        kept = self.absent if absent else self.biomarkers
        if biomarker.id not in {b.id for b in kept}:
            kept.append(biomarker)
            self.related.extend(related)
        return True


def carried(text: str, found: list[Mention], names: Names, graph: Graph) -> Carried:
    """Biomarkers of the text; ``found`` are the accepted mentions, overlapping ones too."""
    result = Carried()
    groups = _told(text, group(text, _genes(text, found, names)), names)
    cancers = [m for m in longest(found) if m.kind == "Cancer"]
    named = [n for n in _named(text) if n[2] != TRIPLE_NEGATIVE or not _inside(n, cancers)]
    named = [n for n in named if not any(_goes_beyond(g, n) for g in groups)]
    for start, end, label in named:
        result.add(label, names)
        result.covered.append((start, end))
    for one in groups:
        if not result.covers(one.start, one.end):
            _read_group(text, one, names, result)
    _read_labels(text, found, names, result)
    _drop_general(result)
    if not groups:
        _read_bare_variants(text, graph, names, result)
    return result


def _drop_general(result: Carried) -> None:
    """``ROS1`` beside ``ROS1 fusion`` says nothing more, and asks nothing."""
    told = {g for b in (*result.biomarkers, *result.absent) if b.kind != "gene_alteration" for g in b.genes}
    general = [b for b in result.biomarkers if b.kind == "gene_alteration" and told.issuperset(b.genes)]
    labels = {b.label for b in general}
    answered = {r.ask for r in result.readings if r.label in labels}
    result.biomarkers = [b for b in result.biomarkers if b.label not in labels]
    result.readings = [r for r in result.readings if r.ask not in answered]


def _told(text: str, groups: list[Group], names: Names) -> list[Group]:
    """Groups without the genes that only name a class of drugs (``after a CDK4/6 inhibitor``).

    Where nothing else is said, the class is what the question is about: ``ROS1 inhibitors for ...``.
    """
    classes = [g for g in groups if _DRUG_CLASS.match(text, g.reach()[1])]
    if len(classes) < len(groups):
        return [g for g in groups if g not in classes]
    return [g for g in groups if any(_is_held(f"{s} alteration", names) for s in g.symbols)]


def _named(text: str) -> list[tuple[int, int, str]]:
    """Named biomarkers (``MSI-H``, ``HER2-low``, ``ER+``) at their places, the longest where they overlap."""
    found: list[tuple[int, int, str]] = []
    for span in sorted(spans(text), key=lambda s: (s.start - s.end, s.start)):
        plus = text[span.end : span.end + 1] == "+"
        words = spelling(span.text + ("+" if plus else ""))
        place = (span.start, span.end + plus)
        label = ""
        if words in NAMED:
            label = NAMED[words].label
        elif words in ALIASES:
            label = ALIASES[words]
        elif words in SHORT_SIGNATURES and (" " in words or span.text.isupper()):
            label = SHORT_SIGNATURES[words]
        if label and not any(s < place[1] and place[0] < e for s, e, _ in found):
            found.append((*place, label))
    return sorted(found)


def _inside(named: tuple[int, int, str], cancers: list[Mention]) -> bool:
    return any(c.start <= named[0] and named[1] <= c.end for c in cancers)


def _goes_beyond(one: Group, named: tuple[int, int, str]) -> bool:
    """Whether a gene with its alteration says more than the name that it overlaps."""
    start, end = one.reach()
    overlaps = one.start < named[1] and named[0] < one.end
    return overlaps and (start < named[0] or end > named[1]) and bool(exact(one.found))


def _genes(text: str, found: list[Mention], names: Names) -> list[GeneAt]:
    """The genes and families meant as such: none inside the name of a drug or, bare, of a cancer."""
    best = longest(found)
    drugs = [m for m in best if m.kind == "Drug"]
    cancers = [m for m in best if m.kind == "Cancer"]
    known = families(text)
    genes: list[GeneAt] = [f for f in known if not any(d.overlaps(f.start, f.end) for d in drugs)]
    for mention in longest(m for m in found if m.kind == "Gene"):
        if any(other.overlaps(mention.start, mention.end) for other in drugs):
            continue
        if any(f.start < mention.end and mention.start < f.end for f in known):
            continue
        inside = any(other.overlaps(mention.start, mention.end) for other in cancers)
        if not inside or in_gene_context(text, mention.start, mention.end):
            genes.append(GeneAt(mention.start, mention.end, (names.label(mention.id),)))
    return genes


def _read_group(text: str, one: Group, names: Names, result: Carried) -> None:
    absent = is_absent(text, one)
    labels = _labels(text, one, names, result)
    if absent:
        # "no ALK or ROS1 fusion": neither was found.
        labels = [member for label in labels for member in label.split(" OR ")]
    for label in labels:
        if not result.add(label, names, absent=absent):
            result.add(f"{one.symbols[-1]} alteration", names, absent=absent)
            result.notes.append(Note(kind="assumed", written=label, read_as=f"{one.symbols[-1]} alteration"))
    result.covered.append(one.reach())


def _labels(text: str, one: Group, names: Names, result: Carried) -> list[str]:
    pair = _pair(text, one, names, result)
    if pair:
        five, three = pair
        extra = [a.words for a in exact(one.found) if a.kind in OF_ONE_GENE]
        return [f"{five}::{three} fusion", *(f"{_bearer(pair, words, names)} {words}" for words in extra)]
    found = exact(one.found)
    if not found:
        return _alone(text, one, names, result)
    labels: list[str] = []
    if len(one.genes) == 1 and (family := one.genes[0].family):
        labels = [_label(family, alteration, names, result) for alteration in found]
        _offer_members(text, one, [f"{{}} {a.words}" for a in found], result)
        return labels
    for alteration in found:
        symbols = one.symbols
        if alteration.kind in OF_ONE_GENE:
            symbols = one.genes[-1].symbols
        each = [_label(symbol, alteration, names, result) for symbol in symbols]
        labels += _profile(each, one, alteration.kind)
    return labels


def _profile(labels: list[str], one: Group, kind: str) -> list[str]:
    """One OR for ``BRCA1/2 mutation`` and families; one label each for ``ALK and ROS1 fusion``."""
    alternatives = len(labels) > 1 and one.joint in ("slash", "or")
    if not alternatives:
        return labels
    return [(" AND " if kind == "wild" else " OR ").join(labels)]


def _label(symbol: str, alteration: Alteration, names: Names, result: Carried) -> str:
    if alteration.kind not in ("positive", "negative"):
        words = alteration.words
        if symbol in FAMILIES["RAS"] and (any_other := _RAS_ANY.fullmatch(words)):
            # Reports write G12X for any change of the codon, not for a stop.
            words = f"{any_other[1]}{any_other[2]} mutation"
        return f"{symbol} {words}"
    if _readable(f"{symbol} positive", names):
        return f"{symbol} positive"
    held = [label for what in _HELD if _is_held(label := f"{symbol} {what}", names)]
    if len(held) != 1:
        if alteration.kind == "positive":
            _offer_kinds(f"{symbol}-positive", symbol, names, result)
        return f"{symbol} alteration"
    result.notes.append(Note(kind="assumed", written=f"{symbol}-{alteration.kind}", read_as=held[0]))
    return held[0]


def _readable(label: str, names: Names) -> bool:
    try:
        return bool(read(label, names.genes))
    except Unreadable:
        return False


def _is_held(label: str, names: Names) -> bool:
    return any(n.kind == "Biomarker" for n in names.find([label]).get(label, ()))


def _pair(text: str, one: Group, names: Names, result: Carried) -> tuple[str, str] | None:
    """The two ends of a fusion, 5' first; None where the genes are no pair."""
    if len(one.symbols) != 2 or one.genes[-1].family or one.joint not in ("fusion", "slash"):
        return None
    first, second = one.symbols
    if first == second:
        return None
    ends = names.genes.fusion_end(first), names.genes.fusion_end(second)
    if one.joint == "slash":
        said = any(a.kind == "fusion" for a in one.found) and len(set(ends)) == 2
        if not said and not _is_held(f"{first}::{second} fusion", names):
            return None
    written = text[one.start : one.end]
    if "::" not in written and ends[0] == "3prime" and ends[1] != "3prime":
        first, second = second, first
        result.notes.append(Note(kind="order", written=written, read_as=f"{first}::{second}"))
    return first, second


def _bearer(pair: tuple[str, str], words: str, names: Names) -> str:
    """Which gene of a fusion bears a variant: the one on record with it, else the 3' end (the kinase)."""
    return next((s for s in reversed(pair) if _is_held(f"{s} {words}", names)), pair[1])


def _alone(text: str, one: Group, names: Names, result: Carried) -> list[str]:
    """A gene without its alteration: any alteration, and a question where several are on record."""
    if len(one.genes) == 1 and (family := one.genes[0].family):
        what = MEANT_OF_FAMILY[family]
        _offer_members(text, one, [f"{{}} {what}"], result)
        return [f"{family} {what}"]
    labels = []
    for gene in one.genes:
        for symbol in gene.symbols:
            labels.append(f"{symbol} alteration")
            _offer_kinds(text[gene.start : gene.end], symbol, names, result)
    return _profile(labels, one, "alteration")


def _offer_kinds(written: str, symbol: str, names: Names, result: Carried) -> None:
    found = names.find([f"{symbol} {what}" for what in _HELD])
    held = [what for what in _HELD if any(n.kind == "Biomarker" for n in found.get(f"{symbol} {what}", ()))]
    if len(held) < 2:
        return
    ask = f"Which change of {symbol} was found: {', '.join(held[:-1])} or {held[-1]}?"
    labels = [f"{symbol} alteration", *(f"{symbol} {what}" for what in held)]
    result.readings += [
        Reading(text=written, label=label, ask=ask, chosen=label == labels[0]) for label in labels
    ]


def _offer_members(text: str, one: Group, patterns: list[str], result: Carried) -> None:
    """A family stands for any of its genes until somebody says which."""
    gene = one.genes[-1]
    ask = f"In which gene was it found: {', '.join(gene.symbols[:-1])} or {gene.symbols[-1]}?"
    written = text[gene.start : gene.end]
    for pattern in patterns:
        members = [pattern.format(symbol) for symbol in gene.symbols]
        result.readings.append(Reading(text=written, label=" OR ".join(members), ask=ask, chosen=True))
        result.readings += [Reading(text=written, label=member, ask=ask) for member in members]


def _read_labels(text: str, found: list[Mention], names: Names, result: Carried) -> None:
    """Biomarkers named as a whole that the genes did not give (``HER2-low``, ``NTRK fusion``)."""
    for mention in longest(m for m in found if m.kind == "Biomarker"):
        if result.covers(mention.start, mention.end):
            continue
        if result.add(names.label(mention.id), names):
            result.covered.append((mention.start, mention.end))


def _read_bare_variants(text: str, graph: Graph, names: Names, result: Carried) -> None:
    """A variant without its gene: the biomarkers on record that bear it, the most studied first."""
    bare = {a.words: a for a in alterations(text) if a.kind in ("variant", "small_variant")}
    held = graph.ids("Biomarker") if bare else []
    for alteration in bare.values():
        change = changes.read(alteration.words, "")
        ending = f"-{(change.words if change else alteration.words).lower()}"
        ids = [id for id in held if id.lower().endswith(ending) and id.count("-") == 2]
        claims = graph.into(ids, "ot:biomarker")
        ids.sort(key=lambda id: (-len(claims.get(id, ())), id))
        labels = [names.label(id) for id in ids]
        if not labels or not result.add(labels[0], names):
            continue
        written = text[alteration.start : alteration.end]
        result.notes.append(Note(kind="assumed", written=written, read_as=labels[0]))
        result.covered.append((alteration.start, alteration.end))
        if len(labels) > 1:
            ask = f"In which gene was {alteration.words} found?"
            result.readings += [
                Reading(text=written, label=label, ask=ask, chosen=label == labels[0]) for label in labels[:6]
            ]
