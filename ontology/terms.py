"""The words of the graph as Python data. ``core.ttl`` says the same in OWL; a test compares the two.

Each constant has one line of explanation; where a list is somebody else's, its link stands beside it.
"""

from oncotrace.ontology.plain import dataclass

# --- classes and predicates -------------------------------------------------------------------

RECORD_CLASSES = (
    "Gene",
    "Biomarker",
    "Cancer",
    "Drug",
    "Regimen",
    "Document",
    "Source",
    "Resource",
    "Proposition",
    "Evidence",
    "Indication",
    "ApprovalEvent",
    "PrevalenceObservation",
    "Finding",
    "CirculatingFigure",
    "ObservedPair",
    "Trial",
    "TrialArm",
    "Criterion",
    "Coverage",
    "Quarantined",
)
"""Classes that a node of the graph is declared to have, one a record type."""

BIOMARKER_KINDS = {
    "gene_alteration": "GeneAlteration",
    "small_variant": "SmallVariant",
    "fusion": "Fusion",
    "copy_number": "CopyNumberChange",
    "expression": "ExpressionChange",
    "signature": "Signature",
    "wild_type": "WildType",
    "profile": "Profile",
}
"""The kind of a biomarker and its OWL class."""

CLASSES = ("Entity", "Statement", *RECORD_CLASSES, *BIOMARKER_KINDS.values())
"""Local names of all our classes: the records, their two parents and the biomarker kinds."""

OWN_PROPERTIES = tuple(
    f"ot:{name}"
    for name in """access acquired agency alteration assay assayClass axis biomarker biomarkerRequired
    biomarkers biomarkerText brands broader cancer cancers certainty checkedOn cities cohort
    cohortGroup companionTest conditionNames conditions confidence content countries date
    dayConfirmed derived detail direction doubts drugClass drugs end excludedCancers exons
    explainedBy figure finding fivePrime fusionEnd genes gives interaction interventionNames
    kind levels line locator locusType logic maintenance maximumAge members method minimumAge
    n name note operator origin payer phases phenotypes plain polarity population
    previousSymbols printed priorTreatment proposition quote rating reason redistributable
    requiresAbsent result reviewedBroader runBy scope section seen sex significance source
    stage start status statusOn studyType subset targets textHash therapies therapy threePrime
    tissue topic total trial trials unselected until verdict""".split()
)
"""Predicates that we had to coin."""

REUSED_PROPERTIES = (
    "dcat:downloadURL",
    "dcat:landingPage",
    "dcterms:description",
    "dcterms:hasVersion",
    "dcterms:issued",
    "dcterms:license",
    "dcterms:source",
    "dcterms:title",
    "prov:generatedAtTime",
    "prov:wasAttributedTo",
    "prov:wasInfluencedBy",
    "rdfs:label",
    "schema:url",
    "skos:altLabel",
    "skos:exactMatch",
)
"""Predicates of vocabularies that the world already has."""

PROPERTIES = OWN_PROPERTIES + REUSED_PROPERTIES
"""Every predicate of the graph but ``rdf:type``."""

# --- cancers ----------------------------------------------------------------------------------

CANCER = "MONDO:0004992"
"""The uppermost cancer: what is said of it is said of any cancer."""
SOLID = "oid:cancer-solid-tumour"
"""Any solid tumour: all cancers outside OncoTree's LYMPH and MYELOID."""

# --- propositions and statements --------------------------------------------------------------

AXES = {
    "treatment_response": "whether a treatment works; evidence and approvals",
    "prognosis": "how the disease goes, whatever the treatment",
    "diagnosis": "whether it speaks for or against a diagnosis",
    "predisposition": "whether an inherited change raises or lowers the risk of the cancer",
    "oncogenicity": "whether the change drives cancer",
    "function": "what the change does to the gene product",
    "frequency": "how often the biomarker is found in the cancer",
    "testing": "how the biomarker is tested for",
}
"""What a proposition is about."""

DIRECTIONS = {
    "supports": "the source holds the proposition, with its sign, to be true",
    "disputes": "the source looked and did not find it so",
}
"""Whether the source stands behind the claim; SEPIO calls it the evidence direction."""

ORIGINS = {
    "germline": "inherited: in every cell of the body",
    "somatic": "acquired by the tumour",
}
"""Where the alteration of a statement comes from, where the source says so."""

