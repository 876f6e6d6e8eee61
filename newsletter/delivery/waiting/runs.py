"""Letters that wait at the provider until a chosen moment, and can be taken back till ten minutes before it.

The figures are SendGrid's: it cancels reliably what has ten minutes left, and keeps nothing for longer than 72 hours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from newsletter.delivery.log.schema import attempt, delivery, event, hold, recall, resolution, run
from newsletter.delivery.log.send_log import SendLog
from newsletter.locale import _
from newsletter.model.deliveries import LEFT_EVENTS, LIVE, UNRESOLVED, Status
from newsletter.model.diagnostics import Refused

RECALL_LEAD = timedelta(minutes=10)
LONGEST_HOLD = timedelta(hours=72)
LEAVING_STATUSES = (Status.ACCEPTED, *sorted(UNRESOLVED))
"""The letters of a run that leave if nothing is done."""
HAS_LEFT = sa.or_(
    sa.exists().where(event.c.attempt == delivery.c.attempt, event.c.kind.in_(LEFT_EVENTS)),
    sa.exists().where(resolution.c.attempt == delivery.c.attempt, resolution.c.before == Status.RECALLED),
)
"""A letter that is known to have left the provider, also where its batch was cancelled there."""


@dataclass(frozen=True, slots=True)
class WaitingRun:
    """A live run whose letters wait, or waited. ``letters`` of them leave if nothing is done, ``unresolved`` of those are in
    doubt. ``is_begun``: taking it back has been tried, and what came of it is not known.
    """

    run: str
    via: str
    batch: str
    leaves: datetime
    letters: int
    unresolved: int
    is_begun: bool = False

    @property
    def last_call(self) -> datetime:
        """Until then it can be taken back."""
        return self.leaves - RECALL_LEAD


def refuse_unkeepable(leaves: datetime, now: datetime) -> None:
    """What SendGrid would send at once, or not take at all."""
    if leaves <= now:
        raise Refused(
            _("The letters cannot leave at a time that has passed."), _("Write a later time, or --now to send them at once.")
        )
    if leaves > now + LONGEST_HOLD:
        raise Refused(
            _("SendGrid keeps letters for at most {hours} hours.").format(hours=LONGEST_HOLD // timedelta(hours=1)),
            _("Write an earlier time, or give the command again later."),
        )


def read_waiting_runs(log: SendLog, issue: str) -> tuple[WaitingRun, ...]:
    """The issue's runs that have letters of their own waiting, or had; oldest first."""
    in_doubt = sa.func.sum(sa.case((delivery.c.status.in_(UNRESOLVED), 1), else_=0))
    step = last_step(run.c.id)
    query = (
        sa.select(run.c.id, run.c.via, hold.c.batch, hold.c.leaves, sa.func.count(), in_doubt, step)
        .join_from(hold, run, run.c.id == hold.c.run)
        .join(attempt, attempt.c.run == run.c.id)
        .join(delivery, (delivery.c.id == attempt.c.delivery) & (delivery.c.attempt == attempt.c.id))
        .where(run.c.issue == issue, run.c.realm == LIVE, delivery.c.status.in_(LEAVING_STATUSES), ~HAS_LEFT)
        .group_by(run.c.id, run.c.via, hold.c.batch, hold.c.leaves, run.c.started)
        .order_by(run.c.started, run.c.id)
    )
    with log.reading() as connection:
        return tuple(
            WaitingRun(run_id, via, batch, datetime.fromisoformat(leaves), letters, int(unresolved), last_step == "begun")
            for run_id, via, batch, leaves, letters, unresolved, last_step in connection.execute(query)
        )


def last_step(run_id: sa.ColumnElement[str]) -> sa.ScalarSelect[str]:
    """Of taking that run back; it holds."""
    return sa.select(recall.c.step).where(recall.c.run == run_id).order_by(recall.c.id.desc()).limit(1).scalar_subquery()


def read_recalled_runs(log: SendLog, until: str | None = None) -> frozenset[str]:
    """Runs whose letters were taken back before they left: none of them ever counts. ``until`` (UTC) bounds when."""
    query = sa.select(recall.c.run).where(recall.c.step == "done")
    with log.reading() as connection:
        return frozenset(connection.execute(query if until is None else query.where(recall.c.at <= until)).scalars())
