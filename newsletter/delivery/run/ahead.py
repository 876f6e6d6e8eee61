"""What a run asks for next, made ready while its log is writing: a database does its work beside Python's."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from newsletter.delivery.run.calls import Ticket, make_tickets
from newsletter.delivery.run.grouping import Group


@dataclass(slots=True)
class TicketQueue:
    """Tickets from ``groups``, at most ``count`` more than have been taken. What is never taken has never been claimed."""

    groups: Iterator[Group]
    count: int
    pool: ThreadPoolExecutor
    ready: deque[Ticket] = field(default_factory=deque)
    coming: Future[list[Ticket]] | None = None

    def take(self, wanted: int) -> list[Ticket]:
        """So many, or as many as there are."""
        while len(self.ready) < wanted and (came := self._wait_for_more()):
            self.ready += came
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
