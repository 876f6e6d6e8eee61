"""Days on which a person may be written to about work that is due. Pure: which days are off is the caller's to say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """``is_off`` says of a day that nobody is written to: no run of such days is endless."""

    is_off: Callable[[date], bool]

    def last_until(self, day: date) -> date:
        """``day`` itself, else the last working day before it."""
        while self.is_off(day):
            day -= _DAY
        return day

    def first_after(self, day: date) -> date:
        """The first working day after ``day``: what has passed cannot be said before it has."""
        day += _DAY
        while self.is_off(day):
            day += _DAY
        return day
