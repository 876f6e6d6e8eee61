"""Every row of domain.md 5.1. A no-break space is written ~ here."""

from datetime import date, time

import pytest

from newsletter.letter.swedish import dates
from newsletter.model.issue import Quarter
from newsletter.model.values import TimeSpan


def shown(text: str) -> str:
    return text.replace("\u00a0", "~")


def test_a_full_date_and_time() -> None:
    assert shown(dates.full_date(date(2026, 3, 12))) == "torsdag 12~mars 2026"
    assert shown(dates.time_of_day(TimeSpan(time(18)))) == "kl.~18.00"
    assert shown(dates.time_of_day(TimeSpan(time(9), time(15, 30)))) == "kl.~09.00–15.30"


@pytest.mark.parametrize(
    ("first", "until", "clock", "printed"),
    [
        (date(2026, 3, 12), None, TimeSpan(time(18), time(20)), "Torsdag 12~mars kl.~18.00–20.00"),
        (date(2026, 9, 13), None, None, "Söndag 13~september"),
        (date(2027, 2, 10), None, TimeSpan(time(9)), "Onsdag 10~februari 2027 kl.~09.00"),
        (date(2026, 5, 23), date(2026, 5, 24), None, "Lördag–söndag 23–24~maj"),
        (date(2026, 4, 30), date(2026, 5, 2), None, "Torsdag–lördag 30~april–2~maj"),
        (date(2026, 6, 1), date(2026, 8, 31), None, "1~juni–31~augusti"),
    ],
)
def test_a_line_of_the_calendar(first: date, until: date | None, clock: TimeSpan | None, printed: str) -> None:
    """Capital first, the year only when it is another than the issue's, and no time for a whole day."""
    assert shown(dates.calendar_line(first, until, clock, year_of_issue=2026)) == printed


def test_a_date_in_running_text() -> None:
    assert shown(dates.running_date(date(2026, 3, 12), year_of_issue=2026)) == "torsdagen den 12~mars"
    assert shown(dates.running_date(date(2027, 3, 13), year_of_issue=2026)) == "lördagen den 13~mars 2027"


@pytest.mark.parametrize(
    ("first", "until", "printed"),
    [
        (date(2026, 5, 23), date(2026, 5, 24), "23–24~maj 2026"),
        (date(2026, 4, 30), date(2026, 5, 2), "30~april–2~maj 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28~december 2026–3~januari 2027"),
        (date(2026, 5, 23), date(2026, 5, 23), "23~maj 2026"),
        (date(2026, 5, 23), None, "23~maj 2026"),
    ],
)
def test_several_days(first: date, until: date | None, printed: str) -> None:
    assert shown(dates.span(first, until)) == printed


def test_the_year_of_the_issue_is_not_repeated() -> None:
    assert shown(dates.span(date(2026, 5, 23), date(2026, 5, 24), year_of_issue=2026)) == "23–24~maj"
    assert shown(dates.short_date(date(2025, 2, 12), year_of_issue=2026)) == "12~februari 2025"
    assert shown(dates.span(date(2026, 12, 28), date(2027, 1, 3), year_of_issue=2026)) == "28~december 2026–3~januari 2027"


def test_a_deadline() -> None:
    assert shown(dates.deadline(date(2026, 4, 30), year_of_issue=2026)) == "senast den 30~april"


def test_quarters() -> None:
    assert dates.quarter_name(Quarter(2026, 3)) == "kvartal 3 2026"
    assert [dates.long_quarter(Quarter(2026, number)) for number in (1, 2, 3, 4)] == [
        "första kvartalet 2026",
        "andra kvartalet 2026",
        "tredje kvartalet 2026",
        "fjärde kvartalet 2026",
    ]


def test_all_weekdays_and_months_are_swedish_and_lower_case() -> None:
    assert [dates.weekday(date(2026, 6, day)) for day in range(1, 8)] == [
        *("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    ]
    assert [dates.month(date(2026, number, 1)) for number in range(1, 13)] == [
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ]
