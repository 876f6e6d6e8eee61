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
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from newsletter.delivery.log import rows as given
from newsletter.delivery.log.keys import hash_address, hash_key
from newsletter.model.addresses import MailAddress
from newsletter.model.deliveries import Outcome


@dataclass(frozen=True, slots=True)
class RunKey:
    """What every claim of one run has in common."""

    id: str
    issue: str
    realm: str


class Candidate(NamedTuple):
    """A delivery that a run would like to make, under the attempt id that the provider would see; ``hash`` and ``address`` are
    what the log knows the address by.
    """

    association: str
    hash: str
    address: str
    attempt: str


def make_candidate(association: str, address: MailAddress, attempt: str) -> Candidate:
    key = address.key
    return Candidate(association, hash_key(key), key, attempt)


@dataclass(frozen=True, slots=True)
class CallOutcomes:
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
    SELECT :issue, given.association, (
            SELECT id FROM address WHERE address.association = given.association AND address.hash = given.hash
        ) AS address, :realm, 'sending', given.attempt, :at
    FROM {given(association text, hash text, normalised text, attempt text)}
    WHERE true ORDER BY given.association, address
    ON CONFLICT DO NOTHING
"""
"""A subquery, so that PostgreSQL goes by the index even where it has never counted what is in the table."""
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
_WITH_ATTEMPTS = """
    WITH claimed AS ({claim} RETURNING delivery.id, delivery.attempt)
    INSERT INTO attempt (id, delivery, run, claimed)
    SELECT attempt, id, :run, :at FROM claimed
    RETURNING id
"""
_CLAIM_NEW_AT_ONCE = _WITH_ATTEMPTS.replace("{claim}", _CLAIM_NEW)
_CLAIM_AGAIN_AT_ONCE = _WITH_ATTEMPTS.replace("{claim}", _CLAIM_AGAIN)
_LAST_DELIVERY = sa.text("SELECT max(id) FROM delivery")
_ADD_NEW_ATTEMPTS = sa.text(
    """
    INSERT INTO attempt (id, delivery, run, claimed)
    SELECT attempt, id, :run, :at FROM delivery WHERE id > :before
    """
)
# CROSS, because SQLite takes it for an order: it would begin with every delivery of the issue.
_ADD_ATTEMPTS_AGAIN = """
    INSERT INTO attempt (id, delivery, run, claimed)
    SELECT given.attempt, delivery.id, :run, :at
    FROM {given(association text, hash text, normalised text, attempt text)}
    CROSS JOIN address CROSS JOIN delivery
    WHERE address.association = given.association AND address.hash = given.hash
        AND delivery.issue = :issue AND delivery.association = given.association
        AND delivery.address = address.id AND delivery.realm = :realm
        AND delivery.attempt = given.attempt AND delivery.id <= :before
"""
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
    add_hashed_addresses(connection, {(association, hash_address(address), address.key) for association, address in addresses})


def add_hashed_addresses(connection: sa.Connection, addresses: Collection[tuple[str, str, str]]) -> None:
    """The same for addresses whose hashes are known: association, hash and address."""
    if addresses:
        given.execute_with_rows(connection, _ADD_ADDRESSES, sorted(addresses))


def record_and_claim(
    connection: sa.Connection, run: RunKey, returned: Sequence[CallOutcomes], candidates: Sequence[Candidate], at: str
) -> frozenset[str]:
    """Record what has come back and claim what is free; the attempts that won.

    Nothing may leave before the caller's commit. What came back as unsent can be claimed again in the same turn.
    """
    rows = sorted(map(tuple, candidates))
    common = {"issue": run.issue, "realm": run.realm, "at": at, "run": run.id}
    if not rows:
        _record(connection, returned, at)
        return frozenset()
    given.execute_with_rows(connection, _ADD_ADDRESSES, rows)
    claim = _claim_and_return if connection.dialect.name == "postgresql" else _claim_and_look
    return claim(connection, rows, common, lambda: _record(connection, returned, at))


_Rows = list[tuple[str, ...]]


def _claim_and_return(
    connection: sa.Connection, rows: _Rows, common: dict[str, str], record: Callable[[], None]
) -> frozenset[str]:
    """PostgreSQL tells what each statement has won."""
    new = given.execute_with_rows(connection, _CLAIM_NEW_AT_ONCE, rows, **common).scalars().all()
    record()
    if len(new) == len(rows):
        return frozenset(new)
    again = given.execute_with_rows(connection, _CLAIM_AGAIN_AT_ONCE, rows, **common).scalars()
    return frozenset([*new, *again])


def _claim_and_look(
    connection: sa.Connection, rows: _Rows, common: dict[str, str], record: Callable[[], None]
) -> frozenset[str]:
    """SQLite has one writer: whatever delivery has come since is ours."""
    before = connection.scalar(_LAST_DELIVERY) or 0
    new = given.execute_with_rows(connection, _CLAIM_NEW, rows, **common).rowcount
    record()
    connection.execute(_ADD_NEW_ATTEMPTS, common | {"before": before})
    wanted = frozenset([row[-1] for row in rows])
    if new == len(rows):
        return wanted
    given.execute_with_rows(connection, _CLAIM_AGAIN, rows, **common)
    given.execute_with_rows(connection, _ADD_ATTEMPTS_AGAIN, rows, before=before, **common)
    return wanted.intersection(connection.scalars(_WON, {"first": min(wanted), "last": max(wanted)}))


def _record(connection: sa.Connection, returned: Sequence[CallOutcomes], at: str) -> None:
    """Always into the history, and into the delivery where the attempt is still the one under way."""
    singly: list[tuple[str, Outcome]] = []
    for one in returned:
        if len(one.attempts) >= _MANY and one.outcomes.count(one.outcomes[0]) == len(one.outcomes):
            _record_equal(connection, one, at)
        else:
            singly += zip(one.attempts, one.outcomes, strict=True)
    if singly:
        outcomes = sorted((attempt, o.status, o.detail, o.provider_id) for attempt, o in singly)
        given.execute_with_rows(connection, _ADD_OUTCOMES, outcomes, at=at)
        given.execute_with_rows(connection, _RECORD, [row[:2] for row in outcomes], at=at)


def _record_equal(connection: sa.Connection, returned: CallOutcomes, at: str) -> None:
    """The attempts of a call are neighbours, so that their first and last name all of them."""
    outcome = returned.outcomes[0]
    span = {"first": returned.attempts[0], "last": returned.attempts[-1], "status": outcome.status, "at": at}
    said = {"detail": outcome.detail, "provider_id": outcome.provider_id}
    count = connection.execute(_ADD_EQUAL_OUTCOMES, span | said).rowcount
    assert count == len(returned.attempts), "the attempts of a call are neighbours"
    connection.execute(_RECORD_EQUAL, span)
