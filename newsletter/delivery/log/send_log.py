"""The send log: opened by URL, read by every room, written by delivery alone."""

import logging
import secrets as randomness
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from newsletter.delivery.log import counting, folders, migrations, postgres, records, sqlite
from newsletter.delivery.log.faults import damaged_log, refusal
from newsletter.delivery.log.rows import AddresseeKey
from newsletter.delivery.log.schema import meta, metadata
from newsletter.disk import real_path
from newsletter.locale import _
from newsletter.model.deliveries import LIVE, Delivery
from newsletter.model.diagnostics import Refused

for _library in ("sqlalchemy", "alembic", "psycopg"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # else Python prints what they log: at Ctrl-C a traceback

MIGRATION_KEY = 0x6E65_7773_6C65_7474  # "newslett": the advisory lock under which a shared log is brought up to date


@dataclass(frozen=True, slots=True)
class Home:
    """Where a log is. ``path`` is the resolved file of a SQLite log, None for PostgreSQL and for an empty log."""

    shown: str
    path: Path | None = None


class SendLog:
    """An open log: one connection, used by one thread. Leaving the context leaves one file behind."""

    def __init__(self, engine: sa.Engine, home: Home) -> None:
        self.engine = engine
        self.home = home
        with translate_faults(home.shown):
            self._connection = engine.connect()

    @property
    def id(self) -> str:
        """What receipts know this log by; empty for a log that does not exist yet."""
        with self.reading() as connection:
            return connection.execute(sa.select(meta.c.log)).scalar() or ""

    @property
    def is_shared(self) -> bool:
        """Several machines may work on it (PostgreSQL)."""
        return self.engine.dialect.name == "postgresql"

    @property
    def can_be_locked(self) -> bool:
        """A file that cannot be written to has no lock, and needs none: no run can be at work on it."""
        return self.home.path is not None and sqlite.can_be_written(self.home.path)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view, which keeps no other connection waiting."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """All of it is on disk when the block has ended, or nothing is."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sa.Connection]:
        with translate_faults(self.home.shown):
            self._connection.info["begin"] = begin
            with self._connection.begin():
                yield self._connection

    def deliveries(self, issue: str | None = None, realm: str | None = LIVE) -> Iterator[Delivery]:
        """Deliveries by issue, association and address; every issue's or every realm's where None is given."""
        with self.reading() as connection:
            yield from records.deliveries(connection, issue, realm)

    def tally(self, listed: Collection[AddresseeKey], until: str | None = None) -> tuple[Delivery, ...]:
        """Every live letter, those of ``listed`` one by one; ``Delivery.letters`` says how many one stands for. ``until`` is a
        moment of the log, for the letters as they stood then.
        """
        with self.reading() as connection:
            return counting.tally(connection, listed, until)

    def events(self, issue: str | None = None) -> tuple[records.DeliveryEvent, ...]:
        """Later facts about live letters, oldest first."""
        with self.reading() as connection:
            return records.events(connection, issue)

    def live_runs(self, issue: str | None = None) -> tuple[records.Run, ...]:
        """Runs that could reach people, oldest first."""
        with self.reading() as connection:
            return records.live_runs(connection, issue)

    def audiences(self, issue: str | None = None) -> tuple[records.Audience, ...]:
        """Who was active and entitled at each live run that was not taken back, oldest run first."""
        with self.reading() as connection:
            return records.audiences(connection, issue)

    def close(self) -> None:
        """The last to close a SQLite log leaves one file. No connection moves its journal while another may be writing to it:
        SQLite before 3.51.3 can lose what two connections do there at once (sqlite.org/wal.html, the WAL-reset bug).
        """
        self._connection.close()
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


@contextmanager
def translate_faults(place: str) -> Iterator[None]:
    """Faults of the disk, the file or the network become sentences; a fault in the program stays what it is."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if refused := refusal(error, place):
            raise refused from error
        raise
    except UnicodeDecodeError as error:  # SQLite gives what it finds, and our texts are all UTF-8
        raise damaged_log(place) from error


def open_log(url: str, directory: Path, *, create: bool = False, secrets: Mapping[str, str] | None = None) -> SendLog:
    """The log at ``sqlite:PATH`` (relative to ``directory``) or ``postgresql://host/database``.

    Without ``create`` a log that does not exist reads as an empty one, and nothing is made. ``secrets`` may hold PGPASSWORD.
    """
    path = sqlite_path(url, directory)
    return _open_sqlite(path, create=create) if path else _open_postgresql(url, secrets or {}, create=create)


def place_warning(log: SendLog) -> str | None:
    """A sentence with the remedy where the log could be damaged, doubled or listened to on the way."""
    return postgres.line_warning(log.engine) if log.is_shared else folders.folder_warning(log.home.path)


def sqlite_path(url: str, directory: Path) -> Path | None:
    """The file of the log that ``url`` names; None where it is on a server. Refused where it cannot be understood."""
    scheme, _colon, rest = url.partition(":")
    match scheme:
        case "sqlite" if rest and not rest.startswith("//"):
            return _file_of_log(directory / rest)
        case "postgresql":
            return None
        case _:
            raise Refused(
                _("The sending log “{url}” cannot be understood.").format(url=scheme + ":…"),
                _("Write sqlite:PATH or postgresql://host/database."),
            )


def _file_of_log(path: Path) -> Path:
    """Where links lead. One that leads nowhere is a disk that is not there, or a stranger's: no new log is made at its end."""
    for one in (path, *path.parents):
        if one.is_symlink() and not one.exists():
            raise Refused(
                _("The sending log is behind the link {path}, which leads nowhere.").format(path=one),
                _("Connect the disk that the log is on, or delete the link."),
            )
    return real_path(path)


def empty_log(shown: str) -> SendLog:
    engine = sqlite.memory_engine()
    metadata.create_all(engine)
    return SendLog(engine, Home(shown))


def _open_sqlite(path: Path, *, create: bool) -> SendLog:
    folders.refuse_conflicted_copies(path)
    if create:
        try:
            sqlite.create_file(path)
        except OSError as error:
            raise Refused(
                _("The sending log {path} cannot be made: {reason}").format(path=path, reason=error.strerror),
                _("Nothing is sent without it. Check that you may write in the folder and that the disk is not full."),
            ) from error
    elif not path.exists() or path.stat().st_size == 0:
        return empty_log(str(path))
    only_read = not create and not sqlite.can_be_written(path)
    log = SendLog(sqlite.create_engine(path, only_read=only_read), Home(str(path), path))
    with _closed_on_failure(log):
        with log.reading() as connection:
            if not only_read:
                sqlite.refuse_unsafe_settings(connection, log.home.shown)
            if create or path.stat().st_size <= sqlite.SMALL_BYTES:
                sqlite.refuse_damage(connection, log.home.shown)
        with log.writing() if _is_old(log) else log.reading() as connection:
            if migrations.revision(connection) is None:
                sqlite.refuse_foreign_file(connection, log.home.shown)
            _bring_up_to_date(connection, log.home.shown)
    return log


def _open_postgresql(url: str, secrets: Mapping[str, str], *, create: bool) -> SendLog:
    engine = postgres.create_engine(url, secrets)
    log = SendLog(engine, Home(postgres.describe(engine)))
    with _closed_on_failure(log):
        with log.reading() as connection:
            postgres.refuse_pooling(engine, connection, log.home.shown)
            postgres.refuse_unsafe_settings(connection, log.home.shown)
            exists = migrations.revision(connection) is not None
        if not exists and not create:
            log.close()
            return empty_log(log.home.shown)
        if _is_old(log):
            with log.writing() as connection:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_KEY)))
                _bring_up_to_date(connection, log.home.shown)
    return log


def _is_old(log: SendLog) -> bool:
    with log.reading() as connection:
        return migrations.revision(connection) != migrations.REVISIONS[-1]


def _bring_up_to_date(connection: sa.Connection, place: str) -> None:
    found = migrations.revision(connection)
    if found == migrations.REVISIONS[-1]:
        return
    if found is not None and found not in migrations.REVISIONS:
        raise Refused(
            _("The sending log {path} was written by a newer version of newsletter.").format(path=place),
            _("Update newsletter on this computer and try again."),
        )
    migrations.upgrade(connection)
    if connection.execute(sa.select(meta.c.log)).first() is None:
        connection.execute(meta.insert().values(log=randomness.token_hex(8), created=timestamp(datetime.now(UTC))))


@contextmanager
def _closed_on_failure(log: SendLog) -> Iterator[None]:
    opened = False
    try:
        yield
        opened = True
    finally:
        if not opened:
            log.close()


def timestamp(moment: datetime) -> str:
    """UTC in ISO 8601 with a fixed width, so that text sorts as time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
