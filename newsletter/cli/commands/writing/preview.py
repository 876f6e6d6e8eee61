"""``newsletter preview``: an issue in the browser, as it looks right now."""

import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from newsletter.cli.boundary import run
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say
from newsletter.delivery.approval.state import ApprovalState, Word, approval_state, proposal, rule_for
from newsletter.delivery.approval.store import approvals
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import roster
from newsletter.model.swedish import swedish_list
from newsletter.operations.workspace import Workspace
from newsletter.source import issue_ids, read
from newsletter.web import Sight, address, create_app, listen, serve


def preview(*, issue: str | None, port: int | None) -> None:
    workspace = find_workspace()
    directory = workspace.directory
    server = listen(create_app(directory, _choose(directory, issue), _approval_teller(workspace)), port)
    say(_("The preview is at {address}. End it with Ctrl-C.").format(address=address(server)))
    if sys.stdout.isatty():
        _open(address(server))
    serve(server, lambda fault: run(partial(_raise, fault)))


def _choose(directory: Path, issue: str | None) -> str:
    """Refused for an issue that does not exist, and when there is none at all."""
    if issue is not None:
        read(directory, [issue])
        return issue
    if latest := issue_ids(directory)[-1:]:
        return latest[0]
    raise Refused(_("There are no issues yet."), _("Run “newsletter new”."))


def _open(url: str) -> None:
    if webbrowser.open(url):
        note(_("Opening the preview in the browser."))


def _raise(fault: Exception) -> None:
    raise fault


def _approval_teller(workspace: Workspace) -> Callable[[str, Sight], str]:
    """Whether the letter on the page is approved, in a sentence. The page asks in threads, under the command's options."""
    context = click.get_current_context()

    def tell(issue: str, sight: Sight) -> str:
        with context.scope(cleanup=False):
            try:
                return _sentence(_state(workspace, issue, sight), issue)
            except Refused as fault:  # the log is out of reach, and the letter can be looked at all the same
                return f"{fault.message} {fault.hint}".rstrip()

    return tell


def _state(workspace: Workspace, issue: str, sight: Sight) -> ApprovalState:
    assert sight.settings
    assert sight.recipients
    assert sight.content
    with workspace.open_log(sight.settings) as log:
        entries = approvals(log, issue)
    rule = rule_for(sight.settings, int(issue[:4]), workspace.now().date())
    return approval_state(rule, entries, proposal(issue, sight.content.digest, sight.settings, roster(sight.recipients)))


def _sentence(state: ApprovalState, issue: str) -> str:
    match state.word:
        case Word.NOT_REQUIRED:
            return ""
        case Word.APPROVED:
            names = swedish_list(tuple(one.approver for one in state.holding))
            return _("Approved as it stands here, by {approvers}.").format(approvers=names)
        case Word.CHANGED:
            text = _("Changed since it was approved.")
        case Word.WITHDRAWN:
            text = _("The approval has been withdrawn.")
        case Word.INCOMPLETE | Word.NOT_APPROVED:
            text = _("Not approved yet.")
    if state.missing:
        text += " " + _("Missing: {approvers}.").format(approvers=swedish_list(state.missing))
    return f"{text} {_('Whoever approves runs “newsletter approve {issue}”.').format(issue=issue)}"
