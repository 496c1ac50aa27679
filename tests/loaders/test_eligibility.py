"""Eligibility criteria as read: sentences of registered trials, with what somebody read in them.

The labels follow the rules by which the test set was labelled: gene, class of change, polarity.
"""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncotrace.kg.names import Names
from oncotrace.loaders.curated import load_core
from oncotrace.loaders.eligibility import reading, sections, tokens
from oncotrace.loaders.eligibility.lexicon import GraphLexicon
from oncotrace.loaders.eligibility.reading import Reading
from oncotrace.ontology.terms import CERTAINTIES, POLARITIES

Read = Callable[[str], list[Reading]]


@pytest.fixture(scope="session")
def lexicon() -> Iterator[GraphLexicon]:
    records = load_core()
    names = Names.of(records, records)
    yield GraphLexicon(names)


@pytest.fixture
def read(lexicon: GraphLexicon) -> Read:
    return lambda text: reading.read(text, lexicon)


def told(readings: list[Reading]) -> set[str]:
    """``+ROS1 fusion`` selects, ``-EGFR mutation`` excludes, ``?HER2 expression`` is a condition."""
    sign = {"selects": "+", "excludes": "-", "condition": "?"}
    return {
        f"{sign[r.polarity]}{m.gene} {m.variant if m.change == 'variant' else m.change}"
        for r in readings
        for m in r.mentions
    }


