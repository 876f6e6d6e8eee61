"""What is reported of a letter or an address after a letter has left, whoever reports it: the shapes that ``take_events`` takes
in and gives back.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.model.deliveries import LEFT_EVENTS, Cause, Event


class Teller(StrEnum):
    """Who reports; the resolutions in the log name it."""

    SENDGRID = "SendGrid"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class EventReport:
    """What is said of an attempt; ``kind`` is None where it is only that the letter was taken, and ``is_read`` where a reader
    has opened it. ``at`` is UTC in ISO 8601. ``detail`` holds codes, never words or addresses. ``cause`` says why, and is None
    for what neither failed nor says no.

    ``attempt`` is empty where the report does not name it: then ``address`` and ``at`` say which letter it is, if only one
    fits. Where both are given and the report came by mail, it counts only if the attempt's letter went to that address.
    """

    attempt: str
    kind: Event | None
    at: str
    detail: str = ""
    is_read: bool = False
    cause: Cause | None = None
    address: str = field(default="", repr=False)
    teller: Teller = Teller.SENDGRID

    @property
    def has_left(self) -> bool:
        return self.is_read or self.kind in LEFT_EVENTS


@dataclass(frozen=True, slots=True)
class EventsTaken:
    """Every report is counted once: in ``new`` (not known before), ``known`` (or with no news in it), ``others`` (neither id
    nor address is ours), ``unreadable``, or ``unmatched`` (the address is ours, and no one letter fits).

    Of associations, by id: ``settled`` have a letter that is no longer in doubt. ``arrived_after_all`` have one that was said
    to have been taken back or not to have arrived, and ``sent_twice`` have been sent another since. ``stopped`` are those of
    which it was news that a letter did not arrive or that no more are wanted, by the cause. ``ambiguous`` had a report that
    could be about any of several letters, or about none of them.
    """

    new: Counter[Event]
    known: int
    others: int
    unreadable: int
    unmatched: int
    settled: tuple[str, ...]
    arrived_after_all: tuple[str, ...]
    sent_twice: tuple[str, ...]
    stopped: Mapping[Cause, tuple[str, ...]]
    ambiguous: tuple[str, ...]

    def and_then(self, more: "EventsTaken") -> "EventsTaken":
        """Both, taken in one after the other."""
        causes = [cause for cause in Cause if cause in self.stopped or cause in more.stopped]
        return EventsTaken(
            new=self.new + more.new,
            known=self.known + more.known,
            others=self.others + more.others,
            unreadable=self.unreadable + more.unreadable,
            unmatched=self.unmatched + more.unmatched,
            settled=_both(self.settled, more.settled),
            arrived_after_all=_both(self.arrived_after_all, more.arrived_after_all),
            sent_twice=_both(self.sent_twice, more.sent_twice),
            stopped={cause: _both(self.stopped.get(cause, ()), more.stopped.get(cause, ())) for cause in causes},
            ambiguous=_both(self.ambiguous, more.ambiguous),
        )


def _both(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*some, *more}))
