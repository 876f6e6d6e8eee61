"""The beginning of a run, and what the log remembers of earlier ones."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.approval import store as approvals
from newsletter.delivery.approval.store import RequiredApproval
from newsletter.delivery.log import contents
from newsletter.delivery.log import rows as given
from newsletter.delivery.log.keys import hash_address
from newsletter.delivery.log.machine import machine_hash
from newsletter.delivery.log.permission import LogHistory, Site
from newsletter.delivery.log.receipts import Receipt
from newsletter.delivery.log.schema import adopted_run, adoption, attempt, audience, hold, run
from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.delivery.outgoing.batch import Hold
from newsletter.delivery.run import claims, locks
from newsletter.delivery.run.audience import AudienceMember
from newsletter.delivery.run.claims import RunKey
from newsletter.delivery.run.situation import last_content
from newsletter.locale import _
from newsletter.model.deliveries import LIVE
from newsletter.model.diagnostics import Refused


@dataclass(frozen=True, slots=True)
class RunStart:
    """What a run's row says of it. ``record`` is the content without personal data; ``audience`` is empty in a rehearsal, and
    ``wanted`` is None: nobody has to approve one.
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


def this_site(log: SendLog) -> Site:
    """This machine, and the file of the log if it has one."""
    return Site(machine_hash(), str(log.home.path or ""))


def begin_run(log: SendLog, start: RunStart) -> None:
    """Commit the run's row, its content (once per digest), its audience and the name its letters wait under. No claim may come
    before.

    Refused, with nothing committed, where an approval that it needs is missing at that very moment, or where a run on another
    machine has begun with other content since anybody looked.
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
    """What is sent under a name that has been cancelled is discarded, and nobody would know."""
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
    SELECT :run, given.association, address.id FROM {given(association text, hash text)}
    JOIN address ON address.association = given.association AND address.hash = given.hash
"""


def _add_audience(connection: sa.Connection, run_id: str, members: Sequence[AudienceMember]) -> None:
    if not members:
        return
    connection.execute(
        audience.insert(),
        [{"run": run_id, "association": m.association, "name": m.name, "type": m.type, "active": m.active} for m in members],
    )
    claims.add_addresses(connection, ((member.association, one.address) for member in members for one in member.addressees))
    pairs = [(member.association, hash_address(one.address)) for member in members for one in member.addressees]
    given.execute_with_rows(connection, _ADD_AUDIENCE_ADDRESSES, pairs, run=run_id)


def read_history(log: SendLog) -> LogHistory:
    """What decides whether this log may send to people."""
    runs = log.live_runs()
    with log.reading() as connection:
        trials = connection.execute(
            sa.select(run.c.trial).distinct().where(run.c.realm == LIVE, sa.exists().where(attempt.c.run == run.c.id))
        )
        kinds = frozenset(map(bool, trials.scalars()))
        adopted = frozenset((row.log, row.run) for row in connection.execute(sa.select(adopted_run)))
        adoptions = connection.execute(sa.select(adoption)).all()
    used = [(one.started, 0, one.machine, one.path) for one in runs]
    used += [(row.at, row.id, row.machine, row.path) for row in adoptions]
    last = max(used, default=None)
    return LogHistory(
        log=log.id,
        runs=frozenset(one.id for one in runs),
        trials=kinds,
        adopted=adopted,
        last=Site(*last[2:]) if last else None,
    )


def adopt(log: SendLog, unknown: Sequence[Receipt], *, by: str, reason: str, at: str) -> None:
    """Somebody answers for sending from this log, here, in spite of ``unknown`` receipts. Kept for ever.

    It comes after all that the log knows, whatever a clock that was wrong before, or is now, has to say.
    """
    site = this_site(log)
    with log.writing() as connection:
        for known in (run.c.started, adoption.c.at):
            at = max(at, connection.execute(sa.select(sa.func.max(known))).scalar() or "")
        number = connection.execute(
            adoption.insert().values(by=by, reason=reason, machine=site.machine, path=site.path, at=at).returning(adoption.c.id)
        ).scalar_one()
        if unknown:
            connection.execute(
                adopted_run.insert(),
                [{"adoption": number, "log": one.log, "run": one.run, "issue": one.issue} for one in unknown],
            )
