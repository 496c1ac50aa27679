"""What the documents show of GraphQL runs, and they leave nothing out."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oncotrace.server.graphql import cost, errors
from oncotrace.server.settings import described

DOCUMENTS = ("README.md", "docs/graphql.md")
ROOT = Path(__file__).parent.parent.parent


def recipes() -> list[str]:
    texts = [(ROOT / name).read_text("utf-8") for name in DOCUMENTS]
    return [block for text in texts for block in re.findall(r"^```graphql\n(.*?)^```", text, re.M | re.S)]


def emptiness(value: Any) -> bool:
    """Whether a reply holds nothing but empty lists and nulls."""
    if isinstance(value, dict):
        return all(emptiness(inner) for inner in value.values())
    return all(map(emptiness, value)) if isinstance(value, list) else value is None


@pytest.mark.parametrize("number", range(len(recipes())))
def test_every_recipe_runs_and_finds_something(graphql: Callable[..., Any], number: int) -> None:
    for field, value in graphql(recipes()[number]).items():
        assert not emptiness(value), field


def test_the_readme_answers_in_one_request(graphql: Callable[..., Any]) -> None:
    data = graphql(recipes()[0])
    assert any(node["total"] == 3426 for node in data["prevalence"]["nodes"])
    groups = {node["group"] for node in data["treatments"]["nodes"]}
    assert "ELSEWHERE" in groups
    assert "HERE_THIS" not in groups
    said = [s for s in data["answer"]["headline"] if s["proofs"]]
    assert any("3,426" in sentence["text"] for sentence in said)
    assert all(any(proof["documents"]["nodes"] for proof in sentence["proofs"]) for sentence in said)


def test_every_code_and_limit_is_documented() -> None:
    text = (ROOT / "docs" / "graphql.md").read_text("utf-8")
    codes = {value for name, value in vars(errors).items() if name.isupper()}
    assert {code for code in codes if f"`{code}`" not in text} == set()
    limits = [value for name, value in vars(cost).items() if name.startswith("MOST_")]
    assert len(limits) > 6
    assert [n for n in limits if f"{n:,}" not in text] == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "graphql.md").read_text("utf-8")
    assert [name for name, _ in described() if f"| `{name}` |" not in text] == []
