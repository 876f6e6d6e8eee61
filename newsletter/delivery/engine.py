"""The engine: claim, send, record, until nothing is due. It has no ``except``: what a transport meets is an outcome.

One thread owns the log; calls run beside it. Each turn is one transaction that records all that has come back and claims as
much as there are free slots, so that a crash never leaves more in doubt than the calls in flight.
"""

import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from newsletter.delivery import claims, steady_clock
from newsletter.delivery.batch import Answer, Batch, Envelope, Hold, SenderIdentity, Then, Transport, grown_old
from newsletter.delivery.claims import Candidate, Returned, RunKey
from newsletter.delivery.envelope import message_id
from newsletter.delivery.grouping import Group
from newsletter.delivery.locks import RunLock
from newsletter.delivery.log import SendLog, timestamp
from newsletter.letter.content import Letter
from newsletter.locale import _
from newsletter.model.deliveries import Status
from newsletter.model.recipients import Addressee, Numbered

FRESH_SECONDS = 60.0
"""A claim older than this is not acted on: the machine has been asleep and others may have looked at the log."""
FRUITLESS_CALLS = 3
"""So many calls in a row without acceptance end the run."""
LONGEST_WAIT_SECONDS = 600.0
"""For so long, between two acceptances, the run waits because the provider says that it must."""
_LOOK_UP_SECONDS = 0.5  # how soon Ctrl-C is noticed on Windows, where waiting cannot be interrupted


