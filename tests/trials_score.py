"""Score the reading of eligibility criteria against labels that people made by reading.

::

    python tests/trials_score.py LABELS.json REGISTER.ndjson [--home HOME] [--errors] [--only POLARITY]

LABELS: ``{"NCT...": {"labels": [{"gene", "class", "polarity", "scope", "quote"}]}}``, an empty list for a
trial that was read and names nothing. REGISTER: one trial a line, either a study of ClinicalTrials.gov as
published (``protocolSection``) or ``{"nct", "text"}``. HOME is a folder with a release, whose names of genes,
cancers and drugs are used; without it the release in use here.

Printed, for ``selects``, ``excludes`` and ``condition``, at the level of the gene and of gene and class: how
many were labelled and read, precision, recall and F1 over all trials (micro), and F1 averaged over the trials
in which something was labelled or read (macro). A gene that a trial names twice with one polarity counts
once.
``--errors`` prints per trial what was read and not labelled (``+``) and what was labelled and not read
(``-``), with the words.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from oncotrace.kg.release import open_release
from oncotrace.loaders.eligibility import reading
from oncotrace.loaders.eligibility.lexicon import GraphLexicon

POLARITIES = ("selects", "excludes", "condition")

Told = dict[tuple[str, ...], str]
"""(polarity, gene, class) or (polarity, gene), each with the words that say so."""


class Score(NamedTuple):
    labelled: int
    read: int
    precision: float
    recall: float
    f1: float
    macro: float


def texts(register: Path, wanted: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The trials that are labelled, each with its eligibility text."""
    with register.open(encoding="utf-8") as lines:
        for line in lines:
            trial = json.loads(line)
            if "protocolSection" in trial:
                section = trial["protocolSection"]
                number = section["identificationModule"]["nctId"]
                text = section.get("eligibilityModule", {}).get("eligibilityCriteria", "")
            else:
                number, text = trial["nct"], trial["text"]
            if number in wanted:
                yield number, text


def labelled(labels: list[dict[str, str]]) -> Told:
    return {(one["polarity"], one["gene"], one["class"]): one["quote"] for one in labels}


def told(text: str, lexicon: GraphLexicon) -> Told:
    found: Told = {}
    for one in reading.read(text, lexicon):
        for mention in one.mentions:
            found.setdefault((one.polarity, mention.gene, mention.change), text[one.start : one.end])
    return found


def of_genes(all_told: Told) -> Told:
    return {key[:2]: words for key, words in all_told.items()}


def f1(right: int, labelled: int, read: int) -> float:
    return 2 * right / (labelled + read) if labelled + read else 1.0


def score(pairs: list[tuple[Told, Told]], polarity: str) -> Score:
    """Labelled and read statements of each trial, compared for one polarity."""
    counts = []
    for labels, read in pairs:
        asked = {key for key in labels if key[0] == polarity}
        answered = {key for key in read if key[0] == polarity}
        counts.append((len(asked & answered), len(asked), len(answered)))
    right, all_labelled, all_read = (sum(column) for column in zip(*counts, strict=True))
    macro = [f1(*count) for count in counts if count[1] or count[2]]
    return Score(
        all_labelled,
        all_read,
        right / all_read if all_read else 1.0,
        right / all_labelled if all_labelled else 1.0,
        f1(right, all_labelled, all_read),
        sum(macro) / len(macro) if macro else 1.0,
    )


def table(pairs: list[tuple[Told, Told]]) -> Iterator[str]:
    yield f"{'':22}{'labelled':>9}{'read':>6}{'P':>7}{'R':>7}{'F1':>7}{'macro':>7}"
    genes = [(of_genes(labels), of_genes(read)) for labels, read in pairs]
    for level, compared in (("gene", genes), ("gene+class", pairs)):
        for polarity in POLARITIES:
            s = score(compared, polarity)
            rates = "".join(f"{rate:7.3f}" for rate in s[2:])
            yield f"{polarity:10}{level:12}{s.labelled:9}{s.read:6}{rates}"


def errors(trial: str, labels: Told, read: Told, only: str) -> Iterator[str]:
    wrong = [("+", *key, read[key]) for key in read if key not in labels]
    wrong += [("-", *key, labels[key]) for key in labels if key not in read]
    if wrong := [one for one in wrong if only in ("", one[1])]:
        yield f"\n{trial}"
        for sign, polarity, gene, kind, words in wrong:
            yield f"  {sign} {polarity:9} {gene} {kind}: {words!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the reading of eligibility criteria.")
    parser.add_argument("labels", type=Path)
    parser.add_argument("register", type=Path)
    parser.add_argument("--home", type=Path, help="a folder with a release")
    parser.add_argument("--errors", action="store_true", help="print what was read wrong")
    parser.add_argument("--only", default="", choices=("", *POLARITIES), help="errors of one polarity")
    asked = parser.parse_args()
    labels = json.loads(asked.labels.read_text(encoding="utf-8"))
    release = open_release(where=asked.home)
    lexicon = GraphLexicon(release.names)
    pairs = []
    for trial, text in texts(asked.register, labels):
        pair = labelled(labels[trial]["labels"]), told(text, lexicon)
        pairs.append(pair)
        if asked.errors:
            for line in errors(trial, *pair, asked.only):
                print(line)
    if len(pairs) < len(labels):
        print(f"{len(labels) - len(pairs)} labelled trials are not in {asked.register}")
    if pairs:
        print(*table(pairs), sep="\n")


if __name__ == "__main__":
    main()
