"""A build from the published files: every row accounted for, every reference kept, the same bytes again."""

import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Quad

from oncotrace.kg import nquads
from oncotrace.kg.arrays import Arrays
from oncotrace.kg.checks import dangling
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import RECORD_TYPES, Biomarker, Cancer, Coverage, Source, Statement
from oncotrace.kg.release import READ_MODEL, Release, open_release, verify
from oncotrace.kg.storegraph import StoreGraph
from oncotrace.loaders import build as build_module
from oncotrace.loaders import sources
from oncotrace.loaders.build import build, found_in
from oncotrace.loaders.declare import Row, SourceModule
from oncotrace.ontology.shacl import validate
from oncotrace.ontology.terms import SOLID

DAY = "2026-11-24"
ACCEPTED = ("gpl-2.0-research",)
CORE = Path(build_module.__file__).parent / "core"

# --- the core alone ---------------------------------------------------------------------------

ALONE = """
import resource, sys
from pathlib import Path

def no_network(event, arguments):
    if event.startswith(("socket.", "urllib.")):
        raise PermissionError(event)

sys.addaudithook(no_network)
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from oncotrace.loaders.build import build

report = build(Path(sys.argv[1]), [], "2026-11-24")
print(report.release.name, [s.name for s in report.sources])
"""


def test_the_core_builds_alone(tmp_path: Path, core_release: Release) -> None:
    """Without a folder of sources, without network, in 1 GiB; the same release again."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE, tmp_path / "home"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{core_release.name} ['core']\n"


# --- every row is accounted for ---------------------------------------------------------------


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _tree(nodes: dict[str, Any]) -> int:
    return sum(1 + _tree(node["children"]) for node in nodes.values())


def _core() -> int:
    return sum(len(yaml.safe_load(path.read_text("utf-8"))) for path in CORE.rglob("*.yaml"))


def _oncotree(folder: Path) -> int:
    (path,) = folder.glob("oncotree/*.json")
    return _tree(json.loads(path.read_text("utf-8")))


def _biomappings(folder: Path) -> int:
    (path,) = folder.glob("biomappings/*.tsv")
    return sum(not line.startswith("#") for line in path.read_text("utf-8").splitlines()) - 1


def _comma(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def _moalmanac(folder: Path) -> int:
    tables = [json.loads(path.read_text("utf-8")) for path in folder.glob("moalmanac/*.json")]
    return sum(len(table) if isinstance(table, list) else 1 for table in tables)


def _clinicaltrials(folder: Path) -> int:
    """Studies, be they a line, a page, a list or the file itself."""
    count = 0
    for path in (folder / "clinicaltrials").iterdir():
        text = path.read_text("utf-8")
        if path.suffix == ".ndjson":
            count += len(text.splitlines())
        else:
            found = json.loads(text)
            count += len(found if isinstance(found, list) else found.get("studies", [found]))
    return count


ROWS: dict[str, Callable[[Path], int]] = {
    "core": lambda folder: _core(),
    "hgnc": lambda folder: len(_table(folder / "hgnc/hgnc_entries.tsv")),
    "mondo": lambda folder: len(json.loads((folder / "mondo/mondo-neoplasm-slice.json").read_text("utf-8"))),
    "oncotree": _oncotree,
    "disease_ontology": lambda folder: len(
        re.findall(r"^\[\w+\]$", (folder / "disease-ontology/doid.obo").read_text("utf-8"), re.M)
    ),
    "unii": lambda folder: len(_table(folder / "unii/unii-oncology-slice.tsv")),
    "civic": lambda folder: len(_table(folder / "civic/AcceptedClinicalEvidenceSummaries.tsv")),
    "ncit": lambda folder: len(_table(folder / "ncit/ncit_map.tsv")),
    "biomappings": _biomappings,
    "fda": lambda folder: len(json.loads((folder / "fda/oce-2026-selected.json").read_text())["records"]),
    "oncoref": lambda folder: sum(len(_comma(path)) for path in (folder / "oncoref").glob("*.csv")),
    "fusions": lambda folder: len(_table(folder / "fusions/annofuse-fusionreference.txt")),
    "moalmanac": _moalmanac,
    "clinicaltrials": _clinicaltrials,
}
"""The rows of each source's file, counted without our readers."""


