"""The grammar of biomarkers: what texts mean, what they must not mean, and what holds for all of them."""

import csv
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncotrace.kg.biomarkers import KINDS, Genes, read, split_origin
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.names import Names, all_names
from oncotrace.kg.records import Biomarker, Gene

SYMBOLS = """ABL1 AKT1 ALK AR ATM BCR BRAF BRCA1 BRCA2 CD274 CD74 CDKN2A CHEK2 CLDN18 DPYD EGFR EML4 ERBB2
ESR1 EWSR1 EZR FGFR1 FGFR2 FGFR3 FGFR4 FLI1 FLT3 FOLR1 H3-3A HRAS IDH1 IDH2 IGH KIT KMT2A KRAS MECOM MET MGMT
MLH1 NKX2-1 NRAS NRG1 NTRK1 NTRK2 NTRK3 PDGFRA PGR PIK3CA PTEN RB1 RET ROS1 SMARCB1 TERT TP53 UGT1A1 VHL
BCL2""".split()
ALIASES = {
    "ERBB2": ("HER2", "NEU"),
    "CD274": ("PD-L1",),
    "KIT": ("CD117",),
    "TP53": ("p53",),
    "KMT2A": ("MLL",),
}


@pytest.fixture(scope="module")
def genes() -> Genes:
    """A few genes with ids that say which they are."""
    records = [Gene(id=f"oid:gene-{s.lower()}", symbol=s, aliases=ALIASES.get(s, ())) for s in SYMBOLS]
    return Names.of(records).genes


@pytest.fixture(scope="module")
def profiles(sources_dir: Path) -> set[str]:
    """All molecular profiles of CIViC's export."""
    export = sources_dir / "civic" / "AcceptedClinicalEvidenceSummaries.tsv"
    with export.open(encoding="utf-8", newline="") as file:
        return {row["molecular_profile"] for row in csv.DictReader(file, delimiter="\t")}


@pytest.fixture(scope="module")
def all_genes(sources_dir: Path) -> Genes:
    """Every approved gene of HGNC."""
    with (sources_dir / "hgnc" / "hgnc_entries.tsv").open(encoding="utf-8", newline="") as file:
        genes = [
            Gene(
                id=row["HGNC ID"],
                symbol=row["Approved symbol"],
                aliases=tuple(row["Alias symbols"].split(", ")),
                previous_symbols=tuple(row["Previous symbols"].split(", ")),
            )
            for row in csv.DictReader(file, delimiter="\t")
            if row["Status"] == "Approved"
        ]
    return Names.exact(all_names(genes)).genes


def label(text: str, genes: Genes) -> str:
    return read(text, genes)[0].label


def broader(biomarker: Biomarker, reading: list[Biomarker]) -> set[str]:
    """Labels of all that a biomarker is a kind of."""
    by_id = {b.id: b for b in reading}
    found: set[str] = set()
    todo = list(biomarker.broader)
    while todo:
        up = by_id[todo.pop()]
        found.add(up.label)
        todo.extend(up.broader)
    return found


