"""``newsletter deadlines``: the year wheel, in the terminal or as a calendar."""

from datetime import date
from pathlib import Path

from newsletter.accounting import Deadline, WheelStep, wheel
from newsletter.cli.clock import today
from newsletter.cli.invocation import current_directory
from newsletter.cli.output import emit_json, say, table
from newsletter.cli.show.words import days_words
from newsletter.cli.workspace import find_directory
from newsletter.editions.calendar_file import calendar_bytes
from newsletter.editions.reminder_letters import deadline_occasion
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import Settings
from newsletter.source import read_settings


def show_deadlines(*, year: int | None, ics: Path | None, as_json: bool) -> None:
    settings = read_settings(find_directory()).settings
    day = today(settings.timezone)
    chosen = year or day.year
    found = wheel(settings, chosen)
    if ics:
        _write(current_directory() / ics, chosen, found, settings)
    if as_json:
        emit_json({"schema": 1, "year": chosen, "deadlines": [_record(one) for one in found]})
    elif not ics:
        rows = [
            (one.day.isoformat(), one.slot.quarter.issue_id, days_words((one.day - day).days), _step(one.step)) for one in found
        ]
        table((_("Day"), _("Issue"), _("When"), _("What")), rows)


def _record(one: Deadline) -> dict[str, str]:
    return {"date": one.day.isoformat(), "issue": one.slot.quarter.issue_id, "step": one.step, "due": one.slot.due.isoformat()}


def _step(step: WheelStep) -> str:
    return {
        "contributions": _("contributions are to be in"),
        "draft": _("the issue is to be written"),
        "approval": _("the issue is to be approved"),
        "sending": _("the report is to be sent"),
    }[step]


def _write(path: Path, year: int, found: tuple[Deadline, ...], settings: Settings) -> None:
    """A file that is written again keeps the ids of its entries, and what has moved gets a higher number of its version."""
    entries = [deadline_occasion(one, date(year, 1, 1)) for one in found]
    earlier = [path.read_bytes()] if path.is_file() else []
    content = calendar_bytes(_("Deadlines of the report {year}").format(year=year), entries, settings, earlier)
    assert content is not None, "a year has a report"
    try:
        path.write_bytes(content)
    except OSError as fault:
        message = _("{path} could not be written: {fault}.").format(path=path, fault=fault.strerror)
        raise Refused(message, _("Name another file.")) from None
    say(_("The deadlines of {year} are in {path}.").format(year=year, path=path))
