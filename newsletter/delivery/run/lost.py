"""Letters that an old copy of the log has lost: it knows that their run began, and its receipt that it came further.

Whether any of them left is unclear, so each becomes a letter in doubt, which nothing but ``resolve`` settles.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log.permission import lost_attempt
from newsletter.delivery.log.receipts import Receipt
from newsletter.delivery.log.schema import attempt, audience_address, delivery, outcome
from newsletter.delivery.log.send_log import SendLog
from newsletter.locale import _
from newsletter.model.deliveries import DUE_AGAIN, LIVE, Status

_Row = sa.Row[*tuple[Any, ...]]


def write_down_lost_letters(log: SendLog, ahead: Sequence[Receipt]) -> int:
    """Put in doubt whomever the runs of ``ahead`` were to write to and this log takes for due: how many letters.

    The caller holds the locks of those runs. Afterwards the log is no longer behind the receipts.
    """
    with log.writing() as connection:
        return sum(_doubt_run(connection, receipt) for receipt in ahead)


def _doubt_run(connection: sa.Connection, receipt: Receipt) -> int:
    standing = _read_standing(connection, receipt)
    doubtful = [one for one in standing if one.status is None or one.status in DUE_AGAIN]
    for number, one in enumerate(doubtful):
        name = lost_attempt(receipt.last, number)
        _add_attempt(connection, receipt, name, _set_unknown(connection, receipt, one, name))
    if not doubtful and (known := [one.id for one in standing if one.id is not None]):
        _add_attempt(connection, receipt, lost_attempt(receipt.last), known[0])  # a second letter, of which the first is known
    return len(doubtful)


def _read_standing(connection: sa.Connection, receipt: Receipt) -> list[_Row]:
    """The addressees whom the run was to write to, with the delivery of each if it has one."""
    found = connection.execute(
        sa.select(audience_address.c.association, audience_address.c.address, delivery.c.id, delivery.c.status)
        .outerjoin(
            delivery,
            (delivery.c.issue == receipt.issue)
            & (delivery.c.realm == LIVE)
            & (delivery.c.association == audience_address.c.association)
            & (delivery.c.address == audience_address.c.address),
        )
        .where(audience_address.c.run == receipt.run)
        .order_by(audience_address.c.association, audience_address.c.address)
    )
    meant = frozenset(receipt.associations)
    return [row for row in found if row.association in meant]


def _set_unknown(connection: sa.Connection, receipt: Receipt, one: _Row, name: str) -> int:
    """The number of the delivery that is now in doubt under the attempt ``name``."""
    now = {"status": Status.UNKNOWN, "attempt": name, "at": receipt.at}
    number: int
    if one.id is not None:
        connection.execute(delivery.update().where(delivery.c.id == one.id).values(now))
        number = one.id
    else:
        key = {"issue": receipt.issue, "realm": LIVE, "association": one.association, "address": one.address}
        number = connection.execute(delivery.insert().values(key | now).returning(delivery.c.id)).scalar_one()
    return number


def _add_attempt(connection: sa.Connection, receipt: Receipt, name: str, number: int) -> None:
    """As of the run's beginning: a letter that proves to have arrived did so then."""
    said = _("The sending log is an old copy that does not know whether the letter left.")
    connection.execute(attempt.insert().values(id=name, delivery=number, run=receipt.run, claimed=receipt.at))
    connection.execute(outcome.insert().values(attempt=name, status=Status.UNKNOWN, detail=said, at=receipt.at))