GOLDEN = """
ROS1 fusion => ROS1 fusion
v::ROS1 Fusion => ROS1 fusion
ROS1 rearrangement => ROS1 fusion
ROS1-rearranged => ROS1 fusion
ROS1 translocation => ROS1 fusion
ROS1-positive => ROS1 fusion
ROS1+ => ROS1 fusion
RET fusion-positive => RET fusion
ALK-negative => NOT ALK fusion
ROS1::v => ROS1::v fusion
FGFR2::v Fusion => FGFR2 fusion
v::FGFR2 => v::FGFR2 fusion
?::ROS1 => ?::ROS1 fusion
FGFR2::? Fusion => FGFR2::? fusion
CD74::ROS1 Fusion => CD74::ROS1 fusion
EZR-ROS1 => EZR::ROS1 fusion
CD74/ROS1 => CD74::ROS1 fusion
CD74/ROS1 rearrangement => CD74::ROS1 fusion
EWSR1-FLI1 fusion => EWSR1::FLI1 fusion
EML4::ALK e20::e20 => EML4::ALK e20-e20 fusion
EML4::ALK e20-e20 Fusion => EML4::ALK e20-e20 fusion
reg_e@[IGH]::BCL2 => reg_e@IGH::BCL2 fusion
MLL rearrangement => KMT2A fusion
MECOM rearrangement => MECOM rearrangement
BRAF intron 9 rearrangement => BRAF intron 9 rearrangement
BCR-ABL1 => BCR::ABL1 fusion
Philadelphia chromosome => BCR::ABL1 fusion
BCR::ABL1 T315I => ABL1 T315I AND BCR::ABL1 fusion
NTRK fusion => NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion
NTRK1/2/3 fusion => NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion
NTRK1-3 fusion => NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion
NTRK1/NTRK3 fusion => NTRK1 fusion OR NTRK3 fusion
FGFR2/ROS1 => FGFR2 alteration OR ROS1 alteration
v::ALK Fusion OR v::ROS1 Fusion => ALK fusion OR ROS1 fusion
KRAS Mutation => KRAS mutation
KRAS-mutant => KRAS mutation
mutant KRAS => KRAS mutation
KRAS G12C => KRAS G12C
kras g12c => KRAS G12C
KRAS p.G12C => KRAS G12C
KRAS p.Gly12Cys => KRAS G12C
KRAS p.(Gly12Cys) => KRAS G12C
EGFR T790M-positive => EGFR T790M
PDGFRA D842V mutation => PDGFRA D842V
BRAFV600E => BRAF V600E
BRAF V600 => BRAF V600 mutation
BRAF Non-V600 => BRAF non-V600 mutation
KRAS G12/G13 => KRAS G12 mutation OR KRAS G13 mutation
ERBB2 S310F/Y => ERBB2 S310F OR ERBB2 S310Y
BRAF V600_K601>E => BRAF V600_K601delinsE
EGFR A767_V769dupASV => EGFR A767_V769dup
KIT P551_E554delPMYE => KIT P551_E554del
ERBB2 M774DELINSWLV => ERBB2 M774delinsWLV
VHL P81S (c.241C>T) => VHL P81S (c.241C>T)
VHL E55RfsTer11 (c.163delG) => VHL E55Rfs*11 (c.163delG)
VHL Splice Site (c.340+1G>A) => VHL splice site mutation (c.340+1G>A)
VHL R167Q(c.500G>A) and c.464-94T>A => VHL R167Q (c.500G>A) AND VHL c.464-94T>A
VHL *214C (c.642A>T) => VHL *214C (c.642A>T)
CHEK2 1100DELC => CHEK2 1100delC
UGT1A1 UGT1A1*28 => UGT1A1 *28
DPYD*2A => DPYD *2A
TERT C228T => TERT C228T
EGFR VIII => EGFR vIII
EGFRvIII => EGFR vIII
AR-V7 => AR V7
EGFR Exon 19 Deletion => EGFR exon 19 deletion
EGFR ex19del => EGFR exon 19 deletion
exon 19 deletion in EGFR => EGFR exon 19 deletion
EGFR exon 20 insertions => EGFR exon 20 insertion
EGFR exon 19 deletion or L858R => EGFR L858R OR EGFR exon 19 deletion
MET Exon 14 Skipping Mutation => MET exon 14 skipping
METex14 => MET exon 14 skipping
FLT3-ITD => FLT3 ITD
VHL Exon 1-3 Deletion => VHL exon 1-3 deletion
HER2 amplified => ERBB2 amplification
HER2 (ERBB2) amplification => ERBB2 amplification
amplification of HER2 => ERBB2 amplification
HER2 overexpression/amplification => ERBB2 amplification OR ERBB2 overexpression
c-MET overexpression => MET overexpression
NKX2-1 amplification => NKX2-1 amplification
PTEN Loss => PTEN loss
PTEN deficiency => PTEN loss
BRCA1 Loss-of-function => BRCA1 loss of function
KIT (CD117) expression => KIT expression
PD-L1 expression => CD274 expression
MGMT Promoter Hypermethylation => MGMT promoter hypermethylation
KRAS wild-type => KRAS wild type
EGFR Wildtype => EGFR wild type
RAS wild-type => KRAS wild type AND NRAS wild type
BRCA1/2 wild type => BRCA1 wild type AND BRCA2 wild type
BRCA1/2 mutation => BRCA1 mutation OR BRCA2 mutation
BRCA1, BRCA2 or ATM mutation => ATM mutation OR BRCA1 mutation OR BRCA2 mutation
PIK3CA, AKT1 or PTEN alteration => AKT1 alteration OR PIK3CA alteration OR PTEN alteration
BRAF V600E or V600K => BRAF V600E OR BRAF V600K
FGFR2 fusion or rearrangement => FGFR2 fusion
no PIK3CA mutation detected => NOT PIK3CA mutation
MSI High => MSI-H
Microsatellite instability-High => MSI-H
mismatch repair deficient => dMMR
MSI-H or dMMR => MSI-H OR dMMR
TMB High => TMB-H
TMB-H (>=10 mutations/Mb) => TMB-H
HRD-positive => HRD
HER2+ => HER2-positive
HR-positive, HER2-positive => HER2-positive AND HR-positive
triple-negative => HER2-negative AND HR-negative
folate receptor alpha positive => FOLR1-positive
H3 K27M mutation => H3 K27M
ROS1 G2032R AND CD74::ROS1 Fusion => CD74::ROS1 fusion AND ROS1 G2032R
MET Amplification AND NOT KRAS Mutation => MET amplification AND NOT KRAS mutation
BRAF Amplification AND ( BRAF V600E OR BRAF V600K ) => (BRAF V600E OR BRAF V600K) AND BRAF amplification
ROS1 => ROS1 alteration
"""


