"""Taking back what waits at the provider, so that neither a crash nor a lost answer can hide or repeat a letter.

                 begun (committed)         the provider shows it as cancelled, in time
    accepted ───▶ unknown ───┬────────────▶ recalled        due again
    unknown, sending ────────┤ done
                             ├────────────▶ accepted        failed: it certainly was not cancelled
                             └ else all of them stay unknown: a later try, or ``resolve``, settles them

From the moment when the provider may have been asked to cancel, no letter that may never leave stands as accepted. To cancel
too early would duplicate: a call that was given up may be acted on later. So letters in doubt are left to settle first.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from newsletter.delivery.log.schema import attempt, delivery, outcome, recall, resolution
from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.waiting.provider import Keeper
from newsletter.delivery.waiting.runs import HAS_LEFT, LEAVING_STATUSES, WaitingRun
from newsletter.locale import _
from newsletter.model.deliveries import Status

_LOOK_UP_SECONDS = 0.5  # how soon Ctrl-C is noticed on Windows, where waiting cannot be interrupted


class RecallEnding(StrEnum):
    TAKEN_BACK = "taken_back"
    TOO_LATE = "too_late"
    REFUSED = "refused"
    """Certainly not taken back: the letters leave at their time."""
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class RecallResult:
    """What came of taking a run back; ``reason`` is a sentence for the editor unless it was taken back."""

    ending: RecallEnding
    reason: str = ""


def wait_until_settled(seconds: float, stop: threading.Event) -> bool:
    """Wait until the other side no longer acts on what has been given up; False where ``stop`` is set first."""
    until = clocks.steady_seconds() + seconds
    while (left := until - clocks.steady_seconds()) > 0:
        if stop.wait(min(left, _LOOK_UP_SECONDS)):
            return False
    return not stop.is_set()


def seconds_to_settle(log: SendLog, keeper: Keeper, waiting: WaitingRun, clock: Clock) -> float:
    """So many seconds until nothing of a run that is not ours can be acted on any more.

    Where a log is shared, a run can have lost its lock and live: what it claimed last may be on its way until that call must
    end.
    """
    if not log.is_shared:
        return keeper.settle
    flying = (delivery.c.attempt == attempt.c.id) & (delivery.c.status == Status.SENDING)
    query = sa.select(sa.func.max(attempt.c.claimed)).join_from(attempt, delivery, flying).where(attempt.c.run == waiting.run)
    with log.reading() as connection:
        last = connection.execute(query).scalar()
    if last is None:
        return keeper.settle
    age = (clock.now() - datetime.fromisoformat(last)).total_seconds()
    return keeper.settle + min(max(keeper.longest - age, 0.0), keeper.longest)


def take_back(log: SendLog, keeper: Keeper, waiting: WaitingRun, clock: Clock, *, why: str) -> RecallResult:
    """Cancel the run's batch and make its letters due again. The caller holds the run's lock, and has let it settle."""
    look = keeper.look(waiting.batch)
    if clock.latest(look.clock) > waiting.last_call:
        too_late = _("It is too late: the letters can no longer be taken back.")
        return RecallResult(RecallEnding.UNCERTAIN if waiting.is_begun else RecallEnding.TOO_LATE, too_late)
    if look.refusal:
        return RecallResult(RecallEnding.UNCERTAIN if waiting.is_begun else RecallEnding.REFUSED, look.refusal)
    with log.writing() as connection:
        _add_step(connection, waiting.run, "begun", why, clock)
        _change(connection, waiting.run, {Status.ACCEPTED}, Status.UNKNOWN)
    found = keeper.cancel(waiting.batch)
    in_time = clock.latest(found.clock) <= waiting.last_call
    with log.writing() as connection:
        if found.is_confirmed and in_time:
            _add_step(connection, waiting.run, "done", why, clock)
            _change(connection, waiting.run, set(LEAVING_STATUSES), Status.RECALLED, timestamp(clock.now()))
            return RecallResult(RecallEnding.TAKEN_BACK)
        if found.is_confirmed or found.may_be or waiting.is_begun:
            return RecallResult(RecallEnding.UNCERTAIN, found.reason or _("SendGrid's answer came too late to be relied on."))
        _add_step(connection, waiting.run, "failed", found.reason, clock)
        _restore(connection, waiting.run)
        return RecallResult(RecallEnding.REFUSED, found.reason)


def _add_step(connection: sa.Connection, run: str, step: str, reason: str, clock: Clock) -> None:
    connection.execute(recall.insert().values(run=run, step=step, reason=reason, at=timestamp(clock.now())))


def _change(connection: sa.Connection, run: str, before: set[Status], after: Status, at: str | None = None) -> None:
    """Change the status of the run's letters, but for those that are known to have left."""
    connection.execute(
        _update_of(run)
        .where(delivery.c.status.in_(before), ~HAS_LEFT)
        .values(status=after, **({} if at is None else {"at": at}))
    )


def _restore(connection: sa.Connection, run: str) -> None:
    """Letters that stood as accepted before do so again: by the provider's answer, or by a person's resolution."""
    said = sa.exists().where(outcome.c.attempt == delivery.c.attempt, outcome.c.status == Status.ACCEPTED)
    settled = sa.exists().where(resolution.c.attempt == delivery.c.attempt, resolution.c.after == Status.ACCEPTED)
    connection.execute(
        _update_of(run).where(delivery.c.status == Status.UNKNOWN, sa.or_(said, settled)).values(status=Status.ACCEPTED)
    )


def _update_of(run: str) -> sa.Update:
    mine = sa.select(attempt.c.id).where(attempt.c.run == run)
    touched = sa.select(attempt.c.delivery).where(attempt.c.run == run)
    return sa.update(delivery).where(delivery.c.id.in_(touched), delivery.c.attempt.in_(mine))
