"""Opening a send log that is one SQLite file, so that what was written survives a loss of power."""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from newsletter.delivery.log.faults import damaged_log, is_full
from newsletter.disk import PRIVATE, create_whole
from newsletter.locale import _
from newsletter.model.diagnostics import Refused

BUSY_MILLISECONDS = 10_000

# FULL, because with NORMAL a loss of power takes back claims whose letters have left: the next run would send them again.
# fullfsync is what "on disk" means on macOS.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "fullfsync": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
}


def create_file(path: Path) -> None:
    """Make an empty file that only its owner may read, before SQLite makes it readable to every user."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        with suppress(FileExistsError):  # another run makes the same log
            create_whole(path, b"", mode=PRIVATE)


def can_be_written(path: Path) -> bool:
    """SQLite writes beside the log, too, even to read it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) and not is_full(path)


def create_engine(path: Path, *, only_read: bool = False) -> sa.Engine:
    """An engine with one connection. A transaction begins with what ``connection.info["begin"]`` says.

    The driver's own transactions are off: it commits before DDL, and a migration that fails would stay half done.
    """
    # Without its journal a log that cannot be written to is as it is; SQLite would want to make one all the same.
    still = "&immutable=1" if not path.with_name(f"{path.name}-wal").exists() else ""
    mode = f"mode=ro{still}" if only_read else "mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        for name, wanted in PRAGMAS.items() if not only_read else ():
            _set(connection, f"PRAGMA {name}={wanted}")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA wal_autocheckpoint=8000")  # pages: moving the journal less often moves a busy page once
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.StaticPool, hide_parameters=True)
    begin_as_asked(engine)
    return engine


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """Wait here for another writer: a change to WAL mode fails at once, whatever busy_timeout says, while another connection
    makes the same new log (sqlite.org/c3ref/busy_handler.html: no waiting where it could be a deadlock).
    """
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute(pragma)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def memory_engine() -> sa.Engine:
    """An empty log to read where there is none."""
    engine = sa.create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(":memory:", isolation_level=None), poolclass=sa.StaticPool
    )
    begin_as_asked(engine)
    return engine


def begin_as_asked(engine: sa.Engine) -> None:
    # A deferred BEGIN that reads and then writes fails with "database is locked" at once, whatever the timeout.
    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.info.get("begin", "BEGIN IMMEDIATE"))


SMALL_BYTES = 8_000_000
"""A log so small is looked through at every opening; a larger one before something is sent."""


def refuse_unsafe_settings(connection: sa.Connection, place: str) -> None:
    """SQLite answers a setting that it cannot follow with silence: read every one back."""
    for name, wanted in PRAGMAS.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if found != wanted:
            raise Refused(
                _("The sending log {path} cannot be kept safely here ({setting} is {value}).").format(
                    path=place, setting=name, value=found
                ),
                _("Move it to a local disk: change delivery.log in newsletter.yaml."),
            )


def refuse_foreign_file(connection: sa.Connection, place: str) -> None:
    """A database with tables but no log belongs to another program."""
    if sa.inspect(connection).get_table_names():
        raise Refused(
            _("{path} is a database, but not a sending log.").format(path=place),
            _("Check delivery.log in newsletter.yaml or the option --log."),
        )


def refuse_damage(connection: sa.Connection, place: str) -> None:
    """Rows and indexes that contradict each other: a letter that was sent could be taken for unsent. 3 ms for a usual log."""
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise damaged_log(place)
