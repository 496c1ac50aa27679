"""Forms are tried one by one and only where a text can match them; one expression of all says the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from oncotrace.queries import alteration_patterns
from oncotrace.queries.alteration_patterns import alterations

ALL = re.compile("|".join(form for _, form in alteration_patterns._FORMS), re.IGNORECASE | re.VERBOSE)

PIECES = """ROS1 KRAS G12C G12X E746_A750del p.L858R p.(Gly12Cys) gly12cys Met1Ter V600E/K v600e V600 T790M*
fs*12 exon19 ex14 skipping del19 19del in-frame insertions in exon 20 exons deletion ITD internal
tandem duplications vIII v:: ::ALK EML4::ALK :: gene fusion fused re-arranged translocation
inversion positive mutation wild type wt not mutated copy-number gain amplified over-expression
underexpress promoter hypermethylation methylated loss of function loss-of-function lost homozygous
deletion deleted variants expression + PD-L1+ negative germ-line inherited hereditary pathogenic
variant mutants mut genetic alterations aberration changes altered""".split()


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.sampled_from([" ", "", "-", " / "]))
def test_all_forms_together_find_the_same(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert [(a.start, a.end) for a in alterations(text)] == [match.span() for match in ALL.finditer(text)]
