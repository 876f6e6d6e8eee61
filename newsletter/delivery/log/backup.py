"""A copy of the log that can be trusted: made by SQLite itself, opened and checked before it gets its name."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa

from newsletter.delivery.log import sqlite
from newsletter.delivery.log.schema import delivery
from newsletter.delivery.log.send_log import SendLog
from newsletter.locale import _
from newsletter.model.diagnostics import Refused


def back_up(log: SendLog, target: Path) -> int:
    """Copy the log to ``target``; the number of deliveries in the copy. Never over a file that exists."""
    if log.is_shared:
        raise Refused(
            _("A sending log on PostgreSQL is copied with the server's own tools."),
            _("Run for example “pg_dump --format=custom --file=log.dump DATABASE”."),
        )
    if log.home.path is None:
        raise Refused(
            _("There is no sending log at {path} to copy yet.").format(path=log.home.shown),
            _("It is made by the first “newsletter send”."),
        )
    if target.exists():
        raise Refused(_("{path} exists already.").format(path=target), _("Choose another name for the copy."))
    unfinished = target.with_name(target.name + ".unfinished")
    with log.reading() as connection:
        expected = connection.execute(sa.select(sa.func.count()).select_from(delivery)).scalar_one()
    try:
        unfinished.unlink(missing_ok=True)
        sqlite.create_file(unfinished)
        _copy(log, unfinished)
        _verify(unfinished, expected)
        unfinished.replace(target)
    except (OSError, sqlite3.OperationalError):  # no such drive, not ours to write in, full
        raise Refused(
            _("The copy cannot be written to {path}.").format(path=target),
            _("Check that the disk is there, is not full and can be written to, or choose another place."),
        ) from None
    finally:
        with suppress(OSError):  # nor can it be reached
            unfinished.unlink(missing_ok=True)
    return expected


def _copy(log: SendLog, unfinished: Path) -> None:
    with closing(sqlite3.connect(unfinished)) as copy:
        source = log.engine.raw_connection()
        assert isinstance(source.driver_connection, sqlite3.Connection)
        source.driver_connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whatever is done with it
        copy.execute("PRAGMA synchronous=FULL")


def _verify(unfinished: Path, expected: int) -> None:
    with closing(sqlite3.connect(f"{unfinished.as_uri()}?mode=ro", uri=True)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count = copy.execute("SELECT count(*) FROM delivery").fetchone()[0]
    if not sound or count != expected:
        raise Refused(
            _("The copy of the sending log could not be verified, and has been taken away."),
            _("Check the disk that you copy to, and the log itself with “newsletter log”."),
        )
