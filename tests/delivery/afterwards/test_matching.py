"""Reports without an id of ours: known by address and time where exactly one letter fits, told where not, never guessed."""

import pytest
import sqlalchemy as sa

from newsletter.delivery.afterwards.events import take_events
from newsletter.delivery.afterwards.lists import ListedAddress, events_from_lists
from newsletter.delivery.afterwards.reports import EventReport, Teller
from newsletter.delivery.log import SendLog
from newsletter.delivery.run.start import new_run
from newsletter.model.deliveries import Cause, Event
from newsletter.model.recipients import Numbered
from tests.delivery.ledger import AT, LedgerTransport, addressee, due, run

LATER = "2026-09-10T08:01:00.000Z"


def said(at: str, kind: Event = Event.BOUNCED, cause: Cause | None = Cause.DEAD, **more: object) -> EventReport:
    return EventReport("", kind, at, "550 5.1.1", cause=cause, **{"address": "A1@X.example", **more})


def facts(log: SendLog) -> list[tuple[str, str]]:
    with log.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.text("SELECT kind, cause FROM address_fact ORDER BY id"))]


@pytest.fixture
def through_sendgrid(log: SendLog) -> SendLog:
    """Letters of 10 September, 08:00, to a0 and a1."""
    run(log, LedgerTransport(), due(2))
    return by_sendgrid(log)


def by_sendgrid(log: SendLog) -> SendLog:
    with log.writing() as connection:
        connection.execute(sa.text("UPDATE run SET via = 'sendgrid:'"))
    return log


@pytest.mark.parametrize(
    ("at", "fits"),
    [
        ("2026-09-10T07:54:59.000Z", False),
        ("2026-09-10T07:55:00.000Z", True),
        ("2026-10-10T08:00:00.000Z", True),
        ("2026-10-10T08:00:01.000Z", False),
    ],
)
def test_from_five_minutes_before_it_was_handed_over_to_thirty_days_after(
    through_sendgrid: SendLog, at: str, fits: bool
) -> None:
    found = take_events(through_sendgrid, [said(at)], AT)
    assert (found.new.total(), found.unmatched) == ((1, 0) if fits else (0, 1))
    assert [one.address for one in through_sendgrid.events()] == (["a1@x.example"] if fits else [])


def test_it_is_kept_once_although_another_letter_has_come_to_fit_since(through_sendgrid: SendLog) -> None:
    report = said(LATER)
    take_events(through_sendgrid, [report], AT)
    run(through_sendgrid, LedgerTransport(), due(2), key=new_run("2026-q3-extra", is_live=True))
    found = take_events(by_sendgrid(through_sendgrid), [report], AT)
    assert (found.new.total(), found.known, found.unmatched) == (0, 1, 0)


def test_of_two_letters_none_is_guessed_and_what_is_true_of_the_address_is_kept(log: SendLog) -> None:
    run(log, LedgerTransport(), [Numbered(addressee(1, association), 1) for association in ("eda", "kil")])
    by_sendgrid(log)
    reports = [
        said(LATER, Event.COMPLAINED, Cause.COMPLAINED),
        said(LATER, Event.BOUNCED, Cause.FULL),
        said(LATER, Event.DELIVERED, None),
    ]
    found = take_events(log, reports, AT)
    assert (found.new.total(), found.unmatched, found.ambiguous) == (0, 3, ("eda", "kil"))
    assert log.events() == ()
    assert facts(log) == [("complained", "complained")]
    take_events(log, reports, AT)
    assert len(facts(log)) == 1


def test_a_test_letter_decides_nothing_for_an_address(log: SendLog) -> None:
    """With a letter to people beside it which of the two is not known; alone it is the one that is meant."""
    run(log, LedgerTransport(), due(2), key=new_run("2026-q3", is_live=False))
    by_sendgrid(log)
    found = take_events(log, [said(LATER, Event.COMPLAINED, Cause.COMPLAINED)], AT)
    assert (found.new.total(), found.stopped, log.events(), facts(log)) == (1, {}, (), [])
    assert take_events(log, [said("2026-12-10T08:00:00.000Z", Event.COMPLAINED, Cause.COMPLAINED)], AT).unmatched == 1
    assert facts(log) == []


def test_a_letter_of_another_log_says_nothing_of_ours(through_sendgrid: SendLog) -> None:
    foreign = EventReport("0" * 32, Event.COMPLAINED, LATER, cause=Cause.COMPLAINED, address="a1@x.example")
    assert take_events(through_sendgrid, [foreign], AT).unmatched == 1
    assert (through_sendgrid.events(), facts(through_sendgrid)) == ((), [])


def test_a_mail_that_names_an_attempt_and_another_address_settles_nothing(through_sendgrid: SendLog) -> None:
    attempt = {one.address: one.attempt for one in through_sendgrid.deliveries()}["a0@x.example"]
    forged = EventReport(attempt, Event.BOUNCED, LATER, cause=Cause.DEAD, address="a1@x.example", teller=Teller.MAIL)
    stranger = EventReport(attempt, Event.BOUNCED, LATER, cause=Cause.DEAD, address="x@y.example", teller=Teller.MAIL)
    found = take_events(through_sendgrid, [forged, stranger], AT)
    assert (found.new.total(), found.unmatched, found.others) == (0, 1, 1)
    assert (through_sendgrid.events(), facts(through_sendgrid)) == ((), [])


def listed(at: str, kind: Event = Event.BOUNCED, cause: Cause = Cause.DEAD, *, drops_later: bool = True) -> ListedAddress:
    return ListedAddress("A1@X.example", at, kind, cause, drops_later, "bounces")


@pytest.mark.parametrize(
    ("entry", "kind", "at"),
    [
        (listed("2026-09-10T08:30:00.000Z"), Event.BOUNCED, "2026-09-10T08:30:00.000Z"),
        (listed("2026-09-10T07:56:00.000Z"), Event.BOUNCED, "2026-09-10T07:56:00.000Z"),
        (listed("2026-03-01T08:00:00.000Z"), Event.DROPPED, AT),
        (listed("2026-03-01T08:00:00.000Z", cause=Cause.BLOCKED, drops_later=False), None, ""),
        (listed("2026-09-11T08:00:00.000Z", Event.COMPLAINED, Cause.COMPLAINED), Event.COMPLAINED, "2026-09-11T08:00:00.000Z"),
        (listed("2026-11-11T08:00:00.000Z", Event.COMPLAINED, Cause.COMPLAINED), None, ""),
    ],
    ids=["after it left", "clocks differ", "listed long before", "a block before", "a complaint", "a complaint long after"],
)
def test_what_a_list_says_of_a_letter(through_sendgrid: SendLog, entry: ListedAddress, kind: Event | None, at: str) -> None:
    found = take_events(through_sendgrid, events_from_lists(through_sendgrid, [entry], LATER), AT)
    assert [(one.address, one.kind, one.at) for one in through_sendgrid.events()] == (
        [("a1@x.example", kind, at)] if kind else []
    )
    assert found.unmatched == (0 if kind else 1)


def test_lists_say_nothing_of_strangers_and_of_letters_that_went_another_way(log: SendLog) -> None:
    run(log, LedgerTransport(), due(1))
    entries = [
        ListedAddress(one, LATER, Event.BOUNCED, Cause.DEAD, True, "")
        for one in ("a0@x.example", "nobody@x.example", "not an address")
    ]
    found = take_events(log, events_from_lists(log, entries, LATER), AT)
    assert (found.unmatched, found.others, found.unreadable) == (1, 1, 1)
    assert (log.events(), facts(log)) == ((), [])
