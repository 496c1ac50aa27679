"""Names of substances by UNII: official names, common names, brands and laboratory codes (FDA).

The file is the list of names of the UNII archive, or a slice of it: one row a name. A substance gets
the name that the WHO gave it (INN) where it has exactly one, else the display name of the list.
"""

import re
from collections.abc import Iterable, Iterator
from string import capwords

from oncotrace.kg.records import Drug
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule, other_names

_SOURCE_OF_NAME = re.compile(r" \[([^][]+)\]$")
SHORTEST, LONGEST = 4, 60
"""Shorter names are words (``MAY``) and initials; longer ones are chemical or structural descriptions,
which nobody types."""


def _unfit(row: Row) -> str:
    """Why a name would mislead an index of names; empty where it is fit."""
    name = row["Name"]
    if row["TYPE"] == "sys" or len(name) > LONGEST:
        return "a systematic or descriptive name"
    if " COMPONENT " in name:
        return "a product of which the substance is a part"
    if " IMPURITY" in name:
        return "named as an impurity of another substance"
    if name.isdigit() or len(name) < SHORTEST:
        return "a bare number or a few letters, which mean other things as well"
    return ""


def _as_written(name: str) -> str:
    """Words in lower case, codes (``PF-2341066``) as printed; without the mark ``[INN]``."""
    name = _SOURCE_OF_NAME.sub("", name)
    return name if any(letter.isdigit() for letter in name) else name.lower()


def _label(rows: list[Row]) -> str:
    display = str(rows[0]["Display Name"])
    inns = {row["Name"].removesuffix(" [INN]") for row in rows if row["Name"].endswith(" [INN]")}
    return inns.pop().lower() if len(inns) == 1 and display not in inns else display.lower()


def _drug(unii: str, rows: list[Row], fit: list[Row]) -> Drug:
    label = _label(rows)
    brands = [capwords(row["Name"]) for row in fit if row["TYPE"] == "bn"]
    names = [_as_written(row["Name"]) for row in fit if row["TYPE"] != "bn"]
    synonyms = other_names(label, [rows[0]["Display Name"].lower(), *names])
    return Drug(id=f"UNII:{unii}", label=label, synonyms=synonyms, brands=other_names(label, brands))


def records(rows: Iterable[Row]) -> Iterator[Outcome]:
    """A drug for every UNII; the names that are not fit are skipped."""
    named: dict[str, list[Row]] = {}
    fit: dict[str, list[Row]] = {}
    for row in rows:
        named.setdefault(row["UNII"], []).append(row)
        if reason := _unfit(row):
            yield Skipped(f"UNII:{row['UNII']}, line {row.line}", reason)
        else:
            fit.setdefault(row["UNII"], []).append(row)
    for unii, names in named.items():
        yield _drug(unii, names, fit.get(unii, []))


SOURCE = SourceModule(
    name="unii",
    title="FDA Substance Registration System, UNII names",
    home="https://precision.fda.gov/uniisearch",
    download="https://precision.fda.gov/uniisearch/archive/latest/UNIIs.zip",
    licence="public domain",
    redistributable=True,
    gives="Drugs by UNII: names, brands and laboratory codes",
    file="unii/unii-oncology-slice.tsv",
    read="tsv",
    columns=("Name", "TYPE", "UNII", "Display Name"),
    floors={"Drug": 355},
    stage="entities",
    records=records,
    versions={"b9fc9aca09ff4da54470bc6f90ea65929c39b1f4a1652bf06684ae7b57733c2c": "2025"},
)