INCLUSION = [
    # classes of change
    ("Solid tumor that harbors an ALK, ROS1, NTRK1, NTRK2, or NTRK3 gene rearrangement.",
     "+ALK fusion, +ROS1 fusion, +NTRK1 fusion, +NTRK2 fusion, +NTRK3 fusion"),
    ("PIK3CA mutations or PTEN loss detected by NGS", "+PIK3CA mutation, +PTEN deletion"),
    ("HER2 amplification or overexpression", "+ERBB2 amplification, +ERBB2 expression"),
    ("EGFR-activating mutation(s): G719X, exon 19 deletion, or L858R.",
     "+EGFR G719X, +EGFR exon 19 deletion, +EGFR L858R"),
    ("Tumors with mutations in KRAS, NRAS or HRAS", "+KRAS mutation, +NRAS mutation, +HRAS mutation"),
    ("Tumor is MSI-H or dMMR", "+MSI signature, +MMR signature"),
    ("Germline BRCA1/2 mutation or HRD", "+BRCA1 mutation, +BRCA2 mutation, +HRD signature"),
    ("PD-L1 TPS >= 50% and KRASG12C mutation", "+CD274 expression, +KRAS G12C"),
    ("ROS1-positive non-small cell lung cancer", "+ROS1 alteration"),
    ("Philadelphia chromosome positive acute lymphoblastic leukemia", "+BCR fusion, +ABL1 fusion"),
    ("Either a G12D or G12V KRAS mutation", "+KRAS G12D, +KRAS G12V"),
    ("EGFR or HER2 exon 20 insertion", "+EGFR exon 20 insertion, +ERBB2 exon 20 insertion"),
    ("Lung cancer with an L858R substitution or deletion of exon 19", "+EGFR L858R, +EGFR exon 19 deletion"),
    ("Gene alterations that impair repair (ATM, CHEK2, PALB2)",
     "+ATM alteration, +CHEK2 alteration, +PALB2 alteration"),
    ("A mutation in one of these repair genes: BRCA1; PALB2; ATM",
     "+BRCA1 mutation, +PALB2 mutation, +ATM mutation"),
    ("BRCA1/2 or another HRR gene mutation", "+BRCA1 mutation, +BRCA2 mutation, +HRR signature"),
    ("Tumor positive for ER and HER2", "+ESR1 expression, +ERBB2 expression"),
    ("A TPS of 50% or more", "+CD274 expression"),
    ("One or more positive lesions on PSMA PET", "+FOLH1 expression"),
    ("PTEN deletion or loss of PTEN protein", "+PTEN deletion, +PTEN expression"),
    ("Rhabdoid tumor that is INI1-negative", "+SMARCB1 expression"),
    ("Anaplastic lymphoma kinase (ALK) and ROS proto-oncogene 1 (ROS1) fusions", "+ALK fusion, +ROS1 fusion"),
    ("Activating EGFR mutations including, but not limited to, L858R", "+EGFR mutation, +EGFR L858R"),
    ("The KRAS G12C mutation must have been confirmed by a certified laboratory", "+KRAS G12C"),
    ("Patients are eligible if sequencing shows HER2 amplification", "+ERBB2 amplification"),
    ("ER-positive (T2, or T1 if node-positive) and HER2-negative", "+ESR1 expression, -ERBB2 expression"),
    # absence
    ("Wild-type EGFR and ALK", "-EGFR mutation, -ALK mutation"),
    ("IDHwt glioblastoma", "-IDH1 mutation, -IDH2 mutation"),
    ("Must be negative for EGFR and ALK", "-EGFR alteration, -ALK alteration"),
    ("Negative or unknown status for EGFR mutation", "-EGFR mutation"),
    ("No driver alterations (e.g. EGFR, ALK, RET)", "-EGFR alteration, -ALK alteration, -RET alteration"),
    ("EGFR mutations must be ruled out", "-EGFR mutation"),
    ("KRAS mutation other than G12C", "+KRAS mutation, -KRAS G12C"),
    ("Any ER, PR negative", "?ESR1 expression, -PGR expression"),
    ("Proficient in mismatch repair", "-MMR signature"),
    ("Participants with MSI-H or dMMR tumors are considered ineligible", "-MSI signature, -MMR signature"),
    ("Disease must be ER+ and HER2-.", "+ESR1 expression, -ERBB2 expression"),
    ("Metastatic triple negative breast cancer", "-ESR1 expression, -PGR expression, -ERBB2 expression"),
    ("NSCLC not harboring an activating EGFR mutation or ALK rearrangement", "-EGFR mutation, -ALK fusion"),
    ("Adenocarcinoma patients must NOT be positive for EGFR L858R mutation, or ALK or ROS1 rearrangement.",
     "-EGFR L858R, -ALK fusion, -ROS1 fusion"),
    ("No known BRAF V600E mutation", "-BRAF V600E"),
    ("KRAS wild-type colorectal cancer", "-KRAS mutation"),
    ("Microsatellite stable colorectal cancer", "-MSI signature"),
    ("Patients whose tumors are dMMR are not eligible", "-MMR signature"),
    # conditions
    ("Patients with EGFR mutation must have progressed on an EGFR inhibitor.", "?EGFR mutation"),
    ("If ALK rearranged, prior targeted therapy is required", "?ALK fusion"),
    ("Any HER2 expression, regardless of PD-L1 expression", "?ERBB2 expression, ?CD274 expression"),
    ("BRAF V600 mutation status must be known", "?BRAF V600"),
    ("HER2 positivity is defined as IHC 3+", ""),
    ("Subjects with tumors that have known actionable molecular alteration such as EGFR, ALK, and ROS-1 must"
     " have progressed on directed molecular therapy.",
     "?EGFR alteration, ?ALK alteration, ?ROS1 alteration"),
    ("BRCA1/2 testing required", "?BRCA1 alteration, ?BRCA2 alteration"),
    ("Known PD-L1 expression", "?CD274 expression"),
    ("PR positive or negative", "?PGR expression"),
    ("HER2 positive, negative or unknown", "?ERBB2 expression"),
    ("Both BRAF-mutant and BRAF wild-type melanoma are eligible", "?BRAF mutation"),
    ("For patients with BRAF V600E, prior therapy with a BRAF inhibitor", "?BRAF V600E"),
    ("BRAF-mutant patients may have received a BRAF inhibitor", "?BRAF mutation"),
    ("Tissue for confirmation of programmed death ligand 1 (PD-L1) expression", "?CD274 expression"),
    ("Co-occurring EGFR T790M is not an exclusion criterion", "?EGFR T790M"),
    ("Known MSI-H/dMMR status", "?MSI signature, ?MMR signature"),
    # how much
    ("ER < 1%, PR < 1% and HER2 IHC 0", "-ESR1 expression, -PGR expression, -ERBB2 expression"),
    ("ER of 10% or less is no matter; PD-L1 < 50%", "+CD274 expression"),
    ("Claudin 18.2 expression is required", "+CLDN18 expression"),
    ("BRAF non-V600 mutation", "+BRAF mutation, -BRAF V600"),
    # who need not have it
    ("BRAF V600E-negative tumor as determined by BRAF V600E immunohistochemistry", "-BRAF V600E"),
    ("ER status will be considered positive if 10% of cells stain", ""),
    ("(Screening for RB1 mutation is not required for entry.)", ""),
    ("No need for CPS determination", ""),
    ("BTK C481S mutation is allowed", "?BTK C481S"),
    ("FL with EZH2 mutated or wild type", "?EZH2 mutation"),
    ("JAK2 V617F positive or negative", "?JAK2 V617F"),
    ("High-risk features (e.g. TP53 mutation)", "?TP53 mutation"),
    ("First-degree relative with a BRCA1 mutation", "?BRCA1 mutation"),
    ("Patients with an ALK fusion are eligible if they have progressed on crizotinib", "?ALK fusion"),
    ("Prior osimertinib for EGFR-mutated disease", "?EGFR mutation"),
    ("Any breast cancer subtype (HER2+, ER+)", "?ERBB2 expression, ?ESR1 expression"),
    ("Have known BRAF V600E mutation status or consent to BRAF V600E mutation testing", "?BRAF V600E"),
    ("Solid tumors other than TNBC", ""),
    # families, lists and short forms
    ("PI3K alteration, defined as a PIK3CA mutation or PTEN loss", "+PIK3CA mutation, +PTEN deletion"),
    ("Germline mutation carrier (BRCA2, hMLH1)", "+BRCA2 mutation, +MLH1 mutation"),
    ("Variants in Wnt/B-catenin pathway, CDK12", "+CTNNB1 mutation, +CDK12 mutation"),
    ("Mutations in MMR genes: MLH1, MSH2", "+MLH1 mutation, +MSH2 mutation"),
    ("Mutations or genomic alterations in RET", "+RET mutation, +RET alteration"),
    ("ROS1 or BRAF V600E genomic aberrations", "+ROS1 alteration, +BRAF V600E"),
    ("Tumors expressing G12D mutated KRAS", "+KRAS G12D"),
    ("Loss of MSH2 or PMS2 by IHC; negative for MSH6 by IHC",
     "+MSH2 expression, +PMS2 expression, +MSH6 expression"),
    ("METex14 skipping", "+MET exon 14 skipping"),
    ("CML with T315I", "+ABL1 T315I"),
    ("MLL (11q23) rearrangement", "+KMT2A fusion"),
    ("CPS < 5", "-CD274 expression"),
    ("Her 2-negative; ask her 2 days later", "-ERBB2 expression"),
    ("c-kit (CD117) positive GIST", "+KIT expression"),
    # families by their members, siblings by a number or a letter
    ("RAS or RAF mutations", "+KRAS mutation, +NRAS mutation, +HRAS mutation, +ARAF mutation, +BRAF mutation,"
     " +RAF1 mutation"),
    ("CDK4/6 amplification; FGFR2/3 fusion",
     "+CDK4 amplification, +CDK6 amplification, +FGFR2 fusion, +FGFR3 fusion"),
    ("IDH1- or IDH2-mutated AML", "+IDH1 mutation, +IDH2 mutation"),
    ("ER- or PR-positive", "+ESR1 expression, +PGR expression"),
    ("ER-, PR-, HER2- breast cancer", "-ESR1 expression, -PGR expression, -ERBB2 expression"),
    # what is said within a word, or with a space too many
    ("KMT2Ar acute leukemia", "+KMT2A fusion"),
    ("CD20pos, HER2neg, EGFRmut, RASwt",
     "+MS4A1 expression, -ERBB2 expression, +EGFR mutation, -KRAS mutation, -NRAS mutation, -HRAS mutation"),
    ("Flt 3 mutation", "+FLT3 mutation"),
    ("FLT3 internal tandem duplication", "+FLT3 ITD"),
    ("kras g12c mutation", "+KRAS G12C"),
    ("Ph(+) ALL; Philadelphia-chromosome negative MPN",
     "+BCR fusion, +ABL1 fusion, -BCR fusion, -ABL1 fusion"),
    ("Arm C: ER/PR &lt; 1%", "-ESR1 expression, -PGR expression"),
    # fusions by their genes, lineage antigens
    ("BRD4-NUT", "+BRD4 fusion, +NUTM1 fusion"),
    ("CD74-ROS1; KIF5B::RET", "+CD74 fusion, +ROS1 fusion, +KIF5B fusion, +RET fusion"),
    ("Blasts that are TdT and CD3 positive",
     "+DNTT expression, +CD3D expression, +CD3E expression, +CD3G expression"),
    ("HLA-A*02:01 positive; 1.5 x 10 5 CD34+/kg", ""),
    ("Tumors expressing G12D mutated NRAS and KRAS", "+NRAS G12D, +KRAS G12D"),
    ("C481S mutation or KIT mutation", "+BTK C481S, +KIT mutation"),
    ("Mutated NPM1 and wild type FLT-ITD", "+NPM1 mutation, -FLT3 ITD"),
    ("Tumors that express CEA; AFP > 400 ng/mL", "+CEACAM5 expression"),
    ("Absence of INI1 protein; documented PTEN tumor predisposition syndrome",
     "+SMARCB1 expression, +PTEN mutation"),
    ("ALK-positive as confirmed by immunohistochemistry (IHC)", "+ALK alteration"),
    ("Positive 68Ga-PSMA-11 PET/CT scan", "+FOLH1 expression"),
    # how little of a protein
    ("HER2 IHC 0 or 1+", "-ERBB2 expression"),
    ("HER2-negative (IHC 0, 1+ or 2+/ISH-)", "-ERBB2 expression"),
    ("Negative for HER2 by IHC 0 or 1+", "-ERBB2 expression"),
    ("HER2-negative, CPS >= 1", "-ERBB2 expression, +CD274 expression"),
    ("PSMA-11 positron emission tomography (PET)/CT scan positive", "+FOLH1 expression"),
    # answers
    ("Has documented negative test results for EGFR and ALK genomic alterations",
     "-EGFR alteration, -ALK alteration"),
    ("Tested for EGFR and ALK mutations and found negative", "-EGFR mutation, -ALK mutation"),
    ("EGFR or ALK mutations are not allowed", "-EGFR mutation, -ALK mutation"),
    ("MSI-stable or proficient MMR", "-MSI signature, -MMR signature"),
    # genes whose change goes without saying
    ("dMMR or BRAF", "+MMR signature, +BRAF alteration"),
    ("Tumors harboring targetable EGFR, ALK or RET", "+EGFR alteration, +ALK alteration, +RET alteration"),
    ("HRR gene mutations (BRCA1, ATM)", "+BRCA1 mutation, +ATM mutation"),
    ("Germline mutations of select HRR genes", "+HRR signature"),
    ("KRAS mutation besides G12C", "+KRAS mutation, -KRAS G12C"),
    # what a class is of
    ("HER2-negative (IHC 0-1+ or IHC 2+/FISH non-amplified)", "-ERBB2 expression, -ERBB2 amplification"),
    ("Loss of MLH1, MSH2 or MSH6 expression", "+MLH1 expression, +MSH2 expression, +MSH6 expression"),
    ("Driver mutations (including EGFR, KRAS G12C)", "+EGFR mutation, +KRAS G12C"),
    ("PTEN loss (IHC 0)", "+PTEN deletion"),
    ("FGFR2 alteration (fusion or mutation)", "+FGFR2 fusion, +FGFR2 mutation"),
    ("FGFR2 alteration (e.g. fusion)", "+FGFR2 alteration"),
    ("c-Met-positive by immunohistochemistry", "+MET expression"),
    ("KRAS non G12C mutated cancer", "+KRAS mutation, -KRAS G12C"),
    # absence, in other words
    ("Absence of EGFR, ALK or ROS1.", "-EGFR alteration, -ALK alteration, -ROS1 alteration"),
    ("Negative test results for EGFR and ALK", "-EGFR alteration, -ALK alteration"),
    ("Wild-type in KRAS and NRAS", "-KRAS mutation, -NRAS mutation"),
    ("Must not have non-squamous disease with EGFR mutations", "-EGFR mutation"),
    ("Must have non- MSI-H disease", "-MSI signature"),
    ("Note: participants with EGFR mutations are ineligible", "-EGFR mutation"),
    # how far a negation reaches
    ("No EGFR mutation, PD-L1 >= 50%", "-EGFR mutation, +CD274 expression"),
    ("No EGFR mutation, HER2 overexpression, or ALK fusion",
     "-EGFR mutation, -ERBB2 expression, -ALK fusion"),
    ("No driver mutations (EGFR, ALK), PD-L1 >= 1%", "-EGFR mutation, -ALK mutation, +CD274 expression"),
    ("Solid tumors other than melanoma harboring BRAF V600E", "+BRAF V600E"),
    # asked for, or asked about
    ("For lung cancer, a documented KRAS G12C mutation is required", "+KRAS G12C"),
    ("For colon cancer, KRAS/NRAS-negative status is required", "-KRAS alteration, -NRAS alteration"),
    ("Tested for FLT3, IDH1 and IDH2 mutations", "?FLT3 mutation, ?IDH1 mutation, ?IDH2 mutation"),
    ("PD-L1 expression >= 1% in tissue from any site is required for lung cancer", "+CD274 expression"),
    ("BRAF V600E-mutated melanoma, a washout is required", "?BRAF V600E"),
    ("Patients with EGFR mutation must have received a TKI and patients with ALK fusion must have progressed",
     "?EGFR mutation, ?ALK fusion"),
    ("PIK3CA-mutated or non-mutated", "?PIK3CA mutation"),
    ("MSI (microsatellite instability) or MMR status known", "?MSI signature, ?MMR signature"),
    ("Documentation of PD-L1 TPS", "?CD274 expression"),
    ("PD-L1 high by TPS", "+CD274 expression"),
    ("Uptake in all lesions on PSMA PET", "+FOLH1 expression"),
    # who need not have it
    ("BRAF V600E-mutated or wild-type melanoma", "?BRAF V600E"),
    ("Patients with an ALK fusion are only eligible after progression on crizotinib", "?ALK fusion"),
    ("Participants with RAS-mutant cancer are eligible", "?KRAS mutation, ?NRAS mutation, ?HRAS mutation"),
    ("NOTE: patients with weakly ER positive disease are eligible if no endocrine therapy is planned",
     "?ESR1 expression"),
    ("ER+ (any PR status is allowed) breast cancer", "+ESR1 expression, ?PGR expression"),
    ("For patients with ALK NSCLC, crizotinib cannot be used", "?ALK alteration"),
    ("Clear cell carcinoma, as these have high expression of FRalpha", "?FOLR1 expression"),
    ("History of BRCA1 mutation in a first-degree relative", "?BRCA1 mutation"),
    # no biomarkers
    ("Uncontrolled hypotension: DBP < 50 mmHg; heart rate (HR) > 100 bpm; eGFR > 30", ""),
    ("Stage T1-3, N0-2; OTC drugs; t(9;22)", ""),
    # drugs, not biomarkers
    ("Eligible for CDK4/6 + aromatase inhibitors", ""),
    ("Complete (CR) or partial response (PR) > 4 months; stage cN1 or cN2", ""),
    ("Prior anti-PD-1/PD-L1 therapy is allowed", ""),
    ("Must have received a KRAS inhibitor", ""),
    ("Must have received a KRAS G12C inhibitor", "?KRAS G12C"),
    ("Targeted therapy with an EGFR, BRAF, ALK, ROS1, or other-targeted agent", ""),
    # measures of the blood, of the heart, of the kidney
    ("CD4+ T-cell count above 200, PR interval below 250 msec, eGFR above 30 mL/min", ""),
]  # fmt: skip

