"""How well eligibility texts are read, against labels that people made: ``python tests/trials_score.py``.

Precision, recall and F1 of selection and of exclusion, by gene and by gene with its class of change; over
all labels (micro) and averaged by trial (macro, over trials with a label or a reading of that polarity).
Names come from the current release (or ``--release``), texts from the published files, and a text whose
hash is not that of its label is refused.

Labels: ``{"NCT...": {"draw": 2, "sha256": "...", "labels": [...]}}``; a label has gene, class, polarity,
scope and quote.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

from oncotrace.kg.release import open_release
from oncotrace.loaders import clinicaltrials, sources
from oncotrace.loaders.eligibility import reading
from oncotrace.loaders.eligibility.lexicon import GraphLexicon
from oncotrace.loaders.eligibility.scope import Cancers

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "data" / "trials" / "labels.json"
SOURCES = ROOT.parent / "shared" / "sources"
UNSEEN = (2, 3)
"""The draws whose labels nobody saw who wrote the reader (``data/trials/README.md``)."""
POLARITIES = ("selects", "excludes")
LEVELS = ("gene", "gene and class")

Found = tuple[str, str, str]
"""Gene, class, polarity."""


@dataclass(slots=True)
class Score:
    """Counts over trials of one polarity at one level."""

    right: int = 0
    read: int = 0
    labelled: int = 0
    by_trial: list[float] = field(default_factory=list)

    def add(self, read: set[str], labelled: set[str]) -> None:
        if not (read or labelled):
            return
        both = len(read & labelled)
        self.right += both
        self.read += len(read)
        self.labelled += len(labelled)
        self.by_trial.append(2 * both / (len(read) + len(labelled)))

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        total = self.read + self.labelled
        return 2 * self.right / total if total else 0.0

    @property
    def macro(self) -> float:
        return mean(self.by_trial) if self.by_trial else 0.0


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Number and eligibility text of every trial of the folder of sources; the newest version last."""
    source = clinicaltrials.SOURCE
    rows = sources.rows_of(source, sources.locate(source, folder), folder)
    for row in sorted((r for r in rows if r["nctId"]), key=lambda row: row["statusOn"]):
        yield row["nctId"], row["eligibility"]


def read(text: str, lexicon: Cancers) -> set[Found]:
    """What the program reads of a text."""
    return {(m.gene, m.change, r.polarity) for r in reading.read(text, lexicon) for m in r.mentions}


def labelled(entry: dict[str, Any]) -> set[Found]:
    return {(label["gene"], label["class"], label["polarity"]) for label in entry["labels"]}


def score(pairs: Iterable[tuple[set[Found], set[Found]]]) -> dict[tuple[str, str], Score]:
    """Scores by polarity and level of (read, labelled) pairs, one a trial."""
    scores = {(polarity, level): Score() for polarity in POLARITIES for level in LEVELS}
    for found, told in pairs:
        for (polarity, level), total in scores.items():
            total.add(_at(found, polarity, level), _at(told, polarity, level))
    return scores


def _at(found: set[Found], polarity: str, level: str) -> set[str]:
    return {gene if level == "gene" else f"{gene} {kind}" for gene, kind, of in found if of == polarity}


def of_file(
    labels: Path, folder: Path, lexicon: Cancers, draws: Collection[int] = UNSEEN
) -> dict[tuple[str, str], Score]:
    """The scores of these draws of a file of labels. ValueError: a text is missing, or is not the one that
    was labelled."""
    told: dict[str, dict[str, Any]] = json.loads(labels.read_text("utf-8"))
    by_hash = {(number, hashlib.sha256(text.encode()).hexdigest()): text for number, text in texts(folder)}
    pairs = []
    for number, entry in sorted(told.items()):
        if entry["draw"] not in draws:
            continue
        text = by_hash.get((number, entry["sha256"]))
        if text is None:
            raise ValueError(f"{number}: no text with the sha256 of its label in {folder}")
        pairs.append((read(text, lexicon), labelled(entry)))
    return score(pairs)


def table(scores: dict[tuple[str, str], Score]) -> Iterator[str]:
    head = ("polarity", "level", "precision", "recall", "F1", "F1 by trial", "labels")
    yield "{:<10}{:<16}{:>10}{:>8}{:>7}{:>13}{:>8}".format(*head)
    for (polarity, level), total in scores.items():
        yield (
            f"{polarity:<10}{level:<16}{total.precision:>10.3f}{total.recall:>8.3f}{total.f1:>7.3f}"
            f"{total.macro:>13.3f}{total.labelled:>8}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the reading of eligibility texts.")
    parser.add_argument("labels", type=Path, nargs="?", default=LABELS)
    parser.add_argument("--sources-dir", type=Path, default=SOURCES)
    parser.add_argument("--release")
    asked = parser.parse_args()
    opened = open_release(asked.release)
    try:
        scores = of_file(asked.labels, asked.sources_dir, GraphLexicon(opened.names))
    finally:
        opened.graph.close()
    sys.stdout.write("\n".join(table(scores)) + "\n")


if __name__ == "__main__":
    main()
