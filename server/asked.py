"""From what was asked, in words or by an address, to the facts and the answer of a page."""

from collections.abc import Mapping
from dataclasses import dataclass

import oncotrace
from oncotrace.answers.compose import compose
from oncotrace.answers.facts import Facts, gather
from oncotrace.answers.model import Answer
from oncotrace.answers.wording import label_words
from oncotrace.kg.errors import OncotraceError, Unreadable
from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Biomarker
from oncotrace.ontology.terms import CANCER
from oncotrace.queries.question import Question
from oncotrace.queries.resolve import resolve
from oncotrace.server.addresses import KINDS, slug_of
from oncotrace.server.shelf import Shelf

LONGEST_SLUG = 200
"""Letters of a slug that are looked at."""


@dataclass(slots=True, kw_only=True)
class View:
    """The day and the agency from which a page is seen."""

    today: str
    as_of: str = ""
    agency: str = ""

    @property
    def day(self) -> str:
        return self.as_of or self.today

    @property
    def query(self) -> dict[str, str]:
        """What of it an address must carry."""
        asked = {"as_of": self.as_of, "agency": self.agency}
        return {name: value for name, value in asked.items() if value}


@dataclass(slots=True, kw_only=True)
class Asked:
    question: Question
    facts: Facts
    answer: Answer
    address: dict[str, str]
    """What asks the same again in an address's query: words (``q``), or slugs by ``addresses.KINDS``."""


def in_words(shelf: Shelf, text: str, view: View) -> Asked:
    """A question in plain English, answered. Unreadable where it cannot be read."""
    names, graph = shelf.release.names, shelf.graph
    return _answered(shelf, resolve(text, names, graph, as_of=view.day), view, {"q": text})


def by_ids(
    shelf: Shelf, view: View, biomarkers: list[Biomarker] | None = None, cancer: str = "", drug: str = ""
) -> Asked:
    """The same of a page's address: the biomarker first, then what it refers to; nothing is left to read."""
    label = shelf.release.names.label
    biomarker, related = (biomarkers[0], biomarkers[1:]) if biomarkers else (None, [])
    parts = [label(drug) if drug else "", label_words(biomarker.label) if biomarker else ""]
    about = " and ".join(part for part in parts if part)
    text = " in ".join(part for part in (about, label(cancer) if cancer else "") if part)
    question = Question(
        text=text,
        biomarkers=(biomarker,) if biomarker else (),
        related=tuple(related),
        cancer=cancer or None,
        drugs=(drug,) if drug else (),
    )
    slug = shelf.addresses.slug
    address = {
        "b": (slug(biomarker.id) or slug_of(biomarker.label)) if biomarker else "",
        "c": slug(cancer) or "",
        "d": slug(drug) or "",
    }
    return _answered(shelf, question, view, {letter: name for letter, name in address.items() if name})


def _answered(shelf: Shelf, question: Question, view: View, address: dict[str, str]) -> Asked:
    agency = view.agency or question.agency or "FDA"
    facts = gather(shelf.graph, question, as_of=view.day, agency=agency, beyond=shelf.beyond)
    answer = compose(question, facts, today=view.today, release=shelf.release.name)
    return Asked(question=question, facts=facts, answer=answer, address=address)


def by_query(shelf: Shelf, view: View, query: Mapping[str, str]) -> Asked:
    """What the query of an address asks: by slugs, else in words."""
    slugs = {letter: query.get(letter, "")[:LONGEST_SLUG] for letter in KINDS}
    if query.get("q") or not any(slugs.values()):
        return in_words(shelf, query.get("q", ""), view)
    biomarkers = biomarkers_of(shelf, slugs["b"]) if slugs["b"] else []
    cancer, drug = (shelf.addresses.id(letter, slugs[letter]) or "" for letter in ("c", "d"))
    if [bool(biomarkers), bool(cancer), bool(drug)] != [bool(slugs[letter]) for letter in KINDS]:
        raise Unreadable("the address names something that this release does not hold")
    return by_ids(shelf, view, biomarkers, cancer, drug)


def checked(today: str, as_of: str, agency: str) -> View:
    """The view of an address. Unreadable for a day or an agency that cannot be read."""
    day = oncotrace.read_day(as_of or None, "as_of")
    return View(today=today, as_of=day or "", agency=oncotrace.read_agency(agency or None) or "")


# --- addresses to things ------------------------------------------------------------------------


def biomarkers_of(shelf: Shelf, slug: str) -> list[Biomarker]:
    """The biomarker of a slug, then what it refers to: one of the graph, or one that the words of the slug
    say although nothing is held on it. Empty where they say none."""
    if id := shelf.addresses.id("b", slug):
        return Reader(shelf.graph).get([id], Biomarker)
    text = slug.replace("-", " ")
    try:
        question = resolve(text, shelf.release.names, shelf.graph, as_of="9999-12-31")
    except OncotraceError:
        return []
    other = question.cancer or question.drugs or question.unknown or question.absent
    misread = any(note.kind == "typo" for note in question.notes)
    if len(question.biomarkers) != 1 or other or misread:
        return []
    return [*question.biomarkers, *question.related]


def path_of(shelf: Shelf, biomarker: Biomarker | None, cancer: str = "", drug: str = "") -> str:
    """The stable address of what one biomarker, cancer or drug, or a biomarker in a cancer, is asked by."""
    addresses = shelf.addresses
    if biomarker is None:
        return addresses.path(cancer or drug) if not (cancer and drug) else ""
    if drug:
        return ""
    own = addresses.path(biomarker.id) or f"/b/{slug_of(biomarker.label)}"
    return own + (addresses.path(cancer) if cancer and cancer != CANCER else "")
