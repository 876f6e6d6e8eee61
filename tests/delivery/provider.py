"""A provider that keeps letters, as a model with a clock of its own: what it has taken, cancelled and sent, and says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from newsletter.delivery.afterwards.reports import EventReport
from newsletter.delivery.log.send_log import timestamp
from newsletter.delivery.waiting.provider import BatchStatus, Cancellation, NewBatch, Record, RecordEntry, SoughtLetter
from newsletter.delivery.waiting.runs import RECALL_LEAD
from newsletter.model.deliveries import Event

FEED_LAG = timedelta(minutes=10)


class Killed(Exception):
    """The process died here, and nothing of it goes on."""


class Cancelling(StrEnum):
    """What comes of asking it to cancel a batch."""

    SEEN = "seen"
    DONE_AND_LOST = "done and lost"
    NOT_DONE_AND_LOST = "not done and lost"
    REFUSED = "refused"
    KILLED_BEFORE = "killed before"
    KILLED_AFTER = "killed after"


@dataclass(frozen=True)
class Taken:
    """``leaves`` is None for a letter that does not wait."""

    number: int
    attempt: str
    batch: str
    at: datetime
    leaves: datetime | None


@dataclass
class Provider:
    """``late`` are letters that the client has given up and that may be taken yet, until it has been left to settle."""

    now: datetime = datetime(2026, 9, 10, 8, tzinfo=UTC)
    letters: list[Taken] = field(default_factory=list)
    late: list[Taken] = field(default_factory=list)
    cancelled: dict[str, datetime] = field(default_factory=dict)
    batches: int = 0
    cancelling: Cancelling = Cancelling.SEEN
    answers: bool = True
    feed_is_empty: bool = False
    settle: float = 0.0
    longest: float = 0.0

    def take(self, letter: Taken) -> None:
        self.letters.append(letter)

    def settled(self, arrive: bool) -> None:
        """What was on its way has come or never will."""
        if arrive:
            self.letters += self.late
        self.late = []

    def leaves(self, letter: Taken) -> datetime | None:
        """When it leaves; None if it was cancelled in time. What came in after that leaves all the same."""
        if letter.leaves is None:
            return letter.at
        since = self.cancelled.get(letter.batch)
        if since is not None and letter.at <= since <= letter.leaves - RECALL_LEAD:
            return None
        return max(letter.at, letter.leaves)

    def leaving(self, number: int) -> list[Taken]:
        """The letters that this person has got or will get if nothing is done."""
        return [one for one in self.letters if one.number == number and self.leaves(one) is not None]

    def has_left(self, letter: Taken) -> bool:
        moment = self.leaves(letter)
        return moment is not None and moment <= self.now

    # What the program asks of it

    def new_batch(self) -> NewBatch:
        self.batches += 1
        return NewBatch(f"batch{self.batches}", self.now)

    def look(self, _batch: str) -> BatchStatus:
        return BatchStatus(self.now) if self.answers else BatchStatus(refusal="no contact")

    def cancel(self, batch: str) -> Cancellation:
        how = self.cancelling
        if how is Cancelling.KILLED_BEFORE:
            raise Killed
        if how not in {Cancelling.NOT_DONE_AND_LOST, Cancelling.REFUSED}:
            self.cancelled.setdefault(batch, self.now)
        if how is Cancelling.KILLED_AFTER:
            raise Killed
        if how is Cancelling.SEEN:
            return Cancellation(is_confirmed=True, may_be=True, clock=self.now)
        return Cancellation(is_confirmed=False, may_be=how is not Cancelling.REFUSED, reason="…")

    def search(self, letters: Sequence[SoughtLetter], *, wholly: bool) -> Record:
        """Its record, which also shows that it has taken what waits, or has been discarded since."""
        assert wholly, "what decides whether a letter goes again must be read to its end"
        shown = {one.attempt: entry for one in self.letters if not self.feed_is_empty and (entry := self._entry(one))}
        return Record({one.attempt: [shown[one.attempt]] for one in letters if one.attempt in shown}, clock=self.now)

    def _entry(self, letter: Taken) -> RecordEntry | None:
        moment = self.leaves(letter)
        if moment is not None and moment + FEED_LAG <= self.now:
            return RecordEntry("delivered", timestamp(moment), Event.DELIVERED)
        return RecordEntry("processed", timestamp(letter.at), None) if letter.leaves is not None else None

    def report(self, letter: Taken, kind: Event | None) -> EventReport | None:
        """An event of this kind about the letter, where it can be true."""
        if kind is None:
            return EventReport(letter.attempt, None, timestamp(letter.at))
        return EventReport(letter.attempt, kind, timestamp(self.now)) if self.has_left(letter) else None
