"""From addressees to calls: groups of equal letters, the tickets that claim them, the calls that carry them.

A few groups and tickets are open at a time, so that memory stays flat however many addressees there are.
"""

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.batch import Answer, Batch, Envelope, Hold, SenderIdentity, Then, Transport, grown_old
from newsletter.delivery.outgoing.envelope import message_id
from newsletter.delivery.run import claims
from newsletter.delivery.run.claims import CallOutcomes, Candidate, make_candidate
from newsletter.letter import Letter
from newsletter.model.deliveries import Outcome, Status
from newsletter.model.recipients import Addressee, Numbered

Group = tuple[Numbered, ...]
"""Addressees who get equal letters, in one call."""
_OPEN_GROUPS = 64
"""How many different letters may be waiting for their like before the oldest goes as it is."""


def group_by_letter(due: Iterable[Numbered], likeness: Callable[[Addressee], Hashable], size: int) -> Iterator[Group]:
    """Groups of at most ``size`` whose ``likeness`` is the same: they get equal letters.

    An address appears once in a group, because a provider refuses a request that names it twice: the same person in two
    associations gets two letters in two calls.
    """
    waiting: dict[Hashable, dict[str, Numbered]] = {}
    for one in due:
        like = likeness(one.addressee)
        key = one.addressee.address.key
        group = waiting.get(like)
        if group is None:
            group = waiting[like] = {}
        elif key in group:
            yield tuple(group.values())
            group = waiting[like] = {}
        group[key] = one
        if len(group) >= size:
            yield tuple(waiting.pop(like).values())
        elif len(waiting) > _OPEN_GROUPS:
            yield tuple(waiting.pop(next(iter(waiting))).values())
    for group in waiting.values():
        yield tuple(group.values())


def usual_workers(due: Iterable[Numbered], likeness: Callable[[Addressee], Hashable], size: int) -> int:
    """How many calls to have in flight: few where few are needed, because so many may be in doubt after a crash; more, up to
    64, where the time that each call takes would add up to an hour.
    """
    alike = Counter(likeness(one.addressee) for one in due)
    calls = sum(-(-count // size) for count in alike.values())
    return max(4, min(64, calls // 100))


@dataclass(frozen=True, slots=True)
class Ticket:
    """A group and what it asks for, in the same order."""

    members: Group
    candidates: Sequence[Candidate]

    @property
    def attempts(self) -> list[str]:
        return [candidate.attempt for candidate in self.candidates]

    def restrict_to(self, attempts: frozenset[str]) -> "Ticket | None":
        """The part that the claim has won; None where other runs have won all of it."""
        if attempts.issuperset(self.attempts):
            return self
        ours = [pair for pair in zip(self.members, self.candidates, strict=True) if pair[1].attempt in attempts]
        return Ticket(tuple(member for member, _ in ours), [candidate for _, candidate in ours]) if ours else None


def make_tickets(groups: Sequence[Group]) -> list[Ticket]:
    """New attempts for all of them: those of one group are neighbours."""
    attempts = iter(claims.new_attempts(sum(map(len, groups))))
    return [
        Ticket(group, [make_candidate(to.association_id, to.address, next(attempts)) for to, _number in group])
        for group in groups
    ]


@dataclass(slots=True)
class TicketQueue:
    """Tickets from ``groups``, at most ``count`` more than have been taken. A ticket that is never taken is never claimed.

    They are made in a thread of their own while the log is writing: a database does its work beside Python's.
    """

    groups: Iterator[Group]
    count: int
    pool: ThreadPoolExecutor
    ready: deque[Ticket] = field(default_factory=deque)
    coming: Future[list[Ticket]] | None = None

    def take(self, wanted: int) -> list[Ticket]:
        """``wanted`` tickets, or as many as are left."""
        while len(self.ready) < wanted and (more := self._wait_for_more()):
            self.ready += more
        taken = [self.ready.popleft() for _ticket in range(min(wanted, len(self.ready)))]
        if self.coming is None and len(self.ready) < self.count:
            self.coming = self.pool.submit(self._make, self.count - len(self.ready))
        return taken

    def _wait_for_more(self) -> list[Ticket]:
        coming = self.coming or self.pool.submit(self._make, self.count)
        self.coming = None
        return coming.result()

    def _make(self, count: int) -> list[Ticket]:
        return make_tickets(list(islice(self.groups, count)))


@contextmanager
def open_ticket_queue(groups: Iterator[Group], count: int) -> Iterator[TicketQueue]:
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        yield TicketQueue(groups, count, pool)


FRESH_SECONDS = 60.0
"""A claim older than this is not acted on: the machine has been asleep and others may have looked at the log."""


@dataclass(frozen=True, slots=True)
class ClaimMoment:
    """When a claim was made: by the calendar (aware), and by the steady clock in seconds."""

    at: datetime
    steady: float


@dataclass(frozen=True, slots=True)
class CallResult:
    """What came of a call; ``made`` is False where it was not made because the claim had grown old or the lock was lost."""

    ticket: Ticket
    answer: Answer
    made: bool = True

    @property
    def statuses(self) -> Counter[Status]:
        """How many addressees have each status; mostly all have the same, which one look tells."""
        outcomes = self.answer.outcomes
        if outcomes.count(outcomes[0]) == len(outcomes):
            return Counter({outcomes[0].status: len(outcomes)})
        return Counter(outcome.status for outcome in outcomes)

    @property
    def outcomes(self) -> CallOutcomes:
        return CallOutcomes(self.ticket.attempts, self.answer.outcomes)


@dataclass(frozen=True, slots=True)
class Calls:
    """What the calls of a run have in common. ``letter`` may be asked from several threads at once."""

    transport: Transport
    sender: SenderIdentity
    letter: Callable[[Addressee], Letter]
    hold: Hold | None

    def make(self, ticket: Ticket, claimed: ClaimMoment, *, obstacle: str) -> CallResult:
        """One call, in a thread of its own; not made where the claim can no longer be relied on. ``obstacle`` is a sentence
        where nothing more may leave.
        """
        if obstacle:
            held_back = (Outcome(Status.UNSENT, obstacle),) * len(ticket.members)
            return CallResult(ticket, Answer(held_back, Then.STOP, reason=obstacle), made=False)
        leave_before = claimed.steady + FRESH_SECONDS
        if clocks.steady_seconds() >= leave_before:
            return CallResult(ticket, Answer((grown_old(),) * len(ticket.members), Then.AGAIN), made=False)
        return CallResult(ticket, self.transport.send(self._batch(ticket, claimed.at, leave_before)))

    def _batch(self, ticket: Ticket, now: datetime, leave_before: float) -> Batch:
        domain = self.sender.address.domain
        envelopes = tuple(
            Envelope(asked.attempt, to.association_id, number, to.address, message_id(asked.attempt, domain), now)
            for (to, number), asked in zip(ticket.members, ticket.candidates, strict=True)
        )
        letter = self.letter(ticket.members[0].addressee)
        return Batch(self.sender, letter, envelopes, leave_before=leave_before, hold=self.hold)
