"""What people do beside the letters: reports given by hand, reasons why a report was late.

Rows are added and never changed; the latest of an issue (and association) stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from newsletter.delivery.log.records import unless_none
from newsletter.delivery.log.schema import deviation, handover
from newsletter.delivery.log.send_log import SendLog
from newsletter.model.deliveries import By

_REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Handover:
    """Who gave a report to an association, how and when. ``how`` is None where the entry takes back what was recorded before.
    ``at`` is when it was recorded, UTC in ISO 8601.
    """

    issue: str
    association: str
    how: By | None
    day: date
    by: str
    note: str
    at: str

    def is_by(self, day: date) -> bool:
        """Whether it had happened by the end of that day. What is taken back never had, whenever that was found out."""
        return self.how is None or self.day <= day


def add_handover(log: SendLog, entry: Handover) -> None:
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
    """The latest of each issue and association, but for those taken back."""
    latest = {(one.issue, one.association): one for one in found}
    return {key: one for key, one in latest.items() if one.how is not None}


@dataclass(frozen=True, slots=True)
class Deviation:
    """Why a report was late or did not come, and when it comes instead. ``due`` is what the plan said when it was recorded;
    ``new_date`` is None where no report will come. ``at`` is when it was recorded, UTC in ISO 8601.
    """

    issue: str
    due: date
    new_date: date | None
    reason: str
    by: str
    at: str


def add_deviation(log: SendLog, entry: Deviation) -> None:
    with log.writing() as connection:
        connection.execute(
            deviation.insert().values(
                issue=entry.issue,
                due=entry.due.isoformat(),
                new_date=entry.new_date and entry.new_date.isoformat(),
                reason=entry.reason,
                by=entry.by,
                at=entry.at,
            )
        )


def read_deviations(log: SendLog) -> tuple[Deviation, ...]:
    """All that was ever recorded, oldest first."""
    with log.reading() as connection:
        return tuple(
            Deviation(
                row.issue,
                date.fromisoformat(row.due),
                row.new_date and date.fromisoformat(row.new_date),
                row.reason,
                row.by,
                row.at,
            )
            for row in connection.execute(sa.select(*deviation.c[1:]).order_by(deviation.c.id))
        )


def latest_deviations(found: tuple[Deviation, ...]) -> Mapping[str, Deviation]:
    """The latest of each issue."""
    return {one.issue: one for one in found}
