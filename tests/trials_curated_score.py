"""The second yardstick: 35 trials whose biomarkers curators coded: ``python tests/trials_curated_score.py``.

Curators give a name of the NCI Thesaurus and whether it includes or excludes. The name is read as any text
is; names in which no gene is read (viruses, cells, levels in blood) are left out and counted.
"""

import json
import sys
from pathlib import Path
from typing import Any

from trials_score import SOURCES, Found, read, score, table

from oncotrace.kg.release import open_release
from oncotrace.loaders.eligibility import mentions, tokens
from oncotrace.loaders.eligibility.lexicon import GraphLexicon

FILE = SOURCES / "clinicaltrials" / "curator-labelled-biomarkers.ndjson"


def coded(trial: dict[str, Any], lexicon: GraphLexicon) -> tuple[set[Found], int]:
    """What the curators coded, by gene, and how many names were left out."""
    found: set[Found] = set()
    left_out = 0
    for biomarker in trial["biomarkers"]:
        named = mentions.mentions(tokens.read(biomarker["name"], 0, lexicon))
        left_out += not named
        for mention in named:
            absent = mention.absent != (biomarker["eligibility_criterion"] == "exclusion")
            found.add((mention.gene, mention.change, "excludes" if absent else "selects"))
    return found, left_out


def text_of(trial: dict[str, Any]) -> str:
    """The criteria as one text with its two headings."""
    parts = {True: ["Inclusion Criteria:"], False: ["Exclusion Criteria:"]}
    for criterion in trial["criteria"]:
        parts[bool(criterion["inclusion"])].append(f"* {criterion['text']}")
    return "\n\n".join((*parts[True], *parts[False]))


def main(path: Path = FILE) -> None:
    trials = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    opened = open_release()
    try:
        lexicon = GraphLexicon(opened.names)
        told = [coded(trial, lexicon) for trial in trials]
        found = [read(text_of(trial), lexicon) for trial in trials]
        pairs = list(zip(found, (labels for labels, _ in told), strict=True))
    finally:
        opened.graph.close()
    names = sum(len(trial["biomarkers"]) for trial in trials)
    sys.stdout.write("\n".join(table(score(pairs))) + "\n")
    sys.stdout.write(f"{sum(left for _, left in told)} of {names} coded names hold no gene that is read\n")


if __name__ == "__main__":
    main()
