"""Tumour types as pathologists and sequencing panels name them (OncoTree).

Nodes of level 2 and deeper are cancers. Level 1 is a tissue: NCIt gives PANCREAS the code of the
organ (C12393), not of a disease. It is kept as the ``tissue`` of all cancers below it, which is what
tells solid cancers from those of LYMPH and MYELOID.
"""

from collections.abc import Iterable, Iterator

from oncotrace.kg.records import Cancer
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule


def records(rows: Iterable[Row]) -> Iterator[Outcome]:
    """A cancer for every node below a tissue. Parents come first."""
    tissue: dict[str, str] = {}
    for row in rows:
        code, parent, level = row["code"], row["parent"], row["level"]
        tissue[code] = code if level == 1 else tissue.get(parent, "")
        if level < 2:
            yield Skipped(f"ONCOTREE:{code}", "a tissue, no cancer")
            continue
        yield Cancer(
            id=f"ONCOTREE:{code}",
            label=row["name"],
            xrefs=tuple(f"NCIT:{id}" for id in row["externalReferences"].get("NCI", ())),
            broader=(f"ONCOTREE:{parent}",) if level > 2 else (),
            tissue=tissue[code],
        )


SOURCE = SourceModule(
    name="oncotree",
    title="OncoTree",
    home="https://oncotree.mskcc.org/",
    download="https://oncotree.mskcc.org/api/tumorTypes/tree",
    licence="CC-BY-4.0",
    redistributable=True,
    gives="Cancers by OncoTree code, with tissue, parent and NCIt code",
    file="oncotree/oncotree_*.json",
    read="json_tree",
    columns=("code", "name", "parent", "level", "externalReferences"),
    floors={"Cancer": 820},
    stage="entities",
    records=records,
    fetches={"oncotree/oncotree_current.json": "https://oncotree.mskcc.org/api/tumorTypes/tree"},
    version_in=r"oncotree_(\d{4}_\d{2}_\d{2})\.json",
)
