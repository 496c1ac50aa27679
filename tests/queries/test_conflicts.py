"""Where CIViC's rows disagree on a treatment: counted from its file, and found in the graph.

From the file, over predictive rows, a proposition being the molecular profile, the disease, the set of
therapies (in any order) and how they are joined:

* 30 propositions have rows for and against one significance: it works and it does not, or the tumour
  resists and it does not;
* 11 more have rows for sensitivity beside rows for resistance, reduced sensitivity or adverse response.

The graph finds these 41, and one more: "Durvalumab/Tremelimumab Regimen" is the combination of the two
drugs, so that rows under either name meet (TMB-high lung cancer, EID12799 against EID12760 and EID12822).
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from oncotrace.answers.compose import compose
from oncotrace.answers.facts import gather
from oncotrace.kg.biomarkers import read
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker, Evidence, Proposition
from oncotrace.kg.release import Release
from oncotrace.kg.remembering import Remembering
from oncotrace.queries.evidence import Claim, EvidenceFound, evidence, stance
from oncotrace.queries.question import Question
from oncotrace.queries.scope import biomarker_scope, cancer_scope

Key = tuple[str, str, tuple[str, ...], str]
FAILURES = ("Resistance", "Reduced Sensitivity", "Adverse Response")


def key(row: dict[str, str]) -> Key:
    therapies = tuple(sorted(row["therapies"].split(",")))
    return row["molecular_profile"], row["disease"], therapies, row["therapy_interaction_type"]


@pytest.fixture(scope="module")
def rows(sources_dir: Path) -> dict[str, dict[str, str]]:
    path = sources_dir / "civic/AcceptedClinicalEvidenceSummaries.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="\t")
        return {row["evidence_id"]: row for row in found if row["evidence_type"] == "Predictive"}


def disagreeing(rows: dict[str, dict[str, str]]) -> tuple[set[Key], set[Key]]:
    """Propositions of the file that disagree on one significance, and further ones across two."""
    said: dict[Key, set[tuple[str, str]]] = defaultdict(set)
    for row in rows.values():
        said[key(row)].add((row["significance"], row["evidence_direction"]))
    same = {
        k for k, s in said.items() if any((w, "Supports") in s and (w, "Does Not Support") in s for w, _ in s)
    }
    across = {
        k
        for k, s in said.items()
        if ("Sensitivity/Response", "Supports") in s and any((w, "Supports") in s for w in FAILURES)
    }
    return same, across - same


@pytest.fixture(scope="module")
def conflicts(full_release: Release) -> list[Claim]:
    """Every claim of the graph whose statements disagree, found as a question would find it."""
    graph = Remembering(full_release.graph)
    reader = Reader(graph)
    propositions = [
        p for p in reader.get(graph.ids("Proposition"), Proposition) if p.axis == "treatment_response"
    ]
    statements = graph.into((p.id for p in propositions), "ot:proposition")
    found = []
    for p in (p for p in propositions if len(statements.get(p.id, ())) > 1):
        claim = next((c for c in _around(reader, p).here if c.proposition.id == p.id), None)
        if claim is not None and claim.conflict:
            found.append(claim)
    return found


def _around(reader: Reader, proposition: Proposition) -> EvidenceFound:
    biomarker = biomarker_scope(reader, reader.get([proposition.biomarker], Biomarker))
    cancer = cancer_scope(reader.graph, proposition.cancer)
    return evidence(reader, biomarker, cancer, "2026-12-31")


def test_the_file_holds_30_and_11(rows: dict[str, dict[str, str]]) -> None:
    same, across = disagreeing(rows)
    assert (len(same), len(across)) == (30, 11)


def test_the_graph_finds_those_and_one_that_names_had_hidden(
    rows: dict[str, dict[str, str]], conflicts: list[Claim]
) -> None:
    same, across = disagreeing(rows)
    keys = [{key(rows[s.id.removeprefix("oid:st-civic-")]) for s in c.statements} for c in conflicts]
    assert set().union(*keys) >= same | across
    assert len(conflicts) == 42
    hidden = [c for c, of in zip(conflicts, keys, strict=True) if not of & (same | across)]
    (new,) = hidden
    assert {s.locator for s in new.statements} == {"EID12760", "EID12799", "EID12822"}
    assert new.therapy.label == "durvalumab + tremelimumab"


def test_both_sides_of_a_conflict_are_there(conflicts: list[Claim]) -> None:
    for claim in conflicts:
        first, second = (
            (claim.positive, claim.negative) if claim.positive and claim.negative
            else (claim.negative, claim.disputed)
        )
        assert first and second, claim.proposition.id
        assert not {s.id for s in first} & {s.id for s in second}


def test_answers_tell_both_sides(full_release: Release, conflicts: list[Claim]) -> None:
    """Where a failure is disputed no paper says that the drug works: the answer claims no such thing."""
    disputed = [c for c in conflicts if not c.positive][:6]
    assert len(disputed) == 6
    for claim in disputed:
        question = Question(text="", biomarkers=(claim.biomarker,), cancer=claim.proposition.cancer)
        facts = gather(full_release.graph, question, as_of="2026-12-31")
        answer = compose(question, facts, today="2026-12-31")
        (section,) = (s for s in answer.sections if s.name == "conflicts")
        (sentence,) = (
            s
            for s in section.sentences
            if set(s.statements) == {e.id for e in (*claim.negative, *claim.disputed)}
        )
        assert "it works by" not in sentence.text
        assert "it does not work by" in sentence.text and "disputed by" in sentence.text


def test_what_is_disputed_stands_nowhere_else(full_release: Release, conflicts: list[Claim]) -> None:
    """Whoever asks for the fusion alone is told of its resistance mutations; where papers disagree on one,
    the answer says so and does not state one side as it states what is agreed."""
    ids = {s.id for claim in conflicts for s in claim.statements if claim.biomarker.operator == "AND"}
    fusion = read("BCR::ABL1 fusion", full_release.names.genes)[0]
    question = Question(text="", biomarkers=(fusion,), cancer="MONDO:0011996")
    facts = gather(full_release.graph, question, as_of="2026-12-31")
    answer = compose(question, facts, today="2026-12-31")
    told = {s.name: {i for t in s.walk() for i in t.statements} & ids for s in answer.sections}
    assert len(told.pop("conflicts")) > 20
    assert {name for name, found in told.items() if found} == set()
    assert {i for t in answer.headline for i in t.statements} & ids == set()


def item(significance: str, direction: str = "supports") -> Evidence:
    return Evidence(
        id=f"oid:st-{significance}-{direction}",
        proposition="oid:prop-1",
        source="oid:source-civic",
        significance=significance,
        direction=direction,
    )


@pytest.mark.parametrize(
    ("said", "conflict"),
    [
        (["sensitivity", "sensitivity disputes"], True),
        (["sensitivity", "resistance"], True),
        (["sensitivity", "reduced_sensitivity"], True),
        (["resistance", "resistance disputes"], True),
        (["sensitivity", "resistance disputes"], False),  # it works, and does not fail
        (["sensitivity disputes", "resistance"], False),  # it does not work, and fails
        (["sensitivity disputes", "resistance disputes"], False),  # neither effect was seen
        (["resistance", "reduced_sensitivity disputes"], False),  # another word for another finding
        (["resistance disputes"], False),
        (["sensitivity", "sensitivity"], False),
    ],
)
def test_what_disagrees(said: list[str], conflict: bool, full_release: Release) -> None:
    reader = Reader(full_release.graph)
    (biomarker,) = reader.get(["oid:bm-ros1-fusion"], Biomarker)
    claim = Claim(
        proposition=Proposition(id="oid:prop-1", axis="treatment_response"),
        biomarker=biomarker,
        therapy=None,  # type: ignore[arg-type]  # plays no part
        cancer=None,
        statements=[item(*text.split()) for text in said],
        biomarker_relation="same",
        cancer_relation="same",
    )
    assert claim.conflict == conflict


def test_not_resisting_is_not_responding() -> None:
    said = ("resistance disputes", "resistance", "sensitivity disputes", "sensitivity")
    assert [stance(item(*text.split())) for text in said] == [0, -1, -1, 1]
