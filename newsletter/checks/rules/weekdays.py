"""Days named in words: weekdays beside dates, and dates that no calendar has."""

import re
from collections.abc import Iterator
from datetime import date

from newsletter.checks.findings import warning
from newsletter.checks.items import calendar, decisions
from newsletter.checks.passages import prose
from newsletter.checks.swedish_dates import WEEKDAYS, dates_in, weekday_number
from newsletter.locale import N_, _
from newsletter.model.choices import CalendarType
from newsletter.model.diagnostics import Finding, Location
from newsletter.model.issue import Issue

_NAMES = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_WEEKDAY_ALONE = re.compile(rf"(?<!\()\b(?P<weekday>{'|'.join(WEEKDAYS)})(?:en)?\b(?!,?\s+(?:den\s+)?\d)", re.IGNORECASE)
_OFFICIAL = frozenset({CalendarType.ASSEMBLY, CalendarType.BOARD})
_SATURDAY, _SUNDAY = 5, 6


def weekday_mismatch(issue: Issue) -> Iterator[Finding]:
    """”torsdag 12 mars” where the twelfth is another day. A year that is not given is that of the nearest such date."""
    for passage, text in prose(issue):
        for written in dates_in(text, issue.date):
            if day := written.mismatch:
                yield _mismatch("weekday-mismatch", passage.location, written.text, day, passage.before(written.text))


def weekday_in_title(issue: Issue) -> Iterator[Finding]:
    """A calendar item whose title names another weekday than its date is."""
    for location, item in calendar(issue):
        for match in _WEEKDAY_ALONE.finditer(item.title):
            if item.until is None and weekday_number(match["weekday"]) != item.date.weekday():
                title = (*location, "title")
                yield _mismatch("weekday-in-title", title, match[0], item.date, item.title[: match.start()])


def impossible_date(issue: Issue) -> Iterator[Finding]:
    """”31 april”, ”29 februari 2026”. Two numbers with a slash are a date only where something else says so."""
    for passage, text in prose(issue):
        for written in dates_in(text, issue.date):
            if not written.days and not written.is_numeric:
                yield warning(
                    "impossible-date",
                    passage.location,
                    _("“{text}” is not in any calendar.").format(text=written.text),
                    _("Correct the date."),
                    before=passage.before(written.text),
                )


def unlikely_weekday(issue: Issue) -> Iterator[Finding]:
    """A board or the assembly that sits on a weekend, an election on another day than a Sunday."""
    for location, day, title in (*_weekend_sittings(issue), *_elections_on_weekdays(issue)):
        yield warning(
            "unlikely-weekday",
            location,
            _("“{title}” falls on a {weekday}. Is that right?").format(title=title, weekday=_name(day)),
            _("Correct the date if it is not."),
        )


def issue_on_weekend(issue: Issue) -> Iterator[Finding]:
    if issue.date.weekday() >= _SATURDAY:
        yield warning(
            "issue-on-weekend",
            ("date",),
            _("The issue comes out on a {weekday}, when few read what the association gets.").format(weekday=_name(issue.date)),
            _("Choose a Tuesday, Wednesday or Thursday, or accept it with a reason."),
        )


def _weekend_sittings(issue: Issue) -> Iterator[tuple[Location, date, str]]:
    for location, decision in decisions(issue):
        if decision.date.weekday() >= _SATURDAY:
            yield (*location, "date"), decision.date, decision.title
    for location, item in calendar(issue):
        if item.type in _OFFICIAL and item.date.weekday() >= _SATURDAY:
            yield (*location, "date"), item.date, item.title


def _elections_on_weekdays(issue: Issue) -> Iterator[tuple[Location, date, str]]:
    for location, item in calendar(issue):
        if item.type is CalendarType.ELECTION and not item.until and item.date.weekday() != _SUNDAY:
            yield (*location, "date"), item.date, item.title


def _mismatch(code: str, location: Location, text: str, day: date, before: str) -> Finding:
    message = _("“{text}” does not fit: {date} is a {weekday}.").format(text=text, date=day, weekday=_name(day))
    return warning(code, location, message, _("Correct the weekday or the date."), before=before)


def _name(day: date) -> str:
    return _(_NAMES[day.weekday()])
