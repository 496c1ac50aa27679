"""The words of eligibility criteria, as data: one entry a meaning, its spellings separated by ``|``.
Spellings are compared word by word in lower case; punctuation counts as a word of its own, so
``wild-type`` is written ``wild - type``. ``tokens`` compiles these tables into one index."""

CHANGES = {
    "mutation": """mutation | mutagenesis | predisposition syndrome | tumor predisposition syndrome |
        cancer predisposition syndrome | carrier | carriers | mutation carrier | mutation carriers |
        variant carrier | variant carriers | carrier of a mutation | carriers of a mutation | co -
        mutation | co - mutations | mutations | mutated | mutant | mutants | mutational | mut | mt | - m |
        variant | variants | snv | inactivation | loss of function | loss - of - function | gain of
        function | gain - of - function | mutation ( s ) | mutational alteration""",
    "fusion": """fusion | fusions | fused | re - arranged | rearrangement | rearrangements | rearranged | re -
        arrangement | re - arrangements | rearrangement ( s ) | fusion ( s ) | translocation |
        translocations | translocated | inversion | inversions | rearrange | arrangement | - r""",
    "amplification": """amplification | amplifications | amplified | amplification ( s ) | copy gain |
        copy number gain | copy number gains | copy number increase | copy number amplification |
        copy number alteration | gene amplification | gain | amp""",
    "deletion": """deletion | deletions | deleted | loss | lost | homozygous deletion | copy loss | copy
        number loss | biallelic loss | null | homozygously deleted | - / -""",
    "expression": """expression | expressor | expressors | expressing | expressed | expresses | express |
        overexpression | overexpressed | overexpressing | overexpress | coexpressing | coexpress | co -
        expressing | coexpression | co - expression | over expression | over expressing | over -
        expression | over - expressing | over - expressed | protein expression | ihc |
        immunohistochemistry | dim | bright | avid | avidity | uptake | low | ultralow | ultra low | high
        | loss of expression | loss of protein | loss by ihc | staining | loss by immunohistochemistry |
        loss of protein expression | expression loss | lack of expression | abnormal | abn""",
    "methylation": """methylation | methylated | hypermethylation | hypermethylated | promoter
        methylation | promoter hypermethylation | promoter methylated""",
    "alteration": """alteration | alterations | altered | aberration | aberrations | abnormality |
        abnormalities | alteration ( s ) | aberration ( s ) | driver | drivers | genomic alteration |
        aberrant | deficient | deficiency | genomic alterations | genetic alteration | genetic alterations |
        genomic tumor aberration | genomic tumor aberrations | genetic aberration |
        genetic aberrations | driven | changes | change | defect | defects | molecular
        alteration | molecular alterations""",
}
"""Classes of change (the classes of the guidelines) and the words that name them."""

SIGNS = {
    "+": "positive | positivity | ( + ) | + | + ve | pos",
    "-": """0 or 1 + | 0 / 1 + | 0 - 1 + | 0 , 1 + | 0 and 1 + | ihc 0 or 1 + | ihc 0 / 1 + | ihc 0 |
        score 0 | score of 0 | negative | ( - ) | negativity | - ve | neg | not detected | undetected |
        not present | not positive | not found | not identified | absent | not overexpressed | not over -
        expressed | not expressed | non - expressing | non - overexpressing | non - expressed""",
    "wild": """wild type | wild - type | wildtype | wt | unmutated | non mutated | non - mutated | not
        mutated""",
    "unamplified": "non amplified | non - amplified | not amplified | nonamplified | unamplified",
    "unmethylated": "unmethylated | non - methylated | non methylated | nonmethylated",
}
"""What is said of a gene without naming the change: it is there, or it is not."""

