"""Disease Ontology: golden values read off ``doid.obo``, and the needs of CIViC's file."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oncotrace.kg.records import Cancer
from oncotrace.loaders import disease_ontology, readers
from oncotrace.loaders.declare import Row, Skipped


@pytest.fixture
def cancers(taken: Callable[[str], Any]) -> dict[str, Cancer]:
    return dict(taken("disease_ontology").records)


def test_pancreatic_adenocarcinoma(cancers: dict[str, Cancer]) -> None:
    """Its synonym "adenocarcinoma of the pancreas" is only RELATED, so it is left out."""
    assert cancers["DOID:4074"] == Cancer(
        id="DOID:4074",
        label="pancreatic adenocarcinoma",
        synonyms=("pancreas adenocarcinoma",),
        xrefs=("NCIT:C8294",),
        broader=("DOID:299", "DOID:4905"),
    )


def test_old_ids_belong_to_their_term(cancers: dict[str, Cancer]) -> None:
    """CIViC still names DOID:715, which DOID merged into T-cell acute lymphoblastic leukaemia."""
    assert cancers["DOID:5603"].xrefs == ("DOID:5599", "DOID:715")
    assert "DOID:715" not in cancers


def test_edges_out_of_the_cancers_are_dropped(cancers: dict[str, Cancer]) -> None:
    """Pancreatic cancer is also a pancreas disease (DOID:26)."""
    assert cancers["DOID:1793"].broader == ("DOID:170",)
    assert "DOID:26" not in cancers


def test_conditions_with_evidence_are_taken(cancers: dict[str, Cancer]) -> None:
    labels = {id: cancers[id].label for id in ("DOID:14175", "DOID:2571", "DOID:3883", "DOID:0060474")}
    assert labels == {
        "DOID:14175": "von Hippel-Lindau disease",
        "DOID:2571": "Langerhans-cell histiocytosis",
        "DOID:3883": "Lynch syndrome",
        "DOID:0060474": "familial erythrocytosis 2",
    }


def test_other_diseases_are_not(cancers: dict[str, Cancer], taken: Callable[[str], Any]) -> None:
    skipped = taken("disease_ontology").skipped
    assert Skipped("DOID:0002116", "no neoplasm") in skipped
    assert Counter(s.reason for s in skipped) == {
        "no neoplasm": 8_713,
        "obsolete": 2_483,
        "a relation, no term": 2,
    }
    assert len(cancers) == 2_837


def test_every_disease_of_civic_is_found_but_one(cancers: dict[str, Cancer], sources_dir: Path) -> None:
    """DOID:0070626 is younger than this release of the Disease Ontology."""
    civic = sources_dir / "civic" / "AcceptedClinicalEvidenceSummaries.tsv"
    named = {f"DOID:{row['doid']}" for row in readers.read("tsv", civic) if row["doid"]}
    known = cancers.keys() | {xref for cancer in cancers.values() for xref in cancer.xrefs}
    assert named - known == {"DOID:0070626"}


def _term(id: str, **cells: object) -> Row:
    empty: dict[str, list[str]] = {
        tag: [] for tag in ("alt_id", "subset", "synonym", "xref", "is_a", "replaced_by")
    }
    return Row({"stanza": "Term", "id": id, "name": id, **empty, **cells}, "d.obo", 1)


def test_an_old_id_that_two_terms_claim_is_nobodys() -> None:
    terms = [
        _term("DOID:14566", alt_id=["DOID:8", "DOID:9"]),
        _term("DOID:2", is_a=["DOID:14566"], alt_id=["DOID:9"]),
    ]
    root, child = disease_ontology.records(terms)
    assert isinstance(root, Cancer) and isinstance(child, Cancer)
    assert (root.xrefs, child.xrefs) == (("DOID:8",), ())
    assert child.broader == ("DOID:14566",)


def test_a_cycle_does_no_harm() -> None:
    terms = [_term("DOID:14566", is_a=["DOID:2"]), _term("DOID:2", is_a=["DOID:14566"])]
    assert [o.id for o in disease_ontology.records(terms) if isinstance(o, Cancer)] == [
        "DOID:14566",
        "DOID:2",
    ]
