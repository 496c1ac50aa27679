"""Numbers, texts and tables come back from a mapped file as they were written."""

from array import array
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from oncotrace.kg.arrays import KINDS, Arrays, Writer

NUMBERS = st.integers(0, 300) | st.integers(2**32 - 300, 2**32 - 1)


def opened(writer: Writer, folder: Path) -> Arrays:
    path = folder / "arrays"
    path.unlink(missing_ok=True)
    writer.write(path, {"a": ["é"]})
    return Arrays.at(path)


@settings(max_examples=60)
@given(st.sets(st.text(max_size=9)))
def test_texts_are_found_by_place_and_by_text(tmp_path_factory, texts):
    ordered = sorted(texts)
    writer = Writer()
    writer.texts("other", ["before"])
    writer.texts("name", ordered)
    found = opened(writer, tmp_path_factory.mktemp("texts")).texts("name")
    assert [found[place] for place in range(len(found))] == ordered
    assert [found.place(text) for text in ordered] == [*range(len(ordered))]
    assert all(found.place(text + "!") is None for text in ordered if text + "!" not in texts)


@settings(max_examples=60)
@given(st.sets(st.tuples(st.integers(7, 500), NUMBERS)))
def test_tables_give_the_values_of_each_key(tmp_path_factory, pairs):
    ordered = sorted(pairs)
    writer = Writer()
    for name in ("before", "pairs"):
        keys, values = array("I", (k for k, _ in ordered)), array("I", (v for _, v in ordered))
        writer.table(name, keys, values)
    arrays = opened(writer, tmp_path_factory.mktemp("tables"))
    table = arrays.table("pairs")
    assert arrays.about == {"a": ["é"]}
    found = {key: [*table.values[start:end]] for key, start, end in table.spans(range(600))}
    assert found == {key: [v for k, v in ordered if k == key] for key, _ in ordered}
    assert [*arrays.table("absent").spans(range(600))] == []


@settings(max_examples=60)
@given(st.sets(st.tuples(NUMBERS, st.integers(0, 5))), st.dictionaries(NUMBERS, st.integers(0, 2**KINDS - 1)))
def test_numbers_are_found_by_the_marks_that_are_meant(pairs, asked):
    """In memory, too: of marks that differ in their last bits only, those that the bits name."""
    writer = Writer()
    writer.marked("pairs", pairs)
    wanted = {mark & -KINDS: kinds for mark, kinds in asked.items()}
    meant = {first + kind for first, kinds in wanted.items() for kind in range(KINDS) if kinds >> kind & 1}
    found = writer.arrays().marked("pairs").under(wanted)
    assert found == sorted({number for mark, number in pairs if mark in meant})
