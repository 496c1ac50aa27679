"""Words for figures, dates, frequency and certainty: one place for what counts as rare.

All numbers keep the precision that the source printed, unless that is more than four decimals; a share that
we computed has two significant digits and says so.
"""

from collections.abc import Sequence
from functools import lru_cache

from oncotrace.kg.records import ApprovalEvent, Biomarker, Cancer, Drug, Regimen
from oncotrace.ontology.expressions import expression
from oncotrace.queries.prevalence import Figure

_MONTHS = (
    "January February March April May June July August September October November December".split()
)

RARITY = (
    (0.001, "very rare"),
    (0.01, "rare"),
    (0.05, "uncommon"),
    (0.20, "fairly common"),
    (0.50, "common"),
    (1.00, "very common"),
)
"""Our own words by upper bound of the share; a word never stands without its figure. The step at
1 % follows what large series call rare; agencies define no such steps for alterations."""

RARE = next(bound for bound, word in RARITY if word == "rare")
"""The share up to which a change is called rare."""

MOST_LABELS = 10_000
"""Labels whose words are kept: the full build has some five thousand biomarkers."""

EVENT_WORDS = {
    "accelerated": "accelerated approval",
    "conditional": "conditional approval",
    "regular": "approval",
    "extended": "wider approval",
    "approved": "approval",
    "withdrawn": "withdrawn",
}

AGENCY_PLACE = {
    "FDA": "the United States",
    "EMA": "the European Union",
    "MHRA": "the United Kingdom",
    "PMDA": "Japan",
    "NMPA": "China",
    "HC": "Canada",
}


def date_words(date: str) -> str:
    """``2018-11-26`` -> ``26 November 2018``; a shorter date keeps its precision."""
    parts = date.split("-")
    if len(parts) == 1:
        return date
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def on_date(date: str) -> str:
    """``on 26 November 2018``, ``in April 2025``, ``in 2019``."""
    return f"{'on' if len(date) == 10 else 'in'} {date_words(date)}"


def number(value: int) -> str:
    return f"{value:,}"


def percent(share: float) -> str:
    """A share as a percentage with two significant digits: ``0.00088`` -> ``0.088%``."""
    value = share * 100
    if value == 0 or value >= 10:
        return f"{value:.0f}%"
    digits = 1 if value >= 1 else 2
    text = f"{value:.{digits}f}" if value >= 0.1 else f"{value:.2g}"
    return f"{text}%"