EXCLUSION = [
    ("NSCLC with known ALK, EGFR mutations and ROS1 fusion.", "-ALK mutation, -EGFR mutation, -ROS1 fusion"),
    ("PD-L1 negative tumors", "+CD274 expression"),
    ("Has an EGFR T790M mutation and has not received a third generation EGFR TKI", "?EGFR T790M"),
    ("EGFR mutation, unless previously treated with osimertinib", "?EGFR mutation"),
    ("No known BRCA2 mutation", "-BRCA2 mutation"),
    ("Triple negative breast cancer", "+ESR1 expression, +PGR expression, +ERBB2 expression"),
    ("Prior therapy with an ALK inhibitor", ""),
    ("Prior treatment with a KRAS G12C tyrosine kinase inhibitor", "?KRAS G12C"),
    ("EGFR mutations, as these patients should be offered a TKI", "-EGFR mutation"),
    ("HRR gene mutation in somebody who is considered appropriate for a PARP inhibitor", "?HRR signature"),
    ("EGFR mutation previously treated with osimertinib", "?EGFR mutation"),
    ("Brain metastases, except in HER2-positive disease", "?ERBB2 expression"),
    (
        "Chronic myeloid leukemia with or without BCR-ABL1 and AML with BCR-ABL1",
        "?BCR fusion, ?ABL1 fusion, -BCR fusion, -ABL1 fusion",
    ),
    ("Alterations other than EGFR, such as ALK fusion", "-ALK fusion"),
    ("Participants must not have EGFR mutations", "-EGFR mutation"),
    ("FLT3 mutated AML suitable for midostaurin", "?FLT3 mutation"),
    ("Targeted therapy received, or received therapy for an alteration other than KRAS G12C", "?KRAS G12C"),
    # whom an exclusion is about
    ("For participants with an EGFR mutation: osimertinib within 14 days", "?EGFR mutation"),
    ("For ALK-positive patients, prior lorlatinib", "?ALK alteration"),
    ("EGFR-mutant lung cancer: prior amivantamab", "?EGFR mutation"),
    ("For those with an ALK fusion, patients are not eligible", "-ALK fusion"),
    ("For squamous histology: EGFR mutation, ALK fusion", "-EGFR mutation, -ALK fusion"),
    ("For lung cancer with EGFR mutation, ALK fusion", "-EGFR mutation, -ALK fusion"),
    ("HER2-positive cohort: ejection fraction below 50%", "?ERBB2 expression"),
    ("Uncontrolled disease in patients with ALK rearrangement", "?ALK fusion"),
    ("Brain metastases in EGFR-mutant lung cancer", "?EGFR mutation"),
    ("HER2-positive disease in somebody who refused trastuzumab", "?ERBB2 expression"),
    ("EGFR mutations, or patients who progressed on two lines", "-EGFR mutation"),
    ("Prior treatment with a KRAS G12D or a KRAS G12C targeting therapy", "?KRAS G12D, ?KRAS G12C"),
    (
        "Mutations amenable to targeted therapies: epidermal growth factor receptor (EGFR), KRAS G12C",
        "-EGFR mutation, -KRAS G12C",
    ),
    (
        "Known ALK, RET, MET exon 14 skipping, HER2 mutations",
        "-ALK mutation, -RET mutation, -MET exon 14 skipping, -ERBB2 mutation",
    ),
]


