"""An issue ready to be sent: read, checked and compiled, or every diagnostic at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.cli.diagnostics import show_diagnostics
from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.letter import Content
    from newsletter.model.diagnostics import Diagnostic
    from newsletter.source import IssueFile, RecipientsFile, SettingsFile


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run sends, to whom it may, and from whom."""

    directory: Path
    issue: "IssueFile"
    settings: "SettingsFile"
    recipients: "RecipientsFile"
    content: "Content"


def prepare(directory: Path, issue_id: str) -> Prepared:
    """``Invalid`` if anything is wrong; warnings are shown and do not stop."""
    from newsletter.checks import review
    from newsletter.letter import compile_content, image_findings
    from newsletter.model.diagnostics import Diagnostic, Invalid, Refused, Severity
    from newsletter.source import read

    reading = read(directory, [issue_id])
    found: list[Diagnostic] = list(reading.diagnostics)
    for issue in reading.issues:
        for finding in image_findings(issue.issue, directory):
            place = issue.places.of(finding.location)
            found.append(
                Diagnostic(issue.file, place.line, place.column, finding.severity, finding.code, finding.message, finding.hint)
            )
    if _errors(found):
        raise Invalid(tuple(found))
    issue = reading.issue(issue_id)
    if reading.settings is None or reading.recipients is None:  # their absence is a diagnostic; this tells the types so
        raise Refused(_("The workspace has no settings or no recipients."), _("Run “newsletter check”."))
    content = compile_content(issue.issue, reading.settings.settings, directory)
    found = list(dict.fromkeys([*found, *review(issue, reading.settings, reading.recipients, content, reading.issues)]))
    if _errors(found):
        raise Invalid(tuple(found))
    show_diagnostics([one for one in found if one.severity is Severity.WARNING], directory, "short")
    return Prepared(directory, issue, reading.settings, reading.recipients, content)


def _errors(found: "list[Diagnostic]") -> bool:
    return any(one.severity == "error" for one in found)
