"""Texts against codes: the biomarker that a source prints beside the one that was coded."""

import re
from collections.abc import Iterator

from oncotrace.kg.alarms.alarm import Alarm
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.records import Statement

_WORD = re.compile(r"(?<!PD-)(?:[A-Z][A-Za-z0-9]*\d[A-Za-z0-9]*|[A-Z]{3,}[A-Z0-9]*)")
"""What may be a gene symbol in running text: capitals, mostly with a digit. The L1 of PD-L1 is none."""

_NO_GENES = frozenset(("HR", "HRD", "MSI", "TMB", "DMMR", "CPS", "TPS"))
"""Signatures and scores; some are names of genes too (HRD of TBCE)."""


def other_gene(material: Material) -> Iterator[Alarm]:
    """Statements whose printed biomarker names genes, and none of those of the coded biomarker."""
    seen: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in material.statements:
        if statement.biomarker_text:
            row = (statement.source, statement.locator, statement.biomarker_text)
            seen.setdefault(row, []).append(statement)
    for statements in seen.values():
        yield from _of_row(material, statements)


def _of_row(material: Material, statements: list[Statement]) -> Iterator[Alarm]:
    """One row of a source may have become several statements."""
    text = statements[0].biomarker_text
    printed = _genes(material, text)
    coded = {g for s in statements for g in _coded(material, s)}
    symbols = sorted(material.label(g) for g in coded)
    named = ", ".join(sorted(printed.values()))
    if not coded or not printed or coded & printed.keys() or _family(text, symbols):
        return
    yield Alarm(
        severity="error",
        check="biomarker_text",
        record=statements[0].id,
        what=f"{material.about(statements[0])}: printed as “{text}”",
        reason=f"the text names {named}, the coded biomarker {', '.join(symbols)}",
        mend="read the document to see which of the two is meant, and tell the source",
        statements=tuple(s.id for s in statements),
    )


def _coded(material: Material, statement: Statement) -> frozenset[str]:
    proposition = material.propositions.get(statement.proposition)
    return material.genes(proposition.biomarker) if proposition else frozenset()


def _genes(material: Material, text: str) -> dict[str, str]:
    """The genes that a text names: id to the word as printed."""
    words = dict.fromkeys(word for word in _WORD.findall(text) if word.upper() not in _NO_GENES)
    return {gene: word for word in words if (gene := material.names.gene(word))}


def _family(text: str, symbols: list[str]) -> bool:
    """Whether a word stands for a family that a coded gene belongs to: BRCA for BRCA1."""
    return any(symbol.startswith(word) for word in _WORD.findall(text) for symbol in symbols)
