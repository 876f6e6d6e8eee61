"""Later facts about letters: kept once each, in any order and however often they come.

An event proves that the provider took the letter. So it also settles a letter that stood in doubt, and corrects one that was
thought not to have left; it never makes a letter due. But a letter that waits and may have been taken back can be discarded
after it was taken: of that one only what shows that it left is a proof. Such a proof also undoes what was said before: that it
had been taken back, or had not arrived.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic_core import PydanticCustomError

from newsletter.delivery.log.rows import execute_with_rows, hash_address
from newsletter.delivery.log.schema import address, attempt, delivery, hold, resolution, run
from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.locale import _
from newsletter.model.addresses import mail_address
from newsletter.model.deliveries import FAILED_EVENTS, LEFT_EVENTS, LIVE, Event, Status

CLOCKS_DIFFER = timedelta(minutes=5)
PROVIDER = "SendGrid"
_AT_A_TIME = 1000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EventReport:
    """What the provider says of an attempt; ``kind`` is None where it says only that it took the letter, and ``is_read`` where
    a reader has opened it.
    """

    attempt: str
    kind: Event | None
    at: str
    detail: str = ""
    is_read: bool = False

    @property
    def has_left(self) -> bool:
        return self.is_read or self.kind in LEFT_EVENTS


@dataclass(frozen=True, slots=True)
class Suppression:
    """What it means to be on a list. ``drops_later``: later letters are dropped before they are tried."""

    kind: Event
    drops_later: bool = True


@dataclass(frozen=True, slots=True)
class SuppressedAddress:
    """An address on one of the provider's lists, since ``at``."""

    address: str
    at: str
    suppression: Suppression
    detail: str


@dataclass(frozen=True, slots=True)
class EventsTaken:
    """``new`` counts events not known before. ``settled`` are the associations whose letter is no longer in doubt, ``failed``
    and ``stopped`` those of which it was news that a letter did not arrive, or that they want no more.
    ``arrived_after_all`` have a letter that was said to have been taken back or not to have arrived, and ``sent_twice`` have
    been sent another since. ``unmatched`` counts reports about letters that this log does not know.
    """

    new: Counter[Event]
    settled: tuple[str, ...]
    arrived_after_all: tuple[str, ...]
    sent_twice: tuple[str, ...]
    failed: tuple[str, ...]
    stopped: tuple[str, ...]
    unmatched: int


_ADD = """
    INSERT INTO event (attempt, kind, detail, at, received)
    SELECT input.attempt, input.kind, input.detail, input.at, :received
    FROM {input(attempt text, kind text, detail text, at text)} WHERE true
    ORDER BY input.attempt, input.kind, input.at
    ON CONFLICT DO NOTHING
    RETURNING attempt, kind
"""
_KNOWN = """
    SELECT attempt.id, delivery.association, delivery.realm FROM {input(attempt text)}
    JOIN attempt ON attempt.id = input.attempt
    JOIN delivery ON delivery.id = attempt.delivery
"""
_STANDS = """
    SELECT delivery.id, delivery.association, delivery.attempt, delivery.status, input.attempt AS reported, attempt.claimed,
        input.has_left = 1 OR (input.processed <> '' AND input.processed >= hold.leaves) AS has_left,
        input.processed <> '' AS was_taken,
        (SELECT step FROM recall WHERE recall.run = attempt.run ORDER BY recall.id DESC LIMIT 1) AS step
    FROM {input(attempt text, has_left bigint, processed text)}
    JOIN attempt ON attempt.id = input.attempt
    JOIN delivery ON delivery.id = attempt.delivery
    LEFT JOIN hold ON hold.run = attempt.run
    ORDER BY delivery.id, attempt.claimed
"""


def take_events(log: SendLog, reported: Iterable[EventReport], received: str) -> EventsTaken:
    """Add the reports that are new, and settle what they prove."""
    new: Counter[Event] = Counter()
    names: dict[str, dict[str, None]] = {"settled": {}, "arrived_after_all": {}, "sent_twice": {}, "failed": {}, "stopped": {}}
    unmatched = 0
    for some in map(dict.fromkeys, _portions(reported)):
        with log.writing() as connection:
            known = {row.id: row for row in execute_with_rows(connection, _KNOWN, {(one.attempt,) for one in some})}
            ours = [one for one in some if one.attempt in known]
            unmatched += len(some) - len(ours)
            rows = sorted({(one.attempt, one.kind, one.detail, one.at) for one in ours if one.kind})
            news = set()
            for attempt_id, kind in list(execute_with_rows(connection, _ADD, rows, received=received)) if rows else []:
                new[Event(kind)] += 1
                news.add(attempt_id)
                if known[attempt_id].realm != LIVE:  # a test letter is no association's in the account
                    continue
                if kind in FAILED_EVENTS:
                    names["failed"][known[attempt_id].association] = None
                if kind in {Event.COMPLAINED, Event.UNSUBSCRIBED}:
                    names["stopped"][known[attempt_id].association] = None
            for field, association in _settle(connection, ours, news, received):
                names[field][association] = None
    found = {field: tuple(sorted(those)) for field, those in names.items()}
    return EventsTaken(new, unmatched=unmatched, **found)


