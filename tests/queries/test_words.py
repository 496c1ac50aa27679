"""The list of English words, looked up in place, is the set of its lines."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from oncotrace.queries import words
from oncotrace.queries.words import is_word

LINES = (Path(words.__file__).parent / "english_words.txt").read_text("utf-8").split()
KNOWN = frozenset(LINES)


def test_every_word_is_found() -> None:
    assert [word for word in LINES if not is_word(word) or not is_word(word.upper())] == []


@given(st.sampled_from(LINES), st.sampled_from(["", "a", "q", "z", "\n", " "]), st.integers(0, 3))
def test_what_is_beside_a_word_is_found_only_where_it_is_one(word: str, more: str, cut: int) -> None:
    for text in (word + more, more + word, word[cut:], word[: len(word) - cut]):
        assert is_word(text) == (text in KNOWN)
