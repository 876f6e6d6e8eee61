"""Where a command works, and the secrets that it may use."""

from datetime import UTC, date, datetime

import click
import pytest

from newsletter.cli import clock, workspace
from newsletter.cli.invocation import Invocation
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import Settings
from newsletter.operations.workspace import log_url as log_url_of


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("KEY=value", {"KEY": "value"}),
        ("  KEY = value  ", {"KEY": "value"}),
        ("export KEY=value", {"KEY": "value"}),
        ('KEY="a value # kept"', {"KEY": "a value # kept"}),
        ("KEY='it''s'", {"KEY": "it"}),
        ("KEY=value # a comment", {"KEY": "value"}),
        ("KEY=va#lue", {"KEY": "va#lue"}),
        ("KEY=a=b", {"KEY": "a=b"}),
        ("KEY=", {"KEY": ""}),
        ("# KEY=value", {}),
        ("", {}),
        ("no equals sign", {}),
    ],
)
def test_a_line_of_env(tmp_path, line, found):
    (tmp_path / ".env").write_text(f"\ufeff{line}\r\n", encoding="utf-8")

    assert workspace.dotenv(tmp_path / ".env") == found


def test_env_as_windows_writes_it(tmp_path):
    (tmp_path / ".env").write_text("KEY=value\r\n", encoding="utf-16")
    assert workspace.dotenv(tmp_path / ".env") == {"KEY": "value"}


def test_env_that_is_no_text_is_refused_with_what_to_do(tmp_path):
    (tmp_path / ".env").write_bytes(b"KEY=h\xe4mligt\n")
    with pytest.raises(Refused) as refused:
        workspace.dotenv(tmp_path / ".env")
    assert ".env" in refused.value.message
    assert "UTF-8" in refused.value.hint


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    (tmp_path / "newsletter.yaml").touch()
    (tmp_path / ".env").write_text("SENDGRID_API_KEY=file\nSMTP_PASSWORD=file\n", encoding="utf-8")
    monkeypatch.setenv("SENDGRID_API_KEY", "environment")

    with click.Context(click.Command("send"), obj=Invocation(tmp_path)):
        found = workspace.secrets()

    assert (found["SENDGRID_API_KEY"], found["SMTP_PASSWORD"]) == ("environment", "file")


def log_url(option: str | None, setting: str = "sqlite:.newsletter/log.sqlite3") -> str:
    settings = Settings.model_construct(delivery=Settings.model_fields["delivery"].annotation.model_construct(log=setting))
    return log_url_of(settings, option)


def test_the_option_wins_over_the_setting():
    assert log_url(None, "sqlite:a.sqlite3") == "sqlite:a.sqlite3"
    assert log_url("sqlite:b.sqlite3", "sqlite:a.sqlite3") == "sqlite:b.sqlite3"


def test_a_password_in_the_option_is_refused_without_being_repeated():
    with pytest.raises(Refused) as refused:
        log_url("postgresql://ada:s3cret@host/database")

    assert "s3cret" not in refused.value.message + refused.value.hint


def test_the_clock_can_be_replaced(monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-12-31T23:30:00+00:00")

    assert clock.is_replaced()
    assert clock.now() == datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert clock.today("Europe/Stockholm") == date(2027, 1, 1)


def test_the_clock_is_else_that_of_the_machine():
    assert not clock.is_replaced()
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("text", ["i morgon", "2026-09-01", "2026-09-01T08:00"])
def test_a_time_without_offset_is_refused(monkeypatch, text):
    monkeypatch.setenv("NEWSLETTER_NOW", text)

    with pytest.raises(Refused, match="NEWSLETTER_NOW"):
        clock.now()
