"""A made-up graph in the shape of ours, of any size, the same for the same seed.

Skewed as reality is: few biomarkers carry most of the evidence, few cancers most of the patients. Nothing
in it is true, so it never leaves the bench.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oncotrace.kg.triples import node

SIZES = {"S": 200_000, "M": 2_000_000, "L": 17_000_000}
"""Triples, within a few per cent."""

SEED = 20261124

CORE, CIVIC = str(node("graph:core")), str(node("graph:civic"))


@dataclass(slots=True)
class Domain:
    """How many there are of each; things are numbered from 0, the most frequent first."""

    triples: int

    @property
    def cancers(self) -> int:
        return min(5000, 300 + self.triples // 1000)

    @property
    def genes(self) -> int:
        return min(40_000, self.triples // 200)

    @property
    def drugs(self) -> int:
        return min(5000, self.triples // 1000)

    @property
    def biomarkers(self) -> int:
        return self.triples // 60

    @property
    def propositions(self) -> int:
        return self.triples // 40

    @property
    def evidence(self) -> int:
        return self.triples // 11

    @property
    def observations(self) -> int:
        return self.triples // 100

    @property
    def trials(self) -> int:
        return self.triples // 100


def write(size: str, path: Path) -> int:
    """Write the N-Quads of a size; the number of lines."""
    count = 0
    with path.open("w", encoding="ascii", buffering=2**20) as file:
        for line in lines(Domain(SIZES[size])):
            file.write(line)
            count += 1
    return count


def lines(domain: Domain) -> Iterator[str]:
    chance = random.Random(SEED)
    yield from _entities(domain, chance)
    yield from _statements(domain, chance)


def _often(count: int, chance: random.Random) -> int:
    """A number below ``count``, small ones far more often (the cube of an even draw)."""
    return int(count * chance.random() ** 3)


@cache
def _w(curie: str) -> str:
    """A node as it stands in N-Quads."""
    return str(node(curie))


def _entities(domain: Domain, chance: random.Random) -> Iterator[str]:
    a, label, broader, genes = _w("rdf:type"), _w("rdfs:label"), _w("ot:broader"), _w("ot:genes")
    for n in range(domain.cancers):
        me = f"<{node('oid:cancer-').value}{n}>"
        yield f"{me} {a} {_w('ot:Cancer')} {CORE} .\n"
        yield f'{me} {label} "cancer number {n}" {CORE} .\n'
        for _ in range(0 if n == 0 else 1 if chance.random() < 0.85 else 2):
            # The parent of a number is at about a third of it: a few levels, broad at the top.
            yield f"{me} {broader} <{node('oid:cancer-').value}{int(n * chance.random() / 2)}> {CORE} .\n"
    for kind, count in (("gene", domain.genes), ("drug", domain.drugs)):
        for n in range(count):
            me = f"<{node(f'oid:{kind}-').value}{n}>"
            yield f"{me} {a} {_w(f'ot:{kind.title()}')} {CORE} .\n"
            yield f'{me} {label} "{kind.upper()}{n}" {CORE} .\n'
    for n in range(domain.biomarkers):
        me = f"<{node('oid:biomarker-').value}{n}>"
        graph = CORE if n % 5 == 0 else CIVIC
        yield f"{me} {a} {_w('ot:Biomarker')} {graph} .\n"
        yield f'{me} {label} "alteration {n}" {graph} .\n'
        for _ in range(1 if chance.random() < 0.8 else 2):
            yield f"{me} {genes} <{node('oid:gene-').value}{_often(domain.genes, chance)}> {graph} .\n"
        if n > 20 and chance.random() < 0.7:
            yield f"{me} {broader} <{node('oid:biomarker-').value}{_often(n, chance)}> {graph} .\n"


def _statements(domain: Domain, chance: random.Random) -> Iterator[str]:
    a, proposition = _w("rdf:type"), _w("ot:proposition")
    biomarker, cancer, therapy = _w("ot:biomarker"), _w("ot:cancer"), _w("ot:therapy")
    base = node("oid:").value
    for n in range(domain.propositions):
        me = f"<{base}proposition-{n}>"
        yield f"{me} {a} {_w('ot:Proposition')} {CIVIC} .\n"
        yield f"{me} {biomarker} <{base}biomarker-{_often(domain.biomarkers, chance)}> {CIVIC} .\n"
        yield f"{me} {cancer} <{base}cancer-{_often(domain.cancers, chance)}> {CIVIC} .\n"
        yield f"{me} {therapy} <{base}drug-{_often(domain.drugs, chance)}> {CIVIC} .\n"
    for n in range(domain.evidence):
        me = f"<{base}evidence-{n}>"
        yield f"{me} {a} {_w('ot:Evidence')} {CIVIC} .\n"
        yield f"{me} {proposition} <{base}proposition-{_often(domain.propositions, chance)}> {CIVIC} .\n"
        yield f'{me} {_w("ot:level")} "{"ABCDE"[_often(5, chance)]}" {CIVIC} .\n'
        yield f'{me} {_w("ot:direction")} "{chance.choice(("supports", "disputes"))}" {CIVIC} .\n'
        yield f"{me} {_w('dcterms:source')} <{base}document-{_often(domain.evidence, chance)}> {CIVIC} .\n"
        day = f"{chance.randrange(2000, 2027)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        yield f'{me} {_w("dcterms:issued")} "{day}"^^{_w("xsd:date")} {CIVIC} .\n'
        yield f'{me} {_w("dcterms:description")} "in study {n} of {day} something was seen" {CIVIC} .\n'
        yield f'{me} {_w("ot:significance")} "{chance.choice(("sensitivity", "resistance"))}" {CIVIC} .\n'
    for n in range(domain.observations):
        me = f"<{base}observation-{n}>"
        yield f"{me} {a} {_w('ot:PrevalenceObservation')} {CORE} .\n"
        yield f"{me} {proposition} <{base}proposition-{_often(domain.propositions, chance)}> {CORE} .\n"
        yield f'{me} {_w("ot:positive")} "{_often(500, chance)}"^^{_w("xsd:integer")} {CORE} .\n'
        yield f'{me} {_w("ot:total")} "{500 + _often(5000, chance)}"^^{_w("xsd:integer")} {CORE} .\n'
    for n in range(domain.trials):
        me = f"<{base}trial-{n}>"
        yield f"{me} {a} {_w('ot:Trial')} {CORE} .\n"
        yield f"{me} {_w('ot:biomarkers')} <{base}biomarker-{_often(domain.biomarkers, chance)}> {CORE} .\n"
        yield f"{me} {_w('ot:cancers')} <{base}cancer-{_often(domain.cancers, chance)}> {CORE} .\n"
        yield f'{me} {_w("ot:phase")} "{1 + _often(3, chance)}" {CORE} .\n'