SIGNATURES = {
    "MSI +": """msi | msihigh | msi - h | msi - high | msi high | msi h | msi - hi | microsatellite
        instability | microsatellite instability - high | microsatellite instability high | microsatellite
        instable | microsatellite unstable | high microsatellite instability | micro satellite instability
        | microsatellite - instability - high | high microsatellite unstable | microsatellite - high |
        microsatellite instable high""",
    "MSI -": """mss | msi - stable | msi stable | ms stable | ms - stable | stable microsatellite | stable
        microsatellites | microsatellite status stable | microsatellite low | msi low | microsatellite
        instability low | microsatellite stable | microsatellite - stable | micro satellite stable |
        microsatellite stability | msi - l | msi - low | microsatellite instability - low""",
    "MMR +": """dmmr | mmr protein loss | abnormal mmr | impaired mismatch repair
        | deficient in mismatch repair | deficient for mismatch repair | deficient in mmr | deficiency in
        mismatch repair | deficiency of mismatch repair | mismatch repair - deficiency | mismatch repair
        gene deficiency | mmr - deficiency | mismatch repair defect | mismatch repair defects | mmr defect
        | defective mmr | mismatch repair ( mmr ) - deficient | dna mismatch repair ( mmr ) deficient |
        dna mismatch repair ( mmr ) deficiency | mismatch - repair - deficient | mmr - deficient | mmr
        deficient | mmr deficiency | mmrd | mmr - d | mismatch repair deficient | mismatch repair
        deficiency | mismatch repair - deficient | deficient mismatch repair | mismatch - repair deficient
        | mismatch repair protein deficient | mismatch repair protein deficiency | mismatch - repair
        deficiency | mismatch repair gene deficient | deficient dna mismatch repair | deficient mmr | dna
        mismatch repair deficient | dna mismatch repair deficiency | loss of mismatch repair | defective
        mismatch repair | mismatch repair ( mmr ) deficient | mismatch repair ( mmr ) deficiency""",
    "MMR -": """pmmr | mmr - proficiency | mmr proficiency | proficient dna mismatch repair | intact
        mismatch repair | mismatch repair intact | normal mismatch repair | mmr normal | mismatch repair -
        proficiency | mismatch repair ( mmr ) - proficient | proficient in mmr | mmr retained | proficient
        in mismatch repair | proficient for mismatch repair | mmr intact | intact mmr | mmr - intact | mmr
        stable | mismatch repair stable | mismatch repair ( mmr ) proficient | mmr - proficient | mmr
        proficient | mmrp | mismatch repair proficient | mismatch repair - proficient | proficient
        mismatch repair | proficient mmr | mismatch repair proficiency | mmr - p""",
    "TMB ?": """tmb | tumour mutation burden | tumor mutational load | tumor mutation load | mutational
        burden | btmb | tumor mutational burden | tumour mutational burden | tumor mutation burden""",
    "MMR ?": "mmr | mismatch repair | dna mismatch repair",
    "HRR ?": """hrr | homologous recombination gene | homologous recombination genes | homologous
        recombination repair ( hrr ) gene | homologous recombination repair ( hrr ) genes | homologous
        recombination repair - related gene | homologous recombination repair - related genes | hrr -
        related gene | hrr - related genes | homologous recombination repair | homologous recombination
        repair gene | hrr gene | hrr genes | homologous recombination repair genes""",
    "TMB +": """tmb - h | tmb - hi | elevated tmb | high mutational burden | high mutation burden | high
        tumour mutation burden | tumour mutational burden - high | tmbhigh | tmb - high | tmb high | tumor
        mutational burden - high | tumor mutational burden high | high tmb | high tumor mutational burden
        | high tumor mutation burden | high tumour mutational burden | hypermutated | hypermutation""",
    "HRD +": """hrd | homologous recombination - deficiency | homologous repair deficient | hr -
        deficiency | hrd - positive | hrd positive | homologous recombination deficiency | hr deficient |
        homologous recombination deficient | homologous recombination - deficient | hr - deficient |
        homologous recombination repair deficiency | homologous recombination repair deficient | hr
        deficiency | homologous repair deficiency | homologous recombination dna repair deficiency""",
    "HRD -": """hrp | homologous recombination - proficient | homologous recombination proficient | hr
        proficient | hr - proficient | hrd negative | hrd - negative | homologous recombination
        proficiency""",
    "HRR +": "hrrm",
}
"""States of the whole tumour by name: present (``+``), absent (``-``), or left to the word that follows."""

