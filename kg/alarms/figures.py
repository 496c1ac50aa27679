"""Figures that cannot be, or that do not match the counts beside them."""

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import partial

from oncotrace.kg.alarms.alarm import Alarm
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.records import CirculatingFigure, Finding, PrevalenceObservation, Statement

_alarm = partial(Alarm, check="figures")

_PERCENT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)")
_RANGE = re.compile(r"\d\s*%?\s*(?:-|–|to|and)\s*<?\d|[<>≤≥~±]|about|under|over|less|more|almost", re.I)
_ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)


def impossible(material: Material) -> Iterator[Alarm]:
    """More than all, more than 100 %, or a percentage that n of N does not give."""
    for found in material.all(Finding):
        yield from _counts(material, found, found.n, found.total)
    for figure in material.all(PrevalenceObservation):
        yield from _counts(material, figure, figure.n, figure.total)
        yield from _over(material, figure, figure.printed)
        yield from _mismatch(material, figure)
    for circulating in material.all(CirculatingFigure):
        yield from _over(material, circulating, circulating.figure)


def _counts(material: Material, statement: Statement, n: int | None, total: int | None) -> Iterator[Alarm]:
    if n is not None and total is not None and not 0 <= n <= total:
        yield _alarm(
            severity="error",
            record=statement.id,
            what=f"{material.about(statement)}: {n} of {total}",
            reason="a part is not more than the whole",
            mend="read n and N again in the document",
            statements=(statement.id,),
        )


def _over(material: Material, statement: Statement, printed: str) -> Iterator[Alarm]:
    if any(Decimal(p) > 100 for p in _PERCENT.findall(printed)):
        yield _alarm(
            severity="error",
            record=statement.id,
            what=f"{material.about(statement)}: {printed}",
            reason="a share is not more than 100 %",
            mend="read the figure again in the document; a hazard ratio or a fold change is no share",
            statements=(statement.id,),
        )


def _mismatch(material: Material, figure: PrevalenceObservation) -> Iterator[Alarm]:
    percentages = _PERCENT.findall(figure.printed)
    if len(percentages) != 1 or _RANGE.search(figure.printed) or figure.n is None or not figure.total:
        return
    printed, share = Decimal(percentages[0]), Decimal(100 * figure.n) / figure.total
    unit = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    if printed not in {share.quantize(unit, rounding) for rounding in _ROUNDINGS}:
        yield _alarm(
            severity="warning",
            record=figure.id,
            what=f"{material.about(figure)}: {figure.printed}, n={figure.n}, N={figure.total}",
            reason=f"{figure.n} of {figure.total} is {share:.2f} %",
            mend="see in the document which denominator the percentage has, and say so or mend the counts",
            statements=(figure.id,),
        )
