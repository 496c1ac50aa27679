"""Content addresses: the same question from two sources gets the same identifier."""

import hashlib
import re

from oncotrace.kg.records import Proposition

_PLAIN = re.compile(r"[A-Za-z0-9 ]+")


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
