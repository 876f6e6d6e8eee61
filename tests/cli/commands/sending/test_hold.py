"""Letters that wait: ``send --at``, ``--undo`` and ``--now``, the fence that makes a doubtful sending anew, and ``recall``."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsletter.delivery.log import open_log
from newsletter.model.deliveries import Status
from newsletter.operations.sending.fence import MOST_RESTARTS
from tests.cli.commands.sending.test_send import HOW_MANY, ISSUE, change, statuses
from tests.servers import sendgrid_faults as faults
from tests.servers.sendgrid_account import MOST_CANCELLED, SCHEDULED, Standing

pytestmark = pytest.mark.usefixtures("settles_soon")


@pytest.fixture
def send(newsletter, workspace, server):
    return lambda *more, way=server.via: newsletter("-C", workspace, "send", ISSUE, "--via", way, "--yes", *more)


@pytest.fixture
def recall(newsletter, workspace):
    return lambda *more, issue=ISSUE: newsletter("-C", workspace, "recall", issue, *more)


def counted(workspace: Path) -> Counter[Status]:
    return Counter(statuses(workspace))


def at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def soon(**delta: float) -> datetime:
    return datetime.now(UTC) + timedelta(**delta)


def test_undo_gives_every_letter_of_a_run_a_time_and_one_batch(send, server):
    before = soon(minutes=30)
    result = send("--undo", "30m")

    assert result.exit_code == 0
    assert len(server.ledger) == HOW_MANY
    assert len({letter.batch for letter in server.ledger}) == 1
    (leaves,) = {letter.send_at for letter in server.ledger}
    assert before.timestamp() - 1 <= leaves <= soon(minutes=30).timestamp()
    assert "21 brev överlämnade till 15 föreningar. Breven väntar hos SendGrid och går" in result.stdout
    assert f"”newsletter recall {ISSUE}” tillbaka dem" in result.stdout


def test_the_batch_is_in_the_log_before_the_first_claim(send, server, workspace):
    seen = []

    def look(exchange):
        with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log, log.reading() as connection:
            seen.append(connection.exec_driver_sql("SELECT batch FROM hold").scalar())
        exchange.accept()
        exchange.answer_well()

    server.script(look)
    send("--undo", "30m")
    assert seen == [server.ledger[0].batch]


def test_the_settings_say_how_long_every_sending_waits(send, server, workspace):
    change(workspace / "newsletter.yaml", "delivery:\n", "delivery:\n  undo: 2h\n")
    assert send("--only", "arvika").exit_code == 0
    assert server.ledger[0].send_at > soon(minutes=119).timestamp()
    assert send("--now").exit_code == 0
    assert server.ledger[-1].send_at is None


def test_the_settings_wait_with_letters_to_people_alone(newsletter, send, workspace, server):
    change(workspace / "newsletter.yaml", "delivery:\n", "delivery:\n  undo: 2h\n")
    assert newsletter("-C", workspace, "send", ISSUE, "--via", "outbox:").exit_code == 0
    assert send("--test", "kim@example.org").exit_code == 0
    assert server.ledger[-1].send_at is None


@pytest.mark.parametrize(
    ("today", "written", "leaves"),
    [
        ("2026-12-14T08:00+01:00", "2026-12-15 07:00", "2026-12-15T06:00:00+00:00"),
        ("2026-09-01T08:00+02:00", "2026-09-02T07.30", "2026-09-02T05:30:00+00:00"),
        ("2026-10-24T08:00+02:00", "2026-10-25 02:30+02:00", "2026-10-25T00:30:00+00:00"),
        ("2026-10-24T08:00+02:00", "2026-10-25 02:30 +0100", "2026-10-25T01:30:00+00:00"),
        ("2026-12-14T08:00+01:00", "2026-12-15T06:00:00Z", "2026-12-15T06:00:00+00:00"),
    ],
)
def test_at_is_time_on_the_wall_unless_it_has_an_offset(send, server, monkeypatch, today, written, leaves):
    monkeypatch.setenv("NEWSLETTER_NOW", today)
    server.ahead = (datetime.fromisoformat(today) - datetime.now(UTC)).total_seconds()
    assert send("--at", written).exit_code == 0
    assert {letter.send_at for letter in server.ledger} == {int(datetime.fromisoformat(leaves).timestamp())}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2027-03-28 02:30", "Skriv ”2027-03-28 01:30” eller ”2027-03-28 03:30”."),
        ("2026-10-25 02:30", "Skriv ”2026-10-25 02:30+02:00” för den första eller ”2026-10-25 02:30+01:00” för den andra."),
        ("2026-02-30 07:00", "Det finns ingen sådan dag eller tid"),
        ("2026-12-15", "är ingen tid. Skriv till exempel ”2026-12-15 07:00”."),
        ("i morgon", "är ingen tid"),
    ],
)
def test_a_time_that_does_not_exist_or_comes_twice_is_answered(send, server, written, told):
    result = send("--at", written)
    assert result.exit_code == 2
    assert told in result.stderr
    assert server.requests == []


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--at", "2020-01-01 07:00"), 1, "redan har varit"),
        (("--at", at(soon(hours=73))), 1, "högst 72 timmar"),
        (("--undo", "73h"), 1, "högst 72 timmar"),
        (("--undo", "10m"), 1, "minst tio minuter"),
        (("--undo", "lite"), 2, "Skriv till exempel 30m"),
        (("--undo", "30m", "--now"), 2, "bara en"),
        (("--undo", "30m", "--at", "2026-12-15 07:00"), 2, "bara en"),
        (("--undo", "30m", "--test", "kim@example.org"), 2, "testbrev"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_waited_for_is_refused(send, server, options, code, told):
    result = send(*options)
    assert (result.exit_code, server.ledger) == (code, [])
    assert told in result.stderr


@pytest.mark.parametrize("way", ["outbox:", "smtp://localhost:9", "sendgrid:?sandbox=1"])
def test_only_sendgrid_keeps_letters(send, way):
    result = send("--undo", "30m", way=way)
    assert result.exit_code == 1
    assert "skicka genast med --now" in result.stderr


def test_a_mail_server_is_refused_also_when_the_settings_promise_undo(send, workspace):
    change(workspace / "newsletter.yaml", "delivery:\n", "delivery:\n  undo: 30m\n")
    assert send(way="smtp://localhost:9").exit_code == 1


def test_a_key_that_may_not_take_back_sends_nothing(send, server):
    server.account.forbidden = {"user.scheduled_sends"}
    result = send("--undo", "30m")
    assert (result.exit_code, server.ledger) == (1, [])
    assert "får inte ta tillbaka brev (403)" in result.stderr


def test_a_computer_whose_clock_is_slow_sends_nothing(send, server):
    """By its own clock the letters would wait; by SendGrid's they would leave at once and could never be taken back."""
    server.ahead = 2 * 3600
    result = send("--undo", "30m")
    assert (result.exit_code, server.ledger) == (1, [])
    assert "120 minuter" in result.stderr


