"""Genes and cancers by the graph's own names, looked up once a spelling."""

from oncotrace.kg.names import Names, normalise
from oncotrace.loaders.eligibility.words import GENERIC, NO_GENES


class GraphLexicon:
    """Names of the graph behind a memory: a corpus repeats the same few thousand words."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.seen: dict[str, int] = {}
        self.dull: set[str] = set()
        self._genes: dict[str, str] = {}
        self._cancers: dict[str, str] = {}
        self._drugs: dict[str, str] = {}

    def gene(self, word: str) -> str:
        """The approved symbol of a word that is used as a gene's name; empty where it is none."""
        if word not in self._genes:
            self._genes[word] = self._find_gene(word)
        return self._genes[word]

    def _find_gene(self, word: str) -> str:
        """A symbol in capitals; another name only with a digit, so that no common short form is taken."""
        plain = word.replace("-", "")
        if word.startswith("eGFR"):
            return ""  # the filtration rate of the kidney
        if {word.lower(), plain.lower()} & NO_GENES or plain.startswith(("CYP", "HLA")):
            return ""
        if not 3 <= len(plain) <= 10:
            return ""
        capitals = sum(c.isupper() for c in word)
        if capitals < 2 and not (capitals and any(c.isdigit() for c in word)):
            return ""
        for spelling in (word, plain):
            found = self._names.find([spelling]).get(spelling, ())
            names = [name for name in found if name.kind in ("Gene", "Cancer")]
            if names and names[0].kind == "Gene" and (id := self._names.gene(spelling)):
                strong = names[0].field == "symbol" or any(c.isdigit() for c in plain)
                symbol = self._names.symbol(id)
                return symbol if strong and symbol.lower() not in NO_GENES else ""
        return ""

    def drug(self, word: str) -> str:
        """The id of a drug; empty where the graph knows none of that name."""
        if word not in self._drugs:
            self._drugs[word] = self._names.drug(word) or ""
        return self._drugs[word]

    def cancer(self, phrase: str) -> str:
        """The id of a cancer; empty where the graph knows none or several of that name."""
        if phrase not in self._cancers:
            id = self._names.cancer(phrase) or ""
            self._cancers[phrase] = "" if normalise(phrase) in GENERIC else id
        return self._cancers[phrase]
