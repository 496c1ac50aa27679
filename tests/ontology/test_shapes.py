"""Every shape lets a good record pass and names what is wrong with a bad one."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection

from oncotrace.kg.records import (
    ApprovalEvent,
    Biomarker,
    CirculatingFigure,
    Coverage,
    Document,
    Evidence,
    Finding,
    Indication,
    ObservedPair,
    PrevalenceObservation,
    Proposition,
    Quarantined,
    Record,
    Regimen,
    Resource,
    Source,
)
from oncotrace.kg.shape import REFERENCES, predicate
from oncotrace.kg.triples import encode_all, node
from oncotrace.ontology import scales, shacl, terms
from oncotrace.ontology.prefixes import PREFIXES, iri
from oncotrace.ontology.shacl import Violation, validate

PROPOSITION = Proposition(
    id="oid:prop-1",
    axis="treatment_response",
    biomarker="oid:bm-ros1-fusion",
    therapy="oid:drug-crizotinib",
    cancer="MONDO:0005233",
)
ACCELERATED = ApprovalEvent(id="oid:ev-1", kind="accelerated", date="2018-11-26", day_confirmed="yes")
REGULAR = ApprovalEvent(id="oid:ev-2", kind="regular", date="2025-04")
WITHDRAWN = ApprovalEvent(id="oid:ev-3", kind="withdrawn", date="2026")
CLAIM = {
    "proposition": "oid:prop-1",
    "source": "oid:source-core",
    "documents": ("PMID:31068372",),
    "licence": "CC0-1.0",
    "entered": "2026-11-24",
    "access": "abstract",
    "confidence": "confirmed-primary",
    "origin": "somatic",
}
EVIDENCE = Evidence(
    id="oid:st-1",
    significance="resistance",
    levels=("civic:C", "amp:II-D", "escat:III-A"),
    rating=3,
    trials=("NCT:NCT03093116",),
    **CLAIM,
)
PREVALENCE = PrevalenceObservation(
    id="oid:st-2", n=3, total=47, printed="6.4%", assay_class="dna_and_rna", **CLAIM
)
INDICATION = Indication(id="oid:st-3", agency="FDA", events=("oid:ev-1", "oid:ev-2", "oid:ev-3"), **CLAIM)
FINDING = Finding(id="oid:st-4", topic="testing", summary="RNA finds more.", n=0, total=9, **CLAIM)
FOLKLORE = CirculatingFigure(id="oid:st-5", figure="3-6 %", verdict="misread", **CLAIM)
FUSION = Biomarker(
    id="oid:bm-ros1-fusion",
    kind="fusion",
    label="ROS1 fusion",
    genes=("HGNC:10261",),
    five_prime="v",
    three_prime="HGNC:10261",
)
PROFILE = Biomarker(
    id="oid:bm-p", kind="profile", label="A AND B", operator="AND", members=("oid:bm-a", "oid:bm-b")
)
NOT = Biomarker(id="oid:bm-n", kind="profile", label="NOT A", operator="NOT", members=("oid:bm-a",))
REGIMEN = Regimen(
    id="oid:regimen-1", label="a + b", interaction="combination", drugs=("oid:drug-a", "oid:drug-b")
)
DOCUMENT = Document(id="PMID:31068372", kind="article")
SOURCE = Source(id="oid:source-core", title="Curated core", licence="CC0-1.0")
RESOURCE = Resource(id="oid:res-1", kind="helpline", label="Line", url="https://example.org/")
COVERAGE = Coverage(
    id="oid:cov-1",
    source="oid:source-core",
    scope="ROS1",
    agency="FDA",
    axis="approval",
    checked_on="2026-11-24",
)
PAIR = ObservedPair(
    id="oid:pair-1",
    five_prime="HGNC:1697",
    three_prime="HGNC:10261",
    source="oid:source-fusions",
    documents=("PMID:23877438",),
    n=2,
)
QUARANTINED = Quarantined(id="oid:q-1", source="oid:source-civic", locator="7538", reason="flagged")

EVENTS = (ACCELERATED, REGULAR, WITHDRAWN)
APPROVED = (INDICATION, PROPOSITION)
GOOD: tuple[Record, ...] = (
    PROPOSITION, *EVENTS, EVIDENCE, PREVALENCE, INDICATION, FINDING, FOLKLORE, FUSION, PROFILE, NOT,
    REGIMEN, DOCUMENT, SOURCE, RESOURCE, COVERAGE, PAIR, QUARANTINED,
)  # fmt: skip


def quads(records: Iterable[Record]) -> list[Quad]:
    return list(encode_all(records, "graph:core"))


def test_good_records_pass() -> None:
    assert validate(quads(GOOD)) == []


def bad(record: Record, focus: str, message: str, *beside: Record, **changes: object) -> object:
    """One test case: ``record`` with these changes, and what must be said of ``focus``."""
    name = f"{type(record).__name__}-{'-'.join(changes)}-{message[:24]}"
    return pytest.param([replace(record, **changes), *beside], focus, message, id=name)  # type: ignore[type-var]


BAD = [
    bad(EVIDENCE, "oid:st-1", "exactly one proposition", proposition=""),
    bad(EVIDENCE, "oid:st-1", "exactly one source", source=""),
    bad(EVIDENCE, "oid:st-1", "has a licence", licence=""),
    bad(EVIDENCE, "oid:st-1", "cites a document", documents=()),
    bad(EVIDENCE, "oid:st-1", "has a date", entered=""),
    bad(EVIDENCE, "oid:st-1", "direction is one of", direction="maybe"),
    bad(EVIDENCE, "oid:st-1", "access is one of", access="rumour"),
    bad(EVIDENCE, "oid:st-1", "confidence is one of", confidence="sure"),
    bad(EVIDENCE, "oid:st-1", "germline or somatic", origin="both"),
    bad(EVIDENCE, "oid:st-1", "one significance", significance="good"),
    bad(EVIDENCE, "oid:st-1", "AMP tier I goes with A and B", levels=("amp:I-C",)),
    bad(EVIDENCE, "oid:st-1", "a level is scheme:code", levels=("civic:F",)),
    bad(EVIDENCE, "oid:st-1", "a level is scheme:code", levels=("escat:VI",)),
    bad(EVIDENCE, "oid:st-1", "1 to 5 stars", rating=6),
    bad(PREVALENCE, "oid:st-2", "not above the total", n=48),
    bad(PREVALENCE, "oid:st-2", "n is a whole number", n=-1),
    bad(PREVALENCE, "oid:st-2", "the total is a whole number", n=0, total=0),
    bad(PREVALENCE, "oid:st-2", "finding is one of", finding="guessed"),
    bad(PREVALENCE, "oid:st-2", "assayClass is one of", assay_class="magic"),
    bad(PREVALENCE, "oid:st-2", "has n or the figure as printed", n=None, printed=""),
    bad(PREVALENCE, "oid:st-2", "prints no number", finding="none_reported"),
    bad(FINDING, "oid:st-4", "topic is one of", topic="gossip"),
    bad(PAIR, "oid:pair-1", "one gene at its 5' end", five_prime="v"),
    bad(PAIR, "oid:pair-1", "one gene at its 3' end", three_prime=""),
    bad(PAIR, "oid:pair-1", "names its source", source=""),
    bad(PAIR, "oid:pair-1", "names its document", documents=()),
    bad(FINDING, "oid:st-4", "told in a sentence", summary=""),
    bad(FINDING, "oid:st-4", "not above the total", n=10),
    bad(FOLKLORE, "oid:st-5", "says the figure", figure=""),
    bad(FOLKLORE, "oid:st-5", "verdict is one of", verdict="true"),
    bad(INDICATION, "oid:st-3", "has one agency", PROPOSITION, *EVENTS, agency="NHS"),
    bad(INDICATION, "oid:st-3", "at least one approval event", PROPOSITION, events=()),
    bad(INDICATION, "oid:st-3", "the event is in the graph", PROPOSITION, events=("oid:ev-9",)),
    bad(INDICATION, "oid:st-3", "names a cancer", replace(PROPOSITION, cancer=""), *EVENTS),
    bad(INDICATION, "oid:st-3", "names a drug", replace(PROPOSITION, therapy=""), *EVENTS),
    bad(WITHDRAWN, "oid:st-3", "before every approval", *APPROVED, ACCELERATED, REGULAR, date="2017"),
    bad(REGULAR, "oid:st-3", "after the regular approval", *APPROVED, ACCELERATED, date="2018-10"),
    bad(ACCELERATED, "oid:ev-1", "one kind of APPROVAL_KINDS", kind="paid"),
    bad(ACCELERATED, "oid:ev-1", "exactly one date", date=""),
    bad(ACCELERATED, "oid:ev-1", "DAY_CONFIRMED", day_confirmed="perhaps"),
    bad(PROPOSITION, "oid:prop-1", "one axis", axis="luck"),
    bad(FUSION, "oid:bm-ros1-fusion", "one kind of BIOMARKER_KINDS", kind="thing"),
    bad(FUSION, "oid:bm-ros1-fusion", "canonical label", label=""),
    bad(FUSION, "oid:bm-ros1-fusion", "one 5' and one 3' partner", five_prime=""),
    bad(FUSION, '"x"', "a fusion partner is a gene", five_prime="x"),
    bad(FUSION, "MONDO:0005233", "a fusion partner is a gene", five_prime="MONDO:0005233"),
    bad(PROFILE, "oid:bm-p", "two or more members", members=("oid:bm-a",)),
    bad(PROFILE, "oid:bm-p", "two or more members", operator=""),
    bad(PROFILE, "oid:bm-p", "an operator is AND, OR or NOT", operator="XOR"),
    bad(NOT, "oid:bm-n", "NOT: exactly one", members=("oid:bm-a", "oid:bm-b")),
    bad(PROFILE, "oid:bm-p", "only a profile has members", kind="signature"),
    bad(REGIMEN, "oid:regimen-1", "one interaction", interaction="mixed"),
    bad(REGIMEN, "oid:regimen-1", "two or more drugs", drugs=("oid:drug-a",)),
    bad(DOCUMENT, "PMID:31068372", "DOCUMENT_KINDS", kind="tweet"),
    bad(RESOURCE, "oid:res-1", "RESOURCE_KINDS", kind="shop"),
    bad(RESOURCE, "oid:res-1", "web address", url="ring us"),
    bad(SOURCE, "oid:source-core", "has a title", title=""),
    bad(SOURCE, "oid:source-core", "has a licence", licence=""),
    bad(COVERAGE, "oid:cov-1", "names the source", source=""),
    bad(COVERAGE, "oid:cov-1", "what was looked for", scope=""),
    bad(COVERAGE, "oid:cov-1", "on which day", checked_on=""),
    bad(COVERAGE, "oid:cov-1", "COVERAGE_AXES", axis="luck"),
    bad(COVERAGE, "oid:cov-1", "one of AGENCIES", agency="NHS"),
    bad(QUARANTINED, "oid:q-1", "names its source", source=""),
    bad(QUARANTINED, "oid:q-1", "where it stands", locator=""),
    bad(QUARANTINED, "oid:q-1", "says why", reason=""),
]  # fmt: skip


@pytest.mark.parametrize(("records", "focus", "message"), BAD)
def test_bad_records_are_named(records: list[Record], focus: str, message: str) -> None:
    found = validate(quads(records))
    assert any(v.focus == focus and message in v.message for v in found), found


def test_only_what_is_wrong_is_reported() -> None:
    wrong = replace(PREVALENCE, n=48)
    others = [record for record in GOOD if record is not PREVALENCE]
    assert [(v.focus, v.message, v.path) for v in validate(quads([wrong, *others]))] == [
        ("oid:st-2", "n is not above the total", "ot:n")
    ]


def extra(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(node(subject), node(predicate), value, node("graph:core"))


@pytest.mark.parametrize(
    ("quad", "focus", "message"),
    [
        (extra("oid:st-2", "ot:levels", Literal("civic:A")), "oid:st-2", "only evidence has a level"),
        (extra("oid:st-1", "ot:trials", NamedNode("http://x.example/1")), "http://x.example/1", "prefixes"),
        (extra("oid:st-1", "dcterms:source", Literal("a paper")), '"a paper"', "prefixes"),
        (extra("oid:prop-1", "ot:cancer", node("MONDO:0006047")), "oid:prop-1", "one cancer or none"),
        (extra("oid:prop-1", "ot:biomarker", node("oid:bm-p")), "oid:prop-1", "several are a profile"),
        (extra("oid:prop-1", "ot:therapy", node("oid:drug-x")), "oid:prop-1", "several drugs are a regimen"),
        (extra("oid:cov-1", "ot:until", Literal("last spring")), '"last spring"', "a date is a year"),
    ],
)  # fmt: skip
def test_triples_that_no_record_makes_are_named(quad: Quad, focus: str, message: str) -> None:
    found = validate([*quads(GOOD), quad])
    assert any(v.focus == focus and message in v.message for v in found), found


def test_events_in_several_precisions_keep_their_order() -> None:
    """2018 and 2018-11-26 do not contradict: the coarser precision decides."""
    same_year = [
        replace(WITHDRAWN, date="2018"),
        INDICATION,
        PROPOSITION,
        ACCELERATED,
        replace(REGULAR, date="2018"),
    ]
    assert validate(quads(same_year)) == []


def test_text_file_and_quads_give_the_same(tmp_path: Path) -> None:
    data = quads([replace(PREVALENCE, n=48)])
    text = serialize(data, format=RdfFormat.N_QUADS)
    assert text is not None
    path = tmp_path / "data.nq"
    path.write_bytes(text)
    assert validate(data) == validate(path) == validate(text.decode())
    assert validate(data)[0] == Violation("oid:st-2", "n is not above the total", "ot:n", '"48"^^xsd:integer')


def test_malformed_nquads_are_refused() -> None:
    with pytest.raises(SyntaxError):
        validate("this is no N-Quads")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=shacl.SHAPES.read_text("utf-8"), format="turtle")


LISTS = {
    ("EvidenceShape", "ot:levels"): scales.levels(),
    ("EvidenceShape", "ot:significance"): terms.SIGNIFICANCE,
    ("StatementShape", "ot:direction"): terms.DIRECTIONS,
    ("StatementShape", "ot:access"): terms.ACCESS,
    ("StatementShape", "ot:confidence"): terms.CONFIDENCE,
    ("StatementShape", "ot:origin"): terms.ORIGINS,
    ("PrevalenceShape", "ot:finding"): terms.FINDINGS,
    ("PrevalenceShape", "ot:assayClass"): terms.ASSAY_CLASSES,
    ("FindingShape", "ot:topic"): terms.TOPICS,
    ("CirculatingFigureShape", "ot:verdict"): terms.VERDICTS,
    ("IndicationShape", "ot:agency"): terms.AGENCIES,
    ("ApprovalEventShape", "ot:kind"): terms.APPROVAL_KINDS,
    ("ApprovalEventShape", "ot:dayConfirmed"): terms.DAY_CONFIRMED,
    ("PropositionShape", "ot:axis"): terms.AXES,
    ("BiomarkerShape", "ot:kind"): terms.BIOMARKER_KINDS,
    ("BiomarkerShape", "ot:operator"): terms.OPERATORS,
    ("RegimenShape", "ot:interaction"): terms.INTERACTIONS,
    ("DocumentShape", "ot:kind"): terms.DOCUMENT_KINDS,
    ("ResourceShape", "ot:kind"): terms.RESOURCE_KINDS,
    ("TrialShape", "ot:status"): terms.TRIAL_STATUSES,
    ("CriterionShape", "ot:polarity"): terms.POLARITIES,
    ("CriterionShape", "ot:certainty"): terms.CERTAINTIES,
    ("CoverageShape", "ot:axis"): terms.COVERAGE_AXES,
    ("CoverageShape", "ot:agency"): terms.AGENCIES,
}


def test_the_lists_of_words_are_those_of_the_code(shapes: Graph) -> None:
    found = {}
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        for property in shapes.objects(shape, SH.property):
            for words in shapes.objects(property, SH["in"]):
                path = "ot:" + str(shapes.value(property, SH.path)).rpartition("/")[2]
                found[str(shape).rpartition("/")[2], path] = {str(w) for w in Collection(shapes, words)}
    # The list nested in ProfileShape is part of its alternatives.
    assert found == {key: set(words) for key, words in LISTS.items()}


def test_identifiers_are_made_of_our_prefixes_and_all_references_are_looked_at(shapes: Graph) -> None:
    shape = URIRef(iri("ot:IdentifierShape"))
    vocabularies = "ot graph rdf rdfs owl xsd skos dcterms dcat prov schema sh sepio biolink".split()
    spaces = {PREFIXES[p] for p in PREFIXES.keys() - set(vocabularies)}
    pattern = str(shapes.value(shape, SH.pattern))
    written = pattern.removeprefix("^(").removesuffix(r")[^\s]+$").replace("\\", "").split("|")
    assert set(written) == spaces, "add the new prefix to the pattern of ot:IdentifierShape in shapes.ttl"
    paths = {str(path) for path in shapes.objects(shape, SH.targetObjectsOf)}
    assert paths == {iri(predicate(field)) for field in REFERENCES}


def test_every_named_shape_says_what_is_wrong(shapes: Graph) -> None:
    constrained = {SH["or"], SH.pattern, SH["class"], SH.lessThanOrEquals}
    for shape in shapes.subjects(RDF.type, None):
        if constrained & set(shapes.predicates(shape)) and isinstance(shape, URIRef):
            assert shapes.value(shape, SH.message), shape
