"""``newsletter handbook``: the handbook that came with the program."""

import sys
from pathlib import Path

import click

from newsletter.cli.output import note, say
from newsletter.locale import _
from newsletter.locale.manuals import Manual, read_manual


@click.command(
    help=_("Open the handbook in the browser. Without a terminal, print its text."),
    short_help=_("Open the handbook."),
    options_metavar=_("[OPTIONS]"),
)
def handbook() -> None:
    if not (sys.stdout.isatty() and _open()):
        say(read_manual(Manual.HANDBOOK).rstrip("\n"))


def _open() -> bool:
    """Whether there is a browser. The pages stay in the temporary folder, for the browser to read when this has ended."""
    import tempfile
    import webbrowser

    from newsletter.web import write_manuals

    page = write_manuals(Path(tempfile.mkdtemp(prefix="newsletter-")))
    is_open = webbrowser.open(page.as_uri())
    if is_open:
        note(_("The handbook opens in the browser: {path}").format(path=page))
    return is_open
