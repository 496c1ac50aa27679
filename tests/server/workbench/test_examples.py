"""Every example query runs, and gives what the records say: rows judged by hand, or found again by another
way through the read model."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from oncotrace.kg.disagreement import sides
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    ApprovalEvent,
    CirculatingFigure,
    Coverage,
    Evidence,
    Finding,
    Indication,
    PrevalenceObservation,
    Proposition,
    Record,
    Regimen,
    Resource,
    Source,
    Statement,
)
from oncotrace.kg.release import STORE, Release
from oncotrace.ontology.prefixes import iri
from oncotrace.server.sparql.pool import Job, Pool
from oncotrace.server.sparql.reading import read
from oncotrace.server.workbench.examples import examples

Rows = list[tuple[str, ...]]
OT = "https://w3id.org/oncotrace/ontology/"
STATEMENTS = (Evidence, Indication, PrevalenceObservation, Finding, CirculatingFigure)


class World:
    """A release as its records, by id and by class, and its query workers."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.pool = Pool(release.path / STORE)
        reader = Reader(release.graph)
        kinds = (*STATEMENTS, ApprovalEvent, Coverage, Regimen, Resource, Source, Proposition)
        for kind in kinds:
            reader.get(release.graph.ids(kind.__name__), kind)
        named = {
            id for p in self._all(reader, Proposition) for id in (p.biomarker, p.therapy, p.cancer) if id
        }
        reader.get(sorted(named), Record)
        self.reader = reader

    @staticmethod
    def _all(reader: Reader, kind: type) -> list:
        return [r for r in reader.records.values() if isinstance(r, kind)]

    def all(self, kind: type) -> list:
        return self._all(self.reader, kind)

    def of(self, statement: Statement) -> Proposition:
        return self.reader.records[statement.proposition]

    def label(self, id: str) -> str:
        return self.reader.records[id].label if id in self.reader.records else self.release.names.label(id)

    def rows(self, name: str) -> Rows:
        query = examples()[name].query
        body = self.pool.run(Job(query=query, format="csv", dataset=read(query).dataset))
        return [tuple(row) for row in csv.reader(io.StringIO(body.decode()))][1:]


@pytest.fixture(scope="module")
def core(core_release: Release) -> Iterator[World]:
    world = World(core_release)
    yield world
    world.pool.close()


@pytest.fixture(scope="module")
def full(full_release: Release) -> Iterator[World]:
    world = World(full_release)
    yield world
    world.pool.close()


# --- judged by hand -------------------------------------------------------------------------------

BY_HAND: dict[str, set[tuple[str, ...]]] = {
    "approved-for-a-biomarker": {
        (drug, "non-small cell lung cancer")
        for drug in ("crizotinib", "entrectinib", "repotrectinib", "taletrectinib", "zidesamtinib")
    },
    "left-out-of-an-approval": {
        ("dabrafenib + trametinib", "BRAF V600E", "any solid tumour", "colorectal cancer")
    },
    "cross-references": {
        ("http://purl.obolibrary.org/obo/DOID_4074",),
        ("http://purl.obolibrary.org/obo/NCIT_C8294",),
        ("https://oncotree.mskcc.org/?version=oncotree_latest_stable&field=CODE&search=PAAD",),
    },
    "none-reported": {
        ("RET fusion", "pancreatic ductal adenocarcinoma", "consecutive clinical samples"),
        ("ROS1 fusion", "pancreatic adenocarcinoma", "TCGA tumours with RNA sequencing"),
        ("ROS1 fusion", "pancreatic ductal adenocarcinoma", "consecutive clinical samples"),
    },
    "kinds-of-a-biomarker": {(f"{gene}::ROS1 fusion",) for gene in ("CD74", "EZR", "SDC4", "TPM3")},
    "licences": {("Oncotrace curated core", "0.1.0", "CC0-1.0")},
    "conflicts-of-direction": set(),
    "conflicts-of-sign": set(),
    "approved-here-studied-there": set(),
    "acquired-resistance": set(),
    "evidence-by-level": set(),
    "one-paper-twice": set(),
    "quarantine": set(),
}
"""All rows over the core, which holds no CIViC evidence."""


@pytest.mark.parametrize("name", BY_HAND)
def test_judged_rows(core: World, name: str) -> None:
    rows = core.rows(name)
    assert len(rows) == len(set(rows))
    assert set(rows) == BY_HAND[name]


