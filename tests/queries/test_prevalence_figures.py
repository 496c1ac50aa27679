"""Figures keep their denominators and their doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncotrace.kg.records import PrevalenceObservation
from oncotrace.queries.prevalence import Figure, printed_share, wilson


@pytest.mark.parametrize(
    ("n", "total", "low", "high"),
    [
        (3, 3, 43.85, 100.0),  # all of three is never "all"
        (0, 3426, 0.0, 0.112),
        (3, 47, 2.19, 17.16),
        (50, 100, 40.38, 59.62),  # the textbook case
    ],
)
def test_wilson_intervals(n: int, total: int, low: float, high: float) -> None:
    """Values of the Wilson interval worked out apart, in percent."""
    found = wilson(n, total)
    assert found[0] * 100 == pytest.approx(low, abs=0.05)
    assert found[1] * 100 == pytest.approx(high, abs=0.05)


@given(st.integers(1, 100_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_interval_holds_the_share_and_stays_a_share(pair: tuple[int, int]) -> None:
    n, total = pair
    low, high = wilson(n, total)
    assert 0.0 <= low <= n / total + 1e-12
    assert n / total - 1e-12 <= high <= 1.0


@pytest.mark.parametrize(
    ("text", "share"),
    [("0.30%", 0.003), ("73.55%", 0.7355), ("85-96%", None), ("up to 4%", None), ("", None), ("<=2%", None)],
)
def test_only_a_plain_percentage_gives_a_number(text: str, share: float | None) -> None:
    assert printed_share(text) == (pytest.approx(share) if share else None)


def test_more_than_all_has_no_interval() -> None:
    """A check finds such a figure (kg/alarms/figures.py); an answer does not stumble over it."""
    seen = PrevalenceObservation(
        id="oid:st-1", proposition="oid:prop-1", source="oid:source-core", n=4, total=3, printed=""
    )
    assert Figure(observation=seen, biomarker="", cancer="").interval is None
