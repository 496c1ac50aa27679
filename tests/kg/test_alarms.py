"""Every check of a release: a good graph that it passes, and a bad one in which it finds the fault."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from oncotrace.kg import nquads
from oncotrace.kg.alarms import run
from oncotrace.kg.alarms.alarm import SEVERITIES, Alarm, SkipCheck
from oncotrace.kg.alarms.dates import before
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.alarms.sources import most_days
from oncotrace.kg.names import Names
from oncotrace.kg.oxigraph import OxigraphStore
from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    Cancer,
    CirculatingFigure,
    Coverage,
    Document,
    Drug,
    Evidence,
    Finding,
    Gene,
    Indication,
    PrevalenceObservation,
    Proposition,
    Quarantined,
    Record,
    Regimen,
    Source,
)
from oncotrace.kg.release import Release
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.kg.triples import encode_all

DAY = "2026-11-24"
SOURCE = Source(id="oid:source-moalmanac", title="A source", version="2026-11-01", licence="CC0-1.0")

ENTITIES: tuple[Record, ...] = (
    SOURCE,
    Gene(id="HGNC:10261", symbol="ROS1"),
    Gene(id="HGNC:3236", symbol="EGFR"),
    Gene(id="HGNC:1100", symbol="BRCA1"),
    Gene(id="HGNC:20716", symbol="TBCE", aliases=("HRD",)),
    Biomarker(
        id="oid:bm-ros1-fusion",
        kind="fusion",
        label="ROS1 fusion",
        genes=("HGNC:10261",),
        five_prime="v",
        three_prime="HGNC:10261",
    ),
    Biomarker(id="oid:bm-egfr-l858r", kind="small_variant", label="EGFR L858R", genes=("HGNC:3236",)),
    Biomarker(id="oid:bm-brca1-mutation", kind="small_variant", label="BRCA1 mutation", genes=("HGNC:1100",)),
    Cancer(id="MONDO:0005233", label="non-small cell lung carcinoma"),
    Drug(id="oid:drug-taletrectinib", label="taletrectinib"),
    Drug(id="oid:drug-lazertinib", label="lazertinib"),
    Drug(id="oid:drug-amivantamab", label="amivantamab"),
    Regimen(
        id="oid:regimen-a-l",
        label="amivantamab + lazertinib",
        interaction="combination",
        drugs=("oid:drug-amivantamab", "oid:drug-lazertinib"),
    ),
    Proposition(
        id="oid:prop-ros1",
        axis="treatment_response",
        biomarker="oid:bm-ros1-fusion",
        therapy="oid:drug-taletrectinib",
        cancer="MONDO:0005233",
    ),
    Proposition(
        id="oid:prop-egfr",
        axis="treatment_response",
        biomarker="oid:bm-egfr-l858r",
        therapy="oid:regimen-a-l",
        cancer="MONDO:0005233",
    ),
    Proposition(
        id="oid:prop-brca",
        axis="treatment_response",
        biomarker="oid:bm-brca1-mutation",
        therapy="oid:drug-taletrectinib",
        cancer="MONDO:0005233",
    ),
    Proposition(
        id="oid:prop-common", axis="frequency", biomarker="oid:bm-ros1-fusion", cancer="MONDO:0005233"
    ),
    Document(
        id="oid:doc-label-ibtrozi",
        kind="label",
        title="Ibtrozi label",
        url="https://www.accessdata.fda.gov/drugsatfda_docs/label/2025/219713s000lbl.pdf",
        published="2025-06-11",
    ),
    Document(id="PMID:31068372", kind="article", title="A paper", published="2019-05-09"),
)


def material(records: Iterable[Record], folder: Path, report: dict[str, object] | None = None) -> Material:
    """What checks read, over the entities above and these records."""
    all_records = [*ENTITIES, *records]
    quads = list(encode_all(all_records, "graph:core"))
    nquads.write(quads, folder / "graph.nq")
    (folder / "report.json").write_text(json.dumps(report or {}))
    store = OxigraphStore(None)
    store.load(quads)
    return Material(folder, DAY, StoreGraph(store), Names.of(all_records))


def found(
    check: str, records: Iterable[Record], folder: Path, report: dict[str, object] | None = None
) -> list[Alarm]:
    """The alarms of one check, as a report gives them."""
    (one,) = (c for c in run.CHECKS if c.name == check)
    return list(one.run(material(records, folder, report)))


def indication(*events: ApprovalEvent, **values: object) -> list[Record]:
    """An FDA indication of taletrectinib with these events."""
    given: dict[str, object] = {
        "id": "oid:st-moalmanac-1",
        "proposition": "oid:prop-ros1",
        "source": SOURCE.id,
        "documents": ("oid:doc-label-ibtrozi",),
        "agency": "FDA",
        "entered": "2026-05-07",
        "licence": "CC0-1.0",
        "access": "database_row",
    }
    made = Indication(**(given | values), events=tuple(e.id for e in events))  # type: ignore[arg-type]
    return [made, *events]


def event(kind: str, date: str, **values: object) -> ApprovalEvent:
    return ApprovalEvent(id=f"oid:ev-{kind}-{date}", kind=kind, date=date, **values)  # type: ignore[arg-type]


def evidence(id: str, significance: str, direction: str = "supports", **values: object) -> Evidence:
    given: dict[str, object] = {
        "proposition": "oid:prop-ros1",
        "source": SOURCE.id,
        "documents": ("PMID:31068372",),
        "entered": "2020-01-01",
        "licence": "CC0-1.0",
        "access": "database_row",
    }
    return Evidence(id=id, significance=significance, direction=direction, **(given | values))  # type: ignore[arg-type]


def figure(**values: object) -> PrevalenceObservation:
    given: dict[str, object] = {
        "id": "oid:st-core-figure",
        "proposition": "oid:prop-common",
        "source": SOURCE.id,
        "documents": ("PMID:31068372",),
        "entered": "2026-11-24",
        "licence": "CC0-1.0",
        "access": "abstract",
    }
    return PrevalenceObservation(**(given | values))  # type: ignore[arg-type]


# --- what was wrong in a real source ----------------------------------------------------------


def test_an_approval_before_the_products_first_label(tmp_path: Path) -> None:
    """Ibtrozi 2015-06-11: its own first label is of 2025."""
    wrong = indication(event("approved", "2015-06-11"), event("regular", "2025-06-11"))
    (alarm,) = found("label_year", wrong, tmp_path)
    assert (alarm.severity, alarm.record) == ("error", "oid:ev-approved-2015-06-11")
    assert "2025" in alarm.reason and "219713s000lbl.pdf" in alarm.reason
    assert "taletrectinib" in alarm.what and "2015-06-11" in alarm.what
    assert alarm.statements == ("oid:st-moalmanac-1",)


@pytest.mark.parametrize(
    ("date", "file", "severity"),
    [
        ("2025-06-11", "219713s000lbl.pdf", None),
        ("2025", "219713s000lbl.pdf", None),
        ("2018-06-27", "210496lbl.pdf", "warning"),  # after the first label: no impossible day
        ("2015-01", "210496lbl.pdf", "error"),
        ("2015-01", "761139Orig1s000lbl.pdf", "error"),
        ("2015-01", "103792s5175lbl.pdf", "warning"),  # a later label may tell of an earlier approval
    ],
)
def test_label_years(tmp_path: Path, date: str, file: str, severity: str | None) -> None:
    year = "2017" if date.startswith("2018") else "2025"
    url = f"https://www.accessdata.fda.gov/drugsatfda_docs/label/{year}/{file}"
    label = Document(id="oid:doc-label-x", kind="label", url=url)
    records = [label, *indication(event("approved", date), documents=(label.id,))]
    assert [a.severity for a in found("label_year", records, tmp_path)] == ([severity] if severity else [])


def test_an_event_that_cites_its_own_label_is_judged_by_that(tmp_path: Path) -> None:
    url = "https://www.accessdata.fda.gov/drugsatfda_docs/label/2015/219713s000lbl.pdf"
    label = Document(id="oid:doc-label-x", kind="label", url=url)
    events = (event("accelerated", "2015-06-11", documents=(label.id,)), event("regular", "2025-06-11"))
    assert found("label_year", [label, *indication(*events)], tmp_path) == []


@pytest.mark.parametrize(
    "events",
    [
        ("accelerated 2015-12-11", "regular 2017-11-06", "approved 2017-11-06"),  # Alecensa
        ("accelerated 2022-08-11", "approved 2024-04-05"),  # Enhertu
        ("approved 2015-06-11", "regular 2025-06-11"),  # Ibtrozi
    ],
)
def test_a_first_approval_that_other_events_contradict(tmp_path: Path, events: tuple[str, ...]) -> None:
    (alarm,) = found("initial_approval", indication(*(event(*e.split()) for e in events)), tmp_path)
    assert alarm.severity == "warning"
    assert alarm.record.startswith("oid:ev-approved-")


@pytest.mark.parametrize(
    "events",
    [
        ("approved 2015-12-11", "accelerated 2015-12-11", "regular 2017-11-06"),
        ("accelerated 2015-12-11", "regular 2017-11-06"),
        ("approved 2025-06-11", "regular 2025-06-11"),
        ("approved 2025-06-11", "regular 2025-06"),
        ("approved 2025", "withdrawn 2026"),
    ],
)
def test_a_first_approval_that_fits(tmp_path: Path, events: tuple[str, ...]) -> None:
    assert found("initial_approval", indication(*(event(*e.split()) for e in events)), tmp_path) == []


def test_a_printed_biomarker_of_another_gene(tmp_path: Path) -> None:
    """Lazcluze, an EGFR drug, printed as "ROS1-positive"; the row's statements are one alarm."""
    wrong = [
        *indication(
            proposition="oid:prop-egfr", biomarker_text="ROS1-positive", locator="ind:ema.lazcluze:0"
        ),
        *indication(
            id="oid:st-moalmanac-2",
            proposition="oid:prop-egfr",
            biomarker_text="ROS1-positive",
            locator="ind:ema.lazcluze:0",
        ),
    ]
    (alarm,) = found("biomarker_text", wrong, tmp_path)
    assert alarm.severity == "error"
    assert "ROS1" in alarm.reason and "EGFR" in alarm.reason
    assert alarm.statements == ("oid:st-moalmanac-1", "oid:st-moalmanac-2")


