"""Taking back letters that still wait at the provider: nobody gets them, and the next sending sends them anew."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsletter.delivery.log import SendLog
from newsletter.delivery.run import RunLock
from newsletter.delivery.transports import parse_via
from newsletter.delivery.waiting import RecallEnding, RecallResult, WaitingRun, read_waiting_runs, seconds_to_settle, take_back
from newsletter.locale import _
from newsletter.model.diagnostics import AnotherRun, Refused
from newsletter.model.settings import Settings
from newsletter.operations.adopting import refuse_wrong_log
from newsletter.operations.exits import Exit
from newsletter.operations.running import hold_lock, stop_on_signals
from newsletter.operations.waiting import Settling, settle
from newsletter.operations.words import moment_words
from newsletter.operations.workspace import Workspace, require_known_issue


@dataclass(frozen=True, slots=True)
class LeftEarlier:
    """So many letters of the issue have left, and cannot be taken back."""

    letters: int


@dataclass(frozen=True, slots=True)
class RecallInDoubt:
    """An earlier try was not confirmed, and it is too late for another."""


@dataclass(frozen=True, slots=True)
class RecallDeclined:
    """The question was answered with no."""


@dataclass(frozen=True, slots=True)
class RecallResults:
    """What came of each run whose letters waited."""

    results: tuple[tuple[WaitingRun, RecallResult], ...]


RecallNews = LeftEarlier | RecallInDoubt | RecallDeclined | RecallResults | Settling


class RecallReporter(Protocol):
    """Where taking back says what it does."""

    def tell(self, news: RecallNews) -> None: ...

    def confirm(self, letters: int) -> bool:
        """Whether so many letters shall be taken back. ``Refused`` where there is no person to ask."""
        ...


def recall(workspace: Workspace, settings: Settings, issue: str, reporter: RecallReporter) -> Exit:
    """Take back all letters of the issue that still can be. ``Refused`` where there are none; ``AnotherRun`` where one of their
    runs is alive. The code is 4 where it is unclear whether letters were taken back, 1 where some certainly were not.
    """
    with workspace.open_log(settings) as log:
        require_known_issue(workspace, log, issue)
        waiting = _find_waiting(read_waiting_runs(log, issue), issue, settings.timezone, workspace.now(), reporter)
        if waiting is None:
            return Exit.UNRESOLVED
        # The right log must learn of it: else it would go on saying that people have what they never get.
        refuse_wrong_log(log, workspace.directory, is_trial=any(parse_via(held.via).is_trial for held in waiting))
        with hold_lock(log, "recall") as lock:
            if not all(lock.add(held.run) for held in waiting):
                raise AnotherRun
            ours = {held.run for held in waiting}
            found = [held for held in read_waiting_runs(log, issue) if held.run in ours]
            waiting = _find_waiting(found, issue, settings.timezone, workspace.now(), reporter)
            if waiting is None:
                return Exit.UNRESOLVED
            if not reporter.confirm(sum(held.letters for held in waiting)):
                reporter.tell(RecallDeclined())
                return Exit.REFUSED
            with stop_on_signals() as stop:
                results = _take_back_all(workspace, log, waiting, lock, stop, reporter)
                reporter.tell(RecallResults(tuple(results)))
                return max(map(_code, results), default=Exit.DONE)


def _find_waiting(
    found: Sequence[WaitingRun], issue: str, timezone: str, now: datetime, reporter: RecallReporter
) -> tuple[WaitingRun, ...] | None:
    """The runs that can still be taken back; Refused when there are none, with the reason. None where it is too late, and
    unclear what came of an earlier try.
    """
    waiting = tuple(held for held in found if now <= held.last_call)
    late = [held for held in found if held not in waiting]
    if not found:
        raise Refused(
            _("No letters of {issue} wait at SendGrid, so there is nothing to take back.").format(issue=issue),
            _("Only what is sent with --at or --undo waits. What has left can be corrected with an issue of type rättelse."),
        )
    if not waiting:
        if any(held.is_begun for held in late):
            reporter.tell(RecallInDoubt())
            return None
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
        reporter.tell(LeftEarlier(sum(held.letters for held in late)))
    return waiting


def _take_back_all(  # noqa: PLR0917 - each is a part of the one situation
    workspace: Workspace,
    log: SendLog,
    waiting: Sequence[WaitingRun],
    lock: RunLock,
    stop: threading.Event,
    reporter: RecallReporter,
) -> list[tuple[WaitingRun, RecallResult]]:
    keepers = {held.run: workspace.keeper(parse_via(held.via)) for held in waiting}
    doubtful = [seconds_to_settle(log, keepers[held.run], held, workspace.clock) for held in waiting if held.unresolved]
    if doubtful and not settle(max(doubtful), stop, reporter.tell):
        reason = _("Interrupted. Nothing was taken back.")
        return [(held, RecallResult(RecallEnding.REFUSED, reason)) for held in waiting]
    if not lock.is_ours():
        raise AnotherRun
    clock = workspace.clock
    return [(held, take_back(log, keepers[held.run], held, clock, why="asked for")) for held in waiting]


def _code(result: tuple[WaitingRun, RecallResult]) -> Exit:
    _held, attempted = result
    match attempted.ending:
        case RecallEnding.TAKEN_BACK:
            return Exit.DONE
        case RecallEnding.UNCERTAIN:
            return Exit.UNRESOLVED
        case RecallEnding.TOO_LATE | RecallEnding.REFUSED:
            return Exit.REFUSED
