"""Free text to a ``Question``: what is carried, in which cancer, which drug, and what is asked.

``resolve(text, names, graph, as_of=day)`` never guesses: what can be read in two ways says so and asks,
what is unknown is named with its neighbours, what is corrected is noted.
"""

import re
import unicodedata

from oncotrace.kg.errors import Unreadable
from oncotrace.kg.graph import Graph
from oncotrace.kg.names import Names, normalise
from oncotrace.ontology.expressions import expression
from oncotrace.queries import intents, premises, spelling
from oncotrace.queries.carried import Carried, carried
from oncotrace.queries.mentions import Mention, accepted, longest
from oncotrace.queries.question import Note, Question, Reading
from oncotrace.queries.said import Said
from oncotrace.queries.words import SITES

MAX_CHARACTERS = 2_000

_EXAMPLE = 'for example "What does ROS1 fusion mean for pancreatic cancer?"'
_EXON_GLUED = expression(r"\b([A-Z][A-Z0-9]{1,6})((?:ex|exon)\d{1,2})\b")
_VARIANT_GLUED = expression(r"\b([A-Za-z][A-Za-z0-9]{2,6})([A-Za-z]\d{2,4}[A-Za-z])\b")
_GERMLINE_GLUED = expression(r"\bg(?=BRCA)")
_VIII_GLUED = expression(r"\b(EGFR)(vIII)\b")
_MEMBERS_GLUED = expression(r"\b([A-Z]{3,5})(\d)((?:\s?/\s?\d)+)\b")
_ANY_SITE = "|".join(sorted(SITES, key=len, reverse=True))
_SITE = expression(rf"(?<![\w-])({_ANY_SITE})(?![\w-])", re.IGNORECASE)
_LISTED_SITE = expression(rf"(?<![\w-])({_ANY_SITE})(?:\s*[,/]\s*|\s+(?:and|or|&)\s+)+$", re.IGNORECASE)
_JOINING = (",", "/", "&", " and", " or", " AND", " OR", " And", " Or")
_SITE_IS_OTHER = expression(
    r"[\s-]*(?:metasta|mets\b|biops|function|enzyme|scan|toxic|sample|tissue|transplant|rash|problem"
    r"|disease\b|involve)",
    re.IGNORECASE,
)
_NOT_FROM = expression(
    r"(?:spread|metasta\w*|mets|secondaries|lesions?|scan|x-?ray|biopsy)\s+(?:has |have )?"
    r"(?:to|in|into|of)\s+(?:the |my |her |his )?$",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """The text in one line of composed characters; Unreadable where nothing can be read of it."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            f"the question has {len(text):,} characters, more than the {MAX_CHARACTERS:,} that are read; "
            f"ask in a sentence or two, {_EXAMPLE}"
        )
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in composed)
    line = " ".join(printable.split())
    if not line:
        raise Unreadable(f"the question is empty; name a biomarker, a cancer or a drug, {_EXAMPLE}")
    if not any(c.isalnum() for c in line):
        raise Unreadable(
            f"the question holds only punctuation; name a biomarker, a cancer or a drug, {_EXAMPLE}"
        )
    return line


def resolve(text: str, names: Names, graph: Graph, *, as_of: str) -> Question:
    """The question of a text, as understood; ``as_of`` (an ISO day) is the day of its premises.

    Raises Unreadable for a text that is empty, too long or without any letter or digit.
    """
    line = clean(text)
    spread, found, notes = _corrected(_spread_out(line, names), names)
    told = carried(spread, found, names, graph)
    best = [m for m in longest(found) if not _is_gene_instead(m, told)]
    cancers = _cancers(spread, best, names, graph)
    renamed = [n for m in best if m.kind in ("Gene", "Drug") for n in _renamed(m, m.id, names)]
    said, masked = Said(spread), Said(_masked(spread, best))
    country, agency = intents.place(said)
    question = Question(
        text=line,
        biomarkers=tuple(told.biomarkers),
        related=tuple(told.related),
        absent=tuple(told.absent),
        cancer=cancers.ids[0] if cancers.ids else None,
        other_cancers=tuple(cancers.ids[1:]),
        cancer_stage=intents.stage(said),
        drugs=tuple(dict.fromkeys(m.id for m in best if m.kind == "Drug")),
        origin=intents.origin(said),
        country=country,
        agency=agency,
        intents=intents.intents(masked, has_other=bool(told.biomarkers or cancers.ids)),
        readings=(*told.readings, *cancers.readings),
        notes=(*notes, *told.notes, *cancers.notes, *renamed),
    )
    taken = _taken(found) + told.covered + cancers.covered
    question.unknown = tuple(
        spelling.unknown(
            spread, taken, names, nothing_else=not question.understood, no_cancer=not cancers.ids
        )
    )
    claim = intents.claim(masked, question.intents)
    question.premises = premises.check(question, graph, as_of=as_of, claim=claim)
    return question


def _corrected(text: str, names: Names) -> tuple[str, list[Mention], list[Note]]:
    """The text without its misspelt names, what it mentions, and what was corrected."""
    found = accepted(text, names)
    fixes = spelling.corrections(text, _taken(found), names)
    if not fixes:
        return text, found, []
    text = spelling.corrected(text, fixes)
    return text, accepted(text, names), [fix.note for fix in fixes]


def _spread_out(text: str, names: Names) -> str:
    """Glued forms apart: ``METex14`` -> ``MET ex14``, ``BRCA1/2`` -> ``BRCA1/BRCA2``."""
    text = _VARIANT_GLUED.sub(lambda m: f"{m[1]} {m[2]}" if names.gene(m[1]) else m[0], text)
    if "gBRCA" in text:
        text = _GERMLINE_GLUED.sub("germline ", text)
    if "ex" in text:
        text = _EXON_GLUED.sub(r"\1 \2", text)
    if "EGFRvIII" in text:
        text = _VIII_GLUED.sub(r"\1 \2", text)
    if "/" in text:
        text = _MEMBERS_GLUED.sub(
            lambda m: "/".join(m[1] + number for number in [m[2], *re.findall(r"\d", m[3])]), text
        )
    return text


def _masked(text: str, best: list[Mention]) -> str:
    """The text with the word ``DRUG`` for each drug, for patterns such as ``resistance to DRUG``."""
    for mention in reversed(best):
        if mention.kind == "Drug":
            text = text[: mention.start] + intents.DRUG + text[mention.end :]
    return text


def _taken(found: list[Mention]) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in found]


class _Cancers:
    """The cancers that a text names, the asked one first."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.readings: list[Reading] = []
        self.notes: list[Note] = []
        self.covered: list[tuple[int, int]] = []


def _cancers(text: str, best: list[Mention], names: Names, graph: Graph) -> _Cancers:
    result = _Cancers()
    for mention in best:
        if mention.kind != "Cancer" or mention.name.key in SITES:
            continue
        id = mention.id
        if mention.others:
            among = _narrowest(mention, graph)
            id = _usual(mention, names) or among[0]
            if len(among) > 1 and id == among[0]:
                result.readings += _cancer_readings(mention, among, names)
        _read_listed_sites(text, mention.start, names, result)
        if id not in result.ids:
            result.ids.append(id)
            result.notes += _renamed(mention, id, names)
    if not result.ids:
        _read_sites(text, names, result)
    return result


def _is_gene_instead(mention: Mention, told: Carried) -> bool:
    """Whether a short form was already read as a gene or family (``BRCA`` is also an OncoTree code)."""
    single = mention.kind == "Cancer" and mention.text.isupper() and " " not in mention.text
    return single and any(s <= mention.start and mention.end <= e for s, e in told.covered)


def _read_listed_sites(text: str, end: int, names: Names, result: _Cancers) -> None:
    """The places that share the word that follows: ``breast and ovarian cancer``."""
    while text[:end].rstrip().endswith(_JOINING) and (match := _LISTED_SITE.search(text, 0, end)):
        end = match.start()
        if id := _of_site(match[1], names):
            result.ids.insert(0, id)


def _of_site(site: str, names: Names) -> str | None:
    return next((id for name in SITES[site.lower()] if (id := names.cancer(name))), None)


def _usual(mention: Mention, names: Names) -> str | None:
    """The one of several that is usually called so: ``bowel cancer``, or an OncoTree code (``CML``)."""
    site = mention.name.key.rpartition(" ")[0]
    ids = (mention.id, *(n.id for n in mention.others))
    usual = (names.cancer(name) for name in (*SITES.get(site, ()), f"ONCOTREE:{mention.text}"))
    return next((id for id in usual if id in ids), None)


def _narrowest(mention: Mention, graph: Graph) -> list[str]:
    """The cancers that a name may mean, without those that are broader than another of them."""
    ids = [mention.id, *(n.id for n in mention.others)]
    above = graph.within(ids, up=True)
    return [id for id in ids if not any(id in above.get(other, ()) for other in ids if other != id)] or ids


def _cancer_readings(mention: Mention, ids: list[str], names: Names) -> list[Reading]:
    labels = [names.label(id) for id in ids]
    ask = f"Which is meant by {mention.text}: {', '.join(labels[:-1])} or {labels[-1]}?"
    return [Reading(text=mention.text, label=label, ask=ask, chosen=i == 0) for i, label in enumerate(labels)]


def _read_sites(text: str, names: Names, result: _Cancers) -> None:
    """A place in the body for its cancer (``stage IV pancreas``), unless it is where a cancer spread to."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if len(plain) != len(text):
        plain = text
    for match in _SITE.finditer(plain):
        if _SITE_IS_OTHER.match(plain, match.end()) or _NOT_FROM.search(plain[: match.start()]):
            continue
        id = _of_site(match[1], names)
        if id and id not in result.ids:
            result.ids.append(id)
            result.covered.append(match.span())
            result.notes.append(Note(kind="assumed", written=match[1], read_as=names.label(id)))


def _renamed(mention: Mention, id: str, names: Names) -> list[Note]:
    """Where a brand, code or former symbol was read under its present name."""
    label = names.label(id)
    if mention.name.key == normalise(label) or mention.name.field in ("symbol", "label"):
        return []
    return [Note(kind="synonym", written=mention.text, read_as=label)]
