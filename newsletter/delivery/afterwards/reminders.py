"""Which reminders have left: one mail a person and day, and each matter once on its occasion.

A mail is a row whose matter is the person and whose occasion is the day; what it speaks of are rows of their own. All are
committed before the mail leaves, so that it leaves once, however often and on however many machines the command is run.
"""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_into_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_into_sqlite

from newsletter.delivery.log.schema import reminder
from newsletter.delivery.log.send_log import SendLog

Claim = tuple[str, str]
"""A matter and its occasion. None holds an address or a name."""


def claim_reminders(log: SendLog, mail: Claim, about: Sequence[Claim], at: str) -> frozenset[Claim]:
    """Those of ``about`` that no earlier mail has spoken of; none where the person has had a mail that day, or there is nothing
    left to say: then nothing is recorded.
    """
    with log.writing() as connection:
        if not _insert(connection, [mail], at):
            return frozenset()
        won = _insert(connection, about, at)
        if not won:
            _delete(connection, [mail])
        return won


def release_reminders(log: SendLog, claims: Sequence[Claim]) -> None:
    """Let a mail that provably did not leave be tried again."""
    with log.writing() as connection:
        _delete(connection, claims)


def read_reminders(log: SendLog) -> Mapping[str, Sequence[tuple[str, str]]]:
    """By matter: the occasions of what has left, each with the moment it was claimed, oldest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    with log.reading() as connection:
        for row in connection.execute(sa.select(*reminder.c[1:]).order_by(reminder.c.id)):
            found.setdefault(row.matter, []).append((row.occasion, row.at))
    return found


def _insert(connection: sa.Connection, claims: Sequence[Claim], at: str) -> frozenset[Claim]:
    insert = insert_into_postgresql if connection.dialect.name == "postgresql" else insert_into_sqlite
    rows = [{"matter": matter, "occasion": occasion, "at": at} for matter, occasion in claims]
    statement = insert(reminder).values(rows).on_conflict_do_nothing().returning(reminder.c.matter, reminder.c.occasion)
    return frozenset((row.matter, row.occasion) for row in connection.execute(statement))


def _delete(connection: sa.Connection, claims: Sequence[Claim]) -> None:
    for matter, occasion in claims:
        connection.execute(sa.delete(reminder).where(reminder.c.matter == matter, reminder.c.occasion == occasion))