@pytest.mark.parametrize(
    ("proposition", "text"),
    [
        ("oid:prop-ros1", "ROS1-positive"),
        ("oid:prop-egfr", "EGFR exon 19 deletions or exon 21 L858R, without ROS1"),
        ("oid:prop-egfr", "positive, as detected by an approved test"),
        ("oid:prop-brca", "HRD-positive"),  # a signature, not the gene that once had this name
        ("oid:prop-brca", "deleterious BRCA mutation"),  # the family of the coded gene
    ],
)
def test_a_printed_biomarker_of_its_gene(tmp_path: Path, proposition: str, text: str) -> None:
    assert found("biomarker_text", indication(proposition=proposition, biomarker_text=text), tmp_path) == []


def test_rows_without_date_or_agency(tmp_path: Path) -> None:
    rows = [
        Quarantined(id="oid:quarantine-1", source=SOURCE.id, locator="ind:hc.x:0", reason="no approval date"),
        Quarantined(id="oid:quarantine-2", source=SOURCE.id, locator="ind:hpra.y:0", reason="undated"),
        Quarantined(
            id="oid:quarantine-3", source=SOURCE.id, locator="z", reason="an agency that we cannot hold"
        ),
        Quarantined(id="oid:quarantine-4", source=SOURCE.id, locator="EID7538", reason="flagged in CIViC"),
        Quarantined(id="oid:quarantine-5", source=SOURCE.id, locator="y", reason="an updated row"),
    ]
    alarms = found("missing", rows, tmp_path)
    assert [a.record for a in alarms] == ["oid:quarantine-1", "oid:quarantine-2", "oid:quarantine-3"]
    assert "no date" in alarms[0].what and "no jurisdiction" in alarms[2].what
    assert {a.severity for a in alarms} == {"warning"}


