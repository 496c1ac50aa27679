"""Terms in code, in core.ttl and in the graph are one set."""

import csv
import io
import re
from dataclasses import fields
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, Graph, URIRef
from rdflib.namespace import DefinedNamespace

from oncotrace.kg import records, shape
from oncotrace.ontology import terms
from oncotrace.ontology.prefixes import ONTOLOGY, PREFIXES, iri
from oncotrace.ontology.reasoning import CORE

PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pytest.fixture(scope="module")
def core() -> Graph:
    return Graph().parse(data=CORE.read_text("utf-8"), format="turtle")


def ours(core: Graph, *types: URIRef) -> set[str]:
    """Local names of our terms with one of these types."""
    found = {s for kind in types for s in core.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return {str(s).removeprefix(ONTOLOGY) for s in found if str(s).startswith(ONTOLOGY)}


def emitted() -> set[str]:
    """Every predicate that kg.triples can write, as a CURIE."""
    names = {f.name for cls in records.RECORD_TYPES for f in fields(cls)} - {"id"}
    return {shape.predicate(name) for name in names}


def test_classes_in_code_and_in_turtle_are_the_same(core: Graph) -> None:
    assert set(terms.CLASSES) == ours(core, OWL.Class)
    assert len(set(terms.CLASSES)) == len(terms.CLASSES)


def test_every_record_type_has_its_class() -> None:
    assert set(terms.RECORD_CLASSES) == {cls.__name__ for cls in records.RECORD_TYPES}


def test_own_properties_in_code_and_in_turtle_are_the_same(core: Graph) -> None:
    assert set(terms.OWN_PROPERTIES) == {f"ot:{name}" for name in ours(core, *PROPERTY_TYPES)}


def test_reused_properties_in_code_and_in_turtle_are_the_same(core: Graph) -> None:
    noted = {str(s) for s in core.subjects(SKOS.scopeNote, None)}
    assert {iri(term) for term in terms.REUSED_PROPERTIES} == noted


def test_the_graph_writes_these_properties_and_no_others() -> None:
    assert set(terms.PROPERTIES) == emitted()
    assert set(terms.REUSED_PROPERTIES) == {t for t in emitted() if not t.startswith("ot:")}


def test_references_are_object_properties_and_texts_are_not(core: Graph) -> None:
    linking = shape.REFERENCES | shape.MAYBE_REFERENCES
    expected = {shape.predicate(f) for f in linking if shape.predicate(f).startswith("ot:")}
    assert expected == {f"ot:{name}" for name in ours(core, OWL.ObjectProperty)}


def test_every_biomarker_kind_is_a_kind_of_biomarker(core: Graph) -> None:
    for kind in terms.BIOMARKER_KINDS.values():
        above = set(core.transitive_objects(URIRef(ONTOLOGY + kind), RDFS.subClassOf))
        assert URIRef(ONTOLOGY + "Biomarker") in above


def test_every_term_is_labelled_defined_and_sourced(core: Graph) -> None:
    origins = (DCTERMS.source, RDFS.seeAlso, SKOS.exactMatch, SKOS.closeMatch)
    for name in ours(core, OWL.Class, *PROPERTY_TYPES):
        term = URIRef(ONTOLOGY + name)
        assert core.value(term, RDFS.label), name
        assert str(core.value(term, SKOS.definition)).endswith("."), name
        assert core.value(term, RDFS.isDefinedBy) == URIRef(ONTOLOGY), name
        assert any(core.value(term, origin) for origin in origins), name


def test_labels_tell_terms_apart(core: Graph) -> None:
    for types in ((OWL.Class,), PROPERTY_TYPES):
        labels = [str(core.value(URIRef(ONTOLOGY + name), RDFS.label)) for name in ours(core, *types)]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("namespace", [SDO, PROV, SKOS, DCAT, DCTERMS], ids=str)
def test_terms_of_other_vocabularies_exist(core: Graph, namespace: type[DefinedNamespace]) -> None:
    """rdflib ships the lists; schema.org is written with http here and with https there."""
    prefix = str(namespace).replace("https://schema.org/", "http://schema.org/")
    used = {str(n).removeprefix(prefix) for t in core for n in t if str(n).startswith(prefix)} - {""}
    assert used
    assert [name for name in used if name not in namespace] == []


def test_the_header_names_licence_and_version_and_imports_nothing(core: Graph) -> None:
    ontology = URIRef(ONTOLOGY)
    assert str(core.value(ontology, DCTERMS.license)).startswith(
        "https://creativecommons.org/licenses/by/4.0"
    )
    version = core.value(ontology, OWL.versionInfo)
    assert core.value(ontology, OWL.versionIRI) == URIRef(f"{ONTOLOGY}{version}")
    assert not list(core.objects(None, OWL.imports))


def test_prefixes_in_turtle_are_those_of_the_code() -> None:
    for file in ("core.ttl", "shapes.ttl"):
        text = CORE.parent.joinpath(file).read_text("utf-8")
        written = dict(re.findall(r"^@prefix ([\w.]+): <(.+)> \.$", text, re.MULTILINE))
        ours = written.keys() & PREFIXES.keys()
        assert "ot" in ours
        assert {p: written[p] for p in ours} == {p: PREFIXES[p] for p in ours}


def test_civic_significances_are_words_of_ours(sources_dir: Path) -> None:
    """All that the export holds is mapped."""
    text = next((sources_dir / "civic").glob("*.tsv")).read_text("utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    assert {row["significance"] for row in rows} <= terms.CIVIC_SIGNIFICANCE.keys()


def test_civic_spellings_and_significances_are_one_to_one() -> None:
    assert sorted(terms.CIVIC_SIGNIFICANCE.values()) == sorted(terms.SIGNIFICANCE)


def test_opposed_significances_are_significances_and_each_pair_stands_once() -> None:
    pairs = [(a, b) for a, others in terms.OPPOSED.items() for b in others]
    assert {word for pair in pairs for word in pair} <= terms.SIGNIFICANCE.keys()
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


def test_only_a_withdrawal_ends_an_approval() -> None:
    assert {kind for kind, what in terms.APPROVAL_KINDS.items() if not what.in_force} == {"withdrawn"}


def test_the_words_that_records_promise_are_in_the_lists() -> None:
    """The defaults of the records are words of the lists."""
    required = {"id": "oid:x", "proposition": "oid:p", "source": "oid:s"}
    assert records.Statement(**required).direction in terms.DIRECTIONS
    assert records.PrevalenceObservation(**required).finding in terms.FINDINGS
