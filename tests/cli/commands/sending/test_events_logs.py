"""``newsletter events --fetch``: what SendGrid's record of letters (Email Logs) says, whoever else uses the account."""

import json
import re
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.transports.sendgrid import EmailLogs
from newsletter.delivery.transports.sendgrid.windows import AFTER, BEFORE, question_about, window_of_all, windows_of
from newsletter.delivery.waiting.provider import SoughtLetter
from newsletter.model.deliveries import Status
from newsletter.model.via import SendGridVia
from tests.cli.commands.sending.test_events import event as webhook_event
from tests.cli.commands.sending.test_events import letters, saved
from tests.cli.commands.sending.test_send import HOW_MANY, ISSUE
from tests.servers import sendgrid_faults as faults
from tests.servers.sendgrid_account import LOGS, logged

pytestmark = pytest.mark.usefixtures("settles_soon")
MOST_CALLS = 40
"""The promise: for 22 letters among 2,700 of others."""


@pytest.fixture
def sent(newsletter, workspace, server):
    """The issue has been sent; the letters by association, and what each address is told about."""

    def send() -> dict[str, tuple[str, Status, str]]:
        newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes", "--workers", "1")
        return letters(workspace)

    return send


@pytest.fixture
def fetch(newsletter, workspace, server):
    def run(*more: str):
        result = newsletter("-C", workspace, "events", "--fetch", "--via", server.via, "--json", *more)
        return result.exit_code, json.loads(result.stdout), result.stderr

    return run


def told(newsletter, workspace) -> dict[str, str | None]:
    document = json.loads(newsletter("-C", workspace, "log", ISSUE, "--json").stdout)
    return {one["association"]: one["event"] for one in document["deliveries"]}


def calls(server) -> int:
    return sum(request.path.startswith(LOGS) for request in server.requests)


def test_each_letter_is_known_by_its_call_and_its_address(newsletter, workspace, server, sent, fetch):
    found = sent()
    server.account.fates = {
        found["kil"][2]: "bounced 550 5.1.1 No such user",
        found["torsby"][2]: "blocked 550 5.7.1 Blocked",
        found["sunne"][2]: "deferred 452 4.2.2 Full",
        found["hagfors"][2]: "dropped Unsubscribed Address",
        found["arvika"][2]: "processed",
    }
    code, counts, words = fetch()
    assert code == 0
    assert (counts["new"], counts["known"], counts["others"]) == (HOW_MANY - 1, 1, 0)
    stands = told(newsletter, workspace)
    assert {one: stands[one] for one in ("kil", "torsby", "sunne", "hagfors", "arvika", "grums")} == {
        "kil": "bounced",
        "torsby": "bounced",
        "sunne": "delayed",
        "hagfors": "dropped",
        "arvika": None,
        "grums": "delivered",
    }
    assert "Vill inte ha fler brev: Vänsterpartiet Hagfors" in words
    assert fetch()[1]["new"] == 0


def test_what_the_webhook_has_told_is_not_counted_again(workspace, server, sent, fetch, newsletter):
    attempt, _status, address = sent()["kil"]
    server.account.fates = {address: "bounced 550 5.1.1"}
    newsletter("-C", workspace, "events", saved(workspace, webhook_event(attempt, "bounce", timestamp=int(time.time()) + 20)))
    assert fetch()[1]["new"] == HOW_MANY - 1


@pytest.mark.parametrize("spread", [0, 1, 200], ids=["in one second", "in two", "over minutes"])
def test_few_letters_are_found_among_many_of_others_in_few_calls(server, sent, fetch, spread):
    sent()
    now = time.time()
    server.account.strangers = [
        logged(f"stranger{number}.recvd", f"{number}@elsewhere.example", now - number % (spread + 1)) for number in range(2700)
    ]
    code, counts, _words = fetch()
    assert (code, counts["new"]) == (0, HOW_MANY)
    assert calls(server) <= MOST_CALLS


def test_the_letters_of_other_senders_to_our_addresses_are_not_ours(server, sent, fetch):
    found = sent()
    server.account.strangers = [logged(f"x{one}.recvd", found[one][2], time.time(), "bounced") for one in ("kil", "torsby")]
    code, counts, words = fetch()
    assert (code, counts["new"], counts["others"]) == (0, HOW_MANY, 2)
    assert "kom inte fram" not in words


def test_a_letter_in_doubt_is_known_by_its_own_id_alone(newsletter, workspace, server, fetch):
    server.script(None, faults.accepted_then_reset)
    newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes", "--workers", "1")
    (lost,) = [one for one in letters(workspace).values() if one[1] is not Status.ACCEPTED]
    server.account.strangers = [logged("another.recvd", lost[2], time.time(), "bounced")]
    code, counts, words = fetch()
    assert (code, counts["new"]) == (0, HOW_MANY)
    assert "Inte längre oklart" in words
    assert {one[1] for one in letters(workspace).values()} == {Status.ACCEPTED}


