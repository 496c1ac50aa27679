"""CURIEs and IRIs: the same as the curies library makes of the same prefixes."""

import pytest
from curies import Converter
from hypothesis import given
from hypothesis import strategies as st

from oncotrace.ontology.prefixes import PREFIXES, curie, iri

CONVERTER = Converter.from_prefix_map(PREFIXES)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(st.sampled_from(sorted(PREFIXES)), NAMES)
def test_both_ways_as_curies_does(prefix: str, name: str) -> None:
    short = f"{prefix}:{name}"
    assert iri(short) == CONVERTER.expand_strict(short)
    assert curie(iri(short)) == CONVERTER.compress_strict(iri(short))


@pytest.mark.parametrize("address", ["", "https://example.org/x", "http://purl.obolibrary.org/", "HGNC:1"])
def test_an_address_in_no_namespace_of_ours(address: str) -> None:
    with pytest.raises(ValueError, match="is in no namespace of ours"):
        curie(address)


@pytest.mark.parametrize("short", ["", "ROS1", "nowhere:1", "hgnc:1"])
def test_a_curie_without_a_prefix_of_ours(short: str) -> None:
    with pytest.raises(ValueError, match="has no prefix of ours"):
        iri(short)
