"""An issue made ready to be sent: read, checked and compiled, or every diagnostic at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsletter.delivery.approval import SendingProposal, make_proposal
from newsletter.letter import Content, content_to_record
from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Invalid, Refused
from newsletter.model.issue import issue_to_record
from newsletter.model.recipients import NO_STOPS, Stops, roster
from newsletter.model.settings import Settings
from newsletter.operations.examining import examine
from newsletter.source import IssueFile, RecipientsFile, SettingsFile, read


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run sends, to whom it may, and from whom. ``warnings`` are what the checks found and let pass."""

    directory: Path
    issue: IssueFile
    settings_file: SettingsFile
    recipients: RecipientsFile
    content: Content
    warnings: tuple[Diagnostic, ...]

    @property
    def settings(self) -> Settings:
        return self.settings_file.settings

    @property
    def names(self) -> Mapping[str, str]:
        """Associations' names by their ids."""
        return {one.id: one.name for one in self.recipients.recipients.recipients}

    def record(self) -> dict[str, Any]:
        """What the log keeps of the content, and of the issue that it was made from."""
        return content_to_record(self.content) | {"issue": issue_to_record(self.issue.issue)}

    def proposal(self, stops: Stops = NO_STOPS) -> SendingProposal:
        """What sending the issue to everybody would mean now. Approvals bind all who are listed: that an address is stopped,
        and that it is written to again, are no changes of what was approved.
        """
        return make_proposal(self.issue.id, self.content.digest, self.settings, roster(self.recipients.recipients, stops))


def prepare(directory: Path, issue_id: str) -> Prepared:
    """Raises ``Invalid`` if anything is wrong, with the diagnostics that ``check`` would show."""
    reading = read(directory, [issue_id])
    examined = examine(issue_id, reading)
    if any(one.is_error for one in examined.diagnostics):
        raise Invalid(examined.diagnostics)
    # A missing part has an error among the diagnostics; these lines tell the types so.
    assert reading.settings is not None
    assert reading.recipients is not None
    assert examined.content is not None
    issue = reading.issue(issue_id)
    return Prepared(directory, issue, reading.settings, reading.recipients, examined.content, examined.diagnostics)


def refuse_draft(prepared: Prepared) -> None:
    """A draft is neither sent to people nor approved."""
    if prepared.issue.issue.draft:
        raise Refused(
            _("{issue} is marked as a draft.").format(issue=prepared.issue.id),
            _("Take away the line “draft: true” when the issue is ready."),
        )
