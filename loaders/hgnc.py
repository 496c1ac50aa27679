"""Human genes with their approved symbols, aliases and previous symbols (HGNC)."""

from collections.abc import Iterable, Iterator

from oncotrace.kg.records import Gene
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule

_XREFS = (
    ("NCBIGENE", "NCBI Gene ID(supplied by NCBI)"),
    ("ENSEMBL", "Ensembl gene ID"),
    ("UNIPROT", "UniProt ID(supplied by UniProt)"),
)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(", ")))


def records(rows: Iterable[Row]) -> Iterator[Outcome]:
    """A gene for every approved symbol."""
    for row in rows:
        if row["Status"] != "Approved":
            yield Skipped(row["HGNC ID"], row["Status"].lower())
            continue
        yield Gene(
            id=row["HGNC ID"],
            symbol=row["Approved symbol"],
            name=row["Approved name"],
            aliases=_listed(row["Alias symbols"]),
            previous_symbols=_listed(row["Previous symbols"]),
            locus_type=row["Locus type"],
            xrefs=tuple(f"{prefix}:{id}" for prefix, column in _XREFS for id in _listed(row[column])),
        )


_ADDRESS = (
    "https://www.genenames.org/cgi-bin/download/custom?col=gd_hgnc_id&col=gd_app_sym&col=gd_app_name"
    "&col=gd_status&col=gd_aliases&col=md_eg_id&col=md_prot_id&col=md_mgd_id&col=md_rgd_id"
    "&col=gd_prev_sym&col=gd_pub_ensembl_id&col=gd_locus_type&col=gd_enz_ids&status=Approved"
    "&status=Entry%20Withdrawn&hgnc_dbtag=on&order_by=gd_app_sym_sort&format=text&submit=submit"
)

SOURCE = SourceModule(
    name="hgnc",
    title="HUGO Gene Nomenclature Committee, gene names",
    home="https://www.genenames.org/",
    download=_ADDRESS,
    licence="CC0-1.0",
    redistributable=True,
    gives="Genes: approved symbols, names, aliases, previous symbols, locus types",
    file="hgnc/hgnc_entries.tsv",
    read="tsv",
    columns=(
        "HGNC ID",
        "Approved symbol",
        "Approved name",
        "Status",
        "Alias symbols",
        "Previous symbols",
        "Locus type",
        *(column for _, column in _XREFS),
    ),
    floors={"Gene": 41_600},
    stage="entities",
    records=records,
    fetches={"hgnc/hgnc_entries.tsv": _ADDRESS},
    versions={"a86c0a210385c95ba3251b0202250f4af0f1dd3e8369313ce49f9df92da6ea46": "2024-07-23"},
)
