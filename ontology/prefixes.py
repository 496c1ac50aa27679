"""Every IRI prefix of the project. An identifier in code is a CURIE; an IRI appears only in RDF."""

import re
from functools import cache

# Ours. The w3id path is a permanent-identifier convention; see docs/decisions/0002-identifiers.md.
ONTOLOGY = "https://w3id.org/oncotrace/ontology/"
ENTITY = "https://w3id.org/oncotrace/id/"
GRAPH = "https://w3id.org/oncotrace/graph/"

PREFIXES: dict[str, str] = {
    "ot": ONTOLOGY,
    "oid": ENTITY,
    "graph": GRAPH,
    # Vocabularies
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "sepio": "http://purl.obolibrary.org/obo/SEPIO_",
    "biolink": "https://w3id.org/biolink/vocab/",
    # Entities of others, by the IRI that each publishes or that Bioregistry prefers
    "HGNC": "http://identifiers.org/hgnc/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "ONCOTREE": "https://oncotree.mskcc.org/?version=oncotree_latest_stable&field=CODE&search=",
    "NCBIGENE": "http://identifiers.org/ncbigene/",
    "ENSEMBL": "http://identifiers.org/ensembl/",
    "UNIPROT": "http://identifiers.org/uniprot/",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "UNII": "http://identifiers.org/unii/",
    "CIVIC.EID": "https://civicdb.org/links/evidence_items/",
    "CIVIC.MPID": "https://civicdb.org/links/molecular_profiles/",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov/",
    "PMC": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "DOI": "https://doi.org/",
    "NCT": "https://clinicaltrials.gov/study/",
}


_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


@cache
def _namespaces() -> re.Pattern[str]:
    """Not before it is asked for: an answer turns no IRI into a CURIE."""
    return re.compile("|".join(re.escape(n) for n in sorted(_PREFIX_OF, key=len, reverse=True)))


def iri(curie: str) -> str:
    """The IRI of a CURIE; ValueError where its prefix is not ours to use."""
    # By hand, as ``curie``: the converter of curies takes 30 microseconds a call, and a build makes 500,000.
    prefix, colon, name = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        raise ValueError(f"{curie!r} has no prefix of ours; ontology/prefixes.py lists them")
    return PREFIXES[prefix] + name


def curie(iri: str) -> str:
    """The CURIE of an IRI; ValueError where no prefix fits."""
    namespace = _namespaces().match(iri)
    if not namespace:
        raise ValueError(f"{iri!r} is in no namespace of ours; ontology/prefixes.py lists them")
    return f"{_PREFIX_OF[namespace[0]]}:{iri[namespace.end():]}"
