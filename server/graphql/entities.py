"""Genes, biomarkers, cancers, drugs and regimens."""

from typing import Annotated, Any

import strawberry

from oncotrace.kg import records as kg
from oncotrace.server.graphql import claims, trial_lists, walks, words
from oncotrace.server.graphql.fields import computed, linked
from oncotrace.server.graphql.nodes import Node
from oncotrace.server.graphql.pages import Connection
from oncotrace.server.graphql.told import interface, kind, plain, told

_STATEMENTS = "oncotrace.server.graphql.statements"
StatementConnection: Any = Annotated["StatementConnection", strawberry.lazy(_STATEMENTS)]
PropositionConnection: Any = Annotated["PropositionConnection", strawberry.lazy(_STATEMENTS)]
CoverageConnection: Any = Annotated["CoverageConnection", strawberry.lazy(_STATEMENTS)]
_TRIALS = "oncotrace.server.graphql.trials"
Trial: Any = Annotated["Trial", strawberry.lazy(_TRIALS)]
TrialCriterion: Any = Annotated["TrialCriterion", strawberry.lazy(_TRIALS)]


@kind("A gene", '{"symbol": "ROS1", "curie": "HGNC:10261"}')
class Gene(Node):
    symbol: str = plain("The approved symbol", "ROS1")
    name: str | None = plain("The approved name", "ROS proto-oncogene 1, receptor tyrosine kinase")
    aliases: list[str] = plain("Other symbols", '["MCF3"]')
    previous_symbols: list[str] = plain("Symbols that it had before", '["NGL"]')
    locus_type: str | None = plain("What the locus is", "gene with protein product")
    xrefs: list[str] = plain("The same gene elsewhere", '["NCBIGENE:6098"]')
    fusion_end = plain("Which end of its usual fusions it is", "THREE_PRIME", of=words.FusionEnd | None)
    biomarkers = linked(
        walks.biomarkers(walks.into("ot:genes")),
        "Biomarkers of the gene",
        '{"nodes": [{"label": "ROS1 fusion"}]}',
        of=Connection["Biomarker"],
    )
    drugs = linked(
        walks.drugs(walks.into("ot:targets")),
        "Drugs with the gene among their targets",
        '{"nodes": [{"label": "crizotinib"}]}',
        of=Connection["Drug"],
    )


@interface(
    "A categorical alteration: a class of changes, not one patient's finding", '{"label": "ROS1 fusion"}'
)
class Biomarker(Node):
    kind = plain("What happened to the gene", "FUSION", of=words.BiomarkerKind)
    label: str = plain("What it is called", "ROS1 fusion")
    synonyms: list[str] = plain("Other names", '["ROS1 rearrangement"]')
    xrefs: list[str] = plain("The same biomarker elsewhere", "[]")
    detail: str | None = plain("What a source adds, as printed", "e6-e20")
    genes = linked(
        walks.genes(walks.held("genes")),
        "Its genes",
        '{"nodes": [{"symbol": "ROS1"}]}',
        of=Connection["Gene"],
    )
    broader = linked(
        walks.biomarkers(walks.held("broader")),
        "What it is directly a kind of",
        '{"nodes": [{"label": "ROS1 alteration"}]}',
        of=Connection["Biomarker"],
    )
    narrower = linked(
        walks.biomarkers(walks.into("ot:broader")),
        "What is directly a kind of it",
        '{"nodes": [{"label": "CD74::ROS1 fusion"}]}',
        of=Connection["Biomarker"],
    )
    ancestors = linked(
        walks.biomarkers(walks.within(up=True)),
        "All that it is a kind of",
        '{"nodes": [{"label": "ROS1 alteration"}]}',
        of=Connection["Biomarker"],
    )
    descendants = linked(
        walks.biomarkers(walks.within(up=False)),
        "All kinds of it",
        '{"nodes": [{"label": "CD74::ROS1 fusion"}]}',
        of=Connection["Biomarker"],
    )
    profiles = linked(
        walks.biomarkers(walks.into("ot:members")),
        "Profiles that it is a member of. What is said of an AND says nothing of a member alone",
        '{"nodes": [{"label": "CD74::ROS1 fusion AND ROS1 G2032R"}]}',
        of=Connection["Biomarker"],
    )
    propositions = linked(
        claims.propositions(walks.into("ot:biomarker")),
        "What is claimed about exactly this biomarker",
        '{"nodes": [{"axis": "FREQUENCY"}]}',
        of=PropositionConnection,
    )
    statements = linked(
        claims.statements(walks.into("ot:biomarker")),
        "Statements on exactly this biomarker",
        '{"nodes": [{"curie": "oid:st-civic-1100"}]}',
        of=StatementConnection,
    )
    trial_criteria = linked(
        trial_lists.criteria,
        "What eligibility texts of trials say of exactly this biomarker",
        '{"nodes": [{"polarity": "SELECTS"}]}',
        of=Connection[TrialCriterion],
    )
    coverage = linked(
        walks.coverages(walks.into("ot:biomarkers")),
        "Searches that looked for it",
        '{"nodes": [{"result": "No row has both."}]}',
        of=CoverageConnection,
    )


