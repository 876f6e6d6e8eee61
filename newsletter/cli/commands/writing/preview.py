"""``newsletter preview``: an issue in the browser, as it looks right now."""

import sys
import webbrowser
from functools import partial
from pathlib import Path

from newsletter.cli.boundary import run
from newsletter.cli.commands.writing.preview_approval import approval_teller
from newsletter.cli.output import note, say
from newsletter.cli.workspace import find_directory
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.source import issue_ids, read
from newsletter.web import address, create_app, listen, serve


def preview(*, issue: str | None, port: int | None) -> None:
    directory = find_directory()
    server = listen(create_app(directory, _choose(directory, issue), approval_teller(directory)), port)
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
