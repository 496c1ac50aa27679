"""What eligibility texts call genes, drugs and tests, as data. Symbols are those of HGNC; the ids are
looked up in the graph's own names."""

import re

MARKERS = frozenset(
    """ABL1 AKT1 AKT2 AKT3 ALK APC AR ARAF ARID1A ASXL1 ATM ATR ATRX AURKA AXL B2M BAP1 BARD1 BCL2
    BCL6 BCOR BIRC3 BLM BRAF BRCA1 BRCA2 BRD4 BRIP1 BTK CALR CBFB CBL CCND1 CCNE1 CD19 CD22 CD33 CD38
    CD70 CD79B CDH1 CDH6 CDH17 CDK12 CDK4 CDK6 CDKN2A CDKN2B CEACAM5 CHEK1 CHEK2 CIC CLDN6 CRBN CREBBP
    CRLF2 CSF1R CSF3R CTNNB1 CXCR4 DDR2 DDX3X DICER1 DLL3 DNMT3A DPYD EGFR EPCAM EPHA2 ERBB2 ERBB3 ERBB4
    ERCC2 ESR1 ETV6 EWSR1 EZH2 FANCA FANCC FBXW7 FGF19 FGFR1 FGFR2 FGFR3 FGFR4 FH FLCN FLT3 FLT4
    FOLH1 FOLR1 FOXO1 GATA2 GNA11 GNAQ GNAS GPC3 GUCY2C H3-3A HRAS IDH1 IDH2 IGHV IL3RA INHBA JAK1
    JAK2 JAK3 KDR KEAP1 KIT KMT2A KMT2D KRAS LAG3 MAGEA4 MAGEA1 MAP2K1 MAP2K2 MAPK1 MDM2 MDM4 MECOM MEN1
    MET MGMT MLH1 MPL MRE11 MSH2 MSH3 MSH6 MSLN MTAP MTOR MUC1 MUC16 MUTYH MYB MYC MYCN MYD88 NBN NECTIN4
    NF1 NF2 NFE2L2 NOTCH1 NOTCH2 NOTCH3 NPM1 NRAS NRG1 NTRK1 NTRK2 NTRK3 NUP98 NUTM1 PALB2 PAX3 PAX8
    PBRM1 PDGFRA PDGFRB PGR PIK3CA PIK3CB PIK3R1 PML PMS2 POLD1 POLE PPM1D PRAME PRKACA PTCH1 PTEN PTPN11 RAC1
    RAD50 RAD51 RAD51B RAD51C RAD51D RAD54L RAF1 RARA RB1 RET RHEB RIT1 ROR1 ROR2 ROS1 RUNX1 RUNX1T1
    SDHA SDHB SDHC SDHD SETD2 SF3B1 SLFN11 SMAD4 SMARCA4 SMARCB1 SMO SRSF2 SS18 SSTR2 STAG2
    STAT3 STEAP1 STK11 SUFU TACC3 TACSTD2 TCF3 TERT TET2 TGFBR2 TNFRSF17 TNFRSF8 TOP2A TP53 TP63
    TSC1 TSC2 U2AF1 UGT1A1 VHL WRN WT1 XPO1 ZFTA ZRSR2 CD274 MS4A1 CD5 CD7 CD30 GPRC5D FCRH5 SLAMF7
    CLDN18 CD276 CD47 CD73 HLA-A CTAG1B ALPP ADGRE2 CLEC12A ITGB6 LIV-1 SLC39A6 SLC34A2 KLK2 KLK3 PSCA
    IGF1R BCR FOXL2 TFE3 MITF FUS DDIT3 PRKAR1A HNF1A CTCF RNF43 RSPO2 RSPO3 KDM6A TMPRSS2 ERG SPOP
    FANCD2 FANCL PPP2R2A PPP2R1A CD123 CD20""".split()
)
"""Genes that trials ask for: their symbol counts without further context."""

AMBIGUOUS = frozenset(
    "AR MET KIT NF1 NF2 VHL TSC1 TSC2 APC MEN1 SMO FUS ATM ERG CIC PML AXL BLM FH CBL MPL RET WT1"
    " B2M CD4 CD5 CD7 CD47 CD73 BTK MTOR KDR FLT4 CDK4 CDK6 AURKA LAG3 XPO1 CRBN CXCR4 CSF1R KLK3 AFP"
    " MUC1 MUC16 GNAS DPYD UGT1A1 SMAD4 IGF1R BCR".split()
)
"""Markers that are also words, units, diseases, laboratory values or targets of drugs: they count
where the words beside them speak of an alteration, or in a list with other markers."""

