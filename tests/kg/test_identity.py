"""One concept gets one id, and two concepts never share one."""

from hypothesis import given
from hypothesis import strategies as st

from oncotrace.kg.identity import merge
from oncotrace.kg.records import Cancer, Drug, Gene
from oncotrace.ontology.terms import SOLID


def cancer(id: str, label: str = "", **values: object) -> Cancer:
    return Cancer(id=id, label=label or id, **values)  # type: ignore[arg-type]


def test_one_to_one_cross_references_merge_under_mondos_id() -> None:
    """PAAD, DOID:4074 and MONDO:0006047 are one cancer."""
    merged = merge(
        {
            "mondo": [cancer("MONDO:0006047", xrefs=("DOID:4074", "NCIT:C8294", "ONCOTREE:PAAD"))],
            "oncotree": [cancer("ONCOTREE:PAAD", "Pancreatic Adenocarcinoma", xrefs=("NCIT:C8294",))],
            "disease_ontology": [cancer("DOID:4074", xrefs=("NCIT:C8294",))],
        }
    )
    assert {r.id for records in merged.records.values() for r in records} == {"MONDO:0006047"}


def test_an_id_shared_by_two_concepts_merges_neither() -> None:
    """OncoTree's PACT and MCN share NCIT:C41247; Mondo's claim on it does not stand either."""
    merged = merge(
        {
            "mondo": [cancer("MONDO:0044879", xrefs=("NCIT:C41247", "ONCOTREE:MCN"))],
            "oncotree": [
                cancer("ONCOTREE:PACT", xrefs=("NCIT:C41247",)),
                cancer("ONCOTREE:MCN", xrefs=("NCIT:C41247",)),
            ],
        }
    )
    assert merged.canonical["ONCOTREE:PACT"] == "ONCOTREE:PACT"
    assert merged.canonical["ONCOTREE:MCN"] == "MONDO:0044879"
    assert merged.records["mondo"][0].xrefs == ("ONCOTREE:MCN",)  # type: ignore[attr-defined]


def test_the_core_settles_what_the_sources_leave_open() -> None:
    """Mondo gives PDAC two DOIDs; the core says which of them it is."""
    merged = merge(
        {
            "core": [cancer("MONDO:0005184", "PDAC", xrefs=("DOID:3498",))],
            "mondo": [cancer("MONDO:0005184", xrefs=("DOID:3498", "DOID:3587"))],
            "disease_ontology": [cancer("DOID:3498"), cancer("DOID:3587")],
        }
    )
    assert merged.canonical["DOID:3498"] == "MONDO:0005184"
    assert merged.canonical["DOID:3587"] == "DOID:3587"


def test_the_first_source_gives_the_label_and_others_add_synonyms() -> None:
    merged = merge(
        {
            "core": [cancer("MONDO:1", "pancreatic adenocarcinoma", xrefs=("ONCOTREE:PAAD",))],
            "oncotree": [cancer("ONCOTREE:PAAD", "Pancreatic Adenocarcinoma")],
        }
    )
    (theirs,) = merged.records["oncotree"]
    assert isinstance(theirs, Cancer)
    assert (theirs.label, theirs.synonyms) == ("", ("Pancreatic Adenocarcinoma",))


def test_edges_between_core_cancers_are_the_cores_alone() -> None:
    """Mondo puts acinar cell carcinoma under pancreatic adenocarcinoma; the core does not."""
    merged = merge(
        {
            "core": [cancer("MONDO:0006346", broader=("MONDO:0005192",)), cancer("MONDO:0006047"),
                     cancer("MONDO:0005192")],
            "mondo": [
                cancer("MONDO:0006346", broader=("MONDO:0006047", "MONDO:0004965")),
                cancer("MONDO:0006047"),
                cancer("MONDO:0004965"),
            ],
        }
    )
    edges = {b for rs in merged.records.values() for r in rs if r.id == "MONDO:0006346"
             for b in r.broader}  # type: ignore[attr-defined]
    assert edges == {"MONDO:0005192", "MONDO:0004965"}


def test_oncotree_reaches_any_solid_tumour_outside_lymph_and_myeloid() -> None:
    merged = merge(
        {
            "oncotree": [
                cancer("ONCOTREE:PAAD", tissue="PANCREAS"),
                cancer("ONCOTREE:AML", tissue="MYELOID"),
            ]
        }
    )
    reviewed = {r.id: r.reviewed_broader for r in merged.records["oncotree"]}  # type: ignore[attr-defined]
    assert reviewed == {"ONCOTREE:PAAD": (SOLID,), "ONCOTREE:AML": ()}


