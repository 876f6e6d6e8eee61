"""A mail is claimed with all that it speaks of before it leaves: on both databases, and whoever else is at it."""

import threading
from pathlib import Path

from newsletter.delivery.afterwards.reminders import claim_reminders, read_reminders, release_reminders
from newsletter.delivery.log import SendLog, open_log

AT = "2026-11-24T06:00:00.000Z"
MAIL = ("digest x", "2026-11-24")
DRAFT, SEND = ("2026-q4 draft x", "week"), ("2026-q4 send x", "eve")


def test_a_person_has_one_mail_a_day_and_hears_of_a_matter_once(log: SendLog) -> None:
    assert claim_reminders(log, MAIL, [DRAFT], AT) == {DRAFT}
    assert claim_reminders(log, MAIL, [SEND], AT) == frozenset()
    assert claim_reminders(log, ("digest x", "2026-11-25"), [DRAFT, SEND], AT) == {SEND}
    assert claim_reminders(log, ("digest y", "2026-11-25"), [("2026-q4 draft y", "week")], AT)


def test_a_mail_with_nothing_left_to_say_is_no_mail(log: SendLog) -> None:
    claim_reminders(log, MAIL, [DRAFT], AT)
    assert claim_reminders(log, ("digest x", "2026-11-25"), [DRAFT], AT) == frozenset()
    assert claim_reminders(log, ("digest x", "2026-11-25"), [SEND], AT) == {SEND}


def test_what_did_not_leave_may_be_claimed_again(log: SendLog) -> None:
    claim_reminders(log, MAIL, [DRAFT], AT)
    assert read_reminders(log) == {"digest x": [("2026-11-24", AT)], "2026-q4 draft x": [("week", AT)]}
    release_reminders(log, [MAIL, DRAFT])
    assert read_reminders(log) == {}
    assert claim_reminders(log, MAIL, [DRAFT], AT) == {DRAFT}


def test_of_many_at_once_one_wins(url: str, tmp_path: Path) -> None:
    with open_log(url, tmp_path, create=True):
        pass
    won: list[int] = []

    def run() -> None:
        with open_log(url, tmp_path, create=True) as log:
            won.append(len(claim_reminders(log, MAIL, [DRAFT, SEND], AT)))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [0] * 5 + [2]
