"""Clinical evidence around a question, by paper, with its conflicts.

Two evidence items of one paper count as one paper. A row that a source flagged never gets here.
"""

from collections import defaultdict

from oncotrace.kg.disagreement import Side, sides
from oncotrace.kg.graph import Found
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import (
    Biomarker,
    Cancer,
    Document,
    Drug,
    Evidence,
    Finding,
    Proposition,
    Regimen,
    Statement,
)
from oncotrace.ontology.plain import dataclass
from oncotrace.ontology.terms import OPPOSED
from oncotrace.queries.claimed import Among, claimed
from oncotrace.queries.scope import Scope, joint_profiles
from oncotrace.queries.time import known

POSITIVE = frozenset(("sensitivity",))
NEGATIVE = frozenset(OPPOSED["sensitivity"])
LEVEL_ORDER = "ABCDE"


@dataclass(slots=True, kw_only=True)
class Claim:
    """All that is said on one proposition about a treatment."""

    proposition: Proposition
    biomarker: Biomarker
    therapy: Drug | Regimen
    cancer: Cancer | None
    statements: list[Evidence]
    biomarker_relation: str
    """``same``, ``narrower``, ``broader``, ``together`` (a profile whose members are all carried) or
    ``joint`` (a profile that needs more than is carried)."""
    cancer_relation: str

    @property
    def positive(self) -> list[Evidence]:
        return [s for s in self.statements if stance(s) > 0]

    @property
    def negative(self) -> list[Evidence]:
        return [s for s in self.statements if stance(s) < 0]

    @property
    def disputed(self) -> list[Evidence]:
        """What disputes a failure that other statements of the claim support, by the same word.

        On its own such a statement is for neither side: not to resist is not yet to respond.
        """
        denied = [s for s in self.sides if s.direction == "disputes" and s.significance in NEGATIVE]
        return [statement for side in denied for statement in side.statements]

    @property
    def sides(self) -> list[Side]:
        """The sides of its disagreement; empty where its statements agree."""
        return sides(self.statements)

    @property
    def conflict(self) -> bool:
        """Whether its statements disagree, as ``kg.disagreement`` tells it."""
        return bool(self.sides)

    @property
    def best_level(self) -> str:
        return min((best_level(s) for s in self.statements), default="E")


def stance(evidence: Evidence) -> int:
    """1 for a claim that the treatment works, -1 that it does not, 0 for neither.

    A statement that disputes resistance does not claim that the treatment works.
    """
    if evidence.significance in POSITIVE:
        return 1 if evidence.direction == "supports" else -1
    if evidence.significance in NEGATIVE:
        return -1 if evidence.direction == "supports" else 0
    return 0


def best_level(evidence: Evidence) -> str:
    """The strongest CIViC level of an item, ``E`` where it has none."""
    codes = [code for scheme, _, code in (v.partition(":") for v in evidence.levels) if scheme == "civic"]
    return min(codes, default="E")


def papers(statements: list[Evidence]) -> list[str]:
    """The documents behind these statements, each once."""
    return sorted({d for s in statements for d in s.documents})


@dataclass(slots=True, kw_only=True)
class EvidenceFound:
    """Claims for the cancer asked about, for others, on joint profiles; and findings."""

    here: list[Claim]
    elsewhere: list[Claim]
    joint: list[Claim]
    findings: list[tuple[Finding, Proposition]]


def evidence(
    reader: Reader, biomarker: Scope, cancer: Scope, as_of: str, among: Among | None = None
) -> EvidenceFound:
    """Treatment claims and findings that touch the question, known on the day."""
    graph = reader.graph
    profiles = joint_profiles(reader, biomarker)
    carried = {p.id for p in profiles if biomarker.holds(p.members)}
    joint = {p.id for p in profiles} - biomarker.all
    asked = _propositions(graph.into(biomarker.all | joint, "ot:biomarker"))
    around = _propositions(graph.into(cancer.near, "ot:cancer"))
    of_findings = claimed(graph, Finding)
    ids = asked & claimed(graph, Evidence) | (asked | around) & of_findings
    if among:
        ids &= among.propositions
    propositions = {p.id: p for p in reader.get(sorted(ids), Proposition)}
    holders = graph.into(propositions, "ot:proposition")
    said = {s for found in holders.values() for s in found}
    statements = reader.get(sorted(said & among.statements if among else said), Statement)
    documents = {
        d.id: d for d in reader.get(sorted({d for s in statements for d in s.documents}), Document)
    }
    claims: dict[str, list[Evidence]] = defaultdict(list)
    findings: list[tuple[Finding, Proposition]] = []
    for statement in statements:
        if not known(statement, documents, as_of):
            continue
        if isinstance(statement, Evidence):
            claims[statement.proposition].append(statement)
        elif isinstance(statement, Finding):
            findings.append((statement, propositions[statement.proposition]))
    result = EvidenceFound(here=[], elsewhere=[], joint=[], findings=findings)
    for id, of_one in claims.items():
        proposition = propositions[id]
        if proposition.axis == "treatment_response" and proposition.biomarker in biomarker.all | joint:
            claim = _claim(reader, proposition, of_one, biomarker, cancer, proposition.biomarker in carried)
            if claim is not None:
                _place(claim, result)
    for found in (result.here, result.elsewhere, result.joint):
        found.sort(key=_rank)
    return result


def _propositions(found: Found) -> set[str]:
    return {p for of in found.values() for p in of}


def _rank(claim: Claim) -> tuple[bool, str, str, str, str]:
    """The specific before the propagated (``ot:rule-specific-outranks``), then the stronger level."""
    propagated = claim.biomarker_relation == "broader"
    return propagated, claim.best_level, claim.therapy.label, claim.biomarker.label, claim.proposition.id


def _claim(
    reader: Reader,
    proposition: Proposition,
    statements: list[Evidence],
    to_biomarker: Scope,
    to_cancer: Scope,
    carried: bool,
) -> Claim | None:
    """The claim of a proposition, None where its biomarker or therapy is not in the graph."""
    biomarker = reader.one(proposition.biomarker, Biomarker)
    therapy = reader.one(proposition.therapy, Drug) or reader.one(proposition.therapy, Regimen)
    if biomarker is None or therapy is None:
        return None
    relation = to_biomarker.relation(biomarker.id)
    return Claim(
        proposition=proposition,
        biomarker=biomarker,
        therapy=therapy,
        cancer=reader.one(proposition.cancer, Cancer),
        statements=sorted(statements, key=lambda s: s.id),
        biomarker_relation=relation if relation != "other" else "together" if carried else "joint",
        cancer_relation=to_cancer.relation(proposition.cancer),
    )


def _place(claim: Claim, result: EvidenceFound) -> None:
    if claim.biomarker_relation == "joint":
        result.joint.append(claim)
    elif claim.cancer_relation in ("same", "narrower"):
        result.here.append(claim)
    else:
        result.elsewhere.append(claim)
