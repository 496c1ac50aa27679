"""An expression does what the compiled one does, and is not compiled before."""

import re

import pytest

from oncotrace.ontology.expressions import expression


def test_it_finds_and_replaces_as_the_compiled_one() -> None:
    text = "BRAF V600E and braf v600k"
    ours, theirs = expression(r"v(\d+)([a-z])", re.IGNORECASE), re.compile(r"v(\d+)([a-z])", re.IGNORECASE)
    assert ours.findall(text) == theirs.findall(text) == [("600", "E"), ("600", "k")]
    assert ours.sub(r"\2", text) == theirs.sub(r"\2", text)
    assert [m.span() for m in ours.finditer(text, 6)] == [m.span() for m in theirs.finditer(text, 6)]
    assert (ours.pattern, ours.flags, ours.groups) == (theirs.pattern, theirs.flags, theirs.groups)


def test_it_is_compiled_when_it_is_first_used() -> None:
    wrong = expression("(")
    with pytest.raises(re.error):
        wrong.search("a")