SIGNIFICANCE = {
    "sensitivity": "linked with a response to the treatment",
    "resistance": "linked with resistance to the treatment",
    "reduced_sensitivity": "the response is weaker than elsewhere",
    "adverse_response": "linked with harm from the treatment",
    "better_outcome": "the disease goes better than expected",
    "poor_outcome": "the disease goes worse than expected",
    "positive": "speaks for the diagnosis",
    "negative": "speaks against the diagnosis",
    "predisposition": "an inherited change that raises the risk of the cancer",
    "protectiveness": "a change that lowers the risk of the cancer",
    "oncogenicity": "an acquired change that can drive cancer",
    "gain_of_function": "the gene product does more of what it does",
    "loss_of_function": "the gene product does less, or nothing",
    "unaltered_function": "the gene product works as before",
    "neomorphic": "the gene product does something new",
    "dominant_negative": "the changed copy disables the healthy one",
    "unknown": "the effect on the gene product fits no other word",
    "uncertain_significance": "too little is known to say",
    "not_applicable": "the source looked and found nothing to say about this question",
}
"""The sign of a piece of evidence: https://civic.readthedocs.io/en/latest/model/evidence/significance.html"""

OPPOSED = {
    "sensitivity": ("resistance", "reduced_sensitivity", "adverse_response"),
    "better_outcome": ("poor_outcome",),
    "positive": ("negative",),
    "predisposition": ("protectiveness",),
    "gain_of_function": ("loss_of_function", "unaltered_function"),
    "loss_of_function": ("unaltered_function",),
}
"""Significances that cannot both hold of one proposition."""

CIVIC_SIGNIFICANCE = {
    "Sensitivity/Response": "sensitivity",
    "Resistance": "resistance",
    "Reduced Sensitivity": "reduced_sensitivity",
    "Adverse Response": "adverse_response",
    "Better Outcome": "better_outcome",
    "Poor Outcome": "poor_outcome",
    "Positive": "positive",
    "Negative": "negative",
    "Predisposition": "predisposition",
    "Protectiveness": "protectiveness",
    "Oncogenicity": "oncogenicity",
    "Gain of Function": "gain_of_function",
    "Loss of Function": "loss_of_function",
    "Unaltered Function": "unaltered_function",
    "Neomorphic": "neomorphic",
    "Dominant Negative": "dominant_negative",
    "Unknown": "unknown",
    "Uncertain Significance": "uncertain_significance",
    "N/A": "not_applicable",
}
"""CIViC's spelling of each significance."""

CONFIDENCE = {
    "confirmed-two-sources": "two pages say so (sometimes of one study)",
    "confirmed-primary": "the primary publication says so, mostly its abstract",
    "secondary-only": "only a secondary source was seen: answers say so",
}
"""How far a curated fact was checked."""

ACCESS = {
    "abstract": "only the abstract was read",
    "full_text": "the whole document was read",
    "label": "the drug's label was read",
    "notice": "the agency's notice was read",
    "page": "a public page was read",
    "database_row": "the row of a database was read, not the paper behind it",
    "secondary": "another document that cites this one was read",
}
"""What was read of the document that a statement cites."""

INTERACTIONS = {
    "combination": "given together",
    "sequential": "given one after the other",
    "substitutes": "either one or the other",
}
"""How the drugs of a regimen belong together: three different things."""

OPERATORS = {
    "AND": "all members are present",
    "OR": "at least one member is present",
    "NOT": "the one member is absent",
}
"""How the members of a profile are joined."""

FUSION_ENDS = {
    "5prime": "the gene usually gives the first part of the fusion (FGFR2)",
    "3prime": "the gene usually gives the last part of the fusion (ROS1)",
}
"""Which end of its usual fusions a gene is."""

# --- approvals --------------------------------------------------------------------------------


@dataclass(slots=True, frozen=True)
class ApprovalKind:
    """What an event makes of an approval."""

    meaning: str
    in_force: bool
    """Whether the indication is approved once this is its latest event."""


APPROVAL_KINDS = {
    "accelerated": ApprovalKind("early, on a result that is likely to mean benefit; must be confirmed", True),
    "conditional": ApprovalKind("early, with conditions that the maker must still meet", True),
    "regular": ApprovalKind("on shown benefit; also the conversion of an accelerated approval", True),
    "extended": ApprovalKind("an approval in force was widened", True),
    "approved": ApprovalKind("approved; of which kind was not seen", True),
    "withdrawn": ApprovalKind("the approval of this indication ended", False),
}
"""Kinds of approval events, and what counts as approved."""

DAY_CONFIRMED = {
    "yes": "a public notice, paper or page supports the day",
    "page-seen": "a page was seen, the day was not checked again",
    "no": "no public source for the day was seen",
}
"""How far a public source supports the day of an event."""


