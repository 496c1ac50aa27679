"""The checks that every release passes: nothing dangles, no id stands for two things."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncotrace.kg import compiling, nquads, readmodel
from oncotrace.kg.checks import Dangling, collisions, dangling
from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.propositions import entity_id, propose
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import (
    Biomarker,
    Cancer,
    Coverage,
    Document,
    Drug,
    Evidence,
    Gene,
    Record,
    Regimen,
    Source,
)
from oncotrace.kg.release import current
from oncotrace.kg.triples import encode_all

CORE = Source(id="oid:source-core", title="Core", licence="CC0-1.0")
ROS1 = Gene(id="HGNC:10261", symbol="ROS1", xrefs=("NCBIGENE:6098",))
FUSION = Biomarker(
    id="oid:bm-ros1-fusion", kind="fusion", label="ROS1 fusion", genes=(ROS1.id,), five_prime="v",
    three_prime=ROS1.id,
)
CRIZOTINIB = Drug(id="oid:drug-crizotinib", label="crizotinib")
LUNG = Cancer(id="MONDO:0005233", label="non-small cell lung cancer")
CLAIM = propose("treatment_response", FUSION.id, CRIZOTINIB.id, LUNG.id)
PAPER = Document(id="PMID:25264305", kind="article")
EVIDENCE = Evidence(
    id="oid:st-1", proposition=CLAIM.id, source=CORE.id, documents=(PAPER.id,), trials=("NCT:NCT00585195",)
)
WHOLE: list[Record] = [CORE, ROS1, FUSION, CRIZOTINIB, LUNG, CLAIM, PAPER, EVIDENCE]


def lost(records: list[Record], folder: Path) -> list[Dangling]:
    compiling.compile(nquads.lines(encode_all(records, "graph:core")), folder / "read.graph")
    model = readmodel.ReadModel(folder / "read.graph")
    found = dangling(model)
    model.close()
    return found


def test_registries_of_others_and_any_partner_are_no_references(tmp_path: Path) -> None:
    assert lost(WHOLE, tmp_path) == []


@pytest.mark.parametrize("missing", [r for r in WHOLE if r is not EVIDENCE], ids=lambda r: r.id)
def test_whatever_is_missing_is_named_by_all_that_need_it(missing: Record, tmp_path: Path) -> None:
    found = lost([r for r in WHOLE if r is not missing], tmp_path)
    assert {d.target for d in found} == {missing.id}


def test_every_reference_of_a_gene_is_found(tmp_path: Path) -> None:
    assert lost([r for r in WHOLE if r is not ROS1], tmp_path) == [
        Dangling(FUSION.id, "ot:genes", ROS1.id),
        Dangling(FUSION.id, "ot:threePrime", ROS1.id),
    ]


def test_a_release_with_a_dangling_reference_is_not_made(tmp_path: Path) -> None:
    search = Coverage(id="oid:cov-1", source="oid:source-lost", scope="ROS1 in the pancreas")
    quads = encode_all([*WHOLE, search], "graph:core")
    with pytest.raises(ReleaseError, match=r"ot:source of oid:cov-1 to oid:source-lost"):
        build_release(
            tmp_path, quads, [CORE], created="2026-11-24", report={}, files={}, names=tuple
        )
    assert current(tmp_path) is None
    assert list((tmp_path / "releases").iterdir()) == []


# --- ids --------------------------------------------------------------------------------------


def test_what_sources_tell_in_other_words_is_no_collision() -> None:
    """A later source leaves values empty or adds to them; a profile is told twice with more broader."""
    same: list[Record] = [
        Drug(id=CRIZOTINIB.id, label="", synonyms=("PF-02341066",)),
        Biomarker(
            id=FUSION.id, kind="fusion", label="ROS1 fusion", five_prime="v", three_prime=ROS1.id,
            broader=("oid:bm-ros1-alteration",),
        ),
        Document(id=PAPER.id, kind="article", title="Shaw et al., 2014"),
    ]
    assert collisions([*WHOLE, *same]) == []


@pytest.mark.parametrize(
    "other",
    [
        Drug(id=CRIZOTINIB.id, label="crizotinib acetate"),
        Biomarker(id=FUSION.id, kind="fusion", label="ROS1-fusion"),
        Gene(id=LUNG.id, symbol="LUNG"),
        propose("prognosis", FUSION.id),
    ],
    ids=["drug", "biomarker", "another class", "proposition"],
)
def test_two_things_of_one_id_are_found(other: Record) -> None:
    other.id = {"oid:prop": CLAIM.id}.get(other.id[:8], other.id)
    ((id, first, second),) = collisions([*WHOLE, other])
    assert id == other.id
    assert second is other
    assert first in WHOLE


def test_a_regimen_is_its_interaction_and_its_drugs() -> None:
    both = ("oid:drug-a", "oid:drug-b")
    one = Regimen(id="oid:regimen-1", label="a + b", interaction="combination", drugs=both)
    other = Regimen(id="oid:regimen-1", label="a + b", interaction="substitutes", drugs=both)
    assert collisions([one, other]) == [("oid:regimen-1", one, other)]


@given(st.sets(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1), min_size=2))
def test_entity_ids_tell_labels_apart(labels: set[str]) -> None:
    """But for case and for spaces at the ends or in a row, which no label of ours tells apart."""
    plain = {" ".join(label.lower().split(" ")).strip() for label in labels}
    plain = {" ".join(label.split()) for label in plain} - {""}
    assert len({entity_id("bm", label) for label in plain}) == len(plain)