def test_recall_takes_everything_back_and_it_never_counts(newsletter, send, recall, server, workspace):
    send("--undo", "30m")
    result = recall("--yes")

    assert result.exit_code == 0
    assert f"21 brev med {ISSUE} är tillbakatagna." in result.stdout
    assert server.leaving == Counter()
    assert counted(workspace) == {Status.RECALLED: HOW_MANY}
    found = json.loads(newsletter("-C", workspace, "status", "2026", "--json").stdout)
    (issue,) = [one for one in found["issues"] if one["id"] == ISSUE]
    assert (found["done"], issue["first_sent"], issue["reached"], issue["letters"]) == (0, None, 0, {"recalled": HOW_MANY})
    assert len(json.loads((workspace / "issues" / f"{ISSUE}.sent.json").read_text(encoding="utf-8"))["runs"]) == 1


def test_letters_that_wait_are_told_as_waiting_until_they_have_left(newsletter, send, workspace, server, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", "2025-12-30T08:00+01:00")
    server.ahead = (datetime(2025, 12, 30, 7, tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    assert send("--at", "2026-01-01 07:00").exit_code == 0

    def looked(year: str) -> tuple[int, dict[str, object]]:
        found = json.loads(newsletter("-C", workspace, "status", year, "--json").stdout)
        return found["done"], {one["id"]: one for one in found["issues"]}.get(ISSUE, {})

    done, issue = looked("2026")
    assert (done, issue["first_sent"], issue["leaves"], issue["reached"]) == (0, None, "2026-01-01T06:00:00+00:00", 0)
    again = send()
    assert "redan skickad" in again.stdout
    assert "Breven väntar hos SendGrid och går 2026-01-01 07:00. Fram till 2026-01-01 06:50" in again.stderr
    assert "väntar till 2026-01-01 07:00" in newsletter("-C", workspace, "log", ISSUE).stdout
    (leaves,) = {one["leaves"] for one in json.loads(newsletter("-C", workspace, "log", "--json").stdout)["deliveries"]}
    assert leaves == "2026-01-01T06:00:00.000Z"
    assert (
        f"Breven med {ISSUE} väntar hos SendGrid och går 2026-01-01 07:00."
        in newsletter("-C", workspace, "status", "2026").stdout
    )
    tables = newsletter("-C", workspace, "status", "2026", "--all").stdout
    assert "går 2026-01-01" in tables
    assert tables.count("väntar") >= 15

    monkeypatch.setenv("NEWSLETTER_NOW", "2026-01-01T07:00:01+01:00")
    done, issue = looked("2026")
    assert (done, issue["first_sent"], issue["leaves"], issue["reached"]) == (1, "2026-01-01T06:00:00+00:00", None, 15)
    assert looked("2025")[0] == 0
    assert "överlämnat" in newsletter("-C", workspace, "log", ISSUE).stdout


def test_a_run_that_was_taken_back_has_no_say_in_who_comes_too_late(newsletter, send, recall, workspace, server, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-09-01T08:00+02:00")
    server.ahead = (datetime(2026, 9, 1, 6, tzinfo=UTC) - datetime.now(UTC)).total_seconds()
    send("--undo", "30m")
    recall("--yes")
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-09-20T08:00+02:00")
    change(workspace / "recipients.yaml", "@arvika.forening.example", "@nya-arvika.forening.example")
    result = send()
    assert result.exit_code == 0
    assert "mer än 14 dagar" not in result.stderr
    assert len(server.leaving) == HOW_MANY


def test_what_was_taken_back_is_sent_anew_even_if_it_has_been_changed(send, recall, server, workspace):
    send("--undo", "30m")
    recall("--yes")
    change(workspace / "issues" / f"{ISSUE}.yaml", "title: Tio dagar", "title: Nio dagar")
    assert send("--undo", "30m").exit_code == 0
    assert set(server.leaving.values()) == {1}
    assert len(server.leaving) == HOW_MANY
    assert {letter.batch for letter in server.ledger if server.account.leaves(letter)} == {server.ledger[-1].batch}


@pytest.mark.parametrize(("answer", "code", "letters"), [("j\n", 0, 0), ("n\n", 1, HOW_MANY), ("\n", 1, HOW_MANY)])
def test_recall_asks_first(newsletter, workspace, send, server, monkeypatch, answer, code, letters):
    send("--undo", "30m")
    monkeypatch.setattr("newsletter.cli.commands.sending.recall.is_interactive", lambda: True)
    result = newsletter("-C", workspace, "recall", ISSUE, answers=answer)
    assert result.exit_code == code
    assert f"Ta tillbaka 21 brev med {ISSUE}?" in result.stderr
    assert sum(server.leaving.values()) == letters


def test_recall_without_anybody_to_ask(send, recall, server):
    send("--undo", "30m")
    assert recall().exit_code == 1
    assert sum(server.leaving.values()) == HOW_MANY


def test_recall_says_plainly_when_it_is_too_late(send, recall, server, monkeypatch, workspace):
    send("--undo", "30m")
    monkeypatch.setenv("NEWSLETTER_NOW", at(soon(minutes=21)))
    result = recall("--yes")
    assert result.exit_code == 1
    assert re.search(r"Det är för sent: 2026-q3 kunde tas tillbaka fram till .*, tio minuter innan breven går", result.stderr)
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY}
    assert not [request for request in server.requests if request.path == SCHEDULED and request.method == "POST"]


def test_recall_believes_the_later_of_the_two_clocks(send, recall, server, workspace):
    send("--undo", "30m")
    server.ahead = 21 * 60
    result = recall("--yes")
    assert result.exit_code == 1
    assert "för sent" in result.stderr
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY}


@pytest.mark.parametrize("sent", [(), ("--now",)])
def test_where_nothing_waits_there_is_nothing_to_take_back(send, recall, sent):
    if sent:
        send(*sent)
    result = recall("--yes")
    assert result.exit_code == 1
    assert "Inga brev med 2026-q3 väntar hos SendGrid" in result.stderr


@pytest.mark.parametrize("fault", [faults.accepted_then_reset, faults.reset_before_reading, faults.internal_error])
def test_a_lost_answer_to_the_cancellation_is_seen_through(send, recall, server, workspace, fault):
    send("--undo", "30m")
    server.script(None, fault, at=SCHEDULED)
    assert recall("--yes").exit_code == 0
    assert server.leaving == Counter()
    assert counted(workspace) == {Status.RECALLED: HOW_MANY}


def test_a_cancellation_that_certainly_failed_changes_nothing(send, recall, server, workspace):
    send("--undo", "30m")
    server.script(None, *[faults.refused(403, "access forbidden")] * 2, at=SCHEDULED)
    result = recall("--yes")
    assert result.exit_code == 1
    assert "21 brev togs inte tillbaka" in result.stderr
    assert "tar ”newsletter recall 2026-q3” tillbaka dem" in " ".join(result.stderr.split()), "what can be done, and until when"
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY}


def test_a_cancellation_that_nobody_can_confirm_leaves_them_in_doubt_until_it_is_tried_again(send, recall, server, workspace):
    send("--undo", "30m")
    server.script(None, *[faults.accepted_then_reset] * 6, at=SCHEDULED)
    result = recall("--yes")
    assert result.exit_code == 4
    assert "oklart om breven togs tillbaka" in result.stderr
    assert counted(workspace) == {Status.UNKNOWN: HOW_MANY}
    assert recall("--yes").exit_code == 0
    assert counted(workspace) == {Status.RECALLED: HOW_MANY}


def test_too_many_that_are_taken_back_already(send, recall, server, workspace):
    server.account.standing = {f"old{number}": Standing("cancel", 0.0) for number in range(MOST_CANCELLED)}
    result = send("--undo", "30m")
    assert "går kanske inte att ta tillbaka: SendGrid har redan 10" in result.stderr
    assert recall("--yes").exit_code == 1
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY}


