"""What a release says of itself: VoID and DCAT, an RO-Crate, checksums and a changelog."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from oncotrace.kg.changelog import changelog
from oncotrace.kg.description import Contents, crate, licence_iri, void
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import Drug, Source
from oncotrace.kg.release import Release, open_release, verify
from oncotrace.kg.triples import encode_all
from oncotrace.ontology.prefixes import iri

VOID = Namespace("http://rdfs.org/ns/void#")
SDO = Namespace("http://schema.org/")

SOURCES = [
    Source(
        id="oid:source-civic",
        title='CIViC, "accepted"',
        home="https://civicdb.org/",
        download="https://civicdb.org/downloads/x.tsv",
        licence="CC0-1.0",
        version="2026-08",
        gives="Evidence",
    ),
    Source(id="oid:source-unii", title="UNII", licence="public domain", version="2025"),
    Source(id="oid:source-moalmanac", title="MOA", licence="GPL-2.0-only", redistributable=False),
]


def described(release: Release) -> Graph:
    base = "https://example.org/release/"
    return Graph().parse(data=(release.path / "void.ttl").read_text("utf-8"), format="turtle", publicID=base)


def build(home: Path, drugs: list[str], created: str = "2026-11-24") -> Release:
    records = [Drug(id=f"oid:drug-{name}", label=name) for name in drugs]

    def quads() -> object:
        for source in SOURCES:
            yield from encode_all([source], "graph:" + source.id.removeprefix("oid:source-"))
        yield from encode_all(records, "graph:civic")

    return build_release(
        home,
        quads(),  # type: ignore[arg-type]
        SOURCES,
        created=created,
        report={},
        files={"report.html": b"<html>"},
        names=tuple,
    )


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return build(tmp_path, ["a", "b"])


# --- VoID and DCAT ----------------------------------------------------------------------------


def test_a_dataset_for_each_named_graph(release: Release) -> None:
    """Each with the properties that DCAT and VoID ask for, counted as the manifest counts them."""
    graph = described(release)
    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert datasets == {URIRef(iri(name)) for name in release.manifest["graphs"]}
    for dataset in datasets:
        name = str(dataset).rpartition("/")[2]
        assert (dataset, RDF.type, VOID.Dataset) in graph
        assert graph.value(dataset, DCTERMS.title)
        assert int(str(graph.value(dataset, VOID.triples))) == release.manifest["graphs"][f"graph:{name}"]
        assert graph.value(dataset, DCAT.distribution)
        assert graph.value(dataset, DCTERMS.license) or graph.value(dataset, DCTERMS.rights)


def test_licence_version_and_rights(release: Release) -> None:
    graph = described(release)
    civic, unii, moalmanac = (URIRef(iri(f"graph:{n}")) for n in ("civic", "unii", "moalmanac"))
    assert graph.value(civic, DCTERMS.license) == URIRef("http://spdx.org/licenses/CC0-1.0")
    assert graph.value(civic, URIRef(iri("dcat:version"))) == Literal("2026-08")
    assert graph.value(civic, DCTERMS.title) == Literal('CIViC, "accepted"')
    assert graph.value(unii, DCTERMS.license) is None
    assert graph.value(civic, DCTERMS.rights) is None
    rights = [str(graph.value(graph.value(d, DCTERMS.rights), iri_label())) for d in (unii, moalmanac)]
    assert rights == ["public domain", "GPL-2.0-only; not to be passed on"]


def iri_label() -> URIRef:
    return URIRef(iri("rdfs:label"))


def test_the_release_and_its_file(release: Release) -> None:
    graph = described(release)
    whole = URIRef("https://example.org/release/#release")
    assert (whole, RDF.type, DCAT.Catalog) in graph
    assert str(graph.value(whole, DCTERMS.issued)) == "2026-11-24"
    assert int(str(graph.value(whole, VOID.triples))) == sum(release.manifest["graphs"].values())
    assert graph.value(whole, VOID.dataDump) == URIRef("https://example.org/release/graph.nq")
    (distribution,) = graph.subjects(RDF.type, DCAT.Distribution)
    assert int(str(graph.value(distribution, DCAT.byteSize))) == (release.path / "graph.nq").stat().st_size
    digest = hashlib.sha256((release.path / "graph.nq").read_bytes()).hexdigest()
    assert digest in (release.path / "void.ttl").read_text("utf-8")
    partitions = {str(graph.value(p, VOID["class"])): graph.value(p, VOID.entities)
                  for p in graph.objects(whole, VOID.classPartition)}  # fmt: skip
    assert int(str(partitions[iri("ot:Drug")])) == 2


# --- RO-Crate ---------------------------------------------------------------------------------


def crated(release: Release) -> dict[str, dict[str, object]]:
    data = json.loads((release.path / "ro-crate-metadata.json").read_text("utf-8"))
    assert data["@context"] == "https://w3id.org/ro/crate/1.1/context"
    return {entity["@id"]: entity for entity in data["@graph"]}


def test_the_crate_has_what_the_specification_asks_for(release: Release) -> None:
    entities = crated(release)
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset"
    assert all(root[name] for name in ("name", "description", "license"))
    assert root["datePublished"] == "2026-11-24"


def test_everything_that_the_crate_refers_to_is_described(release: Release) -> None:
    entities = crated(release)
    root = entities["./"]
    linked = [*root["hasPart"], *root["license"], *root["mentions"]]  # type: ignore[misc]
    linked += [e["license"] for e in entities.values() if isinstance(e.get("license"), dict)]
    assert {link["@id"] for link in linked} <= entities.keys()


def test_every_file_of_the_crate_is_there_with_its_hash(release: Release) -> None:
    files = {id: e for id, e in crated(release).items() if e["@type"] == "File"}
    assert files.keys() >= {"graph.nq", "read.graph", "read.names", "report.json", "check.json", "void.ttl"}
    for name, entity in files.items():
        content = (release.path / name).read_bytes()
        assert entity["sha256"] == hashlib.sha256(content).hexdigest()
        assert entity["contentSize"] == str(len(content))
        assert entity["encodingFormat"]


# rdflib's own parser still uses the class that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_the_crate_is_json_ld(release: Release) -> None:
    """Read with a context that stands for the published one, which a test may not fetch."""
    data = json.loads((release.path / "ro-crate-metadata.json").read_text("utf-8"))
    data["@context"] = {"@vocab": str(SDO)}
    graph = Graph().parse(data=json.dumps(data), format="json-ld", publicID="https://example.org/release/")
    root = URIRef("https://example.org/release/")
    assert len(set(graph.objects(root, SDO.hasPart))) >= 6
    assert str(graph.value(URIRef(iri("graph:moalmanac")), SDO.conditionsOfAccess)) == "not to be passed on"


# --- checksums, changelog, determinism --------------------------------------------------------


def test_checksums_name_every_file_but_those_that_seal_them(release: Release) -> None:
    lines = (release.path / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {p.relative_to(release.path).as_posix() for p in release.path.rglob("*") if p.is_file()}
    assert files - sums.keys() == {"SHA256SUMS", "manifest.json", "manifest.sha256"}
    assert sums.keys() <= files
    for name, digest in sums.items():
        assert hashlib.sha256((release.path / name).read_bytes()).hexdigest() == digest
    assert verify(release) == []


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum to read the checksums")
def test_checksums_are_read_by_sha256sum(release: Release) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=release.path, capture_output=True, check=False).returncode == 0
    with (release.path / "graph.nq").open("ab") as file:
        file.write(b"\n")
    failed = subprocess.run(command, cwd=release.path, capture_output=True, text=True, check=False)
    assert (failed.returncode, "graph.nq: FAILED" in failed.stdout) == (1, True)


def test_the_changelog_counts_against_the_release_before(tmp_path: Path) -> None:
    first = build(tmp_path, ["a", "b"])
    second = build(tmp_path, ["b", "c", "d"], "2026-11-25")
    assert "The first release" in (first.path / "CHANGES.md").read_text("utf-8")
    text = (second.path / "CHANGES.md").read_text("utf-8")
    assert text.startswith(f"# Changes since {first.name}\n")
    assert "| civic | Drug | 2 | 1 | 0 |" in text


def test_the_changelog_says_that_a_release_before_is_damaged(tmp_path: Path) -> None:
    first = build(tmp_path, ["a"])
    (first.path / "graph.nq").unlink()
    text = (build(tmp_path, ["b"], "2026-11-25").path / "CHANGES.md").read_text("utf-8")
    assert "cannot be compared" in text


def test_the_changelog_tells_new_versions(tmp_path: Path, release: Release) -> None:
    now = [{"id": "oid:source-civic", "version": "2026-09"}]
    text = changelog(release, release.path / "graph.nq", now).decode()
    assert "| civic | 2026-08 | 2026-09 |" in text
    assert "| unii | 2025 | – |" in text
    assert "No record differs." in text


def test_the_same_contents_give_the_same_bytes() -> None:
    contents = Contents(day="2026-11-24", sources=SOURCES, graphs={"graph:civic": 3}, counts={"Drug": 1})
    assert void(contents) == void(contents)
    assert crate(contents) == crate(contents)


def test_a_second_equal_build_is_the_same_release(tmp_path: Path) -> None:
    """Though its changelog would compare it with another release."""
    first = build(tmp_path, ["a"])
    build(tmp_path, ["b"])
    assert build(tmp_path, ["a"]).path == first.path


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC0-1.0", "http://spdx.org/licenses/CC0-1.0"),
        ("public domain", ""),
        ("", ""),
    ],
)
def test_licences(licence: str, expected: str) -> None:
    assert licence_iri(licence) == expected


def test_the_core_describes_itself(core_home: Path) -> None:
    release = open_release(None, core_home)
    release.graph.close()
    graph = described(release)
    core = URIRef(iri("graph:core"))
    assert int(str(graph.value(core, VOID.triples))) == release.manifest["graphs"]["graph:core"]
