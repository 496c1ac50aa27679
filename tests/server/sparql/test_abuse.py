"""A hundred abusive queries: each ends, the server lives, memory is bounded, another client is served.

``abuse.py`` holds the families; run as a program it prints what the other client feels.
"""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from abuse import EVERY, FAMILIES, SHORT, attack, bystander, get, memory_of_workers, serving, with_limits

from oncotrace.server.served import Served

ENDS = {200, 422, 504}
"""Answered, refused for its size, stopped at the deadline."""


@pytest.fixture(scope="module")
def port(core_home: Path) -> Iterator[int]:
    with serving(with_limits(Served(home=core_home), SHORT)) as port:
        yield port


def test_abuse_hurts_nobody_else(port: int) -> None:
    done, peak = threading.Event(), 0
    felt: list[tuple[int, float]] = []
    ended = {}
    watcher = threading.Thread(target=lambda: felt.extend(bystander(port, done)))
    attacker = threading.Thread(target=lambda: ended.update(attack(port)))
    watcher.start()
    attacker.start()
    while attacker.is_alive():
        peak = max(peak, memory_of_workers())
        attacker.join(0.05)
    done.set()
    watcher.join()
    assert sum(ended.values()) == EVERY * len(FAMILIES)
    assert {status for _, status in ended} <= ENDS, ended
    assert any(status == 504 for _, status in ended)
    assert len(felt) > 10
    assert {status for status, _ in felt} == {200}
    assert peak <= SHORT.workers * 2 * SHORT.memory
    assert get(port, "ASK {}")[0] == 200
