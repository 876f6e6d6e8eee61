"""``newsletter check``: every fault of every file in one run."""

import textwrap
from collections.abc import Sequence

from newsletter.checks import Accepted, checklist
from newsletter.cli.exits import Exit
from newsletter.cli.output import WIDTH, emit_json, note
from newsletter.cli.show.diagnostics import as_record, count_sentence, show_diagnostics
from newsletter.cli.show.sarif import as_sarif
from newsletter.cli.show.shown_warnings import remember_warnings
from newsletter.cli.workspace import find_directory
from newsletter.letter.swedish import reading_minutes
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Diagnostic
from newsletter.operations.examining import survey
from newsletter.source import IssueFile, Reading, read


def check(*, issues: tuple[str, ...], form: str, follow: bool) -> int:
    directory = find_directory()
    reading = read(directory, issues or None)
    found = survey(reading, _follow_links(reading) if follow else None)
    diagnostics = _in_order(found.diagnostics)
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    if form == "sarif":
        emit_json(as_sarif(diagnostics, found.accepted))
    elif form == "json":
        accepted = [as_record(one.diagnostic) | {"reason": one.reason} for one in found.accepted]
        emit_json({"schema": 1, "diagnostics": [as_record(diagnostic) for diagnostic in diagnostics], "accepted": accepted})
    else:
        show_diagnostics(diagnostics, directory, form, on_stdout=True)
        remember_warnings((one for one in diagnostics if not one.is_error), directory)
    if form == "text":
        _show_accepted(found.accepted)
        _summary(reading, diagnostics, errors)
    return Exit.REFUSED if errors else Exit.DONE


def _in_order(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    first = ("newsletter.yaml", "recipients.yaml")
    return sorted(diagnostics, key=lambda each: (each.file not in first, each.file, each.line, each.column))


def _follow_links(reading: Reading) -> tuple[Diagnostic, ...]:
    from newsletter.web.link_check import pages_found, pages_to_check  # noqa: PLC0415 - Flask comes with it, and only --links needs it

    pages = pages_to_check(reading)
    note(ngettext("Fetching {n} page …", "Fetching {n} pages …", len(pages)).format(n=len(pages)))
    return pages_found(reading, pages)


def _show_accepted(accepted: Sequence[Accepted]) -> None:
    if accepted:
        text = ngettext("Accepted, with a reason: {n} finding.", "Accepted, with reasons: {n} findings.", len(accepted))
        note()
        note(text.format(n=len(accepted)))
    for one in accepted:
        line = f"{one.diagnostic.file}:{one.diagnostic.line} [{one.diagnostic.code}] {one.reason}"
        note(textwrap.fill(line, WIDTH, initial_indent="  – ", subsequent_indent="    "))


def _summary(reading: Reading, diagnostics: Sequence[Diagnostic], errors: int) -> None:
    """What decides stands last: a window may show no more. The checklist is for an issue with nothing else to look at."""
    if not reading.issues and not diagnostics:
        note(_("There are no issues yet. Run “newsletter new”."))
        return
    if diagnostics:
        note()
    if errors:
        note(count_sentence(diagnostics))
        return
    if len(reading.issues) == 1 and not diagnostics and not reading.issues[0].issue.draft:
        _remind()
    for issue in reading.issues:
        note(_verdict(issue, sum(issue.is_made_of(diagnostic.file) for diagnostic in diagnostics)))
    note(_total(len(reading.issues), len(diagnostics)))


def _total(issues: int, warnings: int) -> str:
    checked = ngettext("{n} issue checked", "{n} issues checked", issues).format(n=issues)
    doubts = ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    return _("{checked}: no errors, {warnings}.").format(checked=checked, warnings=doubts)


def _remind() -> None:
    note(_("Look also for what no program can judge:"))
    for question in checklist():
        note(textwrap.fill(question, WIDTH, initial_indent="  – ", subsequent_indent="    "))
    note()


def _verdict(issue: IssueFile, warnings: int) -> str:
    if issue.issue.draft:
        return _("{issue} is marked as a draft. Take away the line “draft” when the issue is ready.").format(issue=issue.id)
    if warnings:
        text = ngettext(
            "{issue} can be sent, but read through {n} warning first.",
            "{issue} can be sent, but read through {n} warnings first.",
            warnings,
        )
        return text.format(issue=issue.id, n=warnings)
    return _praise(issue)


def _praise(issue: IssueFile) -> str:
    minutes, sections = reading_minutes(issue.issue), len(issue.issue.sections)
    length = ngettext("about {minutes} minute's reading", "about {minutes} minutes' reading", minutes).format(minutes=minutes)
    parts = ngettext("{sections} section", "{sections} sections", sections).format(sections=sections)
    return _("{issue} looks good: {parts}, {length}.").format(issue=issue.id, parts=parts, length=length)
