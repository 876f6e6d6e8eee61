"""What the year's facts say of letters that failed after the day of the account, and of the log's last change."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newsletter.accounting import year_facts
from newsletter.accounting.facts import FailedSince, last_change
from newsletter.delivery.log.records import DeliveryEvent
from newsletter.model.deliveries import Event
from tests.accounting.evidence import deviation, evidence, given_by_hand, letter, listed

EDA, KIL = listed("Eda"), listed("Kil")
Q4, NEXT = "2026-q4", "2027-q1"


def happened(attempt: str, kind: Event, at: str = "2027-01-02T23:30:00.000Z") -> DeliveryEvent:
    return DeliveryEvent("", "", None, attempt, kind, at, "", at)


def test_only_what_failed_of_the_year_s_own_letters_is_told_as_known_since(settings):
    letters = [
        letter(Q4, "eda", at="2026-12-10T07:00:00.000Z"),
        letter(Q4, "kil", at="2026-12-10T07:00:00.000Z"),
        letter(NEXT, "eda", at="2027-01-02T07:00:00.000Z"),
    ]
    later = (
        happened(letters[0].attempt, Event.BOUNCED),
        happened(letters[1].attempt, Event.DELIVERED),
        happened(letters[2].attempt, Event.BOUNCED),
        happened("another's", Event.BOUNCED),
    )
    found = replace(evidence(letters=letters, audiences=[(Q4, [EDA, KIL])], today=[EDA, KIL]), later=later)

    facts = year_facts(settings, found, {}, None, year=2026, today=date(2026, 12, 31), is_over=True)

    # Half past eleven in the evening in Greenwich is the day after in Karlstad.
    assert facts.failed_since == (FailedSince(Q4, "Eda", Event.BOUNCED, date(2027, 1, 3)),)


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ({}, None),
        ({"letters": [letter(Q4, "eda", at="2026-12-10T07:00:00.000Z")]}, datetime(2026, 12, 10, 7, tzinfo=UTC)),
        ({"handovers": [given_by_hand(Q4, "eda")]}, datetime(2026, 9, 3, 6, tzinfo=UTC)),
        ({"deviations": [deviation(Q4, None)]}, datetime(2026, 9, 3, 6, tzinfo=UTC)),
        ({"events": [("x", Event.DELIVERED)]}, datetime(2026, 9, 3, 6, tzinfo=UTC)),
    ],
)
def test_the_log_s_last_change_is_the_latest_of_all_its_rows(rows, last):
    assert last_change(evidence(**rows)) == last
