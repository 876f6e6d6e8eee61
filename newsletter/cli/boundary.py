"""The one place where a command that could not go on becomes words and an exit code."""

import errno
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsletter.cli.exits import Exit
from newsletter.cli.output import fail, note
from newsletter.cli.show.diagnostics import count_sentence, show_diagnostics
from newsletter.cli.workspace import directory_if_any, secrets
from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.model.diagnostics import Diagnostic

SECRET_NAME = re.compile(r"KEY|PASSWORD|PASSWD|SECRET|TOKEN", re.IGNORECASE)
PATTERNS = (
    re.compile(r"SG\.[\w-]{10,}\.[\w-]{10,}"),
    re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]+(?=@)"),
    re.compile(r"[^\s@<>()\"',;:=\[\]]+@[^\s@<>()\"',;:\[\]]+"),
)
"""SendGrid's keys, name and password in a URL, and addresses."""


def run(command: Callable[[], object]) -> int:
    """Call ``command`` and say what came of it; the exit code of design.md 7. Its own return value counts if it is a number.

    The single broad handler of the program: a fault of ours must neither show a traceback nor hide what has been sent.
    """
    try:
        result = command()
    except (click.exceptions.Exit, BrokenPipeError):  # no faults: Click ends with a code, or quietly where nobody reads on
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - this is the boundary
        return _told(error)
    return int(result) if isinstance(result, int) else Exit.DONE


def _told(error: BaseException) -> int:
    from newsletter.model.diagnostics import AnotherRun, Invalid, Refused

    match error:
        case Refused(message=message, hint=hint):
            fail(message, hint)
        case Invalid(diagnostics=diagnostics):
            _show(diagnostics)
        case AnotherRun():
            note(_("Another run is in progress. Wait until it has ended and try again."))
            return Exit.REMAINING
        case click.Abort() | KeyboardInterrupt():
            note(_("Interrupted."))
        case click.ClickException():
            error.show()
            return error.exit_code
        case OSError():
            return _of_the_machine(error)
        case _other:
            return _fault(error)
    return Exit.REFUSED


def _show(diagnostics: "tuple[Diagnostic, ...]") -> None:
    show_diagnostics(diagnostics, directory_if_any() or Path.cwd())
    note()
    note(count_sentence(diagnostics))


def _of_the_machine(error: OSError) -> int:
    """Faults that the person at the machine can put right are sentences; the rest are ours."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            message = _("The disk is full.")
            hint = _("Make room and run the command again. “newsletter status” says what has been sent.")
        case errno.EACCES | errno.EPERM | errno.EROFS if error.filename:
            message = _("{path} may not be read or written.").format(path=error.filename)
            hint = _("Close the file if another program has it open, or change its permissions, and run the command again.")
        case _other:
            return _fault(error)
    fail(message, hint)
    return Exit.REFUSED


def _fault(error: BaseException) -> int:
    """A bug: the details go to a file, a sentence to the screen."""
    import traceback  # here and below: only a fault pays for what only a fault needs

    details = masked("".join(traceback.format_exception(error)))
    fail(_("Something went wrong in the program itself."), _("The details are in {path}.").format(path=_written(details)))
    note(_("Nothing is sent twice: “newsletter status” says what has been sent and what remains."))
    return Exit.FAULT


def masked(text: str) -> str:
    """``text`` without secrets and addresses; it has no local variables to begin with."""
    from newsletter.model.diagnostics import Refused

    with suppress(OSError, Refused):  # an unreadable .env must not hide the fault that is being told
        for name, value in secrets().items():
            if SECRET_NAME.search(name) and len(value) > 3:
                text = text.replace(value, "***")
    for pattern in PATTERNS:
        text = pattern.sub("***", text)
    return text


def _written(details: str) -> Path:
    """Write ``details`` where only the user can read them: in the workspace if it can be, else in the temporary folder."""
    name = time.strftime("fel-%Y%m%d-%H%M%S.txt")
    directory = directory_if_any()
    if directory:
        with suppress(OSError):
            folder = directory / ".newsletter"
            folder.mkdir(mode=0o700, exist_ok=True)
            return _private(folder / name, details)
    import tempfile

    return _private(Path(tempfile.mkdtemp(prefix="newsletter-")) / name, details)


def _private(path: Path, text: str) -> Path:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor has no Path
        file.write(text)
    return path
