"""GraphML: every record a node, every reference an edge. networkx and Gephi open it.

http://graphml.graphdrawing.org/specification.html
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from oncotrace.kg.records import Record, Statement
from oncotrace.kg.shape import REFERENCES, predicate
from oncotrace.server.export.material import Material

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="label" for="node" attr.name="label" attr.type="string"/>
<key id="kind" for="node" attr.name="kind" attr.type="string"/>
<key id="says" for="node" attr.name="says" attr.type="string"/>
<key id="licence" for="node" attr.name="licence" attr.type="string"/>
<key id="predicate" for="edge" attr.name="predicate" attr.type="string"/>
<graph id="oncotrace" edgedefault="directed">
"""


def write(material: Material, out: IO[bytes]) -> None:
    """Nodes, then edges among them: both passes read the records anew, so that memory holds neither."""
    held = set(material.subgraph.ids)
    out.write(_HEAD.encode())
    for record in material.records():
        if not isinstance(record, Statement):
            out.write(_node(record.id, type(record).__name__, _label(record)))
    for row in material.rows():
        out.write(_node(row.statement.id, row.kind, row.words, row.says, row.licence))
    for record in material.records():
        for name, other in _references(record):
            if other in held:
                out.write(
                    f"<edge source={quoteattr(record.id)} target={quoteattr(other)}>"
                    f"{_data('predicate', name)}</edge>\n".encode()
                )
    out.write(b"</graph>\n</graphml>\n")


def _node(id: str, kind: str, label: str, says: str = "", licence: str = "") -> bytes:
    data = _data("label", label) + _data("kind", kind) + _data("says", says) + _data("licence", licence)
    return f"<node id={quoteattr(id)}>{data}</node>\n".encode()


def _data(key: str, value: str) -> str:
    kept = "".join(letter for letter in value if letter >= " " or letter in "\t\n")
    return f'<data key="{key}">{escape(kept)}</data>' if kept else ""


def _label(record: Record) -> str:
    names = (getattr(record, name, "") for name in ("label", "symbol", "title", "scope", "kind"))
    return next((name for name in names if name), record.id)


def _references(record: Record) -> Iterator[tuple[str, str]]:
    """Predicate and id of everything that a record points at."""
    for field in fields(record):
        if field.name in REFERENCES:
            value = getattr(record, field.name)
            for other in value if isinstance(value, tuple) else (value,):
                if other:
                    yield predicate(field.name), other
