"""Questions and how a careful reader understands them, on the curated core.

A line: the text | biomarkers | cancer | drugs | intents. Empty cells say that nothing is named.
"""

import pytest

from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names
from oncotrace.queries.resolve import resolve

DAY = "2026-11-24"

GOLDEN = """
What does ROS1 fusion mean for pancreatic cancer patients? | ROS1 fusion | pancreatic cancer | | meaning
ROS1 rearrangement in pancreatic cancer | ROS1 fusion | pancreatic cancer | | meaning
ROS1-positive PDAC | ROS1 fusion | pancreatic ductal adenocarcinoma | | meaning
ROS1+ NSCLC | ROS1 fusion | non-small cell lung cancer | | meaning
ROS 1 positive pancreas cancer | ROS1 fusion | pancreatic cancer | | meaning
ROS-1 fusion | ROS1 fusion | | | meaning
v::ROS1 | ROS1 fusion | | | meaning
rearrangement of the ROS1 gene in lung cancer | ROS1 fusion | lung cancer | | meaning
EZR::ROS1 in PDAC | EZR::ROS1 fusion | pancreatic ductal adenocarcinoma | | meaning
EZR-ROS1 fusion, pancreas | EZR::ROS1 fusion | pancreatic cancer | | meaning
CD74/ROS1 rearranged lung adenocarcinoma | CD74::ROS1 fusion | lung adenocarcinoma | | meaning
CD74::ROS1 G2032R | CD74::ROS1 fusion; ROS1 G2032R | | | meaning
ROS1 fusion with a G2032R mutation | ROS1 fusion; ROS1 G2032R | | | meaning
How is a ROS1 fusion tested? | ROS1 fusion | | | testing
HGNC:10261 fusion in ONCOTREE:PAAD | ROS1 fusion | pancreatic adenocarcinoma | | meaning
KRAS G12C in lung cancer | KRAS G12C | lung cancer | | meaning
KRASG12C colorectal cancer | KRAS G12C | colorectal cancer | | meaning
KRAS p.Gly12Cys, colorectal | KRAS G12C | colorectal cancer | | meaning
kras p.G12D pancreas | KRAS G12D | pancreatic cancer | | meaning
kras g12d pancreatic cancer | KRAS G12D | pancreatic cancer | | meaning
G12D mutation of KRAS | KRAS G12D | | | meaning
mutant KRAS bowel cancer | KRAS mutation | colorectal cancer | | meaning
KRAS G12X pancreatic cancer | KRAS G12 mutation | pancreatic cancer | | meaning
KRAS wild type pancreatic cancer | KRAS wild type | pancreatic cancer | | meaning
RAS wild-type bowel cancer | KRAS wild type AND NRAS wild type | colorectal cancer | | meaning
KRAS, NRAS and BRAF mutations | KRAS mutation; NRAS mutation; BRAF mutation | | | meaning
Which trials take KRAS G12D pancreatic cancer? | KRAS G12D | pancreatic cancer | | trials
BRAF V600E melanoma | BRAF V600E | melanoma | | meaning
brafv600e melanoma | BRAF V600E | melanoma | | meaning
BRAF V600E/K melanoma | BRAF V600E OR BRAF V600K | melanoma | | meaning
BRAF V600 | BRAF V600 mutation | | | meaning
V600E thyroid cancer | BRAF V600E | thyroid cancer | | meaning
EGFR exon 19 deletion | EGFR exon 19 deletion | | | meaning
EGFR ex19del NSCLC | EGFR exon 19 deletion | non-small cell lung cancer | | meaning
deletion in exon 19 of EGFR | EGFR exon 19 deletion | | | meaning
EGFR exon 20 insertion lung cancer drugs | EGFR exon 20 insertion | lung cancer | | drugs
EGFR L858R and T790M NSCLC | EGFR L858R; EGFR T790M | non-small cell lung cancer | | meaning
Why do EGFR L858R cancers become resistant to osimertinib? | EGFR L858R | | osimertinib | resistance
EGFRvIII glioblastoma | EGFR vIII | glioblastoma | | meaning
MET exon 14 skipping NSCLC | MET exon 14 skipping | non-small cell lung cancer | | meaning
METex14 skipping | MET exon 14 skipping | | | meaning
met exon 14 skipping lung cancer | MET exon 14 skipping | lung cancer | | meaning
MET amplification after osimertinib | MET amplification | | osimertinib | resistance
MET in lung cancer | MET alteration | lung cancer | | meaning
HER2 amplified breast cancer | ERBB2 amplification | breast cancer | | meaning
HER-2 amplification, stomach | ERBB2 amplification | gastric cancer | | meaning
overexpression of HER2 in gastric cancer | ERBB2 overexpression | gastric cancer | | meaning
HER2-positive breast cancer | HER2-positive | HER2-positive breast cancer | | meaning
HER2+ bile duct cancer | HER2-positive | cholangiocarcinoma | | meaning
HER2-low breast cancer | HER2-low | breast cancer | | meaning
ERBB2 exon 20 insertion lung | ERBB2 exon 20 insertion | lung cancer | | meaning
MSI-H bowel cancer | MSI-H | colorectal cancer | | meaning
microsatellite instability in endometrial cancer | MSI-H | endometrial cancer | | meaning
mismatch repair deficient endometrial cancer | dMMR | endometrial cancer | | meaning
TMB-high solid tumours | TMB-H | any solid tumour | | meaning
homologous recombination deficiency ovarian cancer | HRD | ovarian cancer | | meaning
PD-L1 positive lung cancer | CD274 expression | lung cancer | | meaning
How common is NRG1 fusion in pancreatic cancer? | NRG1 fusion | pancreatic cancer | | frequency
what percentage of pancreatic cancers are KRAS mutated | KRAS mutation | pancreatic cancer | | frequency
How rare are RET fusions in thyroid cancer? | RET fusion | thyroid cancer | | frequency
RET M918T medullary thyroid cancer | RET M918T | medullary thyroid carcinoma | | meaning
NTRK fusion in any solid tumour | NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion | any solid tumour | | meaning
NTRK1/2/3 fusion | NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion | | | meaning
ETV6-NTRK3 salivary gland cancer | ETV6::NTRK3 fusion | salivary gland cancer | | meaning
EML4-ALK lung cancer | EML4::ALK fusion | lung cancer | | meaning
ALK-positive NSCLC | ALK fusion | non-small cell lung cancer | | meaning
FGFR2 fusion cholangiocarcinoma treatment | FGFR2 fusion | cholangiocarcinoma | | drugs
FGFR2 rearranged bile duct cancer | FGFR2 fusion | cholangiocarcinoma | | meaning
FGFR3 S249C bladder cancer | FGFR3 S249C | bladder cancer | | meaning
IDH1 R132C cholangiocarcinoma | IDH1 R132C | cholangiocarcinoma | | meaning
IDH mutant astrocytoma | IDH1 mutation OR IDH2 mutation | astrocytoma | | meaning
H3 K27M diffuse midline glioma | H3 K27M | diffuse midline glioma | | meaning
KIAA1549-BRAF pilocytic astrocytoma | KIAA1549::BRAF fusion | pilocytic astrocytoma | | meaning
BRCA1/2 mutation ovarian cancer | BRCA1 mutation OR BRCA2 mutation | ovarian cancer | | meaning
germline BRCA2 prostate cancer | BRCA2 mutation | prostate cancer | | meaning
gBRCA pancreatic cancer | BRCA1 mutation OR BRCA2 mutation | pancreatic cancer | | meaning
PALB2 mutation in pancreatic cancer | PALB2 mutation | pancreatic cancer | | meaning
loss of PTEN in prostate cancer | PTEN loss | prostate cancer | | meaning
homozygous deletion of CDKN2A in glioma | CDKN2A homozygous deletion | glioma | | meaning
PIK3CA H1047R breast cancer after a CDK4/6 inhibitor | PIK3CA H1047R | breast cancer | | drugs
KIT exon 11 mutation GIST | KIT exon 11 mutation | gastrointestinal stromal tumour | | meaning
c-KIT mutation | KIT mutation | | | meaning
PDGFRA D842V GIST avapritinib | PDGFRA D842V | gastrointestinal stromal tumour | avapritinib | drug_approved
FLT3-ITD AML | FLT3 ITD | acute myeloid leukaemia | | meaning
BCR-ABL1 with T315I, CML | BCR::ABL1 fusion; ABL1 T315I | chronic myeloid leukaemia | | meaning
MLL rearranged acute myeloid leukemia | KMT2A fusion | acute myeloid leukaemia | | meaning
TP53 loss of function | TP53 loss of function | | | meaning
p53 mutation | TP53 mutation | | | meaning
triple negative breast cancer with BRCA1 mutation | BRCA1 mutation | triple-negative breast cancer | | meaning
ESR1 mutated breast cancer elacestrant | ESR1 mutation | breast cancer | elacestrant | drug_approved
Lung adenocarcinoma with KRAS G12C and STK11 loss | KRAS G12C; STK11 loss | lung adenocarcinoma | | meaning
Xalkori for a ROS1 fusion | ROS1 fusion | | crizotinib | drug_approved
Can I take Rozlytrek for NTRK3 fusion? | NTRK3 fusion | | entrectinib | drug_approved
Is crizotinib approved for pancreatic cancer? | | pancreatic cancer | crizotinib | drug_approved
Is Lynparza licensed for BRCA2 mutation? | BRCA2 mutation | | olaparib | drug_approved
What is approved for NRG1 fusion pancreatic cancer? | NRG1 fusion | pancreatic cancer | | drugs
dabrafenib and trametinib, BRAF V600E | BRAF V600E | | dabrafenib; trametinib | drug_approved
What does RET fusion mean and how common is it? | RET fusion | | | meaning; frequency
What are the ROS1 inhibitors for a ROS1 fusion? | ROS1 fusion | | | drugs
stage IV pancreas | | pancreatic cancer | | meaning
NCIT:C8294 | | pancreatic adenocarcinoma | | meaning
DOID:1793 | | pancreatic cancer | | meaning
cancer of the pancreas | | pancreatic cancer | | meaning
small cell lung cancer | | small cell lung cancer | | meaning
lung cancer with brain metastases and ALK fusion | ALK fusion | lung cancer | | meaning
pancreatic cancer that spread to the liver | | pancreatic cancer | | meaning
ROS1 fusion and wild type KRAS | ROS1 fusion; KRAS wild type | | | meaning
KRAS mutation and loss of PTEN | KRAS mutation; PTEN loss | | | meaning
My NGS report says ROS1 ... is a ROS1 fusion rare? | ROS1 fusion | | | testing; frequency
WHAT DOES KRAS G12C MEAN FOR LUNG CANCER | KRAS G12C | lung cancer | | meaning
""".strip().splitlines()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(" |")]


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


@pytest.mark.parametrize("line", GOLDEN, ids=lambda line: _cells(line)[0])
def test_question_is_understood(line: str, core_names: Names, core_graph: Graph) -> None:
    text, biomarkers, cancer, drugs, intents = _cells(line)
    question = resolve(text, core_names, core_graph, as_of=DAY)
    assert [b.label for b in question.biomarkers] == _listed(biomarkers)
    assert (core_names.label(question.cancer) if question.cancer else "") == cancer
    assert [core_names.label(d) for d in question.drugs] == _listed(drugs)
    assert list(question.intents) == _listed(intents)


def test_table_is_wide_enough() -> None:
    """At least 80 questions over at least 8 cancers."""
    assert len(GOLDEN) >= 80
    assert len({_cells(line)[2] for line in GOLDEN} - {""}) >= 8