@kind("Any alteration of a gene", '{"label": "ROS1 alteration"}')
class GeneAlteration(Biomarker):
    pass


@kind("A change of sequence within a gene", '{"label": "KRAS G12C"}')
class SmallVariant(Biomarker):
    alteration: str | None = plain("The change", "G12C")
    exons: list[int] = plain("Its exons, where it is told by exons", "[19]")


@kind("One end of a fusion: a gene, any gene or an unknown one", '{"gene": {"symbol": "CD74"}}')
class FusionPartner:
    any = computed(lambda end: end == "v", "Whether any partner will do", "true", of=bool)
    unknown = computed(lambda end: end == "?", "Whether the partner is not known", "false", of=bool)
    gene = linked(
        lambda ends, view: walks.singles(view, [end if ":" in end else "" for end in ends], kg.Gene),
        "The gene; null where any or unknown",
        '{"symbol": "CD74"}',
        of=Gene | None,
    )


def _end(name: str) -> Any:
    return lambda fusion: getattr(fusion, name) or None


@kind("A joined gene", '{"label": "CD74::ROS1 fusion"}')
class Fusion(Biomarker):
    five_prime = computed(
        _end("five_prime"), "The first part", '{"gene": {"symbol": "CD74"}}', of=FusionPartner | None
    )
    three_prime = computed(
        _end("three_prime"), "The last part", '{"gene": {"symbol": "ROS1"}}', of=FusionPartner | None
    )
    exons: list[int] = plain("The joined exons, where given", "[6, 20]")


@kind("More or fewer copies of a gene", '{"label": "MET amplification"}')
class CopyNumber(Biomarker):
    alteration: str | None = plain("The change", "amplification")


@kind("A state of a gene's product", '{"label": "HER2 overexpression"}')
class Expression(Biomarker):
    alteration: str | None = plain("The state", "overexpression")


@kind("A pattern over the whole tumour", '{"label": "MSI-H"}')
class Signature(Biomarker):
    alteration: str | None = plain("The pattern", "MSI-H")


@kind("The test found no alteration of the gene", '{"label": "KRAS wild type"}')
class WildType(Biomarker):
    pass


@kind("Several biomarkers joined with AND, OR or NOT", '{"label": "BRCA1 mutation OR BRCA2 mutation"}')
class Profile(Biomarker):
    operator = plain("How they are joined", "OR", of=words.Operator | None)
    members = linked(
        walks.biomarkers(walks.held("members")),
        "Its members",
        '{"nodes": [{"label": "BRCA1 mutation"}]}',
        of=Connection["Biomarker"],
    )


BIOMARKERS: dict[str, type[Biomarker]] = {
    "gene_alteration": GeneAlteration,
    "small_variant": SmallVariant,
    "fusion": Fusion,
    "copy_number": CopyNumber,
    "expression": Expression,
    "signature": Signature,
    "wild_type": WildType,
    "profile": Profile,
}
"""The type of each kind of biomarker."""