@pytest.fixture(scope="module")
def report(full_release: Release) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((full_release.path / "report.json").read_text("utf-8"))
    return found


def _line(report: dict[str, Any], name: str) -> dict[str, Any]:
    (line,) = (s for s in report["sources"] if s["name"] == name)
    return dict(line)


def test_every_source_is_in_the_report_in_its_order(report: dict[str, Any]) -> None:
    assert [s["name"] for s in report["sources"]] == [s.name for s in sources.SOURCES]
    assert set(ROWS) == {s.name for s in sources.SOURCES}


@pytest.mark.parametrize("name", ROWS)
def test_the_report_adds_up(name: str, report: dict[str, Any], sources_dir: Path) -> None:
    line = _line(report, name)
    assert line["rows"] == ROWS[name](sources_dir)
    out = sum(line["skipped"].values()) + sum(line["quarantined"].values())
    assert line["taken"] + out == line["rows"]
    assert line["taken"] > 0
    assert len(line["kept_out"]) == sum(line["quarantined"].values())


def test_what_becomes_of_civic_is_what_its_rows_say(report: dict[str, Any], sources_dir: Path) -> None:
    rows = _table(sources_dir / "civic/AcceptedClinicalEvidenceSummaries.tsv")
    assert len(rows) == 4854
    line = _line(report, "civic")
    flagged = [row for row in rows if row["is_flagged"] == "true"]
    mute = [row for row in rows if row["evidence_direction"] == "N/A" and row not in flagged]
    assert line["quarantined"].pop("flagged in CIViC") == len(flagged) == 153
    assert sum(line["skipped"].values()) == len(mute) == 50
    assert sum(line["quarantined"].values()) == 18
    assert line["records"]["Evidence"] == line["taken"] == 4854 - 153 - 50 - 18


def test_what_does_not_resolve_counts_statements(report: dict[str, Any], sources_dir: Path) -> None:
    """Alone, in a combination, and among substitutes; quarantined and skipped rows do not count."""
    out = {locator for locator, _, _ in _line(report, "civic")["kept_out"]}
    rows = [
        row
        for row in _table(sources_dir / "civic/AcceptedClinicalEvidenceSummaries.tsv")
        if row["evidence_direction"] != "N/A" and f"EID{row['evidence_id']}" not in out
    ]
    for name in ("Chemotherapy", "ALK Inhibitor TAE684", "PLX4720", "Platinum Compound"):
        wanted = sum(name in re.split(r",(?! )", row["therapies"]) for row in rows)
        in_trials = _line(report, "clinicaltrials")["unmapped"].get(f"Drug: {name}", 0)
        assert report["unresolved"][f"Drug: {name}"] - in_trials == wanted > 0
    assert not {"Drug: Crizotinib", "Drug: Gefitinib", "Drug: Imatinib"} & set(report["unresolved"])


def test_what_did_not_resolve_beside_drugs_is_listed_row_by_row(report: dict[str, Any]) -> None:
    kept_out = {locator: (reason, content) for locator, reason, content in _line(report, "civic")["kept_out"]}
    reason, content = kept_out["EID9158"]
    assert reason == "the molecular profile cannot be read"
    assert content.startswith("molecular_profile: ADAD2-AS1::ABL1 Fusion; disease: B-lymphoblastic")
    assert kept_out["EID7538"][0] == "flagged in CIViC"


# --- what is inside ---------------------------------------------------------------------------


