"""What a database's own complaint means for the editor: one sentence on what happened, one on what to do."""

import shutil
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from newsletter.locale import _
from newsletter.model.diagnostics import Refused

_LITTLE_ROOM = 65_536
DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH})


def refusal(error: sa.exc.DBAPIError, place: str) -> Refused | None:
    """The refusal that a fault of the machine or the network amounts to; None for a fault in the program."""
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig, place)
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) or error.connection_invalidated:
        return Refused(
            _("The sending log {path} cannot be reached: {reason}").format(path=place, reason=first_line(error.orig)),
            _("Nothing is sent without it. Check the network, the server's name and your password, and try again."),
        )
    return None


def first_line(error: BaseException | None) -> str:
    return (str(error).strip().splitlines() or [""])[0]


def damaged_log(place: str) -> Refused:
    return Refused(
        _("The sending log {path} cannot be read. Nothing is sent until it has been mended.").format(path=place),
        _("Put back the newest copy with “newsletter restore FILE”. Do not delete the file: it knows who has had what."),
    )


def _of_sqlite(error: sqlite3.Error, place: str) -> Refused | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte; the rest tells variants apart
    if code in DAMAGED or str(error).startswith("Could not decode to UTF-8"):  # which Python says, with no code
        return damaged_log(place)
    if code in BUSY:
        return Refused(
            _("The sending log {path} is in use by another program.").format(path=place),
            _("Wait until the other run or backup has ended and try again."),
        )
    if code == sqlite3.SQLITE_FULL or (code in {*UNWRITABLE, sqlite3.SQLITE_IOERR} and is_full(Path(place))):
        return Refused(
            _("The disk is full: the sending log {path} cannot be written.").format(path=place),
            _("Nothing more is sent. Make room on the disk and give the same command again."),
        )
    if code in UNWRITABLE:
        return Refused(
            _("The sending log {path} cannot be opened for writing.").format(path=place),
            _("Nothing is sent without it. Check that you may write in the folder and that the disk is not read-only."),
        )
    if code == sqlite3.SQLITE_IOERR:
        return Refused(
            _("The sending log {path} could not be read or written: {reason}").format(path=place, reason=error),
            _("Nothing more is sent. Check the disk and give the same command again."),
        )
    return None


def is_full(log: Path) -> bool:
    """SQLite, which writes beside a log even to read it, does not always say so, but for example that it could not read."""
    try:
        return shutil.disk_usage(log.parent).free < _LITTLE_ROOM
    except OSError:
        return False
