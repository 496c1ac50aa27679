"""Trials: what is taken of a study, what is dropped, and how names and versions are settled."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oncotrace.kg.names import Names
from oncotrace.kg.records import Biomarker, Criterion, Trial, TrialArm
from oncotrace.loaders import clinicaltrials, sources
from oncotrace.loaders.curated import load_core
from oncotrace.loaders.declare import Outcome, Skipped, Unmapped
from oncotrace.loaders.studies import slim

TEXT = "Inclusion Criteria:\n\n* Solid tumor with a ROS1 fusion\n\nExclusion Criteria:\n\n* KRAS G12C"


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    records = load_core()
    names = Names.of(records, records)
    yield names


def study(number: int = 1, **modules: dict[str, Any]) -> dict[str, Any]:
    """A study in the shape of the API; ``modules`` replace those of the same name."""
    protocol: dict[str, Any] = {
        "identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": "A study"},
        "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-01-02"}},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE1", "PHASE2"]},
        "conditionsModule": {"conditions": ["Carcinoma, Non-Small-Cell Lung", "Solid Tumors", "Sadness"]},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "A", "type": "ACTIVE_COMPARATOR", "interventionNames": ["Drug: Xalkori"]}
            ],
            "interventions": [
                {"name": "Crizotinib 250 mg capsules", "type": "DRUG"},
                {"name": "XYZ-1", "type": "DRUG"},
            ],
        },
        "eligibilityModule": {"eligibilityCriteria": TEXT, "minimumAge": "18 Years", "sex": "FEMALE"},
        "contactsLocationsModule": {
            "centralContacts": [{"name": "Jane Doe", "phone": "555-0100", "email": "jane@example.org"}],
            "overallOfficials": [{"name": "John Roe"}],
            "locations": [
                {"city": "Ghent", "country": "Belgium", "contacts": [{"name": "Jane Doe"}]},
                {"city": "Ghent", "country": "Belgium", "facility": "Hospital"},
            ],
        },
    }
    return {"protocolSection": protocol | modules}


def load(folder: Path, names: Names) -> list[Outcome]:
    source = clinicaltrials.SOURCE
    files = sources.locate(source, folder)
    return list(sources.outcomes(source, sources.rows_of(source, files, folder), names))


def write(folder: Path, name: str, content: object) -> None:
    path = folder / "clinicaltrials" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(item) for item in content] if name.endswith(".ndjson") else [json.dumps(content)]  # type: ignore[attr-defined]
    path.write_text("\n".join(lines), "utf-8")


def test_a_study_becomes_a_trial_with_arms_and_criteria(tmp_path: Path, names: Names) -> None:
    write(tmp_path, "one.json", study())
    found = load(tmp_path, names)
    [trial] = [o for o in found if isinstance(o, Trial)]
    assert trial == Trial(
        id="NCT:NCT00000001",
        source="oid:source-clinicaltrials",
        label="A study",
        status="recruiting",
        status_on="2026-01-02",
        study_type="interventional",
        phases=("1", "2"),
        cancers=("MONDO:0005233", "oid:cancer-solid-tumour"),
        condition_names=("Carcinoma, Non-Small-Cell Lung", "Solid Tumors", "Sadness"),
        drugs=("oid:drug-crizotinib",),
        intervention_names=("Crizotinib 250 mg capsules", "XYZ-1"),
        countries=("Belgium",),
        cities=("Ghent, Belgium",),
        minimum_age=18,
        sex="female",
        text_hash=hashlib.sha256(TEXT.encode()).hexdigest(),
    )
    [arm] = [o for o in found if isinstance(o, TrialArm)]
    assert (arm.label, arm.kind, arm.drugs) == ("A", "active comparator", ("oid:drug-crizotinib",))
    assert {(o.kind, o.name) for o in found if isinstance(o, Unmapped)} == {
        ("Cancer", "Sadness"),
        ("Drug", "XYZ-1"),
    }


def test_criteria_point_into_the_hashed_text(tmp_path: Path, names: Names) -> None:
    write(tmp_path, "one.json", study())
    found = load(tmp_path, names)
    labels = {o.id: o.label for o in found if isinstance(o, Biomarker)}
    criteria = [o for o in found if isinstance(o, Criterion)]
    told = [(c.polarity, [labels[b] for b in c.biomarkers], c.section) for c in criteria]
    assert told == [("selects", ["ROS1 fusion"], "inclusion"), ("excludes", ["KRAS G12C"], "exclusion")]
    for criterion in criteria:
        assert TEXT[criterion.start : criterion.end] == criterion.quote
    assert criteria[0].cancers == ("oid:cancer-solid-tumour",)


def test_no_person_is_kept(tmp_path: Path, names: Names) -> None:
    write(tmp_path, "one.json", study())
    everything = repr(load(tmp_path, names)) + repr(slim(study()))
    for private in ("Doe", "Roe", "555", "example.org", "Hospital"):
        assert private not in everything


def test_forms_of_files_and_the_newest_version(tmp_path: Path, names: Names) -> None:
    """A page, an array, one study, lines: the newest of a trial is taken, others are skipped and counted."""
    newer = {"overallStatus": "COMPLETED", "lastUpdatePostDateStruct": {"date": "2026-03-01"}}
    write(tmp_path, "a-page.json", {"studies": [study(1), study(2)], "nextPageToken": "x"})
    write(tmp_path, "deep/b-array.json", [study(1, statusModule=newer), study(3)])
    write(tmp_path, "c.ndjson", [study(3), study(4)])
    write(tmp_path, "d-other.json", {"nct_id": "NCT00000009", "criteria": []})
    found = load(tmp_path, names)
    trials = {o.id[-1]: o.status for o in found if isinstance(o, Trial)}
    assert trials == {"1": "completed", "2": "recruiting", "3": "recruiting", "4": "recruiting"}
    reasons = [o.reason for o in found if isinstance(o, Skipped)]
    assert sorted(reasons) == sorted([clinicaltrials.OLDER, clinicaltrials.OLDER, clinicaltrials.NO_STUDY])
    assert len({o.id for o in found if isinstance(o, Criterion)}) == 8


def test_the_version_is_the_day_of_the_data(tmp_path: Path) -> None:
    write(tmp_path, "00-fetch.json", {"dataTimestamp": "2026-02-03T09:00:05", "studies": []})
    write(tmp_path, "page-000001.json", {"dataTimestamp": "2026-01-01T09:00:05", "studies": [study()]})
    source = clinicaltrials.SOURCE
    assert sources.version_of(source, sources.locate(source, tmp_path)) == "2026-02-03"


@pytest.mark.parametrize(
    ("printed", "age"),
    [("18 Years", 18), ("1 Year", 1), ("30 Months", 2), ("6 Weeks", 0), ("N/A", None), ("", None)],
)
def test_ages(printed: str, age: int | None) -> None:
    assert clinicaltrials.years(printed) == age


def test_phases() -> None:
    assert clinicaltrials.phases(["EARLY_PHASE1"]) == ("early 1",)
    assert clinicaltrials.phases(["Phase 1/Phase 2", "NA"]) == ("1", "2")


@pytest.mark.parametrize(
    "broken", [{}, {"protocolSection": None}, {"protocolSection": {"identificationModule": []}}]
)
def test_what_is_no_study_is_skipped(broken: dict[str, Any], tmp_path: Path, names: Names) -> None:
    write(tmp_path, "one.json", broken)
    assert [type(o) for o in load(tmp_path, names)] == [Skipped]


def test_the_published_files(sources_dir: Path, names: Names) -> None:
    """All of the folder: 901 + 100 + 4 studies, and 35 lines that are none."""
    found = load(sources_dir, names)
    trials = [o for o in found if isinstance(o, Trial)]
    assert len(trials) == len({t.id for t in trials}) == 1_005
    assert [o.reason for o in found if isinstance(o, Skipped)] == [clinicaltrials.NO_STUDY] * 35
    with_cities = [t for t in trials if t.cities]
    assert len(with_cities) > 80  # of the 104 studies as the API gives them, some of which have no sites
    assert all("@" not in city for t in with_cities for city in t.cities)
