"""Names while somebody types: what is called so, what begins so, what is spelt alike."""

from dataclasses import dataclass

from oncotrace.kg import records as kg
from oncotrace.kg.names import Name, normalise
from oncotrace.server.graphql import walks, words
from oncotrace.server.graphql.errors import BAD_VALUE, Refused
from oncotrace.server.graphql.fields import linked
from oncotrace.server.graphql.lookup import KINDS, LONGEST_NAME
from oncotrace.server.graphql.nodes import Node
from oncotrace.server.graphql.pages import Page, page
from oncotrace.server.graphql.told import kind, plain
from oncotrace.server.graphql.view import View

MOST_BEGUN = 200
MOST_ALIKE = 20


@dataclass(slots=True)
class Hit:
    id: str
    label: str
    kind: str
    matched: str
    how: str
    key: tuple[int, int, str, str]


@kind("Something whose name fits", '{"label": "ROS1 fusion", "matched": "ROS1 rearrangement"}')
class SearchHit:
    node = linked(walks.one("id", kg.Record), "The thing", '{"curie": "HGNC:10261"}', of=Node)
    label: str = plain("What it is called", "ROS1 fusion")
    kind = plain("What it is", "BIOMARKER", of=words.EntityKind)
    matched: str = plain("The name that fits", "ROS1 rearrangement")
    how = plain("How it fits", "BEGINS", of=words.How)


def search(view: View, text: str, kinds: frozenset[str] | None, first: int, after: str | None) -> Page:
    """What is called so first, then what begins so (short names first), then what is spelt alike."""
    if len(text) > LONGEST_NAME:
        raise Refused(BAD_VALUE, f"a text of {len(text)} letters: at most {LONGEST_NAME} are searched for")
    wanted = [k for k in KINDS if kinds is None or k in kinds]
    hits: dict[str, Hit] = {}
    if normalise(text):
        exact = [n for n in view.names.find([text]).get(text, ()) if n.kind in wanted]
        _add(view, hits, exact, "exact", 0)
        _add(view, hits, view.names.beginning(text, wanted, limit=MOST_BEGUN), "begins", 1)
        if len(hits) < MOST_ALIKE:
            _add(view, hits, view.names.near(text, wanted, limit=MOST_ALIKE), "near", 2)
    return page(hits.values(), lambda hit: hit.key, first, after)


def _add(view: View, hits: dict[str, Hit], names: list[Name], how: str, rank: int) -> None:
    for place, name in enumerate(names):
        if name.id not in hits:
            # Likeness has no order that names alone give; short names come first in the others.
            order = place if how == "near" else len(name.key)
            key = (rank, order, name.key, name.id)
            hits[name.id] = Hit(name.id, view.names.label(name.id), name.kind, name.text, how, key)
