"""What the log knows before a run, read in one go: the facts that ``plan`` and ``permission`` decide from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log.contents import parse_record
from newsletter.delivery.log.keys import AddresseeKey
from newsletter.delivery.log.schema import address, attempt, audience_address, content, delivery, run
from newsletter.delivery.log.send_log import SendLog
from newsletter.delivery.run import locks
from newsletter.delivery.run.plan import LATE_AFTER, DeliveryStanding, Lateness
from newsletter.delivery.waiting.holds import LEAVING_STATUSES, read_recalled_runs
from newsletter.model.deliveries import LIVE, UNRESOLVED, Status


@dataclass(frozen=True, slots=True)
class SentContent:
    """What others have been sent of the issue live; ``record`` is for ``letter.content_from_record``."""

    digest: str
    record: dict[str, Any]


def read_standings(
    log: SendLog, issue: str, realm: str, ours: str | None = None, taken_back: Collection[str] = ()
) -> Mapping[AddresseeKey, DeliveryStanding]:
    """Every delivery of the issue in one realm; what ``taken_back`` runs have sent is due. ``ours`` as in ``find_living_runs``."""
    query = (
        sa.select(delivery.c.association, address.c.hash, delivery.c.status, attempt.c.run)
        .join_from(delivery, address, address.c.id == delivery.c.address)
        .join(attempt, attempt.c.id == delivery.c.attempt)
        .where(delivery.c.issue == issue, delivery.c.realm == realm)
    )
    rows, alive = locks.read_with_living_runs(log, lambda connection: connection.execute(query).all(), ours)
    return {
        (row.association, row.hash): DeliveryStanding(Status.RECALLED)
        if row.run in taken_back and row.status in LEAVING_STATUSES
        else DeliveryStanding(Status(row.status), in_progress=row.run in alive)
        for row in rows
    }


def read_lateness(log: SendLog, issue: str, now: datetime) -> Lateness:
    recalled = read_recalled_runs(log)
    runs = [one for one in log.live_runs(issue) if one.id not in recalled]
    if not runs:
        return Lateness(now)
    first = datetime.fromisoformat(runs[0].started)
    in_time = [one.id for one in runs if datetime.fromisoformat(one.started) <= first + LATE_AFTER]
    with log.reading() as connection:
        rows = connection.execute(
            sa.select(audience_address.c.association, address.c.hash)
            .join_from(audience_address, address, address.c.id == audience_address.c.address)
            .where(audience_address.c.run.in_(in_time))
        )
        return Lateness(now, first, frozenset((row.association, row.hash) for row in rows))


def read_sent_content(log: SendLog, issue: str) -> SentContent | None:
    """The content of the last live run whose letters somebody has, or may have, received."""
    with log.reading() as connection:
        row = last_content(connection, issue)
    return SentContent(row.digest, parse_record(log, row.record)) if row else None


def last_content(connection: sa.Connection, issue: str) -> sa.Row[*tuple[Any, ...]] | None:
    """Its digest and record, as they stand in the log."""
    held = sa.exists().where(
        attempt.c.run == run.c.id,
        delivery.c.id == attempt.c.delivery,
        delivery.c.attempt == attempt.c.id,
        delivery.c.status.in_([Status.ACCEPTED, *UNRESOLVED]),
    )
    return connection.execute(
        sa.select(content.c.digest, content.c.record)
        .join_from(run, content, content.c.digest == run.c.content)
        .where(run.c.issue == issue, run.c.realm == LIVE, held)
        .order_by(run.c.started.desc())
        .limit(1)
    ).first()
