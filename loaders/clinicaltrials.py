"""ClinicalTrials.gov, API version 2: trials, their arms, and the criteria read from their eligibility text.

Files may be saved pages of the API, arrays, single studies or NDJSON, in any mixture; of a trial that
stands in several, the newest version is taken.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice

from oncotrace.kg.biomarkers import read as read_biomarker
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.names import Names
from oncotrace.kg.records import Biomarker, Criterion, Record, Trial, TrialArm
from oncotrace.loaders.declare import Outcome, Row, Skipped, SourceModule, Unmapped
from oncotrace.loaders.eligibility import reading
from oncotrace.loaders.eligibility.mentions import Mention
from oncotrace.loaders.eligibility.pool import Readers
from oncotrace.loaders.kept import KeptRows, Waiting, packed
from oncotrace.loaders.trial_names import TrialNames
from oncotrace.ontology.terms import TRIAL_STATUSES

REGISTER = "oid:source-clinicaltrials"

NO_STUDY = "no study of the register's API, version 2"
NO_TITLE = "a study without a number or a title"
OLDER = "an older version of a trial that stands in another file"

_AT_ONCE = 2_000
"""Trials that are read together."""

_NUMBER = re.compile(r"NCT\d{8}")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_AGE = re.compile(r"(\d{1,3}) (Year|Month|Week|Day|Hour|Minute)s?")
_PHASES = {"EARLY_PHASE1": "early 1", "PHASE1": "1", "PHASE2": "2", "PHASE3": "3", "PHASE4": "4"}
_SEXES = {"FEMALE": "female", "MALE": "male"}


def records(rows: Iterable[Row], names: Names, kept: KeptRows | None = None) -> Iterator[Outcome]:
    """Of every trial its record, arms and criteria, and before them the biomarkers that they refer to, each
    with the first trial that does.

    Trials that ``kept`` knows are not read again. Which version of a trial is the newest is known at the end:
    until then what was made of each waits on disk.
    """
    loader = _Loader(names)
    newest: dict[str, tuple[str, int]] = {}
    with Waiting() as waiting, closing(loader):
        for some in _batches(rows):
            whole = []
            for row in some:
                if not row["nctId"]:
                    yield Skipped(row.at, NO_STUDY)
                elif not _NUMBER.fullmatch(row["nctId"]) or not row["title"]:
                    yield Skipped(row.at, NO_TITLE)
                else:
                    whole.append(row)
            for row, made in loader.of_trials(whole, kept):
                number = row["nctId"]
                if number in newest:
                    yield Skipped(row.at, OLDER)
                if number not in newest or newest[number][0] < row["statusOn"]:
                    newest[number] = (row["statusOn"], waiting.put(made))
        loader.close()  # its processes are not needed for what follows
        told: set[str] = set()
        for _, place in newest.values():
            for outcome in waiting.get(place):
                if not isinstance(outcome, Biomarker):
                    yield outcome
                elif outcome.id not in told:
                    told.add(outcome.id)
                    yield outcome


def _first(biomarkers: Iterable[Biomarker]) -> Iterable[Biomarker]:
    """Each biomarker once, as it was told first."""
    found: dict[str, Biomarker] = {}
    for biomarker in biomarkers:
        found.setdefault(biomarker.id, biomarker)
    return found.values()


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        yield some


class _Loader:
    """What all trials share: names that were looked up, and biomarkers that were made."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known = TrialNames(names)
        self._readers = Readers(names)
        self._found: dict[str, list[Biomarker]] = {}

    def close(self) -> None:
        self._readers.close()

    def of_trials(self, rows: list[Row], kept: KeptRows | None) -> Iterator[tuple[Row, str]]:
        """Each row with its packed outcomes, the biomarkers that it refers to first; in order."""
        before = [kept.get(row) if kept else None for row in rows]
        new = [row["eligibility"] for row, known in zip(rows, before, strict=True) if known is None]
        read = iter(self._readers.read(new))
        for row, known in zip(rows, before, strict=True):
            made = packed(self._of_trial(row, next(read))) if known is None else known
            if kept and known is None:
                kept.put(row, made)
            yield row, made

    def _of_trial(self, row: Row, found: list[reading.Reading]) -> list[Outcome]:
        trial, text = f"NCT:{row['nctId']}", row["eligibility"]
        criteria: list[Criterion] = []
        biomarkers: list[Biomarker] = []
        for number, one in enumerate(found, 1):
            named = [told for mention in one.mentions if (told := self._biomarkers(mention))]
            biomarkers += (biomarker for told in named for biomarker in told)
            ids = tuple(dict.fromkeys(told[0].id for told in named))
            criteria.append(self._criterion(trial, number, text, one, ids))
        return [
            *_first(biomarkers),
            *(Unmapped(kind, name) for kind, name in self._known.unmapped(row)),
            self._trial(trial, row, text),
            *self._arms(trial, row),
            *criteria,
        ]

    def _trial(self, id: str, row: Row, text: str) -> Trial:
        status = row["status"].lower()
        return Trial(
            id=id,
            source=REGISTER,
            label=row["title"],
            status=status if status in TRIAL_STATUSES else "unknown",
            status_on=row["statusOn"] if _DAY.fullmatch(row["statusOn"]) else "",
            study_type=row["studyType"].lower(),
            phases=phases(row["phases"]),
            cancers=self._known.cancers(row["conditions"]) or self._known.of_title(row["title"]),
            condition_names=tuple(row["conditions"]),
            drugs=self._known.drugs(row["interventions"]),
            intervention_names=tuple(dict.fromkeys(i["name"] for i in row["interventions"] if i["name"])),
            countries=tuple(sorted({country for country, _ in row["places"]})),
            cities=tuple(f"{city}, {country}" for country, city in row["places"] if city),
            minimum_age=years(row["minimumAge"]),
            maximum_age=years(row["maximumAge"]),
            sex=_SEXES.get(row["sex"], ""),
            text_hash=hashlib.sha256(text.encode()).hexdigest() if text else "",
        )

    def _arms(self, trial: str, row: Row) -> Iterator[Record]:
        for number, arm in enumerate(row["arms"], 1):
            if arm["label"]:
                yield TrialArm(
                    id=f"oid:arm-{row['nctId'].lower()}-{number}",
                    trial=trial,
                    label=arm["label"],
                    kind=arm["type"].replace("_", " ").lower(),
                    drugs=self._known.drugs([{"name": name.partition(": ")[2]} for name in arm["gives"]]),
                )

    def _criterion(
        self, trial: str, number: int, text: str, one: reading.Reading, biomarkers: tuple[str, ...]
    ) -> Criterion:
        return Criterion(
            id=f"oid:criterion-{trial.removeprefix('NCT:').lower()}-{number}",
            trial=trial,
            polarity=one.polarity,
            quote=text[one.start : one.end],
            section=one.section,
            biomarkers=biomarkers,
            therapies=one.earlier.drugs if one.earlier else (),
            genes=self._genes(one.earlier.genes) if one.earlier else (),
            logic=one.logic if len(biomarkers) > 1 else "",
            scope=one.scope,
            cancers=one.cancers,
            start=one.start,
            end=one.end,
            certainty=one.certainty,
        )

    def _genes(self, symbols: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for symbol in symbols if (id := self._names.gene(symbol))))

    def _biomarkers(self, mention: Mention) -> list[Biomarker]:
        """A mention's biomarker, then all it refers to; of a variant that cannot be read, the mutation."""
        for label in labels(mention):
            if label not in self._found:
                self._found[label] = self._read(label)
            if self._found[label]:
                return self._found[label]
        return []

    def _read(self, label: str) -> list[Biomarker]:
        try:
            return read_biomarker(label, self._names.genes)
        except Unreadable:
            return []


