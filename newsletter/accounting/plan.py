"""What the plan asks for in a year: one slot for each report that is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from newsletter.model.issue import Quarter
from newsletter.model.settings import Settings


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A report that is due. ``ordinal`` counts the reports due in one quarter from 1."""

    quarter: Quarter
    due: date
    ordinal: int = 1


def quarter_with(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def before(quarter: Quarter) -> Quarter:
    return Quarter(quarter.year - 1, 4) if quarter.number == 1 else Quarter(quarter.year, quarter.number - 1)


def slots(settings: Settings, year: int) -> tuple[Slot, ...]:
    """The due dates of ``year`` in its own plan; without any, the last day of each quarter.

    A plan borrowed from an earlier year (domain.md 4.8) lends its target, never its dates.
    """
    plan = settings.plan.get(year)
    return tuple(_numbered(plan.due if plan and plan.due else [Quarter(year, number).last_day for number in (1, 2, 3, 4)]))


def _numbered(days: "tuple[date, ...] | list[date]") -> Iterator[Slot]:
    seen: dict[Quarter, int] = {}
    for day in sorted(days):
        quarter = quarter_with(day)
        seen[quarter] = seen.get(quarter, 0) + 1
        yield Slot(quarter, day, seen[quarter])


def due_day(settings: Settings, quarter: Quarter) -> date:
    """The last day for the report on ``quarter``: its last due date, else the quarter's own last day."""
    days = [slot.due for slot in slots(settings, quarter.year) if slot.quarter == quarter]
    return max(days, default=quarter.last_day)
