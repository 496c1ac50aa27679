"""Levels, their order and the words that they allow."""

import pytest

from oncotrace.ontology import scales
from oncotrace.ontology.scales import hedge, levels, surest

AMP = ["amp:I-A", "amp:I-B", "amp:II-C", "amp:II-D", "amp:III", "amp:IV"]
CIVIC = ["civic:A", "civic:B", "civic:C", "civic:D", "civic:E"]
ESCAT = [f"escat:{c}" for c in "I-A I-B I-C II-A II-B III-A III-B IV-A IV-B V X".split()]


@pytest.mark.parametrize("names", [AMP, CIVIC, ESCAT], ids=lambda names: names[0])
def test_a_scale_has_these_levels_in_this_order(names: list[str]) -> None:
    scale = scales.scales()[names[0].partition(":")[0]]
    assert [level.name for level in sorted(scale.levels, key=lambda level: level.order)] == names
    assert [level.order for level in scale.levels] == list(range(1, len(names) + 1))


@pytest.mark.parametrize("name", ["amp:I-C", "amp:II-A", "amp:III-A", "amp:IV-D", "amp:I", "civic:F", "A"])
def test_an_invalid_pair_is_no_level(name: str) -> None:
    assert name not in levels()
    with pytest.raises(KeyError):
        hedge([name])


def test_every_level_is_explained_linked_and_bound_to_a_hedge() -> None:
    for level in levels().values():
        assert level.meaning
        assert level.link.startswith("https://")
        assert level.hedge in scales.hedges()


def test_every_hedge_is_used_and_takes_a_verb() -> None:
    assert {level.hedge for level in levels().values()} == scales.hedges().keys()
    assert all(
        words.startswith(("is ", "was ")) and words.endswith(" to") for words in scales.hedges().values()
    )


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["civic:A"], "is known to"),
        (["civic:C"], "was seen in single patients to"),
        (["civic:D"], "was seen in the laboratory to"),
        (["civic:E"], "is suspected to"),
        (["civic:D", "civic:B"], "was shown in studies of patients to"),
        (["escat:I-B"], "was shown in trials to"),
        (["escat:IV-A", "civic:C"], "was seen in single patients to"),
        (["amp:II-C"], "was shown in another cancer to"),
        (["amp:III"], "is not known to"),
        ([], "is not known to"),
    ],
)
def test_the_surest_level_gives_the_words(names: list[str], words: str) -> None:
    assert hedge(names) == words


def test_a_weaker_level_never_sounds_surer() -> None:
    """Within a scale that is one ladder, the words follow the order."""
    ladder = list(scales.hedges())
    ranks = [ladder.index(levels()[name].hedge) for name in CIVIC]
    assert ranks == sorted(ranks)


def test_the_surest_of_none_is_none() -> None:
    assert surest([]) is None
