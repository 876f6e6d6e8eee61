"""Dates and times in Swedish (domain.md 5.1). Babel has the names; the operating system's locale is never asked.

No-break spaces stand where 5.2 wants them. A year is printed only when it is not ``year_of_issue``; None prints it always.
"""

from datetime import date, time
from functools import cache

from babel import Locale

from newsletter.letter.swedish.typography import NBSP
from newsletter.model.issue import Quarter
from newsletter.model.values import TimeSpan

_ORDINALS = ("första", "andra", "tredje", "fjärde")
_WEEK = 7


@cache
def _swedish() -> Locale:
    return Locale("sv")


def month(day: date) -> str:
    return str(_swedish().months["format"]["wide"][day.month])


def weekday(day: date) -> str:
    return str(_swedish().days["format"]["wide"][day.weekday()])


def short_date(day: date, *, year_of_issue: int | None = None) -> str:
    """``12 mars`` or ``12 mars 2027``."""
    return f"{day.day}{NBSP}{month(day)}{_year(day, year_of_issue)}"


def whole_date(day: date) -> str:
    """The same where no line may be broken in it: in a table's narrow column."""
    return short_date(day).replace(" ", NBSP)


def full_date(day: date) -> str:
    """``torsdag 12 mars 2026``."""
    return f"{weekday(day)} {short_date(day)}"


def running_date(day: date, *, year_of_issue: int | None = None) -> str:
    """Inside a sentence: ``torsdagen den 12 mars``."""
    return f"{weekday(day)}en den {short_date(day, year_of_issue=year_of_issue)}"


def span(first: date, until: date | None = None, *, year_of_issue: int | None = None) -> str:
    """``23–24 maj 2026``, ``30 april–2 maj 2026``, ``28 december 2026–3 januari 2027``; one day alone as ``short_date``."""
    if until is None or until == first:
        return short_date(first, year_of_issue=year_of_issue)
    if first.year != until.year:
        return f"{short_date(first)}–{short_date(until)}"
    last = short_date(until, year_of_issue=year_of_issue)
    return f"{first.day}–{last}" if first.month == until.month else f"{first.day}{NBSP}{month(first)}–{last}"


def calendar_line(first: date, until: date | None, clock: TimeSpan | None, *, year_of_issue: int | None = None) -> str:
    """First in a line: ``Torsdag 12 mars kl. 18.00–20.00``, ``Lördag–söndag 23–24 maj``; a whole day has no time."""
    line = f"{_weekdays(first, until)}{span(first, until, year_of_issue=year_of_issue)}"
    return capitalised(f"{line} {time_of_day(clock)}" if clock else line)


def time_of_day(clock: TimeSpan) -> str:
    """``kl. 18.00–20.00``, hours in two digits as in lists."""
    return f"kl.{NBSP}{_hours(clock.start)}" + (f"–{_hours(clock.end)}" if clock.end else "")


def deadline(day: date, *, year_of_issue: int | None = None) -> str:
    """``senast den 30 april``."""
    return f"senast den {short_date(day, year_of_issue=year_of_issue)}"


def quarter_name(quarter: Quarter) -> str:
    """For subject and header: ``kvartal 3 2026``."""
    return f"kvartal {quarter.number} {quarter.year}"


def long_quarter(quarter: Quarter) -> str:
    """In running text: ``tredje kvartalet 2026``."""
    return f"{_ORDINALS[quarter.number - 1]} kvartalet {quarter.year}"


def capitalised(text: str) -> str:
    """The first letter alone raised, the others as they are."""
    return text[:1].upper() + text[1:]


def _year(day: date, year_of_issue: int | None) -> str:
    return "" if day.year == year_of_issue else f" {day.year}"


def _hours(clock: time) -> str:
    return f"{clock.hour:02}.{clock.minute:02}"


def _weekdays(first: date, until: date | None) -> str:
    """Weekdays of more than a week would only confuse."""
    if until is None or until == first:
        return f"{weekday(first)} "
    return f"{weekday(first)}–{weekday(until)} " if (until - first).days < _WEEK else ""
