"""An issue ready to be sent: read, checked and compiled, or every diagnostic at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsletter.cli.show.diagnostics import show_diagnostics

if TYPE_CHECKING:
    from newsletter.letter import Content
    from newsletter.source import IssueFile, RecipientsFile, SettingsFile


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run sends, to whom it may, and from whom."""

    directory: Path
    issue: "IssueFile"
    settings: "SettingsFile"
    recipients: "RecipientsFile"
    content: "Content"

    def record(self) -> dict[str, Any]:
        """What the log keeps of the content, and of the issue that it was made from."""
        from newsletter.letter import content_to_record
        from newsletter.model.issue import issue_to_record

        return content_to_record(self.content) | {"issue": issue_to_record(self.issue.issue)}


def prepare(directory: Path, issue_id: str) -> Prepared:
    """``Invalid`` if anything is wrong, as ``check`` would say it; warnings are shown and do not stop."""
    from newsletter.checks import examine
    from newsletter.model.diagnostics import Invalid
    from newsletter.source import read

    reading = read(directory, [issue_id])
    examined = examine(issue_id, reading)
    if any(one.is_error for one in examined.diagnostics):
        raise Invalid(examined.diagnostics)
    # What is missing has an error among the diagnostics; this tells the types so.
    assert reading.settings is not None
    assert reading.recipients is not None
    assert examined.content is not None
    show_diagnostics(examined.diagnostics, directory, "short")
    return Prepared(directory, reading.issue(issue_id), reading.settings, reading.recipients, examined.content)
