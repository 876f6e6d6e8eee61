"""The fence: while letters wait at the provider, a run that leaves some in doubt is taken back whole and made anew."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

from newsletter.delivery.transports import parse_via
from newsletter.delivery.waiting import Keeper, RecallEnding, WaitingRun, read_waiting_runs, seconds_to_settle, take_back
from newsletter.model.diagnostics import Refused
from newsletter.operations.sending.news import BrokenOff, InDoubt, NotTakenBack
from newsletter.operations.sending.order import Sending
from newsletter.operations.waiting import settle
from newsletter.operations.workspace import Workspace

MOST_RESTARTS = 3


@contextmanager
def lock_dead_runs(sending: Sending) -> Iterator[tuple[WaitingRun, ...]]:
    """Earlier runs that ended with letters in doubt, whose letters still wait; their locks are ours meanwhile.

    Not where only some associations are chosen: the others' letters would be taken back and not sent again.
    """

    def doubtful() -> Iterator[WaitingRun]:
        found = read_waiting_runs(sending.log, sending.key.issue)
        return (one for one in found if one.unresolved and _can_be_fenced(sending.workspace, one))

    locked: list[str] = []
    if sending.is_live and not sending.order.only:
        locked.extend(one.run for one in doubtful() if sending.lock.add(one.run))
    try:
        yield tuple(one for one in doubtful() if one.run in locked)  # until now another run may have been at work on them
    finally:
        for run in locked:
            sending.lock.drop(run)


def take_back_dead_runs(sending: Sending, dead: Collection[WaitingRun], stop: threading.Event) -> None:
    """Take back what dead runs have left waiting, so that none of their letters is in doubt."""
    if not dead:
        return
    sending.reporter.tell(BrokenOff(sum(one.letters for one in dead)))
    clock = sending.workspace.clock
    seconds = max(seconds_to_settle(sending.log, _keeper(sending.workspace, one), one, clock) for one in dead)
    if settle(seconds, stop, sending.reporter.tell):
        for one in dead if sending.lock.is_ours() else ():
            _take_back(sending, one, _keeper(sending.workspace, one))


def take_back_if_in_doubt(sending: Sending, stop: threading.Event) -> bool:
    """Whether this run has been taken back, because it left letters in doubt. One that has lost its lock is another's to take
    back.
    """
    if sending.keeper is None:
        return False
    ours = [one for one in read_waiting_runs(sending.log, sending.key.issue) if one.run == sending.key.id and one.unresolved]
    if stop.is_set() or not ours or not sending.lock.is_ours() or not _can_be_fenced(sending.workspace, ours[0]):
        return False
    (held,) = ours
    sending.reporter.tell(InDoubt(held.unresolved))
    is_settled = settle(sending.keeper.settle, stop, sending.reporter.tell)
    return is_settled and sending.lock.is_ours() and _take_back(sending, held, sending.keeper)


def _can_be_fenced(workspace: Workspace, held: WaitingRun) -> bool:
    try:
        seconds = _keeper(workspace, held).settle
    except Refused:  # no key at hand for what it left through: its letters stay in doubt
        return False
    return workspace.now() + timedelta(seconds=seconds) < held.last_call


def _keeper(workspace: Workspace, held: WaitingRun) -> Keeper:
    return workspace.keeper(parse_via(held.via))


def _take_back(sending: Sending, held: WaitingRun, keeper: Keeper) -> bool:
    attempted = take_back(sending.log, keeper, held, sending.workspace.clock, why="somebody was in doubt")
    if attempted.ending is RecallEnding.TAKEN_BACK:
        return True
    sending.reporter.tell(NotTakenBack(attempted.reason))
    return False
