"""What is said of a command that could not go on, and its exit code. Only what Python brings and pure values are imported here:
an installation that is broken must be able to say so.
"""

import errno
import re
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path

from newsletter.cli.exits import Exit
from newsletter.cli.invocation import directory_if_any
from newsletter.cli.output import fail, note
from newsletter.cli.show.diagnostics import count_sentence, show_diagnostics
from newsletter.cli.workspace import secrets
from newsletter.disk import PRIVATE, NotOfItsKind, Outside, TooBig, TooDeep, TooSlow, write_whole
from newsletter.locale import N_, _
from newsletter.model.diagnostics import AnotherRun, Diagnostic, Invalid, Refused

_SECRET_NAME = re.compile(r"KEY|PASSWORD|PASSWD|SECRET|TOKEN", re.IGNORECASE)
_PATTERNS = (
    re.compile(r"SG\.[\w-]{10,}\.[\w-]{10,}"),
    re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]+(?=@)"),
    re.compile(r"[^\s@<>()\"',;:=\[\]]+@[^\s@<>()\"',;:\[\]]+"),
)
"""SendGrid's keys, name and password in a URL, and addresses."""


_KINDS = {
    errno.ENOENT: N_("{path} is not there, or is a link that leads nowhere."),
    errno.EISDIR: N_("{path} is a folder, where there should be a file."),
    errno.ENOTDIR: N_("{path} cannot be reached: what should be a folder on the way to it is a file."),
    errno.EEXIST: N_("{path} is in the way: there should be something else of that name."),
    errno.ELOOP: N_("{path} is a link that leads back to itself."),
    errno.ENAMETOOLONG: N_("{path} is a longer name than the disk takes."),
    errno.EINVAL: N_("{path} is not a file that can be read or written."),
    errno.ENXIO: N_("{path} is not a file that can be read or written."),
    errno.ENODEV: N_("{path} is not a file that can be read or written."),
}


def tell(error: Exception) -> Exit:
    """Say what stopped a command and what to do, on stderr; the exit code of design.md 7."""
    another = _("Get the file once more, or name another.")
    match error:
        case Refused(message=message, hint=hint):
            fail(message, hint)
        case Invalid(diagnostics=diagnostics):
            _show(diagnostics)
        case AnotherRun():
            note(_("Another run is in progress. Wait until it has ended and try again."))
            return Exit.REMAINING
        case TooBig(filename=path, limit=limit):
            fail(
                _("{path} is too big to be read.").format(path=path),
                _("At most {limit} MB can be.").format(limit=limit // 10**6),
            )
        case TooDeep(filename=path):
            fail(_("{path} is nested too deeply to be read.").format(path=path), another)
        case TooSlow(filename=path, seconds=seconds):
            fail(_("Reading {path} was broken off after {limit} seconds.").format(path=path, limit=round(seconds)), another)
        case NotOfItsKind(filename=path):
            fail(_("{path} is damaged, or not what its name says.").format(path=path), another)
        case Outside(filename=path):
            fail(_("{path} leads out of its folder.").format(path=path), _("Put a folder there instead of the link."))
        case OSError():
            return _tell_of_the_machine(error)
        case _other:
            return _tell_of_a_bug(error)
    return Exit.REFUSED


def _show(diagnostics: tuple[Diagnostic, ...]) -> None:
    show_diagnostics(diagnostics, directory_if_any() or Path.cwd())
    note()
    note(count_sentence(diagnostics))


def _tell_of_the_machine(error: OSError) -> Exit:
    """Faults that the person at the machine can put right are sentences; the rest are ours."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            message = _("The disk is full.")
            hint = _("Make room and run the command again. “newsletter status” says what has been sent.")
        case errno.EACCES | errno.EPERM | errno.EROFS if error.filename:
            message = _("{path} may not be read or written.").format(path=error.filename)
            hint = _("Close the file if another program has it open, or change its permissions, and run the command again.")
        case code if error.filename and code in _KINDS:
            message, hint = _(_KINDS[code]).format(path=error.filename), _("Move it away, or name another file or folder.")
        case _other:
            return _tell_of_a_bug(error)
    fail(message, hint)
    return Exit.REFUSED


def _tell_of_a_bug(error: BaseException) -> Exit:
    """A bug: the details go to a file, a sentence to the screen."""
    details = _mask("".join(traceback.format_exception(error)))
    fail(_("Something went wrong in the program itself."), _("The details are in {path}.").format(path=_write_details(details)))
    note(_("Nothing is sent twice: “newsletter status” says what has been sent and what remains."))
    return Exit.FAULT


def _mask(text: str) -> str:
    """``text`` without secrets and addresses; it has no local variables to begin with."""
    with suppress(OSError, Refused):  # an unreadable .env must not hide the fault that is being told
        for name, value in secrets().items():
            if _SECRET_NAME.search(name) and len(value) > 3:
                text = text.replace(value, "***")
    for pattern in _PATTERNS:
        text = pattern.sub("***", text)
    return text


def _write_details(details: str) -> Path:
    """Write ``details`` where only the user can read them: in the workspace if it can be, else in the temporary folder."""
    name = time.strftime("fel-%Y%m%d-%H%M%S.txt")
    directory = directory_if_any()
    if directory:
        with suppress(OSError):
            folder = directory / ".newsletter"
            folder.mkdir(mode=0o700, exist_ok=True)
            return _write_privately(folder / name, details)
    return _write_privately(Path(tempfile.mkdtemp(prefix="newsletter-")) / name, details)


def _write_privately(path: Path, text: str) -> Path:
    write_whole(path, text, mode=PRIVATE)
    return path
