"""Settling by a person's word: what each decision makes of each letter, and that history is only added to."""

import pytest
import sqlalchemy as sa

from newsletter.delivery.afterwards.resolve import OpenDelivery, Resolution, ResolutionRecord, read_open_deliveries, settle
from newsletter.delivery.log import SendLog
from newsletter.delivery.log.schema import attempt, event, outcome, resolution
from newsletter.delivery.run import locks
from newsletter.delivery.run.start import commit_run, new_run
from newsletter.model.deliveries import Status
from tests.delivery.ledger import AT, LedgerTransport, accepted, all_of, due, run, start, statuses, unknown

LATER = "2027-01-02T08:00:00.000Z"


def word(decision: Resolution) -> ResolutionRecord:
    return ResolutionRecord(decision, "Kim", "Frågade föreningen.", LATER)


def bounce(log: SendLog) -> None:
    """The provider reports every letter as bounced."""
    with log.writing() as connection:
        for (key,) in connection.execute(sa.select(attempt.c.id)).all():
            connection.execute(event.insert().values(attempt=key, kind="bounced", detail="", at=AT, received=AT))


def only(log: SendLog) -> OpenDelivery:
    (found,) = read_open_deliveries(log, "2026-q3")
    return found


def test_nothing_to_settle_where_all_were_accepted(log: SendLog) -> None:
    run(log, LedgerTransport(), due(2))
    assert read_open_deliveries(log) == ()


@pytest.mark.parametrize(
    ("decision", "status", "at"),
    [(Resolution.ARRIVED, Status.ACCEPTED, AT), (Resolution.NOT_ARRIVED, Status.UNSENT, LATER)],
)
def test_the_unresolved_arrived_or_did_not(log: SendLog, decision: Resolution, status: Status, at: str) -> None:
    """One that arrived did so when it was sent: the year's account counts that day."""
    run(log, LedgerTransport(usual=unknown), due(1))
    assert settle(log, [only(log)], word(decision))
    (found,) = log.deliveries()
    assert (found.status, found.at) == (status, at)


def test_what_did_not_arrive_goes_again_and_what_arrived_does_not(log: SendLog) -> None:
    run(log, LedgerTransport(usual=unknown), due(2))
    first, second = read_open_deliveries(log)
    settle(log, [first], word(Resolution.ARRIVED))
    settle(log, [second], word(Resolution.NOT_ARRIVED))
    again = LedgerTransport()
    run(log, again, due(2))
    assert again.ledger == {"a1@x.example": 1}


def test_a_dead_runs_sending_letters_are_unresolved(log: SendLog) -> None:
    def die(_batch: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(log, LedgerTransport(usual=die), due(1))
    assert only(log).status is Status.SENDING
    assert only(log).allows(Resolution.ARRIVED)
    assert settle(log, [only(log)], word(Resolution.ARRIVED))
    assert statuses(log) == {Status.ACCEPTED: 1}


@pytest.mark.slow
def test_nothing_is_settled_while_the_run_is_alive(log: SendLog) -> None:
    key = new_run("2026-q3", is_live=True)
    with pytest.raises(ZeroDivisionError):
        run(log, LedgerTransport(usual=lambda _batch: 1 / 0), due(1), key=key)
    dead = only(log)
    lock = locks.take_lock(log, key.id)
    assert lock is not None
    assert only(log).in_progress
    assert not only(log).allows(Resolution.ARRIVED)
    assert not settle(log, [dead], word(Resolution.ARRIVED))
    lock.release()
    assert statuses(log) == {Status.SENDING: 1}


def test_a_rejected_address_can_be_tried_again(log: SendLog) -> None:
    run(log, LedgerTransport(usual=all_of(Status.REJECTED)), due(1))
    assert only(log).allows(Resolution.AGAIN)
    assert not only(log).allows(Resolution.ARRIVED)
    settle(log, [only(log)], word(Resolution.AGAIN))
    again = LedgerTransport()
    run(log, again, due(1))
    assert again.ledger == {"a0@x.example": 1}


def test_a_bounced_address_can_be_tried_again_and_its_old_bounce_does_not_count_then(log: SendLog) -> None:
    run(log, LedgerTransport(), due(1))
    assert read_open_deliveries(log) == ()
    bounce(log)
    assert only(log).failed
    settle(log, [only(log)], word(Resolution.AGAIN))
    run(log, LedgerTransport(), due(1))
    assert read_open_deliveries(log) == ()


def test_the_unresolved_are_never_simply_sent_again(log: SendLog) -> None:
    run(log, LedgerTransport(usual=unknown), due(1))
    assert not only(log).allows(Resolution.AGAIN)


def test_every_word_is_kept_and_no_history_is_changed(log: SendLog) -> None:
    run(log, LedgerTransport(script=[unknown, accepted]), due(1))
    before = history(log)
    settle(log, [only(log)], word(Resolution.NOT_ARRIVED))
    run(log, LedgerTransport(), due(1))
    assert history(log)[: len(before)] == before
    with log.reading() as connection:
        (kept,) = connection.execute(sa.select(resolution)).all()
    assert (kept.decision, kept.before, kept.after, kept.by, kept.reason) == (
        "not_arrived",
        "unknown",
        "unsent",
        "Kim",
        "Frågade föreningen.",
    )


def history(log: SendLog) -> list[tuple[str, str]]:
    with log.reading() as connection:
        return [(row.attempt, row.status) for row in connection.execute(sa.select(outcome).order_by(outcome.c.attempt))]


def test_what_has_changed_since_it_was_read_is_let_be(log: SendLog) -> None:
    run(log, LedgerTransport(usual=unknown), due(1))
    old = only(log)
    settle(log, [old], word(Resolution.NOT_ARRIVED))
    settle(log, [old], word(Resolution.ARRIVED))
    assert statuses(log) == {Status.UNSENT: 1}
    with log.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(resolution)).scalar() == 1


def test_rehearsals_and_other_issues_are_no_matter(log: SendLog) -> None:
    rehearsal = new_run("2026-q3", is_live=False)
    run(log, LedgerTransport(usual=unknown), due(1), key=rehearsal)
    assert read_open_deliveries(log) == ()
    commit_run(log, start(new_run("2026-q4", is_live=True)))
    assert read_open_deliveries(log, "2026-q4") == ()