NAMES = {
    "ERBB2": """her2 | her2 / neu | her 2 neu | her - 2 / neu | her 2 | her2neu | her - 2 | her 2 / neu |
        her2 - neu | her - 2 - neu | human epidermal growth factor receptor 2 | human epidermal growth
        factor receptor - 2 | human epidermal growth factor receptor type 2 | erbb - 2 | human epidermal
        receptor 2 | human epidermal growth factor 2 | human epidermal growth factor receptor | human
        epidermal growth factor receptor 2 ( her2 )""",
    "EGFR": "epidermal growth factor receptor | egfrm | megfr",
    "ALK": """alk receptor tyrosine kinase | anaplastic lymphoma kinase | anaplastic lymphoma receptor |
        anaplastic lymphoma receptor tyrosine kinase""",
    "ROS1": """c - ros oncogene 1 | c - ros oncogene 1 , receptor tyrosine kinase | ros proto - oncogene 1 |
        ros - 1 | ros 1 | ros oncogene 1 | c - ros proto - oncogene 1 | ros | c - ros""",
    "MET": """met proto - oncogene | c - met | cmet | c - mesenchymal epithelial transition factor |
        mesenchymal - epithelial transition""",
    "BRAF": "braf | b - raf | v - raf murine sarcoma viral oncogene homolog b | b - raf proto - oncogene",
    "KRAS": """kras | k - ras | kirsten rat sarcoma viral oncogene homolog | kirsten rat sarcoma viral
        oncogene | kirsten rat sarcoma""",
    "NRAS": "nras | n - ras | neuroblastoma ras viral oncogene homolog",
    "HRAS": "hras | h - ras | harvey rat sarcoma viral oncogene homolog | harvey rat sarcoma",
    "PMEL": "gp100 | gp - 100",
    "MLANA": "mart - 1 | mart1 | melan - a",
    "FOXO1": "fkhr",
    "TBXT": "brachyury",
    "RET": "ret / ptc | rearranged during transfection | ret proto - oncogene",
    "PTEN": "phosphatase and tensin homolog | phosphatase and tensin homologue",
    "STK11": "lkb1 | serine / threonine kinase 11 | liver kinase b1",
    "APC": "adenomatous polyposis coli",
    "CA9": "caix | carbonic anhydrase ix | carbonic anhydrase 9",
    "TNFRSF13C": "baff - r | baffr | baff receptor",
    "BCL2": "bcl - 2 | b - cell lymphoma 2 protein",
    "BCL6": "bcl - 6",
    "FGFR2": "fgfr2b | fgfr2iiib | fgfr2 - iiib",
    "NPM1": "nucleophosmin | nucleophosmin 1 | npm",
    "JAK2": "janus kinase 2",
    "DLL3": """delta - like canonical notch ligand 3 | delta - like ligand 3 | delta - like protein 3 |
        delta like ligand 3""",
    "SLC34A2": "napi2b",
    "CDH6": "cadherin 6 | cadherin - 6",
    "CDH17": "cadherin 17 | cadherin - 17",
    "STEAP1": "steap - 1 | six - transmembrane epithelial antigen of the prostate 1",
    "PDGFRA": """pdgfr\u03b1 | pdgfr - \u03b1 | pdgfralpha | pdgfr - alpha | pdgfr alpha | platelet -
        derived growth factor receptor alpha | platelet derived growth factor receptor alpha""",
    "NF2": "neurofibromatosis 2 | neurofibromatosis type 2",
    "CTNNB1": "beta - catenin | \u03b2 - catenin | b - catenin | catenin beta 1",
    "RB1": "retinoblastoma gene | retinoblastoma protein | rb | prb",
    "CDKN2A": "p16ink4a | cyclin dependent kinase inhibitor 2a | cyclin - dependent kinase inhibitor 2a",
    "KIT": "c - kit | ckit",
    "CD274": """pd - l1 | pdl1 | pdl - 1 | pd - l 1 | pd - l - 1 | pd l1 | programmed death ligand 1 |
        programmed death - ligand 1 | programmed cell death ligand 1 | programmed cell death - ligand 1 |
        programmed death ligand - 1 | programmed death - ligand - 1""",
    "ESR1": """er | er\u03b1 | eralpha | estrogen | oestrogen | estrogen receptor | oestrogen receptor |
        estrogen - receptor | estrogen receptors | era | estrogen receptor alpha""",
    "PGR": """pr | progesterone | pgr | progesterone receptor | progesterone - receptor | progesterone
        receptors""",
    "ESR1 PGR": """estrogen and progesterone receptor | estrogen and / or progesterone receptor | estrogen
        and / or progesterone receptors | estrogen and / or progesterone hormone receptor | estrogen or
        progesterone receptors | estrogen and progesterone receptors | estrogen or progesterone receptor |
        estrogen / progesterone receptor | estrogen receptor / progesterone receptor | er / pr | er / pgr |
        hr | hormone receptor | hormone - receptor | hormone receptors | hormonal receptor | hormonal
        receptors""",
    "AR": "androgen receptor | androgen receptors | ar | ar - v7 | arv7",
    "CCND1": "cyclind1 | cyclin d1 | cyclin - d1",
    "CCNE1": "cycline1 | cyclin e1 | cyclin e | cyclin - e1",
    "SDHA SDHB SDHC SDHD": "sdh | sdhx | succinate dehydrogenase",
    "FH": "fh | fumarate hydratase",
    "IL13RA2": "il13r\u03b12 | il13ra2 | il - 13ra2 | il - 13r\u03b12 | interleukin 13 receptor alpha 2",
    "IGHV": """igvh | immunoglobulin heavy chain variable | ighv | immunoglobulin heavy chain variable region
        |
        immunoglobulin heavy chain gene""",
    "FOLH1": "psma | prostate specific membrane antigen | prostate - specific membrane antigen",
    "CLDN18": """cldn18 . 2 | claudin 18 . 2 | claudin18 . 2 | cldn 18 . 2 | claudin - 18 . 2 | claudin
        18 | cldn18""",
    "TACSTD2": "trop2 | trop - 2 | trophoblast cell surface antigen 2",
    "TNFRSF17": "bcma | b - cell maturation antigen | b cell maturation antigen",
    "MS4A1": "cd20",
    "TNFRSF8": "cd30",
    "CD276": "b7 - h3 | b7h3",
    "VTCN1": "b7 - h4 | b7h4",
    "FOLR1": """folate receptor alpha | folate receptor - alpha | fr alpha | fra | fralpha | folr1 | fr
        \u03b1 | fr\u03b1 | folate receptor \u03b1""",
    "EWSR1": "ews",
    "BAP1": """bap - 1 | brca1 - associated protein - 1 | brca1 associated protein 1 | brca1 - associated
        protein 1""",
    "MSLN": "mesothelin",
    "GPC3": "glypican 3 | glypican - 3 | gpc - 3",
    "NECTIN4": "nectin - 4 | nectin 4",
    "MAGEA4": "mage - a4 | magea4",
    "MAGEA1": "mage - a1",
    "CTAG1B": "ny - eso - 1 | nyeso1",
    "TP53": "p53 | tumor protein p53",
    "SSTR2": "sstr2 | sstr2a | somatostatin receptor 2",
    "SSTR2 SSTR5": "somatostatin receptor | sstr | somatostatin receptors",
    "GUCY2C": "gcc | guanylyl cyclase c",
    "NTRK1 NTRK2 NTRK3": """ntrk | trk | ntrk gene | neurotrophic tyrosine receptor kinase | neurotrophic
        tropomyosin receptor kinase | neurotrophic tropomyosin - receptor kinase | neurotrophic tyrosine
        kinase receptor | neurotrophic tropomyosin kinase receptor | neurotrophic receptor tyrosine kinase |
        tropomyosin receptor kinase | ntrk1 - 3 |
        ntrk1 / 2 / 3 | ntrk 1 / 2 / 3""",
    "BRCA1 BRCA2": """brca | brca1 / 2 | brca 1 / 2 | brca1 and 2 | brca1 or 2 | brca - 1 / 2 | brca1 , 2
        | brca1 & 2 | brca 1 & 2 | brca1 / brca2 | brca 1 and 2 | brca 1 or 2 | breast cancer
        susceptibility gene | brca1 and / or 2 | gbrca | sbrca | tbrca | gbrca1 / 2 | brca1 - 2 | brca 1 /
        brca 2 | brca - 1 or - 2 | brca - 1 and - 2 | brca - 1 / - 2 | brca - 1 and / or - 2 | brca1 or -
        2 | brca1 and - 2 | brca1 / - 2 | brca1 and / or - 2""",
    "BRCA1": """breast cancer gene 1 | breast cancer susceptibility gene 1 | breast cancer 1 | brca 1 | brca
        - 1 | gbrca1""",
    "BRCA2": """breast cancer gene 2 | breast cancer susceptibility gene 2 | breast cancer 2 | brca 2 | brca
        - 2 | gbrca2""",
    "KRAS NRAS HRAS": "ras",
    "ARAF BRAF RAF1": "raf | raf kinase | raf gene",
    "MAP2K1 MAP2K2": "mek | map2k | mek1 / mek2",
    "PDGFRA PDGFRB": "pdgfr | platelet - derived growth factor receptor",
    "FGFR1 FGFR2 FGFR3 FGFR4": "fgfr | fgfrs | fibroblast growth factor receptor | fgfr1 - 4",
    "FGFR1 FGFR2 FGFR3": "fgfr1 - 3 | fgfr 1 - 3 | fgfr1 / 2 / 3",
    "FGFR2 FGFR3": "fgfr2 / 3 | fgfr 2 / 3",
    "IDH1 IDH2": "idh | idh1 / 2 | idh 1 / 2 | isocitrate dehydrogenase",
    "IDH1": "isocitrate dehydrogenase 1 | idh - 1",
    "IDH2": "isocitrate dehydrogenase 2 | idh - 2",
    "AKT1 AKT2 AKT3": "akt",
    "ABL1": "abl | bcr - abl kinase | bcr - abl1 kinase | bcr / abl kinase | bcr : : abl1 kinase",
    "RAD54L": "rad54",
    "CLDN6": "claudin 6 | claudin - 6 | claudin6",
    "MYCL": "l - myc",
    "MYCN": "n - myc",
    "MYC": "c - myc | cmyc",
    "CALR": "calreticulin",
    "BIRC5": "survivin",
    "PIK3CA": """pi3kca | pik3 | phosphatidylinositol - 4 , 5 - bisphosphate 3 - kinase catalytic subunit
        alpha""",
    "H3-3A H3C2 H3C3": "h3 | h3k27 | h3 k27me3 | histone 3 | histone h3 | h3 . 3 | h3 . 1",
    "NF1": "neurofibromatosis 1 | neurofibromatosis type 1 | nf - 1",
    "KMT2A": "mll | mll1 | mixed lineage leukemia gene | mixed - lineage leukemia gene",
    "SMARCB1": "ini1 | ini - 1",
    "SMARCA4": "brg1",
    "TSC1 TSC2": "tsc | tsc1 / 2 | tsc1 / tsc2",
    "FLT3": "flt | flt - 3 | fms - like tyrosine kinase - 3 | fms - like tyrosine kinase 3",
    "MLH1": "mlh - 1",
    "MSH2 MSH6": "msh2 / 6",
    "CDK12": "cdk - 12",
    "VHL": "von hippel - lindau",
    "MTAP": "methylthioadenosine phosphorylase",
    "NRG1": "neuregulin 1 | neuregulin - 1",
    "MUC16": "muc - 16",
    "MUC1": "muc - 1",
    "CEACAM5": "ceacam - 5 | cea | carcinoembryonic antigen",
    "AFP": "afp | alpha - fetoprotein | alpha fetoprotein",
    "FAP": "fap | fibroblast activation protein",
    "PLCG2": "pclg2",
    "RAF1": "craf | c - raf | raf - 1",
    "CD3D CD3E CD3G": "cd3",
    "IL2RA": "cd25",
    "FCGR3A": "cd16",
    "CD44": "cd44v6",
    "KIR3DL2": "cd158k",
    "DNTT": "tdt | terminal deoxynucleotidyl transferase",
    "TP63": "p40 | p63",
    "DES": "desmin",
    "MYOG": "myogenin",
    "NAPSA": "napsin a | napsin",
    "SYP": "synaptophysin",
    "CHGA": "chromogranin | chromogranin a",
    "IRF4": "mum1 | mum - 1",
    "CDH1": "e - cadherin",
    "CDH3": "p - cadherin",
    "LYPD3": "c4 . 4a",
    "TNFRSF13B": "taci",
    "CT83": "kk - lc - 1",
    "TYR": "tyrosinase",
    "PDGFRB": "pdgfr\u03b2 | pdgfr - \u03b2 | pdgfrbeta | pdgfr - beta | pdgfr beta",
    "MDM2": "murine double minute 2 | mouse double minute 2 homolog",
    "MDM4": "mdmx",
    "NFE2L2": "nrf2",
    "KDM6A": "utx",
    "NSD2": "mmset",
    "CLEC12A": "cll1",
    "F3": "tissue factor",
    "TNFRSF10B": "dr5",
    "NKX3-1": "nkx3 . 1",
    "PSCA": "prostate stem cell antigen",
    "GRPR": "gastrin - releasing peptide receptor | gastrin releasing peptide receptor",
    "ATM": "ataxia telangiectasia mutated | ataxia - telangiectasia mutated",
    "PALB2": "partner and localizer of brca2",
    "MGMT": """mgmtp | o6 - methylguanine - dna methyltransferase | o6 - methylguanine dna
        methyltransferase | o ( 6 ) - methylguanine - dna methyltransferase""",
    "EZH2": "enhancer of zeste homolog 2",
    "KEAP1": "kelch - like ech - associated protein 1",
    "TERT": "telomerase reverse transcriptase | htert",
}
"""Spellings of genes that the graph's own names do not hold, or hold with two meanings."""