def test_whether_a_cancer_of_the_core_is_solid_the_core_says() -> None:
    """OncoTree files "malignant tumor", by its codes cancer itself, under the brain: every leukaemia
    would be a solid tumour, and a kind of brain tumour."""
    merged = merge(
        {
            "core": [
                cancer("MONDO:0004992", xrefs=("NCIT:C9305",)),
                cancer("MONDO:0018874", broader=("MONDO:0004992",), reviewed_broader=("MONDO:0004992",)),
            ],
            "oncotree": [
                cancer("ONCOTREE:MBT", tissue="BRAIN"),
                cancer("ONCOTREE:MT", xrefs=("NCIT:C9305",), tissue="BRAIN", broader=("ONCOTREE:MBT",)),
            ],
        }
    )
    other, same = merged.records["oncotree"]
    assert isinstance(other, Cancer) and isinstance(same, Cancer)
    assert (same.id, same.broader, same.reviewed_broader) == ("MONDO:0004992", (), ())
    assert (other.broader, other.reviewed_broader) == ((SOLID,), (SOLID,))


def test_of_several_cross_references_the_one_of_the_same_name_is_meant() -> None:
    """Mondo gives Ewing sarcoma two codes of DOID, and one DOID to two of its terms."""
    merged = merge(
        {
            "mondo": [
                cancer("MONDO:0012817", "Ewing sarcoma", xrefs=("DOID:0050608", "DOID:3369")),
                cancer("MONDO:0003540", "acute T cell leukemia", xrefs=("DOID:5603",)),
                cancer("MONDO:0004963", "T-cell acute lymphoblastic leukemia", xrefs=("DOID:5603",)),
            ],
            "disease_ontology": [
                cancer("DOID:0050608", "Ewing family of tumors"),
                cancer("DOID:3369", "Ewing Sarcoma"),
                cancer("DOID:5603", "T-cell acute lymphoblastic leukemia"),
            ],
        }
    )
    assert merged.canonical == {
        "MONDO:0012817": "MONDO:0012817",
        "MONDO:0003540": "MONDO:0003540",
        "MONDO:0004963": "MONDO:0004963",
        "DOID:0050608": "DOID:0050608",
        "DOID:3369": "MONDO:0012817",
        "DOID:5603": "MONDO:0004963",
    }


def test_a_drug_gets_an_id_of_its_name_and_the_cores_where_it_has_one() -> None:
    merged = merge(
        {
            "core": [Drug(id="oid:drug-crizotinib", label="crizotinib", xrefs=("UNII:1",))],
            "unii": [Drug(id="UNII:1", label="crizotinib"), Drug(id="UNII:2", label="alvespimycin")],
        }
    )
    assert merged.canonical == {
        "oid:drug-crizotinib": "oid:drug-crizotinib",
        "UNII:1": "oid:drug-crizotinib",
        "UNII:2": "oid:drug-alvespimycin",
    }


def test_a_renamed_gene_keeps_its_other_symbol_as_an_alias() -> None:
    merged = merge({"core": [Gene(id="HGNC:1", symbol="A")], "hgnc": [Gene(id="HGNC:1", symbol="B")]})
    (theirs,) = merged.records["hgnc"]
    assert isinstance(theirs, Gene)
    assert (theirs.symbol, theirs.aliases) == ("", ("B",))


spaces = ("MONDO", "DOID", "ONCOTREE", "NCIT")
ids = st.builds(lambda space, n: f"{space}:{n}", st.sampled_from(spaces), st.integers(1, 6))


@given(st.lists(st.tuples(ids, st.lists(ids, max_size=4)), max_size=12))
def test_no_concept_ever_holds_two_ids_of_one_namespace(links: list[tuple[str, list[str]]]) -> None:
    """Whatever the cross-references say."""
    by_source: dict[str, list[Cancer]] = {}
    for id, xrefs in links:
        known = by_source.setdefault(id.partition(":")[0].lower(), [])
        if id not in {c.id for c in known}:
            known.append(cancer(id, xrefs=tuple(dict.fromkeys(x for x in xrefs if not x.startswith(id[:4])))))
    merged = merge(by_source)  # type: ignore[arg-type]
    for records in merged.records.values():
        for record in records:
            held = [record.id, *record.xrefs]  # type: ignore[attr-defined]
            assert len({i.partition(":")[0] for i in held}) == len(held)
