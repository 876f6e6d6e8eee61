"""Why a report was late or did not come, and when it comes instead. Rows are added, and the latest of an issue holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from newsletter.delivery.log.schema import deviation
from newsletter.delivery.log.send_log import SendLog


@dataclass(frozen=True, slots=True)
class Deviation:
    """``due`` is what the plan said when it was recorded; ``new_date`` is None where no report will come. ``at`` is when it
    was recorded, UTC in ISO 8601.
    """

    issue: str
    due: date
    new_date: date | None
    reason: str
    by: str
    at: str


def record_deviation(log: SendLog, entry: Deviation) -> None:
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
    """What holds, by issue."""
    return {one.issue: one for one in found}