PHRASES: tuple[tuple[str, str], ...] = (
    ("MSI", r"\bMSI(?![a-z])(?:[- ]?(?:H(?:igh)?|high|L|low)\b)?|\bmicro-?satellite[- ](?:instab\w+|unstable)"
     r"(?:[- ]high)?(?:\s*\(MSI(?:[- ]?H(?:igh)?)?\))?|\bhigh(?:ly)?[- ](?:frequency )?micro-?satellite[- ]instab\w+"
     r"|\bMSS\b|\bmicro-?satellite[- ]stab\w+(?:\s*\(MSS\))?"),
    ("MMR", r"\b[dp]MMR\b|\b(?:deficient|proficient|defective|deficiency in|loss of)[ -](?:DNA )?"
     r"(?:mismatch[- ]repair|MMR)(?:\s*\([dp]?MMR\))?|\b(?:DNA )?(?:mismatch[- ]repair|MMR)(?: protein| gene)?"
     r"(?:\s*\(MMR\))?[- ](?:deficien\w+|proficien\w+|defect\w*|loss)(?:\s*\([dp]MMR\))?"),
    ("TMB", r"\b(?:high |elevated )?[bt]?TMB(?:[- ]?H(?:igh)?|[- ]high|[- ]low)?\b"
     r"|\b(?:high |elevated )?tumou?r mutation(?:al)? (?:burden|load)(?:[- ]high)?(?:\s*\(TMB(?:[- ]?H(?:igh)?)?\))?"
     r"|\bhyper-?mutat(?:ed|or)\b"),
    ("HRD", r"\bHRD\b(?:[+-]| ?positive)?|\bhomologous[- ]recombination(?:[- ]repair)?"
     r"(?:\s*\(HRR?\))?[- ]deficien\w+(?:\s*\(HRD\))?"),
    ("HRR", r"\bHRRm?\b|\bhomologous[- ]recombination[- ]repair\b(?![- ]deficien)(?:\s*\(HRR\))?"),
    ("TNBC", r"\bTNBC\b|\btriple[- ]negative(?! (?:test|for))(?:\s+breast (?:cancer|carcinoma)s?)?(?:\s*\(TNBC\))?"),
    ("HR", r"\bhormon(?:e|al)[- ]receptors?(?:\s*\(HR\+?\))?"
     r"|\bHR(?=\s?[-–]?(?:positive|negative|pos\b|neg\b)|\s?\\?[+＋]|[-–]\s?(?:[,/ )]|$))"),
    ("ER", r"\b(?:o?estrogen)[- ]receptors?(?:[- ](?:alpha|α))?(?:\s*\(ER(?![+-])\))?"
     r"|\bER(?:α)?(?=\s?[-–]?(?:positive|negative|pos\b|neg\b)|\s?\\?[+＋]|[-–]\s?(?:[,/ )]|$)"
     r"|\s?(?:/|,|and/or|and|or|,? ?and/? ?or)\s?(?:PR|PgR|progesterone)\b|\s?/\s?HER|[ -](?:low|expression|status)\b)"),
    ("PR", r"\bprogesterone[- ]receptors?(?:\s*\((?:PR|PgR)(?![+-])\))?"
     r"|\bPgR\b|\bPR(?=\s?[-–]?(?:positive|negative|pos\b|neg\b)|\s?\\?[+＋]|[-–]\s?(?:[,/ )]|$)"
     r"|[ -](?:expression|status)\b|\s?/\s?HER)|(?<=ER/)PR\b|(?<=ER and )PR\b|(?<=ER or )PR\b|(?<=ER and/or )PR\b"
     r"|(?<=ER, )PR\b|(?<=ER- and )PR\b|(?<=ER\+ or )PR\b|(?<=ER\+/)PR\b|(?<=ER-/)PR\b"),
    ("AR", r"\bandrogen[- ]receptors?(?:\s*\(AR\))?"),
    ("ABL1", r"\bPhiladelphia[- ]chromosomes?(?:\s*\(Ph\+?\))?|\bPh(?=\s?(?:\\?\+|[-–] |[-–]?(?:positive|negative)))"
     r"|\bBCR\s?(?:[-:/–]|::)+\s?ABL1?\b|\bt\(9; ?22\)(?:\([^)]*\))?"),
    ("CD274", r"\bPD[- ]?L1\b|\bprogrammed (?:cell )?death(?:[- ](?:protein|receptor))?[- ]ligand[- ]?1"
     r"(?:\s*\(PD[- ]?L1\))?"),
    ("ERBB2", r"\bHER[- ]?2(?:\s?/\s?-?neu)?\b|\bERBB-?2(?![\d.])|\bHer[- ]?2(?:/neu)?\b|\bhuman epidermal growth factor"
     r" receptor(?: type)?[- ]?2(?:\s*\(HER-?2(?:/neu)?\))?|\bc-?erbB-?2\b"),
    ("ERBB3", r"\bHER-?3\b"),
    ("MET", r"\bc-?MET\b"),
    ("KIT", r"\bc-?KIT\b"),
    ("NTRK", r"\bNTRK(?!\d)\w*|\bTRK(?![AB])\b|\bneurotroph\w+ (?:tyrosine )?receptor (?:tyrosine )?kinase\b"
     r"(?: genes?)?(?:\s*\(NTRK\))?"),
    ("NTRK1-3", r"\bNTRK\s?1(?:\s?[-–]\s?3|\s?/\s?(?:NTRK)?2\s?/\s?(?:NTRK)?3)\b|\bNTRK\s?1,\s?2,?\s?(?:and |or |and/or )3\b"),
    ("BRCA1/2", r"\bg?s?t?BRCA\s?1\s?(?:/|-|,|and|or|and/or|&)\s?-?2\b|\b[gst]?BRCA(?:m|mut|wt)?(?!\d| ?[12]\b|1)\b"),
    ("IDH1/2", r"\bIDH\s?1\s?(?:/|-|and|or|and/or)\s?2\b|\bIDH(?!\d| ?[12]\b)\b|\bisocitrate dehydrogenase\b(?! ?[12])"),
    ("FGFR", r"\bFGFRs?(?!\d| ?[1-4]\b)\b|\bFGFR\s?1\s?[-–]\s?[34]\b"),
    ("FGFR2/3", r"\bFGFR\s?2\s?/\s?3\b"),
    ("RAS", r"\b(?:pan-?)?RAS\b(?!op)|\bK/N-?RAS\b|\bKRAS/NRAS\b"),
    ("TP53", r"\bp53\b|\bP53\b"),
    ("FLT3", r"\bFLT[- ]?3\b|\bFlt[- ]?3\b"),
    ("CLDN18", r"\b(?:CLDN|[Cc]laudin)[- ]?18(?:\.2)?\b"),
    ("CLDN6", r"\b[Cc]laudin[- ]?6\b"),
    ("FOLR1", r"\bfolate receptor[- ]?(?:alpha|α|1)(?:\s*\(FR[- ]?(?:alpha|α)\))?|\bFR(?:α|[- ]?alpha)\b"),
    ("TNFRSF17", r"\bBCMA\b|\bB-?cell maturation antigen\b(?:\s*\(BCMA\))?"),
    ("TNFRSF8", r"\bCD30\b"),
    ("MS4A1", r"\bCD20\b"),
    ("CD19", r"\bCD19\b"),
    ("IL3RA", r"\bCD123\b"),
    ("CD276", r"\bB7-?H3\b"),
    ("VTCN1", r"\bB7-?H4\b"),
    ("TACSTD2", r"\bTROP-?2\b"),
    ("NECTIN4", r"\bnectin-?4\b"),
    ("FOLH1", r"\bPSMA\b|\bprostate[- ]specific membrane antigen(?:\s*\(PSMA\))?"),
    ("SSTR2", r"\bsomatostatin[- ]receptors?(?: type 2| subtype 2)?(?:\s*\((?:SSTRs?|SSTR2)\))?|\bSSTRs?(?:2)?\b"),
    ("MSLN", r"\bmesothelin\b"),
    ("GPC3", r"\bglypican[- ]?3\b"),
    ("GUCY2C", r"\bGCC\b(?=[- ]?(?:positive|express))"),
    ("CEACAM5", r"\bCEA(?:CAM5)?(?=[- ]?(?:positive|express))|\bCEACAM5\b"),
    ("CTAG1B", r"\bNY-?ESO-?1\b"),
    ("MAGEA4", r"\bMAGE[- ]?A4\b"),
    ("HLA-A", r"\bHLA[- ]?A\s?\\?\*?\s?(?:0?2|03|11|24|01)(?::\d\d)?P?(?:\b|(?=:))"),
    ("H3-3A", r"\bH3[ -.]?(?:\.?3)?[ -]?K2[78]M?\b|\bH3F3A\b"),
    ("MGMT", r"\bMGMT\b|\bO ?6-methylguanine[- ]DNA[- ]methyl\s?transferase\b(?:\s*\(MGMT\))?"),
    ("ROS1", r"\bROS[- ]?1\b|\bc-ros oncogene 1\b(?=\s*\(?\s*(?:re|fu|mut|gen))|\bROS(?=\s(?:proto|re|fus|trans))"),
    ("DPYD", r"\bDPD\b(?=[- ]?(?:\w+ )?(?:deficien|activit|gene))|\bdihydropyrimidine dehydrogenase\b(?:\s*\(?(?:DPD|DPYD)\b\)?)?"),
    ("NPM1", r"\bNPM-?1?c?\b(?=[- ](?:mut|1))"),
    ("KMT2A", r"\bMLL1?(?:-r)?\b|\bKMT2A-?r?\b"),
    ("SMARCB1", r"\bINI-?1\b"),
    ("PML", r"\bPML[-:/]+RARA?α?\b"),
    ("MYD88", r"\bMYD88\b"),
    ("TP53del", r"\bdel(?:etion)?\s?\(?(?:of )?17p\)?(?:13(?:\.\d)?)?|\b17p(?:[- ])?del\w*"),
    ("KRAS", r"\bKi?-?[Rr][Aa][Ss]\b"),
    ("NRAS", r"\bN-RAS\b"),
    ("BRAF", r"\bB-?R[Aa][Ff]\b"),
    ("CD38", r"\bCD38\b"),
    ("CDKN2A", r"\bp16(?:INK4A)?\b(?=[- ]?(?:del|loss|homoz|mut))"),
)
"""Names that are more than a token: what they stand for, and how they are written."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "TNBC": ("ERBB2", "ESR1", "PGR"),
    "HR": ("ESR1", "PGR"),
    "ER": ("ESR1",),
    "PR": ("PGR",),
    "NTRK": ("NTRK1", "NTRK2", "NTRK3"),
    "NTRK1-3": ("NTRK1", "NTRK2", "NTRK3"),
    "BRCA1/2": ("BRCA1", "BRCA2"),
    "IDH1/2": ("IDH1", "IDH2"),
    "FGFR": ("FGFR1", "FGFR2", "FGFR3", "FGFR4"),
    "FGFR2/3": ("FGFR2", "FGFR3"),
    "RAS": ("HRAS", "KRAS", "NRAS"),
    "TP53del": ("TP53",),
}
"""Names that stand for one or several genes."""

SIGNATURES = frozenset(("MSI", "MMR", "TMB", "HRD", "HRR"))

NOT_GENES = frozenset(
    """ALL AND ANY ARE CAN CAR CAT CT DNA RNA ECG ECOG FDA FISH GER HER HIS HIV HOW ICE IHC IMPACT ITS LAB LARGE
    MAX MEN MRI NGS NOT NOW ONE OUT PCR PET PRIOR REST SET SHE TEN THE TOP TWO WAS WHO NONE BAT EAR GAS GEL PAN
    AST ALT ALP BUN CRP CRT GGT LDH PSA TSH INR APTT PTT ULN CML CLL AML MCL MDS GIST HCC RCC TKI TKIS SOC LEAD
    HPV EBV HBV HCV CMV ARM ACE ADC CNS PD CR PR SD OS PFS RECIST TNM II III IV RT CPS TPS NCT HGNC FACT""".split()
)
"""Words and short forms in capitals that are no genes, though a gene may carry their letters."""

FULL_NAMES = re.compile(
    r"\b(?:(?:human )?epidermal growth factor(?: receptor)?|anaplastic lymphoma(?: receptor)?(?: tyrosine)? kinase"
    r"|c-?ros(?: proto-?)?[- ]?oncogene(?:[- ]?1)?|ROS proto-?oncogene 1|receptor tyrosine kinase|rearranged during transfection"
    r"|proto-?oncogene(?: B-?raf)?|B-?raf|v-raf murine sarcoma viral oncogene homolog B1?|of the insulin receptor family"
    r"|kirsten rat sarcoma(?: viral oncogene homolog| virus)?|neuroblastoma ras viral oncogene homolog"
    r"|mesenchymal[- ](?:to[- ])?epithelial transition(?: factor)?|(?:breast cancer(?: gene)?|breast cancer susceptibility gene) ?[12]?"
    r"|serine/threonine kinase|fms[- ](?:like|related)(?: receptor)? tyrosine kinase[- ]?3|fibroblast growth factor receptor"
    r"|neurotroph\w+ (?:tyrosine )?(?:receptor )?(?:tyrosine )?(?:kinase)?|phosphatidylinositol[- ]\S+ \S+(?: \S+)?)(?![\w])",
    re.IGNORECASE,
)
"""Names in full that stand before their symbol: they are no words of their own within a list."""