LOST = {
    "accepted-then-reset": faults.accepted_then_reset,
    "accepted-then-500": faults.accepted_then_500,
    "read-then-reset": faults.read_then_reset,
}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_a_run_that_leaves_somebody_in_doubt_is_taken_back_and_made_anew(send, server, workspace, fault):
    server.script(None, fault)
    result = send("--undo", "30m")

    assert result.exit_code == 0
    assert "Hela utskicket tas tillbaka och skickas på nytt." in result.stderr
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY}
    assert len(server.leaving) == HOW_MANY
    assert set(server.leaving.values()) == {1}
    runs = json.loads((workspace / "issues" / f"{ISSUE}.sent.json").read_text(encoding="utf-8"))["runs"]
    assert len(runs) == 2


def test_what_is_taken_after_it_was_given_up_makes_no_duplicate(send, server, workspace):
    """The trap of cancelling too early: what comes in after a cancellation leaves."""
    server.script(None, faults.accepted_late(1.2))
    result = send("--undo", "30m", way=f"{server.via}?timeout=1")
    assert len(server.account.standing) >= 1
    assert set(server.leaving.values()) == {1}
    assert result.exit_code == (4 if counted(workspace)[Status.UNKNOWN] else 0)


def test_without_a_wait_the_same_is_left_to_resolve(send, server, workspace):
    server.script(None, faults.accepted_then_reset)
    assert send().exit_code == 4
    assert counted(workspace)[Status.UNKNOWN] == 1


