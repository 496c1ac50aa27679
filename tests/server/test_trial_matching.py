"""``oncotrace trials`` and ``fetch``: what they print, and what they say of a name that means nothing."""

import json
from pathlib import Path

import pytest

from oncotrace.kg.errors import SourceError, Unreadable
from oncotrace.loaders.build import SourceRequest, build
from oncotrace.server.trial_fetching import fetch_trials
from oncotrace.server.trial_matching import Wanted, match_and_report

STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99000001", "briefTitle": "Repotrectinib in ROS1 fusions"},
        "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-11-02"}},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE2"]},
        "conditionsModule": {"conditions": ["Pancreatic Cancer"]},
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Tumor with a ROS1 fusion"},
    }
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose release holds the core and one trial of somebody's own."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("own")
    page = {"dataTimestamp": "2026-09-01T09:00:05", "studies": [STUDY]}
    (folder / "own.json").write_text(json.dumps(page), "utf-8")
    build(home, [SourceRequest("clinicaltrials", folder)], "2026-11-24")
    return home


@pytest.fixture(autouse=True)
def _read_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONCOTRACE_HOME", str(home))


def wanted(biomarker: str = "ROS1 fusion", cancer: str = "pancreatic cancer", **others: object) -> Wanted:
    return Wanted(biomarker=biomarker, cancer=cancer, today="2026-11-26", **others)  # type: ignore[arg-type]


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    match_and_report(wanted(), "text")
    out = capsys.readouterr().out
    assert out.startswith("Trials for ROS1 fusion in pancreatic cancer\n")
    assert "CAUTION: the trial data are 86 days old (of 1 September 2026)." in out
    assert "May fit, ask your team (1)\n  NCT99000001  Repotrectinib in ROS1 fusions\n" in out
    assert "[met] selects: \u201cTumor with a ROS1 fusion\u201d" in out
    assert "eligible" not in out


def test_an_empty_result_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    match_and_report(wanted("NTRK1 fusion", "lung cancer"), "text")
    out = capsys.readouterr().out
    assert "None of the 1 loaded trials clearly selects for NTRK1 fusion in lung cancer." in out
    assert "No trial comes near" in out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    match_and_report(wanted(), "json")
    [found] = json.loads(capsys.readouterr().out)["matches"]
    assert (found["verdict"], found["trial"]["id"]) == ("may fit", "NCT:NCT99000001")
    assert {c["about"] for c in found["checked"]} == {"biomarker", "cancer", "age", "status", "country"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"biomarker": "qqqq"}, "no biomarker of the name 'qqqq'"),
        ({"cancer": "qqqq"}, "no cancer of the name 'qqqq'"),
        ({"prior": ("qqqqqq",)}, "no drug of the name 'qqqqqq'"),
        ({"status": "open"}, "'open' is no status: choose one of"),
    ],
)
def test_what_means_nothing_is_told(typed: dict[str, object], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        match_and_report(wanted(**typed), "text")  # type: ignore[arg-type]


def test_a_fetch_needs_a_query() -> None:
    with pytest.raises(SourceError, match="say which trials"):
        fetch_trials(" ", None)
