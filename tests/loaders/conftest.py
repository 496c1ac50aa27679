"""Sources read once a session, whole, through the sandbox."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from oncotrace.kg.records import Record
from oncotrace.loaders import sources
from oncotrace.loaders.declare import Outcome, Row, Skipped


@dataclass(slots=True)
class Taken:
    """What a source gave: its rows, its records by id, and the rows it skipped."""

    rows: list[Row]
    outcomes: list[Outcome]

    @property
    def records(self) -> dict[str, Record]:
        return {o.id: o for o in self.outcomes if not isinstance(o, Skipped)}

    @property
    def skipped(self) -> list[Skipped]:
        return [o for o in self.outcomes if isinstance(o, Skipped)]


@pytest.fixture(scope="session")
def taken(sources_dir: Path) -> Callable[[str], Taken]:
    """An entity source by name."""

    @cache
    def read(name: str) -> Taken:
        source = sources.by_name(name)
        rows = list(sources.rows_of(source, sources.locate(source, sources_dir), sources_dir))
        return Taken(rows, list(sources.outcomes(source, rows)))

    return read
