"""Later facts about letters: kept once each, in whatever order and however often they come.

An event proves that the provider took the letter. So it also settles a letter that stood in doubt, and corrects one that was
thought not to have left; it never makes a letter due.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa
from pydantic_core import PydanticCustomError

from newsletter.delivery import given
from newsletter.delivery.keys import address_hash
from newsletter.delivery.log import SendLog, timestamp
from newsletter.delivery.schema import address, attempt, delivery, hold, resolution, run
from newsletter.locale import _
from newsletter.model.addresses import mail_address
from newsletter.model.deliveries import FAILED_EVENTS, LIVE, Event, Status

CLOCKS_DIFFER = timedelta(minutes=5)
PROVIDER = "SendGrid"
_AT_A_TIME = 1000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reported:
    """What the provider says of an attempt; ``kind`` is None where it says only that it took the letter."""

    attempt: str
    kind: Event | None
    at: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Suppression:
    """What it means to be on a list. ``holds_back``: later letters are dropped before they are tried."""

    kind: Event
    holds_back: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """An address on one of the provider's lists, since ``at``."""

    address: str
    at: str
    suppression: Suppression
    detail: str


@dataclass(frozen=True, slots=True)
class Received:
    """``new`` counts events not known before. ``settled`` are the associations whose letter is no longer in doubt, ``failed``
    and ``stopped`` those of which it was news that a letter did not arrive, or that they want no more. ``strange`` counts
    reports about letters that this log does not know.
    """

    new: Counter[Event]
    settled: tuple[str, ...]
    failed: tuple[str, ...]
    stopped: tuple[str, ...]
    strange: int


_ADD = """
    INSERT INTO event (attempt, kind, detail, at, received)
    SELECT given.attempt, given.kind, given.detail, given.at, :received
    FROM {given(attempt text, kind text, detail text, at text)} WHERE true
    ORDER BY given.attempt, given.kind, given.at
    ON CONFLICT DO NOTHING
    RETURNING attempt, kind
"""
_KNOWN = """
    SELECT attempt.id, delivery.association FROM {given(attempt text)}
    JOIN attempt ON attempt.id = given.attempt
    JOIN delivery ON delivery.id = attempt.delivery
"""
_DOUBTED = """
    SELECT delivery.id, delivery.attempt, delivery.status, attempt.claimed, delivery.association
    FROM {given(attempt text, arrived bigint)}
    JOIN attempt ON attempt.id = given.attempt
    JOIN delivery ON delivery.id = attempt.delivery AND delivery.attempt = given.attempt
    WHERE delivery.status IN ('sending', 'unknown', 'unsent') OR (delivery.status = 'recalled' AND given.arrived = 1)
"""
_ARRIVED = (Event.DELIVERED, Event.DELAYED, Event.BOUNCED, Event.COMPLAINED, Event.UNSUBSCRIBED)
"""What can only be said of a letter that has left the provider, whatever was cancelled there."""


def receive(log: SendLog, reported: Iterable[Reported], received: str) -> Received:
    """Keep what is new of it, and settle what it proves."""
    new: Counter[Event] = Counter()
    names: dict[str, dict[str, None]] = {"settled": {}, "failed": {}, "stopped": {}}
    strange = 0
    for some in _portions(dict.fromkeys(reported)):
        with log.writing() as connection:
            known = {row.id: row.association for row in given.execute(connection, _KNOWN, {(one.attempt,) for one in some})}
            ours = [one for one in some if one.attempt in known]
            strange += len(some) - len(ours)
            rows = sorted((one.attempt, one.kind, one.detail, one.at) for one in ours if one.kind)
            for attempt_id, kind in list(given.execute(connection, _ADD, rows, received=received)) if rows else []:
                new[Event(kind)] += 1
                if kind in FAILED_EVENTS:
                    names["failed"][known[attempt_id]] = None
                if kind in {Event.COMPLAINED, Event.UNSUBSCRIBED}:
                    names["stopped"][known[attempt_id]] = None
            names["settled"] |= dict.fromkeys(_settle(connection, ours, received))
    settled, failed, stopped = (tuple(sorted(found)) for found in names.values())
    return Received(new, settled, failed, stopped, strange)


def _settle(connection: sa.Connection, reported: Sequence[Reported], at: str) -> list[str]:
    """Where the attempt still stands as the current one; a run at work on it finds that somebody else has said so."""
    proofs: dict[str, bool] = {}
    for one in reported:
        proofs[one.attempt] = proofs.get(one.attempt, False) or one.kind in _ARRIVED
    doubted = given.execute(connection, _DOUBTED, sorted((key, int(arrived)) for key, arrived in proofs.items())).all()
    for row in doubted:
        connection.execute(
            sa.update(delivery)
            .where(delivery.c.id == row.id, delivery.c.attempt == row.attempt, delivery.c.status == row.status)
            .values(status=Status.ACCEPTED, at=row.claimed)
        )
        connection.execute(
            resolution.insert().values(
                delivery=row.id,
                attempt=row.attempt,
                decision="arrived",
                before=row.status,
                after=Status.ACCEPTED,
                by=PROVIDER,
                reason=_("An event that SendGrid has reported."),
                at=at,
            )
        )
    return [row.association for row in doubted]


def from_lists(log: SendLog, listed: Iterable[Listed]) -> Iterator[Reported]:
    """What being on the lists says of our letters: the last one before bounced, and those after were never tried."""
    by_hash: dict[str, list[Listed]] = {}
    for one in listed:
        if found := _hash(one.address):
            by_hash.setdefault(found, []).append(one)
    for key, letters in _letters(log, by_hash).items():
        for one in by_hash[key]:
            yield from _meaning(one, letters)


def _hash(text: str) -> str | None:
    try:
        return address_hash(mail_address(text))
    except PydanticCustomError:
        return None


def _meaning(one: Listed, letters: Sequence[tuple[str, str]]) -> Iterator[Reported]:
    since = timestamp(datetime.fromisoformat(one.at) + CLOCKS_DIFFER)
    before = [attempt_id for left, attempt_id in letters if left <= since]
    if before:
        yield Reported(before[-1], one.suppression.kind, one.at, one.detail)
    if one.suppression.holds_back:
        yield from (Reported(attempt_id, Event.DROPPED, left, one.detail) for left, attempt_id in letters if left > since)


def _letters(log: SendLog, hashes: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """When each letter to these addresses left, with its attempt; the first one first."""
    left = sa.case((hold.c.leaves > delivery.c.at, hold.c.leaves), else_=delivery.c.at)
    found: dict[str, list[tuple[str, str]]] = {}
    for some in _portions(hashes):
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
            )
            .order_by("left", delivery.c.id)
        )
        with log.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.hash, []).append((row.left, row.attempt))
    return found


def _portions(items: Iterable[_T]) -> Iterator[list[_T]]:
    left = iter(items)
    while some := list(islice(left, _AT_A_TIME)):
        yield some