def test_counts_of_the_manifest(full_release: Release, sources_dir: Path) -> None:
    manifest = full_release.manifest
    counts = manifest["counts"]
    approved = [r for r in _table(sources_dir / "hgnc/hgnc_entries.tsv") if r["Status"] == "Approved"]
    assert counts["Gene"] == len({row["HGNC ID"] for row in approved}) == 43_837
    assert counts["Source"] == len(sources.SOURCES) == len(manifest["sources"])
    assert counts["Evidence"] == 4633 + 579  # of CIViC, and the driver variants of oncoref
    assert 4_600 < counts["Cancer"] < 4_900  # 4,275 of Mondo, and what others have beside it
    assert 374 < counts["Drug"] < 600  # 374 of UNII, and what CIViC names beside them
    assert counts["Biomarker"] > 3_700 and counts["Proposition"] > 3_800
    with (full_release.path / "graph.nq").open("rb") as file:
        assert sum(manifest["graphs"].values()) == sum(1 for _ in file)
    assert all(s["quads"] == manifest["graphs"]["graph:" + s["id"][11:]] > 200 for s in manifest["sources"])
    assert all(s["licence"] and s["version"] for s in manifest["sources"])
    assert verify(full_release) == []


@pytest.mark.parametrize("which", ["core_release", "full_release"])
def test_every_reference_leads_to_a_record(which: str, request: pytest.FixtureRequest) -> None:
    assert dangling(request.getfixturevalue(which).graph) == []


@pytest.mark.parametrize("which", ["core_release", "full_release"])
def test_every_statement_can_be_traced(which: str, request: pytest.FixtureRequest) -> None:
    """Source, licence, a date, and a document or a place in the source; a search its day."""
    graph = request.getfixturevalue(which).graph
    reader = Reader(graph)
    kinds = [cls for cls in RECORD_TYPES if issubclass(cls, Statement)]
    statements = [s for cls in kinds for s in reader.get(graph.ids(cls.__name__), cls)]
    assert len(statements) > 480
    for s in statements:
        assert isinstance(s, Statement)
        assert reader.one(s.source, Source), s.id
        assert s.licence, s.id
        assert s.documents or s.locator, s.id
        assert s.published or s.entered, s.id
    for search in reader.get(graph.ids("Coverage"), Coverage):
        assert reader.one(search.source, Source), search.id
        assert search.checked_on or search.method.startswith("not checked"), search.id


@pytest.mark.parametrize("which", ["core_release", "full_release"])
def test_the_shapes_hold(which: str, request: pytest.FixtureRequest) -> None:
    assert validate(request.getfixturevalue(which).path / "graph.nq") == []


@pytest.mark.parametrize("kind", ["Biomarker", "Drug", "Regimen"])
def test_one_label_one_id(kind: str, full_release: Release) -> None:
    """Ids are made from labels: over all sources none has two labels, and no label two ids."""
    values = full_release.graph.values(full_release.graph.ids(kind))
    labels = [values[id]["rdfs:label"] for id in values]
    assert all(len(label) == 1 for label in labels)
    assert len({str(label[0]).casefold() for label in labels}) == len(labels) > 350


def test_one_proposition_says_one_thing(full_release: Release) -> None:
    """Forty bits of a digest: each of the four parts has one value at most."""
    values = full_release.graph.values(full_release.graph.ids("Proposition"))
    parts = ("ot:axis", "ot:biomarker", "ot:therapy", "ot:cancer")
    assert all(len(of.get(part, ())) <= 1 for of in values.values() for part in parts)
    told = Counter(tuple(str(of.get(part)) for part in parts) for of in values.values())
    assert max(told.values()) == 1


