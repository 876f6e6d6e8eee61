"""The two transitions of a delivery: claim before the call leaves, outcome after it has come back.

               claim                     outcome
    (no row) ─────────▶ sending ──┬──▶ accepted, rejected, unknown     stay
    unsent, recalled ──────┘      └──▶ unsent                          may be claimed again

Both are compare-and-set: a claim returns only what it won, an outcome is written only where its own attempt still stands.

Runs that share a log on PostgreSQL cannot block each other in a ring: only inserting a key waits for others (for whoever is
inserting it, or changing the row that has it), and a turn does all its inserting first, in sorted order, while it holds no
other row that anybody could wait for. What comes after never waits.
"""

import secrets
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.delivery import given
from newsletter.delivery.keys import address_hash
from newsletter.model.addresses import MailAddress
from newsletter.model.deliveries import Outcome


@dataclass(frozen=True, slots=True)
class RunKey:
    """What every claim of one run has in common."""

    id: str
    issue: str
    realm: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A delivery that a run would like to make, under the attempt id that the provider would see."""

    association: str
    address: MailAddress
    attempt: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of an attempt. ``delivery`` is the row's number, as the claim gave it."""

    delivery: int
    attempt: str
    outcome: Outcome


def new_attempt() -> str:
    """Opaque to others; begins with the time, so that a million of them go into their index in order."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


_ADD_ADDRESSES = """
    INSERT INTO address (hash, normalised)
    SELECT given.hash, given.normalised FROM {given(hash text, normalised text)}
    WHERE true ORDER BY given.hash
    ON CONFLICT DO NOTHING
"""
_CLAIM_NEW = """
    INSERT INTO delivery (issue, association, address, realm, status, attempt, at)
    SELECT :issue, given.association, address.id, :realm, 'sending', given.attempt, :at
    FROM {given(association text, hash text, attempt text)}
    JOIN address ON address.hash = given.hash
    WHERE true ORDER BY given.association, address.id
    ON CONFLICT DO NOTHING
    RETURNING id, attempt
"""
_CLAIM_AGAIN = """
    UPDATE delivery SET status = 'sending', attempt = free.attempt, at = :at
    FROM (
        SELECT delivery.id, given.attempt
        FROM {given(association text, hash text, attempt text)}
        JOIN address ON address.hash = given.hash
        JOIN delivery ON delivery.issue = :issue AND delivery.association = given.association
            AND delivery.address = address.id AND delivery.realm = :realm
        WHERE delivery.status IN ('unsent', 'recalled')
        ORDER BY delivery.id
        {skip_locked}
    ) AS free
    WHERE delivery.id = free.id
    RETURNING delivery.id, delivery.attempt
"""
_ADD_ATTEMPTS = """
    INSERT INTO attempt (id, delivery, run, claimed)
    SELECT given.id, given.delivery, :run, :at FROM {given(id text, delivery bigint)}
"""
_ADD_OUTCOMES = """
    INSERT INTO outcome (attempt, status, detail, provider_id, at)
    SELECT given.attempt, given.status, given.detail, given.provider_id, :at
    FROM {given(attempt text, status text, detail text, provider_id text)}
"""
_RECORD = """
    UPDATE delivery SET status = given.status, at = :at
    FROM {given(delivery bigint, attempt text, status text)}
    WHERE delivery.id = given.delivery AND delivery.attempt = given.attempt AND delivery.status = 'sending'
"""


def add_addresses(connection: sa.Connection, addresses: Iterable[MailAddress]) -> None:
    """Give each address its row, if it has none."""
    add_hashed(connection, {(address_hash(address), address.key) for address in addresses})


def add_hashed(connection: sa.Connection, addresses: Collection[tuple[str, str]]) -> None:
    """The same for addresses whose hashes are known: pairs of hash and address."""
    if addresses:
        given.execute(connection, _ADD_ADDRESSES, sorted(addresses))


def turn(
    connection: sa.Connection, run: RunKey, returned: Sequence[Returned], candidates: Sequence[Candidate], at: str
) -> dict[str, int]:
    """Record what has come back and claim what is free; the attempts won, with their deliveries' numbers.

    Nothing may leave before the caller's commit. What came back as unsent can be claimed again in the same turn.
    """
    rows = [(candidate.association, address_hash(candidate.address), candidate.attempt) for candidate in candidates]
    common = {"issue": run.issue, "realm": run.realm, "at": at}
    add_addresses(connection, (candidate.address for candidate in candidates))
    won = list(given.execute(connection, _CLAIM_NEW, rows, **common)) if rows else []
    _record(connection, returned, at)
    if len(won) < len(rows):
        taken = {attempt for _delivery, attempt in won}
        won += given.execute(connection, _CLAIM_AGAIN, [row for row in rows if row[2] not in taken], **common)
    attempts = sorted((attempt, delivery) for delivery, attempt in won)
    if attempts:
        given.execute(connection, _ADD_ATTEMPTS, attempts, run=run.id, at=at)
    return dict(attempts)


def _record(connection: sa.Connection, returned: Sequence[Returned], at: str) -> None:
    """Always into the history, and into the delivery where the attempt is still the one under way."""
    if not returned:
        return
    outcomes = [(r.attempt, r.outcome.status, r.outcome.detail, r.outcome.provider_id) for r in returned]
    given.execute(connection, _ADD_OUTCOMES, outcomes, at=at)
    given.execute(connection, _RECORD, sorted((r.delivery, r.attempt, r.outcome.status) for r in returned), at=at)
