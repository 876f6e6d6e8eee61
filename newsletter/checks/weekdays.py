"""Days named in words: weekdays beside dates, and dates that no calendar has."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from newsletter.checks.findings import warning
from newsletter.checks.items import calendar, decisions
from newsletter.checks.passages import prose
from newsletter.locale import N_, _
from newsletter.model.choices import CalendarType
from newsletter.model.diagnostics import Finding, Location
from newsletter.model.issue import Issue

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|(?:jan|febr?|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?)"
)
NEAR = timedelta(days=120)
_NAMES = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_WEEKDAY = rf"(?P<weekday>(?:{'|'.join(WEEKDAYS)})(?:ens?|s)?|(?:mån|tis|ons|tors?|fre|lör|sön)\.?)"
_DATE = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|(?P<day>\d{{1,2}})(?::e)?(?:\s+(?P<month>{MONTH})|/(?P<number>\d{{1,2}})(?![\d/]))(?:,?\s+(?P<year>20\d{{2}})\b)?)"
)
_WEEKDAY_AND_DATE = re.compile(rf"\b{_WEEKDAY},?\s+(?:den\s+)?{_DATE}", re.IGNORECASE)
_DATE_AND_WEEKDAY = re.compile(rf"(?<![\d–-]){_DATE}\s+\({_WEEKDAY}\)", re.IGNORECASE)
_WEEKDAY_ALONE = re.compile(rf"(?<!\()\b(?P<weekday>{'|'.join(WEEKDAYS)})(?:en)?\b(?!,?\s+(?:den\s+)?\d)", re.IGNORECASE)
_LATE_DAY = re.compile(rf"(?<![\d.,:–-])\b(?P<day>3\d)\s+(?P<month>{MONTH})", re.IGNORECASE)
_OFFICIAL = frozenset({CalendarType.ASSEMBLY, CalendarType.BOARD})
_SATURDAY, _SUNDAY = 5, 6


def weekday_mismatch(issue: Issue) -> Iterator[Finding]:
    """”torsdag 12 mars” where the twelfth is another day. A year that is not given is that of the nearest such date."""
    for passage, text in prose(issue):
        for match in (*_WEEKDAY_AND_DATE.finditer(text), *_DATE_AND_WEEKDAY.finditer(text)):
            meant = _meant(match, issue.date)
            if meant and all(day.weekday() != _weekday(match) for day in meant):
                yield _mismatch("weekday-mismatch", passage.location, match[0], meant[0], passage.before(match[0]))


def weekday_in_title(issue: Issue) -> Iterator[Finding]:
    """A calendar item whose title names another weekday than its date is."""
    for location, item in calendar(issue):
        for match in _WEEKDAY_ALONE.finditer(item.title):
            if item.until is None and _weekday(match) != item.date.weekday():
                title = (*location, "title")
                yield _mismatch("weekday-in-title", title, match[0], item.date, item.title[: match.start()])


def impossible_date(issue: Issue) -> Iterator[Finding]:
    """”31 april”."""
    leap_year = 2024
    for passage, text in prose(issue):
        for match in _LATE_DAY.finditer(text):
            if not _existing(leap_year, month_number(match["month"]), int(match["day"])):
                yield warning(
                    "impossible-date",
                    passage.location,
                    _("“{text}” is not in any calendar.").format(text=match[0]),
                    _("Correct the date."),
                    before=passage.before(match[0]),
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


def _meant(match: re.Match[str], near: date) -> tuple[date, ...]:
    """The days that the words may mean: one, unless no year is given and the nearest is far from ``near``."""
    if match["iso"]:
        return _existing(*map(int, match["iso"].split("-")))
    month = int(match["number"]) if match["number"] else month_number(match["month"])
    if match["year"]:
        return _existing(int(match["year"]), month, int(match["day"]))
    days = [day for year in range(near.year - 1, near.year + 2) for day in _existing(year, month, int(match["day"]))]
    days.sort(key=lambda day: abs(day - near))
    return tuple(days[:1] if days and abs(days[0] - near) <= NEAR else days[:2])


def _mismatch(code: str, location: Location, text: str, day: date, before: str) -> Finding:
    message = _("“{text}” does not fit: {date} is a {weekday}.").format(text=text, date=day, weekday=_name(day))
    return warning(code, location, message, _("Correct the weekday or the date."), before=before)


def _weekday(match: re.Match[str]) -> int:
    """From whole words and short ones: each is known by its first two letters."""
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(match["weekday"].lower()[:2]))


def month_number(word: str) -> int:
    return MONTHS.index(word.lower()[:3]) + 1


def _existing(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def _name(day: date) -> str:
    return _(_NAMES[day.weekday()])
