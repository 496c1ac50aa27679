"""The curated core: the facts that the project states itself, in ``loaders/core``.

Strict to the last key. Whatever breaks the schema, names something that stands in no file or writes a
biomarker otherwise than ``kg.biomarkers`` does, raises CoreFactError with the file, the line, the
entry and what to do.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from oncotrace.kg.biomarkers import Genes, read
from oncotrace.kg.errors import CoreFactError, Unreadable
from oncotrace.kg.names import Names
from oncotrace.kg.profiles import merge
from oncotrace.kg.records import Biomarker, Record
from oncotrace.loaders import core_records as build
from oncotrace.loaders import readers
from oncotrace.loaders.core_schema import SECTIONS, Entry
from oncotrace.loaders.declare import Row, SourceModule, describe
from oncotrace.loaders.text import Malformed

FOLDER = Path(__file__).parent / "core"
_HELP = "loaders/core/README.md tells the fields"


@dataclass(slots=True)
class Placed:
    """An entry and where it stands."""

    entry: Any
    section: str
    file: str
    line: int

    @property
    def key(self) -> str:
        return str(getattr(self.entry, "id", "") or getattr(self.entry, "name", ""))

    def fault(self, what: str, todo: str) -> CoreFactError:
        return _fault(self.file, self.line, self.key, what, todo)


@dataclass(slots=True)
class Core:
    """The entries of the core by section, each checked against its schema and against the others."""

    sections: dict[str, list[Placed]] = field(default_factory=dict)

    def of(self, section: str) -> list[Placed]:
        return self.sections.get(section, [])

    def all(self) -> Iterator[Placed]:
        for section in SECTIONS:
            yield from self.of(section)


# --- reading ----------------------------------------------------------------------------------


def parse(rows: Iterable[Row]) -> Core:
    """The core of these rows; CoreFactError at the first that is wrong."""
    core = Core()
    for row in rows:
        placed = _placed(row)
        core.sections.setdefault(placed.section, []).append(placed)
    _check_ids(core)
    _check_references(core)
    return core


def rows_of(folder: Path) -> Iterator[Row]:
    """The rows of a folder of core files. The core is our own and needs no sandbox."""
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            yield from (Row(cells, name, line) for line, cells in readers.READERS["yaml"](path))
        except Malformed as error:
            raise _fault(name, error.line, "not YAML", error.what, "Correct it") from None


def _placed(row: Row) -> Placed:
    section = row.file.split("/")[0].removesuffix(".yaml")
    named = str(row.get("id") or row.get("name") or "an entry without id")
    model = SECTIONS.get(section)
    if model is None:
        raise _fault(
            row.file, row.line, named, "no such file in the core", f"Choose among {', '.join(SECTIONS)}"
        )
    try:
        return Placed(model.model_validate(dict(row)), section, row.file, row.line)
    except ValidationError as error:
        raise _fault(row.file, row.line, named, *_explain(error, model)) from None


def _explain(error: ValidationError, model: type[Entry]) -> tuple[str, str]:
    """What is wrong first, and what to do about it."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    match first["type"]:
        case "extra_forbidden":
            return f"the key {where!r} is unknown", f"Keys here: {', '.join(model.model_fields)}; {_HELP}"
        case "missing":
            return f"{where} is missing", f"Add it; {_HELP}"
        case "value_error":
            said = str(first["ctx"]["error"])
            return f"{where}: {said}" if where else said, f"Correct it; {_HELP}"
        case _:
            return f"{where} is {first['input']!r}: {first['msg']}", f"Correct it; {_HELP}"


def _fault(file: str, line: int, key: str, what: str, todo: str) -> CoreFactError:
    return CoreFactError(f"loaders/core/{file}, line {line}, {key}: {what}. {todo}.")


# --- checks across files ----------------------------------------------------------------------


def _identity(placed: Placed) -> str:
    """The id that the entry's record will have."""
    match placed.section:
        case "genes" | "cancers" | "documents":
            return placed.key
        case "drugs":
            return build.drug_id(placed.key)
        case "resources" | "coverage":
            return f"{placed.section}:{placed.key}"
        case _:
            return build.statement_id(placed.key)


def _check_ids(core: Core) -> None:
    seen: dict[str, Placed] = {}
    for placed in core.all():
        first = seen.setdefault(_identity(placed), placed)
        if first is not placed:
            what = f"the id stands there twice, first in {first.file}, line {first.line}"
            raise placed.fault(what, "Merge the two entries or give one another id")


_LISTS = {
    "broader": "cancer",
    "excluded_cancers": "cancer",
    "targets": "gene",
    "therapies": "drug",
    "explained_by": "figure",
}
"""Fields whose name does not tell what kind of thing they list."""


