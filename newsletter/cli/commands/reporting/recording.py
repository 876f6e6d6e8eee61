"""What people record in the log: a report given by hand, and a report that is late or does not come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import click

from newsletter.accounting import due_day, planned_reports
from newsletter.cli.clock import now
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say, table, warn
from newsletter.cli.show.words import day_words, handover_word, listing
from newsletter.delivery.afterwards import Deviation, Handover, add_deviation, read_deviations
from newsletter.delivery.log import timestamp
from newsletter.locale import _
from newsletter.model.deliveries import By
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import quarter_of
from newsletter.model.settings import Settings
from newsletter.model.values import looks_personal
from newsletter.operations import recording
from newsletter.operations.recording import HandoverWish, RecordedHandover
from newsletter.source import read_settings


@dataclass(frozen=True, slots=True)
class HandoverOptions:
    """What ``handover`` was asked for; without an association, to list what has been recorded."""

    issue: str
    association: str | None
    by: str | None
    how: str | None
    day: date | None
    remark: str | None
    revoke: bool


def record_handover(options: HandoverOptions) -> None:
    """A report given on paper, by telephone or at a meeting, with who gave it and when."""
    _refuse_half_an_order(options)
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    if options.association is None:
        _list_handovers(*recording.find_handovers(workspace, settings, options.issue))
        return
    how = By(options.how) if options.how else None
    by, remark = _one_line(options.by), _one_line(options.remark)
    wish = HandoverWish(options.issue, options.association, how, options.day, by, remark)
    _confirm_handover(recording.record_handover(workspace, settings, wish))


def _refuse_half_an_order(options: HandoverOptions) -> None:
    if options.association is None:
        if options.by or options.how or options.day or options.remark or options.revoke:
            raise click.UsageError(_("Say also which association: --association."))
        return
    if not _one_line(options.by):
        raise click.UsageError(_("Say also who gave it: --by."))
    if options.revoke == bool(options.how):
        raise click.UsageError(_("Say also how it was given, --how paper, phone or meeting; or take it back with --revoke."))


def _confirm_handover(recorded: RecordedHandover) -> None:
    entry, name = recorded.entry, recorded.name
    if entry.how is None:
        say(_("Taken back: {issue} does not count as given by hand to {name}.").format(issue=entry.issue, name=name))
    else:
        text = _("{issue} is recorded as given to {name} on {day}, {how}, by {by}.")
        say(text.format(issue=entry.issue, name=name, day=entry.day, how=handover_word(entry.how), by=entry.by))
        if recorded.had_letter:
            note(_("A letter had reached the association already, so the figures do not change."))
    _warn_of_the_personal(entry.note, entry.by)


def _list_handovers(found: list[Handover], names: Mapping[str, str]) -> None:
    if not found:
        say(_("Nothing has been recorded as given by hand."))
    else:
        rows = [
            (one.day.isoformat(), names.get(one.association, one.association), handover_word(one.how), one.by, one.note or "–")
            for one in found
        ]
        table((_("Day"), _("Association"), _("How"), _("By"), _("Note")), rows)
        say()
    say(
        _("Record one with --association, --how, --by and --date. It can be any of: {list}.").format(
            list=listing(sorted(names))
        )
    )


def record_deviation(*, issue: str | None, reason: str | None, new_date: date | None, cancelled: bool, by: str | None) -> None:
    """Why a report is late or does not come, and the new day; without all of these, list what has been recorded."""
    if issue is None or not (reason or new_date or cancelled or by):
        if reason or new_date or cancelled or by:
            raise click.UsageError(_("Say also which report: for example 2026-q3."))
        _list_deviations(issue)
        return
    if not (_one_line(reason) and _one_line(by)) or cancelled == (new_date is not None):
        raise click.UsageError(_("Say why and who decided it, --reason and --by; and --new-date or --cancelled."))
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    due = _planned_day(settings, issue)
    _refuse_new_date(new_date, due)
    entry = Deviation(issue, due, new_date, _one_line(reason), _one_line(by), timestamp(now()))
    with workspace.open_log(settings, create=True) as log:
        add_deviation(log, entry)
        earlier = [one for one in read_deviations(log) if one.issue == issue][:-1]
    _confirm_deviation(entry, earlier)


def _planned_day(settings: Settings, issue: str) -> date:
    """The plan's day for the report; Refused for one that the plan does not ask for."""
    quarter = quarter_of(issue)
    planned = planned_reports(settings, quarter.year) if quarter else ()
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
        text = _("Recorded: {issue}, due {due}, comes {new_date} instead. Reason: {reason}.")
    else:
        text = _("Recorded: {issue}, due {due}, does not come. Reason: {reason}.")
    new = day_words(entry.new_date) if entry.new_date else ""
    say(text.format(issue=entry.issue, due=day_words(entry.due), new_date=new, reason=entry.reason.rstrip(".")))
    if earlier:
        say(_("It takes the place of what was recorded before, which stays in the log."))
    _warn_of_the_personal(entry.reason, entry.by)


def _list_deviations(issue: str | None) -> None:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    with workspace.open_log(settings) as log:
        found = [one for one in read_deviations(log) if issue is None or one.issue == issue]
    if not found:
        if issue:
            _planned_day(settings, issue)
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


def _one_line(text: str | None) -> str:
    """An option's text on one line; empty for none."""
    return " ".join((text or "").split())


def _warn_of_the_personal(*texts: str) -> None:
    """Names of those who act are meant to be there; addresses and numbers of people are not."""
    if any(map(looks_personal, texts)):
        warn(
            _(
                "What you wrote looks like an e-mail address or a telephone number. It stays in the log and is shown in "
                "reports. Record it again without it: the later entry is the one shown."
            )
        )