@pytest.mark.parametrize(("text", "expected"), INCLUSION, ids=[text[:40] for text, _ in INCLUSION])
def test_inclusion(read: Read, text: str, expected: str) -> None:
    assert told(read(f"Inclusion Criteria:\n\n* {text}")) == set(filter(None, expected.split(", ")))


@pytest.mark.parametrize(("text", "expected"), EXCLUSION, ids=[text[:40] for text, _ in EXCLUSION])
def test_exclusion(read: Read, text: str, expected: str) -> None:
    assert told(read(f"Exclusion Criteria:\n\n* {text}")) == set(filter(None, expected.split(", ")))


TEXT = """PHASE 1

Inclusion Criteria:

* Cohort A:
  * KRAS G12C mutation
* NSCLC: ALK rearrangement

Key Exclusion Criteria PHASE 1 and PHASE 2

1. ROS1 fusion

Participants must not have any of the following:

* BRAF V600E mutation
"""


def test_headings_give_section_and_scope(read: Read) -> None:
    found = {m.gene: r for r in read(TEXT) for m in r.mentions}
    assert {gene: r.section for gene, r in found.items()} == {
        "KRAS": "inclusion", "ALK": "inclusion", "ROS1": "exclusion", "BRAF": "exclusion"
    }  # fmt: skip
    assert (found["KRAS"].scope, found["ROS1"].scope) == ("PHASE 1; Cohort A", "PHASE 1, PHASE 2")
    assert found["ALK"].cancers == ("MONDO:0005233",)
    assert {gene: r.polarity for gene, r in found.items()} == {
        "KRAS": "selects", "ALK": "selects", "ROS1": "excludes", "BRAF": "excludes"
    }  # fmt: skip