_PARTNERS = (
    "PAX3 FOXO1|PAX7 FOXO1|EML4 ALK|NPM1 ALK|RUNX1 RUNX1T1|ETV6 RUNX1|TCF3 PBX1"
    "|CBFB MYH11|DEK NUP214|KMT2A AFF1|KMT2A MLLT3|EWSR1 FLI1|EWSR1 ERG|EWSR1 WT1|ASPSCR1 TFE3|FUS DDIT3"
    "|BRD4 NUTM1|ETV6 NTRK3|TPM3 NTRK1|CD74 ROS1|CD74 NRG1|KIF5B RET|CCDC6 RET|NCOA4 RET|FGFR2 BICC1"
    "|FGFR3 TACC3|TMPRSS2 ERG|DNAJB1 PRKACA|MYB NFIB|COL1A1 PDGFB|FIP1L1 PDGFRA|KIAA1549 BRAF|CCND1 IGH"
    "|IGH BCL2|IGH MYC|IGH CCND1|BCL2 IGH|MYC IGH"
)
FUSED = {
    pair: " | ".join(pair.lower().replace(" ", join) for join in (" - ", " : : ", " / "))
    for pair in _PARTNERS.split("|")
}
FUSED |= {
    
    "BRD4 NUTM1": "brd4 - nutm1 | brd4 - nut | brd4 : : nutm1",
    "SS18": "ss18 - ssx | ss18 : : ssx | ss18 / ssx | syt - ssx",
    "PML RARA": """pml - rara | pml / rara | pml : : rara | pml - rar\u03b1 | pml / rar\u03b1 | pml -
        raralpha | pml / raralpha | pml - rar alpha | pml - rar | pml / rar""",
    "BCR ABL1": """bcr - abl | bcr - abl1 | bcr / abl | bcr / abl1 | bcr : : abl1 | bcr : : abl | bcrabl
        | ph | ph1 | ph chromosome | philadelphia chromosome | philadelphia - chromosome | philadelphia""",
}
"""Names that are a fusion by themselves; as long as nothing else is said, it is present."""