def test_sources_that_differ_on_an_approval(tmp_path: Path) -> None:
    core = replace(SOURCE, id="oid:source-core", title="Ours")
    ours = indication(event("regular", "2025-06-11"), id="oid:st-core-1", source=core.id)
    theirs = indication(event("approved", "2015-06-11"))
    (alarm,) = found("approval_dates", [core, *ours, *theirs], tmp_path)
    assert alarm.severity == "warning"
    assert "3,653 days" in alarm.reason
    assert "2025-06-11 (core)" in alarm.what and "2015-06-11 (moalmanac)" in alarm.what
    assert alarm.statements == ("oid:st-core-1", "oid:st-moalmanac-1")


@pytest.mark.parametrize(
    ("date", "values", "severities"),
    [
        ("2025-06-11", {}, []),
        ("2025-06", {}, []),  # says no more, contradicts nothing
        ("2025-06-20", {}, ["info"]),  # a few days: a notice after its decision
        ("2025-07-30", {}, ["warning"]),
        ("2015-06-11", {"agency": "EMA"}, []),  # another agency decides for itself
        ("2015-06-11", {"proposition": "oid:prop-brca"}, []),  # another approval
    ],
)
def test_sources_that_agree(
    tmp_path: Path, date: str, values: dict[str, object], severities: list[str]
) -> None:
    core = replace(SOURCE, id="oid:source-core", title="Ours")
    ours = indication(event("regular", "2025-06-11"), id="oid:st-core-1", source=core.id)
    records = [core, *ours, *indication(event("approved", date), **values)]
    assert [a.severity for a in found("approval_dates", records, tmp_path)] == severities


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "severity"),
    [
        (indication(event("regular", "2025-06-11"), event("withdrawn", "2024-01")), "error"),
        (indication(event("regular", "2025-06-11"), event("extended", "2025-05")), "error"),
        (indication(event("regular", "2020-05"), event("accelerated", "2020-06-01")), "error"),
        (indication(event("regular", "2027-01-01")), "error"),
        ([Document(id="PMID:1", kind="article", published="2027")], "error"),
        ([Document(id="PMID:1", kind="article", published="2019-02-30")], "error"),
        ([evidence("oid:st-1", "sensitivity", entered="2018-12-31")], "warning"),
        (
            [Coverage(id="oid:cov-1", source=SOURCE.id, scope="x", checked_on="2026-01-01", until="2026-02")],
            "error",
        ),
    ],
)
def test_dates_that_cannot_be(tmp_path: Path, records: list[Record], severity: str) -> None:
    (alarm,) = found("dates", records, tmp_path)
    assert alarm.severity == severity


