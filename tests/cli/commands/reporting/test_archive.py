"""``newsletter archive``: what has left is written, nothing of others is touched, and each time the same."""

import json
from pathlib import Path

import pytest

from newsletter.delivery.log import open_log
from newsletter.delivery.log.schema import hold
from tests.cli.commands.sending.test_send import change
from tests.servers.sendgrid import SendGridServer


@pytest.fixture
def sent(newsletter, workspace, monkeypatch):
    """``sent("2026-q3", "--only", "arvika")``: sent live to a server on loopback."""
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.test")

    def send(issue: str, *more: str) -> None:
        with SendGridServer() as server:
            result = newsletter("-C", workspace, "send", issue, "--via", server.via, "--yes", *more)
        assert result.exit_code in (0, 3), result.stderr

    return send


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_without_anything_sent_there_is_nothing_to_show(newsletter, workspace, tmp_path):
    newsletter("-C", workspace, "send", "2026-q1")  # a rehearsal
    result = newsletter("-C", workspace, "archive", tmp_path / "arkiv")

    assert result.exit_code == 1
    assert "inget nummer har skickats" in result.stderr
    assert not (tmp_path / "arkiv").exists()


@pytest.mark.slow
def test_what_was_sent_is_shown_as_it_was_and_nothing_else(newsletter, workspace, sent, tmp_path):
    sent("2026-q3", "--only", "arvika")
    change(workspace / "issues" / "2026-q3.yaml", "title: Tio dagar kvar", "title: Något annat")
    result = newsletter("-C", workspace, "archive", tmp_path / "arkiv")

    assert result.exit_code == 0
    assert str(tmp_path / "arkiv" / "index.html") in result.stdout
    assert "Tio dagar kvar" in (tmp_path / "arkiv" / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "arkiv").glob("2026-*")] == ["2026-q3"]


@pytest.mark.slow
def test_what_still_waits_at_the_provider_is_not_shown(newsletter, workspace, sent, tmp_path):
    sent("2026-q3", "--only", "arvika")
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        (run,) = log.live_runs()
        with log.writing() as connection:
            connection.execute(hold.insert().values(run=run.id, batch="b", leaves="2099-01-01T06:00:00.000Z"))

    assert newsletter("-C", workspace, "archive", tmp_path / "arkiv").exit_code == 1


@pytest.mark.slow
def test_again_it_is_the_same_and_its_own_old_files_are_gone(newsletter, workspace, sent, tmp_path):
    sent("2026-q3", "--only", "arvika")
    folder = tmp_path / "arkiv"
    assert newsletter("-C", workspace, "archive", folder).exit_code == 0
    first = contents(folder)
    mark = folder / ".newsletter-archive.json"
    (folder / "kommun" / "gammal.html").write_text("gammal", encoding="utf-8")
    mark.write_text(json.dumps([*json.loads(mark.read_text(encoding="utf-8")), "kommun/gammal.html"]), encoding="utf-8")

    assert newsletter("-C", workspace, "archive", folder).exit_code == 0
    assert contents(folder) == first


@pytest.mark.slow
def test_nothing_outside_the_folder_is_taken_away_whatever_its_list_says(newsletter, workspace, sent, tmp_path):
    sent("2026-q3", "--only", "arvika")
    folder, precious = tmp_path / "arkiv", tmp_path / "precious.txt"
    folder.mkdir()
    precious.write_text("kvar", encoding="utf-8")
    (folder / ".newsletter-archive.json").write_text('["../precious.txt"]', encoding="utf-8")

    assert newsletter("-C", workspace, "archive", folder).exit_code == 0
    assert precious.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "listed",
    [
        '["a\\u0000b", "", ".", "/etc/hostname", "bilder/", "loop/a", 7, null, {"a": 1}, ".git/config", "a/../.git/config"]',
        json.dumps(["a" * 5_000, "a/" * 3_000 + "a"]),
        "[" * 100_000,
        '{"a": 1}',
        "7",
    ],
    ids=["names", "long", "nested", "object", "number"],
)
def test_a_list_that_another_has_written_takes_nothing_of_theirs_away(newsletter, workspace, sent, tmp_path, listed):
    sent("2026-q3", "--only", "arvika")
    folder = tmp_path / "arkiv"
    for name in (".git", "a", "bilder"):
        (folder / name).mkdir(parents=True)
    (folder / ".git" / "config").write_text("kvar", encoding="utf-8")
    (folder / "loop").symlink_to("loop")
    (folder / ".newsletter-archive.json").write_text(listed, encoding="utf-8")

    result = newsletter("-C", workspace, "archive", folder)

    assert result.exit_code == 0, result.output
    assert (folder / ".git" / "config").exists()
    assert (folder / "bilder").is_dir()


@pytest.mark.slow
def test_a_folder_with_other_files_is_refused(newsletter, workspace, sent, tmp_path):
    sent("2026-q3", "--only", "arvika")
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder" / "katt.jpg").touch()
    result = newsletter("-C", workspace, "archive", tmp_path / "bilder")

    assert result.exit_code == 1
    assert "innehåller andra filer" in result.stderr
    assert contents(tmp_path / "bilder") == {"katt.jpg": b""}


@pytest.mark.slow
@pytest.mark.parametrize("url", ["exempel.se", "http://exempel.se/", "https://", "https://exempel.se/?a=1"])
def test_an_address_that_is_none_is_a_mistake_in_the_command(newsletter, workspace, sent, tmp_path, url):
    sent("2026-q3", "--only", "arvika")

    assert newsletter("-C", workspace, "archive", tmp_path / "arkiv", "--url", url).exit_code == 2
