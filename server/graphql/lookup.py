"""From what a client names to a record: a global id, a CURIE or a name. What is unknown gets neighbours."""

from collections.abc import Sequence

from oncotrace.kg.biomarkers import read
from oncotrace.kg.errors import Unreadable
from oncotrace.kg.names import Name
from oncotrace.kg.records import Biomarker, Cancer, Drug, Gene, Record
from oncotrace.server.graphql.errors import BAD_VALUE, NOT_FOUND, Refused
from oncotrace.server.graphql.ids import curie_of, global_id
from oncotrace.server.graphql.nodes import Missing, Neighbour
from oncotrace.server.graphql.view import View

KINDS: dict[str, type[Record]] = {"Gene": Gene, "Biomarker": Biomarker, "Cancer": Cancer, "Drug": Drug}

LONGEST_NAME = 300
NEAREST = 5


def find(view: View, ref: str, kinds: Sequence[str]) -> str | Missing:
    """The id of the one thing of these kinds that a reference names, by its strongest name."""
    text = ref.strip()
    if len(text) > LONGEST_NAME:
        raise Refused(BAD_VALUE, f"a name of {len(text)} letters: at most {LONGEST_NAME} are looked up")
    for id in (curie_of(text), text):
        if id and isinstance(view.reader.one(id, Record), tuple(KINDS[kind] for kind in kinds)):
            return id
    names = [n for n in view.names.find([text]).get(text, ()) if n.kind in kinds]
    strongest = {n.id: n for n in names if n.field == names[0].field}
    if len(strongest) == 1:
        return next(iter(strongest))
    if "Biomarker" in kinds and not names and (id := _read(view, text)):
        return id
    return not_found(view, text, kinds, list(strongest.values()))


def _read(view: View, text: str) -> str | None:
    """The biomarker that a text spells (``v::ROS1``), where the graph holds it."""
    try:
        spelt = read(text, view.names.genes)[0].id
    except Unreadable:
        return None
    return spelt if view.reader.one(spelt, Biomarker) else None


def not_found(view: View, text: str, kinds: Sequence[str], several: Sequence[Name] = ()) -> Missing:
    near = several or view.names.near(text, kinds, limit=NEAREST)
    noun = kinds[0].lower() if len(kinds) == 1 else "thing"
    if several:
        message = f"{len(several)} {noun}s are called {text[:80]!r}: give the CURIE of the one you mean."
    elif near:
        message = f"No {noun} is called {text[:80]!r}. Names near it are listed."
    else:
        message = f"No {noun} is called {text[:80]!r}, and no name is near it. Try the search field."
    return Missing(
        asked=text, ambiguous=bool(several), message=message, nearest=[_near(view, n) for n in near]
    )


def _near(view: View, name: Name) -> Neighbour:
    label = view.names.label(name.id)
    return Neighbour(id=global_id(name.id), curie=name.id, label=label, kind=name.kind)


def id_of(view: View, ref: str, kind: str) -> str:
    """The same inside of a filter, where what is unknown refuses the field. The error names what is near."""
    found = find(view, ref, (kind,))
    if isinstance(found, Missing):
        near = [{"id": n.id, "curie": n.curie, "label": n.label} for n in found.nearest]
        raise Refused(NOT_FOUND, found.message, asked=found.asked, nearest=near)
    return found
