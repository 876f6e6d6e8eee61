"""A reminder is claimed before it leaves: on both databases, and whoever else is at it."""

import threading
from pathlib import Path

from newsletter.delivery.afterwards.by_hand import claim_reminder, is_reminder_claimed, release_reminder
from newsletter.delivery.log import SendLog, open_log

AT = "2026-11-24T06:00:00.000Z"


def test_one_matter_and_occasion_is_claimed_once(log: SendLog) -> None:
    assert claim_reminder(log, "2026-q4 draft x", "2026-12-08", AT)
    assert not claim_reminder(log, "2026-q4 draft x", "2026-12-08", AT)
    assert claim_reminder(log, "2026-q4 draft x", "2026-12-09", AT)
    assert claim_reminder(log, "2026-q4 draft y", "2026-12-08", AT)
    assert is_reminder_claimed(log, "2026-q4 draft x", "2026-12-08")


def test_what_did_not_leave_may_be_claimed_again(log: SendLog) -> None:
    claim_reminder(log, "2026-q4 draft x", "2026-12-08", AT)
    release_reminder(log, "2026-q4 draft x", "2026-12-08")
    assert not is_reminder_claimed(log, "2026-q4 draft x", "2026-12-08")
    assert claim_reminder(log, "2026-q4 draft x", "2026-12-08", AT)


def test_of_many_at_once_one_wins(url: str, tmp_path: Path) -> None:
    with open_log(url, tmp_path, create=True):
        pass
    won: list[bool] = []

    def run() -> None:
        with open_log(url, tmp_path, create=True) as log:
            won.append(claim_reminder(log, "2026-q4 draft x", "2026-12-08", AT))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]
