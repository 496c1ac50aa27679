"""The formats of an export, in an explicit table: a new one is a module and its line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from oncotrace.server.export import document, graphml, kgx, picture, rdf, sheets
from oncotrace.server.export.material import Material


@dataclass(slots=True, frozen=True)
class Format:
    media: str
    says: str
    write: Callable[[Material, IO[bytes]], None]


FORMATS: dict[str, Format] = {
    "trig": Format("application/trig", "RDF with the graph of each source", rdf.writer("trig")),
    "ttl": Format("text/turtle", "RDF", rdf.writer("ttl")),
    "jsonld": Format("application/ld+json", "RDF", rdf.writer("jsonld")),
    "nt": Format("application/n-triples", "RDF", rdf.writer("nt")),
    "nq": Format("application/n-quads", "RDF with the graph of each source", rdf.writer("nq")),
    "graphml": Format("application/graphml+xml", "for networkx, Gephi, Cytoscape", graphml.write),
    "csv": Format("text/csv", "a review sheet", sheets.write_csv),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "a review sheet for Excel",
        sheets.write_xlsx,
    ),
    "kgx": Format("application/json", "KGX JSON with Biolink categories", kgx.write),
    "html": Format("text/html", "one page with picture, table and proofs", document.write),
    "svg": Format("image/svg+xml", "the picture alone", picture.write),
}
