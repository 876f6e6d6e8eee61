"""Calls: what a group becomes once it has been claimed, and what comes back."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsletter.delivery.outgoing import steady_clock
from newsletter.delivery.outgoing.batch import Answer, Batch, Envelope, Hold, SenderIdentity, Then, Transport, grown_old
from newsletter.delivery.outgoing.envelope import message_id
from newsletter.delivery.run import claims
from newsletter.delivery.run.claims import CallOutcomes, Candidate, make_candidate
from newsletter.delivery.run.grouping import Group
from newsletter.letter import Letter
from newsletter.model.deliveries import Status
from newsletter.model.recipients import Addressee

FRESH_SECONDS = 60.0
"""A claim older than this is not acted on: the machine has been asleep and others may have looked at the log."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A group and what it asks for, in the same order."""

    members: Group
    candidates: Sequence[Candidate]

    @property
    def attempts(self) -> list[str]:
        return [make_candidate.attempt for make_candidate in self.candidates]

    def restrict_to(self, attempts: frozenset[str]) -> "Ticket | None":
        """What the claim has left of it; None where others have them all."""
        if attempts.issuperset(self.attempts):
            return self
        ours = [pair for pair in zip(self.members, self.candidates, strict=True) if pair[1].attempt in attempts]
        return Ticket(tuple(member for member, _ in ours), [make_candidate for _, make_candidate in ours]) if ours else None


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
        """How many have which; mostly all have the same, which is seen at once."""
        outcomes = self.answer.outcomes
        if outcomes.count(outcomes[0]) == len(outcomes):
            return Counter({outcomes[0].status: len(outcomes)})
        return Counter(outcome.status for outcome in outcomes)

    @property
    def outcomes(self) -> CallOutcomes:
        return CallOutcomes(self.ticket.attempts, self.answer.outcomes)


def make_tickets(groups: Sequence[Group]) -> list[Ticket]:
    """New attempts for all of them: those of one group are neighbours."""
    attempts = iter(claims.new_attempts(sum(map(len, groups))))
    return [
        Ticket(group, [make_candidate(to.association_id, to.address, next(attempts)) for to, _number in group])
        for group in groups
    ]


@dataclass(frozen=True, slots=True)
class Calls:
    """What the calls of a run have in common. ``letter`` may be asked from several threads at once."""

    transport: Transport
    sender: SenderIdentity
    letter: Callable[[Addressee], Letter]
    hold: Hold | None

    def make(self, ticket: Ticket, claimed: ClaimMoment, *, held: bool) -> CallResult:
        """One call, in a thread of its own; not made where the claim can no longer be relied on."""
        leave_before = claimed.steady + FRESH_SECONDS
        if not held or steady_clock.seconds() >= leave_before:
            answer = Answer((grown_old(),) * len(ticket.members), Then.AGAIN if held else Then.STOP)
            return CallResult(ticket, answer, made=False)
        return CallResult(ticket, self.transport.send(self._batch(ticket, claimed.at, leave_before)))

    def _batch(self, ticket: Ticket, now: datetime, leave_before: float) -> Batch:
        domain = self.sender.address.domain
        envelopes = tuple(
            Envelope(asked.attempt, to.association_id, number, to.address, message_id(asked.attempt, domain), now)
            for (to, number), asked in zip(ticket.members, ticket.candidates, strict=True)
        )
        letter = self.letter(ticket.members[0].addressee)
        return Batch(self.sender, letter, envelopes, leave_before=leave_before, hold=self.hold)
