"""What a check finds: one thing that is wrong, why, and how it is mended."""

from dataclasses import dataclass

SEVERITIES = {
    "error": "a claim that may not be shown as it stands, or a release that is damaged",
    "warning": "a curator must look: something is missing, or odd, or sources differ",
    "info": "good to know: nothing is wrong with the release",
}
"""The worst first."""


@dataclass(slots=True, frozen=True, kw_only=True)
class Alarm:
    severity: str
    """A key of ``SEVERITIES``."""
    check: str
    """The name of the check, a member of ``run.CHECKS``."""
    record: str
    """The id of the record, source or file that it is about."""
    what: str
    """What is there, in the words of the graph."""
    reason: str
    """Why that is wrong."""
    mend: str
    """What to do next."""
    statements: tuple[str, ...] = ()
    """The statements concerned."""


class SkipCheck(Exception):
    """A check cannot run here; the message says why, and what to do about it."""