def test_the_quarantine_stays_out_of_the_graph(full_release: Release, sources_dir: Path) -> None:
    with (full_release.path / "graph.nq").open(encoding="utf-8") as file:
        lines = [line for line in file if line.endswith("<https://w3id.org/oncotrace/graph/quarantine> .\n")]
    ids = sorted({"oid:" + line.split(">")[0].rpartition("/")[2] for line in lines})
    report = json.loads((full_release.path / "report.json").read_text("utf-8"))
    assert len(ids) == sum(len(s["kept_out"]) for s in report["sources"])
    assert sum("quarantine-civic" in id for id in ids) == 171
    assert len(lines) == full_release.manifest["graphs"]["graph:quarantine"]
    store = full_release.store()
    for graph in (full_release.graph, StoreGraph(store)):
        assert graph.ids("Quarantined") == []
        assert graph.values(ids) == {}
    store.close()
    evidence = [id.replace("quarantine", "st") for id in ids]
    assert full_release.graph.values(evidence) == {}
    rows = _table(sources_dir / "civic/AcceptedClinicalEvidenceSummaries.tsv")
    sound = {row["evidence_statement"] for row in rows if row["is_flagged"] != "true"}
    flagged = {row["evidence_statement"] for row in rows if row["is_flagged"] == "true"} - sound
    literals = Arrays.at(full_release.path / READ_MODEL).texts("literal")
    texts = {literals[place] for place in range(len(literals))}
    assert len(flagged) > 140
    assert len(sound & texts) > 140
    assert flagged & texts == set()


# --- one concept, one node ---------------------------------------------------------------------


def test_pancreatic_adenocarcinoma_is_one_node(full_release: Release) -> None:
    names, graph = full_release.names, full_release.graph
    ids = ("ONCOTREE:PAAD", "DOID:4074", "MONDO:0006047", "NCIT:C8294", "pancreatic adenocarcinoma", "PAAD")
    assert {names.cancer(text) for text in ids} == {"MONDO:0006047"}
    assert graph.values(["ONCOTREE:PAAD", "DOID:4074", "NCIT:C8294"]) == {}
    above = graph.within(["MONDO:0006047"], "ot:reviewedBroader", up=True)["MONDO:0006047"]
    assert names.cancer("DOID:1793") == "MONDO:0009831" in above
    below = graph.within(["MONDO:0006047"], "ot:broader")["MONDO:0006047"]
    assert names.cancer("DOID:3498") == names.cancer("PDAC") == "MONDO:0005184" in below


def test_an_id_that_two_cancers_share_merges_neither(full_release: Release) -> None:
    """OncoTree gives NCIT:C41247 to both PACT and MCN."""
    names = full_release.names
    assert names.cancer("ONCOTREE:PACT") != names.cancer("ONCOTREE:MCN")
    assert None not in (names.cancer("ONCOTREE:PACT"), names.cancer("ONCOTREE:MCN"))
    assert full_release.graph.into(["NCIT:C41247"], "skos:exactMatch") == {}


def test_no_cancer_has_two_ids_of_mondo_or_oncotree(full_release: Release) -> None:
    graph = full_release.graph
    for cancer in Reader(graph).get(graph.ids("Cancer"), Cancer):
        prefixes = Counter(id.partition(":")[0] for id in (cancer.id, *cancer.xrefs))
        assert prefixes["MONDO"] <= 1 and prefixes["ONCOTREE"] <= 1, cancer


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("acute promyelocytic leukemia", ("DOID:0060318", "MONDO:0012883")),
        ("Ewing sarcoma", ("DOID:3369", "MONDO:0012817", "ONCOTREE:ES")),
        ("medulloblastoma", ("DOID:0050902", "MONDO:0007959", "ONCOTREE:MBL")),
        ("T-cell acute lymphoblastic leukemia", ("DOID:5603", "MONDO:0004963")),
    ],
)
def test_of_several_codes_the_one_of_the_same_name_is_meant(
    name: str, codes: tuple[str, ...], full_release: Release
) -> None:
    """CIViC's evidence hangs on the DOID, people type the name: both must lead to one node."""
    names = full_release.names
    assert {names.cancer(text) for text in (name, *codes)} == {codes[1]}
    assert full_release.graph.into([codes[1]], "ot:cancer")


