"""Running the rules, and what no rule can judge."""

from collections.abc import Iterator
from itertools import islice

from newsletter.checks.registry import checks_about
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Finding
from newsletter.model.issue import Issue

MOST = 100
"""Findings of one rule in one issue: what is wrong oftener has one cause, and would be looked for a long time."""
_QUESTIONS = (
    N_("Children: what do the decisions mean for children and young people?"),
    N_("Equality: are women's and men's conditions visible, and do both speak?"),
    N_("Diversity: would everyone in the county recognise themselves, whatever their background or ability?"),
    N_("Small places: are mill towns and the countryside in it by name, not only the larger towns?"),
    N_("Consent: has everyone who is quoted, named or pictured said yes?"),
)


def findings(*subjects: object) -> Iterator[Finding]:
    """What every rule finds that takes values of these types: an issue, an issue and its surroundings, settings, and so on."""
    limit = MOST if isinstance(subjects[0], Issue) else None
    for check in checks_about(*map(type, subjects)):
        yield from islice(check(*subjects), limit)


def checklist() -> tuple[str, ...]:
    """What no machine can judge: the activity plan's perspectives, as questions in the user's language.

    ``newsletter check`` prints them after the diagnostics of one issue.
    """
    return tuple(_(question) for question in _QUESTIONS)
