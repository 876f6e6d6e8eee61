"""The two transitions of a delivery: claim before the call leaves, outcome after it has come back.

               claim                     outcome
    (no row) ─────────▶ sending ──┬──▶ accepted, rejected, unknown     stay
    unsent, recalled ──────┘      └──▶ unsent                          may be claimed again

Both are compare-and-set: a claim returns only what it won, an outcome is written only where its own attempt still stands.

Runs that share a log on PostgreSQL cannot block each other in a ring: only inserting a key waits for others (for whoever is
inserting it, or changing the row that has it), and a turn does all its inserting first, in sorted order, while it holds no
other row that anybody could wait for. What comes after never waits.
"""

import random
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from newsletter.delivery import given
from newsletter.delivery.keys import address_hash, key_hash
from newsletter.model.addresses import MailAddress
from newsletter.model.deliveries import Outcome


@dataclass(frozen=True, slots=True)
class RunKey:
    """What every claim of one run has in common."""

    id: str
    issue: str
    realm: str


class Candidate(NamedTuple):
    """A delivery that a run would like to make, under the attempt id that the provider would see."""

    association: str
    address: MailAddress
    attempt: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of the attempts of one call, in their order."""

    attempts: Sequence[str]
    outcomes: Sequence[Outcome]


def new_attempts(count: int) -> tuple[str, ...]:
    """Opaque to others, and neighbours: no other id sorts between two of them. They begin with the time, so that a million of
    them go into their index in order.
    """
    together = f"{time.time_ns() // 1_000_000:012x}{random.getrandbits(32):08x}"
    own = f"{random.getrandbits(28 * count):0{7 * count}x}"
    return tuple(f"{together}{place:05x}{own[7 * place : 7 * place + 7]}" for place in range(count))


def new_attempt() -> str:
    return new_attempts(1)[0]


_ADD_ADDRESSES = """
    INSERT INTO address (association, hash, normalised)
    SELECT given.association, given.hash, given.normalised
    FROM {given(association text, hash text, normalised text)}
    WHERE true ORDER BY given.association, given.hash
    ON CONFLICT DO NOTHING
"""
_CLAIM_NEW = """
    INSERT INTO delivery (issue, association, address, realm, status, attempt, at)
    SELECT :issue, given.association, address.id, :realm, 'sending', given.attempt, :at
    FROM {given(association text, hash text, normalised text, attempt text)}
    JOIN address ON address.association = given.association AND address.hash = given.hash
    WHERE true ORDER BY given.association, address.id
    ON CONFLICT DO NOTHING
"""
_CLAIM_AGAIN = """
    UPDATE delivery SET status = 'sending', attempt = free.attempt, at = :at
    FROM (
        SELECT delivery.id, given.attempt
        FROM {given(association text, hash text, normalised text, attempt text)}
        JOIN address ON address.association = given.association AND address.hash = given.hash
        JOIN delivery ON delivery.issue = :issue AND delivery.association = given.association
            AND delivery.address = address.id AND delivery.realm = :realm
        WHERE delivery.status IN ('unsent', 'recalled')
        ORDER BY delivery.id
        {skip_locked}
    ) AS free
    WHERE delivery.id = free.id
"""
# CROSS, because SQLite takes it for an order: it would begin with every delivery of the issue.
_ADD_ATTEMPTS = """
    INSERT INTO attempt (id, delivery, run, claimed)
    SELECT given.attempt, delivery.id, :run, :at
    FROM {given(association text, hash text, normalised text, attempt text)}
    CROSS JOIN address CROSS JOIN delivery
    WHERE address.association = given.association AND address.hash = given.hash
        AND delivery.issue = :issue AND delivery.association = given.association
        AND delivery.address = address.id AND delivery.realm = :realm
        AND delivery.attempt = given.attempt
"""
_LAST_DELIVERY = sa.text("SELECT max(id) FROM delivery")
_ADD_NEW_ATTEMPTS = sa.text(
    """
    INSERT INTO attempt (id, delivery, run, claimed)
    SELECT attempt, id, :run, :at FROM delivery WHERE id > :before
    """
)
_WON = sa.text("SELECT id FROM attempt WHERE id BETWEEN :first AND :last")
_ADD_OUTCOMES = """
    INSERT INTO outcome (attempt, status, detail, provider_id, at)
    SELECT given.attempt, given.status, given.detail, given.provider_id, :at
    FROM {given(attempt text, status text, detail text, provider_id text)}
