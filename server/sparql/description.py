"""What the endpoint says of itself: a SPARQL 1.1 Service Description, and the release as VoID and DCAT.

https://www.w3.org/TR/sparql11-service-description/. It claims only what the tests show to hold.
"""

from io import BytesIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from oncotrace.kg.description import VOID
from oncotrace.kg.release import Release
from oncotrace.ontology.prefixes import GRAPH, PREFIXES
from oncotrace.server.sparql.limits import Limits
from oncotrace.server.sparql.worker import GRAPHS

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")

NAMES = {**PREFIXES, "sd": _SD, "void": _VOID, "foaf": "http://xmlns.com/foaf/0.1/"}
SHOWN = {name: NAMES[name] for name in NAMES if not name.isupper() and "." not in name}
"""Prefixes of Turtle that people read; identifiers of others stay whole where a prefix would not fit."""


def service(endpoint: str, void: str, graphs: tuple[str, ...], limits: Limits) -> list[Triple]:
    """The service at this address, with its named graphs and its limits in words."""
    formats = "".join(f", <{_FORMATS}{name}>" for name in (*_RESULTS, *_GRAPHS))[2:]
    named = "".join(
        f" ;\n    sd:namedGraph [ a sd:NamedGraph ; sd:name <{graph}> ; rdfs:seeAlso <{void}> ]"
        for graph in sorted(graphs)
    )
    text = f"""
@prefix sd: <{_SD}> .
@prefix void: <{_VOID}> .
@prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> .
<{endpoint}> a sd:Service ;
  dcterms:title "Oncotrace: SPARQL queries, no updates" ;
  rdfs:comment {Literal(in_words(limits))} ;
  sd:endpoint <{endpoint}> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat {formats} ;
  sd:defaultDataset [ a sd:Dataset, void:Dataset ;
    rdfs:seeAlso <{void}> ;
    sd:defaultGraph [ a sd:Graph ]{named} ] .
"""
    return [quad.triple for quad in parse(text, RdfFormat.TURTLE)]


def in_words(limits: Limits) -> str:
    """What a query may cost, as the service tells it."""
    return (
        f"A query may have {limits.query >> 10} KiB, take {limits.seconds:g} seconds and"
        f" {limits.memory >> 20} MiB of memory, and give {limits.result >> 20} MiB. A result is whole or"
        " refused, never cut. SERVICE and updates are refused. The default graph is the union of the named"
        " graphs, each of them what one source says; rows in quarantine are in neither, unless the query"
        " names that graph."
    )


def void_triples(release: Release, site: str) -> list[Triple]:
    """The release as VoID and DCAT (``kg.description``), its files at their addresses here; nothing where its
    graph is at an endpoint and its files are not here."""
    if not (release.path / VOID).is_file():
        return []
    base = f"{site}/workbench/releases/{release.name}/{VOID}"
    text = (release.path / VOID).read_bytes()
    found = [quad.triple for quad in parse(text, RdfFormat.TURTLE, base_iri=base)]
    dataset = NamedNode(f"{base}#release")
    return [*found, Triple(dataset, NamedNode(f"{_VOID}sparqlEndpoint"), NamedNode(f"{site}/sparql"))]


def about_graph(release: Release, site: str, name: str) -> list[Triple]:
    """What the VoID says of one named graph, with its rights where they are a node of their own."""
    everything = void_triples(release, site)
    graph = NamedNode(GRAPH + name)
    own = [t for t in everything if t.subject == graph]
    near = {t.object for t in own if isinstance(t.object, NamedNode)}
    return own + [t for t in everything if t.subject in near and t.subject != graph]


def written(triples: "list[Triple] | list[Quad]", format: str) -> bytes:
    """Triples in a format, a key of ``worker.GRAPHS``."""
    out = BytesIO()
    prefixes = SHOWN if format in ("ttl", "trig") else None
    serialize(triples, out, GRAPHS[format], prefixes=prefixes)
    return out.getvalue()
