"""The sections of an answer, in reading order: an explicit tuple, no discovery.

To add one: write a function from ``Facts`` to ``Section | None`` and name it in ``SECTIONS``.
"""

from collections.abc import Callable

from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Section
from oncotrace.answers.sections import frequency, next, others, studies, treatment, trials, what

SECTIONS: tuple[Callable[[Facts], Section | None], ...] = (
    treatment.premises,
    treatment.asked_drug,
    what.what_it_is,
    frequency.here,
    frequency.elsewhere,
    others.others,
    treatment.treatments,
    studies.studies,
    studies.resistance,
    studies.conflicts,
    trials.trials,
    next.tests,
    next.what_else,
    next.questions,
    next.further,
)
