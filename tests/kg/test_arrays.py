"""Numbers, texts and tables come back from a mapped file as they were written."""

from array import array
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from oncotrace.kg.arrays import Arrays, Writer

NUMBERS = st.integers(0, 300) | st.integers(2**32 - 300, 2**32 - 1)


def opened(writer: Writer, folder: Path) -> Arrays:
    path = folder / "arrays"
    path.unlink(missing_ok=True)
    writer.write(path, {"a": ["é"]})
    return Arrays(path)


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
