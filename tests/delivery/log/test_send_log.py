"""Opening a log: made private, kept safe, refused where it cannot be trusted, and never made by a reader."""

import logging
import os
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsletter.delivery.log import open_log, sqlite
from newsletter.delivery.log.contents import read_sent_content
from newsletter.delivery.log.rows import hash_address
from newsletter.delivery.log.schema import content, meta
from newsletter.model.diagnostics import Refused
from tests.delivery.ledger import AT, LedgerTransport, addressee, due, run
from tests.postgres import new_database


def test_a_reader_sees_an_empty_log_and_makes_none(url: str, tmp_path: Path) -> None:
    with open_log(url, tmp_path) as log:
        assert list(log.deliveries(realm=None)) == []
        assert (log.audiences(), log.events(), log.live_runs(), log.id) == ((), (), (), "")

    assert list(tmp_path.iterdir()) == []


def test_a_log_keeps_its_id_and_its_letters(url: str, tmp_path: Path) -> None:
    with open_log(url, tmp_path, create=True) as log:
        first = log.id
        run(log, LedgerTransport(), due(3))
    with open_log(url, tmp_path) as log:
        assert log.id == first
        assert [(one.association, one.status) for one in log.deliveries()] == [
            ("f000", "accepted"),
            ("f001", "accepted"),
            ("f002", "accepted"),
        ]


def test_a_closed_log_is_one_private_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_log("sqlite:deep/.newsletter/log.sqlite3", tmp_path, create=True):
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "deep/.newsletter").iterdir()}
    finally:
        os.umask(before)

    if sys.platform != "win32":
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE((tmp_path / "deep/.newsletter").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "deep/.newsletter").iterdir()] == ["log.sqlite3"]


def test_settings_that_keep_claims_over_a_loss_of_power(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log, log.reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in sqlite.PRAGMAS}
    assert found == {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1, "foreign_keys": 1, "trusted_schema": 0}


def test_a_setting_that_sqlite_does_not_follow_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite.PRAGMAS, "page_size", 1000)  # no power of two: SQLite answers with silence
    with pytest.raises(Refused, match="page_size"):
        open_log("sqlite:log.sqlite3", tmp_path, create=True)


def test_a_file_that_is_not_a_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite3").write_text("Kära dagbok, " * 1000, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        open_log("sqlite:log.sqlite3", tmp_path)
    assert str(tmp_path / "log.sqlite3") in refused.value.message
    assert "newsletter restore" in refused.value.hint


def test_a_damaged_log_is_refused_when_the_damage_is_met(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        run(log, LedgerTransport(batch_size=1), due(50))
    path = tmp_path / "log.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(Refused, match=r"log\.sqlite3"), open_log("sqlite:log.sqlite3", tmp_path) as log:
        list(log.deliveries())


@pytest.mark.parametrize("what", ["an association", "a status", "an address"])
def test_a_changed_byte_that_would_let_somebody_have_a_second_letter_is_met_at_once(tmp_path: Path, what: str) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        run(log, LedgerTransport(), due(3))
    path = tmp_path / "log.sqlite3"
    old = {"an association": b"f001", "a status": b"accepted", "an address": hash_address(addressee(1).address).encode()}[what]
    whole = path.read_bytes()
    new = old[:-1] + (b"0" if old[-1:] != b"0" else b"1")
    path.write_bytes(whole.replace(old, new, 1))
    for create in (True, False):
        with pytest.raises(Refused, match=r"log\.sqlite3"):
            open_log("sqlite:log.sqlite3", tmp_path, create=create)


def test_text_that_is_no_text_is_damage_and_not_a_fault_in_the_program(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        run(log, LedgerTransport(), due(1))
        with log.writing() as connection:
            connection.exec_driver_sql("UPDATE outcome SET detail = CAST(X'FFFE' AS TEXT)")
        with pytest.raises(Refused, match=r"log\.sqlite3"):
            list(log.deliveries())
        with log.writing() as connection:
            connection.exec_driver_sql("UPDATE content SET record = '{'")
        with pytest.raises(Refused, match=r"log\.sqlite3"):
            read_sent_content(log, "2026-q3")


def test_a_reader_leaves_the_journal_to_who_is_writing(tmp_path: Path) -> None:
    journal = tmp_path / "log.sqlite3-wal"
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        run(log, LedgerTransport(), due(3))
        size = journal.stat().st_size
        with open_log("sqlite:log.sqlite3", tmp_path) as reader:
            assert len(list(reader.deliveries())) == 3
        assert journal.stat().st_size == size > 0
    assert not journal.exists()


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "log.sqlite3")) as other:
        other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(Refused) as refused:
        open_log("sqlite:log.sqlite3", tmp_path, create=True)
    assert "log.sqlite3" in refused.value.message