SOME_ROWS: dict[str, set[tuple[str, ...]]] = {
    # DESIGN section 6, the hard cases
    "specific-and-propagated-approvals": {
        ("larotrectinib", "NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion", "any solid tumour", "propagated"),
        ("olaparib", "BRCA1 mutation OR BRCA2 mutation", "pancreatic adenocarcinoma", "specific"),
    },
    "what-must-be-absent": {
        ("fulvestrant + gedatolisib", "PIK3CA mutation", "HR-positive, HER2-negative breast cancer")
    },
    "approved-whatever-the-biomarker": {("daraxonrasib", "pancreatic adenocarcinoma", "FDA")},
    "prevalence-by-subset": {
        (
            "pancreatic ductal adenocarcinoma",
            "100%",
            "3",
            "3",
            "KRAS wild type",
            iri("oid:st-core-pdac-nrg1-kras-wild-type-jones2019"),
        )
    },
    "kinds-of-a-cancer": {("pancreatic adenocarcinoma",), ("pancreatic ductal adenocarcinoma",)},
    "fusion-partners-by-source": {("CD74", "Oncotrace curated core", "2")},
}


@pytest.mark.parametrize("name", [name for name in SOME_ROWS if name != "prevalence-by-subset"])
def test_the_hard_cases_are_among_the_rows(core: World, name: str) -> None:
    assert SOME_ROWS[name] <= set(core.rows(name))


def test_a_share_of_a_subset_names_it(core: World) -> None:
    """NRG1 in 3 of 47, all KRAS wild type: 3/47 is no rate of the whole."""
    rows = core.rows("prevalence-by-subset")
    by_statement = {row[5]: row for row in rows}
    for seen in core.all(PrevalenceObservation):
        if core.label(core.of(seen).biomarker) == "NRG1 fusion":
            _, printed, n, total, subset, _ = by_statement.pop(iri(seen.id))
            assert printed == seen.printed
            assert (n, total) == tuple("" if x is None else str(x) for x in (seen.n, seen.total))
            assert bool(subset) == bool(seen.subset)
    assert by_statement == {}
    assert any(row[4] == "KRAS wild type" for row in rows)


def test_ask_and_construct(core: World) -> None:
    ask, construct = (examples()[name].query for name in ("is-it-approved", "network-of-a-gene"))
    assert b'"boolean":false' in core.pool.run(Job(query=ask, format="json"))
    triples = core.pool.run(Job(query=construct, format="nt")).decode().splitlines()
    drugs = {line.split()[2] for line in triples if f"{OT}therapy" in line}
    labels = {row[0] for row in core.rows("approved-for-a-biomarker")}
    named = {core.label("oid:" + drug.rpartition("/")[2].rstrip(">")) for drug in drugs}
    assert labels <= named


# --- found again by another way -----------------------------------------------------------------


