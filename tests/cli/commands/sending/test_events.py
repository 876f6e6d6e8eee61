"""``newsletter events``: saved events and fetched lists become words in ``status``, and what was unclear is settled."""

import json
import time

import pytest

from newsletter.delivery.log import open_log
from newsletter.model.deliveries import Status
from tests.cli.commands.sending.test_send import ISSUE

NAMES = {"arvika": "Vänsterpartiet Arvika", "kil": "Vänsterpartiet Kil"}


@pytest.fixture
def events(newsletter, workspace):
    return lambda *more: newsletter("-C", workspace, "events", *more)


def event(attempt: str, kind: str, **more: object) -> dict[str, object]:
    """As SendGrid's Event Webhook posts it, with all that is not to be kept."""
    return {
        "email": "ordforande@arvika.forening.example",
        "event": kind,
        "timestamp": 1789000000,
        "sg_event_id": "bm90IHRoZSBzYW1lIHR3aWNl",
        "sg_message_id": "XBg2.filter0905p1mdw1-4434-59E0C6FF-3.0",
        "ip": "203.0.113.7",
        "useragent": "Mozilla/5.0",
        "reason": "550 5.1.1 <ordforande@arvika.forening.example> Kerstin Glafsén okänd",
        "nl_attempt": attempt,
        **more,
    }


def letters(workspace) -> dict[str, tuple[str, Status, str]]:
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        return {one.association: (one.attempt, one.status, str(one.address)) for one in log.deliveries(ISSUE)}


def saved(workspace, *documents: object):
    path = workspace / "events.json"
    path.write_text(json.dumps(documents), encoding="utf-8")
    return path


def test_a_bounce_from_a_saved_file_is_a_bounce_in_status(newsletter, workspace, history, events):
    history.sent(ISSUE)
    attempt = letters(workspace)["kil"][0]
    path = saved(workspace, event(attempt, "delivered"), event(attempt, "bounce", timestamp=1789000100), event(attempt, "open"))
    result = events(path)

    assert result.exit_code == 0
    assert "Nytt: 1 levererade, 0 fördröjda, 1 studsade, 0 stoppade." in result.stdout
    assert "Brevet kom inte fram: Vänsterpartiet Kil." in result.stderr
    assert "Inget nytt" in events(path).stdout
    document = json.loads(newsletter("-C", workspace, "status", "2026", "--json").stdout)
    (kil,) = [one for one in document["associations"] if one["id"] == "kil"]
    assert kil["issues"][ISSUE] == "bounced"
    assert "studsade" in newsletter("-C", workspace, "log", ISSUE).stdout


def test_nothing_personal_is_kept(workspace, history, events):
    history.sent(ISSUE)
    events(saved(workspace, event(letters(workspace)["kil"][0], "bounce")))
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log, log.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM event").mappings().all()
    assert row["detail"] == "550 5.1.1"
    assert not [value for value in row.values() if "@" in str(value) or "203.0" in str(value) or "Mozilla" in str(value)]


def test_an_event_settles_what_was_unclear(workspace, history, events):
    history.sent(ISSUE, but={"kil": Status.UNKNOWN, "arvika": Status.SENDING})
    found = letters(workspace)
    result = events(saved(workspace, event(found["kil"][0], "processed"), event(found["arvika"][0], "deferred")))
    assert "Inte längre oklart, för SendGrid har brevet: Vänsterpartiet Arvika och Vänsterpartiet Kil." in result.stderr
    assert {letters(workspace)[one][1] for one in NAMES} == {Status.ACCEPTED}


@pytest.mark.parametrize(
    "text",
    [
        '[{"event": "delivered"}, 5, null, "x", [], {"nl_attempt": 5, "event": "bounce", "timestamp": 1789000000}]',
        '[{"event": "delivered", "nl_attempt": "0123456789abcdef0123456789abcdef", "timestamp": "soon"}]',
        '[{"event": {}, "nl_attempt": "0123456789abcdef0123456789abcdef", "timestamp": 1e99}]',
        '{"event": "delivered"}\n\n{"event": "bounce"}\n',
        "[]",
        '"words"',
    ],
)
def test_what_is_no_event_of_ours_is_passed_over(workspace, history, events, text):
    history.sent(ISSUE)
    path = workspace / "events.json"
    path.write_text(text, encoding="utf-8")
    result = events(path)
    assert result.exit_code == 0
    assert "Inget nytt" in result.stdout


@pytest.mark.parametrize("content", [b"no json", b"\xff\xfe\x00", b"[" * 100_000, b""])
def test_a_file_that_holds_no_events_is_refused(workspace, events, content):
    path = workspace / "events.json"
    path.write_bytes(content)
    assert events(path).exit_code == 1


def test_the_lists_are_fetched_page_by_page_and_known_by_time(newsletter, workspace, server, events):
    newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes")
    found = letters(workspace)
    now = int(time.time())
    strangers = [{"created": now, "email": f"x{number}@elsewhere.example", "reason": "550"} for number in range(700)]
    server.account.lists["bounces"] = [*strangers, {"created": now + 60, "email": found["kil"][2], "status": "5.1.1"}]
    server.account.lists["spam_reports"] = [{"created": now - 86_400, "email": found["arvika"][2].upper(), "ip": "203.0.113.7"}]
    result = events("--fetch", "--via", server.via)

    assert result.exit_code == 0
    assert "Nytt: 0 levererade, 0 fördröjda, 1 studsade, 1 stoppade." in result.stdout
    assert "Brevet kom inte fram: Vänsterpartiet Arvika och Vänsterpartiet Kil." in result.stderr
    assert "Inget nytt" in events("--fetch", "--via", server.via).stdout


def test_a_list_that_may_not_be_read_is_said_so(workspace, history, server, events):
    history.sent(ISSUE)
    server.account.forbidden = {"suppression"}
    result = events("--fetch", "--via", server.via)
    assert result.exit_code == 1
    assert "Nyckeln får inte läsa SendGrids lista ”bounces” (403)." in result.stderr


@pytest.mark.parametrize(("options", "code"), [((), 2), (("--fetch",), 1), (("--fetch", "--via", "smtp://localhost"), 1)])
def test_half_an_order_and_other_ways_are_refused(events, options, code):
    assert events(*options).exit_code == code
