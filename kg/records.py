"""The records that loaders make, the graph holds and answers read.

Plain data. Every reference is a CURIE; every date is an ISO string whose length is its precision
(``2019``, ``2019-05``, ``2019-05-24``); every record is flat, so that its RDF is one node
(``kg.shape`` is the only place that knows which).

::

    Entity      Gene, Biomarker, Cancer, Drug, Regimen, Document, Source, Resource, Agency
    Proposition what is claimed: axis, biomarker, therapy, cancer
    Statement   one source's claim on a proposition
        Evidence               sensitivity, resistance, prognosis, ... with its levels
        Indication             an agency's approval, told by its ApprovalEvents
        PrevalenceObservation  n, N, the figure as printed, and the population
        Finding                a claim kept as a sentence of our own (testing, risk, outcome)
        CirculatingFigure      a number that people hear, and where it seems to come from
    ObservedPair two genes seen joined in tumours: no evidence of anything
    Trial       a registered trial, with its TrialArms and the Criterions read from its eligibility text
    Coverage    what was searched, where, when: the proof behind every "none"
    Quarantined a source row that may not support anything, with the reason
"""

from oncotrace.ontology.plain import dataclass


@dataclass(slots=True, kw_only=True)
class Record:
    """What has an id."""

    id: str


# --- entities ---------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Gene(Record):
    """A gene, as HGNC names it."""

    symbol: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    previous_symbols: tuple[str, ...] = ()
    locus_type: str = ""
    xrefs: tuple[str, ...] = ()
    fusion_end: str = ""
    """Which end of its usual fusions the gene is: ``3prime`` (ROS1), ``5prime`` (FGFR2) or unset."""


@dataclass(slots=True, kw_only=True)
class Biomarker(Record):
    """A categorical alteration. ``kg.biomarkers`` parses, labels and orders them."""

    kind: str
    """One of ``kg.biomarkers.KINDS``: gene_alteration, small_variant, fusion, copy_number,
    expression, signature, wild_type, profile."""
    label: str
    genes: tuple[str, ...] = ()
    five_prime: str = ""
    """Fusion only: a gene id, ``v`` (any partner) or ``?`` (unknown partner)."""
    three_prime: str = ""
    alteration: str = ""
    """The change in words: ``mutation``, ``G2032R``, ``exon 19 deletion``, ``amplification``."""
    exons: tuple[int, ...] = ()
    detail: str = ""
    """What a source adds (HGVS, junction exons, frame, kept domains), as printed."""
    operator: str = ""
    """Profile only: AND, OR or NOT over ``members``."""
    members: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    """Biomarkers that this one is directly a kind of."""
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Cancer(Record):
    """A cancer or a group of cancers."""

    label: str
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    """Identifiers of the same concept, one to one."""
    broader: tuple[str, ...] = ()
    reviewed_broader: tuple[str, ...] = ()
    """The part of ``broader`` along which approvals may be inherited."""
    tissue: str = ""
    """OncoTree code of the tissue, where known (``PANCREAS``, ``LUNG``, ``LYMPH``)."""
    plain: str = ""
    """The name in everyday words, where the label is none."""


@dataclass(slots=True, kw_only=True)
class Drug(Record):
    """A substance, its names and codes."""

    label: str
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    drug_class: str = ""
    targets: tuple[str, ...] = ()
    """Gene ids."""


@dataclass(slots=True, kw_only=True)
class Regimen(Record):
    """Several drugs. The three interactions are three different things and never merged."""

    label: str
    interaction: str
    """``combination``, ``sequential`` or ``substitutes``."""
    drugs: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Document(Record):
    """What can be cited: a paper, a label, a notice."""

    kind: str
    """article, abstract, label, notice, report, page, database_row, guideline."""
    title: str = ""
    url: str = ""
    published: str = ""


@dataclass(slots=True, kw_only=True)
class Source(Record):
    """A data source at one version: the named graph that its statements live in."""

    title: str
    home: str = ""
    download: str = ""
    licence: str = ""
    redistributable: bool = True
    version: str = ""
    gives: str = ""


@dataclass(slots=True, kw_only=True)
class Resource(Record):
    """Where to look further: a guideline or a service, by name and link only."""

    kind: str
    """guideline, trial_service, community, helpline."""
    label: str
    url: str
    run_by: str = ""
    payer: str = ""
    """Who pays, where it was stated in what was read; else empty, and answers say so."""
    summary: str = ""
    cancers: tuple[str, ...] = ()
    biomarkers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    confidence: str = ""
    seen: str = ""
    entered: str = ""
    doubts: tuple[str, ...] = ()


