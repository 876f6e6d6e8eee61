"""What the provider says, or does not say, of letters that were or may have been taken back: nobody twice, nobody lost."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest

from newsletter.delivery.log import open_log
from newsletter.model.deliveries import Status
from tests.cli.commands.sending.test_hold import at, counted, soon
from tests.cli.commands.sending.test_send import HOW_MANY, ISSUE
from tests.servers import sendgrid_faults as faults
from tests.servers.sendgrid import SendGridServer
from tests.servers.sendgrid_account import SCHEDULED, Standing

pytestmark = pytest.mark.usefixtures("settles_soon")
KIL = "stefan.fryklund.apell@example.org"


@pytest.fixture
def cli(newsletter, workspace):
    return lambda *arguments: newsletter("-C", workspace, *arguments)


@pytest.fixture
def send(cli, server):
    return lambda *more: cli("send", ISSUE, "--via", server.via, "--yes", *more)


@pytest.fixture
def recall(cli):
    return lambda *more: cli("recall", ISSUE, "--yes", *more)


@pytest.fixture
def report(cli, workspace):
    """Events of these kinds about letters of the server's ledger, as they would be saved from the webhook."""

    def report(letters, *kinds: str, moment: float = 0.0):
        found = [
            {"email": one.address, "event": kind, "timestamp": int(moment or time.time()), "nl_attempt": one.attempt}
            for one in letters
            for kind in kinds
        ]
        path = workspace / "events.json"
        path.write_text(json.dumps(found), encoding="utf-8")
        return cli("events", path)

    return report


def to_kil(server: SendGridServer) -> list:
    return [letter for letter in server.ledger if letter.address == KIL]


def stands(workspace: Path, association: str = "kil") -> set[Status]:
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        return {one.status for one in log.deliveries(ISSUE) if one.association == association}


def uncertain(server: SendGridServer) -> None:
    """Whatever is said about cancelling is lost, though it is done."""
    server.script(None, *[faults.accepted_then_reset] * 6, at=SCHEDULED)


def test_a_copy_from_before_letters_were_taken_back_is_not_put_back_unseen(cli, send, recall, workspace, tmp_path):
    """By the copy they wait and will arrive; in truth nobody gets them."""
    send("--undo", "30m")
    assert cli("backup", tmp_path / "copy").exit_code == 0
    assert recall().exit_code == 0
    assert cli("restore", tmp_path / "copy").exit_code == 1
    assert counted(workspace) == {Status.RECALLED: HOW_MANY}


def test_that_a_letter_was_taken_is_no_proof_that_it_leaves(send, recall, report, server, workspace):
    """SendGrid has processed it, and may have cancelled it since."""
    send("--undo", "30m")
    uncertain(server)
    assert recall().exit_code == 4
    report(to_kil(server), "processed")
    assert counted(workspace) == {Status.UNKNOWN: HOW_MANY}
    assert recall().exit_code == 0
    assert counted(workspace) == {Status.RECALLED: HOW_MANY}


def test_a_record_that_shows_a_waiting_letter_is_no_proof_that_it_leaves(cli, send, recall, server, workspace, monkeypatch):
    send("--undo", "30m", "--only", "kil")
    uncertain(server)
    assert recall().exit_code == 4
    server.account.feed_shows_waiting = True
    server.account.fates = {letter.address: "processed" for letter in server.ledger}
    assert cli("resolve", "--ask").exit_code == 4
    assert stands(workspace) == {Status.UNKNOWN}


def test_a_batch_that_has_a_status_nobody_can_see_may_be_cancelled(send, recall, server, workspace):
    """Somebody has cancelled it in SendGrid's own pages: a second status is a 400, and the question goes unanswered."""
    send("--undo", "30m")
    (batch,) = {letter.batch for letter in server.ledger}
    server.account.standing[batch] = Standing("cancel", time.time())
    server.script(None, None, faults.internal_error, None, faults.internal_error, None, faults.internal_error, at=SCHEDULED)
    assert recall().exit_code == 4
    assert counted(workspace) == {Status.UNKNOWN: HOW_MANY}
    assert recall().exit_code == 0
    assert counted(workspace) == {Status.RECALLED: HOW_MANY}


def test_anothers_cancellation_does_not_confirm_ours(send, recall, server, workspace):
    send("--undo", "30m")

    def not_found(exchange):
        exchange.answer(404, body={"errors": []})

    def nameless(exchange):
        exchange.answer(200, body=[{"status": "cancel"}])

    server.script(None, *[faults.reset_before_reading, not_found, nameless] * 3, at=SCHEDULED)
    assert recall().exit_code == 4
    assert counted(workspace) == {Status.UNKNOWN: HOW_MANY}
    assert len(server.leaving) == HOW_MANY


