"""A pool over the core, with limits that a test can wait for."""

from collections.abc import Iterator

import pytest
from abuse import SHORT

from oncotrace.kg.release import STORE, Release
from oncotrace.server.sparql.pool import Pool


@pytest.fixture(scope="session")
def pool(core_release: Release) -> Iterator[Pool]:
    pool = Pool(core_release.path / STORE, SHORT)
    yield pool
    pool.close()
