"""How the year ends if nothing is done: arithmetic over the plan's slots and what has been sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newsletter.accounting.plan import Slot
from newsletter.delivery.deviations import Deviation


@dataclass(frozen=True, slots=True)
class Forecast:
    """``possible`` is what the year reaches at best; ``otherwise`` what is left of that if ``issue`` is not sent by
    ``before``. Both last are None when nothing more is planned.
    """

    done: int
    target: int
    possible: int
    otherwise: int
    before: date | None
    issue: str | None

    @property
    def reaches_target(self) -> bool:
        return self.possible >= self.target


def forecast(done: int, target: int, waiting: Sequence[Slot], deviations: Mapping[str, Deviation], today: date) -> Forecast:
    """``waiting`` are the slots whose report can still be sent, in order. The day that counts is the plan's, or the new day
    of a deviation; when that has passed, the last day of the quarter, and after it the last day of the year.
    """
    if not waiting:
        return Forecast(done, target, done, done, None, None)
    first = waiting[0]
    possible = done + len(waiting)
    issue = first.quarter.issue_id
    return Forecast(done, target, possible, possible - 1, _last_day(first, deviations.get(issue), today), issue)


def _last_day(slot: Slot, deviation: Deviation | None, today: date) -> date:
    new_date = deviation.new_date if deviation else None
    days = [new_date or slot.due, slot.quarter.last_day]
    return next((day for day in days if day >= today), date(today.year, 12, 31))
