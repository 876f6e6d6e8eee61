"""A run lives as long as its lock is held. No process numbers and no leases: a lock dies with its holder.

Beside a SQLite log it is a file lock of the operating system, one run at a time. On PostgreSQL it is an advisory lock of a
session of its own, one key a run, and any number of runs share the work.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from filelock import FileLock, Timeout

from newsletter.delivery.log.send_log import SendLog, translate_faults
from newsletter.disk import PRIVATE, read_whole, refuse_unless_file, write_whole
from newsletter.model.deliveries import Status

# A reader that looks whether the lock is free holds it for a moment; a run holds it for longer than the patience here.
_PATIENCE_SECONDS = 0.5
_LONGEST_NOTE = 1_000_000


class RunLock(Protocol):
    def is_ours(self) -> bool:
        """Whether the lock is still ours; checked before anything leaves."""
        ...

    def is_in_place(self) -> bool:
        """Whether the log's file is still the one that was locked; always so for a log on a server."""
        ...

    def add(self, run: str) -> bool:
        """Hold the lock of ``run`` as well; False where another process holds it."""
        ...

    def drop(self, run: str) -> None:
        """Give up the lock of ``run`` alone."""
        ...

    def release(self) -> None: ...


def take_lock(log: SendLog, run: str) -> RunLock | None:
    """The lock of ``run``; None where another run holds it."""
    if log.is_shared:
        return _PostgresLock.take(log, run)
    return _FileRunLock.take(log.home.path, run) if log.home.path else _NoLock()


def take_file_lock(path: Path, run: str) -> RunLock | None:
    """As ``take_lock``, for a log that may be unreadable or not there yet."""
    return _FileRunLock.take(path, run)


Rows = Sequence[sa.Row[*tuple[Any, ...]]]


def read_with_living_runs(
    log: SendLog, read: Callable[[sa.Connection], Rows], ours: str | None = None
) -> tuple[Rows, frozenset[str]]:
    """The rows that ``read`` finds (with ``status`` and ``run``), and those of their runs that are alive; ``ours`` as below.

    A run may record its last letters and end while its lock is being looked at. So where a run is found dead the rows are
    read again: the dead write nothing more, and what is still being sent then is either in doubt or a later run's.
    """
    with log.reading() as connection:
        rows = read(connection)
        dead = _runs_sending(rows) - find_living_runs(log, connection, _runs_sending(rows), ours)
    if dead:
        with log.reading() as connection:
            rows = read(connection)
    return rows, _runs_sending(rows) - dead


def _runs_sending(rows: Rows) -> frozenset[str]:
    return frozenset(row.run for row in rows if row.status == Status.SENDING)


def find_living_runs(log: SendLog, connection: sa.Connection, runs: Collection[str], ours: str | None = None) -> frozenset[str]:
    """Those of ``runs`` whose lock another process holds; on SQLite, where one lock is all there is, the runs of its holder.

    ``ours`` is the run whose lock the caller holds: nothing of it is under way, or the caller would not be asking.
    """
    if not runs:
        return frozenset()
    if log.is_shared:
        held = {(high, low) for high, low in connection.execute(_HELD)}
        return frozenset(run for run in runs if run != ours and divmod(_key(run) % 2**64, 2**32) in held)
    if ours is not None or log.home.path is None or not os.access(_lock_path(log.home.path), os.W_OK):
        return frozenset()
    return frozenset(runs) & _FileRunLock.holders(log.home.path)


