"""Whom a report did not reach, and what has changed since: the advice is about today, not about the day it was sent."""

from dataclasses import replace
from datetime import date

import pytest

from newsletter.accounting import Reach, Since, account
from newsletter.model.deliveries import Cause, Event, Status
from tests.accounting.evidence import SENT, evidence, letter, listed

Q3 = "2026-q3"
EDA = listed("Eda")
THEN_WITHOUT_CONTACT = listed("Kil", contacts=0)
SOON, TOO_LATE = date(2026, 9, 8), date(2026, 9, 18)
"""Within 14 days of SENT, and after them."""


def status_on(settings, day, *, then, now, letters=()):
    found = evidence(
        letters=[letter(Q3, "eda"), *letters], audiences=[(Q3, [EDA, then])], today=[EDA] if now is None else [EDA, now]
    )
    return account(settings, found, 2026, day)


def told(status):
    return [(one.association, one.why, one.since) for one in status.not_reached]


def test_a_contact_that_was_missing_and_is_missing_still(settings):
    status = status_on(settings, SOON, then=THEN_WITHOUT_CONTACT, now=THEN_WITHOUT_CONTACT)

    assert told(status) == [("kil", Reach.NO_CONTACT, Since.NOTHING)]
    assert not status.issues[0].remaining


def test_a_contact_that_has_been_added_since_remains_to_be_written_to(settings):
    status = status_on(settings, SOON, then=THEN_WITHOUT_CONTACT, now=listed("Kil"))

    assert told(status) == [("kil", Reach.NO_CONTACT, Since.NEW_ADDRESS)]
    assert not status.not_reached[0].too_late
    assert status.issues[0].remaining


def test_one_added_more_than_fourteen_days_after_is_written_to_only_when_asked_for(settings):
    assert SENT.startswith("2026-09-03")
    status = status_on(settings, TOO_LATE, then=THEN_WITHOUT_CONTACT, now=listed("Kil"))

    assert status.not_reached[0].too_late
    assert not status.issues[0].remaining


@pytest.mark.parametrize("refused", [Status.REJECTED])
def test_an_address_corrected_after_it_was_refused(settings, refused):
    letters = [letter(Q3, "kil", refused, number=7)]

    assert told(status_on(settings, SOON, then=listed("Kil"), now=listed("Kil"), letters=letters)) == [
        ("kil", Reach.REJECTED, Since.NEW_ADDRESS)
    ]


def test_an_address_that_was_refused_and_stands_as_it_stood(settings):
    letters = [letter(Q3, "kil", Status.REJECTED)]

    assert told(status_on(settings, SOON, then=listed("Kil"), now=listed("Kil"), letters=letters)) == [
        ("kil", Reach.REJECTED, Since.NOTHING)
    ]


@pytest.mark.parametrize("now", [None, listed("Kil", active=False)], ids=["gone", "dormant"])
def test_an_association_that_is_gone_or_dormant_wants_nothing(settings, now):
    letters = [letter(Q3, "kil", Status.REJECTED)]

    assert told(status_on(settings, SOON, then=listed("Kil"), now=now, letters=letters)) == [
        ("kil", Reach.REJECTED, Since.GONE)
    ]


def test_one_whose_only_contact_has_left_since(settings):
    letters = [letter(Q3, "kil", Status.REJECTED)]

    assert told(status_on(settings, SOON, then=listed("Kil"), now=THEN_WITHOUT_CONTACT, letters=letters)) == [
        ("kil", Reach.REJECTED, Since.NO_CONTACT)
    ]


def test_nothing_is_said_of_today_when_todays_recipients_cannot_be_read(settings):
    found = evidence(
        letters=[letter(Q3, "kil", Status.REJECTED), letter(Q3, "eda")], audiences=[(Q3, [listed("Kil")])], today=None
    )

    assert told(account(settings, found, 2026, SOON)) == [("kil", Reach.REJECTED, Since.NOTHING)]


def test_why_a_letter_did_not_arrive_is_said_of_the_association_whose_letter_it_was(settings):
    """Eda's address is dead, Kil's mailbox full, and of Kil's two the one that may work again is said."""
    letters = [letter(Q3, "eda"), letter(Q3, "kil"), letter(Q3, "kil", number=1)]
    kil = listed("Kil", contacts=2)
    bounced = evidence(
        letters=letters,
        audiences=[(Q3, [EDA, kil])],
        today=[EDA, kil],
        events=[(one.attempt, Event.BOUNCED) for one in letters],
    )
    causes = (Cause.DEAD, Cause.DEAD, Cause.FULL)
    found = replace(bounced, events=tuple(replace(one, cause=why) for one, why in zip(bounced.events, causes, strict=True)))

    status = account(settings, found, 2026, SOON)

    assert [(one.association, one.why, one.cause) for one in status.not_reached] == [
        ("eda", Reach.BOUNCED, Cause.DEAD),
        ("kil", Reach.BOUNCED, Cause.FULL),
    ]