FAMOUS = {
    "ITD": "FLT3",
    "L858R": "EGFR",
    "T790M": "EGFR",
    "C797S": "EGFR",
    "exon 19 deletion": "EGFR",
    "C481S": "BTK",
    "V600E": "BRAF",
    "V600K": "BRAF",
    "V600": "BRAF",
    "vIII": "EGFR",
    "T315I": "ABL1",
    "G12C": "KRAS",
    "D816V": "KIT",
    "L265P": "MYD88",
    "V617F": "JAK2",
    "E17K": "AKT1",
    "R132H": "IDH1",
    "K27M": "H3-3A H3C2 H3C3",
    "exon 14 skipping": "MET",
    "exon 20 insertion": "EGFR",
}
"""Variants that are named without their gene, because everybody knows it."""

VARIANTS = {
    "ITD": """internal tandem duplication | internal tandem duplications | internal - tandem duplication |
        internal tandem duplication ( itd ) | internal tandem duplications ( itd )""",
}
"""Variants that are written out."""
IN_BLOOD = frozenset("CEACAM5 AFP FAP".split())
"""Proteins that are measured in blood, or shown by a scan: a biomarker only where a tumour expresses them."""
NO_VARIANTS = frozenset("S100 P13K A549 U87 F18 C14 N95 D28 D14 D21".split())
"""Words that only look like a variant."""
EXON_MUTATIONS = "exon 14 | exon14 | ex14 | ex 14"
"""An exon whose change, that of MET, is known without being named."""

