"""Running the rules."""

from collections.abc import Sequence
from itertools import islice

from newsletter.checks import tables
from newsletter.checks.surroundings import Surroundings
from newsletter.letter.content import Content
from newsletter.model.diagnostics import Diagnostic
from newsletter.source import IssueFile, RecipientsFile, SettingsFile

MOST = 100
"""Findings of one rule in one issue: what is wrong oftener has one cause, and would be looked for a long time."""


def review(
    reading: IssueFile,
    settings: SettingsFile,
    recipients: RecipientsFile | None,
    content: Content | None,
    others: Sequence[IssueFile] = (),
) -> tuple[Diagnostic, ...]:
    """Every finding about one issue and what goes with it, in the order of files and lines. Errors stop a sending.

    What needs ``content``, ``recipients`` or ``others`` is left out where they are. Two issues reviewed with the same
    recipients give equal diagnostics of them.
    """
    around = Surroundings(
        settings.settings,
        recipients.recipients if recipients else None,
        {one.id: one.issue for one in others if one.id != reading.id},
    )
    found = [finding for rule in tables.ISSUE_RULES for finding in islice(rule(reading.issue), MOST)]
    found += [finding for rule in tables.CONTEXT_RULES for finding in islice(rule(reading.issue, around), MOST)]
    found += [finding for rule in tables.LETTER_RULES if content for finding in rule(content)]
    of_issue = {finding.place_in(reading.file, reading.places) for finding in found}
    return tuple(sorted({*of_issue, *review_house(settings, recipients)}))


def review_house(settings: SettingsFile | None, recipients: RecipientsFile | None) -> tuple[Diagnostic, ...]:
    """What can be said of settings and recipients whatever the issues are like; they may be unreadable."""
    found: set[Diagnostic] = set()
    if settings:
        of_settings = [finding for rule in tables.SETTINGS_RULES for finding in rule(settings.settings)]
        found |= {finding.place_in(settings.file, settings.places) for finding in of_settings}
    if recipients:
        of_recipients = [finding for rule in tables.RECIPIENTS_RULES for finding in rule(recipients.recipients)]
        found |= {finding.place_in(recipients.file, recipients.places) for finding in of_recipients}
    return tuple(sorted(found))
