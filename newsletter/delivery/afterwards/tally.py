"""Live letters as the year's account needs them: one by one where something hangs on the one, else counted.

Of a letter that was accepted, to an address that is no longer listed, and that nothing was heard of since, only how many and
since when matters: a million of them are counted from one index.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log import records
from newsletter.delivery.log import rows as given
from newsletter.delivery.log.keys import AddresseeKey
from newsletter.delivery.log.schema import attempt, delivery, event, run
from newsletter.delivery.log.send_log import SendLog
from newsletter.model.deliveries import LIVE, Delivery, Status

_TO_THE_LISTED = """
    SELECT delivery.id
    FROM {given(association text, hash text)}
    CROSS JOIN (SELECT DISTINCT issue FROM run WHERE realm = 'live') AS sent CROSS JOIN address CROSS JOIN delivery
    WHERE address.association = given.association AND address.hash = given.hash
        AND delivery.issue = sent.issue AND delivery.association = given.association
        AND delivery.address = address.id AND delivery.realm = 'live'
"""
_LIVE = delivery.c.issue.in_(sa.select(run.c.issue).where(run.c.realm == LIVE)) & (delivery.c.realm == LIVE)
"""By the issues that were sent: so that the index is searched by its first columns."""


def tally_letters(log: SendLog, listed: Collection[AddresseeKey]) -> tuple[Delivery, ...]:
    """Every live letter, those of ``listed`` one by one; ``Delivery.letters`` says how many one stands for."""
    with log.reading() as connection:
        numbers = {row[0] for row in connection.execute(_with_something_about_them())}
        numbers.update(number for (number,) in given.execute_with_rows(connection, _TO_THE_LISTED, listed))
        singly = tuple(records.live_deliveries(connection, numbers))
        accepted = connection.execute(
            sa.select(delivery.c.issue, delivery.c.association, sa.func.count(), sa.func.min(delivery.c.at))
            .where(_LIVE, delivery.c.status == Status.ACCEPTED)
            .group_by(delivery.c.issue, delivery.c.association)
        ).all()
    return *singly, *_counted(accepted, Counter((o.issue, o.association) for o in singly if o.status is Status.ACCEPTED))


def _with_something_about_them() -> sa.CompoundSelect[*tuple[Any, ...]]:
    others = [status for status in Status if status is not Status.ACCEPTED]
    return sa.union(
        sa.select(delivery.c.id).where(_LIVE, delivery.c.status.in_(others)),
        sa.select(attempt.c.delivery).join_from(event, attempt, attempt.c.id == event.c.attempt),
    )


def _counted(accepted: Collection[sa.Row[*tuple[Any, ...]]], known: Counter[tuple[str, str]]) -> Iterator[Delivery]:
    for issue, association, count, first in accepted:
        if letters := count - known[issue, association]:
            yield Delivery(issue, association, None, LIVE, Status.ACCEPTED, first, "", letters=letters)
