"""KGX JSON (https://github.com/biolink/kgx): nodes with Biolink categories, a statement an edge.

Predicates say no more than the statement does. Where Biolink has no predicate for it the edge is
``biolink:associated_with``, and the statement's own words stand beside it.
"""

import json
from collections.abc import Iterator
from typing import IO, Any

from oncotrace.answers.wording import label_words
from oncotrace.kg.records import (
    Biomarker,
    Cancer,
    Document,
    Drug,
    Evidence,
    Gene,
    Indication,
    PrevalenceObservation,
    Record,
    Regimen,
    Source,
)
from oncotrace.server.export.material import Material, Row

CATEGORIES: dict[type[Record], str] = {
    Gene: "biolink:Gene",
    Cancer: "biolink:Disease",
    Drug: "biolink:Drug",
    Regimen: "biolink:Treatment",
    Document: "biolink:Publication",
    Source: "biolink:InformationResource",
}
"""The class of a record in https://biolink.github.io/biolink-model/, as ``ontology/core.ttl`` maps it."""

VARIANTS = ("small_variant", "fusion", "copy_number", "gene_alteration")
"""Kinds of biomarkers that are changes of the sequence; the others are ``biolink:NamedThing``."""

_SIGNS = {
    "sensitivity": "biolink:associated_with_sensitivity_to",
    "resistance": "biolink:associated_with_resistance_to",
}
_INFORES = {"oid:source-civic": "infores:civic"}
"""Sources that the Information Resource Catalog knows; others keep our id."""


def write(material: Material, out: IO[bytes]) -> None:
    out.write(b'{"nodes": [\n')
    _items(_nodes(material), out)
    out.write(b'\n], "edges": [\n')
    _items((edge for row in material.rows() if (edge := _edge(row))), out)
    out.write(b"\n]}\n")


def _items(found: Iterator[dict[str, Any]], out: IO[bytes]) -> None:
    comma = b""
    for item in found:
        out.write(comma + json.dumps(item, ensure_ascii=False).encode())
        comma = b",\n"


def _nodes(material: Material) -> Iterator[dict[str, Any]]:
    for record in material.records():
        if category := _category(record):
            names = (getattr(record, field, "") for field in ("label", "symbol", "title"))
            name = next((name for name in names if name), record.id)
            node: dict[str, Any] = {"id": record.id, "name": label_words(name), "category": [category]}
            if xrefs := getattr(record, "xrefs", ()):
                node["xref"] = list(xrefs)
            yield node


def _category(record: Record) -> str:
    """The Biolink class; empty for records that are no node of a KGX graph."""
    if isinstance(record, Biomarker):
        return "biolink:SequenceVariant" if record.kind in VARIANTS else "biolink:NamedThing"
    return CATEGORIES.get(type(record), "")


def _edge(row: Row) -> dict[str, Any] | None:
    """A statement as an edge; None where it names one thing only."""
    about = row.proposition
    ends = _ends(row)
    if about is None or ends is None:
        return None
    said = row.statement
    edge = {
        "id": said.id,
        "subject": ends[0],
        "predicate": ends[1],
        "object": ends[2],
        "category": ["biolink:Association"],
        "negated": said.direction == "disputes",
        "disease_context_qualifier": about.cancer if about.cancer not in ends else "",
        "knowledge_level": "observation"
        if isinstance(said, PrevalenceObservation)
        else "knowledge_assertion",
        "agent_type": "manual_agent",
        "primary_knowledge_source": _INFORES.get(said.source, said.source),
        "publications": list(said.documents),
        "license": row.licence,
        "description": row.words,
    }
    return {key: value for key, value in edge.items() if value not in ("", [], None)}


def _ends(row: Row) -> tuple[str, str, str] | None:
    """Subject, predicate and object."""
    about = row.proposition
    assert about is not None
    if isinstance(row.statement, Indication) and about.therapy and about.cancer:
        return about.therapy, "biolink:treats", about.cancer
    if isinstance(row.statement, Evidence) and about.biomarker and about.therapy:
        sign = _SIGNS.get(row.statement.significance, "biolink:associated_with")
        return about.biomarker, sign, about.therapy
    named = [id for id in (about.biomarker, about.therapy, about.cancer) if id]
    return (named[0], "biolink:associated_with", named[-1]) if len(named) > 1 else None
