"""Reporting on the year: how it stands, what is due, what was promised, and the account of it."""

from pathlib import Path
from typing import Any

import click

from newsletter.cli.read.completion import complete_association
from newsletter.cli.read.parameters import Between, Day, IssueName
from newsletter.locale import _

FILE = click.Path(dir_okay=False, path_type=Path)
FORMATS = ("md", "html", "docx", "pdf")
HOW = ("paper", "phone", "meeting")


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("Show how the year stands: the reports sent, whom they reached, and what is to be done next."),
    short_help=_("Show the year's reports and what remains."),
)
@click.argument("year", metavar=_("[YEAR]"), type=Between(2000, 2099), required=False, help=_("Another year than this one."))
@click.option("--all", "whole", is_flag=True, help=_("Show the tables too: issues, associations and focus issues."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
@click.option("--html", "page", type=FILE, metavar=_("FILE"), help=_("Write the account as a page that needs nothing else."))
@click.option("--csv", "rows", type=FILE, metavar=_("FILE"), help=_("Write each association and report as a row, for Excel."))
@click.option("--xlsx", "workbook", type=FILE, metavar=_("FILE"), help=_("Write all of the account as an Excel workbook."))
def status_command(**options: Any) -> None:
    from newsletter.cli.commands.reporting.status import show_status

    show_status(**options)


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("Show the deadlines of the year: contributions, draft, approval and sending of each report."),
    short_help=_("Show the deadlines of the year."),
)
@click.argument("year", metavar=_("[YEAR]"), type=Between(2000, 2099), required=False, help=_("Another year than this one."))
@click.option(
    "--ics",
    metavar=_("FILE"),
    type=FILE,
    help=_("Write them as a calendar (.ics) that every calendar program can read."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
def deadlines_command(**options: Any) -> None:
    from newsletter.cli.commands.reporting.deadlines import show_deadlines

    show_deadlines(**options)


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("Show every proposal and promise from its first mention to its outcome, over all issues, with dates and sources."),
    short_help=_("Show what became of proposals and promises."),
)
@click.argument(
    "year", metavar=_("[YEAR]"), type=Between(2000, 2099), required=False, help=_("Those that this year's issues tell of.")
)
@click.option("--open", "only_open", is_flag=True, help=_("Show only those that have no outcome yet."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
def promises_command(**options: Any) -> None:
    from newsletter.cli.commands.reporting.promises import show_promises

    show_promises(**options)


@click.command(
    help=_("Write the year's report on the reports, for the annual report and as evidence; or the short one to the board."),
    short_help=_("Write the year's report as documents."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("year", metavar=_("[YEAR]"), type=Between(2000, 2099), required=False, help=_("Another year than this one."))
@click.option("--board", is_flag=True, help=_("The short report to the district board since its last meeting."))
@click.option("--since", type=Day(), metavar=_("DATE"), help=_("With --board: the day of that meeting, year-month-day."))
@click.option(
    "--date",
    "day",
    type=Day(),
    metavar=_("DATE"),
    help=_("As it stood at the end of that day; else 31 December of a year that has ended, or today."),
)
@click.option("--letters", is_flag=True, help=_("With the letters themselves, in full, in an annex."))
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help=_("Only this form (may be repeated); otherwise all."),
)
@click.option(
    "--out",
    metavar=_("DIR"),
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Write the files in this folder instead of outbox/report."),
)
def report_command(**options: Any) -> None:
    from newsletter.cli.commands.reporting.report import write_report

    write_report(**options)


@click.command(
    help=_("Write a site in DIR of the issues that have been sent, as they were sent: ready to publish, no recipient in it."),
    short_help=_("Write a site of what has been sent."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("directory", metavar=_("DIR"), type=click.Path(file_okay=False, path_type=Path))
@click.option("--url", metavar="URL", help=_("Where the site will be read, for its calendar to be subscribed to."))
def archive_command(**options: Any) -> None:
    from newsletter.cli.commands.reporting.archive import write_archive

    write_archive(**options)


@click.command(
    help=_(
        "Record that an association was given a report by hand; it is then counted as having it. A later entry of the same "
        "association takes the place of the first, which stays in the log. Without options: what has been recorded."
    ),
    short_help=_("Record a report that was given by hand."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), type=IssueName(), help=_("For example 2026-q3."))
@click.option("--association", metavar="ID", shell_complete=complete_association, help=_("Which association got it."))
@click.option("--by", metavar=_("NAME"), help=_("Who gave it."))
@click.option("--how", type=click.Choice(HOW), metavar="paper|phone|meeting", help=_("On paper, by telephone or at a meeting."))
@click.option("--date", "day", type=Day(), metavar=_("DATE"), help=_("On which day; today if left out."))
@click.option("--note", "remark", metavar=_("TEXT"), help=_("Something more to know; nothing personal."))
@click.option("--revoke", is_flag=True, help=_("It was not given after all: take back what was recorded."))
def handover_command(**options: Any) -> None:
    from newsletter.cli.commands.reporting.recording import HandoverOptions, record_handover

    record_handover(HandoverOptions(**options))


@click.command(
    help=_(
        "Record why a report of the plan is late or does not come, and its new date. A later entry takes the place of the "
        "first, which stays in the log. Without options: what has been recorded."
    ),
    short_help=_("Record why a report is late or missing."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("[ISSUE]"), required=False, type=IssueName(), help=_("For example 2026-q3."))
@click.option("--reason", metavar=_("TEXT"), help=_("Why; nothing personal, it is shown in the year's report."))
@click.option("--new-date", type=Day(), metavar=_("DATE"), help=_("When it comes instead."))
@click.option("--cancelled", is_flag=True, help=_("No report comes in its place."))
@click.option("--by", metavar=_("NAME"), help=_("Who decided it."))
def deviation_command(**options: Any) -> None:
    from newsletter.cli.commands.reporting.recording import record_deviation

    record_deviation(**options)


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_(
        "Mail editor, contributors and approvers what is due or late, at most once per matter and day. Made to be run every "
        "morning by cron or a systemd timer."
    ),
    short_help=_("Remind those concerned of what is due."),
)
@click.option("--dry-run", is_flag=True, help=_("Show whom it would write to, and send nothing."))
@click.option("--via", metavar="URL", help=_("What the reminders leave through; else delivery.via of newsletter.yaml."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
@click.option("--quiet", is_flag=True, help=_("Say only what went wrong: for cron."))
def remind_command(**options: Any) -> int:
    from newsletter.cli.commands.reporting.remind import send_reminders

    return send_reminders(**options)