def counted(found: Iterator[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {(*key, str(n)) for key, n in Counter(found).items()}


def by_agency_and_year(w: World) -> set[tuple[str, ...]]:
    events = {(i.agency, e) for i in w.all(Indication) for e in i.events}
    return counted((agency, w.reader.records[e].date[:4]) for agency, e in events)


def without_pmid(w: World) -> set[tuple[str, ...]]:
    lacking = [s for s in w.all(Statement) if not any(d.startswith("PMID:") for d in s.documents)]
    return {(iri(s.id), iri(d)) for s in lacking for d in s.documents}


def withdrawn(w: World) -> set[tuple[str, ...]]:
    return {
        (w.label(w.of(i).therapy), w.label(w.of(i).cancer), i.agency, w.reader.records[e].date)
        for i in w.all(Indication)
        for e in i.events
        if w.reader.records[e].kind == "withdrawn"
    }


def accelerated(w: World) -> set[tuple[str, ...]]:
    found = set()
    for i in w.all(Indication):
        events = [w.reader.records[e] for e in i.events]
        kinds = {e.kind for e in events}
        if not kinds & {"regular", "withdrawn"}:
            label = w.label(w.of(i).therapy)
            found |= {(iri(i.id), label, e.date) for e in events if e.kind == "accelerated"}
    return found


def ema_only(w: World) -> set[tuple[str, ...]]:
    of = {a: {i.proposition for i in w.all(Indication) if i.agency == a} for a in ("EMA", "FDA")}
    found = (w.reader.records[p] for p in of["EMA"] - of["FDA"])
    return {
        (w.label(p.therapy), w.label(p.biomarker) if p.biomarker else "", w.label(p.cancer)) for p in found
    }


def no_biomarker(w: World) -> set[tuple[str, ...]]:
    return {
        (w.label(w.of(i).therapy), w.label(w.of(i).cancer), i.agency)
        for i in w.all(Indication)
        if not w.of(i).biomarker
    }


def absent(w: World) -> set[tuple[str, ...]]:
    return {
        (w.label(w.of(i).therapy), w.label(b), w.label(w.of(i).cancer))
        for i in w.all(Indication)
        for b in i.requires_absent
    }


def regimens(w: World) -> set[tuple[str, ...]]:
    return {(r.label, r.interaction, w.label(d)) for r in w.all(Regimen) for d in r.drugs}


def no_denominator(w: World) -> set[tuple[str, ...]]:
    seen = [p for p in w.all(PrevalenceObservation) if p.printed and (p.n is None or p.total is None)]
    return {(iri(p.id), p.printed) for p in seen}


def circulating(w: World) -> set[tuple[str, ...]]:
    return {
        (c.figure, c.verdict, w.label(w.of(c).biomarker), iri(behind) if behind else "")
        for c in w.all(CirculatingFigure)
        for behind in (c.explained_by or ("",))
    }


def searched(w: World) -> set[tuple[str, ...]]:
    return {(c.axis, c.agency, c.scope, c.until) for c in w.all(Coverage) if c.axis}


def second_hand(w: World) -> set[tuple[str, ...]]:
    return {(iri(s.id), s.summary) for s in w.all(Statement) if s.confidence == "secondary-only"}


def doubts(w: World) -> set[tuple[str, ...]]:
    return {(iri(s.id), doubt) for s in w.all(Statement) for doubt in s.doubts}


def germline(w: World) -> set[tuple[str, ...]]:
    return {
        (iri(s.id), w.label(w.of(s).biomarker), w.label(w.of(s).cancer) if w.of(s).cancer else "")
        for s in w.all(Statement)
        if s.origin == "germline" and w.of(s).biomarker
    }


def by_source_and_class(w: World) -> set[tuple[str, ...]]:
    title = {s.id: s.title for s in w.all(Source)}
    return counted((title[s.source], OT + type(s).__name__) for s in w.all(Statement))


def entered(w: World) -> set[tuple[str, ...]]:
    title = {s.id: s.title for s in w.all(Source)}
    return counted((s.entered, title[s.source]) for s in w.all(Statement) if s.entered >= "2026-11-01")


def resources(w: World) -> set[tuple[str, ...]]:
    return {(r.kind, r.label, r.run_by, r.payer, r.url) for r in w.all(Resource)}


def companion_tests(w: World) -> set[tuple[str, ...]]:
    named = [i for i in w.all(Indication) if i.companion_test]
    return {(w.label(w.of(i).therapy), i.companion_test, i.agency) for i in named}


ANOTHER_WAY: dict[str, Callable[[World], set[tuple[str, ...]]]] = {
    "approvals-by-agency-and-year": by_agency_and_year,
    "statements-without-pmid": without_pmid,
    "withdrawn-approvals": withdrawn,
    "accelerated-and-not-yet-regular": accelerated,
    "approved-by-one-agency-only": ema_only,
    "approved-whatever-the-biomarker": no_biomarker,
    "what-must-be-absent": absent,
    "regimens": regimens,
    "figures-without-a-denominator": no_denominator,
    "circulating-figures": circulating,
    "what-was-searched": searched,
    "second-hand": second_hand,
    "doubts": doubts,
    "germline": germline,
    "statements-by-source-and-class": by_source_and_class,
    "entered-since-a-release": entered,
    "where-to-look-further": resources,
    "companion-tests": companion_tests,
}


@pytest.mark.parametrize("name", ANOTHER_WAY)
def test_rows_found_again(core: World, name: str) -> None:
    expected = ANOTHER_WAY[name](core)
    assert expected
    assert set(core.rows(name)) == expected


def test_the_most_is_the_most(core: World) -> None:
    """The twenty genes and documents with the most statements, in order."""
    genes: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    reached = core.release.graph.out({core.of(s).biomarker for s in core.all(Statement)}, "ot:genes")
    for s in core.all(Statement):
        genes.update(core.release.names.symbol(gene) for gene in reached.get(core.of(s).biomarker, ()))
        documents.update(iri(d) for d in s.documents)
    for name, expected in (("genes-by-statements", genes), ("documents-by-statements", documents)):
        rows = core.rows(name)
        assert len(rows) == 20
        assert [int(row[-1]) for row in rows] == [n for _, n in expected.most_common(20)]
        assert {row[0]: int(row[-1]) for row in rows}.items() <= expected.items()


@pytest.mark.parametrize("name", [n for n, e in examples().items() if "SELECT" in e.query])
def test_every_source_is_not_too_much(full: World, name: str) -> None:
    """Nobody waits for an example until the deadline, and the larger release has all that it asks for."""
    assert len(full.rows(name)) >= 1


# --- what only CIViC has ------------------------------------------------------------------------


def test_conflicts_are_those_that_answers_know(full: World) -> None:
    """Every pair of a conflict query is of two sides, and every conflict has its pair."""
    said: dict[str, list[Evidence]] = {}
    for evidence in full.all(Evidence):
        said.setdefault(evidence.proposition, []).append(evidence)
    pairs = {"direction": set(), "sign": set()}
    for proposition, statements in said.items():
        for one in statements:
            for other in statements:
                same = one.significance == other.significance
                if same and (one.direction, other.direction) == ("supports", "disputes"):
                    row = (iri(proposition), one.significance, iri(one.id), iri(other.id))
                    pairs["direction"].add(row)
                words = (one.significance, other.significance)
                if words == ("sensitivity", "resistance") and one.direction == other.direction == "supports":
                    pairs["sign"].add((iri(proposition), iri(one.id), iri(other.id)))
    assert set(full.rows("conflicts-of-direction")) == pairs["direction"]
    assert set(full.rows("conflicts-of-sign")) == pairs["sign"]
    in_conflict = {iri(p) for p, statements in said.items() if sides(statements)}
    assert {row[0] for rows in pairs.values() for row in rows} <= in_conflict
    assert pairs["direction"] and pairs["sign"]


def test_the_profile_of_eid1100_is_acquired_resistance(full: World) -> None:
    """CIVIC EID1100: CD74::ROS1 with G2032R resists crizotinib, acquired under treatment."""
    rows = full.rows("acquired-resistance")
    assert (iri("oid:st-civic-1100"), "CD74::ROS1 fusion AND ROS1 G2032R", "crizotinib") in rows
    acquired = [e for e in full.all(Evidence) if e.acquired and e.significance == "resistance"]
    assert {row[0] for row in rows} == {iri(e.id) for e in acquired if full.of(e).therapy}


def test_levels_and_papers_of_evidence(full: World) -> None:
    levels = Counter(level for e in full.all(Evidence) for level in set(e.levels))
    assert {(level, str(n)) for level, n in levels.items()} == set(full.rows("evidence-by-level"))
    twice = full.rows("one-paper-twice")
    records = {iri(e.id): e for e in full.all(Evidence)}
    for proposition, paper, one, other in twice:
        a, b = records[one], records[other]
        assert a.id != b.id and iri(a.proposition) == iri(b.proposition) == proposition
        assert paper in {iri(d) for d in a.documents} & {iri(d) for d in b.documents}
    assert twice


def test_approved_here_studied_there(full: World) -> None:
    rows = full.rows("approved-here-studied-there")
    assert ("adagrasib", "KRAS G12C", "non-small cell lung cancer", "any solid tumour") in rows
    approved = {
        (full.label(p.therapy), full.label(p.biomarker), full.label(p.cancer))
        for p in (full.of(i) for i in full.all(Indication))
        if p.biomarker
    }
    for drug, biomarker, here, there in rows:
        assert (drug, biomarker, here) in approved
        assert (drug, biomarker, there) not in approved


def test_quarantine_adds_up(full: World) -> None:
    rows = full.rows("quarantine")
    quads = full.release.manifest["graphs"]["graph:quarantine"]
    assert quads == 5 * sum(int(row[2]) for row in rows), "a row is five triples"
    assert ("flagged in CIViC" in {row[1] for row in rows}) and len(rows) > 1


def test_all_examples_are_judged() -> None:
    judged = {*BY_HAND, *SOME_ROWS, *ANOTHER_WAY, "is-it-approved", "network-of-a-gene"}
    judged |= {"genes-by-statements", "documents-by-statements"}
    assert judged == set(examples())
    assert len(judged) >= 30
    for example in examples().values():
        assert example.comment and example.keywords
