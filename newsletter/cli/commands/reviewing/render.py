"""``newsletter render``: one letter of an issue as files to look at."""

import os
from pathlib import Path

from newsletter.cli.opening import find_workspace
from newsletter.cli.output import say
from newsletter.cli.show.diagnostics import show_diagnostics
from newsletter.locale import _, ngettext
from newsletter.operations.photographs import BROWSER_VARIABLE
from newsletter.operations.preparing import prepare
from newsletter.operations.rendering import Rendering, render, render_for_paper, render_to_share

_OF_THE_LETTER = (".html", ".txt", ".eml")


def render_issue(*, issue: str, out: Path | None, association: str | None, pdf: bool, share: bool) -> None:
    workspace = find_workspace()
    prepared = prepare(workspace.directory, issue)
    show_diagnostics(prepared.warnings, prepared.directory, "short")
    folder = out or prepared.directory / "outbox" / "render"
    _show(issue, render(prepared, folder, association, workspace.now()))
    if pdf:  # all else stands already, also where PDF is refused
        names = ", ".join(f"{issue}{ending}" for ending in render_for_paper(prepared, folder))
        say(_("For the notice board: {files}.").format(files=names))
    if share:
        files = render_to_share(prepared, folder, os.environ.get(BROWSER_VARIABLE))
        pictures = [ending for ending, content in files.items() if content and ending.endswith(".png")]
        text = ngettext(
            "To share: {n} picture, {issue}-delbild-….", "To share: {n} pictures, {issue}-delbild-….", len(pictures)
        )
        say(text.format(n=len(pictures), issue=issue))
        say(
            _("Their alt texts are in {file}: paste them where the pictures are published.").format(
                file=f"{issue}-delbilder.txt"
            )
        )


def _show(issue: str, rendering: Rendering) -> None:
    letter, files = rendering.letter, rendering.files
    lines = letter.text.count("\n")
    text = ngettext("a text edition ({lines} line)", "a text edition ({lines} lines)", lines).format(lines=lines)
    if letter.html is None:
        say(_("Built {text}; this association gets plain text alone.").format(text=text))
    else:
        size = -(-len(letter.html.encode()) // 1000)
        say(_("Built HTML ({size} kB) and {text}.").format(size=size, text=text))
    first = ".txt" if letter.html is None else ".html"
    say(_("The preview is saved: {path}").format(path=rendering.folder / f"{issue}{first}"))
    others = ", ".join(f"{issue}{ending}" for ending, content in files.items() if content and ending not in _OF_THE_LETTER)
    say(_("Beside it: {files}.").format(files=others))
