"""``newsletter report``: the year's report and the short one to the district board, as documents."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from newsletter.accounting import last_change, undertakings
from newsletter.cli.clock import today
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import say, warn
from newsletter.disk import write_whole
from newsletter.editions.documents import Document, to_docx, to_html, to_markdown
from newsletter.editions.pdf import pdf_of
from newsletter.editions.reports import Material, board_report, last_meeting, year_report
from newsletter.editions.site import publish
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import Settings
from newsletter.operations.gathering import Sources, gather
from newsletter.source import read_settings


def write_report(
    *,
    year: int | None,
    board: bool,
    since: date | None,
    day: date | None,
    letters: bool,
    formats: tuple[str, ...],
    out: Path | None,
) -> None:
    if since is not None and not board:
        raise click.UsageError(_("--since belongs to --board."))
    if letters and board:
        raise click.UsageError(_("--letters belongs to the year's report, not to --board."))
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    of_day = _day(year, day, today(settings.timezone))
    last, found = year or of_day.year, gather(workspace, settings, of_day)
    _refuse_nothing(found)
    if board:
        first = min(last - 1, since.year if since else last)
        years = [_material(found, settings, one) for one in range(first, last + 1)]
        document, name = board_report(years, _since(since, years, of_day)), "distriktsstyrelsen"
    else:
        document, name = year_report(_material(found, settings, last), with_letters=letters), f"rapport-{last}"
    _write(document, workspace.directory, out or workspace.directory / "outbox" / "report", name, formats)


def _day(year: int | None, asked: date | None, now: date) -> date:
    """The day of the account: the one asked for, else the last of a year that has ended, else today."""
    if asked and asked > now:
        raise click.UsageError(_("--date {day} has not come yet: there is nothing to tell of it.").format(day=asked))
    if asked and year and asked.year < year:
        raise click.UsageError(_("--date {day} is before {year}.").format(day=asked, year=year))
    return asked or min(now, date(year or now.year, 12, 31))


def _material(found: Sources, settings: Settings, year: int) -> Material:
    """By the log and the day alone: the same of both gives the same document, whenever it is made."""
    facts = found.facts(year)
    ours = {issue.id for issue in facts.status.issues}
    ids = {issue.id for issue in facts.status.issues if issue.first_sent}
    ever = {form.issue for form in found.forms}
    files = [file for file in found.reading.issues if file.id in ever and file.issue.year <= year]
    reports = publish((form for form in found.forms if form.issue in ids), found.contents)[::-1]
    return Material(
        facts=facts,
        settings=settings,
        log=found.log,
        runs=tuple(run for run in found.runs if run.issue in ours),
        recalled=found.recalled,
        reports=reports,
        issues={one.id: one.issue for one in reports if one.issue},
        undertakings=undertakings(files, year),
        day=found.day,
    )


def _refuse_nothing(found: Sources) -> None:
    if last_change(found.evidence) is None:
        raise Refused(_("There is nothing to report: the sending log is empty."), _("Begin with “newsletter send”."))


def _since(asked: date | None, years: Sequence[Material], day: date) -> date:
    """The day given; else the board's last meeting before the day of the account that an issue has announced."""
    if asked is not None:
        if asked > day:
            raise click.UsageError(_("--since {since} is after the day of the report, {day}.").format(since=asked, day=day))
        return asked
    found = last_meeting(years, day)
    if found is None:
        raise Refused(
            _("It is not known when the board last met: no issue has had a date of the sort “distriktet” that has passed."),
            _("Say the day with --since, for example --since 2026-09-01."),
        )
    return found


def _write(document: Document, workspace: Path, folder: Path, name: str, formats: Sequence[str]) -> None:
    forms: dict[str, Callable[[], bytes]] = {
        "md": lambda: to_markdown(document).encode(),
        "html": lambda: to_html(document, workspace).encode(),
        "docx": lambda: to_docx(document),
        "pdf": lambda: pdf_of(to_html(document, workspace)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form in formats or forms:
            path = folder / f"{name}.{form}"
            try:
                write_whole(path, forms[form]())
            except Refused as refused:  # the engine for PDF is an addition: the other forms do without
                if formats:
                    raise
                warn(f"{refused.message} {refused.hint}")
            else:
                say(_("Written: {path}").format(path=path))
    except OSError as fault:
        raise Refused(
            _("The report could not be written in {folder}: {fault}.").format(folder=folder, fault=fault.strerror or fault),
            _("Give another folder with --out."),
        ) from None