@dataclass(frozen=True, slots=True)
class Means:
    """What a run works with. ``stop`` is set by whoever wants it to end after the calls in flight."""

    log: SendLog
    lock: RunLock
    transport: Transport
    run: RunKey
    sender: SenderIdentity
    letter: Callable[[Addressee], Letter]
    now: Callable[[], datetime]
    stop: threading.Event
    workers: int = 1
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the run has come; ``last`` are the associations of what came back since the previous one.

    ``reason`` is a sentence where the run has been ended, or is ``waiting`` (seconds), because of what the other side said.
    """

    letters: Counter[Status]
    last: tuple[tuple[str, Status], ...] = ()
    waiting: float = 0.0
    ended: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A group that has been claimed. ``deliveries`` are the rows' numbers, in the envelopes' order."""

    members: Group
    deliveries: tuple[int, ...]
    batch: Batch


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a call; ``made`` is False where it was not made because the claim had grown old or the lock was lost."""

    call: Call
    answer: Answer
    made: bool = True


def deliver(means: Means, groups: Iterator[Group]) -> Generator[Progress]:
    """Send every group; yields as things come back. The caller holds the run's lock and has committed the run's row.

    Closed before its end, or broken off by a fault, it still waits for the calls in flight and records what they say.
    """
    return _Engine(means, groups).turns()


@dataclass(slots=True)
class _Engine:
    means: Means
    groups: Iterator[Group]
    again: deque[Group] = field(default_factory=deque)
    in_flight: set[Future[Reply]] = field(default_factory=set)
    unrecorded: list[Reply] = field(default_factory=list)
    letters: Counter[Status] = field(default_factory=Counter)
    fruitless: int = 0
    waited: float = 0.0
    not_before: float = 0.0
    ended: bool = False
    reason: str = ""
    trouble: str = ""
    """What the latest call's answer had to say: said at the end, if nothing better came after it."""

    def turns(self) -> Generator[Progress]:
        slots = max(1, min(self.means.workers, self.means.transport.calls_in_flight))
        with ThreadPoolExecutor(slots, thread_name_prefix="call") as pool:
            try:
                yield from self._until_done(pool, slots)
            finally:
                self._bring_home()

    def _until_done(self, pool: ThreadPoolExecutor, slots: int) -> Iterator[Progress]:
        while True:
            replies = self._come_back()
            for reply in replies:
                self._consider(reply)
            groups = self._next_groups(slots - len(self.in_flight))
            calls = self._commit(groups)
            self._launch(pool, calls)
            if replies or groups:
                yield self._progress(replies)
            elif not self.in_flight and not self._is_waiting():
                if self.trouble and not self.ended:
                    self._end(self.trouble)
                    yield self._progress(())
                return
            self._pause()

    def _bring_home(self) -> None:
        """Each call ends within its transport's own deadline: nobody is left in doubt whose answer can still be recorded."""
        wait(self.in_flight)
        self._come_back()
        self._commit(())

    def _come_back(self) -> list[Reply]:
        known = len(self.unrecorded)
        for future in [future for future in self.in_flight if future.done()]:
            self.in_flight.remove(future)
            self.unrecorded.append(future.result())
        return self.unrecorded[known:]

    def _next_groups(self, free: int) -> list[Group]:
        if self.ended or self.means.stop.is_set() or self._is_waiting():
            return []
        return [group for _slot in range(free) if (group := self.again.popleft() if self.again else next(self.groups, None))]

    def _commit(self, groups: Sequence[Group]) -> list[Call]:
        """One transaction: after it, what has come back is known, and what leaves next is spoken for."""
        if not self.unrecorded and not groups:
            return []
        candidates = [[_candidate(member) for member in group] for group in groups]
        now = self.means.now()
        claimed = steady_clock.seconds()
        returned = [one for reply in self.unrecorded for one in _returned(reply)]
        wanted = [candidate for group in candidates for candidate in group]
        with self.means.log.writing() as connection:
            won = claims.turn(connection, self.means.run, returned, wanted, timestamp(now))
        self.unrecorded.clear()
        return [
            call
            for group, tickets in zip(groups, candidates, strict=True)
            if (call := self._call(group, tickets, won, now, claimed))
        ]

    def _call(
        self, group: Group, tickets: Sequence[Candidate], won: dict[str, int], now: datetime, claimed: float
    ) -> Call | None:
        """The call for those of the group that the claim returned; None where others have them all."""
        ours = [(member, ticket.attempt) for member, ticket in zip(group, tickets, strict=True) if ticket.attempt in won]
        if not ours:
            return None
        envelopes = tuple(_envelope(member, attempt, self.means.sender, now) for member, attempt in ours)
        letter = self.means.letter(ours[0][0].addressee)
        batch = Batch(self.means.sender, letter, envelopes, leave_before=claimed + FRESH_SECONDS, hold=self.means.hold)
        return Call(tuple(member for member, _ in ours), tuple(won[attempt] for _, attempt in ours), batch)

    def _launch(self, pool: ThreadPoolExecutor, calls: Sequence[Call]) -> None:
        if not calls:
            return
        held = self.means.lock.is_held()
        if not held:
            self._end(_("This run has lost its hold on the sending log."))
        for call in calls:
            self.in_flight.add(pool.submit(_make, call, self.means.transport, held=held))

    def _consider(self, reply: Reply) -> None:
        """Decide what goes again and whether the run goes on."""
        unsent = tuple(
            member
            for member, outcome in zip(reply.call.members, reply.answer.outcomes, strict=True)
            if outcome.status is Status.UNSENT
        )
        accepted = any(outcome.status is Status.ACCEPTED for outcome in reply.answer.outcomes)
        retried = self._retries(reply, unsent)
        self.again.extend(retried)
        self.letters.update(outcome.status for outcome in reply.answer.outcomes)
        self.letters[Status.UNSENT] -= sum(len(group) for group in retried)
        self.trouble = "" if accepted else reply.answer.reason
        if accepted:
            self.fruitless, self.waited = 0, 0.0
        elif reply.made and not retried:
            self.fruitless += 1
        if reply.answer.then is Then.STOP:
            self._end(reply.answer.reason)
        elif self.fruitless >= FRUITLESS_CALLS:
            self._end(
                reply.answer.reason
                or _("{count} calls in a row were answered without acceptance.").format(count=self.fruitless)
            )

    def _retries(self, reply: Reply, unsent: Group) -> list[Group]:
        """The groups that go again in this run, because the answer leads somewhere; only of those not accepted."""
        everyone = len(unsent) == len(reply.call.members)
        match reply.answer.then:
            case _ if not unsent:
                return []
            case Then.AGAIN if not everyone or not reply.made:
                return [unsent]
            case Then.HALVE if len(unsent) > 1:
                return [unsent[: len(unsent) // 2], unsent[len(unsent) // 2 :]]
            case Then.WAIT if self._may_wait(reply.answer):
                return [unsent]
            case Then.AGAIN | Then.HALVE | Then.WAIT | Then.CONTINUE | Then.STOP:
                return []

    def _may_wait(self, answer: Answer) -> bool:
        """Wait once for all the calls in flight that were told to at the same time."""
        until = steady_clock.seconds() + answer.wait
        longer = max(0.0, until - max(self.not_before, steady_clock.seconds()))
        if self.waited + longer > LONGEST_WAIT_SECONDS:
            self._end(answer.reason)
            return False
        self.waited += longer
        self.not_before = max(self.not_before, until)
        self.reason = answer.reason
        return True

    def _end(self, reason: str) -> None:
        if not self.ended:
            self.ended, self.reason = True, reason

    def _is_waiting(self) -> bool:
        over = self.ended or self.means.stop.is_set() or not self.again
        return not over and steady_clock.seconds() < self.not_before

    def _pause(self) -> None:
        """Sleep until something has come back or the waiting is over."""
        if self.in_flight:
            wait(self.in_flight, timeout=_LOOK_UP_SECONDS, return_when=FIRST_COMPLETED)
        elif self._is_waiting():
            self.means.stop.wait(min(self.not_before - steady_clock.seconds(), _LOOK_UP_SECONDS))

    def _progress(self, replies: Sequence[Reply]) -> Progress:
        last = tuple(
            (member.addressee.association_id, outcome.status)
            for reply in replies
            for member, outcome in zip(reply.call.members, reply.answer.outcomes, strict=True)
        )
        waiting = max(0.0, self.not_before - steady_clock.seconds()) if self._is_waiting() else 0.0
        reason = self.reason if waiting or self.ended else ""
        return Progress(+self.letters, last, waiting, self.ended, reason)


def _make(call: Call, transport: Transport, *, held: bool) -> Reply:
    """One call, in a thread of its own; not made where the claim can no longer be relied on."""
    if not held or steady_clock.seconds() >= call.batch.leave_before:
        return Reply(call, Answer((grown_old(),) * len(call.members), Then.AGAIN if held else Then.STOP), made=False)
    return Reply(call, transport.send(call.batch))


def _candidate(member: Numbered) -> Candidate:
    return Candidate(member.addressee.association_id, member.addressee.address, claims.new_attempt())


def _envelope(member: Numbered, attempt: str, sender: SenderIdentity, now: datetime) -> Envelope:
    return Envelope(
        attempt=attempt,
        association_id=member.addressee.association_id,
        number=member.number,
        to=member.addressee.address,
        message_id=message_id(attempt, sender.address.domain),
        date=now,
    )


def _returned(reply: Reply) -> Iterator[Returned]:
    for delivery, envelope, outcome in zip(
        reply.call.deliveries, reply.call.batch.envelopes, reply.answer.outcomes, strict=True
    ):
        yield Returned(delivery, envelope.attempt, outcome)
