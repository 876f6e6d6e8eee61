"""A copy of the log is verified before it gets its name, and sends on where the log left off."""

import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsletter.delivery.log import open_log
from newsletter.delivery.log.copies import back_up
from newsletter.model.diagnostics import Refused
from tests.delivery.ledger import LedgerTransport, due, run
from tests.postgres import new_database


def test_a_copy_is_whole_private_and_alone(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        run(log, LedgerTransport(), due(5))
        assert back_up(log, tmp_path / "copies" / "log.sqlite3") == 5  # while the log is open and its journal in use
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["log.sqlite3"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "copies" / "log.sqlite3").stat().st_mode) == 0o600
    with closing(sqlite3.connect(tmp_path / "copies" / "log.sqlite3")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_restored_copy_knows_who_has_had_what(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        run(log, LedgerTransport(), due(5))
        back_up(log, tmp_path / "copy.sqlite3")
        first = log.id
    with open_log("sqlite:copy.sqlite3", tmp_path, create=True) as restored:
        assert restored.id == first
        transport = LedgerTransport()
        run(restored, transport, due(7))
        assert sorted(transport.ledger) == ["a5@x.example", "a6@x.example"]


def test_a_file_that_exists_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("viktigt", encoding="utf-8")
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log, pytest.raises(Refused):
        back_up(log, tmp_path / "copy")
    assert (tmp_path / "copy").read_text(encoding="utf-8") == "viktigt"


def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path) as log, pytest.raises(Refused):
        back_up(log, tmp_path / "copy")


@pytest.mark.slow
def test_a_log_on_a_server_is_copied_with_the_servers_tools(tmp_path: Path) -> None:
    with open_log(new_database(), tmp_path, create=True) as log, pytest.raises(Refused) as refused:
        back_up(log, tmp_path / "copy")
    assert "pg_dump" in refused.value.hint