_NAMED = {
    ("MSI", "signature"): "MSI-H",
    ("MMR", "signature"): "dMMR",
    ("TMB", "signature"): "TMB-H",
    ("HRD", "signature"): "HRD",
    ("HRR", "signature"): "HRR gene mutation",
}
"""Biomarkers that have a name of their own (``kg.signatures``)."""


_POSITIVE = {"ERBB2": "HER2", "ESR1": "ER", "PGR": "PR", "CLDN18": "CLDN18.2", "FOLR1": "FOLR1"}
_AMOUNTS = {"high": "-positive", "low": "-low", "ultralow": "-ultralow"}
"""Proteins whose amount has names; "expression" of one alone leaves the amount open."""


def labels(mention: Mention) -> list[str]:
    """The words in which ``kg.biomarkers`` may read a mention, the most exact first."""
    if name := _NAMED.get((mention.gene, mention.change)):
        return [name]
    if mention.change == "expression" and mention.gene in _POSITIVE and mention.variant:
        named = f"{_POSITIVE[mention.gene]}{_AMOUNTS[mention.variant]}"
        return [named, f"{mention.gene} expression"]
    if mention.change == "variant":
        # In trials G719X is any change of the residue, not a stop.
        variant = re.sub(r"(?<=\d)X$", "", mention.variant)
        return [f"{mention.gene} {variant}", f"{mention.gene} mutation"]
    if mention.change == "methylation":
        return [f"{mention.gene} promoter methylation", f"{mention.gene} methylation"]
    return [f"{mention.gene} {mention.change}", f"{mention.gene} alteration"]


def phases(printed: Iterable[str]) -> tuple[str, ...]:
    """``PHASE1`` or, as older copies print it, ``Phase 1/Phase 2``; what is no phase is left out."""
    parts = (part for text in printed for part in text.upper().replace(" ", "").split("/"))
    return tuple(dict.fromkeys(_PHASES[part] for part in parts if part in _PHASES))


def years(printed: str) -> int | None:
    """Completed years of an age as printed (``18 Years``, ``6 Months``); None where none is."""
    found = _AGE.fullmatch(printed)
    if found is None:
        return None
    return int(found[1]) // {"Year": 1, "Month": 12}.get(found[2], 999)


SOURCE = SourceModule(
    name="clinicaltrials",
    title="ClinicalTrials.gov",
    home="https://clinicaltrials.gov/",
    download="https://clinicaltrials.gov/api/v2/studies",
    licence="public domain",
    redistributable=True,
    gives="Trials: cancers, drugs, places, and whom their eligibility text selects or excludes by biomarker",
    file="clinicaltrials/**/*json",
    read="studies",
    columns=("nctId",),
    floors={"Trial": 1},
    stage="statements",
    by_row=True,
    records=records,
    many=True,
    version_in=r'"(?:dataTimestamp|versionHolder)":\s*"(\d{4}-\d\d-\d\d)',
    versions={"c4c1ad1b730329ce3a6793894c3a3428e4badba49b91abe4a34bc4dc1190063b": "2026-01-05"},
)