def listed(items: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def rarity(share: float) -> str:
    return next(word for bound, word in RARITY if share <= bound)


def figure_words(figure: Figure) -> str:
    """``3 of 400 (0.8%)``; the figure as printed, or computed where it was not."""
    figure.words = figure.words or _figure_words(figure)
    return figure.words


_LONG = expression(r"\d+\.\d{5,}(?=%)")


def as_printed(text: str) -> str:
    """A figure as the source printed it, but two decimals instead of more than four: a proof has them."""
    return _LONG.sub(lambda found: f"{float(found[0]):.2f}", text)


def _figure_words(figure: Figure) -> str:
    seen = figure.observation
    if seen.finding == "none_reported":
        return f"none reported in {number(seen.total)}" if seen.total else "none reported"
    if seen.n is not None and seen.total and seen.n in (0, seen.total):
        words = f"{number(seen.n)} of {number(seen.total)} ({interval_words(figure)})"
    elif seen.n is not None and seen.total:
        share = as_printed(seen.printed) or f"{percent(seen.n / seen.total)}, computed"
        words = f"{number(seen.n)} of {number(seen.total)} ({share})"
    elif seen.printed and seen.total:
        words = f"{as_printed(seen.printed)} of {number(seen.total)}"
    else:
        words = as_printed(seen.printed) or f"{number(seen.n or 0)} cases, group size not printed"
    return f"{words}, second-hand" if seen.confidence == "secondary-only" else words


def group_words(figure: Figure) -> str:
    """A figure with whom it is of: ``746 of 1,450 (51.4%; Asian, untreated)``, ``14.1% (Europe)``."""
    words, who = figure_words(figure), figure.observation.population
    if not who:
        return words
    return f"{words[:-1]}; {who})" if words.endswith(")") else f"{words} ({who})"


def interval_words(figure: Figure) -> str:
    """``95% interval 44% to 100%``, or nothing where none can be given."""
    found = figure.interval
    return f"95% interval {percent(found[0])} to {percent(found[1])}" if found else ""


def biomarker_words(biomarker: Biomarker) -> str:
    """A biomarker as it stands in a sentence: ``NTRK1/2/3 fusion``, ``HER2 (ERBB2) amplification``."""
    return label_words(biomarker.label)


@lru_cache(MOST_LABELS)
def label_words(label: str) -> str:
    """A canonical label in words: profiles with their genes grouped, familiar names beside symbols."""
    if "(" in label:
        # A profile within a profile keeps its brackets, and every part its gene.
        label = label.replace(" OR ", " or ").replace(" AND ", " and ")
    if " OR " in label:
        return _joined(label, "OR", "or")
    if " AND " in label:
        return _joined(label, "AND", "and")
    return label.replace("ERBB2", "HER2 (ERBB2)")


def _joined(label: str, operator: str, last: str) -> str:
    """The parts of a profile, genes with the same change named once."""
    genes: dict[str, list[str]] = {}
    for part in label.split(f" {operator} "):
        gene, _, change = part.partition(" ")
        genes.setdefault(change, []).append(gene)
    words = [
        f"{listed(_numbered(named), last)} {change}".strip() if change else listed(named, last)
        for change, named in genes.items()
    ]
    return listed(words, last).replace("ERBB2", "HER2 (ERBB2)")


def _numbered(genes: list[str]) -> list[str]:
    """Genes that differ by a last digit alone, joined: ``NTRK1/2/3``."""
    families: dict[str, list[str]] = {}
    for gene in genes:
        families.setdefault(gene[:-1] if gene[-1:].isdigit() and len(gene) > 3 else gene, []).append(gene)
    return [
        stem + "/".join(g[-1] for g in members) if len(members) > 1 else members[0]
        for stem, members in families.items()
    ]


def cancer_words(cancer: Cancer) -> str:
    return cancer.label


def therapy_words(therapy: Drug | Regimen, drugs: Sequence[Drug]) -> str:
    """``crizotinib (Xalkori)``; the drugs of a combination joined by ``with``."""
    if isinstance(therapy, Drug):
        return f"{therapy.label} ({therapy.brands[0]})" if therapy.brands else therapy.label
    joint = {"combination": "and", "substitutes": "or", "sequential": "then"}[therapy.interaction]
    return listed([d.label for d in drugs] or [therapy.label], joint)


def at_stage(cancer: str, stage: str) -> str:
    """``metastatic pancreatic adenocarcinoma``; ``any metastatic solid tumour``; ``early breast cancer after
    surgery``."""
    if not stage:
        return cancer
    stage, after, what = stage.partition(", after ")
    if after:
        return f"{at_stage(cancer, stage)} after {what}"
    return f"any {stage} {cancer[4:]}" if cancer.startswith("any ") else f"{stage} {cancer}"


def frequency_words(shares: Sequence[float]) -> str:
    """The word for these shares; ``rare to common`` where they span several."""
    low, high = rarity(min(shares)), rarity(max(shares))
    return low if low == high else f"{low} to {high}"


def events_words(events: Sequence[ApprovalEvent]) -> str:
    """``accelerated approval on 26 November 2018, approval in April 2025``."""
    return ", ".join(f"{EVENT_WORDS[e.kind]} {on_date(e.date)}" for e in events)


def capitalised(text: str) -> str:
    """First letter upper case; ``dMMR`` and its like stay as they are."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
