"""Statements against statements, and facts that rest on one foot."""

from collections import defaultdict
from collections.abc import Iterator

from oncotrace.kg.alarms.alarm import Alarm
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.disagreement import Side, kinds, sides
from oncotrace.kg.records import Evidence


def conflicts(material: Material) -> Iterator[Alarm]:
    """Propositions whose statements disagree."""
    by_proposition: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in material.all(Evidence):
        by_proposition[evidence.proposition].append(evidence)
    for id, statements in sorted(by_proposition.items()):
        if found := sides(statements):
            proposition = material.propositions.get(id)
            ids = (proposition.biomarker, proposition.therapy, proposition.cancer) if proposition else ()
            about = ", ".join(material.label(i) for i in ids if i) or id
            yield Alarm(
                severity="info",
                check="conflicts",
                record=id,
                what=f"{about}: {'; '.join(map(_told, found))}",
                reason=f"its statements disagree ({' and '.join(kinds(found))}); answers that use it say so",
                mend="read the papers: a qualifier (line, dose, origin) may tell the sides apart",
                statements=tuple(s.id for side in found for s in side.statements),
            )


def _told(side: Side) -> str:
    word = side.significance.replace("_", " ")
    count = len(side.documents)
    return f"{word} {'supported' if side.direction == 'supports' else 'disputed'} by {count}"


def secondary_only(material: Material) -> Iterator[Alarm]:
    """Curated facts of which only a secondary source was seen, and no other document is cited."""
    for statement in material.statements:
        if statement.confidence == "secondary-only" and len(statement.documents) < 2:
            where = statement.seen or "where it was read is not recorded"
            yield Alarm(
                severity="info",
                check="secondary_only",
                record=statement.id,
                what=material.about(statement),
                reason=f"the document itself was not seen ({where})",
                mend="read the primary document and raise the confidence in loaders/core",
                statements=(statement.id,),
            )
