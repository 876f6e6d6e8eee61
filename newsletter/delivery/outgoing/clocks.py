"""The two clocks of delivery: one for durations, which nothing replaces, and the time of day, ours beside the provider's."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


def steady_seconds() -> float:
    """Seconds since some moment, going on while the machine sleeps, wherever the system can tell (design.md 1)."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        # time.monotonic() stands still while a Mac sleeps; its CLOCK_MONOTONIC does not.
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


_ANOTHER_WORLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day, ours and the provider's. One of the two may be wrong: what can be too late is judged by
    the later, and what must have had its time by the earlier.

    Where ``is_replaced``, a rehearsal of another day, a provider whose clock is days away lives in another world.
    """

    now: Callable[[], datetime]
    is_replaced: bool = False

    def latest(self, theirs: datetime | None) -> datetime:
        return max(self._both(theirs))

    def earliest(self, theirs: datetime | None) -> datetime:
        """By which what must have had its time is judged."""
        return min(self._both(theirs))

    def is_elsewhere(self, theirs: datetime | None) -> bool:
        """Whether the provider lives in another world, so that its days say nothing of ours."""
        return theirs is not None and self.is_replaced and abs(theirs - self.now()) > _ANOTHER_WORLD

    def _both(self, theirs: datetime | None) -> tuple[datetime, datetime]:
        ours = self.now()
        if theirs is None or self.is_elsewhere(theirs):
            return ours, ours
        return ours, theirs
