"""Letters that wait at the provider: when they leave, the name that they wait under, and letting calls settle."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsletter.delivery.outgoing import Clock, Hold
from newsletter.delivery.waiting import RECALL_LEAD, Keeper, refuse_unkeepable, wait_until_settled
from newsletter.locale import _
from newsletter.model.diagnostics import Refused


@dataclass(frozen=True, slots=True)
class Wait:
    """The letters leave ``at`` that moment, or ``undo`` after their run begins."""

    at: datetime | None = None
    undo: timedelta = timedelta()

    def leaves(self, now: datetime) -> datetime:
        """In whole seconds: the provider counts no others."""
        return (self.at or now + self.undo).astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Settling:
    """The operation waits so many seconds, until the provider acts on nothing more that was given up."""

    seconds: float


def refuse_hopeless(wait: Wait, now: datetime) -> None:
    """A time that the provider would not keep letters for, or too short for the editor to change their mind."""
    if wait.at is None and wait.undo <= RECALL_LEAD:
        raise Refused(
            _("SendGrid takes back only what has ten minutes left before it leaves: so short a time cannot be undone."),
            _("Write a longer time, for example 30m, or --now to send at once."),
        )
    refuse_unkeepable(wait.leaves(now), now)


def open_hold(keeper: Keeper, wait: Wait, clock: Clock) -> tuple[Hold, str]:
    """A name for the letters of one run, and why they may not be taken back after all; Refused if a clock is wrong."""
    opened = keeper.new_batch()
    leaves, latest = wait.leaves(clock.now()), clock.latest(opened.clock)
    if wait.at is None and leaves - RECALL_LEAD <= latest:
        raise Refused(
            _("This computer's clock and SendGrid's differ by {minutes} minutes, so the letters would leave at once.").format(
                minutes=round(abs(latest - clock.now()) / timedelta(minutes=1))
            ),
            _("Set the clock right and try again. Nothing was sent."),
        )
    refuse_unkeepable(leaves, latest)
    refuse_unkeepable(leaves, clock.earliest(opened.clock))
    return Hold(opened.batch, leaves), opened.warning


def settle(seconds: float, stop: threading.Event, tell: Callable[[Settling], None]) -> bool:
    """Wait until nothing that was given up can be acted on any more; False where ``stop`` was set first."""
    if seconds >= 1:
        tell(Settling(seconds))
    return wait_until_settled(seconds, stop)
