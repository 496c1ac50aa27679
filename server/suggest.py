"""Suggestions while somebody types: pages whose names begin so, or are spelt alike. A person chooses."""

from starlette.responses import Response

from oncotrace.answers.wording import label_words
from oncotrace.kg.errors import OncotraceError
from oncotrace.kg.names import normalise
from oncotrace.queries.resolve import resolve
from oncotrace.server.door import Visit
from oncotrace.server.pages import page
from oncotrace.server.shelf import Shelf
from oncotrace.server.texts import T

MOST = 8
LONGEST = 200
"""Letters that are looked at; what is longer is no name but a letter to somebody."""

FEWEST = 3
"""Letters from which a word is looked up."""

LAST_WORDS = 3
KINDS = {"Biomarker": T.kind_biomarker, "Cancer": T.kind_cancer, "Drug": T.kind_drug}

Link = tuple[str, str, str]
"""Name, address, kind."""


def suggest(visit: Visit) -> Response:
    """A piece of a page: links, or nothing."""
    text = visit.asked("q")[-LONGEST:]
    return page("suggestions.html", links=found(visit.shelf, text, visit.today))


def found(shelf: Shelf, text: str, today: str) -> list[Link]:
    """The pages that a text may be on its way to: first what it says already, then what its last words begin
    or resemble, in the biomarker that it says."""
    try:
        question = resolve(text, shelf.release.names, shelf.graph, as_of=today)
    except OncotraceError:
        return []
    links: dict[str, Link] = {}
    said = question.biomarkers[0] if len(question.biomarkers) == 1 else None
    addresses = shelf.addresses
    if said and question.cancer and (path := addresses.pair(said.id, question.cancer)):
        cancer = shelf.release.names.label(question.cancer)
        links[path] = (T.in_words.format(change=label_words(said.label), cancer=cancer), path, "")
    for id in (*(b.id for b in question.biomarkers), *filter(None, [question.cancer]), *question.drugs):
        _add(shelf, id, links)
    for id in near(shelf, text):
        if said and addresses.path(id).startswith("/c/") and (path := addresses.pair(said.id, id)):
            label = T.in_words.format(change=label_words(said.label), cancer=shelf.release.names.label(id))
            links.setdefault(path, (label, path, ""))
        _add(shelf, id, links)
    return list(links.values())[:MOST]


def _add(shelf: Shelf, id: str, links: dict[str, Link]) -> None:
    path = shelf.addresses.path(id)
    if path:
        kind = {"b": T.kind_biomarker, "c": T.kind_cancer, "d": T.kind_drug}[path[1]]
        links.setdefault(path, (label_words(shelf.release.names.label(id)), path, kind))


def near(shelf: Shelf, text: str) -> list[str]:
    """Things whose names begin with the last words of a text or are spelt like them; the longest words win,
    and of those the shortest names, then the things on which most is held."""
    words = text.split()
    held = shelf.holdings
    weight = held.biomarkers + held.cancers + held.drugs
    for count in range(min(LAST_WORDS, len(words)), 0, -1):
        piece = " ".join(words[-count:]).strip("?.,;:!")
        if len(normalise(piece)) < FEWEST:
            continue
        begun = [name.id for name in shelf.release.names.beginning(piece, KINDS)]
        if begun:
            names = shelf.release.names
            return sorted(begun, key=lambda id: (len(names.label(id).split()), -weight[id]))
        alike = shelf.release.names.near(piece, KINDS, limit=MOST)
        if alike:
            return [name.id for name in alike]
    return []