# --- propositions and statements --------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Proposition(Record):
    """Content-addressed: two sources on the same question share it (``propositions.propose``)."""

    axis: str
    """treatment_response, prognosis, diagnosis, predisposition, oncogenicity, function,
    frequency, testing."""
    biomarker: str = ""
    therapy: str = ""
    cancer: str = ""


@dataclass(slots=True, kw_only=True)
class Statement(Record):
    """One source's claim. What cannot be dated or sourced is quarantined instead."""

    proposition: str
    source: str
    documents: tuple[str, ...] = ()
    locator: str = ""
    """Where in the document: a row id, a table, a section."""
    access: str = ""
    """What was read: abstract, full_text, label, notice, page, database_row."""
    asserted_by: str = ""
    licence: str = ""
    confidence: str = ""
    """Core only: confirmed-two-sources, confirmed-primary, secondary-only."""
    direction: str = "supports"
    """``supports`` or ``disputes``."""
    published: str = ""
    seen: str = ""
    """Where the fact was read, when that is not the document itself."""
    entered: str = ""
    """The day on which it entered its source (a review date, or our day of entry)."""
    summary: str = ""
    doubts: tuple[str, ...] = ()
    origin: str = ""
    """``germline`` or ``somatic``, where the source says so."""
    biomarker_text: str = ""
    """The biomarker as the source prints it, where it prints a text beside the coded biomarker."""


@dataclass(slots=True, kw_only=True)
class Evidence(Statement):
    """A claim on a treatment, a prognosis or the like, with its levels."""

    significance: str = ""
    """sensitivity, resistance, reduced_sensitivity, adverse_response, better_outcome,
    poor_outcome, positive, negative, predisposition, ... (``ontology.terms.SIGNIFICANCE``)."""
    levels: tuple[str, ...] = ()
    """``scheme:code``, the schemes of ``ontology.scales``: ``civic:A``, ``amp:I-A``, ``escat:I-A``."""
    acquired: bool = False
    rating: int | None = None
    trials: tuple[str, ...] = ()
    phenotypes: str = ""


@dataclass(slots=True, kw_only=True)
class Indication(Statement):
    """What an agency approved, told by its events."""

    agency: str
    population: str = ""
    stage: str = ""
    line: str = ""
    maintenance: bool = False
    prior_treatment: str = ""
    conditions: tuple[str, ...] = ()
    """What else the label needs, in plain words, one condition an entry."""
    requires_absent: tuple[str, ...] = ()
    """Biomarkers that must not be there (gedatolisib: PIK3CA mutation)."""
    excluded_cancers: tuple[str, ...] = ()
    """Cancers that the scope holds and the label leaves out (BRAF V600E: colorectal cancer)."""
    companion_test: str = ""
    biomarker_required: bool = True
    events: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class ApprovalEvent(Record):
    """A dated step of an approval."""

    kind: str
    """accelerated, conditional, regular, extended, approved (kind not seen), withdrawn. A source's
    initial approval whose kind it does not print is ``approved``, also beside a dated kind."""
    date: str
    documents: tuple[str, ...] = ()
    day_confirmed: str = ""
    """``yes``, ``page-seen`` or ``no``: how far a public source supports the day."""
    note: str = ""


@dataclass(slots=True, kw_only=True)
class PrevalenceObservation(Statement):
    """How many of whom had an alteration, as printed."""

    finding: str = "measured"
    """``measured``; ``none_reported`` (a survey that lists others but not this: no zero is printed)."""
    n: int | None = None
    total: int | None = None
    printed: str = ""
    """The figure as printed, a string: ``0.30%`` stays ``0.30%``."""
    derived: bool = False
    """Whether n or the percentage was computed by us."""
    population: str = ""
    subset: tuple[str, ...] = ()
    """Biomarkers that define the denominator (KRAS wild type)."""
    unselected: bool = True
    """False where the population is enriched or depleted for the biomarker (subset, selection)."""
    cohort: str = ""
    cohort_group: str = ""
    """Observations of one group overlap and are never pooled."""
    assay: str = ""
    assay_class: str = ""
    """dna_panel, rna, dna_and_rna, exome, genome, fish, ihc, pcr, germline_panel, mixed, unstated."""


