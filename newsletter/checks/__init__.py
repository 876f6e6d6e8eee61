"""Rules about an issue, its letter and its recipients: one pure function a rule, grouped by what it looks at.

A rule takes a model and yields findings; its code is its name with hyphens. It never looks at the clock, a file or the
network. ``review`` runs them all and puts each finding where it stands. To add a rule: write it, and name it in ``rules``.
"""

from collections.abc import Iterable, Iterator, Sequence

from newsletter.checks import rules
from newsletter.checks.checklist import checklist
from newsletter.letter.content import Content
from newsletter.model.diagnostics import Diagnostic, Finding, Places
from newsletter.source import IssueFile, RecipientsFile, SettingsFile

__all__ = ["checklist", "review"]


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
    of_issue = [finding for rule in rules.ISSUE_RULES for finding in rule(reading.issue)]
    of_issue += [finding for rule in rules.SERIES_RULES for finding in rule(reading.issue, before)]
    of_issue += [finding for rule in rules.LETTER_RULES if content for finding in rule(content)]
    of_settings = [finding for rule in rules.SETTINGS_RULES for finding in rule(settings.settings)]
    diagnostics = {*_placed(of_issue, reading.file, reading.places), *_placed(of_settings, settings.file, settings.places)}
    if recipients:
        of_recipients = [finding for rule in rules.RECIPIENTS_RULES for finding in rule(recipients.recipients)]
        diagnostics.update(_placed(of_recipients, recipients.file, recipients.places))
    return tuple(sorted(diagnostics))


def _placed(findings: Iterable[Finding], file: str, places: Places) -> Iterator[Diagnostic]:
    for finding in findings:
        place = places.of(finding.location)
        yield Diagnostic(file, place.line, place.column, finding.severity, finding.code, finding.message, finding.hint)
