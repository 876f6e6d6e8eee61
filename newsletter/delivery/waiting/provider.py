"""What is asked of a provider besides sending: to keep letters until their time or cancel them, and what its record shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from newsletter.model.deliveries import LEFT_EVENTS, Cause, Event


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
class SoughtLetter:
    """A letter that the record is searched for: by ``address`` as the log keeps it, by the ``provider_id`` of the call that
    handed it over, None where that is not known, and by ``moments``, when it was handed over and when it stopped waiting.
    ``is_in_doubt``: nothing but the attempt's own id proves that a letter in the record is this one.
    """

    attempt: str
    address: str = field(repr=False)
    provider_id: str | None
    moments: tuple[datetime, ...]
    is_in_doubt: bool = False
    has_events: bool = False
    """Something has been reported of it before, so that the order of what happened matters."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """What the record says of a letter: ``status`` in the provider's word, and what that means. ``has_left``: it no longer
    waits. ``at`` is UTC in ISO 8601; ``kind`` is None where the record says no more than that it was taken.
    """

    status: str
    at: str
    kind: Event | None
    cause: Cause | None = None
    detail: str = ""
    is_read: bool = False

    @property
    def has_left(self) -> bool:
        return self.is_read or self.kind in LEFT_EVENTS


@dataclass(frozen=True, slots=True)
class Record:
    """``entries`` by attempt, each letter's in the order of time. ``troubles`` are sentences about what could not be read.
    ``is_whole``: nothing is missing, so that what is not in ``entries`` is not in the record. ``others`` counts letters in the
    record that were not sought.
    """

    entries: Mapping[str, Sequence[RecordEntry]]
    troubles: tuple[str, ...] = ()
    is_whole: bool = True
    clock: datetime | None = None
    others: int = 0


class Feed(Protocol):
    """The provider's own record of letters. What the network does is a value, never an exception."""

    def search(self, letters: Sequence[SoughtLetter], *, wholly: bool) -> Record:
        """What it says of these letters. ``wholly``: read on until it is certain of each that it is not there, whatever that
        costs.
        """
        ...
