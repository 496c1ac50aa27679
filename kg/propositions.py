"""Content addresses: the same question from two sources gets the same identifier."""

import hashlib
import re
from collections.abc import Sequence

from oncotrace.kg.records import Proposition, Regimen
from oncotrace.ontology.expressions import expression

_PLAIN = expression(r"[A-Za-z0-9 ]+")


def digest(*parts: str) -> str:
    """Ten hexadecimal characters over the parts; 40 bits, collisions are checked at build."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def entity_id(kind: str, label: str) -> str:
    """``oid:<kind>-<slug>``, with a digest where the slug alone would lose what tells labels apart."""
    name = f"oid:{kind}-{slug(label)[:80]}"
    if _PLAIN.fullmatch(label) and len(label) <= 80:
        return name
    return f"{name}-{digest(kind, label)[:6]}"


def propose(axis: str, biomarker: str = "", therapy: str = "", cancer: str = "") -> Proposition:
    """The proposition of these four parts."""
    key = digest("proposition", axis, biomarker, therapy, cancer)
    return Proposition(
        id=f"oid:prop-{key}", axis=axis, biomarker=biomarker, therapy=therapy, cancer=cancer
    )


_BETWEEN = {"combination": " + ", "sequential": ", then ", "substitutes": " or "}


def regimen(interaction: str, drugs: Sequence[tuple[str, str]]) -> Regimen:
    """The regimen of these drugs (id and name). Only in a sequence does their order make a difference."""
    if interaction != "sequential":
        drugs = sorted(set(drugs))
    ids = tuple(id for id, _ in drugs)
    stem = slug(" ".join((interaction, *(id.removeprefix("oid:drug-") for id in ids))))[:80]
    return Regimen(
        id=f"oid:regimen-{stem}-{digest(interaction, *ids)[:6]}",
        label=_BETWEEN[interaction].join(name for _, name in drugs),
        interaction=interaction,
        drugs=ids,
    )
