"""The server's account: what is cancelled in time is discarded, what is too late leaves, and the lists have pages."""

import pytest

from tests.servers.sendgrid_account import BATCH, IN_TIME, LOGS, MOST_CANCELLED, MOST_LOGGED, SCHEDULED, Account, logged
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


EVER = 'sg_message_id_created_at > TIMESTAMP "1970-01-01T00:00:00Z"'


def logs(account: Account, query: str, now: float, ledger: list[Accepted], limit: int = 10) -> list[str]:
    status, found = account.answer("POST", LOGS, {"query": query, "limit": limit}, now, ledger)
    assert status == 200, found
    return [one["sg_message_id_created_at"] for one in found["messages"]]


def test_email_logs_show_what_has_left_some_time_ago() -> None:
    account = Account(feed_lag=30)
    ledger = [letter("", at=5, send_at=100)]
    assert [len(logs(account, EVER, now, ledger)) for now in (99, 100, 129, 130)] == [0, 0, 0, 1]


def test_email_logs_have_a_window_a_limit_and_no_second_page() -> None:
    account = Account(strangers=[logged(f"x{second}", f"{second}@b.example", second) for second in range(100)])
    field = "sg_message_id_created_at"
    ten = f'{field} > TIMESTAMP "1970-01-01T00:00:09Z" AND {field} < TIMESTAMP "1970-01-01T00:00:20Z"'
    assert logs(account, ten, 0.0, [], MOST_LOGGED) == [f"1970-01-01T00:00:{second}Z" for second in range(10, 20)]
    assert len(logs(account, ten, 0.0, [], 3)) == 3
    assert len(logs(account, f'{EVER} AND to_email = "7@b.example"', 0.0, [])) == 1
    assert logs(account, f"{EVER} AND status IN ('bounced', 'blocked')", 0.0, []) == []


@pytest.mark.parametrize("query", ["", f"{EVER} OR {EVER}", 'subject = "a"b"', "to_email = 'a@b.example'"])
def test_email_logs_refuse_what_is_no_question(query: str) -> None:
    assert Account().answer("POST", LOGS, {"query": query, "limit": 10}, 0.0, [])[0] == 400
    assert Account().answer("POST", LOGS, {"query": EVER, "limit": MOST_LOGGED + 1}, 0.0, [])[0] == 400