def test_a_log_that_another_program_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 20)
    with (
        open_log("sqlite:log.sqlite3", tmp_path, create=True) as log,
        closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused), log.writing():
            pass
        with log.reading() as connection:  # readers are not held up
            assert connection.execute(sa.select(meta.c.log)).scalar()
        other.execute("ROLLBACK")


def test_who_opens_a_new_log_waits_for_who_is_making_it(tmp_path: Path) -> None:
    """SQLite itself fails at once where another connection is writing while the log is changed to WAL."""
    path = tmp_path / "log.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as maker:
        maker.execute("BEGIN IMMEDIATE")
        ready = threading.Timer(0.3, maker.execute, ["COMMIT"])
        ready.start()
        try:
            with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
                assert log.id
        finally:
            ready.join()


def test_a_full_disk_is_refused_and_nothing_is_half_written(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        with log.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        rows = [{"digest": str(number), "record": "x" * 5000, "at": AT} for number in range(100)]
        with pytest.raises(Refused), log.writing() as connection:
            connection.execute(content.insert(), rows)
        with log.reading() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(content)).scalar() == 0


def test_a_log_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match=r"log\.sqlite3"):
        open_log("sqlite:file/log.sqlite3", tmp_path, create=True)


def test_a_log_of_a_newer_program_is_refused(url: str, tmp_path: Path) -> None:
    with open_log(url, tmp_path, create=True) as log, log.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused):
        open_log(url, tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kim:hemligt@localhost/log",
        "postgresql://localhost/log?password=hemligt",
        "postgresql://localhost",
        "sqlite:",
        "sqlite:///log.sqlite3",
        "mysql://localhost/log",
        "log.sqlite3",
        "",
    ],
)
def test_an_address_that_is_wrong_or_tells_a_password_is_refused_without_repeating_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_log(url, tmp_path, create=True)
    assert "hemligt" not in refused.value.message + refused.value.hint


def test_a_server_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_log("postgresql://127.0.0.1:1/log", tmp_path)
    assert "postgresql://127.0.0.1/log" in refused.value.message


@pytest.mark.slow
def test_a_shared_log_waits_for_the_servers_disk_whatever_its_default(tmp_path: Path) -> None:
    url = f"{new_database()}%20-csynchronous_commit%3Doff"
    with open_log(url, tmp_path, create=True) as log, log.reading() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_copies_from_a_conflict_beside_the_log_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "log (Kims motstridiga kopia 2026-09-01).sqlite3").touch()
    with pytest.raises(Refused, match="motstridiga"):
        open_log("sqlite:log.sqlite3", tmp_path)


@pytest.mark.parametrize("library", ["sqlalchemy.pool.impl.NullPool", "alembic.runtime", "psycopg"])
def test_what_a_library_tells_its_own_log_is_not_printed(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody listens Python prints it: a Ctrl-C just as a connection was given back showed a traceback."""
    monkeypatch.setattr(logging.root, "handlers", [])
    logging.getLogger(library).error("Exception during reset or similar")
    assert capsys.readouterr().err == ""


def test_without_postgresql_s_driver_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(Refused) as refused:
        open_log("postgresql://db.example/brev", tmp_path)

    assert refused.value.message == "En utskickslogg på PostgreSQL behöver ett tillägg som inte är installerat."
    assert refused.value.hint.endswith('-m pip install "kvartalsbrev[postgresql]"')