PARTNERS = frozenset(
    """ABL1 ABL2 AFDN AFF1 ALK ASPSCR1 ATF1 ATIC BCL2 BCL6 BCOR BCR BEND2 BICC1
    BIRC3 BRAF BRD3 BRD4 CAMTA1 CBFA2T3 CBFB CCDC6 CCNB3 CD74 CDH11 CHD1 CIC CLTC COL1A1 CREB1 CREBBP
    CRLF2 CRTC1 CRTC3 CSF1 CSF1R DDIT3 DEK DNAJB1 DUSP22 DUX4 ELL EML4 EP300 ERG ETV1 ETV4 ETV6 EWSR1 FEV
    FGFR1 FGFR2 FGFR3 FIP1L1 FLI1 FOSB FOXO1 FOXO4 FOXR2 FUS GLI1 GLIS2 HEY1 HLF HMGA2 IGH IRF4 JAK2 JAZF1
    KANK1 KAT6A KIAA1549 KIF5B KMT2A LMNA MALT1 MAML2 MAML3 MECOM MEF2D MET MLLT1 MLLT10 MLLT3 MN1 MRTFA
    MYB MYBL1 MYC MYH11 NAB2 NCOA2 NCOA4 NFATC2 NFIB NPM1 NR4A3 NRG1 NSD1 NSD2 NSD3 NTRK1 NTRK2 NTRK3 NUP214
    NUP98 NUTM1 NUTM2A NUTM2B P2RY8 PATZ1 PAX3 PAX5 PAX7 PAX8 PBX1 PCM1 PDGFB PDGFRA PDGFRB PHF1 PICALM
    PLAG1 PML PPARG PRDM10 PRKACA PRKACB QKI RAF1 RARA RBM15 RELA RET ROS1 RUNX1 RUNX1T1 SDC4 SERPINE1
    SLC34A2 SS18 SS18L1 SSX1 SSX2 SSX4 STAT6 STIL STRN SUZ12 TACC1 TACC3 TAF15 TAL1 TCF12 TCF3 TFCP2 TFE3
    TFEB TFG TMPRSS2 TP63 TPM3 TPM4 TPR USP6 WT1 WWTR1 YAP1 YWHAE ZBTB16 ZFTA ZNF384 ZMYM2 MAMLD1""".split()
)
"""Genes that are known in fusions: two of them with a hyphen between name one (``TCF3-HLF``)."""

SUPPRESSORS = frozenset(
    """SMARCB1 SMARCA4 SMARCA2 MTAP PTEN BAP1 ATM ARID1A RB1 NF1 SDHA SDHB SDHC SDHD FH MLH1 MSH2 MSH6
    PMS2""".split()
)
"""Genes whose protein a tumour loses: "negative" names the change itself."""

TRIPLE_NEGATIVE = """triple negative | triple - negative | tnbc | triple receptor negative | triple -
    receptor negative"""

EXPRESSED = frozenset(
    """ERBB2 ESR1 PGR AR CD274 FOLH1 CLDN18 TACSTD2 TNFRSF17 MS4A1 TNFRSF8 CD276 VTCN1 FOLR1 MSLN GPC3
    NECTIN4 MAGEA4 MAGEA1 MAGEA10 CTAG1B PRAME SSTR2 SSTR5 GUCY2C DLL3 CEACAM5 MUC1 MUC16 GPRC5D FCRL5
    CD19 CD22 CD33 CD38 CD70 CD123 IL3RA CD7 CD5 CD3E CD4 CD79B CD37 CD52 CD99 ROR1 CDH6 CDH17 CDH3
    EPCAM WT1 SLAMF7 KIR3DL2 CCR4 CCR8 TPBG LY6E F3 AXL CA9 KLK2 STEAP1 STEAP2 ITGB6 LGR5 EPHA2 L1CAM
    NCAM1 AFP SLC34A2 GFRA1 IL13RA2 TERT CD44 CLEC12A LILRB4 MICA BCL2 CD47 CD25 IL2RA MKI67 PSCA
    TNFRSF10B SYP CHGA EBNA1 GD2 CLDN6 ADAM9 CD74 FCER2 MME CR2 IL2RA CD2 CD8A CD14 CD27 CD40 CD79A CD48
    CD276 CD24 CD80 CD86 ENTPD1 NT5E CCND1 CCNE1 SLC39A6 KIT PMEL MLANA CTAG2 BIRC5 SSX2 CD1A CD34 CD3D CD3G
    PROM1 IGF1R ENPP3 LYPD3 TFRC ROR2 CEACAM6 LRRC15 HAVCR2 ITGA4 IL7R CXCR4 TNFRSF13B TNFRSF13C CSPG4 PDPN
    MCAM FUT4 ALCAM ITGAM ITGAX FCGR3A SELL SIRPA SIGLEC6 MAGEA3 MAGEC2 TYR NKX2-1 TP63 SOX10 PAX8 GATA3 CDX2
    RB1 FAP DES MYOD1 MYOG TBXT SDC1 ALPP ALPG PVR PTK7 CDCP1 ERBB3 LAG3
    MICB PTPRC SPN ANPEP FCGR1A ITGAE DPP4 ITGA2B ITGB3 GYPA B3GAT1 CLEC4C NRP1 BST1 BST2 LY9 MELTF TRBC1
    TRBC2 DNTT KRT5 KRT7 KRT20 NAPSA INSM1 ANO1 IRF4 CT83 GRPR SEZ6 GPC1 GPC2 EPHA3 TM4SF1 SLITRK6 KAAG1
    SLC1A5 LILRB2 IL1RAP CCR7 CXCR5 NCR3LG1 OLIG2 GFAP SOX2 SOX11 LEF1 FOXL2 PAX5 SATB2 MUC17 MUC4 PLAUR NTSR1
    CCKBR MC1R GLP1R CLDN4 NKX3-1 STAT6 CALB2 VIM TNFRSF10A MUC5AC ITGAV""".split()
)
"""Genes of which "positive" speaks of the protein: hormone receptors, HER2, surface antigens."""

