"""The server's account: what is cancelled in time is discarded, what is too late leaves, and the lists have pages."""

import pytest

from tests.servers.sendgrid_account import ACTIVITY_A_MINUTE, BATCH, IN_TIME, MESSAGES, MOST_CANCELLED, SCHEDULED, Account
from tests.servers.sendgrid_ledger import Accepted


def opened(account: Account) -> str:
    status, body = account.answer("POST", BATCH, None, 0.0, [])
    assert status == 201
    return str(body["batch_id"])


def cancelled(account: Account, batch: str, now: float) -> int:
    return account.answer("POST", SCHEDULED, {"batch_id": batch, "status": "cancel"}, now, [])[0]


def letter(batch: str, at: float = 0.0, send_at: int = 2000) -> Accepted:
    return Accepted("a@b.example", "attempt", "Rapport", "Hej", None, "id", 1, at, send_at, batch)


@pytest.mark.parametrize(
    ("taken", "cancelled_at", "leaves"),
    [(0, 2000 - IN_TIME, None), (0, 2000 - IN_TIME + 1, 2000), (500, 400, 2000), (3000, 3000, 3000)],
    ids=["in time", "too late", "taken after the cancellation", "send_at has passed"],
)
def test_what_becomes_of_a_letter_that_waits(taken: float, cancelled_at: float, leaves: float | None) -> None:
    account = Account()
    batch = opened(account)
    assert cancelled(account, batch, cancelled_at) == 201
    assert account.leaves(letter(batch, taken)) == leaves


def test_a_cancellation_is_shown_changed_and_taken_away() -> None:
    account = Account()
    batch = opened(account)
    assert account.answer("GET", f"{SCHEDULED}/{batch}", None, 0.0, []) == (200, [])
    cancelled(account, batch, 0.0)
    assert cancelled(account, batch, 0.0) == 400
    assert account.answer("GET", SCHEDULED, None, 0.0, []) == (200, [{"batch_id": batch, "status": "cancel"}])
    assert account.answer("PATCH", f"{SCHEDULED}/{batch}", {"status": "pause"}, 0.0, [])[0] == 204
    assert account.answer("GET", f"{SCHEDULED}/{batch}", None, 0.0, [])[1][0]["status"] == "pause"
    assert account.answer("DELETE", f"{SCHEDULED}/{batch}", None, 0.0, [])[0] == 204
    assert account.leaves(letter(batch)) == 2000


def test_no_more_than_ten_are_cancelled_at_once_and_no_stranger() -> None:
    account = Account()
    codes = [cancelled(account, opened(account), 0.0) for _number in range(MOST_CANCELLED + 1)]
    assert codes == [201] * MOST_CANCELLED + [400]
    assert cancelled(Account(), "stranger", 0.0) == 400


def test_a_key_without_the_scope_is_refused() -> None:
    account = Account(forbidden={"user.scheduled_sends"})
    assert account.answer("GET", SCHEDULED, None, 0.0, [])[0] == 403
    assert account.answer("POST", BATCH, None, 0.0, [])[0] == 201


def test_lists_have_pages_and_windows() -> None:
    account = Account()
    account.lists["bounces"] = [{"created": moment, "email": f"{moment}@b.example"} for moment in range(10)]
    status, found = account.answer("GET", "/v3/suppression/bounces?limit=3&offset=2&start_time=2&end_time=8", None, 0.0, [])
    assert (status, [one["created"] for one in found]) == (200, [4, 5, 6])


def test_email_activity_shows_what_has_left_and_answers_six_times_a_minute() -> None:
    account = Account(feed_lag=30)
    url = f"{MESSAGES}?limit=10&query=unique_args%5B%27nl_attempt%27%5D%3D%22attempt%22"
    ledger = [letter("", send_at=100)]
    shown = [len(account.answer("GET", url, None, now, ledger)[1]["messages"]) for now in (99, 100, 129, 130)]
    assert shown == [0, 0, 0, 1]
    codes = [account.answer("GET", url, None, 131, ledger)[0] for _time in range(ACTIVITY_A_MINUTE)]
    assert 429 in codes
