"""Stable addresses: ``/b/ros1-fusion``, ``/c/pancreatic-cancer``, ``/d/crizotinib`` and pairs of them.

A slug is made of the label alone, so that an address holds from release to release. Other names of a thing
lead to its address.
"""

from collections import defaultdict
from urllib.parse import quote

from oncotrace.kg.names import Names
from oncotrace.kg.propositions import digest, slug
from oncotrace.ontology.terms import CANCER

KINDS = {"b": "Biomarker", "c": "Cancer", "d": "Drug"}
MOST_LETTERS = 100


class Addresses:
    """Ids by slug and slugs by id, of every biomarker, cancer and drug of a release."""

    def __init__(self, names: Names) -> None:
        self._ids: dict[str, dict[str, str]] = {}
        self._slugs: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        for letter, kind in KINDS.items():
            self._ids[letter] = self._of_kind(letter, names.labels(kind))

    def _of_kind(self, letter: str, labels: list[tuple[str, str]]) -> dict[str, str]:
        by_slug: dict[str, list[str]] = defaultdict(list)
        for id, label in labels:
            by_slug[slug_of(label) or digest(id)].append(id)
            self._kinds[id] = letter
        ids = {}
        for name, found in by_slug.items():
            # Labels that differ in signs alone: the first has the plain address, the others add a digest.
            for id in found:
                own = name if id == found[0] else f"{name}-{digest(id)[:6]}"
                ids[own] = id
                self._slugs[id] = own
        return ids

    def id(self, letter: str, name: str) -> str | None:
        """The id of a slug; None where no label gives it."""
        return self._ids[letter].get(name)

    def slug(self, id: str) -> str | None:
        return self._slugs.get(id)

    def path(self, id: str) -> str:
        """The address of a biomarker, cancer or drug; empty for anything else."""
        letter = self._kinds.get(id)
        return f"/{letter}/{self._slugs[id]}" if letter else ""

    def pair(self, biomarker: str, cancer: str) -> str:
        """The address of a biomarker in a cancer; empty where one has none.

        What is known in any cancer stands on the biomarker's own page.
        """
        if cancer == CANCER:
            return ""
        first, second = self.path(biomarker), self.path(cancer)
        return first + second if first and second else ""

    def all(self, letter: str) -> dict[str, str]:
        """Ids by slug."""
        return self._ids[letter]


def slug_of(label: str) -> str:
    return slug(label)[:MOST_LETTERS].strip("-")


def ask_path(question: str) -> str:
    return f"/ask?q={quote(question)}"
