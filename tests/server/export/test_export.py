"""Exports: each format is read back by the tool that it is for, and nothing is lost on the way."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx
import openpyxl
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse, serialize

from oncotrace.kg.errors import Unreadable
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Evidence
from oncotrace.kg.release import Release
from oncotrace.kg.triples import node
from oncotrace.server.cli import main
from oncotrace.server.export import selecting
from oncotrace.server.export.formats import FORMATS
from oncotrace.server.export.material import Material
from oncotrace.server.export.sheets import COLUMNS, cells

QUESTION = "What does ROS1 fusion mean for pancreatic cancer patients?"
Write = Callable[[str], bytes]


@pytest.fixture(scope="session")
def material(core_release: Release) -> Material:
    return selecting.by_subjects(core_release, ["ROS1 fusion", "crizotinib"], 1, True)


@pytest.fixture(scope="session")
def written(material: Material) -> Write:
    def write(form: str) -> bytes:
        out = io.BytesIO()
        FORMATS[form].write(material, out)
        return out.getvalue()

    return write


# --- RDF ----------------------------------------------------------------------------------------


def test_rdf_is_what_a_store_gives(written: Write, material: Material, core_release: Release) -> None:
    """The lines of the release's file are, letter for letter, what the engine writes of the same quads."""
    store = core_release.store()
    quads = [
        quad for id in sorted(material.subgraph.ids) for quad in sorted(store.match(node(id)), key=str)
    ]
    store.close()
    assert written("nq") == serialize(quads, format=RdfFormat.N_QUADS)
    assert list(material.quads()) == quads


def test_trig_and_nquads_round_trip(written: Write, material: Material, core_release: Release) -> None:
    """Every quad of every record, with its graph, and no other."""
    store = core_release.store()
    held = {quad for id in material.subgraph.ids for quad in store.match(node(id))}
    store.close()
    assert held
    assert set(parse(written("trig"), RdfFormat.TRIG)) == held
    assert set(parse(written("nq"), RdfFormat.N_QUADS)) == held


def test_all_rdf_says_the_same(written: Write) -> None:
    triples = {str(quad.triple) for quad in parse(written("nq"), RdfFormat.N_QUADS)}
    for form, reader in (
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
    ):
        found = [str(quad.triple) for quad in parse(written(form), reader)]
        assert sorted(found) == sorted(triples), form
    assert len(rdflib.Graph().parse(data=written("ttl"), format="turtle")) == len(triples)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_export_is_the_same_file(written: Write, form: str) -> None:
    assert written(form) == written(form)


# --- review sheets ------------------------------------------------------------------------------


def test_a_sheet_has_a_row_for_each_statement(written: Write, material: Material) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv").decode("utf-8-sig"))))
    assert [row["row"] for row in rows] == material.subgraph.statements
    assert list(rows[0]) == list(COLUMNS)
    for row in rows:
        assert row["what is claimed"] and row["evidence"] and row["source"] and row["licence"]
        assert row["verdict"] == row["comment"] == row["reviewer"] == ""
    (fda,) = [row for row in rows if row["row"] == "oid:st-core-crizotinib-ros1-nsclc-fda"]
    assert (
        fda["what is claimed"] == "FDA approval: crizotinib, for ROS1 fusion, in non-small cell lung cancer."
    )


def test_excel_holds_what_csv_holds(written: Write) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx"))).active
    read = [[cell.value or "" for cell in row] for row in sheet.iter_rows(max_col=len(COLUMNS))]
    assert read == list(csv.reader(io.StringIO(written("csv").decode("utf-8-sig"))))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(material: Material, start: str) -> None:
    """A statement whose source wrote a formula into it."""
    evil = f'{start}HYPERLINK("http://evil/","x")'
    (row, *_) = material.rows()
    row.statement.locator = evil
    assert evil in cells(row)
    one = _Only(material, row)
    for form in ("csv", "xlsx"):
        out = io.BytesIO()
        FORMATS[form].write(one, out)  # type: ignore[arg-type]
        if form == "csv":
            (line,) = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""))
            assert line["where"] == f"'{evil}"
        else:
            cell = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active["K2"]
            assert cell.data_type != "f"
            assert cell.value.strip() == evil.strip()


class _Only:
    """A material with one row."""

    def __init__(self, material: Material, row: object) -> None:
        self.release, self.subgraph, self.title = material.release, material.subgraph, material.title
        self.rows = lambda: iter([row])


# --- other tools --------------------------------------------------------------------------------


def test_networkx_opens_graphml(written: Write, material: Material) -> None:
    graph = networkx.parse_graphml(written("graphml").decode())
    assert set(graph) == set(material.subgraph.ids)
    for id in material.subgraph.statements:
        reached = {data["predicate"] for _, _, data in graph.out_edges(id, data=True)}
        assert reached >= {"ot:proposition", "ot:source", "dcterms:source"}, id
        assert graph.nodes[id]["label"]


