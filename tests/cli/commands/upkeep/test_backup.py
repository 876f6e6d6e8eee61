"""``newsletter backup``, ``restore`` and ``adopt`` at the edge; what they do is told in tests/delivery."""

import shutil
from pathlib import Path

import pytest

from newsletter.delivery.log import open_log
from newsletter.delivery.run import locks


@pytest.fixture
def copy(newsletter, workspace, history, tmp_path) -> Path:
    """A backup of a log that knows one issue."""
    history.sent("2026-q3")
    assert newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3").exit_code == 0
    return tmp_path / "kopia.sqlite3"


def test_a_copy_is_made_and_counted(newsletter, workspace, history, tmp_path):
    history.sent("2026-q3")
    result = newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3")
    assert result.exit_code == 0
    assert "kopian är kontrollerad: 21 brev." in result.stdout
    assert newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3").exit_code == 1


def test_a_place_that_cannot_be_written_to_is_a_sentence(newsletter, workspace, history, tmp_path):
    history.sent("2026-q3")
    (tmp_path / "fil").write_text("", encoding="utf-8")
    result = newsletter("-C", workspace, "backup", tmp_path / "fil" / "kopia.sqlite3")
    assert result.exit_code == 1
    assert "Kopian går inte att spara" in result.stderr


def test_there_is_nothing_to_copy_yet(newsletter, workspace, tmp_path):
    result = newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3")
    assert result.exit_code == 1
    assert not (workspace / ".newsletter").exists()


def test_nothing_needs_to_be_adopted(newsletter, workspace, history):
    history.sent("2026-q3")
    result = newsletter("-C", workspace, "adopt", "--by", "Kim", "--reason", "För säkerhets skull.")
    assert result.exit_code == 0
    assert "Inget att göra" in result.stdout


def test_adopting_needs_a_name_and_a_reason(newsletter, workspace):
    assert newsletter("-C", workspace, "adopt").exit_code == 2
    assert newsletter("-C", workspace, "adopt", "--by", "Kim").exit_code == 2


def test_no_copy_is_made_while_letters_leave(newsletter, workspace, history, tmp_path):
    """It would not know of those after it, and no receipt could tell."""
    history.sent("2026-q3")
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        lock = locks.take_lock(log, "a run")
        result = newsletter("-C", workspace, "backup", tmp_path / "kopia.sqlite3")
        lock.release()
    assert result.exit_code == 3
    assert "Ett annat utskick pågår" in result.stderr
    assert not (tmp_path / "kopia.sqlite3").exists()


def test_a_lost_log_is_put_back(newsletter, workspace, copy):
    shutil.rmtree(workspace / ".newsletter")
    result = newsletter("-C", workspace, "restore", copy)
    assert result.exit_code == 0
    assert "är återställd: 21 brev." in result.stdout
    assert "1 av 4 rapporter" in newsletter("-C", workspace, "status").stdout
    assert copy.exists()


def test_a_log_that_knows_more_is_not_written_over_without_a_word(newsletter, workspace, history, copy):
    history.sent("2026-q2")
    result = newsletter("-C", workspace, "restore", copy)
    assert result.exit_code == 1
    assert "21 brev med 2026-q2" in result.stderr
    assert "--accept-loss" in result.stderr
    assert "2 av 4 rapporter" in newsletter("-C", workspace, "status").stdout

    result = newsletter("-C", workspace, "restore", copy, "--accept-loss")
    assert result.exit_code == 0
    (kept,) = (workspace / ".newsletter").glob("log.sqlite3.replaced-*")
    assert kept.name in result.stderr.replace("\n", "").replace(" ", "")
    assert "1 av 4 rapporter" in newsletter("-C", workspace, "status").stdout


def test_a_copy_that_is_not_sound_is_a_sentence(newsletter, workspace, copy):
    copy.write_bytes(copy.read_bytes()[:5000])
    result = newsletter("-C", workspace, "restore", copy)
    assert result.exit_code == 1
    assert "ingenting är ändrat" in result.stderr
    assert newsletter("-C", workspace, "restore", copy.with_name("finns inte")).exit_code == 2


def test_nothing_is_put_back_under_a_run(newsletter, workspace, copy):
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        lock = locks.take_lock(log, "a run")
        assert newsletter("-C", workspace, "restore", copy).exit_code == 3
        lock.release()


def test_a_log_on_a_server_is_put_back_with_the_servers_tools(newsletter, workspace, copy):
    result = newsletter("-C", workspace, "--log", "postgresql://127.0.0.1:1/log", "restore", copy)
    assert result.exit_code == 1
    assert "pg_restore" in result.stderr
