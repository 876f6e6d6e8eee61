"""What is asked of a provider besides sending: to keep letters until their time or cancel them, and what its record shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A name for letters that wait, and the provider's time when it gave it. ``warning``: why they may not be taken back after
    all.
    """

    batch: str
    clock: datetime | None
    warning: str = ""


class Keeper(Protocol):
    """A provider that keeps letters. What the network does is a value, never an exception, but for ``new_batch``."""

    @property
    def settle(self) -> float:
        """So many seconds after a call has been given up, the provider no longer begins to act on it."""
        ...

    @property
    def longest(self) -> float:
        """So many seconds a call may take."""
        ...

    def new_batch(self) -> NewBatch:
        """``Refused`` where nothing could be taken back later: before anything is sent."""
        ...

    def look(self, batch: str) -> "BatchStatus":
        """Whether it can be asked to cancel this batch, and what its clock says."""
        ...

    def cancel(self, batch: str) -> "Cancellation": ...


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """``refusal`` is a sentence where the provider cannot be asked to take anything back; ``is_full`` where that is because
    too much has been taken back already. ``has_status``: this batch is among it.
    """

    clock: datetime | None = None
    refusal: str = ""
    is_full: bool = False
    has_status: bool = False


@dataclass(frozen=True, slots=True)
class Cancellation:
    """``is_confirmed``: the provider shows the batch as cancelled. ``may_be``: it may be cancelled, or become so."""

    is_confirmed: bool
    may_be: bool
    clock: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """``status`` is what the record says of the letter, None where it shows none; ``has_left``: that it no longer waits.
    ``refusal``: it cannot be asked, and why.
    """

    status: str | None
    clock: datetime | None = None
    refusal: str = ""
    has_left: bool = False


class Feed(Protocol):
    """The provider's own record of letters. What the network does is a value, never an exception."""

    def find(self, attempt_id: str, to: str) -> FeedEntry: ...