def test_a_heading_governs_its_bullets_and_may_stand_in_a_line(read: Read) -> None:
    exclusion = "Exclusion Criteria:\n\n1. Subjects must have:\n\n  * KRAS mutation\n\n2. ALK fusion\n"
    inline = "Inclusion criteria: HER2-positive disease. Exclusion criteria: MSI-H tumors."
    assert told(read(exclusion)) == {"+KRAS mutation", "-ALK fusion"}
    assert told(read(inline)) == {"+ERBB2 expression", "-MSI signature"}


def test_under_a_heading_of_earlier_treatments_biomarkers_are_conditions(read: Read) -> None:
    assert told(read("* Prior therapy:\n  * HER2-positive: trastuzumab\n  * BRAF mutant: vemurafenib")) == {
        "?ERBB2 expression", "?BRAF mutation"
    }  # fmt: skip


def test_the_exception_of_a_heading_holds_for_its_list(read: Read) -> None:
    excluded = "Exclusion Criteria:\n* Mutations, unless previously treated:\n  * EGFR mutation"
    asked = "* Participants with any of these must have received prior therapy:\n  * ALK fusion"
    assert told(read(excluded)) == {"?EGFR mutation"}
    assert told(read(asked)) == {"?ALK fusion"}


def test_a_bullet_that_announces_a_list_may_have_lost_its_colon(read: Read) -> None:
    text = "Exclusion Criteria:\n* Any of the following genetic abnormalities\n  * EGFR\n  * ALK fusion"
    assert told(read(text)) == {"-EGFR alteration", "-ALK fusion"}


