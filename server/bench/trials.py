"""Made-up trials in the shape and size of the register's, and how long loading them takes.

An eligibility text of the 901 oncology trials that we hold has 4,100 letters on average, and about two in
five name a biomarker; so do these, in rather more lines. No sentence is of a real trial.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oncotrace.server.bench.domain import SEED
from oncotrace.server.bench.memory import peak

COUNTS = {"S": 2_000, "M": 20_000, "L": 125_000}
"""Trials by size of the bench; the largest is about all cancer trials of the register."""

CHANGED = 100
"""Of so many trials one is another in the update."""
_A_PAGE = 1_000

_GENES = "EGFR ALK ROS1 KRAS BRAF MET RET ERBB2 BRCA1 BRCA2 PIK3CA FGFR2 IDH1 NTRK1 TP53 KIT".split()
_CHANGES = ("mutation", "fusion", "amplification", "G12C", "V600E", "exon 20 insertion", "overexpression")
_CANCERS = (
    "Lung Cancer", "Breast Cancer", "Pancreatic Cancer", "Colorectal Cancer", "Solid Tumors", "Melanoma",
    "Carcinoma, Non-Small-Cell Lung", "Acute Myeloid Leukemia", "Multiple Myeloma", "Glioblastoma",
)  # fmt: skip
_DRUGS = ("Crizotinib", "Osimertinib", "Pembrolizumab", "Olaparib", "Sotorasib", "Placebo", "Carboplatin")
_PLAIN = (
    "Age of at least {n} years on the day of consent, and able to swallow tablets whole",
    "Performance status of 0 to {k} on the ECOG scale, without decline over the last {n} days",
    "Neutrophils of at least {n}.{k} x 10^9 per litre and platelets above {n}0 x 10^9 per litre",
    "Bilirubin up to {k}.5 times the upper limit of normal; aminotransferases up to {n} times where the liver"
    " holds metastases",
    "Creatinine clearance above {n} mL per minute by the formula of Cockcroft and Gault",
    "A negative pregnancy test within {n} days of the first dose for those who can become pregnant, and"
    " contraception for {n} weeks after the last one",
    "Measurable disease by RECIST version 1.{k}, or lesions that can be followed on scans of the bone",
    "Radiotherapy within {n} days of the first dose, unless it was for pain alone",
    "Another cancer within the last {k} years, other than those of the skin that were cut out whole",
    "Infection that needs antibiotics into a vein, or active hepatitis B or C",
    "Heart failure, a heart attack or unstable angina within {n} months, or a QTc above 4{n}0 ms",
    "Major surgery within {n} weeks of the first dose, or wounds that have not healed since",
    "Metastases of the brain that were not treated or need more than {k} mg of dexamethasone a day",
    "Treatment within another study of a new medicine within {n} days or {k} half-lives",
)
_TELLING = (
    "Tumour with a {gene} {change} by a test of a certified laboratory",
    "Documented {gene} or {other} {change}",
    "No known {gene} {change}",
    "Patients with a {gene} {change} must have had treatment aimed at it",
    "{gene} wild type in tissue or plasma",
    "Known activating mutation of {gene}, {other} or KRAS",
)


def write(count: int, folder: Path, changed: int = 0) -> None:
    """Saved pages of the register's API; with ``changed``, one trial in so many has another text."""
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, count, _A_PAGE):
        studies = [
            _study(n, bool(changed) and n % changed == 0) for n in range(first, min(first + _A_PAGE, count))
        ]
        (folder / f"page-{first // _A_PAGE:04}.json").write_text(json.dumps({"studies": studies}), "utf-8")


def _study(number: int, changed: bool) -> dict[str, Any]:
    chance = random.Random(f"{SEED} {number}")
    text = _text(chance)
    protocol = {
        "identificationModule": {
            "nctId": f"NCT{number:08}",
            "briefTitle": f"A made-up study, number {number}",
        },
        "statusModule": {
            "overallStatus": "RECRUITING",
            "lastUpdatePostDateStruct": {"date": f"2025-{chance.randrange(1, 13):02}-01"},
        },
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": [chance.choice(("PHASE1", "PHASE2", "PHASE3"))],
        },
        "conditionsModule": {"conditions": chance.sample(_CANCERS, chance.randrange(1, 3))},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": f"Arm {arm}", "type": "EXPERIMENTAL"} for arm in range(chance.randrange(1, 4))
            ],
            "interventions": [{"name": name, "type": "DRUG"} for name in chance.sample(_DRUGS, 2)],
        },
        "eligibilityModule": {
            "eligibilityCriteria": text + "\n* Changed since" if changed else text,
            "minimumAge": "18 Years",
            "sex": "ALL",
        },
        "contactsLocationsModule": {
            "locations": [{"city": f"City {chance.randrange(500)}", "country": "Belgium"} for _ in range(5)]
        },
    }
    return {"protocolSection": protocol}


def _text(chance: random.Random) -> str:
    telling = chance.random() < 0.4

    def lines(count: int) -> Iterator[str]:
        for _ in range(count):
            words = {"n": chance.randrange(3, 30), "k": chance.randrange(1, 5)}
            if telling and chance.random() < 0.1:
                gene, other = chance.sample(_GENES, 2)
                told = chance.choice(_TELLING).format(gene=gene, other=other, change=chance.choice(_CHANGES))
                yield f"* {told}"
            else:
                yield f"* {chance.choice(_PLAIN).format(**words)}"

    inside, outside = "\n".join(lines(22)), "\n".join(lines(22))
    return f"Inclusion Criteria:\n\n{inside}\n\nExclusion Criteria:\n\n{outside}"


def measured(size: str) -> dict[str, float]:
    """Loading them, then again after an update: from files to records, in a process of its own.

    The memory is that of the process and all those that it starts, each page shared in parts, looked at twice
    a second.
    """
    with tempfile.TemporaryDirectory(prefix="oncotrace-bench-") as temporary:
        folder = Path(temporary)
        count = COUNTS[size]
        figures: dict[str, float] = {"trials": count}
        most = 0
        for what, changed in (("loading, s", 0), ("an update of one in a hundred, s", CHANGED)):
            write(count, folder / "sources" / "clinicaltrials", changed)
            command = [sys.executable, "-c", f"from {__name__} import main; main()", temporary]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as loading:
                most = max(most, peak(loading))
                assert loading.stdout
                told = json.loads(loading.stdout.read())
            figures[what] = told["seconds"]
            figures.setdefault("records", told["records"])
        return figures | {"peak memory of all processes, MB": most / 2**20}


def main() -> None:
    """Load the trials of a folder over what was kept before; prints seconds and records as JSON."""
    from oncotrace.kg.names import Names
    from oncotrace.loaders import sources
    from oncotrace.loaders.curated import load_core
    from oncotrace.loaders.kept import Kept

    folder = Path(sys.argv[1])
    core = load_core()
    names = Names.of(core, core)
    source = sources.by_name("clinicaltrials")
    start = time.perf_counter()
    files = sources.locate(source, folder / "sources")
    with Kept(folder / "kept").rows("clinicaltrials", "bench") as kept:
        rows = sources.rows_of(source, files, folder / "sources")
        records = sum(1 for _ in sources.outcomes(source, rows, names, kept))
    print(json.dumps({"seconds": time.perf_counter() - start, "records": records}))
