"""Whether a run is alive is whether its lock can be taken."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from newsletter.delivery.log import SendLog, open_log
from newsletter.delivery.log.schema import attempt, delivery
from newsletter.delivery.run import claims, locks
from newsletter.delivery.run.claims import CallOutcomes, make_candidate
from newsletter.delivery.run.start import commit_run, new_run
from newsletter.model.deliveries import Outcome, Status
from tests.conftest import ROOT
from tests.delivery.ledger import AT, addressee, start


def alive(log: SendLog, run: str, ours: str | None = None) -> bool:
    with log.reading() as connection:
        return run in locks.find_living_runs(log, connection, {run}, ours)


def test_a_run_is_alive_as_long_as_it_holds_its_lock(log: SendLog) -> None:
    key = new_run("2026-q3", is_live=True)
    lock = locks.take_lock(log, key.id)
    assert lock is not None
    commit_run(log, start(key))
    assert lock.is_ours()
    assert alive(log, key.id)
    assert not alive(log, key.id, ours=key.id)
    lock.release()
    assert not alive(log, key.id)


def test_the_same_run_cannot_be_taken_twice(log: SendLog) -> None:
    lock = locks.take_lock(log, "r")
    assert lock is not None
    assert locks.take_lock(log, "r") is None
    lock.release()
    again = locks.take_lock(log, "r")
    assert again is not None
    again.release()


@pytest.mark.slow
def test_several_runs_at_a_time_only_on_a_shared_log(log: SendLog) -> None:
    first, second = locks.take_lock(log, "a"), locks.take_lock(log, "b")
    assert first is not None
    assert (second is not None) == log.is_shared
    for lock in (first, second):
        if lock:
            lock.release()


@pytest.mark.slow
def test_earlier_runs_are_dead_while_the_last_one_is_alive(log: SendLog) -> None:
    earlier, last = new_run("2026-q3", is_live=True), new_run("2026-q3", is_live=True)
    commit_run(log, start(earlier))
    lock = locks.take_lock(log, last.id)
    assert lock is not None
    commit_run(log, start(last))
    assert not alive(log, earlier.id)
    assert alive(log, last.id)
    lock.release()


@pytest.mark.slow
def test_a_dead_run_is_not_taken_for_the_one_that_has_not_begun_yet(log: SendLog) -> None:
    """Whoever has just taken the lock reads files and compiles first; the last run in the log is still the dead one's."""
    dead, begun = new_run("2026-q3", is_live=True), new_run("2026-q3", is_live=True)
    commit_run(log, start(dead))
    lock = locks.take_lock(log, begun.id)
    assert lock is not None
    assert not alive(log, dead.id)
    assert lock.add(dead.id)  # which clears up after it
    assert alive(log, dead.id)
    lock.drop(dead.id)
    assert not alive(log, dead.id)
    lock.release()


@pytest.mark.slow
def test_a_lock_dies_with_its_process(url: str, tmp_path: Path) -> None:
    with open_log(url, tmp_path, create=True) as log:
        key = new_run("2026-q3", is_live=True)
        commit_run(log, start(key))
        script = (
            "import sys\nfrom pathlib import Path\nfrom newsletter.delivery.log import open_log\n"
            "from newsletter.delivery.run import locks\n"
            f"log = open_log({url!r}, Path({str(tmp_path)!r}), create=True)\n"
            f"lock = locks.take_lock(log, {key.id!r})\nprint(lock is not None, flush=True)\nsys.stdin.read()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout
            assert other.stdout.readline() == "True\n"
            assert alive(log, key.id)
            other.kill()
        taken = next((lock for _try in range(100) if (lock := locks.take_lock(log, key.id))), None)
        assert taken is not None
        taken.release()


@pytest.mark.slow
def test_a_lock_whose_session_has_been_cut_is_not_held_any_more(tmp_path: Path) -> None:
    from tests.postgres import new_database

    with open_log(new_database(), tmp_path, create=True) as log:
        lock = locks.take_lock(log, "r")
        assert isinstance(lock, locks._PostgresLock)
        assert lock.is_ours()
        with log.writing() as connection:
            connection.execute(sa.select(sa.func.pg_terminate_backend(lock._session, 5000)))
        assert not lock.is_ours()
        assert not lock.is_ours()  # nor after the library has made a new connection
        lock.release()


def test_what_a_run_recorded_while_its_lock_was_looked_at_is_not_in_doubt(url: str, tmp_path: Path) -> None:
    """A reader may wait half a second for the lock, and the run end in that time."""
    with open_log(url, tmp_path, create=True) as log, open_log(url, tmp_path) as reader:
        key = new_run("2026-q3", is_live=True)
        lock = locks.take_lock(log, key.id)
        assert lock is not None
        commit_run(log, start(key))
        with log.writing() as connection:
            claims.record_and_claim(connection, key, [], [make_candidate("eda", addressee(0).address, "a1")], AT)
        ended: list[str] = []

        def read(connection: sa.Connection) -> locks.Rows:
            rows = connection.execute(sa.select(delivery.c.status, attempt.c.run).join_from(delivery, attempt)).all()
            if not ended:
                with log.writing() as ours:
                    claims.record_and_claim(ours, key, [CallOutcomes(["a1"], [Outcome(Status.ACCEPTED)])], [], AT)
                lock.release()
                ended.append(key.id)
            return rows

        rows, alive = locks.read_with_living_runs(reader, read)
        assert [row.status for row in rows] == [Status.ACCEPTED]
        assert alive == frozenset()


@pytest.mark.slow
def test_a_network_that_swallows_everything_is_noticed_in_time(tmp_path: Path) -> None:
    """libpq would wait for hours on an idle session, and for a quarter of an hour on one that it writes to."""
    from tests.postgres import new_database

    with open_log(new_database(), tmp_path, create=True) as log, log.reading() as connection:
        session = connection.connection.driver_connection
        assert isinstance(session, psycopg.Connection)
        found = session.info.get_parameters()
    assert int(found["keepalives_idle"]) + 3 * int(found["keepalives_interval"]) <= 60
    assert int(found["tcp_user_timeout"]) <= 60_000
