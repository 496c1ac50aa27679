"""What is exported: subjects by name or id, the statements behind an answer, or the result of a query."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from oncotrace.answers.compose import compose
from oncotrace.answers.facts import gather
from oncotrace.kg.errors import OncotraceError, Unreadable
from oncotrace.kg.names import Names
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Record
from oncotrace.kg.release import Release
from oncotrace.ontology.prefixes import curie
from oncotrace.queries.resolve import resolve
from oncotrace.queries.subgraph import Subgraph, around, complete
from oncotrace.server.export.material import Material
from oncotrace.server.sparql.pool import Job, Pool
from oncotrace.server.sparql.reading import read

HOPS_BY_ADDRESS, MOST_SUBJECTS = 2, 20
"""Of an export that a server makes: hop 3 from a common gene is most of the graph."""


def by_subjects(release: Release, texts: Sequence[str], hops: int, proofs: bool) -> Material:
    """What is stated around these names or ids. Unreadable where one is neither."""
    ids = [found_id(release, text) for text in texts]
    records = Reader(release.graph).get(ids, Record)
    title = ", ".join(str(getattr(r, "label", "") or getattr(r, "symbol", "") or r.id) for r in records)
    return Material(
        release=release,
        subgraph=around(release.graph, ids, hops, proofs),
        title=title,
        subjects=tuple(ids),
    )


def found_id(release: Release, text: str) -> str:
    """The id that a text is or names, as the recogniser of questions reads it."""
    text = text.strip()
    if ":" in text and release.graph.values([text]):
        return text
    names: Names = release.names
    found = names.find([text]).get(text, [])
    ids = list(dict.fromkeys(name.id for name in found))
    if len(ids) == 1:
        return ids[0]
    if not ids:
        question = resolve(text, names, release.graph, as_of="9999-12-31")
        ids = [b.id for b in question.biomarkers] + [c for c in (question.cancer, *question.drugs) if c]
        ids = [id for id in ids if release.graph.values([id])]
        if len(ids) == 1 and not question.unknown:
            return ids[0]
        raise Unreadable(
            f"{text[:60]!r} names {len(ids) or 'no'} records of release {release.name}: give one id"
        )
    raise Unreadable(f"{text[:60]!r} names several records: give one of {', '.join(ids[:8])}")


def by_question(release: Release, text: str, today: str, proofs: bool) -> Material:
    """The statements that the answer to a question rests on; with ``proofs`` the premises of what it infers
    and the searches behind each "none"."""
    question = resolve(text, release.names, release.graph, as_of=today)
    facts = gather(release.graph, question, as_of=today, agency=question.agency or "FDA")
    answer = compose(question, facts, today=today, release=release.name)
    sentences = [*answer.headline, *(s for section in answer.sections for s in section.walk())]
    cited = {id for s in sentences for id in (*s.statements, *(s.premises if proofs else ()))}
    return Material(release=release, subgraph=_of_ids(release, cited, proofs), title=question.text)


def by_query(release: Release, path: Path, proofs: bool) -> Material:
    """The records that a SELECT names, with what they rest on; it runs as every query of a user does."""
    try:
        query = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read as a query: {error}") from error
    if read(query).form != "SELECT":
        raise Unreadable(f"{path} is no SELECT: an export takes the records that a SELECT names")
    pool = Pool(release.store_path)
    try:
        rows = json.loads(pool.run(Job(query=query, format="json", dataset=read(query).dataset)))
    finally:
        pool.close()
    iris = {v["value"] for row in rows["results"]["bindings"] for v in row.values() if v["type"] == "uri"}
    return Material(release=release, subgraph=_of_ids(release, _known(iris), proofs), title=path.name)


def _known(iris: Iterable[str]) -> set[str]:
    found = set()
    for iri in iris:
        try:
            found.add(curie(iri))
        except ValueError:  # of a vocabulary, or none of our records
            continue
    return found


def _of_ids(release: Release, ids: Iterable[str], proofs: bool) -> Subgraph:
    """The records among these ids, complete."""
    graph = release.graph
    held = set(graph.values(ids))
    statements = set(graph.out(held, "ot:proposition"))
    if not held:
        raise NothingFound("nothing of the release is in it: ask for something that the release holds")
    return complete(graph, statements, held - statements, proofs)


class NothingFound(OncotraceError):
    """A question or a query that leads to no record."""