@pytest.mark.parametrize("line", GOLDEN.strip().splitlines())
def test_text_means_this_biomarker(line: str, genes: Genes) -> None:
    text, expected = line.split(" => ")
    assert label(text, genes) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no biomarker"),
        ("NOT", "no biomarker"),
        ("pancreatic cancer", "'pancreatic' is no gene"),
        ("ROS1 fusion in pancreas", "not what happened to it"),
        ("EGFR positive", "not what happened to it"),  # a mutation or the protein
        ("KRAS G12J", "not what happened to it"),
        ("v::v Fusion", "is no gene"),
        ("KRAS G12C)", "never opened"),
        ("(KRAS G12C", "left open"),
        ("BRCA1 and BRCA2 mutation", "for which of these genes"),
        ("germline BRCA2 mutation", "split_origin"),
        ("KRAS, NRAS", "for which of these genes"),
    ],
)
def test_what_could_be_guessed_only_is_refused(text: str, reason: str, genes: Genes) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(text, genes)


def test_origin_is_taken_off_the_text() -> None:
    assert split_origin("Germline BRCA2 mutation") == ("BRCA2 mutation", "germline")
    assert split_origin("BRCA2 mutation") == ("BRCA2 mutation", "")


CHAINS = """
EML4::ALK e20-e20 fusion => EML4::ALK fusion, ALK fusion, ALK alteration, EML4 fusion, EML4 alteration
ROS1::v fusion => ROS1 alteration
?::ROS1 fusion => ROS1 fusion, ROS1 alteration
MECOM fusion => MECOM rearrangement, MECOM alteration
BRAF V600E => BRAF V600 mutation, BRAF mutation, BRAF alteration
EGFR exon 19 deletion => EGFR exon 19 mutation, EGFR mutation, EGFR alteration
BRCA1 loss of function => BRCA1 mutation, BRCA1 alteration
VHL P81S (c.241C>T) => VHL P81S, VHL P81 mutation, VHL mutation, VHL alteration
VHL G104= (c.312C>G) => VHL G104=, VHL alteration
VHL c.464-94T>A => VHL alteration
VHL c.340+1G>A => VHL mutation, VHL alteration
ERBB2 amplification => HER2-positive, ERBB2 alteration
H3-3A K28M => H3 K27M, H3-3A K28 mutation, H3-3A mutation, H3-3A alteration
KRAS wild type =>
KRAS alteration =>
CD74::ROS1 fusion AND ROS1 G2032R =>
NOT KRAS mutation =>
KRAS G12C OR KRAS G12D => KRAS G12 mutation, KRAS mutation, KRAS alteration
BRCA1 mutation OR BRCA2 mutation =>
"""


@pytest.mark.parametrize("line", CHAINS.strip().splitlines())
def test_chain_of_broader_biomarkers(line: str, genes: Genes) -> None:
    text, _, expected = line.partition(" =>")
    reading = read(text, genes)
    assert broader(reading[0], reading) == {e.strip() for e in expected.split(",") if e.strip()}


def test_fusion_keeps_its_partners(genes: Genes) -> None:
    biomarker = read("CD74::ROS1", genes)[0]
    assert (biomarker.five_prime, biomarker.three_prime) == ("oid:gene-cd74", "oid:gene-ros1")
    assert biomarker.genes == ("oid:gene-cd74", "oid:gene-ros1")
    assert read("ROS1 fusion", genes)[0].five_prime == "v"
    assert read("?::ROS1", genes)[0].five_prime == "?"


def test_junction_gives_exons_and_detail(genes: Genes) -> None:
    biomarker = read("EML4::ALK e6::e20", genes)[0]
    assert (biomarker.exons, biomarker.detail) == ((6, 20), "e6-e20")


def test_source_detail_is_kept_as_printed(genes: Genes) -> None:
    biomarker = read("VHL P81S (c.241C>T)", genes)[0]
    assert (biomarker.alteration, biomarker.detail) == ("P81S", "c.241C>T")