@kind("A cancer", '{"label": "pancreatic adenocarcinoma", "curie": "MONDO:0006047"}')
class Cancer(Node):
    label: str = plain("What it is called", "pancreatic adenocarcinoma")
    plain_name = computed(
        lambda cancer: cancer.plain or None, "The same in everyday words", "lung cancer", of=str | None
    )
    synonyms: list[str] = plain("Other names", '["adenocarcinoma of the pancreas"]')
    xrefs: list[str] = plain("The same cancer elsewhere", '["DOID:4074", "ONCOTREE:PAAD"]')
    tissue: str | None = plain("The OncoTree code of its tissue", "PANCREAS")
    parents = linked(
        walks.cancers(walks.held("broader")),
        "What it is directly a kind of",
        '{"nodes": [{"label": "pancreatic cancer"}]}',
        of=Connection["Cancer"],
    )
    reviewed_parents = linked(
        walks.cancers(walks.held("reviewed_broader")),
        "The parents from which approvals may be inherited",
        '{"nodes": [{"label": "pancreatic cancer"}]}',
        of=Connection["Cancer"],
    )
    children = linked(
        walks.cancers(walks.into("ot:broader")),
        "What is directly a kind of it",
        '{"nodes": [{"label": "pancreatic ductal adenocarcinoma"}]}',
        of=Connection["Cancer"],
    )
    ancestors = linked(
        walks.cancers(walks.within(up=True)),
        "All that it is a kind of",
        '{"nodes": [{"label": "pancreatic cancer"}]}',
        of=Connection["Cancer"],
    )
    descendants = linked(
        walks.cancers(walks.within(up=False)),
        "All kinds of it",
        '{"nodes": [{"label": "pancreatic ductal adenocarcinoma"}]}',
        of=Connection["Cancer"],
    )
    propositions = linked(
        claims.propositions(walks.into("ot:cancer")),
        "What is claimed about exactly this cancer",
        '{"nodes": [{"axis": "FREQUENCY"}]}',
        of=PropositionConnection,
    )
    statements = linked(
        claims.statements(walks.into("ot:cancer")),
        "Statements on exactly this cancer",
        '{"nodes": [{"curie": "oid:st-civic-1100"}]}',
        of=StatementConnection,
    )
    trials = linked(
        trial_lists.trials(walks.into("ot:cancers")),
        "Trials whose conditions are exactly this cancer",
        '{"nodes": [{"label": "A study of repotrectinib"}]}',
        of=Connection[Trial],
    )
    coverage = linked(
        walks.coverages(walks.into("ot:cancers")),
        "Searches that looked into it",
        '{"nodes": [{"result": "No row has both."}]}',
        of=CoverageConnection,
    )


@kind("A substance", '{"label": "crizotinib"}')
class Drug(Node):
    label: str = plain("What it is called", "crizotinib")
    synonyms: list[str] = plain("Other names", '["PF-02341066"]')
    brands: list[str] = plain("Brand names", '["Xalkori"]')
    xrefs: list[str] = plain("Its codes", '["UNII:53AH36668S"]')
    drug_class: str | None = plain("What kind of drug it is", "ALK, ROS1 and MET inhibitor")
    targets = linked(
        walks.genes(walks.held("targets")),
        "Genes whose products it acts on",
        '{"nodes": [{"symbol": "ROS1"}]}',
        of=Connection["Gene"],
    )
    regimens = linked(
        walks.regimens(walks.into("ot:drugs")),
        "Regimens that it is part of",
        '{"nodes": [{"label": "dabrafenib + trametinib"}]}',
        of=Connection["Regimen"],
    )
    propositions = linked(
        claims.propositions(walks.into("ot:therapy")),
        "What is claimed about the drug given alone",
        '{"nodes": [{"axis": "TREATMENT_RESPONSE"}]}',
        of=PropositionConnection,
    )
    trials = linked(
        trial_lists.trials(walks.into("ot:drugs")),
        "Trials that give it",
        '{"nodes": [{"label": "A study of repotrectinib"}]}',
        of=Connection[Trial],
    )
    statements = linked(
        claims.statements(claims.of_drug),
        "Statements on the drug, alone or in a regimen",
        '{"nodes": [{"curie": "oid:st-civic-1100"}]}',
        of=StatementConnection,
    )


@kind("Several drugs: a combination, a sequence or substitutes", '{"label": "dabrafenib + trametinib"}')
class Regimen(Node):
    label: str = plain("What it is called", "dabrafenib + trametinib")
    interaction = plain("How its drugs belong together", "COMBINATION", of=words.Interaction)
    drugs = linked(
        walks.drugs(walks.held("drugs")),
        "Its drugs",
        '{"nodes": [{"label": "dabrafenib"}]}',
        of=Connection["Drug"],
    )
    statements = linked(
        claims.statements(walks.into("ot:therapy")),
        "Statements on the regimen",
        '{"nodes": [{"curie": "oid:st-core-dabrafenib-trametinib-braf-v600e-solid-tumour-fda"}]}',
        of=StatementConnection,
    )


Therapy = Annotated[
    Drug | Regimen,
    strawberry.union("Therapy", description=told("A drug or a regimen", '{"label": "crizotinib"}')),
]
