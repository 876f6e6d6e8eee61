"""Settling what a run could not: by a person's word, with name and reason. History is added to, never edited.

arrived        unresolved ──▶ accepted
not arrived    unresolved ──▶ unsent       due again
again          rejected or failed later ──▶ unsent       due again; refused for the unresolved, who may have the letter
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log.records import unless_none
from newsletter.delivery.log.rows import execute_with_rows
from newsletter.delivery.log.schema import address, attempt, delivery, event, hold, resolution, run
from newsletter.delivery.log.send_log import SendLog
from newsletter.delivery.run import locks
from newsletter.delivery.waiting.runs import last_step
from newsletter.model.deliveries import FAILED_EVENTS, LIVE, UNRESOLVED, Status


class Resolution(StrEnum):
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    AGAIN = "again"

    @property
    def status(self) -> Status:
        return Status.ACCEPTED if self is Resolution.ARRIVED else Status.UNSENT


@dataclass(frozen=True, slots=True)
class OpenDelivery:
    """A live delivery that a person may decide on. ``address`` is None once forgotten; ``claimed`` is when the attempt
    was made, UTC in ISO 8601; ``failed`` says that the provider has reported it as failed since.
    """

    number: int
    issue: str
    association: str
    address: str | None
    status: Status
    attempt: str
    run: str
    claimed: str
    failed: bool
    in_progress: bool
    leaves: str | None = None
    """When it leaves the provider, if it waits there: before that no addressee can have got it, and it may still come."""
    is_taken_back_perhaps: bool = False
    """Taking it back has been tried, and what came of it is not known."""

    def allows(self, decision: Resolution) -> bool:
        return self.can_go_again if decision is Resolution.AGAIN else self.can_be_settled

    @property
    def can_be_settled(self) -> bool:
        """Whether it arrived is not known, and no run is about to learn it."""
        return self.status in UNRESOLVED and not self.in_progress

    @property
    def can_go_again(self) -> bool:
        return self.status is Status.REJECTED or (self.status is Status.ACCEPTED and self.failed)


@dataclass(frozen=True, slots=True)
class ResolutionRecord:
    """Whose decision it is, and why."""

    decision: Resolution
    by: str
    reason: str
    at: str


def read_open_deliveries(log: SendLog, issue: str | None = None) -> tuple[OpenDelivery, ...]:
    """Deliveries that are unresolved, were rejected, or have failed since they were accepted; of one issue or of all."""
    rows, alive = locks.read_with_living_runs(log, lambda connection: _rows(connection, issue))
    return tuple(_open_delivery(row, in_progress=row.status == Status.SENDING and row.run in alive) for row in rows)


def settle(log: SendLog, chosen: Sequence[OpenDelivery], record: ResolutionRecord) -> int | None:
    """Write the decision for each of ``chosen`` that still stands as it was read; how many. None if a run of theirs is alive.

    The locks of their runs are held meanwhile, so that no run can be at work on these deliveries.
    """
    with ExitStack() as locked:
        for run in sorted({matter.run for matter in chosen}) if log.is_shared else ["resolve"]:
            lock = locks.take_lock(log, run)
            if lock is None:
                return None
            locked.callback(lock.release)
        with log.writing() as connection:
            return _write(connection, chosen, record)


_SETTLE = """
    UPDATE delivery SET status = input.after, at = input.at
    FROM {input(delivery bigint, attempt text, before text, after text, at text)}
    WHERE delivery.id = input.delivery AND delivery.attempt = input.attempt AND delivery.status = input.before
    RETURNING delivery.id
"""


def _write(connection: sa.Connection, chosen: Iterable[OpenDelivery], record: ResolutionRecord) -> int:
    rows = sorted((m.number, m.attempt, m.status, record.decision.status, _settled_at(m, record)) for m in chosen)
    settled = {number for (number,) in execute_with_rows(connection, _SETTLE, rows)}
    added = [
        {
            "delivery": number,
            "attempt": attempt_id,
            "decision": record.decision,
            "before": before,
            "after": after,
            "by": record.by,
            "reason": record.reason,
            "at": record.at,
        }
        for number, attempt_id, before, after, _at in rows
        if number in settled
    ]
    if added:
        connection.execute(resolution.insert(), added)
    return len(added)


def _settled_at(matter: OpenDelivery, record: ResolutionRecord) -> str:
    """A letter that arrived did so when it was sent: the year's account counts that day, not the day of the resolution."""
    return matter.claimed if record.decision is Resolution.ARRIVED else record.at


def _rows(connection: sa.Connection, issue: str | None) -> locks.Rows:
    failed = sa.exists().where(event.c.attempt == delivery.c.attempt, event.c.kind.in_(FAILED_EVENTS))
    return connection.execute(
        sa.select(
            delivery,
            address.c.normalised,
            attempt.c.run,
            attempt.c.claimed,
            failed.label("failed"),
            hold.c.leaves,
            last_step(attempt.c.run).label("step"),
        )
        .join_from(delivery, address, address.c.id == delivery.c.address)
        .join(attempt, attempt.c.id == delivery.c.attempt)
        .outerjoin(hold, hold.c.run == attempt.c.run)
        .where(
            delivery.c.id.in_(_in_question(issue)),
            delivery.c.status.in_([*UNRESOLVED, Status.REJECTED]) | (failed & (delivery.c.status == Status.ACCEPTED)),
        )
        .order_by(delivery.c.issue, delivery.c.association, address.c.normalised)
    ).all()


def _in_question(issue: str | None) -> sa.CompoundSelect[*tuple[Any, ...]]:
    """Those that may be in question, found by index among a million that are not."""
    issues = sa.select(run.c.issue).where(run.c.realm == LIVE, unless_none(run.c.issue, issue))
    known = delivery.c.issue.in_(issues) & (delivery.c.realm == LIVE)
    return sa.union(
        sa.select(delivery.c.id).where(known, delivery.c.status.in_([*UNRESOLVED, Status.REJECTED])),
        sa.select(delivery.c.id)
        .join_from(event, attempt, attempt.c.id == event.c.attempt)
        .join(delivery, delivery.c.id == attempt.c.delivery)
        .where(known, event.c.kind.in_(FAILED_EVENTS)),
    )


def _open_delivery(row: sa.Row[*tuple[Any, ...]], *, in_progress: bool) -> OpenDelivery:
    return OpenDelivery(
        number=row.id,
        issue=row.issue,
        association=row.association,
        address=row.normalised,
        status=Status(row.status),
        attempt=row.attempt,
        run=row.run,
        claimed=row.claimed,
        failed=bool(row.failed),
        in_progress=in_progress,
        leaves=row.leaves,
        is_taken_back_perhaps=row.step == "begun",
    )
