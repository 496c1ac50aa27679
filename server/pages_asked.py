"""Pages that answer: a question in words, a biomarker, a cancer, a drug, a pair, and questions to print."""

from typing import Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from oncotrace.answers import html
from oncotrace.server import answer_page, landscape, listing
from oncotrace.server.asked import Asked, biomarkers_of, by_ids, by_query, in_words, path_of
from oncotrace.server.door import Visit
from oncotrace.server.metadata import metadata
from oncotrace.server.pages import PRIVATE, PUBLIC, page
from oncotrace.server.texts import T


def ask(visit: Visit) -> Response:
    """A question in words."""
    asked = in_words(visit.shelf, visit.asked("q"), visit.view)
    return _answer(visit, asked, "/ask", PRIVATE)


def biomarker(visit: Visit) -> Response:
    found = biomarkers_of(visit.shelf, visit.part("biomarker"))
    if not found:
        return nothing(visit, visit.part("biomarker"))
    path = path_of(visit.shelf, found[0])
    if path != visit.request.url.path:
        return moved(visit, path)
    asked = by_ids(visit.shelf, visit.view, found)
    return _answer(visit, asked, path, PUBLIC, lists=listing.of_biomarker(visit.shelf, asked.facts))


def pair(visit: Visit) -> Response:
    """A biomarker in a cancer."""
    found = biomarkers_of(visit.shelf, visit.part("biomarker"))
    cancer = _id(visit, "c", visit.part("cancer"))
    if not found or not cancer:
        return nothing(visit, visit.part("cancer" if found else "biomarker"))
    path = path_of(visit.shelf, found[0], cancer)
    if path != visit.request.url.path:
        return moved(visit, path)
    return _answer(visit, by_ids(visit.shelf, visit.view, found, cancer), path, PUBLIC)


def cancer(visit: Visit) -> Response:
    """The landscape of a cancer."""
    id = _id(visit, "c", visit.part("cancer"))
    if not id:
        return nothing(visit, visit.part("cancer"))
    path = visit.shelf.addresses.path(id)
    if path != visit.request.url.path:
        return moved(visit, path)
    asked = by_ids(visit.shelf, visit.view, cancer=id)
    lists = listing.of_cancer(visit.shelf, asked.facts)
    return _answer(visit, asked, path, PUBLIC, lists=lists, heat=landscape.heat_map(visit.shelf, asked))


def drug(visit: Visit) -> Response:
    id = _id(visit, "d", visit.part("drug"))
    if not id:
        return nothing(visit, visit.part("drug"))
    path = visit.shelf.addresses.path(id)
    if path != visit.request.url.path:
        return moved(visit, path)
    asked = by_ids(visit.shelf, visit.view, drug=id)
    return _answer(visit, asked, path, PUBLIC, lists=listing.of_drug(visit.shelf, asked.facts))


def questions(visit: Visit) -> Response:
    """The questions for the team, on one page to print."""
    asked = by_query(visit.shelf, visit.view, visit.request.query_params)
    found = [s for s in asked.answer.sections if s.name == "questions"]
    return page(
        "questions.html",
        about=html.title(asked.answer),
        sentences=[sentence for section in found for sentence in section.walk()],
        back=_back(visit, asked),
        q=asked.question.text,
        **visit.foot,
    )


def _back(visit: Visit, asked: Asked) -> str:
    """The page of the answer, as it was asked for."""
    if "q" in asked.address:
        return f"/ask?{visit.request.url.query}"
    path = "".join(f"/{letter}/{slug}" for letter, slug in asked.address.items())
    return f"{path}?{urlencode(visit.view.query)}" if visit.view.query else path


def _answer(visit: Visit, asked: Asked, path: str, cache_control: str, **more: Any) -> Response:
    shown = answer_page.values(visit.shelf, asked, visit.view, path)
    beside = {"lists": {}, "heat": "", "entity": []} | more
    if len(asked.address) == 1 and path != "/ask":
        beside["entity"] = listing.entity(visit.shelf, asked.facts)
    shown["meta"] = metadata(visit, asked, shown)
    return page("answer.html", cache_control=cache_control, **shown, **beside, **visit.foot)


# --- addresses that are not quite right ---------------------------------------------------------


def _id(visit: Visit, letter: str, slug: str) -> str:
    """The id of a slug, or of the words of a slug where another name of the thing was used."""
    if id := visit.shelf.addresses.id(letter, slug):
        return id
    names, words = visit.shelf.release.names, slug.replace("-", " ")
    found = names.cancer(words) if letter == "c" else names.drug(words)
    return found if found and visit.shelf.addresses.slug(found) else ""


def moved(visit: Visit, path: str) -> Response:
    query = visit.request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, 308)


def nothing(visit: Visit, slug: str) -> Response:
    """No such biomarker, cancer or drug: the names that are near, as links."""
    words = slug.replace("-", " ")[:100]
    near = visit.shelf.release.names.near(words, ("Biomarker", "Cancer", "Drug"), limit=6)
    addresses, label = visit.shelf.addresses, visit.shelf.release.names.label
    links = [(label(name.id), addresses.path(name.id)) for name in near if addresses.path(name.id)]
    told = {"title": T.no_entity, "message": T.no_entity_text, "links": links, "q": words}
    return page("problem.html", 404, **told, **visit.foot)
