"""Where the year has left its plan: reports late or missing, with the reasons and new dates that were recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.accounting.standing import PlannedStanding, PlannedState
from newsletter.delivery.afterwards import Deviation


class Deviated(StrEnum):
    """How a report stands to its day in the plan."""

    LATE = "late"
    """Sent, after its day."""
    OVERDUE = "overdue"
    """Not sent, and it still can be."""
    MISSED = "missed"
    """Not sent, its quarter is over, and no new day is to come."""
    ANNOUNCED = "announced"
    """A deviation was recorded, and nothing has gone wrong yet, or no longer is."""


@dataclass(frozen=True, slots=True)
class Deviating:
    """``recorded`` is all that was said of it, oldest first: the last entry holds."""

    issue: str
    due: date
    how: Deviated
    sent: date | None
    recorded: tuple[Deviation, ...]

    @property
    def reason(self) -> str:
        return self.recorded[-1].reason if self.recorded else ""

    @property
    def new_date(self) -> date | None:
        return self.recorded[-1].new_date if self.recorded else None

    @property
    def is_cancelled(self) -> bool:
        """It was recorded that no report will come."""
        return bool(self.recorded) and self.recorded[-1].new_date is None and self.sent is None

    @property
    def wants_a_reason(self) -> bool:
        """The plan has been left, and nobody has said why."""
        return not self.recorded and self.how is not Deviated.ANNOUNCED


def deviating(
    planned: Iterable[PlannedStanding], recorded: Sequence[Deviation], today: date, *, is_over: bool = False
) -> tuple[Deviating, ...]:
    """In the order of the plan. A report on its day is among them only if something was recorded of it."""
    said: dict[str, list[Deviation]] = {}
    for one in recorded:
        said.setdefault(one.issue, []).append(one)
    found = [_deviating(one, said, today, is_over=is_over) for one in planned]
    return tuple(one for one in found if one.recorded or one.how is not Deviated.ANNOUNCED)


def _deviating(one: PlannedStanding, said: Mapping[str, Sequence[Deviation]], today: date, *, is_over: bool) -> Deviating:
    entries = tuple(said.get(one.issue) or said.get(one.report.issue_id, ()))
    return Deviating(one.issue, one.report.due, _how(one, today, is_over=is_over), one.sent, entries)


def _how(one: PlannedStanding, today: date, *, is_over: bool) -> Deviated:
    match one.state:
        case PlannedState.SENT | PlannedState.WAITING:
            return Deviated.ANNOUNCED
        case PlannedState.SENT_LATE:
            return Deviated.LATE
        case PlannedState.MISSED:
            return Deviated.MISSED
        case PlannedState.PLANNED | PlannedState.WRITTEN | PlannedState.MOVED | PlannedState.CANCELLED:
            if is_over or (today > one.report.quarter.last_day and one.state is not PlannedState.MOVED):
                return Deviated.MISSED
            return Deviated.OVERDUE if today > one.report.due else Deviated.ANNOUNCED
