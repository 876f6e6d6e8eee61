"""Later facts: once each, in any order, settling what was in doubt and never making anybody due."""

import random
from collections import Counter

import pytest
import sqlalchemy as sa

from newsletter.delivery.afterwards.events import take_events
from newsletter.delivery.afterwards.reports import EventReport
from newsletter.delivery.afterwards.resolve import Resolution, ResolutionRecord, read_open_deliveries, settle
from newsletter.delivery.log import SendLog
from newsletter.model.deliveries import Cause, Event, Status
from tests.delivery.ledger import AT, LedgerTransport, all_of, due, run, statuses, unknown

LATER = "2026-09-10T08:01:00.000Z"


def attempts(log: SendLog) -> dict[str, str]:
    return {str(one.address): one.attempt for one in log.deliveries("2026-q3")}


@pytest.fixture
def sent(log: SendLog) -> dict[str, str]:
    """Three letters: one in doubt, two accepted."""
    run(log, LedgerTransport(script=[unknown]), due(3))
    return attempts(log)


def test_an_event_is_kept_once_however_often_and_in_whatever_order_it_comes(log: SendLog, sent: dict[str, str]) -> None:
    attempt = sent["a1@x.example"]
    reports = [EventReport(attempt, kind, LATER) for kind in (Event.DELAYED, Event.DELIVERED, Event.BOUNCED)] * 3
    random.Random(7).shuffle(reports)
    assert take_events(log, reports, AT).new == Counter({Event.DELAYED: 1, Event.DELIVERED: 1, Event.BOUNCED: 1})
    again = take_events(log, reports, AT)
    assert (again.new, again.known, again.stopped) == (Counter(), 9, {})
    assert sorted(one.kind for one in log.events()) == ["bounced", "delayed", "delivered"]
    assert statuses(log) == {Status.UNKNOWN: 1, Status.ACCEPTED: 2}


@pytest.mark.parametrize("kind", [None, *Event])
def test_whatever_is_reported_of_it_proves_that_a_letter_was_taken(
    log: SendLog, sent: dict[str, str], kind: Event | None
) -> None:
    received = take_events(log, [EventReport(sent["a0@x.example"], kind, LATER)], AT)
    assert received.settled == ("f000",)
    assert statuses(log) == {Status.ACCEPTED: 3}
    with log.reading() as connection:
        word = connection.execute(sa.text("SELECT before, after, by FROM resolution")).one()
        assert connection.execute(sa.text("SELECT count(*) FROM outcome WHERE status = 'unknown'")).scalar() == 1
    assert tuple(word) == ("unknown", "accepted", "SendGrid")


def test_what_was_thought_not_to_have_left_is_not_sent_again_when_it_has(log: SendLog) -> None:
    run(log, LedgerTransport(script=[all_of(Status.UNSENT)]), due(1))
    take_events(log, [EventReport(attempts(log)["a0@x.example"], Event.DELIVERED, LATER)], AT)
    again = LedgerTransport()
    run(log, again, due(1))
    assert again.calls == []


def test_an_event_about_an_earlier_attempt_changes_nothing(log: SendLog) -> None:
    run(log, LedgerTransport(script=[all_of(Status.UNSENT)]), due(1))
    earlier = attempts(log)["a0@x.example"]
    run(log, LedgerTransport(script=[unknown]), due(1))
    take_events(log, [EventReport(earlier, Event.DROPPED, LATER)], AT)
    assert statuses(log) == {Status.UNKNOWN: 1}


def test_what_is_not_ours_is_counted_and_left(log: SendLog, sent: dict[str, str]) -> None:
    assert take_events(log, [EventReport("0" * 32, Event.DELIVERED, LATER)], AT).others == 1
    assert log.events() == ()


def test_no_event_makes_anybody_due(log: SendLog, sent: dict[str, str]) -> None:
    take_events(log, [EventReport(attempt, kind, LATER) for attempt in sent.values() for kind in Event], AT)
    again = LedgerTransport()
    run(log, again, due(3))
    assert again.calls == []


def test_every_report_is_counted_once(log: SendLog, sent: dict[str, str]) -> None:
    """One of each sort; two of them come twice in the same file."""
    attempt = sent["a1@x.example"]
    new, taken = EventReport(attempt, Event.DELIVERED, LATER), EventReport(attempt, None, LATER)
    stranger = EventReport("0" * 32, Event.DELIVERED, LATER, address="nobody@x.example")
    another = EventReport("0" * 32, Event.DELIVERED, LATER, address="a1@x.example")
    found = take_events(log, [new, new, taken, taken, stranger, None, another], AT)
    assert (found.new.total(), found.known, found.others, found.unreadable, found.unmatched) == (1, 3, 1, 1, 1)


def test_what_was_known_when_the_editor_let_a_letter_go_again_does_not_hold_it_back(log: SendLog) -> None:
    """The same file read again, or the provider's retry, says nothing of the letter that is to come."""
    run(log, LedgerTransport(), due(1))
    bounce = EventReport(attempts(log)["a0@x.example"], Event.BOUNCED, LATER, "550 5.1.1", cause=Cause.DEAD)
    take_events(log, [bounce], AT)
    settle(log, read_open_deliveries(log), ResolutionRecord(Resolution.AGAIN, "Kim", "rättad", LATER))
    assert take_events(log, [bounce], AT).settled == ()
    assert statuses(log) == {Status.UNSENT: 1}
