"""Days: of an issue's parts, judged against the issue's own date and never against today's, and named in words."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from newsletter.checks.passages import calendar, decisions, follow_ups, past_items, proposals, prose
from newsletter.checks.rule import Remark, rule
from newsletter.checks.swedish_dates import WEEKDAYS, WrittenDate, dates_in, weekday_number
from newsletter.locale import N_, _
from newsletter.model.choices import CalendarType
from newsletter.model.diagnostics import Location, Severity
from newsletter.model.issue import Issue

SUBJECT = N_("Dates and weekdays")

FAR = timedelta(days=350)
"""Less than a year: the wrong year, typed from habit, is exactly a year away."""
_LAST_DAY = re.compile(r"\b(?:senast|sista\s+\w*dag(?:en)?(?:\s+är|\s+att\s+\w+\s+är)?)\s*(?:den\s*)?$", re.IGNORECASE)
"""What stands before a date by which the reader is to have done something."""
_ASKED = re.compile(
    r"""
    \b(?:
        anmäl | svar | skicka | mejl | sök | ansök | hör\s+av | boka | lämna\s | rösta   # what the reader is asked to do
        | skriv | ring | säg\s+till | osa
        | sista                                                                          # sista dag för
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What tells a request from ”Nämnden möttes senast den 25 augusti”."""
_NAMES = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_WEEKDAY_ALONE = re.compile(rf"(?<!\()\b(?P<weekday>{'|'.join(WEEKDAYS)})(?:en)?\b(?!,?\s+(?:den\s+)?\d)", re.IGNORECASE)
_OFFICIAL = frozenset({CalendarType.ASSEMBLY, CalendarType.BOARD})
_SATURDAY, _SUNDAY = 5, 6


@rule(Severity.WARNING, N_("The account of the year goes by the quarter, and the date is printed at the top."))
def date_outside_quarter(issue: Issue) -> Iterator[Remark]:
    quarter = issue.covers
    if not quarter.first_day <= issue.date <= quarter.last_day:
        yield Remark(
            ("date",),
            _("The date {date} lies outside quarter {quarter} {year}.").format(
                date=issue.date, quarter=issue.quarter, year=issue.year
            ),
            _("Correct the date, or the quarter in the file and in its name."),
        )


@rule(Severity.WARNING, N_("Nobody can do what was to be done yesterday."))
def deadline_passed(issue: Issue) -> Iterator[Remark]:
    for location, title, day in issue.deadlines():
        if day < issue.date:
            yield Remark(
                (*location, "deadline"),
                _("The last day for “{title}” has passed when the issue comes out: {date}.").format(title=title, date=day),
                _("Correct the deadline, or the issue's own date."),
            )


@rule(Severity.WARNING, N_("Nobody can answer by a day that has been."))
def deadline_passed_in_text(issue: Issue) -> Iterator[Remark]:
    """”Svara senast den 30 april” in an issue that comes out in May."""
    for location, written, before in _last_days(issue, ()):
        if written.days and all(day < issue.date for day in written.days):
            yield Remark(
                location,
                _("“{text}” has passed when the issue comes out.").format(text=_words(written)),
                _("Correct the date, or tell it as something that has been."),
                before=before,
            )


@rule(Severity.WARNING, N_("Of two days, some will go by the later one."))
def deadline_mismatch(issue: Issue) -> Iterator[Remark]:
    """The text asks for one day, the line ”Sista dag” for another."""
    for section, _title, last_day in issue.deadlines():
        for location, written, before in _last_days(issue, section):
            if written.days and last_day not in written.days:
                yield Remark(
                    location,
                    _("The text says {text}, but the deadline is {date}.").format(text=_words(written), date=last_day),
                    _("Write the same day in both places."),
                    before=before,
                )


def _last_days(issue: Issue, within: Location) -> Iterator[tuple[Location, WrittenDate, str]]:
    for passage, text in prose(issue):
        if passage.location[: len(within)] == within:
            for written in dates_in(text, issue.date):
                sentence = re.split(r"[.!?]\s", text[: written.start])[-1] + text[written.start :].partition(". ")[0]
                if _LAST_DAY.search(text[: written.start]) and _ASKED.search(sentence):
                    yield passage.location, written, passage.before(written.text)


def _words(written: WrittenDate) -> str:
    return " ".join(written.text.split())


@rule(Severity.WARNING, N_("What is told as done cannot lie ahead; it is nearly always a mistyped month or year."))
def date_in_future(issue: Issue) -> Iterator[Remark]:
    """Something told of as done that had not happened when the issue came out."""
    for location, day, title in (*_days_of_past_items(issue), *_proposal_days(issue), *_days_of_decisions(issue)):
        if day > issue.date:
            yield Remark(
                location,
                _("“{title}” is dated {date}, after the issue's own date.").format(title=title, date=day),
                _("Correct the date. What is to come belongs in the calendar."),
            )


@rule(Severity.WARNING, N_("Last year's number is typed from habit, most of all in January."))
def date_far_back(issue: Issue) -> Iterator[Remark]:
    """Nearly always last year's number, typed from habit. Proposals may take years, and are left alone."""
    for location, day, title in _days_of_past_items(issue):
        if issue.date - day > FAR:
            yield Remark(
                location,
                _("“{title}” is dated {date}, about a year before the issue or more.").format(title=title, date=day),
                _("Check the year."),
            )


@rule(Severity.WARNING, N_("A proposal cannot have been decided before it was made."))
def decided_before_submitted(issue: Issue) -> Iterator[Remark]:
    for location, item in proposals(issue):
        if item.date and item.decided and item.decided < item.date:
            yield Remark(
                (*location, "decided"),
                _("“{title}” was decided before it was submitted.").format(title=item.title),
                _("Correct one of the dates."),
            )


def _days_of_past_items(issue: Issue) -> Iterator[tuple[Location, date, str]]:
    for location, item in past_items(issue):
        yield (*location, "date"), item.date, item.title


def _days_of_decisions(issue: Issue) -> Iterator[tuple[Location, date, str]]:
    for location, item in follow_ups(issue):
        if item.decided and item.decided.day:
            yield (*location, "decided"), item.decided.day, item.title
        elif item.decided and item.decided.year > issue.date.year:
            yield (*location, "decided"), date(item.decided.year, 1, 1), item.title


def _proposal_days(issue: Issue) -> Iterator[tuple[Location, date, str]]:
    for location, item in proposals(issue):
        for key, day in (("date", item.date), ("decided", item.decided)):
            if day:
                yield (*location, key), day, item.title


@rule(Severity.WARNING, N_("Half of the readers go by the weekday, half by the date."))
def weekday_mismatch(issue: Issue) -> Iterator[Remark]:
    """”torsdag 12 mars” where the twelfth is another day. A year that is not given is that of the nearest such date."""
    for passage, text in prose(issue):
        for written in dates_in(text, issue.date):
            if day := written.mismatch:
                yield _mismatch(passage.location, written.text, day, passage.before(written.text))


@rule(Severity.WARNING, N_("The weekday of the title does not fit the item's date."))
def weekday_in_title(issue: Issue) -> Iterator[Remark]:
    """A calendar item whose title names another weekday than its date is."""
    for location, item in calendar(issue):
        for match in _WEEKDAY_ALONE.finditer(item.title):
            if item.until is None and weekday_number(match["weekday"]) != item.date.weekday():
                title = (*location, "title")
                yield _mismatch(title, match[0], item.date, item.title[: match.start()])


@rule(Severity.WARNING, N_("A day that no calendar has leaves the reader to guess."))
def impossible_date(issue: Issue) -> Iterator[Remark]:
    """”31 april”, ”29 februari 2026”. Two numbers with a slash are a date only where something else says so."""
    for passage, text in prose(issue):
        for written in dates_in(text, issue.date):
            if not written.days and not written.is_numeric:
                yield Remark(
                    passage.location,
                    _("“{text}” is not in any calendar.").format(text=written.text),
                    _("Correct the date."),
                    before=passage.before(written.text),
                )


@rule(Severity.WARNING, N_("Boards do not sit on weekends, and elections are on Sundays: it is most often the wrong date."))
def unlikely_weekday(issue: Issue) -> Iterator[Remark]:
    """A board or the assembly that sits on a weekend, an election on another day than a Sunday."""
    for location, day, title in (*_weekend_sittings(issue), *_elections_on_weekdays(issue)):
        yield Remark(
            location,
            _("“{title}” falls on a {weekday}. Is that right?").format(title=title, weekday=_name(day)),
            _("Correct the date if it is not."),
        )


@rule(Severity.WARNING, N_("A letter that comes on a weekend lies far down in the inbox on Monday."))
def issue_on_weekend(issue: Issue) -> Iterator[Remark]:
    if issue.date.weekday() >= _SATURDAY:
        yield Remark(
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


def _mismatch(location: Location, text: str, day: date, before: str) -> Remark:
    message = _("“{text}” does not fit: {date} is a {weekday}.").format(text=text, date=day, weekday=_name(day))
    return Remark(location, message, _("Correct the weekday or the date."), before=before)


def _name(day: date) -> str:
    return _(_NAMES[day.weekday()])
