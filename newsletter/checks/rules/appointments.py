"""The calendar: days, times, and whether one can be at both."""

import re
from collections.abc import Iterator
from datetime import time
from itertools import combinations, pairwise

from newsletter.checks.passages import calendar, prose
from newsletter.checks.rule import Remark, rule
from newsletter.checks.rules.dates import FAR
from newsletter.checks.subjects import Surroundings
from newsletter.locale import N_, _
from newsletter.model.choices import CalendarStatus, CalendarType
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue
from newsletter.model.moves import find_moved
from newsletter.model.sections import Calendar, CalendarItem
from newsletter.model.values import TimeSpan

SUBJECT = N_("The calendar")

EARLIEST, LATEST = time(6), time(22)
_CLOCK = re.compile(
    r"""
    \bkl(?:ockan|\.)?\s*                                       # kl. / klockan / kl
    (?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?(?![\d:])       # 18.00
    (?:                                                        # –19.30, –kl. 19
        \s?[–-]\s?(?:kl\.?\s*)?
        (?P<to>\d{1,2})(?:[.:](?P<past>\d{2}))?(?![\d:])
    )?
    """,
    re.IGNORECASE | re.VERBOSE,
)


@rule(Severity.WARNING, N_("The calendar tells what is to come; a day that has been makes the reader doubt the rest."))
def calendar_date_passed(issue: Issue) -> Iterator[Remark]:
    for location, item in calendar(issue):
        last = item.until or item.date
        if last < issue.date:
            yield Remark(
                (*location, "until" if item.until else "date"),
                _("The calendar holds a date that has passed when the issue comes out: {title}, {date}.").format(
                    title=item.title, date=last
                ),
                _("Take it away, or correct the date."),
            )


@rule(Severity.WARNING, N_("More than eleven months ahead is most often the wrong year."))
def calendar_far_ahead(issue: Issue) -> Iterator[Remark]:
    for location, item in calendar(issue):
        if item.date - issue.date > FAR:
            yield Remark(
                (*location, "date"),
                _("“{title}” is about a year ahead or more: {date}.").format(title=item.title, date=item.date),
                _("Check the year."),
            )


