"""The command `oncotrace conflicts`: sides, papers counted once, and the reading that the rules give."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from oncotrace.kg.errors import Unreadable
from oncotrace.server.conflicting import conflicts_and_report


@pytest.fixture
def full(full_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONCOTRACE_HOME", str(full_home))


def listed(capsys: pytest.CaptureFixture[str], as_of: str | None = None) -> list[dict[str, Any]]:
    conflicts_and_report(None, as_of, "public", as_json=True)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["conflicts"]
    return found


def on_treatment(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [c for c in found if c["proposition"]["axis"] == "treatment_response"]


@pytest.mark.usefixtures("full")
def test_thirty_eleven_and_one(capsys: pytest.CaptureFixture[str]) -> None:
    """CIViC's 30 for and against one word and 11 of opposed words; one more where two names are one regimen
    (tests/queries/test_conflicts.py counts them from CIViC's file)."""
    found = on_treatment(listed(capsys))
    kinds = Counter("direction" if "direction" in c["kinds"] else "sign" for c in found)
    assert kinds == {"direction": 30 + 1, "sign": 11}


@pytest.mark.usefixtures("full")
def test_every_conflict_has_sides_papers_and_a_reading(capsys: pytest.CaptureFixture[str]) -> None:
    for conflict in listed(capsys):
        assert len(conflict["stands"]) >= 2
        for stand in conflict["stands"]:
            assert stand["statements"] and stand["documents"]
            assert len(set(stand["documents"])) == len(stand["documents"]) <= len(stand["statements"])
            assert stand["dates"][0] <= stand["dates"][1]
        assert conflict["lead"]["because"]


@pytest.mark.usefixtures("full")
def test_a_day_knows_the_papers_of_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    then, now = listed(capsys, "2005-12-31"), listed(capsys)
    assert 0 < len(then) < len(now)
    assert all(stand["dates"][1] < "2006" for conflict in then for stand in conflict["stands"])


@pytest.mark.usefixtures("full")
def test_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """EID12799 against EID12760 and EID12822, in lines that a person reads."""
    conflicts_and_report(None, None, "public", as_json=False)
    blocks = capsys.readouterr().out.split("\n\n")
    assert "propositions whose statements disagree" in blocks[0]
    (block,) = (b for b in blocks if "EID12799" in b)
    title, one, other, reading = block.splitlines()
    assert "durvalumab + tremelimumab" in title and "(treatment response)" in title
    assert {"EID12799" in one, "EID12799" in other} == {True, False}
    assert all("civic:" in side and " document" in side for side in (one, other))
    assert reading.startswith("  reading: ")


def test_without_conflicts(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    conflicts_and_report(None, "2000-01-01", "public", as_json=False)
    assert capsys.readouterr().out.endswith(": 0 propositions whose statements disagree\n")


def test_no_day(home: Path) -> None:
    with pytest.raises(Unreadable, match="as_of is 'soon', which is no day"):
        conflicts_and_report(None, "soon", "public", as_json=False)
