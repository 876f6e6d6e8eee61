"""Dates of an issue's parts, judged against the issue's own date: never against today's."""

from collections.abc import Iterator
from datetime import date, timedelta

from newsletter.checks.findings import warning
from newsletter.checks.items import calendar, proposals, reported
from newsletter.locale import _
from newsletter.model.diagnostics import Finding, Location
from newsletter.model.issue import Issue
from newsletter.model.sections import Action

FAR = timedelta(days=400)


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


def calendar_date_passed(issue: Issue) -> Iterator[Finding]:
    for location, item in calendar(issue):
        last = item.until or item.date
        if last < issue.date:
            yield warning(
                "calendar-date-passed",
                (*location, "until" if item.until else "date"),
                _("The calendar holds a date that has passed when the issue comes out: {title}, {date}.").format(
                    title=item.title, date=last
                ),
                _("Take it away, or correct the date."),
            )


def calendar_far_ahead(issue: Issue) -> Iterator[Finding]:
    for location, item in calendar(issue):
        if item.date - issue.date > FAR:
            yield warning(
                "calendar-far-ahead",
                (*location, "date"),
                _("“{title}” is more than a year ahead: {date}.").format(title=item.title, date=item.date),
                _("Check the year."),
            )


def time_over_several_days(issue: Issue) -> Iterator[Finding]:
    for location, item in calendar(issue):
        if item.time and item.until and item.until != item.date:
            yield warning(
                "time-over-several-days",
                (*location, "time"),
                _("“{title}” lasts several days but has one time of day.").format(title=item.title),
                _("Write the times in “text”, or make one item for each day."),
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


def date_in_future(issue: Issue) -> Iterator[Finding]:
    """Something told of as done that had not happened when the issue came out."""
    for location, day, title in (*_reported_days(issue), *_proposal_days(issue)):
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
                _("“{title}” is dated {date}, more than a year before the issue.").format(title=title, date=day),
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


def _proposal_days(issue: Issue) -> Iterator[tuple[Location, date, str]]:
    for location, item in proposals(issue):
        for key, day in (("date", item.date), ("decided", item.decided)):
            if day:
                yield (*location, key), day, item.title
