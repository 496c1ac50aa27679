"""What machines read of a page: schema.org JSON-LD, Open Graph and the canonical address."""

import json
from os import environ
from typing import Any

from oncotrace.server.asked import Asked
from oncotrace.server.door import Visit
from oncotrace.server.texts import LANGUAGE, T

# JSON within HTML: no letter of it may end the element or begin a comment.
_SAFE = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})


def metadata(visit: Visit, asked: Asked, shown: dict[str, Any]) -> dict[str, str]:
    """Canonical address and descriptions. Addresses are whole only where ``ONCOTRACE_URL`` says the host:
    a kept page must not repeat the host that one visitor named."""
    site = environ.get("ONCOTRACE_URL", "").rstrip("/")
    title = str(shown["title"])
    canonical = f"{site}{shown['canonical']}"
    return {
        "title": title,
        "description": str(shown["description"]),
        "canonical": canonical,
        "json": as_json(_page(visit, asked, title, str(shown["description"]), canonical)),
    }


def _page(visit: Visit, asked: Asked, title: str, description: str, url: str) -> dict[str, Any]:
    facts, answer = asked.facts, asked.answer
    about: list[dict[str, Any]] = []
    if facts.cancer:
        about.append({"@type": "MedicalCondition", "name": facts.cancer.label})
    if facts.drug:
        about.append({"@type": "Drug", "name": facts.drug.label})
    about += [{"@type": "MedicalEntity", "name": b.label} for b in facts.biomarkers]
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": title,
        "description": description,
        "url": url,
        "inLanguage": LANGUAGE,
        "lastReviewed": str(visit.shelf.release.manifest["created"])[:10],
        "about": about,
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "publisher": {"@type": "Organization", "name": T.name},
        "citation": [c.url for c in answer.citations if c.url.startswith("https://")][:20],
    }


def as_json(value: object) -> str:
    """JSON that is safe within a script element."""
    return json.dumps(value, ensure_ascii=False).translate(_SAFE)
