"""When it is time to ask the provider what became of the letters: nobody else will tell."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newsletter.accounting.unheard import Unheard, find_unheard
from newsletter.model.deliveries import Event
from tests.accounting.evidence import evidence

SENT = {"2026-q2": datetime(2026, 6, 16, 6, tzinfo=UTC), "2026-q3": datetime(2026, 9, 3, 6, tzinfo=UTC)}
ASKABLE = replace(evidence(), ways={"2026-q2": "smtp://server", "2026-q3": "sendgrid:eu"})


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 9, 4), None),
        (date(2026, 9, 5), Unheard("2026-q3", 2)),
        (date(2026, 9, 17), Unheard("2026-q3", 14)),
        (date(2026, 9, 18), None),
    ],
)
def test_from_the_second_day_to_the_fourteenth_after_the_latest_sending(today: date, found: Unheard | None) -> None:
    assert find_unheard(SENT, ASKABLE, today) == found


def test_not_where_anything_has_been_heard_or_nothing_can_be_asked_or_nothing_was_sent() -> None:
    heard = evidence(events=[("a", Event.DELIVERED)])
    of_q3 = replace(ASKABLE, events=tuple(replace(one, issue="2026-q3") for one in heard.events))

    assert find_unheard(SENT, of_q3, date(2026, 9, 8)) is None
    assert find_unheard(SENT, replace(ASKABLE, ways={"2026-q3": "smtp://server"}), date(2026, 9, 8)) is None
    assert find_unheard(SENT, evidence(), date(2026, 9, 8)) is None
    assert find_unheard({}, ASKABLE, date(2026, 9, 8)) is None
