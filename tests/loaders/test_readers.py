"""Readers: what is well formed arrives as it stands, what is malformed is named with its line."""

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncotrace.kg.errors import SourceError
from oncotrace.loaders import readers, text
from oncotrace.loaders.declare import Row

Write = Callable[[str, bytes | str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to


def rows(reader: str, path: Path, columns: tuple[str, ...] = ()) -> list[Row]:
    return list(readers.read(reader, path, columns))


def refusal(reader: str, path: Path, columns: tuple[str, ...] = ()) -> str:
    """The message of the refusal, which must not cost much."""
    started = process_time()
    with pytest.raises(SourceError) as caught:
        rows(reader, path, columns)
    assert process_time() - started < 5
    return str(caught.value)


# --- tables


def test_a_table_keeps_quotes_tabs_and_line_numbers(write: Write) -> None:
    """A quoted cell may hold tabs, quotes and line ends; the next row's line counts them."""
    path = write("a.tsv", '\ufeffid\ttext\n1\t"two\tparts, ""quoted""\nand a line"\n2\tplain "word"\n')
    found = rows("tsv", path)
    assert found == [
        {"id": "1", "text": 'two\tparts, "quoted"\nand a line'},
        {"id": "2", "text": 'plain "word"'},
    ]
    assert [row.at for row in found] == ["a.tsv, line 2", "a.tsv, line 4"]


def test_civic_is_read_with_its_quotes(sources_dir: Path) -> None:
    """4,854 rows of 25 columns; read without quoting, 35 of them would come out wrong."""
    found = rows("tsv", sources_dir / "civic" / "AcceptedClinicalEvidenceSummaries.tsv")
    assert (len(found), {len(row) for row in found}) == (4_854, {25})
    quoted = {
        row["evidence_id"]: row["evidence_statement"] for row in found if '"' in row["evidence_statement"]
    }
    assert len(quoted) == 35
    assert quoted["725"].startswith('BRAF-fusion in "pan-negative" melanomas were identified in TCGA data.')


def test_csv_splits_at_commas(write: Write) -> None:
    assert rows("csv", write("a.csv", 'a,b\r\n1,"x, y"\r\n')) == [{"a": "1", "b": "x, y"}]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("a\tb\n1\t2\n1\n", 3, "1 cells under 2 columns"),
        ("a\tb\n1\t2\t3\n", 2, "3 cells under 2 columns"),
        ('a\tb\n1\t2\n"open\t2\n3\t4\n', 3, "a quoted cell has no end"),
        ('a\tb\n1\t"x"y\n', 2, "expected after '\"'"),
        ("a\ta\n1\t2\n", 1, "'a' stands there twice"),
        ("a\tb\n1\t\0\n", 2, "NUL"),
        (b"a\tb\n1\t\xff\n", 2, "not UTF-8 (byte 0xff)"),
        ("a\tb\n".encode("utf-16"), 1, "NUL"),
        ("", 1, "the file is empty"),
        ("a\tb\n1\t2\n3\t" + "x" * (text.MAX_CELL + 1) + "\n", 3, "a cell over 1 MiB"),
        ('a\tb\n1\t"' + "x\n" * (1 << 20), 2, "a cell over 1 MiB"),
        ("a\tb\n1\t" + "x" * (text.MAX_LINE + 1), 2, "longer than 8 MiB"),
    ],
)
def test_a_malformed_table_is_refused_with_its_line(
    write: Write, content: bytes | str, line: int, what: str
) -> None:
    message = refusal("tsv", write("bad.tsv", content))
    assert message.startswith(f"bad.tsv, line {line}: ")
    assert what in message
    assert "Get the file again" in message


def test_a_missing_column_is_named(write: Write) -> None:
    message = refusal("tsv", write("a.tsv", "id\tname\n1\tx\n"), ("id", "Status"))
    assert "no Status (found: id, name)" in message


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), min_size=2, max_size=2),
        min_size=1,
    )
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50
)
def test_what_csv_writes_the_reader_reads(tmp_path: Path, cells: list[list[str]]) -> None:
    import csv

    path = tmp_path / "round.tsv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, dialect="excel-tab", quoting=csv.QUOTE_ALL).writerows([["a", "b"], *cells])
    assert [[row["a"], row["b"]] for row in readers.read("tsv", path)] == cells


# --- JSON


