"""What it says of our letters that an address stands on one of the provider's lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from newsletter.delivery.afterwards.events import portions
from newsletter.delivery.afterwards.matching import CLOCKS_DIFFER, hash_text
from newsletter.delivery.afterwards.reports import EventReport
from newsletter.delivery.log.schema import address, attempt, delivery, hold, run
from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.model.deliveries import LIVE, Cause, Event, Status


@dataclass(frozen=True, slots=True)
class ListMeaning:
    """What it means to be on a list. ``drops_later``: later letters are dropped before they are tried. ``cause`` is None where
    each entry's codes say it.
    """

    kind: Event
    cause: Cause | None
    drops_later: bool = True


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """An address on one of the provider's lists, since ``at``."""

    address: str = field(repr=False)
    at: str
    kind: Event
    cause: Cause
    drops_later: bool
    detail: str


def events_from_lists(log: SendLog, listed: Iterable[ListedAddress | None], now: str) -> Iterator[EventReport | None]:
    """What being on the lists says of our letters: one of those before bounced, and those after were never tried. Nothing is
    said of letters that wait. None stands for an entry that could not be read.
    """
    by_hash: dict[str, list[ListedAddress]] = {}
    for one in listed:
        if one is None or (key := hash_text(one.address)) is None:
            yield None
        else:
            by_hash.setdefault(key, []).append(one)
    letters = _letters(log, by_hash, now)
    for key, those in by_hash.items():
        for one in those:
            yield from _reports_about(one, letters.get(key, ()))


def _reports_about(one: ListedAddress, letters: Sequence[tuple[str, str]]) -> Iterator[EventReport]:
    since = timestamp(datetime.fromisoformat(one.at) + CLOCKS_DIFFER)
    dropped = [(left, attempt_id) for left, attempt_id in letters if left > since] if one.drops_later else []
    if len(dropped) < len(letters) or not dropped:  # else it was there before our first letter, and that says it all
        yield EventReport("", one.kind, one.at, one.detail, cause=one.cause, address=one.address)
    for left, attempt_id in dropped:
        yield EventReport(attempt_id, Event.DROPPED, left, one.detail, cause=one.cause)


def _letters(log: SendLog, hashes: Iterable[str], now: str) -> dict[str, list[tuple[str, str]]]:
    """When each letter to these addresses left, with its attempt; the first one first."""
    left = sa.case((hold.c.leaves > delivery.c.at, hold.c.leaves), else_=delivery.c.at)
    found: dict[str, list[tuple[str, str]]] = {}
    for some in portions(hashes):
        query = (
            sa.select(address.c.hash, left.label("left"), delivery.c.attempt)
            .join_from(delivery, address, address.c.id == delivery.c.address)
            .join(attempt, attempt.c.id == delivery.c.attempt)
            .join(run, run.c.id == attempt.c.run)
            .outerjoin(hold, hold.c.run == run.c.id)
            .where(
                delivery.c.realm == LIVE,
                delivery.c.status == Status.ACCEPTED,
                run.c.via.like("sendgrid%"),
                address.c.hash.in_(some),
                left <= now,
            )
            .order_by("left", delivery.c.id)
        )
        with log.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.hash, []).append((row.left, row.attempt))
    return found
