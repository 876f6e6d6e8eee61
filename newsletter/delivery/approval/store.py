"""Approvals in the log: added, withdrawn by a row of their own, and relied on by a live run from the moment it begins."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from newsletter.delivery.approval.proposal import ApprovedSender, SendingProposal
from newsletter.delivery.approval.state import Approval, ApprovalRule, ApprovalState, approval_state
from newsletter.delivery.log import contents
from newsletter.delivery.log.faults import damaged_log
from newsletter.delivery.log.rows import add_hashed_addresses, execute_with_rows
from newsletter.delivery.log.schema import address, approval, approval_address, approval_withdrawal, run, run_approval
from newsletter.delivery.log.send_log import SendLog
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import LIVE
from newsletter.model.diagnostics import Refused


@dataclass(frozen=True, slots=True)
class RequiredApproval:
    """What a live run is to send, and who must have approved it. ``sent_to``: the associations that get a letter."""

    rule: ApprovalRule
    now: SendingProposal
    sent_to: Collection[str]


@dataclass(frozen=True, slots=True)
class RunApproval:
    """An approval that a live run of the issue relied on."""

    issue: str
    run: str
    approver: str
    digest: str
    at: str


def read_approvals(log: SendLog, issue: str) -> tuple[Approval, ...]:
    """Every approval of the issue, withdrawn ones too, oldest first."""
    with log.reading() as connection:
        return _approvals(connection, issue, log.home.shown)


def add_approval(log: SendLog, bound: SendingProposal, record: dict[str, Any], approver: str, at: str) -> None:
    """``record`` is the content without personal data, kept once per digest."""
    with log.writing() as connection:
        lock_issue(connection, bound.issue)
        contents.add_content(connection, bound.digest, record, at)
        number = connection.execute(
            approval.insert()
            .values(issue=bound.issue, approver=approver, content=bound.digest, sender=_sender_text(bound.sender), at=at)
            .returning(approval.c.id)
        ).scalar_one()
        rows = [(association, key, text) for association, those in bound.audience.items() for key, text in those.items()]
        add_hashed_addresses(connection, {(association, key, text or "") for association, key, text in rows})
        execute_with_rows(connection, _BIND, [(association, key) for association, key, _text in rows], approval=number)


def withdraw_approval(log: SendLog, earlier: Approval, reason: str, at: str) -> bool:
    """Take it back; False if it has been taken back already. A run that has begun is not stopped by it."""
    with log.writing() as connection:
        lock_issue(connection, earlier.proposal.issue)
        if connection.execute(sa.select(approval_withdrawal).where(approval_withdrawal.c.approval == earlier.number)).first():
            return False
        connection.execute(approval_withdrawal.insert().values(approval=earlier.number, reason=reason, at=at))
        return True


def add_run_approvals(connection: sa.Connection, run_id: str, wanted: RequiredApproval, place: str) -> None:
    """In the transaction that begins a run, after ``lock_issue``: write what the run relies on.

    Refused where an approval is missing.
    """
    found = _approvals(connection, wanted.now.issue, place)
    state = approval_state(wanted.rule, found, wanted.now, wanted.sent_to)
    if not state.may_be_sent:
        raise refusal_without_approval(wanted.now.issue, state)
    if state.valid:
        connection.execute(run_approval.insert(), [{"run": run_id, "approval": one.number} for one in state.valid])


def refusal_without_approval(issue: str, state: ApprovalState) -> Refused:
    if state.missing:
        message = _("{issue} is not approved by {approvers}, so nothing is sent.")
    else:
        message = ngettext(
            "{issue} needs {n} more approval, so nothing is sent.",
            "{issue} needs {n} more approvals, so nothing is sent.",
            state.short,
        )
    role = state.missing[0] if state.missing else _("ROLE")
    return Refused(
        message.format(issue=issue, approvers=", ".join(state.missing), n=state.short),
        _("“newsletter approve {issue}” shows how it stands. Whoever approves runs “{command}”.").format(
            issue=issue, command=f'newsletter approve {issue} --as "{role}"'
        ),
    )


def read_run_approvals(log: SendLog) -> tuple[RunApproval, ...]:
    """What every live run relied on, oldest first."""
    with log.reading() as connection:
        rows = connection.execute(
            sa.select(run.c.issue, run.c.id, approval.c.approver, approval.c.content, approval.c.at)
            .join_from(run_approval, run, run.c.id == run_approval.c.run)
            .join(approval, approval.c.id == run_approval.c.approval)
            .where(run.c.realm == LIVE)
            .order_by(run.c.started, run.c.id, approval.c.id)
        )
        return tuple(RunApproval(*row) for row in rows)


_BIND = """
    INSERT INTO approval_address (approval, association, address)
    SELECT :approval, input.association, address.id FROM {input(association text, hash text)}
    JOIN address ON address.association = input.association AND address.hash = input.hash
"""


def lock_issue(connection: sa.Connection, issue: str) -> None:
    """Until the transaction ends, no other connection approves, withdraws or begins to send the issue. SQLite has one
    writer anyhow.

    The first statement of its transaction: a connection that holds rows which another wants would wait here for ever.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.blake2b(f"approval {issue}".encode(), digest_size=8).digest(), "big", signed=True)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def _sender_text(sender: ApprovedSender) -> str:
    return json.dumps(asdict(sender), ensure_ascii=False, sort_keys=True)


def _approvals(connection: sa.Connection, issue: str, place: str) -> tuple[Approval, ...]:
    rows = connection.execute(
        sa.select(approval, approval_withdrawal.c.at.label("withdrawn"), approval_withdrawal.c.reason)
        .join_from(approval, approval_withdrawal, approval_withdrawal.c.approval == approval.c.id, isouter=True)
        .where(approval.c.issue == issue)
        .order_by(approval.c.id)
    ).all()
    audiences = _audiences(connection, issue) if rows else {}
    return tuple(
        Approval(
            number=row.id,
            proposal=SendingProposal(issue, row.content, _parse_sender(row.sender, place), audiences.get(row.id, {})),
            approver=row.approver,
            at=row.at,
            withdrawn=row.withdrawn or "",
            reason=row.reason or "",
        )
        for row in rows
    )


def _audiences(connection: sa.Connection, issue: str) -> dict[int, dict[str, dict[str, str | None]]]:
    found: dict[int, dict[str, dict[str, str | None]]] = {}
    rows = connection.execute(
        sa.select(approval_address.c.approval, approval_address.c.association, address.c.hash, address.c.normalised)
        .join_from(approval_address, address, address.c.id == approval_address.c.address)
        .join(approval, approval.c.id == approval_address.c.approval)
        .where(approval.c.issue == issue)
        .order_by(approval_address.c.association, address.c.id)
    )
    for number, association, key, text in rows:
        found.setdefault(number, {}).setdefault(association, {})[key] = text
    return found


def _parse_sender(text: str, place: str) -> ApprovedSender:
    try:
        return ApprovedSender(**json.loads(text))
    except (ValueError, TypeError):
        raise damaged_log(place) from None
