"""Words that say what a text is about, as data: places in the body, families of genes, plain English."""

from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path

SITES: dict[str, tuple[str, ...]] = {
    "pancreas": ("pancreatic cancer", "malignant pancreatic neoplasm"),
    "pancreatic": ("pancreatic cancer", "malignant pancreatic neoplasm"),
    "lung": ("lung cancer", "lung carcinoma"),
    "lungs": ("lung cancer", "lung carcinoma"),
    "breast": ("breast cancer", "breast carcinoma"),
    "bowel": ("colorectal cancer", "colorectal carcinoma"),
    "colon": ("colon cancer", "colorectal cancer"),
    "colorectal": ("colorectal cancer", "colorectal carcinoma"),
    "rectum": ("rectal cancer", "colorectal cancer"),
    "rectal": ("rectal cancer", "colorectal cancer"),
    "prostate": ("prostate cancer", "prostate carcinoma"),
    "stomach": ("gastric cancer", "stomach cancer"),
    "gastric": ("gastric cancer", "stomach cancer"),
    "oesophagus": ("esophageal cancer",),
    "esophagus": ("esophageal cancer",),
    "oesophageal": ("esophageal cancer",),
    "esophageal": ("esophageal cancer",),
    "bile duct": ("bile duct cancer", "cholangiocarcinoma"),
    "biliary": ("biliary tract cancer", "cholangiocarcinoma"),
    "gallbladder": ("gallbladder cancer",),
    "liver": ("liver cancer", "hepatocellular carcinoma"),
    "kidney": ("kidney cancer", "renal cell carcinoma"),
    "renal": ("kidney cancer", "renal cell carcinoma"),
    "bladder": ("bladder cancer", "urothelial carcinoma"),
    "ovary": ("ovarian cancer",),
    "ovaries": ("ovarian cancer",),
    "ovarian": ("ovarian cancer",),
    "womb": ("endometrial cancer", "uterine cancer"),
    "uterus": ("uterine cancer", "endometrial cancer"),
    "uterine": ("uterine cancer", "endometrial cancer"),
    "endometrial": ("endometrial cancer",),
    "cervix": ("cervical cancer",),
    "cervical": ("cervical cancer",),
    "thyroid": ("thyroid cancer", "thyroid carcinoma"),
    "skin": ("skin cancer",),
    "brain": ("brain cancer", "malignant brain tumor"),
    "head and neck": ("head and neck cancer", "head and neck squamous cell carcinoma"),
}
"""A place in the body, and the names under which its cancer is looked up, the first found wins."""

WORD_BEFORE_CANCER = frozenset(
    """a an any the this that these those my his her our your their its no of in for with to and or
    other another such some every each all most which what whose same rare common advanced
    metastatic early late stage locally localised localized resected resectable unresectable
    recurrent relapsed refractory aggressive incurable terminal primary secondary solid malignant
    invasive inherited hereditary familial positive negative mutated mutant amplified rearranged
    driven altered treated untreated adult childhood paediatric pediatric human
    bad serious active previous prior unknown different several many more certain various specific
    particular treat treats cure
    cures have has had fight against new old kind type i ii iii iv""".split()
)
"""Words before ``cancer`` that name no cancer."""

GENERIC_CANCER = frozenset(
    """cancer cancers tumor tumors neoplasm neoplasms malignancy malignancies carcinoma carcinomas
    disease malignant cancerous""".split()
) | {"malignant tumor", "malignant neoplasm", "malignant cancer", "neoplastic disease", "metastatic cancer"}
"""Names (as keys) of cancer as such: they say nothing about which."""

MEANT_OF_FAMILY = {
    "BRCA": "mutation",
    "FGFR": "alteration",
    "IDH": "mutation",
    "NTRK": "fusion",
    "RAS": "mutation",
    "TRK": "fusion",
}
"""The alteration that is meant where a family of genes (``kg.signatures.FAMILIES``) stands alone."""

LOWER_CASE_FAMILIES = frozenset(("BRCA", "NTRK", "FGFR"))
"""Families that are no word in lower case either."""

CLINIC = frozenset(
    """fda ema mhra pmda nmpa nhs who usa us uk eu ngs fish ihc pcr mri ct pet dna rna ctdna cfdna
    os pfs orr dor cr pr sd pd ecog esmo asco nccn tki ici car tcr cart tmb msi hrd ga er dr mr ms
    md phd gp icu hiv hpv ebv tnm mtb vus alt ast psa bp soc pv pns ln ca iga igm igg ige cin sct
    cnv snp loh hrr ivf bmi cns csf gi iv ii iii vi pt aka faq ok tv pdf url html sql""".split()
)
"""Short forms of the clinic and of everyday life that are also aliases of genes."""

