"""``newsletter deadlines``: the year wheel, in the terminal or as a calendar."""

from datetime import date
from pathlib import Path

from newsletter.accounting import Deadline, PlannedStanding, PlannedState, WheelStep, wheel
from newsletter.cli.invocation import current_directory
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import emit_json, say, table
from newsletter.cli.show.words import days_words
from newsletter.disk import write_whole
from newsletter.editions.calendar_file import calendar_bytes, read_calendar
from newsletter.editions.reminder_letters import deadline_occasion
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import Settings
from newsletter.operations.gathering import year_status
from newsletter.source import read_settings


def show_deadlines(*, year: int | None, ics: Path | None, as_json: bool) -> None:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    day = workspace.today(settings.timezone)
    chosen = year or day.year
    found = wheel(settings, chosen)
    planned = {one.report: one for one in year_status(workspace, settings, chosen).planned}
    if ics:
        _write(current_directory() / ics, chosen, found, settings)
    if as_json:
        emit_json({"schema": 1, "year": chosen, "deadlines": [_record(one, planned[one.slot]) for one in found]})
    elif not ics:
        rows = [
            (one.day.isoformat(), planned[one.slot].issue, _when(one, planned[one.slot], day), _step(one.step)) for one in found
        ]
        table((_("Day"), _("Issue"), _("When"), _("What")), rows)


def _record(one: Deadline, planned: PlannedStanding) -> dict[str, str]:
    """``state`` is that of the planned report, as ``status --json`` has it."""
    return {
        "date": one.day.isoformat(),
        "issue": planned.issue,
        "step": one.step,
        "due": one.slot.due.isoformat(),
        "state": planned.state,
    }


def _when(one: Deadline, planned: PlannedStanding, day: date) -> str:
    """How long it is until then, as long as the report can still be sent; else what became of it."""
    match planned.state:
        case PlannedState.SENT | PlannedState.SENT_LATE:
            return _("sent")
        case PlannedState.WAITING:
            return _("waits")
        case PlannedState.CANCELLED:
            return _("cancelled")
        case PlannedState.MISSED:
            return _("never sent")
        case PlannedState.MOVED if planned.moved_to:
            return _("moved to {day}").format(day=planned.moved_to.isoformat())
        case PlannedState.PLANNED | PlannedState.WRITTEN | PlannedState.MOVED:
            return days_words((one.day - day).days)


def _step(step: WheelStep) -> str:
    return {
        "contributions": _("last day for contributions"),
        "draft": _("last day for the draft"),
        "approval": _("last day for the approval"),
        "sending": _("last day for sending"),
    }[step]


def _write(path: Path, year: int, found: tuple[Deadline, ...], settings: Settings) -> None:
    """A file that is written again keeps the ids of its entries, and what has moved gets a higher number of its version."""
    entries = [deadline_occasion(one, date(year, 1, 1)) for one in found]
    title = _("Deadlines of the report {year}").format(year=year)
    content = calendar_bytes(title, entries, settings, read_calendar(path))
    assert content is not None, "a year has a report"
    try:
        write_whole(path, content)
    except OSError as fault:
        message = _("{path} could not be written: {fault}.").format(path=path, fault=fault.strerror)
        raise Refused(message, _("Name another file.")) from None
    say(_("The deadlines of {year} are in {path}.").format(year=year, path=path))
