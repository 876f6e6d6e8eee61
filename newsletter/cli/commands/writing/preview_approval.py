"""Whether what the preview shows is approved, in a sentence."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsletter.cli.clock import now
from newsletter.cli.workspace import opened_log
from newsletter.locale import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsletter.delivery.approval.state import ApprovalState
    from newsletter.web import Sight


def approval_teller(directory: Path) -> "Callable[[str, Sight], str]":
    """For the page: it asks in threads of its own, under the options that the command was given."""
    context = click.get_current_context()

    def tell(issue: str, sight: "Sight") -> str:
        from newsletter.model.diagnostics import Refused

        with context.scope(cleanup=False):
            try:
                return _told(_state(directory, issue, sight), issue)
            except Refused as fault:  # the log is out of reach, and the letter can be looked at all the same
                return f"{fault.message} {fault.hint}".rstrip()

    return tell


def _state(directory: Path, issue: str, sight: "Sight") -> "ApprovalState":
    from newsletter.delivery.approval.state import approval_state, proposal, rule_for
    from newsletter.delivery.approval.store import approvals
    from newsletter.model.recipients import roster

    assert sight.settings
    assert sight.recipients
    assert sight.content
    with opened_log(sight.settings, directory) as log:
        given = approvals(log, issue)
    rule = rule_for(sight.settings, int(issue[:4]), now().date())
    return approval_state(rule, given, proposal(issue, sight.content.digest, sight.settings, roster(sight.recipients)))


def _told(state: "ApprovalState", issue: str) -> str:
    from newsletter.delivery.approval.state import Word
    from newsletter.model.swedish import swedish_list

    match state.word:
        case Word.NOT_REQUIRED:
            return ""
        case Word.APPROVED:
            names = swedish_list(tuple(one.approver for one in state.holding))
            return _("Approved as it stands here, by {approvers}.").format(approvers=names)
        case Word.CHANGED:
            said = _("Changed since it was approved.")
        case Word.WITHDRAWN:
            said = _("The approval has been withdrawn.")
        case Word.INCOMPLETE | Word.NOT_APPROVED:
            said = _("Not approved yet.")
    if state.missing:
        said += " " + _("Missing: {approvers}.").format(approvers=swedish_list(state.missing))
    return f"{said} {_('Whoever approves runs “newsletter approve {issue}”.').format(issue=issue)}"
