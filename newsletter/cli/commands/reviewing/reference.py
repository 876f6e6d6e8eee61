"""Looking things up: what a code means, the JSON Schema of a file, and the handbook that came with the program."""

import difflib
import sys
import tempfile
import webbrowser
from pathlib import Path

from newsletter.cli.output import note, say
from newsletter.locale import _
from newsletter.locale.manuals import Manual, explanations, read_manual
from newsletter.model.diagnostics import Refused
from newsletter.source import schema_path


def explain(*, code: str) -> None:
    """Say what a code within brackets means, and what to do about it; ``Refused`` with a suggestion for one that is unknown."""
    known = explanations()
    wanted = code.strip("[] ").lower()
    if wanted not in known:
        near = difflib.get_close_matches(wanted, known, n=1)
        hint = (
            _("Did you mean “{suggestion}”?").format(suggestion=near[0]) if near else _("“newsletter check” shows the codes.")
        )
        raise Refused(_("There is no code “{code}”.").format(code=code), hint)
    say(f"{wanted}\n\n{known[wanted]}")


def print_schema(*, name: str) -> None:
    """For editors and other programs."""
    say(schema_path(name).read_text(encoding="utf-8").rstrip("\n"))


def open_handbook() -> None:
    """In the browser; as text where there is no terminal or no browser."""
    if not (sys.stdout.isatty() and _open()):
        say(read_manual(Manual.HANDBOOK).rstrip("\n"))


def _open() -> bool:
    """Whether there is a browser. The pages stay in the temporary folder, for the browser to read when this has ended."""
    from newsletter.web import write_manuals  # noqa: PLC0415 - Flask comes with it, and the two others need none

    page = write_manuals(Path(tempfile.mkdtemp(prefix="newsletter-")))
    is_open = webbrowser.open(page.as_uri())
    if is_open:
        note(_("The handbook opens in the browser: {path}").format(path=page))
    return is_open
