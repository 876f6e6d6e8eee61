"""Where the year has left its plan: reports late or missing, with the reasons and new dates that were recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.accounting.plan import PlannedReport
from newsletter.delivery.afterwards import Deviation


class Deviated(StrEnum):
    """How a report stands to its day in the plan."""

    LATE = "late"
    """Sent, after its day."""
    OVERDUE = "overdue"
    """Not sent, and its quarter is not over."""
    MISSED = "missed"
    """Not sent, and its quarter is over."""
    ANNOUNCED = "announced"
    """A deviation was recorded, and nothing has gone wrong yet, or no longer is."""


@dataclass(frozen=True, slots=True)
class SlotFilled:
    """A report due, and the issue that filled it; ``sent`` is the day in the plan's time zone."""

    slot: PlannedReport
    issue: str
    sent: date | None


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


def deviating(filled: Iterable[SlotFilled], recorded: Sequence[Deviation], today: date) -> tuple[Deviating, ...]:
    """In the order of the plan. A report on its day is among them only if something was recorded of it."""
    said: dict[str, list[Deviation]] = {}
    for one in recorded:
        said.setdefault(one.issue, []).append(one)
    found = [_deviating(one, said, today) for one in filled]
    return tuple(one for one in found if one.recorded or one.how is not Deviated.ANNOUNCED)


def _deviating(one: SlotFilled, said: Mapping[str, Sequence[Deviation]], today: date) -> Deviating:
    return Deviating(one.issue, one.slot.due, _how(one, today), one.sent, tuple(said.get(one.issue, ())))


def _how(one: SlotFilled, today: date) -> Deviated:
    if one.sent is not None:
        return Deviated.LATE if one.sent > one.slot.due else Deviated.ANNOUNCED
    if today > one.slot.quarter.last_day:
        return Deviated.MISSED
    return Deviated.OVERDUE if today > one.slot.due else Deviated.ANNOUNCED