def test_a_variant_belongs_to_the_gene_of_its_heading(read: Read) -> None:
    assert told(read("* One of the following EGFR mutations:\n  * L858R\n  * S768I")) == {
        "+EGFR mutation", "+EGFR L858R", "+EGFR S768I"
    }  # fmt: skip


def test_a_change_belongs_to_the_one_gene_of_its_heading(read: Read) -> None:
    assert told(read("* MET:\n  * amplification (6 copies)\n  * protein overexpression")) == {
        "+MET amplification", "+MET expression"
    }  # fmt: skip
    assert told(read("* Alterations of EGFR or ALK:\n  * rearrangement")) == {
        "+EGFR alteration", "+ALK alteration"
    }  # fmt: skip


def test_logic(read: Read) -> None:
    found = read("* EGFR or ALK alteration\n* KRAS and STK11 mutation")
    by_gene = {m.gene: r.logic for r in found for m in r.mentions}
    assert by_gene == {"EGFR": "one_of", "ALK": "one_of", "KRAS": "all_of", "STK11": "all_of"}


def test_how_much_of_a_protein(read: Read) -> None:
    """HER2-low and HER2-positive are two things."""
    found = read("* Breast cancer that is HER2 LOW/ULTRA LOW by IHC")
    assert {m.variant for r in found for m in r.mentions} == {"low", "ultralow"}
    assert [m.variant for r in read("* HER2-positive (IHC 3+) disease") for m in r.mentions] == ["high"]
    assert [m.variant for r in read("* HER2 expression by IHC") for m in r.mentions] == [""]


