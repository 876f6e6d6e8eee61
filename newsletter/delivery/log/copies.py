"""Copies of the log that can be trusted, and putting one back.

SQLite itself makes a copy, which is opened and checked before it gets its name. A copy is looked at before it takes the log's
place, and the log that it replaces is kept.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from newsletter.delivery.log import schema, sqlite
from newsletter.delivery.log.permission import is_lost, read_history, unknown_receipts
from newsletter.delivery.log.receipts import Receipt
from newsletter.delivery.log.schema import delivery
from newsletter.delivery.log.send_log import SendLog, open_log
from newsletter.disk import copy_whole, open_file
from newsletter.locale import _
from newsletter.model.deliveries import LIVE
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
        copy.execute("PRAGMA journal_mode=DELETE")  # a copy is one file, wherever it is taken
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


_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
_NOTES = (
    *(schema.resolution, schema.adoption, schema.approval, schema.approval_withdrawal),
    *(schema.handover, schema.deviation, schema.event, schema.recall),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The copy against the log at hand and the receipts. ``lost`` counts letters by issue, and ``notes`` what people and the
    provider have said since, that only the present log knows of; ``forgotten`` are issues that receipts know more of than the
    copy.
    ``unreadable``: there is a log, and what it knows cannot be read.
    """

    letters: int
    lost: Mapping[str, int]
    notes: int
    forgotten: tuple[str, ...]
    unreadable: bool

    @property
    def loses_something(self) -> bool:
        return bool(self.lost or self.notes or self.forgotten)


@contextmanager
def prepare_copy(copy: Path, target: Path) -> Iterator[Path]:
    """A sound duplicate of ``copy`` beside ``target``, gone again unless it has taken its place. The copy is only read."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    sqlite.create_file(unfinished)
    try:
        _duplicate(copy, unfinished)
        yield unfinished
    finally:
        for path in (unfinished, *_journals_of(unfinished)):
            path.unlink(missing_ok=True)


def compare_with_copy(prepared: Path, target: Path, receipts: Collection[Receipt]) -> Comparison:
    """What would be lost if ``prepared`` took the place of ``target``."""
    with _open(prepared) as new:
        forgotten = tuple(dict.fromkeys(one.issue for one in unknown_receipts(receipts, read_history(new, receipts))))
        letters, notes = _letters(new), _notes(new)
    try:
        with _open(target) as present:
            lost = {attempt: issue for attempt, issue in _letters(present).items() if attempt not in letters}
            missing = _notes(present) - notes
            unreadable = False
    except Refused:
        lost, missing, unreadable = {}, Counter(), True
    return Comparison(len(letters), Counter(lost.values()), missing.total(), forgotten, unreadable)


def put_copy_in_place(prepared: Path, target: Path, stamp: str) -> Path | None:
    """The name under which the log that was there is kept; None where nothing was. The caller holds the log's lock."""
    replaced = target.with_name(f"{target.name}.replaced-{stamp}") if target.exists() else None
    if replaced:
        copy_whole(target, replaced)
        for journal in _journals_of(target):
            copy_whole(journal, replaced.with_name(journal.name.replace(target.name, replaced.name)))
            journal.unlink()  # it belongs to the log before, and would be taken for the new one's
    prepared.replace(target)
    return replaced


def _duplicate(copy: Path, unfinished: Path) -> None:
    with open_file(copy):  # SQLite reads a device for ever
        pass
    try:
        with (
            closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as duplicate,
        ):
            source.backup(duplicate)
            sound = duplicate.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            sound = sound and duplicate.execute("SELECT count(*) FROM meta").fetchone() == (1,)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _NO_ROOM:
            raise Refused(
                _("{path} cannot be put back: the disk of the sending log is full or cannot be written.").format(path=copy),
                _("Nothing has been changed. Make room on the disk and give the same command again."),
            ) from None
        sound = False
    if not sound:
        raise Refused(
            _("{path} is not a sound copy of a sending log, so nothing has been changed.").format(path=copy),
            _("Try an older copy."),
        )


@contextmanager
def _open(path: Path) -> Iterator[SendLog]:
    with open_log(f"sqlite:{path.name}", path.parent) as log:
        yield log


def _letters(log: SendLog) -> dict[str, str]:
    """The issue of every attempt to send a letter to people; one that an old copy has lost is known by no other log."""
    with log.reading() as connection:
        rows = connection.execute(
            sa.select(schema.attempt.c.id, schema.delivery.c.issue)
            .join_from(schema.attempt, schema.delivery, schema.delivery.c.id == schema.attempt.c.delivery)
            .where(schema.delivery.c.realm == LIVE)
        )
        return {row.id: row.issue for row in rows if not is_lost(row.id)}


def _notes(log: SendLog) -> Counter[tuple[object, ...]]:
    """All that was said about them; numbers of rows are each log's own."""
    with log.reading() as connection:
        return Counter(
            (table.name, *row)
            for table in _NOTES
            for row in connection.execute(sa.select(*(column for column in table.c if column.name not in {"id", "delivery"})))
        )


def _journals_of(log: Path) -> tuple[Path, ...]:
    return tuple(path for suffix in ("-wal", "-shm") if (path := log.with_name(log.name + suffix)).exists())
