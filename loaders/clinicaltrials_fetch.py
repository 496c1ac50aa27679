"""Fetch trials from ClinicalTrials.gov's API, version 2, page by page into a folder that a build reads.

https://clinicaltrials.gov/data-api/api. A fetch that was cut off goes on where it stopped; one that is
done asks the next time only for what was updated since. Contacts are neither asked for nor kept.
"""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from oncotrace.kg.errors import SourceError
from oncotrace.loaders.declare import fault

API = "https://clinicaltrials.gov/api/v2"
PAGE_SIZE = 1_000
"""The most that the API gives at once."""
STATE = "00-fetch.json"
"""Stands first in the folder and holds the ``dataTimestamp``, so a build reads the version from it."""

FIELDS = (
    "NCTId BriefTitle OverallStatus LastUpdatePostDate StatusVerifiedDate StudyType Phase Condition"
    " InterventionName InterventionType InterventionOtherName ArmGroupLabel ArmGroupType"
    " ArmGroupInterventionName EligibilityCriteria Sex MinimumAge MaximumAge LocationCity LocationCountry"
).split()
"""What is asked for: https://clinicaltrials.gov/data-api/about-api/study-data-structure"""

_CONTACTS = ("centralContacts", "overallOfficials", "contacts", "geoPoint", "facility", "responsibleParty")
"""Keys under which people, and the places where they can be found, are named."""

Progress = Callable[[int, int | None], None]
"""Called with the trials that are here and, where it is known, their number."""


@dataclass(slots=True, frozen=True)
class Manners:
    """How the register is asked."""

    delay: float = 1.0
    """Seconds between two calls."""
    timeout: float = 60.0
    tries: int = 5
    most: int = 128 << 20
    """Bytes of one answer."""


@dataclass(slots=True)
class State:
    """What is here, and where to go on."""

    query: str
    dataTimestamp: str
    since: str = ""
    """Of an update: the day from which on changes are asked for."""
    token: str = ""
    pages: int = 0
    trials: int = 0
    done: bool = False


def fetch(
    query: str,
    folder: Path,
    *,
    api: str = API,
    progress: Progress = lambda here, total: None,
    manners: Manners = Manners(),
) -> State:
    """Bring all trials of a query into the folder, as pages; the state says what was done.

    SourceError: the register cannot be reached or answers something else, or the folder holds the
    trials of another query.
    """
    caller = _Caller(api, manners)
    stamp = str(caller.get("version", {}).get("dataTimestamp", ""))
    if not stamp:
        raise fault(api, "the register does not tell the day of its data", "Try again later")
    folder.mkdir(parents=True, exist_ok=True)
    state = _begin(_load(folder), query, stamp, folder)
    while not state.done:
        page = caller.get("studies", _parameters(state))
        _take(page, state, folder)
        progress(state.trials, page.get("totalCount"))
    return state


def _begin(state: State | None, query: str, stamp: str, folder: Path) -> State:
    """Go on, update, or start: by what the folder holds."""
    if state is None:
        return State(query=query, dataTimestamp=stamp)
    if state.query != query:
        raise SourceError(
            f"{folder} holds the trials of {state.query!r}; choose another folder for {query!r}"
        )
    if state.dataTimestamp == stamp:
        return state
    if state.done:
        since = state.dataTimestamp[:10]
        return State(query=query, dataTimestamp=stamp, since=since, pages=state.pages, trials=state.trials)
    # The register has changed under a fetch that was cut off: its tokens are of the old data.
    return State(query=query, dataTimestamp=stamp, since=state.since)


def _parameters(state: State) -> dict[str, str]:
    asked = {
        "query.term": state.query,
        "pageSize": str(PAGE_SIZE),
        "countTotal": "true",
        "format": "json",
        "fields": ",".join(FIELDS),
    }
    if state.since:
        asked["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{state.since},MAX]"
    if state.token:
        asked["pageToken"] = state.token
    return asked


def _take(page: dict[str, Any], state: State, folder: Path) -> None:
    """Write a page, then the state that knows of it: in this order a cut loses nothing."""
    studies = page.get("studies")
    if not isinstance(studies, list):
        raise fault(API, "a page without studies", "Try again later")
    state.pages += 1
    state.trials += len(studies)
    state.token = str(page.get("nextPageToken") or "")
    state.done = not state.token
    kept = {"dataTimestamp": state.dataTimestamp, "studies": [_without_contacts(s) for s in studies]}
    _write(folder / f"page-{state.pages:06}.json", kept)
    _write(folder / STATE, {**asdict(state), "studies": []})


def _without_contacts(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_contacts(v) for k, v in value.items() if k not in _CONTACTS}
    return [_without_contacts(item) for item in value] if isinstance(value, list) else value


def _load(folder: Path) -> State | None:
    try:
        told = json.loads((folder / STATE).read_text("utf-8"))
        return State(**{name: told[name] for name in State.__slots__})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        todo = "Remove the folder and fetch again"
        raise fault(str(folder / STATE), f"cannot be read ({error})", todo) from None


def _write(path: Path, content: dict[str, Any]) -> None:
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise fault(str(path), f"cannot be written ({error.strerror})", "Free space, fetch again") from None


class _Caller:
    """Asks one question after the other, with a pause between and a few tries for each."""

    def __init__(self, api: str, manners: Manners) -> None:
        self._api = api
        self._manners = manners
        self._last = 0.0

    def get(self, what: str, parameters: dict[str, str] | None = None) -> dict[str, Any]:
        address = f"{self._api}/{what}?{urllib.parse.urlencode(parameters or {})}"
        trouble = ""
        for attempt in range(self._manners.tries):
            self._pause(attempt)
            try:
                return self._read(address)
            except urllib.error.HTTPError as error:
                trouble = f"it answers {error.code}"
                if error.code not in (429, 500, 502, 503, 504):
                    break
            except (OSError, ValueError) as error:
                trouble = str(error)[:200]
        todo = "Try again later: the fetch goes on where it stopped"
        raise fault(self._api, f"the register cannot be read: {trouble}", todo)

    def _pause(self, attempt: int) -> None:
        """The usual pause, twice as long after every failure."""
        wait = self._last + self._manners.delay * 2**attempt - time.monotonic()
        if self._last and wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()

    def _read(self, address: str) -> dict[str, Any]:
        request = urllib.request.Request(address, headers={"User-Agent": "oncotrace"})
        with urllib.request.urlopen(request, timeout=self._manners.timeout) as answer:
            body = answer.read(self._manners.most + 1)
        if len(body) > self._manners.most:
            raise ValueError("an answer larger than any page")
        found = json.loads(body)
        if not isinstance(found, dict):
            raise ValueError("an answer that is no JSON object")
        return found