@pytest.mark.parametrize(
    "records",
    [
        indication(event("regular", "2025-06-11"), event("withdrawn", "2025-06")),
        indication(event("accelerated", "2020"), event("regular", "2020-05-01")),
        indication(event("withdrawn", "2020-01-01")),  # its approval is not in the graph
        [Document(id="PMID:1", kind="article", published="2026")],
        [evidence("oid:st-1", "sensitivity", entered="2019-05")],
        [Coverage(id="oid:cov-1", source=SOURCE.id, scope="x", checked_on="2026-01-01", until="2026-01")],
    ],
)
def test_dates_in_order(tmp_path: Path, records: list[Record]) -> None:
    assert found("dates", records, tmp_path) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2019", "2019-05", False),
        ("2019-04", "2019-05-01", True),
        ("2019-05", "2019-05-09", False),
        ("2018", "2019-05-09", True),
        ("2019-05-09", "2019", False),
    ],
)
def test_before_respects_precision(one: str, other: str, expected: bool) -> None:
    assert before(one, other) == expected


# --- figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        ({"n": 5, "total": 4}, "error"),
        ({"printed": "104%"}, "error"),
        ({"printed": "3.1%", "n": 144, "total": 5545}, "warning"),
        ({"printed": "52 %", "n": 104, "total": 202}, "warning"),
    ],
)
def test_figures_that_cannot_be(tmp_path: Path, values: dict[str, object], severity: str) -> None:
    (alarm,) = found("figures", [figure(**values)], tmp_path)
    assert (alarm.severity, alarm.record) == (severity, "oid:st-core-figure")


