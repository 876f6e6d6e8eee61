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
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.operations.approving import describe_seen
from newsletter.operations.workspace import Workspace
from newsletter.source import issue_ids, read
from newsletter.web import Sight, address, create_app, listen, serve


def preview(*, issue: str | None, port: int | None) -> None:
    workspace = find_workspace()
    app = create_app(workspace.directory, _choose(workspace.directory, issue), _approval_words(workspace))
    server = listen(app, port)
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


def _approval_words(workspace: Workspace) -> Callable[[str, Sight], str]:
    """For the page: it asks in threads of its own, under the options that the command was given."""
    context = click.get_current_context()

    def describe(issue: str, sight: Sight) -> str:
        assert sight.settings
        assert sight.recipients
        assert sight.content
        with context.scope(cleanup=False):
            try:
                return describe_seen(workspace, issue, sight.content, sight.settings, sight.recipients)
            except Refused as fault:  # the log is out of reach, and the letter can be looked at all the same
                return f"{fault.message} {fault.hint}".rstrip()

    return describe


def _open(url: str) -> None:
    if webbrowser.open(url):
        note(_("Opening the preview in the browser."))


def _raise(fault: Exception) -> None:
    raise fault
