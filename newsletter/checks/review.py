"""Running the rules."""

from collections.abc import Iterable, Iterator, Sequence

from newsletter.checks import rules
from newsletter.letter.content import Content
from newsletter.model.diagnostics import Diagnostic, Finding, Places
from newsletter.source import IssueFile, RecipientsFile, SettingsFile


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
    diagnostics = {*placed(of_issue, reading.file, reading.places), *placed(of_settings, settings.file, settings.places)}
    if recipients:
        of_recipients = [finding for rule in rules.RECIPIENTS_RULES for finding in rule(recipients.recipients)]
        diagnostics.update(placed(of_recipients, recipients.file, recipients.places))
    return tuple(sorted(diagnostics))


def placed(findings: Iterable[Finding], file: str, places: Places) -> Iterator[Diagnostic]:
    """Each finding as a diagnostic, at the value it concerns or the nearest around it."""
    for finding in findings:
        place = places.of(finding.location)
        yield Diagnostic(file, place.line, place.column, finding.severity, finding.code, finding.message, finding.hint)
