"""Reports that a person gave by hand: who gave what to whom, how and when. Rows are added, and the latest holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from newsletter.delivery.log.records import unless_none
from newsletter.delivery.log.schema import handover
from newsletter.delivery.log.send_log import SendLog
from newsletter.model.deliveries import By

_REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Handover:
    """``how`` is None where the entry takes back what was recorded before. ``at`` is when it was recorded, UTC in ISO 8601."""

    issue: str
    association: str
    how: By | None
    day: date
    by: str
    note: str
    at: str


def record_handover(log: SendLog, entry: Handover) -> None:
    with log.writing() as connection:
        connection.execute(
            handover.insert().values(
                issue=entry.issue,
                association=entry.association,
                how=entry.how or _REVOKED,
                day=entry.day.isoformat(),
                by=entry.by,
                note=entry.note,
                at=entry.at,
            )
        )


def read_handovers(log: SendLog, issue: str | None = None) -> tuple[Handover, ...]:
    """All that was ever recorded, oldest first."""
    with log.reading() as connection:
        rows = connection.execute(
            sa.select(*handover.c[1:]).where(unless_none(handover.c.issue, issue)).order_by(handover.c.id)
        )
        return tuple(
            Handover(
                row.issue,
                row.association,
                None if row.how == _REVOKED else By(row.how),
                date.fromisoformat(row.day),
                row.by,
                row.note,
                row.at,
            )
            for row in rows
        )


def latest_handovers(found: tuple[Handover, ...]) -> Mapping[tuple[str, str], Handover]:
    """What holds, by issue and association."""
    latest = {(one.issue, one.association): one for one in found}
    return {key: one for key, one in latest.items() if one.how is not None}