def test_another_s_letter_settles_no_letter_in_doubt(newsletter, workspace, server, fetch):
    server.script(None, faults.read_then_reset)
    newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes", "--workers", "1")
    (lost,) = [one for one in letters(workspace).values() if one[1] is not Status.ACCEPTED]
    server.account.strangers = [logged("another.recvd", lost[2], time.time())]
    fetch()
    assert lost in letters(workspace).values()


def test_calls_without_an_id_are_known_by_address_and_time(workspace, newsletter, server, fetch):
    """SendGrid has left out X-Message-Id (sendgrid/docs issue 3855)."""
    server.script(*[faults.accepted_without_id] * HOW_MANY)
    newsletter("-C", workspace, "send", ISSUE, "--via", server.via, "--yes", "--workers", "1")
    assert fetch()[1]["new"] == HOW_MANY
    assert calls(server) <= MOST_CALLS


@pytest.mark.parametrize(
    ("fault", "new", "words"),
    [
        (faults.refused(403, "no"), 1, "Nyckeln får inte läsa SendGrids register över brev (403)"),
        (faults.refused(500, "oops"), HOW_MANY + 1, "SendGrids register över brev gick inte att läsa (HTTP 500)"),
        (faults.bad_gateway_html, HOW_MANY + 1, "SendGrids register över brev gick inte att läsa (HTTP 502)"),
        (lambda exchange: exchange.answer(200, body=b'{"messages": [{"sg_mess'), HOW_MANY + 1, "gick inte att läsa (HTTP 200)"),
    ],
    ids=["forbidden", "broken", "HTML", "cut"],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_taken_in(server, sent, fetch, fault, new, words):
    """The lists, and where only one question failed, what others can find of the record."""
    found = sent()
    server.account.lists["bounces"] = [{"created": int(time.time()) + 60, "email": found["kil"][2], "status": "5.1.1"}]
    server.script(fault, at=LOGS)
    code, counts, said = fetch()
    assert (code, counts["new"]) == (1, new)
    assert words in said


def test_a_server_that_asks_us_to_wait_is_asked_again(server, sent, fetch):
    sent()
    server.script(faults.throttled(1.0), at=LOGS)
    assert fetch()[:2][1]["new"] == HOW_MANY


def test_it_is_not_said_that_letters_are_missing_before_the_record_shows_them(server, sent, fetch):
    sent()
    server.account.feed_lag = 3600
    assert fetch()[:2] == (0, {"schema": 1, "new": 0, "known": 0, "others": 0, "unreadable": 0, "unmatched": 0})


NOW = datetime(2026, 9, 10, 8, tzinfo=UTC)


@given(st.lists(st.integers(0, 3_000_000), min_size=1, max_size=200), st.integers(1, 20))
def test_every_moment_lies_in_exactly_one_window_with_what_is_around_it(seconds, copies):
    letters = [
        SoughtLetter(f"{number}", "a@b.example", None, (NOW + timedelta(seconds=second, milliseconds=300),))
        for number, second in enumerate(seconds * copies)
    ]
    windows = windows_of(letters)
    assert all(one.end <= other.start for one, other in pairwise(windows))
    for letter in letters:
        (moment,) = letter.moments
        for probe in (moment - BEFORE, moment, moment + AFTER):
            assert sum(one.start <= probe < one.end for one in windows) == 1


@given(st.integers(2, 3_000_000))
def test_the_halves_of_a_window_are_the_window(seconds):
    whole = window_of_all(NOW)
    window = type(whole)(NOW, NOW + timedelta(seconds=seconds))
    first, second = window.halves()
    assert (first.start, first.end, second.end) == (window.start, second.start, window.end)
    assert first.start < first.end < second.end


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_address_can_change_a_question(local, domain):
    question = question_about(f"{local}@{domain}", window_of_all(NOW))
    assert question is None or re.fullmatch(
        r'to_email = "[^"\\]+@[a-zA-Z0-9.-]+" AND ' + re.escape(window_of_all(NOW).question()), question
    )


def test_a_thousand_letters_a_call_need_about_a_call_each(server):
    server.account.strangers = [
        logged(
            f"call{number // 1000}.recvd-{number}", f"{number}@x.example", (NOW + timedelta(seconds=number // 1000)).timestamp()
        )
        for number in range(5000)
    ]
    letters = [
        SoughtLetter(f"{number}", f"{number}@x.example", f"call{number // 1000}", (NOW + timedelta(seconds=number // 1000),))
        for number in range(5000)
    ]
    record = EmailLogs(SendGridVia(f"http://{server.url}", is_trial=True), "key", Clock(lambda: NOW)).search(
        letters, wholly=False
    )
    assert (len(record.entries), record.others, record.troubles) == (5000, 0, ())
    assert calls(server) <= 15
