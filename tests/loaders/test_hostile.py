"""Hostile files: each refused with file, line and reason, within limits, and nobody is asked anything."""

import gzip
import io
import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from oncotrace.kg.errors import SourceError
from oncotrace.kg.records import Cancer, Document, Drug, Evidence, Record
from oncotrace.loaders import readers, sandbox, sources
from oncotrace.loaders.declare import Row
from oncotrace.loaders.sandbox import Limits

TIGHT = Limits(memory=512 << 20, seconds=20)
"""A quarter of the memory and a third of the time that a source gets."""


class Listener:
    """A port of this machine that counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.port = self._socket.getsockname()[1]
        self.calls = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                self._socket.accept()[0].close()
            except TimeoutError:
                continue
            self.calls += 1

    def close(self) -> None:
        self._ended.set()
        self._thread.join(5)
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()


def test_the_listener_hears(listener: Listener) -> None:
    before = listener.calls
    with socket.create_connection(("127.0.0.1", listener.port), timeout=5) as line:
        line.recv(1)
    assert listener.calls == before + 1


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return packed.getvalue()


LAUGHS = '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
) + "]>\n<rdf:RDF>&a11;</rdf:RDF>"
EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:PORT/x">]>\n<r>&x;</r>'
FILE_ENTITY = '\n <!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
OWL = (
    '<rdf:RDF xmlns:owl="http://www.w3.org/2002/07/owl#"><owl:Ontology>'
    '<owl:imports rdf:resource="http://127.0.0.1:PORT/o.owl"/></owl:Ontology></rdf:RDF>'
)
TURTLE = "@prefix o: <http://127.0.0.1:PORT/o#> .\n<> <http://www.w3.org/2002/07/owl#imports> o: .\n"
NESTED = "<<( " * 20_000 + "<a:s> <a:p> <a:o>" + " )>>" * 20_000
LD = {"@context": "http://127.0.0.1:PORT/context.jsonld", "id": "x", "name": "y"}
MARKUP = "markup (XML or HTML), which is not read"

CASES: dict[str, tuple[str, str | bytes, int, str]] = {
    "entity bomb": ("obo", LAUGHS, 1, MARKUP),
    "external entity": ("tsv", EXTERNAL, 1, MARKUP),
    "entity of a file": ("json", FILE_ENTITY, 1, MARKUP),
    "owl:imports in RDF/XML": ("yaml", OWL, 1, MARKUP),
    "owl:imports in Turtle": ("tsv", TURTLE, 2, "no id"),
    "owl:imports in OBO": ("obo", "import: http://127.0.0.1:PORT/o.obo\n", 1, "no stanza"),
    "nested triple terms": ("tsv", NESTED, 1, MARKUP),
    "JSON-LD, remote context": ("json", json.dumps([{"id": "a"}, LD]), 1, "JSON-LD, which is not read"),
    "JSON-LD in lines": ("ndjson", '{"id": "a"}\n' + json.dumps(LD), 2, "JSON-LD, which is not read"),
    "JSON-LD in a tree": ("json_tree", json.dumps({"a": {"id": "a"}, "b": LD}), 2, "JSON-LD"),
    "JSON 100,000 deep": ("json", '[\n{"id": ' + "[" * 100_000 + "]" * 100_000 + "}]", 2, "nested deeper"),
    "JSON objects 100,000 deep": ("ndjson", '{"id":' * 100_000 + "1" + "}" * 100_000, 1, "nested deeper"),
    "a tree 100,000 deep": ("json_tree", '{"children":' * 100_000 + "{}" + "}" * 100_000, 1, "nested deeper"),
    "YAML 100,000 deep": ("yaml", "- id: x\n- a: " + "[" * 100_000, 2, "nested deeper"),
    "YAML deep in its lines": ("yaml", "- " * 100_000 + "x", 1, "nested deeper"),
    "gzip bomb": ("json", gzip.compress(b"\0" * (64 << 20)), 1, "a gzip file: unpack it first"),
    "zip bomb": ("tsv", zipped("a.tsv", b"\0" * (64 << 20)), 1, "a zip file: unpack it first"),
    "zip with a path outside": ("csv", zipped("../../etc/x.csv", b"a\n1\n"), 1, "a zip file"),
    "30 MB in a JSON text": ("json", '[{"id": "' + "x" * (30 << 20) + '"}]', 1, "a text longer than 1 MiB"),
    "30 MB in a line": ("tsv", "id\tname\n1\t" + "x" * (30 << 20), 2, "longer than 8 MiB"),
    "30 MB in a quoted cell": ("csv", 'id,name\n1,"' + "x\n" * (15 << 20), 2, "a cell over 1 MiB"),
    "30 MB in a YAML text": ("yaml", "- id: a\n- id: " + "x" * (30 << 20), 2, "a text longer than 1 MiB"),
    "30 MB in an OBO line": ("obo", "[Term]\nid: x\nname: " + "x" * (30 << 20), 3, "longer than 8 MiB"),
    "a key twice in JSON": ("json", '[{"id": "a"},\n{"id": "a", "id": "b"}]', 2, "'id' stands there twice"),
    "a key twice in YAML": ("yaml", "- id: a\n- id: a\n  id: b\n", 2, "'id' stands there twice"),
    "NaN in JSON": ("json", '[{"id": NaN}]', 1, "NaN is no number of JSON"),
    "NaN in YAML": ("yaml", "- id: .nan\n", 1, "can be read in two ways"),
    "YAML alias bomb": ("yaml", "- a: &a [x, x]\n- b: &b [*a, *a]\n- c: [*b, *b]\n", 2, "an alias"),
    "YAML tag that calls": ("yaml", "- id: !!python/object/apply:os.system ['true']\n", 1, "plain values"),
    "YAML tag of elsewhere": ("yaml", "- id: !<http://127.0.0.1:PORT/t> {a: 1}\n", 1, "plain values only"),
    "NUL in CSV": ("csv", "id,name\n1,a\n2,\0\n", 3, "a NUL byte"),
    "a quote without end": ("csv", 'id,name\n1,a\n2,"b\n3,c\n', 3, "a quoted cell has no end"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused(case: str, tmp_path: Path, listener: Listener) -> None:
    """In the child that reads every source: file, line and reason are said, and nobody is asked."""
    reader, content, line, reason = CASES[case]
    text = content.replace("PORT", str(listener.port)) if isinstance(content, str) else content
    path = tmp_path / "hostile"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    before = listener.calls
    with pytest.raises(SourceError) as caught:
        list(sandbox.read(reader, [path], ("id",), limits=TIGHT))
    assert str(caught.value).startswith(f"hostile, line {line}: ")
    assert reason in str(caught.value)
    assert len(str(caught.value)) < 600
    assert listener.calls == before


@pytest.mark.parametrize("reader", ["tsv", "csv", "json", "json_tree", "ndjson", "yaml", "obo"])
@pytest.mark.parametrize("begins", [b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"%PDF-1.7", b"<html>"])
def test_no_reader_of_text_takes_another_format(reader: str, begins: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(begins + b"\n" * 100)
    with pytest.raises(SourceError, match=r"^file, line 1: "):
        list(readers.read(reader, path))


# --- what a row turns into ----------------------------------------------------------------------


def evidence(**values: object) -> Evidence:
    given: dict[str, object] = {
        "id": "oid:st-1", "proposition": "oid:prop-1", "source": "oid:source-civic",
        "significance": "sensitivity", "direction": "supports",
    }  # fmt: skip
    return Evidence(**(given | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (Drug(id="oid:drug a b", label="x"), "id 'oid:drug a b' is no identifier"),
        (Drug(id="oid:drug-<script>", label="x"), "is no identifier"),
        (Drug(id="oid:drug-a\nb", label="x"), "is no identifier"),
        (Drug(id="http://127.0.0.1/x", label="x"), "has no prefix of ours"),
        (Drug(id="no-colon", label="x"), "has no prefix of ours"),
        (Document(id="PMID:1 2", kind="article"), "id 'PMID:1 2' is no identifier"),
        (Cancer(id="MONDO:1", label="x", xrefs=("DOID:1", "DOID:{2}")), "xrefs 'DOID:{2}' is no identifier"),
        (evidence(documents=("PMID:1>2",)), "documents 'PMID:1>2' is no identifier"),
        (evidence(published="31.12.2020"), "published '31.12.2020' is no date"),
        (evidence(published="2020-1-1"), "is no date"),
        (evidence(entered="20200101"), "is no date"),
    ],
)
def test_a_row_that_gives_no_identifier_or_date_is_named(
    record: Record, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only the readers: what a source makes of a row must be writable, or the row is told."""

    def made(rows: Iterator[Row]) -> Iterator[Record]:
        yield from (record for _ in rows)

    monkeypatch.setattr(sources.by_name("hgnc"), "records", made)
    rows = [Row({}, "genes.tsv", 7)]
    with pytest.raises(SourceError) as caught:
        list(sources.outcomes(sources.by_name("hgnc"), rows))
    assert str(caught.value).startswith("genes.tsv, line 7: hgnc cannot use this row")
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "core/../../x", "..", "a\0b"])
def test_a_source_is_a_name_and_no_path(name: str) -> None:
    with pytest.raises(SourceError, match="no source has this name"):
        sources.by_name(name)