def test_cancers_that_are_kept_out(read: Read) -> None:
    text = "Exclusion Criteria:\n* The following tumor types: colorectal cancer, NSCLC and melanoma"
    [found] = read(text)
    assert (found.polarity, found.mentions, found.section) == ("excludes", [], "exclusion")
    assert {"MONDO:0005575", "MONDO:0005233"} <= set(found.cancers)
    [_, kept_out] = read("* Any solid tumor except NSCLC with KRAS G12C mutation")
    assert (kept_out.polarity, kept_out.cancers) == ("excludes", ("MONDO:0005233",))


def test_to_keep_out_triple_negative_disease_asks_for_one_of_three(read: Read) -> None:
    [found] = read("Exclusion Criteria:\n* Disease that is negative for ER, PR and HER2")
    assert (found.polarity, found.logic) == ("selects", "one_of")


def test_what_names_no_gene_is_marked_unread(read: Read) -> None:
    [found] = read("* Tumors with targetable alterations with approved available therapy.")
    assert (found.polarity, found.mentions, found.certainty) == ("unread", [], "unread")


def test_earlier_treatment(read: Read) -> None:
    included = "Inclusion Criteria:\n* ROS1 TKI-naive disease\n* Must have received crizotinib\n"
    excluded = "Exclusion Criteria:\n* Prior treatment with an ALK inhibitor\n* ALK inhibitor within 14 days"
    found = read(included + excluded)
    told = [(r.polarity, r.earlier.genes, r.earlier.drugs) for r in found if r.earlier]
    assert told == [
        ("prior_excluded", ("ROS1",), ()),
        ("prior_required", (), ("oid:drug-crizotinib",)),
        ("prior_excluded", ("ALK",), ()),
    ]


