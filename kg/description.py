"""What a release holds, for machines: VoID and DCAT in Turtle, and an RO-Crate.

One dataset a named graph, with its licence, version and number of triples. IRIs of files are relative
to the folder, so that a copy anywhere describes itself. The same inputs give the same bytes.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal

from oncotrace.kg.records import Source
from oncotrace.kg.shape import QUARANTINE
from oncotrace.ontology.prefixes import PREFIXES, iri

VOID, CRATE = "void.ttl", "ro-crate-metadata.json"

TITLE = "Oncotrace: the open knowledge graph of cancer biomarkers, cancers, drugs and trials"
ABOUT = (
    "Statements on what biomarkers mean in cancers, each with its source, its document and its licence."
    " Every named graph is what one source says."
)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")

FILES = {
    "graph.nq": ("All quads, sorted", "application/n-quads"),
    "read.graph": ("The read model: the same graph for fast reading", "application/octet-stream"),
    "read.names": ("The names in the graph", "application/octet-stream"),
    "public.graph": ("The read model without sources that must not be passed on", "application/octet-stream"),
    "public.names": ("The names in that", "application/octet-stream"),
    "report.json": ("What became of every row of the sources", "application/json"),
    "report.html": ("The same to be read", "text/html"),
    "check.json": ("What the checks found", "application/json"),
    VOID: ("This release as VoID and DCAT", "text/turtle"),
}
"""What the files of a release are, and their media types. The store's own files differ between builds."""


@dataclass(slots=True, kw_only=True)
class Contents:
    """What the descriptions are made of."""

    day: str
    sources: list[Source]
    graphs: Mapping[str, int]
    """Quads by named graph."""
    counts: Mapping[str, int]
    """Records by class."""
    files: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    """sha256 and size of the files whose bytes are the same in every build."""


def licence_iri(licence: str) -> str:
    """The address of an SPDX licence; empty where it is none of theirs."""
    return f"http://spdx.org/licenses/{licence}" if _SPDX.fullmatch(licence) else ""


# --- VoID and DCAT ----------------------------------------------------------------------------

_HEAD = f"""\
@prefix dcat: <{PREFIXES["dcat"]}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <{PREFIXES["xsd"]}> .
"""


def void(contents: Contents) -> bytes:
    """The release as VoID and DCAT, in Turtle."""
    datasets = [iri(graph) for graph in sorted(contents.graphs)]
    parts = [_HEAD, _block("<>", {"a": ["void:DatasetDescription"], "foaf:primaryTopic": ["<#release>"]})]
    parts.append(
        _block(
            "<#release>",
            {
                "a": ["void:Dataset", "dcat:Catalog"],
                "dcterms:title": [_text(TITLE)],
                "dcterms:description": [_text(ABOUT)],
                "dcterms:issued": [f'"{contents.day}"^^xsd:date'],
                "void:triples": [str(sum(contents.graphs.values()))],
                "void:entities": [str(sum(contents.counts.values()))],
                "void:dataDump": ["<graph.nq>"],
                "void:subset": [f"<{d}>" for d in datasets],
                "dcat:dataset": [f"<{d}>" for d in datasets],
                "void:classPartition": [f"<#class-{kind}>" for kind in sorted(contents.counts)],
            },
        )
    )
    sources = {"graph:" + s.id.removeprefix("oid:source-"): s for s in contents.sources}
    for graph, count in sorted(contents.graphs.items()):
        parts += _dataset(graph, count, sources.get(graph))
    for kind, count in sorted(contents.counts.items()):
        values = {"void:class": [f"<{iri(f'ot:{kind}')}>"], "void:entities": [str(count)]}
        parts.append(_block(f"<#class-{kind}>", values))
    parts.append(_distribution(contents))
    return "\n".join(parts).encode()


