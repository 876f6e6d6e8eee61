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
    assert (
        "Nytt: 1 levererade, 0 fördröjda, 1 studsade, 0 stoppade, 0 anmälda som skräppost, 0 avregistrerade." in result.stdout
    )
    assert "Brevet kom inte fram: Vänsterpartiet Kil. Adressen finns inte" in result.stderr
    again = events(path)
    assert "Inget nytt." in again.stdout
    assert "Sammanlagt: 0 nya, 3 kända sedan förut eller utan nyhet, 0 om andra avsändares brev" in again.stdout
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
    assert "Inte längre oklart, för brevet är överlämnat: Vänsterpartiet Arvika och Vänsterpartiet Kil." in result.stderr
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
def test_a_file_without_any_event_says_so_and_the_others_are_taken_in(workspace, history, events, text):
    history.sent(ISSUE)
    path = workspace / "empty.json"
    path.write_text(text, encoding="utf-8")
    full = saved(workspace, event(letters(workspace)["kil"][0], "delivered"))
    result = events(path, full)
    assert result.exit_code == 1
    assert "empty.json innehåller inga händelser." in result.stderr
    assert "Nytt: 1 levererade" in result.stdout


def test_every_entry_is_counted_in_words_and_in_json(workspace, history, events):
    """Each in another form: as text, wrapped, with a time of its own kind, without an event, about others, and twice."""
    history.sent(ISSUE)
    attempt, _status, address = letters(workspace)["kil"]
    one = event(attempt, "delivered", timestamp="1789000000")
    two = event(attempt, "deferred", timestamp="2026-09-10T08:00:00+02:00")
    stranger = {"event": "delivered", "email": "x@elsewhere.example", "timestamp": 1789000000}
    too_old = {"event": "bounce", "email": address, "timestamp": 1589000000, "status": "5.1.1"}
    nothing = {"email": address, "timestamp": 1789000000, "category": ["newsletter"]}
    result = events("--json", saved(workspace, {"count": 2, "events": [one, two]}, [stranger, too_old], nothing, one, "x"))
    assert json.loads(result.stdout) == {"schema": 1, "new": 2, "known": 1, "others": 1, "unreadable": 2, "unmatched": 1}
    assert "Det gick inte att avgöra vilket brev en uppgift gäller, om något: Vänsterpartiet Kil." in result.stderr
    words = events(saved(workspace, one, nothing, stranger, too_old)).stdout
    assert (
        "Sammanlagt: 0 nya, 1 kända sedan förut eller utan nyhet, 1 om andra avsändares brev, 1 som inte kunde läsas och 1 som "
        "inte kunde knytas till något brev." in words
    )


@pytest.mark.parametrize(
    ("kind", "more", "word"),
    [
        ("bounce", {"status": "5.1.1"}, "bounced"),
        ("bounce", {"type": "blocked", "status": "5.7.1"}, "bounced"),
        ("deferred", {}, "delayed"),
        ("dropped", {"reason": "Spam Reporting Address"}, "dropped"),
        ("spamreport", {}, "complained"),
        ("group_unsubscribe", {}, "unsubscribed"),
        ("open", {}, None),
    ],
)
def test_the_latest_fact_of_each_letter_stands_in_the_log(newsletter, workspace, history, events, kind, more, word):
    history.sent(ISSUE)
    found = letters(workspace)
    events(saved(workspace, event(found["kil"][0], kind, **more), event(found["arvika"][0], "delivered")))
    document = json.loads(newsletter("-C", workspace, "log", ISSUE, "--json").stdout)
    stands = {one["association"]: one["event"] for one in document["deliveries"]}
    assert (stands["kil"], stands["arvika"], stands["torsby"]) == (word, "delivered", None)


@pytest.mark.parametrize("content", [b"no json", b"\xff\xfe\x00", b"[" * 100_000, b""])
def test_a_file_that_holds_no_events_is_refused(workspace, events, content):
    path = workspace / "events.json"
    path.write_bytes(content)
    assert events(path).exit_code == 1


def test_the_lists_are_fetched_page_by_page_and_known_by_time(newsletter, workspace, server, events):
    newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes")
    server.account.feed_is_empty = True
    found = letters(workspace)
    now = int(time.time())
    strangers = [{"created": now, "email": f"x{number}@elsewhere.example", "reason": "550"} for number in range(700)]
    server.account.lists["bounces"] = [*strangers, {"created": now + 60, "email": found["kil"][2], "status": "5.1.1"}]
    server.account.lists["spam_reports"] = [{"created": now - 86_400, "email": found["arvika"][2].upper(), "ip": "203.0.113.7"}]
    result = events("--fetch", "--via", server.via)

    assert result.exit_code == 0
    assert (
        "Nytt: 0 levererade, 0 fördröjda, 1 studsade, 1 stoppade, 0 anmälda som skräppost, 0 avregistrerade." in result.stdout
    )
    assert "Brevet kom inte fram: Vänsterpartiet Kil." in result.stderr
    assert "Har anmält ett brev som skräppost: Vänsterpartiet Arvika." in result.stderr
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
