"""What the alteration is."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Section, Sentence, claim, fixed
from oncotrace.answers.phrases import biomarker_name, cancer_as_kind
from oncotrace.answers.wording import biomarker_words, capitalised, figure_words, listed
from oncotrace.kg.records import Biomarker
from oncotrace.queries.prevalence import Figure

KIND_WORDS = {
    "fusion": "A fusion joins a piece of one gene to a piece of another. The joined gene can tell"
    " cells to grow.",
    "small_variant": "A mutation is a small change in the spelling of a gene.",
    "copy_number": "A change in copy number means that a cell has too many or too few copies of a gene.",
    "expression": "Expression tells how much protein a cell makes from a gene.",
    "signature": "A signature is a pattern across the whole tumour, not a change in one gene.",
    "amount": "A test of the tumour shows how much of a protein its cells make, or how many copies of the"
    " gene they have.",
    "wild_type": "Wild type means that the test found no change in the gene.",
    "profile": "More than one change counts here, so we look at them together.",
    "gene_alteration": "An alteration is any change of a gene.",
}


def what_it_is(facts: Facts) -> Section | None:
    """The alteration asked about, its gene and the partners that were seen."""
    if not facts.biomarkers:
        return None
    section = Section(name="what", title="What it is")
    for kind in dict.fromkeys(map(_kind, facts.biomarkers)):
        section.sentences.append(fixed(KIND_WORDS[kind]))
    section.sentences += [_gene(facts, b) for b in facts.biomarkers if b.genes]
    section.sentences += _partners(facts)
    if facts.cancer and facts.cancer.plain:
        section.sentences.append(
            claim(f"{capitalised(facts.cancer.label)} is {facts.cancer.plain}.", facts.cancer.id)
        )
    return section


def _kind(biomarker: Biomarker) -> str:
    """A signature of named genes (HER2-positive, HR-negative) is an amount of what these make."""
    return "amount" if biomarker.kind == "signature" and biomarker.genes else biomarker.kind


def _gene(facts: Facts, biomarker: Biomarker) -> Sentence:
    genes = [g for g in facts.genes if g.id in biomarker.genes]
    named = listed([f"{g.symbol} ({g.name})" if g.name else g.symbol for g in genes])
    return claim(
        f"You asked about {biomarker_words(biomarker)}. The gene is {named}."
        if len(genes) == 1
        else f"You asked about {biomarker_words(biomarker)}. The genes are {named}.",
        biomarker.id,
        *(g.id for g in genes),
    )


def _partners(facts: Facts) -> list[Sentence]:
    """Shares of narrower alterations among carriers, one sentence a study."""
    studies: dict[tuple[str, str], list[Figure]] = {}
    for figure in facts.prevalence.parts:
        study = (figure.observation.cohort_group or figure.observation.id, figure.cancer)
        studies.setdefault(study, []).append(figure)
    sentences = []
    for (_, cancer), figures in studies.items():
        words = "; ".join(f"{biomarker_name(facts, f.biomarker)} {figure_words(f)}" for f in figures)
        sentences.append(
            claim(
                f"Among carriers with {cancer_as_kind(facts, cancer)}, one study found: {words}.",
                *(f.observation.id for f in figures),
            )
        )
    return sentences