def _settle(
    connection: sa.Connection, reported: Sequence[EventReport], news: Collection[str], at: str
) -> Iterator[tuple[str, str]]:
    """The field of ``EventsTaken`` and the association, for each that it concerns. A run at work on the letter finds that its
    status has changed.
    """
    proofs: dict[str, tuple[int, str]] = {}
    for one in reported:
        has_left, processed = proofs.get(one.attempt, (0, ""))
        proofs[one.attempt] = max(has_left, int(one.has_left)), processed if one.kind else max(processed, one.at)
    for row in execute_with_rows(connection, _STANDS, sorted((key, *proof) for key, proof in proofs.items())).all():
        match _field_of(row):
            case "sent_twice" if row.reported in news:
                yield "sent_twice", row.association
            case ("settled" | "arrived_after_all") as field if _accept(connection, row, at):
                yield field, row.association


def _field_of(row: sa.Row[*tuple[Any, ...]]) -> str | None:
    """The field of ``EventsTaken`` that a report means for its letter; None where it proves nothing."""
    leaves = row.has_left or row.step not in {"begun", "done"}
    match Status(row.status):
        case Status.SENDING | Status.UNKNOWN | Status.UNSENT if row.attempt == row.reported:
            return "settled" if leaves else None
        case Status.RECALLED | Status.REJECTED if row.attempt == row.reported:
            return "arrived_after_all" if row.has_left else None
        case Status.UNSENT | Status.RECALLED | Status.REJECTED:
            return "arrived_after_all" if row.has_left or (row.was_taken and leaves) else None
        case Status.SENDING | Status.UNKNOWN | Status.ACCEPTED:
            return "sent_twice" if row.has_left and row.attempt != row.reported else None


def _accept(connection: sa.Connection, row: sa.Row[*tuple[Any, ...]], at: str) -> bool:
    """Write that the letter was accepted, where it still stands as it was read; whether it did."""
    still = (delivery.c.id == row.id, delivery.c.attempt == row.attempt, delivery.c.status == row.status)
    changed = sa.update(delivery).where(*still).values(status=Status.ACCEPTED, attempt=row.reported, at=row.claimed)
    if not connection.execute(changed).rowcount:
        return False
    decided = {"decision": "arrived", "by": PROVIDER, "reason": _("An event that SendGrid has reported.")}
    stood = {"before": row.status, "after": Status.ACCEPTED, "at": at}
    connection.execute(resolution.insert().values(delivery=row.id, attempt=row.reported, **decided, **stood))
    return True


def events_from_lists(log: SendLog, listed: Iterable[SuppressedAddress], now: str) -> Iterator[EventReport]:
    """What being on the lists says of our letters: the last one before bounced, and those after were never tried. Nothing is
    said of letters that wait.
    """
    by_hash: dict[str, list[SuppressedAddress]] = {}
    for one in listed:
        if found := _hash(one.address):
            by_hash.setdefault(found, []).append(one)
    for key, letters in _letters(log, by_hash, now).items():
        for one in by_hash[key]:
            yield from _reports_about(one, letters)


def _hash(text: str) -> str | None:
    try:
        return hash_address(mail_address(text))
    except PydanticCustomError:
        return None


def _reports_about(one: SuppressedAddress, letters: Sequence[tuple[str, str]]) -> Iterator[EventReport]:
    since = timestamp(datetime.fromisoformat(one.at) + CLOCKS_DIFFER)
    before = [attempt_id for left, attempt_id in letters if left <= since]
    if before:
        yield EventReport(before[-1], one.suppression.kind, one.at, one.detail)
    if one.suppression.drops_later:
        yield from (EventReport(attempt_id, Event.DROPPED, left, one.detail) for left, attempt_id in letters if left > since)


def _letters(log: SendLog, hashes: Iterable[str], now: str) -> dict[str, list[tuple[str, str]]]:
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
                left <= now,
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
