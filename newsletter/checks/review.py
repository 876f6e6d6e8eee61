"""Running the rules."""

from collections.abc import Sequence
from itertools import islice

from newsletter.checks import rules
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
    earlier: Sequence[IssueFile] = (),
) -> tuple[Diagnostic, ...]:
    """Every finding about one issue and what goes with it, in the order of files and lines. Errors stop a sending.

    What needs ``content``, ``recipients`` or ``earlier`` issues is left out where they are. Two issues reviewed with the same
    recipients give equal diagnostics of them.
    """
    before = {one.id: one.issue for one in earlier if one.id != reading.id}
    of_issue = [finding for rule in rules.ISSUE_RULES for finding in islice(rule(reading.issue), MOST)]
    of_issue += [finding for rule in rules.SERIES_RULES for finding in rule(reading.issue, before)]
    of_issue += [finding for rule in rules.LETTER_RULES if content for finding in rule(content)]
    of_settings = [finding for rule in rules.SETTINGS_RULES for finding in rule(settings.settings)]
    diagnostics = {finding.placed(reading.file, reading.places) for finding in of_issue}
    diagnostics |= {finding.placed(settings.file, settings.places) for finding in of_settings}
    if recipients:
        of_recipients = [finding for rule in rules.RECIPIENTS_RULES for finding in rule(recipients.recipients)]
        diagnostics |= {finding.placed(recipients.file, recipients.places) for finding in of_recipients}
    return tuple(sorted(diagnostics))
