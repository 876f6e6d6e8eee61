"""The fence: while letters wait at the provider, a run that leaves somebody in doubt is taken back whole and made anew."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from newsletter.operations.waiting import clock, has_settled, keeper_for
from newsletter.cli.output import note, warn
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.operations.sending.order import Sending
    from newsletter.delivery.holds import Held, Keeper
    from newsletter.delivery.locks import RunLock

MOST_RESTARTS = 3


@contextmanager
def dead_runs(sending: "Sending", lock: "RunLock") -> "Iterator[tuple[Held, ...]]":
    """Earlier runs that ended with somebody in doubt, whose letters still wait; their locks are ours meanwhile.

    Not where only some associations are chosen: the others' letters would be taken back and not sent again.
    """
    from newsletter.delivery.holds import held_runs

    def doubtful() -> "Iterator[Held]":
        return (held for held in held_runs(sending.log, sending.key.issue) if held.unresolved and _can_be_fenced(held))

    locked: list[str] = []
    if sending.is_live and not sending.options.only:
        locked.extend(held.run for held in doubtful() if lock.add(held.run))
    try:
        yield tuple(held for held in doubtful() if held.run in locked)  # until now another may have been at work on them
    finally:
        for run in locked:
            lock.drop(run)


def clear(sending: "Sending", dead: "Collection[Held]", lock: "RunLock", stop: threading.Event) -> None:
    """Take back what dead runs have left waiting, so that nobody of theirs is in doubt."""
    from newsletter.delivery.recalls import settling

    if not dead:
        return
    letters = sum(held.letters for held in dead)
    note(
        ngettext(
            "An earlier sending was broken off, and its letter still waits. It is taken back and sent anew.",
            "An earlier sending was broken off, and its {n} letters still wait. They are taken back and sent anew.",
            letters,
        ).format(n=letters)
    )
    if has_settled(max(settling(sending.log, _keeper(held), held, clock()) for held in dead), stop):
        for held in dead if lock.is_held() else ():
            _taken_back(sending, held, _keeper(held))


def was_fenced(sending: "Sending", keeper: "Keeper", lock: "RunLock", stop: threading.Event) -> bool:
    """Whether this run has been taken back, because it left somebody in doubt. One that has lost its lock is another's to
    take back.
    """
    from newsletter.delivery.holds import held_runs

    ours = [held for held in held_runs(sending.log, sending.key.issue) if held.run == sending.key.id and held.unresolved]
    if stop.is_set() or not ours or not lock.is_held() or not _can_be_fenced(ours[0]):
        return False
    (held,) = ours
    note(
        ngettext(
            "It is unclear whether {count} letter was taken. All of this sending is taken back and sent anew.",
            "It is unclear whether {count} letters were taken. All of this sending is taken back and sent anew.",
            held.unresolved,
        ).format(count=held.unresolved)
    )
    return has_settled(keeper.settle, stop) and lock.is_held() and _taken_back(sending, held, keeper)


def _can_be_fenced(held: "Held") -> bool:
    from newsletter.model.diagnostics import Refused

    try:
        settle = _keeper(held).settle
    except Refused:  # no key at hand for what it left through: its letters stay in doubt
        return False
    return clock().now() + timedelta(seconds=settle) < held.last_call


def _keeper(held: "Held") -> "Keeper":
    from newsletter.delivery.transports import parse_via

    return keeper_for(parse_via(held.via))


def _taken_back(sending: "Sending", held: "Held", keeper: "Keeper") -> bool:
    from newsletter.delivery.recalls import Ending, take_back

    attempted = take_back(sending.log, keeper, held, clock(), why="somebody was in doubt")
    if attempted.ending is Ending.TAKEN_BACK:
        return True
    warn(_("The sending could not be taken back: {reason}").format(reason=attempted.reason))
    return False
