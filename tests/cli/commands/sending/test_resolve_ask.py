"""``newsletter resolve --ask``: SendGrid's own record confirms at any time, and releases only what it certainly would show."""

from datetime import UTC, datetime, timedelta

import pytest

from newsletter.delivery.log import open_log
from newsletter.model.deliveries import Status
from tests.cli.commands.sending.test_send import HOW_MANY, ISSUE
from tests.servers import sendgrid_faults as faults
from tests.servers.sendgrid_account import LOGS

pytestmark = pytest.mark.usefixtures("settles_soon")


@pytest.fixture
def send(newsletter, workspace, server):
    return lambda *more: newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes", "--workers", "1", *more)


@pytest.fixture
def ask(newsletter, workspace):
    return lambda: newsletter("-C", workspace, "resolve", ISSUE, "--ask")


@pytest.fixture
def later(monkeypatch, server):
    """Both clocks go on, ours and the server's."""

    def move(**delta: float) -> None:
        moment = datetime.now(UTC) + timedelta(**delta)
        monkeypatch.setenv("NEWSLETTER_NOW", moment.isoformat())
        server.ahead = timedelta(**delta).total_seconds()

    return move


def doubtful(workspace) -> list[Status]:
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        return [one.status for one in log.deliveries(ISSUE) if one.status is not Status.ACCEPTED]


def test_what_sendgrid_has_is_confirmed_at_once(send, ask, server, workspace):
    server.script(None, faults.accepted_then_reset)
    assert send().exit_code == 4
    result = ask()
    assert result.exit_code == 0
    assert "SendGrid har brevet: delivered." in result.stdout
    assert doubtful(workspace) == []
    assert send().exit_code == 0
    assert set(server.counts.values()) == {1}


def test_what_sendgrid_never_got_goes_again_after_a_quarter_of_an_hour(send, ask, server, workspace, later):
    server.script(None, faults.read_then_reset)
    assert send().exit_code == 4
    too_soon = ask()
    assert too_soon.exit_code == 4
    assert "Fråga igen efter" in too_soon.stderr
    later(minutes=16)
    assert ask().exit_code == 0
    assert doubtful(workspace) == [Status.UNSENT]
    assert send().exit_code == 0
    assert len(server.counts) == HOW_MANY
    assert set(server.counts.values()) == {1}


def test_a_computer_whose_clock_is_fast_releases_nothing_too_soon(send, ask, server, workspace, monkeypatch):
    server.script(None, faults.read_then_reset)
    send()
    monkeypatch.setenv("NEWSLETTER_NOW", (datetime.now(UTC) + timedelta(minutes=16)).isoformat())
    assert ask().exit_code == 4
    assert doubtful(workspace) == [Status.UNKNOWN]


def test_a_record_that_lags_or_is_empty_proves_nothing(send, ask, server, workspace, later):
    server.script(None, faults.accepted_then_reset)
    send()
    server.account.feed_is_empty = True
    later(minutes=16)
    result = ask()
    assert result.exit_code == 4
    assert "det bevisar inget" in result.stderr
    assert doubtful(workspace) == [Status.UNKNOWN]


def test_what_may_have_been_forgotten_is_not_released(send, ask, server, workspace, later):
    server.script(None, faults.read_then_reset)
    send()
    later(days=30)
    assert ask().exit_code == 4
    assert doubtful(workspace) == [Status.UNKNOWN]


def test_a_letter_that_waits_is_not_missing_before_it_has_left(send, ask, server, workspace, later):
    server.script(None, faults.accepted_then_reset)
    server.script(None, faults.refused(403, "no"), at="/v3/user/scheduled_sends")
    assert send("--undo", "30m").exit_code == 4
    later(minutes=16)
    assert ask().exit_code == 4
    assert doubtful(workspace) == [Status.UNKNOWN]
    later(minutes=31)
    assert ask().exit_code == 0
    assert set(server.leaving.values()) == {1}


def test_nor_can_somebody_say_that_it_has_not_come(newsletter, send, server, workspace):
    server.script(None, faults.accepted_then_reset)
    server.script(None, faults.refused(403, "no"), at="/v3/user/scheduled_sends")
    send("--undo", "30m")
    word = ("--all", "--not-arrived", "--by", "Kim", "--reason", "Frågade föreningen.")
    result = newsletter("-C", workspace, "resolve", ISSUE, *word)
    assert result.exit_code == 1
    assert "att de inte har kommit bevisar inget" in result.stderr
    assert doubtful(workspace) == [Status.UNKNOWN]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_an_account_without_the_record_is_told_so(send, ask, server, workspace, status):
    server.script(None, faults.read_then_reset)
    send()
    server.script(faults.refused(status, "no"), at=LOGS)
    result = ask()
    assert result.exit_code == 4
    assert f"Nyckeln får inte läsa SendGrids register över brev ({status})" in result.stderr
    assert doubtful(workspace) == [Status.UNKNOWN]


def test_a_record_that_answers_about_something_else_settles_nothing(send, ask, server, workspace):
    server.script(None, faults.read_then_reset)
    send()

    def other(exchange):
        exchange.answer(200, body={"messages": [{"to_email": "nobody@x.example", "status": "delivered"}]})

    server.script(other, at=LOGS)
    assert ask().exit_code == 4
    assert doubtful(workspace) == [Status.UNKNOWN]


def test_asking_is_asked_alone_and_with_nothing_unclear_says_so(newsletter, workspace, ask, history):
    history.sent(ISSUE)
    assert "Inget är oklart." in ask().stdout
    assert newsletter("-C", workspace, "resolve", "--ask", "--all").exit_code == 2


def test_only_sendgrid_can_be_asked(ask, history):
    history.sent(ISSUE, but={"kil": Status.UNKNOWN})
    result = ask()
    assert result.exit_code == 4
    assert "Bara SendGrid går att fråga" in result.stderr