@dataclass(slots=True, frozen=True)
class Agency:
    """An agency that approves drugs."""

    name: str
    country: str
    """ISO 3166-1 alpha-2; ``EU`` for the European Union."""


AGENCIES = {
    "FDA": Agency("U.S. Food and Drug Administration", "US"),
    "EMA": Agency("European Medicines Agency", "EU"),
    "MHRA": Agency("Medicines and Healthcare products Regulatory Agency", "GB"),
    "PMDA": Agency("Pharmaceuticals and Medical Devices Agency", "JP"),
    "NMPA": Agency("National Medical Products Administration", "CN"),
    "HC": Agency("Health Canada", "CA"),
}
"""Agencies whose approvals we can hold. A payer is none."""

# --- figures, findings, documents -------------------------------------------------------------

FINDINGS = {
    "measured": "the source prints a figure",
    "none_reported": "a survey lists others but not this one; it prints no zero",
}
"""What a prevalence observation found."""

ASSAY_CLASSES = {
    "dna_panel": "a panel of genes, DNA only: misses some fusions",
    "rna": "RNA sequencing or RNA panel",
    "dna_and_rna": "both together",
    "exome": "all coding DNA",
    "genome": "the whole genome",
    "fish": "fluorescence in situ hybridisation: breaks or copies, not the partner",
    "ihc": "immunohistochemistry: the protein",
    "pcr": "a polymerase chain reaction test for known changes",
    "germline_panel": "a panel of genes in blood or saliva, for inherited changes",
    "mixed": "several methods, not told apart",
    "unstated": "the source does not say",
}
"""How a figure was measured: the method decides what can be found."""

TOPICS = {
    "clinical_activity": "what a treatment did in patients",
    "resistance": "what makes a treatment fail",
    "testing": "how to test, and what a test misses",
    "predisposition": "inherited risk",
    "approval_context": "what surrounds an approval",
    "incidence": "how common the cancer is",
}
"""What a finding is about."""

VERDICTS = {
    "misread": "the figure comes from a misreading of its source",
    "other_population": "the figure holds for other patients than people think",
    "supported": "the figure is supported by the observations named",
}
"""Where a circulating figure comes from."""

DOCUMENT_KINDS = {
    "article": "a paper in a journal",
    "abstract": "a conference abstract",
    "label": "a drug label",
    "notice": "an agency's or a maker's notice",
    "report": "a report outside journals",
    "page": "a public web page",
    "database_row": "one record of a database",
    "guideline": "a clinical guideline",
}
"""Kinds of documents."""

RESOURCE_KINDS = {
    "guideline": "a clinical guideline, by name and link only",
    "trial_service": "a service that helps to find trials",
    "community": "a patient community",
    "helpline": "a telephone or mail service for patients",
}
"""Kinds of places to look further."""

# --- trials -----------------------------------------------------------------------------------

TRIAL_STATUSES = {
    "recruiting": "takes new patients",
    "not_yet_recruiting": "will take patients later",
    "enrolling_by_invitation": "takes only those whom it invites",
    "active_not_recruiting": "goes on without new patients",
    "suspended": "takes nobody for now",
    "available": "expanded access is open",
    "completed": "has ended as planned",
    "terminated": "ended early",
    "withdrawn": "ended before anybody took part",
    "no_longer_available": "expanded access is closed",
    "temporarily_not_available": "expanded access is closed for now",
    "approved_for_marketing": "the treatment was approved",
    "withheld": "the register withholds it",
    "unknown": "the register has not heard of it for two years",
}
"""https://clinicaltrials.gov/data-api/about-api/study-data-structure#enum-Status"""

POLARITIES = {
    "selects": "somebody must have it to enter the trial or a part of it, or it is one of the ways in",
    "excludes": "somebody who has it may not enter the trial or a part of it",
    "condition": "it is named, but decides nothing by itself",
    "prior_excluded": "earlier treatment with these drugs, or drugs for these targets, keeps somebody out",
    "prior_required": "earlier treatment with these drugs, or drugs for these targets, is asked for",
    "unread": "changes are spoken of but not named, or could not be read",
}
"""What an eligibility criterion says of a biomarker, or of earlier treatment."""

CERTAINTIES = {
    "clear": "a short sentence with a name and a rule that fits",
    "likely": "a long sentence, or a change that is only implied",
    "unread": "nothing was read from it",
}
"""How surely a criterion was read."""

COVERAGE_AXES = {
    "approval": "approvals of an agency",
    "frequency": "how often a biomarker is found",
    "evidence": "clinical and laboratory evidence",
    "trials": "clinical trials",
}
"""What a source can be searched for."""
