"""A part of the graph as a file: what is in it, and the address that gives it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from oncotrace.kg.errors import Unreadable
from oncotrace.server.export.formats import FORMATS
from oncotrace.server.export.material import Material, left_out
from oncotrace.server.export.selecting import (
    HOPS_BY_ADDRESS,
    MOST_SUBJECTS,
    NothingFound,
    by_question,
    by_subjects,
)
from oncotrace.server.graphql.errors import BAD_VALUE, NOT_FOUND, TOO_LARGE, Refused
from oncotrace.server.graphql.told import kind, plain
from oncotrace.server.graphql.view import View


@kind("A part of the graph as a file, not yet made", '{"url": "/export?subject=HGNC%3A10261&format=csv"}')
class Export:
    url: str = plain(
        "Where the file is to be had, by GET, on the server that was asked",
        "/export?subject=HGNC%3A10261&format=csv",
    )
    media_type: str = plain("Its media type", "text/csv")
    statements: int = plain("How many statements are in it", "117")
    others: int = plain("How many other records: what the statements name and rest on, none left out", "208")
    left_out: list[str] = plain("What its licence keeps out of it, a sentence a source", "[]")


def of_subjects(view: View, ids: Sequence[str], hops: int, proofs: bool, format: str) -> Export:
    """What is stated around records, so many statements away."""
    if len(ids) > MOST_SUBJECTS:
        raise Refused(TOO_LARGE, f"{len(ids)} subjects: at most {MOST_SUBJECTS} are exported at once")
    if not 0 <= hops <= HOPS_BY_ADDRESS:
        raise Refused(
            BAD_VALUE, f"hops is {hops}: 0 to {HOPS_BY_ADDRESS} here; `oncotrace export` goes further"
        )
    asked = [*(("subject", id) for id in ids), ("hops", str(hops))]
    return _export(view, by_subjects(view.release, ids, hops, proofs), asked, proofs, format)


def of_question(view: View, question: str, proofs: bool, format: str) -> Export:
    """What the answer to a question rests on."""
    asked = [("question", question)] + [("as_of", view.as_of)] * (view.as_of != view.today)
    try:
        material = by_question(view.release, question, view.as_of, proofs)
    except Unreadable as error:
        raise Refused(BAD_VALUE, str(error)) from error
    except NothingFound as error:
        raise Refused(NOT_FOUND, str(error)) from error
    return _export(view, material, asked, proofs, format)


def _export(
    view: View, material: Material, asked: list[tuple[str, str]], proofs: bool, format: str
) -> Export:
    view.go_on()
    asked += [("proofs", "yes")] * proofs + [("format", format), ("release", view.release.name)]
    return Export(
        url=f"/export?{urlencode(asked)}",
        media_type=FORMATS[format].media,
        statements=len(material.subgraph.statements),
        others=len(material.subgraph.others),
        left_out=left_out(view.release),
    )
