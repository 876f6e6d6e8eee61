"""The two transitions of a delivery: claim before the call leaves, outcome after it has come back.

               claim                     outcome
    (no row) ─────────▶ sending ──┬──▶ accepted, rejected, unknown     stay
    unsent, recalled ──────┘      └──▶ unsent                          may be claimed again

Both are compare-and-set: a claim returns only what it won, an outcome is written only where its own attempt still stands.

Runs that share a log on PostgreSQL cannot block each other in a ring: only inserting a key waits for others (for a run that is
inserting it, or changing the row that has it), and a turn does all its inserting first, in sorted order, while it holds no
other row that a run could wait for. What comes after never waits.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from newsletter.delivery.log.rows import add_hashed_addresses, execute_with_rows, hash_key
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


_CLAIM_NEW = """
    INSERT INTO delivery (issue, association, address, realm, status, attempt, at)
    SELECT :issue, input.association, (
            SELECT id FROM address WHERE address.association = input.association AND address.hash = input.hash
        ) AS address, :realm, 'sending', input.attempt, :at
    FROM {input(association text, hash text, normalised text, attempt text)}
    WHERE true ORDER BY input.association, address
    ON CONFLICT DO NOTHING
"""
"""A subquery, so that PostgreSQL goes by the index even where it has never counted what is in the table."""
_CLAIM_AGAIN = """
    UPDATE delivery SET status = 'sending', attempt = free.attempt, at = :at
    FROM (
        SELECT delivery.id, input.attempt
        FROM {input(association text, hash text, normalised text, attempt text)}
        JOIN address ON address.association = input.association AND address.hash = input.hash
        JOIN delivery ON delivery.issue = :issue AND delivery.association = input.association
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
    SELECT input.attempt, delivery.id, :run, :at
    FROM {input(association text, hash text, normalised text, attempt text)}
    CROSS JOIN address CROSS JOIN delivery
    WHERE address.association = input.association AND address.hash = input.hash
        AND delivery.issue = :issue AND delivery.association = input.association
        AND delivery.address = address.id AND delivery.realm = :realm
        AND delivery.attempt = input.attempt AND delivery.id <= :before
"""
_WON = sa.text("SELECT id FROM attempt WHERE id BETWEEN :first AND :last")
_ADD_OUTCOMES = """
    INSERT INTO outcome (attempt, status, detail, provider_id, at)
    SELECT input.attempt, input.status, input.detail, input.provider_id, :at
    FROM {input(attempt text, status text, detail text, provider_id text)}
"""
_RECORD = """
    UPDATE delivery SET status = input.status, at = :at
    FROM {input(attempt text, status text)}
    JOIN attempt ON attempt.id = input.attempt
    WHERE delivery.id = attempt.delivery AND delivery.attempt = input.attempt AND delivery.status = 'sending'
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
    add_hashed_addresses(connection, rows)
    claim = _claim_and_return if connection.dialect.name == "postgresql" else _claim_and_look
    return claim(connection, rows, common, lambda: _record(connection, returned, at))


_Rows = list[tuple[str, ...]]


def _claim_and_return(
    connection: sa.Connection, rows: _Rows, common: dict[str, str], record: Callable[[], None]
) -> frozenset[str]:
    """PostgreSQL tells what each statement has won."""
    new = execute_with_rows(connection, _CLAIM_NEW_AT_ONCE, rows, **common).scalars().all()
    record()
    if len(new) == len(rows):
        return frozenset(new)
    again = execute_with_rows(connection, _CLAIM_AGAIN_AT_ONCE, rows, **common).scalars()
    return frozenset([*new, *again])


def _claim_and_look(
    connection: sa.Connection, rows: _Rows, common: dict[str, str], record: Callable[[], None]
) -> frozenset[str]:
    """SQLite has one writer: every delivery that has come since is ours."""
    before = connection.scalar(_LAST_DELIVERY) or 0
    new = execute_with_rows(connection, _CLAIM_NEW, rows, **common).rowcount
    record()
    connection.execute(_ADD_NEW_ATTEMPTS, common | {"before": before})
    wanted = frozenset([row[-1] for row in rows])
    if new == len(rows):
        return wanted
    execute_with_rows(connection, _CLAIM_AGAIN, rows, **common)
    execute_with_rows(connection, _ADD_ATTEMPTS_AGAIN, rows, before=before, **common)
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
        execute_with_rows(connection, _ADD_OUTCOMES, outcomes, at=at)
        execute_with_rows(connection, _RECORD, [row[:2] for row in outcomes], at=at)


def _record_equal(connection: sa.Connection, returned: CallOutcomes, at: str) -> None:
    """The attempts of a call are neighbours, so that their first and last name all of them."""
    outcome = returned.outcomes[0]
    span = {"first": returned.attempts[0], "last": returned.attempts[-1], "status": outcome.status, "at": at}
    said = {"detail": outcome.detail, "provider_id": outcome.provider_id}
    count = connection.execute(_ADD_EQUAL_OUTCOMES, span | said).rowcount
    assert count == len(returned.attempts), "the attempts of a call are neighbours"
    connection.execute(_RECORD_EQUAL, span)
