"""What is kept of a study of ClinicalTrials.gov's API, version 2: the rest, contacts above all, is dropped.

https://clinicaltrials.gov/data-api/about-api/study-data-structure
"""

from collections.abc import Iterable
from typing import Any

LONGEST_TEXT = 200_000
"""Characters of an eligibility text; the register allows 20,000."""


def slim(study: dict[str, Any]) -> dict[str, Any]:
    """The study as a flat row; ``nctId`` is empty where the object is no study."""
    protocol = _part(study, "protocolSection")
    status = _part(protocol, "statusModule")
    design = _part(protocol, "designModule")
    arms = _part(protocol, "armsInterventionsModule")
    eligibility = _part(protocol, "eligibilityModule")
    return {
        "nctId": _text(_part(protocol, "identificationModule"), "nctId"),
        "title": _text(_part(protocol, "identificationModule"), "briefTitle"),
        "status": _text(status, "overallStatus"),
        "statusOn": _status_on(status),
        "studyType": _text(design, "studyType"),
        "phases": _texts(design.get("phases")),
        "conditions": _texts(_part(protocol, "conditionsModule").get("conditions")),
        "interventions": [
            {"name": _text(i, "name"), "type": _text(i, "type"), "otherNames": _texts(i.get("otherNames"))}
            for i in _objects(arms.get("interventions"))
        ],
        "arms": [
            {
                "label": _text(arm, "label"),
                "type": _text(arm, "type"),
                "gives": _texts(arm.get("interventionNames")),
            }
            for arm in _objects(arms.get("armGroups"))
        ],
        "eligibility": _text(eligibility, "eligibilityCriteria")[:LONGEST_TEXT],
        "sex": _text(eligibility, "sex"),
        "minimumAge": _text(eligibility, "minimumAge"),
        "maximumAge": _text(eligibility, "maximumAge"),
        "places": _places(_part(protocol, "contactsLocationsModule")),
    }


def _status_on(status: dict[str, Any]) -> str:
    """The day of the last update, else of the last check of the status."""
    for name in ("lastUpdatePostDateStruct", "lastUpdateSubmitDate", "statusVerifiedDate"):
        told = status.get(name)
        day = _text(told, "date") if isinstance(told, dict) else _text(status, name)
        if day:
            return day
    return ""


def _places(module: dict[str, Any]) -> list[list[str]]:
    """Country and city of every site, each pair once; never names, telephones or mail addresses."""
    pairs = {(_text(site, "country"), _text(site, "city")) for site in _objects(module.get("locations"))}
    return [list(pair) for pair in sorted(pairs) if pair[0]]


def _part(of: dict[str, Any], name: str) -> dict[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def _text(of: dict[str, Any], name: str) -> str:
    found = of.get(name)
    return found.strip() if isinstance(found, str) else ""


def _texts(found: object) -> list[str]:
    items: Iterable[object] = found if isinstance(found, list) else ()
    return [item.strip() for item in items if isinstance(item, str) and item.strip()]


def _objects(found: object) -> list[dict[str, Any]]:
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
