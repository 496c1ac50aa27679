"""Phrases are found by whole words, wherever they stand and whatever stands between."""

import pytest

from oncotrace.queries.said import Said


@pytest.mark.parametrize(
    ("text", "phrase", "stands"),
    [
        ("Is it approved?", "approv*", True),
        ("Is it unapproved?", "approv*", False),
        ("rare", "rare", True),
        ("RARELY", "rare", False),
        ("off-label use", "off label", True),
        ("What's that", "what s", True),
        ("stop  working", "stop working", True),
        ("stopworking", "stop working", False),
        ("working stop", "stop working", False),
        ("", "rare", False),
    ],
)
def test_where_a_phrase_stands(text: str, phrase: str, stands: bool) -> None:
    assert (Said(text).at(phrase) is not None) == stands


def test_the_first_of_several_phrases_is_meant() -> None:
    said = Said("Common or rare, and how common?")
    assert said.at("how common*", "rare") == said.line.index(" rare ")
    assert said.at("how common*") == said.line.index(" how ")