@pytest.mark.parametrize(
    "values",
    [
        {"n": 3, "total": 47, "printed": "6.4%"},
        {"n": 3, "total": 47, "printed": "6%"},
        {"n": 1, "total": 800, "printed": "0.12%"},  # 0.125: rounded down or to even
        {"n": 1, "total": 800, "printed": "0.13%"},
        {"n": 2, "total": 3, "printed": "66.6%"},  # cut off
        {"n": 3, "total": 3, "printed": "100%"},
        {"n": 10, "total": 100, "printed": "85-96 %"},  # a range has no one value
        {"n": 10, "total": 100, "printed": "<1%"},
        {"printed": "0.30%"},
        {"n": 4, "total": 4},
    ],
)
def test_figures_that_match(tmp_path: Path, values: dict[str, object]) -> None:
    assert found("figures", [figure(**values)], tmp_path) == []


def test_a_finding_and_a_folk_figure_are_figures_too(tmp_path: Path) -> None:
    told = Finding(
        id="oid:st-1", proposition="oid:prop-ros1", source=SOURCE.id, topic="testing", n=2, total=1
    )
    heard = CirculatingFigure(id="oid:st-2", proposition="oid:prop-common", source=SOURCE.id, figure="300 %")
    assert [a.record for a in found("figures", [told, heard], tmp_path)] == ["oid:st-1", "oid:st-2"]


# --- identifiers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "published", "wrong"),
    [
        ("PMID:31068372", "2019", False),
        ("PMID:6577285", "1983", False),
        ("PMID:177193", "2019", True),  # ASCO's number of an abstract
        ("PMID:123456789", "2019", True),
        ("PMID:JCO.2019.37", "2019", True),
        ("PMID:031068372", "2019", True),
        ("PMC:PMC8232071", "2021", False),
        ("PMC:8232071", "2021", True),
        ("DOI:10.1182/blood-2022-163099", "2022", False),
        ("DOI:blood-2022-163099", "2022", True),
        ("oid:doc-asco-177193", "2019", False),
    ],
)
def test_ids_of_documents(tmp_path: Path, id: str, published: str, wrong: bool) -> None:
    document = Document(id=id, kind="abstract", published=published)
    alarms = found("document_ids", [document, evidence("oid:st-1", "sensitivity", documents=(id,))], tmp_path)
    assert [(a.severity, a.record, a.statements) for a in alarms] == (
        [("error", id, ("oid:st-1",))] if wrong else []
    )


# --- the release, its sources, its references -------------------------------------------------


def test_references_that_lead_nowhere(tmp_path: Path) -> None:
    (alarm,) = found("references", [evidence("oid:st-1", "sensitivity", documents=("PMID:404",))], tmp_path)
    assert (alarm.severity, alarm.record) == ("error", "oid:st-1")
    assert "PMID:404" in alarm.what
    assert found("references", [evidence("oid:st-2", "sensitivity")], tmp_path) == []


def test_counts_under_their_floor(tmp_path: Path) -> None:
    report: dict[str, object] = {
        "sources": [
            {"name": "civic", "records": {"Evidence": 9}, "floors": {"Evidence": 10, "Document": 1}},
            {"name": "core", "records": {"Gene": 3}, "floors": {"Gene": 3}},
            {"name": "old"},
        ]
    }
    alarms = found("floors", [], tmp_path, {**report, "sources": [*report["sources"]]})  # type: ignore[misc]
    assert [(a.record, a.severity) for a in alarms] == [("oid:source-civic", "error")] * 2


def test_shapes_that_are_broken(tmp_path: Path) -> None:
    good = indication(event("regular", "2025-06-11"))
    assert found("shapes", good, tmp_path) == []
    (bad,) = indication(agency="BfArM")  # no agency of ours, and no event
    alarms = found("shapes", [bad], tmp_path)
    assert {a.record for a in alarms} == {"oid:st-moalmanac-1"}
    assert any("agency" in a.reason for a in alarms) and any("event" in a.reason for a in alarms)


def test_shapes_say_when_they_are_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oncotrace.kg.alarms.files.find_spec", lambda name: None)
    with pytest.raises(SkipCheck, match="pip install pyrudof"):
        found("shapes", [], tmp_path)