# Looking takes no lock, so two who look do not see each other. pg_locks shows a 64-bit key as two unsigned halves.
_HELD = sa.text(
    """
    SELECT classid, objid FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
)
_SESSION = sa.select(sa.func.pg_backend_pid())


def _key(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big", signed=True)


def _lock_path(log: Path) -> Path:
    return log.with_name(log.name + ".lock")


def _note_path(log: Path) -> Path:
    return log.with_name(log.name + ".run")


class _NoLock:
    """For a log in memory, which no other process can see."""

    def is_ours(self) -> bool:
        return True

    def is_in_place(self) -> bool:
        return True

    def add(self, _run: str) -> bool:
        return True

    def drop(self, _run: str) -> None:
        return None

    def release(self) -> None:
        return None


class _FileRunLock:
    """The lock, and beside it a note of whose it is: the last run in the log may be a dead one's, and its holder on the way."""

    def __init__(self, lock: FileLock, log: Path, run: str) -> None:
        self._lock, self._note, self._runs = lock, _note_path(log), [run]
        self._ids = {path: _file_id(path) for path in (log, _lock_path(log))}
        self._log = log
        self._write()

    @classmethod
    def take(cls, log: Path, run: str) -> "_FileRunLock | None":
        lock = _file_lock(log)
        return cls(lock, log, run) if lock else None

    @staticmethod
    def holders(log: Path) -> frozenset[str]:
        """The runs of the process that holds the lock; none where it is free."""
        if lock := _file_lock(log):
            lock.release()
            return frozenset()
        with suppress(FileNotFoundError):  # it has just ended, or not begun
            return frozenset(read_whole(_note_path(log), _LONGEST_NOTE).decode("utf-8", "replace").split())
        return frozenset()

    def is_ours(self) -> bool:
        """A lock whose file was deleted shuts out none who make it anew."""
        return self._lock.is_locked and self._is_same(_lock_path(self._log))

    def is_in_place(self) -> bool:
        """A file that was deleted or replaced goes on to be written to, and nobody else ever sees what is in it."""
        return self._is_same(self._log)

    def _is_same(self, path: Path) -> bool:
        return self._ids[path] == _file_id(path)

    def add(self, run: str) -> bool:
        """One run at a time: the lock's holder holds every run's."""
        self._runs.append(run)
        self._write()
        return True

    def drop(self, run: str) -> None:
        self._runs.remove(run)
        self._write()

    def release(self) -> None:
        with suppress(PermissionError):  # Windows, while another process reads it: without the lock it says nothing
            self._note.unlink(missing_ok=True)
        self._lock.release()

    def _write(self) -> None:
        write_whole(self._note, "\n".join(self._runs), mode=PRIVATE, is_durable=False)


def _file_id(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _file_lock(log: Path) -> FileLock | None:
    refuse_unless_file(_lock_path(log))
    lock = FileLock(_lock_path(log), timeout=_PATIENCE_SECONDS, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


class _PostgresLock:
    def __init__(self, connection: sa.Connection, key: int, session: int) -> None:
        self._connection = connection
        self._keys = {key}
        self._session = session
        self._held = True

    @classmethod
    def take(cls, log: SendLog, run: str) -> "_PostgresLock | None":
        with translate_faults(log.home.shown):
            connection = log.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_key(run)))).scalar():
                connection.close()
                return None
            return cls(connection, _key(run), connection.execute(_SESSION).scalar_one())

    def is_ours(self) -> bool:
        """The lock lives exactly as long as the session that took it; once lost, it is lost."""
        try:
            self._held = self._held and self._connection.execute(_SESSION).scalar() == self._session
        except sa.exc.DBAPIError:
            self._held = False
        return self._held

    def is_in_place(self) -> bool:
        return True

    def add(self, run: str) -> bool:
        key = _key(run)
        if key in self._keys:  # the server would count it twice
            return True
        if not self._connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar():
            return False
        self._keys.add(key)
        return True

    def drop(self, run: str) -> None:
        self._unlock(_key(run))

    def release(self) -> None:
        """Free when this returns: the server ends a closed session, and drops its locks, only a while after."""
        for key in tuple(self._keys):
            self._unlock(key)
        self._connection.close()

    def _unlock(self, key: int) -> None:
        if key in self._keys and self.is_ours():
            with suppress(sa.exc.DBAPIError):  # a session that is lost has lost its lock
                self._connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
        self._keys.discard(key)
