"""``newsletter recall``: take back letters that still wait at the provider."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from newsletter.cli.clock import now
from newsletter.operations.running import ends_after_calls_in_flight
from newsletter.operations.waiting import clock, has_settled, keeper_for, promise
from newsletter.cli.exits import Exit, explained
from newsletter.cli.output import confirm, fail, is_interactive, note, say, warn
from newsletter.cli.read.completion import complete_issue
from newsletter.cli.run_lock import end_for_another_run, run_lock
from newsletter.cli.show.words import moment_words
from newsletter.cli.workspace import find_directory, opened_log
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from newsletter.delivery import SendLog
    from newsletter.delivery.holds import Held
    from newsletter.delivery.locks import RunLock
    from newsletter.delivery.recalls import Attempted


@click.command(
    help=_("Take back letters that still wait at SendGrid. Nobody gets them, and the next “newsletter send” sends them anew."),
    short_help=_("Take back letters that have not left SendGrid yet."),
    epilog=explained(),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), shell_complete=complete_issue, help=_("For example 2026-q3."))
@click.option("--yes", is_flag=True, help=_("Answer yes to all questions."))
def recall(issue: str, yes: bool) -> int:  # noqa: FBT001 - Click calls by name
    from newsletter.delivery.holds import held_runs
    from newsletter.source import read_settings

    directory = find_directory()
    settings = read_settings(directory).settings
    with opened_log(settings, directory) as log:
        waiting = _in_time(held_runs(log, issue), issue, settings.timezone)
        _refuse_the_wrong_log(log, directory, waiting)
        with run_lock(log, "recall") as lock:
            if not all(lock.add(held.run) for held in waiting):
                end_for_another_run()
            ours = {held.run for held in waiting}
            waiting = _in_time([held for held in held_runs(log, issue) if held.run in ours], issue, settings.timezone)
            if not yes and not _confirmed(waiting, issue):
                note(_("Interrupted. Nothing was taken back."))
                return Exit.REFUSED
            with ends_after_calls_in_flight() as stop:
                return _told(_all_taken_back(log, waiting, lock, stop), issue, settings.timezone)


def _in_time(found: "Sequence[Held]", issue: str, timezone: str) -> "tuple[Held, ...]":
    """Those that can still be taken back; Refused when there are none, with the reason."""
    from newsletter.model.diagnostics import Refused

    waiting = tuple(held for held in found if now() <= held.last_call)
    late = [held for held in found if held not in waiting]
    if not found:
        raise Refused(
            _("No letters of {issue} wait at SendGrid, so there is nothing to take back.").format(issue=issue),
            _("Only what is sent with --at or --undo waits. What has left can be corrected with an issue of type rättelse."),
        )
    if not waiting:
        if any(held.is_begun for held in late):
            _end_in_doubt(issue)
        last = max(late, key=lambda held: held.leaves)
        told = _("It is too late: {issue} could be taken back until {until}, ten minutes before the letters leave ({when}).")
        raise Refused(
            told.format(
                issue=issue,
                until=moment_words(last.last_call.isoformat(), timezone),
                when=moment_words(last.leaves.isoformat(), timezone),
            ),
            _("Nothing was changed. What is wrong can be corrected with an issue of type rättelse."),
        )
    if late:
        letters = sum(held.letters for held in late)
        text = ngettext(
            "{n} letter left earlier and cannot be taken back.", "{n} letters left earlier and cannot be taken back.", letters
        )
        warn(text.format(n=letters))
    return waiting


def _end_in_doubt(issue: str) -> NoReturn:
    """Somebody has tried, and nobody knows what came of it."""
    fail(
        _("It is too late to try again, and unclear whether the letters of {issue} were taken back.").format(issue=issue),
        _("When they should have left: “newsletter resolve {issue}” settles it.").format(issue=issue),
    )
    raise click.exceptions.Exit(Exit.UNRESOLVED)


def _refuse_the_wrong_log(log: "SendLog", directory: "Path", waiting: "Sequence[Held]") -> None:
    """The right log must learn of it: else it would go on saying that people have what they never get."""
    from newsletter.delivery.permission import refuse_unless_allowed
    from newsletter.delivery.receipts import read_receipts
    from newsletter.delivery.runs import here, history
    from newsletter.delivery.transports import parse_via

    is_trial = any(parse_via(held.via).is_trial for held in waiting)
    refuse_unless_allowed(history(log), read_receipts(directory), here(log), is_trial=is_trial)


def _confirmed(waiting: "Sequence[Held]", issue: str) -> bool:
    from newsletter.model.diagnostics import Refused

    if not is_interactive():
        raise Refused(
            _("There is nobody here to confirm it. Nothing was taken back."), _("Give --yes to do it without being asked.")
        )
    letters = sum(held.letters for held in waiting)
    text = ngettext("Take back {n} letter of {issue}?", "Take back {n} letters of {issue}?", letters)
    return confirm(text.format(n=letters, issue=issue))


def _all_taken_back(
    log: "SendLog", waiting: "Sequence[Held]", lock: "RunLock", stop: threading.Event
) -> "list[tuple[Held, Attempted]]":
    from newsletter.delivery.recalls import Attempted, Ending, settling, take_back
    from newsletter.delivery.transports import parse_via

    keepers = {held.run: keeper_for(parse_via(held.via)) for held in waiting}
    doubtful = [settling(log, keepers[held.run], held, clock()) for held in waiting if held.unresolved]
    if doubtful and not has_settled(max(doubtful), stop):
        reason = _("Interrupted. Nothing was taken back.")
        return [(held, Attempted(Ending.REFUSED, reason)) for held in waiting]
    if not lock.is_held():
        end_for_another_run()
    return [(held, take_back(log, keepers[held.run], held, clock(), why="asked for")) for held in waiting]


def _told(results: "Sequence[tuple[Held, Attempted]]", issue: str, timezone: str) -> int:
    from newsletter.delivery.recalls import Ending

    code = int(Exit.DONE)
    letters = sum(held.letters for held, attempted in results if attempted.ending is Ending.TAKEN_BACK)
    if letters:
        text = ngettext(
            "Done: {n} letter of {issue} is taken back. Nobody gets it, and it does not count.",
            "Done: {n} letters of {issue} are taken back. Nobody gets them, and they do not count.",
            letters,
        )
        say(text.format(n=letters, issue=issue))
        note(_("When the issue is right, “{command}” sends it anew.").format(command=f"newsletter send {issue}"))
    for held, attempted in results:
        match attempted.ending:
            case Ending.TAKEN_BACK:
                continue
            case Ending.UNCERTAIN:
                hint = _("Give the same command again at once. Later, “newsletter resolve {issue}” settles it.")
                text = _("It is unclear whether the letters were taken back: {reason}")
                fail(text.format(reason=attempted.reason), hint.format(issue=issue))
                code = Exit.UNRESOLVED
            case Ending.TOO_LATE | Ending.REFUSED:
                text = ngettext(
                    "{n} letter was not taken back: {reason}", "{n} letters were not taken back: {reason}", held.letters
                )
                fail(text.format(n=held.letters, reason=attempted.reason), promise(held.leaves, issue, timezone))
                code = max(code, Exit.REFUSED)
    return code
