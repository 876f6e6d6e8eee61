"""What the send log speaks of: deliveries, their status, and what a transport says of them."""

from dataclasses import dataclass
from enum import StrEnum

LIVE = "live"
"""The realm of letters to people. Every other realm is the id of the one run that rehearsed in it."""


class Status(StrEnum):
    """Where a delivery stands (design.md 4). Accepted is the provider's word that it took the letter, nothing more."""

    SENDING = "sending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSENT = "unsent"
    UNKNOWN = "unknown"
    RECALLED = "recalled"


UNRESOLVED = frozenset({Status.SENDING, Status.UNKNOWN})
DUE_AGAIN = frozenset({Status.UNSENT, Status.RECALLED})


class Event(StrEnum):
    """A later fact about an accepted letter; never makes a delivery due."""

    DELIVERED = "delivered"
    DELAYED = "delayed"
    BOUNCED = "bounced"
    DROPPED = "dropped"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


FAILED_EVENTS = frozenset({Event.BOUNCED, Event.DROPPED})
LEFT_EVENTS = frozenset(Event) - {Event.DROPPED}
"""What can only be said of a letter that has left the provider, whatever was cancelled there."""


class Cause(StrEnum):
    """Why a letter did not arrive, or why no more are wanted: what an event says beside its kind. It decides the next letter
    (``delivery.run.suppression``) and what there is to do about it.
    """

    COMPLAINED = "complained"
    """The reader has called a letter spam."""
    UNSUBSCRIBED = "unsubscribed"
    DEAD = "dead"
    """There is no such address: 5.1.x, or it is on the provider's lists of bounces or invalid addresses."""
    BLOCKED = "blocked"
    """The mail server takes nothing from the sender at present."""
    FULL = "full"
    """The mailbox is full: x.2.2."""
    OTHER = "other"


OBJECTIONS = frozenset({Cause.COMPLAINED, Cause.UNSUBSCRIBED})
"""The person wants no more letters: in no association, and until there is a new consent."""


NO_MORE_LETTERS = OBJECTIONS | {Cause.DEAD}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transport says of one addressee of a batch. ``detail`` never holds an address or a secret."""

    status: Status
    detail: str = ""
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the log, as others read it. ``at`` is UTC in ISO 8601; ``address`` is None once it has been forgotten.

    ``leaves`` is when an accepted letter leaves the provider, where it waits there first. One that stands for several
    ``letters`` of an association, of which only the number matters, has neither address nor attempt, and the first's ``at``.
    """

    issue: str
    association: str
    address: str | None
    realm: str
    status: Status
    at: str
    attempt: str
    provider_id: str | None = None
    detail: str = ""
    leaves: str | None = None
    letters: int = 1

    @property
    def moment(self) -> str:
        """The moment that it counts from."""
        return max(self.at, self.leaves or "")


class By(StrEnum):
    """How a report was given by hand."""

    PAPER = "paper"
    PHONE = "phone"
    MEETING = "meeting"