"""
_RECORD = """
    UPDATE delivery SET status = given.status, at = :at
    FROM {given(attempt text, status text)}
    JOIN attempt ON attempt.id = given.attempt
    WHERE delivery.id = attempt.delivery AND delivery.attempt = given.attempt AND delivery.status = 'sending'
"""
_ADD_EQUAL_OUTCOMES = sa.text(
    """
    INSERT INTO outcome (attempt, status, detail, provider_id, at)
    SELECT id, :status, :detail, :provider_id, :at
    FROM attempt WHERE id BETWEEN :first AND :last
    """
)
_RECORD_EQUAL = sa.text(
    """
    UPDATE delivery SET status = :status, at = :at
    FROM attempt
    WHERE attempt.id BETWEEN :first AND :last
        AND delivery.id = attempt.delivery AND delivery.attempt = attempt.id AND delivery.status = 'sending'
    """
)
_MANY = 20
"""From so many equal outcomes on, naming the first and the last attempt is faster than naming each."""


def add_addresses(connection: sa.Connection, addresses: Iterable[tuple[str, MailAddress]]) -> None:
    """Give each association's address its row, if it has none."""
    add_hashed(connection, {(association, address_hash(address), address.key) for association, address in addresses})


def add_hashed(connection: sa.Connection, addresses: Collection[tuple[str, str, str]]) -> None:
    """The same for addresses whose hashes are known: association, hash and address."""
    if addresses:
        given.execute(connection, _ADD_ADDRESSES, sorted(addresses))


def turn(
    connection: sa.Connection, run: RunKey, returned: Sequence[Returned], candidates: Sequence[Candidate], at: str
) -> frozenset[str]:
    """Record what has come back and claim what is free; the attempts that won.

    Nothing may leave before the caller's commit. What came back as unsent can be claimed again in the same turn.
    """
    rows = sorted([(one.association, key_hash(key := one.address.key), key, one.attempt) for one in candidates])
    common = {"issue": run.issue, "realm": run.realm, "at": at}
    new = before = 0
    if rows:
        given.execute(connection, _ADD_ADDRESSES, rows)
        before = connection.scalar(_LAST_DELIVERY) or 0
        new = given.execute(connection, _CLAIM_NEW, rows, **common).rowcount
    _record(connection, returned, at)
    if not rows:
        return frozenset()
    wanted = frozenset([one.attempt for one in candidates])
    if new == len(rows) and connection.dialect.name == "sqlite":  # all that has come since is ours: it has one writer
        connection.execute(_ADD_NEW_ATTEMPTS, {"before": before, "run": run.id, "at": at})
        return wanted
    if new < len(rows):
        given.execute(connection, _CLAIM_AGAIN, rows, **common)
    given.execute(connection, _ADD_ATTEMPTS, rows, run=run.id, **common)
    if new == len(rows):
        return wanted
    return wanted.intersection(connection.scalars(_WON, {"first": min(wanted), "last": max(wanted)}))


def _record(connection: sa.Connection, returned: Sequence[Returned], at: str) -> None:
    """Always into the history, and into the delivery where the attempt is still the one under way."""
    singly: list[tuple[str, Outcome]] = []
    for one in returned:
        if len(one.attempts) >= _MANY and one.outcomes.count(one.outcomes[0]) == len(one.outcomes):
            _record_equal(connection, one, at)
        else:
            singly += zip(one.attempts, one.outcomes, strict=True)
    if singly:
        outcomes = sorted((attempt, o.status, o.detail, o.provider_id) for attempt, o in singly)
        given.execute(connection, _ADD_OUTCOMES, outcomes, at=at)
        given.execute(connection, _RECORD, [row[:2] for row in outcomes], at=at)


def _record_equal(connection: sa.Connection, returned: Returned, at: str) -> None:
    """The attempts of a call are neighbours, so that their first and last name all of them."""
    outcome = returned.outcomes[0]
    span = {"first": returned.attempts[0], "last": returned.attempts[-1], "status": outcome.status, "at": at}
    said = {"detail": outcome.detail, "provider_id": outcome.provider_id}
    count = connection.execute(_ADD_EQUAL_OUTCOMES, span | said).rowcount
    assert count == len(returned.attempts), "the attempts of a call are neighbours"
    connection.execute(_RECORD_EQUAL, span)
