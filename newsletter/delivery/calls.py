"""Calls: what a group becomes once it has been claimed, and what comes back."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsletter.delivery import claims, steady_clock
from newsletter.delivery.batch import Answer, Batch, Envelope, Hold, SenderIdentity, Then, Transport, grown_old
from newsletter.delivery.claims import Candidate, Returned
from newsletter.delivery.envelope import message_id
from newsletter.delivery.grouping import Group
from newsletter.letter.content import Letter
from newsletter.model.deliveries import Status
from newsletter.model.recipients import Addressee

FRESH_SECONDS = 60.0
"""A claim older than this is not acted on: the machine has been asleep and others may have looked at the log."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A group and the attempts that it asks for, in the same order."""

    members: Group
    attempts: Sequence[str]

    def candidates(self) -> Iterator[Candidate]:
        for (addressee, _number), attempt in zip(self.members, self.attempts, strict=True):
            yield Candidate(addressee.association_id, addressee.address, attempt)

    def won(self, attempts: frozenset[str]) -> "Ticket | None":
        """What the claim has left of it; None where others have them all."""
        if attempts.issuperset(self.attempts):
            return self
        ours = [pair for pair in zip(self.members, self.attempts, strict=True) if pair[1] in attempts]
        return Ticket(tuple(member for member, _ in ours), [attempt for _, attempt in ours]) if ours else None


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket that has been claimed, ready to leave."""

    ticket: Ticket
    batch: Batch


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a call; ``made`` is False where it was not made because the claim had grown old or the lock was lost."""

    call: Call
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
    def returned(self) -> Returned:
        return Returned(self.call.ticket.attempts, self.answer.outcomes)


def tickets(groups: Sequence[Group]) -> list[Ticket]:
    """New attempts for all of them: those of one group are neighbours."""
    attempts = claims.new_attempts(sum(map(len, groups)))
    found, start = [], 0
    for group in groups:
        found.append(Ticket(group, attempts[start : start + len(group)]))
        start += len(group)
    return found


def make_call(
    ticket: Ticket,
    *,
    sender: SenderIdentity,
    letter: Callable[[Addressee], Letter],
    hold: Hold | None,
    now: datetime,
    claimed: float,
) -> Call:
    """``claimed`` is when, by the steady clock, the claim was made."""
    domain = sender.address.domain
    envelopes = tuple(
        Envelope(attempt, addressee.association_id, number, addressee.address, message_id(attempt, domain), now)
        for (addressee, number), attempt in zip(ticket.members, ticket.attempts, strict=True)
    )
    content = letter(ticket.members[0].addressee)
    return Call(ticket, Batch(sender, content, envelopes, leave_before=claimed + FRESH_SECONDS, hold=hold))


def carry(call: Call, transport: Transport, *, held: bool) -> Reply:
    """One call, in a thread of its own; not made where the claim can no longer be relied on."""
    if not held or steady_clock.seconds() >= call.batch.leave_before:
        answer = Answer((grown_old(),) * len(call.batch.envelopes), Then.AGAIN if held else Then.STOP)
        return Reply(call, answer, made=False)
    return Reply(call, transport.send(call.batch))