def test_a_biomarker_named_twice_is_told_once_a_cancer(read: Read) -> None:
    twice = "KRAS-mutated colorectal cancer, the KRAS mutation shown by sequencing"
    each = "KRAS-mutated colorectal cancer or KRAS-mutated lung cancer"
    assert [r.cancers for r in read(twice)] == [("MONDO:0005575",)]
    assert [r.cancers for r in read(each)] == [("MONDO:0005575",), ("MONDO:0008903",)]


texts = st.text(
    st.sampled_from(list("EGFRALKos1 \n*:.;,()-+/")) | st.characters(exclude_categories=["Cs"]), max_size=200
)
WORDS = ["EGFR", "mutation", "no", "ROS1 fusion", "Exclusion Criteria:\n", "\n* ", "HER2-", "if", ".", "TKI"]


@settings(max_examples=150, deadline=None)
@given(text=texts | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_every_span_is_in_the_text_and_every_word_is_one_of_ours(lexicon: GraphLexicon, text: str) -> None:
    """Whatever the text: it is read, and what is read points into it."""
    for found in reading.read(text, lexicon):
        assert 0 <= found.start <= found.end <= len(text)
        assert text[found.start : found.end].strip()
        assert found.polarity in POLARITIES
        assert found.certainty in CERTAINTIES
        assert found.section in (sections.INCLUSION, sections.EXCLUSION)


def test_spans_survive_signs_that_are_exchanged(read: Read) -> None:
    text = "Inclusion Criteria:\n\n* HER2\u2011positive (\u22652+) disease, \\<5 lesions; ALK\uff0b"
    first, second = [text[r.start : r.end] for r in read(text)]
    assert (first, second) == ("HER2\u2011positive (\u22652+) disease, \\<5 lesions;", "ALK\uff0b")


def test_reading_is_linear(lexicon: GraphLexicon) -> None:
    """Twice the text gives twice the readings: nothing looks back over the whole."""
    once = "* Patients with EGFR mutation or ALK rearrangement.\n"
    assert len(reading.read(once * 400, lexicon)) == 2 * len(reading.read(once * 200, lexicon)) == 400


def test_sentences_keep_abbreviations_together() -> None:
    text = "EGFR mutation (e.g. L858R) vs. none. ALK fusion; KRAS ii. EXP-2: B"
    found = [sentence for _, sentence in tokens.sentences(text)]
    assert found == ["EGFR mutation (e.g. L858R) vs. none.", "ALK fusion;", "KRAS", "ii.", "EXP-2: B"]