FUNCTION_WORDS = frozenset(
    """a all am an and any are as at be but by can do does did end for from get go had has have he
    her his how i if in is it its let lets not of off on or out per she set so some the this to up
    was we were what when who why with you your ask find stop cut fit fast best great large simple
    star sit sat ran""".split()
)
"""Words that are genes only where the graph holds a biomarker of theirs."""

SHORT_SIGNATURES = {
    "msi": "MSI-H",
    "microsatellite instability": "MSI-H",
    "microsatellite unstable": "MSI-H",
    "tmb": "TMB-H",
    "tumor mutational burden": "TMB-H",
    "mismatch repair": "dMMR",
    "mmr": "dMMR",
}
"""What is meant where a signature is named without its state (keys as of ``kg.signatures.spelling``)."""

DOMAIN = frozenset(
    """pancreas pancreatic adenocarcinoma carcinoma cholangiocarcinoma melanoma glioblastoma glioma
    lymphoma leukaemia leukemia myeloma sarcoma mesothelioma neuroblastoma colorectal endometrial
    esophageal oesophageal gastric gastrointestinal hepatocellular urothelial ovarian cervical
    prostate thyroid bladder kidney breast squamous ductal intrahepatic medullary papillary
    anaplastic salivary neuroendocrine biliary gallbladder tumour tumours tumor tumors neoplasm
    malignancy metastatic metastasis metastases oncology oncologist fusion fusions rearrangement
    rearrangements rearranged translocation mutation mutations mutated mutant amplification
    amplified overexpression overexpressed deletion insertion skipping alteration alterations
    germline somatic inhibitor inhibitors resistance resistant approved approval approvals licensed
    off-label trials prevalence biomarker biomarkers biopsy chemotherapy immunotherapy adjuvant
    neoadjuvant unresectable resectable resected radiotherapy sequencing prognosis prognostic
    predictive genomic oncogene oncogenic kinase exon intron codon wildtype microsatellite
    instability mismatch repair deficient proficient homologous recombination deficiency signalling
    pathogenic heterozygous homozygous promoter methylation positive negative treatment patients
    children common frequent cancer cancers europe european""".split()
)
"""Words of the field: what a misspelt word is compared with, and no unknown names themselves."""

DRUG_ENDINGS = ("nib", "mab", "parib", "ciclib", "rasib", "lisib", "platin", "taxel", "degib", "stat")
"""Endings by which a word looks like a drug (INN stems of the drug classes in oncology)."""

COUNTRIES: dict[str, tuple[str, str]] = {
    "united states": ("United States", "FDA"),
    "america": ("United States", "FDA"),
    "usa": ("United States", "FDA"),
    "fda": ("", "FDA"),
    "europe": ("Europe", "EMA"),
    "european union": ("Europe", "EMA"),
    "ema": ("", "EMA"),
    "germany": ("Germany", "EMA"),
    "france": ("France", "EMA"),
    "italy": ("Italy", "EMA"),
    "spain": ("Spain", "EMA"),
    "netherlands": ("Netherlands", "EMA"),
    "belgium": ("Belgium", "EMA"),
    "austria": ("Austria", "EMA"),
    "poland": ("Poland", "EMA"),
    "portugal": ("Portugal", "EMA"),
    "ireland": ("Ireland", "EMA"),
    "sweden": ("Sweden", "EMA"),
    "denmark": ("Denmark", "EMA"),
    "finland": ("Finland", "EMA"),
    "greece": ("Greece", "EMA"),
    "united kingdom": ("United Kingdom", "MHRA"),
    "great britain": ("United Kingdom", "MHRA"),
    "britain": ("United Kingdom", "MHRA"),
    "england": ("United Kingdom", "MHRA"),
    "scotland": ("United Kingdom", "MHRA"),
    "wales": ("United Kingdom", "MHRA"),
    "mhra": ("", "MHRA"),
    "japan": ("Japan", "PMDA"),
    "pmda": ("", "PMDA"),
    "china": ("China", "NMPA"),
    "nmpa": ("", "NMPA"),
    "canada": ("Canada", "HC"),
    "health canada": ("Canada", "HC"),
}
"""A country or agency, and the agency whose approvals hold there."""


@cache
def _english() -> str:
    """About 40,000 common English words in order (SCOWL size 35; see ``english_words.LICENSE.txt``)."""
    return "\n" + (Path(__file__).parent / "english_words.txt").read_text("utf-8")


@lru_cache(1 << 12)
def is_word(text: str) -> bool:
    """Whether the text is an ordinary English word, whatever its case."""
    # Looked up in the text as it is: to make a set of it takes longer than a question.
    lines, word = _english(), text.casefold()

    def line(place: int) -> str:
        start = lines.rfind("\n", 0, place + 1) + 1
        return lines[start : lines.find("\n", start)]

    place = bisect_left(range(len(lines) - 1), word, key=line)
    return place < len(lines) - 1 and line(place) == word