def test_kgx_has_biolink_words(written: Write, material: Material) -> None:
    found = json.loads(written("kgx"))
    nodes = {node["id"]: node for node in found["nodes"]}
    assert all(category.startswith("biolink:") for n in nodes.values() for category in n["category"])
    edges = {edge["id"]: edge for edge in found["edges"]}
    assert edges.keys() <= set(material.subgraph.statements)
    for edge in edges.values():
        assert {edge["subject"], edge["object"]} <= nodes.keys()
        assert edge["knowledge_level"] in ("knowledge_assertion", "observation")
        assert edge["agent_type"] == "manual_agent"
        assert edge["primary_knowledge_source"] and edge["publications"]
    fda = edges["oid:st-core-crizotinib-ros1-nsclc-fda"]
    assert fda["predicate"] == "biolink:treats"
    assert nodes[fda["subject"]]["category"] == ["biolink:Drug"]
    assert nodes[fda["object"]]["category"] == ["biolink:Disease"]


def test_kgx_tells_resistance_from_sensitivity(full_release: Release) -> None:
    found = selecting.by_subjects(full_release, ["oid:st-civic-1100"], 0, False)
    out = io.BytesIO()
    FORMATS["kgx"].write(found, out)
    (edge,) = json.loads(out.getvalue())["edges"]
    assert edge["predicate"] == "biolink:associated_with_resistance_to"
    assert edge["primary_knowledge_source"] == "infores:civic"
    (statement,) = Reader(full_release.graph).get([edge["id"]], Evidence)
    assert edge["negated"] == (statement.direction == "disputes")


@pytest.mark.parametrize("form", ["html", "svg"])
def test_pictures_load_nothing(written: Write, form: str) -> None:
    text = written(form).decode()
    assert "<script" not in text and "@import" not in text and "url(" not in text
    assert not re.search(r'(?:src|xlink:href)="', text)
    picture = text[text.index("<svg") : text.index("</svg>") + 6]
    root = ElementTree.fromstring(picture)
    said = " ".join(root.itertext())
    assert "crizotinib" in said and "ROS1 fusion" in said and "an approval" in said


def test_the_page_holds_every_statement(written: Write, material: Material) -> None:
    text = written("html").decode()
    assert set(re.findall(r'<tr id="([^"]+)"', text)) == set(material.subgraph.statements)
    assert 'href="https://' in text and "not medical advice" in text


# --- what is exported ---------------------------------------------------------------------------


def test_an_answer_with_what_it_rests_on(core_release: Release) -> None:
    plain, proofs = (selecting.by_question(core_release, QUESTION, "2026-11-24", p) for p in (False, True))
    ids = set(plain.subgraph.statements)
    assert {"oid:st-core-crizotinib-ros1-nsclc-fda"} <= ids
    assert set(plain.subgraph.ids) < set(proofs.subgraph.ids)


def test_what_a_query_names(core_release: Release, tmp_path: Path) -> None:
    query = tmp_path / "q.rq"
    query.write_text(
        "PREFIX ot: <https://w3id.org/oncotrace/ontology/>\n"
        'SELECT ?s { ?s a ot:Indication ; ot:agency "EMA" }'
    )
    found = selecting.by_query(core_release, query, False)
    kinds = {row.kind for row in found.rows()}
    assert kinds == {"Indication"}
    assert {row.says for row in found.rows()} == {"approved by EMA"}
    query.write_text("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(Unreadable, match="no SELECT"):
        selecting.by_query(core_release, query, False)


@pytest.mark.parametrize("text", ["xyzzyplugh", "HGNC:0", "", "ROS1 fusion or BRAF V600E"])
def test_a_subject_that_is_none(core_release: Release, text: str) -> None:
    with pytest.raises(Unreadable):
        selecting.by_subjects(core_release, [text], 1, False)


# --- the command --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ROS1", "-o", "x.docx"], "no format"),
        (["-o", "x.csv"], "one way"),
        (["ROS1", "--question", "ROS1?", "-o", "x.csv"], "one way"),
        (["xyzzyplugh", "-o", "x.csv"], "xyzzyplugh"),
        (["ROS1", "-o", "no/such/folder/x.csv"], "cannot be written"),
        (["--query", "absent.rq", "-o", "x.csv"], "absent.rq"),
    ],
)
def test_what_it_cannot_do_it_says(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["oncotrace", "export", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


MEASURE = """
import sys
from pathlib import Path
from oncotrace.kg.release import open_release
from oncotrace.queries.subgraph import Subgraph
from oncotrace.server.bench.memory import highest
from oncotrace.server.export.formats import FORMATS
from oncotrace.server.export.material import Material
release = open_release(where=Path(sys.argv[1]))
graph = release.graph
kinds = ("Evidence", "Indication", "PrevalenceObservation", "Finding")
ids = [id for kind in kinds for id in graph.ids(kind)]
material = Material(release=release, subgraph=Subgraph(ids * int(sys.argv[2]), []), title="many")
with open("/dev/null", "wb") as out:
    FORMATS[sys.argv[3]].write(material, out)
print(len(material.subgraph.statements), highest() >> 20)
"""


def test_memory_does_not_grow_with_the_export(core_home: Path) -> None:
    """Twenty times the statements, in MiB of the process: about the same."""
    used = []
    for times in ("1", "20"):
        command = [sys.executable, "-c", MEASURE, str(core_home), times, "csv"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
        used.append([int(n) for n in done.stdout.split()])
    (few, small), (many, large) = used
    assert many == 20 * few > 5_000
    assert large < small + 30