NEGATIONS = """no | besides | aside from | apart from | not | without | lack | lacks | lacking | absence
    of | absent | free of | negative for | neither | nor | non | never | excluding | exclude | excludes |
    excluded | other than | except | except for | do not | does not | cannot | must not | none of | no
    evidence of | with the exception of | absence | exclusion of | nonharboring | ruled out | rule out |
    nor | devoid of"""

STATUS = """status | measurement | measurements | testing | test | tests | test results | test result |
    results | result | assessment | assessments | assay | analysis | determination | status results |
    evaluation"""
"""What makes a gene before it one that is asked about, with whatever answer."""

SCORES = """tps | cps | tumor proportion score | tumour proportion score | combined positive score | tumor
    positive score"""
"""Scores of PD-L1, which is often not named beside them."""

CONNECTORS = frozenset(", / ; and or & plus as well ( ) [ ] either + - \u00b1 versus vs the a an any".split())
"""Words between the members of a list of genes or changes."""

LEADS = frozenset(
    """of in involving affecting at for within including include includes such as ie eg e g i . : ( , [
    namely like to ; are is either one any following the on these than among arm arms cohort cohorts
    1 2""".split()
)
"""What may stand between a change and the genes that it is of (``mutations in one of``, ``fusion, e.g.``)."""

FILLERS = frozenset(
    """gene genes protein proteins driver activating sensitizing sensitising
    oncogenic kinase receptor somatic germline pathogenic pathologic likely deleterious known documented
    confirmed tumor tumour tumors cell surface membrane any targetable actionable classical common
    uncommon atypical resistance resistant acquired primary secondary loss function inactivating gain
    genomic genetic molecular specific suspected other all a an the one more at least both functional
    chromosomal structural mrna rna dna non sensitive class i ii iii nonsynonymous missense truncating
    biallelic heterozygous homozygous s level levels target antigen their its exon codon exons codons
    frame inframe frameshift copy number allele promoter rare detectable hotspot associated oncogene proto
    hereditary inherited tissue harboring harbouring having carrying c single point sequence specified
    select v p possible predicted presumed new following pre dominant of or and either status by with is
    are tumoral cytoplasmic cells positive 1 2 3 domain tyrosine fgfr ) ( ] [ ' " - / , . : has was
    demonstrated detected insulin family related double whim lbd genome treatable druggable sensitivity
    driving concomitant concurrent co occurring accompanying additional corresponding relevant selected
    applicable damaging causative causal truncation splice splicing compound hemizygous monoallelic clonal
    subclonal strong moderate weak intense nuclear membranous diffuse focal significant detrimental
    harmful jumping pacc ihc0 ihc1 ihc2 ihc3 exon18 exon19 exon20 exon21 ex18 ex19 ex20 ex21 positron
    emission tomography pet ct scan fish ish another wnt""".split()
)
"""Words that a gene and its change may have between them (``KRAS or NRAS activating gene mutation``)."""

DRUGS = """inhibitor | inhibitors | inhibition | inhibitor ( s ) | tki | tkis | tki ( s ) | antibody |
    antibodies | mab | mabs | antagonist | antagonists | agonist | agonists | blocker | blockers |
    blockade | adc | adcs | car | cars | vaccine | vaccines | degrader | degraders | targeted |
    directed | bispecific | bispecifics | radioligand | rlt | pathway | pathways | therapy |
    therapies | agent | agents | immunotherapy | immunotherapies | drug | drugs | modulator |
    modulators | downregulator | conjugate | conjugates | treatment | treatments | - based |
    checkpoint | ligand therapy | antisense | engager | engagers | immune checkpoint | radionuclide
    | analog | analogs | axis | specific therapy | monoclonal | signaling | - cart | car - t | cart
    | bite | tyrosine kinase | small molecule | signalling | specific antibody | rltx | prlt | prrt
    | inh | g12ci | targeted therapies | inhibitory | inhibitor - | - inhibitors | mutation -
    targeted | axis inhibitor | ligand | radiotherapy | imaging | tracer"""