def _dataset(graph: str, count: int, source: Source | None) -> Iterable[str]:
    """A named graph, and its rights where they are no SPDX licence."""
    name = graph.removeprefix("graph:")
    values = {
        "a": ["void:Dataset", "dcat:Dataset"],
        "dcterms:title": [_text(source.title if source else f"Named graph {name}")],
        "void:triples": [str(count)],
        "dcat:distribution": ["<#nquads>"],
    }
    rights = "those of the sources of its rows" if graph == QUARANTINE else ""
    if source is not None:
        rights = "" if (spdx := licence_iri(source.licence)) else source.licence or "not stated"
        values |= {
            "dcterms:description": [_text(source.gives)],
            "dcat:version": [_text(source.version)],
            "dcat:landingPage": [f"<{source.home}>"] if source.home else [],
            "dcterms:source": [f"<{source.download}>"] if source.download else [],
            "dcterms:license": [f"<{spdx}>"] if spdx else [],
        }
        if not source.redistributable:
            rights = f"{rights or source.licence}; not to be passed on"
    if rights:
        values["dcterms:rights"] = [f"<#rights-{name}>"]
        yield _block(f"<#rights-{name}>", {"a": ["dcterms:RightsStatement"], "rdfs:label": [_text(rights)]})
    yield _block(f"<{iri(graph)}>", values)


def _distribution(contents: Contents) -> str:
    dump = contents.files.get("graph.nq", {})
    values = {
        "a": ["dcat:Distribution"],
        "dcat:downloadURL": ["<graph.nq>"],
        "dcat:mediaType": ["<https://www.iana.org/assignments/media-types/application/n-quads>"],
        "dcat:byteSize": [str(dump["size"])] if dump else [],
        "spdx:checksum": ["<#sha256>"] if dump else [],
    }
    checksum = {
        "a": ["spdx:Checksum"],
        "spdx:algorithm": ["spdx:checksumAlgorithm_sha256"],
        "spdx:checksumValue": [f'"{dump.get("sha256")}"^^xsd:hexBinary'],
    }
    return _block("<#nquads>", values) + ("\n" + _block("<#sha256>", checksum) if dump else "")


def _block(subject: str, values: Mapping[str, list[str]]) -> str:
    """A subject with its predicates in Turtle."""
    lines = [f"    {predicate} {', '.join(objects)}" for predicate, objects in values.items() if objects]
    return f"{subject}\n" + " ;\n".join(lines) + " .\n"


def _text(value: str) -> str:
    return str(Literal(value))


# --- RO-Crate ---------------------------------------------------------------------------------


def crate(contents: Contents) -> bytes:
    """The release as an RO-Crate 1.1 (https://www.researchobject.org/ro-crate/specification/1.1/)."""
    files = [name for name in FILES if name in contents.files]
    licences = sorted({s.licence for s in contents.sources if s.licence})
    graph: list[dict[str, Any]] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": TITLE,
            "description": ABOUT,
            "datePublished": contents.day,
            "license": [{"@id": _licence_id(licence)} for licence in licences],
            "hasPart": [{"@id": name} for name in (*files, "store/")],
            "mentions": [{"@id": iri(_graph(s))} for s in contents.sources],
        },
        *(_file(name, contents.files[name]) for name in files),
        {"@id": "store/", "@type": "Dataset", "name": "The same quads as an Oxigraph store"},
        *(_source(source) for source in contents.sources),
        *({"@id": _licence_id(name), "@type": "CreativeWork", "name": name} for name in licences),
    ]
    whole = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


def _file(name: str, mark: Mapping[str, str | int]) -> dict[str, Any]:
    about, media = FILES[name]
    size, digest = str(mark["size"]), mark["sha256"]
    return {
        "@id": name,
        "@type": "File",
        "name": about,
        "encodingFormat": media,
        "contentSize": size,
        "sha256": digest,
    }


def _source(source: Source) -> dict[str, Any]:
    """A source as the data entity that its named graph is."""
    told: dict[str, Any] = {
        "@id": iri(_graph(source)),
        "@type": "Dataset",
        "name": source.title,
        "description": source.gives,
        "version": source.version,
        "license": {"@id": _licence_id(source.licence)} if source.licence else "",
        "url": source.home,
        "isBasedOn": source.download,
        "conditionsOfAccess": "" if source.redistributable else "not to be passed on",
    }
    return {key: value for key, value in told.items() if value}


def _graph(source: Source) -> str:
    return "graph:" + source.id.removeprefix("oid:source-")


def _licence_id(licence: str) -> str:
    return licence_iri(licence) or "#licence-" + re.sub(r"[^a-z0-9]+", "-", licence.lower()).strip("-")