@pytest.mark.parametrize(
    ("name", "version", "severity"),
    [
        ("moalmanac", "2026-05-07", "warning"),
        ("moalmanac", "2026-11-01", None),
        ("hgnc", "2024-07-23", "warning"),
        ("hgnc", "2026", None),  # it may be of December
        ("civic", "sha256-6228a09011da", "info"),
        ("civic", "2026-05-01", "warning"),
        ("core", "0.1.0", None),  # its facts have dates of their own
    ],
)
def test_stale_sources(tmp_path: Path, name: str, version: str, severity: str | None) -> None:
    source = Source(id=f"oid:source-{name}", title=name, version=version)
    alarms = [a for a in found("stale", [source], tmp_path) if a.record != SOURCE.id or name == "moalmanac"]
    if name == "moalmanac":
        alarms = [a for a in alarms if version in a.what]
    assert [a.severity for a in alarms] == ([severity] if severity else [])


def test_every_limit_is_a_number_of_days() -> None:
    assert most_days()["default"] == 365
    assert all(days is None or days > 0 for days in most_days().values())


def test_names_that_did_not_resolve(tmp_path: Path) -> None:
    report: dict[str, object] = {"unresolved": {"Drug: A66": 1, "Drug: TAE684": 10}}
    alarms = found("unresolved", [], tmp_path, report)
    assert [(a.record, a.severity) for a in alarms] == [("Drug: TAE684", "info"), ("Drug: A66", "info")]
    assert "10 statements rest" in alarms[0].what and "1 statement rests" in alarms[1].what
    assert found("unresolved", [], tmp_path, {}) == []


# --- statements -------------------------------------------------------------------------------


def test_statements_that_disagree(tmp_path: Path) -> None:
    records = [
        evidence("oid:st-1", "sensitivity"),
        evidence("oid:st-2", "sensitivity"),
        evidence("oid:st-3", "resistance"),
        evidence("oid:st-4", "sensitivity", "disputes", proposition="oid:prop-egfr"),
    ]
    (alarm,) = found("conflicts", records, tmp_path)
    assert (alarm.severity, alarm.record) == ("info", "oid:prop-ros1")
    assert alarm.statements == ("oid:st-3", "oid:st-1", "oid:st-2")
    assert "sensitivity supported by 1" in alarm.what  # two rows of one paper are one paper
    assert found("conflicts", records[:2], tmp_path) == []


def test_facts_of_which_only_a_secondary_source_was_seen(tmp_path: Path) -> None:
    alone = figure(n=1, total=2, confidence="secondary-only", seen="a review")
    both = figure(
        id="oid:st-2",
        n=1,
        total=2,
        confidence="secondary-only",
        documents=("PMID:31068372", "oid:doc-label-ibtrozi"),
    )
    sure = figure(id="oid:st-3", n=1, total=2, confidence="confirmed-primary")
    (alarm,) = found("secondary_only", [alone, both, sure], tmp_path)
    assert (alarm.severity, alarm.record) == ("info", "oid:st-core-figure")
    assert "a review" in alarm.reason


# --- the report -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_core(core_release: Release) -> run.Report:
    """What is found in the core."""
    return run.check_release(core_release)


def test_the_worst_comes_first_and_nothing_is_said_twice(of_core: run.Report, core_release: Release) -> None:
    ranks = [list(SEVERITIES).index(alarm.severity) for alarm in of_core.alarms]
    assert ranks == sorted(ranks)
    keys = [(a.severity, a.check, a.record, a.reason) for a in of_core.alarms]
    assert len(set(keys)) == len(keys)
    assert of_core.skipped == {}
    assert run.check_release(core_release) == of_core


def test_the_core_holds_no_error(of_core: run.Report) -> None:
    assert [a for a in of_core.alarms if a.severity == "error"] == []


def test_a_build_leaves_its_report(core_home: Path) -> None:
    """Without the checks that need an optional library, so that it is the same everywhere."""
    data = json.loads((core_home / "current" / "check.json").read_text("utf-8"))
    assert data["counts"]["error"] == 0
    assert data["skipped"].keys() == {"files", "shapes"}
    assert len(data["alarms"]) == sum(data["counts"].values()) == sum(data["by_check"].values())
    assert {a["check"] for a in data["alarms"]} <= {c.name for c in run.CHECKS}


def test_checks_have_names_of_their_own() -> None:
    names = [check.name for check in (run.FILES, *run.CHECKS)]
    assert len(set(names)) == len(names)
    assert all(check.finds for check in run.CHECKS)