"""What makes the name of a gene before it part of a drug's: no biomarker is meant."""

BEFORE_DRUGS = """anti | anti - | inhibitors of | inhibitor of | targeting | directed against | directed
    to | inhibitors for | inhibitor for | against | antibody to | antibodies to | blocking |
    blockade of | inhibition of | directed at | inhibits | target | targets | agents for | therapy
    for | inhibitors targeting | therapy against | inhibitors ( | co - stimulatory"""

LABORATORY = """count | counts | cell | cells | t cell | t - cell | t cells | t - cells | lymphocyte |
    lymphocytes | interval | intervals | serum | cell count | ratio | + t | / kg | + / kg | + t - cell | +
    cells | + cell | stem | helper | lymphopenia | tcell"""
"""What makes a marker before it a measure of the blood."""

BELOW = "\u2264 | < | = <"
"""What says that less of it is asked for (``ER < 1%``)."""

MEASURES = "\u2265 | > | > ="
"""What says how much of a protein, or how high a signature, is asked for (``PD-L1 >= 1%``)."""

COUNTED = frozenset("CD4 CD8 CD8A CD34 CD3 CD3E CD3D CD3G FCGR3A CD16 CD56 NCAM1 ".split())
"""Markers by which cells of the blood are counted."""

NO_GENES = frozenset(
    """hiv hbv hcv ebv hpv cmv hsv htlv covid sars psa ldh alt ast crp inr ecog who nci fda asco cap clia nyha
    amg ctcae recist ajcc figo who ct mri pet dna rna ngs fish ish ihc pcr rt nsclc sclc hcc crc rcc mcrc
    aml cml cll all mds mm pv et mf dlbcl mcl fl mzl wm sll gist hnscc escc eac gej net nets nec pnet scc
    bcc pdac adpkd tnm igg igm iga ige ana car tki cns csf icf irb legally lvef qtc qtcf uln bmi gfr egfrs
    cr pr sd pd os pfs orr dor dlt mtd rp2d po iv im sc bid qd tb hbsag hbcab hla gvhd cart tp bsa ecg ekg
    echo muga hct sct asct asat alat ggt tsh t3 t4 sli ii iii part arm cohort dose step phase stage group
    tumor patient patients cell cells lead max min age score ex exp wbc anc plt hgb inclusion exclusion
    criteria usa uk eu us c1 c2 d1 cp cps tps ki67 tace map set net rest impact cat large was gas ros be
    has had its can not and for with art mice camp ice app ph he she hd sos fix post fast aim act bad bid
    dr ms mr max hr er ar aga mp1 mp2 cr1 cr2 cr3 pr2 cd io ici nk il2 ifn tnf pi3k vegf vegfr pd1
    ctla4 ctla-4 pd-1 parp mek cdk pdl pdl2 pd-l2 lag3 tigit ox40 4-1bb cd137 tcr gnrh lhrh il6 il-2 ido
    hedgehog raf mapk erk tor igf1r cyp3a4 cyp3a cyp2d6 cyp p-gp bcrp ugt1a1 dpyd dpd g6pd tpmt nudt15 afp
    fap cad drb1 ctl4 hcg cish ca125 ca19 cea cftr hbb rpe dbp sbp tpo ace ace2 pth epo vwf shbg amh ggt1
    got1 gpt tnfa ifng hfe csf2 csf3 il1 il1b il5 il8 il10 il12 il15 il17 il21 il7 tgfb tgfb1 lepr mpo
    pgp
    abcb1 abcg2 slco1b1 mdr1 mrp1 bsep oat1 oat3 oct2 cd8 igf1 prl lhb fsh tsh2 hmgcr nfkb pst pst1 shh otc
    abo
    btc proc pml lbp ecd fev hgd fes f18 f-18 f10 c10 cns1 co2 ia1 ia2 rp1 rp2 ntm mpi bpi ren eln gip sts
    ids mcc sln gem scd sms fos lss abcd2 crcp arsi pah cgd hps tac tam dmd mbp mog lpl cbs gad1 gad2 star
    caps prcc pln dcc dm1 t-dm1 tdm1 ib1 ib2 nk1 pc1 trpv1 f2
    f5 f8
    f9 herg mb apoe apob crp1 alb acth""".split()
)
"""Short forms of the clinic, targets of drugs, levels in blood and pharmacogenes: never a biomarker here."""

GENERIC = frozenset(
    """cancer tumor neoplasm malignancy carcinoma malignant tumor malignant neoplasm disease leukemia
    syndrome malignant cancer primary tumor""".split()
) | {"malignant tumor", "malignant neoplasm", "hematological malignancy or solid tumor", "malignancies"}
"""Names (as keys) of cancer as such: they limit nothing."""
