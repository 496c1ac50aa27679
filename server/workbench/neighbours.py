"""What stands around a record, as nodes and links: what its page draws, and what a click on a node adds.

Around an entity: what is stated on it, a link for each two things that statements name together, and what it
is made of or a kind of. Around any other record: what it refers to and what refers to it.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from oncotrace.answers.wording import label_words
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    Biomarker,
    Cancer,
    Document,
    Drug,
    Gene,
    Proposition,
    Record,
    Regimen,
    Source,
    Statement,
    Trial,
)
from oncotrace.kg.shape import REFERENCES, predicate
from oncotrace.queries.subgraph import ABOUT, PARTS, Subgraph, around
from oncotrace.server.door import Visit
from oncotrace.server.export.material import Material
from oncotrace.server.export.picture import KINDS, kind_of
from oncotrace.server.pages import PUBLIC

USUAL, MOST = 60, 500
"""Neighbours that a reply holds, and the most that one can ask for: a picture of more is no picture."""

ENTITIES = (Gene, Biomarker, Cancer, Drug, Regimen)
CLASSES = {
    Gene: "gene",
    Biomarker: "biomarker",
    Drug: "drug",
    Regimen: "regimen",
    Cancer: "cancer",
    Statement: "statement",
    Proposition: "proposition",
    Document: "document",
    Source: "source",
    Trial: "trial",
}
"""How a record is drawn; what is of none of these classes is ``other``. ``around.js`` has their shapes."""

STRUCTURE = (*PARTS, "ot:broader", "ot:targets")
_REFERENCES = sorted({predicate(name) for name in REFERENCES} - {"skos:exactMatch"})
_WORDS = KINDS | {"broader": "is a kind of", "genes": "is of the gene", "members": "has the part"}
_WORDS |= {"drugs": "holds the drug", "targets": "is aimed at", "fivePrime": "5' end", "threePrime": "3' end"}
_WORDS |= {"wasInfluencedBy": "has the event", "source": "comes from"}

Link = tuple[str, str, str]
"""Two ids, and what joins them: a key of ``picture.KINDS``, or a predicate."""


@dataclass(slots=True)
class Found:
    links: Counter[Link] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    """Every neighbour, and how many statements name it beside the record."""
    first: set[str] = field(default_factory=set)
    """Neighbours without which the record is not to be understood: what it refers to. They are few."""

    def order(self, reader: Reader, id: str) -> list[str]:
        """The neighbours that are records, those that matter most first."""
        held = {r.id for r in reader.get((*self.named, *self.first), Record)} - {id}
        return sorted(held, key=lambda other: (other not in self.first, -self.named[other], other))


def neighbours_json(visit: Visit) -> Response:
    """``/workbench/around?id=HGNC:10261&most=60``: nodes, links, and how many neighbours are left out."""
    id = visit.asked("id")
    asked = visit.asked("most")
    most = min(int(asked), MOST) if asked.isdecimal() and len(asked) < 6 else USUAL
    reader = Reader(visit.shelf.graph)
    record = reader.one(id, Record)
    if record is None:
        raise HTTPException(404)
    entity = isinstance(record, ENTITIES)
    found = _of_entity(reader, id) if entity else _of_other(reader, record)
    neighbours = found.order(reader, id)
    shown = {id, *neighbours[:most]}
    if entity:
        found.links.update(_among(reader, shown))
    told = {
        "nodes": _nodes(visit, reader, sorted(shown), found.named),
        "links": [_link(*link, count) for link, count in sorted(found.links.items()) if shown >= {*link[:2]}],
        "left": len(neighbours) - len(shown) + 1,
    }
    return JSONResponse(told, headers={"Cache-Control": PUBLIC})


def _of_entity(reader: Reader, id: str) -> Found:
    found = Found()
    statements = reader.get(around(reader.graph, [id], 1).statements, Statement)
    reader.get((s.proposition for s in statements), Proposition)
    for statement in statements:
        about = reader.one(statement.proposition, Proposition)
        named = [x for x in (about.biomarker, about.therapy, about.cancer) if x] if about else []
        found.named.update(named)
        found.links.update((one, other, kind_of(statement)) for one, other in pairwise(named))
    for name in STRUCTURE:
        found.first.update(reader.graph.out([id], name).get(id, ()))
        found.named.update(dict.fromkeys(reader.graph.into([id], name).get(id, ()), 0))
    return found


def _of_other(reader: Reader, record: Record) -> Found:
    found = Found()
    for name in _REFERENCES:
        outward = reader.graph.out([record.id], name).get(record.id, ())
        inward = reader.graph.into([record.id], name).get(record.id, ())
        links = [(record.id, x, name) for x in outward] + [(x, record.id, name) for x in inward]
        found.links.update(dict.fromkeys(links, 1))
        found.first.update(outward)
        found.named.update(dict.fromkeys(inward, 0))
    if isinstance(record, Statement):  # what it is about is a step further
        for name in ABOUT:
            for x in reader.graph.out([record.proposition], name).get(record.proposition, ()):
                found.links[record.proposition, x, name] = 1
                found.first.add(x)
    return found


def _among(reader: Reader, ids: set[str]) -> dict[Link, int]:
    """What of these is made of, aimed at or a kind of another of these."""
    return {
        (one, other, name): 1
        for name in STRUCTURE
        for one, others in reader.graph.out(ids, name).items()
        for other in others
        if other in ids and other != one
    }


# --- as told ------------------------------------------------------------------------------------


def _nodes(visit: Visit, reader: Reader, ids: list[str], named: Counter[str]) -> list[dict[str, Any]]:
    records = reader.get(ids, Record)
    stated = Subgraph(statements=[r.id for r in records if isinstance(r, Statement)])
    rows = Material(release=visit.shelf.release, subgraph=stated, title="").rows()
    words = {row.statement.id: row.words for row in rows}
    return [
        {"id": r.id, "label": words.get(r.id) or name_of(r), "kind": _class(r), "statements": named[r.id]}
        for r in records
    ]


def name_of(record: Record) -> str:
    """What a record is called: its label, or its id where it has none."""
    names = (getattr(record, field, "") for field in ("label", "symbol", "title"))
    return label_words(next((name for name in names if name), record.id))


def _class(record: Record) -> str:
    return next((name for kind, name in CLASSES.items() if isinstance(record, kind)), "other")


def _link(one: str, other: str, what: str, count: int) -> dict[str, Any]:
    kind = what if what in KINDS else "part"
    word = what.partition(":")[2] or what
    said = _WORDS.get(word, word)
    return {"source": one, "target": other, "kind": kind, "label": said, "count": count}
