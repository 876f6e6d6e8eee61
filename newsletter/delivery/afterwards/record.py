"""What the provider's own record says of our letters: which are sought there, and what it means for them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.afterwards.reports import EventReport
from newsletter.delivery.afterwards.resolve import OpenDelivery
from newsletter.delivery.log.schema import address, attempt, delivery, event, hold, outcome
from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.delivery.waiting.provider import Record, SoughtLetter
from newsletter.model.deliveries import LIVE, UNRESOLVED, Status

LOOKED_BACK = timedelta(days=30)
"""So long the record goes back."""


def sought(one: OpenDelivery) -> SoughtLetter:
    """A letter in doubt: no answer came that could have named it."""
    return SoughtLetter(one.attempt, one.address or "", None, _moments(one.claimed, one.leaves), is_in_doubt=True)


def letters_of_run(log: SendLog, run_id: str) -> Sequence[SoughtLetter]:
    """Those of the run that certainly were taken."""
    query = _letters().where(attempt.c.run == run_id, delivery.c.status == Status.ACCEPTED, outcome.c.status == Status.ACCEPTED)
    with log.reading() as connection:
        return tuple(_sought(row) for row in connection.execute(query))


def recent_letters(log: SendLog, now: datetime, is_asked: Callable[[str], bool]) -> Sequence[SoughtLetter]:
    """The live letters of the last 30 days that the provider has taken or may have, of the runs through a way that
    ``is_asked`` says yes to.
    """
    runs = [one.id for one in log.live_runs() if is_asked(one.via)]
    query = _letters().where(
        attempt.c.run.in_(runs),
        attempt.c.claimed > timestamp(now - LOOKED_BACK),
        delivery.c.status.in_([Status.ACCEPTED, *UNRESOLVED]),
    )
    with log.reading() as connection:
        return tuple(_sought(row) for row in connection.execute(query))


def events_from_record(log: SendLog, letters: Sequence[SoughtLetter], record: Record) -> Iterator[EventReport]:
    """What the record says, as reports. In short it has the day of the letter instead of the moment of what happened: what is
    known already, from another source and at another moment, is no news.
    """
    known = _known_moments(log, [one.attempt for one in letters if one.attempt in record.entries])
    for attempt_id, entries in record.entries.items():
        for entry in entries:
            at = known.get((attempt_id, entry.kind or ""), entry.at)
            yield EventReport(attempt_id, entry.kind, at, entry.detail, is_read=entry.is_read, cause=entry.cause)


def _letters() -> "sa.Select[*tuple[Any, ...]]":
    has_events = sa.exists().where(event.c.attempt == attempt.c.id).label("has_events")
    return (
        sa.select(attempt.c.id, attempt.c.claimed, address.c.normalised, outcome.c.provider_id, hold.c.leaves)
        .add_columns(delivery.c.status, has_events)
        .join_from(delivery, attempt, attempt.c.id == delivery.c.attempt)
        .join(address, address.c.id == delivery.c.address)
        .outerjoin(outcome, outcome.c.attempt == attempt.c.id)
        .outerjoin(hold, hold.c.run == attempt.c.run)
        .where(delivery.c.realm == LIVE, address.c.normalised.is_not(None))
        .order_by(attempt.c.claimed, attempt.c.id)
    )


def _sought(row: "sa.Row[*tuple[Any, ...]]") -> SoughtLetter:
    return SoughtLetter(
        row.id,
        row.normalised,
        row.provider_id,
        _moments(row.claimed, row.leaves),
        is_in_doubt=row.status in UNRESOLVED,
        has_events=bool(row.has_events),
    )


def _moments(claimed: str, leaves: str | None) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(moment) for moment in dict.fromkeys((claimed, leaves or claimed)))


def _known_moments(log: SendLog, attempts: Sequence[str]) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    with log.reading() as connection:
        for start in range(0, len(attempts), 500):
            query = sa.select(event.c.attempt, event.c.kind, event.c.at).where(
                event.c.attempt.in_(attempts[start : start + 500])
            )
            found.update({(row.attempt, row.kind): row.at for row in connection.execute(query)})
    return found
