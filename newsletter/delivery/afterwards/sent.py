"""What has been sent live, in the forms it was sent: the source of the archive and of the year's report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log.contents import parse_record
from newsletter.delivery.log.records import unless_none
from newsletter.delivery.log.schema import attempt, content, delivery, hold, run
from newsletter.delivery.log.send_log import SendLog
from newsletter.model.deliveries import LIVE, Status


@dataclass(frozen=True, slots=True)
class SentForm:
    """One content of one issue that somebody has been sent. ``first`` is when its first letter was accepted, or leaves the
    provider where it waits there, which may be still to come: UTC in ISO 8601. ``letters`` counts those that stand as accepted.
    ``record`` is for ``letter.content_from_record``; its key ``issue``, which the oldest logs lack, is for
    ``model.issue.issue_from_record``.
    """

    issue: str
    digest: str
    first: str
    letters: int
    record: Mapping[str, Any]


def sent_forms(log: SendLog, issue: str | None = None) -> tuple[SentForm, ...]:
    """By issue, the oldest form first. A letter that was recalled, refused or is in doubt makes nothing sent."""
    leaves = sa.case((hold.c.leaves > delivery.c.at, hold.c.leaves), else_=delivery.c.at)
    sent = (
        sa.select(run.c.issue, run.c.content, sa.func.min(leaves).label("first"), sa.func.count().label("letters"))
        .join_from(delivery, attempt, attempt.c.id == delivery.c.attempt)
        .join(run, run.c.id == attempt.c.run)
        .outerjoin(hold, hold.c.run == run.c.id)
        .where(delivery.c.realm == LIVE, delivery.c.status == Status.ACCEPTED, unless_none(run.c.issue, issue))
        .group_by(run.c.issue, run.c.content)
        .subquery()
    )
    query = (
        sa.select(sent, content.c.record)
        .join_from(sent, content, content.c.digest == sent.c.content)
        .order_by(sent.c.issue, sent.c.first, sent.c.content)
    )
    with log.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(SentForm(row.issue, row.content, row.first, row.letters, parse_record(log, row.record)) for row in rows)