def test_after_three_times_it_is_left_to_resolve(send, server, workspace):
    server.script(*[None, faults.accepted_then_reset, *[None] * (HOW_MANY - 2)] * (MOST_RESTARTS + 1))
    result = send("--undo", "30m", "--workers", "1")
    assert result.exit_code == 4
    assert len(server.account.standing) == MOST_RESTARTS
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY - 1, Status.UNKNOWN: 1}
    assert set(server.leaving.values()) == {1}
    assert len(server.leaving) == HOW_MANY


def test_a_fence_that_cannot_cancel_falls_to_resolve(send, server, workspace):
    server.script(None, faults.accepted_then_reset)
    server.script(None, *[faults.refused(403, "access forbidden")] * 9, at=SCHEDULED)
    result = send("--undo", "30m")
    assert result.exit_code == 4
    assert "kunde inte tas tillbaka" in result.stderr
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY - 1, Status.UNKNOWN: 1}
    assert set(server.leaving.values()) == {1}


def test_the_next_send_takes_back_what_a_dead_run_left_in_doubt(send, server, workspace):
    """Even at once, without a wait of its own; not where some are chosen, who are not all that would be taken back."""
    server.script(None, faults.accepted_then_reset)
    server.script(None, faults.refused(403, "access forbidden"), at=SCHEDULED)
    assert send("--undo", "30m").exit_code == 4
    assert send("--only", "arvika").exit_code == 4
    result = send("--now")
    assert result.exit_code == 0
    assert "Ett tidigare utskick avbröts" in result.stderr
    assert counted(workspace) == {Status.ACCEPTED: HOW_MANY}
    assert set(server.leaving.values()) == {1}
    assert len(server.leaving) == HOW_MANY
