"""What the log knows of addresses and decides the next letter: read for the plan of a run, and what people write down."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log.rows import execute_with_rows
from newsletter.delivery.log.schema import address, address_fact, attempt, delivery, event, renewal, resolution
from newsletter.delivery.log.send_log import SendLog
from newsletter.delivery.outgoing.codes import enhanced_code
from newsletter.delivery.run.suppression import AddressFact, Renewal, find_stops, suppressed_addresses
from newsletter.model.deliveries import LIVE, NO_MORE_LETTERS, Cause, Event, Status
from newsletter.model.recipients import Recipients, Stops

BY_HAND = "by hand"
"""The detail of a fact that a person has written down."""


def read_stops(log: SendLog, recipients: Recipients) -> Stops:
    """Which of the addresses listed are not written to, and why."""
    return find_stops(recipients, read_suppressed(log))


def read_suppressed(log: SendLog) -> Mapping[str, AddressFact]:
    """By hash, the fact that stops letters to each address that gets none."""
    with log.reading() as connection:
        facts = [*_facts_of_letters(connection), *_facts_of_addresses(connection)]
        if not facts:
            return {}
        dead = {one.hash for one in facts if one.cause is Cause.DEAD}
        return suppressed_addresses([*facts, *_deliveries_to(connection, dead)], _renewals(connection))


def _facts_of_letters(connection: sa.Connection) -> Iterator[AddressFact]:
    """Of letters to people alone: what became of a rehearsal or a test says nothing of an association's addresses."""
    query = (
        sa.select(address.c.hash, event.c.kind, event.c.cause, event.c.detail, event.c.at, event.c.received)
        .join_from(event, attempt, attempt.c.id == event.c.attempt)
        .join(delivery, delivery.c.id == attempt.c.delivery)
        .join(address, address.c.id == delivery.c.address)
        .where(event.c.cause.in_(NO_MORE_LETTERS), delivery.c.realm == LIVE)
        .order_by(event.c.id)
    )
    return map(_fact, connection.execute(query))


def _facts_of_addresses(connection: sa.Connection) -> Iterator[AddressFact]:
    columns = (address_fact.c[name] for name in ("hash", "kind", "cause", "detail", "at", "received"))
    return map(_fact, connection.execute(sa.select(*columns).order_by(address_fact.c.id)))


def _fact(row: sa.Row[*tuple[Any, ...]]) -> AddressFact:
    return AddressFact(row.hash, Event(row.kind), Cause(row.cause), enhanced_code(row.detail), row.at, row.received)


_DELIVERED = """
    SELECT address.hash, event.at, event.received
    FROM address CROSS JOIN (SELECT DISTINCT issue FROM run WHERE realm = 'live') AS sent CROSS JOIN delivery
    JOIN event ON event.attempt = delivery.attempt
    WHERE address.hash IN (SELECT input.hash FROM {input(hash text)})
        AND delivery.issue = sent.issue AND delivery.association = address.association AND delivery.address = address.id
        AND delivery.realm = 'live' AND event.kind = 'delivered'
"""


def _deliveries_to(connection: sa.Connection, hashes: Iterable[str]) -> Iterator[AddressFact]:
    rows = execute_with_rows(connection, _DELIVERED, [(one,) for one in sorted(hashes)])
    return (AddressFact(row.hash, Event.DELIVERED, None, "", row.at, row.received) for row in rows)


def _renewals(connection: sa.Connection) -> Iterator[Renewal]:
    """Also the decisions that let a letter go again that had failed: they too say that the address is right."""
    for row in connection.execute(sa.select(renewal.c.hash, renewal.c.consent, renewal.c.at)):
        yield Renewal(row.hash, row.consent and date.fromisoformat(row.consent), row.at)
    again = (
        sa.select(address.c.hash, resolution.c.at)
        .join_from(resolution, delivery, delivery.c.id == resolution.c.delivery)
        .join(address, address.c.id == delivery.c.address)
        .where(resolution.c.decision == "again", resolution.c.before == Status.ACCEPTED, delivery.c.realm == LIVE)
    )
    for found in connection.execute(again):
        yield Renewal(found.hash, None, found.at)


def renewed_since(log: SendLog, at: str) -> frozenset[str]:
    """The hashes of addresses that have been renewed since."""
    with log.reading() as connection:
        return frozenset(connection.execute(sa.select(renewal.c.hash).where(renewal.c.at >= at)).scalars())


def add_renewal(log: SendLog, renewed: Renewal, by: str, reason: str) -> None:
    consent = renewed.consent and renewed.consent.isoformat()
    with log.writing() as connection:
        connection.execute(renewal.insert().values(hash=renewed.hash, consent=consent, by=by, reason=reason, at=renewed.at))


def add_opt_out(log: SendLog, of: str, at: str, received: str) -> bool:
    """Write down that the person wants no more letters since ``at``; whether it was not known already. ``of`` is a hash."""
    row = {"hash": of, "kind": Event.UNSUBSCRIBED, "at": at}
    with log.writing() as connection:
        known = sa.select(address_fact.c.id).where(*(address_fact.c[name] == value for name, value in row.items()))
        if connection.execute(known).first():
            return False
        more = {"cause": Cause.UNSUBSCRIBED, "detail": BY_HAND, "received": received}
        connection.execute(address_fact.insert().values(**row, **more))
        return True
