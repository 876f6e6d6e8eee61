"""Dates of an issue's parts, judged against the issue's own date: never against today's."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from newsletter.checks.findings import warning
from newsletter.checks.items import follow_ups, proposals, reported
from newsletter.checks.passages import prose
from newsletter.checks.swedish_dates import WrittenDate, dates_in
from newsletter.locale import _
from newsletter.model.diagnostics import Finding, Location
from newsletter.model.issue import Issue
from newsletter.model.sections import Action

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


def date_outside_quarter(issue: Issue) -> Iterator[Finding]:
    quarter = issue.covers
    if not quarter.first_day <= issue.date <= quarter.last_day:
        yield warning(
            "date-outside-quarter",
            ("date",),
            _("The date {date} lies outside quarter {quarter} {year}.").format(
                date=issue.date, quarter=issue.quarter, year=issue.year
            ),
            _("Correct the date, or the quarter in the file and in its name."),
        )


def deadline_passed(issue: Issue) -> Iterator[Finding]:
    for number, section in enumerate(issue.sections):
        if isinstance(section, Action) and section.deadline and section.deadline < issue.date:
            yield warning(
                "deadline-passed",
                ("sections", number, "deadline"),
                _("The last day for “{title}” has passed when the issue comes out: {date}.").format(
                    title=section.title, date=section.deadline
                ),
                _("Correct the deadline, or the issue's own date."),
            )


def deadline_passed_in_text(issue: Issue) -> Iterator[Finding]:
    """”Svara senast den 30 april” in an issue that comes out in May."""
    for location, written, before in _last_days(issue, ()):
        if written.days and all(day < issue.date for day in written.days):
            yield warning(
                "deadline-passed-in-text",
                location,
                _("“{text}” has passed when the issue comes out.").format(text=_words(written)),
                _("Correct the date, or tell it as something that has been."),
                before=before,
            )


def deadline_mismatch(issue: Issue) -> Iterator[Finding]:
    """The text asks for one day, the line ”Sista dag” for another."""
    for number, section in enumerate(issue.sections):
        if not isinstance(section, Action) or not section.deadline:
            continue
        for location, written, before in _last_days(issue, ("sections", number)):
            if written.days and section.deadline not in written.days:
                yield warning(
                    "deadline-mismatch",
                    location,
                    _("The text says {text}, but the deadline is {date}.").format(text=_words(written), date=section.deadline),
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


def date_in_future(issue: Issue) -> Iterator[Finding]:
    """Something told of as done that had not happened when the issue came out."""
    for location, day, title in (*_reported_days(issue), *_proposal_days(issue), *_decided_days(issue)):
        if day > issue.date:
            yield warning(
                "date-in-future",
                location,
                _("“{title}” is dated {date}, after the issue's own date.").format(title=title, date=day),
                _("Correct the date. What is to come belongs in the calendar."),
            )


def date_far_back(issue: Issue) -> Iterator[Finding]:
    """Nearly always last year's number, typed from habit. Proposals may take years, and are left alone."""
    for location, day, title in _reported_days(issue):
        if issue.date - day > FAR:
            yield warning(
                "date-far-back",
                location,
                _("“{title}” is dated {date}, about a year before the issue or more.").format(title=title, date=day),
                _("Check the year."),
            )


def decided_before_submitted(issue: Issue) -> Iterator[Finding]:
    for location, item in proposals(issue):
        if item.date and item.decided and item.decided < item.date:
            yield warning(
                "decided-before-submitted",
                (*location, "decided"),
                _("“{title}” was decided before it was submitted.").format(title=item.title),
                _("Correct one of the dates."),
            )


def _reported_days(issue: Issue) -> Iterator[tuple[Location, date, str]]:
    for location, item in reported(issue):
        yield (*location, "date"), item.date, item.title


def _decided_days(issue: Issue) -> Iterator[tuple[Location, date, str]]:
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