@pytest.mark.parametrize("which", ["core_release", "full_release"])
def test_a_blood_cancer_is_no_solid_tumour(which: str, request: pytest.FixtureRequest) -> None:
    """Along reviewed edges, by which approvals for any solid tumour are inherited."""
    graph = request.getfixturevalue(which).graph
    above = graph.within(graph.ids("Cancer"), "ot:reviewedBroader", up=True)
    blood = {id for id, found in above.items() if "MONDO:0002334" in found}
    assert {"MONDO:0018874", "MONDO:0011996"} < blood  # acute and chronic myeloid leukaemia
    assert not {id for id in blood if SOLID in above[id]}
    tissues = {c.id: c.tissue for c in Reader(graph).get(above, Cancer)}
    assert not {id for id, tissue in tissues.items() if tissue in ("LYMPH", "MYELOID") and SOLID in above[id]}
    assert sum(SOLID in found for found in above.values()) > 90


@pytest.mark.parametrize("predicate", ["ot:broader", "ot:reviewedBroader"])
def test_nothing_is_broader_than_itself(predicate: str, full_release: Release) -> None:
    graph = full_release.graph
    for kind in ("Cancer", "Biomarker"):
        above = graph.within(graph.ids(kind), predicate, up=True)
        assert [id for id, found in above.items() if id in {x for up in found[1:] for x in above[up]}] == []


@pytest.mark.parametrize("which", ["core_release", "full_release"])
def test_every_member_of_an_or_is_a_kind_of_it(which: str, request: pytest.FixtureRequest) -> None:
    graph = request.getfixturevalue(which).graph
    profiles = [b for b in Reader(graph).get(graph.ids("Biomarker"), Biomarker) if b.operator == "OR"]
    below = graph.into((b.id for b in profiles), "ot:broader")
    assert len(profiles) > 10
    for profile in profiles:
        assert set(profile.members) <= set(below[profile.id]), profile.label


# --- the same bytes ---------------------------------------------------------------------------


def _shuffled(seed: int) -> Callable[..., Iterator[Row]]:
    real, order = sources.rows_of, random.Random(seed)

    def rows_of(source: SourceModule, files: list[Path], folder: Path | None = None) -> Iterator[Row]:
        rows = list(real(source, files, folder))
        order.shuffle(rows)
        if source.name == "oncotree":  # its reader promises parents first
            rows.sort(key=lambda row: row["level"])
        yield from rows

    return rows_of


def _same_graph(made: Release, wanted: Release) -> None:
    for name in ("graph.nq", "read.graph", "read.names"):
        assert made.manifest["files"][name] == wanted.manifest["files"][name], name
    assert made.name == wanted.name


def test_the_order_of_rows_makes_no_difference(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, core_release: Release
) -> None:
    monkeypatch.setattr(build_module, "rows_of", _shuffled(1))
    build(tmp_path, [], DAY)
    _same_graph(open_release(where=tmp_path), core_release)


def test_the_order_of_all_rows_makes_no_difference(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, full_home: Path, full_release: Release, sources_dir: Path
) -> None:
    """The N-Quads that would be written: all else in a release is made of them."""
    written: list[bytes] = []

    def build_release(home: Path, quads: Iterator[Quad], *_: object, **__: object) -> None:
        written.extend(nquads.lines(quads))

    monkeypatch.setattr(build_module, "rows_of", _shuffled(2))
    monkeypatch.setattr(build_module, "build_release", build_release)
    # A trial is read by itself, whatever came before it (test_kept.py): these readings need no second time.
    (tmp_path / "kept").mkdir()
    shutil.copy(full_home / "kept" / "clinicaltrials", tmp_path / "kept")
    requests = found_in(sources_dir, ACCEPTED)
    build(tmp_path, requests[::-1], DAY, accepted=ACCEPTED)
    assert b"".join(written) == (full_release.path / "graph.nq").read_bytes()
