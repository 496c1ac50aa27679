"""The generic axioms classify what they should, and refuse what cannot be."""

import shutil
from collections.abc import Iterator

import pytest

from oncotrace.ontology import reasoning
from oncotrace.ontology.reasoning import reason
from tests.conftest import absent

CASES = """
@prefix ot: <https://w3id.org/oncotrace/ontology/> .
@prefix oid: <https://w3id.org/oncotrace/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix HGNC: <http://identifiers.org/hgnc/> .

HGNC:10261 a ot:Gene, owl:NamedIndividual .  # ROS1
HGNC:1697 a ot:Gene, owl:NamedIndividual .   # CD74
[] a owl:AllDifferent ; owl:distinctMembers ( HGNC:10261 HGNC:1697 ) .

oid:any-ros1-alteration a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
    ot:GeneAlteration
    [ a owl:Restriction ; owl:onProperty ot:genes ; owl:hasValue HGNC:10261 ] ) ] .

oid:ros1-fusion a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
    ot:Fusion
    [ a owl:Restriction ; owl:onProperty ot:threePrime ; owl:hasValue HGNC:10261 ] ) ] .

oid:cd74-ros1 a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
    ot:Fusion
    [ a owl:Restriction ; owl:onProperty ot:fivePrime ; owl:hasValue HGNC:1697 ]
    [ a owl:Restriction ; owl:onProperty ot:threePrime ; owl:hasValue HGNC:10261 ] ) ] .

oid:ros1-g2032r a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
    ot:SmallVariant
    [ a owl:Restriction ; owl:onProperty ot:genes ; owl:hasValue HGNC:10261 ]
    [ a owl:Restriction ; owl:onProperty ot:alteration ; owl:hasValue "G2032R" ] ) ] .

oid:both a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
    ot:Profile
    [ a owl:Restriction ; owl:onProperty ot:operator ; owl:hasValue "AND" ]
    [ a owl:Restriction ; owl:onProperty ot:members ; owl:someValuesFrom oid:ros1-g2032r ]
    [ a owl:Restriction ; owl:onProperty ot:members ; owl:someValuesFrom oid:cd74-ros1 ] ) ] .

oid:found a ot:Fusion, owl:NamedIndividual ; ot:fivePrime HGNC:1697 ; ot:threePrime HGNC:10261 .
"""


@pytest.fixture(scope="module")
def _java() -> Iterator[None]:
    """A Java that does not take long to compile well what runs for a second."""
    if shutil.which("java") is None:
        absent("no java is on the PATH")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


@pytest.fixture(scope="module")
def classified(_java: None) -> reasoning.Reasoned:
    return reason(CASES)


def test_the_core_is_consistent_and_every_class_can_have_members(_java: None) -> None:
    found = reason()
    assert (found.consistent, found.unsatisfiable, found.skipped) == (True, (), "")


def test_the_cases_are_consistent(classified: reasoning.Reasoned) -> None:
    assert (classified.consistent, classified.unsatisfiable) == (True, ())


def test_a_partner_is_under_any_partner_and_under_any_alteration(classified: reasoning.Reasoned) -> None:
    assert {"oid:ros1-fusion", "oid:any-ros1-alteration", "ot:Fusion"} <= classified.kinds["oid:cd74-ros1"]
    assert "oid:any-ros1-alteration" in classified.kinds["oid:ros1-fusion"]


def test_any_partner_is_not_under_one_partner(classified: reasoning.Reasoned) -> None:
    assert "oid:cd74-ros1" not in classified.kinds["oid:ros1-fusion"]


def test_a_found_fusion_is_recognised_as_both(classified: reasoning.Reasoned) -> None:
    assert {"oid:cd74-ros1", "oid:ros1-fusion"} <= classified.kinds["oid:found"]


def test_a_profile_and_its_members_are_never_kinds_of_each_other(classified: reasoning.Reasoned) -> None:
    members = {"oid:ros1-g2032r", "oid:cd74-ros1"}
    assert not classified.kinds["oid:both"] & (members | {"oid:ros1-fusion", "oid:any-ros1-alteration"})
    assert all("oid:both" not in classified.kinds[member] for member in members)


def test_calling_a_profile_a_kind_of_its_member_leaves_it_without_members(_java: None) -> None:
    subclass = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    found = reason(CASES + f"oid:both {subclass} oid:cd74-ros1 .")
    assert found.unsatisfiable == ("oid:both",)


@pytest.mark.parametrize(
    "impossible",
    [
        "oid:x a ot:Gene, ot:Cancer .",
        "oid:x a ot:Fusion, ot:WildType .",
        "oid:x a ot:Evidence, ot:Indication .",
        "oid:x a ot:Quarantined, ot:Finding .",
        "oid:x a ot:Profile, ot:SmallVariant .",
        "oid:found ot:threePrime HGNC:1697 .",
        "oid:x a ot:Cancer ; ot:genes HGNC:10261 .",
        "oid:x a ot:PrevalenceObservation ; ot:n -1 .",
    ],
)
def test_a_wrong_individual_makes_it_inconsistent(_java: None, impossible: str) -> None:
    assert reason(CASES + impossible).consistent is False


def test_without_java_it_says_what_was_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = reason()
    assert found.consistent is None
    assert "java" in found.skipped


def test_imports_are_never_fetched(_java: None) -> None:
    ontology = "<https://w3id.org/oncotrace/ontology/>"
    found = reason(f"{ontology} <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x.owl> .")
    assert found.consistent is True
