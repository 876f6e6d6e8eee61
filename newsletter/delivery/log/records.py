"""What the log says, as values."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.log.schema import (
    address,
    attempt,
    audience,
    audience_address,
    delivery,
    event,
    hold,
    outcome,
    recall,
    run,
)
from newsletter.model.choices import RecipientType
from newsletter.model.deliveries import LIVE, Cause, Delivery, Event, Status


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of ``send``. ``content`` is the digest of what it sent, ``started`` UTC in ISO 8601."""

    id: str
    issue: str
    realm: str
    via: str
    trial: bool
    content: str
    machine: str
    path: str
    started: str


@dataclass(frozen=True, slots=True)
class EntitledAssociation:
    """An association as it was at a run. ``addresses`` counts those it had to write to: 0 is an association without contact."""

    association: str
    name: str
    type: RecipientType
    active: bool
    addresses: int


@dataclass(frozen=True, slots=True)
class Audience:
    issue: str
    run: str
    started: str
    associations: tuple[EntitledAssociation, ...]


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """A later fact about one attempt of a live delivery: ``at`` it happened, ``received`` is when it became known here."""

    issue: str
    association: str
    address: str | None
    attempt: str
    kind: Event
    at: str
    detail: str
    received: str
    cause: Cause | None = None


def deliveries(connection: sa.Connection, issue: str | None, realm: str | None) -> Iterator[Delivery]:
    return _deliveries(connection, unless_none(delivery.c.issue, issue) & unless_none(delivery.c.realm, realm))


def live_deliveries(connection: sa.Connection, numbers: Collection[int]) -> Iterator[Delivery]:
    """Those of ``delivery``'s rows, in the same order."""
    every = sorted(numbers)
    some = (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
    found = [one for these in some for one in _deliveries(connection, delivery.c.id.in_(these) & (delivery.c.realm == LIVE))]
    return iter(sorted(found, key=lambda one: (one.issue, one.association, one.address or "")))


_AT_ONCE = 1000


def _deliveries(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Iterator[Delivery]:
    found = connection.execute(
        sa.select(
            delivery.c.issue,
            delivery.c.association,
            address.c.normalised,
            delivery.c.realm,
            delivery.c.status,
            delivery.c.at,
            delivery.c.attempt,
            outcome.c.provider_id,
            outcome.c.detail,
            hold.c.leaves,
        )
        .join_from(delivery, address, address.c.id == delivery.c.address)
        .join(attempt, attempt.c.id == delivery.c.attempt)
        .outerjoin(outcome, outcome.c.attempt == delivery.c.attempt)
        .outerjoin(hold, (hold.c.run == attempt.c.run) & (delivery.c.status == Status.ACCEPTED))
        .where(which)
        .order_by(delivery.c.issue, delivery.c.association, address.c.normalised, delivery.c.id)
        .execution_options(yield_per=1000)
    )
    for row in found:
        yield Delivery(*row[:4], Status(row.status), row.at, row.attempt, row.provider_id, row.detail or "", row.leaves)


def events(connection: sa.Connection, issue: str | None) -> tuple[DeliveryEvent, ...]:
    found = connection.execute(
        sa.select(
            delivery.c.issue,
            delivery.c.association,
            address.c.normalised,
            event.c.attempt,
            event.c.kind,
            event.c.at,
            event.c.detail,
            event.c.received,
            event.c.cause,
        )
        .join_from(event, attempt, attempt.c.id == event.c.attempt)
        .join(delivery, delivery.c.id == attempt.c.delivery)
        .join(address, address.c.id == delivery.c.address)
        .where(unless_none(delivery.c.issue, issue), delivery.c.realm == LIVE)
        .order_by(event.c.at, event.c.id)
    )
    return tuple(
        DeliveryEvent(*row[:4], Event(row.kind), row.at, row.detail, row.received, row.cause and Cause(row.cause))
        for row in found
    )


def live_runs(connection: sa.Connection, issue: str | None) -> tuple[Run, ...]:
    found = connection.execute(
        sa.select(run).where(unless_none(run.c.issue, issue), run.c.realm == LIVE).order_by(run.c.started, run.c.id)
    )
    return tuple(Run(*row) for row in found)


def audiences(connection: sa.Connection, issue: str | None) -> tuple[Audience, ...]:
    addresses = sa.func.count(audience_address.c.address)
    taken_back = sa.select(recall.c.run).where(recall.c.step == "done")
    found = connection.execute(
        sa.select(
            run.c.issue,
            run.c.id,
            run.c.started,
            audience.c.association,
            audience.c.name,
            audience.c.type,
            audience.c.active,
            addresses.label("addresses"),
        )
        .join_from(audience, run, run.c.id == audience.c.run)
        .outerjoin(
            audience_address,
            (audience_address.c.run == audience.c.run) & (audience_address.c.association == audience.c.association),
        )
        .where(unless_none(run.c.issue, issue), run.c.realm == LIVE, run.c.id.not_in(taken_back))
        .group_by(run.c.issue, run.c.id, run.c.started, *audience.c[1:])
        .order_by(run.c.started, run.c.id, audience.c.association)
    )
    return tuple(
        Audience(
            *of_run,
            tuple(EntitledAssociation(r.association, r.name, RecipientType(r.type), r.active, r.addresses) for r in rows),
        )
        for of_run, rows in groupby(found, key=lambda row: (row.issue, row.id, row.started))
    )


def unless_none(column: sa.Column[Any], value: str | None) -> sa.ColumnElement[bool]:
    """The condition that ``column`` is ``value``, or none at all."""
    return sa.true() if value is None else column == value
