"""The engine: claim, send, record, until nothing is due. It has no ``except``: what a transport meets is an outcome.

One thread owns the log; calls run beside it. Each turn is one transaction that records all that has come back and claims as
much as there are free slots, so that a crash never leaves more in doubt than the calls in flight.
"""

import gc
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from types import MappingProxyType

from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.batch import Hold, SenderIdentity, Transport
from newsletter.delivery.run import claims
from newsletter.delivery.run.calls import (
    CallResult,
    Calls,
    ClaimMoment,
    Group,
    Ticket,
    TicketQueue,
    make_tickets,
    open_ticket_queue,
)
from newsletter.delivery.run.claims import RunKey
from newsletter.delivery.run.course import Course, put_off_by
from newsletter.delivery.run.locks import RunLock
from newsletter.letter import Letter
from newsletter.locale import _
from newsletter.model.deliveries import Status
from newsletter.model.recipients import Addressee

_LOOK_UP_SECONDS = 0.5  # how soon Ctrl-C is noticed on Windows, where waiting cannot be interrupted


@dataclass(frozen=True, slots=True)
class RunSetup:
    """What a run works with. ``stop`` is set where the run shall end after the calls in flight. ``mark`` writes how far it has
    come, as its receipt has it: how many attempts, and the last one's id; a sentence where it could not.
    """

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
    mark: Callable[[int, str], str] = lambda _attempts, _last: ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the run has come. ``reason`` is a sentence where the run has been ended, or is ``waiting`` (seconds), because of
    what the other side said. ``put_off`` are the addressees whose letters were put off in this step for reasons of their own,
    and what was said of each.
    """

    letters: Counter[Status]
    waiting: float = 0.0
    ended: bool = False
    reason: str = ""
    put_off: Mapping[Addressee, str] = field(default_factory=dict)


def deliver(setup: RunSetup, groups: Iterator[Group]) -> Generator[Progress]:
    """Send every group; yields as things come back. The caller holds the run's lock and has committed the run's row.

    Closed before its end, or broken off by a fault, it still waits for the calls in flight and records what they say.
    """
    return _Engine(setup, groups).turns()


@dataclass(slots=True)
class _Engine:
    setup: RunSetup
    groups: Iterator[Group]
    course: Course = field(default_factory=Course)
    again: deque[Group] = field(default_factory=deque)
    queue: TicketQueue = field(init=False)
    in_flight: set[Future[CallResult]] = field(default_factory=set)
    landed: SimpleQueue[Future[CallResult]] = field(default_factory=SimpleQueue)
    unrecorded: list[CallResult] = field(default_factory=list)
    letters: Counter[Status] = field(default_factory=Counter)
    claimed: int = 0

    def turns(self) -> Generator[Progress]:
        slots = max(1, min(self.setup.workers, self.setup.transport.calls_in_flight))
        with (
            ThreadPoolExecutor(slots, thread_name_prefix="call") as pool,
            open_ticket_queue(self.groups, slots) as self.queue,
            _freeze_loaded_objects(),
        ):
            try:
                yield from self._until_done(pool, slots)
            finally:
                self._await_calls()

    def _until_done(self, pool: ThreadPoolExecutor, slots: int) -> Iterator[Progress]:
        while True:
            results = self._collect_results()
            for result in results:
                self._consider(result)
            asked = self._next_tickets(slots - len(self.in_flight))
            when = ClaimMoment(self.setup.now(), clocks.steady_seconds())
            self._launch(pool, self._commit(asked, when), when)
            if results or asked:
                yield self._progress(put_off_by(results))
            elif not self.in_flight and not self._seconds_to_wait():
                if self.course.trouble and not self.course.ended:
                    self.course.end(self.course.trouble)
                    yield self._progress()
                return
            self._pause()

    def _await_calls(self) -> None:
        """Each call ends within its transport's own deadline: no letter is left in doubt whose answer can still be recorded."""
        wait(self.in_flight)
        self.unrecorded += [future.result() for future in self.in_flight if not future.exception()]
        self._commit((), ClaimMoment(self.setup.now(), clocks.steady_seconds()))
        for future in self.in_flight:
            future.result()  # a fault in the transport answers for no letter

    def _collect_results(self) -> list[CallResult]:
        known = len(self.unrecorded)
        with suppress(Empty):
            while True:
                future = self.landed.get_nowait()
                self.in_flight.remove(future)
                self.unrecorded.append(future.result())
        return self.unrecorded[known:]

    def _consider(self, result: CallResult) -> None:
        retried = self.course.take_in(result)
        self.again.extend(retried)
        self.letters.update(result.statuses)
        self.letters[Status.UNSENT] -= sum(map(len, retried))

    def _next_tickets(self, free: int) -> list[Ticket]:
        if self.course.ended or self.setup.stop.is_set() or self._seconds_to_wait():
            return []
        again = [self.again.popleft() for _slot in range(min(free, len(self.again)))]
        return make_tickets(again) + self.queue.take(free - len(again))

    def _commit(self, asked: Sequence[Ticket], when: ClaimMoment) -> list[Ticket]:
        """One transaction: after it, what has come back is known, and what leaves next is spoken for."""
        if not self.unrecorded and not asked:
            return []
        outcomes = [result.outcomes for result in self.unrecorded]
        wanted = [candidate for ticket in asked for candidate in ticket.candidates]
        with self.setup.log.writing() as connection:
            won = claims.record_and_claim(connection, self.setup.run, outcomes, wanted, timestamp(when.at))
        self.unrecorded.clear()
        return [ours for ticket in asked if (ours := ticket.restrict_to(won))]

    def _launch(self, pool: ThreadPoolExecutor, claimed: Sequence[Ticket], when: ClaimMoment) -> None:
        if not claimed:
            return
        obstacle = self._find_obstacle(claimed)
        if obstacle:
            self.course.end(obstacle)
        calls = Calls(self.setup.transport, self.setup.sender, self.setup.letter, self.setup.hold)
        for ticket in claimed:
            future = pool.submit(calls.make, ticket, when, obstacle=obstacle)
            self.in_flight.add(future)
            future.add_done_callback(self.landed.put)

    def _find_obstacle(self, claimed: Sequence[Ticket]) -> str:
        """A sentence where what has been claimed may not leave: its attempts could not be marked in the receipt, or the lock is
        no longer ours, or the log that it guards is gone.
        """
        self.claimed += sum(len(ticket.members) for ticket in claimed)
        if trouble := self.setup.mark(self.claimed, claimed[-1].attempts[-1]):
            return trouble
        if not self.setup.lock.is_in_place():
            return _("The sending log was deleted or replaced while letters left.")
        return "" if self.setup.lock.is_ours() else _("This run has lost its hold on the sending log.")

    def _seconds_to_wait(self) -> float:
        """Seconds until the groups that wait may go again; 0 where none waits, or none shall go."""
        return self.course.seconds_to_wait() if self.again and not self.setup.stop.is_set() else 0.0

    def _pause(self) -> None:
        """Sleep until something has come back or the waiting is over."""
        if self.in_flight:
            with suppress(Empty):
                self.landed.put(self.landed.get(timeout=_LOOK_UP_SECONDS))
        elif waiting := self._seconds_to_wait():
            self.setup.stop.wait(min(waiting, _LOOK_UP_SECONDS))

    def _progress(self, put_off: Mapping[Addressee, str] = MappingProxyType({})) -> Progress:
        waiting = self._seconds_to_wait()
        reason = self.course.reason if waiting or self.course.ended else ""
        return Progress(+self.letters, waiting, self.course.ended, reason, put_off)


@contextmanager
def _freeze_loaded_objects() -> Iterator[None]:
    """What has been loaded would be looked through again and again while letters pass, which takes a third of the time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