def test_json_objects_carry_the_line_on_which_they_start(write: Write) -> None:
    found = rows("json", write("a.json", '[\n{"a": 1},\n\n{\n"a": [2]}\n]\n'))
    assert found == [{"a": 1}, {"a": [2]}]
    assert [row.line for row in found] == [2, 4]


def test_one_json_object_is_one_row_and_an_empty_array_is_none(write: Write) -> None:
    assert rows("json", write("a.json", ' {"a": null} ')) == [{"a": None}]
    assert rows("json", write("b.json", "[ ]")) == []


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ('[{"a": 1},\n{"a": 1, "a": 2}]', 2, "the key 'a' stands there twice"),
        ('[{"a": NaN}]', 1, "NaN is no number"),
        ('[{"a": -Infinity}]', 1, "-Infinity is no number"),
        ('[{"a": 1e999}]', 1, "beyond all bounds"),
        ('[{"a": ' + "9" * 5000 + "}]", 1, "digits"),
        ('[{"a": ' + "[" * 100 + "]" * 100 + "}]", 1, "nested deeper than 64"),
        ("[" * 100_000, 1, "nested deeper than 64"),
        ('[{"a": ' * 50_000, 1, "nested deeper than 64"),
        ('[{"a": "\\ud800"}]', 1, "unpaired surrogate"),
        ('[{"a": "\\u0000"}]', 1, "NUL"),
        ('[{"a": "' + "x" * (text.MAX_CELL + 1) + '"}]', 1, "a text longer than 1 MiB"),
        ('[\n{"a": 1}\n{"a": 2}]', 3, "',' or ']' is expected"),
        ('[{"a": 1},\n]', 2, "Expecting value"),
        ('[{"a": 1}', 1, "',' or ']' is expected"),
        ('[{"a": 1}] x', 1, "behind the end"),
        ('{"a": 1}\n{"b": 1}', 2, "behind the end"),
        ("[1]", 1, "an object is expected"),
        ("", 1, "Expecting value"),
        (b'[{"a": "\xc3"}]', 1, "not UTF-8"),
        ('[\n{"a": \n tru}]', 3, "Expecting value"),
    ],
)
def test_malformed_json_is_refused_with_its_line(
    write: Write, content: bytes | str, line: int, what: str
) -> None:
    message = refusal("json", write("bad.json", content))
    assert message.startswith(f"bad.json, line {line}: ")
    assert what in message


def test_a_tree_is_read_parents_first_without_its_children(write: Write) -> None:
    tree = {"A": {"code": "A", "children": {"B": {"code": "B", "children": {}}, "C": {"code": "C"}}}}
    found = rows("json_tree", write("tree.json", json.dumps(tree)))
    assert found == [{"code": "A"}, {"code": "B"}, {"code": "C"}]
    assert [row.line for row in found] == [1, 2, 3]


def test_a_tree_of_other_things_is_refused(write: Write) -> None:
    assert "an object is expected" in refusal("json_tree", write("t.json", '{"A": {"children": [1]}}'))


def test_ndjson_has_one_object_a_line(write: Write) -> None:
    found = rows("ndjson", write("a.ndjson", '{"a": 1}\n\n{"a": "é"}\n'))
    assert [(row.line, row["a"]) for row in found] == [(1, 1), (3, "é")]
    assert "line 2: more than one value" in refusal("ndjson", write("b.ndjson", "{}\n{} {}\n"))
    assert "line 1: Expecting" in refusal("ndjson", write("c.ndjson", '{"a":\n1}\n'))


# --- YAML


