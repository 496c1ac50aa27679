"""Gene pairs that were seen as fusions in tumours of TCGA (the reference list of annoFuseData).

A pair is no evidence: callers of fusions report chance events and errors too. The file tells neither
the cancer nor how often, so each row becomes an ObservedPair and nothing is said of it.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from oncotrace.kg.names import Names
from oncotrace.kg.propositions import entity_id
from oncotrace.kg.records import Document, ObservedPair, Quarantined
from oncotrace.loaders.declare import Outcome, Row, SourceModule

FUSIONS = "oid:source-fusions"
LIST = Document(
    id="oid:doc-annofusedata-fusionreference",
    kind="database_row",
    title="annoFuseData, reference list of fusions seen in TCGA",
    url="https://github.com/d3b-center/annoFuseData/blob/HEAD/inst/extdata/fusionreference.txt",
)
UNKNOWN = "a partner has no name that one gene alone carries"


def records(rows: Iterable[Row], names: Names) -> Iterator[Outcome]:
    """A pair for every row whose two genes are known; before the first, the list itself."""
    yield LIST
    gene = cache(names.gene)
    for row in rows:
        printed = row["FusionName"]
        five, _, three = printed.partition("--")
        left, right = gene(five), gene(three)
        if not left or not right:
            yield Quarantined(
                id=entity_id("quarantine", f"fusions {five} {three}"),
                source=FUSIONS,
                locator=printed,
                reason=UNKNOWN,
                content=f"{printed} ({row['type']})",
            )
            continue
        yield ObservedPair(
            id=entity_id("pair", f"fusions {five} {three}"),
            five_prime=left,
            three_prime=right,
            source=FUSIONS,
            documents=(LIST.id,),
            locator=printed,
        )


SOURCE = SourceModule(
    name="fusions",
    title="annoFuseData, gene pairs seen as fusions in TCGA",
    home="https://github.com/d3b-center/annoFuseData",
    download="https://raw.githubusercontent.com/d3b-center/annoFuseData/HEAD/inst/extdata/fusionreference.txt",
    licence="MIT",
    redistributable=True,
    gives="Observed pairs: genes that were seen joined. They are no evidence, and answers do not use them",
    file="fusions/*fusionreference.txt",
    read="tsv",
    columns=("FusionName", "type"),
    floors={"ObservedPair": 17_400},
    stage="statements",
    records=records,
    versions={"23dd7691e267ee6e116cc067b9ed13ad65918e0124db9016f7225cca110a790f": "2024-08"},
    fetches={
        "fusions/annofuse-fusionreference.txt": (
            "https://raw.githubusercontent.com/d3b-center/annoFuseData/HEAD/inst/extdata/fusionreference.txt"
        )
    },
)
