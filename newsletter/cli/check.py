"""``newsletter check``: every fault of every file in one run."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from newsletter.cli.completion import complete_issue
from newsletter.cli.diagnostics import FORMATS, as_record, counted, show_diagnostics
from newsletter.cli.exits import Exit
from newsletter.cli.output import WIDTH, emit_json, note
from newsletter.cli.workspace import find_directory
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.model.diagnostics import Diagnostic
    from newsletter.source import IssueFile, Reading


@click.command(
    help=_("Check issues, recipients and settings without sending anything. Without ISSUE: all issues."),
    short_help=_("Check an issue without sending it."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issues", nargs=-1, metavar=_("[ISSUE]…"), shell_complete=complete_issue, help=_("For example 2026-q3."))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    metavar="text|short|json",
    help=_("text with the source lines, short with a line each, or json."),
)
def check(issues: tuple[str, ...], form: str) -> int:
    from newsletter.source import read

    directory = find_directory()
    reading = read(directory, issues or None)
    diagnostics = _all_diagnostics(reading)
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    if form == "json":
        emit_json({"schema": 1, "diagnostics": [as_record(diagnostic) for diagnostic in diagnostics]})
    else:
        show_diagnostics(diagnostics, directory, form, on_stdout=True)
    if form == "text":
        _summary(reading, diagnostics, errors)
    return Exit.REFUSED if errors else Exit.DONE


def _all_diagnostics(reading: "Reading") -> "list[Diagnostic]":
    """What the files say of themselves, then what the letters and the rules say; each once, file by file."""
    from newsletter.checks import examine

    found = list(reading.diagnostics)
    for issue in reading.issues:
        found += examine(issue.id, reading).diagnostics
    first = ("newsletter.yaml", "recipients.yaml")
    return sorted(dict.fromkeys(found), key=lambda each: (each.file not in first, each.file, each.line, each.column))


def _summary(reading: "Reading", diagnostics: "Sequence[Diagnostic]", errors: int) -> None:
    if diagnostics:
        note()
    if errors:
        note(counted(diagnostics))
        return
    for issue in reading.issues:
        _verdict(issue, sum(diagnostic.file == issue.file for diagnostic in diagnostics))
    if len(reading.issues) == 1:
        _remind()
    if not reading.issues:
        note(_("There are no issues yet. Run “newsletter new”."))


def _remind() -> None:
    from newsletter.checks import checklist

    note()
    note(_("Look also for what no program can judge:"))
    for question in checklist():
        note(textwrap.fill(question, WIDTH, initial_indent="  – ", subsequent_indent="    "))


def _verdict(issue: "IssueFile", warnings: int) -> None:
    if issue.issue.draft:
        note(_("{issue} is marked as a draft. Take away the line “draft” when the issue is ready.").format(issue=issue.id))
    elif warnings:
        text = ngettext(
            "{issue} can be sent, but read through {n} warning first.",
            "{issue} can be sent, but read through {n} warnings first.",
            warnings,
        )
        note(text.format(issue=issue.id, n=warnings))
    else:
        note(_praise(issue))


def _praise(issue: "IssueFile") -> str:
    from newsletter.letter.reading_time import reading_minutes

    minutes, sections = reading_minutes(issue.issue), len(issue.issue.sections)
    length = ngettext("about {minutes} minute's reading", "about {minutes} minutes' reading", minutes).format(minutes=minutes)
    parts = ngettext("{sections} section", "{sections} sections", sections).format(sections=sections)
    return _("{issue} looks good: {parts}, {length}.").format(issue=issue.id, parts=parts, length=length)