@dataclass(slots=True, kw_only=True)
class Finding(Statement):
    """A claim told in one sentence of our own (``summary``)."""

    topic: str
    """clinical_activity, resistance, testing, predisposition, approval_context, incidence."""
    n: int | None = None
    total: int | None = None
    therapies: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class CirculatingFigure(Statement):
    """A folk figure; never a prevalence. ``explained_by`` are the observations behind it."""

    figure: str
    explained_by: tuple[str, ...] = ()
    verdict: str = ""
    """misread, other_population, supported."""


# --- trials -----------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Trial(Record):
    """A registered trial, as its register describes it. Contacts are never kept."""

    source: str
    label: str
    """The brief title."""
    status: str = ""
    """One of ``ontology.terms.TRIAL_STATUSES``."""
    status_on: str = ""
    """The day of the last update, or of the last check, of what the register says."""
    study_type: str = ""
    phases: tuple[str, ...] = ()
    """``early 1``, ``1``, ``2``, ``3``, ``4``; a trial may have two."""
    cancers: tuple[str, ...] = ()
    condition_names: tuple[str, ...] = ()
    """The conditions as printed."""
    drugs: tuple[str, ...] = ()
    intervention_names: tuple[str, ...] = ()
    """The interventions as printed."""
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    """``city, country``."""
    minimum_age: int | None = None
    """Completed years; below one year it is 0."""
    maximum_age: int | None = None
    sex: str = ""
    """``female`` or ``male`` where only they are taken."""
    text_hash: str = ""
    """sha256 of the eligibility text in UTF-8: the spans of the criteria count in this text."""


@dataclass(slots=True, kw_only=True)
class TrialArm(Record):
    """An arm of a trial."""

    trial: str
    label: str
    kind: str = ""
    """As printed: ``experimental``, ``active comparator``, ..."""
    drugs: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Criterion(Record):
    """What one sentence of an eligibility text says of biomarkers, as read by a program."""

    trial: str
    polarity: str
    """One of ``ontology.terms.POLARITIES``; ``unread``: changes are spoken of but not named."""
    quote: str
    section: str = ""
    """``inclusion`` or ``exclusion``: the heading under which it stands."""
    biomarkers: tuple[str, ...] = ()
    therapies: tuple[str, ...] = ()
    """Of a criterion on earlier treatment: its drugs."""
    genes: tuple[str, ...] = ()
    """Of a criterion on earlier treatment: the targets of its drugs (``ALK inhibitor``)."""
    logic: str = ""
    """``one_of`, ``all_of`` or ``at_least 2``; empty for one biomarker."""
    scope: str = ""
    """The phase, part, cohort or arm that it is about, as printed; empty for the whole trial."""
    cancers: tuple[str, ...] = ()
    """The cancers that it is about; empty for all of the trial. Where it excludes and names no biomarker,
    these cancers are kept out."""
    start: int | None = None
    """Offset of the quote in the trial's eligibility text, in characters."""
    end: int | None = None
    certainty: str = ""
    """``clear``, ``likely`` or ``unread``."""


@dataclass(slots=True, kw_only=True)
class ObservedPair(Record):
    """Two genes that were seen joined in tumours. It is no statement: many such pairs are chance events or
    errors of sequencing, and a pair alone says nothing about a treatment, a cancer or how common it is."""

    five_prime: str
    three_prime: str
    source: str
    documents: tuple[str, ...] = ()
    locator: str = ""
    cancer: str = ""
    """Where the source says in which cancer."""
    n: int | None = None
    """In how many tumours, where the source counts them."""
    printed: str = ""
    """How often, as the source prints it: a word or a figure that nothing is computed from."""


@dataclass(slots=True, kw_only=True)
class Coverage(Record):
    """What a source was searched for, when and how. Every "none" in an answer cites one."""

    source: str
    scope: str
    """What was looked for, in words."""
    agency: str = ""
    biomarkers: tuple[str, ...] = ()
    cancers: tuple[str, ...] = ()
    axis: str = ""
    """``approval``, ``frequency``, ``evidence``, ``trials``."""
    checked_on: str = ""
    until: str = ""
    """The newest date that the source covers."""
    method: str = ""
    result: str = ""
    documents: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Quarantined(Record):
    """A source row that may not support anything."""

    source: str
    locator: str
    reason: str
    content: str = ""


RECORD_TYPES: tuple[type[Record], ...] = (
    Gene,
    Biomarker,
    Cancer,
    Drug,
    Regimen,
    Document,
    Source,
    Resource,
    Proposition,
    Evidence,
    Indication,
    ApprovalEvent,
    PrevalenceObservation,
    Finding,
    CirculatingFigure,
    ObservedPair,
    Trial,
    TrialArm,
    Criterion,
    Coverage,
    Quarantined,
)
