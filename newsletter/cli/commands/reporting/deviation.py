"""``newsletter deviation``: why a report is late or does not come, and the new day; kept in the log, only ever added to."""

from datetime import date

import click

from newsletter.accounting.plan import due_day, slots
from newsletter.cli.clock import now
from newsletter.cli.commands.reporting.recording import one_line, warn_of_the_personal
from newsletter.cli.output import say, table
from newsletter.cli.show.words import day_words
from newsletter.cli.workspace import find_directory, opened_log
from newsletter.delivery import deviations
from newsletter.delivery.deviations import Deviation
from newsletter.delivery.log import timestamp
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import quarter_of
from newsletter.model.settings import Settings
from newsletter.source import read_settings


def record_deviation(*, issue: str | None, reason: str | None, new_date: date | None, cancelled: bool, by: str | None) -> None:
    if issue is None or not (reason or new_date or cancelled or by):
        if reason or new_date or cancelled or by:
            raise click.UsageError(_("Say also which report: for example 2026-q3."))
        _list_deviations(issue)
        return
    if not (one_line(reason) and one_line(by)) or cancelled == (new_date is not None):
        raise click.UsageError(_("Say why and who decided it, --reason and --by; and --new-date or --cancelled."))
    directory = find_directory()
    settings = read_settings(directory).settings
    due = _planned_day(settings, issue)
    _refuse_new_date(new_date, due)
    entry = Deviation(issue, due, new_date, one_line(reason), one_line(by), timestamp(now()))
    with opened_log(settings, directory, create=True) as log:
        deviations.record(log, entry)
        earlier = [one for one in deviations.entries(log) if one.issue == issue][:-1]
    _confirm_deviation(entry, earlier)


def _planned_day(settings: Settings, issue: str) -> date:
    """The plan's day for the report; Refused for one that the plan does not ask for."""
    quarter = quarter_of(issue)
    planned = slots(settings, quarter.year) if quarter else ()
    if quarter is None or not any(slot.quarter == quarter for slot in planned):
        choices = ", ".join(dict.fromkeys(slot.quarter.issue_id for slot in planned)) or "2026-q3"
        raise Refused(
            _("The plan asks for no report called {issue}.").format(issue=issue),
            _("Choose among: {list}.").format(list=choices),
        )
    return due_day(settings, quarter)


def _refuse_new_date(new_date: date | None, due: date) -> None:
    if new_date and new_date <= due:
        raise Refused(
            _("The new date is not after the plan's, {due}.").format(due=day_words(due)),
            _("Write the day when the report is to come, or came."),
        )


def _confirm_deviation(entry: Deviation, earlier: list[Deviation]) -> None:

    if entry.new_date:
        text = _("Recorded: {issue}, due {due}, comes {new_date} instead. {reason}")
    else:
        text = _("Recorded: {issue}, due {due}, does not come. {reason}")
    new = day_words(entry.new_date) if entry.new_date else ""
    say(text.format(issue=entry.issue, due=day_words(entry.due), new_date=new, reason=entry.reason))
    if earlier:
        say(_("It takes the place of what was recorded before, which stays in the log."))
    warn_of_the_personal(entry.reason, entry.by)


def _list_deviations(issue: str | None) -> None:
    directory = find_directory()
    with opened_log(read_settings(directory).settings, directory) as log:
        found = [one for one in deviations.entries(log) if issue is None or one.issue == issue]
    if not found:
        say(_("No deviation from the plan has been recorded."))
        return
    rows = [
        (
            one.issue,
            one.due.isoformat(),
            one.new_date.isoformat() if one.new_date else _("does not come"),
            one.by,
            one.reason,
        )
        for one in found
    ]
    table((_("Issue"), _("Due"), _("New date"), _("By"), _("Reason")), rows)