def test_yaml_keeps_dates_and_words_as_they_are_written(write: Write) -> None:
    text = """
- id: one
  date: 2019-05-24
  quoted: "2019"
  confirmed: yes
  country: NO
  maintenance: true
  n: 3
  rate: 0.8
  nothing:
  list: [a, b]
- id: two
"""
    one, two = rows("yaml", write("facts.yaml", text))
    assert one == {
        "id": "one",
        "date": "2019-05-24",
        "quoted": "2019",
        "confirmed": "yes",
        "country": "NO",
        "maintenance": True,
        "n": 3,
        "rate": 0.8,
        "nothing": None,
        "list": ["a", "b"],
    }
    assert (one.line, two.line) == (2, 12)


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("- a: &x [1]\n- b: *x\n", 2, ""),
        ("- a: 1\n  a: 2\n", 1, "'a' stands there twice"),
        ("- a: .nan\n", 1, "two ways"),
        ("- a: .inf\n", 1, "two ways"),
        ("- a: 12:30\n", 1, "two ways"),
        ("- a: 0x1F\n", 1, "two ways"),
        ("- {1: b}\n", 1, "is no text"),
        ("- a: !!python/object/apply:os.system [ls]\n", 1, "plain values only"),
        ("- a: !local x\n", 1, "two ways"),
        ("- a: !!set {x}\n", 1, "plain values only"),
        ("- a: [1\n- b: 2\n", 2, "expected"),
        ("- a: b: c\n", 1, "mapping values are not allowed"),
        ("- just text\n", 1, "an object is expected"),
        ("a: 1\n---\nb: 2\n", 2, "document"),
        ("- a: " + "[" * 70 + "]" * 70 + "\n", 1, "nested deeper than 64"),
        ("- a: \x07\n", 1, ""),
    ],
)
def test_yaml_of_two_readings_is_refused(write: Write, content: str, line: int, what: str) -> None:
    message = refusal("yaml", write("bad.yaml", content))
    assert message.startswith("bad.yaml, line ")
    assert what in message
    if what:
        assert f"line {line}:" in message


def test_an_alias_bomb_is_refused_at_once(write: Write) -> None:
    """Nine doublings of ten: a billion items, were the aliases followed."""
    bomb = "- a0: &a0 [x, x]\n" + "".join(
        f"- a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    assert "line 2: an alias: write the value out" in refusal("yaml", write("bomb.yaml", bomb))


# --- OBO


OBO = """format-version: 1.2
data-version: releases/2024-04-30/doid.obo

[Term]
id: DOID:1
name: a cancer ! comment
def: "A \\"thing\\": with escapes." [url:http\\://x]
synonym: "one \\"quoted\\" name" EXACT []
synonym: "unscoped" []
xref: OMIM:616202 {xref="url:x"}
xref: NCI:C1
is_a: DOID:2 ! other cancer

[Typedef]
id: RO:is_a
"""


def test_obo_stanzas_are_rows(write: Write) -> None:
    term, typedef = rows("obo", write("a.obo", OBO))
    assert (term["stanza"], term["id"], term["name"]) == ("Term", "DOID:1", "a cancer")
    assert term["synonym"] == [['one "quoted" name', "EXACT"], ["unscoped", "RELATED"]]
    assert term["xref"] == ["OMIM:616202", "NCI:C1"]
    assert term["is_a"] == ["DOID:2"]
    assert (term.line, typedef.line) == (4, 14)
    assert typedef["stanza"] == "Typedef"


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("[Term]\nname: x\n", 1, "a stanza without id"),
        ("[Term]\nid: a\nid: b\n", 3, "the tag 'id' stands there twice"),
        ("[Term]\nid: a\nsynonym: no quotes\n", 3, "is no synonym"),
        ('[Term]\nid: a\nsynonym: "open EXACT\n', 3, "is no synonym"),
        ("[Term\nid: a\n", 1, "is no stanza"),
        ("[Term]\nid: a\njunk\n", 3, "is no tag with a value"),
        ("[Term]\nid: a\nis_a:\n", 3, "has no value"),
        ("a: b\n", 1, "this is no OBO file"),
        ('[Term]\nid: a\nsynonym: "' + "\\x" * 500_000 + "\n", 3, "is no synonym"),
    ],
)
def test_malformed_obo_is_refused_with_its_line(write: Write, content: str, line: int, what: str) -> None:
    message = refusal("obo", write("bad.obo", content))
    assert message.startswith(f"bad.obo, line {line}: ")
    assert what in message


# --- all readers


@pytest.mark.parametrize("reader", readers.READERS)
@given(content=st.binary(max_size=300))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60
)
def test_any_bytes_give_rows_or_a_source_error(tmp_path: Path, reader: str, content: bytes) -> None:
    """Nothing but a SourceError escapes, and it names the file."""
    path = tmp_path / "any"
    path.write_bytes(content)
    try:
        found = list(readers.read(reader, path))
    except SourceError as error:
        assert str(error).startswith("any, line ")
    else:
        assert all(row.line >= 1 for row in found)


@pytest.mark.parametrize("reader", readers.READERS)
def test_an_absent_file_is_a_source_error(tmp_path: Path, reader: str) -> None:
    assert "cannot be read (No such file" in refusal(reader, tmp_path / "absent")
