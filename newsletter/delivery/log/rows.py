"""Statements over many rows at once, and the rows of addresses that they refer to.

A statement over a thousand rows is one statement, in both databases: the rows are one JSON parameter. One parameter instead of
thousands keeps below every limit (PostgreSQL stops at 65,535, SQLite builds differ), and sets are several times as fast as row
by row (a claim of 1000: 2 ms against 13).
"""

import hashlib
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa

from newsletter.model.addresses import MailAddress
from newsletter.model.recipients import Addressee


def execute_with_rows(
    connection: sa.Connection, sql: str, rows: Iterable[tuple[Any, ...]], **parameters: Any
) -> "sa.CursorResult[*tuple[Any, ...]]":
    """Run ``sql``, in which ``{input(name kind, …)}`` stands for the rows, or the first few values of each, as a table called
    ``input``. Where PostgreSQL must not wait for a row that another run is working on, the SQL says ``{skip_locked}``.
    """
    return connection.execute(
        _statement(sql, connection.dialect.name), {"rows": orjson.dumps(list(rows)).decode(), **parameters}
    )


@cache
def _statement(sql: str, dialect: str) -> sa.TextClause:
    before, _brace, rest = sql.partition("{input(")
    columns, _brace, after = rest.partition(")}")
    table = _table([column.split() for column in columns.split(",")], dialect)
    skip_locked = "FOR UPDATE OF delivery SKIP LOCKED" if dialect == "postgresql" else ""
    return sa.text((before + table + after).replace("{skip_locked}", skip_locked))


def _table(columns: list[list[str]], dialect: str) -> str:
    if dialect == "postgresql":
        values = ", ".join(f"CAST(value ->> {place} AS {kind}) AS {name}" for place, (name, kind) in enumerate(columns))
        source = "json_array_elements(CAST(:rows AS json))"
    else:
        values = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, (name, _kind) in enumerate(columns))
        source = "json_each(:rows)"
    return f"(SELECT {values} FROM {source}) AS input"  # noqa: S608 - made of the constants in this room alone


AddresseeKey = tuple[str, str]
"""What the log knows an addressee by: its association's id, and a hash of the address that outlives the address itself."""


def addressee_key(addressee: Addressee) -> AddresseeKey:
    return addressee.association_id, hash_address(addressee.address)


def hash_address(address: MailAddress) -> str:
    """What is left of a forgotten address: enough to know that it has been written to."""
    return hash_key(address.key)


def hash_key(key: str) -> str:
    """The same from ``MailAddress.key``, for callers that need both."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


_ADD_ADDRESSES = """
    INSERT INTO address (association, hash, normalised)
    SELECT input.association, input.hash, input.normalised
    FROM {input(association text, hash text, normalised text)}
    WHERE true ORDER BY input.association, input.hash
    ON CONFLICT DO NOTHING
"""


def add_addresses(connection: sa.Connection, addresses: Iterable[tuple[str, MailAddress]]) -> None:
    """Give each association's address its row, if it has none."""
    add_hashed_addresses(connection, {(association, hash_address(address), address.key) for association, address in addresses})


def add_hashed_addresses(connection: sa.Connection, addresses: Collection[tuple[str, ...]]) -> None:
    """The same for addresses whose hashes are known: association, hash and address first in each row."""
    if addresses:
        execute_with_rows(connection, _ADD_ADDRESSES, sorted(addresses))
