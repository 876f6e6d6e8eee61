"""Every live letter for the account: one by one where something hangs on the one, else counted; also as they stood one day."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log.records import live_deliveries
from newsletter.delivery.log.rows import AddresseeKey, execute_with_rows
from newsletter.delivery.log.schema import attempt, delivery, event, hold, outcome, resolution, run
from newsletter.model.deliveries import LIVE, Delivery, Status

_AT_ONCE = 1000

_TO_THE_LISTED = """
    SELECT delivery.id
    FROM {input(association text, hash text)}
    CROSS JOIN (SELECT DISTINCT issue FROM run WHERE realm = 'live') AS sent CROSS JOIN address CROSS JOIN delivery
    WHERE address.association = input.association AND address.hash = input.hash
        AND delivery.issue = sent.issue AND delivery.association = input.association
        AND delivery.address = address.id AND delivery.realm = 'live'
"""
_LIVE = delivery.c.issue.in_(sa.select(run.c.issue).where(run.c.realm == LIVE)) & (delivery.c.realm == LIVE)
"""By the issues that were sent: so that the index is searched by its first columns."""


def tally(connection: sa.Connection, listed: Collection[AddresseeKey], until: str | None = None) -> tuple[Delivery, ...]:
    """Every live letter, those of ``listed`` one by one, the others counted.

    Of a letter that was accepted, to an address that is no longer listed, and that nothing was heard of since, only how many
    and since when matters to the account: a million of them are counted from one index. With ``until``, as they stood then.
    """
    numbers = {row[0] for row in connection.execute(_with_more_to_tell(until))}
    numbers.update(number for (number,) in execute_with_rows(connection, _TO_THE_LISTED, listed))
    singly = tuple(live_deliveries(connection, numbers))
    known = Counter((one.issue, one.association) for one in singly if one.status is Status.ACCEPTED and _is_by(one.at, until))
    accepted = connection.execute(
        sa.select(delivery.c.issue, delivery.c.association, sa.func.count(), sa.func.min(delivery.c.at))
        .where(_LIVE, delivery.c.status == Status.ACCEPTED, sa.true() if until is None else delivery.c.at <= until)
        .group_by(delivery.c.issue, delivery.c.association)
    ).all()
    return *_as_they_stood(connection, singly, until), *_count_others(accepted, known)


def _is_by(at: str, until: str | None) -> bool:
    return until is None or at <= until


def _with_more_to_tell(until: str | None) -> sa.CompoundSelect[*tuple[Any, ...]]:
    others = [status for status in Status if status is not Status.ACCEPTED]
    return sa.union(
        sa.select(delivery.c.id).where(_LIVE, delivery.c.status.in_(others)),
        sa.select(attempt.c.delivery).join_from(event, attempt, attempt.c.id == event.c.attempt),
        sa.select(delivery.c.id).where(_LIVE, sa.false() if until is None else delivery.c.at > until),
    )


def _count_others(accepted: Collection[sa.Row[*tuple[Any, ...]]], known: Counter[tuple[str, str]]) -> Iterator[Delivery]:
    for issue, association, count, first in accepted:
        if letters := count - known[issue, association]:
            yield Delivery(issue, association, None, LIVE, Status.ACCEPTED, first, "", letters=letters)


# What has changed since: the log only ever adds, so that what stood can be read from its attempts, outcomes and resolutions.


def _as_they_stood(connection: sa.Connection, found: Collection[Delivery], until: str | None) -> Iterator[Delivery]:
    """Those that changed later as their last attempt by then had left them; what had not been tried by then is left out."""
    changed = {one.attempt: one for one in found if not _is_by(one.at, until)}
    earlier = _earlier(connection, changed, until) if until else {}
    for one in found:
        if _is_by(one.at, until):
            yield one
        elif one.attempt in earlier:
            yield earlier[one.attempt]


def _earlier(connection: sa.Connection, changed: Mapping[str, Delivery], until: str) -> dict[str, Delivery]:
    """By the current attempt, as ``changed``: how those that had been tried by ``until`` stood then."""
    found: dict[str, Delivery] = {}
    for some in _portions(changed):
        for row in connection.execute(_attempts_by(some, until)):
            status = Status(row.status) if row.status else Status.SENDING
            found[row.current] = replace(
                changed[row.current],
                status=status,
                at=row.at or row.claimed,
                attempt=row.id,
                provider_id=row.provider_id,
                detail=row.detail or "",
                leaves=row.leaves if status is Status.ACCEPTED else None,
            )
        home = {found[current].attempt: current for current in some if current in found}
        settled = sa.select(resolution).where(resolution.c.attempt.in_(list(home)), resolution.c.at <= until)
        for row in connection.execute(settled.order_by(resolution.c.id)):
            found[home[row.attempt]] = replace(found[home[row.attempt]], status=Status(row.after))
    return found


def _attempts_by(current: Collection[str], until: str) -> sa.Select[*tuple[Any, ...]]:
    """Every attempt of the same deliveries that had been made by then, the last one last."""
    now = attempt.alias("now")
    return (
        sa.select(
            now.c.id.label("current"),
            attempt.c.id,
            attempt.c.claimed,
            outcome.c.status,
            outcome.c.detail,
            outcome.c.provider_id,
            outcome.c.at,
            hold.c.leaves,
        )
        .join_from(now, attempt, attempt.c.delivery == now.c.delivery)
        .outerjoin(outcome, outcome.c.attempt == attempt.c.id)
        .outerjoin(hold, hold.c.run == attempt.c.run)
        .where(now.c.id.in_(list(current)), attempt.c.claimed <= until)
        .order_by(attempt.c.claimed, attempt.c.id)
    )


def _portions(many: Collection[str]) -> Iterator[list[str]]:
    every = list(many)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
