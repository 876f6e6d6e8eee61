"""The one thing to do next."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.accounting.evidence import IssueOnFile, is_ordinary
from newsletter.accounting.plan import PlannedReport, before, quarter_with
from newsletter.model.choices import IssueType
from newsletter.model.issue import Quarter, quarter_of


class Step(StrEnum):
    """Why a command is the next."""

    UNRESOLVED = "unresolved"
    UNFINISHED = "unfinished"
    NOT_WRITTEN = "not_written"
    NOT_READY = "not_ready"
    READY = "ready"
    COLLECT = "collect"
    NOT_APPROVED = "not_approved"
    FAILED = "failed"

    @property
    def command(self) -> str:
        return _COMMANDS[self]


_COMMANDS = {
    Step.UNRESOLVED: "resolve",
    Step.UNFINISHED: "send",
    Step.NOT_WRITTEN: "new",
    Step.NOT_READY: "check",
    Step.READY: "send",
    Step.COLLECT: "collect",
    Step.NOT_APPROVED: "approve",
    Step.FAILED: "status",
}


@dataclass(frozen=True, slots=True)
class Next:
    """``days`` are left until ``due``; below zero when it has passed."""

    issue: str
    due: date
    days: int
    step: Step

    @property
    def command(self) -> str:
        command = f"newsletter {self.step.command}"
        return command if self.step is Step.FAILED else f"{command} {self.issue}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the choice of the next step needs to know of one issue."""

    id: str
    quarter: Quarter
    due: date
    type: IssueType | None
    counted: bool
    ordinary: bool
    """A report of its quarter: neither an extra nor a correction."""
    begun: bool
    """Letters of it have been tried, whether any was accepted or not."""
    sent: bool
    unresolved: bool
    remaining: bool


def open_quarters(today: date) -> Quarter:
    """The first quarter whose report is still worth sending: the one just ended.

    An older report that was never sent is history: the tool names it as missing, and does not urge anybody to mail it.
    """
    return before(quarter_with(today))


def next_step(
    issues: Sequence[Standing],
    ever: Sequence[Standing],
    slots: Iterable[PlannedReport],
    files: Sequence[IssueOnFile],
    today: date,
) -> Next | None:
    """In this order: letters in doubt, a sending that stopped half-way, the first report due that has not been sent.

    ``issues`` are those of the year, ``ever`` those of all years: a report sent after New Year fills the slot it was due in.
    A quarter that has ended is taken up only if its report is on file and no later one has been sent.
    """
    for one in issues:
        if one.unresolved:
            return _next(one.id, one.due, Step.UNRESOLVED, today)
    for one in issues:
        if _is_half_way(one) and one.quarter >= open_quarters(today):
            return _next(one.id, one.due, Step.UNFINISHED, today)
    return next((found for slot in slots if (found := for_slot(slot, ever, files, today))), None)


def _is_half_way(one: Standing) -> bool:
    """A report of which nothing was accepted is the next of its slot anyhow; other issues have none."""
    return one.remaining and (one.sent or (one.begun and one.type is not IssueType.REPORT))


def _next(issue: str, due: date, step: Step, today: date) -> Next:
    return Next(issue, due, (due - today).days, step)


def is_filled(slot: PlannedReport, progress: Iterable[Standing]) -> bool:
    """As many ordinary issues of the quarter have been sent as the planned report is the one of; an extra fills none."""
    return sum(one.sent and one.ordinary and one.quarter == slot.quarter for one in progress) >= slot.ordinal


def is_for(found: Next | None, slot: PlannedReport) -> bool:
    """Whether the next step is about the report that the slot wants."""
    return (
        found is not None and quarter_of(found.issue) == slot.quarter and found.step not in (Step.UNRESOLVED, Step.UNFINISHED)
    )


def for_slot(slot: PlannedReport, progress: Sequence[Standing], files: Sequence[IssueOnFile], today: date) -> Next | None:
    """What is next for the report of that slot; None where it has been sent, or is history."""
    is_over = max(slot.quarter.last_day, slot.due) < today  # a new day after the quarter keeps the report open
    if (slot.quarter < open_quarters(today) and is_over) or is_filled(slot, progress):
        return None
    if is_over and any(one.sent and one.ordinary and one.quarter > slot.quarter for one in progress):
        return None
    sent = {one.id for one in progress if one.sent}
    if file := file_for(slot, files, sent):
        return _next(file.id, slot.due, Step.NOT_READY if file.draft or not file.readable else Step.READY, today)
    if is_over:
        return None
    taken = {file.id for file in files} | sent
    names = (slot.issue_id, *(f"{slot.quarter.issue_id}-{number}" for number in range(2, 100)))
    return _next(next(name for name in names if name not in taken), slot.due, Step.NOT_WRITTEN, today)


def file_for(slot: PlannedReport, files: Iterable[IssueOnFile], sent: Collection[str]) -> IssueOnFile | None:
    """The first ordinary issue on file in the report's quarter that has not been sent."""
    found = (one for one in files if quarter_of(one.id) == slot.quarter and one.id not in sent and is_ordinary(one.id, one))
    return min(found, key=lambda one: one.id, default=None)