def test_members_of_an_or_are_kinds_of_it(genes: Genes) -> None:
    profile, *others = read("BRCA1/2 mutation", genes)
    members = [b for b in others if b.id in profile.members]
    assert [m.label for m in members] == ["BRCA1 mutation", "BRCA2 mutation"]
    assert all(profile.id in m.broader for m in members)


def test_and_supports_none_of_its_members(genes: Genes) -> None:
    profile, *others = read("ROS1 G2032R AND CD74::ROS1 Fusion", genes)
    assert profile.broader == ()
    assert all(profile.id not in b.broader for b in others)


def test_not_belongs_to_no_gene(genes: Genes) -> None:
    """A drug that needs PIK3CA unmutated is no drug for PIK3CA."""
    assert read("NOT PIK3CA mutation", genes)[0].genes == ()
    assert read("MET amplification AND NOT KRAS mutation", genes)[0].genes == ("oid:gene-met",)


def test_family_has_its_name_as_a_synonym(genes: Genes) -> None:
    assert read("NTRK fusion", genes)[0].synonyms == (
        "NTRK fusion",
        "TRK fusion",
        "NTRK1/2/3 fusion",
    )


# --- what holds for every text --------------------------------------------------------------------

_ATOMS = [line.split(" => ")[0] for line in GOLDEN.strip().splitlines() if " and " not in line]
_ATOMS = [a for a in _ATOMS if not {"AND", "OR"} & set(a.split()) and ", " not in a and " or " not in a]


def _operand(text: str) -> str:
    return f"({text})" if " AND " in text or " OR " in text or text.startswith("NOT ") else text


TEXTS = st.recursive(
    st.sampled_from(_ATOMS),
    lambda inner: st.one_of(
        st.builds(
            lambda parts, operator: f" {operator} ".join(map(_operand, parts)),
            st.lists(inner, min_size=2, max_size=4),
            st.sampled_from(["AND", "OR"]),
        ),
        inner.map(lambda text: f"NOT {_operand(text)}"),
    ),
    max_leaves=6,
)


def check(reading: list[Biomarker]) -> None:
    """What every reading must be: complete, of known kinds, one record an id, without a cycle."""
    by_id = {b.id: b for b in reading}
    assert len(by_id) == len(reading)
    for biomarker in reading:
        assert biomarker.kind in KINDS
        assert {*biomarker.broader, *biomarker.members} <= by_id.keys()
        for up in biomarker.broader:
            assert biomarker.id not in by_id[up].members or by_id[up].operator == "OR"
            assert up not in biomarker.members
    TopologicalSorter({b.id: b.broader for b in reading}).prepare()


@given(text=TEXTS)
def test_generated_profiles_hold_together(text: str, genes: Genes) -> None:
    reading = read(text, genes)
    check(reading)
    assert read(reading[0].label, genes) == reading


@given(parts=st.lists(st.sampled_from(_ATOMS), min_size=2, max_size=5), data=st.data())
def test_order_and_repetition_make_no_difference(parts: list[str], data: st.DataObject, genes: Genes) -> None:
    operator = data.draw(st.sampled_from([" AND ", " OR "]))
    again = data.draw(st.permutations(parts)) + parts[:1]
    assert read(operator.join(map(_operand, parts)), genes) == read(
        operator.join(map(_operand, again)), genes
    )


@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str, genes: Genes) -> None:
    try:
        reading = read(text, genes)
    except Unreadable:
        return
    assert read(reading[0].label, genes) == reading


def test_all_profiles_of_civic(profiles: set[str], all_genes: Genes) -> None:
    """All but 13 of 1,935 are read; labels read back; the broader graph over all of them has no cycle."""
    graph: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    refused = set()
    for profile in sorted(profiles):
        try:
            reading = read(profile, all_genes)
        except Unreadable:
            refused.add(profile)
            continue
        check(reading)
        assert read(reading[0].label, all_genes) == reading
        for biomarker in reading:
            graph.setdefault(biomarker.id, set()).update(biomarker.broader)
            assert labels.setdefault(biomarker.id, biomarker.label) == biomarker.label
    TopologicalSorter(graph).prepare()
    assert len(profiles) == 1935
    assert refused == {
        "ABL1 Double Ph",
        "ACT::FOSB Fusion",
        "ADAD2-AS1::ABL1 Fusion",
        "C19MC Amplification",
        "C19MC TTYH1::C19MC fusion",
        "C19MC v::C19MC fusion",
        "HSPH1 T17 DELETION",
        "TMB Low on-treatment bTMB",
        "TMB mTMB",
        "VHL 3p26.3-25.3 11Mb del",
        "VHL c.128-?_250+?",
        "VHL c.\u2212213\u2212 ?_463 ?del",
        "YAP1::SIRAL1 Fusion",
    }