@rule(Severity.WARNING, N_("Only an occasion that has been announced can be cancelled in the readers' calendars."))
def moved_from_unknown(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """No issue that has come out holds an occasion on that day, at that time, that can be the same; a correction may come out
    on the day of what it corrects.
    """
    before = sorted((one.date, name) for name, one in around.others.items() if one.date <= issue.date and not one.draft)
    earlier = [item for _day, name in before for _location, item in calendar(around.others[name])]
    for location, item in calendar(issue):
        if item.moved_from and find_moved(item, earlier) is None:
            yield Remark(
                (*location, "moved_from"),
                _("No earlier issue says “{title}” on {moment}: nothing is cancelled in the readers' calendars.").format(
                    title=item.title, moment=item.moved_from.as_typed()
                ),
                _("Write the day as it stood then, with its time if it had one, and the same title."),
            )


@rule(Severity.WARNING, N_("One time for several days can be the first day's, the last day's or each day's."))
def time_over_several_days(issue: Issue) -> Iterator[Remark]:
    for location, item in calendar(issue):
        if item.time and item.until and item.until != item.date:
            yield Remark(
                (*location, "time"),
                _("“{title}” lasts several days but has one time of day.").format(title=item.title),
                _("Write the times in “text”, or make one item for each day."),
            )


@rule(Severity.WARNING, N_("Who looks for a day stops at the first one that is later."))
def calendar_out_of_order(issue: Issue) -> Iterator[Remark]:
    """The letter keeps the editor's order, and a calendar is read from the first day to the last."""
    for number, section in enumerate(issue.sections):
        if isinstance(section, Calendar):
            for index, (before, after) in enumerate(pairwise(section.items), 1):
                if after.date < before.date:
                    yield Remark(
                        ("sections", number, "items", index, "date"),
                        _("“{title}” ({date}) comes after a later day.").format(title=after.title, date=after.date),
                        _("Put the calendar in the order of its days."),
                    )


@rule(Severity.WARNING, N_("The same people are often meant to be at both."))
def double_booking(issue: Issue) -> Iterator[Remark]:
    """Two things of ours at the same time."""
    timed = [
        (location, item) for location, item in calendar(issue) if item.time and item.status is not CalendarStatus.CANCELLED
    ]
    for (_first, one), (location, other) in combinations(timed, 2):
        if one.date == other.date and one.time and other.time and _overlap(one.time, other.time):
            yield Remark(
                (*location, "time"),
                _("“{title}” is at the same time as “{other}”.").format(title=other.title, other=one.title),
                _("Correct one of them, or accept it with a reason if both are meant."),
            )


def _overlap(one: TimeSpan, other: TimeSpan) -> bool:
    return one.start == other.start or _covers(one, other.start) or _covers(other, one.start)


def _covers(span: TimeSpan, moment: time) -> bool:
    return span.end is not None and span.start <= moment < span.end


@rule(Severity.WARNING, N_("The same thing twice looks like two."))
def repeated_occasion(issue: Issue) -> Iterator[Remark]:
    seen: set[tuple[object, ...]] = set()
    for location, item in calendar(issue):
        key = (item.date, item.title.casefold(), item.place)
        if key in seen:
            yield Remark(
                (*location, "title"),
                _("“{title}”, {date}, is already in the calendar.").format(title=item.title, date=item.date),
                _("Take one of them away."),
            )
        seen.add(key)


@rule(Severity.WARNING, N_("6 for 18 is easily typed."))
def unlikely_hour(issue: Issue) -> Iterator[Remark]:
    for location, item in calendar(issue):
        if item.time and not EARLIEST <= item.time.start <= LATEST:
            yield Remark(
                (*location, "time"),
                _("“{title}” begins at {time}. Is that right?").format(title=item.title, time=f"{item.time.start:%H.%M}"),
                _("Correct the time if it is not."),
            )


@rule(Severity.WARNING, N_("Of two times, somebody comes at the wrong one."))
def time_mismatch(issue: Issue) -> Iterator[Remark]:
    """A title that names another hour than ”time” does."""
    for location, item in calendar(issue):
        match = _CLOCK.search(item.title)
        if (
            item.time
            and match
            and not match["to"]
            and (start := _time(match["hour"], match["minute"]))
            and start != item.time.start
        ):
            yield Remark(
                (*location, "title"),
                _("The title says {text}, but “time” says {time}.").format(text=match[0], time=f"{item.time.start:%H.%M}"),
                _("Write the same time in both places, or only in “time”."),
                before=item.title[: match.start()],
            )


@rule(Severity.WARNING, N_("A time that does not exist, or that ends before it begins, is a slip of the fingers."))
def impossible_time(issue: Issue) -> Iterator[Remark]:
    """”kl. 25.00”, ”kl. 18.00–17.30”."""
    for passage, text in prose(issue):
        for match in _CLOCK.finditer(text):
            start, end = _time(match["hour"], match["minute"]), _time(match["to"], match["past"])
            if start is None or (match["to"] and (end is None or (end <= start and end >= EARLIEST))):
                yield Remark(
                    passage.location,
                    _("“{text}” is no time of day, or ends before it begins.").format(text=" ".join(match[0].split())),
                    _("Correct the time."),
                    before=passage.before(match[0]),
                )


def _time(hour: str | None, minute: str | None) -> time | None:
    if hour is None:
        return None
    if (hour, int(minute or 0)) == ("24", 0):
        return time.max
    return time(int(hour), int(minute or 0)) if int(hour) < 24 and int(minute or 0) < 60 else None


@rule(Severity.WARNING, N_("Who does not know where and when does not come."))
def incomplete_occasion(issue: Issue) -> Iterator[Remark]:
    """An open meeting without a place or a time."""
    for location, item in calendar(issue):
        if (
            item.type is CalendarType.OPEN_MEETING
            and item.status is not CalendarStatus.CANCELLED
            and (missing := _missing(item))
        ):
            yield Remark(
                (*location, "title"),
                _("“{title}” is open to all, but “{key}” is missing.").format(title=item.title, key=missing),
                _("Say where and when, or write status: preliminärt until that is known."),
            )


def _missing(item: CalendarItem) -> str | None:
    if item.status is CalendarStatus.PRELIMINARY:
        return None
    if not item.place and not item.url:
        return "place"
    return "time" if not item.time and not item.until else None
