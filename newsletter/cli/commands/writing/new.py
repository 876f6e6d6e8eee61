"""``newsletter new``: a commented skeleton for the next report that is due."""

from datetime import date
from pathlib import Path

from newsletter.accounting import carry_over, due_day, planned_reports, quarter_with
from newsletter.cli.clock import today
from newsletter.cli.output import confirm, is_interactive, say
from newsletter.cli.workspace import find_directory
from newsletter.disk import write_whole
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import quarter_of
from newsletter.model.recipients import municipalities
from newsletter.model.settings import Settings
from newsletter.source import (
    Carried,
    correction_of,
    issue_ids,
    issue_skeleton,
    plan_of,
    read,
    read_settings,
    refresh_schemas,
    refuse_placeholder,
)


def begin_issue(*, issue: str | None) -> None:
    directory = find_directory()
    settings = read_settings(directory).settings
    chosen, due = (issue, None) if issue else _next_due(directory, settings)
    if issue is None:
        _refuse_unfinished(directory, chosen, today(settings.timezone).year)
    path = directory / "issues" / f"{chosen}.yaml"
    refuse_placeholder(path)
    _refuse_what_has_been_sent(path)
    _ask_before_overwriting(path)
    text = issue_skeleton(chosen, due or _due(chosen, settings), settings, _carry_over(directory, chosen, settings))
    path.parent.mkdir(exist_ok=True)
    write_whole(path, text)
    refresh_schemas(directory)
    place = path.relative_to(directory).as_posix()
    say(_("Created {path}. Fill in the texts and then run “newsletter check {issue}”.").format(path=place, issue=chosen))


def _next_due(directory: Path, settings: Settings) -> tuple[str, date]:
    """The first report that the plan asks for from this quarter on and that has no file yet."""
    existing = issue_ids(directory)
    day = today(settings.timezone)
    for year in (day.year, day.year + 1, day.year + 2):
        for slot in planned_reports(settings, year):
            files = [issue for issue in existing if issue.startswith(slot.quarter.issue_id)]
            if slot.quarter >= quarter_with(day) and len(files) < slot.ordinal:
                return _free_name(slot.quarter.issue_id, existing), slot.due
    raise AssertionError("three years of reports are written ahead")


def _free_name(quarter: str, existing: tuple[str, ...]) -> str:
    names = [quarter, f"{quarter}-extra", *(f"{quarter}-extra-{number}" for number in range(2, 100))]
    return next(name for name in names if name not in existing)


def _refuse_unfinished(directory: Path, chosen: str, year: int) -> None:
    """Without a name, a draft of this year or later goes before the next report: it is what the editor looks for."""
    begun = [one for one in issue_ids(directory) if f"{year}" <= one < chosen]
    ready = {file.id for file in read(directory, begun).issues if not file.issue.draft}
    unsent = [one for one in begun if one not in ready and not (directory / "issues" / f"{one}.sent.json").exists()]
    if unsent:
        raise Refused(
            _("{path} is begun and not finished.").format(path=f"issues/{unsent[-1]}.yaml"),
            _("Go on with it, and run “newsletter check {issue}”. To begin the next one all the same: “{command}”.").format(
                issue=unsent[-1], command=f"newsletter new {chosen}"
            ),
        )


def _due(issue: str, settings: Settings) -> date:
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    return due_day(settings, quarter)


def _refuse_what_has_been_sent(path: Path) -> None:
    """A skeleton never replaces the text that people have got, whatever is answered."""
    issue = path.stem
    if path.exists() and path.with_name(f"{issue}.sent.json").exists():
        raise Refused(
            _("{issue} has been sent, and its text is left as it is.").format(issue=issue),
            _("To correct it, run “newsletter new {correction}”.").format(correction=correction_of(issue)),
        )


def _ask_before_overwriting(path: Path) -> None:
    if not path.exists():
        return
    if not is_interactive():
        message = _("{path} already exists and is left as it is.").format(path=f"issues/{path.name}")
        raise Refused(message, _("Name another issue, or take the file away first."))
    if not confirm(_("{path} already exists. Overwrite it?").format(path=f"issues/{path.name}")):
        raise Refused(_("Nothing was written."))


def _carry_over(directory: Path, issue: str, settings: Settings) -> Carried:
    """The matters that earlier issues leave open. Faults in those are for ``check`` to tell."""
    reading = read(directory)
    recipients = reading.recipients.recipients if reading.recipients else None
    return carry_over(reading.issues, issue, plan_of(issue, settings), municipalities(recipients), today(settings.timezone))