@pytest.mark.parametrize("kind", ["delivered", "deferred", "bounce"])
def test_what_left_although_it_was_taken_back_is_told_and_counted_and_not_sent_again(
    cli, send, recall, report, server, workspace, kind
):
    send("--undo", "30m")
    recall()
    result = report(to_kil(server), kind)
    assert "Gick ändå" in result.stderr
    assert "Vänsterpartiet Kil" in result.stderr
    assert stands(workspace) == {Status.ACCEPTED}
    document = json.loads(cli("status", "2026", "--json").stdout)
    (kil,) = [one for one in document["associations"] if one["id"] == "kil"]
    assert kil["issues"][ISSUE] == ("bounced" if kind == "bounce" else "reached")
    recall()
    assert stands(workspace) == {Status.ACCEPTED}, "it has arrived, whatever is cancelled now"
    assert send("--now").exit_code == 0
    assert Counter(letter.address for letter in server.ledger)[to_kil(server)[0].address] == 1


def test_processed_when_it_should_have_been_discarded_is_a_letter_that_left(send, recall, report, server, workspace):
    send("--undo", "30m")
    recall()
    report(to_kil(server), "processed")
    assert stands(workspace) == {Status.RECALLED}, "it was processed when it came in"
    result = report(to_kil(server), "processed", moment=soon(minutes=31).timestamp())
    assert "Gick ändå" in result.stderr
    assert stands(workspace) == {Status.ACCEPTED}


def test_a_letter_that_left_after_it_had_been_sent_anew_is_told(send, recall, report, server, workspace):
    send("--undo", "30m")
    recall()
    first = to_kil(server)
    send("--undo", "30m")
    result = report(first, "delivered")
    assert "Vänsterpartiet Kil" in result.stderr
    assert "två brev" in result.stderr
    assert stands(workspace) == {Status.ACCEPTED}


def test_who_has_an_earlier_letter_is_not_sent_another(cli, send, report, server, workspace):
    """Somebody said that it had not arrived, and the next one has not left yet."""
    server.script(faults.accepted_then_reset)
    assert send("--only", "kil").exit_code == 4
    (first,) = to_kil(server)
    cli("resolve", ISSUE, "--all", "--not-arrived", "--by", "Kim", "--reason", "Frågade.")
    server.script(*[faults.invalid_key] * 3)
    assert send("--only", "kil").exit_code == 3
    report([first], "delivered")
    assert stands(workspace) == {Status.ACCEPTED}
    send("--only", "kil")
    assert to_kil(server) == [first]


def test_a_name_for_waiting_letters_is_never_used_twice(send, recall, server, workspace):
    """What is sent under a name that has been cancelled is discarded, and nobody would know."""
    send("--undo", "30m")
    recall()
    (used,) = {letter.batch for letter in server.ledger}

    def old(exchange):
        exchange.accept()
        exchange.answer(201, body={"batch_id": used})

    server.script(old, at="/v3/mail/batch")
    result = send("--undo", "30m")
    assert result.exit_code == 1
    assert len(server.ledger) == HOW_MANY
    assert counted(workspace) == {Status.RECALLED: HOW_MANY}


@pytest.mark.parametrize("later", ["refused", "too late"])
def test_what_may_have_been_taken_back_is_never_said_to_leave(send, recall, server, monkeypatch, later):
    send("--undo", "30m")
    uncertain(server)
    assert recall().exit_code == 4
    if later == "refused":
        server.account.forbidden = {"user.scheduled_sends"}
    else:
        monkeypatch.setenv("NEWSLETTER_NOW", at(soon(minutes=21)))
    result = recall()
    assert result.exit_code == 4
    assert "newsletter resolve" in result.stderr


def test_letters_that_wait_are_not_yet_stopped_by_a_list(cli, send, server):
    """What would stop them may be taken off the list before they leave."""
    send("--undo", "30m", "--only", "kil")
    day = int(time.time()) - 86_400
    server.account.lists["bounces"] = [{"created": day, "email": one.address, "status": "5.1.1"} for one in to_kil(server)]
    result = cli("events", "--fetch", "--via", server.via)
    assert "Inget nytt" in result.stdout


def test_an_event_about_a_test_letter_is_not_about_the_association_that_it_was_made_for(cli, send, report, server):
    send("--test", "kim@example.org", "--only", "kil")
    result = report(server.ledger, "bounce")
    assert "Kil" not in result.stderr


def test_the_farthest_time_is_the_nearer_of_two_clocks(send, server):
    server.ahead = -60
    assert send("--undo", "72h").exit_code == 1
    assert server.ledger == []


def test_recall_of_an_issue_that_has_gone_in_several_runs(send, recall, server, workspace):
    send("--undo", "40m", "--only", "arvika")
    send("--undo", "30m", "--only", "kil")
    send("--now", "--only", "sunne")
    result = recall()
    assert result.exit_code == 0
    assert stands(workspace, "arvika") == stands(workspace, "kil") == {Status.RECALLED}
    assert stands(workspace, "sunne") == {Status.ACCEPTED}
    assert set(server.leaving) == {server.ledger[-1].address}
    assert recall().exit_code == 1