def _references(placed: Placed) -> Iterator[tuple[str, str]]:
    """(kind, id) of all that an entry names; the kinds are those of ``_HOME``."""
    entry = placed.entry
    for name in (*_LISTS, "documents", "cancers"):
        kind = _LISTS
        for value in getattr(entry, name, ()):
            yield kind.get(name, name.removesuffix("s")), value
    for name in ("cancer", "drug"):
        if value := getattr(entry, name, None):
            yield name, value
    for event in getattr(entry, "events", ()):
        yield from (("document", id) for id in event.documents)
    if whole := getattr(entry, "regimen", None):
        yield from (("drug", name) for name in whole.drugs)


_HOME = {
    "cancer": "cancers.yaml",
    "document": "documents/",
    "drug": "drugs.yaml",
    "gene": "genes.yaml",
    "figure": "prevalence/",
}


def _check_references(core: Core) -> None:
    known = {
        "cancer": {p.entry.id for p in core.of("cancers")},
        "document": {p.entry.id for p in core.of("documents")},
        "drug": {p.entry.name for p in core.of("drugs")},
        "gene": {p.entry.symbol for p in core.of("genes")},
        "figure": {p.entry.id for p in core.of("prevalence")},
    }
    for placed in core.all():
        for kind, id in _references(placed):
            if id not in known[kind]:
                todo = f"Add it to loaders/core/{_HOME[kind]} or name one that stands there"
                raise placed.fault(f"no {kind} {id!r} in the core", todo)


# --- records ----------------------------------------------------------------------------------


def entities_of(core: Core) -> Iterator[Record]:
    """Genes, cancers, drugs and documents."""
    symbols = {p.entry.symbol: p.entry.id for p in core.of("genes")}
    yield from (build.gene(p.entry) for p in core.of("genes"))
    yield from (build.cancer(p.entry) for p in core.of("cancers"))
    yield from (build.drug(p.entry, symbols) for p in core.of("drugs"))
    yield from (build.document(p.entry) for p in core.of("documents"))


def statements_of(core: Core, genes: Genes) -> Iterator[Record]:
    """Biomarkers, regimens, propositions, statements, events, resources and coverage; each id once."""
    readings: list[list[Biomarker]] = []
    stated: dict[str, Record] = {}
    for section, translate in build.STATEMENTS.items():
        for placed in core.of(section):
            for record in translate(placed.entry, _biomarkers(placed, genes, readings)):
                stated.setdefault(record.id, record)
    yield from _united(readings)
    yield from stated.values()


def _united(readings: list[list[Biomarker]]) -> list[Biomarker]:
    """Each biomarker once, by label, with all that is broader: an OR is known where its label was read
    only, and the same member may have been read alone before."""
    broader: dict[str, set[str]] = {}
    for biomarker in (b for reading in readings for b in reading):
        broader.setdefault(biomarker.id, set()).update(biomarker.broader)
    biomarkers = (replace(b, broader=tuple(sorted(broader[b.id]))) for b in merge(readings))
    return sorted(biomarkers, key=lambda b: b.label)


def _biomarkers(placed: Placed, genes: Genes, readings: list[list[Biomarker]]) -> Callable[[str], str]:
    """From a label to the biomarker's id; the reading is kept. CoreFactError: not a canonical label."""

    def of(label: str) -> str:
        if not label:
            return ""
        try:
            reading = read(label, genes)
        except Unreadable as error:
            raise placed.fault(str(error), "Write it as kg/biomarkers.py reads it") from None
        if reading[0].label != label:
            raise placed.fault(f"the biomarker {label!r} is not canonical", f"Write {reading[0].label!r}")
        readings.append(reading)
        return reading[0].id

    return of


def entities() -> Iterator[Record]:
    """The entities of the core that ships with the package."""
    return entities_of(parse(rows_of(FOLDER)))


def statements(genes: Genes) -> Iterator[Record]:
    """The statements of the core that ships with the package, and all that they need."""
    return statements_of(parse(rows_of(FOLDER)), genes)


def load_core(folder: Path = FOLDER) -> list[Record]:
    """All records of a core on its own: its genes alone are known. The source comes first."""
    core = parse(rows_of(folder))
    found = list(entities_of(core))
    names = Names.of(found)
    stated = list(statements_of(core, names.genes))
    return [describe(SOURCE, metadata.version("oncotrace")), *found, *stated]


def records(rows: Iterable[Row], names: Names | None) -> Iterator[Record]:
    """The entities where no names are given, else the statements."""
    core = parse(rows)
    return entities_of(core) if names is None else statements_of(core, names.genes)


SOURCE = SourceModule(
    name="core",
    title="Oncotrace curated core",
    home="https://w3id.org/oncotrace/",
    download="https://w3id.org/oncotrace/",
    licence=build.LICENCE,
    redistributable=True,
    gives="checked facts on frequency, approvals, resistance and testing, with their sources and doubts",
    file="**/*.yaml",
    read="yaml",
    columns=(),
    floors={
        "Gene": 88,
        "Cancer": 110,
        "Drug": 98,
        "PrevalenceObservation": 240,
        "Indication": 165,
        "Finding": 57,
        "Resource": 12,
        "Coverage": 12,
    },
    stage="both",
    records=records,
    bundled=True,
)
