"""The beginning of a run: what the log knows before it, which the plan is made from, and its row."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.approval import store as approvals
from newsletter.delivery.approval.store import RequiredApproval
from newsletter.delivery.log import contents
from newsletter.delivery.log.contents import last_content
from newsletter.delivery.log.permission import this_site
from newsletter.delivery.log.rows import AddresseeKey, add_addresses, execute_with_rows, hash_address
from newsletter.delivery.log.schema import address, attempt, audience, audience_address, delivery, hold, run
from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.delivery.outgoing.batch import Hold
from newsletter.delivery.run import locks
from newsletter.delivery.run.address_facts import renewed_since
from newsletter.delivery.run.claims import RunKey
from newsletter.delivery.run.plan import LATE_AFTER, AudienceMember, DeliveryStanding, Lateness
from newsletter.delivery.waiting.runs import LEAVING_STATUSES, read_recalled_runs
from newsletter.locale import _
from newsletter.model.deliveries import LIVE, Status
from newsletter.model.diagnostics import Refused


@dataclass(frozen=True, slots=True)
class RunStart:
    """What a run's row says of it. ``record`` is the content without personal data; ``audience`` is empty in a rehearsal, and
    ``required`` is None: no approver has to approve a rehearsal.
    """

    key: RunKey
    via: str
    is_trial: bool
    digest: str
    record: dict[str, Any]
    audience: Sequence[AudienceMember]
    at: str
    required: RequiredApproval | None = None
    hold: Hold | None = None
    accepts_changes: bool = False


def new_run(issue: str, *, is_live: bool) -> RunKey:
    """A rehearsal is a realm of its own: always complete, and never counted."""
    run_id = secrets.token_hex(8)
    return RunKey(run_id, issue, LIVE if is_live else run_id)


def commit_run(log: SendLog, start: RunStart) -> None:
    """Commit the run's row, its content (once per digest), its audience and the name its letters wait under. No claim may come
    before.

    Refused, with nothing committed, where an approval that it needs is missing at that very moment, or where a run on another
    machine has begun with other content since the editor looked.
    """
    site = this_site(log)
    with log.writing() as connection:
        if start.key.realm == LIVE:
            approvals.lock_issue(connection, start.key.issue)
            _refuse_other_content(log, connection, start)
        contents.add_content(connection, start.digest, start.record, start.at)
        connection.execute(
            run.insert().values(
                id=start.key.id,
                issue=start.key.issue,
                realm=start.key.realm,
                via=start.via,
                trial=start.is_trial,
                content=start.digest,
                machine=site.machine,
                path=site.path,
                started=start.at,
            )
        )
        if start.hold:
            _refuse_used_batch(connection, start.hold)
            leaves = timestamp(start.hold.leaves)
            connection.execute(hold.insert().values(run=start.key.id, batch=start.hold.batch, leaves=leaves))
        _add_audience(connection, start.key.id, start.audience)
        if start.required:
            approvals.add_run_approvals(connection, start.key.id, start.required, log.home.shown)


def _refuse_used_batch(connection: sa.Connection, of: Hold) -> None:
    """What is sent under a name that has been cancelled is discarded without a word."""
    if connection.execute(sa.select(hold.c.run).where(hold.c.batch == of.batch)).first():
        raise Refused(
            _("SendGrid gave a name for the letters that has been used before. Nothing was sent."),
            _("Give the same command again. If it comes back, send at once with --now and tell SendGrid."),
        )


def _refuse_other_content(log: SendLog, connection: sa.Connection, start: RunStart) -> None:
    """What was looked at before may have changed: a log that is shared has runs beside ours, and only here do they queue."""
    if not log.is_shared or start.accepts_changes:
        return
    others = sa.select(run.c.id).where(run.c.issue == start.key.issue, run.c.realm == LIVE, run.c.content != start.digest)
    alive = locks.find_living_runs(log, connection, list(connection.execute(others).scalars()), ours=start.key.id)
    last = last_content(connection, start.key.issue)
    if alive or (last is not None and last.digest != start.digest):
        raise Refused(
            _("Another computer has just sent, or is sending, {issue} with other content. Nothing was sent from here.").format(
                issue=start.key.issue
            ),
            _("Wait until it has ended, and give the same command again: it shows what differs."),
        )


_ADD_AUDIENCE_ADDRESSES = """
    INSERT INTO audience_address (run, association, address)
    SELECT :run, input.association, address.id FROM {input(association text, hash text)}
    JOIN address ON address.association = input.association AND address.hash = input.hash
"""


def _add_audience(connection: sa.Connection, run_id: str, members: Sequence[AudienceMember]) -> None:
    if not members:
        return
    connection.execute(
        audience.insert(),
        [{"run": run_id, "association": m.association, "name": m.name, "type": m.type, "active": m.active} for m in members],
    )
    add_addresses(connection, ((member.association, one.address) for member in members for one in member.addressees))
    pairs = [(member.association, hash_address(one.address)) for member in members for one in member.addressees]
    execute_with_rows(connection, _ADD_AUDIENCE_ADDRESSES, pairs, run=run_id)


def read_standings(
    log: SendLog, issue: str, realm: str, ours: str | None = None, taken_back: Collection[str] = ()
) -> Mapping[AddresseeKey, DeliveryStanding]:
    """Every delivery of the issue in one realm; what ``taken_back`` runs have sent is due.

    ``ours``: see ``find_living_runs``.
    """
    query = (
        sa.select(delivery.c.association, address.c.hash, delivery.c.status, attempt.c.run)
        .join_from(delivery, address, address.c.id == delivery.c.address)
        .join(attempt, attempt.c.id == delivery.c.attempt)
        .where(delivery.c.issue == issue, delivery.c.realm == realm)
    )
    rows, alive = locks.read_with_living_runs(log, lambda connection: connection.execute(query).all(), ours)
    return {
        (row.association, row.hash): DeliveryStanding(Status.RECALLED)
        if row.run in taken_back and row.status in LEAVING_STATUSES
        else DeliveryStanding(Status(row.status), in_progress=row.run in alive)
        for row in rows
    }


def read_lateness(log: SendLog, issue: str, now: datetime) -> Lateness:
    """From when the issue first went out: a run that was taken back before its letters left is none of its runs."""
    recalled = read_recalled_runs(log)
    runs = [one for one in log.live_runs(issue) if one.id not in recalled]
    if not runs:
        return Lateness(now)
    first = datetime.fromisoformat(runs[0].started)
    in_time = [one.id for one in runs if datetime.fromisoformat(one.started) <= first + LATE_AFTER]
    with log.reading() as connection:
        rows = connection.execute(
            sa.select(audience_address.c.association, address.c.hash)
            .join_from(audience_address, address, address.c.id == audience_address.c.address)
            .where(audience_address.c.run.in_(in_time))
        )
        entitled = frozenset((row.association, row.hash) for row in rows)
    return Lateness(now, first, entitled, renewed_since(log, runs[0].started))
