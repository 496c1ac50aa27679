"""Many eligibility texts read at once, by as many processes as there are processors."""

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from oncotrace.kg.names import Names
from oncotrace.loaders.eligibility import reading
from oncotrace.loaders.eligibility.lexicon import GraphLexicon

WORTH = 1_000
"""Texts below which starting processes takes longer than it saves."""


class Readers:
    """Reads texts among the names of a graph; to be closed."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._lexicon = GraphLexicon(names)
        self._stack = ExitStack()

    def read(self, texts: Sequence[str]) -> list[list[reading.Reading]]:
        """The readings of each text, in order."""
        if len(texts) < WORTH:
            return [reading.read(text, self._lexicon) for text in texts]
        return list(self._pool.map(_read, texts, chunksize=50))

    def close(self) -> None:
        self._stack.close()

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="oncotrace-names-"))
        copy = Path(folder) / "names"
        self._names.copy(copy)
        pool = ProcessPoolExecutor(
            os.cpu_count(), mp_context=get_context("spawn"), initializer=_open, initargs=(copy,)
        )
        return self._stack.enter_context(pool)


_lexicon: GraphLexicon
"""Of a process of the pool."""


def _open(path: Path) -> None:
    global _lexicon
    _lexicon = GraphLexicon(Names.at(path))


def _read(text: str) -> list[reading.Reading]:
    return reading.read(text, _lexicon)
